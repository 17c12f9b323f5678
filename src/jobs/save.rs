//! Save a new token: understand the paste, try it, store it, list it, replace the old, prove it.

use thiserror::Error;

use super::candidate::{Sources, lies_with, realm_of, store_of};
pub use super::helper_choices::{HelperChoice, helper_choices};
use super::undo::Undo;
use super::{Workshop, prove, try_token};
use crate::git::{Environment, ask_helper, configure};
use crate::model::paste;
use crate::model::source::{Origin, Scope, SignInSettings};
use crate::model::{
    Access, Cancel, Credential, Entry, Forge, HelperInForce, Realm, RemoteUrl, Secret,
};
use crate::store::{Snapshot, StoreError, Stores};

/// What is to be saved, and where.
pub struct SaveRequest {
    /// The remote's URL that the token is for.
    pub url: RemoteUrl,
    /// The helpers in force for it.
    pub settings: SignInSettings,
    /// The kind of server.
    pub forge: Forge,
    /// What was pasted, as it was pasted.
    pub pasted: Secret,
    /// The user name for Git; the host's rule where left out.
    pub username: Option<String>,
    /// A helper to configure for all of the person's repositories, where none is in force.
    pub helper: Option<String>,
    /// Prove it with the person's own Git.
    pub prove: bool,
    /// Credentials may travel over plain http to this host.
    pub allow_plain_http: bool,
}

/// The steps, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SaveStep {
    /// Read the paste and the user name.
    Understand,
    /// Ask the server.
    Try,
    /// Hand it to the helper, and list it.
    Store,
    /// Remove what it replaces.
    Replace,
    /// Run the person's own Git.
    Prove,
}

/// How a step stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepState {
    /// At work.
    Running,
    /// Done, in words.
    Done(String),
    /// Not needed, in words.
    Skipped(String),
    /// Failed, in words.
    Failed(String),
}

/// A token that was saved.
pub struct Saved {
    /// Where it may be used.
    pub realm: Realm,
    /// The user name it was saved under.
    pub username: String,
    /// What is saved for the realm now.
    pub saved: Vec<Entry>,
    /// What it replaced.
    pub replaced: Vec<Entry>,
    /// Puts back what it replaced.
    pub undo: Undo,
    /// What the server said to fetch.
    pub fetch: Access,
    /// What the server said to push.
    pub push: Access,
}

/// Why nothing was saved; everything is as it was before.
#[derive(Debug, Error)]
#[error("{message}")]
pub struct SaveError {
    /// The step that failed.
    pub step: SaveStep,
    /// What happened and what to do next.
    pub message: String,
}

/// Saves a token; tells of each step as it begins and ends.
///
/// Sends the token to its own server only. Writes one credential through the helper that is in
/// force, or first adds `request.helper` to the person's global configuration. Removes what the
/// token replaces, and runs `git ls-remote` with the person's own helpers.
///
/// # Errors
///
/// A step failed; what was there before is there again, or the words say what is not.
pub fn save(
    workshop: &Workshop,
    request: &SaveRequest,
    cancel: &Cancel,
    tell: &(dyn Fn(SaveStep, StepState) + Sync),
) -> Result<Saved, SaveError> {
    let stores = workshop.stores();
    let mut save = Save {
        workshop,
        request,
        stores,
        cancel,
        tell,
        before: Vec::new(),
        handed_over: None,
        configured: None,
    };
    save.run().map_err(|SaveError { step, message }| {
        let message = std::iter::once(message)
            .chain(save.roll_back())
            .collect::<Vec<_>>()
            .join("; ");
        tell(step, StepState::Failed(message.clone()));
        SaveError { step, message }
    })
}

struct Save<'a> {
    workshop: &'a Workshop,
    request: &'a SaveRequest,
    stores: Stores,
    cancel: &'a Cancel,
    tell: &'a (dyn Fn(SaveStep, StepState) + Sync),
    /// What was saved before, for the way back and for the person's undo.
    before: Vec<Before>,
    /// What a helper may have kept already, for the way back.
    handed_over: Option<Token>,
    /// The helper that was added to the configuration, for the way back.
    configured: Option<String>,
}

/// A saved sign-in as it was before.
struct Before {
    snapshot: Snapshot,
    credential: Credential,
}

/// What is to be saved, once the paste is understood.
#[derive(Clone)]
struct Token {
    realm: Realm,
    credential: Credential,
}

