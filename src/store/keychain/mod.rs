//! The keychains of macOS: Internet passwords of `git-credential-osxkeychain`, and generic ones of
//! Git Credential Manager and of our own helper. Listing reads no secret and opens no dialog.
//!
//! macOS lets a program read what it made itself, and asks the person for any other. What may
//! not be read here is therefore taken from its helper where it is to be cleared, and given back
//! to that helper by an undo.

pub mod describe;
pub mod items;
mod peer;
#[cfg(target_os = "macos")]
mod system;

use std::slice;

#[cfg(target_os = "macos")]
pub use system::SystemItems;

pub use items::Items;

use self::describe::{Asked, Owner, owner};
use self::items::{Attributes, Refusal};
use self::peer::Told;
use super::described::Described;
use super::own_sign_in::{OwnSignIn, join, split};
use super::{Kept, Listing, Store, StoreError, covers, manager_service};
use crate::git::credential_protocol::Further;
use crate::git::{Config, Git};
use crate::model::entry::Handle;
use crate::model::surroundings::OtherProgram;
use crate::model::{Credential, Entry, Problem, Realm, Secret, StoreKind};

const NAME: &str = "Keychain";

/// The keychains behind `I`.
pub(super) struct Keychain<I> {
    items: I,
    git: Git,
    /// What Git Credential Manager puts before each service.
    namespace: String,
}

/// An item with all that it holds.
pub(super) struct KeptKeychainItem {
    attributes: Attributes,
    asked: Asked,
    told: Told,
    /// The secret as it lay there, where it could be read here.
    text: Option<Secret>,
}

/// A Git helper's item.
struct Found<T> {
    attributes: Attributes,
    asked: Asked,
    item: T,
    /// Which of those that are described alike.
    nth: usize,
}

impl<I: Items> Keychain<I> {
    pub(super) fn new(items: I, git: &Git, personal: &Config) -> Self {
        Self {
            items,
            git: git.clone(),
            namespace: manager_service::namespace(personal, git.environment()),
        }
    }

    /// Everything that a Git helper wrote.
    fn find(&self) -> Result<Vec<Found<I::Item>>, Refusal> {
        let mut all: Vec<Found<I::Item>> = Vec::new();
        for (attributes, item) in self.items.find()? {
            if let Some(Owner::Helper(asked)) = owner(&attributes, &self.namespace) {
                let alike = all.iter().filter(|other| other.asked == asked);
                let nth = alike.count();
                all.push(Found {
                    attributes,
                    asked,
                    item,
                    nth,
                });
            }
        }
        Ok(all)
    }

    /// The item of `entry`, if it still is what was listed.
    fn open(&self, entry: &Entry) -> Result<Found<I::Item>, StoreError> {
        let all = self.find().map_err(error)?;
        let mut all = all.into_iter();
        all.find(|found| found.entry() == *entry)
            .ok_or_else(|| error(Refusal::Gone))
    }

    /// The secret as it lies there.
    fn text(&self, found: &Found<I::Item>) -> Result<Secret, Refusal> {
        self.items.secret(found.attributes.class, &found.item)
    }

    /// All of the item, from its helper where macOS would ask for us.
    fn keep(&self, found: Found<I::Item>) -> Result<(KeptKeychainItem, I::Item), StoreError> {
        let text = match self.text(&found) {
            Ok(text) => Some(text),
            Err(Refusal::WouldAsk) => None,
            Err(refusal) => return Err(error(refusal)),
        };
        let told = match &text {
            Some(text) => told(&found.asked.described, text),
            None => self.ask_helper(&found)?,
        };
        let kept = KeptKeychainItem {
            told: told.ok_or_else(|| error(Refusal::WouldAsk))?,
            attributes: found.attributes,
            asked: found.asked,
            text,
        };
        Ok((kept, found.item))
    }

