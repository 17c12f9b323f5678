//! Bitbucket switched its app passwords off on 2026-07-28 (Atlassian community, ba-p/3237429).
//! Git keeps one for ever, because the answer is 410 and Git forgets only on 401.

use super::Facts;
use crate::model::{Finding, Forge, TokenKind, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    if !facts.app_password_is_in_the_way() {
        return None;
    }
    let on_bitbucket = facts.remote.forge == Forge::BitbucketCloud;
    let saved = facts.saved_of_kind(TokenKind::BitbucketAppPassword);
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
