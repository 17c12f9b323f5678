//! The Secret Service: a real gnome-keyring, with items of Git's real libsecret helper.

use git_locksmith::git::{Config, ask_helper};
use git_locksmith::model::{Credential, Entry, Realm, Secret, StoreKind, TokenKind};
use git_locksmith::store::{Listing, StoreError, Stores};

use crate::support::helpers::{helper, libsecret};
use crate::support::home::Home;
use crate::support::keyring::Keyring;

fn stores(home: &Home) -> Stores {
    let git = home.git();
    Stores::of(&git, &Config::personal(&git))
}

fn realm(host: &str) -> Realm {
    Realm::from_fields("https", host).unwrap()
}

fn list(home: &Home, host: &str) -> Vec<Entry> {
    let Listing { entries, problems } = stores(home).list(&[realm(host)]);
    assert_eq!(problems, []);
    entries
}

/// `user (writer)` of each entry, sorted.
fn whose(entries: &[Entry]) -> Vec<String> {
    let mut whose: Vec<String> = entries
        .iter()
        .map(|entry| {
            let user = entry.username.as_deref().unwrap_or("?");
            let locked = if entry.locked { ", locked" } else { "" };
            format!("{user} ({}{locked})", entry.written_by.unwrap())
        })
        .collect();
    whose.sort();
    whose
}

/// Stores with Git's own helper.
fn save(home: &Home, host: &str, path: Option<&str>, user: &str, token: &str) {
    let realm = realm(host).with_path(path);
    let credential = Credential::new(user, Secret::new(token));
    let helper = helper(libsecret().to_str().unwrap());
    ask_helper::approve(&home.git(), &helper, &realm, host, &credential).unwrap();
}

/// What other programs keep for the same server.
fn add_bystanders(keyring: &Keyring) {
    let server = ("server", "git.example");
    let https = ("protocol", "https");
    for (label, attributes) in [
        (
            "a web app",
            &[
                ("xdg:schema", "org.freedesktop.Secret.Generic"),
                https,
                server,
                ("user", "alice"),
            ][..],
        ),
        (
            "Sign-in of a browser",
            &[
                ("xdg:schema", "org.epiphany.FormPassword"),
                https,
                server,
                ("user", "alice"),
            ],
        ),
        (
            "git.example network share",
            &[
                ("xdg:schema", "org.gnome.keyring.NetworkPassword"),
                https,
                server,
                ("user", "alice"),
            ],
        ),
        (
            "Git: https://git.example/",
            &[
                ("xdg:schema", "org.gnome.keyring.NetworkPassword"),
                https,
                server,
                ("user", "alice"),
                ("domain", "corp"),
            ],
        ),
        (
            "keytar",
            &[
                ("xdg:schema", "org.freedesktop.Secret.Generic"),
                ("service", "git:https://git.example"),
                ("account", "alice"),
            ],
        ),
        (
            "other namespace",
            &[
                ("xdg:schema", "com.microsoft.GitCredentialManager"),
                ("service", "mine:https://git.example"),
                ("account", "alice"),
            ],
        ),
    ] {
        keyring.add(label, attributes, b"another program's");
    }
}

#[test]
fn items_of_all_writers_are_listed_and_no_bystander() {
    let mut home = Home::new();
    let keyring = Keyring::unlocked(&mut home);
    save(
        &home,
        "git.example",
        None,
        "old-schema",
        "ATBBabcdefghijklmnop1234",
    );
    save(&home, "git.example:8443", None, "other-port", "x");
    save(&home, "git.example.evil", None, "other-host", "x");
    keyring.add(
        "Git: https://git.example/",
        &[("xdg:schema", "org.git.Password"), ("protocol", "https"), ("server", "git.example"), ("user", "new-schema")],
        b"ghp_abcdefghijklmnopqrstuvwxyz0123456789\npassword_expiry_utc=99999999999\noauth_refresh_token=r",
    );
    keyring.add(
        "git:https://git.example",
        &[
            ("xdg:schema", "com.microsoft.GitCredentialManager"),
            ("service", "git:https://git.example"),
            ("account", "manager"),
        ],
        b"x",
    );
    keyring.add(
        "git-locksmith: git.example",
        &[
            ("xdg:schema", "io.github.git_locksmith.Credential"),
            ("protocol", "https"),
            ("host", "git.example"),
            ("path", ""),
            ("username", "own"),
        ],
        b"x",
    );
    add_bystanders(&keyring);

    let entries = list(&home, "git.example");
    assert_eq!(
        whose(&entries),
        [
            "manager (manager)",
            "new-schema (libsecret)",
            "old-schema (libsecret)",
            "own (locksmith)"
        ]
    );
    let of = |user: &str| {
        entries
            .iter()
            .find(|e| e.username.as_deref() == Some(user))
            .unwrap()
    };
    assert_eq!(of("old-schema").kind, Some(TokenKind::BitbucketAppPassword));
    assert_eq!(of("new-schema").kind, Some(TokenKind::GitHubClassicToken));
    assert_eq!(of("new-schema").location, "keyring Login");
    let read = stores(&home).read(of("new-schema")).unwrap();
    assert_eq!(
        read.secret.expose(),
        b"ghp_abcdefghijklmnopqrstuvwxyz0123456789"
    );
    assert_eq!(
        whose(&list(&home, "git.example:8443")),
        ["other-port (libsecret)"]
    );
    assert!(!keyring.has_prompted());
}

