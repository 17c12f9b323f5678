//! The helper `wincred` of Git for Windows overruns its memory on long answers before 2.55.0(3)
//! (GHSA-rxqw-wxqg-g7hw, July 2026).

use super::Facts;
use super::words::{advice, change};
use crate::model::machine::System;
use crate::model::{Change, Finding, Fix, finding::Weight};

/// The first release without the fault, with its count behind `windows`.
const MENDED: [u32; 4] = [2, 55, 0, 3];

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    let mut helpers = facts.remote.settings.own_helpers();
    let helper = helpers.find(|helper| helper.name() == "wincred")?;
    let is_old = release(&facts.machine.git_words)? < MENDED;
    if facts.machine.system != System::Windows || !is_old {
        return None;
    }
    let origin = &helper.origin;
    let settings = &facts.remote.surroundings.helper_settings;
    let place = settings.iter().find(|place| place.origin == *origin);
    let replace = place.filter(|_| facts.may_change(origin)).map(|place| {
        change(
            "Use manager instead",
            Change::SetValue {
                key: place.key.clone(),
                value: "manager".to_owned(),
                origin: origin.clone(),
            },
        )
    });
    let mut fixes: Vec<Fix> = vec![advice("Install Git for Windows 2.55.0(3) or newer")];
    fixes.extend(replace);
    Some(Finding {
        rule: "wincred-limits",
        title: "The helper wincred of this Git for Windows has a memory fault".to_owned(),
        explanation: "Before 2.55.0(3) it can crash while it looks up or removes a sign-in, and then nothing is \
                      found or removed (GHSA-rxqw-wxqg-g7hw)."
            .to_owned(),
        evidence: vec![
            format!("git {}", facts.machine.git_words),
            format!("credential.helper = wincred ({origin})"),
        ],
        fixes,
        weight: Weight::Note,
    })
}

/// `2.55.0.windows.3`; `None` for other builds of Git.
fn release(words: &str) -> Option<[u32; 4]> {
    let (version, build) = words.split_once(".windows.")?;
    let mut numbers = version.split('.').map(|number| number.parse().ok());
    let mut next = || numbers.next().flatten();
    let build = build.split(['.', ' ']).next()?.parse().ok()?;
    Some([next()?, next()?, next()?, build])
}
