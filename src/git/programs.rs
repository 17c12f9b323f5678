//! Whether Git would find the programs that settings name: looked for, never run.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::preflight::is_network_path;
use super::{Config, Git};
use crate::model::HelperInForce;
use crate::model::outside_text::display_safe;

/// Looks for programs as Git would, each once.
pub struct Programs<'a> {
    git: &'a Git,
    folders: Vec<PathBuf>,
    missing: Mutex<HashMap<String, Option<String>>>,
}

/// What the shell knows itself, or does before it looks for a program.
const OF_THE_SHELL: &[&str] = &[
    ".", ":", "[", "case", "cd", "command", "echo", "eval", "exec", "export", "f", "false", "for",
    "if", "printf", "read", "set", "test", "trap", "true", "unset", "while", "{", "(",
];

impl<'a> Programs<'a> {
    /// Looks in Git's own folder and then in those of `PATH`.
    #[must_use]
    pub fn new(git: &'a Git) -> Self {
        let mut folders = vec![git.exec_path().to_owned()];
        folders.extend(git.environment().path_folders());
        Self {
            git,
            folders,
            missing: Mutex::default(),
        }
    }

    /// What is not there of a helper of the person's or the system's: `git-credential-foo`, or a
    /// path. `None` where it is there, and where that cannot be told without running a shell.
    ///
    /// A path starts as it is, `!` is for the shell, all else is `git credential-<value>`
    /// (`credential_do` of Git 2.47). What a repository names is not even looked for.
    pub fn missing(&self, helper: &HelperInForce, config: &Config) -> Option<String> {
        if helper.is_from_repository() {
            return None;
        }
        let mut known = self.missing.lock().unwrap_or_else(PoisonError::into_inner);
        let missing = known
            .entry(helper.value.clone())
            .or_insert_with(|| self.look_for(&helper.value));
        missing.clone().filter(|program| {
            // `git credential-foo` may be an alias.
            let alias = program.strip_prefix("git-").unwrap_or_default();
            config
                .last("alias", None, &alias.to_ascii_lowercase())
                .is_none()
        })
    }

    /// What a helper that is missing would have to be: `manager` for `manager-core`, its name until
    /// 2.0.877 (Git Credential Manager, `docs/rename.md`, 2022), or the same program where `PATH`
    /// has it now.
    #[must_use]
    pub fn replacement(&self, helper: &HelperInForce) -> Option<String> {
        let old = first_word(helper.value.trim_start_matches('!'))?;
        if helper.name() == "manager-core" {
            let manager = self.find("git-credential-manager")?;
            return Some(match Path::new(&old).is_absolute() {
                true => quoted(&manager),
                false => "manager".to_owned(),
            });
        }
        if !Path::new(&old).is_absolute() || !helper.value.contains(&old) {
            return None;
        }
        let found = self.find(Path::new(&old).file_name()?.to_str()?)?;
        let found = found.to_str().filter(|path| !path.contains([' ', '\'']))?;
        Some(helper.value.replacen(&old, found, 1))
    }

    fn find(&self, name: &str) -> Option<PathBuf> {
        let mut programs = self.folders.iter().map(|folder| folder.join(name));
        programs.find(|program| is_program(program))
    }

    /// Whether the program at this path, as a setting names it, is gone.
    #[must_use]
    pub fn is_gone(&self, path: &str) -> bool {
        let path = self.git.environment().expand_tilde(path);
        path.is_absolute() && !is_network_path(&path) && !is_program(&path)
    }

    fn look_for(&self, value: &str) -> Option<String> {
        let value = value.trim_start();
        if let Some(snippet) = value.strip_prefix('!') {
            return self.look_for_word(&first_word(snippet)?);
        }
        let word = first_word(value)?;
        if Path::new(&word).is_absolute() {
            return self.look_for_word(&word);
        }
        // Built into Git, with or without a file of that name.
        if matches!(word.as_str(), "store" | "cache") {
            return None;
        }
        self.look_for_word(&format!("git-credential-{word}"))
    }

    fn look_for_word(&self, word: &str) -> Option<String> {
        let there = if word.starts_with("~/") || Path::new(word).is_absolute() {
            !self.is_gone(word)
        } else if word.contains('/') || OF_THE_SHELL.contains(&word) || word.ends_with("()") {
            true
        } else {
            self.find(word).is_some()
        };
        (!there).then(|| display_safe(word))
    }
}

/// The first word as a shell reads it; `None` where the shell would do more than read it.
fn first_word(text: &str) -> Option<String> {
    let mut word = String::new();
    let mut characters = text.trim_start().chars();
    let mut quote = None;
    while let Some(character) = characters.next() {
        match (character, quote) {
            ('\\', None) => word.push(characters.next()?),
            ('"' | '\'', None) => quote = Some(character),
            (end, Some(quoted)) if end == quoted => quote = None,
            ('$' | '`', None | Some('"'))
            | ('=' | '*' | '?' | '[' | '|' | '&' | '<' | '>', None) => return None,
            (';', None) => break,
            (space, None) if space.is_whitespace() => break,
            (plain, _) => word.push(plain),
        }
    }
    (quote.is_none() && !word.is_empty()).then_some(word)
}

/// A path as a shell takes it, with spaces as `git config` of Windows writes them.
fn quoted(path: &Path) -> String {
    path.display().to_string().replace(' ', "\\ ")
}

/// Whether it can be started.
fn is_program(path: &Path) -> bool {
    if cfg!(windows) && path.extension().is_none() {
        return path.is_file() || path.with_extension("exe").is_file();
    }
    std::fs::metadata(path).is_ok_and(|metadata| metadata.is_file() && may_run(&metadata))
}

#[cfg(unix)]
fn may_run(metadata: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    metadata.permissions().mode() & 0o111 != 0
}

#[cfg(not(unix))]
fn may_run(_: &std::fs::Metadata) -> bool {
    true
}
