//! Clear and undo, end to end: every store at once, with real programs' sign-ins in them.

use std::fs;
use std::path::PathBuf;

use git_locksmith::git::ask_helper;
use git_locksmith::jobs::Workshop;
use git_locksmith::jobs::clear::{ClearTarget, Cleared, clear, preview};
use git_locksmith::jobs::undo::undo;
use git_locksmith::model::{ActivityLog, Credential, Entry, Realm, Secret, StoreKind};

use crate::support::cli::Cli;
use crate::support::helpers::{helper, libsecret};
use crate::support::home::Home;
use crate::support::keyring::{Item, Keyring};

const FILE: &str = "# kept\nhttps://alice:1@git.example\nhttps://carol:c@other.example\n\
                    https://alice:1@git.example\nhttps://bob:2@git.example/team/app.git\n";
const XDG_FILE: &str = "https://alice:xdg@git.example";
const NETRC: &str = "machine git.example login alice password n\n";

/// A home with sign-ins for `git.example` in every place.
struct Scene {
    home: Home,
    keyring: Keyring,
    workshop: Workshop,
}

/// All that can be seen of the places.
#[derive(Debug, PartialEq, Eq)]
struct Seen {
    files: Vec<String>,
    items: Vec<Item>,
}

impl Scene {
    fn new() -> Self {
        let mut home = Home::new();
        let keyring = Keyring::unlocked(&mut home);
        home.write(".git-credentials", FILE);
        home.write(".config/git/credentials", XDG_FILE);
        home.write(".netrc", NETRC);
        save(&home, libsecret().to_str().unwrap(), "alice");
        save(&home, libsecret().to_str().unwrap(), "bob");
        save(&home, "cache", "alice");
        save(&home, "cache", "bob");
        keyring.add(
            "a web app",
            &[
                ("xdg:schema", "org.freedesktop.Secret.Generic"),
                ("protocol", "https"),
                ("server", "git.example"),
                ("user", "alice"),
            ],
            b"another program's",
        );
        let workshop = Workshop::open(&home.environment(), &ActivityLog::default()).unwrap();
        Self {
            home,
            keyring,
            workshop,
        }
    }

    fn see(&self) -> Seen {
        let read = |path| fs::read_to_string(self.home.path().join(path)).unwrap();
        Seen {
            files: [".git-credentials", ".config/git/credentials", ".netrc"]
                .map(read)
                .to_vec(),
            items: self.keyring.items(),
        }
    }

    fn clear(&self, target: &ClearTarget) -> Cleared {
        clear(&self.workshop, target)
    }

    /// What the cache gives, as `user:secret`.
    fn cached(&self, user: &str) -> Option<String> {
        let found = ask_helper::fill(
            &self.home.git(),
            &helper("cache"),
            &realm(),
            "git.example",
            Some(user),
        );
        let found = found.unwrap()?;
        Some(format!(
            "{user}:{}",
            String::from_utf8_lossy(found.secret.expose())
        ))
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        let _ = self
            .home
            .command("git")
            .args(["credential-cache", "exit"])
            .status();
    }
}

fn realm() -> Realm {
    Realm::from_fields("https", "git.example").unwrap()
}

fn all_of(user: Option<&str>) -> ClearTarget {
    ClearTarget::Realm {
        realm: realm(),
        username: user.map(str::to_owned),
    }
}

fn save(home: &Home, value: &str, user: &str) {
    let credential = Credential::new(user, Secret::new(format!("{user}'s")));
    ask_helper::approve(
        &home.git(),
        &helper(value),
        &realm(),
        "git.example",
        &credential,
    )
    .unwrap();
}

/// `user in store`, sorted.
fn words<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Vec<String> {
    let words = entries.into_iter().map(|entry| {
        format!(
            "{} in {}",
            entry.username.as_deref().unwrap_or("?"),
            entry.location
        )
    });
    let mut words: Vec<String> = words.collect();
    words.sort();
    words
}

