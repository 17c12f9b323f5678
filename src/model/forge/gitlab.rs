//! GitLab. Sources: docs.gitlab.com "Personal access tokens" (prefilled page since 14.1), "Token
//! overview" 18.2, `lib/gitlab/auth.rb`; read 2026-11-23.

use super::{Facts, TokenKind, Username};

pub(super) const FACTS: Facts = Facts {
    id: "gitlab",
    name: "GitLab",
    token_word: "personal access token",
    token_page: Some(
        "https://{host}/-/user_settings/personal_access_tokens?name=Git%20Locksmith&scopes=read_repository,write_repository",
    ),
    scopes: &["read_repository", "write_repository"],
    username: |kind| match kind {
        TokenKind::GitLabToken => Username::Any("oauth2"),
        TokenKind::GitLabJobToken => Username::Fixed("gitlab-ci-token"),
        _ => Username::Own,
    },
};
