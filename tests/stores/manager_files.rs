//! Git Credential Manager's files, also where it is not there any more: what it wrote, and what
//! else may lie between.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use git_locksmith::git::Config;
use git_locksmith::model::{Entry, Realm, StoreKind, TokenKind};
use git_locksmith::store::{Listing, StoreError, Stores};

use crate::support::gpg::Gpg;
use crate::support::home::Home;

const ALICE: &str = "ATBBabcdefghijklmnop1234\nservice=https://git.example\naccount=alice\n";
const FOLDER: &str = ".gcm/store/git/https/git.example";

fn stores(home: &Home) -> Stores {
    let git = home.git();
    Stores::of(&git, &Config::personal(&git))
}

fn realm(host: &str) -> Realm {
    Realm::from_fields("https", host).unwrap()
}

fn listing(home: &Home) -> Listing {
    stores(home).list(&[realm("git.example")])
}

fn list(home: &Home) -> Vec<Entry> {
    let listing = listing(home);
    assert_eq!(listing.problems, []);
    listing.entries
}

/// `user path store`, sorted.
fn words(entries: &[Entry]) -> Vec<String> {
    let word = |entry: &Entry| {
        format!(
            "{} {} {}{}",
            entry.username.as_deref().unwrap_or("?"),
            entry.path.as_deref().unwrap_or("-"),
            entry.store.words(),
            if entry.renews { ", renews" } else { "" }
        )
    };
    let mut words: Vec<String> = entries.iter().map(word).collect();
    words.sort();
    words
}

fn manager_file(home: &Home, path: &str, service: &str, account: &str) {
    let text = format!("secret of {account}\nservice={service}\naccount={account}\n");
    home.write(format!(".gcm/store/git/{path}/{account}.credential"), text);
}

#[test]
fn plain_files_tell_who_where_and_what_kind() {
    let home = Home::new();
    home.write(format!("{FOLDER}/alice.credential"), ALICE);
    manager_file(
        &home,
        "https/git.example/team/a%20b.git",
        "https://git.example/team/a%20b.git",
        "bob",
    );
    for (path, service) in [
        (
            "https/git.example/refresh_token",
            "https://git.example/refresh_token",
        ),
        (
            "https/refresh_token.git.example",
            "https://refresh_token.git.example",
        ),
        (
            "https/oauth-refresh-token.git.example",
            "https://oauth-refresh-token.git.example/",
        ),
    ] {
        manager_file(&home, path, service, "renewer");
    }
    // Other servers, and another way there.
    manager_file(
        &home,
        "https/git.example:8443",
        "https://git.example:8443",
        "port",
    );
    manager_file(&home, "http/git.example", "http://git.example", "plain");
    manager_file(
        &home,
        "https/not-git.example",
        "https://not-git.example",
        "other",
    );
    let entries = list(&home);
    let files = "Git Credential Manager's files";
    assert_eq!(
        words(&entries),
        [
            format!("alice - {files}"),
            format!("bob team/a b.git {files}"),
            format!("renewer - {files}, renews"),
            format!("renewer - {files}, renews"),
            format!("renewer refresh_token {files}, renews"),
        ]
    );
    let alice = entries
        .iter()
        .find(|entry| entry.username.as_deref() == Some("alice"))
        .unwrap();
    assert_eq!(alice.location, format!("~/{FOLDER}/alice.credential"));
    assert_eq!(alice.kind, Some(TokenKind::BitbucketAppPassword));
    assert!(alice.is_plain_text());
    assert_eq!(
        stores(&home).read(alice).unwrap().secret.expose(),
        b"ATBBabcdefghijklmnop1234"
    );
    let with_port = stores(&home).list(&[realm("git.example:8443")]).entries;
    assert_eq!(words(&with_port), [format!("port - {files}")]);
    let narrowed = realm("git.example").with_path(Some("team/a b.git"));
    assert_eq!(stores(&home).list(&[narrowed]).entries.len(), 1);
}

