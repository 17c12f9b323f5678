//! The threads that the jobs run on. A job tells of its progress through a channel and wakes the
//! window; it never touches the window's state.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use super::action::RemoteKey;
use super::event::{Event, JobId, Told};
use super::instance::Door;
use super::settings::{self, Settings};
use super::state::preferences::OwnHelper;
use super::system_theme;
use crate::git::{Environment, real_path};
use crate::jobs::Workshop;
use crate::jobs::change::{ChangePlace, Plan, apply, plan};
use crate::jobs::check::{CheckOptions, check};
use crate::jobs::clear::{ClearTarget, clear};
use crate::jobs::helper;
use crate::jobs::refresh::refresh;
use crate::jobs::report::report;
use crate::jobs::rescan::rescan;
use crate::jobs::save::{SaveRequest, helper_choices, helpers_that_keep, save};
use crate::jobs::scan::{Scanned, scan};
use crate::jobs::undo::{Undo, undo};
use crate::model::outside_text::display_safe;
use crate::model::source::SignInSettings;
use crate::model::{
    AccessState, ActivityLog, Cancel, Change, HelperInForce, Problem, Realm, RemoteReport,
    RepositoryReport,
};

/// Starts jobs and counts them.
pub struct Work {
    environment: Environment,
    told: Sender<Told>,
    wake: Arc<dyn Fn() + Send + Sync>,
    /// Opened by the first job, because finding Git runs a program.
    workshop: Arc<Mutex<Option<Workshop>>>,
    last: JobId,
    /// Jobs that change something; the window waits for them when it closes.
    changing: Vec<JoinHandle<()>>,
}

/// A job's way to tell.
#[derive(Clone)]
struct Teller {
    job: JobId,
    told: Sender<Told>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

/// Tells that its job ended, also where it panicked.
struct Ending(Teller);

impl Work {
    /// Jobs in this environment, told through `told`; `wake` makes the window look.
    pub fn new(
        environment: Environment,
        told: Sender<Told>,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        Self {
            environment,
            told,
            wake: Arc::new(wake),
            workshop: Arc::default(),
            last: 0,
            changing: Vec::new(),
        }
    }

    /// Tells whether the desktop is dark, as long as the window is open.
    pub fn watch_theme(&mut self) {
        let environment = self.environment.clone();
        self.start("theme", move |teller| {
            system_theme::watch(&environment, |event| teller.tell(event));
        });
    }

    /// Tells what later starts of the program ask for, as long as the window is open.
    pub fn listen(&mut self, door: Door) {
        self.start("door", move |teller| {
            door.listen(|folders| teller.tell(Event::StartedAgain(folders)));
        });
    }

    /// Looks for repositories in `folder`. A folder that `is_new` is told as added once it is
    /// known to be there.
    pub fn scan(&mut self, folder: PathBuf, is_new: bool, cancel: Cancel) -> JobId {
        self.start_with_workshop("scan", move |workshop, teller| {
            scan_folder(workshop, teller, &folder, is_new, &cancel);
        })
    }

    /// Asks the servers of `reports`.
    pub fn check(
        &mut self,
        reports: Vec<RepositoryReport>,
        options: CheckOptions,
        cancel: Cancel,
    ) -> JobId {
        self.start_with_workshop("check", move |workshop, teller| {
            check_reports(workshop, teller, &reports, &options, &cancel);
        })
    }

    /// Lists what is saved for `reports` again, and asks the servers of `asked`.
    pub fn renew(
        &mut self,
        mut reports: Vec<RepositoryReport>,
        asked: Vec<RepositoryReport>,
        options: CheckOptions,
        cancel: Cancel,
    ) -> JobId {
        self.start_with_workshop("renew", move |workshop, teller| {
            refresh(workshop, &mut reports);
            teller.tell(Event::Refreshed(reports));
            check_reports(workshop, teller, &asked, &options, &cancel);
        })
    }

    /// Clears.
    pub fn clear(&mut self, target: ClearTarget) -> JobId {
        self.change("clear", move |workshop, teller| {
            teller.tell(Event::Cleared(Box::new(clear(workshop, &target))));
        })
    }

