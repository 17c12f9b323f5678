//! Linux inside Windows, set to ask the helper of the Git of Windows, and that is not there: its
//! folder changed between versions (Git Credential Manager, `docs/wsl.md`, 2.6, 2025).

use super::Facts;
use super::helper_gone;
use super::words::advice;
use crate::model::Finding;
use crate::model::surroundings::MissingHelper;

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    let mut missing = facts.remote.surroundings.missing_helpers.iter();
    let missing = missing.find(|missing| is_about(facts, missing))?;
    Some(Finding {
        rule: "wsl-split",
        title: "The credential helper of Windows is not where WSL looks for it".to_owned(),
        explanation: format!(
            "Git in WSL is set to ask Git Credential Manager of Windows at {}, and there is nothing. Newer versions \
             of Git for Windows keep it elsewhere.",
            missing.program
        ),
        evidence: vec![helper_gone::evidence(missing)],
        fixes: vec![
            advice(
                "Set it to where it is now, mostly: git config --global credential.helper \
                 \"/mnt/c/Program\\ Files/Git/mingw64/bin/git-credential-manager.exe\"",
            ),
            helper_gone::fix(facts, missing),
        ],
        weight: facts.weight_in_the_way(),
    })
}

/// Whether a missing helper is this rule's.
pub(super) fn is_about(facts: &Facts<'_>, missing: &MissingHelper) -> bool {
    facts.machine.is_wsl && missing.program.starts_with("/mnt/")
}
