//! What other programs keep in the keyring for Git servers. Git does not read it, so it is named
//! and never cleared. Only attributes are looked at; of a keyring that was never unlocked they tell
//! nothing.

use std::collections::HashMap;

use secret_service::blocking::{Item, SecretService as Service};
use zbus::zvariant::OwnedObjectPath;

use super::attributes::{Attributes, SCHEMA};
use super::bus::{Bus, Mute};
use super::{AT_ONCE, paths, place_of};
use crate::model::RemoteUrl;
use crate::model::outside_text::display_safe;
use crate::model::surroundings::OtherProgram;
use crate::store::other_programs::host_name;

/// Most items that are looked at.
const MOST_ITEMS: usize = 2000;

/// The programs with a sign-in in any keyring, each once for a host.
pub(super) fn other_programs(bus: &Bus) -> Result<Vec<OtherProgram>, Mute> {
    let mut items = bus.ask(|service| paths(service, HashMap::new()))?;
    items.truncate(MOST_ITEMS);
    let mut found: Vec<OtherProgram> = Vec::new();
    for some in items.chunks(AT_ONCE).map(<[_]>::to_vec) {
        for program in bus.ask(move |service| Ok(look_at_some(service, some)))? {
            if !found.contains(&program) {
                found.push(program);
            }
        }
    }
    Ok(found)
}

fn look_at_some(service: &Service<'_>, items: Vec<OwnedObjectPath>) -> Vec<OtherProgram> {
    let look = |path| {
        let item = service.get_item_by_path(path).ok()?;
        // One that vanishes meanwhile is not there any more.
        let kept = kept(&item.get_attributes().ok()?)?;
        Some(kept.in_keyring(service, &item))
    };
    items.into_iter().filter_map(look).collect()
}

/// A sign-in of another program.
struct Kept {
    name: &'static str,
    host: String,
    clear: String,
}

impl Kept {
    fn in_keyring(self, service: &Service<'_>, item: &Item<'_>) -> OtherProgram {
        OtherProgram {
            name: self.name,
            file: place_of(service, item),
            host: Some(self.host),
            clear: self.clear,
        }
    }
}

/// Whose item it is, told from its attributes.
fn kept(attributes: &Attributes) -> Option<Kept> {
    let get = |name: &str| attributes.get(name).map(String::as_str);
    let schema = get(SCHEMA).unwrap_or_default();
    let service = get("service").unwrap_or_default();
    let of_program = service.split_once(':');
    match (schema, of_program) {
        // GitHub CLI 2.62 and GitLab CLI keep `gh:<host>` and `glab:<host>` through go-keyring,
        // whose attributes are `service` and `username` (`keyring_unix.go`, 2025).
        (_, Some(("gh", host))) if get("username").is_some() => logout("GitHub CLI", "gh", host),
        (_, Some(("glab", host))) if get("username").is_some() => {
            logout("GitLab CLI", "glab", host)
        }
        // `credentialAttributes` of its Git plugin and `SecretCredentialStore` of its platform
        // (intellij-community, 2024).
        ("com.intellij.credentialStore.Credential", _) => {
            let url = service.strip_prefix("IntelliJ Platform Git HTTP — ")?;
            let what = format!("IntelliJ Platform Git HTTP — {}", host_of(url)?);
            in_passwords_app("JetBrains IDE", url, &what)
        }
        // QtKeychain's schema; `user` is the URL that Git asked for (ksshaskpass, `main.cpp`, and
        // qtkeychain, `libsecret.cpp`, 2025).
        ("org.qt.keychain", _) if get("server") == Some("ksshaskpass") => {
            let url = get("user")?;
            in_passwords_app("ksshaskpass", url, "the one of ksshaskpass")
        }
        // `gitg-credentials-manager.vala` (gitg 3.32); its name was spelled in two ways.
        (schema, _) if schema.eq_ignore_ascii_case("org.gnome.gitg.Credentials") => {
            let url = format!("{}://{}", get("scheme")?, get("host")?);
            in_passwords_app("gitg", &url, &format!("the one of {}", host_of(&url)?))
        }
        // keytar; the service is the server's API, or its URL (GitHub Desktop, `lib/auth.ts`, 2024).
        (_, _) if get("account").is_some() => desktop(service.strip_prefix("GitHub - ")?),
        _ => None,
    }
}

fn logout(name: &'static str, program: &str, host: &str) -> Option<Kept> {
    let host = host_name(host)?;
    Some(Kept {
        clear: format!("run `{program} auth logout --hostname {host}`"),
        name,
        host,
    })
}

fn desktop(url: &str) -> Option<Kept> {
    let host = host_of(url)?;
    Some(Kept {
        name: "GitHub Desktop",
        host: match host.as_str() {
            "api.github.com" => "github.com".to_owned(),
            _ => host,
        },
        clear: "sign out in GitHub Desktop, under File, Options, Accounts".to_owned(),
    })
}

fn in_passwords_app(name: &'static str, url: &str, what: &str) -> Option<Kept> {
    Some(Kept {
        name,
        host: host_of(url)?,
        clear: format!(
            "delete {} in the app for your passwords (Passwords and Keys, KWalletManager)",
            display_safe(what)
        ),
    })
}

/// The host of `https://[user@]host[:port][/path]`.
fn host_of(url: &str) -> Option<String> {
    let is_web = ["https://", "http://"]
        .iter()
        .any(|scheme| url.starts_with(scheme));
    let url = RemoteUrl::parse(url.as_bytes());
    is_web.then(|| host_name(&url.host)).flatten()
}