#[test]
fn exactly_one_file_goes_and_comes_back_with_its_bytes_and_mode() {
    let home = Home::new();
    let file = home.write(format!("{FOLDER}/alice.credential"), ALICE);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    manager_file(&home, "https/git.example", "https://git.example", "bob");
    let stores = stores(&home);
    let entries = list(&home);
    let alice = entries
        .iter()
        .find(|entry| entry.username.as_deref() == Some("alice"))
        .unwrap();
    let snapshot = stores.remove(alice).unwrap();
    assert_eq!(
        words(&list(&home)),
        ["bob - Git Credential Manager's files"]
    );
    assert!(matches!(stores.remove(alice), Err(StoreError::Gone { .. })));
    // Whatever became of its folder.
    fs::remove_dir_all(home.path().join(".gcm")).unwrap();
    stores.restore(&snapshot).unwrap();
    stores.restore(&snapshot).unwrap();
    assert_eq!(fs::read_to_string(&file).unwrap(), ALICE);
    assert_eq!(
        fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o640
    );
    assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 1);
    let root = fs::metadata(home.path().join(".gcm/store")).unwrap();
    assert_eq!(root.permissions().mode() & 0o777, 0o700);

    let newer = ALICE.replace("ATBB", "ATCT");
    fs::write(&file, &newer).unwrap();
    let error = stores.restore(&snapshot).unwrap_err();
    assert!(matches!(error, StoreError::Taken { .. }), "{error}");
    assert_eq!(fs::read_to_string(&file).unwrap(), newer);
}

#[test]
fn the_folder_and_the_namespace_may_be_others() {
    let mut home = Home::new();
    home.write("there/mine/https/git.example/a.credential", ALICE);
    home.write(format!("{FOLDER}/alice.credential"), ALICE);
    assert_eq!(list(&home).len(), 1);
    home.write(
        ".gitconfig",
        "[credential]\nplaintextStorePath = ~/there\nnamespace = mine\n",
    );
    let whose = |home: &Home| -> Vec<(String, &str)> {
        let entries = list(home).into_iter();
        let whose = entries.map(|entry| (entry.location, entry.written_by.unwrap()));
        whose.collect()
    };
    let there = "~/there/mine/https/git.example/a.credential".to_owned();
    let default = format!("~/{FOLDER}/alice.credential");
    assert_eq!(
        whose(&home),
        [
            (there, "manager"),
            (default.clone(), "manager, another folder")
        ],
        "what nobody reads now lies there still"
    );
    home.set("GCM_NAMESPACE", "git");
    assert_eq!(
        whose(&home),
        [(default.clone(), "manager, another folder")],
        "another namespace is another's"
    );
    home.write(".gitconfig", "");
    assert_eq!(whose(&home), [(default, "manager")]);
    home.set("GCM_PLAINTEXT_STORE_PATH", home.path().join("elsewhere"));
    home.write("elsewhere/git/https/git.example/b.credential", ALICE);
    assert_eq!(list(&home).len(), 2);
}

#[test]
fn what_is_not_the_managers_is_not_listed() {
    let home = Home::new();
    for (name, text) in [
        ("no-service.credential", "secret\naccount=alice\n"),
        (
            "no-secret.credential",
            "\nservice=https://git.example\naccount=alice\n",
        ),
        (
            "another-host.credential",
            "secret\nservice=https://evil.example\naccount=alice\n",
        ),
        ("one-line.credential", "secret"),
        ("empty.credential", ""),
        ("notes.txt", ALICE),
        (".credential", ALICE),
        ("alice.credential.lock", ALICE),
        (
            "no-url.credential",
            "secret\nservice=git.example\naccount=alice\n",
        ),
    ] {
        home.write(format!("{FOLDER}/{name}"), text);
    }
    assert_eq!(list(&home), []);
}

