//! An organisation on GitHub that lets in only what was authorised for its single sign-on.
//! Words: docs.github.com "About authentication with SAML single sign-on"; desktop/desktop#9055;
//! read 2026-11-23.

use super::Facts;
use super::refusal::{Cause, says};
use super::words::advice;
use crate::model::{Access, Finding, Fix, RemoteUrl, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    if facts.cause()? != Cause::Sso {
        return None;
    }
    let refused = facts.refused()?;
    let organisation = organisation(refused);
    let name = organisation.unwrap_or("the organisation");
    let by_app = says(refused, "re-authorize the oauth application") || says(refused, "github app");
    let mut fixes = Vec::new();
    if let Some(url) = page(facts, refused) {
        fixes.push(Fix::OpenPage {
            words: format!("Authorise for {name}"),
            url,
        });
    }
    if by_app {
        fixes.push(advice(format!(
            "Sign in again with the program that made this sign-in, and authorise it for {name} on the way"
        )));
    } else if let Some(url) = facts.remote.forge.revoke_page_for(facts.url()?) {
        fixes.push(Fix::OpenPage {
            words: "Open your tokens (Configure SSO)".to_owned(),
            url,
        });
    }
    fixes.push(Fix::CheckAgain);
    fixes.push(Fix::PasteNewToken);
    Some(facts.answered(
        "saml-sso",
        Weight::Failure,
        format!("{name} wants this sign-in authorised for its single sign-on"),
        format!(
            "The sign-in is valid, but {name} lets in only what was authorised there. Authorise it on the page that \
             opens, then check again; there is no need for a new token."
        ),
        fixes,
    ))
}

/// ``The `ORG' organization has enabled or enforced SAML SSO.``
fn organisation(refused: &Access) -> Option<&str> {
    let message = refused.server_message.as_deref()?;
    let (before, _) = message.split_once(" organization has enabled")?;
    let name = before.trim_end_matches(['\'', '`', '"', '’']);
    let start = name
        .rfind(['\'', '`', '"', '‘', ' '])
        .map_or(0, |at| at + 1);
    let name = name.get(start..)?;
    (!name.is_empty()).then_some(name)
}

/// The page that the server names, if it is on the same host and cannot be read on the way.
fn page(facts: &Facts<'_>, refused: &Access) -> Option<String> {
    let message = refused.server_message.as_deref()?;
    let address = message
        .split_whitespace()
        .find(|word| word.starts_with("https://"))?
        .trim_end_matches(['.', ',']);
    let url = RemoteUrl::parse(address.as_bytes());
    let same_place = url.realm()?.same_server(&facts.url()?.realm()?);
    (same_place && url.user.is_none() && !url.holds_secret()).then(|| address.to_owned())
}