    /// Writes a report about `reports` and about what could not be looked at.
    pub fn report(&mut self, reports: Vec<RepositoryReport>, problems: Vec<Problem>) -> JobId {
        self.start_with_workshop("report", move |workshop, teller| {
            teller.tell(Event::Reported(report(workshop, &reports, &problems)));
        })
    }

    /// Looks at what `change` would change.
    pub fn plan(&mut self, place: ChangePlace, change: Change) -> JobId {
        self.start_with_workshop("plan", move |workshop, teller| {
            let planned = plan(workshop, &place, &change);
            let planned = planned.map(Box::new).map_err(|error| error.to_string());
            teller.tell(Event::Planned(planned));
        })
    }

    /// Makes a planned change; `words` name it.
    pub fn make(&mut self, plan: Plan, words: String) -> JobId {
        self.change("change", move |workshop, teller| {
            let made = apply(workshop, plan);
            let result = made.map(|changed| changed.undo);
            teller.tell(Event::Changed {
                words,
                result: result.map_err(|error| error.to_string()),
            });
        })
    }

    /// Reads `known` again, and asks the servers of those remotes that were asked before and
    /// point elsewhere now.
    pub fn reread(
        &mut self,
        known: Vec<RepositoryReport>,
        options: CheckOptions,
        cancel: Cancel,
    ) -> JobId {
        self.start_with_workshop("reread", move |workshop, teller| {
            let found = rescan(workshop, &known, &cancel);
            let asked = elsewhere_now(&known, found.clone());
            teller.tell(Event::Reread {
                reports: found,
                asked: keys(&asked),
            });
            check_reports(workshop, teller, &asked, &options, &cancel);
        })
    }

    /// Tells how our own helper stands.
    pub fn helper_status(&mut self) -> JobId {
        self.start_with_workshop("helper", move |workshop, teller| {
            teller.tell(Event::HelperStands(helper_stands(workshop)));
        })
    }

    /// Has Git ask our own helper, or no longer.
    pub fn change_helper(&mut self, install: bool) -> JobId {
        self.change("helper", move |workshop, teller| {
            let changed = match install {
                true => helper::install(workshop),
                false => helper::remove(workshop),
            };
            let changed = changed.map(|_| ()).map_err(|error| error.to_string());
            teller.tell(Event::HelperStands(helper_stands(workshop)));
            teller.tell(Event::HelperChanged(changed));
        })
    }

    /// Puts back.
    pub fn undo(&mut self, what: Undo) -> JobId {
        self.change("undo", move |workshop, teller| {
            teller.tell(Event::Undone(undo(workshop, &what)));
        })
    }

    /// Tells where a token can be saved.
    pub fn places(&mut self, settings: SignInSettings) -> JobId {
        self.start_with_workshop("places", move |workshop, teller| {
            let in_force = helpers_that_keep(workshop, &settings)
                .first()
                .map(|helper| place_of(helper.name()));
            let choices = match in_force {
                Some(_) => Vec::new(),
                None => helper_choices(workshop),
            };
            teller.tell(Event::Places { in_force, choices });
        })
    }

    /// Tries and saves a token.
    pub fn save(&mut self, request: SaveRequest, realm: Realm, cancel: Cancel) -> JobId {
        self.change("save", move |workshop, teller| {
            let result = save(workshop, &request, &cancel, &|step, state| {
                teller.tell(Event::SaveStepped(step, state));
            });
            teller.tell(Event::SaveEnded {
                realm,
                result: Box::new(result),
            });
        })
    }

    /// Shows the system's folder dialog. Where no program answers for it, rfd says the same as
    /// on Cancel, but within milliseconds; nobody presses Cancel that fast.
    pub fn choose_folder(&mut self) -> JobId {
        const FASTER_THAN_A_PERSON: std::time::Duration = std::time::Duration::from_millis(300);
        self.start("folder dialog", move |teller| {
            let start = std::time::Instant::now();
            let dialog = rfd::FileDialog::new().set_title("Add a folder with Git repositories");
            match dialog.pick_folder() {
                None if start.elapsed() < FASTER_THAN_A_PERSON => {
                    teller.tell(Event::NoFolderDialog);
                }
                chosen => teller.tell(Event::FolderChosen(chosen)),
            }
        })
    }