#[test]
fn odd_shapes_hang_nothing_and_are_told() {
    let home = Home::new();
    let outside = home.write("outside.credential", ALICE);
    home.write("outside/alice.credential", ALICE);
    home.write(format!("{FOLDER}/alice.credential"), ALICE);
    home.write(format!("{FOLDER}/large.credential"), vec![b'x'; 2 << 20]);
    let folder = home.path().join(FOLDER);
    symlink(&outside, folder.join("link.credential")).unwrap();
    symlink(home.path().join("outside"), folder.join("linked")).unwrap();
    symlink(&folder, folder.join("around")).unwrap();
    let pipe = folder.join("pipe.credential");
    rustix::fs::mknodat(
        rustix::fs::CWD,
        &pipe,
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::from_raw_mode(0o600),
        0,
    )
    .unwrap();
    let mut deep = folder.clone();
    for _ in 0..40 {
        deep.push("d");
    }
    fs::create_dir_all(&deep).unwrap();
    fs::write(deep.join("deep.credential"), ALICE).unwrap();
    let Listing { entries, problems } = listing(&home);
    assert_eq!(words(&entries), ["alice - Git Credential Manager's files"]);
    let about = |part: &str| {
        let mut all = problems.iter();
        all.any(|problem| problem.to_string().contains(part))
    };
    for part in [
        "link.credential: is no regular file",
        "linked: is no regular file",
        "around: is no regular file",
        "pipe.credential: is no regular file",
        "large.credential: is larger",
        "lies too deep",
    ] {
        assert!(about(part), "{part}: {problems:?}");
    }
    let store = stores(&home);
    let snapshot = store.remove(&entries[0]).unwrap();
    store.restore(&snapshot).unwrap();
    assert!(outside.exists() && home.path().join("outside/alice.credential").exists());
}

#[test]
fn thousands_of_files_are_told_and_not_read() {
    let home = Home::new();
    for number in 0..1200 {
        home.write(format!("{FOLDER}/user{number}.credential"), "x");
    }
    let Listing { entries, problems } = listing(&home);
    assert_eq!(entries, []);
    assert_eq!(problems.len(), 1);
    assert!(problems[0].message.contains("more than 1000 files"));
}

#[test]
fn a_file_that_became_another_is_left_alone() {
    let home = Home::new();
    let file = home.write(format!("{FOLDER}/alice.credential"), ALICE);
    let entry = list(&home).remove(0);
    let stores = stores(&home);
    for change in ["account=carol", "nothing=here"] {
        fs::write(&file, ALICE.replace("account=alice", change)).unwrap();
        assert!(matches!(
            stores.remove(&entry),
            Err(StoreError::Gone { .. })
        ));
    }
    fs::remove_file(&file).unwrap();
    let target = home.write("target", ALICE);
    symlink(&target, &file).unwrap();
    assert!(matches!(
        stores.remove(&entry),
        Err(StoreError::Gone { .. })
    ));
    assert!(target.exists() && file.symlink_metadata().is_ok());
}

#[test]
fn a_folder_that_must_not_be_written_is_said_so() {
    let home = Home::new();
    let file = home.write(format!("{FOLDER}/alice.credential"), ALICE);
    let entry = list(&home).remove(0);
    let stores = stores(&home);
    let snapshot = stores.remove(&entry).unwrap();
    // A file stands where the folder was.
    fs::remove_dir(file.parent().unwrap()).unwrap();
    fs::write(file.parent().unwrap(), "in the way").unwrap();
    let error = stores.restore(&snapshot).unwrap_err();
    assert!(
        error.to_string().contains("could not be written"),
        "{error}"
    );
    assert_eq!(
        fs::read_to_string(file.parent().unwrap()).unwrap(),
        "in the way"
    );
}

/// The first line is encrypted by Windows, the others are as they are
/// (`DpapiCredentialStore.cs`, 2.7, 2026).
#[test]
fn files_of_windows_are_listed_and_go_and_come_back() {
    let home = Home::new();
    let text =
        "AQAAANCMnd8BFdERjHoAwE/Cl+s=\r\nservice=https://git.example:8443\r\naccount=ACME\\me\r\n";
    let name = ".gcm/dpapi_store/git/https/git.example-8443/ACME_me.credential";
    let file = home.write(name, text);
    let stores = stores(&home);
    let entries = stores.list(&[realm("git.example:8443")]).entries;
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].store, StoreKind::ManagerDpapi);
    assert_eq!(entries[0].username.as_deref(), Some("ACME\\me"));
    assert_eq!(entries[0].kind, None);
    assert!(!entries[0].is_plain_text());
    let error = stores.read(&entries[0]).err().unwrap().to_string();
    assert!(
        error.contains("encrypted for your Windows account"),
        "{error}"
    );
    let snapshot = stores.remove(&entries[0]).unwrap();
    assert!(!file.exists());
    stores.restore(&snapshot).unwrap();
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
}

