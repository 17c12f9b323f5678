//! Git's `http.*` settings for a URL: the same as Git's own.

use std::path::Path;
use std::process::Output;

use git_locksmith::git::http_settings::http_settings;
use git_locksmith::git::{Config, HttpSettings};
use git_locksmith::model::{Cancel, RemoteUrl, Secret};
use git_locksmith::probe::{Probe, Question, Service};

use crate::support::forge::{Forge, Request, host};
use crate::support::home::Home;

fn settings(home: &Home, url: &str) -> HttpSettings {
    http_settings(
        &Config::personal(&home.git()),
        &home.environment(),
        &RemoteUrl::parse(url.as_bytes()),
    )
}

fn text(secret: &Secret) -> String {
    String::from_utf8(secret.expose().to_vec()).unwrap()
}

fn proxy(home: &Home, url: &str) -> Option<String> {
    settings(home, url).proxy.map(|proxy| text(&proxy))
}

fn ls_remote(home: &Home, url: &str) -> Output {
    home.command("git")
        .env("GIT_TERMINAL_PROMPT", "0")
        .args(["ls-remote", "--", url])
        .output()
        .unwrap()
}

/// For every configuration and every URL, the value that `git config --get-urlmatch` finds.
#[test]
fn one_value_for_a_url() {
    let configs = [
        "[http]\n\tuserAgent = all\n",
        "[http]\n\tuserAgent = all\n[http \"https://example.com\"]\n\tuserAgent = host\n",
        "[http \"https://example.com\"]\n\tuserAgent = host\n[http]\n\tuserAgent = all\n",
        "[http \"https://example.com/team\"]\n\tuserAgent = path\n[http \"https://example.com\"]\n\tuserAgent = host\n",
        "[http \"https://example.com/\"]\n\tuserAgent = first\n[http \"https://example.com\"]\n\tuserAgent = second\n",
        "[http \"https://*.example.com\"]\n\tuserAgent = star\n[http \"https://git.example.com\"]\n\tuserAgent = exact\n",
        "[http \"https://git.example.com\"]\n\tuserAgent = exact\n[http \"https://*.example.com\"]\n\tuserAgent = star\n",
        "[http \"https://*.com\"]\n\tuserAgent = star\n",
        "[http \"https://me@example.com\"]\n\tuserAgent = user\n[http \"https://example.com\"]\n\tuserAgent = host\n",
        "[http \"https://me@example.com\"]\n\tuserAgent = user\n[http \"https://example.com/team\"]\n\tuserAgent = path\n",
        "[http \"https://example.com:443\"]\n\tuserAgent = default-port\n",
        "[http \"https://example.com:8443\"]\n\tuserAgent = port\n",
        "[http \"http://example.com\"]\n\tuserAgent = plain\n",
        "[http \"HTTPS://EXAMPLE.com/Team\"]\n\tuserAgent = case\n",
        "[http \"https://example.com/te%61m\"]\n\tuserAgent = escaped\n",
        "[http \"https://example.com/team/../other\"]\n\tuserAgent = dots\n",
        "[http \"example.com\"]\n\tuserAgent = no-scheme\n",
        "[http \"https://\"]\n\tuserAgent = no-host\n",
        "[http]\n\tuserAgent = first\n\tuserAgent = second\n",
    ];
    let urls = [
        "https://example.com/team/api.git",
        "https://example.com/teamwork/api.git",
        "https://example.com/Team/api.git",
        "https://example.com/other/api.git",
        "https://example.com",
        "https://example.com:443/team/api.git",
        "https://example.com:8443/team/api.git",
        "http://example.com/team/api.git",
        "https://me@example.com/team/api.git",
        "https://you@example.com/team/api.git",
        "https://git.example.com/x.git",
        "https://a.git.example.com/x.git",
        "https://EXAMPLE.COM/team/api.git",
    ];
    for config in configs {
        let home = Home::new();
        home.write(".gitconfig", config);
        for url in urls {
            let output = home
                .command("git")
                .args(["config", "--get-urlmatch", "http.userAgent", url])
                .output()
                .unwrap();
            let expected = String::from_utf8(output.stdout).unwrap();
            let expected = expected.lines().next().map(str::to_owned);
            assert_eq!(settings(&home, url).user_agent, expected, "{url}\n{config}");
        }
    }
}

