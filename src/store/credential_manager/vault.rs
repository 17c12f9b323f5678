//! The calls to Windows: entries as it has them, read, written and deleted.
//!
//! Wine hands out structures that are not aligned, so that none is ever referred to in place.

#![expect(
    unsafe_code,
    reason = "the Credential Manager is reached by calls of Windows only"
)]

use std::io;
use std::ptr;

use windows_sys::Win32::Security::Credentials::{
    CRED_PERSIST_LOCAL_MACHINE, CRED_TYPE_GENERIC, CREDENTIAL_ATTRIBUTEW, CREDENTIALW, CredDeleteW,
    CredEnumerateW, CredFree, CredWriteW,
};
use zeroize::Zeroize;

use crate::model::Secret;

/// Windows says so where there is no entry at all.
const NOT_FOUND: i32 = 1168;

/// An entry with all that can be written again. Only when it was last written is left out, as
/// Windows sets it itself.
pub(crate) struct RawCredential {
    pub(crate) target: Text,
    pub(crate) username: Text,
    pub(crate) comment: Text,
    pub(crate) blob: Secret,
    alias: Text,
    flags: u32,
    persist: u32,
    attributes: Vec<Attribute>,
}

struct Attribute {
    keyword: Text,
    flags: u32,
    value: Secret,
}

/// A text of Windows, unit for unit; it may be missing.
pub(crate) struct Text(Option<Vec<u16>>);

/// The generic entries whose names are wanted. What lies in the others is wiped unread.
pub(crate) fn entries(is_wanted: impl Fn(&str) -> bool) -> io::Result<Vec<RawCredential>> {
    let mut wanted = Vec::new();
    for_each(|credential| {
        // SAFETY: `for_each` hands out entries that Windows has filled in.
        let target = unsafe { Text::at(credential.TargetName) };
        if is_wanted(&target.words()) {
            // SAFETY: as above.
            wanted.push(unsafe { RawCredential::of(credential, target) });
        }
    })?;
    Ok(wanted)
}

/// The names of all generic entries.
pub(crate) fn names() -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for_each(|credential| {
        // SAFETY: `for_each` hands out entries that Windows has filled in.
        names.push(unsafe { Text::at(credential.TargetName) }.words());
    })?;
    Ok(names)
}

/// Writes an entry as it was.
pub(crate) fn write(credential: &RawCredential) -> io::Result<()> {
    let mut attributes: Vec<CREDENTIAL_ATTRIBUTEW> = credential
        .attributes
        .iter()
        .map(|attribute| CREDENTIAL_ATTRIBUTEW {
            Keyword: attribute.keyword.pointer(),
            Flags: attribute.flags,
            ValueSize: length(attribute.value.len()),
            Value: attribute.value.expose().as_ptr().cast_mut(),
        })
        .collect();
    let raw = CREDENTIALW {
        Flags: credential.flags,
        Type: CRED_TYPE_GENERIC,
        TargetName: credential.target.pointer(),
        Comment: credential.comment.pointer(),
        CredentialBlobSize: length(credential.blob.len()),
        CredentialBlob: credential.blob.expose().as_ptr().cast_mut(),
        Persist: credential.persist,
        AttributeCount: length(attributes.len()),
        Attributes: attributes.as_mut_ptr(),
        TargetAlias: credential.alias.pointer(),
        UserName: credential.username.pointer(),
        ..CREDENTIALW::default()
    };
    // SAFETY: all that it points at outlives the call, every text ends with a zero, and Windows
    // only reads it.
    succeeded(unsafe { CredWriteW(&raw const raw, 0) })
}

/// Deletes exactly this entry.
pub(crate) fn delete(credential: &RawCredential) -> io::Result<()> {
    // SAFETY: the name outlives the call and ends with a zero.
    succeeded(unsafe { CredDeleteW(credential.target.pointer(), CRED_TYPE_GENERIC, 0) })
}

