//! The server wants a sign-in, and nothing is saved.

use super::Facts;
use crate::model::{AccessState, Finding, Fix, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    let is_in_the_way = facts.cause().is_some() || facts.only_expired().is_some();
    if !facts.fetch_is(AccessState::SignInNeeded) || is_in_the_way {
        return None;
    }
    let saved = &facts.remote.saved;
    let readable = saved.iter().any(|entry| !entry.locked);
    // That the keyring is locked says why already.
    if !saved.is_empty() && !readable {
        return None;
    }
    let (title, what) = if readable {
        let why = match facts.read_by_helpers().next() {
            Some(_) => "What is saved cannot be read without a dialog, so it was not sent.",
            None => {
                "No helper that is set up here reads what is saved, so Git does not come upon it."
            }
        };
        (
            format!("No saved sign-in for {} could be tried", facts.host()),
            why.to_owned(),
        )
    } else {
        (
            format!("Nothing is saved for {}", facts.host()),
            "Git will ask for a sign-in the next time.".to_owned(),
        )
    };
    let mut fixes = vec![Fix::PasteNewToken];
    fixes.extend(facts.token_page());
    Some(facts.answered(
        "no-answer",
        Weight::Note,
        title,
        format!("{what} {} opens it again.", facts.wanted_token()),
        fixes,
    ))
}