/// What Git puts on the wire, and what we do: headers with several values, resets, an own agent.
#[test]
fn the_same_headers_as_git() {
    let forge = Forge::start(|request| host(request, &[]));
    let server = forge.url("");
    let server = server.trim_end_matches('/');
    for config in [
        String::new(),
        "[http]\n\textraHeader = X-One: 1\n\textraHeader = X-Two: 2\n".to_owned(),
        "[http]\n\textraHeader = X-One: 1\n\textraHeader =\n\textraHeader = X-Two: 2\n".to_owned(),
        format!("[http]\n\textraHeader = X-One: all\n[http \"{server}\"]\n\textraHeader = X-One: host\n"),
        format!("[http \"{server}\"]\n\textraHeader = X-One: host\n[http]\n\textraHeader = X-One: all\n"),
        format!("[http \"{server}/me\"]\n\textraHeader = X-One: path\n[http \"{server}\"]\n\textraHeader = X-Two: host\n"),
        format!("[http]\n\textraHeader = X-One: all\n[http \"{server}\"]\n\textraHeader =\n"),
        format!("[http \"{server}\"]\n\textraHeader = X-One: host\n[http]\n\textraHeader =\n"),
        "[http]\n\textraHeader = X-One:\n\textraHeader = X-Empty;\n\textraHeader = X-Two:   spaced  \n".to_owned(),
        "[http]\n\textraHeader = Authorization: Bearer abc\n".to_owned(),
        "[http]\n\tuserAgent = my-agent/1.0\n".to_owned(),
        "[http]\n\textraHeader = User-Agent: by-header\n".to_owned(),
    ] {
        let home = Home::new();
        home.write(".gitconfig", &config);
        let url = forge.url("me/public.git");
        forge.forget();
        ls_remote(&home, &url);
        let git = interesting(&forge.requests()[0]);
        forge.forget();
        let parsed = RemoteUrl::parse(url.as_bytes());
        let question = Question {
            url: &parsed,
            service: Service::Fetch,
            credential: None,
            settings: &settings(&home, &url),
            allow_plain_http: false,
        };
        let _ = Probe::new(&home.git()).ask(&question, &Cancel::default());
        let ours = interesting(&forge.requests()[0]);
        assert_eq!(ours, git, "{config}");
    }
}

/// Headers in which the two must agree, sorted by name: curl and ureq order them differently.
fn interesting(request: &Request) -> Vec<(String, String)> {
    let mut headers: Vec<_> = request
        .headers
        .iter()
        .map(|(name, value)| (name.to_ascii_lowercase(), value.clone()))
        .filter(|(name, _)| {
            name.starts_with("x-")
                || [
                    "accept",
                    "authorization",
                    "git-protocol",
                    "host",
                    "user-agent",
                ]
                .contains(&name.as_str())
        })
        .collect();
    headers.sort_by(|a, b| a.0.cmp(&b.0));
    headers.insert(0, ("target".to_owned(), request.target.clone()));
    headers
}

/// Whether Git goes through the proxy, and whether we do.
#[test]
fn the_same_hosts_without_a_proxy_as_git() {
    let forge = Forge::start(|request| host(request, &[]));
    let port = forge.port();
    for no_proxy in [
        "",
        "*",
        "example.com",
        ".example.com",
        "EXAMPLE.com.",
        "xample.com",
        "other.org,example.com",
        "other.org example.com",
        "git.example.com",
        "com",
        "example.com:8080",
        "*.example.com",
        "127.0.0.1",
        "127.0.0.0/8",
        "10.0.0.0/8",
        "127.0.0.0/33",
        "localhost",
    ] {
        for name in ["example.com", "git.example.com", "127.0.0.1", "localhost"] {
            let mut home = Home::new();
            home.write(
                ".gitconfig",
                format!("[http]\n\tproxy = http://127.0.0.1:{port}\n\tcurloptResolve = {name}:{port}:127.0.0.1\n"),
            );
            home.set("no_proxy", no_proxy);
            let url = format!("http://{name}:{port}/me/public.git");
            forge.forget();
            ls_remote(&home, &url);
            let git_goes_direct = forge.requests()[0].target.starts_with('/');
            assert_eq!(
                proxy(&home, &url).is_none(),
                git_goes_direct,
                "no_proxy={no_proxy:?} {name}"
            );
        }
    }
}

