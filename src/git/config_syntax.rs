//! Git's configuration syntax, read as data.
//!
//! A parser of our own, because three things are needed that libraries do not offer together:
//! the line of every value, a size that is bounded before anything is parsed, and includes that
//! are *not* followed. It reads every line as Git 2.47 does,
//! oddities included: whoever reads one otherwise can be shown one helper while Git runs
//! another. A test compares it with `git config --list`.

use std::ops::Range;

use thiserror::Error;

/// One setting of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Lower case.
    pub section: String,
    /// As written in `[section "subsection"]`; lower case in the old form `[section.subsection]`.
    pub subsection: Option<Vec<u8>>,
    /// Lower case.
    pub name: String,
    /// `None` for a bare key, which means `true`.
    pub value: Option<Vec<u8>>,
    /// Counted from 1: where the setting begins.
    pub line: u32,
}

/// A header or a setting, and the bytes that it takes up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// From its first byte. A header ends behind its bracket, a setting behind its last line.
    pub(super) bytes: Range<usize>,
    pub(super) what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// All of a key but the name of the setting: `remote.origin.`
    Header(Vec<u8>),
    /// A setting, and where it stands.
    Setting {
        setting: Setting,
        name_end: usize,
        /// As written, quotes and all, without the white space around. Empty behind the equals
        /// sign where nothing is written; `None` for a bare key.
        value: Option<Range<usize>>,
    },
}

/// A file that Git would refuse as well.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("bad configuration in line {line}")]
pub struct SyntaxError {
    /// Counted from 1.
    pub line: u32,
}

/// What some editors begin a file with; Git skips it.
pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Reads a whole file.
///
/// # Errors
///
/// The first line that Git would refuse.
pub fn parse(bytes: &[u8]) -> Result<Vec<Setting>, SyntaxError> {
    let pieces = pieces(bytes)?.into_iter();
    let settings = pieces.filter_map(|piece| match piece.what {
        What::Setting { setting, .. } => Some(setting),
        What::Header(_) => None,
    });
    Ok(settings.collect())
}

/// As [`parse`], but tells where everything stands.
///
/// # Errors
///
/// As [`parse`].
pub(super) fn pieces(bytes: &[u8]) -> Result<Vec<Piece>, SyntaxError> {
    let mut source = Source {
        bytes,
        at: match bytes.starts_with(BYTE_ORDER_MARK) {
            true => BYTE_ORDER_MARK.len(),
            false => 0,
        },
        line: 1,
        is_at_end: false,
    };
    // A partial byte order mark is refused by what follows: it is no letter.
    source.file().ok_or(SyntaxError { line: source.line })
}

/// Every function answers `None` where Git gives up.
struct Source<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Of the byte that comes next.
    line: u32,
    is_at_end: bool,
}

