//! A password or token stands in the URL, where every program and every log sees it.

use super::{Facts, words::advice};
use crate::model::{Change, Finding, Fix, RemoteUrl, finding::Weight};

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
        fixes: fixes(facts),
        weight: Weight::Warning,
    })
}

/// Where a helper is configured the secret can be saved with it; else there is no place for it yet.
fn fixes(facts: &Facts<'_>) -> Vec<Fix> {
    let take_out = advice(format!(
        "Take it out yourself: git remote set-url {} <the URL without the password>, then paste a new token here",
        facts.remote.name
    ));
    let move_it = Fix::Change {
        words: "Move it out of the URL and save it".to_owned(),
        change: Change::MoveSecretIntoStore,
    };
    match facts.remote.settings.own_helpers().next() {
        Some(_) => vec![move_it, take_out],
        None => vec![take_out],
    }
}