#[test]
fn exactly_one_goes_and_comes_back_with_all_that_it_held() {
    let mut home = Home::new();
    let keyring = Keyring::unlocked(&mut home);
    for user in ["alice", "bob"] {
        save(&home, "git.example", None, user, "s3cret");
    }
    save(
        &home,
        "git.example",
        Some("team/app.git"),
        "alice",
        "for a path",
    );
    keyring.add(
        "Git: https://git.example/",
        &[
            ("xdg:schema", "org.git.Password"),
            ("protocol", "https"),
            ("server", "git.example"),
            ("user", "carol"),
        ],
        b"token\npassword_expiry_utc=99999999999\noauth_refresh_token=\xc3\xa9",
    );
    add_bystanders(&keyring);
    let before = keyring.items();
    let stores = stores(&home);
    let entries = list(&home, "git.example");
    assert_eq!(entries.len(), 4);
    for entry in &entries {
        let snapshot = stores.remove(entry).unwrap();
        assert_eq!(keyring.items().len(), before.len() - 1);
        assert!(
            !list(&home, "git.example")
                .iter()
                .any(|left| left.same_place(entry))
        );
        stores.restore(&snapshot).unwrap();
        assert_eq!(keyring.items(), before, "{entry:?}");
        stores.restore(&snapshot).unwrap();
        assert_eq!(keyring.items(), before, "it comes back once");
    }
}

#[test]
fn what_was_saved_meanwhile_is_not_overwritten() {
    let mut home = Home::new();
    let _keyring = Keyring::unlocked(&mut home);
    save(&home, "git.example", None, "alice", "old");
    let stores = stores(&home);
    let snapshot = stores.remove(&list(&home, "git.example")[0]).unwrap();
    save(&home, "git.example", None, "alice", "new");
    let error = stores.restore(&snapshot).unwrap_err();
    assert!(matches!(error, StoreError::Taken { .. }), "{error}");
    let read = stores.read(&list(&home, "git.example")[0]).unwrap();
    assert_eq!(read.secret.expose(), b"new");
}

#[test]
fn a_locked_keyring_is_shown_as_locked_and_stays_locked() {
    let mut home = Home::new();
    let keyring = Keyring::unlocked(&mut home);
    save(&home, "git.example", None, "alice", "s3cret");
    add_bystanders(&keyring);
    let stores = stores(&home);
    let snapshot = stores.snapshot(&list(&home, "git.example")[0]).unwrap();
    keyring.lock();
    let entries = list(&home, "git.example");
    assert_eq!(whose(&entries), ["alice (libsecret, locked)"]);
    assert_eq!(entries[0].kind, None);
    assert!(matches!(
        stores.read(&entries[0]),
        Err(StoreError::Locked { .. })
    ));
    assert!(matches!(
        stores.remove(&entries[0]),
        Err(StoreError::Locked { .. })
    ));
    assert!(matches!(
        stores.restore(&snapshot),
        Err(StoreError::Locked { .. })
    ));
    assert!(keyring.is_locked());
    assert!(!keyring.has_prompted());
}

