//! What a server's answer means: a table of what hosts really say.

use std::time::Duration;

use git_locksmith::model::AccessState::{self, *};
use git_locksmith::model::{Access, Forge};
use git_locksmith::probe::Service::{self, Fetch, Push};
use git_locksmith::probe::answer::{self, Asked, Reply, SignedIn};

use crate::support::forge::{HEAD, pkt};

use SignedIn::{ByItself, Nobody, WithCredential, WithHeader};

const FETCH_KIND: &str = "application/x-git-upload-pack-advertisement";
const PUSH_KIND: &str = "application/x-git-receive-pack-advertisement";

fn access(
    service: Service,
    signed_in: SignedIn,
    status: u16,
    headers: &[(&str, &str)],
    body: &str,
) -> Access {
    let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    let reply = Reply {
        status,
        headers: headers.iter().map(own).collect(),
        body: body.as_bytes().to_vec(),
    };
    let asked = Asked {
        service,
        signed_in,
        forge: Forge::Plain,
    };
    answer::access(asked, &reply)
}

/// An answer with this content type and no other header.
fn check(
    (service, signed_in): (Service, SignedIn),
    (status, kind, body): (u16, &str, &str),
    expected: AccessState,
    words: Option<&str>,
) {
    let headers: &[_] = match kind {
        "" => &[],
        kind => &[("Content-Type", kind)],
    };
    let access = access(service, signed_in, status, headers, body);
    let case = format!("{status} {kind} {body:?}: {access:?}");
    assert_eq!(access.state, expected, "{case}");
    assert_eq!(access.http_status, Some(status), "{case}");
    assert_eq!(access.server_message.as_deref(), words, "{case}");
}

#[test]
fn a_git_server() {
    let version_2 = pkt("# service=git-upload-pack\n") + "0000" + &pkt("version 2\n");
    let bare_version_2 = pkt("version 2\n") + &pkt("agent=git/2.47\n");
    let version_0 =
        pkt("# service=git-receive-pack\n") + "0000" + &pkt(&format!("{HEAD} HEAD\0x\n"));
    let git = |body: &str, kind: &str, service, signed_in, expected| {
        check((service, signed_in), (200, kind, body), expected, None);
    };
    git(&version_2, FETCH_KIND, Fetch, Nobody, WorksWithoutSignIn);
    git(&version_2, FETCH_KIND, Fetch, WithCredential, Works);
    git(&version_2, FETCH_KIND, Fetch, WithHeader, Works);
    git(
        &bare_version_2,
        FETCH_KIND,
        Fetch,
        Nobody,
        WorksWithoutSignIn,
    );
    git(&version_0, PUSH_KIND, Push, WithCredential, Works);
    // The beginning of an answer is enough.
    git(&version_0[..40], PUSH_KIND, Push, WithCredential, Works);
}

