//! Clear saved sign-ins: everywhere for a realm, or one of them.

use super::Workshop;
use super::undo::Undo;
use crate::model::entry::Handle;
use crate::model::{Entry, Problem, Realm};
use crate::store::{Listing, Snapshot, Stores};

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
    let mut clearing = Clearing::default();
    // Some stores show one user after the other: what shows when the first is gone goes as well.
    for _ in 0..MOST_ROUNDS {
        let entries = target.list(&stores).entries;
        if !clearing.remove_all(&stores, &entries) {
            break;
        }
    }
    let Listing { entries, problems } = target.list(&stores);
    let (removed, stayed) = clearing.compare(&entries);
    Cleared {
        removed,
        stayed,
        problems,
        undo: Undo::new(clearing.snapshots),
    }
}

/// How often a store may show another entry in the place of the one that went.
const MOST_ROUNDS: usize = 50;

/// What was tried so far.
#[derive(Default)]
struct Clearing {
    tried: Vec<Entry>,
    snapshots: Vec<Snapshot>,
    complaints: Vec<(Entry, String)>,
}

impl Clearing {
    /// Whether there was anything new to remove.
    fn remove_all(&mut self, stores: &Stores, entries: &[Entry]) -> bool {
        let is_new = |entry: &&Entry| !self.tried.contains(entry);
        let new: Vec<Entry> = entries.iter().filter(is_new).cloned().collect();
        // From the last to the first, so that the places of equal lines in a file stay true.
        for entry in new.iter().rev() {
            match stores.remove(entry) {
                Ok(snapshot) => self.snapshots.push(snapshot),
                Err(error) => self.complaints.push((entry.clone(), error.to_string())),
            }
        }
        self.tried.extend(new.iter().cloned());
        !new.is_empty()
    }

    /// What is gone, and what stayed and why.
    fn compare(&self, left: &[Entry]) -> (Vec<Entry>, Vec<(Entry, String)>) {
        let (stayed, removed): (Vec<&Entry>, Vec<&Entry>) =
            self.tried.iter().partition(|entry| left.contains(entry));
        let why = |entry: &Entry| {
            let complaint = self.complaints.iter().find(|(of, _)| of == entry);
            let why = complaint.map_or("it is still listed after it was removed", |(_, why)| why);
            (entry.clone(), why.to_owned())
        };
        let stayed = stayed.into_iter().map(why);
        (removed.into_iter().cloned().collect(), stayed.collect())
    }
}

impl ClearTarget {
    fn list(&self, stores: &Stores) -> Listing {
        match self {
            Self::Realm {
                realm,
                username: Some(username),
            } => stores.list_user(realm, username),
            Self::Realm { realm, .. } => stores.list(std::slice::from_ref(realm)),
            Self::Entry(entry) => {
                let mut listing = match (entry.realm(), &entry.username) {
                    (Some(realm), Some(username)) => stores.list_user(&realm, username),
                    (realm, _) => stores.list(realm.as_slice()),
                };
                listing.entries.retain(|other| is_meant(entry, other));
                listing
            }
        }
    }
}

/// Equal lines of a file are one sign-in: Git would use the next where one is gone. What is known
/// of its secret does not tell one from another.
fn is_meant(wanted: &Entry, other: &Entry) -> bool {
    let is_line = matches!(wanted.handle, Handle::Line { .. });
    other.same_place(wanted) && (is_line || other.handle == wanted.handle)
}
