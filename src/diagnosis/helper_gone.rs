//! A helper is configured that is not there: renamed, moved, or of another Git. Git prints a line
//! about it and goes on without.

use super::Facts;
use super::words::{advice, change};
use crate::model::surroundings::MissingHelper;
use crate::model::{Change, Finding, Fix, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    let missing = &facts.remote.surroundings.missing_helpers;
    let first = missing.first()?;
    // With advice of its own.
    if super::linux_store::is_about(facts, first) || super::wsl_split::is_about(facts, first) {
        return None;
    }
    let all_gone = missing.len() == facts.remote.settings.own_helpers().count();
    Some(Finding {
        rule: "helper-gone",
        title: format!("The credential helper {} is not there", first.helper.name()),
        explanation: format!(
            "Git is set to ask it for sign-ins, but there is no `{}`. {}",
            first.program,
            match all_gone {
                true =>
                    "No other helper is set up, so nothing that was saved is found and nothing new is kept.",
                false => "Git complains about it each time and goes on with the other helpers.",
            }
        ),
        evidence: missing.iter().map(evidence).collect(),
        fixes: missing
            .iter()
            .map(|missing| fix(facts, missing))
            .chain(beside(facts))
            .collect(),
        weight: match all_gone {
            true => facts.weight_in_the_way(),
            false => Weight::Note,
        },
    })
}

/// Where no helper would be left, one that is there.
fn beside(facts: &Facts<'_>) -> Option<Fix> {
    let missing = &facts.remote.surroundings.missing_helpers;
    if missing.iter().any(|missing| missing.replacement.is_some()) {
        return None;
    }
    let value = facts.remote.surroundings.helper_to_use.clone()?;
    Some(change(
        format!("Keep sign-ins with {value} from now on"),
        Change::AddValue {
            key: "credential.helper".to_owned(),
            value,
        },
    ))
}

/// The setting, its place and what is not there.
pub(super) fn evidence(missing: &MissingHelper) -> String {
    format!(
        "credential.helper = {} ({}): no {}",
        missing.helper.shown(),
        missing.helper.origin,
        missing.program
    )
}

/// Its new name, or out with it; where neither is ours to do, how the person can.
pub(super) fn fix(facts: &Facts<'_>, missing: &MissingHelper) -> Fix {
    let origin = &missing.helper.origin;
    let settings = &facts.remote.surroundings.helper_settings;
    let place = settings.iter().find(|place| place.origin == *origin);
    let name = missing.helper.name();
    let place = place.filter(|_| facts.may_change(origin));
    let Some(place) = place else {
        return advice(format!(
            "Take it out of {origin}, or install it; your own file cannot take back a single setting of that one"
        ));
    };
    match &missing.replacement {
        Some(value) => change(
            format!("Use {value} instead"),
            Change::SetValue {
                key: place.key.clone(),
                value: value.clone(),
                origin: origin.clone(),
            },
        ),
        None => change(
            format!("Remove {name}"),
            Change::RemoveValue {
                key: place.key.clone(),
                origin: origin.clone(),
            },
        ),
    }
}
