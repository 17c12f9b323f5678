//! What a server answers, under the host's real name: a check of a saved sign-in names the cause,
//! and the person's own Git fails with the words of the scenario.

use std::sync::Mutex;

use git_locksmith::jobs::check::{CheckOptions, check};
use git_locksmith::jobs::{Workshop, scan};
use git_locksmith::model::AccessState::{self, *};
use git_locksmith::model::{ActivityLog, Cancel, Change, Fix, RemoteReport, RemoteUrl};

use crate::support::authority::Authority;
use crate::support::forge::{Forge, Reply, Request};
use crate::support::home::Home;
use crate::support::proxy::Proxy;

const CLASSIC: &str = "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";
const API_TOKEN: &str = "ATATT3xFfGF0abcdefghijklmnop";
const NO_ACCESS: &str = "You may not have access to this repository or it no longer exists in this workspace. If you think this repository exists and you have access, make sure you are authenticated.";

/// A host of the real name, which every connection is led to, and a home that trusts it.
struct Scene {
    home: Home,
    url: String,
    saved: String,
    forge: Forge,
    authority: Authority,
}

impl Scene {
    fn new(
        url: &str,
        saved: &[(&str, &str)],
        rule: impl Fn(&Request) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let scene = Self::untrusted(url, saved, rule);
        let ca = scene.authority.certificate();
        let config = std::fs::read_to_string(scene.home.path().join(".gitconfig")).unwrap();
        let config = format!("{config}[http]\n\tsslCAInfo = {}\n", ca.display());
        scene.home.write(".gitconfig", config);
        scene
    }

    /// Without trust in the authority that made the certificate.
    fn untrusted(
        url: &str,
        saved: &[(&str, &str)],
        rule: impl Fn(&Request) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let host = RemoteUrl::parse(url.as_bytes()).host;
        let authority = Authority::new();
        let forge = Forge::start_tls(&authority.issue("host", &format!("DNS:{host}")), rule);
        let home = Home::new();
        home.write(
            ".gitconfig",
            format!(
                "[credential]\n\thelper = store\n[http]\n\tproxy = {}\n",
                Proxy::to(forge.port()).url()
            ),
        );
        let line = |(user, secret): &(&str, &str)| format!("https://{user}:{secret}@{host}\n");
        let saved: String = saved.iter().map(line).collect();
        home.write(".git-credentials", &saved);
        home.repository("work/api", &[("origin", url)]);
        Self {
            home,
            url: url.to_owned(),
            saved,
            forge,
            authority,
        }
    }

    /// Scans and checks as a new start of the program would. Costs no saved sign-in.
    fn checked(&self) -> RemoteReport {
        let workshop = Workshop::open(&self.home.environment(), &ActivityLog::default()).unwrap();
        let found = Mutex::new(Vec::new());
        let folders = [self.home.path().join("work")];
        scan::scan(&workshop, &folders, false, &Cancel::default(), &|scanned| {
            if let scan::Scanned::Repository(report) = scanned {
                found.lock().unwrap().push(*report);
            }
        });
        let checked = Mutex::new(None);
        check(
            &workshop,
            &found.into_inner().unwrap(),
            &CheckOptions::default(),
            &Cancel::default(),
            &|one| *checked.lock().unwrap() = Some(one.remote),
        );
        let store = std::fs::read_to_string(self.home.path().join(".git-credentials")).unwrap();
        assert_eq!(store, self.saved);
        checked.into_inner().unwrap().unwrap()
    }

    /// Checks; the headline is `rule`, and each of `evidence` is part of what it is based on.
    fn headline(
        &self,
        states: (AccessState, AccessState),
        rule: &str,
        evidence: &[&str],
    ) -> (RemoteReport, Fix) {
        let remote = self.checked();
        assert_eq!(
            (remote.fetch.state, remote.push.state),
            states,
            "{remote:?}"
        );
        let rules: Vec<&str> = remote.findings.iter().map(|found| found.rule).collect();
        assert_eq!(rules, [rule], "{remote:?}");
        let found = &remote.findings[0];
        for words in evidence {
            assert!(
                found.evidence.iter().any(|line| line.contains(words)),
                "{words} in {:?}",
                found.evidence
            );
        }
        let first = found.fixes[0].clone();
        (remote, first)
    }

    /// What the person's own Git says, which fails as well.
    fn git(&self, arguments: &[&str]) -> String {
        let output = self
            .home
            .command("git")
            .env("GIT_TERMINAL_PROMPT", "0")
            .current_dir(self.home.path().join("work/api"))
            .args(arguments)
            .output()
            .unwrap();
        assert!(!output.status.success());
        String::from_utf8(output.stderr).unwrap()
    }

