//! The helper that made an item. macOS lets the program that made an item read it without asking
//! the person, and no other one: so the helper is asked where we may not read, and puts back what
//! it made, or Git would have to ask the person at its next fetch.

use std::time::Duration;

use super::describe::Asked;
use crate::git::Git;
use crate::git::ask_helper::AskError;
use crate::git::credential_protocol::{Further, Request};
use crate::model::Credential;

/// macOS may ask the person whether the helper may.
const TIME_LIMIT: Duration = Duration::from_mins(1);

/// All that a helper gives back of a sign-in.
pub(super) struct Told {
    pub(super) credential: Credential,
    pub(super) further: Further,
}

/// What the helper knows under exactly this place, or whatever it takes for it.
pub(super) fn get(git: &Git, of: &Asked) -> Result<Option<Told>, AskError> {
    let request = request(of, None);
    let answer = run(git, of, "get", &request, None)?;
    let credential = request.read_answer(&answer)?;
    Ok(credential.map(|credential| Told {
        credential,
        further: Further::of_answer(&answer),
    }))
}

/// Hands it the sign-in. That it ends well says nothing about whether it was kept.
pub(super) fn store(git: &Git, of: &Asked, told: &Told) -> Result<(), AskError> {
    let request = request(of, Some(&told.credential));
    run(git, of, "store", &request, Some(&told.further)).map(|_| ())
}

fn request<'a>(of: &'a Asked, credential: Option<&'a Credential>) -> Request<'a> {
    Request {
        realm: &of.asked_as,
        host_field: Some(&of.asked_host),
        username: of.described.username.as_deref(),
        secret: credential.map(|credential| &*credential.secret),
    }
}

fn run(
    git: &Git,
    of: &Asked,
    operation: &str,
    request: &Request<'_>,
    further: Option<&Further>,
) -> Result<zeroize::Zeroizing<Vec<u8>>, AskError> {
    let input = match further {
        Some(further) => request.write_with(further)?,
        None => request.write()?,
    };
    let finished = git
        .run()
        .args(["-c", "credential.useHttpPath=true"])
        .arg(format!("credential-{}", of.described.written_by))
        .arg(operation)
        .input(input)
        .time_limit(TIME_LIMIT)
        .run()?;
    Ok(finished.stdout)
}