#[test]
fn which_proxy() {
    let https = "https://example.com/x.git";
    let http = "http://example.com/x.git";
    let none: &[(&str, &str)] = &[];
    for (config, variables, url, expected) in [
        ("", none, https, None),
        (
            "[http]\n\tproxy = http://p:1\n",
            none,
            https,
            Some("http://p:1"),
        ),
        ("[http]\n\tproxy = p:1\n", none, https, Some("p:1")),
        (
            "",
            &[("https_proxy", "http://e:1")],
            https,
            Some("http://e:1"),
        ),
        (
            "",
            &[("HTTPS_PROXY", "http://E:1")],
            https,
            Some("http://E:1"),
        ),
        (
            "",
            &[("HTTPS_PROXY", "http://E:1"), ("https_proxy", "http://e:1")],
            https,
            Some("http://e:1"),
        ),
        ("", &[("https_proxy", "http://e:1")], http, None),
        (
            "",
            &[("http_proxy", "http://h:1")],
            http,
            Some("http://h:1"),
        ),
        ("", &[("HTTP_PROXY", "http://H:1")], http, None),
        (
            "",
            &[("all_proxy", "http://a:1"), ("http_proxy", "http://h:1")],
            http,
            Some("http://h:1"),
        ),
        (
            "",
            &[("ALL_PROXY", "http://A:1"), ("all_proxy", "http://a:1")],
            https,
            Some("http://a:1"),
        ),
        // an empty one is one, and means none
        (
            "[http]\n\tproxy =\n",
            &[("https_proxy", "http://e:1")],
            https,
            None,
        ),
        (
            "",
            &[("https_proxy", ""), ("all_proxy", "http://a:1")],
            https,
            None,
        ),
        (
            "[http \"https://example.com\"]\n\tproxy =\n[http]\n\tproxy = http://p:1\n",
            none,
            https,
            None,
        ),
        (
            "[http]\n\tproxy = http://p:1\n",
            &[("NO_PROXY", "example.com")],
            https,
            None,
        ),
        (
            "[http]\n\tproxy = http://p:1\n",
            &[("NO_PROXY", "example.com"), ("no_proxy", "")],
            https,
            Some("http://p:1"),
        ),
    ] {
        let mut home = Home::new();
        home.write(".gitconfig", config);
        for (name, value) in variables {
            home.set(name, *value);
        }
        let expected = expected.map(str::to_owned);
        assert_eq!(proxy(&home, url), expected, "{config} {variables:?} {url}");
    }
}

