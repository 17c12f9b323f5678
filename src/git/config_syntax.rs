//! Git's configuration syntax, read as data.
//!
//! A parser of our own, because three things are needed that libraries do not offer together:
//! the line of every value, a size that is bounded before anything is parsed, and includes that
//! are *not* followed (facts/security.md L05, L06). The grammar is that of `config.c` of Git
//! 2.47; a test compares it with `git config --list`.

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

/// A file that Git would refuse as well.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("bad configuration in line {line}")]
pub struct SyntaxError {
    /// Counted from 1.
    pub line: u32,
}

/// Reads a whole file.
///
/// # Errors
///
/// The first line that Git would refuse.
pub fn parse(bytes: &[u8]) -> Result<Vec<Setting>, SyntaxError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    Parser {
        bytes,
        at: 0,
        line: 1,
    }
    .file()
}

struct Parser<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u32,
}

impl Parser<'_> {
    fn file(mut self) -> Result<Vec<Setting>, SyntaxError> {
        let mut settings = Vec::new();
        let mut header: Option<(String, Option<Vec<u8>>)> = None;
        while let Some(byte) = self.next() {
            match byte {
                b'#' | b';' => self.skip_line(),
                b'[' => header = Some(self.header()?),
                byte if byte.is_ascii_whitespace() => (),
                byte if byte.is_ascii_alphabetic() => {
                    let (section, subsection) = header.clone().ok_or_else(|| self.error())?;
                    let line = self.line;
                    let (name, value) = self.setting(byte)?;
                    settings.push(Setting {
                        section,
                        subsection,
                        name,
                        value,
                        line,
                    });
                }
                _ => return Err(self.error()),
            }
        }
        Ok(settings)
    }

    /// `[section]`, `[section.subsection]` or `[section "subsection"]`, behind the bracket.
    fn header(&mut self) -> Result<(String, Option<Vec<u8>>), SyntaxError> {
        let mut name = Vec::new();
        loop {
            match self.next().ok_or_else(|| self.error())? {
                b']' => break,
                b' ' | b'\t' => return Ok((text(name), Some(self.quoted_subsection()?))),
                byte if byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.' => {
                    name.push(byte.to_ascii_lowercase());
                }
                _ => return Err(self.error()),
            }
        }
        Ok(match name.iter().position(|&byte| byte == b'.') {
            Some(dot) => (text(name[..dot].to_vec()), Some(name[dot + 1..].to_vec())),
            None => (text(name), None),
        })
    }

    fn quoted_subsection(&mut self) -> Result<Vec<u8>, SyntaxError> {
        let mut subsection = Vec::new();
        while matches!(self.peek(), Some(b' ' | b'\t')) {
            self.next();
        }
        if self.next() != Some(b'"') {
            return Err(self.error());
        }
        loop {
            match self.next() {
                Some(b'"') => break,
                Some(b'\\') => match self.next() {
                    Some(byte) if byte != b'\n' => subsection.push(byte),
                    _ => return Err(self.error()),
                },
                None | Some(b'\n') => return Err(self.error()),
                Some(byte) => subsection.push(byte),
            }
        }
        match self.next() {
            Some(b']') => Ok(subsection),
            _ => Err(self.error()),
        }
    }

    fn setting(&mut self, first: u8) -> Result<(String, Option<Vec<u8>>), SyntaxError> {
        let mut name = vec![first.to_ascii_lowercase()];
        while let Some(byte) = self
            .peek()
            .filter(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
        {
            name.push(byte.to_ascii_lowercase());
            self.next();
        }
        while matches!(self.peek(), Some(b' ' | b'\t')) {
            self.next();
        }
        match self.next() {
            None | Some(b'\n') => Ok((text(name), None)),
            Some(b'=') => Ok((text(name), Some(self.value()?))),
            Some(_) => Err(self.error()),
        }
    }

    /// To the end of the line: white space around is dropped, quotes keep it, a backslash
    /// escapes or continues, a comment ends it.
    fn value(&mut self) -> Result<Vec<u8>, SyntaxError> {
        let mut value = Vec::new();
        let mut kept = 0;
        let mut quoted = false;
        loop {
            match self.next() {
                None | Some(b'\n') if quoted => return Err(self.error()),
                None | Some(b'\n') => break,
                Some(b'#' | b';') if !quoted => {
                    self.skip_line();
                    break;
                }
                Some(b'"') => {
                    quoted = !quoted;
                    kept = value.len();
                }
                Some(b'\\') => {
                    match self.next() {
                        Some(b'\n') => continue,
                        Some(b't') => value.push(b'\t'),
                        Some(b'b') => value.push(8),
                        Some(b'n') => value.push(b'\n'),
                        Some(byte @ (b'\\' | b'"')) => value.push(byte),
                        _ => return Err(self.error()),
                    }
                    kept = value.len();
                }
                Some(byte) if !quoted && byte.is_ascii_whitespace() => {
                    if !value.is_empty() {
                        value.push(byte);
                    }
                }
                Some(byte) => {
                    value.push(byte);
                    kept = value.len();
                }
            }
        }
        value.truncate(kept);
        Ok(value)
    }

    fn skip_line(&mut self) {
        while !matches!(self.next(), None | Some(b'\n')) {}
    }

    fn peek(&self) -> Option<u8> {
        match self.bytes.get(self.at..)? {
            [b'\r', b'\n', ..] => Some(b'\n'),
            [byte, ..] => Some(*byte),
            [] => None,
        }
    }

    /// CRLF is one newline.
    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += if self.bytes[self.at] == b'\r' && byte == b'\n' {
            2
        } else {
            1
        };
        self.line += u32::from(byte == b'\n');
        Some(byte)
    }

    /// The line that was just read.
    fn error(&self) -> SyntaxError {
        let ended_a_line = self.at > 0 && self.bytes[self.at - 1] == b'\n';
        SyntaxError {
            line: self.line - u32::from(ended_a_line),
        }
    }
}

fn text(name: Vec<u8>) -> String {
    String::from_utf8(name).expect("names are ASCII")
}
