//! Find the repositories in folders and read each: kinds, remotes, helpers in force, saved
//! sign-ins, and the findings that need no network.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use super::Workshop;
use super::helper_choices::helper_choices;
use super::saved::SavedSignIns;
use crate::diagnosis;
use crate::git::config::ConfigCache;
use crate::git::discover::{self, NoPlace, PATIENCE, Place, discover_within};
use crate::git::helper::sign_in_settings;
use crate::git::other_servers::other_servers;
use crate::git::programs::Programs;
use crate::git::read::{self, Read};
use crate::git::surroundings::surroundings;
use crate::git::walk::{self, Seen};
use crate::model::machine::System;
use crate::model::source::SignInSettings;
use crate::model::surroundings::OtherProgram;
use crate::model::{
    Access, Cancel, Forge, HelperInForce, Machine, Problem, RemoteReport, RemoteUrl,
    RepositoryReport, RepositorySurroundings, Surroundings,
};
use crate::store::Stores;
use crate::store::other_programs::other_programs;

/// What a scan tells as it goes.
pub enum Scanned {
    /// A repository, read; nothing was asked of a server.
    Repository(Box<RepositoryReport>),
    /// How many folders were looked at so far.
    Folders(u64),
}

/// Scans `folders`: repositories, folders inside one, or folders that hold many at any depth.
/// Stops at a repository unless `nested`, and then lists its submodules as well.
///
/// Asks no server, reads configuration as data and lists stores without unlocking them; the only
/// program that runs is Git's own question to its credential cache, where one is at work. Returns
/// what could not be looked at.
pub fn scan(
    workshop: &Workshop,
    folders: &[PathBuf],
    nested: bool,
    cancel: &Cancel,
    tell: &(dyn Fn(Scanned) + Sync),
) -> Vec<Problem> {
    let stores = workshop.stores();
    let scan = Scan {
        workshop,
        machine: workshop.machine(),
        programs: Programs::new(workshop.git()),
        cache: ConfigCache::default(),
        saved: SavedSignIns::new(&stores),
        seen: Mutex::default(),
        azure_organisations: Mutex::default(),
        other_programs: OnceLock::new(),
        helper_to_use: OnceLock::new(),
        stores: &stores,
        nested,
        cancel,
        tell,
    };
    let mut problems: Vec<Problem> = workshop.problems().to_vec();
    for folder in folders {
        problems.extend(scan.folder(folder));
    }
    problems.extend(scan.saved.problems());
    problems
}

/// Scans `folders` to the end, and gathers what is found, in no order, with what could not be
/// looked at.
pub fn scan_all(
    workshop: &Workshop,
    folders: &[PathBuf],
    cancel: &Cancel,
) -> (Vec<RepositoryReport>, Vec<Problem>) {
    let found = Mutex::new(Vec::new());
    let problems = scan(workshop, folders, false, cancel, &|scanned| {
        if let Scanned::Repository(report) = scanned {
            let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
            found.push(*report);
        }
    });
    let found = found.into_inner();
    (found.unwrap_or_else(PoisonError::into_inner), problems)
}

struct Scan<'a> {
    workshop: &'a Workshop,
    machine: Machine,
    programs: Programs<'a>,
    cache: ConfigCache,
    saved: SavedSignIns<'a>,
    seen: Mutex<HashSet<PathBuf>>,
    azure_organisations: Mutex<HashSet<String>>,
    /// Looked for once a server is known that one could be for.
    other_programs: OnceLock<Vec<OtherProgram>>,
    helper_to_use: OnceLock<Option<String>>,
    stores: &'a Stores,
    nested: bool,
    cancel: &'a Cancel,
    tell: &'a (dyn Fn(Scanned) + Sync),
}

