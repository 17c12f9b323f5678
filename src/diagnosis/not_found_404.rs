//! The sign-in is good, but there is no such repository for it.

use super::{
    Facts,
    words::{advice, switch_to},
};
use crate::model::{AccessState, Finding, Fix, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    if !facts.fetch_is(AccessState::NotFound) {
        return None;
    }
    let sent = facts.remote.fetch.username.as_deref();
    let who = match facts.account(&facts.remote.fetch) {
        None if sent.is_some() => {
            "The server accepted the token but shows it no such repository.".to_owned()
        }
        Some(username) => format!(
            "The server accepted the sign-in of {username} but shows it no such repository."
        ),
        None => "The server says that there is no such repository.".to_owned(),
    };
    let others = facts.other_accounts(sent);
    let known = match others.as_slice() {
        [] => String::new(),
        names => format!(
            " Saved for this host as well: {}, who may see more.",
            names.join(", ")
        ),
    };
    let mut fixes = switch_to(&others);
    fixes.push(advice(
        "Compare the URL with the one on the repository's web page",
    ));
    fixes.push(Fix::PasteNewToken);
    fixes.extend(facts.clear());
    Some(facts.answered(
        "not-found-404",
        Weight::Failure,
        "The server does not find this repository".to_owned(),
        format!(
            "{who} Either the URL is misspelt, the repository was renamed or deleted, or it belongs to another \
             account.{known} Git never clears a sign-in on this answer."
        ),
        fixes,
    ))
}
