//! The question to the server, asked of servers of our own.

use std::time::Duration;

use git_locksmith::git::Git;
use git_locksmith::model::AccessState::*;
use git_locksmith::model::ActivityLog;
use git_locksmith::probe::Probe;
use git_locksmith::probe::Service::{Fetch, Push};

use crate::support::asker::Asker;
use crate::support::forge::{Account, Forge, HEAD, Reply, host, pkt};
use crate::support::home::Home;

const ACCOUNTS: &[Account<'static>] = &[
    Account::writer("me", "good-token"),
    Account::reader("reader", "weak-token"),
];

const GOOD: Option<(&str, &str)> = Some(("me", "good-token"));

#[test]
fn an_ordinary_host() {
    let forge = Forge::with_accounts(ACCOUNTS);
    let asker = Asker::new();
    let reader = Some(("reader", "weak-token"));
    let stale = Some(("me", "stale-token"));
    for (path, service, sign_in, expected) in [
        ("a/private.git", Fetch, None, SignInNeeded),
        ("a/private.git", Fetch, GOOD, Works),
        ("a/private.git", Push, GOOD, Works),
        ("a/private.git", Fetch, stale, Rejected),
        ("a/private.git", Push, reader, Forbidden),
        ("a/public.git", Fetch, None, WorksWithoutSignIn),
        ("a/public.git", Push, None, SignInNeeded),
        ("a/public.git", Fetch, stale, Rejected),
        ("a/missing.git", Fetch, GOOD, NotFound),
    ] {
        let access = asker.ask(&forge.url(path), service, sign_in);
        assert_eq!(access.state, expected, "{path} {service:?}: {access:?}");
    }
    assert_eq!(forge.connections(), 1, "connections are kept");
}

#[test]
fn what_is_asked() {
    let forge = Forge::with_accounts(ACCOUNTS);
    let asker = Asker::new();
    asker.ask(&forge.url("a/b.git"), Fetch, GOOD);
    asker.ask(&forge.url("a/b.git/"), Push, GOOD);
    let [fetch, push] = &forge.requests()[..] else {
        panic!("{:?}", forge.requests())
    };
    assert_eq!(fetch.method, "GET");
    assert_eq!(fetch.target, "/a/b.git/info/refs?service=git-upload-pack");
    assert_eq!(push.target, "/a/b.git/info/refs?service=git-receive-pack");
    assert_eq!(fetch.header("Git-Protocol"), Some("version=2"));
    assert_eq!(push.header("Git-Protocol"), None);
    let version = asker.home.git().version().to_string();
    assert_eq!(
        fetch.header("User-Agent"),
        Some(format!("git/{version}").as_str())
    );
    assert_eq!(
        fetch.basic(),
        Some(("me".to_owned(), "good-token".to_owned()))
    );
}

/// User names and secrets travel as they are, whatever is in them.
#[test]
fn odd_credentials() {
    let forge = Forge::with_accounts(ACCOUNTS);
    let asker = Asker::new();
    for (user, secret) in [
        ("", "token"),
        ("ünï", "pässwörd"),
        ("me", "a:b%20c d/\"'"),
        ("me@x", ""),
    ] {
        forge.forget();
        asker.fetch(&forge.url("a/b.git"), Some((user, secret)));
        assert_eq!(
            forge.requests()[0].basic(),
            Some((user.to_owned(), secret.to_owned()))
        );
    }
}

