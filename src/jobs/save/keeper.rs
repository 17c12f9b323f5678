//! Hands a credential to the helper that Git asks first, and believes the listing, not the exit
//! code. Whatever fails later, what was there before can be there again.

use super::token::Token;
use super::way_back::WayBack;
use super::{Undo, room};
use crate::git::ask_helper;
use crate::git::programs::Programs;
use crate::jobs::Workshop;
use crate::jobs::candidate::{Sources, lies_with, store_of};
use crate::jobs::change::helper::add_helper;
use crate::model::masked::shown_name;
use crate::model::source::{Origin, Scope, SignInSettings};
use crate::model::{Entry, HelperInForce, RemoteUrl, StoreKind};
use crate::store::manager::ManagerSettings;
use crate::store::{StoreError, Stores};

/// Keeps credentials for one URL.
pub(in crate::jobs) struct Keeper<'a> {
    workshop: &'a Workshop,
    url: &'a RemoteUrl,
    settings: &'a SignInSettings,
    /// Configured where none is in force.
    helper: Option<&'a str>,
    /// The one in force that is to keep it, where that is not the first that would.
    chosen: Option<&'a HelperInForce>,
    pub(in crate::jobs) stores: Stores,
    pub(super) way_back: WayBack,
}

impl<'a> Keeper<'a> {
    pub(in crate::jobs) fn new(
        workshop: &'a Workshop,
        url: &'a RemoteUrl,
        settings: &'a SignInSettings,
    ) -> Self {
        Self {
            workshop,
            url,
            settings,
            helper: None,
            chosen: None,
            stores: workshop.stores(),
            way_back: WayBack::default(),
        }
    }

    /// This one, which may configure `helper` where none is in force.
    pub(super) fn or_configuring(self, helper: Option<&'a str>) -> Self {
        Self { helper, ..self }
    }

    /// This one, which hands it to `helper`, one of those in force.
    pub(in crate::jobs) fn choosing(self, helper: &'a HelperInForce) -> Self {
        Self {
            chosen: Some(helper),
            ..self
        }
    }

    /// Hands `token` to one helper, which must have it when asked again. Returns the helper and
    /// the place in words.
    pub(in crate::jobs) fn keep(
        &mut self,
        token: &Token,
    ) -> Result<(HelperInForce, String), String> {
        let helper = self.helper(token)?;
        self.let_unlock(token, &helper)?;
        self.way_back.hands_over(token, &self.stores);
        ask_helper::approve(
            self.workshop.git(),
            &helper,
            &token.realm,
            &self.url.host_field(),
            &token.credential,
        )
        .map_err(|error| error.to_string())?;
        // Git Credential Manager encrypts without the key that reads it.
        self.let_unlock(token, &helper)?;
        let place = self.find_saved(token, &helper).ok_or_else(|| {
            format!(
                "{} did not keep the token: it is not there when asked again",
                helper.name()
            )
        })?;
        Ok((helper, place))
    }

    /// Takes everything back. Returns what could not be taken back.
    pub(in crate::jobs) fn take_back(&mut self) -> Vec<String> {
        std::mem::take(&mut self.way_back).go(&self.stores, self.workshop.git())
    }

    /// What was saved before and is no more, be it that the helper wrote over it.
    pub(in crate::jobs) fn replaced(&self, token: &Token) -> Vec<Entry> {
        self.way_back.replaced_by(token, &self.stores)
    }

    /// What the person may undo once all went well.
    pub(in crate::jobs) fn undo(
        &mut self,
        token: &Token,
        replaced: &[Entry],
        saved: &[Entry],
    ) -> Undo {
        std::mem::take(&mut self.way_back).undo(token, replaced, saved, &self.stores)
    }

    /// Where `helper` keeps the token, if it does: what Git would get must be what was pasted.
    pub(super) fn find_saved(&self, token: &Token, helper: &HelperInForce) -> Option<String> {
        let git = self.workshop.git();
        let manager = self.manager();
        let saved = token.saved_in(&self.stores).into_iter();
        let mut has_unread = false;
        for entry in saved.filter(|entry| self.lies_with(helper, entry, &manager)) {
            match self.stores.read(&entry) {
                Ok(read) if token.is(&read) => return Some(entry.location),
                Ok(_) => (),
                Err(_) => has_unread = true,
            }
        }
        // What was read need not be asked for, and asking might open a dialog.
        if store_of(helper, &manager).is_some() && !has_unread {
            return None;
        }
        let answer = ask_helper::fill(
            git,
            helper,
            &token.realm,
            &self.url.host_field(),
            Some(&token.credential.username),
        );
        let answered = answer.ok().flatten()?;
        token.is(&answered).then(|| helper.name().to_owned())
    }

