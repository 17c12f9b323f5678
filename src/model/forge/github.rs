//! GitHub, and GitHub Enterprise Server. Sources: docs.github.com "Managing your personal access
//! tokens", "About authentication with SAML single sign-on"; github.blog changelog 2025-08-26
//! (prefilled page, github.com only); answers in public logs of 2021 to 2026; read 2026-11-23.

use super::{Facts, Meaning, PushCheck, TokenKind, Username};

pub(super) const FACTS: Facts = Facts {
    id: "github",
    name: "GitHub",
    token_word: "personal access token",
    token_page: Some(
        "https://github.com/settings/personal-access-tokens/new?name=Git%20Locksmith&contents=write",
    ),
    revoke_page: Some("https://github.com/settings/tokens"),
    scopes_to_fetch: &["Contents: read"],
    scopes: &["Contents: read and write"],
    username,
    push_check: PushCheck::Permission,
    errors: &[
        (
            "support for password authentication was removed",
            Meaning::NoPasswords,
        ),
        ("saml sso", Meaning::SingleSignOn),
        (
            "write access to repository not granted",
            Meaning::TokenMayNot,
        ),
        (
            "personal access tokens (classic) are forbidden",
            Meaning::ClassicForbidden,
        ),
        ("forbids access via a", Meaning::LivesTooLong),
    ],
};

pub(super) const ENTERPRISE: Facts = Facts {
    id: "github-enterprise",
    name: "GitHub Enterprise",
    token_page: Some("https://{host}/settings/tokens/new?description=Git%20Locksmith&scopes=repo"),
    revoke_page: Some("https://{host}/settings/tokens"),
    scopes_to_fetch: &["repo"],
    scopes: &["repo"],
    ..FACTS
};

/// Any name that is not empty will do; an App's token is sent under a name of its own.
fn username(kind: TokenKind) -> Username {
    match kind {
        TokenKind::GitHubAppToken => Username::Fixed("x-access-token"),
        TokenKind::Unknown => Username::Own,
        _ => Username::Any("x-access-token"),
    }
}
