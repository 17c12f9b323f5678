//! Git's credential cache: a real daemon, asked for what it would answer.

use git_locksmith::git::{Config, ask_helper};
use git_locksmith::jobs::Workshop;
use git_locksmith::jobs::clear::{ClearTarget, clear};
use git_locksmith::jobs::undo::undo;
use git_locksmith::model::{ActivityLog, Credential, Entry, Realm, Secret, StoreKind};
use git_locksmith::store::{StoreError, Stores};

use crate::support::helpers::{gits, helper};
use crate::support::home::Home;

/// A daemon that the tests started; it ends with this value.
struct Daemon<'a>(&'a Home, String);

impl<'a> Daemon<'a> {
    /// Saves for each user with the real helper, which starts the daemon.
    fn start(home: &'a Home, arguments: &str, users: &[&str]) -> Self {
        for user in users {
            let credential = Credential::new(*user, Secret::new(format!("secret of {user}")));
            let cache = helper(&format!("cache {arguments}"));
            ask_helper::approve(&home.git(), &cache, &realm(), "git.example", &credential).unwrap();
        }
        Self(home, arguments.to_owned())
    }
}

impl Drop for Daemon<'_> {
    fn drop(&mut self) {
        let mut exit = self.0.command("git");
        exit.arg("credential-cache")
            .args(self.1.split_whitespace())
            .arg("exit");
        let _ = exit.status();
    }
}

fn realm() -> Realm {
    Realm::from_fields("https", "git.example").unwrap()
}

fn stores(home: &Home) -> Stores {
    let git = home.git();
    Stores::of(&git, &Config::personal(&git))
}

fn list(home: &Home) -> Vec<Entry> {
    let listing = stores(home).list(&[
        realm(),
        Realm::from_fields("https", "other.example").unwrap(),
    ]);
    assert_eq!(listing.problems, []);
    listing.entries
}

#[test]
fn the_first_user_shows_and_goes_and_comes_back() {
    let home = Home::new();
    let _daemon = Daemon::start(&home, "", &["alice", "bob"]);
    let entries = list(&home);
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].store, StoreKind::CacheDaemon);
    assert_eq!(entries[0].username.as_deref(), Some("alice"));
    assert_eq!(entries[0].location, "~/.cache/git/credential/socket");
    let stores = stores(&home);
    assert_eq!(
        stores.read(&entries[0]).unwrap().secret.expose(),
        b"secret of alice"
    );
    let snapshot = stores.remove(&entries[0]).unwrap();
    assert_eq!(
        list(&home)[0].username.as_deref(),
        Some("bob"),
        "bob stays and shows now"
    );
    stores.restore(&snapshot).unwrap();
    assert_eq!(
        stores.read(&entries[0]).unwrap().secret.expose(),
        b"secret of alice"
    );
}

#[test]
fn configured_sockets_are_looked_at_and_no_daemon_is_started() {
    let home = Home::new();
    let folder = home.path().join("sockets");
    std::fs::create_dir(&folder).unwrap();
    let mut restrict = home.command("chmod");
    assert!(restrict.arg("700").arg(&folder).status().unwrap().success());
    let socket = folder.join("mine");
    let arguments = format!("--timeout 3600 --socket {}", socket.display());
    home.write(
        ".gitconfig",
        format!("[credential]\nhelper = cache {arguments}\n"),
    );
    assert_eq!(list(&home), []);
    assert!(!socket.exists(), "looking starts nothing");
    let daemon = Daemon::start(&home, &arguments, &["alice"]);
    let entries = list(&home);
    assert_eq!(entries[0].location, "~/sockets/mine");
    let stores = stores(&home);
    let snapshot = stores.remove(&entries[0]).unwrap();
    assert_eq!(list(&home), []);
    drop(daemon);
    assert!(!socket.exists());
    let _daemon = Daemon::start(&home, &arguments, &[]);
    stores.restore(&snapshot).unwrap();
    assert_eq!(list(&home), entries, "even where the daemon had ended");
}

#[test]
fn a_socket_without_a_daemon_is_an_empty_cache() {
    let home = Home::new();
    let socket = home.path().join(".cache/git/credential/socket");
    std::fs::create_dir_all(socket.parent().unwrap()).unwrap();
    drop(std::os::unix::net::UnixListener::bind(&socket).unwrap());
    assert_eq!(list(&home), []);
}

