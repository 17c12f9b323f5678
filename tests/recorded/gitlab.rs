//! GitLab, in the cloud and on servers of one's own.

use git_locksmith::model::AccessState::*;
use git_locksmith::model::Forge;
use git_locksmith::model::TokenKind::{GitLabToken, Unknown};
use git_locksmith::probe::Service::{Fetch, Push};

use super::{FETCHED, GIT_FETCH, Row, TEXT, check};

const API: &str = "https://gitlab.com/acme/api.git";
const OWN: &str = "https://git.corp.example/acme/api.git";
const REALM: (&str, &str) = ("WWW-Authenticate", "Basic realm=\"GitLab\"");
const DENIED: &str = "HTTP Basic: Access denied. If a password was provided for Git authentication, the password was incorrect or you're required to use a token instead of a password. If a token was provided, it was either incorrect, expired, or improperly scoped.";
const DENIED_17: &str = "HTTP Basic: Access denied. The provided password or token is incorrect or your account has 2FA enabled and you must use a personal access token instead of a password.";

#[test]
fn gitlab() {
    let me = Some(("me", GitLabToken));
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
                (401, &[REALM, TEXT], "HTTP Basic: Access denied"),
                (SignInNeeded, "no-answer"),
            ),
            Row(
                (API, Fetch, me),
                (401, &[REALM, TEXT], DENIED),
                (Rejected, "gitlab-basic"),
            ),
            // some refusals name no way to sign in
            Row(
                (API, Fetch, password),
                (401, &[TEXT], DENIED_17),
                (Rejected, "gitlab-basic"),
            ),
            Row(
                (API, Fetch, me),
                (
                    403,
                    &[TEXT],
                    "You are not allowed to download code from this project.",
                ),
                (Forbidden, "wrong-account-403"),
            ),
            Row(
                (API, Push, me),
                (403, &[TEXT], "You are not allowed to upload code."),
                (Forbidden, "read-only-token"),
            ),
            Row(
                (API, Push, me),
                (
                    403,
                    &[TEXT],
                    "You are not allowed to push code to this project.",
                ),
                (Forbidden, "read-only-token"),
            ),
            Row(
                (API, Fetch, me),
                (
                    404,
                    &[TEXT],
                    "The project you were looking for could not be found or you don't have permission to view it.",
                ),
                (NotFound, "not-found-404"),
            ),
            Row(
                (API, Fetch, me),
                (403, &[TEXT], "Forbidden\n"),
                (RateLimited, "lockout"),
            ),
            Row(
                (API, Fetch, me),
                (
                    403,
                    &[TEXT],
                    "Too many failed authentication attempts from this IP",
                ),
                (RateLimited, "lockout"),
            ),
            Row(
                (API, Fetch, None),
                (429, &[("Retry-After", "60"), TEXT], "Retry later\n"),
                (RateLimited, "lockout"),
            ),
            Row(
                (OWN, Fetch, me),
                (401, &[REALM, TEXT], DENIED),
                (Rejected, "gitlab-basic"),
            ),
            Row(
                (OWN, Fetch, password),
                (401, &[TEXT], DENIED),
                (Rejected, "gitlab-basic"),
            ),
            Row(
                (OWN, Push, me),
                (
                    403,
                    &[("X-Gitlab-Meta", "{}"), TEXT],
                    "You are not allowed to upload code.",
                ),
                (Forbidden, "read-only-token"),
            ),
        ],
        &[Forge::GitLab],
    );
}
