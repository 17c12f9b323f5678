//! AWS CodeCommit. Source: docs.aws.amazon.com "Setup for HTTPS users using Git credentials";
//! read 2026-11-23.

use super::{Facts, Username};

pub(super) const FACTS: Facts = Facts {
    id: "codecommit",
    name: "AWS CodeCommit",
    token_word: "Git credential",
    token_page: Some("https://console.aws.amazon.com/iam/home#/security_credentials"),
    scopes: &[],
    username: |_| Username::Own,
};
