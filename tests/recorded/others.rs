//! The other forges, and servers that are none.

use git_locksmith::model::AccessState::*;
use git_locksmith::model::Forge;
use git_locksmith::model::TokenKind::{HexToken, HuggingFaceToken, Unknown};
use git_locksmith::probe::Service::{Fetch, Push};

use super::{FETCHED, GIT_FETCH, GIT_PUSH, HTML, PUSHED, Row, TEXT, check};

type Sent = Option<(&'static str, git_locksmith::model::TokenKind)>;
const ME: Sent = Some(("me", Unknown));
const GITEA: (&str, &str) = ("WWW-Authenticate", "Basic realm=\"Gitea\"");

#[test]
fn gitea_and_forgejo() {
    const API: &str = "https://codeberg.org/acme/api.git";
    const OWN: &str = "https://git.corp.example/acme/api.git";
    let token = Some(("me", HexToken));
    check(
        &[
            Row(
                (API, Fetch, None),
                (200, FETCHED, GIT_FETCH),
                (WorksWithoutSignIn, ""),
            ),
            Row(
                (OWN, Fetch, None),
                (401, &[GITEA], ""),
                (SignInNeeded, "no-answer"),
            ),
            Row(
                (OWN, Fetch, ME),
                (
                    401,
                    &[GITEA, TEXT],
                    "Users with two-factor authentication enabled cannot perform HTTP/HTTPS operations via plain username and password. Please create and use a personal access token on the user settings page",
                ),
                (Rejected, "token-expired"),
            ),
            Row(
                (API, Fetch, token),
                (404, &[TEXT], "Repository not found"),
                (NotFound, "not-found-404"),
            ),
            Row(
                (API, Push, token),
                (
                    403,
                    &[TEXT],
                    "This repo is archived. You can view files and clone it, but cannot push or open issues/pull-requests.",
                ),
                (Forbidden, "read-only-token"),
            ),
            Row(
                (API, Push, token),
                (403, &[TEXT], "Push to create is not enabled for users."),
                (Forbidden, "wrong-account-403"),
            ),
            Row((API, Push, token), (200, PUSHED, GIT_PUSH), (Works, "")),
        ],
        &[Forge::Gitea],
    );
}

#[test]
fn code_commit() {
    const API: &str = "https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/api";
    let me = Some(("me-at-123456789012", Unknown));
    check(
        &[
            Row(
                (API, Fetch, None),
                (401, &[("WWW-Authenticate", "Basic realm=\"AWS\"")], ""),
                (SignInNeeded, "no-answer"),
            ),
            // a bad sign-in is answered with 403, and a good one to no repository with 404
            Row(
                (API, Fetch, me),
                (403, &[], ""),
                (Rejected, "token-expired"),
            ),
            Row(
                (API, Fetch, me),
                (404, &[], ""),
                (NotFound, "not-found-404"),
            ),
            Row((API, Fetch, me), (200, FETCHED, GIT_FETCH), (Works, "")),
        ],
        &[Forge::CodeCommit],
    );
}

#[test]
fn hugging_face() {
    const API: &str = "https://huggingface.co/acme/model";
    let token = Some(("me", HuggingFaceToken));
    check(
        &[
            Row(
                (API, Fetch, None),
                (200, FETCHED, GIT_FETCH),
                (WorksWithoutSignIn, ""),
            ),
            Row(
                (API, Fetch, ME),
                (
                    401,
                    &[TEXT],
                    "Password authentication in git is no longer supported. You must use a user access token or an SSH key instead. See https://huggingface.co/blog/password-git-deprecation",
                ),
                (Rejected, "token-expired"),
            ),
            Row(
                (API, Fetch, token),
                (401, &[], ""),
                (Rejected, "token-expired"),
            ),
            Row(
                (API, Push, token),
                (403, &[], ""),
                (Forbidden, "read-only-token"),
            ),
        ],
        &[Forge::HuggingFace],
    );
}

#[test]
fn source_hut() {
    const API: &str = "https://git.sr.ht/~me/api";
    check(
        &[
            Row(
                (API, Fetch, None),
                (200, FETCHED, GIT_FETCH),
                (WorksWithoutSignIn, ""),
            ),
            Row(
                (API, Fetch, None),
                (401, &[], ""),
                (SignInNeeded, "no-answer"),
            ),
            Row(
                (API, Fetch, None),
                (404, &[HTML], "<html>"),
                (NotFound, "not-found-404"),
            ),
        ],
        &[Forge::SourceHut],
    );
}

#[test]
fn gerrit_and_googlesource() {
    const API: &str = "https://review.corp.example/a/api";
    const OWN: &str = "https://code.corp.example/r/a/api";
    const GOOGLE: &str = "https://go.googlesource.com/go";
    const GERRIT: (&str, &str) = ("WWW-Authenticate", "Basic realm=\"Gerrit Code Review\"");
    check(
        &[
            Row(
                (API, Fetch, None),
                (401, &[GERRIT, TEXT], "Unauthorized"),
                (SignInNeeded, "no-answer"),
            ),
            Row(
                (API, Fetch, ME),
                (401, &[TEXT], "Unauthorized"),
                (Rejected, "token-expired"),
            ),
            Row(
                (OWN, Fetch, ME),
                (401, &[GERRIT, TEXT], "Unauthorized"),
                (Rejected, "token-expired"),
            ),
            Row(
                (GOOGLE, Fetch, None),
                (200, FETCHED, GIT_FETCH),
                (WorksWithoutSignIn, ""),
            ),
            Row((GOOGLE, Push, ME), (200, PUSHED, GIT_PUSH), (Works, "")),
        ],
        &[Forge::Gerrit],
    );
}

#[test]
fn gitee() {
    const API: &str = "https://gitee.com/acme/api.git";
    check(
        &[
            Row(
                (API, Fetch, None),
                (401, &[("WWW-Authenticate", "Basic realm=\"Gitee\"")], ""),
                (SignInNeeded, "no-answer"),
            ),
            Row(
                (API, Fetch, ME),
                (
                    401,
                    &[TEXT],
                    "Incorrect username or password (access token)",
                ),
                (Rejected, "token-expired"),
            ),
            Row(
                (API, Fetch, ME),
                (
                    401,
                    &[TEXT],
                    "Two-factor authentication (2FA) is enabled for your account. To use HTTPS-based password authentication, please use a personal access token instead of your password.",
                ),
                (Rejected, "token-expired"),
            ),
        ],
        &[Forge::Gitee],
    );
}

#[test]
fn gitcode() {
    const API: &str = "https://gitcode.com/acme/api.git";
    check(
        &[
            Row(
                (API, Fetch, None),
                (401, &[("WWW-Authenticate", "Basic realm=\"GitLab\"")], ""),
                (SignInNeeded, "no-answer"),
            ),
            Row(
                (API, Fetch, ME),
                (401, &[TEXT], "<CH.00905401> HTTP Basic: Access denied."),
                (Rejected, "token-expired"),
            ),
            Row(
                (API, Fetch, ME),
                (
                    401,
                    &[TEXT],
                    "The password-based authentication of Git has been removed. Please use your personal access token instead of the password.",
                ),
                (Rejected, "token-expired"),
            ),
        ],
        &[Forge::GitCode],
    );
}

#[test]
fn gitbucket() {
    const API: &str = "https://code.corp.example/git/acme/api.git";
    const REALM: (&str, &str) = ("WWW-Authenticate", "BASIC realm=\"GitBucket\"");
    check(
        &[
            Row(
                (API, Fetch, None),
                (401, &[REALM], ""),
                (SignInNeeded, "no-answer"),
            ),
            Row(
                (API, Fetch, ME),
                (401, &[REALM], ""),
                (Rejected, "token-expired"),
            ),
            Row(
                (API, Push, ME),
                (401, &[REALM], ""),
                (Rejected, "token-expired"),
            ),
        ],
        &[Forge::GitBucket],
    );
}

#[test]
fn servers_that_are_none_of_them() {
    const API: &str = "https://git.example/api.git";
    const BASIC: (&str, &str) = ("WWW-Authenticate", "Basic realm=\"Git\"");
    check(
        &[
            Row(
                (API, Fetch, None),
                (401, &[BASIC], ""),
                (SignInNeeded, "no-answer"),
            ),
            Row(
                (API, Fetch, ME),
                (401, &[BASIC], ""),
                (Rejected, "token-expired"),
            ),
            Row(
                (API, Fetch, ME),
                (403, &[TEXT], "Permission to acme/api.git denied to me."),
                (Forbidden, "wrong-account-403"),
            ),
            Row(
                (API, Push, ME),
                (403, &[], ""),
                (Forbidden, "read-only-token"),
            ),
            Row(
                (API, Fetch, None),
                (200, &[HTML], "<html>Welcome to this network</html>"),
                (NotGit, "not-git"),
            ),
            Row(
                (API, Fetch, None),
                (407, &[], ""),
                (Unreachable, "tls-proxy"),
            ),
            Row(
                (API, Fetch, None),
                (503, &[TEXT], "Service unavailable"),
                (Unreachable, "unreachable"),
            ),
            Row(
                (API, Fetch, ME),
                (429, &[("Retry-After", "30")], ""),
                (RateLimited, "lockout"),
            ),
        ],
        &[Forge::Plain],
    );
}
