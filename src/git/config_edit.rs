//! Edits Git's configuration as text: one setting changes, every other byte stays.
//!
//! An editor of our own, because what will change must be shown beforehand, line by line, and be
//! written only where the file is still the one that was shown. `git config` writes at once, or
//! to a copy of the file, and a copy may hold secrets. Every edit is read again before it is
//! handed out: all other settings must be what they were.

use thiserror::Error;

use super::config_syntax::{BYTE_ORDER_MARK, Piece, Setting, SyntaxError, What, parse, pieces};

/// A key in its three parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Letters of both cases are the same; written as it is here (`includeIf`).
    pub section: String,
    /// Letters of both cases differ.
    pub subsection: Option<Vec<u8>>,
    /// Letters of both cases are the same; written as it is here (`useHttpPath`).
    pub name: String,
}

/// Why a file was not edited.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum EditError {
    /// Git would refuse the file as well.
    #[error("{0}; repair the file first")]
    Syntax(#[from] SyntaxError),
    /// Another setting stands there, or none.
    #[error("the setting is no longer in line {line}; look again")]
    NotThere {
        /// Counted from 1.
        line: u32,
    },
    /// Git would not take such a key or value.
    #[error("Git cannot keep such a setting: {0}")]
    Unwritable(&'static str),
    /// What was written would be read as something else.
    #[error("the file is laid out so oddly that the setting must be changed by hand")]
    TooOdd,
}

impl Key {
    /// Reads `section.name` and `section.subsection.name`. `None` where Git would refuse it
    /// (`git_config_parse_key` of Git 2.47).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (section, rest) = text.split_once('.')?;
        let (subsection, name) = match rest.rsplit_once('.') {
            Some((subsection, name)) => (Some(subsection), name),
            None => (None, rest),
        };
        let is_word = |word: &str| word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        let is_fine = !section.is_empty()
            && is_word(section)
            && name.starts_with(|first: char| first.is_ascii_alphabetic())
            && is_word(name)
            && subsection.is_none_or(|subsection| !subsection.contains(['\n', '\0']));
        is_fine.then(|| Self {
            section: section.to_owned(),
            subsection: subsection.map(|subsection| subsection.as_bytes().to_vec()),
            name: name.to_owned(),
        })
    }

    /// The key of a setting that was read.
    #[must_use]
    pub fn of(setting: &Setting) -> Self {
        Self {
            section: setting.section.clone(),
            subsection: setting.subsection.clone(),
            name: setting.name.clone(),
        }
    }

    /// Whether `setting` is one of this key.
    #[must_use]
    pub fn is_of(&self, setting: &Setting) -> bool {
        self.section.eq_ignore_ascii_case(&setting.section)
            && self.subsection == setting.subsection
            && self.name.eq_ignore_ascii_case(&setting.name)
    }

    /// All but the name, as [`What::Header`] has it.
    fn base(&self) -> Vec<u8> {
        let mut base = self.section.to_ascii_lowercase().into_bytes();
        base.push(b'.');
        if let Some(subsection) = &self.subsection {
            base.extend_from_slice(subsection);
            base.push(b'.');
        }
        base
    }

    fn header(&self) -> Vec<u8> {
        let mut header = format!("[{}", self.section).into_bytes();
        if let Some(subsection) = &self.subsection {
            header.extend_from_slice(b" \"");
            for &byte in subsection {
                if matches!(byte, b'"' | b'\\') {
                    header.push(b'\\');
                }
                header.push(byte);
            }
            header.push(b'"');
        }
        header.push(b']');
        header
    }
}

/// Gives the setting of `key` in `line` another value. What stands around it stays, a comment
/// behind it as well.
///
/// # Errors
///
/// There is no such setting in this line, or Git cannot keep the value.
pub fn set(bytes: &[u8], line: u32, key: &Key, value: &[u8]) -> Result<Vec<u8>, EditError> {
    let pieces = pieces(bytes)?;
    let at = find(&pieces, line, key)?;
    let What::Setting {
        name_end,
        value: old,
        ..
    } = &pieces[at].what
    else {
        return Err(EditError::NotThere { line });
    };
    let written = written(value)?;
    let edited = match old {
        None => splice(
            bytes,
            *name_end..*name_end,
            &[b" = ", &written[..]].concat(),
        ),
        Some(old) if old.is_empty() => splice(bytes, old.clone(), &[b" ", &written[..]].concat()),
        Some(old) => splice(bytes, old.clone(), &written),
    };
    let mut wanted = settings(&pieces);
    wanted[nth_setting(&pieces, at)].value = Some(value.to_vec());
    confirmed(edited, &wanted)
}

