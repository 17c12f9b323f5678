//! Git Credential Manager keeps a second entry for Bitbucket, with which it gets new tokens for the
//! account that was removed (its `BitbucketHostProvider.cs`, 2.6, 2025; issues 613 and 1775).

use super::Facts;
use super::words::change;
use crate::model::{Change, Entry, Finding, Forge, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    let renews = |entry: &&Entry| entry.renews && entry.written_by == Some("manager");
    let leftover = facts.remote.saved.iter().find(renews)?;
    let is_bitbucket = matches!(
        facts.remote.forge,
        Forge::BitbucketCloud | Forge::BitbucketDataCenter
    );
    // Beside its own sign-in, for the same account, it is how things are meant to be.
    let has_its_own = facts.remote.saved.iter().any(|entry| {
        !entry.renews && entry.written_by == Some("manager") && entry.username == leftover.username
    });
    if !is_bitbucket || facts.works() || has_its_own && !facts.fails() {
        return None;
    }
    Some(Finding {
        rule: "bb-oauth-leftover",
        title: "Git Credential Manager can still renew an old Bitbucket sign-in".to_owned(),
        explanation: "It keeps a refresh token beside the sign-in and gets a new token with it, for the old account, \
                      even after the sign-in itself was removed."
            .to_owned(),
        evidence: vec![format!("refresh token for {} in {}", facts.host(), leftover.location)],
        fixes: vec![change(
            "Clear the refresh token",
            Change::ClearEntry {
                entry: Box::new(leftover.clone()),
            },
        )],
        weight: Weight::Warning,
    })
}
