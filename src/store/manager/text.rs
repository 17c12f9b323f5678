//! The text of a credential as Git Credential Manager writes it: the secret, and below it
//! `service=` and `account=` (`PlaintextCredentialStore.cs`, 2.7, 2026).

use crate::model::Secret;

/// What a file of its own holds.
pub(super) struct ManagerText {
    pub(super) secret: Secret,
    pub(super) service: String,
    /// It reads files without one, but writes none.
    pub(super) account: Option<String>,
}

impl ManagerText {
    /// `None` where it would not take this for its own.
    pub(super) fn parse(content: &Secret) -> Option<Self> {
        let content = content.expose();
        let content = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content);
        let mut lines = content.split(|&byte| byte == b'\n').map(without_return);
        let secret = lines.next().filter(|secret| !secret.is_empty())?;
        let attributes: Vec<(&str, &str)> = lines
            .filter_map(|line| std::str::from_utf8(line).ok()?.split_once('='))
            .collect();
        let value = |wanted: &str| {
            let mut named = attributes.iter();
            named
                .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
                .map(|(_, value)| (*value).to_owned())
        };
        Some(Self {
            service: value("service")?,
            account: value("account"),
            secret: Secret::new(secret),
        })
    }
}

/// It ends lines as the system does.
fn without_return(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}