/// Takes out the setting of `key` in `line`, with its whole line where it has one of its own.
///
/// # Errors
///
/// There is no such setting in this line.
pub fn remove(bytes: &[u8], line: u32, key: &Key) -> Result<Vec<u8>, EditError> {
    let pieces = pieces(bytes)?;
    let at = find(&pieces, line, key)?;
    let Piece { bytes: own, .. } = &pieces[at];
    let line_start = line_start(bytes, own.start);
    let is_blank = |text: &[u8]| text.iter().all(u8::is_ascii_whitespace);
    let range = if is_blank(&bytes[line_start..own.start]) {
        line_start..own.end
    } else {
        // A header stands before it and stays, and so does the end of the line.
        let header = at.checked_sub(1).ok_or(EditError::TooOdd)?;
        pieces[header].bytes.end..without_newline(bytes, own.end)
    };
    let mut wanted = settings(&pieces);
    wanted.remove(nth_setting(&pieces, at));
    confirmed(splice(bytes, range, b""), &wanted)
}

/// Adds a setting: behind the last one of its section, or with a section of its own at the end.
///
/// # Errors
///
/// Git cannot keep such a key or value.
pub fn add(bytes: &[u8], key: &Key, value: &[u8]) -> Result<Vec<u8>, EditError> {
    let is_lost = |subsection: &Vec<u8>| subsection.iter().any(|byte| b"\n\0".contains(byte));
    if key.subsection.as_ref().is_some_and(is_lost) {
        return Err(EditError::Unwritable("a line break in its section"));
    }
    let all = pieces(bytes)?;
    let newline: &[u8] = match bytes.iter().position(|&byte| byte == b'\n') {
        Some(at) if at > 0 && bytes[at - 1] == b'\r' => b"\r\n",
        _ => b"\n",
    };
    let equals: &[u8] = if value.is_empty() { b" =" } else { b" = " };
    let setting = [key.name.as_bytes(), equals, &written(value)?].concat();
    let place = place_in_section(bytes, &all, key);
    let at = place.as_ref().map_or(bytes.len(), |place| place.at);
    let mut text = finish_line(&bytes[..at], &all, newline);
    match place {
        Some(Place { indent, .. }) => text.extend([indent, &setting, newline].concat()),
        None => text.extend([&key.header(), newline, b"\t", &setting, newline].concat()),
    }
    let mut wanted = settings(&all);
    let before = all.iter().filter(|piece| piece.bytes.end <= at);
    let before = before.filter(|piece| is_setting(piece)).count();
    wanted.insert(
        before,
        Setting {
            section: key.section.to_ascii_lowercase(),
            subsection: key.subsection.clone(),
            name: key.name.to_ascii_lowercase(),
            value: Some(value.to_vec()),
            line: 0,
        },
    );
    confirmed(splice(bytes, at..at, &text), &wanted)
}

/// Gives all sections that `key` names the subsection `new`; what stands in them stays.
///
/// # Errors
///
/// There is no such section.
pub fn rename_section(bytes: &[u8], key: &Key, new: &[u8]) -> Result<Vec<u8>, EditError> {
    let pieces = pieces(bytes)?;
    let renamed = Key {
        subsection: Some(new.to_vec()),
        ..key.clone()
    };
    let base = key.base();
    let mut edited = bytes.to_vec();
    for piece in pieces.iter().rev() {
        if matches!(&piece.what, What::Header(found) if *found == base) {
            edited = splice(&edited, piece.bytes.clone(), &renamed.header());
        }
    }
    let mut wanted = settings(&pieces);
    let is_here = |setting: &&mut Setting| {
        key.section.eq_ignore_ascii_case(&setting.section) && key.subsection == setting.subsection
    };
    let mut here = wanted.iter_mut().filter(is_here).peekable();
    if here.peek().is_none() {
        return Err(EditError::NotThere { line: 0 });
    }
    here.for_each(|setting| setting.subsection = Some(new.to_vec()));
    confirmed(edited, &wanted)
}

/// Gives the last setting of `key` this value, or adds one where there is none.
///
/// # Errors
///
/// As [`set`] and [`add`].
pub fn put(bytes: &[u8], key: &Key, value: &[u8]) -> Result<Vec<u8>, EditError> {
    let last = parse(bytes)?.into_iter().rfind(|known| key.is_of(known));
    match last {
        Some(known) => set(bytes, known.line, key, value),
        None => add(bytes, key, value),
    }
}

/// Where a setting is added.
struct Place<'a> {
    at: usize,
    indent: &'a [u8],
}

/// Behind the last setting of the last such section, or behind its header's line. `None` where
/// there is no such section, or another one begins in the same line.
fn place_in_section<'a>(bytes: &'a [u8], pieces: &[Piece], key: &Key) -> Option<Place<'a>> {
    let base = key.base();
    let is_header = |piece: &Piece| matches!(&piece.what, What::Header(found) if *found == base);
    let header = pieces.iter().rposition(is_header)?;
    let settings = pieces[header + 1..]
        .iter()
        .take_while(|piece| is_setting(piece));
    let (mut at, mut indent) = (line_end(bytes, pieces[header].bytes.end), &b"\t"[..]);
    let mut count = 0;
    for piece in settings {
        let before = &bytes[line_start(bytes, piece.bytes.start)..piece.bytes.start];
        if before.iter().all(|byte| b" \t".contains(byte)) {
            indent = before;
        }
        at = piece.bytes.end;
        count += 1;
    }
    let next = pieces.get(header + 1 + count);
    (next.is_none_or(|next| next.bytes.start >= at)).then_some(Place { at, indent })
}

