//! The Secret Service: GNOME Keyring, KWallet, KeePassXC. Never unlocks, never prompts.
//!
//! Lists what Git's libsecret helper, Git Credential Manager and our own helper wrote, and
//! touches nothing else. Other programs' sign-ins at Git servers are named and left alone.

pub(crate) mod attributes;
pub(crate) mod bus;
mod others;

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use secret_service::blocking::{Item, SecretService as Service};
use zbus::zvariant::{ObjectPath, OwnedObjectPath};

use self::attributes::{Attributes, describe, describe_hashed};
use self::bus::{Bus, Mute};
use super::described::Described;
use super::manager_namespaces::Namespaces;
use super::own_sign_in::OwnSignIn;
use super::{KEYRING, Kept, Listing, Store, StoreError, covers};
use crate::git::{Config, Environment};
use crate::model::entry::Handle;
use crate::model::outside_text::display_safe;
use crate::model::surroundings::OtherProgram;
use crate::model::{Credential, Entry, Problem, Realm, Secret, StoreKind, TokenKind};

/// How many items one question is about.
const AT_ONCE: usize = 50;

/// All keyrings of the session.
pub(super) struct SecretService {
    bus: Bus,
    namespaces: Namespaces,
}

/// An item with all that it holds.
pub(super) struct KeptItem {
    collection: OwnedObjectPath,
    place: String,
    label: String,
    attributes: Attributes,
    secret: Secret,
    content_type: String,
}

/// An item as it was found: its attributes cannot change while the daemon is asked.
struct Found {
    entry: Entry,
    kept: Option<KeptItem>,
}

impl SecretService {
    pub(super) fn new(personal: &Config, environment: &Environment) -> Self {
        Self {
            bus: Bus::of(environment),
            namespaces: Namespaces::of(personal, environment),
        }
    }

    /// Everything that is ours, by schema where the keyrings are or were unlocked, and by exact
    /// values where they never were. Asked in small questions: thousands of items take their time,
    /// and only a keyring that hangs leaves a small one unanswered.
    fn look(&self, realms: &[Realm]) -> Result<Vec<Entry>, Mute> {
        let mut items = Vec::new();
        for schema in attributes::schemas() {
            items.extend(self.bus.ask(move |service| paths(service, schema))?);
        }
        let mut newest_first: Vec<(u64, Entry)> = Vec::new();
        for some in items.chunks(AT_ONCE).map(<[_]>::to_vec) {
            let (asked, namespaces) = (realms.to_vec(), self.namespaces.clone());
            let look =
                move |service: &Service<'_>| Ok(look_at_some(service, some, &asked, &namespaces));
            newest_first.extend(self.bus.ask(look)?);
        }
        // Of several users, our own helper answers with the one that was stored last.
        newest_first.sort_by_key(|(stored, _)| Reverse(*stored));
        let found = newest_first.into_iter().map(|(_, entry)| entry);
        let mut entries: Vec<Entry> = found.collect();
        for realm in realms {
            let (realm, namespaces) = (realm.clone(), self.namespaces.clone());
            let look = move |service: &Service<'_>| never_unlocked(service, &realm, &namespaces);
            for entry in self.bus.ask(look)? {
                if !entries.iter().any(|known| known.handle == entry.handle) {
                    entries.push(entry);
                }
            }
        }
        Ok(entries)
    }

    /// The item of `entry`, if it still is what was listed.
    fn open(&self, entry: &Entry) -> Result<KeptItem, StoreError> {
        let place = entry.location.clone();
        let (wanted, namespaces) = (entry.clone(), self.namespaces.clone());
        let found = self.bus.ask(move |service| {
            let item = item_of(service, &wanted)?;
            item.ensure_unlocked()?;
            let found = look_at(service, &item, &namespaces, |entry| {
                entry.same_place(&wanted)
            })?;
            found.ok_or(Mute::Gone)?.kept.ok_or(Mute::Locked)
        });
        found.map_err(|mute| mute.at(place))
    }
}

impl Store for SecretService {
    fn kind(&self) -> StoreKind {
        StoreKind::SecretService
    }

    fn is_keyring(&self) -> bool {
        self.bus.ask(|_| Ok(())).is_ok()
    }

    fn other_programs(&self) -> Vec<OtherProgram> {
        others::other_programs(&self.bus).unwrap_or_default()
    }

