//! The keychains of this Mac, through Apple's Keychain Services. Every call is made with dialogs
//! switched off, and refuses where one would be needed.

#![expect(
    unsafe_code,
    reason = "Core Foundation's constants and two calls that take an item have no safe wrapper"
)]

use std::sync::{Mutex, MutexGuard, PoisonError};

use core_foundation::array::CFArray;
use core_foundation::base::{CFType, TCFType};
use core_foundation::boolean::CFBoolean;
use core_foundation::data::CFData;
use core_foundation::dictionary::CFDictionary;
use core_foundation::number::CFNumber;
use core_foundation::string::{CFString, CFStringRef};
use security_framework::base::Error;
use security_framework::item::{ItemClass, ItemSearchOptions, Limit, SearchResult};
use security_framework::os::macos::keychain::{KeychainUserInteractionLock, SecKeychain};
use security_framework::os::macos::keychain_item::SecKeychainItem;
use security_framework_sys::base::{errSecAuthFailed, errSecItemNotFound, errSecSuccess};
use security_framework_sys::item as key;
use security_framework_sys::keychain_item::{SecItemAdd, SecItemCopyMatching, SecItemDelete};

use super::items::{Attributes, Class, Items, Refusal};
use crate::model::Secret;

/// The keychains in the person's search list. Items that are synchronised (iCloud) are left out,
/// as Git's helper leaves them out.
pub struct SystemItems;

/// `errSecInteractionNotAllowed` and `errSecInteractionRequired` (Apple, `SecBase.h`).
const WOULD_ASK: [i32; 2] = [-25308, -25315];

#[link(name = "Security", kind = "framework")]
unsafe extern "C" {
    /// Which items a query is about (Apple, `SecItem.h`; not in security-framework-sys 2.17).
    static kSecMatchItemList: CFStringRef;
}

impl Items for SystemItems {
    type Item = SecKeychainItem;

    fn find(&self) -> Result<Vec<(Attributes, Self::Item)>, Refusal> {
        let _quiet = Quiet::new()?;
        let mut all = Vec::new();
        for class in [Class::Internet, Class::Generic] {
            let mut search = ItemSearchOptions::new();
            search
                .class(match class {
                    Class::Internet => ItemClass::internet_password(),
                    Class::Generic => ItemClass::generic_password(),
                })
                .limit(Limit::All)
                .load_attributes(true)
                .load_refs(true);
            let found = match search.search() {
                Ok(found) => found,
                Err(error) if error.code() == errSecItemNotFound => continue,
                Err(error) => return Err(refusal(error)),
            };
            all.extend(found.iter().filter_map(|found| described(class, found)));
        }
        Ok(all)
    }

    fn secret(&self, class: Class, item: &Self::Item) -> Result<Secret, Refusal> {
        let _quiet = Quiet::new()?;
        let mut query = about(class, item);
        query.push((
            constant(Key::ReturnData),
            CFBoolean::true_value().into_CFType(),
        ));
        let query = CFDictionary::from_CFType_pairs(&query);
        let mut result = std::ptr::null();
        // SAFETY: the query lives until the call is over, and `result` is a place to write to.
        let status = unsafe { SecItemCopyMatching(query.as_concrete_TypeRef(), &raw mut result) };
        done(status)?;
        if result.is_null() {
            return Err(Refusal::Gone);
        }
        // SAFETY: a result that is not null is an object that the caller has to release.
        let result = unsafe { CFType::wrap_under_create_rule(result) };
        let data = result.downcast::<CFData>();
        data.map(|data| Secret::new(data.bytes()))
            .ok_or_else(|| Refusal::Other("it answered with no data".to_owned()))
    }

    fn remove(&self, class: Class, item: &Self::Item) -> Result<(), Refusal> {
        let _quiet = Quiet::new()?;
        let query = CFDictionary::from_CFType_pairs(&about(class, item));
        // SAFETY: the query lives until the call is over; it names this one item.
        done(unsafe { SecItemDelete(query.as_concrete_TypeRef()) })
    }

    fn add(&self, attributes: &Attributes, secret: &Secret) -> Result<(), Refusal> {
        let _quiet = Quiet::new()?;
        let class = (constant(Key::Class), of_class(attributes.class));
        let data = CFData::from_buffer(secret.expose()).into_CFType();
        let mut item = vec![class, (constant(Key::ValueData), data)];
        let texts = [
            (Key::Label, &attributes.label),
            (Key::Account, &attributes.account),
            (Key::Service, &attributes.service),
            (Key::Server, &attributes.server),
            (Key::Protocol, &attributes.protocol),
            (Key::Path, &attributes.path),
            (Key::Authentication, &attributes.authentication),
        ];
        for (key, value) in texts {
            if let Some(value) = value {
                item.push((constant(key), CFString::new(value).into_CFType()));
            }
        }
        if let Some(port) = attributes.port {
            let port = CFNumber::from(i32::from(port)).into_CFType();
            item.push((constant(Key::Port), port));
        }
        let item = CFDictionary::from_CFType_pairs(&item);
        // SAFETY: the item lives until the call is over; nothing is to be given back.
        done(unsafe { SecItemAdd(item.as_concrete_TypeRef(), std::ptr::null_mut()) })
    }
}

