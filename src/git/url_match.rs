//! Which `credential.<url>.*` and `http.<url>.*` sections apply to a URL, exactly as Git matches
//! them (`urlmatch.c` and `credential.c` of Git 2.47; facts/helpers.md §2).

use super::Variable;
use crate::model::RemoteUrl;
use crate::model::realm::{default_port, split_port};

/// How well a section's URL matched; a later section of the same key wins where it matches at
/// least as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Match {
    host: usize,
    path: usize,
    user: bool,
}

/// A URL to be matched, taken apart as Git does before it compares.
pub(super) struct Subject {
    protocol: String,
    user: Option<String>,
    host: String,
    port: Option<u16>,
    /// With a leading slash.
    path: String,
    /// Host and port as written, for patterns that are no whole URL.
    host_field: String,
    /// The path as Git's credential code knows it: without slashes around it.
    credential_path: String,
}

impl Subject {
    /// `None` for anything but http and https.
    pub(super) fn of(url: &RemoteUrl) -> Option<Self> {
        let realm = url.realm()?;
        let path = url.path.split(['?', '#']).next().unwrap_or_default();
        Some(Self {
            protocol: realm.protocol,
            user: url.user.clone(),
            host: realm.host,
            port: realm.port,
            path: normal_path(&format!("/{path}")),
            host_field: url.host_field(),
            credential_path: path.trim_matches('/').to_owned(),
        })
    }

    /// How well the section that `variable` stands in matches, if it does. A section without a
    /// URL matches every URL, least of all.
    pub(super) fn matched_by(&self, variable: &Variable) -> Option<Match> {
        let Some(pattern) = &variable.setting.subsection else {
            return Some(Match::default());
        };
        let pattern = std::str::from_utf8(pattern).ok()?;
        match Pattern::whole(pattern) {
            Some(whole) => self.matched_by_whole(&whole),
            None => None,
        }
    }

    /// As [`Self::matched_by`], for `credential.*`, where parts of a URL serve as well:
    /// `example.com`, `https://`.
    pub(super) fn is_credential_section(&self, variable: &Variable) -> bool {
        let Some(pattern) = &variable.setting.subsection else {
            return true;
        };
        let Ok(pattern) = std::str::from_utf8(pattern) else {
            return false;
        };
        match Pattern::whole(pattern) {
            Some(whole) => self.matched_by_whole(&whole).is_some(),
            None => self.matches_part(pattern),
        }
    }

    fn matched_by_whole(&self, pattern: &Pattern) -> Option<Match> {
        let same = pattern.protocol == self.protocol
            && pattern.port == self.port
            && hosts_match(&pattern.host, &self.host);
        if !same {
            return None;
        }
        let user = match &pattern.user {
            Some(user) if self.user.as_ref() != Some(user) => return None,
            user => user.is_some(),
        };
        let path = match_path(&self.path, &pattern.path)?;
        Some(Match {
            host: pattern.host.len(),
            path,
            user,
        })
    }

    /// `credential_match` of `credential.c`: what is given must be equal, letter by letter.
    fn matches_part(&self, pattern: &str) -> bool {
        let (protocol, rest) = match pattern.split_once("://") {
            Some((protocol, rest)) => (protocol, rest),
            None => ("", pattern),
        };
        let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        let (user, host) = match authority.split_once('@') {
            Some((user, host)) => (Some(user.split(':').next().unwrap_or_default()), host),
            None => (None, authority),
        };
        let path = path.trim_matches('/');
        (protocol.is_empty() || protocol == self.protocol)
            && (host.is_empty() || host == self.host_field)
            && (path.is_empty() || path == self.credential_path)
            && user.is_none_or(|user| self.user.as_deref() == Some(user))
    }
}

/// A section's URL, normalised.
struct Pattern {
    protocol: String,
    user: Option<String>,
    host: String,
    port: Option<u16>,
    path: String,
}

impl Pattern {
    /// `None` where it is no whole URL.
    fn whole(text: &str) -> Option<Self> {
        let (protocol, rest) = text.split_once("://")?;
        let protocol = protocol.to_ascii_lowercase();
        if protocol.is_empty()
            || !protocol
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
        {
            return None;
        }
        let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        let (user, host) = match authority.rsplit_once('@') {
            Some((user, host)) => (Some(user), host),
            None => (None, authority),
        };
        let (host, port) = split_port(host.strip_suffix(':').unwrap_or(host))?;
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._*[]:".contains(&b);
        if host.is_empty() || !host.bytes().all(plain) {
            return None;
        }
        let user = user.map(|user| user.split(':').next().unwrap_or_default());
        Some(Self {
            user: user.map(|user| {
                percent_encoding::percent_decode_str(user)
                    .decode_utf8_lossy()
                    .into_owned()
            }),
            host: host.to_ascii_lowercase(),
            port: port.filter(|&port| Some(port) != default_port(&protocol)),
            path: normal_path(if path.is_empty() { "/" } else { path }),
            protocol,
        })
    }
}

/// Label by label; `*` stands for one whole label.
fn hosts_match(pattern: &str, host: &str) -> bool {
    let (mut patterns, mut labels) = (pattern.split('.'), host.split('.'));
    loop {
        match (patterns.next(), labels.next()) {
            (None, None) => return true,
            (Some(pattern), Some(label)) if pattern == "*" || pattern == label => (),
            _ => return false,
        }
    }
}

/// Whether `pattern` is `path` or ends on a folder of it; how long the match is.
fn match_path(path: &str, pattern: &str) -> Option<usize> {
    let pattern = pattern.strip_suffix('/').unwrap_or(pattern);
    let rest = path.strip_prefix(pattern)?;
    (rest.is_empty() || rest.starts_with('/')).then_some(pattern.len() + 1)
}

/// Escapes that need none are undone, the others have upper-case digits; `.` and `..` are gone.
fn normal_path(path: &str) -> String {
    let mut plain = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(at) = rest.find('%') {
        plain.push_str(&rest[..at]);
        let escape = rest.get(at + 1..at + 3);
        let byte = escape.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match byte {
            Some(byte) if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => {
                plain.push(char::from(byte))
            }
            Some(byte) => plain.push_str(&format!("%{byte:02X}")),
            None => plain.push('%'),
        }
        rest = &rest[at + if byte.is_some() { 3 } else { 1 }..];
    }
    plain.push_str(rest);
    let mut folders: Vec<&str> = Vec::new();
    for folder in plain.split('/').skip(1) {
        match folder {
            "." => (),
            ".." => drop(folders.pop()),
            folder => folders.push(folder),
        }
    }
    format!("/{}", folders.join("/"))
}
