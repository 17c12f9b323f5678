//! What stands around a remote and changes how Git signs in, read as data.

use super::config::Variable;
use super::http_settings::authorization_headers;
use super::programs::Programs;
use super::remotes::secret_rewrites;
use super::url_match::Subject;
use super::{Config, Git};
use crate::model::outside_text::display_safe;
use crate::model::source::SignInSettings;
use crate::model::surroundings::{MissingHelper, MissingProgram, Place};
use crate::model::{HelperInForce, RemoteUrl, Surroundings};

/// What stands around the remote that `url` is of. Runs nothing.
#[must_use]
pub fn surroundings(
    git: &Git,
    programs: &Programs<'_>,
    config: &Config,
    settings: &SignInSettings,
    url: &RemoteUrl,
) -> Surroundings {
    let missing = |helper: &HelperInForce| {
        let program = programs.missing(helper, config)?;
        Some(MissingHelper {
            replacement: programs.replacement(helper),
            helper: helper.clone(),
            program,
        })
    };
    Surroundings {
        helper_settings: settings
            .own_helpers()
            .filter_map(|helper| setting_of(helper, config))
            .collect(),
        missing_helpers: settings.own_helpers().filter_map(missing).collect(),
        authorization_headers: authorization_headers(config, git.environment(), url),
        secret_rewrites: secret_rewrites(config, url),
        credential_store: credential_store(git, config, url),
        missing_ask_pass: missing_ask_pass(programs, config),
        ..Surroundings::default()
    }
}

fn setting_of(helper: &HelperInForce, config: &Config) -> Option<Place> {
    let mut variables = config.variables();
    let is_it = |variable: &&Variable| {
        variable.setting.section == "credential"
            && variable.setting.name == "helper"
            && variable.origin == helper.origin
            && variable.text() == helper.value.as_str()
    };
    variables.find(is_it).map(place)
}

/// A setting's place.
pub(super) fn place(variable: &Variable) -> Place {
    Place {
        key: super::trust::shown_key(variable),
        origin: variable.origin.clone(),
    }
}

/// Where Git Credential Manager keeps what it is given: the variable goes before the setting (its
/// `docs/configuration.md`, 2.6, 2025).
#[must_use]
pub fn credential_store(git: &Git, config: &Config, url: &RemoteUrl) -> Option<String> {
    if let Some(store) = git.environment().get("GCM_CREDENTIAL_STORE") {
        return Some(display_safe(&store.to_string_lossy()));
    }
    let subject = Subject::of(url)?;
    let stores = config.variables().filter(|variable| {
        variable.setting.section == "credential"
            && variable.setting.name == "credentialstore"
            && subject.is_credential_section(variable, url.user.as_deref())
    });
    let store = stores.last()?;
    Some(display_safe(&store.text()))
}

fn missing_ask_pass(programs: &Programs<'_>, config: &Config) -> Option<MissingProgram> {
    let setting = config
        .values("core", None, "askpass")
        .rfind(|variable| !variable.is_from_repository())?;
    let program = setting.text();
    programs.is_gone(&program).then(|| MissingProgram {
        named_by: "core.askPass".to_owned(),
        program: display_safe(&program),
        origin: Some(setting.origin.clone()),
    })
}
