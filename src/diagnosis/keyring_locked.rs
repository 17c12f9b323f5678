//! Something is saved, but its keyring is locked: Git would have to open a dialog.

use super::Facts;
use crate::model::{Finding, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    let locked = facts.remote.saved.iter().find(|entry| entry.locked)?;
    if facts.remote.fetch.works() {
        return None;
    }
    Some(Finding {
        rule: "keyring-locked",
        title: "The keyring is locked".to_owned(),
        explanation: format!(
            "Something is saved for {} in {}, but it cannot be read while that keyring is locked. \
             Unlock it, for instance by signing in to the desktop or in the passwords app, then check again.",
            facts.host(),
            locked.location
        ),
        evidence: vec![format!("locked: {}", locked.location)],
        fixes: vec![crate::model::Fix::CheckAgain],
        weight: Weight::Warning,
    })
}
