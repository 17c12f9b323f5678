//! How states are shown: always an icon and words, the colour only beside them.

use lucide_icons::Icon;

use super::theme::{Colours, Tone};
use crate::app::State;
use crate::app::state::{Listed, Runs};
use crate::model::finding::Weight;
use crate::model::masked::shown_name;
use crate::model::{Access, AccessState, Entry, RemoteReport, StoreKind, TokenKind, Transport};

/// A state as it is shown.
#[derive(Clone)]
pub struct Shown {
    /// Its icon.
    pub icon: Icon,
    /// Its words.
    pub words: String,
    /// Its colour.
    pub shade: Shade,
}

/// Which of the theme's tones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shade {
    /// Works.
    Ok,
    /// Works in part.
    Warn,
    /// Does not work.
    Bad,
    /// Not known.
    Idle,
}

impl Shade {
    /// The tone in these colours.
    pub fn of(self, colours: &Colours) -> Tone {
        match self {
            Self::Ok => colours.ok,
            Self::Warn => colours.warn,
            Self::Bad => colours.bad,
            Self::Idle => colours.idle,
        }
    }

    fn icon(self) -> Icon {
        match self {
            Self::Ok => Icon::CircleCheck,
            Self::Warn => Icon::TriangleAlert,
            Self::Bad => Icon::CircleX,
            Self::Idle => Icon::CircleMinus,
        }
    }

    fn says(self, words: impl Into<String>) -> Shown {
        Shown {
            icon: self.icon(),
            words: words.into(),
            shade: self,
        }
    }
}

/// The shade of a finding's box.
pub fn weight(weight: Weight) -> Shade {
    match weight {
        Weight::Failure => Shade::Bad,
        Weight::Warning => Shade::Warn,
        Weight::Note => Shade::Idle,
    }
}

/// The state of a whole repository, for its row: that of its worst remote.
pub fn repository(listed: &Listed, runs: &Runs) -> Shown {
    let report = &listed.report;
    if report.remotes.is_empty() {
        return match report.problems.is_empty() {
            true => Shade::Idle.says("No remotes"),
            false => Shade::Bad.says("Cannot be read"),
        };
    }
    let mut worst: Option<Shown> = None;
    for remote in &report.remotes {
        let shown = row(remote);
        let is_asked = runs.waits_for(&report.path, &remote.name);
        let shown = match is_asked && remote.fetch.state == AccessState::NotChecked {
            true => checking(),
            false => shown,
        };
        let is_worse = worst
            .as_ref()
            .is_none_or(|worst| rank(shown.shade) < rank(worst.shade));
        if is_worse {
            worst = Some(shown);
        }
    }
    worst.unwrap_or_else(|| Shade::Idle.says("Not checked"))
}

/// While a server is asked for the first time.
pub fn checking() -> Shown {
    Shown {
        icon: Icon::RefreshCw,
        words: "Checking…".to_owned(),
        shade: Shade::Idle,
    }
}

/// Bad before warnings before what is not known before what works. A repository that works but
/// for a remote that cannot be checked works.
fn rank(shade: Shade) -> u8 {
    match shade {
        Shade::Bad => 0,
        Shade::Warn => 1,
        Shade::Ok => 2,
        Shade::Idle => 3,
    }
}

fn row(remote: &RemoteReport) -> Shown {
    match (remote.fetch.state, remote.push.state) {
        (AccessState::NotChecked, AccessState::NotChecked) => not_asked(remote),
        (AccessState::NotChecked, push) if push != AccessState::Unsupported => {
            failing(&remote.push).unwrap_or_else(|| Shade::Ok.says("Can push"))
        }
        _ => match failing(&remote.fetch) {
            Some(shown) => shown,
            None => fetchable(remote),
        },
    }
}

fn not_asked(remote: &RemoteReport) -> Shown {
    let fails = remote
        .findings
        .iter()
        .any(|finding| finding.weight == Weight::Failure);
    match (fails, remote.fetch_url.as_ref().map(|url| url.transport)) {
        (true, _) => Shade::Bad.says("Will not work"),
        (false, Some(Transport::Other)) => Shade::Idle.says("Not supported"),
        _ => Shade::Idle.says("Not checked"),
    }
}

fn fetchable(remote: &RemoteReport) -> Shown {
    match (remote.fetch.state, remote.push.state) {
        (AccessState::Unsupported, _) => Shade::Idle.says("Not supported"),
        (_, AccessState::Works) => Shade::Ok.says("Can push"),
        (AccessState::WorksWithoutSignIn, AccessState::WorksWithoutSignIn) => {
            Shade::Ok.says("Can push")
        }
        (AccessState::WorksWithoutSignIn, AccessState::NotChecked) => {
            Shade::Idle.says("Public, no sign-in")
        }
        (_, AccessState::Rejected | AccessState::Gone) => Shade::Bad.says("Sign-in rejected"),
        (_, AccessState::NotChecked | AccessState::Unsupported) => Shade::Ok.says("Can fetch"),
        _ => Shade::Warn.says("Fetch only"),
    }
}

