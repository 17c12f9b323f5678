//! The netrc file: listed, never changed.

use std::fs;

use git_locksmith::git::Config;
use git_locksmith::model::{Entry, Realm, StoreKind};
use git_locksmith::store::{StoreError, Stores};

use crate::support::forge::{Forge, Reply};
use crate::support::home::Home;

fn stores(home: &Home) -> Stores {
    let git = home.git();
    Stores::of(&git, &Config::personal(&git))
}

fn list(home: &Home, host: &str) -> Vec<Entry> {
    let realm = Realm::from_fields("https", host).unwrap();
    let listing = stores(home).list(&[realm]);
    assert_eq!(listing.problems, []);
    listing.entries
}

/// `user:password` of each login that counts for `git.example`.
fn logins(content: &str) -> Vec<String> {
    let home = Home::new();
    home.write(".netrc", content);
    list(&home, "git.example")
        .iter()
        .map(|entry| {
            let read = stores(&home).read(entry).unwrap();
            let password = String::from_utf8_lossy(read.secret.expose()).into_owned();
            format!("{}:{password}", read.username)
        })
        .collect()
}

#[test]
fn the_file_is_read_as_curl_reads_it() {
    for (content, expected) in [
        ("machine git.example login a password b", &["a:b"][..]),
        ("machine git.example\n\tlogin a\n\tpassword b\n", &["a:b"]),
        ("machine GIT.example login a password b", &["a:b"]),
        ("machine other.example login a password b", &[]),
        ("machine git.example login a", &[]),
        ("machine git.example password b login a account c", &["a:b"]),
        (
            "machine git.example login a password b\nmachine git.example login c password d",
            &["a:b", "c:d"],
        ),
        ("default login a password b", &["a:b"]),
        (
            "machine git.example login a password b default login c password d",
            &["a:b", "c:d"],
        ),
        (
            "machine git.example login \"a b\" password \"c\\\"d\\\\e\"",
            &["a b:c\"d\\e"],
        ),
        (
            "# machine git.example login x password y\nmachine git.example login a password b # end",
            &["a:b"],
        ),
        (
            "macdef init\nmachine git.example login x password y\n\nmachine git.example login a password b",
            &["a:b"],
        ),
        (
            "machine git.example login a password pass#word",
            &["a:pass#word"],
        ),
        (
            "machine git.example login password password password",
            &["password:password"],
        ),
        ("", &[]),
        ("machine", &[]),
    ] {
        assert_eq!(logins(content), expected, "{content:?}");
    }
}

#[test]
fn git_sends_what_is_read() {
    for content in [
        "machine 127.0.0.1 login a password b",
        "machine 127.0.0.1 login a password b\nmachine 127.0.0.1 login c password d",
        "machine other.example login x password y\n\nmachine 127.0.0.1\n\tlogin a\n\tpassword b\n",
        "default login a password b",
        "machine 127.0.0.1 password b login a",
        "machine 127.0.0.1 login \"a b\" password \"c\\\"d\"",
        "# machine 127.0.0.1 login x password y\nmachine 127.0.0.1 login a password b",
        "macdef init\nmachine 127.0.0.1 login x password y\n\nmachine 127.0.0.1 login a password b",
        "machine 127.0.0.1 login a password p#w",
        "MACHINE 127.0.0.1 LOGIN a PASSWORD b",
        "machine other.example login a password b",
    ] {
        let home = Home::new();
        home.write(".netrc", content);
        let forge = Forge::start(|_| Reply::sign_in("Forge"));
        let sent = home
            .command("git")
            .args(["ls-remote", &forge.url("a.git")])
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_ASKPASS", "")
            .output();
        assert!(!sent.unwrap().status.success());
        let realm = Realm::from_fields("http", &format!("127.0.0.1:{}", forge.port())).unwrap();
        let listed = stores(&home).list(&[realm]).entries;
        let ours = listed.first().map(|entry| {
            let read = stores(&home).read(entry).unwrap();
            format!(
                "{}:{}",
                read.username,
                String::from_utf8_lossy(read.secret.expose())
            )
        });
        assert_eq!(forge.sign_ins().first(), ours.as_ref(), "{content:?}");
    }
}

#[test]
fn a_machine_is_for_all_its_ports_and_is_not_removed() {
    let home = Home::new();
    let content = "machine git.example login alice password s3cret\n";
    let file = home.write(".netrc", content);
    let entries = list(&home, "git.example:8443");
    assert_eq!(entries[0].store, StoreKind::Netrc);
    assert_eq!(entries[0].location, "~/.netrc");
    assert_eq!(entries[0].host, "git.example:8443");
    let error = stores(&home).remove(&entries[0]).err().unwrap();
    assert!(matches!(error, StoreError::ReadOnly { .. }));
    let words = error.to_string();
    assert!(
        words.contains("~/.netrc") && words.contains("machine git.example"),
        "{words}"
    );
    assert_eq!(fs::read_to_string(file).unwrap(), content);
}

#[test]
fn another_file_may_be_named() {
    let mut home = Home::new();
    home.write(".netrc", "machine git.example login a password b");
    let other = home.write("other", "machine git.example login c password d");
    home.set("NETRC", other);
    let entries = list(&home, "git.example");
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].username.as_deref(), Some("c"));
}
