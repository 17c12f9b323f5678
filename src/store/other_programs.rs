//! Programs beside Git that keep a sign-in of their own: what one of them knows, Git need not
//! know, and clearing one clears no other. Only that they keep something, and for which host, is
//! read; their secrets are not.

use std::path::{Path, PathBuf};

pub(super) use super::forge_programs::accounts::host_name;
use super::forge_programs::accounts::{accounts, configuration_folders, text};
use crate::git::Environment;
use crate::model::surroundings::OtherProgram;
use crate::model::{RemoteUrl, StoreKind};

/// Most files of a folder that are looked at.
const MOST_FILES: usize = 200;

/// What there is on this machine; for each, the host it keeps a sign-in for, where that is told.
#[must_use]
pub fn other_programs(environment: &Environment) -> Vec<OtherProgram> {
    let folders = Folders::of(environment);
    let mut found = Vec::new();
    found.extend(folders.forge_program("GitHub CLI", StoreKind::GithubCli));
    found.extend(folders.forge_program("GitLab CLI", StoreKind::GitlabCli));
    found.extend(folders.jetbrains());
    found.extend(folders.sourcetree());
    found.extend(folders.smartgit());
    found.extend(folders.gitkraken());
    found.extend(folders.eclipse());
    found
}

/// The folders in which programs keep their files.
struct Folders<'a> {
    environment: &'a Environment,
    configuration: Vec<PathBuf>,
}

impl<'a> Folders<'a> {
    fn of(environment: &'a Environment) -> Self {
        Self {
            environment,
            configuration: configuration_folders(environment),
        }
    }

    fn forge_program(&self, name: &'static str, kind: StoreKind) -> Vec<OtherProgram> {
        let all = accounts(kind, self.environment).into_iter();
        let named = all.map(|account| {
            let clear = format!("run `{}`", account.logout);
            self.program(name, &account.file, Some(account.host), clear)
        });
        named.collect()
    }

    /// `<product>/c.kdbx`, which is encrypted whole ("Persisting Sensitive
    /// Data" in the platform SDK of `JetBrains`, 2025).
    fn jetbrains(&self) -> Vec<OtherProgram> {
        let products = self.folder("JetBrains");
        let files = products.into_iter().map(|product| product.join("c.kdbx"));
        let named = files.filter(|file| is_file(file)).map(|file| {
            let clear = "look under Settings, Appearance & Behavior, System Settings, Passwords";
            self.program("JetBrains IDE", &file, None, clear.to_owned())
        });
        named.collect()
    }

    /// On Windows a file for all hosts; on macOS `<user>@STAuth-<host>` (Sourcetree 4, 2025), of
    /// which the person's name is not told.
    fn sourcetree(&self) -> Vec<OtherProgram> {
        const CLEAR: &str = "edit the account in Sourcetree under Options or Settings";
        let of_windows = self.files(&["Atlassian/SourceTree/passwd"]);
        let of_windows = of_windows
            .iter()
            .map(|file| self.program("Sourcetree", file, None, CLEAR.to_owned()));
        let of_mac = self.folder("SourceTree").into_iter().filter_map(|file| {
            let name = file.file_name()?.to_str()?;
            let host = name.split_once("@STAuth-")?.1.to_owned();
            let folder = file.parent()?;
            Some(self.program("Sourcetree", folder, host_name(&host), CLEAR.to_owned()))
        });
        of_windows.chain(of_mac).collect()
    }

    /// `<version>/passwords`, which is encrypted ("Installation and Files" in `SmartGit`'s manual,
    /// 2025, and of version 6.5 for the folder in the home).
    fn smartgit(&self) -> Vec<OtherProgram> {
        const CLEAR: &str =
            "delete that file while SmartGit is closed; it asks for every password again";
        let in_configuration = ["smartgit", "syntevo/SmartGit"].map(|name| self.folder(name));
        let in_home = ["Library/Preferences/SmartGit", ".smartgit"]
            .into_iter()
            .filter_map(|name| Some(entries(&self.environment.home()?.join(name))));
        let versions = in_configuration.into_iter().chain(in_home).flatten();
        let files = versions.map(|version| version.join("passwords"));
        let named = files
            .filter(|file| is_file(file))
            .map(|file| self.program("SmartGit", &file, None, CLEAR.to_owned()));
        named.collect()
    }

