//! The files of `git-credential-store`, compared with what Git itself finds in them.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Stdio;

use git_locksmith::git::Config;
use git_locksmith::git::locked_file::FileError;
use git_locksmith::model::{Entry, Realm, TokenKind};
use git_locksmith::store::{StoreError, Stores};

use crate::support::home::Home;

fn stores(home: &Home) -> Stores {
    let git = home.git();
    Stores::of(&git, &Config::personal(&git))
}

fn realm(host: &str) -> Realm {
    Realm::from_fields("https", host).unwrap()
}

fn list(home: &Home, host: &str) -> Vec<Entry> {
    let listing = stores(home).list(&[realm(host)]);
    assert_eq!(listing.problems, []);
    listing.entries
}

fn users(entries: &[Entry]) -> Vec<&str> {
    entries
        .iter()
        .map(|entry| entry.username.as_deref().unwrap())
        .collect()
}

/// What the real helper answers for a host.
fn git_finds(home: &Home, host: &str) -> Option<(String, String)> {
    use std::io::Write;
    let mut child = home
        .command("git")
        .args(["credential-store", "get"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    write!(
        child.stdin.take().unwrap(),
        "protocol=https\nhost={host}\n\n"
    )
    .unwrap();
    let out = child.wait_with_output().unwrap().stdout;
    let out = String::from_utf8_lossy(&out).into_owned();
    let field = |name: &str| {
        out.lines()
            .find_map(|line| line.strip_prefix(name).map(str::to_owned))
    };
    Some((field("username=")?, field("password=")?))
}

#[test]
fn every_line_is_read_as_git_reads_it() {
    let cases = [
        "https://user:pass@git.example",
        "https://user:pass@git.example/",
        "https://user:pass@git.example/team/app.git",
        "https://us%65r:p%61ss@git.example",
        "https://user:p%zzss@git.example",
        "https://user:p%00ss@git.example",
        "https://user:p%0ass@git.example",
        "https://user:p:a:ss@git.example",
        "https://user:@git.example",
        "https://:pass@git.example",
        "https://user@git.example",
        "https://git.example",
        "# a comment",
        "",
        "https://user:pass@git.example\r",
        "https://user:pass@git.example/x\r",
        "https://user:pass@git%2eexample",
        "https://user:pass@Git.Example",
        "HTTPS://user:pass@git.example",
        "https://user:pass@git.example?x=1",
        "https://user:pass@git.example#x",
        "https://user:pass@other.example@git.example",
        "https://user:pass/word@git.example",
        "http://user:pass@git.example",
        "://user:pass@git.example",
        "https:/user:pass@git.example",
        " https://user:pass@git.example",
        "https://user:pass@git.example ",
        "https://%75%73er:pa%25ss@git.example",
        "https://u%40ser:pass@git.example",
        "https://user:pass@git.example:443",
    ];
    for line in cases {
        let home = Home::new();
        home.write(".git-credentials", format!("{line}\n"));
        let ours = list(&home, "git.example")
            .into_iter()
            .find(|entry| entry.host == "git.example" && entry.protocol == "https");
        let ours = ours.map(|entry| {
            let read = stores(&home).read(&entry).unwrap();
            let password = String::from_utf8_lossy(read.secret.expose()).into_owned();
            (read.username, password)
        });
        assert_eq!(ours, git_finds(&home, "git.example"), "{line:?}");
    }
}

#[test]
fn entries_tell_who_where_and_what_kind() {
    let home = Home::new();
    home.write(
        ".git-credentials",
        "https://alice:ATBBabcdefghijklmnop1234@bitbucket.org\nhttps://bob:x@bitbucket.org/team/app.git\n",
    );
    let entries = list(&home, "bitbucket.org");
    assert_eq!(users(&entries), ["alice", "bob"]);
    assert_eq!(entries[0].kind, Some(TokenKind::BitbucketAppPassword));
    assert_eq!(entries[0].location, "~/.git-credentials");
    assert_eq!(entries[1].path.as_deref(), Some("team/app.git"));
    let narrowed = realm("bitbucket.org").with_path(Some("team/app.git"));
    assert_eq!(users(&stores(&home).list(&[narrowed]).entries), ["bob"]);
}

#[test]
fn all_files_are_looked_at() {
    let home = Home::new();
    let own = "https://own:x@git.example\n";
    home.write(".git-credentials", "https://home:x@git.example\n");
    home.write(".config/git/credentials", "https://xdg:x@git.example\n");
    home.write("my files/credentials", own);
    home.write("tilde/credentials", "https://tilde:x@git.example\n");
    home.write("dollar/credentials", "https://dollar:x@git.example\n");
    home.write("relative", "https://relative:x@git.example\n");
    let quoted = home.path().join("my files/credentials");
    home.write(
        ".gitconfig",
        format!(
            "[credential]\nhelper = \"store --file '{}'\"\nhelper = store --file ~/tilde/credentials\n\
             helper = store --file relative\n[credential \"https://git.example\"]\n\
             helper = \"!git credential-store --file=$HOME/dollar/credentials\"\n",
            quoted.display()
        ),
    );
    let entries = list(&home, "git.example");
    assert_eq!(users(&entries), ["home", "xdg", "own", "tilde", "dollar"]);
}

#[test]
fn exactly_one_line_goes_and_comes_back_byte_for_byte() {
    let home = Home::new();
    let before = "# mine\n\nhttps://a:1@git.example\nhttps://a:1@git.example\nnonsense \u{e9}\r\n\
                  https://b:2@git.example\nhttps://a:1@other.example";
    let file = home.write(".git-credentials", before);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    let stores = stores(&home);
    for (index, left) in [
        (0, before.replacen("https://a:1@git.example\n", "", 1)),
        (2, before.replace("https://b:2@git.example\n", "")),
    ] {
        let entries = list(&home, "git.example");
        let snapshot = stores.remove(&entries[index]).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), left);
        assert_eq!(mode(&file), 0o640);
        stores.restore(&snapshot).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), before);
    }
    assert!(!home.path().join(".git-credentials.lock").exists());
}

