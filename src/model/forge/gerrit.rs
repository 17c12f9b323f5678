//! Gerrit, and Google's own at googlesource.com. Sources: gerrit-review.googlesource.com
//! "user-upload" (HTTP passwords, `/a/` in authenticated URLs); the pages' addresses are general
//! knowledge; read 2026-11-23.

use super::{Facts, PushCheck, Username};

pub(super) const FACTS: Facts = Facts {
    id: "gerrit",
    name: "Gerrit",
    token_word: "HTTP password",
    token_page: Some("https://{host}/settings/#HTTPCredentials"),
    revoke_page: Some("https://{host}/settings/#HTTPCredentials"),
    scopes_to_fetch: &[],
    scopes: &[],
    username: |_| Username::Own,
    // Whoever may read is greeted; what may be written is told ref by ref, at the push.
    push_check: PushCheck::Nothing,
    errors: &[],
};

/// Signs in with a cookie of `~/.gitcookies`, which this page makes.
pub(super) const GOOGLE: Facts = Facts {
    token_page: Some("https://{host}/new-password"),
    revoke_page: None,
    ..FACTS
};
