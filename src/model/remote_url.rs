//! A remote's URL as Git accepts it, read strictly and shown with its secrets masked.

use std::fmt;
use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::{Serialize, Serializer};

use super::outside_text::display_safe;
use super::realm::{default_port, split_port};
use super::{Realm, Secret, TokenKind};

/// Stands for a secret wherever a URL is shown.
const MASK: &str = "•••";

/// What a user name in a URL must not hold as it is (RFC 3986, 2.3: all but the unreserved).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// How a URL is transported, in Git's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Transport {
    /// Smart or dumb HTTP over TLS.
    Https,
    /// HTTP in the open.
    Http,
    /// `ssh://` or the scp-like `host:path`.
    Ssh,
    /// The unauthenticated `git://` daemon.
    Git,
    /// A path on this machine, or `file://`.
    File,
    /// A remote helper of another name (`ext::…`, `s3://…`); Git would run `git-remote-<name>`.
    Other,
    /// Not read the same way by every program that reads URLs; never contacted.
    Unusual,
}

/// A URL of a remote. `Display` and `Serialize` are safe by construction: passwords, and user
/// names that are tokens, are masked; hidden characters are escaped.
#[derive(Clone)]
pub struct RemoteUrl {
    /// How it is transported.
    pub transport: Transport,
    /// Decoded user name, unless it is a token.
    pub user: Option<String>,
    /// Decoded password, be it empty, or the user name where that is a token.
    pub secret: Option<Arc<Secret>>,
    /// As written, without port; empty for files and what is not understood.
    pub host: String,
    /// As written.
    pub port: Option<u16>,
    /// For http and ssh without the leading slash, as written; for a file the path.
    pub path: String,
    /// Whether there was user info with a password or a token for a name.
    token_as_user: bool,
    /// The name before `://` or `::`, lower case; empty for scp-like URLs and paths.
    scheme: String,
    /// The whole URL as it stands in the configuration.
    raw: Arc<Secret>,
}

impl RemoteUrl {
    /// Reads a URL as Git does (`connect.c`, `url.c`, `credential.c` of Git 2.47), but accepts only
    /// what every reader of URLs takes for the same host: ASCII letters, digits, `-`, `_` and
    /// dots or a bracketed IPv6 address, at most one `@`, no backslash, control character or
    /// space, a decimal port. Anything else is [`Transport::Unusual`].
    #[must_use]
    pub fn parse(raw: &[u8]) -> Self {
        let url = match std::str::from_utf8(raw) {
            Ok(text) => read(text),
            Err(_) => None,
        };
        let mut url = url.unwrap_or_else(|| Self::bare(Transport::Unusual, ""));
        url.raw = Arc::new(Secret::new(raw));
        url
    }

    /// The URL as it stands in the configuration, secrets included.
    #[must_use]
    pub fn raw(&self) -> &Secret {
        &self.raw
    }

    /// Where a sign-in for this URL may be used; `None` for anything but http and https.
    #[must_use]
    pub fn realm(&self) -> Option<Realm> {
        matches!(self.transport, Transport::Https | Transport::Http)
            .then(|| Realm::new(&self.scheme, &self.host, self.port))
    }

    /// The URL without user info, for requests and for the command line of a child.
    /// Empty where the URL was not understood.
    #[must_use]
    pub fn without_user_info(&self) -> String {
        match self.transport {
            _ if self.is_not_understood() => String::new(),
            Transport::File => self.path.clone(),
            Transport::Ssh => self.ssh_form(),
            _ => format!("{}://{}/{}", self.scheme, self.host_field(), self.path),
        }
    }

    /// The URL with its user name but no password: what Git's helpers are asked about.
    #[must_use]
    pub fn without_secret(&self) -> String {
        match (&self.user, self.transport) {
            (Some(user), Transport::Https | Transport::Http) => {
                let user = utf8_percent_encode(user, RESERVED);
                format!(
                    "{}://{user}@{}/{}",
                    self.scheme,
                    self.host_field(),
                    self.path
                )
            }
            _ => self.without_user_info(),
        }
    }

