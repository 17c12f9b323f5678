//! One helper more or less in the person's own configuration, which no finding asks for.

use super::ChangeError;
use super::files::{FileEdit, read, write_all};
use crate::git::config::{Variable, global_file};
use crate::git::config_edit::{self, EditError, Key};
use crate::git::{Config, Git};
use crate::model::{Scope, Secret};

/// Adds `value` to the helpers for every server, behind those that are there. What is handed back
/// puts the file back.
pub(in crate::jobs) fn add_helper(git: &Git, value: &str) -> Result<FileEdit, ChangeError> {
    let file = global_file(git.environment()).ok_or_else(|| {
        ChangeError::Unusable(
            "there is no configuration file of your own: neither HOME nor GIT_CONFIG_GLOBAL names one"
                .to_owned(),
        )
    })?;
    write(&file, |bytes| {
        config_edit::add(bytes, &key(), value.as_bytes())
    })
}

/// Takes the last setting of `value` out of the helpers for every server.
pub(in crate::jobs) fn remove_helper(git: &Git, value: &str) -> Result<FileEdit, ChangeError> {
    let personal = Config::personal(git);
    let is_it = |variable: &&Variable| {
        variable.origin.scope == Scope::Global
            && key().is_of(&variable.setting)
            && variable.text() == value
    };
    let found = personal.variables().filter(is_it).last();
    let found = found.ok_or_else(|| ChangeError::Nothing("it is not configured".to_owned()))?;
    let line = found.origin.line;
    write(&found.origin.file, |bytes| {
        config_edit::remove(bytes, line, &key())
    })
}

/// Takes back an [`add_helper`]: byte for byte, or where the file was changed since that one
/// setting.
pub(in crate::jobs) fn take_back(
    git: &Git,
    added: &FileEdit,
    value: &str,
) -> Result<(), ChangeError> {
    match added.put_back() {
        Ok(()) => Ok(()),
        Err(_) => remove_helper(git, value).map(|_| ()),
    }
}

fn key() -> Key {
    Key {
        section: "credential".to_owned(),
        subsection: None,
        name: "helper".to_owned(),
    }
}

fn write(
    file: &std::path::Path,
    edit: impl FnOnce(&[u8]) -> Result<Vec<u8>, EditError>,
) -> Result<FileEdit, ChangeError> {
    let before = read(file)?;
    let bytes = before.as_ref().map(Secret::expose).unwrap_or_default();
    let after = edit(bytes).map_err(|error| ChangeError::not_edited(file, error))?;
    let edits = [FileEdit {
        path: file.to_owned(),
        before,
        after: Secret::new(after),
    }];
    write_all(&edits)?;
    let [edit] = edits;
    Ok(edit)
}
