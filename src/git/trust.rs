//! Settings that a repository brought itself and that would change how Git signs in, or have Git
//! run programs: shown, not obeyed. The list was measured, key by key, with Git 2.47.

use super::config::{Config, Variable};
use super::config_shown::shown_value;
use crate::model::RemoteUrl;
use crate::model::repository::Override;

/// Sections and names, lower case; `*` stands for any name.
const OVERRIDING: &[(&str, &[&str])] = &[
    (
        "credential",
        &["helper", "protectprotocol", "sanitizeprompt", "interactive"],
    ),
    (
        "core",
        &[
            "askpass",
            "fsmonitor",
            "gitproxy",
            "hookspath",
            "sshcommand",
        ],
    ),
    ("diff", &["command", "external", "textconv"]),
    ("filter", &["clean", "process", "smudge"]),
    ("hook", &["command"]),
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
    ("include", &["path"]),
    ("includeif", &["path"]),
    ("merge", &["driver"]),
    ("protocol", &["*"]),
    ("remote", &["proxy", "receivepack", "uploadpack", "vcs"]),
    ("ssh", &["variant"]),
    ("url", &["insteadof", "pushinsteadof"]),
];

/// What `git lfs install --local` writes into every repository that uses it (`git-lfs-install(1)`,
/// 3.6, 2025).
const OF_LFS: &[&str] = &[
    "git-lfs clean -- %f",
    "git-lfs filter-process",
    "git-lfs filter-process --skip",
    "git-lfs smudge -- %f",
    "git-lfs smudge --skip -- %f",
];

/// The overrides among a repository's own settings, in the order they are written.
#[must_use]
pub fn overrides(config: &Config) -> Vec<Override> {
    config
        .variables()
        .filter(|variable| {
            variable.is_from_repository() && is_overriding(variable) && !is_common(variable)
        })
        .map(|variable| Override {
            key: shown_key(variable),
            value: shown_value(&variable.setting),
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

/// Git's own file system monitor runs no other program, and Git LFS is what it says.
fn is_common(variable: &Variable) -> bool {
    match variable.setting.section.as_str() {
        "core" => variable.setting.name == "fsmonitor" && variable.is_true().is_some(),
        "filter" => OF_LFS.contains(&variable.text().as_ref()),
        _ => false,
    }
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
