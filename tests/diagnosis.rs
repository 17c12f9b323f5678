//! Diagnosis: facts in, findings out. Each case names the headline that a person must see.

mod around;
mod offline;

use std::path::PathBuf;

use git_locksmith::diagnosis;
use git_locksmith::model::entry::Handle;
use git_locksmith::model::finding::Weight;
use git_locksmith::model::machine::Date;
use git_locksmith::model::repository::Override;
use git_locksmith::model::source::SignInSettings;
use git_locksmith::model::{
    Access, AccessState, Entry, Finding, Fix, Forge, Kind, Machine, Origin, RemoteReport,
    RemoteUrl, RepositoryReport, RepositorySurroundings, Scope, StoreKind, Surroundings, TokenKind,
};

/// A remote at `url` about which nothing is known yet.
fn remote(url: &str) -> RemoteReport {
    let url = RemoteUrl::parse(url.as_bytes());
    RemoteReport {
        name: "origin".to_owned(),
        forge: Forge::of(&url, None),
        push_urls: vec![url.clone()],
        fetch_url: Some(url),
        surroundings: Surroundings::default(),
        settings: SignInSettings::default(),
        saved: Vec::new(),
        fetch: Access::default(),
        push: Access::default(),
        findings: Vec::new(),
    }
}

fn findings(remote: &RemoteReport, overrides: &[Override]) -> Vec<Finding> {
    let machine = Machine {
        today: Date {
            year: 2026,
            month: 11,
            day: 25,
        },
        ..Machine::default()
    };
    findings_on(remote, overrides, &machine)
}

fn findings_on(remote: &RemoteReport, overrides: &[Override], machine: &Machine) -> Vec<Finding> {
    let repository = RepositoryReport {
        path: PathBuf::from("/work/api"),
        kind: Kind::WorkTree,
        remotes: vec![remote.clone()],
        overrides: overrides.to_vec(),
        surroundings: RepositorySurroundings::default(),
        problems: Vec::new(),
    };
    diagnosis::findings(remote, &repository, machine)
}

fn answered(state: AccessState, status: u16, message: &str) -> Access {
    Access {
        state,
        http_status: Some(status),
        server_message: (!message.is_empty()).then(|| message.to_owned()),
        ..Access::default()
    }
}

fn saved(host: &str, kind: TokenKind) -> Entry {
    Entry {
        store: StoreKind::SecretService,
        location: "Login".to_owned(),
        written_by: Some("libsecret"),
        protocol: "https".to_owned(),
        host: host.to_owned(),
        path: None,
        username: Some("acme-dev".to_owned()),
        kind: Some(kind),
        renews: false,
        locked: false,
        expires: None,
        handle: Handle::Item {
            object_path: "/item".to_owned(),
        },
    }
}

fn headline(remote: &RemoteReport) -> Finding {
    let mut findings = findings(remote, &[]);
    assert!(!findings.is_empty(), "{remote:?} has no finding");
    findings.swap_remove(0)
}

#[test]
fn days_are_those_of_the_calendar() {
    for (seconds, year, month, day) in [
        (0, 1970, 1, 1),
        (951_782_400, 2000, 2, 29),
        (951_868_800, 2000, 3, 1),
        (1_785_196_799, 2026, 7, 27),
        (1_785_196_800, 2026, 7, 28),
        (4_102_444_799, 2099, 12, 31),
    ] {
        let date = Date::of_unix_time(std::time::Duration::from_secs(seconds));
        assert_eq!(date, Date { year, month, day });
    }
}

