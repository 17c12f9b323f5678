//! Azure DevOps in the cloud, and Azure DevOps Server.

use git_locksmith::model::AccessState::*;
use git_locksmith::model::Forge;
use git_locksmith::model::TokenKind::{AzureDevOpsToken, Unknown};
use git_locksmith::probe::Service::{Fetch, Push};

use super::{FETCHED, GIT_FETCH, HTML, Row, TEXT, check};

const API: &str = "https://dev.azure.com/acme/api/_git/api";
const OLD: &str = "https://acme.visualstudio.com/api/_git/api";
const OWN: &str = "https://tfs.corp.example/tfs/DefaultCollection/api/_git/api";
const EXPIRED: (&str, &str) = (
    "X-TFS-ServiceError",
    "Access+Denied%3A+The+Personal+Access+Token+used+has+expired.",
);
const BASIC: (&str, &str) = (
    "WWW-Authenticate",
    "Basic realm=\"https://tfsprod.example/\"",
);
const NO_REPOSITORY: &str = "TF401019: The Git repository with name or identifier api does not exist or you do not have permissions for the operation you are attempting.";
const NO_WRITE: &str = "001f# service=git-receive-pack\n00000081TF401027: You need the Git 'GenericContribute' permission to perform this action. Details: identity 'me', scope 'repository'.";
const NTLM: (&str, &str) = ("WWW-Authenticate", "NTLM");
const NEGOTIATE: (&str, &str) = ("WWW-Authenticate", "Negotiate");

#[test]
fn azure_devops() {
    let me = Some(("PAT", AzureDevOpsToken));
    check(
        &[
            Row(
                (API, Fetch, None),
                (200, FETCHED, GIT_FETCH),
                (WorksWithoutSignIn, ""),
            ),
            Row(
                (API, Fetch, None),
                (401, &[BASIC], ""),
                (SignInNeeded, "no-answer"),
            ),
            Row(
                (API, Fetch, me),
                (401, &[BASIC, EXPIRED], ""),
                (Rejected, "token-expired"),
            ),
            Row(
                (OLD, Fetch, me),
                (401, &[BASIC], ""),
                (Rejected, "token-expired"),
            ),
            Row(
                (API, Fetch, me),
                (404, &[TEXT], NO_REPOSITORY),
                (NotFound, "not-found-404"),
            ),
            Row(
                (API, Fetch, me),
                (
                    403,
                    &[TEXT],
                    "TF400813: The user 'me' is not authorized to access this resource.",
                ),
                (Forbidden, "wrong-account-403"),
            ),
            Row(
                (API, Fetch, me),
                (203, &[HTML], "<html>Sign in</html>"),
                (NotGit, "not-git"),
            ),
            Row(
                (API, Fetch, None),
                (
                    302,
                    &[(
                        "Location",
                        "https://spsprodeus1.vssps.visualstudio.com/_signin?realm=dev.azure.com",
                    )],
                    "",
                ),
                (NotGit, "not-git"),
            ),
            Row(
                (API, Push, me),
                (
                    403,
                    &[(
                        "Content-Type",
                        "application/x-git-receive-pack-advertisement",
                    )],
                    NO_WRITE,
                ),
                (Forbidden, "read-only-token"),
            ),
        ],
        &[Forge::AzureDevOps],
    );
}

#[test]
fn azure_devops_server() {
    let me = Some(("me", Unknown));
    check(
        &[
            Row(
                (OWN, Fetch, None),
                (401, &[NTLM], ""),
                (SignInNeeded, "ntlm-off"),
            ),
            Row(
                (OWN, Fetch, None),
                (401, &[NEGOTIATE, NTLM, ("X-TFS-ProcessId", "1")], ""),
                (SignInNeeded, "ntlm-off"),
            ),
            Row(
                (OWN, Fetch, None),
                (401, &[NEGOTIATE, NTLM, BASIC], ""),
                (SignInNeeded, "no-answer"),
            ),
            Row(
                (OWN, Fetch, me),
                (401, &[NTLM, BASIC], ""),
                (Rejected, "token-expired"),
            ),
            Row(
                ("https://tfs.corp.example/x/y", Fetch, me),
                (404, &[("X-TFS-ProcessId", "1"), TEXT], NO_REPOSITORY),
                (NotFound, "not-found-404"),
            ),
        ],
        &[Forge::AzureDevOpsServer],
    );
}
