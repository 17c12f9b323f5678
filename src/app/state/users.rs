//! Which repositories use the accounts that are saved for the repository that is shown. Worked out
//! when something changes, since it asks every remote.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::State;
use crate::model::{Entry, Realm, RemoteReport};

/// The names of repositories, by server and account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Users {
    /// The repository that it was worked out for.
    pub(super) of: Option<PathBuf>,
    names: BTreeMap<(String, Option<String>), Vec<String>>,
}

impl Users {
    pub(super) fn of(state: &State) -> Self {
        let mut names = BTreeMap::new();
        let remotes = state.shown_repository().map(|shown| &shown.report.remotes);
        for remote in remotes.into_iter().flatten() {
            let accounts = remote.accounts();
            let Some(realm) = remote.realm().filter(|_| accounts.len() > 1) else {
                continue;
            };
            for entry in accounts {
                names.insert(key(&realm, entry), users(state, &realm, entry));
            }
        }
        Self {
            of: state.selected.clone(),
            names,
        }
    }

    /// The repositories that sign in at `realm` with the account of `entry`.
    pub fn of_account(&self, realm: &Realm, entry: &Entry) -> &[String] {
        self.names
            .get(&key(realm, entry))
            .map_or(&[], Vec::as_slice)
    }
}

fn key(realm: &Realm, entry: &Entry) -> (String, Option<String>) {
    (realm.host_field(), entry.username.clone())
}

fn users(state: &State, realm: &Realm, entry: &Entry) -> Vec<String> {
    let uses = |remote: &RemoteReport| {
        let in_use = remote.in_use();
        in_use.is_some_and(|(used, _)| used.username == entry.username)
    };
    let mut names: Vec<String> = state
        .remotes_at(realm)
        .filter(|(_, remote)| uses(remote))
        .map(|(listed, _)| listed.name())
        .collect();
    names.dedup();
    names
}
