//! No answer, or none that can be trusted.

use super::Facts;
use crate::model::{AccessState, Finding, Fix, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    if !facts.is(AccessState::Unreachable) || facts.proxy_refuses() || facts.certificate_fails() {
        return None;
    }
    let words = [&facts.remote.fetch, &facts.remote.push]
        .into_iter()
        .find(|access| access.state == AccessState::Unreachable)
        .and_then(|access| access.server_message.as_deref())
        .unwrap_or("The server gave no answer");
    Some(facts.answered(
        "unreachable",
        Weight::Failure,
        format!("{} cannot be reached", facts.host()),
        format!(
            "{}. This says nothing about your sign-in, and nothing was changed.",
            words.trim_end_matches('.')
        ),
        vec![Fix::CheckAgain],
    ))
}
