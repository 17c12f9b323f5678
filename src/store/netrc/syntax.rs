//! The text of a netrc file, read as libcurl reads it (`lib/netrc.c` of curl 8).

use std::ops::Range;

use zeroize::Zeroizing;

use crate::model::{Credential, Secret};

/// A login with a password.
pub(super) struct Login {
    /// `None` for `default`, which is for every host.
    machine: Option<String>,
    pub(super) credential: Credential,
    /// From its first word to its last.
    pub(super) bytes: Range<usize>,
}

impl Login {
    pub(super) fn is_for(&self, host: &str) -> bool {
        let machine = self.machine.as_deref();
        machine.is_none_or(|machine| machine.eq_ignore_ascii_case(host))
    }
}

/// All logins, in the order of the file. A login without a name is one for the empty name.
pub(super) fn logins(content: &[u8]) -> Vec<Login> {
    Reader::read(content).logins
}

/// Where the passwords stand, quotes and all.
pub(super) fn passwords(content: &[u8]) -> Vec<Range<usize>> {
    Reader::read(content).passwords
}

type Word = Zeroizing<Vec<u8>>;

struct Reader {
    words: std::vec::IntoIter<(Word, Range<usize>)>,
    /// Where the last word ended.
    end: usize,
    logins: Vec<Login>,
    passwords: Vec<Range<usize>>,
    open: Option<Open>,
}

/// A machine whose words are not all read.
struct Open {
    start: usize,
    machine: Option<String>,
    name: String,
    password: Option<Word>,
}

impl Reader {
    fn read(content: &[u8]) -> Self {
        let mut reader = Self {
            words: words(content).into_iter(),
            end: 0,
            logins: Vec::new(),
            passwords: Vec::new(),
            open: None,
        };
        while let Some((word, at)) = reader.words.next() {
            reader.word(&word, at);
        }
        reader.end();
        reader
    }

    fn word(&mut self, word: &Word, at: Range<usize>) {
        match word.to_ascii_lowercase().as_slice() {
            b"machine" => {
                self.begin(at.clone());
                let machine = self.text();
                if let Some(open) = &mut self.open {
                    open.machine = Some(machine);
                }
            }
            b"default" => self.begin(at.clone()),
            b"login" => {
                let name = self.text();
                if let Some(open) = &mut self.open {
                    open.name = name;
                }
            }
            b"password" => {
                let password = self.next();
                if let Some((_, at)) = &password {
                    self.passwords.push(at.clone());
                }
                if let Some(open) = &mut self.open {
                    open.password = password.map(|(password, _)| password);
                }
            }
            _ => (),
        }
        self.end = self.end.max(at.end);
    }

    fn begin(&mut self, at: Range<usize>) {
        self.end();
        self.end = at.end;
        self.open = Some(Open {
            start: at.start,
            machine: None,
            name: String::new(),
            password: None,
        });
    }

    fn end(&mut self) {
        let Some(Open {
            start,
            machine,
            name,
            password: Some(mut password),
        }) = self.open.take()
        else {
            return;
        };
        let secret = Secret::new(std::mem::take(&mut *password));
        self.logins.push(Login {
            machine,
            credential: Credential::new(name, secret),
            bytes: start..self.end,
        });
    }

    fn next(&mut self) -> Option<(Word, Range<usize>)> {
        let (word, at) = self.words.next()?;
        self.end = at.end;
        Some((word, at))
    }

    fn text(&mut self) -> String {
        let word = self.next().unwrap_or_default().0;
        String::from_utf8_lossy(&word).into_owned()
    }
}

/// Words between blanks, or in double quotes, and where they stand; `#` at the start of a word
/// begins a comment, and a macro goes to the next empty line.
fn words(content: &[u8]) -> Vec<(Word, Range<usize>)> {
    let mut words = Vec::new();
    let mut in_macro = false;
    let mut line_start = 0;
    for whole_line in content.split(|&byte| byte == b'\n') {
        let line_end = line_start + whole_line.trim_ascii_end().len();
        line_start += whole_line.len() + 1;
        let line = whole_line.trim_ascii();
        if in_macro {
            in_macro = !line.is_empty();
            continue;
        }
        let mut rest = line;
        while let [first, ..] = rest {
            if *first == b'#' {
                break;
            }
            let (word, behind) = rest
                .strip_prefix(b"\"")
                .map_or_else(|| plain_word(rest), quoted_word);
            if word.eq_ignore_ascii_case(b"macdef") {
                in_macro = true;
                break;
            }
            words.push((word, line_end - rest.len()..line_end - behind.len()));
            rest = behind.trim_ascii_start();
        }
    }
    words
}

fn plain_word(text: &[u8]) -> (Word, &[u8]) {
    let end = text.iter().position(u8::is_ascii_whitespace);
    let (word, behind) = text.split_at(end.unwrap_or(text.len()));
    (Zeroizing::new(word.to_vec()), behind)
}

/// What stands before the closing quote, with `\n`, `\r`, `\t` and `\"` resolved.
fn quoted_word(quoted: &[u8]) -> (Word, &[u8]) {
    let mut word = Zeroizing::new(Vec::with_capacity(quoted.len()));
    let mut rest = quoted;
    while let [byte, behind @ ..] = rest {
        rest = behind;
        match (byte, behind) {
            (b'"', _) => return (word, behind),
            (b'\\', [escaped, further @ ..]) => {
                word.push(match escaped {
                    b'n' => b'\n',
                    b'r' => b'\r',
                    b't' => b'\t',
                    other => *other,
                });
                rest = further;
            }
            (plain, _) => word.push(*plain),
        }
    }
    (word, rest)
}
