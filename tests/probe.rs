//! The question to the server, asked of servers of our own.

use std::time::{Duration, Instant};

use git_locksmith::git::http_settings::http_settings;
use git_locksmith::git::{Config, HttpSettings};
use git_locksmith::model::{Access, AccessState, Cancel, Credential, RemoteUrl, Secret};
use git_locksmith::probe::{Probe, Question, Service};

use crate::support::authority::Authority;
use crate::support::forge::{Account, Forge, Reply, host};
use crate::support::home::Home;

const ACCOUNTS: &[Account<'static>] = &[
    Account::writer("me", "good-token"),
    Account::reader("reader", "weak-token"),
];

/// A probe in a home whose configuration is the person's own.
struct Asker {
    home: Home,
    probe: Probe,
    cancel: Cancel,
    allow_plain_http: bool,
}

impl Asker {
    fn new() -> Self {
        Self::in_home(Home::new())
    }

    fn in_home(home: Home) -> Self {
        Self {
            probe: Probe::new(&home.git()),
            home,
            cancel: Cancel::default(),
            allow_plain_http: false,
        }
    }

    fn with_config(config: &str) -> Self {
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

    fn ask(&self, url: &str, service: Service, sign_in: Option<(&str, &str)>) -> Access {
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

    fn fetch(&self, url: &str, sign_in: Option<(&str, &str)>) -> Access {
        self.ask(url, Service::Fetch, sign_in)
    }
}

const GOOD: Option<(&str, &str)> = Some(("me", "good-token"));

#[test]
fn an_ordinary_host() {
    let forge = Forge::with_accounts(ACCOUNTS);
    let asker = Asker::new();
    let reader = Some(("reader", "weak-token"));
    let stale = Some(("me", "stale-token"));
    use AccessState::*;
    use Service::{Fetch, Push};
    for (path, service, sign_in, expected) in [
        ("a/private.git", Fetch, None, SignInNeeded),
        ("a/private.git", Fetch, GOOD, Works),
        ("a/private.git", Push, GOOD, Works),
        ("a/private.git", Fetch, stale, Rejected),
        ("a/private.git", Push, reader, Forbidden),
        ("a/public.git", Fetch, None, WorksWithoutSignIn),
        ("a/public.git", Push, None, SignInNeeded),
        ("a/public.git", Fetch, stale, Rejected),
        ("a/missing.git", Fetch, GOOD, NotFound),
    ] {
        let access = asker.ask(&forge.url(path), service, sign_in);
        assert_eq!(access.state, expected, "{path} {service:?}: {access:?}");
    }
    assert_eq!(forge.connections(), 1, "connections are kept");
}
