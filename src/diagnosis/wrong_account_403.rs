//! The sign-in is good, but this account may not come in.

use super::{Facts, words::advice};
use crate::model::{AccessState, Finding, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    if !facts.fetch_is(AccessState::Forbidden) {
        return None;
    }
    let message = facts
        .remote
        .fetch
        .server_message
        .as_deref()
        .unwrap_or_default();
    // GitHub: "Permission to OWNER/REPO.git denied to USER."
    let denied = message
        .split_once("denied to ")
        .map(|(_, user)| user.trim_end_matches(['.', ' ']));
    let who = denied
        .or(facts.remote.fetch.username.as_deref())
        .unwrap_or("this account");
    let mut fixes = facts.renew();
    fixes.push(advice("Ask an owner of the repository for access"));
    Some(facts.answered(
        "wrong-account-403",
        Weight::Failure,
        format!("{} knows {who} but does not let it in", facts.forge_name()),
        format!(
            "The sign-in is valid, but not for this repository: another account is needed, or the token lacks a \
             scope. Git never clears a sign-in on this answer. {} of the right account opens it.",
            facts.wanted_token()
        ),
        fixes,
    ))
}