#[test]
fn everything_for_a_server_goes_but_netrc_and_comes_back_byte_for_byte() {
    let scene = Scene::new();
    let before = scene.see();
    let cleared = scene.clear(&all_of(None));
    assert_eq!(
        words(&cleared.removed),
        [
            "alice in keyring Login",
            "alice in ~/.cache/git/credential/socket",
            "alice in ~/.config/git/credentials",
            "alice in ~/.git-credentials",
            "alice in ~/.git-credentials",
            "bob in keyring Login",
            "bob in ~/.cache/git/credential/socket",
            "bob in ~/.git-credentials",
        ]
    );
    assert_eq!(cleared.stayed.len(), 1);
    assert_eq!(cleared.stayed[0].0.store, StoreKind::Netrc);
    assert!(
        cleared.stayed[0].1.contains("remove the lines"),
        "{}",
        cleared.stayed[0].1
    );
    assert_eq!(cleared.problems, []);
    let after = scene.see();
    assert_eq!(
        after.files,
        ["# kept\nhttps://carol:c@other.example\n", "", NETRC]
    );
    assert_eq!(after.items.len(), 1, "the web app's");
    assert_eq!((scene.cached("alice"), scene.cached("bob")), (None, None));

    let undone = undo(&scene.workshop, &cleared.undo);
    assert_eq!(undone.failed, []);
    assert_eq!(undone.restored.len(), 8);
    assert_eq!(scene.see(), before);
    assert_eq!(scene.cached("alice").unwrap(), "alice:alice's");
    assert_eq!(scene.cached("bob").unwrap(), "bob:bob's");
    // A second undo adds nothing.
    undo(&scene.workshop, &cleared.undo);
    assert_eq!(scene.see(), before);
}

#[test]
fn one_user_of_several_goes_everywhere() {
    let scene = Scene::new();
    let before = scene.see();
    let cleared = scene.clear(&all_of(Some("bob")));
    assert_eq!(
        words(&cleared.removed),
        [
            "bob in keyring Login",
            "bob in ~/.cache/git/credential/socket",
            "bob in ~/.git-credentials"
        ]
    );
    assert_eq!(cleared.stayed, []);
    assert_eq!(scene.cached("alice").unwrap(), "alice:alice's");
    assert_eq!(scene.see().items.len(), before.items.len() - 1);
    undo(&scene.workshop, &cleared.undo);
    assert_eq!(scene.see(), before);
}

#[test]
fn one_saved_sign_in_goes_alone() {
    let scene = Scene::new();
    let before = scene.see();
    let (entries, _) = preview(&scene.workshop, &all_of(None));
    let mut tried = 0;
    for entry in entries
        .iter()
        .filter(|entry| entry.store != StoreKind::Netrc)
    {
        let cleared = scene.clear(&ClearTarget::Entry(entry.clone()));
        assert!(cleared.removed.contains(entry), "{entry:?}");
        assert!(cleared.removed.iter().all(|gone| gone.same_place(entry)));
        assert_eq!(cleared.stayed, []);
        let (left, _) = preview(&scene.workshop, &all_of(None));
        assert!(!left.iter().any(|left| left.same_place(entry)));
        undo(&scene.workshop, &cleared.undo);
        assert_eq!(scene.see(), before, "{entry:?}");
        tried += 1;
    }
    assert!(tried >= 6, "{entries:?}");
}

#[test]
fn what_is_locked_stays_and_is_said_so() {
    let scene = Scene::new();
    scene.keyring.lock();
    let dry =
        Cli::new(scene.home.clone()).run(&["clear", "--dry-run", "--host", "git.example"], "");
    assert!(
        dry.out.contains("would stay") && dry.out.contains("its keyring is locked"),
        "{}",
        dry.out
    );
    let cleared = scene.clear(&all_of(Some("alice")));
    assert!(words(&cleared.removed).contains(&"alice in ~/.git-credentials".to_owned()));
    let (entry, why) = cleared
        .stayed
        .iter()
        .find(|(entry, _)| entry.locked)
        .unwrap();
    assert_eq!(entry.username.as_deref(), Some("alice"));
    assert!(why.contains("keyring Login is locked"), "{why}");
    assert!(scene.keyring.is_locked());
    assert!(!scene.keyring.has_prompted());
}

#[test]
fn what_lies_in_a_keyring_that_was_never_unlocked_stays_and_is_said_so() {
    let mut scene = Scene::new();
    scene.keyring.restart_never_unlocked(&scene.home);
    for user in [None, Some("alice")] {
        let cleared = scene.clear(&all_of(user));
        let locked: Vec<_> = cleared
            .stayed
            .iter()
            .filter(|(entry, _)| entry.store == StoreKind::SecretService)
            .collect();
        // The web app's is not among them.
        assert_eq!(locked.len(), 2, "{user:?}");
        for (entry, why) in locked {
            assert_eq!((entry.locked, &entry.username), (true, &None));
            assert!(why.contains("is locked; unlock it and try again"), "{why}");
        }
    }
    assert!(scene.keyring.is_locked());
    assert!(!scene.keyring.has_prompted());
}