#[test]
fn a_keyring_that_was_never_unlocked_shows_that_something_is_there() {
    let mut home = Home::new();
    let mut keyring = Keyring::unlocked(&mut home);
    save(&home, "git.example", None, "alice", "s3cret");
    save(&home, "port.example:8443", None, "alice", "s3cret");
    keyring.add(
        "git:https://managed.example",
        &[
            ("xdg:schema", "com.microsoft.GitCredentialManager"),
            ("service", "git:https://managed.example"),
            ("account", "a"),
        ],
        b"x",
    );
    add_bystanders(&keyring);
    keyring.restart_never_unlocked(&home);
    let entries = list(&home, "git.example");
    // The hashed attributes do not tell the network share from Git's own item before 2.43.
    assert!(
        whose(&entries)
            .iter()
            .all(|whose| whose == "? (libsecret, locked)")
    );
    assert!(!entries.is_empty());
    assert!(
        entries
            .iter()
            .all(|entry| entry.store == StoreKind::SecretService)
    );
    assert_eq!(
        whose(&list(&home, "managed.example")),
        ["? (manager, locked)"]
    );
    assert_eq!(
        whose(&list(&home, "port.example:8443")),
        ["? (libsecret, locked)"]
    );
    assert_eq!(whose(&list(&home, "port.example")), [""; 0]);
    let error = stores(&home).remove(&entries[0]).err().unwrap();
    assert!(matches!(error, StoreError::Locked { .. }), "{error}");
    assert!(keyring.is_locked());
    assert!(!keyring.has_prompted());
}

#[test]
fn the_trace_of_a_dialog_would_be_seen() {
    let mut home = Home::new();
    let keyring = Keyring::unlocked(&mut home);
    save(&home, "git.example", None, "alice", "s3cret");
    keyring.lock();
    // Git's own helper unlocks when it looks.
    let answer = ask_helper::fill(
        &home.git(),
        &helper(libsecret().to_str().unwrap()),
        &realm("git.example"),
        "git.example",
        None,
    );
    assert!(answer.is_ok_and(|found| found.is_none()));
    assert!(keyring.has_prompted());
}

#[test]
fn refresh_tokens_of_the_manager_are_listed_with_their_host() {
    let mut home = Home::new();
    let keyring = Keyring::unlocked(&mut home);
    for service in [
        "git:https://bitbucket.org",
        "git:https://bitbucket.org/refresh_token",
        "git:https://oauth-refresh-token.bitbucket.org/",
        "git:https://refresh_token.bitbucket.org",
    ] {
        keyring.add(
            service,
            &[
                ("xdg:schema", "com.microsoft.GitCredentialManager"),
                ("service", service),
                ("account", "alice"),
            ],
            b"x",
        );
    }
    let entries = list(&home, "bitbucket.org");
    assert_eq!(entries.len(), 4);
    assert_eq!(entries.iter().filter(|entry| entry.renews).count(), 3);
    for entry in &entries {
        stores(&home).remove(entry).unwrap();
    }
    assert_eq!(keyring.items(), []);
}

#[test]
fn a_keyring_that_does_not_answer_hangs_nothing() {
    let mut home = Home::new();
    let keyring = Keyring::unlocked(&mut home);
    save(&home, "git.example", None, "alice", "s3cret");
    home.write(".git-credentials", "https://bob:x@git.example\n");
    keyring.wedge();
    let stores = stores(&home);
    let listing = stores.list(&[realm("git.example")]);
    assert_eq!(listing.entries.len(), 1, "the file is still listed");
    assert_eq!(listing.problems.len(), 1);
    assert!(
        listing.problems[0].message.contains("does not answer"),
        "{:?}",
        listing.problems
    );
    assert!(!stores.has_keyring());
    keyring.unwedge();
    assert_eq!(list(&home, "git.example").len(), 2);
}

#[test]
fn no_keyring_is_no_problem_but_a_bus_that_is_gone_is() {
    let mut home = Home::new();
    let none = |home: &Home| stores(home).list(&[realm("git.example")]);
    assert_eq!(none(&home).problems, [], "no bus at all");
    assert!(!stores(&home).has_keyring());
    {
        let _bus = Keyring::bus_only(&mut home);
        assert_eq!(none(&home).problems, [], "nobody on the bus keeps secrets");
    }
    assert_eq!(none(&home).problems.len(), 1, "the bus has ended");
    home.set("DBUS_SESSION_BUS_ADDRESS", "autolaunch:");
    assert_eq!(none(&home).problems, [], "no bus is launched");
    let touched = home.path().join("touched");
    let program = format!("unixexec:path=/usr/bin/touch,argv1={}", touched.display());
    home.set("DBUS_SESSION_BUS_ADDRESS", program);
    assert_eq!(none(&home).problems, []);
    assert!(!touched.exists(), "no program is run to have a bus");
}
