//! Git's `http.*` settings in force for one URL.

use super::{Config, Environment};
use crate::model::RemoteUrl;

/// What is in force.
#[derive(Debug, Clone, Default)]
pub struct HttpSettings {}

/// Reads the settings in force for `url`.
pub fn http_settings(
    _personal: &Config,
    _environment: &Environment,
    _url: &RemoteUrl,
) -> HttpSettings {
    todo!()
}