    /// What its helper tells; nothing where it could mean another item.
    fn ask_helper(&self, found: &Found<I::Item>) -> Result<Option<Told>, StoreError> {
        let all = self.find().map_err(error)?;
        let could_be_meant = all.iter().filter(|other| found.could_be(&other.asked));
        if could_be_meant.count() != 1 {
            return Ok(None);
        }
        Ok(peer::get(&self.git, &found.asked)?)
    }

    fn has(&self, asked: &Asked) -> Result<usize, StoreError> {
        let all = self.find().map_err(error)?.into_iter();
        Ok(all.filter(|found| found.asked == *asked).count())
    }

    /// Whether what lies there now is what was kept.
    fn is_same(&self, now: Found<I::Item>, kept: &KeptKeychainItem) -> Result<bool, StoreError> {
        let (now, _) = self.keep(now)?;
        let secret = |told: &Told| std::sync::Arc::clone(&told.credential.secret);
        Ok(secret(&now.told).same_as(&secret(&kept.told)))
    }
}

impl<I: Items> Store for Keychain<I> {
    fn kind(&self) -> StoreKind {
        StoreKind::Keychain
    }

    fn is_keyring(&self) -> bool {
        self.items.find().is_ok()
    }

    fn other_programs(&self) -> Vec<OtherProgram> {
        let all = self.items.find().unwrap_or_default();
        let mut programs: Vec<OtherProgram> = Vec::new();
        for (attributes, _) in &all {
            if let Some(Owner::Other(program)) = owner(attributes, &self.namespace)
                && !programs.contains(&program)
            {
                programs.push(program);
            }
        }
        programs
    }

    fn list(&self, realms: &[Realm]) -> Listing {
        let found = match self.find() {
            Ok(found) => found,
            Err(refusal) => {
                return Listing {
                    problems: vec![Problem::new(NAME, error(refusal).to_string())],
                    ..Listing::default()
                };
            }
        };
        let entries = found.iter().map(Found::entry);
        Listing {
            entries: entries.filter(|entry| covers(realms, entry)).collect(),
            problems: Vec::new(),
        }
    }

    fn read(&self, entry: &Entry) -> Result<Credential, StoreError> {
        let found = self.open(entry)?;
        let text = self.text(&found).map_err(error)?;
        let told = told(&found.asked.described, &text).ok_or_else(|| error(Refusal::Gone))?;
        Ok(told.credential)
    }

    fn snapshot(&self, entry: &Entry) -> Result<Kept, StoreError> {
        let (kept, _) = self.keep(self.open(entry)?)?;
        Ok(Kept::KeychainItem(Box::new(kept)))
    }

    fn remove(&self, entry: &Entry) -> Result<Kept, StoreError> {
        let (kept, item) = self.keep(self.open(entry)?)?;
        let before = self.has(&kept.asked)?;
        let removed = self.items.remove(kept.attributes.class, &item);
        removed.map_err(error)?;
        let left = self.has(&kept.asked);
        let kept = Kept::KeychainItem(Box::new(kept));
        match left {
            Ok(left) if left < before => Ok(kept),
            Ok(_) => Err(refused("the item is still there")),
            Err(error) => Err(StoreError::unsure(error, kept)),
        }
    }

    fn restore(&self, kept: &Kept) -> Result<(), StoreError> {
        let Kept::KeychainItem(kept) = kept else {
            return Ok(());
        };
        let mut all = self.find().map_err(error)?.into_iter();
        if let Some(now) = all.find(|found| found.asked == kept.asked) {
            return match self.is_same(now, kept)? {
                true => Ok(()),
                false => Err(StoreError::Taken {
                    place: NAME.to_owned(),
                }),
            };
        }
        if kept.helper_can_write_it() {
            // What it says does not count, nor whether it is there: the listing tells.
            let _ = peer::store(&self.git, &kept.asked, &kept.told);
            if self.has(&kept.asked)? > 0 {
                return Ok(());
            }
        }
        let made;
        let secret = &kept.told.credential.secret;
        let text = match (&kept.text, kept.asked.described.written_by) {
            (Some(text), _) => text,
            (None, "manager") => secret.as_ref(),
            (None, writer) => {
                made = kept.made_anew(writer);
                &made
            }
        };
        self.items.add(&kept.attributes, text).map_err(error)
    }
}

