//! Git's credential cache: a real daemon, asked for what it would answer.

use git_locksmith::git::{Config, ask_helper};
use git_locksmith::model::{Credential, Entry, Realm, Secret, StoreKind};
use git_locksmith::store::Stores;

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
