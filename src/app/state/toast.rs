//! A toast: what was just done, what is left to say about it, and its undo.

use super::token_dialog::Clipboard;
use crate::jobs::clear::Cleared;
use crate::jobs::undo::Undone;
use crate::model::masked::shown_name;
use crate::model::{Entry, Forge, Realm, RemoteUrl};

/// What the toast says. It stays until it is closed or something else was done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Toast {
    /// What was done.
    pub title: String,
    /// What stayed and why, and what to know.
    pub details: Vec<String>,
    /// A page with its words.
    pub page: Option<(String, String)>,
    /// Whether the last thing that was cleared can be put back.
    pub can_undo: bool,
    /// Whether something did not go as wished.
    pub is_bad: bool,
}

impl Toast {
    /// What a clear did at `host`, a server of the kind `forge`.
    pub fn cleared(cleared: &Cleared, host: &str, forge: Forge) -> Self {
        let title = match (cleared.removed.len(), cleared.stayed.len()) {
            (0, 0) => format!("There was nothing saved for {host} any more"),
            (0, _) => format!("Nothing was cleared for {host}"),
            (1, _) => format!("Cleared 1 saved sign-in for {host}"),
            (many, _) => format!("Cleared {many} saved sign-ins for {host}"),
        };
        let mut details: Vec<String> = cleared
            .stayed
            .iter()
            .map(|(entry, why)| format!("{} stays: {why}", place(entry)))
            .collect();
        for problem in &cleared.problems {
            details.push(format!("{}: {}", problem.subject, problem.message));
        }
        let still_works = cleared.removed.iter().any(|entry| {
            entry
                .kind
                .is_none_or(|kind| kind.never_works_because().is_none())
        });
        if still_works {
            details.push(format!(
                "This does not revoke the token: it still opens {host} until it is revoked there"
            ));
        }
        let server = RemoteUrl::parse(format!("https://{host}/").as_bytes());
        let page = forge
            .revoke_page_for(&server)
            .filter(|_| still_works)
            .map(|url| ("Revoke it".to_owned(), url));
        Self {
            title,
            details,
            page,
            can_undo: !cleared.undo.is_empty(),
            is_bad: !cleared.stayed.is_empty(),
        }
    }

    /// A setting was changed; `words` say what the button said.
    pub fn changed(words: &str) -> Self {
        Self {
            title: format!("Done: {words}"),
            can_undo: true,
            ..Self::default()
        }
    }

    /// All it says, for where there is no toast.
    pub fn words(&self) -> String {
        let said: Vec<&str> = std::iter::once(&self.title)
            .chain(&self.details)
            .map(String::as_str)
            .collect();
        said.join(". ")
    }

    /// A token was saved; `clipboard` says what became of what may have held it.
    pub fn saved(realm: &Realm, clipboard: Option<Clipboard>) -> Self {
        let about_it = clipboard.and_then(Clipboard::words);
        Self {
            title: format!("The new token for {} is saved", realm.host_field()),
            details: about_it.map(str::to_owned).into_iter().collect(),
            ..Self::default()
        }
    }

    /// What an undo did.
    pub fn undone(undone: &Undone) -> Self {
        let sign_ins = match undone.restored.len() {
            0 => None,
            1 => Some("1 saved sign-in is back".to_owned()),
            many => Some(format!("{many} saved sign-ins are back")),
        };
        let files = match undone.restored_files.len() {
            0 => None,
            1 => Some("The settings are as they were".to_owned()),
            many => Some(format!("The settings in {many} files are as they were")),
        };
        let title = match (files, sign_ins) {
            (Some(files), Some(sign_ins)) => format!("{files}, {sign_ins}"),
            (one, other) => one
                .or(other)
                .unwrap_or_else(|| "Nothing was put back".to_owned()),
        };
        let entries = undone
            .failed
            .iter()
            .map(|(entry, why)| format!("{} is not back: {why}", place(entry)));
        let files = undone
            .failed_files
            .iter()
            .map(|(file, why)| format!("{}: {why}", file.display()));
        Self {
            title,
            details: entries.chain(files).collect(),
            is_bad: !(undone.failed.is_empty() && undone.failed_files.is_empty()),
            ..Self::default()
        }
    }
}

fn place(entry: &Entry) -> String {
    match &entry.username {
        Some(username) => format!("{} in {}", shown_name(username), entry.location),
        None => entry.location.clone(),
    }
}
