//! Which credential helpers Git asks for a URL, in its order, and who configured each.

use super::Config;
use super::url_match::Subject;
use crate::model::source::SignInSettings;
use crate::model::{HelperInForce, RemoteUrl};

/// What is in force for `url`. All sections that match count, in the order of the files, not
/// only the best one; an empty `credential.helper` forgets what came before it
/// (`credential_apply_config` of Git 2.47).
#[must_use]
pub fn sign_in_settings(config: &Config, url: &RemoteUrl) -> SignInSettings {
    let mut settings = SignInSettings::default();
    let Some(subject) = Subject::of(url) else {
        return settings;
    };
    for variable in config.variables() {
        let user = url.user.as_deref().or(settings.username.as_deref());
        let applies = variable.setting.section == "credential"
            && subject.is_credential_section(variable, user);
        if !applies {
            continue;
        }
        let text = variable.text();
        match variable.setting.name.as_str() {
            // A bare key is no reset: Git refuses to work with it.
            "helper" if variable.setting.value.is_none() => (),
            "helper" if text.is_empty() && variable.is_from_repository() => {
                let own = settings.helpers.drain(..);
                let own = own.filter(|helper| !helper.is_from_repository());
                settings.switched_off.extend(own);
            }
            "helper" if text.is_empty() => settings.helpers.clear(),
            "helper" => settings.helpers.push(HelperInForce {
                value: text.into_owned(),
                origin: variable.origin.clone(),
            }),
            "username" if url.user.is_none() => settings.username = Some(text.into_owned()),
            "usehttppath" => settings.use_http_path = variable.is_true().unwrap_or_default(),
            _ => (),
        }
    }
    settings
}
