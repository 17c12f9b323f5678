//! The items of a keychain, as a search describes them, and what can be done to them. Values and
//! one trait: what speaks to macOS is `system`, and what a test puts in its place is its own.

use crate::model::Secret;

/// An item without its secret, in the words of Apple's Keychain Services. What is not set is
/// `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attributes {
    /// Which of the two kinds of passwords.
    pub class: Class,
    /// What Keychain Access shows as its name (`kSecAttrLabel`).
    pub label: Option<String>,
    /// The user name (`kSecAttrAccount`).
    pub account: Option<String>,
    /// Of a generic password: what it is for (`kSecAttrService`).
    pub service: Option<String>,
    /// Of an Internet password: the host (`kSecAttrServer`).
    pub server: Option<String>,
    /// Of an Internet password: four letters, `htps` or `http` (`kSecAttrProtocol`).
    pub protocol: Option<String>,
    /// Of an Internet password: `None` and 0 are any port (`kSecAttrPort`).
    pub port: Option<u16>,
    /// Of an Internet password (`kSecAttrPath`).
    pub path: Option<String>,
    /// Of an Internet password: four letters, `dflt` or `form` for what a browser typed into a
    /// page (`kSecAttrAuthenticationType`).
    pub authentication: Option<String>,
}

/// The kinds of passwords that a keychain holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Class {
    /// `kSecClassInternetPassword`
    #[default]
    Internet,
    /// `kSecClassGenericPassword`
    Generic,
}

/// Why the keychain did not do it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It would have to ask the person: to unlock it, or whether this program may.
    WouldAsk,
    /// There is no such item any more.
    Gone,
    /// Anything else, in its own words.
    Other(String),
}

/// The keychains of a person, in the order in which they are searched. Nothing here opens a
/// dialog.
pub trait Items: Send + Sync {
    /// What finds an item again.
    type Item;

    /// All passwords, described without their secrets.
    ///
    /// # Errors
    ///
    /// The keychains cannot be searched.
    fn find(&self) -> Result<Vec<(Attributes, Self::Item)>, Refusal>;

    /// The secret of an item.
    ///
    /// # Errors
    ///
    /// It is gone, or the person would be asked.
    fn secret(&self, class: Class, item: &Self::Item) -> Result<Secret, Refusal>;

    /// Removes exactly this item.
    ///
    /// # Errors
    ///
    /// It is gone, or the person would be asked.
    fn remove(&self, class: Class, item: &Self::Item) -> Result<(), Refusal>;

    /// Adds an item. macOS lets this program alone read it without asking the person.
    ///
    /// # Errors
    ///
    /// There is one like it, or the person would be asked.
    fn add(&self, attributes: &Attributes, secret: &Secret) -> Result<(), Refusal>;
}