    fn git_says(&self, words: &[&str]) {
        let said = self.git(&["ls-remote", &self.url]);
        for words in words {
            assert!(said.contains(words), "{words} in {said}");
        }
    }
}

/// A host that wants a sign-in, and answers one with `reply`.
fn refusing(realm: &'static str, reply: Reply) -> impl Fn(&Request) -> Reply {
    move |request| match request.basic() {
        None => Reply::sign_in(realm),
        Some(_) => reply.clone(),
    }
}

fn user_name(fix: &Fix) -> Option<&str> {
    match fix {
        Fix::Change {
            change: Change::SetUserName { username },
            ..
        } => username.as_deref(),
        _ => None,
    }
}

#[test]
fn s01_bb_app_password() {
    let reply = Reply::status(410).text(
        "CHANGE-3222 - Functionality has been deprecated\nApp passwords are deprecated and must be replaced with API tokens.\n",
    );
    let scene = Scene::new(
        "https://bitbucket.org/acme/api.git",
        &[("acme-dev", "ATBBabcdefghijklmnop0123")],
        refusing("Bitbucket.org HTTP", reply),
    );
    let evidence = ["HTTP 410", "App passwords are deprecated"];
    let (_, first) = scene.headline((Gone, NotChecked), "bb-app-password", &evidence);
    assert_eq!(first, Fix::PasteNewToken);
    scene.git_says(&["App passwords are deprecated", "error: 410"]);
}

#[test]
fn s02_bb_token_user_or_scope() {
    let refused = || Reply::sign_in("Bitbucket.org HTTP").text(NO_ACCESS);
    let by_mail = Scene::new(
        "https://bitbucket.org/acme/api.git",
        &[("me%40example.com", API_TOKEN)],
        refusing("Bitbucket.org HTTP", refused()),
    );
    let rule = "bb-token-user-or-scope";
    let (remote, first) = by_mail.headline((Rejected, NotChecked), rule, &["HTTP 401", NO_ACCESS]);
    assert_eq!(first, Fix::PasteNewToken);
    let words = &remote.findings[0];
    assert!(words.title.contains("me@example.com"), "{words:?}");
    assert!(
        words.explanation.contains("x-bitbucket-api-token-auth"),
        "{words:?}"
    );
    by_mail.git_says(&["Authentication failed for 'https://bitbucket.org/acme/api.git/'"]);

    let in_url = Scene::new(
        "https://me%40example.com@bitbucket.org/acme/api.git",
        &[("me%40example.com", API_TOKEN)],
        refusing("Bitbucket.org HTTP", refused()),
    );
    let (_, first) = in_url.headline((Rejected, NotChecked), rule, &["HTTP 401"]);
    assert_eq!(user_name(&first), Some("x-bitbucket-api-token-auth"));

    let words = "Your credentials lack one or more required privilege scopes.";
    let scope = Scene::new(
        "https://bitbucket.org/acme/api.git",
        &[("x-bitbucket-api-token-auth", API_TOKEN)],
        refusing("Bitbucket.org HTTP", Reply::status(403).text(words)),
    );
    let (_, first) = scope.headline((Forbidden, NotChecked), rule, &["HTTP 403", words]);
    assert_eq!(first, Fix::PasteNewToken);
    scope.git_says(&[words, "error: 403"]);
}

#[test]
fn s04_ntlm_off() {
    let scene = Scene::new(
        "https://tfs.corp.example/tfs/DefaultCollection/api/_git/api",
        &[("me", "password")],
        |_| Reply::status(401).header("WWW-Authenticate", "NTLM"),
    );
    let remote = scene.checked();
    assert!(remote.fetch.needs_attention(), "{remote:?}");
    let found = &remote.findings[0];
    assert_eq!(found.rule, "ntlm-off", "{remote:?}");
    assert!(
        found
            .evidence
            .contains(&"WWW-Authenticate: NTLM".to_owned()),
        "{found:?}"
    );
    assert!(matches!(&found.fixes[0], Fix::Advice { text } if text.contains("Kerberos")));
    scene.git_says(&["Authentication failed"]);
}

#[test]
fn s05_gh_password() {
    let words =
        "Invalid username or token. Password authentication is not supported for Git operations.";
    let scene = Scene::new(
        "https://github.com/acme/api.git",
        &[("me", "correct-horse")],
        refusing("GitHub", Reply::sign_in("GitHub").text(words)),
    );
    let (_, first) = scene.headline((Rejected, NotChecked), "gh-password", &["HTTP 401", words]);
    assert_eq!(first, Fix::PasteNewToken);
    scene.git_says(&[words, "Authentication failed for"]);
}

