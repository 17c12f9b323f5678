//! What a report must not say: user names, the home folder, and the text of helpers.

use std::collections::HashMap;

use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_STANDARD_NO_PAD};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::git::Environment;
use crate::model::outside_text::display_safe;
use crate::model::{HelperInForce, RemoteReport, RepositoryReport};

/// User names that are the same for everyone.
const NOBODY: &[&str] = &[
    "git",
    "hf_user",
    "oauth2",
    "personalaccesstoken",
    "root",
    "token",
    "x-access-token",
    "x-bitbucket-api-token-auth",
    "x-oauth-basic",
    "x-token-auth",
];

/// A shorter name may be part of any word, and goes only where it is one.
const SHORTEST_INSIDE_WORDS: usize = 5;

/// Words after which servers name a person.
const BEFORE_NAMES: &[&str] = &[" denied to ", " user ", "User ", " account "];

/// What is replaced, and by what.
pub(super) struct Masked {
    home: Option<String>,
    snippets: Vec<(String, String)>,
    names: Vec<String>,
}

impl Masked {
    pub(super) fn of(environment: &Environment, repositories: &[RepositoryReport]) -> Self {
        let mut masked = Self {
            home: environment.home().map(|home| home.display().to_string()),
            snippets: Vec::new(),
            names: Vec::new(),
        };
        for variable in ["USER", "LOGNAME", "USERNAME"] {
            let name = environment.get(variable);
            masked.name(name.map(|name| name.to_string_lossy()).as_deref());
        }
        for repository in repositories {
            for setting in &repository.overrides {
                let shown = |value: &str| format!(" = {value} ({})", setting.origin);
                masked.snippets.push((shown(&setting.value), shown("•••")));
            }
            for remote in &repository.remotes {
                masked.remote(remote);
            }
        }
        masked
    }

    pub(super) fn apply(mut self, mut text: String) -> String {
        // First, because findings tell of it as `~` already.
        let home = self.home.as_deref().filter(|home| home.len() > 1);
        let shorten = |text: &str| match home {
            Some(home) => text.replace(home, "~"),
            None => text.to_owned(),
        };
        text = shorten(&text);
        for (snippet, instead) in &self.snippets {
            text = text.replace(&shorten(snippet), &shorten(instead));
        }
        for name in names_in(&text) {
            self.name(Some(&name));
        }
        // A repository may name a hundred thousand.
        let mut instead = HashMap::new();
        for (number, name) in (1..).zip(&self.names) {
            for form in forms(name) {
                let mask = || format!("user-{number}");
                instead
                    .entry(form.to_ascii_lowercase())
                    .or_insert_with(mask);
            }
        }
        replaced(&text, &instead)
    }

    fn remote(&mut self, remote: &RemoteReport) {
        for url in remote.urls() {
            self.name(url.user.as_deref());
        }
        self.name(remote.settings.username.as_deref());
        for entry in &remote.saved {
            self.name(entry.username.as_deref());
        }
        for access in [&remote.fetch, &remote.push] {
            self.name(access.username.as_deref());
        }
        let settings = &remote.settings;
        for helper in settings.helpers.iter().chain(&settings.switched_off) {
            self.helper(helper);
        }
    }

    /// Findings name a helper as it is configured; its arguments may hold anything.
    fn helper(&mut self, helper: &HelperInForce) {
        let value = display_safe(&helper.value);
        let shown = |value: &str| format!(" = {value} ({})", helper.origin);
        let snippet = (shown(&value), shown(&super::shown(helper)));
        if !self.snippets.contains(&snippet) {
            self.snippets.push(snippet);
        }
    }

    fn name(&mut self, name: Option<&str>) {
        let Some(name) = name.map(str::trim).filter(|name| name.len() > 1) else {
            return;
        };
        let is_known = self
            .names
            .iter()
            .any(|known| known.eq_ignore_ascii_case(name));
        let is_nobody = NOBODY.contains(&name.to_ascii_lowercase().as_str());
        if !is_known && !is_nobody {
            self.names.push(name.to_owned());
        }
    }
}

/// User names in URLs, and those that a server's words name.
fn names_in(text: &str) -> Vec<String> {
    let in_urls = text.split("://").skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| c == '/' || c.is_whitespace());
        let authority = &rest[..end.unwrap_or(rest.len())];
        let (user_info, _) = authority.rsplit_once('@')?;
        let user = user_info.split(':').next().unwrap_or_default();
        Some(percent_decode_str(user).decode_utf8_lossy().into_owned())
    });
    let in_words = BEFORE_NAMES.iter().flat_map(|before| {
        text.split(before).skip(1).filter_map(|rest| {
            let is_of_name = |c: char| c.is_alphanumeric() || "-_.@+".contains(c);
            let end = rest.find(|c| !is_of_name(c)).unwrap_or(rest.len());
            let name = rest[..end].trim_end_matches('.');
            // `user name`, `account that` are plain words.
            let is_plain = name.chars().all(|c| c.is_ascii_lowercase());
            (!name.is_empty() && (!is_plain || *before == BEFORE_NAMES[0])).then(|| name.to_owned())
        })
    });
    in_urls
        .chain(in_words)
        .filter(|name| name != "•••")
        .collect()
}

/// A name as it is, escaped for a URL, and in base64.
fn forms(name: &str) -> Vec<String> {
    let mut forms = vec![
        name.to_owned(),
        utf8_percent_encode(name, NON_ALPHANUMERIC).to_string(),
    ];
    for encoded in [
        BASE64_STANDARD.encode(name),
        BASE64_STANDARD_NO_PAD.encode(name),
    ] {
        if name.len() >= SHORTEST_INSIDE_WORDS {
            forms.push(encoded);
        }
    }
    forms.dedup();
    forms
}

/// `text` with every form, in lower case here, replaced at once, whatever its case; of several the
/// longest, and a short one only where it is a whole word.
fn replaced(text: &str, instead: &HashMap<String, String>) -> String {
    let lower = text.to_ascii_lowercase();
    let mut lengths: Vec<usize> = instead.keys().map(String::len).collect();
    lengths.sort_unstable_by_key(|&length| std::cmp::Reverse(length));
    lengths.dedup();
    let mut masked = String::with_capacity(text.len());
    let (mut at, mut before) = (0, None);
    while let Some(character) = text[at..].chars().next() {
        let found = lengths.iter().find_map(|&length| {
            let instead = instead.get(lower.get(at..at + length)?)?;
            let after = text[at + length..].chars().next();
            let around = [before, after];
            let is_word = around.iter().flatten().all(|c| !c.is_alphanumeric());
            (is_word || length >= SHORTEST_INSIDE_WORDS).then_some((length, instead))
        });
        if let Some((length, instead)) = found {
            masked.push_str(instead);
            before = instead.chars().last();
            at += length;
        } else {
            masked.push(character);
            before = Some(character);
            at += character.len_utf8();
        }
    }
    masked
}
