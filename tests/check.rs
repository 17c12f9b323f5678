//! The whole check: real repositories, real stores, real servers.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use git_locksmith::jobs::check::{CheckOptions, check};
use git_locksmith::jobs::{Workshop, scan};
use git_locksmith::model::AccessState::{self, *};
use git_locksmith::model::{ActivityLog, Cancel, RemoteReport, RepositoryReport};

use crate::support::apache::Apache;
use crate::support::authority::Authority;
use crate::support::forge::{Account, Forge, Reply, host};
use crate::support::home::Home;

/// All remotes below `work`, checked as a new start of the program would; by repository name.
fn checked(home: &Home, options: &CheckOptions) -> BTreeMap<String, RemoteReport> {
    let workshop = Workshop::open(&home.environment(), &ActivityLog::default()).unwrap();
    checked_in(&workshop, home, options)
}

fn checked_in(
    workshop: &Workshop,
    home: &Home,
    options: &CheckOptions,
) -> BTreeMap<String, RemoteReport> {
    let found = Mutex::new(Vec::<RepositoryReport>::new());
    let problems = scan::scan(
        workshop,
        &[home.path().join("work")],
        false,
        &Cancel::default(),
        &|scanned| {
            if let scan::Scanned::Repository(report) = scanned {
                found.lock().unwrap().push(*report);
            }
        },
    );
    assert_eq!(problems, []);
    let checked = Mutex::new(BTreeMap::new());
    check(
        workshop,
        &found.into_inner().unwrap(),
        options,
        &Cancel::default(),
        &|one| {
            let name = one.path.file_name().unwrap().to_str().unwrap().to_owned();
            checked.lock().unwrap().insert(name, one.remote);
        },
    );
    checked.into_inner().unwrap()
}

fn states(remote: &RemoteReport) -> (AccessState, AccessState) {
    (remote.fetch.state, remote.push.state)
}

/// A home with `credential.helper = store` and these lines in its file.
fn home_with(config: &str, saved: &[String]) -> Home {
    let home = Home::new();
    home.write(
        ".gitconfig",
        format!("[credential]\n\thelper = store\n{config}"),
    );
    home.write(".git-credentials", saved.join(""));
    home
}

/// `scheme://user:secret@host` as the store writes it.
fn line(url: &str, (user, secret): (&str, &str)) -> String {
    let (scheme, rest) = url.split_once("://").unwrap();
    let host = rest.split('/').next().unwrap().replace(':', "%3a");
    format!("{scheme}://{user}:{secret}@{host}\n")
}

/// Whatever is checked, the store stays as it is, byte for byte.
fn store_of(home: &Home) -> String {
    std::fs::read_to_string(home.path().join(".git-credentials")).unwrap()
}

#[test]
fn a_real_server_over_tls() {
    let apache = Apache::start();
    for (saved, expected) in [
        (Some(Apache::WRITER), (Works, Works)),
        (Some(Apache::READER), (Works, Forbidden)),
        (Some(("rw", "stale-token")), (Rejected, NotChecked)),
        (None, (SignInNeeded, NotChecked)),
    ] {
        for url in [apache.url("api.git"), apache.tls_url("api.git")] {
            let saved: Vec<_> = saved.iter().map(|saved| line(&url, *saved)).collect();
            let config = format!("[http]\n\tsslCAInfo = {}\n", apache.ca().display());
            let home = home_with(&config, &saved);
            apache.repository(&home, "api.git");
            home.repository("work/api", &[("origin", &url)]);
            let remotes = checked(&home, &CheckOptions::default());
            assert_eq!(
                states(&remotes["api"]),
                expected,
                "{url} {:?}",
                remotes["api"]
            );
            assert_eq!(store_of(&home), saved.concat());
            // Git itself is of the same opinion.
            assert_eq!(git_can(&home, &["ls-remote", &url]), expected.0 == Works);
            if saved.len() == 1 && expected.0 == Works {
                let push = ["push", "--dry-run", &url, "refs/heads/*:refs/heads/*"];
                assert_eq!(git_can(&home, &push), expected.1 == Works);
            }
        }
    }
}

