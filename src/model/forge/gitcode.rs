//! `GitCode`. Source: its own answers in public logs; no page's address is known; read 2026-11-23.

use super::{Facts, Meaning, PushCheck, Username};

pub(super) const FACTS: Facts = Facts {
    id: "gitcode",
    name: "GitCode",
    token_word: "personal access token",
    token_page: None,
    revoke_page: None,
    scopes_to_fetch: &[],
    scopes: &[],
    username: |_| Username::Own,
    push_check: PushCheck::Unknown,
    errors: &[(
        "password-based authentication of git has been removed",
        Meaning::NoPasswords,
    )],
};