    fn list(&self, realms: &[Realm]) -> Listing {
        let problem = |message: String| Listing {
            problems: vec![Problem::new(KEYRING, message)],
            ..Listing::default()
        };
        match self.look(realms) {
            Ok(entries) => Listing {
                entries,
                problems: Vec::new(),
            },
            Err(Mute::NoKeyring) => Listing::default(),
            Err(Mute::Silent) => {
                problem("does not answer, so its sign-ins are not shown; start it again".to_owned())
            }
            Err(mute) => problem(format!("could not be looked at: {}", mute.words())),
        }
    }

    fn read(&self, entry: &Entry) -> Result<Credential, StoreError> {
        let kept = self.open(entry)?;
        let secret = kept.password(entry.written_by);
        Ok(Credential::new(
            entry.username.clone().unwrap_or_default(),
            secret,
        ))
    }

    fn snapshot(&self, entry: &Entry) -> Result<Kept, StoreError> {
        self.open(entry).map(|kept| Kept::Item(Arc::new(kept)))
    }

    fn remove(&self, entry: &Entry) -> Result<Kept, StoreError> {
        let kept = self.open(entry)?;
        let wanted = entry.clone();
        let removed = self.bus.ask(move |service| {
            // Refuses where it is locked, rather than asking to unlock.
            item_of(service, &wanted)?.delete()?;
            Ok(())
        });
        let kept = Kept::Item(Arc::new(kept));
        match removed {
            Ok(()) => Ok(kept),
            // It may do it when it is awake again, or when the person has answered its dialog.
            Err(mute @ (Mute::Silent | Mute::Broken(_))) => {
                let error = mute.at(entry.location.clone());
                Err(StoreError::unsure(error, kept))
            }
            Err(mute) => Err(mute.at(entry.location.clone())),
        }
    }

    fn restore(&self, kept: &Kept) -> Result<(), StoreError> {
        let Kept::Item(kept) = kept else {
            return Ok(());
        };
        let again = Arc::clone(kept);
        let restored = self.bus.ask(move |service| put_back(service, &again));
        match restored.map_err(|mute| mute.at(kept.place.clone()))? {
            true => Ok(()),
            false => Err(StoreError::Taken {
                place: kept.place.clone(),
            }),
        }
    }
}

impl KeptItem {
    /// The libsecret helper and ours keep more lines behind the password.
    fn password(&self, written_by: Option<&str>) -> Secret {
        let all = self.secret.expose();
        let end = match written_by {
            Some("libsecret" | "locksmith") => all.iter().position(|&byte| byte == b'\n'),
            _ => None,
        };
        Secret::new(&all[..end.unwrap_or(all.len())])
    }
}

impl Found {
    /// When our own helper stored it; 0 where another one did.
    fn stored(&self) -> u64 {
        let own = self.entry.written_by == Some("locksmith");
        let kept = self.kept.as_ref().filter(|_| own);
        kept.map_or(0, |kept| OwnSignIn::of_text(&kept.secret).stored)
    }
}

impl Mute {
    fn at(self, place: String) -> StoreError {
        match self {
            Self::Silent => StoreError::Silent { place },
            Self::Locked => StoreError::Locked { place },
            Self::Gone | Self::NoKeyring => StoreError::Gone { place },
            Self::Broken(reason) => StoreError::Refused { place, reason },
        }
    }

    pub(crate) fn words(&self) -> String {
        match self {
            Self::NoKeyring => "there is none".to_owned(),
            Self::Silent => "it does not answer".to_owned(),
            Self::Locked => "it is locked".to_owned(),
            Self::Gone => "it changed meanwhile".to_owned(),
            Self::Broken(words) => words.clone(),
        }
    }
}

/// The items that a search finds.
fn paths(service: &Service<'_>, search: HashMap<&str, &str>) -> Result<Vec<OwnedObjectPath>, Mute> {
    let found = service.search_items(search)?;
    let items = found.unlocked.into_iter().chain(found.locked);
    Ok(items.map(|item| item.item_path).collect())
}

/// Those of these items that are for `realms`, each with the time that it was stored at.
fn look_at_some(
    service: &Service<'_>,
    items: Vec<OwnedObjectPath>,
    realms: &[Realm],
    namespaces: &Namespaces,
) -> Vec<(u64, Entry)> {
    let look = |path| {
        let item = service.get_item_by_path(path).ok()?;
        // Most are for other servers, which the attributes tell.
        let attributes = item.get_attributes().ok()?;
        let described = attributes::describe_unlabelled(&attributes, namespaces)?;
        if !covers(realms, &entry(&item, described, String::new())) {
            return None;
        }
        // An item that vanishes while it is looked at is not saved any more.
        let found = look_at(service, &item, namespaces, |entry| covers(realms, entry));
        found.ok().flatten()
    };
    let found = items.into_iter().filter_map(look);
    found.map(|found| (found.stored(), found.entry)).collect()
}