/// Shows every generic entry to `look`, and wipes what lies in it. Never prompts.
fn for_each(mut look: impl FnMut(&CREDENTIALW)) -> io::Result<()> {
    let mut count = 0;
    let mut list = ptr::null_mut();
    // SAFETY: a null filter asks for all; both places to write to outlive the call.
    let listed =
        succeeded(unsafe { CredEnumerateW(ptr::null(), 0, &raw mut count, &raw mut list) });
    match listed {
        Err(error) if error.raw_os_error() == Some(NOT_FOUND) => return Ok(()),
        other => other?,
    }
    for at in 0..count as usize {
        // SAFETY: Windows has written `count` pointers, each to an entry, which stay until
        // `CredFree`; neither they nor the entries need be aligned.
        let credential = unsafe { list.add(at).read_unaligned().read_unaligned() };
        if credential.Type == CRED_TYPE_GENERIC {
            look(&credential);
        }
        if !credential.CredentialBlob.is_null() {
            let size = credential.CredentialBlobSize as usize;
            // SAFETY: Windows has written so many bytes there, nobody else knows of them, and
            // bytes are always aligned.
            unsafe { std::slice::from_raw_parts_mut(credential.CredentialBlob, size) }.zeroize();
        }
    }
    // SAFETY: `CredEnumerateW` has returned it, it is freed once, and nothing points into it.
    unsafe { CredFree(list.cast_const().cast()) };
    Ok(())
}

fn succeeded(answer: i32) -> io::Result<()> {
    match answer {
        0 => Err(io::Error::last_os_error()),
        _ => Ok(()),
    }
}

/// What fits into an entry is never longer.
fn length(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

impl RawCredential {
    /// A new entry for this machine only, as Git's own helper keeps its entries: sign-ins do not
    /// roam.
    pub(crate) fn new(target: &str, username: &str, blob: Secret) -> Self {
        Self {
            target: Text::new(target),
            username: Text::new(username),
            comment: Text(None),
            blob,
            alias: Text(None),
            flags: 0,
            persist: CRED_PERSIST_LOCAL_MACHINE,
            attributes: Vec::new(),
        }
    }

    /// Name and value of each attribute.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (String, &Secret)> {
        let all = self.attributes.iter();
        all.map(|attribute| (attribute.keyword.words(), &attribute.value))
    }

    /// # Safety
    ///
    /// All that `credential` points at must be as Windows filled it in.
    unsafe fn of(credential: &CREDENTIALW, target: Text) -> Self {
        let attribute = |at: usize| {
            // SAFETY: there are `AttributeCount` of them, which need not be aligned.
            let raw = unsafe { credential.Attributes.add(at).read_unaligned() };
            Attribute {
                // SAFETY: Windows has filled it in.
                keyword: unsafe { Text::at(raw.Keyword) },
                flags: raw.Flags,
                // SAFETY: as above.
                value: unsafe { bytes(raw.Value, raw.ValueSize) },
            }
        };
        Self {
            target,
            // SAFETY: Windows has filled in the texts and the bytes.
            username: unsafe { Text::at(credential.UserName) },
            // SAFETY: as above.
            comment: unsafe { Text::at(credential.Comment) },
            // SAFETY: as above.
            alias: unsafe { Text::at(credential.TargetAlias) },
            // SAFETY: as above.
            blob: unsafe { bytes(credential.CredentialBlob, credential.CredentialBlobSize) },
            flags: credential.Flags,
            persist: credential.Persist,
            attributes: (0..credential.AttributeCount as usize)
                .map(attribute)
                .collect(),
        }
    }
}

impl Text {
    fn new(text: &str) -> Self {
        Self(Some(text.encode_utf16().chain([0]).collect()))
    }

    /// # Safety
    ///
    /// `text` must be null or end with a zero.
    unsafe fn at(text: *const u16) -> Self {
        if text.is_null() {
            return Self(None);
        }
        let mut units = Vec::new();
        loop {
            // SAFETY: the text goes on until its zero; it need not be aligned.
            let unit = unsafe { text.add(units.len()).read_unaligned() };
            units.push(unit);
            if unit == 0 {
                return Self(Some(units));
            }
        }
    }

    /// For Windows to read: null where it is missing.
    fn pointer(&self) -> *mut u16 {
        let units = self.0.as_ref();
        units.map_or(ptr::null_mut(), |units| units.as_ptr().cast_mut())
    }

    /// As it can be read.
    pub(crate) fn words(&self) -> String {
        let units = self.0.as_deref().unwrap_or_default();
        let end = units.len().saturating_sub(1);
        String::from_utf16_lossy(&units[..end])
    }
}

/// # Safety
///
/// There must be `size` bytes at `bytes`, unless it is null.
unsafe fn bytes(bytes: *const u8, size: u32) -> Secret {
    if bytes.is_null() {
        return Secret::new("");
    }
    // SAFETY: the caller says so; bytes are always aligned.
    Secret::new(unsafe { std::slice::from_raw_parts(bytes, size as usize) })
}
