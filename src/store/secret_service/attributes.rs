//! Which items of a keyring are Git's sign-ins, told from their attributes.
//!
//! Git's own helper takes any item with the right protocol and server for its own; what other
//! programs keep for the same server would then be listed, sent and removed. Here an item counts
//! only where schema and attributes are those that a Git helper writes.

use std::collections::HashMap;

use crate::model::Realm;
use crate::store::described::Described;
use crate::store::manager_namespaces::Namespaces;
use crate::store::manager_service;

/// Attributes as the Secret Service has them.
pub(crate) type Attributes = HashMap<String, String>;

/// The attribute that tells whose item it is.
pub(crate) const SCHEMA: &str = "xdg:schema";
/// `git-credential-libsecret` since Git 2.43.
const LIBSECRET: &str = "org.git.Password";
/// `git-credential-libsecret` before, and every program that uses the keyring's network passwords.
const LIBSECRET_BEFORE_2_43: &str = "org.gnome.keyring.NetworkPassword";
const MANAGER: &str = "com.microsoft.GitCredentialManager";
/// Our own helper.
pub(crate) const LOCKSMITH: &str = "io.github.git_locksmith.Credential";
/// What the helper calls its items; tells them from other network passwords.
const LIBSECRET_LABEL: &str = "Git: ";
/// The attributes that the helper writes.
const LIBSECRET_NAMES: [&str; 6] = ["protocol", "server", "port", "user", "object", SCHEMA];
/// gnome-keyring shows the attributes of a keyring that was never unlocked as MD5 sums.
const HASHED: &str = "gkr:compat:hashed:";
/// The sums of our schemas' names, and who writes them.
const HASHED_SCHEMAS: [(&str, &str); 4] = [
    ("ac645a943407967de287026057de5098", "libsecret"),
    ("35fa54f5a13429d9a8cc852754265049", "libsecret"),
    ("ad50fd94b9c5a1d9b5368fb722f1a45a", "manager"),
    ("abec724c50f3d0fc3f22363789419f8a", "locksmith"),
];

/// The schemas to search for where a keyring is unlocked.
pub(super) fn schemas() -> impl Iterator<Item = HashMap<&'static str, &'static str>> {
    [LIBSECRET, LIBSECRET_BEFORE_2_43, MANAGER, LOCKSMITH]
        .into_iter()
        .map(|schema| HashMap::from([(SCHEMA, schema)]))
}

/// What finds an item for `realm` in a keyring that was never unlocked: there only searches for
/// exact values find anything, and a search by schema finds nothing.
pub(super) fn exact_searches(realm: &Realm, namespaces: &Namespaces) -> Vec<Attributes> {
    let owned = |pairs: &[(&str, &str)]| -> Attributes {
        let pairs = pairs.iter();
        pairs
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    };
    let host = realm.host_field();
    let protocol = realm.protocol.as_str();
    let port = realm.port.map(|port| port.to_string());
    let mut libsecret = vec![("protocol", protocol), ("server", realm.host.as_str())];
    libsecret.extend(port.iter().map(|port| ("port", port.as_str())));
    let mut searches = vec![
        owned(&libsecret),
        owned(&[("protocol", protocol), ("host", &host)]),
    ];
    for (namespace, _) in namespaces.all() {
        for service in manager_service::services(namespace, protocol, &host) {
            searches.push(owned(&[("service", &service)]));
        }
    }
    searches
}

/// The sign-in that an item is; `None` where another program than a Git helper wrote it.
pub(super) fn describe(
    attributes: &Attributes,
    label: &str,
    namespaces: &Namespaces,
) -> Option<Described> {
    match attributes.get(SCHEMA)?.as_str() {
        LIBSECRET => of_libsecret(attributes),
        LIBSECRET_BEFORE_2_43 if label.starts_with(LIBSECRET_LABEL) => of_libsecret(attributes),
        MANAGER => of_manager(attributes, namespaces),
        LOCKSMITH => of_locksmith(attributes),
        _ => None,
    }
}

/// The sign-in that an item is, if its label does not tell otherwise.
pub(super) fn describe_unlabelled(
    attributes: &Attributes,
    namespaces: &Namespaces,
) -> Option<Described> {
    describe(attributes, LIBSECRET_LABEL, namespaces)
}

/// Who wrote an item whose attributes are shown as sums only, and whether it is for a port.
pub(super) fn describe_hashed(attributes: &Attributes, realm: &Realm) -> Option<Described> {
    let hashed = |name: &str| attributes.get(&format!("{HASHED}{name}"));
    let schema = hashed(SCHEMA)?;
    let (_, written_by) = HASHED_SCHEMAS.iter().find(|(sum, _)| sum == schema)?;
    let names = attributes.keys();
    let has_other_names = *written_by == "libsecret"
        && names
            .filter_map(|name| name.strip_prefix(HASHED))
            .any(|name| !LIBSECRET_NAMES.contains(&name));
    let is_for_other_port =
        *written_by == "libsecret" && hashed("port").is_some() && realm.port.is_none();
    (!has_other_names && !is_for_other_port).then(|| Described {
        written_by,
        protocol: realm.protocol.clone(),
        host: realm.host_field(),
        path: None,
        username: None,
        renews: false,
    })
}

/// Whether our own helper wrote an item whose attributes are shown as sums only.
pub(crate) fn is_own_hashed(attributes: &Attributes) -> bool {
    let schema = attributes.get(&format!("{HASHED}{SCHEMA}"));
    let mut known = HASHED_SCHEMAS.iter();
    known.any(|(sum, writer)| *writer == "locksmith" && schema.is_some_and(|has| has == sum))
}

fn of_libsecret(attributes: &Attributes) -> Option<Described> {
    if attributes
        .keys()
        .any(|name| !LIBSECRET_NAMES.contains(&name.as_str()))
    {
        return None;
    }
    let server = attributes.get("server")?;
    let host = match attributes.get("port") {
        Some(port) => format!("{server}:{port}"),
        None => server.clone(),
    };
    Some(Described {
        written_by: "libsecret",
        protocol: attributes.get("protocol")?.clone(),
        host,
        path: attributes.get("object").cloned(),
        username: attributes.get("user").cloned(),
        renews: false,
    })
}

fn of_manager(attributes: &Attributes, namespaces: &Namespaces) -> Option<Described> {
    let name = attributes.get("service")?;
    let mut namespaces = namespaces.all();
    let (service, written_by) = namespaces.find_map(|(namespace, written_by)| {
        Some((manager_service::service(name, namespace)?, written_by))
    })?;
    Some(Described {
        written_by,
        protocol: service.protocol,
        host: service.host,
        path: service.path,
        username: attributes.get("account").cloned(),
        renews: service.renews,
    })
}

fn of_locksmith(attributes: &Attributes) -> Option<Described> {
    Some(Described {
        written_by: "locksmith",
        protocol: attributes.get("protocol")?.clone(),
        host: attributes.get("host")?.clone(),
        path: attributes
            .get("path")
            .filter(|path| !path.is_empty())
            .cloned(),
        username: attributes.get("username").cloned(),
        renews: false,
    })
}
