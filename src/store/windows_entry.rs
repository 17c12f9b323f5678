//! Which entries of the Windows Credential Manager are Git's sign-ins, told from their names, and
//! what lies in them. Entries of other programs are known by name only.

use std::borrow::Cow;

use super::described::Described;
use super::manager_namespaces::Namespaces;
use super::manager_service::service;
use super::other_programs::host_name;
use super::own_place::Place;
use super::own_sign_in::MOST_IN_AN_ENTRY;
use crate::model::Secret;
use crate::model::outside_text::display_safe;
use crate::model::surroundings::OtherProgram;

/// What the store is called.
pub const NAME: &str = "Windows Credential Manager";
/// The comment of `git-credential-wincred` (Git 2.39, `contrib/credential/wincred`).
const WINCRED_COMMENT: &str = "saved by git-credential-wincred";
/// The attribute for `password_expiry_utc` (Git 2.41).
const EXPIRY: &str = "git_password_expiry_utc";
/// Most UTF-16 units that `git-credential-wincred` and Git Credential Manager can keep.
const MOST_UNITS: usize = MOST_IN_AN_ENTRY / 2;

/// Whether an entry of this name may be one of Git's.
#[must_use]
pub fn may_be_gits(target: &str, namespaces: &Namespaces) -> bool {
    let mut all = namespaces.all();
    Place::of_name(target).is_some() || all.any(|(namespace, _)| is_in(target, namespace))
}

/// The sign-in that a generic entry is; `None` where it is another program's. Git Credential
/// Manager and `git-credential-wincred` each read what the other has written.
#[must_use]
pub fn describe(
    target: &str,
    username: &str,
    comment: &str,
    namespaces: &Namespaces,
) -> Option<Described> {
    if let Some(place) = Place::of_name(target) {
        return Some(Described {
            written_by: "locksmith",
            protocol: place.protocol,
            host: place.host,
            path: Some(place.path).filter(|path| !path.is_empty()),
            username: Some(place.username),
            renews: false,
        });
    }
    let mut all = namespaces.all();
    let (namespace, writer) = all.find(|(namespace, _)| is_in(target, namespace))?;
    let service = service(&without_user(target, username)?, namespace)?;
    Some(Described {
        written_by: if comment == WINCRED_COMMENT {
            "wincred"
        } else {
            writer
        },
        protocol: service.protocol,
        host: service.host,
        path: service.path,
        username: Some(username.to_owned()),
        renews: service.renews,
    })
}

fn is_in(target: &str, namespace: &str) -> bool {
    let rest = target.strip_prefix(namespace);
    rest.is_some_and(|rest| rest.starts_with(':') && rest.contains("://"))
}

/// Takes the user out of `git:https://user@host`. `git-credential-wincred` writes the name as it
/// is, so that it may hold `/` and `@`; Git Credential Manager writes `_` for `@`, and leaves the
/// name out for the first account of a host (its `WindowsCredentialManager.cs`, 2.6, 2025).
fn without_user(target: &str, username: &str) -> Option<String> {
    let (before, rest) = target.split_once("://")?;
    let behind_exact_name = rest
        .strip_prefix(username)
        .and_then(|rest| rest.strip_prefix('@'))
        .filter(|_| !username.is_empty());
    let rest = behind_exact_name.unwrap_or_else(|| {
        let end = rest.find('/').unwrap_or(rest.len());
        rest[..end].rfind('@').map_or(rest, |at| &rest[at + 1..])
    });
    Some(format!("{before}://{rest}"))
}

/// The password in an entry that `written_by` wrote. Both of Git's helpers write UTF-16; newer
/// `wincred` keeps more lines behind the password.
#[must_use]
pub fn password(blob: &Secret, written_by: &str) -> Secret {
    let bytes = blob.expose();
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = || pairs.iter().map(|pair| u16::from_le_bytes(*pair));
    if !rest.is_empty() || char::decode_utf16(units()).any(|decoded| decoded.is_err()) {
        return Secret::new(bytes);
    }
    // As long as it will ever be: a buffer that grows leaves copies behind.
    let mut text = Vec::with_capacity(pairs.len() * 3);
    let ends = |letter: char| written_by == "wincred" && matches!(letter, '\r' | '\n');
    let letters = char::decode_utf16(units()).flatten();
    for letter in letters.take_while(|letter| !ends(*letter)) {
        text.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
    }
    Secret::new(text)
}

/// When the password expires, from the attribute that `wincred` keeps it in.
#[must_use]
pub fn expires(keyword: &str, value: &Secret) -> Option<u64> {
    let read = || {
        String::from_utf8_lossy(password(value, "wincred").expose())
            .parse()
            .ok()
    };
    (keyword == EXPIRY).then(read).flatten()
}

/// Whether `secret` is longer than Git's own helpers can keep; then how long it is, and the most
/// that fits, in UTF-16 units.
#[must_use]
pub fn too_long(secret: &Secret) -> Option<(usize, usize)> {
    let text = String::from_utf8_lossy(secret.expose());
    let length = text.encode_utf16().count();
    if let Cow::Owned(text) = text {
        drop(zeroize::Zeroizing::new(text));
    }
    (length > MOST_UNITS).then_some((length, MOST_UNITS))
}

/// The program that keeps an entry of this name for itself, where it is one that signs in at Git
/// servers and that Git does not ask.
#[must_use]
pub fn other_program(target: &str) -> Option<OtherProgram> {
    github_cli(target).or_else(|| github_desktop(target))
}

/// `gh:github.com:` for the active account and `gh:github.com:login` for each (GitHub CLI 2.62,
/// `internal/keyring`, 2024).
fn github_cli(target: &str) -> Option<OtherProgram> {
    let (host, _) = target.strip_prefix("gh:")?.rsplit_once(':')?;
    let host = host_name(host)?;
    Some(OtherProgram {
        name: "GitHub CLI",
        file: NAME.to_owned(),
        clear: format!("run `gh auth logout --hostname {host}`"),
        host: Some(host),
    })
}

/// `GitHub - https://api.github.com/login` for an account, and the URL of a remote for a password
/// that was typed (GitHub Desktop 3.4, `app/src/lib/auth.ts`, 2024).
fn github_desktop(target: &str) -> Option<OtherProgram> {
    let url = target.strip_prefix("GitHub - ")?;
    let (_, rest) = url.split_once("://")?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host_name(host)?;
    let of_api = host.strip_prefix("api.");
    let is_account = of_api.is_some() || path.starts_with("api/v3");
    let clear = match is_account {
        true => "sign out in GitHub Desktop, under File, Options, Accounts".to_owned(),
        false => format!(
            "remove `{}` in the Control Panel under Credential Manager, Windows Credentials",
            display_safe(target)
        ),
    };
    Some(OtherProgram {
        name: "GitHub Desktop",
        file: NAME.to_owned(),
        host: Some(of_api.map_or_else(|| host.clone(), str::to_owned)),
        clear,
    })
}
