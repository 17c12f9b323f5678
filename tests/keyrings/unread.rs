//! Sign-ins that no configured helper reads any more: listed, said to be so, and cleared with the
//! others.

use git_locksmith::git::ask_helper;
use git_locksmith::jobs::undo::undo;
use git_locksmith::model::{Credential, Secret, StoreKind};

use super::{HOST, clear_user, list, realm, whose, workshop};
use crate::support::cli::Cli;
use crate::support::helpers::{helper, libsecret, libsecret_since_2_43};
use crate::support::home::Home;
use crate::support::keyring::Keyring;

fn save(home: &Home, value: &str, user: &str) {
    let credential = Credential::new(user, Secret::new(format!("{user}'s")));
    ask_helper::approve(&home.git(), &helper(value), &realm(), HOST, &credential).unwrap();
}

/// Sign-ins of every kind, kept when other helpers were configured.
fn left_behind() -> (Home, Keyring) {
    let mut home = Home::new();
    let keyring = Keyring::unlocked(&mut home);
    save(&home, libsecret().to_str().unwrap(), "old-libsecret");
    save(
        &home,
        libsecret_since_2_43().to_str().unwrap(),
        "new-libsecret",
    );
    save(
        &home,
        env!("CARGO_BIN_EXE_git-credential-locksmith"),
        "locksmith",
    );
    save(&home, "store", "store");
    save(&home, "cache", "cache");
    for (service, account) in [
        ("git:https://git.example", "manager"),
        ("mine:https://git.example", "namespace"),
    ] {
        keyring.add(
            service,
            &[
                ("xdg:schema", "com.microsoft.GitCredentialManager"),
                ("service", service),
                ("account", account),
            ],
            b"x",
        );
    }
    home.write(
        ".config/git/credentials",
        "https://xdg-store:s@git.example\n",
    );
    let file = home.path().join("elsewhere");
    home.write("elsewhere", "https://other-servers-file:s@git.example\n");
    home.write(
        ".gitconfig",
        format!(
            "[credential \"https://other.example\"]\n\thelper = store --file=\"{}\"\n\
             [credential \"https://third.example\"]\n\tnamespace = mine\n",
            file.display()
        ),
    );
    home.repository(
        "work/api",
        &[("origin", "https://git.example/acme/api.git")],
    );
    (home, keyring)
}

fn users(home: &Home) -> Vec<String> {
    let entries = list(home).into_iter();
    let mut users: Vec<String> = entries.filter_map(|entry| entry.username).collect();
    users.sort();
    users
}

const ALL: [&str; 9] = [
    "cache",
    "locksmith",
    "manager",
    "namespace",
    "new-libsecret",
    "old-libsecret",
    "other-servers-file",
    "store",
    "xdg-store",
];

#[test]
fn all_are_listed_as_unread_and_cleared_at_once() {
    let (home, keyring) = left_behind();
    let items = keyring.items();
    assert_eq!(users(&home), ALL);
    let said = Cli::new(home.clone()).run(&["sources", "work/api"], "").out;
    for user in ALL {
        let line = said
            .lines()
            .find(|line| line.contains(&format!("saved: {user} at")));
        assert!(line.unwrap().ends_with("; no helper reads this"), "{said}");
    }
    let cleared = clear_user(&home, None);
    assert_eq!(cleared.stayed, []);
    assert_eq!(cleared.removed.len(), ALL.len());
    assert_eq!(users(&home), [""; 0]);
    assert_eq!(keyring.items(), []);
    assert_eq!(undo(&workshop(&home), &cleared.undo).failed, []);
    assert_eq!(users(&home), ALL);
    assert_eq!(keyring.items(), items);
    let ended = home
        .command("git")
        .args(["credential-cache", "exit"])
        .status();
    assert!(ended.unwrap().success());
}

#[test]
fn what_a_helper_in_force_reads_is_not_said_to_be_unread() {
    let (home, _keyring) = left_behind();
    home.write(
        ".gitconfig",
        "[credential]\n\thelper = libsecret\n\thelper = locksmith\n\thelper = !git credential-store --file ~/.git-credentials\n\
         \thelper = manager\n\thelper = cache\n\tnamespace = mine\n\
         \tcredentialStore = secretservice\n",
    );
    let said = Cli::new(home.clone())
        .run(&["sources", "--json", "work/api"], "")
        .out;
    let output: serde_json::Value = serde_json::from_str(&said).unwrap();
    let saved = output["repositories"][0]["remotes"][0]["saved"]
        .as_array()
        .unwrap()
        .clone();
    let unread = saved.iter().filter(|entry| entry["read"] == false);
    let mut unread: Vec<&str> = unread
        .map(|entry| entry["username"].as_str().unwrap())
        .collect();
    unread.sort_unstable();
    // The manager reads its one namespace, and the store the one file that it is told.
    assert_eq!(unread, ["manager", "xdg-store"], "{said}");
    let of_manager = list(&home)
        .into_iter()
        .filter(|entry| entry.store == StoreKind::SecretService);
    let of_manager: Vec<_> = of_manager.collect();
    assert!(whose(&of_manager).contains(&"manager (manager, another namespace)".to_owned()));
    let ended = home
        .command("git")
        .args(["credential-cache", "exit"])
        .status();
    assert!(ended.unwrap().success());
}