#[test]
fn s06_token_expired() {
    let words = "Invalid username or password.";
    let scene = Scene::new(
        "https://github.com/acme/api.git",
        &[("me", CLASSIC)],
        refusing("GitHub", Reply::sign_in("GitHub").text(words)),
    );
    let (_, first) = scene.headline(
        (Rejected, NotChecked),
        "token-expired",
        &["HTTP 401", words],
    );
    assert_eq!(first, Fix::PasteNewToken);
    scene.git_says(&[words, "Authentication failed for"]);

    let token = "a".repeat(52);
    let azure = Scene::new(
        "https://dev.azure.com/acme/api/_git/api",
        &[("PAT", &token)],
        refusing(
            "https://tfsprod.example/",
            Reply::sign_in("https://tfsprod.example/").header(
                "X-TFS-ServiceError",
                "Access+Denied%3A+The+Personal+Access+Token+used+has+expired.",
            ),
        ),
    );
    let remote = azure.checked();
    let found = remote
        .findings
        .iter()
        .find(|found| found.rule == "token-expired")
        .unwrap();
    assert!(found.explanation.contains("It has expired."), "{found:?}");
    let url = "https://dev.azure.com/acme/_usersSettings/tokens".to_owned();
    assert!(
        found.fixes.contains(&Fix::OpenTokenPage { url }),
        "{found:?}"
    );
}

#[test]
fn s07_wrong_account_403() {
    let words = "Permission to acme/api.git denied to other-me.";
    let scene = Scene::new(
        "https://other-me@github.com/acme/api.git",
        &[("other-me", CLASSIC), ("acme-dev", CLASSIC)],
        refusing("GitHub", Reply::status(403).text(words)),
    );
    let remote = scene.checked();
    let found = &remote.findings[0];
    assert_eq!(found.rule, "wrong-account-403", "{remote:?}");
    assert!(found.title.contains("other-me"), "{found:?}");
    assert!(found.evidence[0].contains("HTTP 403"), "{found:?}");
    assert!(found.evidence[0].contains(words), "{found:?}");
    assert_eq!(user_name(&found.fixes[0]), Some("acme-dev"), "{found:?}");
    scene.git_says(&[words, "error: 403"]);
}

#[test]
fn s08_not_found_404() {
    let scene = Scene::new(
        "https://me@github.com/acme/api.git",
        &[("me", CLASSIC), ("acme-dev", CLASSIC)],
        refusing("GitHub", Reply::status(404).text("Repository not found.")),
    );
    let remote = scene.checked();
    let found = &remote.findings[0];
    assert_eq!(found.rule, "not-found-404", "{remote:?}");
    assert!(found.evidence[0].contains("HTTP 404"), "{found:?}");
    assert!(found.explanation.contains("acme-dev"), "{found:?}");
    assert_eq!(user_name(&found.fixes[0]), Some("acme-dev"), "{found:?}");
    scene.git_says(&["Repository not found.", "not found"]);
}

#[test]
fn s09_read_only_token() {
    for (url, words) in [
        (
            "https://github.com/acme/api.git",
            "Write access to repository not granted.",
        ),
        (
            "https://gitlab.com/acme/api.git",
            "You are not allowed to push code to this project.",
        ),
    ] {
        let token = match url.contains("gitlab") {
            true => "glpat-abcdefghijklmnopqrst",
            false => CLASSIC,
        };
        let scene = Scene::new(url, &[("me", token)], move |request| {
            let service = request.service().unwrap_or_default();
            match request.basic() {
                None => Reply::sign_in("Git"),
                Some(_) if service == "git-receive-pack" => Reply::status(403).text(words),
                Some(_) => Reply::advertisement(service),
            }
        });
        let (_, first) =
            scene.headline((Works, Forbidden), "read-only-token", &["HTTP 403", words]);
        assert_eq!(first, Fix::PasteNewToken);
        let said = scene.git(&["push", "--dry-run", url, "refs/heads/*:refs/heads/*"]);
        assert!(
            said.contains(words) && said.contains("error: 403"),
            "{said}"
        );
    }
    let words = "Personal access tokens (classic) are forbidden from accessing this repository.";
    let classic = Scene::new(
        "https://github.com/acme/api.git",
        &[("me", CLASSIC)],
        refusing("GitHub", Reply::status(403).text(words)),
    );
    let (remote, _) = classic.headline((Forbidden, NotChecked), "read-only-token", &[words]);
    assert!(remote.findings[0].title.contains("forbids classic tokens"));
}

