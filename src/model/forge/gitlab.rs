//! GitLab. Sources: docs.gitlab.com "Personal access tokens" (prefilled page since 14.1), "Token
//! overview" 18.2, `lib/gitlab/auth.rb`, `lib/gitlab/git_access.rb`; read 2026-11-23.

use super::{Facts, Meaning, PushCheck, TokenKind, Username};

pub(super) const FACTS: Facts = Facts {
    id: "gitlab",
    name: "GitLab",
    token_word: "personal access token",
    token_page: Some(
        "https://{host}/-/user_settings/personal_access_tokens?name=Git%20Locksmith&scopes=read_repository,write_repository",
    ),
    revoke_page: Some("https://{host}/-/user_settings/personal_access_tokens"),
    scopes_to_fetch: &["read_repository"],
    scopes: &["read_repository", "write_repository"],
    username: |kind| match kind {
        TokenKind::GitLabToken => Username::Any("oauth2"),
        TokenKind::GitLabJobToken => Username::Fixed("gitlab-ci-token"),
        _ => Username::Own,
    },
    push_check: PushCheck::Permission,
    errors: &[
        ("you are not allowed to upload code", Meaning::TokenMayNot),
        (
            "you are not allowed to push code to this project",
            Meaning::RoleMayNotPush,
        ),
        (
            "you are not allowed to download code from this project",
            Meaning::AccountMayNot,
        ),
    ],
};