    /// The URL with this user name, or with none, and without its secret. What has no user name
    /// stays as it is.
    #[must_use]
    pub fn with_user(&self, user: Option<&str>) -> String {
        let url = Self {
            user: user.filter(|user| !user.is_empty()).map(str::to_owned),
            secret: None,
            token_as_user: false,
            ..self.clone()
        };
        url.without_secret()
    }

    /// Host and port as written, which is how Git's own stores compare them.
    #[must_use]
    pub fn host_field(&self) -> String {
        match self.port {
            Some(port) => format!("{}:{port}", self.host),
            None => self.host.clone(),
        }
    }

    /// The path as Git hands it to helpers: decoded, without slashes around it
    /// (`credential_from_url_gently` of Git 2.47). `None` where there is none.
    #[must_use]
    pub fn credential_path(&self) -> Option<String> {
        let decoded = percent_decode_str(self.path.trim_start_matches('/')).decode_utf8_lossy();
        let path = decoded.trim_end_matches('/');
        (!path.is_empty()).then(|| path.to_owned())
    }

    /// Whether a password, or a token as user name, stands in the URL.
    #[must_use]
    pub fn holds_secret(&self) -> bool {
        self.secret.is_some()
    }

    /// Whether the user name is a token.
    #[must_use]
    pub fn has_token_as_user(&self) -> bool {
        self.token_as_user
    }

    /// The port that is connected to, written or not.
    #[must_use]
    pub fn effective_port(&self) -> Option<u16> {
        self.port.or_else(|| default_port(&self.scheme))
    }

    /// Whether anything may stand in it: also where it is a path to Git, and its writer meant a URL.
    fn is_not_understood(&self) -> bool {
        match self.transport {
            Transport::Other | Transport::Unusual => true,
            Transport::File => {
                let behind_slashes = match self.scheme.is_empty() {
                    true => self.path.strip_prefix("//"),
                    false => Some(self.path.as_str()),
                };
                is_web_without_colon(&self.path) || behind_slashes.is_some_and(names_a_user)
            }
            _ => false,
        }
    }

    fn ssh_form(&self) -> String {
        let user = self
            .user
            .as_ref()
            .map_or(String::new(), |u| format!("{u}@"));
        if self.scheme.is_empty() {
            format!("{user}{}:{}", self.host, self.path)
        } else {
            format!("ssh://{user}{}/{}", self.host_field(), self.path)
        }
    }

    fn bare(transport: Transport, scheme: &str) -> Self {
        Self {
            transport,
            user: None,
            secret: None,
            host: String::new(),
            port: None,
            path: String::new(),
            token_as_user: false,
            scheme: scheme.to_owned(),
            raw: Arc::new(Secret::new(Vec::new())),
        }
    }
}

/// `None` where the URL is unusual.
fn read(text: &str) -> Option<RemoteUrl> {
    if text.is_empty() || text.starts_with('-') || text.chars().any(char::is_control) {
        return None;
    }
    if let Some((scheme, rest)) = text.split_once("://")
        && is_scheme(scheme)
    {
        return read_with_scheme(scheme, rest);
    }
    if let Some((helper, _)) = text.split_once("::")
        && is_scheme(helper)
    {
        return Some(RemoteUrl::bare(Transport::Other, helper));
    }
    if is_local_path(text) {
        return Some(file(text, ""));
    }
    read_scp_like(text)
}

fn read_with_scheme(scheme: &str, rest: &str) -> Option<RemoteUrl> {
    let transport = match scheme {
        "https" => Transport::Https,
        "http" => Transport::Http,
        "ssh" | "git+ssh" | "ssh+git" => Transport::Ssh,
        "git" => Transport::Git,
        "file" => return Some(file(rest, "file")),
        // To Git this is a program `git-remote-HTTPS`; to everybody else it is https.
        _ if is_known_in_lower_case(scheme) => return None,
        _ => return Some(RemoteUrl::bare(Transport::Other, scheme)),
    };
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let (user_info, host) = match authority.split_once('@') {
        Some((user_info, host)) => (Some(user_info), host),
        None => (None, authority),
    };
    let (host, port) = split_port(host)?;
    if !is_host(host) || !is_plain(path) {
        return None;
    }
    let mut url = RemoteUrl {
        host: host.to_owned(),
        port,
        path: path.strip_prefix('/').unwrap_or(path).to_owned(),
        ..RemoteUrl::bare(
            transport,
            if transport == Transport::Ssh {
                "ssh"
            } else {
                scheme
            },
        )
    };
    if let Some(user_info) = user_info {
        read_user_info(&mut url, user_info)?;
    }
    Some(url)
}

