//! Bitbucket Cloud. Sources: support.atlassian.com "Using API tokens", "API token permissions",
//! "Access tokens"; Atlassian staff on token prefixes, 2025-08-25; confluence.atlassian.com "Error
//! 403 when performing Git operations"; community qaa-p/3129221; read 2026-11-23.

use super::{Facts, Meaning, PushCheck, TokenKind, Username};

pub(super) const FACTS: Facts = Facts {
    id: "bitbucket-cloud",
    name: "Bitbucket",
    token_word: "API token",
    token_page: Some("https://id.atlassian.com/manage-profile/security/api-tokens"),
    revoke_page: Some("https://id.atlassian.com/manage-profile/security/api-tokens"),
    scopes_to_fetch: &["read:repository:bitbucket"],
    // "This scope does not imply the read:repository:bitbucket scope": both are needed to push.
    scopes: &["read:repository:bitbucket", "write:repository:bitbucket"],
    username: |kind| match kind {
        TokenKind::AtlassianApiToken => Username::Any("x-bitbucket-api-token-auth"),
        TokenKind::BitbucketAccessToken => Username::Fixed("x-token-auth"),
        _ => Username::Own,
    },
    push_check: PushCheck::Permission,
    errors: &[
        ("required privilege scopes", Meaning::TokenMayNot),
        ("enable two-step authentication", Meaning::AccountMayNot),
        ("whitelist your ip", Meaning::NetworkMayNot),
    ],
};
