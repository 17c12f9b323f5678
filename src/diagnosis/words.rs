//! Phrases that several findings share.

use super::Facts;
use crate::model::{Access, Change, Finding, Fix, finding::Weight};

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
        if !self.remote.saved.is_empty() {
            fixes.push(Fix::ClearSavedSignIn);
        }
        fixes.extend(self.token_page());
        fixes
    }

    /// The page where a token is made.
    pub(super) fn token_page(&self) -> Option<Fix> {
        let url = self.remote.forge.token_page(&self.host())?;
        Some(Fix::OpenTokenPage { url })
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

/// ` for acme-dev`, or nothing where the name is not known.
pub(super) fn whose(access: &Access) -> String {
    let name = access.username.as_deref();
    name.map_or(String::new(), |name| format!(" for {name}"))
}