    /// Git must come upon this token and no other one before it.
    pub(in crate::jobs) fn first_in_line(&self, token: &Token) -> Result<(), String> {
        let saved = token.saved_in(&self.stores);
        let candidates = Sources {
            git: self.workshop.git(),
            stores: &self.stores,
            url: self.url,
            settings: self.settings,
            manager: &self.manager(),
            saved: &saved,
            ask_helpers: false,
        }
        .candidates();
        match candidates.first() {
            Some(first) if !first.credential.secret.same_as(&token.credential.secret) => {
                let (name, place) = (shown_name(&first.credential.username), first.place());
                // A netrc file is not cleared with the others.
                let remedy = match &first.entry {
                    Some(entry) if entry.store == StoreKind::Netrc => "take it out of that file",
                    _ => "clear it, or put the user name into the remote's URL",
                };
                Err(format!(
                    "Git comes upon another sign-in first: {name} in {place}; {remedy}"
                ))
            }
            _ => Ok(()),
        }
    }

    /// Where the old sign-in lies in a locked keyring, the helper would have it unlocked and write
    /// over it, and nothing could bring it back. So the keyring is unlocked before: the helper is
    /// asked, and the desktop asks the person.
    fn let_unlock(&self, token: &Token, helper: &HelperInForce) -> Result<(), String> {
        let manager = self.manager();
        let locked = || {
            let mut entries = token.saved_in(&self.stores).into_iter();
            entries.find(|entry| self.lies_with(helper, entry, &manager) && self.is_locked(entry))
        };
        if locked().is_none() {
            return Ok(());
        }
        let host = self.url.host_field();
        // What it answers does not matter, nor whether it does.
        let _ = ask_helper::let_unlock(self.workshop.git(), helper, &token.realm, &host);
        match locked() {
            None => Ok(()),
            Some(entry) => Err(format!(
                "{} is locked; unlock it and try again",
                entry.location
            )),
        }
    }

    /// What is encrypted shows only when it is read whether its key is at hand.
    fn is_locked(&self, entry: &Entry) -> bool {
        let is_file = entry.store == StoreKind::ManagerGpg;
        let cannot_be_read = || {
            let read = self.stores.read(entry);
            matches!(read, Err(StoreError::Locked { .. }))
        };
        entry.locked || is_file && cannot_be_read()
    }

    fn lies_with(&self, helper: &HelperInForce, entry: &Entry, manager: &ManagerSettings) -> bool {
        lies_with(helper, entry, manager, self.workshop.git().environment())
    }

    fn manager(&self) -> ManagerSettings {
        ManagerSettings::for_url(self.workshop.git(), &self.workshop.personal(), self.url)
    }

    /// The helper that Git asks first and that can keep `token`: one that it is too long for is
    /// told it, too, and keeps nothing.
    fn helper(&mut self, token: &Token) -> Result<HelperInForce, String> {
        let manager = self.manager();
        let has_room = |helper: &HelperInForce| room::for_token(token, helper, &manager);
        let in_force: Vec<&HelperInForce> = match self.chosen {
            Some(chosen) => vec![chosen],
            None => helpers_that_keep(self.workshop, self.settings),
        };
        let mut refusal = None;
        for helper in in_force {
            match has_room(helper) {
                Ok(()) => return Ok(helper.clone()),
                Err(words) => refusal = refusal.or(Some(words)),
            }
        }
        if let (Some(words), None) = (refusal, self.helper) {
            return Err(words);
        }
        let Some(value) = self.helper else {
            return Err(
                "no credential helper is configured that could keep the token; choose one"
                    .to_owned(),
            );
        };
        let added = add_helper(self.workshop.git(), value).map_err(|error| error.to_string())?;
        self.way_back.has_configured(value, added);
        self.stores = self.workshop.stores();
        Ok(HelperInForce {
            value: value.to_owned(),
            origin: Origin {
                scope: Scope::Global,
                file: std::path::PathBuf::new(),
                line: 0,
            },
        })
    }
}

/// Those of the person's own helpers that are there and keep what they are given, in Git's order.
pub fn helpers_that_keep<'a>(
    workshop: &Workshop,
    settings: &'a SignInSettings,
) -> Vec<&'a HelperInForce> {
    let programs = Programs::new(workshop.git());
    let personal = workshop.personal();
    let keeps = |helper: &&HelperInForce| {
        ask_helper::keeps_secrets(helper) && programs.missing(helper, &personal).is_none()
    };
    settings.own_helpers().filter(keeps).collect()
}