fn git_can(home: &Home, arguments: &[&str]) -> bool {
    home.command("git")
        .env("GIT_TERMINAL_PROMPT", "0")
        .current_dir(home.path().join("work/api"))
        .args(arguments)
        .output()
        .unwrap()
        .status
        .success()
}

/// Git would erase the stale one after its first 401. Three starts of fifty repositories send it
/// once, and it is still there.
#[test]
fn a_stale_secret_of_fifty_repositories_is_sent_once_in_three_starts() {
    let forge = Forge::with_accounts(&[Account::writer("me", "good-token")]);
    let home = home_with("", &[line(&forge.url(""), ("me", "stale-token"))]);
    for number in 0..50 {
        let url = forge.url(&format!("me/{number}.git"));
        home.repository(format!("work/{number}"), &[("origin", &url)]);
    }
    for start in 0..3 {
        let remotes = checked(&home, &CheckOptions::default());
        assert_eq!(remotes.len(), 50);
        for remote in remotes.values() {
            assert_eq!(states(remote), (Rejected, NotChecked), "start {start}");
            assert_eq!(remote.fetch.username.as_deref(), Some("me"));
        }
        let inferred = remotes
            .values()
            .filter(|remote| remote.fetch.inferred)
            .count();
        assert_eq!(inferred, if start == 0 { 49 } else { 50 });
    }
    assert_eq!(forge.sign_ins(), ["me:stale-token"]);
    let again = CheckOptions {
        retry: true,
        ..CheckOptions::default()
    };
    checked(&home, &again);
    assert_eq!(forge.sign_ins(), ["me:stale-token"; 2]);
    assert_eq!(store_of(&home), line(&forge.url(""), ("me", "stale-token")));

    // A new secret is another one, and is tried.
    home.write(
        ".git-credentials",
        line(&forge.url(""), ("me", "good-token")),
    );
    let remotes = checked(&home, &CheckOptions::default());
    assert!(
        remotes
            .values()
            .all(|remote| states(remote) == (Works, Works))
    );
    assert!(!forge.sign_ins()[2..].contains(&"me:stale-token".to_owned()));
}

/// So is a stale header of the configuration.
#[test]
fn a_stale_header_is_sent_once() {
    let forge = Forge::with_accounts(&[]);
    let header = "[http]\n\textraHeader = Authorization: Basic bWU6c3RhbGU=\n";
    let home = home_with(header, &[line(&forge.url(""), ("me", "good-token"))]);
    for number in 0..10 {
        home.repository(
            format!("work/{number}"),
            &[("origin", &forge.url(&format!("{number}.git")))],
        );
    }
    for _ in 0..2 {
        let remotes = checked(&home, &CheckOptions::default());
        assert!(
            remotes
                .values()
                .all(|remote| states(remote) == (Rejected, NotChecked))
        );
    }
    assert_eq!(forge.sign_ins(), ["me:stale"]);
}

/// GitLab makes a project of an authenticated question to push to a path that is not there.
#[test]
fn push_is_asked_only_after_fetch_worked() {
    let forge = Forge::with_accounts(&[Account::writer("me", "good-token")]);
    let home = home_with("", &[line(&forge.url(""), ("me", "good-token"))]);
    home.repository("work/missing", &[("origin", &forge.url("me/missing.git"))]);
    let remotes = checked(&home, &CheckOptions::default());
    assert_eq!(states(&remotes["missing"]), (NotFound, NotChecked));
    home.write(
        ".git-credentials",
        line(&forge.url(""), ("me", "stale-token")),
    );
    checked(&home, &CheckOptions::default());
    let asked_to_push =
        |request: &crate::support::forge::Request| request.service() == Some("git-receive-pack");
    assert!(!forge.requests().iter().any(asked_to_push));
    // And not without a sign-in where a public repository needs none.
    home.write(".git-credentials", "");
    home.repository("work/open", &[("origin", &forge.url("me/public.git"))]);
    let remotes = checked(&home, &CheckOptions::default());
    assert_eq!(states(&remotes["open"]), (WorksWithoutSignIn, NotChecked));
    assert!(!forge.requests().iter().any(asked_to_push));
}

#[test]
fn a_public_repository_with_a_stale_secret() {
    let forge = Forge::with_accounts(&[Account::writer("me", "good-token")]);
    let home = home_with("", &[line(&forge.url(""), ("me", "stale-token"))]);
    home.repository("work/open", &[("origin", &forge.url("me/public.git"))]);
    let remotes = checked(&home, &CheckOptions::default());
    assert_eq!(states(&remotes["open"]), (WorksWithoutSignIn, Rejected));
}