/// What must stand between `before` and a line of its own.
fn finish_line(before: &[u8], pieces: &[Piece], newline: &[u8]) -> Vec<u8> {
    let text = before.strip_prefix(BYTE_ORDER_MARK).unwrap_or(before);
    let mut end = Vec::new();
    // A backslash at the end of the file would go on with what is added.
    let goes_on = pieces.iter().any(|piece| {
        let What::Setting {
            value: Some(value), ..
        } = &piece.what
        else {
            return false;
        };
        let written = &before[value.start.min(before.len())..value.end.min(before.len())];
        value.end == before.len() && written[..].trim_ascii_end().ends_with(b"\\")
    });
    if !text.is_empty() && !text.ends_with(b"\n") {
        end.extend_from_slice(newline);
    }
    if goes_on {
        end.extend_from_slice(newline);
    }
    end
}

/// A value as Git writes it (`write_pair` of Git 2.47), and in quotes as well where an older Git
/// would change white space inside.
fn written(value: &[u8]) -> Result<Vec<u8>, EditError> {
    if value.contains(&0) {
        return Err(EditError::Unwritable("a NUL in its value"));
    }
    let is_quoted = value.starts_with(b" ")
        || value.ends_with(b" ")
        || value.windows(2).any(|pair| pair == b"  ")
        || value.iter().any(|byte| b";#\r\t\n".contains(byte));
    let mut written = Vec::with_capacity(value.len() + 2);
    if is_quoted {
        written.push(b'"');
    }
    for &byte in value {
        match byte {
            b'\n' => written.extend_from_slice(b"\\n"),
            b'\t' => written.extend_from_slice(b"\\t"),
            b'"' | b'\\' => written.extend_from_slice(&[b'\\', byte]),
            byte => written.push(byte),
        }
    }
    if is_quoted {
        written.push(b'"');
    }
    Ok(written)
}

fn find(pieces: &[Piece], line: u32, key: &Key) -> Result<usize, EditError> {
    let is_meant = |piece: &Piece| matches!(&piece.what, What::Setting { setting, .. } if setting.line == line && key.is_of(setting));
    let at = pieces.iter().position(is_meant);
    at.ok_or(EditError::NotThere { line })
}

fn is_setting(piece: &Piece) -> bool {
    matches!(piece.what, What::Setting { .. })
}

fn settings(pieces: &[Piece]) -> Vec<Setting> {
    let settings = pieces.iter().filter_map(|piece| match &piece.what {
        What::Setting { setting, .. } => Some(setting.clone()),
        What::Header(_) => None,
    });
    settings.collect()
}

fn nth_setting(pieces: &[Piece], at: usize) -> usize {
    let before = pieces[..at].iter();
    before.filter(|piece| is_setting(piece)).count()
}

fn splice(bytes: &[u8], range: std::ops::Range<usize>, text: &[u8]) -> Vec<u8> {
    [&bytes[..range.start], text, &bytes[range.end..]].concat()
}

/// The edited text, if it says what is wanted and nothing else.
fn confirmed(edited: Vec<u8>, wanted: &[Setting]) -> Result<Vec<u8>, EditError> {
    let found = parse(&edited).map_err(|_| EditError::TooOdd)?;
    let is_same = |(found, wanted): (&Setting, &Setting)| {
        Key::of(found) == Key::of(wanted) && found.value == wanted.value
    };
    let is_as_wanted = found.len() == wanted.len() && found.iter().zip(wanted).all(is_same);
    is_as_wanted.then_some(edited).ok_or(EditError::TooOdd)
}

fn line_start(bytes: &[u8], at: usize) -> usize {
    let before = bytes[..at].iter().rposition(|&byte| byte == b'\n');
    match before {
        Some(newline) => newline + 1,
        None if bytes.starts_with(BYTE_ORDER_MARK) => BYTE_ORDER_MARK.len(),
        None => 0,
    }
}

/// Behind the newline that ends the line of `at`.
fn line_end(bytes: &[u8], at: usize) -> usize {
    let newline = bytes[at..].iter().position(|&byte| byte == b'\n');
    newline.map_or(bytes.len(), |newline| at + newline + 1)
}

fn without_newline(bytes: &[u8], end: usize) -> usize {
    let text = &bytes[..end];
    let text = text.strip_suffix(b"\n").unwrap_or(text);
    text.strip_suffix(b"\r").unwrap_or(text).len()
}
