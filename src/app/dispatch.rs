//! What follows from each action.

use std::path::PathBuf;

use super::App;
use super::action::{Action, RemoteKey};
use super::state::runs::{Change, Check, Scan};
use super::state::{FollowUp, Page, PathField};
use super::work::keys;
use crate::jobs::check::CheckOptions;
use crate::jobs::clear::ClearTarget;
use crate::model::{
    self, Access, AccessState, Cancel, Entry, Forge, Realm, RemoteReport, RepositoryReport,
    StoreKind,
};

impl App {
    pub(super) fn dispatch(&mut self, action: Action) {
        match action {
            Action::ChooseFolder => self.choose_folder(),
            Action::ShowPathField(open) => {
                self.state.path_field = open.then(PathField::default);
            }
            Action::AddFolders(folders) => {
                for folder in folders {
                    self.scan(folder, true);
                }
            }
            Action::ForgetFolder(folder) => self.forget_folder(folder),
            Action::ScanAgain => {
                for folder in self.state.settings.folders.clone() {
                    self.scan(folder, false);
                }
            }
            Action::Stop => self.state.runs.stop(),
            Action::CheckAll => self.check_all(),
            Action::Check(key) => self.check_one(&key, false, false),
            Action::CheckAgain(key) => self.check_one(&key, true, false),
            Action::AskHelpers(key) => self.check_one(&key, false, true),
            Action::AllowPlainHttp { host, allow } => self.allow_plain_http(&host, allow),
            Action::Select(path) => self.state.select(path),
            Action::SelectBy(by) => self.state.select_by(by),
            Action::Filter(filter) => self.state.filter(filter),
            Action::Search => self.state.repositories.search_for(&self.drafts.search),
            Action::ClearRealm(key) => self.clear_realm(&key),
            Action::ClearEntry(entry) if entry.store == StoreKind::OtherHelper => {
                self.plan_clear(*entry);
            }
            Action::ClearEntry(entry) => {
                let forge = self.forge_of(entry.realm().as_ref());
                let server = entry.realm().map(|realm| (realm.without_path(), forge));
                self.clear(ClearTarget::Entry(*entry), server);
            }
            Action::Undo => self.undo(),
            Action::DismissToast => self.state.toast = None,
            Action::OpenTokenDialog(key) => self.open_token_dialog(key),
            Action::CloseTokenDialog => self.close_token_dialog(),
            Action::TokenChanged => self.recognise(),
            Action::SaveToken => self.save_token(),
            Action::CheckServer(realm) => self.check_server(&realm),
            Action::PlanChange(key, words, change) => self.plan_change(key, words, change),
            Action::MakeChange => self.make_change(),
            Action::CloseChange => self.state.planned = None,
            Action::OpenReport => self.open_report(),
            // Copied by what draws, as the report is.
            Action::Copy(_) => (),
            Action::CopyReport => {
                if let Some(report) = &mut self.state.report {
                    report.is_copied = true;
                }
            }
            Action::CloseReport => self.state.report = None,
            Action::OpenUrl(key) => self.open_url(key),
            Action::CloseUrl => {
                self.state.planned = None;
                self.state.url = None;
            }
            Action::OpenRepair(key) => self.open_repair(key),
            Action::CloseRepair => self.close_repair(),
            Action::ShowRepairStep(step) => self.show_repair_step(step),
            // The browser is opened by what draws.
            Action::OpenPage(_) => self.note_opened_page(),
            Action::ShowSettings(open) => self.show_settings(open),
            Action::Set(setting) => self.set(setting),
            Action::InstallHelper => self.change_helper(true),
            Action::RemoveHelper => self.change_helper(false),
            Action::ShowPalette(open) => {
                self.drafts.command.clear();
                self.drafts.command_chosen = 0;
                self.state.show(Page::Palette, open);
            }
            Action::ShowActivity(open) => {
                self.state.activity_open = open;
                if !open {
                    self.state.errors.clear();
                }
            }
        }
    }