/// Such a server lets anyone fetch and does not look at the credential, so that only a push tells.
#[test]
fn a_stale_secret_for_open_repositories_is_sent_for_one_of_them() {
    let forge = Forge::start(|request| match request.service() {
        Some("git-upload-pack") => Reply::advertisement("git-upload-pack"),
        _ => host(request, &[Account::writer("me", "good-token")]),
    });
    let home = home_with("", &[line(&forge.url(""), ("me", "stale-token"))]);
    for number in 0..20 {
        let url = forge.url(&format!("{number}.git"));
        home.repository(format!("work/{number}"), &[("origin", &url)]);
    }
    for _ in 0..2 {
        let remotes = checked(&home, &CheckOptions::default());
        for remote in remotes.values() {
            assert_eq!(states(remote), (WorksWithoutSignIn, Rejected));
        }
    }
    assert_eq!(
        forge.sign_ins(),
        ["me:stale-token"; 2],
        "to fetch and to push"
    );
    home.write(
        ".git-credentials",
        line(&forge.url(""), ("me", "good-token")),
    );
    let remotes = checked(&home, &CheckOptions::default());
    assert!(
        remotes
            .values()
            .all(|remote| remote.fetch.works() && remote.push.state == Works)
    );
}

#[test]
fn what_is_no_git_server() {
    let forge = Forge::start(|request| match request.path() {
        path if path.starts_with("/portal") => Reply::status(200).html("<h1>Log in</h1>"),
        path if path.starts_with("/locked") => Reply::error_packet(
            request.service().unwrap(),
            "CAPTCHA required. Your Bitbucket account has been locked.",
        ),
        _ => host(request, &[]),
    });
    let home = home_with("", &[line(&forge.url(""), ("me", "good-token"))]);
    home.repository("work/portal", &[("origin", &forge.url("portal.git"))]);
    home.repository("work/locked", &[("origin", &forge.url("locked.git"))]);
    let remotes = checked(&home, &CheckOptions::default());
    assert_eq!(states(&remotes["portal"]), (NotGit, NotChecked));
    assert!(!remotes["locked"].fetch.works());
    assert_eq!(remotes["locked"].findings[0].rule, "lockout");
    assert_eq!(forge.sign_ins(), [""; 0], "nothing was sent to either");
}

/// A redirect to another port gets no credential, and no request.
#[test]
fn a_redirect_to_another_port() {
    let other = Forge::with_accounts(&[Account::writer("me", "good-token")]);
    let target = other.url("a.git/info/refs?service=git-upload-pack");
    let forge = Forge::start(move |_| Reply::redirect(302, target.clone()));
    let home = home_with(
        "",
        &[
            line(&forge.url(""), ("me", "good-token")),
            line(&other.url(""), ("me", "other-token")),
        ],
    );
    home.repository("work/moved", &[("origin", &forge.url("a.git"))]);
    let remotes = checked(&home, &CheckOptions::default());
    assert_eq!(states(&remotes["moved"]), (Unreachable, NotChecked));
    assert_eq!(other.requests().len(), 0);
    assert_eq!(forge.sign_ins(), [""; 0]);
}

/// One server that does not answer is waited for once, not once a repository.
#[test]
fn a_server_that_drips_holds_up_once() {
    let forge =
        Forge::start(|_| Reply::advertisement("git-upload-pack").drip(Duration::from_secs(1)));
    let home = home_with("", &[]);
    for number in 0..12 {
        home.repository(
            format!("work/{number}"),
            &[("origin", &forge.url(&format!("{number}.git")))],
        );
    }
    let remotes = checked(&home, &CheckOptions::default());
    assert!(
        remotes
            .values()
            .all(|remote| remote.fetch.state == Unreachable)
    );
    let asked = forge.requests().len();
    assert!(
        asked <= 4,
        "{asked} questions to a server that does not answer"
    );
}

