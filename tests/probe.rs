//! The question to the server, asked of servers of our own.

use std::time::Duration;

use git_locksmith::git::http_settings::http_settings;
use git_locksmith::git::{Config, Git, HttpSettings};
use git_locksmith::model::{
    Access, AccessState, ActivityLog, Cancel, Credential, RemoteUrl, Secret,
};
use git_locksmith::probe::{Probe, Question, Service};

use crate::support::authority::Authority;
use crate::support::forge::{Account, Forge, HEAD, Reply, host, pkt};
use crate::support::home::Home;
use crate::support::proxy::Proxy;

const ACCOUNTS: &[Account<'static>] = &[
    Account::writer("me", "good-token"),
    Account::reader("reader", "weak-token"),
];

/// A probe in a home whose configuration is the person's own.
struct Asker {
    home: Home,
    probe: Probe,
    cancel: Cancel,
    allow_plain_http: bool,
}

impl Asker {
    fn new() -> Self {
        Self::in_home(Home::new())
    }

    fn in_home(home: Home) -> Self {
        Self {
            probe: Probe::new(&home.git()),
            home,
            cancel: Cancel::default(),
            allow_plain_http: false,
        }
    }

    fn with_config(config: &str) -> Self {
        let home = Home::new();
        home.write(".gitconfig", config);
        Self::in_home(home)
    }

    fn settings(&self, url: &RemoteUrl) -> HttpSettings {
        http_settings(
            &Config::personal(&self.home.git()),
            &self.home.environment(),
            url,
        )
    }

    fn ask(&self, url: &str, service: Service, sign_in: Option<(&str, &str)>) -> Access {
        let url = RemoteUrl::parse(url.as_bytes());
        let credential =
            sign_in.map(|(user, secret)| Credential::new(user, Secret::new(secret.as_bytes())));
        let question = Question {
            url: &url,
            service,
            credential: credential.as_ref(),
            settings: &self.settings(&url),
            allow_plain_http: self.allow_plain_http,
        };
        self.probe.ask(&question, &self.cancel)
    }

    fn fetch(&self, url: &str, sign_in: Option<(&str, &str)>) -> Access {
        self.ask(url, Service::Fetch, sign_in)
    }
}

const GOOD: Option<(&str, &str)> = Some(("me", "good-token"));

use AccessState::{
    Forbidden, NotChecked, NotFound, NotGit, RateLimited, Rejected, SignInNeeded, Unreachable,
    Works, WorksWithoutSignIn,
};
use Service::{Fetch, Push};

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
fn an_authority_of_ones_own() {
    let authority = Authority::new();
    let forge = Forge::start_tls(&authority.issue("server", "DNS:localhost"), |request| {
        host(request, ACCOUNTS)
    });
    let url = forge.url("a/b.git");
    let trusting = |file: &str| {
        let ca = authority.certificate();
        Asker::with_config(&format!("[http]\n\tsslCAInfo = {}{file}\n", ca.display()))
    };
    assert_eq!(trusting("").fetch(&url, GOOD).state, Works);
    assert_eq!(
        Asker::with_config("[http]\n\tsslVerify = false\n")
            .fetch(&url, GOOD)
            .state,
        Works
    );
    let mut home = Home::new();
    home.set("SSL_CERT_FILE", authority.certificate());
    assert_eq!(Asker::in_home(home).fetch(&url, GOOD).state, Works);
    let mut home = Home::new();
    home.set("GIT_SSL_NO_VERIFY", "1");
    assert_eq!(Asker::in_home(home).fetch(&url, GOOD).state, Works);
    let mut folder = Home::new();
    folder.write(
        "ca/one.pem",
        std::fs::read(authority.certificate()).unwrap(),
    );
    folder.set("GIT_SSL_CAPATH", folder.path().join("ca"));
    assert_eq!(Asker::in_home(folder).fetch(&url, GOOD).state, Works);

    forge.forget();
    let stranger = Asker::new().fetch(&url, GOOD);
    assert_eq!(stranger.state, Unreachable);
    assert_eq!(
        stranger.server_message.as_deref(),
        Some("the server's certificate is signed by nobody this computer trusts")
    );
    let missing = trusting(".missing").fetch(&url, GOOD);
    assert_eq!(missing.state, Unreachable);
    assert!(missing.server_message.unwrap().ends_with("is not there"));
    assert_eq!(forge.requests().len(), 0);
}

#[test]
fn certificates_that_are_not_valid() {
    let authority = Authority::new();
    let ca = format!(
        "[http]\n\tsslCAInfo = {}\n",
        authority.certificate().display()
    );
    for (name, alternatives, year, words) in [
        (
            "other",
            "DNS:other.example",
            0,
            "the server's certificate belongs to another host",
        ),
        (
            "expired",
            "DNS:localhost",
            2020,
            "the server's certificate has expired, or the clock of this computer is wrong",
        ),
        (
            "future",
            "DNS:localhost",
            2049,
            "the server's certificate is not valid yet; is the clock of this computer right?",
        ),
    ] {
        let certificate = match year {
            0 => authority.issue(name, alternatives),
            year => authority.issue_for_year(name, alternatives, year),
        };
        let forge = Forge::start_tls(&certificate, |request| host(request, ACCOUNTS));
        let access = Asker::with_config(&ca).fetch(&forge.url("a/b.git"), GOOD);
        assert_eq!(access.state, Unreachable, "{name}");
        assert_eq!(access.server_message.as_deref(), Some(words));
        assert_eq!(forge.requests().len(), 0);
    }
}

