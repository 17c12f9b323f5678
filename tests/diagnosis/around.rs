//! Rules about what stands around a remote: other servers, other programs, the keyring, Windows.

use std::path::PathBuf;

use git_locksmith::diagnosis;
use git_locksmith::model::finding::Weight;
use git_locksmith::model::machine::System;
use git_locksmith::model::surroundings::{OtherProgram, OtherServer, Place};
use git_locksmith::model::{
    AccessState, Change, Finding, Fix, HelperInForce, Kind, Machine, Origin, Realm, RemoteReport,
    RepositoryReport, RepositorySurroundings, Scope, TokenKind,
};

use super::{answered, findings_on, remote, saved};

const URL: &str = "https://git.example/acme/api.git";

fn with_helper(value: &str) -> RemoteReport {
    let origin = Origin {
        scope: Scope::Global,
        file: PathBuf::from("/home/me/.gitconfig"),
        line: 2,
    };
    let mut remote = remote(URL);
    remote.settings.helpers.push(HelperInForce {
        value: value.to_owned(),
        origin: origin.clone(),
    });
    remote.surroundings.helper_settings.push(Place {
        key: "credential.helper".to_owned(),
        origin,
    });
    remote
}

fn found(remote: &RemoteReport, system: System, rule: &str) -> Option<Finding> {
    let machine = Machine {
        system,
        ..Machine::default()
    };
    let mut findings = findings_on(remote, &[], &machine).into_iter();
    findings.find(|finding| finding.rule == rule)
}

fn has_change(finding: &Finding) -> bool {
    let mut fixes = finding.fixes.iter();
    fixes.any(|fix| matches!(fix, Fix::Change { .. }))
}

#[test]
fn other_servers_are_told_beside_the_first_remote_only() {
    let server = |named_by: &str, is_saved: bool| OtherServer {
        realm: Realm::new("https", "media.example", None),
        named_by: named_by.to_owned(),
        file: ".lfsconfig".to_owned(),
        saved: match is_saved {
            true => vec![saved("media.example", TokenKind::Unknown)],
            false => Vec::new(),
        },
    };
    let told = |servers: Vec<OtherServer>| {
        let (origin, mut second) = (remote(URL), remote(URL));
        second.name = "second".to_owned();
        let repository = RepositoryReport {
            path: PathBuf::from("/work/api"),
            kind: Kind::WorkTree,
            remotes: vec![origin.clone(), second.clone()],
            overrides: Vec::new(),
            surroundings: RepositorySurroundings {
                other_servers: servers,
                ..RepositorySurroundings::default()
            },
            problems: Vec::new(),
        };
        let machine = Machine::default();
        assert_eq!(diagnosis::findings(&second, &repository, &machine), []);
        diagnosis::findings(&origin, &repository, &machine).pop()
    };
    assert_eq!(told(Vec::new()), None);
    let lacking = told(vec![server("lfs.url", false)]).unwrap();
    assert_eq!(lacking.title, "Git LFS fetches from https://media.example");
    assert_eq!(lacking.weight, Weight::Note);
    assert!(lacking.explanation.contains("none is saved"), "{lacking:?}");
    assert_eq!(lacking.fixes.len(), 1);
    let saved = told(vec![server("submodule.lib.url", true)]).unwrap();
    assert!(saved.evidence[0].contains("saved in Login"), "{saved:?}");
    assert_eq!(saved.fixes, []);
    let both = told(vec![
        server("lfs.url", true),
        server("submodule.a.url", false),
    ])
    .unwrap();
    assert!(both.explanation.contains("not every one"), "{both:?}");
}