#[test]
fn a_server_that_asks_to_wait_is_left_alone() {
    let forge = Forge::start(|_| Reply::status(429).header("Retry-After", "60"));
    let home = home_with("", &[]);
    for number in 0..12 {
        home.repository(
            format!("work/{number}"),
            &[("origin", &forge.url(&format!("{number}.git")))],
        );
    }
    let remotes = checked(&home, &CheckOptions::default());
    assert!(
        remotes.values().all(|remote| {
            remote.fetch.state == RateLimited && remote.fetch.retry_after.is_some()
        })
    );
    let asked = forge.requests().len();
    assert!(
        asked <= 4,
        "{asked} questions to a server that asks to wait"
    );
}

/// An app password at bitbucket.org itself, as far as anybody can tell.
#[test]
fn bitbucket_after_app_passwords() {
    let authority = Authority::new();
    let certificate = authority.issue("bitbucket", "DNS:bitbucket.org");
    let forge = Forge::start_tls(&certificate, |request| {
        match request.basic() {
        None => Reply::sign_in("Bitbucket.org HTTP"),
        Some((_, secret)) if secret.starts_with("ATBB") => Reply::status(410).text(
            "CHANGE-3222 - Functionality has been deprecated\nApp passwords are deprecated and must be replaced with API tokens.",
        ),
        Some(_) => host(request, &[Account::writer("acme-dev", "ATATTnew")]),
    }
    });
    let (ca, port) = (authority.certificate(), forge.port());
    let config = format!(
        "[http]\n\tsslCAInfo = {}\n\tcurloptResolve = bitbucket.org:443:127.0.0.1\n\
         [http \"https://bitbucket.org\"]\n\tproxy = {}\n",
        ca.display(),
        crate::support::proxy::Proxy::to(port).url(),
    );
    let url = "https://acme-dev@bitbucket.org/acme/api.git";
    let saved = line(
        "https://bitbucket.org",
        ("acme-dev", "ATBBabcdefghijklmnop0123"),
    );
    let home = home_with(&config, std::slice::from_ref(&saved));
    for name in ["api", "web", "infra"] {
        home.repository(format!("work/{name}"), &[("origin", url)]);
    }
    let remotes = checked(&home, &CheckOptions::default());
    for remote in remotes.values() {
        assert_eq!(states(remote), (Gone, NotChecked), "{remote:?}");
        assert_eq!(remote.findings[0].rule, "bb-app-password");
    }
    assert_eq!(forge.sign_ins().len(), 1);
    assert_eq!(store_of(&home), saved);
}

/// A token of another host is kept back, whoever saved it there.
#[test]
fn a_token_of_another_host_is_not_sent() {
    let authority = Authority::new();
    let certificate = authority.issue("bitbucket", "DNS:bitbucket.org");
    let forge = Forge::start_tls(&certificate, |request| host(request, &[]));
    let port = forge.port();
    let config = format!(
        "[http]\n\tsslCAInfo = {}\n\tcurloptResolve = bitbucket.org:{port}:127.0.0.1\n",
        authority.certificate().display()
    );
    let url = format!("https://bitbucket.org:{port}/acme/api.git");
    let saved = line(&url, ("me", "ghp_abcdefghijklmnopqrstuvwxyz0123456789"));
    let home = home_with(&config, &[saved]);
    home.repository("work/api", &[("origin", &url)]);
    let remotes = checked(&home, &CheckOptions::default());
    assert_eq!(states(&remotes["api"]), (NotChecked, NotChecked));
    assert_eq!(remotes["api"].findings[0].rule, "foreign-token");
    assert_eq!(forge.requests().len(), 1);
    assert_eq!(forge.sign_ins(), [""; 0]);
}

/// A server of one's own tells what it is before anything is sent to it.
#[test]
fn a_token_of_another_host_is_not_sent_to_a_server_that_shows_what_it_is() {
    let forge = Forge::start(|_| Reply::sign_in("GitLab"));
    let url = forge.url("acme/api.git");
    let saved = line(&url, ("me", "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"));
    let home = home_with("", &[saved]);
    home.repository("work/api", &[("origin", &url)]);
    let remotes = checked(&home, &CheckOptions::default());
    assert_eq!(states(&remotes["api"]), (NotChecked, NotChecked));
    assert_eq!(remotes["api"].findings[0].rule, "foreign-token");
    assert_eq!(forge.requests().len(), 1);
    assert_eq!(forge.sign_ins(), [""; 0]);
}

