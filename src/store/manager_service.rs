//! What Git Credential Manager calls what it keeps, on every system:
//! `<namespace>:https://host[:port][/path]` (its `docs/credstores.md` and
//! `docs/configuration.md`, 2.6, 2025).

use crate::git::{Config, Environment};
use crate::model::realm::split_port;

/// The namespace where none is set, which `git-credential-wincred` uses as well.
pub const DEFAULT_NAMESPACE: &str = "git";
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

/// Reads a service; `None` where it is none of this namespace.
#[must_use]
pub fn service(name: &str, namespace: &str) -> Option<Service> {
    let url = name.strip_prefix(namespace)?.strip_prefix(':')?;
    let (protocol, rest) = url.split_once("://")?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let own_host = [OAUTH_REFRESH_TOKEN_HOST, REFRESH_TOKEN_HOST]
        .iter()
        .find_map(|prefix| host.strip_prefix(prefix));
    split_port(host).filter(|(name, _)| !name.is_empty())?;
    Some(Service {
        protocol: protocol.to_owned(),
        host: own_host.unwrap_or(host).to_owned(),
        path: (!path.is_empty()).then(|| path.to_owned()),
        renews: own_host.is_some() || path == REFRESH_TOKEN_PATH,
    })
}
