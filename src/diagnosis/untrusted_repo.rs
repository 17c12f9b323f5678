//! The repository's own configuration would change how Git signs in. It is shown, not obeyed.

use super::{Facts, words::advice};
use crate::model::{Finding, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    let first = facts.repository.overrides.first()?;
    Some(Finding {
        rule: "untrusted-repo",
        title: "This repository overrides Git's authentication settings".to_owned(),
        explanation: format!(
            "Its own configuration sets `{}`{}. Git Locksmith does not obey settings that came with a \
             repository, so Git itself may behave differently here.",
            first.key,
            match facts.repository.overrides.len() {
                1 => String::new(),
                more => format!(" and {} more", more - 1),
            }
        ),
        evidence: facts
            .repository
            .overrides
            .iter()
            .map(|setting| format!("{} = {} ({})", setting.key, setting.value, setting.origin))
            .collect(),
        fixes: vec![advice(
            "If you did not set this yourself, do not run Git in this folder",
        )],
        weight: Weight::Warning,
    })
}
