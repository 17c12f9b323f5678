//! Everything the window shows. [`State::apply`] is the only thing that changes it on behalf of
//! a job; drawing changes nothing.

mod apply;
pub use apply::FollowUp;
pub mod planned;
pub mod preferences;
pub mod repair;
pub mod report;
pub mod repositories;
pub mod runs;
pub mod toast;
pub mod token_dialog;
pub mod users;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use preferences::{OwnHelper, SystemWishes};

pub use planned::{Planned, PlannedChange};
pub use repair::{Repair, RepairStep};
pub use report::Report;
pub use repositories::{Line, Listed, Repositories, Standing};
pub use runs::Runs;
pub use toast::Toast;
pub use token_dialog::TokenDialog;
pub use users::Users;

use crate::app::action::{Filter, RemoteKey};
use crate::app::settings::Settings;
use crate::git::Environment;
use crate::jobs::undo::Undo;
use crate::model::{Activity, Problem, Realm, RemoteReport};

/// How many activities the log keeps.
const LONGEST_LOG: usize = 2000;

/// The state of the window.
#[derive(Default)]
pub struct State {
    environment: Environment,
    /// What is remembered between starts.
    pub settings: Settings,
    /// The repositories, and the list as it is drawn.
    pub repositories: Repositories,
    /// The repository that is shown.
    pub selected: Option<PathBuf>,
    /// Whether the person chose it; the first row is shown until then.
    pub selected_by_person: bool,
    /// What the desktop said, until the window took it over.
    pub system_theme: Option<egui::Theme>,
    /// What is being done.
    pub runs: Runs,
    /// What was just done, with its undo.
    pub toast: Option<Toast>,
    /// What can be put back, the last changed last; of what was cleared, where it was.
    pub undo: Vec<(Option<Realm>, Undo)>,
    /// The open token dialog, or the token of the open repair.
    pub token_dialog: Option<TokenDialog>,
    /// The change to settings that is shown before it is made.
    pub planned: Option<PlannedChange>,
    /// Which repositories use the accounts of the repository that is shown.
    pub users: Users,
    /// The remote whose URL is shown.
    pub url: Option<RemoteKey>,
    /// The open repair.
    pub repair: Option<Repair>,
    /// The open report.
    pub report: Option<Report>,
    /// What was run or asked, the oldest first.
    pub activity: Vec<Activity>,
    /// Whether the activity log is open.
    pub activity_open: bool,
    /// The open field for a typed path.
    pub path_field: Option<PathField>,
    /// How our own helper stands, once it was looked at.
    pub own_helper: Option<OwnHelper>,
    /// Why our own helper was not set up or taken out.
    pub helper_problem: Option<String>,
    /// What the desktop wishes.
    pub wishes: SystemWishes,
    /// What is to be done as soon as it can be.
    pub due: Due,
    /// The palette or the settings, where they are open.
    pub page: Option<Page>,
    /// What could not be looked at, by the chosen folder it is in.
    pub problems: BTreeMap<PathBuf, Vec<Problem>>,
    /// What went wrong and was not read yet.
    pub errors: Vec<String>,
}

/// What is to be done as soon as it can be.
#[derive(Debug, Clone, Copy, Default)]
pub struct Due {
    /// All servers are asked, once the first look for repositories ended.
    pub check: bool,
    /// The clipboard is looked at, as a token was saved that it may still hold.
    pub clipboard: bool,
    /// The window comes to the front, as it was started again.
    pub raise: bool,
}

/// What can lie over the window whatever is shown in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// The command palette.
    Palette,
    /// The settings.
    Settings,
}

/// The field for a typed path.
#[derive(Debug, Default)]
pub struct PathField {
    /// Why the last path, or the folder dialog, led to nothing.
    pub problem: Option<String>,
}

impl State {
    /// The state at the start.
    pub fn new(environment: Environment, settings: Settings) -> Self {
        Self {
            environment,
            settings,
            ..Self::default()
        }
    }

    /// `path` as it is shown: cleaned, and with the home folder as `~`.
    pub fn shown(&self, path: &Path) -> String {
        self.environment.shorten(path)
    }

