//! Hugging Face. Source: huggingface.co/blog/password-git-deprecation; read 2026-11-23.

use super::{Facts, Username};

pub(super) const FACTS: Facts = Facts {
    id: "hugging-face",
    name: "Hugging Face",
    token_word: "access token",
    token_page: Some("https://huggingface.co/settings/tokens"),
    scopes: &["Write"],
    username: |_| Username::Own,
};
