//! GitLab's "HTTP Basic: Access denied", one sentence for six reasons (docs.gitlab.com "Two-factor
//! authentication troubleshooting"; `lib/gitlab/auth.rb`; read 2026-11-23).

use super::Facts;
use super::refusal::Cause;
use super::words::whose;
use crate::model::{Finding, TokenKind, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    if facts.cause()? != Cause::GitLabBasic {
        return None;
    }
    let refused = facts.refused()?;
    let whose = whose(refused);
    let (title, what) = match facts.kind_sent(refused) {
        Some(TokenKind::GitLabToken) => (
            "GitLab rejects the saved token",
            format!(
                "The token{whose} has expired (GitLab lets none live longer than a year), was revoked, or lacks the \
                 scope. The user name beside it does not matter."
            ),
        ),
        Some(TokenKind::GitLabDeployToken) => (
            "GitLab rejects the saved deploy token",
            format!(
                "The deploy token{whose} was revoked or has expired, or it stands beside another user name than its \
                 own, which GitLab insists on."
            ),
        ),
        Some(TokenKind::GitLabJobToken) => (
            "GitLab rejects the saved job token",
            format!("The token{whose} ended with the job that it was made for."),
        ),
        _ => (
            "GitLab rejects the saved sign-in",
            format!(
                "What is saved{whose} is wrong or has expired, or it is the account's password, which GitLab does \
                 not take for Git where two-factor or single sign-on is in use."
            ),
        ),
    };
    Some(facts.answered(
        "gitlab-basic",
        Weight::Failure,
        title.to_owned(),
        format!("{what} {} replaces it.", facts.wanted_token()),
        facts.renew(),
    ))
}