fn is_known_in_lower_case(scheme: &str) -> bool {
    let known = ["https", "http", "ssh", "git", "file"];
    known.iter().any(|known| known.eq_ignore_ascii_case(scheme))
}

/// Splits `user:password`; what stands before the colon is a secret when it is a token.
fn read_user_info(url: &mut RemoteUrl, user_info: &str) -> Option<()> {
    if user_info.is_empty() || !is_plain(user_info) || user_info.contains('@') {
        return None;
    }
    let (user, password) = match user_info.split_once(':') {
        Some((user, password)) => (user, Some(password)),
        None => (user_info, None),
    };
    let user = decode(user)?;
    let user_is_token = TokenKind::of(user.as_bytes()).is_certain();
    if user_is_token {
        // What stands behind the colon is a filler then: `x-oauth-basic`, or nothing.
        url.token_as_user = true;
        url.secret = Some(Arc::new(Secret::new(user.into_bytes())));
        return Some(());
    }
    // An empty password is one as well: Git sends it and asks no helper.
    if let Some(password) = password {
        let password: Vec<u8> = percent_decode_str(password).collect();
        url.secret = Some(Arc::new(Secret::new(password)));
    }
    if !user.is_empty() {
        url.user = Some(user);
    }
    Some(())
}

/// `[user@]host:path`, Git's short form of an ssh URL.
fn read_scp_like(text: &str) -> Option<RemoteUrl> {
    let (user_host, path) = match text.find("]:") {
        Some(end) => (&text[..=end], &text[end + 2..]),
        None => text.split_once(':')?,
    };
    let (user, host) = match user_host.split_once('@') {
        Some((user, host)) => (Some(user), host),
        None => (None, user_host),
    };
    let user_is_plain = user.is_none_or(|user| is_plain(user) && !user.starts_with('-'));
    if !is_host(host) || !user_is_plain || path.is_empty() || path.starts_with('-') {
        return None;
    }
    Some(RemoteUrl {
        user: user.map(str::to_owned),
        host: host.to_owned(),
        path: path.to_owned(),
        ..RemoteUrl::bare(Transport::Ssh, "")
    })
}

fn file(path: &str, scheme: &str) -> RemoteUrl {
    RemoteUrl {
        path: path.to_owned(),
        ..RemoteUrl::bare(Transport::File, scheme)
    }
}

/// Git's `url_is_local_not_ssh`: no colon, or a slash before it, or a drive letter.
fn is_local_path(text: &str) -> bool {
    let bytes = text.as_bytes();
    let has_drive =
        cfg!(windows) && bytes.len() > 1 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':';
    match (text.find(':'), text.find('/')) {
        (None, _) => true,
        (Some(colon), Some(slash)) if slash < colon => true,
        _ => has_drive,
    }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
}

/// A host that every reader of URLs takes for the same: see [`RemoteUrl::parse`].
fn is_host(host: &str) -> bool {
    if let Some(address) = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        return address.parse::<std::net::Ipv6Addr>().is_ok();
    }
    let labels_are_plain = host.split('.').all(|label| {
        !label.is_empty()
            && !label.starts_with('-')
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    });
    let last_label = host.rsplit('.').next().unwrap_or_default();
    let looks_numeric = last_label.starts_with(|c: char| c.is_ascii_digit())
        && (last_label.bytes().all(|b| b.is_ascii_digit())
            || last_label[1..].starts_with(['x', 'X']));
    labels_are_plain && (!looks_numeric || host.parse::<std::net::Ipv4Addr>().is_ok())
}

