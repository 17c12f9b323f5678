//! Which `credential.<url>.*` and `http.<url>.*` sections apply to a URL, exactly as Git 2.47
//! matches them (`git-config(1)`, `http.<url>.*`, and `gitcredentials(7)`).

use percent_encoding::percent_decode_str;

use super::Variable;
use crate::model::RemoteUrl;

/// What Git escapes in a user name and a path before it compares a credential's URL: more than a
/// URL needs, so that a `+` in a section's path never matches.
const ESCAPED_IN_CREDENTIALS: &[u8] = b" <>\"%{}|\\^`:?#[]@!$&'()*+,;=";
/// What a URL must not hold as it is.
const UNSAFE: &[u8] = b" <>\"%{}|\\^`";
/// What means something else where it is not escaped.
const RESERVED: &[u8] = b":/?#[]@!$&'()*+,;=";

/// How well a section's URL matched; a later section of the same key wins where it matches at
/// least as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Match {
    host: usize,
    path: usize,
    user: bool,
}

/// A URL to be matched, in the forms in which Git compares it.
pub(super) struct Subject {
    /// For `http.*`.
    as_written: Option<Url>,
    /// For `credential.*`: put together again from its decoded parts.
    as_credential: Option<Url>,
    protocol: String,
    /// Host and port as written.
    host: String,
    /// Decoded, without slashes around it.
    path: Option<Vec<u8>>,
}

impl Subject {
    /// `None` for anything but http and https.
    pub(super) fn of(url: &RemoteUrl) -> Option<Self> {
        let protocol = url.realm()?.protocol;
        let host = url.host_field();
        let mut path: Vec<u8> = percent_decode_str(url.path.trim_start_matches('/')).collect();
        while path.ends_with(b"/") {
            path.pop();
        }
        let user = url.user.as_deref();
        Some(Self {
            as_written: Url::normal(url.without_secret().as_bytes()),
            as_credential: Url::normal(&credential_form(&protocol, user, &host, &path)),
            path: (!path.is_empty()).then_some(path),
            protocol,
            host,
        })
    }

    /// How well the `http.*` section that `variable` stands in matches, if it does. A section
    /// without a URL matches every URL, least of all.
    pub(super) fn matched_by(&self, variable: &Variable) -> Option<Match> {
        match &variable.setting.subsection {
            None => Some(Match::default()),
            Some(pattern) => self.as_written.as_ref()?.matched_by(&Url::normal(pattern)?),
        }
    }

    /// Whether the `credential.*` section that `variable` stands in applies. Parts of a URL
    /// serve as well: `example.com`, `https://`. They are compared with the `user` name that
    /// is known when the section is come upon, be it from a `credential.username` above.
    pub(super) fn is_credential_section(&self, variable: &Variable, user: Option<&str>) -> bool {
        let Some(pattern) = &variable.setting.subsection else {
            return true;
        };
        match (Url::normal(pattern), &self.as_credential) {
            (Some(pattern), Some(url)) => url.matched_by(&pattern).is_some(),
            (Some(_), None) => false,
            (None, _) => self.matches_part(&String::from_utf8_lossy(pattern), user),
        }
    }

    /// What is given must be equal, letter by letter.
    fn matches_part(&self, pattern: &str, known_user: Option<&str>) -> bool {
        let (protocol, rest) = pattern.split_once("://").unwrap_or(("", pattern));
        let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        let (user, host) = match authority.split_once('@') {
            Some((user, host)) => (Some(user.split(':').next().unwrap_or_default()), host),
            None => (None, authority),
        };
        let mut path: Vec<u8> = percent_decode_str(path.trim_start_matches('/')).collect();
        while path.ends_with(b"/") {
            path.pop();
        }
        (protocol.is_empty() || protocol == self.protocol)
            && (host.is_empty() || percent_decode_str(host).eq(self.host.bytes()))
            && (path.is_empty() || Some(&path) == self.path.as_ref())
            && user.is_none_or(|user| {
                let wanted = percent_decode_str(user);
                known_user.is_some_and(|user| wanted.eq(user.bytes()))
            })
    }
}

