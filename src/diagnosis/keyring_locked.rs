//! Something is saved, but its keyring is locked: Git would have to open a dialog. Or there is no
//! keyring at all, and the helper can only fail.

use super::Facts;
use super::words::{advice, change};
use crate::model::{Change, Entry, Finding, Fix, StoreKind, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    locked(facts).or_else(|| no_keyring(facts))
}

fn locked(facts: &Facts<'_>) -> Option<Finding> {
    let locked = facts.remote.saved.iter().find(|entry| entry.locked)?;
    if facts.remote.fetch.works() {
        return None;
    }
    if locked.store == StoreKind::ManagerGpg {
        return Some(gpg_key_locked(facts, locked));
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
        fixes: vec![Fix::CheckAgain],
        weight: Weight::Warning,
    })
}

/// `gpg` would have to ask for the passphrase, and it is not let.
fn gpg_key_locked(facts: &Facts<'_>, locked: &Entry) -> Finding {
    Finding {
        rule: "keyring-locked",
        title: "The GPG key is locked".to_owned(),
        explanation: format!(
            "A sign-in for {} is saved in {}, but it cannot be read while your GPG key needs its passphrase, or              its card. Unlock it, for instance by fetching in a terminal, then check again.",
            facts.host(),
            locked.location
        ),
        evidence: vec![format!("locked: {}", locked.location)],
        fixes: vec![Fix::CheckAgain],
        weight: Weight::Warning,
    }
}

/// Over SSH, or without a desktop, nothing on the session's bus keeps secrets
/// (git-ecosystem/git-credential-manager#605, #1157).
fn no_keyring(facts: &Facts<'_>) -> Option<Finding> {
    let surroundings = &facts.remote.surroundings;
    if surroundings.keyring_answers != Some(false) {
        return None;
    }
    let store = surroundings.credential_store.as_deref();
    let mut helpers = facts.remote.settings.own_helpers();
    let helper = helpers.find(|helper| helper.needs_keyring(store))?;
    let is_alone = facts.remote.settings.own_helpers().nth(1).is_none();
    let settings = &surroundings.helper_settings;
    let place = settings.iter().find(|place| place.origin == helper.origin);
    let replace = place.filter(|_| facts.may_change(&helper.origin) && helper.name() != "manager");
    let replace = replace.map(|place| {
        change(
            "Keep sign-ins in memory instead",
            Change::SetValue {
                key: place.key.clone(),
                value: "cache".to_owned(),
                origin: place.origin.clone(),
            },
        )
    });
    let without_desktop = match helper.name() {
        "manager" => "Without a desktop, set credential.credentialStore to gpg or cache instead",
        _ => "Without a desktop, for instance over SSH, use another helper",
    };
    let mut fixes = vec![advice(
        "On a desktop, install and start a keyring: gnome-keyring, KWallet or KeePassXC",
    )];
    fixes.push(advice(without_desktop));
    fixes.extend(replace);
    fixes.push(Fix::CheckAgain);
    Some(Finding {
        rule: "keyring-locked",
        title: "No keyring answers here".to_owned(),
        explanation: format!(
            "The helper `{}` keeps sign-ins in the keyring, and none answers in this session \
             (org.freedesktop.secrets). Nothing that was saved is found and nothing new is kept.",
            helper.name()
        ),
        evidence: vec![format!(
            "credential.helper = {} ({})",
            helper.shown(),
            helper.origin
        )],
        fixes,
        weight: match is_alone {
            true => facts.weight_in_the_way(),
            false => Weight::Note,
        },
    })
}
