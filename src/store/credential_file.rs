//! The text of a file of `git-credential-store`, read exactly as Git reads it and changed by whole
//! lines, so that what is not understood stays byte for byte.

use crate::model::{Credential, Secret, TokenKind};

/// The whole content of a file.
pub(super) struct CredentialFile(Secret);

/// A line that Git would find: it has a user name and a password.
pub(super) struct Login {
    /// Which line of the file, from 0.
    pub(super) line: usize,
    pub(super) protocol: String,
    pub(super) host: String,
    pub(super) path: Option<String>,
    pub(super) credential: Credential,
}

impl CredentialFile {
    pub(super) fn new(content: Vec<u8>) -> Self {
        Self(Secret::new(content))
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.0.expose()
    }

    pub(super) fn logins(&self) -> Vec<Login> {
        let lines = self.lines().enumerate();
        lines
            .filter_map(|(number, line)| {
                Login::parse(line.strip_suffix(b"\n").unwrap_or(line), number)
            })
            .collect()
    }

    /// This file less one line.
    pub(super) fn without(&self, line: usize) -> Self {
        let kept = self
            .lines()
            .enumerate()
            .filter(|(number, _)| *number != line);
        Self::joined(kept.map(|(_, line)| line))
    }

    /// This file with `line` of `before` put back: `before` itself where nothing else has changed
    /// since, else behind the nearest of the lines that stood before it, else in front of the
    /// nearest that stood after it, else at the end, where Git looks last. `None` where another
    /// line for the same account has taken its place.
    pub(super) fn with_line_of(&self, before: &Self, line: usize) -> Option<Self> {
        if self.same_lines(&before.without(line)) {
            return Some(before.copy());
        }
        let then: Vec<&[u8]> = before.lines().collect();
        let mut now: Vec<&[u8]> = self.lines().collect();
        let back = then.get(line)?;
        let count = |lines: &[&[u8]]| lines.iter().filter(|other| same(other, back)).count();
        if count(&now) >= count(&then) {
            return Some(self.copy());
        }
        if self.accounts_like(before, line) >= before.accounts_like(before, line) {
            return None;
        }
        let place_of = |anchor: &&[u8]| now.iter().position(|other| same(other, anchor));
        let behind = then[..line].iter().rev().find_map(place_of);
        let in_front_of = || then[line + 1..].iter().find_map(place_of);
        let at = behind
            .map(|place| place + 1)
            .or_else(in_front_of)
            .unwrap_or(now.len());
        now.insert(at, back);
        Some(Self::joined(now.into_iter()))
    }

    /// How many lines are for the account of that line of `other`, whatever the secret.
    fn accounts_like(&self, other: &Self, line: usize) -> usize {
        let theirs = other.logins();
        let Some(wanted) = theirs.iter().find(|login| login.line == line) else {
            return 0;
        };
        let same_account = |login: &&Login| login.account() == wanted.account();
        self.logins().iter().filter(same_account).count()
    }

    fn copy(&self) -> Self {
        Self::new(self.bytes().to_vec())
    }

    /// Lines with their ends.
    fn lines(&self) -> impl Iterator<Item = &[u8]> {
        self.bytes().split_inclusive(|&byte| byte == b'\n')
    }

    fn same_lines(&self, other: &Self) -> bool {
        self.lines().count() == other.lines().count()
            && self.lines().zip(other.lines()).all(|(a, b)| same(a, b))
    }

    /// A last line without an end gets one where something follows it.
    fn joined<'a>(lines: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut all: Vec<u8> = Vec::new();
        for line in lines {
            if !all.is_empty() && all.last() != Some(&b'\n') {
                all.push(b'\n');
            }
            all.extend_from_slice(line);
        }
        Self::new(all)
    }
}

impl Login {
    pub(super) fn kind(&self) -> TokenKind {
        TokenKind::of_secret(&self.credential.secret)
    }

    /// Protocol, host, path and user name.
    pub(super) fn account(&self) -> [Option<String>; 4] {
        [
            Some(self.protocol.clone()),
            Some(self.host.clone()),
            self.path.clone(),
            Some(self.credential.username.clone()),
        ]
    }

    /// `credential_from_url_gently` of Git 2.47: `protocol://user:password@host[/path]`.
    fn parse(line: &[u8], number: usize) -> Option<Self> {
        let protocol_end = find(line, b"://").filter(|&end| end > 0)?;
        let rest = &line[protocol_end + 3..];
        let at = rest.iter().position(|&byte| byte == b'@')?;
        let colon = rest.iter().position(|&byte| byte == b':')?;
        let slash = rest.iter().position(|byte| b"/?#".contains(byte));
        let slash = slash.unwrap_or(rest.len());
        if slash <= at || at <= colon {
            return None;
        }
        let path = rest[slash..].trim_ascii_slashes_start();
        let path = (!path.is_empty()).then(|| {
            let decoded = decode(path);
            let trimmed = decoded.iter().rposition(|&byte| byte != b'/').unwrap_or(0);
            decoded[..=trimmed].to_vec()
        });
        let username = decode(&rest[..colon]);
        let password = decode(&rest[colon + 1..at]);
        let host = decode(&rest[at + 1..slash]);
        let parts = [&username, &password, &host];
        if parts
            .into_iter()
            .chain(&path)
            .any(|part| part.contains(&b'\n'))
        {
            return None;
        }
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Some(Self {
            line: number,
            protocol: text(&line[..protocol_end]),
            host: text(&host),
            path: path.map(|path| text(&path)),
            credential: Credential::new(text(&username), Secret::new(password)),
        })
    }
}

trait TrimSlashes {
    fn trim_ascii_slashes_start(&self) -> &Self;
}

impl TrimSlashes for [u8] {
    fn trim_ascii_slashes_start(&self) -> &Self {
        let start = self.iter().position(|&byte| byte != b'/');
        &self[start.unwrap_or(self.len())..]
    }
}

/// Equal but for the end of a file's last line.
fn same(a: &[u8], b: &[u8]) -> bool {
    let text = |line| <[u8]>::strip_suffix(line, b"\n").unwrap_or(line);
    text(a) == text(b)
}

/// `url_decode_mem` of Git 2.47: what stands before a colon is taken for a protocol and left as
/// it is; a `%` that no two hexadecimal digits follow stands for itself, and so does `%00`.
fn decode(text: &[u8]) -> Vec<u8> {
    let colon = text.iter().position(|&byte| byte == b':').unwrap_or(0);
    let (verbatim, rest) = text.split_at(colon);
    let mut decoded = Vec::with_capacity(text.len());
    decoded.extend_from_slice(verbatim);
    let mut rest = rest.iter();
    while let Some(&byte) = rest.next() {
        let value = match (byte, rest.as_slice()) {
            (b'%', [high, low, ..]) => hex(*high)
                .zip(hex(*low))
                .map(|(high, low)| high << 4 | low)
                .filter(|&value| value > 0),
            _ => None,
        };
        match value {
            Some(value) => {
                decoded.push(value);
                rest.nth(1);
            }
            None => decoded.push(byte),
        }
    }
    decoded
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}
