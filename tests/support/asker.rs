//! One question to a server, asked as a check asks it.

use git_locksmith::git::http_settings::http_settings;
use git_locksmith::git::{Config, HttpSettings};
use git_locksmith::model::{Access, Cancel, Credential, RemoteUrl, Secret};
use git_locksmith::probe::{Probe, Question, Service};

use super::home::Home;

/// A probe in a home whose configuration is the person's own.
pub struct Asker {
    pub home: Home,
    pub probe: Probe,
    pub cancel: Cancel,
    pub allow_plain_http: bool,
}

impl Asker {
    pub fn new() -> Self {
        Self::in_home(Home::new())
    }

    pub fn in_home(home: Home) -> Self {
        Self {
            probe: Probe::new(&home.git()),
            home,
            cancel: Cancel::default(),
            allow_plain_http: false,
        }
    }

    pub fn with_config(config: &str) -> Self {
        let home = Home::new();
        home.write(".gitconfig", config);
        Self::in_home(home)
    }

    fn settings(&self, url: &RemoteUrl) -> HttpSettings {
        http_settings(
            &Config::personal(&self.home.git()),
            &self.home.environment(),
            url,
        )
    }

    pub fn ask(&self, url: &str, service: Service, sign_in: Option<(&str, &str)>) -> Access {
        let url = RemoteUrl::parse(url.as_bytes());
        let credential =
            sign_in.map(|(user, secret)| Credential::new(user, Secret::new(secret.as_bytes())));
        let question = Question {
            url: &url,
            service,
            credential: credential.as_ref(),
            settings: &self.settings(&url),
            allow_plain_http: self.allow_plain_http,
        };
        self.probe.ask(&question, &self.cancel)
    }

    pub fn fetch(&self, url: &str, sign_in: Option<(&str, &str)>) -> Access {
        self.ask(url, Service::Fetch, sign_in)
    }
}
