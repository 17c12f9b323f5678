//! Try a pasted token before it is saved: does it fit the host, under which user name, and does
//! the server let it in?

use super::Workshop;
use super::save::SaveRequest;
use crate::git::http_settings::http_settings;
use crate::model::forge::Username;
use crate::model::masked::is_token;
use crate::model::paste::{self, Paste};
use crate::model::source::SignInSettings;
use crate::model::{
    Access, AccessState, Cancel, Credential, Entry, Forge, Realm, RemoteUrl, TokenKind,
};
use crate::probe::{Question, Service};

/// What can be told from a paste before anything is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// What kind of secret it is.
    pub kind: TokenKind,
    /// Its length in characters.
    pub characters: usize,
    /// The user name that Git must send, if it can be told.
    pub username: Option<String>,
    /// Why it cannot work.
    pub refusal: Option<String>,
}

/// Looks at a paste without sending it.
pub fn preview(
    pasted: &str,
    url: &RemoteUrl,
    forge: Forge,
    settings: &SignInSettings,
    saved: &[Entry],
) -> Preview {
    let paste = match paste::understand(pasted) {
        Ok(paste) => paste,
        Err(error) => {
            return Preview {
                kind: TokenKind::Unknown,
                characters: pasted.chars().count(),
                username: None,
                refusal: Some(error.to_string()),
            };
        }
    };
    let kind = TokenKind::of_secret(&paste.secret);
    let username = username(paste.username.as_deref(), kind, url, settings, forge, saved);
    let name_fits = || username_fits(username.as_deref()?, kind, forge).err();
    Preview {
        kind,
        characters: paste.secret.len(),
        refusal: url
            .realm()
            .and_then(|realm| fits(&paste, &realm, forge).err())
            .or_else(name_fits),
        username,
    }
}

/// Whether `username` may stand beside a token of `kind`. Bitbucket's REST interface wants the
/// mail address and Git wants another name (support.atlassian.com "Using API tokens", read
/// 2026-11-23).
pub(super) fn username_fits(username: &str, kind: TokenKind, forge: Forge) -> Result<(), String> {
    if forge != Forge::BitbucketCloud || !username.contains('@') {
        return Ok(());
    }
    let wanted = match (forge.facts().username)(kind) {
        Username::Fixed(word) | Username::Any(word) => word,
        Username::Own => "your Bitbucket user name",
    };
    Err(format!(
        "Bitbucket knows no mail addresses as user names for Git; use {wanted} instead of {username}"
    ))
}

/// Whether the paste may be sent to `realm` at all.
pub(super) fn fits(paste: &Paste, realm: &Realm, forge: Forge) -> Result<(), String> {
    if let Some(meant_for) = paste.url.as_ref().and_then(RemoteUrl::realm)
        && !meant_for.same_server(realm)
    {
        return Err(format!(
            "this was copied from {}, not from {}",
            meant_for.host_field(),
            realm.host_field()
        ));
    }
    let kind = TokenKind::of_secret(&paste.secret);
    if kind.is_foreign_to(forge) {
        return Err(format!(
            "this is a {}, which {} does not accept",
            kind.words(),
            forge.facts().name
        ));
    }
    match kind.never_works_because() {
        // An app password may still be right on a server that only looks like Bitbucket.
        Some(why) if forge != Forge::Plain || kind != TokenKind::BitbucketAppPassword => {
            Err(why.to_owned())
        }
        _ => Ok(()),
    }
}

/// The user name to save under: as named, else as the URL or `credential.username` fixes it
/// (Git looks for no other), else by the host's rule, where the name of the one sign-in that is
/// replaced serves as well as any.
pub(super) fn username(
    named: Option<&str>,
    kind: TokenKind,
    url: &RemoteUrl,
    settings: &SignInSettings,
    forge: Forge,
    saved: &[Entry],
) -> Option<String> {
    let fixed_here = url.user.as_deref().or(settings.username.as_deref());
    if let Some(name) = named.filter(|name| !name.is_empty()).or(fixed_here) {
        return Some(name.to_owned());
    }
    let mut known: Vec<&str> = saved
        .iter()
        .filter_map(|entry| entry.username.as_deref().filter(|name| !is_token(name)))
        .collect();
    known.dedup();
    let replaced = match known.as_slice() {
        // Bitbucket knows no mail addresses as user names for Git.
        [one] if !(forge == Forge::BitbucketCloud && one.contains('@')) => Some((*one).to_owned()),
        _ => None,
    };
    match (forge.facts().username)(kind) {
        Username::Fixed(word) => Some(word.to_owned()),
        Username::Any(word) => Some(replaced.unwrap_or_else(|| word.to_owned())),
        Username::Own => replaced,
    }
}

/// Asks the server to fetch with the token, and to push if it may fetch.
pub(super) fn try_token(
    workshop: &Workshop,
    request: &SaveRequest,
    realm: &Realm,
    credential: &Credential,
    cancel: &Cancel,
) -> (Access, Access) {
    let ask = |service| ask(workshop, request, service, Some(credential), cancel);
    // The person pasted it just now, so it is sent even if it was refused before.
    let fetch = workshop.budget().once(
        realm,
        credential,
        Some(std::time::Instant::now()),
        cancel,
        || ask(Service::Fetch),
    );
    let push = if fetch.works() {
        ask(Service::Push)
    } else {
        Access::default()
    };
    (fetch, push)
}

/// Whether the server lets anybody fetch.
pub(super) fn is_open(workshop: &Workshop, request: &SaveRequest, cancel: &Cancel) -> bool {
    ask(workshop, request, Service::Fetch, None, cancel).works()
}

fn ask(
    workshop: &Workshop,
    request: &SaveRequest,
    service: Service,
    credential: Option<&Credential>,
    cancel: &Cancel,
) -> Access {
    let environment = workshop.git().environment();
    let question = Question {
        url: &request.url,
        service,
        credential,
        settings: &http_settings(&workshop.personal(), environment, &request.url),
        allow_plain_http: request.allow_plain_http,
    };
    workshop.probe().ask(&question, cancel)
}

/// Whether the token may be saved, and in which words to say so.
pub(super) fn judge(
    fetch: &Access,
    push: &Access,
    realm: &Realm,
    forge: Forge,
) -> Result<String, String> {
    let host = realm.host_field();
    let words = |access: &Access| match &access.server_message {
        Some(message) => format!(": {message}"),
        None => String::new(),
    };
    match (fetch.state, push.state) {
        (AccessState::Works | AccessState::WorksWithoutSignIn, AccessState::Rejected) => Err(
            format!("{host} refused the token for pushing{}", words(push)),
        ),
        (AccessState::Works | AccessState::WorksWithoutSignIn, _) if push.works() => {
            let doubt = forge.facts().push_check.doubt();
            let doubt = doubt.map_or(String::new(), |doubt| format!("; {doubt}"));
            Ok(format!("{host} lets this token fetch and push{doubt}"))
        }
        (AccessState::Works | AccessState::WorksWithoutSignIn, _) => Ok(format!(
            "{host} lets this token fetch, but not push{}",
            words(push)
        )),
        (AccessState::Rejected | AccessState::Gone, _) => {
            Err(format!("{host} refused the token{}", words(fetch)))
        }
        (AccessState::Forbidden, _) => Err(format!(
            "{host} knows the token but does not let it into this repository{}",
            words(fetch)
        )),
        (AccessState::NotFound, _) => Err(format!(
            "{host} accepts the token but shows it no such repository{}",
            words(fetch)
        )),
        _ => Err(format!(
            "the token could not be tried at {host}{}",
            words(fetch)
        )),
    }
}