    /// `secFile`, which is encrypted (`NixKraken`'s manual on `gk-login`, 2025); where they are
    /// forgotten is told by "Authentication with Other Git Hosts" in `GitKraken`'s manual, 2026.
    fn gitkraken(&self) -> Vec<OtherProgram> {
        const CLEAR: &str = "choose Forget All in GitKraken Desktop under Preferences, General";
        let in_home = self.environment.home().into_iter();
        let folders = in_home.chain(self.configuration.iter().cloned());
        let mut files: Vec<PathBuf> = folders
            .map(|folder| folder.join(".gitkraken/secFile"))
            .filter(|file| is_file(file))
            .collect();
        files.dedup();
        let named = files
            .iter()
            .map(|file| self.program("GitKraken Desktop", file, None, CLEAR.to_owned()));
        named.collect()
    }

    /// The secure storage that all programs on Eclipse share ("Secure storage runtime options" of
    /// the Eclipse platform, 2024): a file of properties whose values are encrypted, in which `EGit`
    /// keeps `/GIT/<URL>/user` (its `EGitSecureStore.java`, 2023).
    fn eclipse(&self) -> Vec<OtherProgram> {
        const CLEAR: &str = "delete it in Eclipse under Preferences, General, Security, Secure Storage, Contents, GIT";
        let home = self.environment.home();
        let file =
            home.map(|home| home.join(".eclipse/org.eclipse.equinox.security/secure_storage"));
        let Some(file) = file.filter(|file| is_file(file)) else {
            return Vec::new();
        };
        let mut hosts: Vec<String> = text(&file).lines().filter_map(egit_host).collect();
        hosts.dedup();
        let named = hosts
            .into_iter()
            .map(|host| Some(host).filter(|host| !host.is_empty()))
            .map(|host| self.program("Eclipse (EGit)", &file, host, CLEAR.to_owned()));
        named.collect()
    }

    fn program(
        &self,
        name: &'static str,
        file: &Path,
        host: Option<String>,
        clear: String,
    ) -> OtherProgram {
        OtherProgram {
            name,
            file: self.environment.shorten(file),
            host,
            clear,
        }
    }

    fn files(&self, names: &[&str]) -> Vec<PathBuf> {
        let all = self.configuration.iter();
        let all = all.flat_map(|folder| names.iter().map(|name| folder.join(name)));
        let mut there: Vec<PathBuf> = all.filter(|file| is_file(file)).collect();
        there.dedup();
        there
    }

    /// What lies in folders of this name.
    fn folder(&self, name: &str) -> Vec<PathBuf> {
        let all = self.configuration.iter();
        let mut there: Vec<PathBuf> = all.flat_map(|folder| entries(&folder.join(name))).collect();
        there.sort();
        there
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let listed = std::fs::read_dir(folder).into_iter().flatten().flatten();
    listed.take(MOST_FILES).map(|entry| entry.path()).collect()
}

/// The host in the key `/GIT/https\:\\2f\\2fhost\\2fpath/user`: slashes are written `\2f`, and
/// backslashes and colons have one before them (`EncodingUtils` of Equinox, Java's properties).
/// `None` where the line is no sign-in of `EGit`'s; empty where the host is not understood.
fn egit_host(line: &str) -> Option<String> {
    let key = line.trim_start().strip_prefix("/GIT/")?;
    let (url, name) = key.split_once('=')?.0.rsplit_once('/')?;
    if name != "user" {
        return None;
    }
    let url = url.replace(r"\\2f", "/").replace(r"\:", ":");
    let host = RemoteUrl::parse(url.as_bytes()).realm();
    let host = host.and_then(|realm| host_name(&realm.host));
    Some(host.unwrap_or_default())
}

fn is_file(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|metadata| metadata.is_file())
}
