//! The steps of a save, in order.

use super::keeper::Keeper;
use super::token::Token;
use super::{SaveError, SaveRequest, SaveStep, Saved, StepState, prove};
use crate::git::http_settings::http_settings;
use crate::jobs::candidate::realm_of;
use crate::jobs::{Workshop, try_token};
use crate::model::paste;
use crate::model::{Access, Cancel, Credential, Entry, HelperInForce};
use crate::store::StoreError;

/// A save under way.
pub(super) struct Save<'a> {
    workshop: &'a Workshop,
    request: &'a SaveRequest,
    keeper: Keeper<'a>,
    cancel: &'a Cancel,
    tell: &'a (dyn Fn(SaveStep, StepState) + Sync),
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
            keeper: Keeper::new(workshop, &request.url, &request.settings)
                .or_configuring(request.helper.as_deref()),
            cancel,
            tell,
        }
    }

    /// All steps; where one fails, nothing stays changed.
    pub(super) fn run(mut self) -> Result<Saved, SaveError> {
        self.all_steps().map_err(|SaveError { step, message }| {
            let failures = self.keeper.take_back();
            let message = match (failures.is_empty(), step) {
                (true, SaveStep::Understand | SaveStep::Try) => message,
                (true, _) => format!("{message}; what was saved is as it was before"),
                (false, _) => format!("{message}; {}", failures.join("; ")),
            };
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
        let saved = token.saved_in(&self.keeper.stores);
        Ok(Saved {
            undo: self.keeper.undo(&token, &replaced, &saved),
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
            let message = "cancelled".to_owned();
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
            &self
                .keeper
                .stores
                .list(std::slice::from_ref(&realm))
                .entries,
        )
        .ok_or_else(|| {
            format!(
                "which user name does {} know you by? name it with --user or in the field",
                realm.host_field()
            )
        })?;
        try_token::username_fits(&username, kind, request.forge)?;
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
        try_token::judge(&answers.0, &answers.1, &token.realm, self.request.forge)
            .map(|words| (answers, words))
    }

    fn store(&mut self, token: &Token) -> Result<(HelperInForce, String), String> {
        let (helper, place) = self.keeper.keep(token)?;
        Ok((helper, format!("Saved in {place}")))
    }

    /// Removes other copies of this user's old sign-in, and what is known to be refused.
    fn replace(&mut self, token: &Token) -> Result<(Vec<Entry>, String), String> {
        for entry in token.saved_in(&self.keeper.stores).iter().rev() {
            let Ok(read) = self.keeper.stores.read(entry) else {
                continue;
            };
            let same_user = read.username == token.credential.username;
            let refused = || self.workshop.budget().is_rejected(&token.realm, &read);
            if token.is(&read) || !(same_user || refused()) {
                continue;
            }
            match self.keeper.stores.remove(entry) {
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
        let replaced = self.keeper.replaced(token);
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
        self.keeper.first_in_line(token)?;
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
        match self.keeper.find_saved(token, helper) {
            Some(_) => Ok(((), words.to_owned())),
            None => Err("your own Git was refused and forgot the token".to_owned()),
        }
    }
}