#[test]
fn plain_http_is_asked_about_first() {
    let forge = Forge::with_accounts(&[Account::writer("me", "good-token")]);
    let port = forge.port();
    let config = format!("[http]\n\tcurloptResolve = intranet.example:{port}:127.0.0.1\n");
    let url = format!("http://intranet.example:{port}/a.git");
    let home = home_with(&config, &[line(&url, ("me", "good-token"))]);
    home.repository("work/api", &[("origin", &url)]);
    let remotes = checked(&home, &CheckOptions::default());
    assert_eq!(states(&remotes["api"]), (NotChecked, NotChecked));
    assert_eq!(remotes["api"].findings[0].rule, "plain-http");
    assert_eq!(forge.sign_ins(), [""; 0]);
    let allowed = CheckOptions {
        plain_http_hosts: vec![format!("intranet.example:{port}")],
        ..CheckOptions::default()
    };
    let remotes = checked(&home, &allowed);
    assert_eq!(states(&remotes["api"]), (Works, Works));
}

/// Everything that was configured for the repository alone is shown, and not obeyed.
#[test]
fn settings_of_a_repository_are_not_obeyed() {
    let forge = Forge::with_accounts(&[Account::writer("me", "good-token")]);
    let trap = Forge::with_accounts(&[Account::writer("me", "good-token")]);
    let home = home_with("", &[line(&forge.url(""), ("me", "good-token"))]);
    let folder = home.repository("work/api", &[("origin", &forge.url("api.git"))]);
    let trap_url = trap.url("");
    for (key, value) in [
        ("http.proxy", trap_url.as_str()),
        ("http.extraHeader", "Authorization: Basic eDp5"),
        ("http.sslVerify", "false"),
        ("http.userAgent", "trap"),
        ("http.cookieFile", "/etc/hostname"),
    ] {
        home.run_git(&folder, ["config", key, value]);
    }
    let remotes = checked(&home, &CheckOptions::default());
    assert_eq!(states(&remotes["api"]), (Works, Works));
    assert_eq!(trap.requests().len(), 0);
    assert!(forge.requests().iter().all(|request| {
        request
            .header("User-Agent")
            .is_some_and(|agent| agent.starts_with("git/"))
    }));
}

/// The second look in the same window knows the secret and asks half as much.
#[test]
fn a_proven_secret_is_sent_at_once() {
    let forge = Forge::with_accounts(&[Account::writer("me", "good-token")]);
    let home = home_with("", &[line(&forge.url(""), ("me", "good-token"))]);
    home.repository("work/api", &[("origin", &forge.url("api.git"))]);
    let workshop = Workshop::open(&home.environment(), &ActivityLog::default()).unwrap();
    checked_in(&workshop, &home, &CheckOptions::default());
    assert_eq!(forge.requests().len(), 3);
    forge.forget();
    let remotes = checked_in(&workshop, &home, &CheckOptions::default());
    assert_eq!(states(&remotes["api"]), (Works, Works));
    assert_eq!(forge.requests().len(), 2);
}

/// What Git itself would find, and nothing else.
#[test]
fn sign_ins_are_found_as_git_finds_them() {
    let accounts = [Account::writer("me", "good-token")];
    let forge = Forge::with_accounts(&accounts);
    let saved = line(&forge.url(""), ("me", "good-token"));
    let with_path = saved.replace('\n', "/me/my%20api.git\n");
    let netrc = "machine 127.0.0.1 login me password good-token\n";
    let other_name = "\tusername = you\n";
    let by_path = "\tuseHttpPath = true\n";
    for (config, saved, netrc, expected) in [
        ("", saved.replace("http:", "HTTP:"), "", SignInNeeded),
        (by_path, with_path, "", Works),
        (other_name, String::new(), netrc, Works),
    ] {
        let home = home_with(config, &[saved]);
        home.write(".netrc", netrc);
        let url = forge.url("me/my%20api.git");
        home.repository("work/api", &[("origin", &url)]);
        let remotes = checked(&home, &CheckOptions::default());
        assert_eq!(remotes["api"].fetch.state, expected, "{config}");
        assert_eq!(git_can(&home, &["ls-remote", &url]), expected == Works);
    }
}
