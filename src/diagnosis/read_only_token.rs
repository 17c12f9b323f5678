//! The account may, but its token may not: it lacks a permission, or leaves out the repository.
//! Words: GitHub's of 2024 to 2026, GitLab's of `lib/gitlab/git_access.rb`.

use super::Facts;
use super::refusal::{Cause, says};
use super::words::advice;
use crate::model::{Access, Finding, Fix, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    if facts.cause()? != Cause::Token {
        return None;
    }
    let refused = facts.refused()?;
    let (title, what, advices) = match () {
        () if says(refused, "(classic) are forbidden") => classic_forbidden(),
        () if says(refused, "forbids access via a") => policy(),
        () if facts.remote.fetch.works() => read_only(refused),
        () => left_out(),
    };
    let mut fixes = vec![Fix::PasteNewToken];
    fixes.extend(facts.token_page());
    fixes.extend(advices.into_iter().map(advice));
    let weight = match facts.remote.fetch.works() {
        true => Weight::Warning,
        false => Weight::Failure,
    };
    let explanation = format!("{what} {} opens it.", facts.wanted_token());
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

fn read_only(refused: &Access) -> Told {
    let who = match &refused.username {
        Some(username) => {
            format!("The sign-in of {username} may read this repository but not write to it.")
        }
        None => "This sign-in may read the repository but not write to it.".to_owned(),
    };
    let archived = says(refused, "archived");
    (
        "You can fetch but not push".to_owned(),
        format!("{who} Either the token was made for reading, or the account has no write access."),
        match archived {
            true => vec!["The repository is archived: ask an owner to take it out of the archive"],
            false => vec!["Ask an owner of the repository for write access"],
        },
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
