//! Something answered that is no Git server.

use super::{Facts, words::advice};
use crate::model::{AccessState, Finding, Fix, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    if !facts.is(AccessState::NotGit) {
        return None;
    }
    Some(facts.answered(
        "not-git",
        Weight::Failure,
        "A web page answered instead of a Git server".to_owned(),
        "This is what a network's login page, a proxy's warning or a host's sign-in page looks like. \
         It says nothing about your sign-in, and nothing was sent to it."
            .to_owned(),
        vec![advice("Open any web page in the browser to see whether this network wants a login"), Fix::CheckAgain],
    ))
}
