//! The server wants a sign-in, and nothing is saved.

use super::Facts;
use crate::model::{AccessState, Finding, Fix, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    if !facts.fetch_is(AccessState::SignInNeeded) || facts.cause().is_some() {
        return None;
    }
    let readable = facts.remote.saved.iter().any(|entry| !entry.locked);
    let (title, what) = if readable {
        (
            format!("No saved sign-in for {} could be tried", facts.host()),
            "What is saved cannot be read without a dialog, so it was not sent.".to_owned(),
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