fn failing(access: &Access) -> Option<Shown> {
    Some(match access.state {
        AccessState::Rejected | AccessState::Gone => Shade::Bad.says("Sign-in rejected"),
        AccessState::Forbidden => Shade::Bad.says("Not allowed"),
        AccessState::NotFound => Shade::Bad.says("Not found"),
        AccessState::NotGit => Shade::Bad.says("No Git server"),
        AccessState::Unreachable => Shade::Warn.says("Unreachable"),
        AccessState::RateLimited => Shade::Warn.says("Asked to wait"),
        AccessState::SignInNeeded => Shade::Warn.says("Sign-in needed"),
        AccessState::Works
        | AccessState::WorksWithoutSignIn
        | AccessState::NotChecked
        | AccessState::Unsupported => return None,
    })
}

/// The pills of a remote: one where one says all.
pub fn pills(remote: &RemoteReport, is_asked: bool) -> Vec<Shown> {
    let is_new = remote.fetch.state == AccessState::NotChecked
        && remote.push.state == AccessState::NotChecked;
    if is_asked && is_new {
        return vec![checking()];
    }
    let is_ssh = remote
        .main_url()
        .is_some_and(|url| url.transport == Transport::Ssh);
    if is_ssh && remote.fetch.works() && remote.push.works() {
        return vec![Shade::Ok.says("SSH key works")];
    }
    if is_new && remote.fetch.server_message.is_none() {
        return vec![Shade::Idle.says("Not checked")];
    }
    if remote.fetch.state == AccessState::SignInNeeded {
        return vec![
            Shade::Idle.says("Sign-in needed"),
            Shade::Idle.says("Push not tried"),
        ];
    }
    vec![pill("Fetch", &remote.fetch), pill("Push", &remote.push)]
}

fn pill(operation: &str, access: &Access) -> Shown {
    let (shade, what) = match access.state {
        AccessState::Works => (Shade::Ok, "works"),
        AccessState::WorksWithoutSignIn => (Shade::Ok, "works for anyone"),
        AccessState::SignInNeeded => (Shade::Idle, "needs a sign-in"),
        AccessState::Rejected | AccessState::Gone => (Shade::Bad, "rejected"),
        AccessState::Forbidden => (Shade::Bad, "not allowed"),
        AccessState::NotFound => (Shade::Bad, "not found"),
        AccessState::RateLimited => (Shade::Warn, "asked to wait"),
        AccessState::Unreachable => (Shade::Warn, "unreachable"),
        AccessState::NotGit => (Shade::Bad, "answered by no Git server"),
        AccessState::NotChecked => (Shade::Idle, "not tried"),
        AccessState::Unsupported => (Shade::Idle, "not supported"),
    };
    shade.says(format!("{operation} {what}"))
}

/// The account of a saved sign-in.
pub fn account(entry: &Entry) -> String {
    match &entry.username {
        Some(username) => shown_name(username),
        None if entry.locked => "(locked)".to_owned(),
        None => "(no name)".to_owned(),
    }
}

/// Its kind, and whether it can work no more at `now`, in seconds since 1970 UTC.
pub fn kind(entry: &Entry, now: u64) -> (String, bool) {
    match entry.kind {
        Some(kind) if entry.is_expired(now) && !entry.renews => {
            (format!("{} · expired", kind.words()), true)
        }
        None if entry.is_expired(now) => ("Expired".to_owned(), true),
        _ if entry.renews => ("Refresh token".to_owned(), false),
        Some(TokenKind::BitbucketAppPassword) => {
            ("App password · no longer works".to_owned(), true)
        }
        Some(kind) => (
            kind.words().to_owned(),
            kind.never_works_because().is_some(),
        ),
        None => ("Not read".to_owned(), false),
    }
}

/// Where it lies.
pub fn place(state: &State, entry: &Entry) -> String {
    let place = match entry.store {
        StoreKind::GitCredentialStore
        | StoreKind::Netrc
        | StoreKind::ManagerPlaintext
        | StoreKind::ManagerGpg
        | StoreKind::ManagerDpapi => {
            return state.shown(std::path::Path::new(&entry.location));
        }
        StoreKind::OtherHelper => return entry.location.clone(),
        store => store.words(),
    };
    match entry.written_by {
        Some(program) => format!("{place} ({program})"),
        None => place.to_owned(),
    }
}
