//! Linux has no store that every helper finds: Git Credential Manager must be told one, and
//! distributions ship the helper for the keyring as source only (Git Credential Manager,
//! `docs/credstores.md`, 2.6, 2025; Debian `git` 2.47, `/usr/share/doc/git/contrib`).

use super::Facts;
use super::words::{advice, change};
use crate::model::machine::System;
use crate::model::surroundings::MissingHelper;
use crate::model::{Change, Finding, HelperInForce, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    without_store(facts).or_else(|| without_helper(facts))
}

/// Whether a missing helper is this rule's.
pub(super) fn is_about(facts: &Facts<'_>, missing: &MissingHelper) -> bool {
    facts.machine.system == System::Linux
        && matches!(missing.helper.name(), "libsecret" | "gnome-keyring")
}

fn without_store(facts: &Facts<'_>) -> Option<Finding> {
    let surroundings = &facts.remote.surroundings;
    let is_missing = |helper: &HelperInForce| {
        let mut missing = surroundings.missing_helpers.iter();
        missing.any(|missing| missing.helper == *helper)
    };
    let mut helpers = facts.remote.settings.own_helpers();
    let manager = helpers.find(|helper| {
        matches!(helper.name(), "manager" | "manager-core")
            && !helper.value.contains("/mnt/")
            && !is_missing(helper)
    })?;
    if facts.machine.system != System::Linux || surroundings.credential_store.is_some() {
        return None;
    }
    Some(Finding {
        rule: "linux-store",
        title: "Git Credential Manager has nowhere to keep sign-ins".to_owned(),
        explanation:
            "On Linux it uses no store until one is chosen, and says: No credential store has been \
                      selected."
                .to_owned(),
        evidence: vec![
            format!("credential.helper = {} ({})", manager.value, manager.origin),
            "credential.credentialStore is not set".to_owned(),
        ],
        fixes: vec![change(
            "Keep them in the keyring",
            Change::AddValue {
                key: "credential.credentialStore".to_owned(),
                value: "secretservice".to_owned(),
            },
        )],
        // Where another helper keeps sign-ins, this is not why a server refuses one.
        weight: match facts.remote.settings.own_helpers().any(keeps) {
            true => Weight::Note,
            false => facts.weight_in_the_way(),
        },
    })
}

fn keeps(helper: &HelperInForce) -> bool {
    matches!(
        helper.name(),
        "store" | "libsecret" | "gnome-keyring" | "locksmith"
    )
}

fn without_helper(facts: &Facts<'_>) -> Option<Finding> {
    let mut missing = facts.remote.surroundings.missing_helpers.iter();
    let missing = missing.find(|missing| is_about(facts, missing))?;
    Some(Finding {
        rule: "linux-store",
        title: "Git's helper for the keyring is not installed".to_owned(),
        explanation: format!(
            "Git is set to keep sign-ins in the keyring through `{}`, but many distributions bring that helper as \
             source only. Until it is there, nothing that was saved is found and nothing new is kept.",
            missing.program
        ),
        evidence: vec![super::helper_gone::evidence(missing)],
        fixes: vec![
            advice(
                "Install it: Fedora and Arch have it in the packages git-credential-libsecret and git; on Debian and \
                 Ubuntu build it with make in /usr/share/doc/git/contrib/credential/libsecret",
            ),
            super::helper_gone::fix(facts, missing),
        ],
        weight: facts.weight_in_the_way(),
    })
}
