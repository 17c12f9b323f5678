//! Items of programs that Git does not ask: named with the right way to sign out there, never
//! listed, never removed.

use git_locksmith::model::surroundings::OtherProgram;
use serde_json::Value;

use super::{clear_user, list, stores, whose};
use crate::support::cli::Cli;
use crate::support::home::Home;
use crate::support::keyring::Keyring;

type Pair = (&'static str, &'static str);
type Attributes = &'static [Pair];

/// What the programs write: label and attributes, and for which host it is.
const ITEMS: &[(&str, Attributes, Option<Pair>)] = &[
    (
        "Password for '' on 'gh:git.example'",
        &[("service", "gh:git.example"), ("username", "")],
        Some(("GitHub CLI", "git.example")),
    ),
    (
        "Password for 'alice' on 'gh:git.example'",
        &[("service", "gh:git.example"), ("username", "alice")],
        Some(("GitHub CLI", "git.example")),
    ),
    (
        "Password for '' on 'glab:gitlab.example'",
        &[("service", "glab:gitlab.example"), ("username", "")],
        Some(("GitLab CLI", "gitlab.example")),
    ),
    (
        "GitHub - https://api.github.com/alice",
        &[
            ("xdg:schema", "org.freedesktop.Secret.Generic"),
            ("service", "GitHub - https://api.github.com"),
            ("account", "alice"),
        ],
        Some(("GitHub Desktop", "github.com")),
    ),
    (
        "IntelliJ Platform Git HTTP — https://alice@git.example:8443",
        &[
            ("xdg:schema", "com.intellij.credentialStore.Credential"),
            (
                "service",
                "IntelliJ Platform Git HTTP — https://alice@git.example:8443",
            ),
            ("account", "alice"),
        ],
        Some(("JetBrains IDE", "git.example")),
    ),
    (
        "IntelliJ Platform Deployment Passwords",
        &[
            ("xdg:schema", "com.intellij.credentialStore.Credential"),
            ("service", "IntelliJ Platform Deployment Passwords"),
            ("account", "alice"),
        ],
        None,
    ),
    (
        "ksshaskpass/https://alice@git.example",
        &[
            ("xdg:schema", "org.qt.keychain"),
            ("server", "ksshaskpass"),
            ("user", "https://alice@git.example"),
            ("type", "plaintext"),
        ],
        Some(("ksshaskpass", "git.example")),
    ),
    (
        "ksshaskpass//home/alice/.ssh/id_ed25519",
        &[
            ("xdg:schema", "org.qt.keychain"),
            ("server", "ksshaskpass"),
            ("user", "/home/alice/.ssh/id_ed25519"),
            ("type", "plaintext"),
        ],
        None,
    ),
    (
        "https://git.example",
        &[
            ("xdg:schema", "org.gnome.Gitg.Credentials"),
            ("scheme", "https"),
            ("host", "git.example"),
            ("user", "alice"),
        ],
        Some(("gitg", "git.example")),
    ),
    (
        "a command in a host's place",
        &[("service", "gh:x; rm -rf ~"), ("username", "")],
        None,
    ),
    ("Chrome Safe Storage", &[("application", "chrome")], None),
];

fn home_with_items() -> (Home, Keyring) {
    let mut home = Home::new();
    let keyring = Keyring::unlocked(&mut home);
    for (label, attributes, _) in ITEMS {
        keyring.add(label, attributes, b"another program's");
    }
    (home, keyring)
}

fn named(programs: &[OtherProgram]) -> Vec<(&str, &str)> {
    let mut named: Vec<_> = programs
        .iter()
        .map(|program| (program.name, program.host.as_deref().unwrap()))
        .collect();
    named.sort_unstable();
    named
}

#[test]
fn each_is_named_once_for_its_host_and_none_is_listed_or_cleared() {
    let (home, keyring) = home_with_items();
    let before = keyring.items();
    let mut expected: Vec<_> = ITEMS.iter().filter_map(|(.., told)| *told).collect();
    expected.sort_unstable();
    expected.dedup();
    let programs = stores(&home).other_programs();
    assert_eq!(named(&programs), expected);
    for program in &programs {
        assert_eq!(program.file, "keyring Login");
        assert!(!program.clear.is_empty());
    }
    assert_eq!(whose(&list(&home)), [""; 0]);
    let cleared = clear_user(&home, None);
    assert_eq!((cleared.removed, cleared.stayed), (vec![], vec![]));
    assert_eq!(keyring.items(), before);

    keyring.lock();
    assert_eq!(named(&stores(&home).other_programs()), expected);
    assert!(keyring.is_locked());
    assert!(!keyring.has_prompted());
}

#[test]
fn a_keyring_that_was_never_unlocked_names_none_and_asks_nobody() {
    let (home, mut keyring) = home_with_items();
    keyring.restart_never_unlocked(&home);
    assert_eq!(stores(&home).other_programs(), []);
    assert!(keyring.is_locked());
    assert!(!keyring.has_prompted());
}

#[test]
fn the_remote_of_that_host_says_how_to_sign_out_there() {
    let (home, _keyring) = home_with_items();
    home.repository(
        "work/api",
        &[("origin", "https://git.example/acme/api.git")],
    );
    home.repository(
        "work/lab",
        &[("origin", "https://gitlab.example/acme/api.git")],
    );
    let cli = Cli::new(home);
    let advice = |path: &str| -> Vec<String> {
        let ran = cli.run(&["check", "--offline", "--json", path], "");
        let output: Value = serde_json::from_str(&ran.out).unwrap();
        let findings = output["repositories"][0]["remotes"][0]["findings"].clone();
        let findings = findings.as_array().unwrap().clone();
        let found = findings.iter().find(|one| one["rule"] == "app-own-store");
        let fixes = found.unwrap()["fixes"].as_array().unwrap().clone();
        let texts = fixes
            .iter()
            .map(|fix| fix["text"].as_str().unwrap().to_owned());
        texts.collect()
    };
    let of_example = advice("work/api");
    assert_eq!(of_example.len(), 4, "{of_example:?}");
    assert!(
        of_example
            .iter()
            .any(|text| text.contains("gh auth logout --hostname git.example"))
    );
    assert_eq!(
        advice("work/lab"),
        ["To clear what GitLab CLI keeps: run `glab auth logout --hostname gitlab.example`"]
    );
}
