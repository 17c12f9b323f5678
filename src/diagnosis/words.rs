//! Phrases that several findings share.

use super::Facts;
use crate::model::masked::shown_name;
use crate::model::surroundings::Place;
use crate::model::{
    Access, AccessState, Change, Entry, Finding, Fix, Origin, Scope, StoreKind, finding::Weight,
};

impl Facts<'_> {
    /// `An API token with the scopes … and …`: what this host wants to see.
    pub(super) fn wanted_token(&self) -> String {
        let facts = self.remote.forge.facts();
        let article = if facts.token_word.starts_with(['A', 'a', 'H']) {
            "An"
        } else {
            "A"
        };
        let scopes: Vec<String> = facts
            .scopes
            .iter()
            .map(|scope| format!("`{scope}`"))
            .collect();
        match scopes.as_slice() {
            [] => format!("{article} new {}", facts.token_word).replacen("An new", "A new", 1),
            [one] => format!("{article} {} with {one}", facts.token_word),
            many => format!(
                "{article} {} with the scopes {}",
                facts.token_word,
                many.join(" and ")
            ),
        }
    }

    /// Paste a new token, preceded by clearing the old where there is something to clear.
    pub(super) fn renew(&self) -> Vec<Fix> {
        let mut fixes = vec![Fix::PasteNewToken];
        fixes.extend(self.clear());
        fixes.extend(self.token_page());
        fixes
    }

    /// Clear what is saved, and what a helper answered that was asked.
    pub(super) fn clear(&self) -> Vec<Fix> {
        let saved = || self.remote.saved.iter();
        let all = saved().any(Entry::goes_with_all);
        let asked = saved().filter(|entry| entry.store == StoreKind::OtherHelper);
        let clear_asked = |entry: &Entry| {
            let words = format!("Clear what {} keeps", entry.location);
            let entry = Box::new(entry.clone());
            change(words, Change::ClearEntry { entry })
        };
        let all = all.then_some(Fix::ClearSavedSignIn);
        all.into_iter().chain(asked.map(clear_asked)).collect()
    }

    /// The page where a token is made.
    pub(super) fn token_page(&self) -> Option<Fix> {
        let url = self.remote.forge.token_page_for(self.url()?)?;
        Some(Fix::OpenTokenPage { url })
    }

    /// Whether it is known that Git can do what it was asked to here.
    pub(super) fn works(&self) -> bool {
        let push = &self.remote.push;
        self.remote.fetch.works() && (push.works() || push.state == AccessState::NotChecked)
    }

    /// Whether a server refused, or wants a sign-in that is not there.
    pub(super) fn fails(&self) -> bool {
        self.remote.needs_attention()
    }

    /// How bad it is that something may stand in the way: it does, it may, it does not.
    pub(super) fn weight_in_the_way(&self) -> Weight {
        match () {
            () if self.works() => Weight::Note,
            () if self.fails() => Weight::Failure,
            () => Weight::Warning,
        }
    }

    /// Whether Git Locksmith may change what stands there: the person's own files, and the
    /// repository's own file, but not what that includes from elsewhere.
    pub(super) fn may_change(&self, origin: &Origin) -> bool {
        match origin.scope {
            Scope::Global => true,
            Scope::Local | Scope::Worktree => {
                let repository = &self.repository.path;
                let dot_git = repository.join(".git");
                let is_own = |name: &str| {
                    origin.file == dot_git.join(name) || origin.file == repository.join(name)
                };
                is_own("config") || is_own("config.worktree")
            }
            Scope::System | Scope::Command => false,
        }
    }

    /// Takes out the setting at `place`, where that is ours to do.
    pub(super) fn remove(&self, place: &Place, words: impl Into<String>) -> Option<Fix> {
        self.may_change(&place.origin).then(|| {
            let (key, origin) = (place.key.clone(), place.origin.clone());
            change(words, Change::RemoveValue { key, origin })
        })
    }

    /// A finding based on what the server answered.
    pub(super) fn answered(
        &self,
        rule: &'static str,
        weight: Weight,
        title: String,
        explanation: String,
        fixes: Vec<Fix>,
    ) -> Finding {
        Finding {
            rule,
            title,
            explanation,
            evidence: self.answers(),
            fixes,
            weight,
        }
    }
}

/// Shows the home folder as `~` in everything that a finding says.
pub(super) fn shorten(finding: &mut Finding, home: &str) {
    let of_fixes = finding.fixes.iter_mut().filter_map(|fix| match fix {
        Fix::Advice { text } => Some(text),
        Fix::Change { words, .. } => Some(words),
        _ => None,
    });
    let texts = [&mut finding.title, &mut finding.explanation];
    for text in texts
        .into_iter()
        .chain(&mut finding.evidence)
        .chain(of_fixes)
    {
        if text.contains(home) {
            *text = with_tilde(text, home);
        }
    }
}

/// `~/x` for `/home/me/x`, and not for `/mnt/home/me/x` or `/home/meg/x`.
fn with_tilde(text: &str, home: &str) -> String {
    let mut shortened = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(home) {
        let (before, behind) = (&rest[..at], &rest[at + home.len()..]);
        shortened.push_str(before);
        let of_path = |c: char| c.is_alphanumeric() || "/\\._-~".contains(c);
        let is_home = !shortened.ends_with(of_path) && behind.starts_with(['/', '\\']);
        shortened.push_str(if is_home { "~" } else { home });
        rest = behind;
    }
    shortened.push_str(rest);
    shortened
}

/// Advice in words.
pub(super) fn advice(text: impl Into<String>) -> Fix {
    Fix::Advice { text: text.into() }
}

/// Use one of these accounts, which are saved, instead.
pub(super) fn switch_to(others: &[&str]) -> Vec<Fix> {
    let change = |name: &&str| Fix::Change {
        words: format!("Sign in as {name}"),
        change: Change::SetUserName {
            username: Some((*name).to_owned()),
        },
    };
    others.iter().map(change).collect()
}

/// The name of a remote as one word of a shell: a repository may call it anything.
pub(super) fn quoted(name: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+@".contains(c);
    match !name.is_empty() && !name.starts_with('-') && name.chars().all(is_plain) {
        true => name.to_owned(),
        false => format!("'{}'", name.replace('\'', "'\\''")),
    }
}

/// ` for acme-dev`, or nothing where the name is not known.
pub(super) fn whose(access: &Access) -> String {
    let name = access.username.as_deref().map(shown_name);
    name.map_or(String::new(), |name| format!(" for {name}"))
}

/// A change that Git Locksmith makes itself.
pub(super) fn change(words: impl Into<String>, change: Change) -> Fix {
    let words = words.into();
    Fix::Change { words, change }
}