#[test]
fn certificates() {
    let url = "https://example.com/x.git";
    let ca = |config: &str, variables: &[(&str, &str)]| {
        let mut home = Home::new();
        home.write(".gitconfig", config);
        for (name, value) in variables {
            home.set(name, *value);
        }
        let settings = settings(&home, url);
        let relative = |path: Option<&Path>| {
            let path = path?.strip_prefix(home.path()).unwrap_or(path?);
            Some(path.to_str().unwrap().to_owned())
        };
        (
            relative(settings.ca_file.as_deref()),
            relative(settings.ca_folder.as_deref()),
            settings.trusts_everyone,
        )
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(ca("", &[]), (None, None, false));
    assert_eq!(
        ca("[http]\n\tsslCAInfo = ~/ca.pem\n", &[]),
        (some("ca.pem"), None, false)
    );
    assert_eq!(
        ca("[http]\n\tsslCAInfo = ~me/ca.pem\n", &[]),
        (some("~me/ca.pem"), None, false)
    );
    assert_eq!(
        ca("[http]\n\tsslCAPath = /etc/ca\n", &[]),
        (None, some("/etc/ca"), false)
    );
    assert_eq!(
        ca("[http]\n\tsslCAInfo = a\n", &[("GIT_SSL_CAINFO", "/b")]),
        (some("/b"), None, false)
    );
    assert_eq!(
        ca("", &[("SSL_CERT_FILE", "/f")]),
        (some("/f"), None, false)
    );
    assert_eq!(
        ca("[http]\n\tsslCAInfo = /a\n", &[("SSL_CERT_FILE", "/f")]),
        (some("/a"), None, false)
    );
    assert_eq!(
        ca("[http]\n\tsslBackend = schannel\n\tsslCAInfo = /a\n", &[]),
        (None, None, false)
    );
    for no in ["false", "no", "off", "0"] {
        assert!(ca(&format!("[http]\n\tsslVerify = {no}\n"), &[]).2, "{no}");
    }
    for yes in [
        "sslVerify",
        "sslVerify = true",
        "sslVerify = 1",
        "userAgent = false",
    ] {
        assert!(!ca(&format!("[http]\n\t{yes}\n"), &[]).2, "{yes}");
    }
    assert!(ca("[http]\n\tsslVerify = true\n", &[("GIT_SSL_NO_VERIFY", "")]).2);
}

#[test]
fn what_only_git_can_speak() {
    for (config, url, reason) in [
        ("", "https://example.com/x", None),
        (
            "[http]\n\tcookieFile = ~/.gitcookies\n",
            "https://example.com/x",
            Some("http.cookieFile is set"),
        ),
        ("[http]\n\tcookieFile =\n", "https://example.com/x", None),
        (
            "[http \"https://other.org\"]\n\tcookieFile = x\n",
            "https://example.com/x",
            None,
        ),
        (
            "[http]\n\temptyAuth = true\n",
            "https://example.com/x",
            Some("http.emptyAuth is set"),
        ),
        (
            "[http]\n\temptyAuth = auto\n",
            "https://example.com/x",
            None,
        ),
        (
            "[http]\n\tproactiveAuth = basic\n",
            "https://example.com/x",
            Some("http.proactiveAuth is set"),
        ),
        (
            "[http]\n\tproactiveAuth = none\n",
            "https://example.com/x",
            None,
        ),
        (
            "[http]\n\tproxyAuthMethod = ntlm\n",
            "https://example.com/x",
            Some("http.proxyAuthMethod is set"),
        ),
        (
            "[http]\n\tproxyAuthMethod = basic\n",
            "https://example.com/x",
            None,
        ),
        (
            "[http]\n\tsslBackend = gnutls\n",
            "https://example.com/x",
            None,
        ),
        (
            "[http]\n\tsslBackend = mbedtls\n",
            "https://example.com/x",
            Some("http.sslBackend is set"),
        ),
        (
            "[http]\n\tsslVersion = tlsv1.0\n",
            "https://example.com/x",
            Some("http.sslVersion is set"),
        ),
        (
            "[http]\n\tpinnedPubkey = sha256//x\n",
            "https://example.com/x",
            Some("http.pinnedPubkey is set"),
        ),
        (
            "[http]\n\tsslVerify = perhaps\n",
            "https://example.com/x",
            Some("http.sslVerify is neither true nor false"),
        ),
        (
            "[http]\n\tproxy = socks5://p\n",
            "https://example.com/x",
            Some("the proxy is spoken to by SOCKS or TLS"),
        ),
        (
            "[http]\n\tproxy = https://p\n",
            "https://example.com/x",
            Some("the proxy is spoken to by SOCKS or TLS"),
        ),
        (
            "[http]\n\tproxy = http://me@p\n",
            "https://example.com/x",
            Some("the proxy wants a password"),
        ),
        (
            "[http]\n\tproxy = http://me:pw@p\n",
            "https://example.com/x",
            None,
        ),
        (
            "[http]\n\tproxy = http://p\n",
            "http://example.com/x",
            Some("plain http goes through a proxy"),
        ),
    ] {
        let home = Home::new();
        home.write(".gitconfig", config);
        assert_eq!(settings(&home, url).through_git, reason, "{config}");
    }
}

#[test]
fn secrets_in_settings_are_not_printed() {
    let home = Home::new();
    home.write(
        ".gitconfig",
        "[http]\n\textraHeader = Authorization: Bearer canary-1\n\tproxy = http://me:canary-2@p\n",
    );
    let settings = settings(&home, "https://example.com/x");
    let shown = format!("{settings:?}");
    assert!(!shown.contains("canary"), "{shown}");
    assert_eq!(
        settings
            .authorization()
            .map(|header| text(header))
            .as_deref(),
        Some("Authorization: Bearer canary-1")
    );
}
