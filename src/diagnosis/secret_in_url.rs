//! A password or token stands in the URL, where every program and every log sees it.

use super::{Facts, words::advice};
use crate::model::{Finding, RemoteUrl, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    let url = facts
        .remote
        .urls()
        .find(|url| RemoteUrl::holds_secret(url))?;
    Some(Finding {
        rule: "secret-in-url",
        title: "A password or token is written into the URL".to_owned(),
        explanation: "Git uses it before any saved sign-in, so clearing saved sign-ins does not change it, and \
                      `git remote -v` shows it to everyone."
            .to_owned(),
        evidence: vec![url.to_string()],
        fixes: vec![advice(format!(
            "Take it out: git remote set-url {} <the URL without user and password>, then paste a new token here",
            facts.remote.name
        ))],
        weight: Weight::Warning,
    })
}
