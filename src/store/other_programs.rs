//! Programs beside Git that keep a sign-in of their own: what one of them knows, Git need not
//! know, and clearing one clears no other. Only that they keep something, and for which host, is
//! read; their secrets are not.

use std::path::{Path, PathBuf};

use crate::git::Environment;
use crate::git::preflight::read_regular;
use crate::model::outside_text::display_safe;
use crate::model::surroundings::OtherProgram;

/// Most files of a folder that are looked at.
const MOST_FILES: usize = 200;

/// What there is on this machine; for each, the host it keeps a sign-in for, where that is told.
#[must_use]
pub fn other_programs(environment: &Environment) -> Vec<OtherProgram> {
    let folders = Folders::of(environment);
    let mut found = Vec::new();
    found.extend(folders.gh());
    found.extend(folders.glab());
    found.extend(folders.jetbrains());
    found.extend(folders.sourcetree());
    found
}

/// The folders in which programs keep their files, on any system: those of another are not there.
struct Folders<'a> {
    environment: &'a Environment,
    configuration: Vec<PathBuf>,
}

impl<'a> Folders<'a> {
    fn of(environment: &'a Environment) -> Self {
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
        Self {
            environment,
            configuration: folders.into_iter().flatten().collect(),
        }
    }

    /// `hosts.yml` has each host at the start of a line (GitHub CLI 2.62, `internal/config`, 2024).
    fn gh(&self) -> Vec<OtherProgram> {
        let files = self.files(&["gh/hosts.yml", "GitHub CLI/hosts.yml"]);
        let hosts = |file: &PathBuf| top_level(&text(file));
        let named = files.iter().flat_map(|file| {
            let hosts = hosts(file);
            hosts.into_iter().map(move |host| {
                let clear = format!("gh auth logout --hostname {host}");
                self.program("GitHub CLI", file, Some(host), format!("run `{clear}`"))
            })
        });
        named.collect()
    }

    /// `config.yml` has the hosts one step below `hosts:`, each with its `token:` (GitLab CLI,
    /// `internal/config/config_stub.go`, 2025). `gitlab.com` is listed before anyone signs in.
    fn glab(&self) -> Vec<OtherProgram> {
        let files = self.files(&["glab-cli/config.yml"]);
        let named = files.iter().flat_map(|file| {
            let hosts = with_token(&text(file));
            hosts.into_iter().map(move |host| {
                let clear = format!("run `glab auth logout --hostname {host}`");
                self.program("GitLab CLI", file, Some(host), clear)
            })
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

fn text(file: &Path) -> zeroize::Zeroizing<String> {
    let bytes = read_regular(file).ok().flatten().unwrap_or_default();
    let bytes = zeroize::Zeroizing::new(bytes);
    zeroize::Zeroizing::new(String::from_utf8_lossy(&bytes).into_owned())
}

/// The keys of the outermost mapping that are host names.
fn top_level(yaml: &str) -> Vec<String> {
    let lines = yaml.lines().filter(|line| depth(line) == 0);
    lines.filter_map(host_of).collect()
}

/// The hosts below `hosts:` that have a token, or one in the keyring.
fn with_token(yaml: &str) -> Vec<String> {
    let below = yaml.lines().skip_while(|line| line.trim_end() != "hosts:");
    let below = below
        .skip(1)
        .take_while(|line| depth(line) > 0 || is_nothing(line));
    let mut host: Option<(usize, String)> = None;
    let mut found: Vec<String> = Vec::new();
    for line in below.filter(|line| !is_nothing(line)) {
        match &host {
            Some((at, name)) if depth(line) > *at => {
                if has_token(line.trim()) && found.last() != Some(name) {
                    found.push(name.clone());
                }
            }
            _ => host = host_of(line).map(|name| (depth(line), name)),
        }
    }
    found
}

fn has_token(line: &str) -> bool {
    let Some((name, value)) = line.split_once(':') else {
        return false;
    };
    let value = value.trim_start().trim_start_matches("!!null").trim();
    let value = value.trim_matches(['"', '\'']);
    match name {
        "token" => !value.is_empty(),
        "use_keyring" => value == "true",
        _ => false,
    }
}

fn host_of(line: &str) -> Option<String> {
    let name = line.trim().strip_suffix(':')?.trim_matches(['"', '\'']);
    host_name(name)
}

/// Nothing but a host's name may stand in a command that is shown.
pub(super) fn host_name(name: &str) -> Option<String> {
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
