//! SourceHut. Source: man.sr.ht (HTTPS only clones; pushing is by SSH); read 2026-11-23.

use super::{Facts, PushCheck, Username};

pub(super) const FACTS: Facts = Facts {
    id: "sourcehut",
    name: "SourceHut",
    token_word: "SSH key",
    token_page: None,
    revoke_page: None,
    scopes_to_fetch: &[],
    scopes: &[],
    username: |_| Username::Own,
    push_check: PushCheck::Unknown,
    errors: &[],
};
