//! Other programs that keep a sign-in of their own for the host, so that one works where the other
//! does not.

use super::Facts;
use super::words::advice;
use crate::model::surroundings::OtherProgram;
use crate::model::{Finding, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    facts.url()?.realm()?;
    let programs = &facts.remote.surroundings.other_programs;
    // What does not say for which host is told only where something is wrong.
    let matters = |program: &&OtherProgram| program.host.is_some() || facts.fails();
    let programs: Vec<_> = programs.iter().filter(matters).collect();
    let mut names: Vec<&str> = programs.iter().map(|program| program.name).collect();
    names.dedup();
    let (title, they) = match names.as_slice() {
        [] => return None,
        [one] => (format!("{one} keeps a sign-in of its own"), "It uses"),
        [others @ .., last] => (
            format!(
                "{} and {last} keep sign-ins of their own",
                others.join(", ")
            ),
            "They use",
        ),
    };
    let clear = |program: &&OtherProgram| {
        advice(format!(
            "To clear what {} keeps: {}",
            program.name, program.clear
        ))
    };
    let mut fixes: Vec<_> = programs.iter().map(clear).collect();
    fixes.dedup();
    Some(Finding {
        rule: "app-own-store",
        title,
        explanation: format!(
            "{they} a copy that Git does not, so what works in one can fail in the other. A sign-in that is \
             cleared or replaced here stays as it is there."
        ),
        evidence: programs.iter().map(|program| evidence(program)).collect(),
        fixes,
        weight: Weight::Note,
    })
}

fn evidence(program: &OtherProgram) -> String {
    match &program.host {
        Some(host) => format!("{}: {host} in {}", program.name, program.file),
        None => format!("{}: {}", program.name, program.file),
    }
}
