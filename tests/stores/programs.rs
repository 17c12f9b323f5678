//! What real programs keep, each by the same story: two users are listed, one of them goes and
//! comes back, all go and come back, and what others keep beside them is never touched.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use git_locksmith::git::ask_helper;
use git_locksmith::jobs::Workshop;
use git_locksmith::jobs::clear::{ClearTarget, clear, preview};
use git_locksmith::jobs::undo::undo;
use git_locksmith::model::{ActivityLog, Credential, Entry, Realm, Secret, StoreKind};

use crate::support::gpg::Gpg;
use crate::support::helpers::{self, helper};
use crate::support::home::Home;

const HOST: &str = "git.example";
const OTHER: &str = "other.example";
const USERS: [&str; 2] = ["alice", "bob"];

/// A program that keeps sign-ins.
struct Case {
    /// The helper that keeps them.
    keeper: &'static str,
    /// The lines of the configuration.
    settings: &'static str,
    /// What they are listed as.
    kind: StoreKind,
}

#[test]
fn the_file_of_git() {
    story(
        Home::new(),
        &Case {
            keeper: "store",
            settings: "helper = store",
            kind: StoreKind::GitCredentialStore,
        },
    );
}

#[test]
fn the_cache_of_git() {
    story(
        Home::new(),
        &Case {
            keeper: "cache",
            settings: "helper = cache --timeout 3600",
            kind: StoreKind::CacheDaemon,
        },
    );
}

/// It makes new tokens in the browser; the helper before it keeps them.
#[test]
fn oauth_behind_the_file_of_git() {
    story(
        Home::new(),
        &Case {
            keeper: "store",
            settings: "helper = store\n\thelper = oauth",
            kind: StoreKind::GitCredentialStore,
        },
    );
}

#[test]
fn oauth_behind_the_cache_of_git() {
    story(
        Home::new(),
        &Case {
            keeper: "cache",
            settings: "helper = cache --timeout 7200\n\thelper = oauth",
            kind: StoreKind::CacheDaemon,
        },
    );
}

#[test]
fn the_managers_plain_files() {
    let Some(home) = with_manager("plaintext") else {
        return;
    };
    story(
        home,
        &Case {
            keeper: "manager",
            settings: "helper = manager\n\tprovider = generic",
            kind: StoreKind::ManagerPlaintext,
        },
    );
}

#[test]
fn the_managers_encrypted_files() {
    let Some(mut home) = with_manager("gpg") else {
        return;
    };
    let gpg = Gpg::open(&mut home);
    gpg.keep_in_pass("web/git.example/alice", "of pass itself");
    story(
        home,
        &Case {
            keeper: "manager",
            settings: "helper = manager\n\tprovider = generic",
            kind: StoreKind::ManagerGpg,
        },
    );
    assert_eq!(gpg.kept_in_pass("web/git.example/alice"), "of pass itself");
}

#[test]
fn the_managers_use_of_the_cache() {
    let Some(mut home) = with_manager("cache") else {
        return;
    };
    let socket = home.path().join("run/socket-of-manager");
    home.set(
        "GCM_CREDENTIAL_CACHE_OPTIONS",
        format!("--timeout 3600 --socket {}", socket.display()),
    );
    story(
        home.clone(),
        &Case {
            keeper: "manager",
            settings: "helper = manager\n\tprovider = generic",
            kind: StoreKind::CacheDaemon,
        },
    );
    let mut exit = home.command("git");
    exit.args(["credential-cache", "--socket"])
        .arg(socket)
        .arg("exit");
    assert!(exit.status().unwrap().success());
}

fn with_manager(store: &str) -> Option<Home> {
    let mut home = Home::new();
    helpers::put_on_path(&mut home, &helpers::manager()?);
    home.set("GCM_CREDENTIAL_STORE", store);
    Some(home)
}

fn story(home: Home, case: &Case) {
    let scene = Scene::new(home, case);
    let before = scene.see();
    assert_eq!(scene.users(), USERS);

    let cleared = clear(&scene.workshop, &all_of(Some("bob")));
    assert_eq!(users(&cleared.removed), ["bob"]);
    assert_eq!(cleared.stayed, []);
    assert_eq!(scene.users(), ["alice"]);
    assert_eq!(scene.answers(HOST, "bob"), None);
    assert_eq!(scene.answers(HOST, "alice").unwrap(), "alice's");
    scene.bystanders_are_as_they_were();
    let undone = undo(&scene.workshop, &cleared.undo);
    assert_eq!(undone.failed, []);
    assert_eq!(scene.see(), before);

    let cleared = clear(&scene.workshop, &all_of(None));
    assert_eq!(users(&cleared.removed), USERS);
    assert_eq!(cleared.stayed, []);
    assert_eq!(scene.users(), [""; 0]);
    scene.bystanders_are_as_they_were();
    assert_eq!(scene.answers(HOST, "alice"), None);
    let undone = undo(&scene.workshop, &cleared.undo);
    assert_eq!(undone.failed, []);
    assert_eq!(scene.see(), before, "byte for byte");
}