#[test]
fn pages_and_refusals_in_disguise_do_not_work() {
    let forge = Forge::start(|request| match request.path() {
        "/portal/info/refs" => Reply::status(200).html("<title>Log in to the hotel</title>"),
        "/captcha/info/refs" => Reply::error_packet("git-upload-pack", "CAPTCHA required"),
        "/echo/info/refs" => Reply::status(403).text(&format!("you sent {:?}", request.headers)),
        "/limit/info/refs" => Reply::status(429).header("Retry-After", "30"),
        "/hangup/info/refs" => Reply::hang_up(),
        "/json/info/refs" => Reply::status(401).json(r#"{"message":"who are you"}"#),
        _ => Reply::status(500).text("no"),
    });
    let asker = Asker::new();
    for (path, expected, words) in [
        (
            "portal",
            NotGit,
            "a web page answered instead of a Git server",
        ),
        ("captcha", Rejected, "CAPTCHA required"),
        ("limit", RateLimited, ""),
        (
            "hangup",
            Unreachable,
            "the server closed the connection without an answer",
        ),
        ("json", Rejected, "who are you"),
        ("broken", Unreachable, "no"),
    ] {
        let access = asker.fetch(&forge.url(path), GOOD);
        assert_eq!(access.state, expected, "{path}: {access:?}");
        assert_eq!(access.server_message.as_deref().unwrap_or_default(), words);
    }
    let echoed = asker
        .fetch(&forge.url("echo"), GOOD)
        .server_message
        .unwrap();
    assert!(
        !echoed.contains("good-token") && !echoed.contains("bWU6Z29vZC10b2tlbg"),
        "{echoed}"
    );
    assert!(echoed.contains("********"), "{echoed}");
}

/// What a credential may follow: another path of the same server, and nothing else.
#[test]
fn redirects() {
    let other = Forge::with_accounts(ACCOUNTS);
    let elsewhere = other.url("a/b.git/info/refs?service=git-upload-pack");
    let login = other.url("login?next=secret");
    let forge = Forge::start(move |request| match request.path() {
        "/renamed.git/info/refs" => {
            Reply::redirect(301, "/a/b.git/info/refs?service=git-upload-pack")
        }
        "/port.git/info/refs" => Reply::redirect(302, elsewhere.clone()),
        "/login.git/info/refs" => Reply::redirect(302, login.clone()),
        "/page.git/info/refs" => Reply::redirect(302, "/users/sign_in"),
        "/loop.git/info/refs" => Reply::redirect(302, request.target.clone()),
        _ => host(request, ACCOUNTS),
    });
    let asker = Asker::new();
    for (path, sign_in, expected, words) in [
        ("renamed.git", GOOD, Works, ""),
        ("renamed.git", None, SignInNeeded, ""),
        (
            "port.git",
            GOOD,
            Unreachable,
            "the server sends Git on to http://127.0.0.1:",
        ),
        (
            "port.git",
            None,
            Unreachable,
            "the server sends Git on to http://127.0.0.1:",
        ),
        (
            "login.git",
            GOOD,
            NotGit,
            "the server sends Git to a page of its own: http://127.0.0.1:",
        ),
        (
            "page.git",
            None,
            NotGit,
            "the server sends Git to a page of its own: /users/sign_in",
        ),
        (
            "loop.git",
            GOOD,
            Unreachable,
            "the server redirects without an end",
        ),
    ] {
        let access = asker.fetch(&forge.url(path), sign_in);
        assert_eq!(access.state, expected, "{path}: {access:?}");
        let said = access.server_message.unwrap_or_default();
        assert!(
            said.starts_with(words) && !said.contains("secret"),
            "{path}: {said}"
        );
    }
    assert_eq!(
        other.requests().len(),
        0,
        "nothing was asked at the other port"
    );
    assert!(forge.requests().len() < 20);
}

#[test]
fn a_setting_against_redirects() {
    let forge = Forge::start(|request| match request.path() {
        "/renamed.git/info/refs" => {
            Reply::redirect(301, "/a/b.git/info/refs?service=git-upload-pack")
        }
        _ => host(request, ACCOUNTS),
    });
    let asker = Asker::with_config("[http]\n\tfollowRedirects = false\n");
    assert_eq!(asker.fetch(&forge.url("renamed.git"), GOOD).state, NotGit);
}

/// One byte at a time keeps every reader busy; the whole question has one deadline.
#[test]
fn a_server_that_drips_is_given_up_on() {
    let forge =
        Forge::start(|_| Reply::advertisement("git-upload-pack").drip(Duration::from_secs(1)));
    let access = Asker::new().fetch(&forge.url("a.git"), GOOD);
    assert_eq!(access.state, Unreachable);
    assert_eq!(
        access.server_message.as_deref(),
        Some("the server did not answer within 10 seconds")
    );
}

#[test]
fn a_question_can_be_cancelled() {
    let asker = Asker::new();
    let cancel = asker.cancel.clone();
    let forge = Forge::start(move |_| {
        cancel.cancel();
        Reply::status(200).delay(Duration::from_mins(1))
    });
    let access = asker.fetch(&forge.url("a.git"), GOOD);
    assert_eq!(access.state, NotChecked);
}

#[test]
fn packed_answers() {
    let gzip = |text: &str| {
        let mut child = std::process::Command::new("gzip")
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), text.as_bytes()).unwrap();
        child.wait_with_output().unwrap().stdout
    };
    let packed = gzip("Your credentials lack one or more required privilege scopes.");
    // Four megabytes in four kilobytes.
    let bomb = gzip(&"0".repeat(4 << 20));
    let forge = Forge::start(move |request| {
        let body = if request.path().starts_with("/bomb") {
            bomb.clone()
        } else {
            packed.clone()
        };
        Reply::status(403)
            .text("")
            .header("Content-Encoding", "gzip")
            .body(body)
    });
    let asker = Asker::new();
    let access = asker.fetch(&forge.url("a.git"), GOOD);
    assert_eq!(
        access.server_message.as_deref(),
        Some("Your credentials lack one or more required privilege scopes.")
    );
    let access = asker.fetch(&forge.url("bomb.git"), GOOD);
    assert!(access.server_message.unwrap().len() < 600);
}

/// A repository with a million refs answers with hundreds of megabytes.
#[test]
fn only_the_beginning_of_an_answer_is_read() {
    let forge = Forge::start(|request| {
        let service = request.service().unwrap().to_owned();
        let mut body = pkt(&format!("# service={service}\n")) + "0000";
        for number in 0..100_000 {
            body += &pkt(&format!("{HEAD} refs/heads/branch-{number}\n"));
        }
        Reply::advertisement(&service).body(body)
    });
    assert_eq!(
        Asker::new().ask(&forge.url("a.git"), Push, GOOD).state,
        Works
    );
}

