//! What Git Credential Manager calls what it keeps, on every system:
//! `<namespace>:https://host[:port][/path]` (its `docs/credstores.md` and
//! `docs/configuration.md`, 2.6, 2025).

use percent_encoding::percent_decode_str;

use crate::git::{Config, Environment};
use crate::model::Realm;
use crate::model::realm::split_port;

/// The namespace where none is set, which `git-credential-wincred` uses as well.
pub const DEFAULT_NAMESPACE: &str = "git";
/// Who wrote what it reads.
pub const WRITER: &str = "manager";
/// The words for what was saved before the setting was changed, which no manager reads now.
pub const WRITER_BEFORE: &str = "manager, another namespace";
/// Bitbucket's refresh token, as a path.
const REFRESH_TOKEN_PATH: &str = "refresh_token";
/// GitLab's, as a host.
const OAUTH_REFRESH_TOKEN_HOST: &str = "oauth-refresh-token.";
/// Any other server's.
const REFRESH_TOKEN_HOST: &str = "refresh_token.";

/// A service, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// `https`, mostly.
    pub protocol: String,
    /// With the port, where it is written; the server's also where the host tells of a refresh
    /// token.
    pub host: String,
    /// Only where it is for a path.
    pub path: Option<String>,
    /// Whether it is a refresh token, with which it gets new tokens.
    pub renews: bool,
}

/// What stands before each service: `GCM_NAMESPACE` goes before the setting.
#[must_use]
pub fn namespace(personal: &Config, environment: &Environment) -> String {
    let set = environment
        .get("GCM_NAMESPACE")
        .map(|set| set.to_string_lossy().into_owned());
    let configured = || personal.last("credential", None, "namespace");
    set.or_else(|| configured().map(|variable| variable.text().into_owned()))
        .unwrap_or_else(|| DEFAULT_NAMESPACE.to_owned())
}

/// All services under which something for this server may be kept.
#[must_use]
pub fn services(namespace: &str, protocol: &str, host: &str) -> [String; 4] {
    [
        host.to_owned(),
        format!("{host}/{REFRESH_TOKEN_PATH}"),
        format!("{OAUTH_REFRESH_TOKEN_HOST}{host}/"),
        format!("{REFRESH_TOKEN_HOST}{host}"),
    ]
    .map(|rest| format!("{namespace}:{protocol}://{rest}"))
}

/// The hosts that stand in the services of a server.
#[must_use]
pub fn hosts(host: &str) -> [String; 3] {
    [
        host.to_owned(),
        format!("{OAUTH_REFRESH_TOKEN_HOST}{host}"),
        format!("{REFRESH_TOKEN_HOST}{host}"),
    ]
}

/// What stands for the refresh tokens of a server where services are taken for URLs.
#[must_use]
pub fn refresh_realms(realm: &Realm) -> [Realm; 3] {
    let server = realm.clone().without_path();
    let at = |prefix: &str| Realm {
        host: format!("{prefix}{}", server.host),
        ..server.clone()
    };
    [
        server.clone().with_path(Some(REFRESH_TOKEN_PATH)),
        at(OAUTH_REFRESH_TOKEN_HOST),
        at(REFRESH_TOKEN_HOST),
    ]
}

/// Reads a service; `None` where it is none of this namespace.
#[must_use]
pub fn service(name: &str, namespace: &str) -> Option<Service> {
    Service::of_url(name.strip_prefix(namespace)?.strip_prefix(':')?)
}

impl Service {
    /// Reads a service without its namespace; `None` where it is no URL of a server.
    #[must_use]
    pub fn of_url(url: &str) -> Option<Self> {
        let (protocol, rest) = url.split_once("://")?;
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let own_host = [OAUTH_REFRESH_TOKEN_HOST, REFRESH_TOKEN_HOST]
            .iter()
            .find_map(|prefix| host.strip_prefix(prefix));
        split_port(host).filter(|(name, _)| !name.is_empty())?;
        // It writes paths as URLs have them, and Git hands them decoded to helpers.
        let decoded = || percent_decode_str(path).decode_utf8_lossy().into_owned();
        Some(Self {
            protocol: protocol.to_owned(),
            host: own_host.unwrap_or(host).to_owned(),
            path: (!path.is_empty()).then(decoded),
            renews: own_host.is_some() || path == REFRESH_TOKEN_PATH,
        })
    }
}