#[test]
fn the_cause_is_the_headline() {
    use AccessState::{
        Forbidden, Gone, NotFound, NotGit, RateLimited, Rejected, SignInNeeded, Unreachable,
    };
    let bitbucket = "https://acme-dev@bitbucket.org/acme/api.git";
    let github = "https://github.com/acme/api.git";
    let cases: &[(&str, AccessState, u16, &str, &str)] = &[
        (
            bitbucket,
            Gone,
            410,
            "CHANGE-3222 - Functionality has been deprecated",
            "bb-app-password",
        ),
        (
            bitbucket,
            Rejected,
            401,
            "App passwords are deprecated and must be replaced with API tokens.",
            "bb-app-password",
        ),
        (
            github,
            Rejected,
            401,
            "Invalid username or token.",
            "token-expired",
        ),
        (
            github,
            Forbidden,
            403,
            "Permission to acme/api.git denied to other.",
            "wrong-account-403",
        ),
        (
            github,
            NotFound,
            404,
            "Repository not found.",
            "not-found-404",
        ),
        (github, RateLimited, 429, "", "lockout"),
        (
            "https://git.example/scm/acme/api.git",
            Unreachable,
            200,
            "CAPTCHA required",
            "lockout",
        ),
        (github, NotGit, 200, "", "not-git"),
        (
            github,
            Unreachable,
            503,
            "Service unavailable",
            "unreachable",
        ),
        (github, SignInNeeded, 401, "", "no-answer"),
    ];
    for (url, state, status, message, rule) in cases {
        let mut remote = remote(url);
        remote.fetch = answered(*state, *status, message);
        let found = headline(&remote);
        assert_eq!(found.rule, *rule, "{url} {state:?} {status} {message}");
        assert!(!found.fixes.is_empty(), "{rule} says what to do");
        assert!(
            found
                .evidence
                .iter()
                .any(|line| line.contains(&status.to_string())),
            "{rule} is based on the status: {:?}",
            found.evidence
        );
    }
}

#[test]
fn a_saved_app_password_is_told_before_any_check() {
    let mut remote = remote("https://acme-dev@bitbucket.org/acme/api.git");
    remote.saved = vec![saved("bitbucket.org", TokenKind::BitbucketAppPassword)];
    let found = headline(&remote);
    assert_eq!(found.rule, "bb-app-password");
    assert!(
        found.explanation.contains("read:repository:bitbucket"),
        "{}",
        found.explanation
    );
    assert!(
        found.explanation.contains("write:repository:bitbucket"),
        "{}",
        found.explanation
    );
    assert_eq!(found.fixes[0], Fix::PasteNewToken);
    assert!(found.fixes.contains(&Fix::ClearSavedSignIn));
}

#[test]
fn the_account_that_was_denied_is_named() {
    let mut remote = remote("https://github.com/acme/api.git");
    remote.fetch = answered(
        AccessState::Forbidden,
        403,
        "Permission to acme/api.git denied to other-me.",
    );
    assert!(headline(&remote).title.contains("other-me"));
}

#[test]
fn read_only_is_a_warning_of_its_own() {
    let mut remote = remote("https://github.com/acme/api.git");
    remote.fetch = answered(AccessState::Works, 200, "");
    remote.push = answered(
        AccessState::Forbidden,
        403,
        "Write access to repository not granted.",
    );
    let found = headline(&remote);
    assert_eq!(found.rule, "read-only-token");
    assert!(
        found
            .evidence
            .iter()
            .any(|line| line.contains("Write access"))
    );
}

#[test]
fn a_new_token_is_promised_only_where_it_helps() {
    let said = |words: &str| {
        let mut remote = remote("https://codeberg.org/acme/api.git");
        remote.fetch = answered(AccessState::Works, 200, "");
        remote.push = answered(AccessState::Forbidden, 403, words);
        headline(&remote)
    };
    let archived = said("This repo is archived. You cannot push to it.");
    assert!(
        archived.explanation.ends_with("so nobody may."),
        "{}",
        archived.explanation
    );
    assert!(!archived.fixes.contains(&Fix::PasteNewToken));
    let unknown = said("No.");
    assert!(
        unknown.explanation.ends_with("opens it in the first case."),
        "{}",
        unknown.explanation
    );
}

#[test]
fn nothing_is_said_of_what_works() {
    let mut remote = remote("https://github.com/acme/api.git");
    remote.fetch = answered(AccessState::Works, 200, "");
    remote.push = answered(AccessState::Works, 200, "");
    assert_eq!(findings(&remote, &[]), []);
}