impl Scan<'_> {
    /// A repository, or everything below; a folder inside a repository stands for that
    /// repository unless there are others below it.
    fn folder(&self, folder: &Path) -> Vec<Problem> {
        let around = match discover_within(folder, PATIENCE) {
            Ok(place) if place.path == folder && !self.nested => {
                self.tell(&place);
                return Vec::new();
            }
            Ok(place) if !folder.is_dir() => {
                self.tell(&place);
                return Vec::new();
            }
            Ok(place) => Ok(place),
            Err(NoPlace::OutOfReach(problem)) => return vec![problem],
            Err(NoPlace::NoRepository(problem)) => Err(problem),
        };
        let any = AtomicBool::new(false);
        let walked = walk::walk(folder, self.nested, self.cancel, &|seen| match seen {
            Seen::Repository(place) => {
                any.store(true, Ordering::Relaxed);
                self.tell(&place);
            }
            Seen::Folders(count) => (self.tell)(Scanned::Folders(count)),
        });
        (self.tell)(Scanned::Folders(walked.folders));
        let mut problems = walked.problems;
        match around {
            _ if any.into_inner() => (),
            Ok(place) => self.tell(&place),
            Err(_) if self.cancel.is_cancelled() => (),
            Err(problem) if problems.contains(&problem) => (),
            Err(problem) => problems.push(problem),
        }
        problems
    }

    fn tell(&self, place: &Place) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if !seen.insert(place.path.clone()) {
            return;
        }
        drop(seen);
        (self.tell)(Scanned::Repository(Box::new(self.report(place))));
        if self.nested {
            for submodule in discover::submodules(place) {
                if let Ok(place) = discover_within(&submodule, PATIENCE) {
                    self.tell(&place);
                }
            }
        }
    }

    fn report(&self, place: &Place) -> RepositoryReport {
        let Read {
            repository,
            config,
            is_refused,
        } = read::read(self.workshop.git(), &self.cache, place);
        let mut other_servers = other_servers(&config, place, &repository.remotes);
        self.saved.add_to(&mut other_servers);
        let remotes = repository.remotes.into_iter().map(|remote| {
            let url = remote.fetch_url.as_ref().or(remote.push_urls.first());
            let settings = url.map(|url| sign_in_settings(&config, url));
            let settings = settings.unwrap_or_default();
            let mut surroundings = url.map_or_else(Surroundings::default, |url| {
                let git = self.workshop.git();
                surroundings(git, &self.programs, &config, &settings, url)
            });
            surroundings.read_at = self.machine.now;
            surroundings.helper_to_use = self.helper_to_use(&settings, &surroundings);
            surroundings.azure_organisations = self.azure_organisations(url);
            surroundings.keyring_answers = self.keyring_answers(&settings, &surroundings);
            surroundings.other_programs = self.other_programs(&settings, url);
            let mut report = RemoteReport {
                forge: url.map_or(Forge::Plain, |url| Forge::of(url, None)),
                settings,
                surroundings,
                name: remote.name,
                fetch_url: remote.fetch_url,
                push_urls: remote.push_urls,
                saved: Vec::new(),
                fetch: Access::default(),
                push: Access::default(),
                findings: Vec::new(),
            };
            report.saved = self.saved.of(&report.realms());
            report
        });
        let mut report = RepositoryReport {
            remotes: remotes.collect(),
            path: repository.path,
            kind: repository.kind,
            overrides: repository.overrides,
            surroundings: RepositorySurroundings {
                not_safe: is_refused.then(|| place.path.clone()),
                other_servers,
            },
            problems: repository.problems,
        };
        diagnosis::diagnose(&mut report, &self.machine);
        report
    }

    /// Looked for only where every helper that is set up is missing.
    fn helper_to_use(
        &self,
        settings: &SignInSettings,
        surroundings: &Surroundings,
    ) -> Option<String> {
        let missing = surroundings.missing_helpers.len();
        if missing == 0 || missing < settings.own_helpers().count() {
            return None;
        }
        let choice = self.helper_to_use.get_or_init(|| {
            let choices = helper_choices(self.workshop).into_iter();
            let mut lasting =
                choices.filter(|choice| !choice.plain_text && choice.value != "cache");
            lasting.next().map(|choice| choice.value)
        });
        choice.clone()
    }

    /// Asked only for a helper that is there and needs one.
    fn keyring_answers(
        &self,
        settings: &SignInSettings,
        surroundings: &Surroundings,
    ) -> Option<bool> {
        let store = surroundings.credential_store.as_deref();
        let is_missing = |helper: &HelperInForce| {
            let mut missing = surroundings.missing_helpers.iter();
            missing.any(|missing| missing.helper == *helper)
        };
        let mut helpers = settings.own_helpers();
        let needs_one = helpers.any(|helper| helper.needs_keyring(store) && !is_missing(helper));
        (self.machine.system == System::Linux && needs_one).then(|| self.saved.has_keyring())
    }

    /// Those that keep a sign-in for the host of `url`, or for hosts not known. What Git itself
    /// asks as a helper keeps no copy beside Git's.
    fn other_programs(
        &self,
        settings: &SignInSettings,
        url: Option<&RemoteUrl>,
    ) -> Vec<OtherProgram> {
        let Some(url) = url.filter(|url| url.realm().is_some()) else {
            return Vec::new();
        };
        let host = Some(url.host.to_ascii_lowercase());
        let is_helper = |program: &OtherProgram| {
            let mut helpers = settings.own_helpers();
            let own = match program.name {
                "GitHub CLI" => "gh",
                "GitLab CLI" => "glab",
                _ => return false,
            };
            helpers.any(|helper| helper.name() == own)
        };
        let concerns = |program: &&OtherProgram| {
            (program.host.is_none() || program.host == host) && !is_helper(program)
        };
        let all = self.other_programs.get_or_init(|| {
            let mut all = other_programs(self.workshop.git().environment());
            all.extend(self.stores.other_programs());
            all
        });
        all.iter().filter(concerns).cloned().collect()
    }

    /// How many organisations of Azure DevOps the remotes belong to that were read so far.
    fn azure_organisations(&self, url: Option<&RemoteUrl>) -> usize {
        let Some(organisation) = url.and_then(azure_organisation) else {
            return 0;
        };
        let known = self.azure_organisations.lock();
        let mut known = known.unwrap_or_else(PoisonError::into_inner);
        known.insert(organisation);
        known.len()
    }
}

/// `acme` of `https://dev.azure.com/acme/…` and of `https://acme.visualstudio.com/…`.
fn azure_organisation(url: &RemoteUrl) -> Option<String> {
    let host = url.host.to_ascii_lowercase();
    let organisation = match host.as_str() {
        "dev.azure.com" => url.path.split('/').next()?.to_ascii_lowercase(),
        host => host.strip_suffix(".visualstudio.com")?.to_owned(),
    };
    (!organisation.is_empty()).then_some(organisation)
}
