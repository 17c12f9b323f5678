//! The real Git Credential Manager on a real keyring.

use git_locksmith::git::{Config, ask_helper};
use git_locksmith::model::{Credential, Realm, Secret, TokenKind};
use git_locksmith::store::Stores;

use crate::support::helpers::{self, helper};
use crate::support::home::Home;
use crate::support::keyring::Keyring;

/// A home whose Git uses the manager with the keyring; `None` where the manager is not there.
fn home_with_manager() -> Option<(Home, Keyring)> {
    let folder = helpers::manager()?;
    let mut home = Home::new();
    helpers::put_on_path(&mut home, &folder);
    // It refuses the keyring without a screen; it never shows anything on it.
    home.set("DISPLAY", ":4711");
    home.set("GCM_CREDENTIAL_STORE", "secretservice");
    let keyring = Keyring::unlocked(&mut home);
    Some((home, keyring))
}

#[test]
fn what_it_saves_is_listed_removed_and_comes_back_as_it_was() {
    let Some((home, keyring)) = home_with_manager() else {
        return;
    };
    let git = home.git();
    let manager = helper("manager");
    let realm = Realm::from_fields("https", "bitbucket.org").unwrap();
    let with_path = realm.clone().with_path(Some("team/app.git"));
    let secret = "ATBBabcdefghijklmnop1234";
    for (realm, user) in [(&realm, "alice"), (&realm, "bob"), (&with_path, "alice")] {
        let credential = Credential::new(user, Secret::new(secret));
        ask_helper::approve(&git, &manager, realm, "bitbucket.org", &credential).unwrap();
    }
    let before = keyring.items();
    assert_eq!(before.len(), 3);
    let stores = Stores::of(&git, &Config::personal(&git));
    let entries = stores.list(std::slice::from_ref(&realm)).entries;
    assert_eq!(entries.len(), 3);
    for entry in &entries {
        assert_eq!(entry.written_by, Some("manager"));
        assert_eq!(entry.kind, Some(TokenKind::BitbucketAppPassword));
        let snapshot = stores.remove(entry).unwrap();
        assert_eq!(keyring.items().len(), 2);
        stores.restore(&snapshot).unwrap();
        assert_eq!(keyring.items(), before);
    }
    // The manager itself finds what was put back.
    let found = ask_helper::fill(&git, &manager, &realm, "bitbucket.org", Some("bob"))
        .unwrap()
        .unwrap();
    assert_eq!(found.secret.expose(), secret.as_bytes());
}

#[test]
fn looking_does_not_run_it() {
    let Some((home, keyring)) = home_with_manager() else {
        return;
    };
    let git = home.git();
    let realm = Realm::from_fields("https", "git.example").unwrap();
    let credential = Credential::new("alice", Secret::new("s3cret"));
    ask_helper::approve(&git, &helper("manager"), &realm, "git.example", &credential).unwrap();
    keyring.lock();
    let stores = Stores::of(&git, &Config::personal(&git));
    let entries = stores.list(&[realm]).entries;
    assert!(entries[0].locked);
    assert!(keyring.is_locked());
    assert!(!keyring.has_prompted());
}