#[test]
fn encrypted_files_are_listed_by_name_and_read_where_nobody_is_asked() {
    let mut home = Home::new();
    let gpg = Gpg::open(&mut home);
    let text = "s3cret\nservice=https://git.example\naccount=alice\n";
    let file = gpg.encrypt("git/https/git.example/alice.gpg", text);
    // Those of `pass` itself, wherever.
    for other in [
        "git.example/alice.gpg",
        "git/https/git.example.gpg",
        "git/alice.gpg",
    ] {
        gpg.encrypt(other, "of pass\n");
    }
    let entries = list(&home);
    assert_eq!(words(&entries), ["alice - Password store"]);
    assert_eq!((entries[0].kind, entries[0].locked), (None, false));
    let stores = stores(&home);
    let read = stores.read(&entries[0]).unwrap();
    assert_eq!(
        (read.username.as_str(), read.secret.expose()),
        ("alice", &b"s3cret"[..])
    );
    let before = fs::read(&file).unwrap();
    let snapshot = stores.remove(&entries[0]).unwrap();
    assert!(!file.exists());
    assert_eq!(list(&home), []);
    stores.restore(&snapshot).unwrap();
    assert_eq!(fs::read(&file).unwrap(), before);
    assert_eq!(gpg.decrypt(&file), text);
}

#[test]
fn a_key_with_a_passphrase_is_never_asked_for() {
    let mut home = Home::new();
    let gpg = Gpg::locked(&mut home);
    let file = gpg.encrypt(
        "git/https/git.example/alice.gpg",
        "s3cret\nservice=https://git.example\naccount=alice\n",
    );
    let entry = list(&home).remove(0);
    let stores = stores(&home);
    let error = stores.read(&entry).err().unwrap();
    assert!(matches!(error, StoreError::Locked { .. }), "{error}");
    let before = fs::read(&file).unwrap();
    let snapshot = stores.remove(&entry).unwrap();
    stores.restore(&snapshot).unwrap();
    assert_eq!(fs::read(&file).unwrap(), before);
    assert!(!gpg.has_asked());
    // The key does need it, and the pinentry does tell.
    let asked = home
        .command("gpg")
        .args(["--batch", "-d"])
        .arg(&file)
        .output();
    assert!(!asked.unwrap().status.success());
    assert!(gpg.has_asked());
}

#[test]
fn without_keys_nothing_is_made() {
    let home = Home::new();
    let name = ".password-store/git/https/git.example/alice.gpg";
    home.write(name, "not really encrypted");
    let entry = list(&home).remove(0);
    let error = stores(&home).read(&entry).err().unwrap();
    assert!(matches!(error, StoreError::Locked { .. }));
    assert!(!home.path().join(".gnupg").exists());
}

#[test]
fn names_are_shown_without_what_hides_in_them() {
    let home = Home::new();
    home.write(
        ".password-store/git/https/git.example/a\u{202e}\u{1b}[31mb\n.gpg",
        "encrypted",
    );
    let entry = list(&home).remove(0);
    assert_eq!(entry.username.as_deref(), Some("a\u{202e}\u{1b}[31mb\n"));
    assert!(
        entry.location.ends_with("/a\\u{202e}\\u{1b}[31mb .gpg"),
        "{}",
        entry.location
    );
}

/// An encrypted file tells its server by its folders alone, and only Windows has `-` before a port.
#[test]
fn a_server_whose_name_ends_like_a_port_is_another_server() {
    let home = Home::new();
    let name = ".password-store/git/https/git-8443/alice.gpg";
    home.write(name, "encrypted");
    assert_eq!(stores(&home).list(&[realm("git:8443")]).entries, []);
    assert_eq!(stores(&home).list(&[realm("git-8443")]).entries.len(), 1);
}

#[test]
fn no_host_leads_out_of_its_folder() {
    let home = Home::new();
    for name in ["https/git.example/alice.gpg", "bob.gpg"] {
        home.write(format!(".password-store/git/{name}"), "encrypted");
    }
    for host in ["..", ".", "../https", "git.example/..", "/", "\\"] {
        let listing = stores(&home).list(&[Realm::new("https", host, None)]);
        assert_eq!(listing.entries, [], "{host}");
    }
}
