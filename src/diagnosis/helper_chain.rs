//! More than one helper keeps sign-ins for the URL: the first answers, all are told to store, so an
//! old one lives on beside the new.

use super::Facts;
use super::words::advice;
use crate::model::{Finding, HelperInForce, finding::Weight};

/// Helpers that answer from what they or their program keep. A cache before another helper is a
/// usual pair, and so is one that makes new sign-ins behind it.
const ANSWERING: &[&str] = &[
    "gh",
    "glab",
    "gnome-keyring",
    "libsecret",
    "locksmith",
    "manager",
    "manager-core",
    "osxkeychain",
    "store",
    "wincred",
];

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    let is_missing = |helper: &HelperInForce| {
        let mut missing = facts.remote.surroundings.missing_helpers.iter();
        missing.any(|missing| missing.helper == *helper)
    };
    let answering: Vec<&HelperInForce> = facts
        .remote
        .settings
        .own_helpers()
        .filter(|helper| ANSWERING.contains(&helper.name()) && !is_missing(helper))
        .collect();
    let [first, others @ ..] = answering.as_slice() else {
        return None;
    };
    let all_the_same = others.iter().all(|other| other.value == first.value);
    let second = others.first()?;
    let settings = &facts.remote.surroundings.helper_settings;
    let mut fixes: Vec<_> = others
        .iter()
        .filter_map(|helper| {
            let place = settings
                .iter()
                .find(|place| place.origin == helper.origin)?;
            facts.remove(place, format!("Remove {}", helper.name()))
        })
        .collect();
    if fixes.is_empty() {
        fixes.push(advice(format!(
            "Remove all but one, or begin your own list with an empty `credential.helper` in ~/.gitconfig, so that {} does not count",
            first.origin
        )));
    }
    Some(Finding {
        rule: "helper-chain",
        title: match all_the_same {
            true => format!("The credential helper {} is set up twice", first.name()),
            false => format!(
                "{} credential helpers answer: {} first, then {}",
                if others.len() == 1 { "Two" } else { "Several" },
                first.name(),
                second.name()
            ),
        },
        explanation: match all_the_same {
            true => "Git asks it twice and tells it twice what to keep. Once is enough.".to_owned(),
            false => format!(
                "Git takes the first answer and tells all of them what to keep. A sign-in that was replaced in `{}` can live on in `{}`.",
                second.name(),
                first.name()
            ),
        },
        evidence: answering
            .iter()
            .map(|helper| format!("credential.helper = {} ({})", helper.shown(), helper.origin))
            .collect(),
        fixes,
        weight: match facts.cause().is_some() && !all_the_same {
            true => Weight::Warning,
            false => Weight::Note,
        },
    })
}
