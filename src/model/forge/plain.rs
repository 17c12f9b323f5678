//! A server that was not recognised.

use super::{Facts, Username};

pub(super) const FACTS: Facts = Facts {
    id: "plain",
    name: "this server",
    token_word: "token or password",
    token_page: None,
    scopes: &[],
    username: |_| Username::Own,
};
