//! Whom GitHub CLI and GitLab CLI are signed in as, told from their own files. Their secrets are
//! not taken out of them.

use std::path::PathBuf;

use zeroize::Zeroizing;

use crate::git::Environment;
use crate::git::preflight::read_regular;
use crate::model::outside_text::display_safe;
use crate::model::{HelperInForce, StoreKind};

/// An account that one of the two keeps a sign-in of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct CliAccount {
    pub(in crate::store) file: PathBuf,
    pub(in crate::store) host: String,
    /// Not every file tells it.
    pub(in crate::store) username: Option<String>,
    /// What signs it out.
    pub(in crate::store) logout: String,
}

/// The one of the two that `helper` runs, as they set it up (`!gh auth git-credential`).
pub(in crate::store) fn program_of(helper: &HelperInForce) -> Option<StoreKind> {
    match helper.name() {
        "gh" => Some(StoreKind::GithubCli),
        "glab" => Some(StoreKind::GitlabCli),
        _ => None,
    }
}

/// The accounts of `program`, for each host the one that answers Git first.
pub(in crate::store) fn accounts(program: StoreKind, environment: &Environment) -> Vec<CliAccount> {
    let names: &[&str] = match program {
        StoreKind::GithubCli => &["gh/hosts.yml", "GitHub CLI/hosts.yml"],
        _ => &["glab-cli/config.yml"],
    };
    let mut accounts = Vec::new();
    for file in files(environment, names) {
        let text = text(&file);
        let hosts = match program {
            StoreKind::GithubCli => hosts_of_gh(&text),
            _ => hosts_of_glab(&text),
        };
        for host in hosts {
            accounts.extend(host.accounts(program, &file));
        }
    }
    accounts
}

/// The folders in which programs keep their files, on any system: those of another are not there.
pub(in crate::store) fn configuration_folders(environment: &Environment) -> Vec<PathBuf> {
    let of_variable = |name| environment.get(name).map(PathBuf::from);
    let of_mac = environment
        .home()
        .map(|home| home.join("Library/Application Support"));
    let folders = [
        environment.config_home(),
        of_mac,
        of_variable("APPDATA"),
        of_variable("LOCALAPPDATA"),
    ];
    folders.into_iter().flatten().collect()
}

fn files(environment: &Environment, names: &[&str]) -> Vec<PathBuf> {
    let all = configuration_folders(environment).into_iter();
    let all = all.flat_map(|folder| names.iter().map(move |name| folder.join(name)));
    let mut there: Vec<PathBuf> = all.filter(|file| file.is_file()).collect();
    there.dedup();
    there
}

pub(in crate::store) fn text(file: &std::path::Path) -> Zeroizing<String> {
    let bytes = Zeroizing::new(read_regular(file).ok().flatten().unwrap_or_default());
    Zeroizing::new(String::from_utf8_lossy(&bytes).into_owned())
}

/// What a file says of a host.
#[derive(Debug, Default)]
struct Host {
    name: String,
    /// The account in use.
    user: Option<String>,
    /// All accounts, where the program knows several.
    users: Vec<String>,
    has_secret: bool,
}

impl Host {
    fn accounts(&self, program: StoreKind, file: &std::path::Path) -> Vec<CliAccount> {
        let account = |username: Option<&String>| CliAccount {
            file: file.to_owned(),
            host: self.name.clone(),
            logout: self.logout(program, username),
            username: username.cloned(),
        };
        if self.users.is_empty() {
            return vec![account(self.user.as_ref())];
        }
        let others = self
            .users
            .iter()
            .filter(|user| self.user.as_ref() != Some(user));
        let in_use = self.user.as_ref().filter(|user| self.users.contains(user));
        in_use
            .into_iter()
            .chain(others)
            .map(|user| account(Some(user)))
            .collect()
    }

