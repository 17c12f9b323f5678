//! Bitbucket Cloud and its new tokens: Git wants another user name than the mail address, and a
//! token that was made without scopes opens nothing. Sources: support.atlassian.com "Using API
//! tokens"; Atlassian community qaa-p/3129221 (the 403), qaq-p/3206463 (the 401); read 2026-11-23.

use super::Facts;
use super::refusal::Cause;
use crate::model::forge::Username;
use crate::model::{Access, AccessState, Change, Finding, Fix, TokenKind, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    if facts.cause()? != Cause::BitbucketToken {
        return None;
    }
    let refused = facts.refused()?;
    if facts.is_wrongly_named(refused) {
        return Some(wrong_name(facts, refused));
    }
    let (title, what) = match refused.state {
        AccessState::Forbidden => (
            "The token lacks a scope".to_owned(),
            "Bitbucket accepts the sign-in, but the token was made without the scopes that Git needs. A token's \
             scopes cannot be changed afterwards, and Git never clears a sign-in on this answer.",
        ),
        _ => (
            "Bitbucket rejects the saved token".to_owned(),
            "Bitbucket gives the same answer to a token that has expired or was revoked, that was made without \
             scopes, and that may not see this workspace.",
        ),
    };
    Some(facts.answered(
        "bb-token-user-or-scope",
        Weight::Failure,
        title,
        format!("{what} {} opens it.", facts.wanted_token()),
        facts.renew(),
    ))
}

fn wrong_name(facts: &Facts<'_>, refused: &Access) -> Finding {
    let sent = refused.username.as_deref().unwrap_or_default();
    let kind = facts
        .kind_sent(refused)
        .unwrap_or(TokenKind::AtlassianApiToken);
    let wanted = match (facts.remote.forge.facts().username)(kind) {
        Username::Fixed(word) | Username::Any(word) => Some(word),
        Username::Own => None,
    };
    let by_url = facts
        .url()
        .is_some_and(|url| url.user.as_deref() == Some(sent));
    let mut fixes = Vec::new();
    if let (true, Some(word)) = (by_url, wanted) {
        fixes.push(Fix::Change {
            words: format!("Put {word} into the URL"),
            change: Change::SetUserName {
                username: Some(word.to_owned()),
            },
        });
    }
    fixes.extend(facts.renew());
    facts.answered(
        "bb-token-user-or-scope",
        Weight::Failure,
        format!("Bitbucket does not know {sent} as a user name for Git"),
        format!(
            "Bitbucket's web interface signs in with the mail address, but Git must send {} beside a token{}. \
             Paste the token again: it is saved under the right name.",
            match wanted {
                Some(word) => format!("`{word}`"),
                None => "your Bitbucket user name".to_owned(),
            },
            if by_url { ", and the remote's URL fixes the wrong one" } else { "" }
        ),
        fixes,
    )
}
