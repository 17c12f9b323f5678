//! No answer, or none that can be trusted.

use super::Facts;
use crate::model::{AccessState, Finding, Fix, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    if !facts.is(AccessState::Unreachable) {
        return None;
    }
    Some(facts.answered(
        "unreachable",
        Weight::Failure,
        format!("{} cannot be reached", facts.host()),
        format!(
                "{}. This says nothing about your sign-in, and nothing was changed.",
                facts
                    .remote
                    .fetch
                    .server_message
                    .as_deref()
                    .unwrap_or("The server gave no answer")
                    .trim_end_matches('.')
            ),
        vec![Fix::CheckAgain],
    ))
}
