//! What Git tells a helper: one `key=value` a line (git-credential(1), "INPUT/OUTPUT FORMAT").

use std::io::{self, Read};

use zeroize::Zeroizing;

use crate::model::Secret;

/// Longest line that Git writes or reads (git-credential(1)).
const LONGEST_LINE: usize = 65_535;
/// Far more than Git ever sends: `wwwauth[]` lines are what a server answered.
const MOST_INPUT: u64 = 4 << 20;

/// What Git asks, stores or takes back. A field that is not given is `None`.
#[derive(Default)]
pub(super) struct Request {
    pub(super) protocol: Option<String>,
    /// With the port, where it is not the default.
    pub(super) host: Option<String>,
    /// Only where `credential.useHttpPath` applies.
    pub(super) path: Option<String>,
    pub(super) username: Option<String>,
    pub(super) password: Option<Secret>,
    pub(super) authtype: Option<String>,
    /// What goes into the header, instead of a password.
    pub(super) credential: Option<Secret>,
    pub(super) expires: Option<u64>,
    pub(super) refresh_token: Option<Secret>,
    /// The credential serves once only and is not to be kept.
    pub(super) ephemeral: bool,
    /// Git understands `authtype` and `credential` in an answer.
    pub(super) takes_authtype: bool,
}

impl Request {
    /// Reads up to the empty line, or the end. `None` where it is no request: a line without
    /// `=`, too long, no text, or with a control character that an older Git lets through
    /// (CVE-2024-52006).
    pub(super) fn read(input: &mut dyn Read) -> io::Result<Option<Self>> {
        // Room for all that Git sends as a rule: a buffer that grows leaves copies behind.
        let mut text = Zeroizing::new(Vec::with_capacity(1 << 16));
        input.take(MOST_INPUT).read_to_end(&mut text)?;
        Ok(Self::of_text(&text))
    }

    fn of_text(text: &[u8]) -> Option<Self> {
        let mut request = Self::default();
        for line in text.split(|&byte| byte == b'\n') {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if line.is_empty() {
                break;
            }
            let at = line.iter().position(|&byte| byte == b'=')?;
            if line.len() > LONGEST_LINE {
                return None;
            }
            request.take_field(&line[..at], &line[at + 1..])?;
        }
        Some(request)
    }

    fn take_field(&mut self, key: &[u8], value: &[u8]) -> Option<()> {
        let is_ours = |key: &[u8]| !matches!(key, b"wwwauth[]" | b"state[]");
        if is_ours(key)
            && value
                .iter()
                .any(|byte| matches!(byte, b'\r' | b'\0' | 0x1b))
        {
            return None;
        }
        let words = || String::from_utf8(value.to_vec()).ok();
        match key {
            b"protocol" => self.protocol = Some(words()?),
            b"host" => self.host = Some(words()?),
            b"path" => self.path = Some(words()?.trim_start_matches('/').to_owned()),
            b"username" => self.username = Some(words()?),
            b"password" => self.password = Some(Secret::new(value)),
            b"authtype" => self.authtype = Some(words()?),
            b"credential" => self.credential = Some(Secret::new(value)),
            b"password_expiry_utc" => {
                self.expires = words()?.parse().ok().filter(|&seconds| seconds > 0);
            }
            b"oauth_refresh_token" => self.refresh_token = Some(Secret::new(value)),
            b"ephemeral" => {
                self.ephemeral = matches!(value, b"1" | b"true" | b"yes" | b"on");
            }
            b"capability[]" if value == b"authtype" => self.takes_authtype = true,
            // What the server asked for, and what other helpers remember, is not for us; and
            // "unrecognized attributes should be silently discarded".
            _ => (),
        }
        Some(())
    }
}