/// Dialogs are switched off for the whole process while it lives: one thread at a time, or
/// another one would switch them on again too early.
struct Quiet {
    _off: KeychainUserInteractionLock,
    _turn: MutexGuard<'static, ()>,
}

impl Quiet {
    fn new() -> Result<Self, Refusal> {
        static TURN: Mutex<()> = Mutex::new(());
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(Self {
            _off: SecKeychain::disable_user_interaction().map_err(refusal)?,
            _turn: turn,
        })
    }
}

/// The keys of a query that are needed here.
#[derive(Clone, Copy)]
enum Key {
    Class,
    ReturnData,
    MatchItemList,
    ValueData,
    Label,
    Account,
    Service,
    Server,
    Protocol,
    Port,
    Path,
    Authentication,
}

fn constant(wanted: Key) -> CFString {
    // SAFETY: the constants are strings that live as long as the process; they are retained.
    unsafe {
        CFString::wrap_under_get_rule(match wanted {
            Key::Class => key::kSecClass,
            Key::ReturnData => key::kSecReturnData,
            Key::MatchItemList => kSecMatchItemList,
            Key::ValueData => key::kSecValueData,
            Key::Label => key::kSecAttrLabel,
            Key::Account => key::kSecAttrAccount,
            Key::Service => key::kSecAttrService,
            Key::Server => key::kSecAttrServer,
            Key::Protocol => key::kSecAttrProtocol,
            Key::Port => key::kSecAttrPort,
            Key::Path => key::kSecAttrPath,
            Key::Authentication => key::kSecAttrAuthenticationType,
        })
    }
}

fn of_class(class: Class) -> CFType {
    // SAFETY: as in `constant`.
    let class = unsafe {
        CFString::wrap_under_get_rule(match class {
            Class::Internet => key::kSecClassInternetPassword,
            Class::Generic => key::kSecClassGenericPassword,
        })
    };
    class.into_CFType()
}

/// A query for this one item, as Git's own helper asks for it (`delete_ref` in Git 2.45's
/// `git-credential-osxkeychain.c`).
fn about(class: Class, item: &SecKeychainItem) -> Vec<(CFString, CFType)> {
    let items = CFArray::from_CFTypes(std::slice::from_ref(item));
    vec![
        (constant(Key::Class), of_class(class)),
        (constant(Key::MatchItemList), items.into_CFType()),
    ]
}

/// What a search tells of an item.
fn described(class: Class, found: &SearchResult) -> Option<(Attributes, SecKeychainItem)> {
    let SearchResult::Dict(found) = found else {
        return None;
    };
    // SAFETY: it is the same dictionary, retained once more; a search's keys are strings and its
    // values are objects.
    let found: CFDictionary<CFString, CFType> =
        unsafe { CFDictionary::wrap_under_get_rule(found.as_concrete_TypeRef()) };
    let value = |key: Key| found.find(constant(key)).map(|value| value.clone());
    let text = |key: Key| Some(value(key)?.downcast::<CFString>()?.to_string());
    let port = || value(Key::Port)?.downcast::<CFNumber>()?.to_i32();
    // SAFETY: as in `constant`.
    let reference = unsafe { CFString::wrap_under_get_rule(key::kSecValueRef) };
    let item = found.find(reference)?.downcast::<SecKeychainItem>()?;
    let attributes = Attributes {
        class,
        label: text(Key::Label),
        account: text(Key::Account),
        service: text(Key::Service),
        server: text(Key::Server),
        protocol: text(Key::Protocol),
        port: port().and_then(|port| port.try_into().ok()),
        path: text(Key::Path),
        authentication: text(Key::Authentication),
    };
    Some((attributes, item))
}

fn done(status: i32) -> Result<(), Refusal> {
    if status == errSecSuccess {
        return Ok(());
    }
    Err(refusal(Error::from_code(status)))
}

#[expect(clippy::needless_pass_by_value, reason = "it is mapped over results")]
fn refusal(error: Error) -> Refusal {
    let code = error.code();
    if code == errSecItemNotFound {
        return Refusal::Gone;
    }
    if code == errSecAuthFailed || WOULD_ASK.contains(&code) {
        return Refusal::WouldAsk;
    }
    Refusal::Other(error.message().unwrap_or_else(|| format!("error {code}")))
}
