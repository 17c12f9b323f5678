//! The program that Git would ask for a password is gone with the editor or session that set it.
//! The cause beneath is that nothing is saved.

use super::Facts;
use super::words::{advice, change};
use crate::model::{AccessState, Change, Finding, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    facts.url()?.realm()?;
    let of_variable = facts.machine.missing_ask_pass.first();
    let is_certain = of_variable.filter(|missing| missing.named_by != "SSH_ASKPASS");
    let missing = is_certain
        .or(facts.remote.surroundings.missing_ask_pass.as_ref())
        .or(of_variable)?;
    let asks = facts.is(AccessState::SignInNeeded) || facts.is(AccessState::Rejected);
    let may_ask = facts.fetch_is(AccessState::NotChecked) && facts.remote.saved.is_empty();
    if !asks && !may_ask {
        return None;
    }
    let mut fixes = match &missing.origin {
        Some(origin) if facts.may_change(origin) => vec![change(
            format!("Remove {}", missing.named_by),
            Change::RemoveValue {
                key: missing.named_by.clone(),
                origin: origin.clone(),
            },
        )],
        Some(origin) => vec![advice(format!("Take {} out of {origin}", missing.named_by))],
        None => vec![advice(format!(
            "Open a new terminal, or run there: unset {}",
            missing.named_by
        ))],
    };
    fixes.extend(facts.renew());
    Some(Finding {
        rule: "stale-askpass",
        title: "The program that Git would ask for a password is gone".to_owned(),
        explanation: format!(
            "{} names it, and was set by an editor or a session that has ended. Git can ask nobody, so it fails \
             where nothing is saved. Saving a token ends that as well.",
            missing.named_by
        ),
        evidence: vec![match &missing.origin {
            Some(origin) => format!(
                "{} = {} ({origin}): not there",
                missing.named_by, missing.program
            ),
            None => format!("{} = {}: not there", missing.named_by, missing.program),
        }],
        fixes,
        weight: match asks {
            true => Weight::Warning,
            false => Weight::Note,
        },
    })
}
