//! The server refused the credential itself, or it has expired and Git sends it no more.

use std::time::Duration;

use super::Facts;
use super::refusal::{Cause, says};
use crate::model::forge::Meaning;
use crate::model::machine::Date;
use crate::model::masked::shown_name;
use crate::model::{Finding, TokenKind, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    refused(facts).or_else(|| passed_over(facts))
}

/// What helpers keep for this server came with an end, which has passed.
fn passed_over(facts: &Facts<'_>) -> Option<Finding> {
    if facts.works() || facts.refused().is_some() {
        return None;
    }
    let first = facts.only_expired()?;
    let Date { year, month, day } = Date::of_unix_time(Duration::from_secs(first.expires?));
    let whose = match &first.username {
        Some(username) => format!("The saved sign-in of {}", shown_name(username)),
        None => "The saved sign-in".to_owned(),
    };
    Some(facts.answered(
        "token-expired",
        facts.weight_in_the_way(),
        format!("{whose} has expired"),
        format!(
            "It was saved in {} with an end, {year}-{month:02}-{day:02}, which has passed. Git does not send it any \
             more, and it was not sent now. {} replaces it.",
            first.location,
            facts.wanted_token()
        ),
        facts.renew(),
    ))
}

fn refused(facts: &Facts<'_>) -> Option<Finding> {
    if facts.cause()? != Cause::Expired {
        return None;
    }
    let access = facts.refused()?;
    let forge = facts.forge_name();
    let whose = match &access.username {
        Some(username) => format!("the saved sign-in of {}", shown_name(username)),
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
