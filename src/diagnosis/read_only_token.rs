//! Fetch works, push does not.

use super::{Facts, words::advice};
use crate::model::{AccessState, Finding, Fix, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    let push = &facts.remote.push;
    if !facts.remote.fetch.works() || push.state != AccessState::Forbidden {
        return None;
    }
    let who = match &push.username {
        Some(username) => {
            format!("The sign-in of {username} may read this repository but not write to it.")
        }
        None => "This sign-in may read the repository but not write to it.".to_owned(),
    };
    let mut fixes = vec![Fix::PasteNewToken];
    fixes.extend(facts.token_page());
    fixes.push(advice("Ask an owner of the repository for write access"));
    Some(facts.answered(
        "read-only-token",
        Weight::Warning,
        "You can fetch but not push".to_owned(),
        format!(
            "{who} {}, or write access for your account, lets you push.",
            facts.wanted_token()
        ),
        fixes,
    ))
}
