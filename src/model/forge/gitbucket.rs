//! `GitBucket`. Sources: its pull request #1900 (tokens as passwords since 4.23, 2018); an old
//! report that the question to push is not challenged at all; read 2026-11-23.

use super::{Facts, PushCheck, Username};

pub(super) const FACTS: Facts = Facts {
    id: "gitbucket",
    name: "GitBucket",
    token_word: "personal access token",
    // Its page needs the account's name: `/{user}/_application`.
    token_page: None,
    revoke_page: None,
    scopes_to_fetch: &[],
    scopes: &[],
    username: |_| Username::Own,
    push_check: PushCheck::Nothing,
    errors: &[],
};
