//! Git Credential Manager asks which account is meant each time, because it keeps several for the
//! host and nothing says which (its issue 1512, 2024; git-for-windows issue 4598, 2023).

use super::Facts;
use super::words::change;
use crate::model::masked::is_token;
use crate::model::{Change, Finding, finding::Weight};

/// More are not offered as buttons.
const MOST_OFFERED: usize = 3;

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    let realm = facts.url()?.realm()?;
    let asks_manager = facts
        .remote
        .settings
        .own_helpers()
        .any(|helper| matches!(helper.name(), "manager" | "manager-core"));
    let is_named = facts.remote.settings.username.is_some() || facts.url()?.user.is_some();
    let mut accounts: Vec<&str> = Vec::new();
    for entry in &facts.remote.saved {
        let of_manager = entry.written_by == Some("manager") && !entry.renews;
        if let Some(name) = entry.username.as_deref().filter(|_| of_manager)
            && !is_token(name)
            && !accounts.contains(&name)
        {
            accounts.push(name);
        }
    }
    if !asks_manager || is_named || accounts.len() < 2 {
        return None;
    }
    let host = facts.host();
    let fixes = accounts.iter().take(MOST_OFFERED).map(|name| {
        change(
            format!("Always use {name} for {host}"),
            Change::AddValue {
                key: format!("credential.{realm}.username"),
                value: (*name).to_owned(),
            },
        )
    });
    Some(Finding {
        rule: "account-picker-loop",
        title: format!("Git Credential Manager has {} accounts for {host}", accounts.len()),
        explanation: "Nothing says which of them is meant here, so it opens “Select an account” for each fetch and \
                      push."
            .to_owned(),
        evidence: vec![format!("saved for {host}: {}", accounts.join(", "))],
        fixes: fixes.collect(),
        weight: Weight::Note,
    })
}
