//! The text of a netrc file, read as libcurl reads it (`lib/netrc.c` of curl 8).

use zeroize::Zeroizing;

use crate::model::{Credential, Secret};

/// A login with a password.
pub(super) struct Login {
    /// `None` for `default`, which is for every host.
    machine: Option<String>,
    pub(super) credential: Credential,
}

impl Login {
    pub(super) fn is_for(&self, host: &str) -> bool {
        let machine = self.machine.as_deref();
        machine.is_none_or(|machine| machine.eq_ignore_ascii_case(host))
    }
}

/// All logins, in the order of the file. A login without a name is one for the empty name.
pub(super) fn logins(content: &[u8]) -> Vec<Login> {
    let mut reader = Reader {
        words: words(content).into_iter(),
        logins: Vec::new(),
        open: None,
    };
    reader.read();
    reader.logins
}

type Word = Zeroizing<Vec<u8>>;

struct Reader {
    words: std::vec::IntoIter<Word>,
    logins: Vec<Login>,
    open: Option<Open>,
}

/// A machine whose words are not all read.
struct Open {
    machine: Option<String>,
    name: String,
    password: Option<Word>,
}

impl Reader {
    fn read(&mut self) {
        while let Some(word) = self.words.next() {
            match word.to_ascii_lowercase().as_slice() {
                b"machine" => {
                    let machine = self.text();
                    self.begin(Some(machine));
                }
                b"default" => self.begin(None),
                b"login" => {
                    let name = self.text();
                    if let Some(open) = &mut self.open {
                        open.name = name;
                    }
                }
                b"password" => {
                    let password = self.words.next();
                    if let Some(open) = &mut self.open {
                        open.password = password;
                    }
                }
                _ => (),
            }
        }
        self.end();
    }

    fn begin(&mut self, machine: Option<String>) {
        self.end();
        self.open = Some(Open {
            machine,
            name: String::new(),
            password: None,
        });
    }

    fn end(&mut self) {
        let Some(Open {
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
        });
    }

    fn text(&mut self) -> String {
        let word = self.words.next().unwrap_or_default();
        String::from_utf8_lossy(&word).into_owned()
    }
}

/// Words between blanks, or in double quotes; `#` at the start of a word begins a comment, and a
/// macro goes to the next empty line.
fn words(content: &[u8]) -> Vec<Word> {
    let mut words = Vec::new();
    let mut in_macro = false;
    for line in content.split(|&byte| byte == b'\n') {
        let line = line.trim_ascii();
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
            words.push(word);
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
