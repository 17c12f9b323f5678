//! The server refused the credential itself.

use super::Facts;
use crate::model::{AccessState, Finding, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    // Then it is known better why, and "it has expired" would be a second, wrong reason.
    if facts.app_password_is_in_the_way() {
        return None;
    }
    let access = [&facts.remote.fetch, &facts.remote.push]
        .into_iter()
        .find(|access| matches!(access.state, AccessState::Rejected | AccessState::Gone))?;
    let whose = match &access.username {
        Some(username) => format!("the saved sign-in of {username}"),
        None => "the saved sign-in".to_owned(),
    };
    let how = if access.inferred {
        format!(
            "{} refused {whose} before, and it has not changed since, so it was not sent again.",
            facts.forge_name()
        )
    } else {
        format!("{} refused {whose}.", facts.forge_name())
    };
    Some(facts.answered(
        "token-expired",
        Weight::Failure,
        format!("{} rejects the saved sign-in", facts.forge_name()),
        format!(
            "{how} It has expired, was revoked, or is an old password. {} replaces it.",
            facts.wanted_token()
        ),
        facts.renew(),
    ))
}
