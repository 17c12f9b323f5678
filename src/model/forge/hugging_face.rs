//! Hugging Face. Source: huggingface.co/blog/password-git-deprecation (2023-10-01); read 2026-11-23.

use super::{Facts, Meaning, PushCheck, Username};

pub(super) const FACTS: Facts = Facts {
    id: "hugging-face",
    name: "Hugging Face",
    token_word: "access token",
    token_page: Some("https://huggingface.co/settings/tokens"),
    revoke_page: Some("https://huggingface.co/settings/tokens"),
    scopes_to_fetch: &["Read"],
    scopes: &["Write"],
    username: |_| Username::Own,
    push_check: PushCheck::Unknown,
    errors: &[(
        "password authentication in git is no longer supported",
        Meaning::NoPasswords,
    )],
};
