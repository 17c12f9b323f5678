//! What lies in a real keyring, put there by the real programs: listed, cleared and put back one by
//! one, and what belongs to others left alone.

mod expiry;
mod others;
mod unread;
mod writers;

use git_locksmith::git::Config;
use git_locksmith::jobs::Workshop;
use git_locksmith::jobs::clear::{ClearTarget, Cleared, clear};
use git_locksmith::model::{ActivityLog, Entry, Realm};
use git_locksmith::store::Stores;

use crate::support::home::Home;

const HOST: &str = "git.example";

fn realm() -> Realm {
    Realm::from_fields("https", HOST).unwrap()
}

fn workshop(home: &Home) -> Workshop {
    Workshop::open(&home.environment(), &ActivityLog::default()).unwrap()
}

fn stores(home: &Home) -> Stores {
    let git = home.git();
    Stores::of(&git, &Config::personal(&git))
}

fn list(home: &Home) -> Vec<Entry> {
    let listing = stores(home).list(&[realm()]);
    assert_eq!(listing.problems, []);
    listing.entries
}

fn clear_user(home: &Home, username: Option<&str>) -> Cleared {
    let target = ClearTarget::Realm {
        realm: realm(),
        username: username.map(str::to_owned),
    };
    clear(&workshop(home), &target)
}

/// `user (writer)` of each, sorted.
fn whose(entries: &[Entry]) -> Vec<String> {
    let words = entries.iter().map(|entry| {
        let user = entry.username.as_deref().unwrap_or("?");
        format!("{user} ({})", entry.written_by.unwrap())
    });
    let mut words: Vec<String> = words.collect();
    words.sort();
    words
}
