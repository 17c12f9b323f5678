//! Something signs in before any saved sign-in is looked at: a header, a netrc login, a variable.

use super::Facts;
use super::words::{advice, change};
use crate::model::{Change, Entry, Finding, Fix, Forge, StoreKind, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    facts.url()?.realm()?;
    by_header(facts)
        .or_else(|| by_netrc(facts))
        .or_else(|| by_variable(facts))
}

/// `actions/checkout` leaves one behind where its last step did not run (its issue 2299, 2025).
fn by_header(facts: &Facts<'_>) -> Option<Finding> {
    let headers = &facts.remote.surroundings.authorization_headers;
    let first = headers.first()?;
    let mut fixes: Vec<Fix> = headers
        .iter()
        .filter_map(|place| facts.remove(place, format!("Remove the header from {}", place.origin)))
        .collect();
    if fixes.is_empty() {
        let origin = &first.origin;
        fixes.push(advice(format!("Remove the header from {origin}")));
    }
    Some(Finding {
        rule: "shadowed",
        title: "A header in the configuration signs in instead of your saved sign-in".to_owned(),
        explanation: "Git sends this `Authorization` header with each request, whatever is saved. When its token \
                      expires, no new sign-in helps; when one is sent beside it, some servers answer 400."
            .to_owned(),
        evidence: headers
            .iter()
            .map(|place| format!("{} = ••• ({})", place.key, place.origin))
            .collect(),
        fixes,
        weight: facts.weight_in_the_way(),
    })
}

/// A netrc login alone is how some people sign in on purpose.
fn by_netrc(facts: &Facts<'_>) -> Option<Finding> {
    let is_netrc = |entry: &&Entry| entry.store == StoreKind::Netrc;
    let login = facts.remote.saved.iter().find(is_netrc)?;
    let has_others = facts.remote.saved.iter().any(|entry| !is_netrc(&entry));
    if facts.works() || !has_others && !facts.fails() {
        return None;
    }
    let host = facts.host();
    Some(Finding {
        rule: "shadowed",
        title: format!("{} signs in before your saved sign-in", login.location),
        explanation: format!(
            "It has a login for {host}, which Git sends before it asks any helper. A new token that a helper keeps \
             is used only after the server refused this one."
        ),
        evidence: vec![format!("machine {host} in {}", login.location)],
        fixes: vec![change(
            format!("Remove the login from {}", login.location),
            Change::RemoveNetrcLogin {
                entry: Box::new(login.clone()),
            },
        )],
        weight: match facts.fails() {
            true => Weight::Warning,
            false => Weight::Note,
        },
    })
}

/// `gh` and `glab` answer Git with the variable's token and not with the one of their own login
/// (`gh help environment`, 2.60, 2024; `glab` `docs/source/auth`, 2024).
fn by_variable(facts: &Facts<'_>) -> Option<Finding> {
    let names: &[&str] = match facts.remote.forge {
        Forge::GitHub => &["GH_TOKEN", "GITHUB_TOKEN"],
        Forge::GitLab => &["GITLAB_TOKEN"],
        _ => return None,
    };
    let set = &facts.machine.token_variables;
    let name = names.iter().find(|name| set.contains(name))?;
    let mut helpers = facts.remote.settings.own_helpers();
    let helper = helpers.find(|helper| matches!(helper.name(), "gh" | "glab"))?;
    if facts.works() {
        return None;
    }
    Some(Finding {
        rule: "shadowed",
        title: format!(
            "{name} signs in instead of the account of {}",
            helper.name()
        ),
        explanation: format!(
            "The variable {name} is set where Git Locksmith was started. {} hands Git that token, whichever account \
             it is signed in to.",
            helper.name()
        ),
        evidence: vec![
            format!("{name} is set"),
            format!(
                "credential.helper asks {} ({})",
                helper.name(),
                helper.origin
            ),
        ],
        fixes: vec![advice(format!(
            "Unset {name} in the terminal or the start-up file that sets it, then start Git Locksmith again"
        ))],
        weight: match facts.fails() {
            true => Weight::Warning,
            false => Weight::Note,
        },
    })
}
