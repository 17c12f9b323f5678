//! Which items of a keychain are Git's sign-ins, and which are those of other programs, told from
//! their attributes.

use super::items::{Attributes, Class};
use crate::model::surroundings::OtherProgram;
use crate::model::{Realm, RemoteUrl};
use crate::store::described::Described;
use crate::store::manager_service;
use crate::store::other_programs::host_name;
use crate::store::own_place::{self, Place};

/// Where the items of other programs are said to lie.
const PLACE: &str = "Keychain";

/// Whose an item is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// A Git helper's.
    Helper(Asked),
    /// Another program's, which Git does not read.
    Other(OtherProgram),
}

/// A sign-in, described by its item's attributes, and how its helper is asked for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The sign-in.
    pub described: Described,
    /// What its helper is asked for: the host can be called after a refresh token.
    pub asked_as: Realm,
    /// The same host as it is stored, letter by letter.
    pub asked_host: String,
}

/// Whose an item is; `None` where it has nothing to do with Git. `namespace` is what Git
/// Credential Manager puts before each service.
#[must_use]
pub fn owner(attributes: &Attributes, namespace: &str) -> Option<Owner> {
    if let Some(program) = sourcetree(attributes) {
        return Some(Owner::Other(program));
    }
    match attributes.class {
        Class::Internet => of_osxkeychain(attributes).map(Owner::Helper),
        Class::Generic => {
            let service = attributes.service.as_deref()?;
            let helper =
                || of_locksmith(service).or_else(|| of_manager(attributes, service, namespace));
            let other = || {
                let of_command_line = command_line(service);
                of_command_line
                    .or_else(|| github_desktop(service))
                    .or_else(|| jetbrains(service))
            };
            helper()
                .map(Owner::Helper)
                .or_else(|| other().map(Owner::Other))
        }
    }
}

/// `git-credential-osxkeychain` looks at every Internet password of the default authentication
/// type for the two protocols (`git-credential-osxkeychain.c`, Git 2.45 to 2.54). What a browser
/// filled into a form (`form`) it does not see.
fn of_osxkeychain(attributes: &Attributes) -> Option<Asked> {
    let is_default = |kind: &str| kind == "dflt" || kind.bytes().all(|byte| byte == 0);
    if !attributes.authentication.as_deref().is_none_or(is_default) {
        return None;
    }
    let protocol = match attributes.protocol.as_deref()? {
        "htps" => "https",
        "http" => "http",
        _ => return None,
    };
    let server = attributes.server.as_deref()?;
    let host = match attributes.port.filter(|&port| port != 0) {
        Some(port) => format!("{server}:{port}"),
        None => server.to_owned(),
    };
    let path = attributes.path.clone().filter(|path| !path.is_empty());
    let asked_as = Realm::from_fields(protocol, &host)?.with_path(path.as_deref());
    Some(Asked {
        described: Described {
            written_by: "osxkeychain",
            protocol: protocol.to_owned(),
            host: host.clone(),
            path: asked_as.path.clone(),
            username: attributes.account.clone(),
            renews: false,
        },
        asked_as,
        asked_host: host,
    })
}

fn of_manager(attributes: &Attributes, service: &str, namespace: &str) -> Option<Asked> {
    let parts = manager_service::service(service, namespace)?;
    let (protocol, rest) = service
        .strip_prefix(namespace)?
        .strip_prefix(':')?
        .split_once("://")?;
    let (host, path) = match rest.split_once('/') {
        Some((host, path)) => (host, Some(path).filter(|path| !path.is_empty())),
        None => (rest, None),
    };
    Some(Asked {
        described: Described {
            written_by: "manager",
            protocol: parts.protocol,
            host: parts.host,
            path: parts.path,
            username: attributes.account.clone(),
            renews: parts.renews,
        },
        asked_as: Realm::from_fields(protocol, host)?.with_path(path),
        asked_host: host.to_owned(),
    })
}

fn of_locksmith(service: &str) -> Option<Asked> {
    let place = Place::of_name(service).filter(|_| own_place::part_of(service) == 0)?;
    let path = Some(place.path).filter(|path| !path.is_empty());
    let asked_as = Realm::from_fields(&place.protocol, &place.host)?.with_path(path.as_deref());
    Some(Asked {
        described: Described {
            written_by: "locksmith",
            protocol: place.protocol,
            host: place.host.clone(),
            path,
            username: Some(place.username),
            renews: false,
        },
        asked_as,
        asked_host: place.host,
    })
}

/// `gh:<host>` and `glab:<host>`, once for each account and, of the first, once without a name for
/// the active one (GitHub CLI 2.62, `internal/config/config.go`, 2024).
fn command_line(service: &str) -> Option<OtherProgram> {
    let (program, host) = service.split_once(':')?;
    let name = match program {
        "gh" => "GitHub CLI",
        "glab" => "GitLab CLI",
        _ => return None,
    };
    let host = host_name(host)?;
    let clear = format!("run `{program} auth logout --hostname {host}`");
    Some(other(name, Some(host), clear))
}

/// `GitHub - https://api.github.com`, or another server's API or remote (GitHub Desktop,
/// `app/src/lib/auth.ts`, 2025).
fn github_desktop(service: &str) -> Option<OtherProgram> {
    let url = RemoteUrl::parse(service.strip_prefix("GitHub - ")?.as_bytes());
    let host = url.realm()?.host;
    let host = match host.as_str() {
        "api.github.com" => "github.com",
        host => host,
    };
    let clear = "sign out in GitHub Desktop under Settings, Accounts".to_owned();
    Some(other("GitHub Desktop", host_name(host), clear))
}

/// `credentialAttributes` of its Git plugin and `generateServiceName` of its platform
/// (intellij-community, 2024).
fn jetbrains(service: &str) -> Option<OtherProgram> {
    let url = service.strip_prefix("IntelliJ Platform Git HTTP — ")?;
    let host = RemoteUrl::parse(url.as_bytes()).realm()?.host;
    let clear = "delete the item of that name in Keychain Access".to_owned();
    Some(other("JetBrains IDE", host_name(&host), clear))
}

/// `<host> Access Key for <user>` (Atlassian support, "Sourcetree for Mac: clearing saved
/// passwords", 2024).
fn sourcetree(attributes: &Attributes) -> Option<OtherProgram> {
    let names = [&attributes.label, &attributes.service];
    let host = names
        .into_iter()
        .flatten()
        .find_map(|name| Some(name.split_once(" Access Key for ")?.0))?;
    let clear = "edit the account in Sourcetree under Settings, Accounts".to_owned();
    Some(other("Sourcetree", host_name(host), clear))
}

fn other(name: &'static str, host: Option<String>, clear: String) -> OtherProgram {
    OtherProgram {
        name,
        file: PLACE.to_owned(),
        host,
        clear,
    }
}