    /// A path that a person typed: `~` is their home, and what is relative is relative to it.
    pub fn typed(&self, typed: &str) -> PathBuf {
        let typed = typed.trim().trim_matches(['"', '\'']);
        if typed == "~" {
            return self.environment.home().unwrap_or_default();
        }
        let path = self.environment.expand_tilde(typed);
        match self.environment.home() {
            Some(home) if path.is_relative() => home.join(path),
            _ => path,
        }
    }

    /// The repository that is shown.
    pub fn shown_repository(&self) -> Option<&Listed> {
        self.repositories.get(self.selected.as_ref()?)
    }

    /// A remote and its repository.
    pub fn remote(&self, key: &RemoteKey) -> Option<(&Listed, &RemoteReport)> {
        let listed = self.repositories.get(&key.path)?;
        let remote = listed
            .report
            .remotes
            .iter()
            .find(|remote| remote.name == key.remote)?;
        Some((listed, remote))
    }

    /// Whether nothing was chosen yet.
    pub fn is_first_run(&self) -> bool {
        self.settings.folders.is_empty() && self.repositories.is_empty() && !self.runs.is_scanning()
    }

    /// Opens a page, or closes it if it is open.
    pub fn show(&mut self, page: Page, open: bool) {
        if open {
            self.page = Some(page);
        } else if self.page == Some(page) {
            self.page = None;
        }
    }

    /// Whether anything lies over the window and takes the keyboard.
    pub fn is_sheet_open(&self) -> bool {
        self.page.is_some()
            || self.path_field.is_some()
            || self.token_dialog.is_some()
            || self.repair.is_some()
            || self.planned.is_some()
            || self.url.is_some()
            || self.report.is_some()
    }

    /// The remotes that sign in at `realm`, with their repositories.
    pub fn remotes_at<'a>(
        &'a self,
        realm: &'a Realm,
    ) -> impl Iterator<Item = (&'a Listed, &'a RemoteReport)> {
        self.repositories.iter().flat_map(move |listed| {
            let remotes = listed.report.remotes.iter();
            remotes
                .filter(move |remote| remote.is_at(realm))
                .map(move |remote| (listed, remote))
        })
    }

    /// How many other repositories than `path` use `realm`.
    pub fn others_at(&self, realm: &Realm, path: &Path) -> usize {
        self.repositories
            .iter()
            .filter(|listed| listed.report.path != path)
            .filter(|listed| {
                listed
                    .report
                    .remotes
                    .iter()
                    .any(|remote| remote.is_at(realm))
            })
            .count()
    }

    /// Whether credentials may travel to `host` over plain http.
    pub fn allows_plain_http(&self, host: &str) -> bool {
        self.settings
            .plain_http_hosts
            .iter()
            .any(|known| known == host)
    }

    /// Shows the repository `by` rows further down.
    pub fn select_by(&mut self, by: isize) {
        if let Some(path) = self.repositories.neighbour(self.selected.as_deref(), by) {
            self.select(path);
        }
    }

    /// Shows the repository at `path`.
    pub fn select(&mut self, path: PathBuf) {
        self.selected = Some(path);
        self.selected_by_person = true;
    }

    /// Changes which repositories the list shows.
    pub fn filter(&mut self, filter: Filter) {
        self.repositories.filter = filter;
        self.repositories.settle();
    }

    /// Takes note of something that went wrong; it stays until it was read.
    pub fn complain(&mut self, error: impl Into<String>) {
        self.errors.push(error.into());
    }

    /// Takes note of what was run or asked.
    fn log(&mut self, activity: Activity) {
        if self.activity.len() == LONGEST_LOG {
            self.activity.drain(..LONGEST_LOG / 4);
        }
        self.activity.push(activity);
    }

    /// Brings the list up to date before it is drawn, and shows its first row where nothing is
    /// shown yet.
    pub fn take_stock(&mut self) {
        let is_new = self.repositories.take_stock();
        if self.shown_repository().is_none() {
            self.selected = self.repositories.neighbour(None, 1);
        }
        if is_new || self.users.of != self.selected {
            self.users = Users::of(self);
        }
    }
}
