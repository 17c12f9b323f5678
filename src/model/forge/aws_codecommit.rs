//! AWS CodeCommit. Sources: docs.aws.amazon.com "Setup for HTTPS users using Git credentials"; IAM
//! guide "Using IAM with CodeCommit"; read 2026-11-23.

use super::{Facts, PushCheck, Username};

pub(super) const FACTS: Facts = Facts {
    id: "codecommit",
    name: "AWS CodeCommit",
    token_word: "Git credential",
    token_page: Some("https://console.aws.amazon.com/iam/home#/security_credentials"),
    revoke_page: Some("https://console.aws.amazon.com/iam/home#/security_credentials"),
    scopes_to_fetch: &[],
    scopes: &[],
    // `name-at-ACCOUNT`, made together with the password.
    username: |_| Username::Own,
    push_check: PushCheck::Unknown,
    errors: &[],
};
