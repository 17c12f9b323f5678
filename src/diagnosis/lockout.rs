//! The server holds back: too many requests, or a CAPTCHA to be solved.

use super::{Facts, words::advice};
use crate::model::{AccessState, Finding, Fix, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    let message = facts
        .remote
        .fetch
        .server_message
        .as_deref()
        .unwrap_or_default();
    if message.contains("CAPTCHA") {
        return Some(facts.answered(
            "lockout",
            Weight::Failure,
            format!("{} wants a CAPTCHA solved first", facts.forge_name()),
            "After several failed sign-ins the server locks the account for Git, even for the right \
             password, until you sign in once in the browser."
                .to_owned(),
            vec![advice("Sign in in the browser and solve the CAPTCHA"), Fix::CheckAgain],
        ));
    }
    if !facts.is(AccessState::RateLimited) {
        return None;
    }
    let wait = match facts.remote.fetch.retry_after {
        Some(wait) => format!("Try again in {} seconds.", wait.as_secs()),
        None => "Try again in a few minutes.".to_owned(),
    };
    Some(facts.answered(
        "lockout",
        Weight::Failure,
        format!("{} asks to wait", facts.forge_name()),
        format!("The server answers that there were too many requests. This says nothing about your sign-in. {wait}"),
        vec![Fix::CheckAgain],
    ))
}
