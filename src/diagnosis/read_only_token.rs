//! The account may, but its token may not: it lacks a permission, or leaves out the repository.
//! Words: GitHub's of 2024 to 2026, GitLab's of `lib/gitlab/git_access.rb`.

use super::Facts;
use super::refusal::Cause;
use super::words::advice;
use crate::model::forge::Meaning;
use crate::model::{Finding, Fix, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    if facts.cause()? != Cause::Token {
        return None;
    }
    let refused = facts.refused()?;
    let meaning = facts.meaning(refused);
    let (title, what, advices) = match meaning {
        Some(Meaning::ClassicForbidden) => classic_forbidden(),
        Some(Meaning::LivesTooLong) => policy(),
        _ if facts.remote.fetch.works() => read_only(facts.account(refused), meaning),
        _ => left_out(),
    };
    // Of an archive, no token opens anything.
    let mut fixes = Vec::new();
    if meaning != Some(Meaning::Archived) {
        fixes.push(Fix::PasteNewToken);
        fixes.extend(facts.token_page());
    }
    fixes.extend(advices.into_iter().map(advice));
    let weight = match facts.remote.fetch.works() {
        true => Weight::Warning,
        false => Weight::Failure,
    };
    let new = facts.wanted_token();
    let explanation = match meaning {
        Some(Meaning::Archived | Meaning::RoleMayNotPush) => what,
        None if facts.remote.fetch.works() => format!("{what} {new} opens it in the first case."),
        _ => format!("{what} {new} opens it."),
    };
    Some(facts.answered("read-only-token", weight, title, explanation, fixes))
}

type Told = (String, String, Vec<&'static str>);

fn classic_forbidden() -> Told {
    (
        "The organisation forbids classic tokens".to_owned(),
        "The sign-in is valid, but the organisation that owns this repository lets in no personal access tokens of \
         the classic kind (`ghp_…`). A fine-grained one is needed."
            .to_owned(),
        vec!["Choose the organisation as the resource owner of the new token"],
    )
}

fn policy() -> Told {
    (
        "The organisation's rules forbid this token".to_owned(),
        "The sign-in is valid, but the organisation limits how long a token may live, and this one may live longer. \
         Give the new token an earlier end."
            .to_owned(),
        vec!["Read the server's sentence: it names the longest lifetime"],
    )
}

fn read_only(account: Option<&str>, meaning: Option<Meaning>) -> Told {
    let who = match account {
        Some(username) => {
            format!("The sign-in of {username} may read this repository but not write to it.")
        }
        None => "This sign-in may read the repository but not write to it.".to_owned(),
    };
    let (why, what_to_do) = match meaning {
        Some(Meaning::Archived) => (
            "The repository is archived, so nobody may.",
            "Ask an owner to take the repository out of the archive",
        ),
        Some(Meaning::TokenMayNot) => (
            "The token was made for reading.",
            "Ask an owner of the repository for write access, if you have none",
        ),
        Some(Meaning::RoleMayNotPush) => (
            "The account's role there is too low, whatever the token.",
            "Ask an owner of the repository for write access",
        ),
        _ => (
            "Either the token was made for reading, or the account has no write access.",
            "In the second case, ask an owner of the repository for write access",
        ),
    };
    (
        "You can fetch but not push".to_owned(),
        format!("{who} {why}"),
        vec![what_to_do],
    )
}

fn left_out() -> Told {
    (
        "The token does not include this repository".to_owned(),
        "The sign-in is valid, but the token was made for other repositories, without the right to their contents, \
         or waits for an owner of the organisation to approve it."
            .to_owned(),
        vec!["Ask an owner of the organisation whether the token waits for approval"],
    )
}
