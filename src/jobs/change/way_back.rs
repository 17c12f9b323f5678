//! How a person takes a change back without Git Locksmith: commands, and where a secret would
//! have to be told, words.

use std::collections::HashMap;
use std::path::Path;

use super::error::shown;
use crate::git::config_edit::Key;
use crate::git::config_shown::shown_value;
use crate::git::config_syntax::{Setting, parse};
use crate::model::RemoteUrl;
use crate::model::outside_text::{display_safe, display_safe_bytes};

/// What makes the settings in `path` those of `before` again.
pub(super) fn commands(path: &Path, before: Option<&[u8]>, after: &[u8]) -> Vec<String> {
    let file = quoted(&shown(path));
    let Some(before) = before else {
        return vec![format!("rm {file}")];
    };
    let settings = |text: &[u8]| parse(text).unwrap_or_default();
    let (before, after) = (settings(before), settings(after));
    let gone = missing(&before, &after);
    let mut come = missing(&after, &before);
    let mut commands = Vec::new();
    let mut written_anew: Vec<Key> = Vec::new();
    for setting in gone {
        if written_anew.contains(&Key::of(setting)) {
            continue;
        }
        if let Some(anew) = all_in_order(setting, &before, &after, &file) {
            commands.extend(anew);
            written_anew.push(Key::of(setting));
            continue;
        }
        let same_key = |new: &&Setting| Key::of(setting) == Key::of(new);
        let new = come.iter().position(same_key).map(|at| come.remove(at));
        let Some(value) = told(setting) else {
            commands.push(format!(
                "put the old value of {} back into {file} yourself: it is a secret, and not told",
                key(setting)
            ));
            continue;
        };
        commands.push(match new {
            Some(new) if is_single(new, &after) => {
                format!(
                    "git config --file {file} {} {}",
                    key(setting),
                    quoted(&value)
                )
            }
            Some(new) => format!(
                "git config --file {file} --fixed-value --replace-all {} {} {}",
                key(setting),
                quoted(&value),
                quoted(&told(new).unwrap_or_default())
            ),
            None => format!(
                "git config --file {file} --add {} {}",
                key(setting),
                quoted(&value)
            ),
        });
    }
    for setting in come {
        let value = match (is_single(setting, &after), told(setting)) {
            (false, Some(value)) => format!(" {}", quoted(&value)),
            _ => String::new(),
        };
        let fixed = if value.is_empty() {
            ""
        } else {
            "--fixed-value "
        };
        commands.push(format!(
            "git config --file {file} {fixed}--unset {}{value}",
            key(setting)
        ));
    }
    commands
}

/// Writes all values of a key anew, where the one that is gone stood before others: `git config`
/// adds at the end, and the order of helpers counts. `None` where adding it is enough, or where
/// one of the values is a secret.
fn all_in_order(
    gone: &Setting,
    before: &[Setting],
    after: &[Setting],
    file: &str,
) -> Option<Vec<String>> {
    let of = Key::of(gone);
    let values: Vec<&Setting> = before.iter().filter(|other| of.is_of(other)).collect();
    let left = after.iter().filter(|other| of.is_of(other)).count();
    let is_last = values.last().is_some_and(|last| std::ptr::eq(*last, gone));
    if is_last || left == 0 || left >= values.len() {
        return None;
    }
    let key = key(gone);
    let mut commands = vec![format!("git config --file {file} --unset-all {key}")];
    for setting in values {
        let value = quoted(&told(setting)?);
        commands.push(format!("git config --file {file} --add {key} {value}"));
    }
    Some(commands)
}

/// Puts a copy of a file back in its place.
pub(super) fn copy_back(copy: &Path, file: &Path) -> String {
    format!("mv {} {}", quoted(&shown(copy)), quoted(&shown(file)))
}

/// Those of `of` that `other` does not hold, counted.
fn missing<'a>(of: &'a [Setting], other: &'a [Setting]) -> Vec<&'a Setting> {
    let whole = |setting: &'a Setting| {
        let Setting {
            section,
            subsection,
            name,
            value,
            ..
        } = setting;
        (section, subsection, name, value)
    };
    let mut known = HashMap::new();
    for setting in other {
        *known.entry(whole(setting)).or_insert(0_usize) += 1;
    }
    let is_missing = |setting: &&'a Setting| match known.get_mut(&whole(setting)) {
        Some(left) if *left > 0 => {
            *left -= 1;
            false
        }
        _ => true,
    };
    of.iter().filter(is_missing).collect()
}

fn is_single(setting: &Setting, all: &[Setting]) -> bool {
    let key = Key::of(setting);
    all.iter().filter(|other| key.is_of(other)).count() == 1
}

/// The value, unless it is a secret.
fn told(setting: &Setting) -> Option<String> {
    let value = display_safe_bytes(setting.value.as_deref().unwrap_or(b"true"));
    let key_is_secret = setting
        .subsection
        .as_ref()
        .is_some_and(|url| RemoteUrl::parse(url).holds_secret());
    let is_told = (setting.value.is_none() || shown_value(setting) == value) && !key_is_secret;
    is_told.then_some(value)
}

fn key(setting: &Setting) -> String {
    let name = match &setting.subsection {
        Some(subsection) => format!(
            "{}.{}.{}",
            setting.section,
            match subsection.contains(&b'@') {
                true => RemoteUrl::parse(subsection).to_string(),
                false => display_safe_bytes(subsection),
            },
            setting.name
        ),
        None => format!("{}.{}", setting.section, setting.name),
    };
    quoted(&name)
}

/// As one word of a shell.
fn quoted(text: &str) -> String {
    let text = display_safe(text);
    let is_plain = |c: char| c.is_alphanumeric() || "/._-~+@,:".contains(c);
    match !text.is_empty() && text.chars().all(is_plain) {
        true => text,
        false => format!("'{}'", text.replace('\'', "'\\''")),
    }
}
