//! What is saved for this host is a token of another: it opens nothing here, and was not sent.

use super::Facts;
use crate::model::{AccessState, Finding, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    let held_back = [&facts.remote.fetch, &facts.remote.push]
        .into_iter()
        .any(|access| access.state == AccessState::NotChecked && access.server_message.is_some());
    if !held_back || facts.remote.push.works() {
        return None;
    }
    let forge = facts.remote.forge;
    let kind = facts
        .remote
        .saved
        .iter()
        .filter_map(|entry| entry.kind)
        .find(|kind| kind.is_foreign_to(forge))?;
    Some(facts.answered(
        "foreign-token",
        Weight::Failure,
        format!("What is saved for {} is a token of another host", facts.host()),
        format!(
            "It is a {}, which {} does not know. Git would show it to a server that it was not made for, so it was \
             not sent here. {} opens this one.",
            kind.words(),
            facts.forge_name(),
            facts.wanted_token()
        ),
        facts.renew(),
    ))
}
