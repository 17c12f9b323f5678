//! The macOS Keychain, through the keyring crate's store.
//!
//! Only entries with our own prefix are ever read.

use std::collections::HashMap;

use keyring_core::api::CredentialStoreApi;
use keyring_core::{Entry, Error};

use super::keyring::{Closed, Found, Keyring, Place, Wanted};
use crate::model::Secret;
use crate::store::own_place;
use crate::store::own_sign_in::{OwnSignIn, join, split};

/// The keyring of the person who is logged in.
pub(super) struct SystemKeyring;

impl Keyring for SystemKeyring {
    fn find(&self, wanted: &Wanted) -> Result<Vec<Found>, Closed> {
        let mut texts: HashMap<Place, Vec<Secret>> = HashMap::new();
        for (place, entry) in entries()? {
            if wanted.includes(&place) {
                // One that vanishes meanwhile is not kept any more.
                match entry.get_secret() {
                    Ok(secret) => texts.entry(place).or_default().push(Secret::new(secret)),
                    Err(Error::NoEntry) => (),
                    Err(error) => return Err(closed(error)),
                }
            }
        }
        let found = texts.into_iter().filter_map(|(place, parts)| {
            let sign_in = OwnSignIn::of_text(&join(&parts)?);
            Some(Found { place, sign_in })
        });
        Ok(found.collect())
    }

    fn keep(&self, place: &Place, sign_in: &OwnSignIn) -> Result<(), Closed> {
        let text = sign_in.to_text();
        let parts = split(&text, sign_in.stored, usize::MAX);
        for (at, part) in parts.iter().enumerate() {
            let entry = entry(&place.name(at))?;
            entry.set_secret(part.expose()).map_err(closed)?;
        }
        // Parts of a longer one that was there before.
        for (of, entry) in entries()? {
            if of == *place && own_place::part_of(&name_of(&entry)?) >= parts.len() {
                delete(&entry)?;
            }
        }
        Ok(())
    }

    fn forget(&self, place: &Place) -> Result<(), Closed> {
        for (of, entry) in entries()? {
            if of == *place {
                delete(&entry)?;
            }
        }
        Ok(())
    }
}

fn delete(entry: &Entry) -> Result<(), Closed> {
    match entry.delete_credential() {
        Ok(()) | Err(Error::NoEntry) => Ok(()),
        Err(error) => Err(closed(error)),
    }
}

/// All that this helper wrote.
fn entries() -> Result<Vec<(Place, Entry)>, Closed> {
    let mut own = Vec::new();
    for entry in search()? {
        if let Some(place) = name_of(&entry).ok().as_deref().and_then(Place::of_name) {
            own.push((place, entry));
        }
    }
    Ok(own)
}

fn search() -> Result<Vec<Entry>, Closed> {
    let store = apple_native_keyring_store::keychain::Store::new().map_err(closed)?;
    store.search(&HashMap::new()).map_err(closed)
}

/// What an item is called; its secret is not read for that.
fn name_of(entry: &Entry) -> Result<String, Closed> {
    let (service, _) = entry.get_specifiers().unwrap_or_default();
    Ok(service)
}

fn entry(name: &str) -> Result<Entry, Closed> {
    let store = apple_native_keyring_store::keychain::Store::new().map_err(closed)?;
    let user = Place::of_name(name).map(|place| place.username);
    // An item without an account cannot be made.
    let user = user.filter(|user| !user.is_empty());
    let user = user.unwrap_or_else(|| "git".to_owned());
    store.build(name, &user, None).map_err(closed)
}

/// The crate's own words may hold the secret.
fn closed(error: Error) -> Closed {
    match error {
        Error::NoStorageAccess(_) => Closed::Locked,
        Error::NoDefaultStore => Closed::NoKeyring,
        Error::TooLong(name, most) => Closed::Broken(format!("{name} is longer than {most}")),
        _ => Closed::Broken("it refused".to_owned()),
    }
}
