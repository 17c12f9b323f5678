//! Save, end to end: tried at a host of our own, kept by real helpers, proved by real Git; and
//! what was there before is there again whichever step fails.

mod crash;
mod faults;
mod places;
mod room;

use std::sync::{Arc, Mutex};

use git_locksmith::jobs::Workshop;
use git_locksmith::jobs::save::{SaveError, SaveRequest, SaveStep, Saved, StepState, save};
use git_locksmith::jobs::scan::{Scanned, scan};
use git_locksmith::model::{ActivityLog, Cancel, RemoteReport, Secret};

use crate::support::forge::{Account, Forge, Reply, Request, host};
use crate::support::home::Home;

/// The token that the host takes.
const NEW: &str = "new-token-of-me";
const OLD: &str = "old-token-of-me";

/// A repository whose remote is on a host of our own.
struct Scene {
    home: Home,
    forge: Forge,
    activity: Arc<Mutex<Vec<String>>>,
}

impl Scene {
    /// A host that takes only the new token.
    fn new(home: Home) -> Self {
        Self::with_rule(home, |request| host(request, &[Account::writer("me", NEW)]))
    }

    fn with_rule(home: Home, rule: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        let forge = Forge::start(rule);
        home.repository("work/api", &[("origin", &forge.url("me/api.git"))]);
        Self {
            home,
            forge,
            activity: Arc::default(),
        }
    }

    /// The host as Git's store files spell it.
    fn encoded_host(&self) -> String {
        format!("127.0.0.1%3a{}", self.forge.port())
    }

    fn host(&self) -> String {
        format!("127.0.0.1:{}", self.forge.port())
    }

    fn workshop(&self) -> Workshop {
        let told = Arc::clone(&self.activity);
        let activity = ActivityLog::to(move |one| {
            told.lock()
                .unwrap()
                .push(format!("{}: {}", one.what, one.outcome));
        });
        Workshop::open(&self.home.environment(), &activity).unwrap()
    }

    /// The remote as a scan reads it.
    fn remote(&self) -> RemoteReport {
        let found = Mutex::new(None);
        let folder = self.home.path().join("work/api");
        scan(
            &self.workshop(),
            &[folder],
            false,
            &Cancel::default(),
            &|scanned| {
                if let Scanned::Repository(report) = scanned {
                    *found.lock().unwrap() = Some(report.remotes[0].clone());
                }
            },
        );
        found.into_inner().unwrap().unwrap()
    }

    fn request(&self, pasted: &str) -> SaveRequest {
        let remote = self.remote();
        SaveRequest {
            url: remote.main_url().unwrap().clone(),
            settings: remote.settings.clone(),
            forge: remote.forge,
            pasted: Secret::new(pasted),
            username: Some("me".to_owned()),
            helper: None,
            prove: true,
            allow_plain_http: false,
        }
    }

    fn save(&self, pasted: &str) -> Result<Saved, SaveError> {
        self.save_as(&self.request(pasted))
    }

    fn save_as(&self, request: &SaveRequest) -> Result<Saved, SaveError> {
        save(&self.workshop(), request, &Cancel::default(), &|_, _| ())
    }

    /// Which steps were told, with their words.
    fn steps(&self, request: &SaveRequest) -> Vec<(SaveStep, StepState)> {
        let steps = Mutex::new(Vec::new());
        let _ = save(
            &self.workshop(),
            request,
            &Cancel::default(),
            &|step, state| {
                steps.lock().unwrap().push((step, state));
            },
        );
        steps.into_inner().unwrap()
    }

    /// Configures a helper for everything.
    fn configure(&self, helper: &str) {
        self.home
            .write(".gitconfig", format!("[credential]\n\thelper = {helper}\n"));
    }

    /// What Git itself would use now, as `user:secret`.
    fn git_uses(&self) -> Option<String> {
        use std::io::Write;
        let mut child = self
            .home
            .command("git")
            .args(["-c", "credential.interactive=false", "credential", "fill"])
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_ASKPASS", "")
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        write!(
            child.stdin.take().unwrap(),
            "url={}\n\n",
            self.forge.url("me/api.git")
        )
        .unwrap();
        let out = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
        let field = |name: &str| out.lines().find_map(|line| line.strip_prefix(name));
        Some(format!("{}:{}", field("username=")?, field("password=")?))
    }
}
