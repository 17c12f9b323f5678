//! The servers that a repository's Git LFS and its submodules fetch from, beside its remotes'.
//!
//! Git LFS takes `lfs.url` and its kin from the configuration, else from `.lfsconfig` in the work
//! tree (`git-lfs-config(5)`, 3.6, 2025); a submodule's URL is that of the configuration once it
//! is initialised, else that of `.gitmodules` (`gitmodules(5)`, Git 2.47). Both files come with a
//! clone, so they are read as untrusted.

use std::collections::{BTreeMap, HashSet};

use super::config_syntax::{self, Setting};
use super::discover::{Place, read_local};
use super::{Config, remotes};
use crate::model::outside_text::{display_safe, display_safe_bytes};
use crate::model::repository::Remote;
use crate::model::surroundings::OtherServer;
use crate::model::{Kind, Realm, RemoteUrl};

/// Most servers that are told of. Each costs a look into the stores, and a repository may name
/// any number.
const MOST: usize = 10;

/// Each server once, under the setting that names it first. What is saved there is left open.
#[must_use]
pub fn other_servers(config: &Config, place: &Place, remotes: &[Remote]) -> Vec<OtherServer> {
    let named = named(config, place);
    if named.is_empty() {
        return Vec::new();
    }
    let urls = |remote: &Remote| {
        let urls = remote.fetch_url.iter().chain(&remote.push_urls);
        urls.filter_map(RemoteUrl::realm).collect::<Vec<Realm>>()
    };
    let mut known: HashSet<Realm> = remotes.iter().flat_map(urls).collect();
    let mut found = Vec::new();
    let written: Vec<Vec<u8>> = named.iter().map(|named| named.url.clone()).collect();
    for (named, url) in named.iter().zip(remotes::for_fetch(config, &written)) {
        let Some(realm) = url.realm() else {
            continue;
        };
        if !known.insert(realm.clone()) {
            continue;
        }
        found.push(OtherServer {
            realm,
            named_by: named.key.clone(),
            file: named.file.clone(),
            saved: Vec::new(),
        });
        if found.len() == MOST {
            break;
        }
    }
    found
}

/// A URL and what names it.
struct Named {
    key: String,
    file: String,
    url: Vec<u8>,
}

impl Named {
    fn of(setting: &Setting, file: &str) -> Option<Self> {
        let names_server = match setting.section.as_str() {
            "lfs" => {
                setting.subsection.is_none() && matches!(setting.name.as_str(), "url" | "pushurl")
            }
            "remote" => matches!(setting.name.as_str(), "lfsurl" | "lfspushurl"),
            "submodule" => setting.subsection.is_some() && setting.name == "url",
            _ => false,
        };
        let url = setting.value.clone().filter(|_| names_server)?;
        Some(Self {
            key: key(setting),
            file: file.to_owned(),
            url,
        })
    }
}

/// The configuration goes before the files of the work tree, and its last value before others.
fn named(config: &Config, place: &Place) -> Vec<Named> {
    let mut configured: BTreeMap<String, Named> = BTreeMap::new();
    for variable in config.variables() {
        if let Some(named) = Named::of(&variable.setting, &variable.origin.to_string()) {
            configured.insert(named.key.clone(), named);
        }
    }
    let mut of_files = Vec::new();
    if place.kind != Kind::Bare {
        of_files.extend(named_in(place, ".lfsconfig", &["lfs", "remote"]));
        of_files.extend(named_in(place, ".gitmodules", &["submodule"]));
    }
    of_files.retain(|named| !configured.contains_key(&named.key));
    configured.into_values().chain(of_files).collect()
}

/// What counts in a file of the work tree.
fn named_in(place: &Place, file: &str, sections: &[&str]) -> Vec<Named> {
    let Ok(Some(bytes)) = read_local(&place.path.join(file)) else {
        return Vec::new();
    };
    let settings = config_syntax::parse(&bytes).unwrap_or_default();
    let counting = settings
        .iter()
        .filter(|setting| sections.contains(&setting.section.as_str()));
    counting
        .filter_map(|setting| Named::of(setting, file))
        .collect()
}

fn key(setting: &Setting) -> String {
    let Setting { section, name, .. } = setting;
    match &setting.subsection {
        Some(subsection) => format!("{section}.{}.{name}", display_safe_bytes(subsection)),
        None => display_safe(&format!("{section}.{name}")),
    }
}
