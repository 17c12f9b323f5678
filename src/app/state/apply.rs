//! How what the jobs tell changes the state.

use std::collections::HashSet;
use std::path::PathBuf;

use super::{Listed, PathField, Planned, RepairStep, State, Toast, token_dialog::Places};
use crate::app::event::{Event, JobId, Told};
use crate::jobs::check::Checked;
use crate::jobs::save::Saved;
use crate::jobs::undo::{Undo, Undone};
use crate::model::{Entry, Realm, RepositoryReport};

use super::runs::{Change, Scan};
use crate::app::action::RemoteKey;

/// What is to be done next because of what was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FollowUp {
    /// Look for repositories in a folder that was chosen.
    Add(PathBuf),
    /// Look for repositories in folders that were named.
    AddAll(Vec<PathBuf>),
    /// Write the settings.
    Remember,
    /// Ask all servers.
    CheckAll,
    /// Read all repositories again, because a setting changed.
    Reread,
    /// List and ask again what belongs to these servers.
    Renew {
        /// Their realms.
        realms: Vec<Realm>,
        /// Ask the servers also where they were not asked before.
        check: bool,
    },
}

impl State {
    /// Takes over what a job tells. The only place where a job changes what is shown.
    pub fn apply(&mut self, told: Told) -> Option<FollowUp> {
        let Told { job, event } = told;
        match event {
            Event::Activity(activity) => self.log(activity),
            Event::Ended => return self.ended(job),
            Event::SystemWish(wish) => self.wishes.take(wish),
            Event::HelperStands(stands) => self.own_helper = Some(stands),
            Event::HelperChanged(changed) => {
                self.helper_problem = changed.as_ref().err().cloned();
                return changed.is_ok().then_some(FollowUp::Reread);
            }
            Event::Failed(why) => self.failed(job, why),
            Event::SystemTheme { dark } => {
                self.system_theme = Some(if dark {
                    egui::Theme::Dark
                } else {
                    egui::Theme::Light
                });
            }
            Event::StartedAgain(folders) => {
                self.due.raise = true;
                return Some(FollowUp::AddAll(folders));
            }
            Event::FolderChosen(chosen) => return chosen.map(FollowUp::Add),
            Event::NoFolderDialog => {
                self.path_field = Some(PathField {
                    problem: Some("This system has no folder dialog; type the path".to_owned()),
                });
            }
            Event::FolderAdded(folder) => return self.folder_added(job, folder),
            Event::Found { folder, report } => self.found(job, folder, *report),
            Event::FolderScanned {
                folder, problems, ..
            } => {
                let run = self.runs.scans.get(&job)?;
                if !run.cancel.is_cancelled() {
                    self.repositories.keep_only(&folder, &run.found);
                }
                self.problems.insert(folder, problems);
            }
            Event::Reported(text) => {
                let report = self.report.as_mut()?;
                report.text = Some(text);
            }
            Event::Checked(checked) => self.checked(job, *checked),
            Event::Refreshed(reports) => self.refreshed(reports),
            Event::Cleared(cleared) => {
                let (realm, forge) = self.server_of(job)?;
                let toast = Toast::cleared(&cleared, &realm.host_field(), forge);
                if let Some(repair) = &mut self.repair {
                    repair.note(RepairStep::Clear, toast.words());
                }
                self.toast = Some(toast);
                if !cleared.undo.is_empty() {
                    self.undo.push((Some(realm.clone()), cleared.undo));
                }
                return Some(renew(vec![realm]));
            }
            Event::Planned(planned) => {
                let change = self.planned.as_mut().filter(|change| change.job == job)?;
                change.stands = match planned {
                    Ok(plan) => Planned::Ready(plan),
                    Err(why) => Planned::Failed(why),
                };
            }
            Event::Changed { words, result } => return self.changed(job, &words, result),
            Event::Reread { reports, asked } => self.reread(job, reports, asked),
            Event::Undone(undone) => return Some(self.undone(&undone)),
            Event::Places { in_force, choices } => {
                let dialog = self.token_dialog.as_mut()?;
                dialog.places = match in_force {
                    Some((place, plain_text)) => Places::InForce { place, plain_text },
                    None => Places::Choice(choices.into_iter().map(Into::into).collect()),
                };
            }
            Event::SaveStepped(step, state) => {
                let dialog = self.token_dialog.as_mut()?;
                if dialog.saving.as_ref().is_some_and(|(of, _)| *of == job) {
                    dialog.step(step, state);
                }
            }
            Event::SaveEnded { realm, result } => {
                return match *result {
                    Ok(saved) => Some(self.saved(saved)),
                    // The step says why; all is as it was before.
                    Err(_) => Some(renew(vec![realm])),
                };
            }
        }
        None
    }

    fn ended(&mut self, job: JobId) -> Option<FollowUp> {
        let scan = self.runs.scans.remove(&job);
        if let Some(only) = scan.as_ref().and_then(only_wanted) {
            self.select(only);
        }
        let was_scan = scan.is_some();
        let was_check = self.runs.checks.remove(&job).is_some();
        self.runs.changes.remove(&job);
        if self.runs.folder_dialog == Some(job) {
            self.runs.folder_dialog = None;
        }
        if let Some(dialog) = &mut self.token_dialog
            && dialog.saving.as_ref().is_some_and(|(of, _)| *of == job)
        {
            dialog.saving = None;
            dialog.end_steps("It stopped unexpectedly; nothing was saved");
        }
        if (was_scan || was_check) && !self.runs.is_checking() {
            self.repositories.settle();
            if !self.selected_by_person {
                self.selected = None;
            }
        }
        let is_due = was_scan && !self.runs.is_scanning();
        (is_due && std::mem::take(&mut self.due.check)).then_some(FollowUp::CheckAll)
    }

