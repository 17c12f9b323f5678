//! Azure DevOps, in the cloud and on a server of one's own. Sources: learn.microsoft.com "Use personal
//! access tokens" (any user name but the empty one), azure/devops/repos/git/auth-overview; the
//! page's address is general knowledge; TF401027 is of gbrueckl/PowerBI.CICD#2; read 2026-11-23.

use super::{Facts, Meaning, PushCheck, Username};

pub(super) const FACTS: Facts = Facts {
    id: "azure-devops",
    name: "Azure DevOps",
    token_word: "personal access token",
    // A token of "all accessible organizations" stops working on 2026-12-01, so one is made in
    // the organisation that the remote is in.
    token_page: Some("https://dev.azure.com/{owner}/_usersSettings/tokens"),
    revoke_page: Some("https://dev.azure.com/{owner}/_usersSettings/tokens"),
    scopes_to_fetch: &["Code (Read)"],
    scopes: &["Code (Read & write)"],
    username: |_| Username::Any("PAT"),
    push_check: PushCheck::Permission,
    errors: &[
        ("tf401027", Meaning::RoleMayNotPush),
        ("tf400813", Meaning::AccountMayNot),
    ],
};

/// Basic sign-in of IIS must be off there, or no token works at all.
pub(super) const SERVER: Facts = Facts {
    id: "azure-devops-server",
    name: "Azure DevOps Server",
    token_page: None,
    revoke_page: None,
    ..FACTS
};