    /// `--user` is known since GitHub CLI knows several accounts (2.40, 2023).
    fn logout(&self, program: StoreKind, username: Option<&String>) -> String {
        let host = &self.name;
        let is_plain = |name: &&String| {
            name.chars()
                .all(|letter| letter.is_ascii_alphanumeric() || "-_.".contains(letter))
        };
        let named = username.filter(|_| !self.users.is_empty()).filter(is_plain);
        match (program, named) {
            (StoreKind::GithubCli, Some(user)) => {
                format!("gh auth logout --hostname {host} --user {user}")
            }
            (StoreKind::GithubCli, None) => format!("gh auth logout --hostname {host}"),
            _ => format!("glab auth logout --hostname {host}"),
        }
    }
}

/// `hosts.yml` has each host at the start of a line, its account as `user:`, and since 2.40 all
/// accounts below `users:` (GitHub CLI 2.62, `internal/config` and `internal/migration`, 2024).
fn hosts_of_gh(yaml: &str) -> Vec<Host> {
    let mut hosts: Vec<Host> = Vec::new();
    let mut below_users: Option<usize> = None;
    let mut account_at: Option<usize> = None;
    for line in yaml.lines().filter(|line| !is_nothing(line)) {
        let depth = depth(line);
        if depth == 0 {
            (below_users, account_at) = (None, None);
            hosts.push(Host {
                name: host_of(line).unwrap_or_default(),
                ..Host::default()
            });
            continue;
        }
        let Some((host, (key, value))) = hosts.last_mut().zip(line.trim().split_once(':')) else {
            continue;
        };
        if below_users.is_some_and(|at| depth <= at) {
            (below_users, account_at) = (None, None);
        }
        match (below_users, key) {
            (None, "users") => below_users = Some(depth),
            (None, "user") => host.user = scalar(value),
            (Some(_), name) if account_at.is_none_or(|at| at == depth) => {
                account_at = Some(depth);
                host.users.extend(scalar(name));
            }
            _ => (),
        }
    }
    hosts.retain(|host| !host.name.is_empty());
    hosts
}

/// `config.yml` has the hosts one step below `hosts:`, each with its `token:` (GitLab CLI,
/// `internal/config/config_stub.go`, 2025). `gitlab.com` is listed before anyone signs in.
fn hosts_of_glab(yaml: &str) -> Vec<Host> {
    let below = yaml.lines().skip_while(|line| line.trim_end() != "hosts:");
    let below = below.skip(1).filter(|line| !is_nothing(line));
    let mut hosts: Vec<Host> = Vec::new();
    let mut host_at = None;
    for line in below.take_while(|line| depth(line) > 0) {
        if host_at.is_none_or(|at| depth(line) <= at) {
            host_at = Some(depth(line));
            hosts.push(Host {
                name: host_of(line).unwrap_or_default(),
                ..Host::default()
            });
            continue;
        }
        let Some((host, (key, value))) = hosts.last_mut().zip(line.trim().split_once(':')) else {
            continue;
        };
        match (key, scalar(value)) {
            ("token", Some(_)) => host.has_secret = true,
            ("use_keyring", Some(value)) => host.has_secret |= value == "true",
            ("user", user) => host.user = user,
            _ => (),
        }
    }
    hosts.retain(|host| host.has_secret && !host.name.is_empty());
    hosts
}

/// A value in one line; `None` where it is empty.
fn scalar(value: &str) -> Option<String> {
    let value = value.trim().trim_start_matches("!!null").trim();
    let value = value.trim_matches(['"', '\'']);
    (!value.is_empty()).then(|| value.to_owned())
}

fn host_of(line: &str) -> Option<String> {
    let name = line.trim().strip_suffix(':')?.trim_matches(['"', '\'']);
    host_name(name)
}

/// Nothing but a host's name may stand in a command that is shown.
pub(in crate::store) fn host_name(name: &str) -> Option<String> {
    let is_host = name.starts_with(|first: char| first.is_ascii_alphanumeric())
        && name
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || ".-:".contains(letter));
    is_host.then(|| display_safe(&name.to_ascii_lowercase()))
}

fn depth(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

fn is_nothing(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#')
}
