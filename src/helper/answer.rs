//! What the helper tells Git.

use super::keyring::Found;
use crate::model::Secret;

/// The answer to `capability` (git-credential(1), "CAPABILITY INPUT/OUTPUT FORMAT").
pub(super) const CAPABILITIES: &[u8] = b"version 0\ncapability authtype\n";

/// All that Git needs to sign in.
pub(super) fn full(found: &Found) -> Secret {
    let sign_in = &found.sign_in;
    let username = found.place.username.as_str();
    let mut answer = Answer::with_room(found);
    match &sign_in.authtype {
        None => {
            answer.line("username", username.as_bytes());
            answer.secret("password", &sign_in.secret);
        }
        Some(authtype) => {
            answer.line("capability[]", b"authtype");
            if !username.is_empty() {
                answer.line("username", username.as_bytes());
            }
            answer.line("authtype", authtype.as_bytes());
            answer.secret("credential", &sign_in.secret);
        }
    }
    if let Some(expires) = sign_in.expires {
        answer.line("password_expiry_utc", expires.to_string().as_bytes());
    }
    answer.refresh_token(found);
    answer.end()
}

/// Who it is and what renews it, without the password that has expired.
pub(super) fn to_renew(found: &Found) -> Option<Secret> {
    found.sign_in.refresh_token.as_ref()?;
    let mut answer = Answer::with_room(found);
    answer.line("username", found.place.username.as_bytes());
    answer.refresh_token(found);
    Some(answer.end())
}

struct Answer(Vec<u8>);

impl Answer {
    /// As long as it will ever be: a buffer that grows leaves copies behind.
    fn with_room(found: &Found) -> Self {
        let sign_in = &found.sign_in;
        let secrets = sign_in.secret.len() + sign_in.refresh_token.as_ref().map_or(0, Secret::len);
        let words = found.place.username.len() + sign_in.authtype.as_ref().map_or(0, String::len);
        Self(Vec::with_capacity(secrets + words + 256))
    }

    fn line(&mut self, key: &str, value: &[u8]) {
        self.0.extend_from_slice(key.as_bytes());
        self.0.push(b'=');
        self.0.extend_from_slice(value);
        self.0.push(b'\n');
    }

    fn secret(&mut self, key: &str, value: &Secret) {
        self.line(key, value.expose());
    }

    fn refresh_token(&mut self, found: &Found) {
        if let Some(token) = &found.sign_in.refresh_token {
            self.secret("oauth_refresh_token", token);
        }
    }

    fn end(self) -> Secret {
        Secret::new(self.0)
    }
}