#[test]
fn programs_of_unknown_hosts_are_told_where_something_is_wrong() {
    let program = |name, host: Option<&str>| OtherProgram {
        name,
        file: "~/.config/it".to_owned(),
        host: host.map(str::to_owned),
        clear: "look there".to_owned(),
    };
    let mut remote = remote(URL);
    remote.surroundings.other_programs = vec![
        program("GitHub CLI", Some("git.example")),
        program("JetBrains IDE", None),
    ];
    let finding = found(&remote, System::Linux, "app-own-store").unwrap();
    assert_eq!(finding.title, "GitHub CLI keeps a sign-in of its own");
    assert_eq!(finding.weight, Weight::Note);
    remote.fetch = answered(AccessState::Rejected, 401, "");
    let finding = found(&remote, System::Linux, "app-own-store").unwrap();
    assert!(
        finding
            .title
            .starts_with("GitHub CLI and JetBrains IDE keep")
    );
    assert_eq!(finding.evidence.len(), 2);
    remote.surroundings.other_programs.clear();
    assert_eq!(found(&remote, System::Linux, "app-own-store"), None);
}

#[test]
fn without_a_keyring_its_helpers_cannot_work() {
    for (helper, store, is_told, is_changed) in [
        ("libsecret", None, true, true),
        ("/usr/lib/git-credential-libsecret", None, true, true),
        ("manager", Some("secretservice"), true, false),
        ("manager", Some("gpg"), false, false),
        ("store", None, false, false),
    ] {
        let mut remote = with_helper(helper);
        remote.surroundings.credential_store = store.map(str::to_owned);
        let rule = |remote: &RemoteReport| found(remote, System::Linux, "keyring-locked");
        assert_eq!(rule(&remote), None, "{helper}: not known");
        remote.surroundings.keyring_answers = Some(true);
        assert_eq!(rule(&remote), None, "{helper}: it answers");
        remote.surroundings.keyring_answers = Some(false);
        let finding = rule(&remote);
        assert_eq!(finding.is_some(), is_told, "{helper}: {finding:?}");
        let Some(finding) = finding else { continue };
        assert_eq!(has_change(&finding), is_changed, "{helper}");
        assert_eq!(finding.weight, Weight::Warning);
        remote.fetch = answered(AccessState::SignInNeeded, 401, "");
        assert_eq!(rule(&remote).unwrap().weight, Weight::Failure);
        let other = remote.settings.helpers[0].clone();
        let value = "store".to_owned();
        remote
            .settings
            .helpers
            .push(HelperInForce { value, ..other });
        assert_eq!(rule(&remote).unwrap().weight, Weight::Note);
    }
}

#[test]
fn what_is_locked_is_not_said_to_be_missing() {
    let mut remote = with_helper("libsecret");
    remote.fetch = answered(AccessState::SignInNeeded, 401, "");
    let rule = |remote: &RemoteReport, rule| found(remote, System::Linux, rule);
    assert!(rule(&remote, "no-answer").is_some());
    let mut entry = saved("github.com", TokenKind::Unknown);
    entry.locked = true;
    remote.saved = vec![entry];
    assert_eq!(rule(&remote, "no-answer"), None);
    assert!(rule(&remote, "keyring-locked").is_some());
}

#[test]
fn a_full_vault_of_windows_is_told_by_its_words() {
    let refused = "fatal: Failed to write item to store. [0x8]\n\
                   fatal: Not enough memory resources are available to process this command";
    for (helper, said, system, is_told) in [
        ("manager", refused, System::Windows, true),
        (
            "wincred",
            "The stub received bad data",
            System::Windows,
            true,
        ),
        ("manager", refused, System::Linux, false),
        ("store", refused, System::Windows, false),
        ("manager", "Access denied", System::Windows, false),
    ] {
        let mut remote = with_helper(helper);
        remote.fetch = answered(AccessState::SignInNeeded, 401, said);
        let finding = found(&remote, system, "wincred-limits");
        assert_eq!(finding.is_some(), is_told, "{helper} {said} {finding:?}");
        let Some(finding) = finding else { continue };
        assert!(finding.evidence[0].contains(said));
        let to_files = finding.fixes.iter().any(|fix| {
            matches!(fix, Fix::Change { change: Change::AddValue { value, .. }, .. } if value == "dpapi")
        });
        assert_eq!(to_files, helper == "manager");
    }
}
