//! Answers of real hosts, as they were recorded in public logs, documents and the hosts' own
//! sources: what each means for access, and the cause that a person is told first.

mod atlassian;
mod github;
mod gitlab;
mod microsoft;
mod others;

use std::path::PathBuf;

use git_locksmith::diagnosis;
use git_locksmith::model::entry::Handle;
use git_locksmith::model::machine::Date;
use git_locksmith::model::source::SignInSettings;
use git_locksmith::model::{
    Access, AccessState, Entry, Forge, Kind, Machine, RemoteReport, RemoteUrl, RepositoryReport,
    RepositorySurroundings, StoreKind, Surroundings, TokenKind,
};
use git_locksmith::probe::Service;
use git_locksmith::probe::answer::{self, Asked, Reply, SignedIn};

/// What was asked: a URL, fetch or push, and the user name and kind of token that signed in.
type Question = (&'static str, Service, Option<(&'static str, TokenKind)>);
/// Status, headers, body.
type Answer = (u16, &'static [(&'static str, &'static str)], &'static str);
/// A recorded answer, and what it means; the rule is empty where nothing is wrong.
struct Row(Question, Answer, (AccessState, &'static str));

const TEXT: (&str, &str) = ("Content-Type", "text/plain");
const HTML: (&str, &str) = ("Content-Type", "text/html; charset=utf-8");
const FETCHED: &[(&str, &str)] = &[(
    "Content-Type",
    "application/x-git-upload-pack-advertisement",
)];
const PUSHED: &[(&str, &str)] = &[(
    "Content-Type",
    "application/x-git-receive-pack-advertisement",
)];
const GIT_FETCH: &str = "001e# service=git-upload-pack\n0000000eversion 2\n0000";
const GIT_PUSH: &str = "001f# service=git-receive-pack\n0000";

/// A folder's table: every row, and at least three for each of `forges`.
fn check(rows: &[Row], forges: &[Forge]) {
    let mut recognised = Vec::new();
    for Row(question, answered, (state, rule)) in rows {
        let (remote, access) = judged(question, answered);
        let case = format!("{question:?} {answered:?}\n{access:?}");
        assert_eq!(access.state, *state, "{case}");
        let rules: Vec<&str> = remote.findings.iter().map(|found| found.rule).collect();
        assert_eq!(
            rules.first().copied().unwrap_or_default(),
            *rule,
            "{rules:?} {case}"
        );
        // A date that lies ahead is no reason of a refusal.
        let reasons = rules.iter().filter(|rule| **rule != "ado-global-pat");
        assert!(
            reasons.count() <= 1,
            "more than one reason: {rules:?} {case}"
        );
        if let Some(found) = remote.findings.first() {
            let status = format!("HTTP {}", answered.0);
            assert!(
                found.evidence.iter().any(|line| line.contains(&status)),
                "{case}"
            );
            assert!(!found.fixes.is_empty(), "{case}");
            let words = access.server_message.as_deref().unwrap_or_default();
            assert!(
                found.evidence.iter().any(|line| line.contains(words)),
                "{case}"
            );
        }
        recognised.push(remote.forge);
    }
    for forge in forges {
        let count = recognised.iter().filter(|known| *known == forge).count();
        assert!(count >= 3, "{forge:?} is recognised {count} times");
    }
}

fn judged(
    (url, service, sent): &Question,
    (status, headers, body): &Answer,
) -> (RemoteReport, Access) {
    let url = RemoteUrl::parse(url.as_bytes());
    let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    let reply = Reply {
        status: *status,
        headers: headers.iter().map(own).collect(),
        body: body.as_bytes().to_vec(),
    };
    let asked = Asked {
        service: *service,
        signed_in: match sent {
            Some(_) => SignedIn::WithCredential,
            None => SignedIn::Nobody,
        },
        forge: Forge::of(&url, None),
    };
    let mut access = answer::access(asked, &reply);
    access.username = sent.map(|(name, _)| name.to_owned());
    let works = Access {
        state: AccessState::Works,
        ..Access::default()
    };
    let (fetch, push) = match service {
        Service::Fetch => (access.clone(), Access::default()),
        Service::Push => (works, access.clone()),
    };
    let mut remote = RemoteReport {
        name: "origin".to_owned(),
        forge: Forge::of(&url, access.answered_by),
        push_urls: vec![url.clone()],
        surroundings: Surroundings::default(),
        settings: SignInSettings::default(),
        saved: sent.iter().map(|sent| saved(&url, *sent)).collect(),
        fetch,
        push,
        findings: Vec::new(),
        fetch_url: Some(url),
    };
    let repository = RepositoryReport {
        path: PathBuf::from("/work/api"),
        kind: Kind::WorkTree,
        remotes: vec![remote.clone()],
        surroundings: RepositorySurroundings::default(),
        overrides: Vec::new(),
        problems: Vec::new(),
    };
    let machine = Machine {
        today: Date {
            year: 2026,
            month: 11,
            day: 25,
        },
        ..Machine::default()
    };
    // Rules that need no server may have their own to say of the bare settings.
    let without = RemoteReport {
        fetch: Access::default(),
        push: Access::default(),
        saved: Vec::new(),
        ..remote.clone()
    };
    let before: Vec<&str> = diagnosis::findings(&without, &repository, &machine)
        .iter()
        .map(|found| found.rule)
        .collect();
    remote.findings = diagnosis::findings(&remote, &repository, &machine);
    remote
        .findings
        .retain(|found| !before.contains(&found.rule));
    (remote, access)
}

fn saved(url: &RemoteUrl, (username, kind): (&str, TokenKind)) -> Entry {
    Entry {
        store: StoreKind::GitCredentialStore,
        location: "~/.git-credentials".to_owned(),
        written_by: Some("store"),
        protocol: "https".to_owned(),
        host: url.host_field(),
        path: None,
        username: Some(username.to_owned()),
        kind: Some(kind),
        renews: false,
        locked: false,
        expires: None,
        handle: Handle::Line {
            file: PathBuf::from("/home/me/.git-credentials"),
            nth: 0,
        },
    }
}
