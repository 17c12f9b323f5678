//! The Credential Manager of Windows is full or refuses what is too long; and the helper `wincred`
//! of Git for Windows overruns its memory before 2.55.0(3) (GHSA-rxqw-wxqg-g7hw, July 2026).

use super::Facts;
use super::words::{advice, change};
use crate::model::machine::System;
use crate::model::{Change, Finding, Fix, finding::Weight};

/// The first release without the fault, with its count behind `windows`.
const MENDED: [u32; 4] = [2, 55, 0, 3];

/// What Windows says: no room in the vault (error 8), or more than the 2,560 bytes that
/// `CRED_MAX_CREDENTIAL_BLOB_SIZE` allows (Microsoft Learn, "CREDENTIALW", 2025; error 1783;
/// git-ecosystem/git-credential-manager#444, #1413).
const REFUSALS: &[&str] = &[
    "not enough memory resources are available",
    "failed to write item to store. [0x8]",
    "the stub received bad data",
];

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    no_room(facts).or_else(|| memory_fault(facts))
}

fn no_room(facts: &Facts<'_>) -> Option<Finding> {
    let answers = [&facts.remote.fetch, &facts.remote.push];
    let said = answers
        .iter()
        .filter_map(|access| access.server_message.as_deref())
        .find(|said| {
            let said = said.to_ascii_lowercase();
            REFUSALS.iter().any(|refusal| said.contains(refusal))
        })?;
    let mut helpers = facts.remote.settings.own_helpers();
    let helper = helpers.find(|helper| matches!(helper.name(), "wincred" | "manager"))?;
    if facts.machine.system != System::Windows {
        return None;
    }
    let mut fixes = vec![advice(
        "Open Credential Manager in the Control Panel, Windows Credentials, and remove what is no longer used",
    )];
    let has_store = facts.remote.surroundings.credential_store.is_some();
    if helper.name() == "manager" && !has_store {
        fixes.push(change(
            "Keep sign-ins in encrypted files instead",
            Change::AddValue {
                key: "credential.credentialStore".to_owned(),
                value: "dpapi".to_owned(),
            },
        ));
    }
    Some(Finding {
        rule: "wincred-limits",
        title: "Windows could not save the sign-in".to_owned(),
        explanation: "Its Credential Manager holds a limited number of entries, and none longer than 2,560 bytes; \
                      some hosts make longer tokens. Git asks again each time."
            .to_owned(),
        evidence: vec![
            format!("“{said}”"),
            format!("credential.helper = {} ({})", helper.shown(), helper.origin),
        ],
        fixes,
        weight: facts.weight_in_the_way(),
    })
}

fn memory_fault(facts: &Facts<'_>) -> Option<Finding> {
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
