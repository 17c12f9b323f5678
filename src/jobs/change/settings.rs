//! Changes to one setting, and to one saved sign-in.

use zeroize::Zeroizing;

use super::ChangeError;
use super::draft::{Draft, Edit};
use super::error::shown;
use super::files::read;
use crate::git::config::{Variable, global_file};
use crate::git::config_edit::{EditError, Key};
use crate::git::config_shown::shown_value;
use crate::git::trust::shown_key;
use crate::model::StoreKind;
use crate::model::masked::MASK;
use crate::model::outside_text::display_safe;
use crate::model::{Entry, Origin};

impl Draft<'_> {
    pub(super) fn set_value(
        &mut self,
        key: &str,
        value: &str,
        origin: &Origin,
    ) -> Result<(), ChangeError> {
        let variable = self.setting(key, origin)?;
        if variable.setting.value.as_deref() == Some(value.as_bytes()) {
            return Ok(());
        }
        let value = Zeroizing::new(value.as_bytes().to_vec());
        self.edit_all(vec![Edit::Set(&variable, value)])
    }

    pub(super) fn remove_value(&mut self, key: &str, origin: &Origin) -> Result<(), ChangeError> {
        let variable = self.setting(key, origin)?;
        let is_secret = shown_value(&variable.setting).contains(MASK);
        if let Some(before) = read(&origin.file)?.filter(|_| is_secret) {
            self.keep_copy(&origin.file, &before)?;
        }
        self.edit_all(vec![Edit::Remove(&variable)])
    }

    pub(super) fn add_value(&mut self, key: &str, value: &str) -> Result<(), ChangeError> {
        let file = self.global_file()?;
        let key = Key::parse(key).ok_or_else(|| {
            ChangeError::Unusable(format!("{} is no key of Git's", display_safe(key)))
        })?;
        let has_it = self.config.variables().any(|variable| {
            variable.origin.file == file
                && key.is_of(&variable.setting)
                && variable.setting.value.as_deref() == Some(value.as_bytes())
        });
        if has_it {
            return Err(ChangeError::Nothing(format!("{} has it", shown(&file))));
        }
        self.add(&file, &key, value.as_bytes())
    }

    pub(super) fn clear_entry(&mut self, entry: &Entry) {
        self.going.push(words(entry));
        if entry.store == StoreKind::OtherHelper {
            self.notes.push(format!(
                "{0} is told to erase it, and asked again. Undo hands it back to {0}, which may not keep it: note the secret down first if this is the only copy",
                entry.location
            ));
        }
        self.work.clear = Some(entry.clone());
    }

    /// The file that Git itself writes for `--global`.
    pub(super) fn global_file(&self) -> Result<std::path::PathBuf, ChangeError> {
        global_file(self.workshop.git().environment()).ok_or_else(|| {
            ChangeError::Unusable(
                "there is no configuration file of your own: neither HOME nor GIT_CONFIG_GLOBAL names one"
                    .to_owned(),
            )
        })
    }

    /// The setting that was found at `origin`, if it is still there.
    fn setting(&self, key: &str, origin: &Origin) -> Result<Variable, ChangeError> {
        let parsed = Key::parse(key);
        let is_of_key = |variable: &Variable| {
            parsed
                .as_ref()
                .is_some_and(|key| key.is_of(&variable.setting))
                || shown_key(variable) == key
        };
        let found = self
            .config
            .variables()
            .find(|variable| variable.origin == *origin && is_of_key(variable));
        found.cloned().ok_or_else(|| {
            let reason = EditError::NotThere { line: origin.line };
            ChangeError::not_edited(&origin.file, reason)
        })
    }
}

/// A saved sign-in in words.
pub(super) fn words(entry: &Entry) -> String {
    let who = entry.username.as_deref().unwrap_or("a sign-in");
    format!(
        "{} at {} in {}",
        display_safe(who),
        display_safe(&entry.host),
        entry.location
    )
}