    /// Makes `change` to the settings file.
    pub fn remember(&mut self, change: impl FnOnce(&mut Settings) + Send + 'static) {
        let Some(file) = settings::file(&self.environment) else {
            return;
        };
        let before = self.changing.pop();
        let (_, thread) = self.spawn("settings", move |teller| {
            // One write after the other.
            if let Some(before) = before {
                let _ = before.join();
            }
            if let Err(error) = settings::change(&file, change) {
                teller.tell(Event::Failed(error.to_string()));
            }
        });
        self.changing.extend(thread);
    }

    /// Waits until nothing changes any more. Called when the window closes.
    pub fn finish(&mut self) {
        for thread in self.changing.drain(..) {
            let _ = thread.join();
        }
    }

    fn change(
        &mut self,
        name: &str,
        work: impl FnOnce(&Workshop, &Teller) + Send + 'static,
    ) -> JobId {
        let shared = self.shared();
        let (job, thread) = self.spawn(name, move |teller| shared.with_workshop(teller, work));
        self.changing.retain(|thread| !thread.is_finished());
        self.changing.extend(thread);
        job
    }

    fn start_with_workshop(
        &mut self,
        name: &str,
        work: impl FnOnce(&Workshop, &Teller) + Send + 'static,
    ) -> JobId {
        let shared = self.shared();
        self.start(name, move |teller| shared.with_workshop(teller, work))
    }

    fn start(&mut self, name: &str, work: impl FnOnce(&Teller) + Send + 'static) -> JobId {
        self.spawn(name, work).0
    }

    fn spawn(
        &mut self,
        name: &str,
        work: impl FnOnce(&Teller) + Send + 'static,
    ) -> (JobId, Option<JoinHandle<()>>) {
        self.last += 1;
        let teller = Teller {
            job: self.last,
            told: self.told.clone(),
            wake: Arc::clone(&self.wake),
        };
        let own = teller.clone();
        let thread = std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || {
                let ending = Ending(own);
                work(&ending.0);
            });
        let thread = thread.map_err(|error| {
            teller.tell(Event::Failed(format!("this cannot be done now: {error}")));
            teller.tell(Event::Ended);
        });
        (teller.job, thread.ok())
    }

    fn shared(&self) -> Shared {
        Shared {
            environment: self.environment.clone(),
            workshop: Arc::clone(&self.workshop),
        }
    }
}

fn helper_stands(workshop: &Workshop) -> OwnHelper {
    let status = helper::status(workshop);
    let environment = workshop.git().environment();
    let origin = |helper: &HelperInForce| {
        let file = environment.shorten(&helper.origin.file);
        format!("{file}, line {}", helper.origin.line)
    };
    OwnHelper {
        is_there: status.program.is_some(),
        has_keyring: status.has_keyring,
        configured: status.configured.iter().map(origin).collect(),
        others: status
            .others
            .iter()
            .map(|it| display_safe(it.name()))
            .collect(),
    }
}

/// Where the helper of this name keeps what it is given, in words.
fn place_of(helper: &str) -> (String, bool) {
    let (place, plain_text) = match helper {
        "store" => ("Git’s credential file", true),
        "cache" => ("Git’s memory, which forgets it after a while", false),
        "libsecret" | "locksmith" => ("Secret Service", false),
        "manager" | "manager-core" => ("Git Credential Manager", false),
        other => return (other.to_owned(), false),
    };
    (format!("{place} ({helper})"), plain_text)
}

/// What a thread needs to have a workshop.
struct Shared {
    environment: Environment,
    workshop: Arc<Mutex<Option<Workshop>>>,
}

impl Shared {
    fn with_workshop(self, teller: &Teller, work: impl FnOnce(&Workshop, &Teller)) {
        match self.workshop(teller) {
            Ok(workshop) => work(&workshop, teller),
            Err(error) => teller.tell(Event::Failed(error)),
        }
    }