#[test]
fn what_others_wrote_meanwhile_is_kept() {
    let home = Home::new();
    let file = home.write(
        ".git-credentials",
        "https://a:1@one.example\nhttps://b:2@two.example\nhttps://c:3@three.example\n",
    );
    let stores = stores(&home);
    let entry = list(&home, "two.example").remove(0);
    let snapshot = stores.remove(&entry).unwrap();
    fs::write(
        &file,
        "https://new:9@nine.example\nhttps://a:1@one.example\nhttps://c:4@three.example\n",
    )
    .unwrap();
    stores.restore(&snapshot).unwrap();
    assert_eq!(
        fs::read_to_string(&file).unwrap(),
        "https://new:9@nine.example\nhttps://a:1@one.example\nhttps://b:2@two.example\nhttps://c:4@three.example\n"
    );
    stores.restore(&snapshot).unwrap();
    assert_eq!(list(&home, "two.example").len(), 1, "it comes back once");
}

#[test]
fn a_file_that_is_gone_is_made_anew_for_the_person_alone() {
    let home = Home::new();
    let file = home.write(".git-credentials", "https://a:1@git.example");
    let stores = stores(&home);
    let snapshot = stores.remove(&list(&home, "git.example")[0]).unwrap();
    fs::remove_file(&file).unwrap();
    stores.restore(&snapshot).unwrap();
    assert_eq!(
        fs::read_to_string(&file).unwrap(),
        "https://a:1@git.example"
    );
    assert_eq!(mode(&file), 0o600);
}

#[test]
fn a_symbolic_link_stays_one() {
    let home = Home::new();
    let target = home.write("dotfiles/credentials", "https://a:1@git.example\n");
    let link = home.path().join(".git-credentials");
    std::os::unix::fs::symlink("dotfiles/credentials", &link).unwrap();
    let stores = stores(&home);
    let snapshot = stores.remove(&list(&home, "git.example")[0]).unwrap();
    assert!(link.symlink_metadata().unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&target).unwrap(), "");
    stores.restore(&snapshot).unwrap();
    assert!(link.symlink_metadata().unwrap().is_symlink());
    assert_eq!(
        fs::read_to_string(&target).unwrap(),
        "https://a:1@git.example\n"
    );
}

#[test]
fn a_held_lock_is_named_and_the_file_is_as_it_was() {
    let home = Home::new();
    let file = home.write(".git-credentials", "https://a:1@git.example\n");
    let lock = home.write(".git-credentials.lock", "");
    let stores = stores(&home);
    let error = stores.remove(&list(&home, "git.example")[0]).err().unwrap();
    assert!(matches!(
        error,
        StoreError::File(FileError::LockHeld { .. })
    ));
    assert!(
        error.to_string().contains(lock.to_str().unwrap()),
        "{error}"
    );
    assert!(lock.exists(), "the lock is another program's");
    assert_eq!(
        fs::read_to_string(file).unwrap(),
        "https://a:1@git.example\n"
    );
}

#[test]
fn a_write_protected_file_is_not_changed() {
    let home = Home::new();
    let file = home.write(".git-credentials", "https://a:1@git.example\n");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o400)).unwrap();
    let stores = stores(&home);
    let error = stores.remove(&list(&home, "git.example")[0]).err().unwrap();
    assert!(
        matches!(error, StoreError::File(FileError::WriteProtected { .. })),
        "{error}"
    );
    assert_eq!(
        fs::read_to_string(file).unwrap(),
        "https://a:1@git.example\n"
    );
}

#[test]
fn what_is_no_file_is_a_problem_and_hangs_nothing() {
    let home = Home::new();
    let pipe = home.path().join(".git-credentials");
    let made = home.command("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let listing = stores(&home).list(&[realm("git.example")]);
    assert!(listing.entries.is_empty());
    assert_eq!(listing.problems.len(), 1);
    assert!(listing.problems[0].message.contains("no regular file"));
}

#[test]
fn what_is_no_longer_there_is_said_so() {
    let home = Home::new();
    let file = home.write(".git-credentials", "https://a:1@git.example\n");
    let entry = list(&home, "git.example").remove(0);
    fs::write(&file, "https://b:1@git.example\n").unwrap();
    let error = stores(&home).remove(&entry).err().unwrap();
    assert!(matches!(error, StoreError::Gone { .. }));
    assert_eq!(
        fs::read_to_string(file).unwrap(),
        "https://b:1@git.example\n"
    );
}

fn mode(file: &Path) -> u32 {
    fs::metadata(file).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_file_of_many_lines_is_read_in_no_time() {
    let home = Home::new();
    let others = (0..15_000).map(|n| format!("https://u{n}:p@h{n}.example\n"));
    let file: String = others.collect();
    home.write(".git-credentials", file + "https://me:s@git.example\n");
    assert_eq!(users(&list(&home, "git.example")), ["me"]);
}
