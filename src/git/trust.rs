//! Settings that a repository brought itself and that would change how Git signs in: shown, not
//! obeyed. The list was measured, key by key, with Git 2.47.

use super::config::{Config, Variable};
use crate::model::RemoteUrl;
use crate::model::repository::Override;

/// Sections and names, lower case; `*` stands for any name.
const OVERRIDING: &[(&str, &[&str])] = &[
    (
        "credential",
        &["helper", "protectprotocol", "sanitizeprompt", "interactive"],
    ),
    ("core", &["askpass", "sshcommand", "gitproxy"]),
    (
        "http",
        &[
            "cookiefile",
            "curloptresolve",
            "delegation",
            "emptyauth",
            "extraheader",
            "followredirects",
            "proactiveauth",
            "proxy",
            "proxyauthmethod",
            "proxysslcainfo",
            "proxysslcert",
            "savecookies",
            "sslbackend",
            "sslcainfo",
            "sslcapath",
            "sslcert",
            "sslkey",
            "sslverify",
        ],
    ),
    ("protocol", &["*"]),
    ("remote", &["proxy", "receivepack", "uploadpack", "vcs"]),
    ("ssh", &["variant"]),
    ("url", &["insteadof", "pushinsteadof"]),
];

/// The overrides among a repository's own settings, in the order they are written.
#[must_use]
pub fn overrides(config: &Config) -> Vec<Override> {
    config
        .variables()
        .filter(|variable| variable.is_from_repository() && is_overriding(variable))
        .map(|variable| Override {
            key: shown_key(variable),
            value: shown_value(variable),
            origin: variable.origin.clone(),
        })
        .collect()
}

fn is_overriding(variable: &Variable) -> bool {
    OVERRIDING.iter().any(|(section, names)| {
        variable.setting.section == *section
            && names
                .iter()
                .any(|name| *name == "*" || *name == variable.setting.name)
    })
}

/// The key as it may be shown: a subsection may be a URL with a password in it.
#[must_use]
pub fn shown_key(variable: &Variable) -> String {
    match &variable.setting.subsection {
        Some(url) if url.contains(&b'@') => {
            format!(
                "{}.{}.{}",
                variable.setting.section,
                RemoteUrl::parse(url),
                variable.setting.name
            )
        }
        _ => variable.key(),
    }
}

fn shown_value(variable: &Variable) -> String {
    match (variable.setting.name.as_str(), &variable.setting.value) {
        ("extraheader", Some(_)) => "•••".to_owned(),
        (_, Some(value)) if value.contains(&b'@') => RemoteUrl::parse(value).to_string(),
        _ => crate::model::outside_text::display_safe(&variable.text()),
    }
}