impl Save<'_> {
    fn run(&mut self) -> Result<Saved, SaveError> {
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
        let saved = self.list(&token);
        Ok(Saved {
            undo: self.undo_of(&token, &replaced, &saved),
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
        for entry in self.list(token) {
            let read = self.stores.read(&entry);
            // What cannot be read cannot be put back, and is not touched either.
            if let (Ok(credential), Ok(snapshot)) = (read, self.stores.snapshot(&entry)) {
                self.before.push(Before {
                    snapshot,
                    credential,
                });
            }
        }
        self.handed_over = Some(token.clone());
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
            let mut entries = self.list(token).into_iter();
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
        self.configured = Some(value.clone());
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
        let saved = self.list(token).into_iter();
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
        for entry in self.list(token).iter().rev() {
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
        let replaced = self.replaced(token);
        let words = match replaced.len() {
            0 => "There was no old sign-in to replace".to_owned(),
            1 => "1 old sign-in replaced".to_owned(),
            more => format!("{more} old sign-ins replaced"),
        };
        Ok((replaced, words))
    }

    /// What was there before and is no more, be it that a helper wrote the token over it.
    fn replaced(&self, token: &Token) -> Vec<Entry> {
        let left = self.list(token);
        let is_left = |before: &&Before| {
            let mut left = left.iter();
            left.any(|entry| {
                entry.same_place(&before.snapshot.entry)
                    && self
                        .stores
                        .read(entry)
                        .is_ok_and(|read| read.secret.same_as(&before.credential.secret))
            })
        };
        let gone = self.before.iter().filter(|before| !is_left(before));
        gone.map(|before| before.snapshot.entry.clone()).collect()
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

    /// The token goes and what it replaced comes back.
    fn undo_of(&mut self, token: &Token, replaced: &[Entry], saved: &[Entry]) -> Undo {
        let is_new = |entry: &&Entry| self.stores.read(entry).is_ok_and(|read| token.is(&read));
        let new = saved.iter().filter(is_new).cloned().collect();
        let before = std::mem::take(&mut self.before).into_iter();
        let snapshots = before
            .map(|before| before.snapshot)
            .filter(|snapshot| replaced.contains(&snapshot.entry));
        Undo::new(snapshots.collect()).removing(new)
    }

    /// Git must come upon this token and no other one before it.
    fn first_in_line(&self, token: &Token) -> Result<(), String> {
        let saved = self.list(token);
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

    /// Puts back what was there, whichever step failed: the new token goes, the old is restored.
    /// Returns what could not be put back.
    fn roll_back(&mut self) -> Vec<String> {
        let mut failures = Vec::new();
        if let Some(token) = self.handed_over.take() {
            for entry in self.list(&token).iter().rev() {
                if self.is_new(entry, &token)
                    && let Err(error) = self.stores.remove(entry)
                {
                    failures.push(format!("the new token is still there: {error}"));
                }
            }
            let left = self.list(&token);
            for Before { snapshot, .. } in self.before.iter().rev() {
                if left.iter().any(|entry| entry.same_place(&snapshot.entry)) {
                    continue;
                }
                if let Err(error) = self.stores.restore(snapshot) {
                    failures.push(format!("the old sign-in could not be put back: {error}"));
                }
            }
        }
        if let Some(value) = self.configured.take()
            && let Err(error) = configure::remove_helper(self.workshop.git(), &value)
        {
            failures.push(format!("the helper {value} is still configured: {error}"));
        }
        failures
    }

    /// Whether this is what the helper has made of the token: this user's, and not there before.
    fn is_new(&self, entry: &Entry, token: &Token) -> bool {
        let Ok(read) = self.stores.read(entry) else {
            return false;
        };
        let was_there = self.before.iter().any(|before| {
            before.snapshot.entry.same_place(entry)
                && before.credential.secret.same_as(&read.secret)
        });
        read.username == token.credential.username && !was_there
    }

    /// What is saved where the token may be used: for its path alone where paths count. Some
    /// stores show only what they are asked for by name.
    fn list(&self, token: &Token) -> Vec<Entry> {
        let mut entries = self.stores.list(std::slice::from_ref(&token.realm)).entries;
        let of_user = self
            .stores
            .list_user(&token.realm, &token.credential.username);
        for entry in of_user.entries {
            if !entries.contains(&entry) {
                entries.push(entry);
            }
        }
        entries
    }
}

impl Token {
    fn is(&self, read: &Credential) -> bool {
        read.username == self.credential.username && read.secret.same_as(&self.credential.secret)
    }
}