#[test]
fn a_daemon_that_does_not_answer_hangs_nothing() {
    let home = Home::new();
    let socket = home.path().join(".cache/git/credential/socket");
    std::fs::create_dir_all(socket.parent().unwrap()).unwrap();
    let _silent = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    let listing = stores(&home).list(&[realm()]);
    assert_eq!(listing.entries, []);
    assert_eq!(listing.problems.len(), 1);
    assert!(listing.problems[0].message.contains("does not answer"));
}

#[test]
fn every_git_of_the_machine_does_the_same() {
    let home = Home::new();
    for git in gits(&home) {
        let credential = Credential::new("alice", Secret::new("s3cret"));
        ask_helper::approve(&git, &helper("cache"), &realm(), "git.example", &credential).unwrap();
        let _daemon = Daemon::start(&home, "", &[]);
        let stores = Stores::of(&git, &Config::personal(&git));
        let entries = stores.list(&[realm()]).entries;
        let snapshot = stores.remove(&entries[0]).unwrap();
        assert_eq!(stores.list(&[realm()]).entries, [], "{:?}", git.version());
        stores.restore(&snapshot).unwrap();
        assert_eq!(stores.list(&[realm()]).entries, entries);
    }
}

/// It takes what it calls a service for a URL (`CredentialCacheStore.cs`, 2.7, 2026).
#[test]
fn refresh_tokens_of_the_manager_are_told_apart_and_go_with_the_sign_in() {
    let home = Home::new();
    let _daemon = Daemon::start(&home, "", &["alice", "bob"]);
    let keep = |realm: &Realm, host: &str, secret: &str| {
        let credential = Credential::new("alice", Secret::new(secret));
        ask_helper::approve(&home.git(), &helper("cache"), realm, host, &credential).unwrap();
    };
    let for_path = realm().with_path(Some("refresh_token"));
    keep(&for_path, "git.example", "renewing for a path");
    let other = "refresh_token.git.example";
    keep(
        &Realm::from_fields("https", other).unwrap(),
        other,
        "renewing",
    );
    let renewing_host = Realm::from_fields("https", other).unwrap();
    let answers = || -> Vec<Option<String>> {
        let asked = [
            (&realm(), "git.example"),
            (&for_path, "git.example"),
            (&renewing_host, other),
        ];
        let answer = |(realm, host): (&Realm, &str)| {
            let cache = helper("cache");
            let found = ask_helper::fill(&home.git(), &cache, realm, host, Some("alice"));
            let found = found.unwrap()?;
            Some(String::from_utf8_lossy(found.secret.expose()).into_owned())
        };
        asked.map(answer).to_vec()
    };
    let before = answers();
    assert!(before.iter().all(Option::is_some), "{before:?}");
    let renews = || -> Vec<bool> {
        let entries = stores(&home).list_user(&realm(), "alice").entries;
        entries.iter().map(|entry| entry.renews).collect()
    };
    assert_eq!(renews(), [false], "nobody set the manager up to use it");
    home.write(".gitconfig", "[credential]\n\tcredentialStore = cache\n");
    assert_eq!(renews(), [false, true, true]);
    // The sign-in goes alone, although to the daemon it means all paths.
    let stores = stores(&home);
    let sign_in = stores.list_user(&realm(), "alice").entries.remove(0);
    let snapshot = stores.remove(&sign_in).unwrap();
    assert_eq!(renews(), [true, true]);
    assert!(matches!(
        stores.read(&sign_in),
        Err(StoreError::Gone { .. })
    ));
    stores.restore(&snapshot).unwrap();
    assert_eq!(answers()[1..], before[1..]);

    let workshop = Workshop::open(&home.environment(), &ActivityLog::default()).unwrap();
    let target = ClearTarget::Realm {
        realm: realm(),
        username: Some("alice".to_owned()),
    };
    let cleared = clear(&workshop, &target);
    assert_eq!(answers(), [None, None, None]);
    assert_eq!(undo(&workshop, &cleared.undo).failed, []);
    assert_eq!(answers(), before);
}