    fn failed(&mut self, job: JobId, why: String) {
        match self.runs.scans.get(&job) {
            Some(scan) if scan.is_new => {
                self.path_field = Some(PathField { problem: Some(why) });
            }
            _ => self.complain(why),
        }
    }

    fn folder_added(&mut self, job: JobId, folder: PathBuf) -> Option<FollowUp> {
        if let Some(scan) = self.runs.scans.get_mut(&job) {
            scan.is_new = false;
        }
        self.path_field = None;
        if self.settings.folders.contains(&folder) {
            return None;
        }
        self.settings.folders.push(folder);
        self.repositories.group_by(&self.settings.folders);
        Some(FollowUp::Remember)
    }

    fn found(&mut self, job: JobId, folder: PathBuf, report: RepositoryReport) {
        // A repository below two chosen folders stays where it was found first.
        let folder = match self.repositories.get(&report.path) {
            Some(known) => known.folder.clone(),
            None => folder,
        };
        if !self.settings.folders.contains(&folder) {
            return;
        }
        if let Some(scan) = self.runs.scans.get_mut(&job) {
            scan.found.insert(report.path.clone());
        }
        self.repositories.insert(Listed { folder, report });
    }

    fn checked(&mut self, job: JobId, checked: Checked) {
        let Checked {
            path,
            remote,
            done,
            total,
        } = checked;
        let Some(check) = self.runs.checks.get_mut(&job) else {
            return;
        };
        check.done = check.done.max(done);
        check.total = total;
        let key = RemoteKey {
            path,
            remote: remote.name.clone(),
        };
        if !check.waiting.remove(&key) {
            return;
        }
        self.repositories.update(&key.path, |report| {
            for known in report
                .remotes
                .iter_mut()
                .filter(|known| known.name == remote.name)
            {
                *known = remote.clone();
            }
        });
    }

    fn changed(
        &mut self,
        job: JobId,
        words: &str,
        result: Result<Undo, String>,
    ) -> Option<FollowUp> {
        let is_shown = self
            .planned
            .as_ref()
            .is_some_and(|planned| planned.job == job);
        match result {
            Ok(undo) => {
                if is_shown {
                    self.planned = None;
                }
                if let Some(repair) = &mut self.repair {
                    repair.note(RepairStep::Url, words);
                }
                self.toast = Some(Toast::changed(words));
                self.undo.push((None, undo));
                Some(FollowUp::Reread)
            }
            Err(why) => {
                match self.planned.as_mut().filter(|_| is_shown) {
                    Some(planned) => planned.stands = Planned::Failed(why),
                    None => self.complain(why),
                }
                None
            }
        }
    }

    fn reread(&mut self, job: JobId, reports: Vec<RepositoryReport>, asked: HashSet<RemoteKey>) {
        if let Some(check) = self.runs.checks.get_mut(&job) {
            check.total = asked.len();
            check.waiting = asked;
        }
        for report in reports {
            if let Some(known) = self.repositories.get(&report.path) {
                let folder = known.folder.clone();
                self.repositories.insert(Listed { folder, report });
            }
        }
    }

    /// The reports hold only the remotes that were listed again.
    fn refreshed(&mut self, reports: Vec<RepositoryReport>) {
        for refreshed in reports {
            self.repositories.update(&refreshed.path, |report| {
                for remote in refreshed.remotes {
                    for known in report
                        .remotes
                        .iter_mut()
                        .filter(|known| known.name == remote.name)
                    {
                        *known = remote.clone();
                    }
                }
            });
        }
    }

    fn server_of(&self, job: JobId) -> Option<(Realm, crate::model::Forge)> {
        let Change { server } = self.runs.changes.get(&job)?;
        server.clone()
    }

    fn undone(&mut self, undone: &Undone) -> FollowUp {
        let has_files = !(undone.restored_files.is_empty() && undone.failed_files.is_empty());
        if let Some(repair) = &mut self.repair {
            repair.did.remove(match has_files {
                true => &RepairStep::Url,
                false => &RepairStep::Clear,
            });
        }
        self.toast = Some(Toast::undone(undone));
        if has_files {
            return FollowUp::Reread;
        }
        let failed = undone.failed.iter().map(|(entry, _)| entry);
        let mut realms: Vec<Realm> = undone
            .restored
            .iter()
            .chain(failed)
            .filter_map(Entry::realm)
            .map(Realm::without_path)
            .collect();
        realms.sort();
        realms.dedup();
        renew(realms)
    }

    fn saved(&mut self, saved: Saved) -> FollowUp {
        // What was cleared before must not come back over the new token.
        self.undo.retain(|(realm, _)| {
            !realm
                .as_ref()
                .is_some_and(|of| of.same_server(&saved.realm))
        });
        if let Some(repair) = &mut self.repair {
            let host = saved.realm.host_field();
            repair.note(
                RepairStep::Paste,
                format!("The new token for {host} is saved and proved"),
            );
        }
        match &mut self.token_dialog {
            Some(dialog) => {
                dialog.is_done = true;
                self.due.clipboard = !self.settings.keep_clipboard;
            }
            None => self.toast = Some(Toast::saved(&saved.realm, None)),
        }
        FollowUp::Renew {
            realms: vec![saved.realm],
            check: true,
        }
    }
}

/// The one repository that a person asked for.
fn only_wanted(scan: &Scan) -> Option<PathBuf> {
    let is_only = scan.is_wanted && scan.found.len() == 1;
    scan.found.iter().next().filter(|_| is_only).cloned()
}

fn renew(realms: Vec<Realm>) -> FollowUp {
    FollowUp::Renew {
        realms,
        check: false,
    }
}
