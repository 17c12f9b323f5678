//! The Windows Credential Manager. Never prompts.
//!
//! Lists what `git-credential-wincred`, Git Credential Manager and our own helper wrote, and
//! touches nothing else. One sign-in of our helper may lie in several entries.

pub(crate) mod vault;

use std::cmp::Reverse;
use std::io;

use self::vault::RawCredential;
use super::manager_namespaces::Namespaces;
use super::own_place::{Place, part_of};
use super::own_sign_in::{OwnSignIn, join};
use super::windows_entry::{NAME, describe, expires, may_be_gits, other_program, password};
use super::{Kept, Listing, Store, StoreError, covers};
use crate::git::{Config, Environment};
use crate::model::entry::Handle;
use crate::model::surroundings::OtherProgram;
use crate::model::{Credential, Entry, Problem, Realm, Secret, StoreKind, TokenKind};

/// What an item of our own is without all of its parts.
const BROKEN: &str = "a part of the sign-in is missing, so it cannot be used any more; clear it";

/// The entries of the person who is logged in.
pub(super) struct CredentialManager {
    namespaces: Namespaces,
}

/// The entries of one sign-in, with all that they hold.
pub(super) struct KeptCredentials(Vec<RawCredential>);

/// A sign-in as it was found.
struct Found {
    entry: Entry,
    kept: KeptCredentials,
}

impl CredentialManager {
    pub(super) fn new(personal: &Config, environment: &Environment) -> Self {
        Self {
            namespaces: Namespaces::of(personal, environment),
        }
    }

    /// Every sign-in of Git's; of our own helper's, the one that was stored last comes first, as
    /// it is what the helper answers with.
    fn all(&self) -> io::Result<Vec<Found>> {
        let mut own: Vec<(Place, Vec<RawCredential>)> = Vec::new();
        let mut all = Vec::new();
        for raw in vault::entries(|target| may_be_gits(target, &self.namespaces))? {
            match Place::of_name(&raw.target.words()) {
                Some(place) => match own.iter_mut().find(|(of, _)| *of == place) {
                    Some((_, parts)) => parts.push(raw),
                    None => own.push((place, vec![raw])),
                },
                None => all.extend(self.found(vec![raw])),
            }
        }
        for (_, mut parts) in own {
            parts.sort_by_key(|part| part_of(&part.target.words()));
            all.extend(self.found(parts));
        }
        all.sort_by_key(|found| Reverse(found.stored()));
        Ok(all)
    }

    fn found(&self, parts: Vec<RawCredential>) -> Option<Found> {
        let first = parts.first()?;
        let target = first.target.words();
        let (username, comment) = (first.username.words(), first.comment.words());
        let described = describe(&target, &username, &comment, &self.namespaces)?;
        let handle = Handle::Credential { target };
        let mut entry = described.entry(StoreKind::CredentialManager, NAME.to_owned(), handle);
        let kept = KeptCredentials(parts);
        entry.locked = false;
        entry.kind = kept
            .password(entry.written_by)
            .map(|password| TokenKind::of_secret(&password));
        entry.expires = kept.expires(entry.written_by);
        Some(Found { entry, kept })
    }

    /// The entries of `entry`, if it still is what was listed.
    fn open(&self, entry: &Entry) -> Result<KeptCredentials, StoreError> {
        let mut all = self.all().map_err(refused)?.into_iter();
        let found = all
            .find(|found| found.entry.handle == entry.handle && found.entry.same_place(entry))
            .ok_or_else(|| StoreError::Gone {
                place: NAME.to_owned(),
            })?;
        Ok(found.kept)
    }
}

impl Store for CredentialManager {
    fn kind(&self) -> StoreKind {
        StoreKind::CredentialManager
    }

    fn is_keyring(&self) -> bool {
        vault::names().is_ok()
    }

    /// Where Windows keeps nothing for this session, nobody else does.
    fn other_programs(&self) -> Vec<OtherProgram> {
        let mut found: Vec<OtherProgram> = Vec::new();
        for program in vault::names()
            .unwrap_or_default()
            .iter()
            .filter_map(|name| other_program(name))
        {
            if !found.contains(&program) {
                found.push(program);
            }
        }
        found
    }

