//! The sign-in is good, but there is no such repository for it.

use super::{Facts, words::advice};
use crate::model::{AccessState, Finding, Fix, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    if !facts.fetch_is(AccessState::NotFound) {
        return None;
    }
    let who = match &facts.remote.fetch.username {
        Some(username) => format!(
            "The server accepted the sign-in of {username} but shows it no such repository."
        ),
        None => "The server says that there is no such repository.".to_owned(),
    };
    Some(facts.answered(
        "not-found-404",
        Weight::Failure,
        "The server does not find this repository".to_owned(),
        format!(
            "{who} Either the URL is misspelt, the repository was renamed or deleted, or it belongs to \
             another account. Git never clears a sign-in on this answer."
        ),
        vec![
            advice("Compare the URL with the one on the repository's web page"),
            Fix::PasteNewToken,
            Fix::ClearSavedSignIn,
        ],
    ))
}