    pub(super) fn follow_up(&mut self, follow_up: FollowUp) {
        match follow_up {
            FollowUp::Add(folder) => self.scan(folder, true),
            FollowUp::AddAll(folders) => self.dispatch(Action::AddFolders(folders)),
            FollowUp::Remember => self.remember_folders(),
            FollowUp::CheckAll => self.check_all(),
            FollowUp::Reread => self.reread(),
            FollowUp::Renew { realms, check } => self.renew(&realms, check),
        }
    }

    fn choose_folder(&mut self) {
        if self.state.runs.folder_dialog.is_none() {
            self.state.runs.folder_dialog = Some(self.work.choose_folder());
        }
    }

    fn scan(&mut self, folder: PathBuf, is_new: bool) {
        self.state
            .repositories
            .group_by(&self.state.settings.folders);
        let cancel = Cancel::default();
        let job = self.work.scan(folder, is_new, cancel.clone());
        let run = Scan {
            cancel,
            is_new,
            is_wanted: is_new,
            ..Scan::default()
        };
        self.state.runs.scans.insert(job, run);
    }

    fn forget_folder(&mut self, folder: PathBuf) {
        self.state.settings.folders.retain(|known| *known != folder);
        self.state.problems.remove(&folder);
        self.state
            .repositories
            .group_by(&self.state.settings.folders);
        self.work
            .remember(move |settings| settings.folders.retain(|known| *known != folder));
    }

    /// Adds what was chosen here to what the file holds, which another window may have changed.
    fn remember_folders(&mut self) {
        let folders = self.state.settings.folders.clone();
        self.work.remember(move |settings| {
            for folder in folders {
                if !settings.folders.contains(&folder) {
                    settings.folders.push(folder);
                }
            }
        });
    }

    fn allow_plain_http(&mut self, host: &str, allow: bool) {
        let host = host.to_owned();
        let change = move |hosts: &mut Vec<String>| {
            hosts.retain(|known| *known != host);
            if allow {
                hosts.push(host);
            }
        };
        change.clone()(&mut self.state.settings.plain_http_hosts);
        self.work
            .remember(move |settings| change(&mut settings.plain_http_hosts));
        if !allow {
            return;
        }
        let hosts = self.state.settings.plain_http_hosts.clone();
        let reports = self.reports(|remote| {
            remote
                .realms()
                .iter()
                .any(|realm| hosts.contains(&realm.host_field()))
        });
        self.check(reports, false, false);
    }

    fn check_all(&mut self) {
        if !self.state.runs.is_checking() {
            let reports = self.reports(|_| true);
            self.check(reports, false, false);
        }
    }

    fn check_one(&mut self, key: &RemoteKey, retry: bool, ask_helpers: bool) {
        let Some((listed, remote)) = self.state.remote(key) else {
            return;
        };
        let report = RepositoryReport {
            remotes: vec![remote.clone()],
            ..listed.report.clone()
        };
        self.check(vec![report], retry, ask_helpers);
    }

    fn check(&mut self, reports: Vec<RepositoryReport>, retry: bool, ask_helpers: bool) {
        if reports.is_empty() {
            return;
        }
        let run = Check {
            waiting: keys(&reports),
            total: reports.iter().map(|report| report.remotes.len()).sum(),
            ..Check::default()
        };
        self.state.runs.forget(&run.waiting);
        let options = CheckOptions {
            retry,
            ask_helpers,
            ..self.options()
        };
        let job = self.work.check(reports, options, run.cancel.clone());
        self.state.runs.checks.insert(job, run);
    }

