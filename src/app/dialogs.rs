//! What follows from what is done in the sheets: the new token, the repair, a change to settings,
//! the report.

use super::App;
use super::action::RemoteKey;
use super::settings::Setting;
use super::state::runs::Change;
use super::state::token_dialog::Places;
use super::state::{Page, Planned, PlannedChange, Repair, RepairStep, Report, Toast, TokenDialog};
use crate::jobs::change::ChangePlace;
use crate::jobs::save::SaveRequest;
use crate::jobs::try_token;
use crate::model::{Cancel, RemoteUrl};

impl App {
    pub(super) fn open_token_dialog(&mut self, key: RemoteKey) {
        let Some((listed, remote)) = self.state.remote(&key) else {
            return;
        };
        let url = remote.urls().find(|url| url.realm().is_some()).cloned();
        let Some((url, realm)) = url.and_then(|url| Some((url.clone(), url.realm()?))) else {
            return;
        };
        let used = remote
            .in_use()
            .and_then(|(entry, _)| entry.username.clone());
        self.drafts.wipe_token();
        let dialog = TokenDialog {
            repository: listed.name(),
            others: self.state.others_at(&realm, &key.path),
            forge: remote.forge,
            settings: remote.settings.clone(),
            saved: remote.saved.clone(),
            recognised: None,
            places: Places::Loading,
            steps: Vec::new(),
            saving: None,
            is_done: false,
            clipboard: None,
            key,
            url,
            realm,
        };
        self.work.places(dialog.settings.clone());
        if let Some(name) = dialog
            .url
            .user
            .as_ref()
            .or(dialog.settings.username.as_ref())
            .or(used.as_ref())
        {
            self.drafts.username.clone_from(name);
        }
        self.state.toast = None;
        self.state.token_dialog = Some(dialog);
    }

    pub(super) fn close_token_dialog(&mut self) {
        if let Some(dialog) = self.state.token_dialog.take() {
            if dialog.is_done {
                self.state.toast = Some(Toast::saved(&dialog.realm, dialog.clipboard));
            }
            if let Some((_, cancel)) = dialog.saving {
                cancel.cancel();
            }
        }
        self.drafts.wipe_token();
    }

    /// Looks at the paste without sending it.
    pub(super) fn recognise(&mut self) {
        let Some(dialog) = &mut self.state.token_dialog else {
            return;
        };
        dialog.steps.clear();
        if self.drafts.token.is_empty() {
            dialog.recognised = None;
            return;
        }
        let pasted = self.drafts.token.to_secret();
        let text = std::str::from_utf8(pasted.expose()).unwrap_or_default();
        let preview = try_token::preview(
            text,
            &dialog.url,
            dialog.forge,
            &dialog.settings,
            &dialog.saved,
        );
        if let Some(username) = preview
            .username
            .as_ref()
            .filter(|_| !self.drafts.username_is_own)
        {
            self.drafts.username.clone_from(username);
        }
        dialog.recognised = Some(preview.into());
    }

    pub(super) fn save_token(&mut self) {
        let Some(dialog) = &mut self.state.token_dialog else {
            return;
        };
        let username = self.drafts.username.trim().to_owned();
        if !dialog.is_ready(!self.drafts.token.is_empty(), !username.is_empty()) {
            return;
        }
        let helper = match &dialog.places {
            Places::Choice(choices) => choices
                .get(self.drafts.place)
                .map(|place| place.value.clone()),
            _ => None,
        };
        dialog.steps.clear();
        let cancel = Cancel::default();
        let request = SaveRequest {
            url: dialog.url.clone(),
            settings: dialog.settings.clone(),
            forge: dialog.forge,
            pasted: self.drafts.token.to_secret(),
            username: Some(username),
            helper,
            prove: true,
            allow_plain_http: self
                .state
                .settings
                .plain_http_hosts
                .contains(&dialog.realm.host_field()),
        };
        let job = self
            .work
            .save(request, dialog.realm.clone(), cancel.clone());
        dialog.saving = Some((job, cancel));
    }

    /// The repair and its token, which the steps share.
    pub(super) fn open_repair(&mut self, key: RemoteKey) {
        self.open_token_dialog(key.clone());
        if self.state.token_dialog.is_some() {
            self.draft_url(&key);
            self.state.planned = None;
            self.state.repair = Some(Repair::new(key));
        }
    }

    pub(super) fn open_url(&mut self, key: RemoteKey) {
        self.draft_url(&key);
        self.state.planned = None;
        self.state.url = Some(key);
    }

    fn draft_url(&mut self, key: &RemoteKey) {
        let remote = self.state.remote(key);
        let url = remote.and_then(|(_, remote)| remote.main_url());
        self.drafts.url = url.map_or(String::new(), RemoteUrl::without_secret);
    }

    pub(super) fn close_repair(&mut self) {
        self.close_token_dialog();
        self.state.planned = None;
        self.state.repair = None;
    }

    pub(super) fn note_opened_page(&mut self) {
        if let Some(repair) = &mut self.state.repair
            && repair.step == RepairStep::Create
        {
            repair.note(RepairStep::Create, "The page was opened in the browser");
        }
    }

    pub(super) fn show_repair_step(&mut self, step: RepairStep) {
        let Some(repair) = &mut self.state.repair else {
            return;
        };
        // Those before it that did nothing were passed over.
        repair
            .passed
            .extend(RepairStep::ALL.into_iter().filter(|it| *it < step));
        repair.step = step;
        let key = repair.key.clone();
        // What the steps before changed is what the token is pasted for.
        let is_stale = self.state.token_dialog.as_ref().is_none_or(|dialog| {
            !dialog.is_done && dialog.saving.is_none() && self.drafts.token.is_empty()
        });
        if step == RepairStep::Paste && is_stale {
            self.open_token_dialog(key);
        }
    }

    pub(super) fn show_settings(&mut self, open: bool) {
        self.state.show(Page::Settings, open);
        self.state.helper_problem = None;
        if open {
            self.work.helper_status();
        }
    }

    pub(super) fn set(&mut self, setting: Setting) {
        self.state.settings.set(setting);
        self.work.remember(move |settings| settings.set(setting));
    }

    pub(super) fn change_helper(&mut self, install: bool) {
        self.state.helper_problem = None;
        let job = self.work.change_helper(install);
        let change = Change { server: None };
        self.state.runs.changes.insert(job, change);
    }

    pub(super) fn open_report(&mut self) {
        let reports = self.state.repositories.iter();
        let reports = reports.map(|listed| listed.report.clone()).collect();
        let problems = self.state.problems.values().flatten().cloned();
        self.work.report(reports, problems.collect());
        self.state.report = Some(Report::default());
    }

    pub(super) fn plan_change(
        &mut self,
        key: RemoteKey,
        words: String,
        change: crate::model::Change,
    ) {
        let place = ChangePlace {
            repository: key.path.clone(),
            remote: key.remote.clone(),
        };
        let job = self.work.plan(place, change);
        self.state.planned = Some(PlannedChange {
            key,
            words,
            stands: Planned::Looking,
            job,
        });
    }

    pub(super) fn make_change(&mut self) {
        let Some(planned) = &mut self.state.planned else {
            return;
        };
        let before = std::mem::replace(&mut planned.stands, Planned::Making);
        let Planned::Ready(plan) = before else {
            planned.stands = before;
            return;
        };
        planned.job = self.work.make(*plan, planned.words.clone());
        let change = Change { server: None };
        self.state.runs.changes.insert(planned.job, change);
    }
}
