//! Bitbucket switched its app passwords off on 2026-07-28 (Atlassian community, ba-p/3237429).
//! Git keeps one for ever, because the answer is 410 and Git forgets only on 401.

use super::Facts;
use crate::model::machine::Date;
use crate::model::{Finding, Forge, TokenKind, finding::Weight};

const THE_END: Date = Date {
    year: 2026,
    month: 7,
    day: 28,
};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    if !facts.app_password_is_in_the_way() {
        return None;
    }
    let on_bitbucket = facts.remote.forge == Forge::BitbucketCloud;
    let saved = facts.saved_of_kind(TokenKind::BitbucketAppPassword);
    let place = saved.map_or(String::new(), |entry| {
        format!(" saved in {}", entry.location)
    });
    let wanted = match on_bitbucket {
        true => facts.wanted_token(),
        false => "A new token".to_owned(),
    };
    if still_accepted(facts) {
        return Some(facts.answered(
            "bb-app-password",
            Weight::Warning,
            "Bitbucket stops accepting app passwords on 28 July 2026".to_owned(),
            format!("Git sends an app password{place}. {wanted} replaces it; create one before that day."),
            facts.renew(),
        ));
    }
    let answer = match facts.refused().and_then(|access| access.http_status) {
        // The one answer that Git forgets a sign-in on.
        Some(401) => " and answers 401".to_owned(),
        Some(status) => {
            format!(" and answers {status}; Git never clears a sign-in on that answer")
        }
        None => String::new(),
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

/// Before the last day, and not refused yet. A clock that was not read says nothing.
fn still_accepted(facts: &Facts<'_>) -> bool {
    let today = facts.machine.today;
    today != Date::default() && today < THE_END && facts.refused().is_none()
}
