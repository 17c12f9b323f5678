//! The Credential Manager as Windows has it, field by field, without the code that is tested.

#![expect(unsafe_code, reason = "it is reached by calls of Windows only")]

use std::ptr;

use windows_sys::Win32::Security::Credentials::{
    CRED_TYPE_GENERIC, CREDENTIAL_ATTRIBUTEW, CREDENTIALW, CredDeleteW, CredEnumerateW, CredFree,
    CredWriteW,
};

/// One entry, with all that it holds but the time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Item {
    pub target: String,
    pub username: String,
    pub comment: String,
    pub alias: String,
    pub flags: u32,
    pub persist: u32,
    pub blob: Vec<u8>,
    pub attributes: Vec<(String, u32, Vec<u8>)>,
}

impl Item {
    /// A generic entry of this machine, as most programs write them.
    pub fn new(target: &str, username: &str, blob: &[u8]) -> Self {
        Self {
            target: target.to_owned(),
            username: username.to_owned(),
            blob: blob.to_owned(),
            persist: 2,
            ..Self::default()
        }
    }
}

/// UTF-16, as Git's helpers for Windows write passwords.
pub fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// All entries of the tests, sorted.
pub fn items() -> Vec<Item> {
    let mut count = 0;
    let mut list = ptr::null_mut();
    // SAFETY: both places outlive the call.
    if unsafe { CredEnumerateW(ptr::null(), 0, &raw mut count, &raw mut list) } == 0 {
        return Vec::new();
    }
    let mut items = Vec::new();
    for at in 0..count as usize {
        // SAFETY: Windows has written `count` pointers to entries; Wine does not align them.
        items.push(unsafe { item(&list.add(at).read_unaligned().read_unaligned()) });
    }
    // SAFETY: it is freed once, and nothing points into it.
    unsafe { CredFree(list.cast_const().cast()) };
    let is_ours = |item: &Item| {
        [".example", "127.0.0.1"]
            .iter()
            .any(|host| item.target.contains(host))
    };
    items.retain(is_ours);
    items.sort();
    items
}

/// Writes an entry, over one of the same name.
pub fn add(item: &Item) {
    let wide = |text: &str| text.encode_utf16().chain([0]).collect::<Vec<u16>>();
    let texts = [&item.target, &item.username, &item.comment, &item.alias].map(|text| wide(text));
    let pointer = |at: usize, of: &str| match of.is_empty() {
        true => ptr::null_mut(),
        false => texts[at].as_ptr().cast_mut(),
    };
    let keywords: Vec<Vec<u16>> = item.attributes.iter().map(|(of, ..)| wide(of)).collect();
    let attributes = item.attributes.iter().zip(&keywords);
    let mut attributes: Vec<CREDENTIAL_ATTRIBUTEW> = attributes
        .map(|((_, flags, value), keyword)| CREDENTIAL_ATTRIBUTEW {
            Keyword: keyword.as_ptr().cast_mut(),
            Flags: *flags,
            ValueSize: u32::try_from(value.len()).unwrap(),
            Value: value.as_ptr().cast_mut(),
        })
        .collect();
    let raw = CREDENTIALW {
        Flags: item.flags,
        Type: CRED_TYPE_GENERIC,
        TargetName: pointer(0, &item.target),
        UserName: pointer(1, &item.username),
        Comment: pointer(2, &item.comment),
        TargetAlias: pointer(3, &item.alias),
        CredentialBlobSize: u32::try_from(item.blob.len()).unwrap(),
        CredentialBlob: item.blob.as_ptr().cast_mut(),
        Persist: item.persist,
        AttributeCount: u32::try_from(attributes.len()).unwrap(),
        Attributes: attributes.as_mut_ptr(),
        ..CREDENTIALW::default()
    };
    // SAFETY: all that it points at outlives the call.
    let written = unsafe { CredWriteW(&raw const raw, 0) };
    assert_ne!(written, 0, "{}", std::io::Error::last_os_error());
}

/// Deletes an entry.
pub fn delete(target: &str) {
    let name: Vec<u16> = target.encode_utf16().chain([0]).collect();
    // SAFETY: the name outlives the call.
    let deleted = unsafe { CredDeleteW(name.as_ptr(), CRED_TYPE_GENERIC, 0) };
    assert_ne!(deleted, 0, "{target}: {}", std::io::Error::last_os_error());
}

/// # Safety
///
/// It must be as Windows filled it in.
unsafe fn item(raw: &CREDENTIALW) -> Item {
    // SAFETY: the caller says so.
    unsafe {
        Item {
            target: text(raw.TargetName),
            username: text(raw.UserName),
            comment: text(raw.Comment),
            alias: text(raw.TargetAlias),
            flags: raw.Flags,
            persist: raw.Persist,
            blob: bytes(raw.CredentialBlob, raw.CredentialBlobSize),
            attributes: (0..raw.AttributeCount as usize)
                .map(|at| raw.Attributes.add(at).read_unaligned())
                .map(|of| (text(of.Keyword), of.Flags, bytes(of.Value, of.ValueSize)))
                .collect(),
        }
    }
}

/// # Safety
///
/// It must be null or end with a zero.
unsafe fn text(text: *const u16) -> String {
    let unit = |at: usize| {
        // SAFETY: the caller says so, and nothing is read behind the zero.
        (!text.is_null()).then(|| unsafe { text.add(at).read_unaligned() })
    };
    let units: Vec<u16> = (0..)
        .map_while(|at| unit(at).filter(|unit| *unit != 0))
        .collect();
    String::from_utf16(&units).unwrap()
}

/// # Safety
///
/// There must be `size` bytes, unless it is null.
unsafe fn bytes(bytes: *const u8, size: u32) -> Vec<u8> {
    if bytes.is_null() {
        return Vec::new();
    }
    // SAFETY: the caller says so.
    unsafe { std::slice::from_raw_parts(bytes, size as usize) }.to_vec()
}
