//! SourceHut. Source: man.sr.ht (HTTPS only clones; pushing is by SSH); read 2026-11-23.

use super::{Facts, Username};

pub(super) const FACTS: Facts = Facts {
    id: "sourcehut",
    name: "SourceHut",
    token_word: "SSH key",
    token_page: None,
    scopes: &[],
    username: |_| Username::Own,
};