/// A server's own certificate as the authority: many small servers are set up so, and Git takes it.
#[test]
fn what_git_trusts_counts() {
    let authority = Authority::new();
    let own = authority.own_certificate("DNS:localhost");
    let forge = Forge::start_tls(&own, |request| host(request, ACCOUNTS));
    let asker = Asker::with_config(&format!(
        "[http]\n\tsslCAInfo = {}\n",
        own.certificate.display()
    ));
    let url = forge.url("a/b.git");
    assert_eq!(asker.fetch(&url, None).state, SignInNeeded);
    assert_eq!(asker.fetch(&url, GOOD).state, Works);
    assert_eq!(asker.ask(&url, Push, GOOD).state, Works);
    assert_eq!(
        asker.ask(&url, Push, Some(("reader", "weak-token"))).state,
        Forbidden
    );
    assert_eq!(
        asker.fetch(&url, Some(("me", "stale-token"))).state,
        Rejected
    );
}

#[test]
fn a_plain_port_spoken_to_in_tls() {
    let forge = Forge::with_accounts(ACCOUNTS);
    let url = forge.url("a/b.git").replace("http:", "https:");
    let access = Asker::new().fetch(&url, GOOD);
    assert_eq!(access.state, Unreachable, "{access:?}");
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

/// A name that the configuration looks up, with a certificate of that name.
#[test]
fn a_real_name_at_a_server_of_ours() {
    let authority = Authority::new();
    let forge = Forge::start_tls(
        &authority.issue("bitbucket", "DNS:bitbucket.org"),
        |request| host(request, ACCOUNTS),
    );
    let port = forge.port();
    let ca = authority.certificate();
    let ca = ca.display();
    let direct =
        format!("[http]\n\tsslCAInfo = {ca}\n\tcurloptResolve = bitbucket.org:{port}:127.0.0.1\n");
    let url = format!("https://bitbucket.org:{port}/a/b.git");
    assert_eq!(Asker::with_config(&direct).fetch(&url, GOOD).state, Works);
    assert_eq!(
        forge.requests()[0].header("Host"),
        Some(format!("bitbucket.org:{port}").as_str())
    );
    for undone in [
        "\tcurloptResolve =\n",
        &format!("\tcurloptResolve = -bitbucket.org:{port}\n"),
    ] {
        forge.forget();
        let elsewhere =
            format!("{direct}{undone}\tcurloptResolve = bitbucket.org:{port}:127.0.0.2\n");
        let access = Asker::with_config(&elsewhere).fetch(&url, GOOD);
        assert_eq!(access.state, Unreachable, "{access:?}");
    }

    let proxy = Proxy::to(port);
    let behind = format!("[http]\n\tsslCAInfo = {ca}\n\tproxy = {}\n", proxy.url());
    let asker = Asker::with_config(&behind);
    assert_eq!(
        asker.fetch("https://bitbucket.org/a/b.git", GOOD).state,
        Works
    );
    assert_eq!(
        asker.ask("https://bitbucket.org/a/b.git", Push, GOOD).state,
        Works
    );
    let heads = proxy.heads();
    assert_eq!(heads.len(), 1, "the connection is kept");
    assert!(
        heads[0].starts_with("CONNECT bitbucket.org:443 HTTP/1.1\r\n"),
        "{}",
        heads[0]
    );
    assert!(!heads[0].contains("Authorization"), "{}", heads[0]);
}

#[test]
fn a_proxy_that_wants_a_sign_in() {
    let authority = Authority::new();
    let forge = Forge::start_tls(&authority.issue("h", "DNS:git.example"), |request| {
        host(request, ACCOUNTS)
    });
    // me:pass word
    let proxy = Proxy::with_sign_in(forge.port(), "bWU6cGFzcyB3b3Jk");
    let at = |proxy: &str| {
        let ca = authority.certificate();
        Asker::with_config(&format!(
            "[http]\n\tsslCAInfo = {}\n\tproxy = {proxy}\n",
            ca.display()
        ))
    };
    let url = "https://git.example/a/b.git";
    let known = at(&format!("http://me:pass%20word@{}", proxy.authority()));
    assert_eq!(known.fetch(url, GOOD).state, Works);
    forge.forget();
    let nobody = at(&proxy.url()).fetch(url, GOOD);
    assert_eq!(nobody.state, Unreachable);
    let words = "the proxy wants a sign-in of its own";
    assert_eq!(nobody.server_message.as_deref(), Some(words));
    let without_password = at(&format!("http://me@{}", proxy.authority())).fetch(url, GOOD);
    assert_eq!(without_password.state, NotChecked, "{without_password:?}");
    assert_eq!(forge.requests().len(), 0);
    let token = "bWU6Z29vZC10b2tlbg";
    assert!(proxy.heads().iter().all(|head| !head.contains(token)));
}

/// The person's own certificate, asked for by the server.
#[test]
fn a_certificate_of_ones_own() {
    let authority = Authority::new();
    let forge = Forge::start_tls(&authority.issue("server", "DNS:localhost"), |request| {
        host(request, ACCOUNTS)
    });
    let me = authority.issue("me", "DNS:me");
    let other = authority.issue("other", "DNS:other");
    let with = |certificate: &std::path::Path, key: &std::path::Path| {
        let (ca, certificate, key) = (
            authority.certificate(),
            certificate.display(),
            key.display(),
        );
        Asker::with_config(&format!(
            "[http]\n\tsslCAInfo = {}\n\tsslCert = {certificate}\n\tsslKey = {key}\n",
            ca.display()
        ))
    };
    let url = forge.url("a/b.git");
    assert_eq!(
        with(&me.certificate, &me.key).fetch(&url, GOOD).state,
        Works
    );
    for (certificate, key) in [(&me.certificate, &other.key), (&me.key, &me.certificate)] {
        let access = with(certificate, key).fetch(&url, GOOD);
        assert_eq!(access.state, Unreachable, "{access:?}");
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
