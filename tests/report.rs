//! The report for a colleague: what it tells, and what it must not.

use std::path::Path;
use std::sync::Mutex;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use git_locksmith::jobs::Workshop;
use git_locksmith::jobs::report::report;
use git_locksmith::jobs::scan::{Scanned, scan};
use git_locksmith::model::{Access, AccessState, ActivityLog, Cancel, RepositoryReport};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::support::cli::Cli;
use crate::support::forge::{Account, Forge};
use crate::support::home::Home;

fn scanned(home: &Home, folder: &Path) -> (Workshop, Vec<RepositoryReport>) {
    let workshop = Workshop::open(&home.environment(), &ActivityLog::default()).unwrap();
    let found = Mutex::new(Vec::new());
    scan(
        &workshop,
        &[folder.to_owned()],
        false,
        &Cancel::default(),
        &|scanned| {
            if let Scanned::Repository(report) = scanned {
                found.lock().unwrap().push(*report);
            }
        },
    );
    (workshop, found.into_inner().unwrap())
}

/// `needle` in the forms in which it could leave.
fn assert_is_without(text: &str, needle: &str) {
    let base64 = BASE64_STANDARD.encode(needle);
    for form in [
        needle.to_owned(),
        utf8_percent_encode(needle, NON_ALPHANUMERIC).to_string(),
        base64.trim_end_matches('=').to_owned(),
    ] {
        let found = text.to_lowercase().contains(&form.to_lowercase());
        assert!(!found, "{needle} leaves as {form}:\n{text}");
    }
}

const SECRETS: &[&str] = &[
    "p1ant-in+url",
    "p1ant-in+push",
    "p1ant-in-rewrite",
    "cDFhbnQtaW4taGVhZGVy",
    "p1ant-in-netrc",
    "p1ant-in-store",
    "p1ant-in-keyring",
    "p1ant-in-snippet",
    "p1ant-in-argument",
    "p1ant-in-own-helper",
    "p1ant-in-variable",
    "p1ant-in-gitlab-variable",
];

const USERS: &[&str] = &[
    "uma+url",
    "percy-push",
    "rory-rewrite",
    "nora-netrc",
    "stan-store",
    "kay-keyring",
    "cora@config.example",
    "abe-asked",
    "dana-denied",
    "loginname",
];

/// Secrets and user names everywhere a report could take them from.
fn planted(home: &mut Home) -> RepositoryReport {
    home.write(
        ".gitconfig",
        "[credential]\n\thelper = store\n\thelper = \"!echo password=p1ant-in-snippet; :\"\n\
         \thelper = gone-helper --token p1ant-in-argument\n\
         [credential \"https://two.example\"]\n\tusername = cora@config.example\n\
         [url \"https://rory-rewrite:p1ant-in-rewrite@git.example/\"]\n\tinsteadOf = work:\n\
         [http \"https://two.example\"]\n\textraHeader = Authorization: Basic cDFhbnQtaW4taGVhZGVy\n",
    );
    home.write(
        ".netrc",
        "machine two.example login nora-netrc password p1ant-in-netrc\n",
    );
    home.write(
        ".git-credentials",
        "https://stan-store:p1ant-in-store@two.example\n",
    );
    home.set("USER", "loginname");
    home.set("GITHUB_TOKEN", "p1ant-in-variable");
    home.set("GITLAB_TOKEN", "p1ant-in-gitlab-variable");
    let repository = home.repository(
        "code/loginname/app",
        &[
            (
                "one",
                "https://uma%2Burl:p1ant-in%2Burl@two.example/dana-denied/app.git",
            ),
            ("two", "https://two.example/stan-store/app.git"),
            ("three", "work:abe-asked/app.git"),
        ],
    );
    home.run_git(
        &repository,
        [
            "config",
            "remote.two.pushurl",
            "https://percy-push:p1ant-in%2Bpush@two.example/app.git",
        ],
    );
    home.run_git(
        &repository,
        ["config", "credential.helper", "!steal p1ant-in-own-helper"],
    );
    let (_, mut reports) = scanned(home, &repository);
    let mut report = reports.remove(0);
    for remote in &mut report.remotes {
        remote.fetch = Access {
            state: AccessState::Forbidden,
            http_status: Some(403),
            server_message: Some(
                "Permission to dana-denied/app.git denied to dana-denied. Try https://abe-asked@two.example/"
                    .to_owned(),
            ),
            username: Some("abe-asked".to_owned()),
            ..Access::default()
        };
    }
    report
}

