//! Gitee. Source: its own answers in public logs; the page's address is general knowledge; read
//! 2026-11-23.

use super::{Facts, Meaning, PushCheck, Username};

pub(super) const FACTS: Facts = Facts {
    id: "gitee",
    name: "Gitee",
    token_word: "personal access token",
    token_page: Some("https://gitee.com/profile/personal_access_tokens"),
    revoke_page: Some("https://gitee.com/profile/personal_access_tokens"),
    scopes_to_fetch: &["projects"],
    scopes: &["projects"],
    username: |_| Username::Own,
    push_check: PushCheck::Unknown,
    errors: &[(
        "two-factor authentication (2fa) is enabled",
        Meaning::NoPasswords,
    )],
};