#[test]
fn of_several_keyrings_the_locked_one_keeps_its_own() {
    let scene = Scene::new();
    scene.keyring.add_for_this_session(
        "Git: https://git.example/",
        &[
            ("xdg:schema", "org.git.Password"),
            ("protocol", "https"),
            ("server", "git.example"),
            ("user", "carol"),
        ],
        b"c",
    );
    scene.keyring.lock();
    let cleared = scene.clear(&all_of(None));
    let in_keyring = |entry: &&Entry| entry.store == StoreKind::SecretService;
    assert_eq!(
        words(cleared.removed.iter().filter(in_keyring)),
        ["carol in the keyring (Secret Service)"]
    );
    let stayed = cleared.stayed.iter().map(|(entry, _)| entry);
    assert_eq!(
        words(stayed.filter(in_keyring)),
        ["alice in keyring Login", "bob in keyring Login"]
    );
    assert_eq!(undo(&scene.workshop, &cleared.undo).failed, []);
    let (entries, _) = preview(&scene.workshop, &all_of(Some("carol")));
    assert_eq!(words(&entries), ["carol in the keyring (Secret Service)"]);
    assert!(!scene.keyring.has_prompted());
}

#[test]
fn a_failure_in_one_place_leaves_it_as_it_was_and_clears_the_others() {
    let scene = Scene::new();
    let lock = scene.home.write(".git-credentials.lock", "");
    let cleared = scene.clear(&all_of(Some("bob")));
    assert_eq!(
        words(cleared.stayed.iter().map(|(entry, _)| entry)),
        ["bob in ~/.git-credentials"]
    );
    assert!(cleared.stayed[0].1.contains(".git-credentials.lock"));
    assert_eq!(cleared.removed.len(), 2);
    assert_eq!(scene.see().files[0], FILE);
    fs::remove_file(lock).unwrap();
    assert_eq!(
        scene.clear(&all_of(Some("bob"))).removed.len(),
        1,
        "tried again"
    );
}

#[test]
fn the_command_says_exactly_what_went_and_what_stayed() {
    let scene = Scene::new();
    let before = scene.see();
    let cli = Cli::new(scene.home.clone());
    let dry = cli.run(
        &["clear", "--json", "--dry-run", "--host", "git.example"],
        "",
    );
    assert_eq!(scene.see(), before, "a dry run changes nothing");
    let dry: serde_json::Value = serde_json::from_str(&dry.out).unwrap();
    assert_eq!(dry["version"], 1);
    // Git's cache shows one user, and the next only when that one is gone.
    assert_eq!(dry["removed"].as_array().unwrap().len(), 7);
    assert_eq!(dry["stayed"][0]["store"], "netrc", "as it will be");
    let ran = cli.run(&["clear", "--json", "--host", "git.example"], "");
    assert_eq!(ran.code, 1, "the netrc login stayed: {}", ran.err);
    let output: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(output["removed"].as_array().unwrap().len(), 8);
    assert_eq!(output["stayed"][0]["store"], "netrc");
    for secret in ["alice's", "bob's", "xdg"] {
        assert!(!ran.out.contains(&format!("\"{secret}\"")) && !ran.err.contains(secret));
    }
    let again = cli.run(&["clear", "--host", "git.example", "--user", "bob"], "");
    assert_eq!(
        (again.code, again.out.as_str()),
        (0, "nothing is saved there\n")
    );
}

#[test]
fn nothing_else_in_the_home_changes() {
    let scene = Scene::new();
    let listing = |home: &Home| -> Vec<PathBuf> {
        let mut files: Vec<PathBuf> = walk(&home.path());
        files.retain(|file| !file.starts_with(home.path().join("run")));
        files.sort();
        files
    };
    let before = listing(&scene.home);
    let cleared = scene.clear(&all_of(None));
    assert_eq!(listing(&scene.home), before);
    undo(&scene.workshop, &cleared.undo);
    assert_eq!(listing(&scene.home), before);
}

fn walk(folder: &std::path::Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(walk(&path));
        } else {
            files.push(path);
        }
    }
    files
}
