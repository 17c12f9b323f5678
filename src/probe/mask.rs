//! A server may repeat what it was sent; its answer is read without the secret.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use zeroize::Zeroizing;

use super::answer::Reply;
use super::question::Question;

/// Shorter ones may be part of any word.
const SHORTEST: usize = 6;

/// What must not be seen in an answer.
pub(super) struct Mask(Vec<Zeroizing<Vec<u8>>>);

impl Mask {
    /// The secret as it is, escaped for a URL, and as it was sent.
    pub(super) fn of(question: &Question<'_>) -> Self {
        let mut needles = Vec::new();
        if let Some(credential) = question.credential {
            let secret = credential.secret.expose();
            needles.push(Zeroizing::new(secret.to_vec()));
            let escaped =
                percent_encoding::percent_encode(secret, percent_encoding::NON_ALPHANUMERIC);
            needles.push(Zeroizing::new(escaped.to_string().into_bytes()));
            let mut plain = Zeroizing::new(credential.username.clone().into_bytes());
            plain.push(b':');
            plain.extend_from_slice(secret);
            needles.push(Zeroizing::new(BASE64_STANDARD.encode(&*plain).into_bytes()));
        }
        for header in &question.settings.headers {
            let text = header.expose();
            let last = text.rsplit(u8::is_ascii_whitespace).next();
            needles.push(Zeroizing::new(last.unwrap_or_default().to_vec()));
        }
        needles.retain(|needle| needle.len() >= SHORTEST);
        Self(needles)
    }

    pub(super) fn apply(&self, mut reply: Reply) -> Reply {
        for (_, value) in &mut reply.headers {
            if self
                .0
                .iter()
                .any(|needle| find(value.as_bytes(), needle).is_some())
            {
                "•••".clone_into(value);
            }
        }
        for needle in &self.0 {
            let mut from = 0;
            while let Some(at) = find(&reply.body[from..], needle) {
                let start = from + at;
                from = start + needle.len();
                reply.body[start..from].fill(b'*');
            }
        }
        reply
    }
}

fn find(text: &[u8], needle: &[u8]) -> Option<usize> {
    text.windows(needle.len()).position(|part| part == needle)
}
