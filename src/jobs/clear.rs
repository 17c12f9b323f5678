//! Clear saved sign-ins: everywhere for a realm, or one of them.

use super::Workshop;
use super::undo::Undo;
use crate::model::{Entry, Problem, Realm};
use crate::store::{Listing, Stores};

/// What is to be cleared.
#[derive(Debug, Clone)]
pub enum ClearTarget {
    /// All that is saved for a server, or for one user of it.
    Realm {
        /// The server.
        realm: Realm,
        /// Only this user's.
        username: Option<String>,
    },
    /// One saved sign-in.
    Entry(Entry),
}

/// What a clear did, told by listing again and not by exit codes.
pub struct Cleared {
    /// What is gone.
    pub removed: Vec<Entry>,
    /// What is still there, and why.
    pub stayed: Vec<(Entry, String)>,
    /// Stores that could not be looked at.
    pub problems: Vec<Problem>,
    /// Puts back what is gone.
    pub undo: Undo,
}

/// What [`clear`] would remove, and the stores that could not be looked at.
pub fn preview(workshop: &Workshop, target: &ClearTarget) -> (Vec<Entry>, Vec<Problem>) {
    let Listing { entries, problems } = target.list(&workshop.stores());
    (entries, problems)
}

/// Lists, snapshots, removes through the owner of each entry, and lists again: what is gone is
/// what the second list no longer holds.
pub fn clear(workshop: &Workshop, target: &ClearTarget) -> Cleared {
    let stores = workshop.stores();
    let Listing { entries, .. } = target.list(&stores);
    let mut snapshots = Vec::new();
    let mut complaints: Vec<(Entry, String)> = Vec::new();
    // From the last to the first, so that the places of equal lines in a file stay true.
    for entry in entries.iter().rev() {
        match stores.remove(entry) {
            Ok(snapshot) => snapshots.push(snapshot),
            Err(error) => complaints.push((entry.clone(), error.to_string())),
        }
    }
    let Listing {
        entries: left,
        problems,
    } = target.list(&stores);
    let (stayed, removed): (Vec<Entry>, Vec<Entry>) =
        entries.into_iter().partition(|entry| left.contains(entry));
    Cleared {
        stayed: stayed
            .into_iter()
            .map(|entry| {
                let complaint = complaints.iter().find(|(of, _)| *of == entry);
                let why =
                    complaint.map_or("it is still listed after it was removed", |(_, why)| why);
                (entry.clone(), why.to_owned())
            })
            .collect(),
        removed,
        problems,
        undo: Undo::new(snapshots),
    }
}

impl ClearTarget {
    fn list(&self, stores: &Stores) -> Listing {
        let mut listing = stores.list(&self.realm().into_iter().collect::<Vec<_>>());
        listing.entries.retain(|entry| self.covers(entry));
        listing
    }

    fn realm(&self) -> Option<Realm> {
        match self {
            Self::Realm { realm, .. } => Some(realm.clone()),
            Self::Entry(entry) => entry.realm(),
        }
    }

    fn covers(&self, entry: &Entry) -> bool {
        match self {
            Self::Realm { username: None, .. } => true,
            Self::Realm { username, .. } => entry.username == *username,
            Self::Entry(one) => entry == one,
        }
    }
}
