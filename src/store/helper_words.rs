//! The words of a configured helper as the shell would split them. Git hands every helper's value
//! to a shell, so that quotes, `~/` and `$HOME` in a path count.

use std::path::PathBuf;

use crate::git::Environment;
use crate::model::HelperInForce;

/// The value of `option` (`--file x`, `--file=x`) where it is an absolute path. A relative one
/// would depend on the folder that Git happens to run in.
pub(super) fn path_option(
    helper: &HelperInForce,
    option: &str,
    environment: &Environment,
) -> Option<PathBuf> {
    let path = PathBuf::from(option_value(helper, option, environment)?);
    path.is_absolute().then_some(path)
}

/// The last value of `option`, as Git's option parser takes it.
pub(super) fn option_value(
    helper: &HelperInForce,
    option: &str,
    environment: &Environment,
) -> Option<String> {
    let words = split(&helper.value, environment)?;
    let mut value = None;
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        if word == option {
            value = words.next();
        } else if let Some(rest) = word.strip_prefix(option)
            && let Some(rest) = rest.strip_prefix('=')
        {
            value = Some(rest.to_owned());
        }
    }
    value
}

/// `None` where only a shell could tell what is meant.
fn split(value: &str, environment: &Environment) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut rest = value.trim_start_matches('!').trim_start();
    while !rest.is_empty() {
        let (word, behind) = first_word(rest, environment)?;
        words.push(word);
        rest = behind.trim_start();
    }
    Some(words)
}

fn first_word<'a>(text: &'a str, environment: &Environment) -> Option<(String, &'a str)> {
    let mut word = String::new();
    let mut rest = text;
    if rest == "~" || rest.starts_with("~/") {
        word.push_str(environment.home()?.to_str()?);
        rest = &rest[1..];
    }
    let mut quoted = false;
    loop {
        let Some(character) = rest.chars().next() else {
            return (!quoted).then_some((word, rest));
        };
        let behind = &rest[character.len_utf8()..];
        rest = match character {
            '"' => {
                quoted = !quoted;
                behind
            }
            '\'' if !quoted => {
                let (literal, behind) = behind.split_once('\'')?;
                word.push_str(literal);
                behind
            }
            '\\' => {
                let escaped = behind.chars().next()?;
                if quoted && !"\\\"$`".contains(escaped) {
                    word.push('\\');
                }
                word.push(escaped);
                &behind[escaped.len_utf8()..]
            }
            '$' => {
                let (value, behind) = variable(behind, environment)?;
                word.push_str(&value);
                behind
            }
            '`' => return None,
            ' ' | '\t' | '\n' if !quoted => return Some((word, rest)),
            ';' | '&' | '|' | '<' | '>' | '(' | ')' | '*' | '?' | '[' if !quoted => return None,
            plain => {
                word.push(plain);
                behind
            }
        };
    }
}

/// `NAME` or `{NAME}` behind a dollar sign.
fn variable<'a>(text: &'a str, environment: &Environment) -> Option<(String, &'a str)> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let (name, behind) = if let Some(braced) = text.strip_prefix('{') {
        braced.split_once('}')?
    } else {
        text.split_at(text.find(|c| !is_name(c)).unwrap_or(text.len()))
    };
    let value = environment.get(name)?.to_str()?;
    Some((value.to_owned(), behind))
}
