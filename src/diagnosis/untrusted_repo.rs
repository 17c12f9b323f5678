//! The repository's own configuration would change how Git signs in, or have it run programs. It is
//! shown, not obeyed.

use super::Facts;
use super::words::{advice, change};
use crate::model::repository::Override;
use crate::model::{Change, Finding, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    of_another_user(facts)
        .or_else(|| overriding(facts))
        .or_else(|| running_programs(facts))
}

/// Git says: detected dubious ownership in repository (`setup.c`, Git 2.47).
fn of_another_user(facts: &Facts<'_>) -> Option<Finding> {
    let path = facts.repository.surroundings.not_safe.as_ref()?;
    let shown = crate::model::outside_text::display_safe(&path.display().to_string());
    let mut evidence = vec![format!("{shown} belongs to another user")];
    evidence.extend(settings(facts));
    let trust = path.to_str().map(|path| {
        change(
            "I trust it: let Git work here",
            Change::AddValue {
                key: "safe.directory".to_owned(),
                value: path.to_owned(),
            },
        )
    });
    let mut fixes = vec![advice(
        "Ask its owner for a clone of your own; trust it only if you know who can write to it",
    )];
    fixes.extend(trust);
    Some(Finding {
        rule: "untrusted-repo",
        title: "Git refuses to work in this repository: it belongs to another user".to_owned(),
        explanation: "Whoever owns it can have Git run programs in your name, so Git stops with “detected dubious \
                      ownership” until you declare the folder safe."
            .to_owned(),
        evidence,
        fixes,
        weight: Weight::Warning,
    })
}

fn overriding(facts: &Facts<'_>) -> Option<Finding> {
    let overrides = facts.repository.overrides.iter();
    let changing: Vec<_> = overrides.filter(|one| one.changes_sign_in()).collect();
    let first = changing.first()?;
    Some(Finding {
        rule: "untrusted-repo",
        title: "This repository overrides Git's authentication settings".to_owned(),
        explanation: format!(
            "Its own configuration sets `{}`{}. Git Locksmith does not obey settings that came with a \
             repository, so Git itself may behave differently here.",
            first.key,
            match changing.len() {
                1 => String::new(),
                more => format!(" and {} more", more - 1),
            }
        ),
        evidence: settings(facts),
        fixes: vec![advice(
            "If you did not set this yourself, do not run Git in this folder",
        )],
        weight: Weight::Warning,
    })
}

/// Common where a project brings its own hooks, so it is a note.
fn running_programs(facts: &Facts<'_>) -> Option<Finding> {
    let mut overrides = facts.repository.overrides.iter();
    let is_program = |one: &&Override| !one.key.to_ascii_lowercase().starts_with("include");
    let first = overrides.find(is_program)?;
    Some(Finding {
        rule: "untrusted-repo",
        title: "This repository's own settings have Git run programs".to_owned(),
        explanation: format!(
            "Its configuration sets `{}`. Git runs what is named there when it looks at files, commits or pushes, \
             with your rights; Git Locksmith does not.",
            first.key
        ),
        evidence: settings(facts),
        fixes: vec![advice(
            "If neither you nor a tool of this project set it, do not run Git in this folder",
        )],
        weight: Weight::Note,
    })
}

fn settings(facts: &Facts<'_>) -> Vec<String> {
    let overrides = facts.repository.overrides.iter();
    overrides
        .map(|setting| format!("{} = {} ({})", setting.key, setting.value, setting.origin))
        .collect()
}
