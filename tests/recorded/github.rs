//! GitHub, and GitHub Enterprise Server.

use git_locksmith::model::AccessState::*;
use git_locksmith::model::Forge;
use git_locksmith::model::TokenKind::{GitHubClassicToken, GitHubFineGrainedToken, Unknown};
use git_locksmith::probe::Service::{Fetch, Push};

use super::{FETCHED, GIT_FETCH, GIT_PUSH, PUSHED, Row, TEXT, check};

const API: &str = "https://github.com/acme/api.git";
const OWN: &str = "https://code.corp.example/acme/api.git";
const REALM: (&str, &str) = ("WWW-Authenticate", "Basic realm=\"GitHub\"");

#[test]
fn github() {
    let me = Some(("me", GitHubClassicToken));
    let password = Some(("me", Unknown));
    check(
        &[
            Row(
                (API, Fetch, None),
                (200, FETCHED, GIT_FETCH),
                (WorksWithoutSignIn, ""),
            ),
            Row(
                (API, Fetch, None),
                (401, &[REALM, TEXT], "Repository not found."),
                (SignInNeeded, "no-answer"),
            ),
            Row(
                (API, Fetch, me),
                (
                    401,
                    &[REALM, TEXT],
                    "Invalid username or token. Password authentication is not supported for Git operations.",
                ),
                (Rejected, "token-expired"),
            ),
            Row(
                (API, Fetch, password),
                (
                    401,
                    &[REALM, TEXT],
                    "Invalid username or token. Password authentication is not supported for Git operations.",
                ),
                (Rejected, "gh-password"),
            ),
            Row(
                (API, Fetch, password),
                (
                    401,
                    &[TEXT],
                    "Support for password authentication was removed on August 13, 2021. Please use a personal access token instead.",
                ),
                (Rejected, "gh-password"),
            ),
            Row(
                (API, Fetch, me),
                (401, &[TEXT], "Invalid username or password."),
                (Rejected, "token-expired"),
            ),
            Row(
                (API, Fetch, me),
                (404, &[TEXT], "Repository not found."),
                (NotFound, "not-found-404"),
            ),
        ],
        &[Forge::GitHub],
    );
}

#[test]
fn github_knows_them_but_does_not_let_them_in() {
    let me = Some(("me", GitHubClassicToken));
    let fine = Some(("me", GitHubFineGrainedToken));
    check(
        &[
            Row(
                (API, Fetch, me),
                (403, &[TEXT], "Permission to acme/api.git denied to me."),
                (Forbidden, "wrong-account-403"),
            ),
            Row(
                (API, Push, me),
                (403, &[TEXT], "Permission to acme/api.git denied to me."),
                (Forbidden, "wrong-account-403"),
            ),
            Row(
                (API, Push, me),
                (403, &[TEXT], "Permission to acme/api.git denied to acme."),
                (Forbidden, "read-only-token"),
            ),
            Row(
                (API, Push, fine),
                (403, &[TEXT], "Write access to repository not granted."),
                (Forbidden, "read-only-token"),
            ),
            Row(
                (API, Fetch, fine),
                (403, &[TEXT], "Write access to repository not granted."),
                (Forbidden, "read-only-token"),
            ),
            Row(
                (API, Fetch, me),
                (
                    403,
                    &[TEXT],
                    "Personal access tokens (classic) are forbidden from accessing this repository.",
                ),
                (Forbidden, "read-only-token"),
            ),
            Row(
                (API, Fetch, fine),
                (
                    403,
                    &[TEXT],
                    "The 'acme' organization forbids access via a fine-grained personal access tokens if the token's lifetime is greater than 366 days.",
                ),
                (Forbidden, "read-only-token"),
            ),
            Row(
                (API, Fetch, me),
                (
                    403,
                    &[TEXT],
                    "The `acme' organization has enabled or enforced SAML SSO. To access\nthis repository, you must use the HTTPS remote with a personal access token\nor SSH with an SSH key and passphrase\nthat has been authorized for this organization.",
                ),
                (Forbidden, "saml-sso"),
            ),
            Row(
                (API, Fetch, None),
                (
                    200,
                    FETCHED,
                    "001e# service=git-upload-pack\n00000093ERR GitHub is temporarily limiting some unauthenticated downloads to protect the stability of the platform. Please retry later or authenticate.",
                ),
                (RateLimited, "lockout"),
            ),
            Row((API, Push, me), (200, PUSHED, GIT_PUSH), (Works, "")),
        ],
        &[Forge::GitHub],
    );
}

#[test]
fn github_enterprise() {
    let me = Some(("me", GitHubClassicToken));
    check(
        &[
            Row(
                (OWN, Fetch, None),
                (401, &[REALM], ""),
                (SignInNeeded, "no-answer"),
            ),
            Row(
                (OWN, Fetch, me),
                (401, &[REALM, TEXT], "Invalid username or password."),
                (Rejected, "token-expired"),
            ),
            Row(
                (OWN, Fetch, Some(("me", Unknown))),
                (
                    401,
                    &[REALM, TEXT],
                    "Password authentication is not supported for Git operations.",
                ),
                (Rejected, "gh-password"),
            ),
            Row(
                (OWN, Fetch, me),
                (
                    404,
                    &[("X-GitHub-Request-Id", "1"), TEXT],
                    "Repository not found.",
                ),
                (NotFound, "not-found-404"),
            ),
            Row(
                (OWN, Push, me),
                (
                    403,
                    &[("X-GitHub-Request-Id", "1"), TEXT],
                    "Permission to acme/api.git denied to me.",
                ),
                (Forbidden, "wrong-account-403"),
            ),
        ],
        &[Forge::GitHubEnterprise],
    );
}
