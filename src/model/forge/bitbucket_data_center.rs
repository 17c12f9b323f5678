//! Bitbucket Data Center. Source: confluence.atlassian.com "HTTP access tokens", version 9.1;
//! the page's address is general knowledge.

use super::{Facts, Username};

pub(super) const FACTS: Facts = Facts {
    id: "bitbucket-data-center",
    name: "Bitbucket Data Center",
    token_word: "HTTP access token",
    token_page: Some("https://{host}/plugins/servlet/access-tokens/manage"),
    scopes: &["Repository write"],
    username: |_| Username::Own,
};