#[test]
fn a_report_holds_no_secret_and_no_user_name() {
    let mut home = Home::new();
    #[cfg(target_os = "linux")]
    let _keyring = {
        let keyring = crate::support::keyring::Keyring::unlocked(&mut home);
        let attributes = [
            ("xdg:schema", "org.git.Password"),
            ("protocol", "https"),
            ("server", "two.example"),
            ("user", "kay-keyring"),
        ];
        keyring.add(
            "Git: https://two.example/",
            &attributes,
            b"p1ant-in-keyring",
        );
        keyring
    };
    let planted = planted(&mut home);
    // All of it is there to be found.
    let remotes = &planted.remotes;
    let has_saved = |name: &str| {
        let mut saved = remotes.iter().flat_map(|remote| &remote.saved);
        saved.any(|entry| entry.username.as_deref() == Some(name))
    };
    assert!(has_saved("nora-netrc") && has_saved("stan-store"));
    #[cfg(target_os = "linux")]
    assert!(has_saved("kay-keyring"));
    let workshop = Workshop::open(&home.environment(), &ActivityLog::default()).unwrap();
    let text = report(&workshop, &[planted], &[]);
    for needle in SECRETS.iter().chain(USERS) {
        assert_is_without(&text, needle);
    }
    assert!(!text.contains(&home.path().display().to_string()), "{text}");
    for told in [
        "~/code/user-1/app",
        "two.example",
        "HTTP 403",
        "denied to user-",
        "helper store (~/.gitconfig:2)",
        "helper gone-helper (~/.gitconfig:4)",
        "found shadowed",
        "found helper-gone",
        "found secret-in-url",
        "sets credential.helper itself",
        "git 2.",
    ] {
        assert!(text.contains(told), "{told} is missing in\n{text}");
    }
}

#[test]
fn the_same_name_is_the_same_everywhere_and_words_stay_whole() {
    let mut home = Home::new();
    home.set("USER", "al");
    let url = "https://al@al.example/al/also.git";
    let repository = home.repository("al/also", &[("origin", url)]);
    let (workshop, reports) = scanned(&home, &repository);
    let text = report(&workshop, &reports, &[]);
    assert!(
        text.contains("https://user-1@user-1.example/user-1/also.git"),
        "{text}"
    );
    assert!(text.contains("~/user-1/also"), "{text}");
}

#[test]
fn the_command_asks_the_servers_unless_told_not_to() {
    let forge = Forge::with_accounts(&[Account::writer("acme-dev", "good-token")]);
    let home = Home::new();
    home.write(".gitconfig", "[credential]\n\thelper = store\n");
    let url = forge.url("acme/app.git");
    home.repository("app", &[("origin", &url)]);
    let cli = Cli::new(home);
    let asked = cli.run(&["report", "app"], "");
    assert_eq!(asked.code, 0, "{}", asked.err);
    assert!(asked.out.contains("fetch: sign-in-needed"), "{}", asked.out);
    let before = forge.requests().len();
    let offline = cli.run(&["report", "--offline", "app"], "");
    assert!(
        offline.out.contains("fetch: not-checked"),
        "{}",
        offline.out
    );
    assert_eq!(forge.requests().len(), before);
    assert_eq!(cli.run(&["report", "--offline", "nowhere"], "").code, 3);
}

/// A repository may name as many people as fit into its file.
#[test]
fn a_thousand_names_are_masked_at_once() {
    use std::fmt::Write;
    let home = Home::new();
    let config = home.repository("app", &[]).join(".git/config");
    let mut text = std::fs::read_to_string(&config).unwrap();
    for number in 0..3000 {
        let url = format!("https://user{number}x:hunter2@h{number}.example/r");
        writeln!(text, "[remote \"r{number}\"]\n\turl = {url}").unwrap();
    }
    std::fs::write(&config, text).unwrap();
    let limited = "ulimit -t 25; exec \"$0\" report --offline app";
    let mut shell = home.command("sh");
    shell.args(["-c", limited, env!("CARGO_BIN_EXE_git-locksmith")]);
    let ran = shell.output().unwrap();
    assert!(ran.status.success(), "{}", ran.status);
    let report = String::from_utf8(ran.stdout).unwrap();
    assert!(!report.contains("user7x") && !report.contains("hunter2"));
}
