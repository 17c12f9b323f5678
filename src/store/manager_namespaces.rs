//! What Git Credential Manager puts before each service, so that several of it do not see each
//! other's sign-ins.

use crate::git::{Config, Environment};
use crate::store::manager_service::{DEFAULT_NAMESPACE, WRITER, WRITER_BEFORE};

/// The namespaces of this person.
#[derive(Clone)]
pub struct Namespaces {
    /// Those that are read now.
    now: Vec<String>,
    /// The usual one, where none reads it now.
    before: Option<&'static str>,
}

impl Namespaces {
    /// The variable goes before all settings; a setting may count for one server only.
    #[must_use]
    pub fn of(personal: &Config, environment: &Environment) -> Self {
        let set = environment.get("GCM_NAMESPACE");
        let set = set.map(|set| set.to_string_lossy().into_owned());
        let is_namespace =
            |section: &str, name: &str| section == "credential" && name == "namespace";
        let settings = personal.variables().filter(|variable| {
            let setting = &variable.setting;
            is_namespace(&setting.section, &setting.name) && set.is_none()
        });
        let mut now: Vec<String> = set.iter().cloned().collect();
        let mut for_all = set.is_some();
        for variable in settings {
            for_all |= variable.setting.subsection.is_none();
            now.push(variable.text().into_owned());
        }
        if !for_all {
            now.push(DEFAULT_NAMESPACE.to_owned());
        }
        now.retain(|namespace| !namespace.is_empty());
        Self {
            before: (!now.iter().any(|namespace| namespace == DEFAULT_NAMESPACE))
                .then_some(DEFAULT_NAMESPACE),
            now,
        }
    }

    /// Each with the words for who writes there.
    pub fn all(&self) -> impl Iterator<Item = (&str, &'static str)> {
        let now = self
            .now
            .iter()
            .map(|namespace| (namespace.as_str(), WRITER));
        now.chain(self.before.map(|before| (before, WRITER_BEFORE)))
    }
}
