//! Bitbucket switched its app passwords off on 2026-07-28 (Atlassian community, ba-p/3237429).
//! Git keeps one for ever, because the answer is 410 and Git forgets only on 401.

use super::Facts;
use crate::model::{AccessState, Finding, Forge, TokenKind, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    let says_so = [&facts.remote.fetch, &facts.remote.push]
        .iter()
        .any(|access| {
            let message = access.server_message.as_deref().unwrap_or_default();
            message.contains("App passwords") || message.contains("CHANGE-3222")
        });
    let on_bitbucket = facts.remote.forge == Forge::BitbucketCloud;
    let saved = facts.saved_of_kind(TokenKind::BitbucketAppPassword);
    if !(says_so || on_bitbucket && (saved.is_some() || facts.is(AccessState::Gone))) {
        return None;
    }
    let place = saved.map_or(String::new(), |entry| {
        format!(" saved in {}", entry.location)
    });
    let answer = match facts.remote.fetch.http_status {
        Some(status @ 400..) => {
            format!(" and answers {status}; Git never clears a sign-in on that answer")
        }
        _ => String::new(),
    };
    let wanted = match on_bitbucket {
        true => facts.wanted_token(),
        false => "A new token".to_owned(),
    };
    Some(facts.answered(
        "bb-app-password",
        Weight::Failure,
        "Bitbucket no longer accepts app passwords".to_owned(),
        format!(
            "Git keeps sending an app password{place}. Bitbucket switched them off on 28 July 2026{answer}. \
             {wanted} replaces it."
        ),
        facts.renew(),
    ))
}
