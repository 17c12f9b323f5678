//! A realm: where one sign-in may be used.

use std::fmt;

use serde::Serialize;

/// Protocol, host and port, and the path when `credential.useHttpPath` applies.
///
/// Two realms are equal when Git's servers would see the same place: the host is lower case and
/// the protocol's default port is left out. Git's own stores compare hosts as they were written
/// (`git` 2.47, `credential_match`), so an [`super::Entry`] keeps its spelling beside this.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Realm {
    /// `https` or `http`.
    pub protocol: String,
    /// Lower case; an IPv6 address is in brackets.
    pub host: String,
    /// Left out where it is the protocol's default.
    pub port: Option<u16>,
    /// Without the leading slash; only where `useHttpPath` applies.
    pub path: Option<String>,
}

impl Realm {
    /// The realm of `protocol` at `host`, both as written; a default port is dropped.
    #[must_use]
    pub fn new(protocol: &str, host: &str, port: Option<u16>) -> Self {
        let protocol = protocol.to_ascii_lowercase();
        let port = port.filter(|&port| Some(port) != default_port(&protocol));
        Self {
            host: host.to_ascii_lowercase(),
            protocol,
            port,
            path: None,
        }
    }

    /// The realm of a `protocol=` and a `host=` field of Git's credential protocol
    /// (`host` holds the port). `None` where the host is empty or the port is no number.
    #[must_use]
    pub fn from_fields(protocol: &str, host: &str) -> Option<Self> {
        let (host, port) = split_port(host)?;
        (!protocol.is_empty() && !host.is_empty()).then(|| Self::new(protocol, host, port))
    }

    /// This realm narrowed to `path`.
    #[must_use]
    pub fn with_path(mut self, path: Option<&str>) -> Self {
        self.path = path.map(|path| path.trim_start_matches('/').to_owned());
        self
    }

    /// The whole server that this realm is on.
    #[must_use]
    pub fn without_path(self) -> Self {
        Self { path: None, ..self }
    }

    /// Host and port as in Git's `host=` field.
    #[must_use]
    pub fn host_field(&self) -> String {
        match self.port {
            Some(port) => format!("{}:{port}", self.host),
            None => self.host.clone(),
        }
    }

    /// Whether both are the same server, whatever the paths.
    #[must_use]
    pub fn same_server(&self, other: &Self) -> bool {
        self.protocol == other.protocol && self.host == other.host && self.port == other.port
    }

    /// Whether the host is this machine, where plain http travels no network.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.host == "localhost"
            || self.host == "[::1]"
            || self
                .host
                .parse::<std::net::Ipv4Addr>()
                .is_ok_and(|address| address.is_loopback())
    }
}

impl fmt::Display for Realm {
    /// `https://host[:port][/path]`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.protocol, self.host_field())?;
        match &self.path {
            Some(path) => write!(f, "/{path}"),
            None => Ok(()),
        }
    }
}

/// The port that a protocol uses when none is written.
#[must_use]
pub fn default_port(protocol: &str) -> Option<u16> {
    match protocol {
        "https" => Some(443),
        "http" => Some(80),
        "ssh" => Some(22),
        "git" => Some(9418),
        _ => None,
    }
}

/// `host[:port]` in its two parts; `None` where the port is no number from 1 to 65535.
#[must_use]
pub fn split_port(host: &str) -> Option<(&str, Option<u16>)> {
    match host.rsplit_once(':') {
        Some((name, port)) if !port.contains(']') => {
            let decimal = !port.starts_with('0') && port.bytes().all(|b| b.is_ascii_digit());
            let port = decimal.then(|| port.parse::<u16>().ok()).flatten()?;
            Some((name, Some(port)))
        }
        _ => Some((host, None)),
    }
}