impl<T> Found<T> {
    fn entry(&self) -> Entry {
        let described = self.asked.described.clone();
        let handle = Handle::KeychainItem { nth: self.nth };
        Entry {
            // Attributes are told even then.
            locked: false,
            ..described.entry(StoreKind::Keychain, NAME.to_owned(), handle)
        }
    }

    /// Whether the helper could take `other` for this one: osxkeychain answers with any port and
    /// any path where none is asked for.
    fn could_be(&self, other: &Asked) -> bool {
        let own = &self.asked;
        if own.described.written_by != "osxkeychain" {
            return own == other;
        }
        let (asked, of) = (&own.asked_as, &other.asked_as);
        let has_port = own.asked_host != asked.host;
        other.described.written_by == own.described.written_by
            && other.described.username == own.described.username
            && of.protocol == asked.protocol
            && of.host == asked.host
            && (!has_port || other.asked_host == own.asked_host)
            && (asked.path.is_none() || of.path == asked.path)
    }
}

impl KeptKeychainItem {
    /// Not an authentication scheme, which only our own helper knows, and not the service with a
    /// slash at its end that Git Credential Manager keeps GitLab's refresh token under.
    fn helper_can_write_it(&self) -> bool {
        let ends_with_slash = |service: &String| service.ends_with('/');
        match self.asked.described.written_by {
            "locksmith" => self.text.as_ref().is_none_or(|text| {
                own_text(text).is_some_and(|text| OwnSignIn::of_text(&text).authtype.is_none())
            }),
            "manager" => !self
                .attributes
                .service
                .as_ref()
                .is_some_and(ends_with_slash),
            _ => true,
        }
    }

    /// The secret as its helper would keep it: the further lines behind the password.
    fn made_anew(&self, writer: &str) -> Secret {
        let (secret, lines) = (&self.told.credential.secret, self.told.further.lines());
        let mut text = [secret.expose(), b"\n", lines.expose()].concat();
        text.pop();
        let text = Secret::new(text);
        match writer {
            "locksmith" => as_own(&text),
            _ => text,
        }
    }
}

/// A helper's text taken apart; `None` where it is not whole.
fn told(described: &Described, text: &Secret) -> Option<Told> {
    let own;
    let text = match described.written_by {
        "locksmith" => {
            own = own_text(text)?;
            &own
        }
        _ => text,
    };
    let bytes = text.expose();
    let end = match described.written_by {
        "manager" => None,
        _ => bytes.iter().position(|&byte| byte == b'\n'),
    };
    let (secret, further) = bytes.split_at(end.unwrap_or(bytes.len()));
    let username = described.username.clone().unwrap_or_default();
    Some(Told {
        credential: Credential::new(username, Secret::new(secret)),
        further: Further::of_answer(further),
    })
}

/// The text of our own helper without the line that tells its parts.
fn own_text(text: &Secret) -> Option<Secret> {
    join(slice::from_ref(text))
}

/// The text as our own helper would keep it; never in parts, which macOS does not need.
fn as_own(text: &Secret) -> Secret {
    let sign_in = OwnSignIn::of_text(text);
    let text = sign_in.to_text();
    let parts = split(&text, sign_in.stored, usize::MAX);
    parts.into_iter().next().unwrap_or(text)
}

fn error(refusal: Refusal) -> StoreError {
    let place = NAME.to_owned();
    match refusal {
        Refusal::WouldAsk => StoreError::WouldAsk { place },
        Refusal::Gone => StoreError::Gone { place },
        Refusal::Other(reason) => StoreError::Refused { place, reason },
    }
}

fn refused(reason: &str) -> StoreError {
    error(Refusal::Other(reason.to_owned()))
}
