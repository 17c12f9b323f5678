//! The sign-in is good, but this account may not come in.

use super::Facts;
use super::refusal::Cause;
use super::words::{advice, switch_to};
use crate::model::forge::Meaning;
use crate::model::{Finding, Fix, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    if facts.cause()? != Cause::Account {
        return None;
    }
    let refused = facts.refused()?;
    let may_fetch = facts.remote.fetch.works();
    let sent = refused.username.as_deref();
    let who = facts
        .denied_account()
        .or(facts.account(refused))
        .unwrap_or("this token");
    let others = facts.other_accounts(sent);
    let mut fixes: Vec<Fix> = switch_to(&others);
    let known = match others.as_slice() {
        [] => String::new(),
        [one] => format!(" {one} is saved for this host as well."),
        _ => format!(" Saved for this host as well: {}.", others.join(", ")),
    };
    fixes.extend(facts.renew());
    fixes.push(advice("Ask an owner of the repository for access"));
    let (title, what) = if facts.meaning(refused) == Some(Meaning::NetworkMayNot) {
        (
            format!("{} lets nobody in from this network", facts.forge_name()),
            "The sign-in is valid, but this repository is open to some addresses only. Use the network that is \
             allowed, or ask an owner to allow this one.",
        )
    } else if may_fetch {
        (
            format!("{} does not let {who} push here", facts.forge_name()),
            "The sign-in is valid and may read, but pushing needs another account or write access for this one.",
        )
    } else {
        (
            format!("{} knows {who} but does not let it in", facts.forge_name()),
            "The sign-in is valid, but not for this repository: another account is needed, or the token lacks a scope.",
        )
    };
    Some(facts.answered(
        "wrong-account-403",
        if may_fetch { Weight::Warning } else { Weight::Failure },
        title,
        format!(
            "{what}{known} Git never clears a sign-in on this answer. {} of the right account opens it.",
            facts.wanted_token()
        ),
        fixes,
    ))
}
