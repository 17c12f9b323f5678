//! A server that was not recognised.

use super::{Facts, PushCheck, Username};

pub(super) const FACTS: Facts = Facts {
    id: "plain",
    name: "this server",
    token_word: "token or password",
    token_page: None,
    revoke_page: None,
    scopes_to_fetch: &[],
    scopes: &[],
    username: |_| Username::Own,
    push_check: PushCheck::Unknown,
    errors: &[],
};