#[test]
fn no_credential_travels_in_the_open() {
    let forge = Forge::with_accounts(ACCOUNTS);
    let port = forge.port();
    let config = format!("[http]\n\tcurloptResolve = intranet.example:{port}:127.0.0.1\n");
    let url = format!("http://intranet.example:{port}/a/b.git");
    let mut asker = Asker::with_config(&config);
    let access = asker.fetch(&url, GOOD);
    assert_eq!(access.state, NotChecked);
    assert!(access.server_message.unwrap().contains("not encrypted"));
    assert_eq!(forge.requests().len(), 0);
    assert_eq!(asker.fetch(&url, None).state, SignInNeeded);
    // The header of a configuration is a credential as well.
    let header = Asker::with_config(&format!(
        "{config}\textraHeader = Authorization: Basic eDp5\n"
    ));
    assert_eq!(header.fetch(&url, None).state, NotChecked);
    assert_eq!(forge.sign_ins(), [""; 0]);
    asker.allow_plain_http = true;
    assert_eq!(asker.fetch(&url, GOOD).state, Works);
    assert_eq!(forge.sign_ins(), ["me:good-token"]);
}

/// A proxy may be anywhere, so plain http to this machine is not plain http to this machine.
#[test]
fn no_credential_travels_in_the_open_through_a_proxy() {
    let forge = Forge::with_accounts(ACCOUNTS);
    let proxy = Forge::with_accounts(ACCOUNTS);
    let asker = Asker::with_config(&format!("[http]\n\tproxy = {}\n", proxy.url("")));
    let access = asker.fetch(&forge.url("a/b.git"), GOOD);
    assert_eq!(access.state, NotChecked, "{access:?}");
    assert_eq!(proxy.requests().len() + forge.requests().len(), 0);
    // Without one it goes through Git, which asks the proxy for the whole URL.
    assert_eq!(
        asker.fetch(&forge.url("a/public.git"), None).state,
        WorksWithoutSignIn
    );
    assert!(proxy.requests()[0].target.starts_with("http://127.0.0.1:"));
    assert_eq!(forge.requests().len(), 0);
}

#[test]
fn a_header_of_the_configuration_signs_in() {
    let forge = Forge::with_accounts(ACCOUNTS);
    for (secret, fetch, push) in [
        ("bWU6Z29vZC10b2tlbg==", Works, Works),
        ("cmVhZGVyOndlYWstdG9rZW4=", Works, Forbidden),
        ("bWU6c3RhbGUtdG9rZW4=", Rejected, Rejected),
    ] {
        let asker = Asker::with_config(&format!(
            "[http]\n\textraHeader = AUTHORIZATION: basic {secret}\n"
        ));
        let url = forge.url("a/b.git");
        // It goes before any credential, as in Git.
        for sign_in in [None, Some(("you", "other"))] {
            assert_eq!(asker.ask(&url, Fetch, sign_in).state, fetch, "{secret}");
            assert_eq!(asker.ask(&url, Push, sign_in).state, push, "{secret}");
        }
    }
    assert!(!forge.sign_ins().contains(&"you:other".to_owned()));
}

#[test]
fn nobody_there() {
    let asker = Asker::new();
    for (url, words) in [
        ("http://127.0.0.1:1/a.git", "the connection was refused"),
        ("https://127.0.0.1:1/a.git", "the connection was refused"),
        (
            "https://nowhere.invalid/a.git",
            "the host name is not known, or there is no network",
        ),
    ] {
        let access = asker.fetch(url, GOOD);
        assert_eq!(access.state, Unreachable, "{url}");
        assert_eq!(access.http_status, None);
        assert_eq!(access.server_message.as_deref(), Some(words), "{url}");
    }
}

/// What is told in the activity log holds no secret.
#[test]
fn the_log() {
    let forge = Forge::with_accounts(ACCOUNTS);
    let home = Home::new();
    let told = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let listener = std::sync::Arc::clone(&told);
    let log = ActivityLog::to(move |activity| listener.lock().unwrap().push(activity));
    let git = Git::find(&home.environment(), &log).unwrap();
    let mut asker = Asker::in_home(home);
    asker.probe = Probe::new(&git);
    let url = forge
        .url("a/b.git")
        .replace("http://", "http://me:canary-in-url@");
    asker.fetch(&url, Some(("me", "canary-token")));
    let told = told.lock().unwrap();
    let [activity] = &told[..] else {
        panic!("{told:?}")
    };
    assert!(
        activity.what.starts_with("GET http://127.0.0.1:"),
        "{activity:?}"
    );
    assert_eq!(activity.outcome, "401");
    assert!(!format!("{activity:?}").contains("canary"));
}
