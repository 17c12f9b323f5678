//! The way back: whichever step of a save fails, what was there before is there again.

use super::Undo;
use super::token::Token;
use crate::git::Git;
use crate::jobs::change::FileEdit;
use crate::jobs::change::helper::take_back;
use crate::model::{Credential, Entry};
use crate::store::{Snapshot, Stores};

/// What a save has changed or is about to change.
#[derive(Default)]
pub(super) struct WayBack {
    /// What was saved before a helper was given the token.
    before: Vec<Before>,
    /// All that was listed then, also what could not be read.
    listed: Vec<Entry>,
    /// What a helper may have kept already.
    handed_over: Option<Token>,
    /// The helper that was added to the configuration, and how.
    configured: Option<(String, FileEdit)>,
}

/// A saved sign-in as it was before.
struct Before {
    snapshot: Snapshot,
    /// `None` where only the helper itself can read it.
    credential: Option<Credential>,
}

impl WayBack {
    /// A helper was added to the person's configuration.
    pub(super) fn has_configured(&mut self, helper: &str, added: FileEdit) {
        self.configured = Some((helper.to_owned(), added));
    }

    /// A helper is about to be given `token`.
    pub(super) fn hands_over(&mut self, token: &Token, stores: &Stores) {
        for entry in token.saved_in(stores) {
            // What is locked cannot be put back, and is not touched either.
            if let Ok(snapshot) = stores.snapshot(&entry) {
                self.before.push(Before {
                    snapshot,
                    credential: stores.read(&entry).ok(),
                });
            }
            self.listed.push(entry);
        }
        self.handed_over = Some(token.clone());
    }

    /// What was there before and is no more, be it that a helper wrote the token over it.
    pub(super) fn replaced_by(&self, token: &Token, stores: &Stores) -> Vec<Entry> {
        let left = token.saved_in(stores);
        let is_left = |before: &&Before| left.iter().any(|entry| before.is_in(entry, stores));
        let gone = self.before.iter().filter(|before| !is_left(before));
        gone.map(|before| before.snapshot.entry.clone()).collect()
    }

    /// What the person may undo once all went well: the token goes and what it replaced comes
    /// back.
    pub(super) fn undo(
        self,
        token: &Token,
        replaced: &[Entry],
        saved: &[Entry],
        stores: &Stores,
    ) -> Undo {
        let was_there =
            |entry: &Entry| self.before.iter().any(|before| before.is_in(entry, stores));
        let is_new = |entry: &&Entry| match stores.read(entry) {
            Ok(read) => token.is(&read) && !was_there(entry),
            Err(_) => self.is_new(entry, token, stores),
        };
        let new = saved.iter().filter(is_new).cloned().collect();
        let snapshots = self.before.into_iter().map(|before| before.snapshot);
        let restored = snapshots.filter(|snapshot| replaced.contains(&snapshot.entry));
        Undo::new(restored.collect()).removing(new)
    }

    /// Takes everything back: the new token goes, the old comes back, the helper is no longer
    /// configured. Returns what could not be taken back.
    pub(super) fn go(self, stores: &Stores, git: &Git) -> Vec<String> {
        let mut failures = Vec::new();
        if let Some(token) = &self.handed_over {
            self.take_away(token, stores, &mut failures);
            self.put_back(token, stores, &mut failures);
        }
        if let Some((helper, added)) = &self.configured
            && let Err(error) = take_back(git, added, helper)
        {
            failures.push(format!("the helper {helper} is still configured: {error}"));
        }
        failures
    }

    fn take_away(&self, token: &Token, stores: &Stores, failures: &mut Vec<String>) {
        for entry in token.saved_in(stores).iter().rev() {
            if self.is_new(entry, token, stores)
                && let Err(error) = stores.remove(entry)
            {
                failures.push(format!("the new token is still there: {error}"));
            }
        }
    }

    fn put_back(&self, token: &Token, stores: &Stores, failures: &mut Vec<String>) {
        let left = token.saved_in(stores);
        for Before { snapshot, .. } in self.before.iter().rev() {
            if left.iter().any(|entry| entry.same_place(&snapshot.entry)) {
                continue;
            }
            if let Err(error) = stores.restore(snapshot) {
                failures.push(format!("the old sign-in could not be put back: {error}"));
            }
        }
    }

    /// Whether this is what the helper has made of the token: this user's, and not there before.
    fn is_new(&self, entry: &Entry, token: &Token, stores: &Stores) -> bool {
        let was_there = || self.before.iter().any(|before| before.is_in(entry, stores));
        let username = &token.credential.username;
        match stores.read(entry) {
            Ok(read) => read.username == *username && !was_there(),
            Err(_) => entry.username.as_ref() == Some(username) && self.is_changed(entry, stores),
        }
    }

    /// Whether what cannot be read is not what was there.
    fn is_changed(&self, entry: &Entry, stores: &Stores) -> bool {
        let known = |before: &&Before| before.snapshot.entry.same_place(entry);
        match self.before.iter().find(known) {
            Some(before) => !before.is_in(entry, stores),
            None => !self.listed.iter().any(|listed| listed.same_place(entry)),
        }
    }
}

impl Before {
    /// Whether `entry` still is what it was.
    fn is_in(&self, entry: &Entry, stores: &Stores) -> bool {
        let is_same_file = || {
            let now = stores.snapshot(entry);
            now.is_ok_and(|now| self.snapshot.is_same_file(&now))
        };
        entry.same_place(&self.snapshot.entry)
            && match (&self.credential, stores.read(entry)) {
                (Some(before), Ok(now)) => before.secret.same_as(&now.secret),
                _ => is_same_file(),
            }
    }
}