#[test]
fn what_needs_no_network_is_told_at_once() {
    let token = "ghp_abcdefghijklmnopqrstuvwxyz0123456789";
    let with_secret = remote(&format!("https://me:{token}@github.com/acme/api.git"));
    let found = headline(&with_secret);
    assert_eq!(found.rule, "secret-in-url");
    assert!(!format!("{found:?}").contains(token));

    assert_eq!(
        headline(&remote("https://a@b@github.com/x")).rule,
        "unusual-url"
    );

    let mut locked = remote("https://github.com/acme/api.git");
    locked.saved = vec![Entry {
        renews: false,
        locked: true,
        username: None,
        kind: None,
        ..saved("github.com", TokenKind::Unknown)
    }];
    assert_eq!(headline(&locked).rule, "keyring-locked");
}

/// A repository may call a remote anything, and advice is copied into a terminal.
#[test]
fn the_name_of_a_remote_is_one_word_of_a_shell() {
    for url in ["https://a@b@github.com/x", "https://me:pass@github.com/x"] {
        let mut named = remote(url);
        named.name = "x; touch 'y'".to_owned();
        let fixes = headline(&named).fixes;
        let quoted = r"git remote set-url 'x; touch '\''y'\''' <";
        let is_quoted = |fix: &Fix| matches!(fix, Fix::Advice { text } if text.contains(quoted));
        assert!(fixes.iter().any(is_quoted), "{fixes:?}");
    }
}

#[test]
fn an_override_is_shown_with_its_place() {
    let setting = Override {
        key: "credential.helper".to_owned(),
        value: "!steal".to_owned(),
        origin: Origin {
            scope: Scope::Local,
            file: PathBuf::from("/work/api/.git/config"),
            line: 7,
        },
    };
    let found = findings(&remote("https://github.com/acme/api.git"), &[setting]);
    assert_eq!(found[0].rule, "untrusted-repo");
    assert!(found[0].evidence[0].contains("/work/api/.git/config:7"));
}

#[test]
fn settings_that_have_git_run_programs_are_a_note() {
    let setting = |key: &str| Override {
        key: key.to_owned(),
        value: "x".to_owned(),
        origin: Origin {
            scope: Scope::Local,
            file: PathBuf::from("/work/api/.git/config"),
            line: 7,
        },
    };
    let told = |keys: &[&str]| {
        let settings: Vec<Override> = keys.iter().map(|key| setting(key)).collect();
        let found = findings(&remote("https://github.com/acme/api.git"), &settings);
        found
            .first()
            .map(|found| (found.weight, found.evidence.len()))
    };
    assert_eq!(
        told(&["core.hookspath", "filter.x.clean"]),
        Some((Weight::Note, 2))
    );
    // What an include holds is listed beside it.
    assert_eq!(told(&["include.path"]), None);
    let both = told(&["core.hookspath", "include.path", "core.askpass"]);
    assert_eq!(both, Some((Weight::Warning, 3)));
}

#[test]
fn plain_http_is_told_once_something_was_held_back() {
    let mut remote = remote("http://git.example/acme/api.git");
    assert_eq!(findings(&remote, &[]), []);
    remote.fetch = Access::because(AccessState::NotChecked, "not sent over plain http");
    let found = headline(&remote);
    assert_eq!(found.rule, "plain-http");
    let host = "git.example".to_owned();
    assert_eq!(found.fixes, [Fix::AllowPlainHttp { host }]);
}

#[test]
fn a_dead_app_password_is_one_finding_not_two() {
    let mut remote = remote("https://acme-dev@bitbucket.org/acme/api.git");
    remote.fetch = answered(
        AccessState::Gone,
        410,
        "App passwords are deprecated and must be replaced with API tokens.",
    );
    let rules: Vec<_> = findings(&remote, &[]).iter().map(|f| f.rule).collect();
    assert_eq!(rules, ["bb-app-password"]);
}
