//! Programs beside Git that keep a sign-in of their own: what one of them knows, Git need not
//! know, and clearing one clears no other. Only that they keep something, and for which host, is
//! read; their secrets are not.

use std::path::{Path, PathBuf};

pub(super) use super::forge_programs::accounts::host_name;
use super::forge_programs::accounts::{accounts, configuration_folders};
use crate::git::Environment;
use crate::model::StoreKind;
use crate::model::surroundings::OtherProgram;

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
        let listed = all.filter_map(|folder| std::fs::read_dir(folder.join(name)).ok());
        let mut there: Vec<PathBuf> = listed
            .flat_map(|entries| entries.flatten().take(MOST_FILES))
            .map(|entry| entry.path())
            .collect();
        there.sort();
        there
    }
}

fn is_file(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|metadata| metadata.is_file())
}