    /// The lock is held while Git is looked for, so that it is found once.
    fn workshop(&self, teller: &Teller) -> Result<Workshop, String> {
        let mut workshop = self.workshop.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(workshop) = &*workshop {
            return Ok(workshop.clone());
        }
        let teller = teller.clone();
        let log = ActivityLog::to(move |activity| teller.tell(Event::Activity(activity)));
        let opened = Workshop::open(&self.environment, &log).map_err(|error| error.to_string())?;
        *workshop = Some(opened.clone());
        Ok(opened)
    }
}

impl Teller {
    fn tell(&self, event: Event) {
        // A window that is gone hears nothing.
        let _ = self.told.send(Told {
            job: self.job,
            event,
        });
        (self.wake)();
    }
}

impl Drop for Ending {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let name = std::thread::current().name().unwrap_or("work").to_owned();
            self.0.tell(Event::Failed(format!(
                "The {name} stopped unexpectedly; this is a fault of Git Locksmith"
            )));
        }
        self.0.tell(Event::Ended);
    }
}

fn scan_folder(workshop: &Workshop, teller: &Teller, folder: &Path, is_new: bool, cancel: &Cancel) {
    let shown = || workshop.git().environment().shorten(folder);
    let canonical = match real_path(folder) {
        Ok(canonical) if is_new && !canonical.is_dir() => {
            return teller.tell(Event::Failed(format!("{} is no folder", shown())));
        }
        Ok(canonical) => canonical,
        Err(error) if is_new => {
            let shown = shown();
            let why = match error.kind() {
                std::io::ErrorKind::NotFound => format!("There is no folder {shown}"),
                _ => format!("{shown} cannot be opened: {error}"),
            };
            return teller.tell(Event::Failed(why));
        }
        // What was remembered is kept, also while its disk is not there.
        Err(_) => folder.to_owned(),
    };
    if is_new {
        teller.tell(Event::FolderAdded(canonical.clone()));
    }
    let chosen = if is_new {
        canonical.clone()
    } else {
        folder.to_owned()
    };
    let walked = std::sync::atomic::AtomicU64::new(0);
    let problems = scan(
        workshop,
        std::slice::from_ref(&canonical),
        false,
        cancel,
        &|scanned| match scanned {
            Scanned::Repository(report) => teller.tell(Event::Found {
                folder: chosen.clone(),
                report,
            }),
            Scanned::Folders(count) => walked.store(count, std::sync::atomic::Ordering::Relaxed),
        },
    );
    teller.tell(Event::FolderScanned {
        folder: chosen.clone(),
        folders: walked.into_inner(),
        problems,
    });
}

/// The remotes of `reports`.
pub(super) fn keys(reports: &[RepositoryReport]) -> HashSet<RemoteKey> {
    let of = |report: &RepositoryReport| {
        let path = report.path.clone();
        let key = move |remote: &RemoteReport| RemoteKey {
            path: path.clone(),
            remote: remote.name.clone(),
        };
        report.remotes.iter().map(key).collect::<Vec<_>>()
    };
    reports.iter().flat_map(of).collect()
}

/// Of what was read again, the remotes that lost the answer they had.
fn elsewhere_now(
    known: &[RepositoryReport],
    mut found: Vec<RepositoryReport>,
) -> Vec<RepositoryReport> {
    for report in &mut found {
        let before = known.iter().find(|before| before.path == report.path);
        let was_asked = before.is_some_and(|before| {
            before
                .remotes
                .iter()
                .any(|remote| remote.fetch.state != AccessState::NotChecked)
        });
        report
            .remotes
            .retain(|remote| was_asked && remote.fetch.state == AccessState::NotChecked);
    }
    found.retain(|report| !report.remotes.is_empty());
    found
}

fn check_reports(
    workshop: &Workshop,
    teller: &Teller,
    reports: &[RepositoryReport],
    options: &CheckOptions,
    cancel: &Cancel,
) {
    if reports.is_empty() {
        return;
    }
    check(workshop, reports, options, cancel, &|checked| {
        teller.tell(Event::Checked(Box::new(checked)));
    });
}