/// What is for `realm` in keyrings that were never unlocked, where only exact values are found.
fn never_unlocked(
    service: &Service<'_>,
    realm: &Realm,
    namespaces: &Namespaces,
) -> Result<Vec<Entry>, Mute> {
    let mut entries = Vec::new();
    for search in attributes::exact_searches(realm, namespaces) {
        let search = search
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        for item in service.search_items(search.collect())?.locked {
            let hashed = describe_hashed(&item.get_attributes()?, realm);
            let Some(described) = hashed else { continue };
            entries.push(entry(&item, described, place_of(service, &item)));
        }
    }
    Ok(entries)
}

/// What an item is, if it is wanted, with its secret where that can be read silently.
fn look_at(
    service: &Service<'_>,
    item: &Item<'_>,
    namespaces: &Namespaces,
    is_wanted: impl Fn(&Entry) -> bool,
) -> Result<Option<Found>, Mute> {
    let attributes = item.get_attributes()?;
    let label = item.get_label()?;
    let Some(described) = describe(&attributes, &label, namespaces) else {
        return Ok(None);
    };
    let place = place_of(service, item);
    let written_by = described.written_by;
    let mut entry = entry(item, described, place.clone());
    if !is_wanted(&entry) {
        return Ok(None);
    }
    if item.is_locked()? {
        return Ok(Some(Found { entry, kept: None }));
    }
    let kept = KeptItem {
        collection: collection_of(item),
        place,
        label,
        attributes,
        secret: Secret::new(item.get_secret()?),
        content_type: item.get_secret_content_type()?,
    };
    entry.locked = false;
    // The libsecret helper writes the lines that ours does.
    if matches!(written_by, "libsecret" | "locksmith") {
        entry.expires = OwnSignIn::of_text(&kept.secret).expires;
    }
    entry.kind = Some(TokenKind::of_secret(&kept.password(Some(written_by))));
    Ok(Some(Found {
        entry,
        kept: Some(kept),
    }))
}

fn entry(item: &Item<'_>, described: Described, location: String) -> Entry {
    let object_path = item.item_path.to_string();
    described.entry(
        StoreKind::SecretService,
        location,
        Handle::Item { object_path },
    )
}

fn item_of<'a>(service: &'a Service<'a>, entry: &Entry) -> Result<Item<'a>, Mute> {
    let Handle::Item { object_path } = &entry.handle else {
        return Err(Mute::Gone);
    };
    let path = ObjectPath::try_from(object_path.as_str()).map_err(|_| Mute::Gone)?;
    Ok(service.get_item_by_path(path.into())?)
}

/// `…/collection/login/7` lies in `…/collection/login` (Secret Service specification, object
/// paths).
fn collection_of(item: &Item<'_>) -> OwnedObjectPath {
    let path = item.item_path.as_str();
    let collection = path
        .rsplit_once('/')
        .map_or("/", |(collection, _)| collection);
    ObjectPath::from_string_unchecked(collection.to_owned()).into()
}

/// The keyring's name: `Login`, mostly.
fn place_of(service: &Service<'_>, item: &Item<'_>) -> String {
    let path = collection_of(item);
    let label = service
        .get_collection_by_path(path)
        .and_then(|collection| collection.get_label());
    match label {
        Ok(label) if !label.is_empty() => format!("keyring {}", display_safe(&label)),
        _ => KEYRING.to_owned(),
    }
}

/// Whether it is back; not where another secret has taken its place meanwhile.
fn put_back(service: &Service<'_>, kept: &KeptItem) -> Result<bool, Mute> {
    let collection = service.get_collection_by_path(kept.collection.clone())?;
    if collection.is_locked()? {
        return Err(Mute::Locked);
    }
    let attributes: HashMap<&str, &str> = kept
        .attributes
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    for item in collection.search_items(attributes.clone())? {
        // The search finds items with further attributes, too.
        if item.get_attributes()? == kept.attributes && item.get_label()? == kept.label {
            let secret = Secret::new(item.get_secret()?);
            return Ok(secret.same_as(&kept.secret));
        }
    }
    collection.create_item(
        &kept.label,
        attributes,
        kept.secret.expose(),
        false,
        &kept.content_type,
    )?;
    Ok(true)
}
