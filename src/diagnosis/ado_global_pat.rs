//! Azure DevOps ends tokens that are for all organisations on 2026-12-01; new ones have not been
//! possible since 2026-03-15 (Microsoft, Azure DevOps blog, 2025-12-12). Which token is one cannot
//! be seen from outside.

use super::Facts;
use super::words::{advice, change};
use crate::model::machine::Date;
use crate::model::{AccessState, Change, Entry, Finding, Fix, Forge, TokenKind, finding::Weight};

const END: Date = Date {
    year: 2026,
    month: 12,
    day: 1,
};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    if facts.remote.forge != Forge::AzureDevOps {
        return None;
    }
    // Tokens of Git Credential Manager's own login are renewed and are no personal access tokens.
    let may_be = |entry: &&Entry| {
        entry.kind == Some(TokenKind::AzureDevOpsToken) && entry.path.is_none() && !entry.renews
    };
    let token = facts.remote.saved.iter().find(may_be)?;
    let has_ended = facts.machine.today >= END;
    let rejected = facts.is(AccessState::Rejected);
    let organisations = facts.remote.surroundings.azure_organisations;
    let weight = match (has_ended, rejected) {
        (true, true) => Weight::Failure,
        (true, false) => return None,
        (false, _) if organisations > 1 => Weight::Warning,
        (false, _) => Weight::Note,
    };
    let mut fixes = facts.renew();
    fixes.extend(one_each(facts));
    fixes.push(advice(
        "A token for one organisation, or the sign-in of Git Credential Manager, goes on working",
    ));
    Some(Finding {
        rule: "ado-global-pat",
        title: match has_ended {
            true => "Azure DevOps no longer accepts tokens for all organisations",
            false => "Azure DevOps ends tokens for all organisations on 1 December 2026",
        }
        .to_owned(),
        explanation: match has_ended {
            true => "It ended them on 1 December 2026, and refused the saved token. If that one was made for all \
                     accessible organisations, this is why.",
            false => "The saved token may be one of them: whether it was made for all accessible organisations is \
                      shown on its page. If so it stops working on that day.",
        }
        .to_owned(),
        evidence: evidence(token, organisations),
        fixes,
        weight,
    })
}

fn evidence(token: &Entry, organisations: usize) -> Vec<String> {
    let mut evidence = vec![format!("a personal access token in {}", token.location)];
    if organisations > 1 {
        evidence.push(format!("{organisations} organisations are used here"));
    }
    evidence
}

/// With the path Git tells organisations apart, so that each can have a token of its own.
fn one_each(facts: &Facts<'_>) -> Option<Fix> {
    let realm = facts.url()?.realm()?;
    (!facts.remote.settings.use_http_path).then(|| {
        change(
            "Keep one token per organisation",
            Change::AddValue {
                key: format!("credential.{realm}.useHttpPath"),
                value: "true".to_owned(),
            },
        )
    })
}
