//! `git-credential-locksmith`: Git's credential helper on the operating system's keyring.
//!
//! Git runs it with an operation as its last argument, tells on standard input what it is about,
//! and reads the answer from standard output (gitcredentials(7), git-credential(1)). Where
//! nothing is known, nothing is written, and Git asks the next helper.
//!
//! It writes one item for each protocol, host, path and user name, which the window and the
//! command line list, clear and put back through [`crate::store`].

mod answer;
#[cfg(windows)]
mod credential_manager;
#[cfg_attr(
    not(target_os = "linux"),
    expect(
        dead_code,
        reason = "only the Secret Service has a dialog that can be left out"
    )
)]
mod dialogs;
pub mod keyring;
mod request;
#[cfg(target_os = "linux")]
mod secret_service;
#[cfg(target_os = "macos")]
mod system_keyring;

use std::io::{Read, Write};
use std::time::{SystemTime, UNIX_EPOCH};

use thiserror::Error;

use crate::model::Secret;
use crate::store::own_sign_in::OwnSignIn;
pub use dialogs::Surroundings;
use keyring::{Closed, Found, Keyring, Place, Wanted};
use request::Request;

/// Why something was not done. Git goes on as if the helper knew nothing.
#[derive(Debug, Error)]
pub enum HelperError {
    /// The keyring does not answer.
    #[error(transparent)]
    Closed(#[from] Closed),
    /// Git's end of a pipe is gone.
    #[error("cannot talk to Git: {0}")]
    Pipe(#[from] std::io::Error),
}

impl HelperError {
    /// Whether the person is told. A locked keyring that must not be asked for is no fault, and
    /// where `get` finds no keyring Git asks the next helper.
    #[must_use]
    pub fn is_worth_telling(&self, operation: &str) -> bool {
        operation != "get" && !matches!(self, Self::Closed(Closed::Locked))
    }
}

/// Does what Git asks for, on this machine's keyring.
///
/// # Errors
///
/// The keyring does not answer, or Git does not read.
pub fn run(
    operation: &str,
    input: &mut dyn Read,
    output: &mut dyn Write,
    surroundings: &Surroundings,
) -> Result<(), HelperError> {
    match operation {
        "capability" => Ok(output.write_all(answer::CAPABILITIES)?),
        "get" | "store" | "erase" => {
            let Some(request) = Request::read(input)? else {
                return Ok(());
            };
            run_on(&*of_this_machine(surroundings), operation, request, output)
        }
        // "If a helper does not support the requested operation, it should silently ignore the
        // request" (gitcredentials(7)).
        _ => Ok(()),
    }
}

#[cfg(target_os = "linux")]
fn of_this_machine(surroundings: &Surroundings) -> Box<dyn Keyring + '_> {
    Box::new(secret_service::SecretService::of(surroundings))
}

#[cfg(windows)]
fn of_this_machine(_: &Surroundings) -> Box<dyn Keyring> {
    Box::new(credential_manager::CredentialManager)
}

#[cfg(target_os = "macos")]
fn of_this_machine(_: &Surroundings) -> Box<dyn Keyring> {
    Box::new(system_keyring::SystemKeyring)
}

fn run_on(
    keyring: &dyn Keyring,
    operation: &str,
    request: Request,
    output: &mut dyn Write,
) -> Result<(), HelperError> {
    let Some(wanted) = wanted(&request) else {
        return Ok(());
    };
    match operation {
        "get" => {
            if let Some(answer) = get(keyring, &request, wanted)? {
                output.write_all(answer.expose())?;
                output.flush()?;
            }
        }
        "store" => store(keyring, request, wanted)?,
        _ => erase(keyring, &request, &wanted)?,
    }
    Ok(())
}

/// Without a protocol, and a host or a path, Git would match anything (CVE-2020-11008).
fn wanted(request: &Request) -> Option<Wanted> {
    let host = request.host.clone().unwrap_or_default();
    let path = request.path.clone();
    let names_something = !host.is_empty() || path.as_ref().is_some_and(|path| !path.is_empty());
    let protocol = request.protocol.clone().filter(|name| !name.is_empty())?;
    names_something.then(|| Wanted {
        protocol,
        host,
        path,
        username: request.username.clone(),
    })
}

/// The answer for Git. Of several users the one that was stored last: Git stores again what has
/// worked, so that is the one that opened the door most recently.
fn get(
    keyring: &dyn Keyring,
    request: &Request,
    mut wanted: Wanted,
) -> Result<Option<Secret>, Closed> {
    // What is kept for one path is not for the others, so not for the whole host either.
    wanted.path.get_or_insert_default();
    let now = seconds_since_1970();
    let is_alive = |found: &&Found| found.sign_in.expires.is_none_or(|expires| expires > now);
    let mut known = keyring.find(&wanted)?;
    known.retain(|found| found.sign_in.authtype.is_none() || request.takes_authtype);
    known.sort_by(|a, b| {
        let key = |found: &Found| (found.sign_in.stored, found.place.clone());
        key(b).cmp(&key(a))
    });
    if let Some(found) = known.iter().find(is_alive) {
        return Ok(Some(answer::full(found)));
    }
    // An expired password is of no use, but a helper behind us gets a new one with this.
    let renewable = known.iter().find_map(answer::to_renew);
    Ok(renewable)
}

/// Keeps what has worked. Where it is known and the newest already, the keyring is not written.
fn store(keyring: &dyn Keyring, request: Request, wanted: Wanted) -> Result<(), Closed> {
    let Some(mut sign_in) = sign_in(request) else {
        return Ok(());
    };
    let all_users = Wanted {
        protocol: wanted.protocol,
        host: wanted.host,
        path: Some(wanted.path.unwrap_or_default()),
        username: None,
    };
    let known = keyring.find(&all_users)?;
    let place = Place {
        protocol: all_users.protocol,
        host: all_users.host,
        path: all_users.path.unwrap_or_default(),
        username: wanted.username.unwrap_or_default(),
    };
    let newest = known.iter().map(|found| found.sign_in.stored).max();
    let is_kept = |found: &Found| {
        found.place == place
            && found.sign_in.same_as(&sign_in)
            && Some(found.sign_in.stored) == newest
    };
    if known.iter().any(is_kept) {
        return Ok(());
    }
    // Also where the clock has gone back, it is the last one from now on.
    sign_in.stored = nanoseconds_since_1970().max(newest.map_or(0, |newest| newest + 1));
    keyring.keep(&place, &sign_in)
}

/// What is to be kept: a user name with a password, or a credential with its scheme.
fn sign_in(request: Request) -> Option<OwnSignIn> {
    let (secret, authtype) = match (request.credential, request.authtype) {
        (Some(_), Some(_)) if request.ephemeral => return None,
        (Some(credential), Some(authtype)) => (credential, Some(authtype)),
        _ => {
            request.username?;
            (request.password?, None)
        }
    };
    Some(OwnSignIn {
        secret,
        authtype,
        expires: request.expires,
        refresh_token: request.refresh_token,
        stored: 0,
    })
}

/// Forgets what matches: where a password is given, only that one, because another may have been
/// stored since (Git 2.42, "credential: erase matching passwords only").
fn erase(keyring: &dyn Keyring, request: &Request, wanted: &Wanted) -> Result<(), Closed> {
    let rejected = [&request.password, &request.credential];
    for found in keyring.find(wanted)? {
        let given = rejected.into_iter().flatten();
        let is_another = given
            .clone()
            .all(|secret| !secret.same_as(&found.sign_in.secret));
        if given.count() == 0 || !is_another {
            keyring.forget(&found.place)?;
        }
    }
    Ok(())
}

fn seconds_since_1970() -> u64 {
    nanoseconds_since_1970() / 1_000_000_000
}

fn nanoseconds_since_1970() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| {
        u64::try_from(since.as_nanos()).unwrap_or_default()
    })
}