    /// Lists again what is saved for `realms`, and asks their servers: those that were asked
    /// before, whose answers are out of date now; or all of them.
    fn renew(&mut self, realms: &[Realm], check: bool) {
        let of_realm = |remote: &RemoteReport| realms.iter().any(|realm| remote.is_at(realm));
        let mut reports = self.reports(of_realm);
        let mut asked = reports.clone();
        for report in &mut asked {
            report.remotes.retain(|remote| check || was_asked(remote));
        }
        asked.retain(|report| !report.remotes.is_empty());
        for remote in reports.iter_mut().flat_map(|report| &mut report.remotes) {
            remote.fetch = Access::default();
            remote.push = Access::default();
        }
        let run = Check {
            waiting: keys(&asked),
            total: asked.iter().map(|report| report.remotes.len()).sum(),
            ..Check::default()
        };
        self.state.runs.forget(&keys(&reports));
        let options = self.options();
        let job = self.work.renew(reports, asked, options, run.cancel.clone());
        self.state.runs.checks.insert(job, run);
    }

    fn options(&self) -> CheckOptions {
        CheckOptions {
            plain_http_hosts: self.state.settings.plain_http_hosts.clone(),
            ..CheckOptions::default()
        }
    }

    /// The repositories with those of their remotes that are `wanted`.
    fn reports(&self, wanted: impl Fn(&RemoteReport) -> bool) -> Vec<RepositoryReport> {
        let narrowed = self.state.repositories.iter().filter_map(|listed| {
            let remotes: Vec<_> = listed
                .report
                .remotes
                .iter()
                .filter(|remote| wanted(remote))
                .cloned()
                .collect();
            (!remotes.is_empty()).then(|| RepositoryReport {
                remotes,
                ..listed.report.clone()
            })
        });
        narrowed.collect()
    }

    fn clear_realm(&mut self, key: &RemoteKey) {
        let Some((_, remote)) = self.state.remote(key) else {
            return;
        };
        let forge = remote.forge;
        if let Some(realm) = remote.realm().map(Realm::without_path) {
            let target = ClearTarget::Realm {
                realm: realm.clone(),
                username: None,
            };
            self.clear(target, Some((realm, forge)));
        }
    }

    /// What cannot surely be put back is asked about first.
    fn plan_clear(&mut self, entry: Entry) {
        let holds = |remote: &&RemoteReport| remote.saved.contains(&entry);
        let found = self.state.repositories.iter().find_map(|listed| {
            let remote = listed.report.remotes.iter().find(holds)?;
            Some(RemoteKey {
                path: listed.report.path.clone(),
                remote: remote.name.clone(),
            })
        });
        let Some(key) = found else { return };
        let words = format!("Clear what {} keeps", entry.location);
        let entry = Box::new(entry);
        self.plan_change(key, words, model::Change::ClearEntry { entry });
    }

    fn clear(&mut self, target: ClearTarget, server: Option<(Realm, Forge)>) {
        let job = self.work.clear(target);
        self.state.runs.changes.insert(job, Change { server });
    }

    fn forge_of(&self, realm: Option<&Realm>) -> Forge {
        let Some(realm) = realm else {
            return Forge::Plain;
        };
        self.state
            .repositories
            .iter()
            .flat_map(|listed| &listed.report.remotes)
            .find(|remote| remote.is_at(realm))
            .map_or(Forge::Plain, |remote| remote.forge)
    }

    fn undo(&mut self) {
        if let Some((_, undo)) = self.state.undo.pop() {
            self.state.toast = None;
            let job = self.work.undo(undo);
            self.state.runs.changes.insert(job, Change { server: None });
        }
    }

    /// Reads all repositories again: a setting of the person's own counts in each of them.
    fn reread(&mut self) {
        let known = self.reports(|_| true);
        let run = Check::default();
        let job = self.work.reread(known, self.options(), run.cancel.clone());
        self.state.runs.checks.insert(job, run);
    }

    fn check_server(&mut self, realm: &Realm) {
        let reports = self.reports(|remote| remote.is_at(realm));
        self.check(reports, true, false);
    }
}

fn was_asked(remote: &RemoteReport) -> bool {
    [&remote.fetch, &remote.push]
        .iter()
        .any(|access| access.state != AccessState::NotChecked)
}
