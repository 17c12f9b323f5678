//! Bitbucket Data Center. Sources: confluence.atlassian.com "HTTP access tokens", version 9.1;
//! support.atlassian.com "git push returns error code 403", 2025-04-02; the page's address is
//! general knowledge.

use super::{Facts, Meaning, PushCheck, Username};

pub(super) const FACTS: Facts = Facts {
    id: "bitbucket-data-center",
    name: "Bitbucket Data Center",
    token_word: "HTTP access token",
    token_page: Some("https://{host}/plugins/servlet/access-tokens/manage"),
    revoke_page: Some("https://{host}/plugins/servlet/access-tokens/manage"),
    scopes_to_fetch: &["Repository read"],
    scopes: &["Repository write"],
    username: |_| Username::Own,
    push_check: PushCheck::Permission,
    errors: &[("not licensed", Meaning::AccountMayNot)],
};
