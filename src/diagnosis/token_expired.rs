//! The server refused the credential itself.

use super::Facts;
use super::refusal::{Cause, says};
use crate::model::forge::Meaning;
use crate::model::{Finding, TokenKind, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    if facts.cause()? != Cause::Expired {
        return None;
    }
    let access = facts.refused()?;
    let forge = facts.forge_name();
    let whose = match &access.username {
        Some(username) => format!("the saved sign-in of {username}"),
        None => "the saved sign-in".to_owned(),
    };
    let how = if access.inferred {
        format!(
            "{forge} refused {whose} before, and it has not changed since, so it was not sent again."
        )
    } else {
        format!("{forge} refused {whose}.")
    };
    let no_passwords = facts.meaning(access) == Some(Meaning::NoPasswords);
    let why = match facts.kind_sent(access) {
        _ if says(access, "has expired") => "It has expired.",
        Some(TokenKind::Unknown) | None if no_passwords => {
            "It is a password, and this server takes only tokens for Git."
        }
        Some(kind) if kind.is_certain() => "It has expired or was revoked.",
        _ => "It has expired, was revoked, or is an old password.",
    };
    Some(facts.answered(
        "token-expired",
        Weight::Failure,
        format!("{forge} rejects the saved sign-in"),
        format!("{how} {why} {} replaces it.", facts.wanted_token()),
        facts.renew(),
    ))
}
