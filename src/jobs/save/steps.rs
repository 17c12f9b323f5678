//! The steps of a save, in order.

use super::token::Token;
use super::way_back::WayBack;
use super::{SaveError, SaveRequest, SaveStep, Saved, StepState, prove};
use crate::git::http_settings::http_settings;
use crate::git::{Environment, ask_helper, configure};
use crate::jobs::candidate::{Sources, lies_with, realm_of, store_of};
use crate::jobs::{Workshop, try_token};
use crate::model::paste;
use crate::model::source::{Origin, Scope};
use crate::model::{Access, Cancel, Credential, Entry, HelperInForce};
use crate::store::{StoreError, Stores};

/// A save under way.
pub(super) struct Save<'a> {
    workshop: &'a Workshop,
    request: &'a SaveRequest,
    stores: Stores,
    cancel: &'a Cancel,
    tell: &'a (dyn Fn(SaveStep, StepState) + Sync),
    way_back: WayBack,
}

impl<'a> Save<'a> {
    pub(super) fn new(
        workshop: &'a Workshop,
        request: &'a SaveRequest,
        cancel: &'a Cancel,
        tell: &'a (dyn Fn(SaveStep, StepState) + Sync),
    ) -> Self {
        Self {
            workshop,
            request,
            stores: workshop.stores(),
            cancel,
            tell,
            way_back: WayBack::default(),
        }
    }

    /// All steps; where one fails, nothing stays changed.
    pub(super) fn run(mut self) -> Result<Saved, SaveError> {
        self.all_steps().map_err(|SaveError { step, message }| {
            let failures = std::mem::take(&mut self.way_back).go(&self.stores, self.workshop.git());
            let messages: Vec<String> = std::iter::once(message).chain(failures).collect();
            let message = messages.join("; ");
            (self.tell)(step, StepState::Failed(message.clone()));
            SaveError { step, message }
        })
    }

    fn all_steps(&mut self) -> Result<Saved, SaveError> {
        let token = self.step(SaveStep::Understand, Self::understand)?;
        let (fetch, push) = self.step(SaveStep::Try, |save| save.try_it(&token))?;
        let helper = self.step(SaveStep::Store, |save| save.store(&token))?;
        let replaced = self.step(SaveStep::Replace, |save| save.replace(&token))?;
        if self.request.prove {
            self.step(SaveStep::Prove, |save| save.prove(&token, &helper, &push))?;
        } else {
            (self.tell)(
                SaveStep::Prove,
                StepState::Skipped("Not proved, as asked".to_owned()),
            );
        }
        let saved = token.saved_in(&self.stores);
        Ok(Saved {
            undo: std::mem::take(&mut self.way_back).undo(&token, &replaced, &saved, &self.stores),
            realm: token.realm,
            username: token.credential.username,
            saved,
            replaced,
            fetch,
            push,
        })
    }

    /// Runs one step; `work` returns what it made and the words that tell of it.
    fn step<T>(
        &mut self,
        step: SaveStep,
        work: impl FnOnce(&mut Self) -> Result<(T, String), String>,
    ) -> Result<T, SaveError> {
        (self.tell)(step, StepState::Running);
        if self.cancel.is_cancelled() {
            let message = "cancelled; nothing was changed".to_owned();
            return Err(SaveError { step, message });
        }
        let (made, words) = work(self).map_err(|message| SaveError { step, message })?;
        (self.tell)(step, StepState::Done(words));
        Ok(made)
    }

    fn understand(&mut self) -> Result<(Token, String), String> {
        let request = self.request;
        let realm = realm_of(&request.url, &request.settings).ok_or_else(|| {
            format!(
                "{} takes no token: only http and https remotes do",
                request.url
            )
        })?;
        if request.url.holds_secret() {
            return Err(format!(
                "the URL {} holds a password itself, which Git prefers; take it out with git remote set-url first",
                request.url
            ));
        }
        let git = self.workshop.git();
        let http = http_settings(&self.workshop.personal(), git.environment(), &request.url);
        if http.authorization().is_some() {
            return Err(format!(
                "http.extraHeader in your configuration signs in at {}, and Git sends no saved token beside it; take it out first",
                realm.host_field()
            ));
        }
        let pasted = std::str::from_utf8(request.pasted.expose())
            .map_err(|_| "the paste is no text; copy the token again".to_owned())?;
        let paste = paste::understand(pasted).map_err(|error| error.to_string())?;
        try_token::fits(&paste, &realm, request.forge)?;
        let kind = crate::model::TokenKind::of_secret(&paste.secret);
        let named = request.username.as_deref().or(paste.username.as_deref());
        let username = try_token::username(
            named,
            kind,
            &request.url,
            &request.settings,
            request.forge,
            &self.stores.list(std::slice::from_ref(&realm)).entries,
        )
        .ok_or_else(|| {
            format!(
                "which user name does {} know you by? name it with --user or in the field",
                realm.host_field()
            )
        })?;
        let words = format!("{} for {username}", kind.words());
        let credential = Credential::new(username, paste.secret);
        Ok((Token { realm, credential }, words))
    }

    fn try_it(&mut self, token: &Token) -> Result<((Access, Access), String), String> {
        let answers = try_token::try_token(
            self.workshop,
            self.request,
            &token.realm,
            &token.credential,
            self.cancel,
        );
        try_token::judge(&answers.0, &answers.1, &token.realm).map(|words| (answers, words))
    }

