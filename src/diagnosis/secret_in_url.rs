//! A password or token stands in the URL, where every program and every log sees it.

use super::Facts;
use super::words::{advice, change, quoted};
use crate::model::{Change, Finding, RemoteUrl, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    let mut urls = facts.remote.urls();
    let url = urls.find(|url| RemoteUrl::holds_secret(url))?;
    let rewrites = &facts.remote.surroundings.secret_rewrites;
    let mut evidence = vec![url.to_string()];
    for rewrite in rewrites {
        evidence.push(format!("{} ({})", rewrite.key, rewrite.origin));
    }
    let take_out = advice(match rewrites.first() {
        Some(rewrite) => format!(
            "Take it out of {}, where a rewrite of URLs holds it, then paste a new token here",
            rewrite.origin
        ),
        None => format!(
            "Take it out yourself: git remote set-url {} <the URL without the password>, then paste a new token here",
            quoted(&facts.remote.name)
        ),
    });
    // Without a helper there is no place for it yet.
    let has_place = url.realm().is_some() && facts.remote.settings.own_helpers().next().is_some();
    let mut fixes = match has_place {
        true => vec![change(
            "Move it out of the URL and save it",
            Change::MoveSecretIntoStore,
        )],
        false => Vec::new(),
    };
    fixes.push(take_out);
    Some(Finding {
        rule: "secret-in-url",
        title: "A password or token is written into the URL".to_owned(),
        explanation: "Git uses it before any saved sign-in, so clearing saved sign-ins does not change it, and \
                      `git remote -v` shows it to everyone. Whoever saw it may have kept it, so revoke it at the host afterwards."
            .to_owned(),
        evidence,
        fixes,
        weight: Weight::Warning,
    })
}