impl Source<'_> {
    fn file(&mut self) -> Option<Vec<Piece>> {
        let mut pieces = Vec::new();
        let mut header = Vec::new();
        while !self.is_at_end {
            let start = self.at;
            let what = match self.next() {
                b'#' | b';' => {
                    self.skip_line();
                    continue;
                }
                b'[' => {
                    header = self.header()?;
                    What::Header(header.clone())
                }
                byte if is_space(byte) => continue,
                byte if byte.is_ascii_alphabetic() => match self.setting(&header, byte)? {
                    Some(setting) => setting,
                    None => continue,
                },
                _ => return None,
            };
            let bytes = start..self.at;
            pieces.push(Piece { bytes, what });
        }
        Some(pieces)
    }

    /// `[section]`, `[section.subsection]` or `[section "subsection"]`, behind
    /// the bracket. Everything but the name of the setting, with a dot at the end.
    fn header(&mut self) -> Option<Vec<u8>> {
        let mut base = Vec::new();
        loop {
            match self.next() {
                _ if self.is_at_end => return None,
                b']' if base.is_empty() => return None,
                b']' => break,
                byte if is_space(byte) => {
                    self.quoted_subsection(byte, &mut base)?;
                    break;
                }
                byte if is_key(byte) || byte == b'.' => base.push(byte.to_ascii_lowercase()),
                _ => return None,
            }
        }
        base.push(b'.');
        Some(base)
    }

    /// From the white space behind the section to the closing bracket.
    fn quoted_subsection(&mut self, mut byte: u8, base: &mut Vec<u8>) -> Option<()> {
        while is_space(byte) {
            if byte == b'\n' {
                return None;
            }
            byte = self.next();
        }
        if byte != b'"' {
            return None;
        }
        base.push(b'.');
        loop {
            match self.next() {
                b'\n' => return None,
                b'"' => break,
                b'\\' => match self.next() {
                    b'\n' => return None,
                    byte => base.push(byte),
                },
                byte => base.push(byte),
            }
        }
        (self.next() == b']').then_some(())
    }

    /// Inside, `None` where there is no section; Git finds no use for such a line either.
    #[expect(
        clippy::option_option,
        reason = "to give up and to find nothing of use are different things"
    )]
    fn setting(&mut self, header: &[u8], first: u8) -> Option<Option<What>> {
        let line = self.line;
        let mut key = header.to_vec();
        key.push(first.to_ascii_lowercase());
        let mut name_end = self.at;
        let mut byte = self.next();
        while is_key(byte) {
            key.push(byte.to_ascii_lowercase());
            name_end = self.at;
            byte = self.next();
        }
        while matches!(byte, b' ' | b'\t') {
            byte = self.next();
        }
        let (value, at) = match byte {
            b'\n' => (None, None),
            b'=' => {
                let (value, at) = self.value()?;
                (Some(value), Some(at))
            }
            _ => return None,
        };
        Some(setting(&key, value, line).map(|setting| What::Setting {
            setting,
            name_end,
            value: at,
        }))
    }

    /// To the end of the line. White space around is dropped, quotes keep it, a
    /// backslash escapes or continues, a comment ends it.
    fn value(&mut self) -> Option<(Vec<u8>, Range<usize>)> {
        let mut value = Vec::new();
        // Where what counts begins and ends.
        let mut start = None;
        let mut end = self.at;
        // Where white space began that is dropped if nothing follows.
        let mut trim = 0;
        let mut is_quoted = false;
        loop {
            let here = self.at;
            match self.next() {
                b'\n' if is_quoted => return None,
                b'\n' => break,
                byte if is_space(byte) && !is_quoted => {
                    if trim == 0 {
                        trim = value.len();
                    }
                    if !value.is_empty() {
                        value.push(byte);
                    }
                    continue;
                }
                b'#' | b';' if !is_quoted => {
                    self.skip_line();
                    break;
                }
                b'\\' => match self.next() {
                    b'\n' => (),
                    b't' => value.push(b'\t'),
                    b'b' => value.push(8),
                    b'n' => value.push(b'\n'),
                    byte @ (b'\\' | b'"') => value.push(byte),
                    _ => return None,
                },
                b'"' => is_quoted = !is_quoted,
                byte => value.push(byte),
            }
            trim = 0;
            start.get_or_insert(here);
            end = self.at;
        }
        if trim > 0 {
            value.truncate(trim);
        }
        // Git handles it as a C string.
        if let Some(end) = value.iter().position(|&byte| byte == 0) {
            value.truncate(end);
        }
        Some((value, start.unwrap_or(end)..end))
    }

    fn skip_line(&mut self) {
        while self.next() != b'\n' {}
    }

    /// CRLF is one newline, and the end of the file is one as well.
    fn next(&mut self) -> u8 {
        let (byte, length) = match self.bytes.get(self.at..) {
            Some([b'\r', b'\n', ..]) => (b'\n', 2),
            Some([byte, ..]) => (*byte, 1),
            _ => {
                self.is_at_end = true;
                return b'\n';
            }
        };
        self.at += length;
        self.line += u32::from(byte == b'\n');
        byte
    }
}

/// The section ends at the first dot of the key, the name begins behind the
/// last one. `None` where there is no section; Git finds no use for such a line either.
fn setting(key: &[u8], value: Option<Vec<u8>>, line: u32) -> Option<Setting> {
    let key = key.split(|&byte| byte == 0).next()?;
    let first = key.iter().position(|&byte| byte == b'.')?;
    let last = key.iter().rposition(|&byte| byte == b'.')?;
    Some(Setting {
        section: String::from_utf8(key[..first].to_vec()).ok()?,
        subsection: (first < last).then(|| key[first + 1..last].to_vec()),
        name: String::from_utf8(key[last + 1..].to_vec()).ok()?,
        value,
        line,
    })
}

/// Git's own `isspace`, which knows neither form feed nor vertical tab.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

fn is_key(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-'
}
