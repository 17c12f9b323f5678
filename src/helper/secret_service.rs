//! The Secret Service: GNOME Keyring, KWallet, KeePassXC.
//!
//! Through the `secret-service` crate and not through keyring's store on top of it: that one
//! unlocks, with a dialog, whatever a search comes upon, and can give an item no schema
//! (`zbus-secret-service-keyring-store` 1.0.1, service.rs).

use std::collections::HashMap;
use std::time::Duration;

use secret_service::blocking::{Item, SecretService as Service};

use super::Surroundings;
use super::keyring::{Closed, Found, Keyring, Place, Wanted};
use crate::model::Secret;
use crate::store::own_sign_in::OwnSignIn;
use crate::store::secret_service::attributes::{Attributes, LOCKSMITH, SCHEMA, is_own_hashed};
use crate::store::secret_service::bus::{Bus, Mute};

/// How long a person may take to type the keyring's password.
const TO_UNLOCK: Duration = Duration::from_mins(2);

/// All keyrings of the session.
pub(super) struct SecretService<'a> {
    bus: Bus,
    surroundings: &'a Surroundings,
}

/// What a search came upon.
struct Searched {
    found: Vec<Found>,
    has_locked: bool,
}

impl<'a> SecretService<'a> {
    pub(super) fn of(surroundings: &'a Surroundings) -> Self {
        Self {
            bus: Bus::of(&surroundings.environment),
            surroundings,
        }
    }

    fn search(&self, wanted: &Wanted) -> Result<Searched, Mute> {
        let exact = exact(wanted);
        self.bus.ask(move |service| search(service, &exact))
    }
}

impl Keyring for SecretService<'_> {
    fn find(&self, wanted: &Wanted) -> Result<Vec<Found>, Closed> {
        let mut searched = self.search(wanted)?;
        if searched.has_locked && self.surroundings.allow_dialogs() {
            let exact = exact(wanted);
            let unlocked = self
                .bus
                .ask_within(TO_UNLOCK, move |service| unlock_items(service, &exact));
            // A person who does not want to unlock is asked by Git.
            if unlocked.is_ok() {
                searched = self.search(wanted)?;
            }
        }
        searched.found.retain(|found| wanted.includes(&found.place));
        Ok(searched.found)
    }

    fn keep(&self, place: &Place, sign_in: &OwnSignIn) -> Result<(), Closed> {
        let keep = || {
            let (place, text) = (place.clone(), sign_in.to_text());
            self.bus.ask(move |service| keep(service, &place, &text))
        };
        match keep() {
            // Gone is the keyring that new items go to: there is none yet.
            Err(Mute::Locked | Mute::Gone) if self.surroundings.allow_dialogs() => {
                self.bus.ask_within(TO_UNLOCK, unlock_default)?;
                Ok(keep()?)
            }
            kept => Ok(kept?),
        }
    }

    fn forget(&self, place: &Place) -> Result<(), Closed> {
        let place = place.clone();
        Ok(self.bus.ask(move |service| forget(service, &place))?)
    }
}

impl From<Mute> for Closed {
    fn from(mute: Mute) -> Self {
        match mute {
            // Without a keyring that new items go to, nothing is kept, as in a locked one.
            Mute::Locked | Mute::Gone => Self::Locked,
            Mute::NoKeyring => Self::NoKeyring,
            mute => Self::Broken(mute.words()),
        }
    }
}

/// The values to search for. Without the schema: a keyring that was never unlocked is searched
/// by the sums of its items' attributes, and there the schema's is not found.
fn exact(wanted: &Wanted) -> Attributes {
    let fixed = [("protocol", &wanted.protocol), ("host", &wanted.host)];
    let given = [("path", &wanted.path), ("username", &wanted.username)];
    let given = given
        .into_iter()
        .filter_map(|(name, value)| Some((name, value.as_ref()?)));
    let all = fixed.into_iter().chain(given);
    all.map(|(name, value)| (name.to_owned(), value.clone()))
        .collect()
}

fn borrowed(attributes: &Attributes) -> HashMap<&str, &str> {
    let pairs = attributes.iter();
    pairs
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

fn search(service: &Service<'_>, exact: &Attributes) -> Result<Searched, Mute> {
    let items = service.search_items(borrowed(exact))?;
    let mut found = Vec::new();
    for item in &items.unlocked {
        if let Some(place) = place_of(&item.get_attributes()?) {
            let text = Secret::new(item.get_secret()?);
            let sign_in = OwnSignIn::of_text(&text);
            found.push(Found { place, sign_in });
        }
    }
    Ok(Searched {
        found,
        has_locked: items.locked.iter().any(is_own),
    })
}

/// Whether a locked item was written by this helper.
fn is_own(item: &Item<'_>) -> bool {
    let attributes = item.get_attributes().unwrap_or_default();
    place_of(&attributes).is_some() || is_own_hashed(&attributes)
}

/// `None` where another program wrote the item.
fn place_of(attributes: &Attributes) -> Option<Place> {
    let get = |name: &str| attributes.get(name).cloned();
    (attributes.get(SCHEMA)? == LOCKSMITH).then_some(())?;
    Some(Place {
        protocol: get("protocol")?,
        host: get("host")?,
        path: get("path")?,
        username: get("username")?,
    })
}

fn unlock_items(service: &Service<'_>, exact: &Attributes) -> Result<(), Mute> {
    let items = service.search_items(borrowed(exact))?.locked;
    let own: Vec<&Item<'_>> = items.iter().filter(|item| is_own(item)).collect();
    Ok(service.unlock_all(&own)?)
}

/// Unlocks the keyring that new items go to; on a first day there is none, and it is made.
fn unlock_default(service: &Service<'_>) -> Result<(), Mute> {
    match service.get_default_collection() {
        Ok(collection) => Ok(collection.unlock()?),
        Err(secret_service::Error::NoResult) => {
            service.create_collection("Default keyring", "default")?;
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}

/// All attributes are always there, be they empty: a keyring replaces an item that has at least
/// those that are given, so that one without a path would replace one with a path.
fn attributes_of(place: &Place) -> HashMap<&str, &str> {
    HashMap::from([
        (SCHEMA, LOCKSMITH),
        ("protocol", place.protocol.as_str()),
        ("host", place.host.as_str()),
        ("path", place.path.as_str()),
        ("username", place.username.as_str()),
    ])
}

fn keep(service: &Service<'_>, place: &Place, text: &Secret) -> Result<(), Mute> {
    let label = match place.path.as_str() {
        "" => format!("Git: {}://{}", place.protocol, place.host),
        path => format!("Git: {}://{}/{path}", place.protocol, place.host),
    };
    let attributes = attributes_of(place);
    service.get_default_collection()?.create_item(
        &label,
        attributes,
        text.expose(),
        true,
        "text/plain",
    )?;
    Ok(())
}

fn forget(service: &Service<'_>, place: &Place) -> Result<(), Mute> {
    for item in service.search_items(attributes_of(place))?.unlocked {
        // The search finds items with further attributes, too.
        if place_of(&item.get_attributes()?).as_ref() == Some(place) {
            item.delete()?;
        }
    }
    Ok(())
}
