//! An account's password at GitHub, which takes none for Git since 2021-08-13 (github.blog).

use super::Facts;
use super::refusal::Cause;
use super::words::whose;
use crate::model::{Finding, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    if facts.cause()? != Cause::GitHubPassword {
        return None;
    }
    let whose = whose(facts.refused()?);
    Some(facts.answered(
        "gh-password",
        Weight::Failure,
        format!("{} takes no passwords for Git", facts.forge_name()),
        format!(
            "What is saved{whose} is the account's password, and not a token. GitHub switched passwords off for Git \
             on 13 August 2021. {} replaces it.",
            facts.wanted_token()
        ),
        facts.renew(),
    ))
}
