//! The Windows Credential Manager. Only entries with our own prefix are ever read.
//!
//! Not through the keyring crate's store: what that reads in place Wine does not align, so that a
//! debug build of it ends there, and it reads each entry once more than is needed.

use std::collections::HashMap;
use std::io;

use super::keyring::{Closed, Found, Keyring, Place, Wanted};
use crate::model::Secret;
use crate::store::credential_manager::vault::{self, RawCredential};
use crate::store::own_place::part_of;
use crate::store::own_sign_in::{MOST_IN_AN_ENTRY, OwnSignIn, join, split};

/// The entries of the person who is logged in.
pub(super) struct CredentialManager;

impl Keyring for CredentialManager {
    fn find(&self, wanted: &Wanted) -> Result<Vec<Found>, Closed> {
        let mut texts: HashMap<Place, Vec<Secret>> = HashMap::new();
        for (place, entry) in entries(|place| wanted.includes(place))? {
            texts.entry(place).or_default().push(entry.blob);
        }
        let found = texts.into_iter().filter_map(|(place, parts)| {
            let sign_in = OwnSignIn::of_text(&join(&parts)?);
            Some(Found { place, sign_in })
        });
        Ok(found.collect())
    }

    fn keep(&self, place: &Place, sign_in: &OwnSignIn) -> Result<(), Closed> {
        let parts = split(&sign_in.to_text(), sign_in.stored, MOST_IN_AN_ENTRY);
        let count = parts.len();
        for (at, part) in parts.into_iter().enumerate() {
            let entry = RawCredential::new(&place.name(at), &place.username, part);
            vault::write(&entry).map_err(broken)?;
        }
        // Parts of a longer one that was there before.
        for (_, entry) in entries(|of| of == place)? {
            if part_of(&entry.target.words()) >= count {
                vault::delete(&entry).map_err(broken)?;
            }
        }
        Ok(())
    }

    fn forget(&self, place: &Place) -> Result<(), Closed> {
        for (_, entry) in entries(|of| of == place)? {
            vault::delete(&entry).map_err(broken)?;
        }
        Ok(())
    }
}

/// Those of what this helper wrote that are wanted.
fn entries(is_wanted: impl Fn(&Place) -> bool) -> Result<Vec<(Place, RawCredential)>, Closed> {
    let is_ours = |name: &str| Place::of_name(name).is_some_and(|place| is_wanted(&place));
    let entries = vault::entries(is_ours).map_err(broken)?.into_iter();
    let with_place = |entry: RawCredential| Some((Place::of_name(&entry.target.words())?, entry));
    Ok(entries.filter_map(with_place).collect())
}

/// In the words of Windows, which hold no secret.
fn broken(error: io::Error) -> Closed {
    Closed::Broken(error.to_string())
}
