//! Gitea, Forgejo and Codeberg. Source: `services/auth/basic.go` of Gitea (the user name beside a
//! token is ignored); read 2026-11-23.

use super::{Facts, TokenKind, Username};

pub(super) const FACTS: Facts = Facts {
    id: "gitea",
    name: "Gitea or Forgejo",
    token_word: "access token",
    token_page: Some("https://{host}/user/settings/applications"),
    scopes: &["write:repository"],
    username: |kind| match kind {
        TokenKind::HexToken => Username::Any("oauth2"),
        _ => Username::Own,
    },
};