    fn list(&self, realms: &[Realm]) -> Listing {
        match self.all() {
            Ok(all) => Listing {
                entries: all
                    .into_iter()
                    .map(|found| found.entry)
                    .filter(|entry| covers(realms, entry))
                    .collect(),
                problems: Vec::new(),
            },
            Err(error) => Listing {
                entries: Vec::new(),
                problems: vec![Problem::new(
                    NAME,
                    format!("could not be looked at: {error}"),
                )],
            },
        }
    }

    fn read(&self, entry: &Entry) -> Result<Credential, StoreError> {
        let kept = self.open(entry)?;
        let secret = kept
            .password(entry.written_by)
            .ok_or_else(|| StoreError::Refused {
                place: NAME.to_owned(),
                reason: BROKEN.to_owned(),
            })?;
        Ok(Credential::new(
            entry.username.clone().unwrap_or_default(),
            secret,
        ))
    }

    fn snapshot(&self, entry: &Entry) -> Result<Kept, StoreError> {
        self.open(entry).map(Kept::Credentials)
    }

    fn remove(&self, entry: &Entry) -> Result<Kept, StoreError> {
        let kept = self.open(entry)?;
        for (at, part) in kept.0.iter().enumerate() {
            if let Err(error) = vault::delete(part) {
                // All or nothing: half of a sign-in is none.
                let mut gone = kept.0[..at].iter();
                return match gone.try_for_each(vault::write) {
                    Ok(()) => Err(refused(error)),
                    Err(error) => Err(StoreError::unsure(refused(error), Kept::Credentials(kept))),
                };
            }
        }
        Ok(Kept::Credentials(kept))
    }

    fn restore(&self, kept: &Kept) -> Result<(), StoreError> {
        let Kept::Credentials(kept) = kept else {
            return Ok(());
        };
        let now = vault::entries(|target| kept.holds(target)).map_err(refused)?;
        let is_taken = |there: &RawCredential| {
            let mut parts = kept.0.iter();
            !parts.any(|part| part.blob.same_as(&there.blob))
        };
        if now.iter().any(is_taken) {
            return Err(StoreError::Taken {
                place: NAME.to_owned(),
            });
        }
        for part in &kept.0 {
            vault::write(part).map_err(refused)?;
        }
        Ok(())
    }
}

impl KeptCredentials {
    /// `None` where a part of it is missing.
    fn password(&self, written_by: Option<&str>) -> Option<Secret> {
        match written_by {
            Some("locksmith") => Some(self.own()?.secret),
            written_by => {
                let first = self.0.first()?;
                Some(password(&first.blob, written_by.unwrap_or_default()))
            }
        }
    }

    fn expires(&self, written_by: Option<&str>) -> Option<u64> {
        if written_by == Some("locksmith") {
            return self.own()?.expires;
        }
        let mut attributes = self.0.first()?.attributes();
        attributes.find_map(|(keyword, value)| expires(&keyword, value))
    }

    fn own(&self) -> Option<OwnSignIn> {
        let blobs = self.0.iter().map(|part| &part.blob);
        Some(OwnSignIn::of_text(&join(blobs)?))
    }

    /// Whether one of them is called `target`; Windows takes upper and lower case for the same.
    fn holds(&self, target: &str) -> bool {
        let mut parts = self.0.iter();
        let wanted = target.to_lowercase();
        parts.any(|part| part.target.words().to_lowercase() == wanted)
    }
}

impl Found {
    /// When our own helper stored it; 0 where another one did.
    fn stored(&self) -> u64 {
        let is_own = self.entry.written_by == Some("locksmith");
        let own = is_own.then(|| self.kept.own()).flatten();
        own.map_or(0, |sign_in| sign_in.stored)
    }
}

/// In the words of Windows, which hold no secret.
fn refused(error: io::Error) -> StoreError {
    StoreError::Refused {
        place: NAME.to_owned(),
        reason: error.to_string(),
    }
}