/// A home in which the program and others have kept something.
struct Scene<'a> {
    home: Home,
    workshop: Workshop,
    case: &'a Case,
    bystanders: BTreeMap<PathBuf, Vec<u8>>,
}

/// All that can be seen of the places.
#[derive(Debug, PartialEq, Eq)]
struct Seen {
    files: BTreeMap<PathBuf, Vec<u8>>,
    answers: Vec<Option<String>>,
}

impl<'a> Scene<'a> {
    fn new(home: Home, case: &'a Case) -> Self {
        home.write(".gitconfig", format!("[credential]\n\t{}\n", case.settings));
        for (file, text) in [
            (".netrc", "machine other.example login alice password n\n"),
            (
                ".config/gh/hosts.yml",
                "git.example:\n    user: alice\n    oauth_token: in-gh\n",
            ),
            (
                ".gcm/store/git/https/other.example/alice.credential",
                "x\nservice=https://other.example\naccount=alice\n",
            ),
            (".password-store/git.example/alice.gpg", "of pass"),
            (
                ".password-store/git/https/other.example/alice.gpg",
                "of the manager",
            ),
        ] {
            home.write(file, text);
        }
        let bystanders = files(&home.path());
        let workshop = Workshop::open(&home.environment(), &ActivityLog::default()).unwrap();
        let scene = Self {
            home,
            workshop,
            case,
            bystanders,
        };
        for user in USERS {
            scene.keep(HOST, user);
        }
        scene.keep(OTHER, "carol");
        scene
    }

    fn keep(&self, host: &str, user: &str) {
        let credential = Credential::new(user, Secret::new(format!("{user}'s")));
        let keeper = helper(self.case.keeper);
        ask_helper::approve(&self.home.git(), &keeper, &realm(host), host, &credential).unwrap();
    }

    /// What the program itself answers.
    fn answers(&self, host: &str, user: &str) -> Option<String> {
        let keeper = helper(self.case.keeper);
        let found = ask_helper::fill(&self.home.git(), &keeper, &realm(host), host, Some(user));
        let found = found.unwrap()?;
        Some(String::from_utf8_lossy(found.secret.expose()).into_owned())
    }

    /// Who is listed, one after the other where a store shows only one at a time.
    fn users(&self) -> Vec<String> {
        let of = |user| preview(&self.workshop, &all_of(Some(user)));
        let mut entries = Vec::new();
        for user in USERS {
            let (listed, problems) = of(user);
            assert_eq!(problems, []);
            entries.extend(listed);
        }
        assert!(
            entries.iter().all(|entry| entry.store == self.case.kind),
            "{entries:?}"
        );
        users(&entries)
    }

    fn see(&self) -> Seen {
        let all = USERS.iter().map(|user| self.answers(HOST, user));
        Seen {
            files: files(&self.home.path()),
            answers: all.chain([self.answers(OTHER, "carol")]).collect(),
        }
    }

    fn bystanders_are_as_they_were(&self) {
        for (file, bytes) in &self.bystanders {
            assert_eq!(&fs::read(file).unwrap(), bytes, "{}", file.display());
        }
        assert_eq!(self.answers(OTHER, "carol").unwrap(), "carol's");
    }
}

impl Drop for Scene<'_> {
    fn drop(&mut self) {
        let mut exit = self.home.command("git");
        let _ = exit.args(["credential-cache", "exit"]).status();
    }
}

fn realm(host: &str) -> Realm {
    Realm::from_fields("https", host).unwrap()
}

fn all_of(user: Option<&str>) -> ClearTarget {
    ClearTarget::Realm {
        realm: realm(HOST),
        username: user.map(str::to_owned),
    }
}

/// Sorted.
fn users(entries: &[Entry]) -> Vec<String> {
    let users = entries.iter().map(|entry| entry.username.clone());
    let mut users: Vec<String> = users.map(Option::unwrap).collect();
    users.sort();
    users
}

/// All files of a home but what programs keep for themselves.
fn files(home: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![home.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            let kind = entry.file_type().unwrap();
            let own = [".gnupg", "run", ".local", ".cache", ".dotnet"];
            let is_own = own.iter().any(|name| path == home.join(name));
            if kind.is_dir() && !is_own {
                folders.push(path);
            } else if kind.is_file() {
                found.insert(path.clone(), fs::read(path).unwrap());
            }
        }
    }
    found
}
