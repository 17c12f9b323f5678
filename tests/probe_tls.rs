//! The question over TLS: authorities, certificates, and proxies that lead to the server.

use git_locksmith::model::AccessState::*;
use git_locksmith::probe::Service::Push;

use crate::support::asker::Asker;
use crate::support::authority::Authority;
use crate::support::forge::{Account, Forge, host};
use crate::support::home::Home;
use crate::support::proxy::Proxy;

const ACCOUNTS: &[Account<'static>] = &[
    Account::writer("me", "good-token"),
    Account::reader("reader", "weak-token"),
];
const GOOD: Option<(&str, &str)> = Some(("me", "good-token"));

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
    let behind = format!(
        "[http]\n\tsslCAInfo = {ca}\n\tproxy = {}/\n",
        proxy.authority()
    );
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
