//! Bitbucket Cloud. Sources: support.atlassian.com "Using API tokens", "API token permissions",
//! "Access tokens"; Atlassian staff on token prefixes, 2025-08-25; read 2026-11-23.

use super::{Facts, TokenKind, Username};

pub(super) const FACTS: Facts = Facts {
    id: "bitbucket-cloud",
    name: "Bitbucket",
    token_word: "API token",
    token_page: Some("https://id.atlassian.com/manage-profile/security/api-tokens"),
    // "This scope does not imply the read:repository:bitbucket scope": both are needed to push.
    scopes: &["read:repository:bitbucket", "write:repository:bitbucket"],
    username: |kind| match kind {
        TokenKind::AtlassianApiToken => Username::Any("x-bitbucket-api-token-auth"),
        TokenKind::BitbucketAccessToken => Username::Fixed("x-token-auth"),
        _ => Username::Own,
    },
};