    /// Hands the token to one helper, and believes the listing, not the exit code.
    fn store(&mut self, token: &Token) -> Result<(HelperInForce, String), String> {
        let helper = self.helper()?;
        self.let_unlock(token, &helper)?;
        self.way_back.hands_over(token, &self.stores);
        ask_helper::approve(
            self.workshop.git(),
            &helper,
            &token.realm,
            &self.request.url.host_field(),
            &token.credential,
        )
        .map_err(|error| error.to_string())?;
        let place = self.find_saved(token, &helper).ok_or_else(|| {
            format!(
                "{} did not keep the token: it is not there when asked again",
                helper.name()
            )
        })?;
        Ok((helper, format!("Saved in {place}")))
    }

    /// Where the old sign-in lies in a locked keyring, the helper would have it unlocked and write
    /// over it, and nothing could bring it back. So the keyring is unlocked before: the helper is
    /// asked, and the desktop asks the person.
    fn let_unlock(&self, token: &Token, helper: &HelperInForce) -> Result<(), String> {
        let locked = || {
            let mut entries = token.saved_in(&self.stores).into_iter();
            entries.find(|entry| entry.locked && lies_with(helper, entry, self.environment()))
        };
        if locked().is_none() {
            return Ok(());
        }
        let host = self.request.url.host_field();
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

    fn environment(&self) -> &Environment {
        self.workshop.git().environment()
    }

    /// The helper that Git asks first and that can keep a token.
    fn helper(&mut self) -> Result<HelperInForce, String> {
        let mut own = self.request.settings.own_helpers();
        if let Some(helper) = own.find(|helper| ask_helper::keeps_secrets(helper)) {
            return Ok(helper.clone());
        }
        let Some(value) = &self.request.helper else {
            return Err(
                "no credential helper is configured that could keep the token; choose one"
                    .to_owned(),
            );
        };
        configure::add_helper(self.workshop.git(), value).map_err(|error| error.to_string())?;
        self.way_back.has_configured(value);
        self.stores = self.workshop.stores();
        Ok(HelperInForce {
            value: value.clone(),
            origin: Origin {
                scope: Scope::Global,
                file: std::path::PathBuf::new(),
                line: 0,
            },
        })
    }

    /// Where `helper` keeps the token, if it does: what Git would get must be what was pasted.
    fn find_saved(&self, token: &Token, helper: &HelperInForce) -> Option<String> {
        let git = self.workshop.git();
        let saved = token.saved_in(&self.stores).into_iter();
        let found = saved
            .filter(|entry| lies_with(helper, entry, git.environment()))
            .find(|entry| self.stores.read(entry).is_ok_and(|read| token.is(&read)));
        if let Some(entry) = found {
            return Some(entry.location);
        }
        // Git Credential Manager has other stores beside the keyring. The others were read, and
        // asking them might open a dialog.
        if store_of(helper).is_some() && !helper.name().starts_with("manager") {
            return None;
        }
        let answer = ask_helper::fill(
            git,
            helper,
            &token.realm,
            &self.request.url.host_field(),
            Some(&token.credential.username),
        );
        let answered = answer.ok().flatten()?;
        token.is(&answered).then(|| helper.name().to_owned())
    }

    /// Removes other copies of this user's old sign-in, and what is known to be refused.
    fn replace(&mut self, token: &Token) -> Result<(Vec<Entry>, String), String> {
        for entry in token.saved_in(&self.stores).iter().rev() {
            let Ok(read) = self.stores.read(entry) else {
                continue;
            };
            let same_user = read.username == token.credential.username;
            let refused = || self.workshop.budget().is_rejected(&token.realm, &read);
            if token.is(&read) || !(same_user || refused()) {
                continue;
            }
            match self.stores.remove(entry) {
                // A netrc file is only read; Git Locksmith says so where it lists it.
                Ok(_) | Err(StoreError::ReadOnly { .. }) => (),
                Err(error) => {
                    return Err(format!(
                        "the old sign-in in {} could not be removed: {error}",
                        entry.location
                    ));
                }
            }
        }
        let replaced = self.way_back.replaced_by(token, &self.stores);
        let words = match replaced.len() {
            0 => "There was no old sign-in to replace".to_owned(),
            1 => "1 old sign-in replaced".to_owned(),
            more => format!("{more} old sign-ins replaced"),
        };
        Ok((replaced, words))
    }

    /// Where anybody may fetch, only a push needs the token.
    fn prove(
        &self,
        token: &Token,
        helper: &HelperInForce,
        push: &Access,
    ) -> Result<((), String), String> {
        self.first_in_line(token)?;
        let (git, url) = (self.workshop.git(), &self.request.url);
        let is_open = try_token::is_open(self.workshop, self.request, self.cancel);
        prove::ls_remote(git, url, self.cancel)?;
        let words = match (is_open, push.works()) {
            (false, _) => "Your own Git signed in with it",
            (true, true) => {
                prove::list_for_push(git, url, self.cancel)?;
                "Your own Git signed in with it to push"
            }
            (true, false) => {
                "Your own Git can fetch; anybody may here, so it did not need the token"
            }
        };
        match self.find_saved(token, helper) {
            Some(_) => Ok(((), words.to_owned())),
            None => Err("your own Git was refused and forgot the token".to_owned()),
        }
    }

    /// Git must come upon this token and no other one before it.
    fn first_in_line(&self, token: &Token) -> Result<(), String> {
        let saved = token.saved_in(&self.stores);
        let candidates = Sources {
            git: self.workshop.git(),
            stores: &self.stores,
            url: &self.request.url,
            settings: &self.request.settings,
            saved: &saved,
            ask_helpers: false,
        }
        .candidates();
        match candidates.first() {
            Some(first) if !first.credential.secret.same_as(&token.credential.secret) => {
                Err(format!(
                    "Git comes upon another sign-in first: {} in {}; clear it, or put the user name into the remote's URL",
                    first.credential.username,
                    first
                        .entry
                        .as_ref()
                        .map_or("the URL", |entry| entry.location.as_str()),
                ))
            }
            _ => Ok(()),
        }
    }
}
