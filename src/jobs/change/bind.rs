//! An account for all repositories below a folder: an `includeIf` and a small file that it includes.

use std::path::{Path, PathBuf};

use super::ChangeError;
use super::draft::Draft;
use super::error::shown;
use crate::git::config::Variable;
use crate::git::config_edit::{self, Key};
use crate::model::Realm;

/// More small files than this are hardly made here.
const MOST_FILES: u32 = 999;

impl Draft<'_> {
    pub(super) fn bind_folder(
        &mut self,
        folder: &Path,
        realm: &Realm,
        username: &str,
    ) -> Result<(), ChangeError> {
        // Where letters of both cases name the same folder, they do so here.
        let keyword = match cfg!(any(windows, target_os = "macos")) {
            true => "gitdir/i",
            false => "gitdir",
        };
        let condition = format!("{keyword}:{}", pattern(folder)?);
        let include = Key {
            section: "includeIf".to_owned(),
            subsection: Some(condition.into_bytes()),
            name: "path".to_owned(),
        };
        let own = self.own_folder()?;
        let known = self.included_by(&include, &own);
        let (file, is_new) = match known {
            Some(file) => (file, false),
            None => (free_name(&own, realm)?, true),
        };
        let account = Key {
            section: "credential".to_owned(),
            subsection: Some(realm.to_string().into_bytes()),
            name: "username".to_owned(),
        };
        self.notes
            .push("A user name in a remote's URL goes before this one".to_owned());
        // The file is there before anything includes it.
        self.edit(&file, |bytes| {
            config_edit::put(bytes, &account, username.as_bytes())
        })?;
        if is_new {
            let global = self.global_file()?;
            self.add(&global, &include, text(&file)?.as_bytes())?;
        }
        Ok(())
    }

    /// Where the small files lie.
    fn own_folder(&self) -> Result<PathBuf, ChangeError> {
        let config_home = self.workshop.git().environment().config_home();
        let folder = config_home.ok_or_else(|| {
            ChangeError::Unusable("neither HOME nor XDG_CONFIG_HOME is set".to_owned())
        })?;
        Ok(folder.join("git/locksmith"))
    }

    /// The file that was made for this folder before.
    fn included_by(&self, include: &Key, own: &Path) -> Option<PathBuf> {
        let is_meant = |variable: &&Variable| {
            include.is_of(&variable.setting) && !variable.is_from_repository()
        };
        let files = self.config.variables().filter(is_meant);
        files
            .map(|variable| PathBuf::from(variable.text().into_owned()))
            .filter(|file| file.starts_with(own))
            .last()
    }
}

/// Everything below `folder`, as `includeIf` takes it: letters that stand for others are escaped.
fn pattern(folder: &Path) -> Result<String, ChangeError> {
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let text = whole.to_str().filter(|text| !text.contains('\n'));
    let text = text.ok_or_else(|| {
        ChangeError::Unusable(format!(
            "{} cannot be written into a setting",
            shown(folder)
        ))
    })?;
    let text = match cfg!(windows) {
        true => text.trim_start_matches(r"\\?\").replace('\\', "/"),
        false => text.to_owned(),
    };
    let mut pattern = String::with_capacity(text.len() + 1);
    for letter in text.chars() {
        if matches!(letter, '*' | '?' | '[' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    if !pattern.ends_with('/') {
        pattern.push('/');
    }
    Ok(pattern)
}

/// A path as settings have it: on Windows with slashes.
fn text(path: &Path) -> Result<String, ChangeError> {
    let text = path.to_str().filter(|text| !text.contains('\n'));
    let text = text.ok_or_else(|| {
        ChangeError::Unusable(format!("{} cannot be written into a setting", shown(path)))
    })?;
    Ok(match cfg!(windows) {
        true => text.trim_start_matches(r"\\?\").replace('\\', "/"),
        false => text.to_owned(),
    })
}

fn free_name(own: &Path, realm: &Realm) -> Result<PathBuf, ChangeError> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
    let host: String = realm.host.chars().filter(|&c| is_plain(c)).collect();
    let name = |number: u32| own.join(format!("{host}-{number}.gitconfig"));
    let is_free = |name: &PathBuf| name.symlink_metadata().is_err();
    (1..=MOST_FILES)
        .map(name)
        .find(is_free)
        .ok_or_else(|| ChangeError::Unusable(format!("there are too many files in {}", shown(own))))
}