fn credential_form(protocol: &str, user: Option<&str>, host: &str, path: &[u8]) -> Vec<u8> {
    let escape = |text: &[u8], also: &[u8]| -> String {
        let escape = |&byte: &u8| {
            let is_plain = (b' '..0x7f).contains(&byte)
                && !ESCAPED_IN_CREDENTIALS.contains(&byte)
                && !also.contains(&byte);
            if is_plain {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        };
        text.iter().map(escape).collect()
    };
    let user = user.map_or(String::new(), |user| escape(user.as_bytes(), b"/") + "@");
    let slash = if path.is_empty() { "" } else { "/" };
    // Git escapes it since it cleans what it shows (2.48.1, and 2.40 to 2.47 as distributions
    // patch them): such a host is matched by no section with a whole URL.
    let host = host.replace('_', "%5F");
    format!("{protocol}://{user}{host}{slash}{}", escape(path, b"")).into_bytes()
}

/// A URL in normal form: what may be written in two ways is written in one.
#[derive(Debug, PartialEq, Eq)]
struct Url {
    scheme: String,
    user: Option<String>,
    /// Lower case; in a section's URL a `*` stands for one label.
    host: String,
    /// Left out where it is the scheme's own.
    port: Option<u16>,
    /// With its leading slash, and with query and fragment, which count as well.
    path: String,
}

impl Url {
    /// `None` where it is no whole URL.
    fn normal(text: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(text);
        let (scheme, rest) = text.split_once("://")?;
        let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte));
        if !is_scheme {
            return None;
        }
        let scheme = scheme.to_ascii_lowercase();
        let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        let (user, host) = match authority.split_once('@') {
            Some((user, host)) => (Some(escaped(user)?), host),
            None => (None, authority),
        };
        let (host, port) = match host.rfind([':', ']']) {
            Some(at) if host[at..].starts_with(':') => {
                (&host[..at], port(&scheme, &host[at + 1..])?)
            }
            _ => (host, None),
        };
        let is_host = |byte: u8| byte.is_ascii_alphanumeric() || b".-_[:]*".contains(&byte);
        if host.is_empty() || !host.bytes().all(is_host) {
            return None;
        }
        Some(Self {
            user: user.map(|user| user.split(':').next().unwrap_or_default().to_owned()),
            host: host.to_ascii_lowercase(),
            port,
            path: normal_path(path)?,
            scheme,
        })
    }

    fn matched_by(&self, pattern: &Self) -> Option<Match> {
        let is_same_server = pattern.scheme == self.scheme
            && pattern.port == self.port
            && hosts_match(&pattern.host, &self.host);
        let is_same_user = pattern.user.is_none() || pattern.user == self.user;
        if !is_same_server || !is_same_user {
            return None;
        }
        Some(Match {
            host: pattern.host.len(),
            path: match_path(&self.path, &pattern.path)?,
            user: pattern.user.is_some(),
        })
    }
}

/// `None` where it is no port; `Some(None)` where it is the scheme's own, or empty.
#[expect(
    clippy::option_option,
    reason = "a bad port and a default one are different things"
)]
fn port(scheme: &str, digits: &str) -> Option<Option<u16>> {
    if digits.is_empty() {
        return Some(None);
    }
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let port: u16 = digits.parse().ok().filter(|&port| port > 0)?;
    let is_default = matches!((scheme, port), ("http", 80) | ("https", 443));
    Some((!is_default).then_some(port))
}

/// Label by label; `*` stands for one whole label.
fn hosts_match(pattern: &str, host: &str) -> bool {
    let labels = |host: &str| -> Vec<String> {
        let host = host.strip_suffix('.').unwrap_or(host);
        host.split('.').map(str::to_owned).collect()
    };
    let (patterns, labels) = (labels(pattern), labels(host));
    patterns.len() == labels.len()
        && patterns
            .iter()
            .zip(&labels)
            .all(|(pattern, label)| pattern == "*" || pattern == label)
}

/// Whether `pattern` is `path` or ends on a folder of it; how long the match is.
fn match_path(path: &str, pattern: &str) -> Option<usize> {
    let pattern = pattern.strip_suffix('/').unwrap_or(pattern);
    let rest = path.strip_prefix(pattern)?;
    (rest.is_empty() || rest.starts_with('/')).then_some(pattern.len() + 1)
}

/// `.` and `..` are gone; `None` where there are more `..` than folders.
fn normal_path(path: &str) -> Option<String> {
    let (folders, query) = path.split_at(path.find(['?', '#']).unwrap_or(path.len()));
    let mut normal: Vec<String> = Vec::new();
    for folder in folders.strip_prefix('/').unwrap_or(folders).split('/') {
        match escaped(folder)?.as_str() {
            "." => (),
            ".." => drop(normal.pop()?),
            folder => normal.push(folder.to_owned()),
        }
    }
    Some(format!("/{}{}", normal.join("/"), escaped(query)?))
}

/// Escapes that need none are undone, what needs one gets it, and all have upper-case digits.
/// `None` where a `%` is no escape.
fn escaped(text: &str) -> Option<String> {
    let mut normal = String::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let (byte, was_escaped) = match byte {
            b'%' => {
                let digits = [bytes.next()?, bytes.next()?];
                let digits = std::str::from_utf8(&digits).ok()?;
                let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
                (
                    u8::from_str_radix(digits, 16).ok().filter(|_| is_hex)?,
                    true,
                )
            }
            byte => (byte, false),
        };
        let needs_escape = !(b' '..0x7f).contains(&byte)
            || UNSAFE.contains(&byte)
            || (was_escaped && RESERVED.contains(&byte));
        if needs_escape {
            normal.push_str(&format!("%{byte:02X}"));
        } else {
            normal.push(char::from(byte));
        }
    }
    Some(normal)
}