/// Whether no reader of URLs would drop, fold or split at a character of `text`.
fn is_plain(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte > b' ' && byte != 0x7f && byte != b'\\')
        && !["%00", "%0a", "%0d", "%0A", "%0D"]
            .iter()
            .any(|bad| text.contains(bad))
}

fn decode(text: &str) -> Option<String> {
    let decoded = percent_decode_str(text).decode_utf8().ok()?;
    (!decoded.chars().any(char::is_control)).then(|| decoded.into_owned())
}

impl fmt::Display for RemoteUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // As it is written in a URL where it would end the user's name.
        let user = self.user.as_deref().map(display_safe);
        let user = user.map(|user| user.replace('@', "%40"));
        let user_info = match (user, self.token_as_user, self.secret.is_some()) {
            (_, true, _) => format!("{MASK}@"),
            (Some(user), _, true) => format!("{user}:{MASK}@"),
            (None, _, true) => format!(":{MASK}@"),
            (Some(user), ..) if TokenKind::of(user.as_bytes()).is_certain() => format!("{MASK}@"),
            (Some(user), ..) => format!("{user}@"),
            (None, ..) => String::new(),
        };
        if self.is_not_understood() {
            return f.write_str(&masked_unknown(self.raw.expose()));
        }
        match self.transport {
            Transport::File if self.scheme.is_empty() => f.write_str(&display_safe(&self.path)),
            Transport::File => write!(f, "file://{}", display_safe(&self.path)),
            Transport::Ssh if self.scheme.is_empty() => {
                write!(f, "{user_info}{}:{}", self.host, masked_path(&self.path))
            }
            _ => {
                let path = masked_query(&self.path);
                let slash = if path.is_empty() { "" } else { "/" };
                write!(
                    f,
                    "{}://{user_info}{}{slash}{path}",
                    self.scheme,
                    self.host_field()
                )
            }
        }
    }
}

/// A query may hold a secret: `?private_token=…`.
fn masked_query(path: &str) -> String {
    match path.split_once('?') {
        Some((path, _)) => format!("{}?{MASK}", display_safe(path)),
        None => display_safe(path),
    }
}

/// What is not understood is shown with everything between `//` and the last `@` masked, unless
/// that is a part of the path.
fn masked_unknown(raw: &[u8]) -> String {
    let text = super::outside_text::display_safe_bytes(raw);
    let start = text.find("//").map_or(0, |at| at + 2);
    match text.rfind('@') {
        Some(at) if at > start && may_be_secret(&text[start..at]) => {
            format!("{}{MASK}{}", &text[..start], &text[at..])
        }
        _ => text,
    }
}

/// `https//user:password@host/path`: to Git a path, to the person who wrote it a URL.
fn is_web_without_colon(path: &str) -> bool {
    let is_web = |scheme: &str| matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https");
    path.split_once("//")
        .is_some_and(|(scheme, _)| is_web(scheme))
}

/// `user:password@host/path` behind `//` or `file://`, where Git takes it for a path.
fn names_a_user(path: &str) -> bool {
    let authority = path.split('/').next().unwrap_or_default();
    authority.contains([':', '@'])
}

/// `user:password@host/path` is `host:path` to Git: a password may be what stands before an `@`.
fn masked_path(path: &str) -> String {
    let path = display_safe(path);
    match path.rfind('@') {
        Some(at) if may_be_secret(path[..at].trim_start_matches('/')) => {
            format!("{MASK}{}", &path[at..])
        }
        _ => path,
    }
}

fn may_be_secret(user_info: &str) -> bool {
    user_info.contains(':') || !user_info.contains('/')
}

impl fmt::Debug for RemoteUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RemoteUrl({self})")
    }
}

impl PartialEq for RemoteUrl {
    fn eq(&self, other: &Self) -> bool {
        self.raw.same_as(&other.raw)
    }
}

impl Eq for RemoteUrl {}

impl Serialize for RemoteUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
