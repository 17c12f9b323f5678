//! Clear saved sign-ins: everywhere for a realm, or one of them.

use super::Workshop;
use super::candidate::realm_of;
use super::undo::Undo;
use crate::git::helper::sign_in_settings;
use crate::model::entry::Handle;
use crate::model::source::SignInSettings;
use crate::model::{Entry, HelperInForce, Problem, Realm, RemoteUrl, StoreKind};
use crate::store::{HelperQuestion, KEYRING, Listing, Snapshot, Stores};

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
    /// What one helper answers, which is asked for it.
    Helper(HelperQuestion),
}

impl ClearTarget {
    /// What `helper` answers for the server of `url`, or for one user of it. `None` where the URL
    /// is one for which Git asks no helper.
    #[must_use]
    pub fn answers_of(
        helper: &HelperInForce,
        url: &RemoteUrl,
        settings: &SignInSettings,
        username: Option<&str>,
    ) -> Option<Self> {
        Some(Self::Helper(HelperQuestion {
            helper: helper.clone(),
            realm: realm_of(url, settings)?,
            host: url.host_field(),
            username: username.map(str::to_owned),
        }))
    }
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
    let mut listing = target.list(&stores);
    for _ in 0..MOST_ROUNDS {
        if !clearing.remove_all(&stores, &listing.entries) {
            break;
        }
        listing = target.list(&stores);
    }
    let Listing { entries, problems } = listing;
    let (removed, stayed) = clearing.compare(&entries, &problems);
    Cleared {
        removed,
        stayed,
        problems,
        undo: Undo::new(clearing.snapshots),
    }
}

/// Whether Git will ask the person in the browser once nothing is saved there: a helper is set up
/// that gets new tokens that way. None comes back by itself.
#[must_use]
pub fn asks_in_browser(workshop: &Workshop, target: &ClearTarget) -> bool {
    let ClearTarget::Realm { realm, .. } = target else {
        return false;
    };
    let url = RemoteUrl::parse(realm.to_string().as_bytes());
    let settings = sign_in_settings(&workshop.personal(), &url);
    settings.own_helpers().any(HelperInForce::keeps_nothing)
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
                Err(error) => {
                    self.complaints.push((entry.clone(), error.to_string()));
                    self.snapshots.extend(error.into_snapshot(entry));
                }
            }
        }
        self.tried.extend(new.iter().cloned());
        !new.is_empty()
    }

    /// What is gone, and what stayed and why. What lies where nobody could look again is not
    /// known to be gone.
    fn compare(&self, left: &[Entry], problems: &[Problem]) -> (Vec<Entry>, Vec<(Entry, String)>) {
        let unseen = |entry: &Entry| problems.iter().find(|problem| is_about(problem, entry));
        let (stayed, removed): (Vec<&Entry>, Vec<&Entry>) = self
            .tried
            .iter()
            .partition(|entry| left.contains(entry) || unseen(entry).is_some());
        let why = |entry: &Entry| {
            let complaint = self.complaints.iter().find(|(of, _)| of == entry);
            let why = match (complaint, unseen(entry)) {
                (Some((_, why)), _) => why.clone(),
                (None, Some(problem)) => {
                    format!(
                        "it may be gone, but nobody could look again: {}",
                        problem.message
                    )
                }
                (None, None) => "it is still listed after it was removed".to_owned(),
            };
            (entry.clone(), why)
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
            Self::Helper(question) => stores.ask(question),
            Self::Entry(entry) if entry.store == StoreKind::OtherHelper => {
                let question = HelperQuestion::of(entry);
                question.map_or_else(Listing::default, |question| stores.ask(&question))
            }
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

/// Whether `entry` lies where `problem` kept from looking.
fn is_about(problem: &Problem, entry: &Entry) -> bool {
    let file = match &entry.handle {
        Handle::Line { file, .. } => file.display().to_string(),
        _ => entry.location.clone(),
    };
    let is_keyring = entry.store == StoreKind::SecretService && problem.subject == KEYRING;
    is_keyring || problem.subject == file || problem.subject == entry.location
}

/// Equal lines of a file are one sign-in: Git would use the next where one is gone. What is known
/// of its secret does not tell one from another.
fn is_meant(wanted: &Entry, other: &Entry) -> bool {
    let is_line = matches!(wanted.handle, Handle::Line { .. });
    other.same_place(wanted) && (is_line || other.handle == wanted.handle)
}