#[test]
fn success_in_name_only() {
    let no_git = "the answer is not what a Git server says";
    let page = "a web page answered instead of a Git server";
    for (kind, body, words) in [
        (
            "text/html; charset=utf-8",
            "<title>Sign in to get online</title>",
            page,
        ),
        ("TEXT/HTML", "", page),
        ("", "", no_git),
        (FETCH_KIND, "", no_git),
        (FETCH_KIND, "<html>", no_git),
        (FETCH_KIND, "0008abcd", no_git),
        // the answer to another question
        (
            PUSH_KIND,
            "0000",
            "the answer is application/x-git-receive-pack-advertisement, not what a Git server says",
        ),
        ("application/json", r#"{"message":"hello"}"#, "hello"),
        (
            "text/plain",
            "hello",
            "the answer is text/plain, not what a Git server says",
        ),
    ] {
        for signed_in in [Nobody, WithCredential] {
            check((Fetch, signed_in), (200, kind, body), NotGit, Some(words));
        }
    }
    check(
        (Fetch, WithCredential),
        (203, "text/html", "<h1>Azure DevOps Services | Sign In</h1>"),
        NotGit,
        Some("a sign-in page answered instead of a Git server"),
    );
    check(
        (Fetch, Nobody),
        (204, "", ""),
        NotGit,
        Some("no Git server answers with 204"),
    );
    check(
        (Fetch, Nobody),
        (511, "text/html", "<a>"),
        NotGit,
        Some("no Git server answers with 511"),
    );
}

#[test]
fn a_refusal_in_a_packet() {
    let asked = [
        (Fetch, "git-upload-pack", FETCH_KIND),
        (Push, "git-receive-pack", PUSH_KIND),
    ];
    for (service, name, kind) in asked {
        for (words, expected) in [
            (
                "CAPTCHA required Your Bitbucket account has been locked.",
                Rejected,
            ),
            (
                "Repository not found The requested repository does not exist, or you do not have permission to access it.",
                NotFound,
            ),
            (
                "Not licensed You do not have permission to access Bitbucket.",
                Forbidden,
            ),
            (
                "GitHub is temporarily limiting some unauthenticated downloads to protect the stability of the platform. Please retry later or authenticate.",
                RateLimited,
            ),
            ("access denied", Forbidden),
        ] {
            let with_service =
                pkt(&format!("# service={name}\n")) + "0000" + &pkt(&format!("ERR {words}\n"));
            let alone = pkt(&format!("ERR {words}"));
            for body in [with_service, alone] {
                check(
                    (service, WithCredential),
                    (200, kind, &body),
                    expected,
                    Some(words),
                );
            }
        }
    }
}

/// Nobody's secret is refused where none was sent.
#[test]
fn a_captcha_for_nobody() {
    let body = pkt("ERR CAPTCHA required");
    let words = Some("CAPTCHA required");
    for (signed_in, expected) in [
        (Nobody, Forbidden),
        (ByItself, Forbidden),
        (WithHeader, Rejected),
        (WithCredential, Rejected),
    ] {
        check(
            (Fetch, signed_in),
            (200, FETCH_KIND, &body),
            expected,
            words,
        );
    }
}

#[test]
fn a_server_of_files() {
    let refs = format!("{HEAD}\trefs/heads/main\n{HEAD}\trefs/tags/v1\n");
    let sha256 = format!("{HEAD}{}\trefs/heads/main\n", &HEAD[..24]);
    for body in [refs.as_str(), &sha256] {
        for kind in ["text/plain", "application/octet-stream", ""] {
            check((Fetch, Nobody), (200, kind, body), WorksWithoutSignIn, None);
            check((Fetch, WithCredential), (200, kind, body), Works, None);
            check(
                (Push, WithCredential),
                (200, kind, body),
                Unsupported,
                Some("this server only hands out files; nothing can be pushed to it"),
            );
        }
    }
    let page = format!("{HEAD}\tno ref");
    check(
        (Fetch, Nobody),
        (200, "text/plain", &page),
        NotGit,
        Some("the answer is text/plain, not what a Git server says"),
    );
}

#[test]
fn refusals_in_the_words_of_hosts() {
    for (status, body, expected) in [
        // Bitbucket Cloud
        (
            401,
            "You may not have access to this repository or it no longer exists in this workspace.",
            Rejected,
        ),
        (
            410,
            "CHANGE-3222 - Functionality has been deprecated App passwords are deprecated and must be replaced with API tokens.",
            Gone,
        ),
        (
            403,
            "Your credentials lack one or more required privilege scopes.",
            Forbidden,
        ),
        (
            403,
            "To access this repository, an admin must whitelist your IP.",
            Forbidden,
        ),
        // GitHub
        (
            401,
            "Invalid username or token. Password authentication is not supported for Git operations.",
            Rejected,
        ),
        (404, "Repository not found.", NotFound),
        (403, "Permission to O/R.git denied to USER.", Forbidden),
        (403, "Write access to repository not granted.", Forbidden),
        (
            403,
            "You have exceeded a secondary rate limit.",
            RateLimited,
        ),
        (429, "Too many requests", RateLimited),
        // GitLab
        (
            401,
            "HTTP Basic: Access denied. If a password was provided for Git authentication, the password was incorrect.",
            Rejected,
        ),
        (
            403,
            "You are not allowed to push code to this project.",
            Forbidden,
        ),
        (
            403,
            "Too many failed authentication attempts from this IP",
            RateLimited,
        ),
        (
            404,
            "The project you were looking for could not be found or you don't have permission to view it.",
            NotFound,
        ),
        // anything
        (500, "Something broke", Unreachable),
        (503, "Down for maintenance", Unreachable),
        (400, "Bad request", Unreachable),
    ] {
        check(
            (Fetch, WithCredential),
            (status, "text/plain", body),
            expected,
            Some(body),
        );
        check(
            (Fetch, WithCredential),
            (status, "text/plain; charset=utf-8", body),
            expected,
            Some(body),
        );
        check(
            (Fetch, WithCredential),
            (status, "", body),
            expected,
            Some(body),
        );
    }
    check(
        (Fetch, Nobody),
        (401, "text/plain", "Unauthorized\n"),
        SignInNeeded,
        Some("Unauthorized"),
    );
    check((Fetch, WithHeader), (401, "", ""), Rejected, None);
    check((Fetch, ByItself), (401, "", ""), SignInNeeded, None);
    check(
        (Fetch, Nobody),
        (502, "text/html", "<h1>Bad gateway</h1>"),
        Unreachable,
        Some("the server failed with 502"),
    );
    check(
        (Fetch, Nobody),
        (407, "text/html", "<h1>Squid</h1>"),
        Unreachable,
        Some("the proxy wants a sign-in of its own"),
    );
}

#[test]
fn a_page_has_no_words() {
    for body in [
        "<html><title>Paste your token at evil.example</title>",
        "  <!doctype html>Hello",
    ] {
        check(
            (Fetch, WithCredential),
            (401, "text/html", body),
            Rejected,
            None,
        );
        check((Fetch, WithCredential), (401, "", body), Rejected, None);
        check(
            (Fetch, WithCredential),
            (401, "text/plain", body),
            Rejected,
            None,
        );
    }
}

#[test]
fn json_errors() {
    for (body, words) in [
        (
            r#"{"message":"Bad credentials","documentation_url":"x"}"#,
            Some("Bad credentials"),
        ),
        (
            r#"{"type":"error","error":{"message":"Access denied."}}"#,
            Some("Access denied."),
        ),
        (
            r#"{"error":"invalid_token","error_description":"Token was revoked."}"#,
            Some("Token was revoked."),
        ),
        (
            r#"{"errors":[{"context":null,"message":"CAPTCHA required.","exceptionName":"CaptchaRequiredAuthenticationException"}]}"#,
            Some("CAPTCHA required."),
        ),
        (r#"{"error":"Not here"}"#, Some("Not here")),
        (r#"{"other":1}"#, None),
        ("{", None),
    ] {
        check(
            (Fetch, WithCredential),
            (401, "application/json", body),
            Rejected,
            words,
        );
        check(
            (Fetch, WithCredential),
            (401, "application/problem+json; charset=utf-8", body),
            Rejected,
            words,
        );
    }
}

/// Azure DevOps sends its refusal in packets, with status 403.
#[test]
fn words_in_packets() {
    let words = "TF401027: You need the Git 'GenericContribute' permission to perform this action.";
    let body = pkt("# service=git-receive-pack\n") + "0000" + &pkt(words);
    for kind in ["text/plain", PUSH_KIND] {
        check(
            (Push, WithCredential),
            (403, kind, &body),
            Forbidden,
            Some(words),
        );
    }
}

#[test]
fn words_in_headers() {
    let captcha = access(
        Fetch,
        WithCredential,
        401,
        &[(
            "X-Authentication-Denied-Reason",
            "CAPTCHA_CHALLENGE; login-url=https://h/login",
        )],
        "",
    );
    assert_eq!(captcha.state, Rejected);
    assert_eq!(
        captcha.server_message.as_deref(),
        Some("CAPTCHA_CHALLENGE; login-url=https://h/login")
    );
    let expired = access(
        Fetch,
        WithCredential,
        401,
        &[(
            "X-TFS-ServiceError",
            "Access+Denied%3A+The+Personal+Access+Token+used+has+expired.",
        )],
        "",
    );
    assert_eq!(
        expired.server_message.as_deref(),
        Some("Access Denied: The Personal Access Token used has expired.")
    );
}

#[test]
fn what_is_said_is_safe_to_show() {
    let body = "\u{1b}[31mred\u{1b}[0m\r\n\u{202e}reversed\u{200b}";
    let access = access(
        Fetch,
        WithCredential,
        403,
        &[("content-type", "text/plain")],
        body,
    );
    let words = access.server_message.unwrap();
    assert!(
        words.chars().all(|c| c.is_ascii_graphic() || c == ' '),
        "{words}"
    );
    let long = "x".repeat(100_000);
    let access =
        super::answer::access(Fetch, Nobody, 403, &[("content-type", "text/plain")], &long);
    assert!(access.server_message.unwrap().chars().count() <= 513);
}

#[test]
fn redirects_that_nobody_follows() {
    for (location, words) in [
        (
            Some("https://spsprod.vssps.visualstudio.com/_signin?realm=x&secret=y"),
            "the server sends Git to a page of its own: https://spsprod.vssps.visualstudio.com/_signin",
        ),
        (
            Some("/users/sign_in"),
            "the server sends Git to a page of its own: /users/sign_in",
        ),
        (None, "the server sends Git elsewhere without saying where"),
    ] {
        let headers: Vec<_> = location
            .iter()
            .map(|location| ("Location", *location))
            .collect();
        let access = access(Fetch, Nobody, 302, &headers, "");
        assert_eq!(access.state, NotGit);
        assert_eq!(access.server_message.as_deref(), Some(words));
    }
}

#[test]
fn how_long_to_wait() {
    let date = ("Date", "Wed, 25 Nov 2026 08:00:00 GMT");
    for (value, expected) in [
        ("120", Some(120)),
        (" 7 ", Some(7)),
        ("Wed, 25 Nov 2026 08:01:30 GMT", Some(90)),
        ("Thu, 26 Nov 2026 08:00:00 GMT", Some(86_400)),
        (
            "Fri, 01 Jan 2027 00:00:00 GMT",
            Some(37 * 86_400 - 8 * 3600),
        ),
        ("Wed, 25 Nov 2026 07:00:00 GMT", Some(0)),
        ("soon", None),
        ("-5", None),
    ] {
        let access = access(Fetch, Nobody, 429, &[("Retry-After", value), date], "");
        assert_eq!(
            access.retry_after,
            expected.map(Duration::from_secs),
            "{value}"
        );
    }
    let without_date = access(
        Fetch,
        Nobody,
        429,
        &[("Retry-After", "Wed, 25 Nov 2026 08:01:30 GMT")],
        "",
    );
    assert_eq!(without_date.retry_after, None);
    let forbidden = access(Fetch, Nobody, 403, &[("Retry-After", "60")], "");
    assert_eq!(forbidden.state, RateLimited);
}

#[test]
fn the_challenge_tells_the_forge() {
    let challenges = [
        ("WWW-Authenticate", "Bearer authorization_uri=x"),
        ("www-authenticate", "Basic realm=\"GitLab\""),
        ("WWW-Authenticate", "TFS-Federated"),
    ];
    let access = access(Fetch, Nobody, 401, &challenges, "");
    assert_eq!(access.challenge.as_deref(), Some("Basic realm=\"GitLab\""));
}

#[test]
fn what_our_client_cannot_sign_in_to() {
    for (challenges, expected) in [
        (&[][..], false),
        (&["Basic realm=\"x\""], false),
        (&["basic"], false),
        (&["Negotiate", "Basic realm=\"x\""], false),
        (&["Negotiate, Basic realm=\"x\""], false),
        (&["Negotiate"], true),
        (&["NTLM", "Negotiate"], true),
        (&["Digest realm=\"x\", nonce=\"basic\""], true),
        (&["Bearer realm=\"x\""], true),
    ] {
        let header = |value: &&str| ("WWW-Authenticate".to_owned(), (*value).to_owned());
        let reply = Reply {
            status: 401,
            headers: challenges.iter().map(header).collect(),
            body: Vec::new(),
        };
        assert_eq!(
            answer::wants_other_than_basic(&reply),
            expected,
            "{challenges:?}"
        );
    }
}

/// CodeCommit answers 403 to a bad sign-in, and 403 as well to one that may not.
#[test]
fn codecommit() {
    let reply = Reply {
        status: 403,
        ..Reply::default()
    };
    for (signed_in, expected) in [(WithCredential, Rejected), (Nobody, Forbidden)] {
        let asked = Asked {
            service: Fetch,
            signed_in,
            forge: Forge::CodeCommit,
        };
        assert_eq!(answer::access(asked, &reply).state, expected);
    }
}