#[test]
fn s10_saml_sso() {
    let page = "https://github.com/orgs/acme/sso?authorization_request=A1B2";
    for (named, offered) in [
        (page, true),
        ("https://github.com.evil.example/orgs/acme/sso", false),
        ("http://github.com/orgs/acme/sso", false),
    ] {
        let words = format!(
            "The `acme' organization has enabled or enforced SAML SSO. To access this repository, visit {named} and try your request again."
        );
        let scene = Scene::new(
            "https://github.com/acme/api.git",
            &[("me", CLASSIC)],
            refusing("GitHub", Reply::status(403).text(&words)),
        );
        let evidence = ["HTTP 403", "enforced SAML SSO"];
        let (remote, first) = scene.headline((Forbidden, NotChecked), "saml-sso", &evidence);
        let opens_page = first
            == Fix::OpenPage {
                words: "Authorise for acme".to_owned(),
                url: page.to_owned(),
            };
        assert_eq!(opens_page, offered, "{first:?}");
        assert!(remote.findings[0].title.starts_with("acme wants"));
        let evil = |fix: &Fix| matches!(fix, Fix::OpenPage { url, .. } if url.contains("evil") || url.starts_with("http:"));
        assert!(!remote.findings[0].fixes.iter().any(evil));
        scene.git_says(&["enforced SAML SSO", "error: 403"]);
    }
}

#[test]
fn s11_gitlab_basic() {
    let words = "HTTP Basic: Access denied. If a password was provided for Git authentication, the password was incorrect or you're required to use a token instead of a password. If a token was provided, it was either incorrect, expired, or improperly scoped.";
    for (secret, title) in [
        (
            "glpat-abcdefghijklmnopqrst",
            "GitLab rejects the saved token",
        ),
        ("correct-horse", "GitLab rejects the saved sign-in"),
    ] {
        let scene = Scene::new(
            "https://gitlab.com/acme/api.git",
            &[("me", secret)],
            refusing("GitLab", Reply::sign_in("GitLab").text(words)),
        );
        let evidence = ["HTTP 401", "HTTP Basic: Access denied"];
        let (remote, first) = scene.headline((Rejected, NotChecked), "gitlab-basic", &evidence);
        assert_eq!(remote.findings[0].title, title);
        assert_eq!(first, Fix::PasteNewToken);
        scene.git_says(&["HTTP Basic: Access denied", "Authentication failed for"]);
    }
}

#[test]
fn s14_no_answer() {
    let scene = Scene::new("https://github.com/acme/api.git", &[], |_| {
        Reply::sign_in("GitHub")
    });
    let (_, first) = scene.headline((SignInNeeded, NotChecked), "no-answer", &["HTTP 401"]);
    assert_eq!(first, Fix::PasteNewToken);
    scene
        .git_says(&["could not read Username for 'https://github.com': terminal prompts disabled"]);
}

#[test]
fn s24_tls_proxy() {
    let scene = Scene::untrusted(
        "https://github.com/acme/api.git",
        &[("me", CLASSIC)],
        |_| Reply::sign_in("GitHub"),
    );
    let (_, first) = scene.headline((Unreachable, NotChecked), "tls-proxy", &["certificate"]);
    assert!(matches!(first, Fix::Advice { text } if text.contains("http.sslCAInfo")));
    assert_eq!(scene.forge.requests().len(), 0, "nothing was sent");
    scene.git_says(&["certificate"]);

    // a proxy that wants a sign-in of its own
    let scene = Scene::new(
        "https://github.com/acme/api.git",
        &[("me", CLASSIC)],
        |_| Reply::sign_in("GitHub"),
    );
    let proxy = Proxy::with_sign_in(scene.forge.port(), "bWU6cGFzcw==");
    let folder = scene.home.path();
    scene
        .home
        .run_git(&folder, ["config", "--global", "http.proxy", &proxy.url()]);
    let (remote, _) = scene.headline((Unreachable, NotChecked), "tls-proxy", &["proxy"]);
    assert_eq!(
        remote.findings[0].title,
        "The proxy wants a sign-in of its own"
    );
    scene.git_says(&["407"]);
}

#[test]
fn s27_lockout() {
    let scene = Scene::new(
        "https://gitlab.com/acme/api.git",
        &[("me", "secret")],
        |_| {
            Reply::status(429)
                .header("Retry-After", "60")
                .text("Retry later")
        },
    );
    let evidence = ["HTTP 429", "Retry later"];
    let (remote, first) = scene.headline((RateLimited, NotChecked), "lockout", &evidence);
    assert_eq!(first, Fix::CheckAgain);
    assert!(remote.findings[0].explanation.contains("60 seconds"));
    assert_eq!(scene.forge.requests().len(), 1, "no second question");
    scene.git_says(&["429"]);
}
