//! Bitbucket Cloud and Bitbucket Data Center.

use git_locksmith::model::AccessState::*;
use git_locksmith::model::Forge;
use git_locksmith::model::TokenKind::{
    AtlassianApiToken, BitbucketAccessToken, BitbucketAppPassword, BitbucketDataCenterToken,
    Unknown,
};
use git_locksmith::probe::Service::{Fetch, Push};

use super::{FETCHED, GIT_FETCH, Row, TEXT, check};

const API: &str = "https://bitbucket.org/acme/api.git";
const OWN: &str = "https://code.corp.example/scm/acme/api.git";
const REALM: (&str, &str) = ("WWW-Authenticate", "Basic realm=\"Bitbucket.org HTTP\"");
const OWN_REALM: (&str, &str) = ("WWW-Authenticate", "Basic realm=\"Atlassian Bitbucket\"");
const NO_ACCESS: &str = "You may not have access to this repository or it no longer exists in this workspace. If you think this repository exists and you have access, make sure you are authenticated.";

#[test]
fn bitbucket_cloud() {
    let token = Some(("x-bitbucket-api-token-auth", AtlassianApiToken));
    let app_password = Some(("acme-dev", BitbucketAppPassword));
    check(
        &[
            Row(
                (API, Fetch, None),
                (200, FETCHED, GIT_FETCH),
                (WorksWithoutSignIn, ""),
            ),
            Row(
                (API, Fetch, None),
                (401, &[REALM, TEXT], NO_ACCESS),
                (SignInNeeded, "no-answer"),
            ),
            Row(
                (API, Fetch, app_password),
                (
                    410,
                    &[TEXT],
                    "CHANGE-3222 - Functionality has been deprecated\nApp passwords are deprecated and must be replaced with API tokens.\nhttps://developer.atlassian.com/cloud/bitbucket/changelog#CHANGE-3222",
                ),
                (Gone, "bb-app-password"),
            ),
            Row(
                (API, Fetch, app_password),
                (
                    401,
                    &[REALM, TEXT],
                    "App passwords are deprecated and must be replaced with API tokens.",
                ),
                (Rejected, "bb-app-password"),
            ),
            Row(
                (API, Fetch, app_password),
                (401, &[REALM, TEXT], NO_ACCESS),
                (Rejected, "bb-app-password"),
            ),
            Row(
                (API, Fetch, token),
                (401, &[REALM, TEXT], NO_ACCESS),
                (Rejected, "bb-token-user-or-scope"),
            ),
            Row(
                (API, Fetch, Some(("me@example.com", AtlassianApiToken))),
                (401, &[REALM, TEXT], NO_ACCESS),
                (Rejected, "bb-token-user-or-scope"),
            ),
            Row(
                (API, Fetch, Some(("acme-dev", BitbucketAccessToken))),
                (401, &[REALM, TEXT], NO_ACCESS),
                (Rejected, "bb-token-user-or-scope"),
            ),
        ],
        &[Forge::BitbucketCloud],
    );
}

#[test]
fn bitbucket_cloud_knows_them_but_does_not_let_them_in() {
    let token = Some(("x-bitbucket-api-token-auth", AtlassianApiToken));
    check(
        &[
            Row(
                (API, Fetch, token),
                (
                    403,
                    &[TEXT],
                    "Your credentials lack one or more required privilege scopes.",
                ),
                (Forbidden, "bb-token-user-or-scope"),
            ),
            Row(
                (API, Push, token),
                (
                    403,
                    &[TEXT],
                    "Your credentials lack one or more required privilege scopes.",
                ),
                (Forbidden, "read-only-token"),
            ),
            Row(
                (API, Fetch, token),
                (
                    403,
                    &[TEXT],
                    "To access this repository, enable two-step authentication.",
                ),
                (Forbidden, "wrong-account-403"),
            ),
            Row(
                (API, Fetch, token),
                (
                    403,
                    &[TEXT],
                    "To access this repository, an admin must whitelist your IP.",
                ),
                (Forbidden, "wrong-account-403"),
            ),
            Row(
                (API, Fetch, token),
                (404, &[TEXT], "Not Found"),
                (NotFound, "not-found-404"),
            ),
            Row(
                (API, Fetch, Some(("acme-dev", Unknown))),
                (401, &[TEXT], "Invalid username or password"),
                (Rejected, "token-expired"),
            ),
        ],
        &[Forge::BitbucketCloud],
    );
}

#[test]
fn bitbucket_data_center() {
    let me = Some(("me", BitbucketDataCenterToken));
    check(
        &[
            Row(
                (OWN, Fetch, None),
                (401, &[OWN_REALM, ("X-AREQUESTID", "@1")], ""),
                (SignInNeeded, "no-answer"),
            ),
            Row(
                (OWN, Fetch, me),
                (401, &[OWN_REALM, ("X-AREQUESTID", "@1")], ""),
                (Rejected, "token-expired"),
            ),
            Row(
                (OWN, Fetch, me),
                (
                    200,
                    FETCHED,
                    "001e# service=git-upload-pack\n00000078ERR CAPTCHA required\nYour Bitbucket account has been locked. To unlock it and log in again you must solve a CAPTCHA.",
                ),
                (Rejected, "lockout"),
            ),
            Row(
                (OWN, Fetch, me),
                (
                    401,
                    &[(
                        "X-Authentication-Denied-Reason",
                        "CAPTCHA_CHALLENGE; login-url=https://code.corp.example/login",
                    )],
                    "",
                ),
                (Rejected, "lockout"),
            ),
            Row(
                (OWN, Fetch, me),
                (
                    200,
                    FETCHED,
                    "001e# service=git-upload-pack\n00000071ERR Repository not found\nThe requested repository does not exist, or you do not have permission to access it.",
                ),
                (NotFound, "not-found-404"),
            ),
            Row(
                (OWN, Fetch, me),
                (
                    200,
                    FETCHED,
                    "001e# service=git-upload-pack\n00000044ERR Not licensed\nYou do not have permission to access Bitbucket.",
                ),
                (Forbidden, "wrong-account-403"),
            ),
            Row(
                (OWN, Push, me),
                (403, &[("X-AREQUESTID", "@1")], ""),
                (Forbidden, "read-only-token"),
            ),
        ],
        &[Forge::BitbucketDataCenter],
    );
}
