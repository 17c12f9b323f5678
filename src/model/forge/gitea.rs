//! Gitea, Forgejo and Codeberg. Sources: `services/auth/basic.go` of Gitea (the user name beside a
//! token is ignored), `routers/web/repo/githttp.go` (the answers); read 2026-11-23.

use super::{Facts, Meaning, PushCheck, TokenKind, Username};

pub(super) const FACTS: Facts = Facts {
    id: "gitea",
    name: "Gitea or Forgejo",
    token_word: "access token",
    token_page: Some("https://{host}/user/settings/applications"),
    revoke_page: Some("https://{host}/user/settings/applications"),
    scopes_to_fetch: &["read:repository"],
    scopes: &["write:repository"],
    username: |kind| match kind {
        TokenKind::HexToken => Username::Any("oauth2"),
        _ => Username::Own,
    },
    // Since anyone who reads may open a pull request by pushing (AGit), the first answer looks at
    // the token alone; the account is looked at when the push is at hand.
    push_check: PushCheck::ScopeOnly,
    errors: &[
        ("users with two-factor authentication", Meaning::NoPasswords),
        ("this repo is archived", Meaning::Archived),
        ("push to create is not enabled", Meaning::AccountMayNot),
    ],
};
