//! Git's glob patterns, as `gitignore(5)` and `git-config(1)` describe them: `*` and `?` stay
//! within a folder, `**` between slashes does not. Those of libraries differ in what `**` and
//! bracket expressions mean. The work is bounded by the product of both lengths, so that no
//! pattern of a repository takes ages.

/// Whether `pattern` matches all of `text`. A malformed pattern matches nothing.
pub(super) fn wildmatch(pattern: &[u8], text: &[u8], ignore_case: bool) -> bool {
    let text: Vec<u8> = text.iter().map(|byte| fold(*byte, ignore_case)).collect();
    let Some(parts) = Reader::new(pattern, ignore_case).parts() else {
        return false;
    };
    // Which positions of the text can be reached with the parts so far.
    let mut reached = vec![false; text.len() + 1];
    reached[0] = true;
    for part in &parts {
        reached = part.advance(&reached, &text);
    }
    reached[text.len()]
}

enum Part {
    Byte(u8),
    /// `?`
    One,
    /// `[…]`
    OneOf(Set),
    /// `*`
    WithinFolder,
    /// `**/`: any number of folders, be it none.
    Folders,
    /// `**` at the end.
    Anything,
}

impl Part {
    fn advance(&self, reached: &[bool], text: &[u8]) -> Vec<bool> {
        let mut next = vec![false; reached.len()];
        let mut is_open = false;
        for (at, &is_reached) in reached.iter().enumerate() {
            let byte = text.get(at).copied();
            is_open |= is_reached;
            match self {
                Self::Anything => next[at] = is_open,
                Self::WithinFolder => {
                    next[at] = is_open;
                    is_open &= byte != Some(b'/');
                }
                Self::Folders => {
                    next[at] |= is_reached;
                    if is_open && byte == Some(b'/') {
                        next[at + 1] = true;
                    }
                }
                Self::Byte(_) | Self::One | Self::OneOf(_) => {
                    if is_reached && byte.is_some_and(|byte| self.takes(byte)) {
                        next[at + 1] = true;
                    }
                }
            }
        }
        next
    }

    fn takes(&self, byte: u8) -> bool {
        match self {
            Self::Byte(wanted) => *wanted == byte,
            Self::One => byte != b'/',
            Self::OneOf(set) => byte != b'/' && set.holds(byte),
            Self::WithinFolder | Self::Folders | Self::Anything => false,
        }
    }
}

/// `[:alpha:]`
type Class = fn(&u8) -> bool;

#[derive(Default)]
struct Set {
    is_negated: bool,
    ignore_case: bool,
    ranges: Vec<(u8, u8)>,
    classes: Vec<Class>,
}

impl Set {
    fn holds(&self, byte: u8) -> bool {
        let is_in = |byte: u8| {
            let of_range = |&(first, last): &(u8, u8)| (first..=last).contains(&byte);
            self.ranges.iter().any(of_range) || self.classes.iter().any(|class| class(&byte))
        };
        let upper = byte.to_ascii_uppercase();
        // Single letters are compared as they are, even where case is ignored otherwise.
        let is_in_as_upper = self.ignore_case
            && (self
                .ranges
                .iter()
                .any(|&(first, last)| first != last && (first..=last).contains(&upper))
                || self.classes.iter().any(|class| class(&upper)));
        (is_in(byte) || is_in_as_upper) != self.is_negated
    }
}

struct Reader<'a> {
    pattern: &'a [u8],
    at: usize,
    ignore_case: bool,
}

impl<'a> Reader<'a> {
    fn new(pattern: &'a [u8], ignore_case: bool) -> Self {
        Self {
            pattern,
            at: 0,
            ignore_case,
        }
    }

    fn parts(mut self) -> Option<Vec<Part>> {
        let mut parts = Vec::new();
        while let Some(byte) = self.next() {
            parts.push(match byte {
                b'*' => self.stars(),
                b'?' => Part::One,
                b'[' => Part::OneOf(self.set()?),
                b'\\' => Part::Byte(self.next()?),
                byte => Part::Byte(fold(byte, self.ignore_case)),
            });
        }
        Some(parts)
    }

    /// Behind the first star.
    fn stars(&mut self) -> Part {
        let start = self.at - 1;
        while self.peek() == Some(b'*') {
            self.at += 1;
        }
        let is_double = self.at - start > 1;
        let is_behind_slash = start == 0 || self.pattern[start - 1] == b'/';
        match (is_double && is_behind_slash, &self.pattern[self.at..]) {
            (true, [] | [b'\\', b'/', ..]) => Part::Anything,
            (true, [b'/', ..]) => {
                self.at += 1;
                Part::Folders
            }
            _ => Part::WithinFolder,
        }
    }

    /// Behind the bracket.
    fn set(&mut self) -> Option<Set> {
        let mut set = Set {
            ignore_case: self.ignore_case,
            ..Set::default()
        };
        if matches!(self.peek(), Some(b'!' | b'^')) {
            self.at += 1;
            set.is_negated = true;
        }
        let first = self.at;
        // What a `-` would begin a range with.
        let mut previous = None;
        loop {
            let at = self.at;
            match self.next()? {
                b']' if at > first => return Some(set),
                b'-' if previous.is_some() && !matches!(self.peek(), None | Some(b']')) => {
                    let last = self.member()?;
                    set.ranges.push((previous.take()?, last));
                }
                b'[' if self.is_class() => {
                    set.classes.push(self.class()?);
                    previous = None;
                }
                _ => {
                    self.at = at;
                    let byte = self.member()?;
                    set.ranges.push((byte, byte));
                    previous = Some(byte);
                }
            }
        }
    }

    fn member(&mut self) -> Option<u8> {
        match self.next()? {
            b'\\' => self.next(),
            byte => Some(byte),
        }
    }

    /// Whether `:` and `:]` make the bracket that was just read one of `[:alpha:]`.
    fn is_class(&self) -> bool {
        let rest = &self.pattern[self.at..];
        let end = rest
            .iter()
            .position(|&byte| byte == b']')
            .unwrap_or_default();
        end > 1 && rest[0] == b':' && rest[end - 1] == b':'
    }

    fn class(&mut self) -> Option<Class> {
        let rest = &self.pattern[self.at + 1..];
        let end = rest.iter().position(|&byte| byte == b':')?;
        self.at += 1 + end + 2;
        class(&rest[..end])
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    fn peek(&self) -> Option<u8> {
        self.pattern.get(self.at).copied()
    }
}

fn class(name: &[u8]) -> Option<Class> {
    Some(match name {
        b"alnum" => u8::is_ascii_alphanumeric,
        b"alpha" => u8::is_ascii_alphabetic,
        b"blank" => |byte| matches!(byte, b' ' | b'\t'),
        b"cntrl" => u8::is_ascii_control,
        b"digit" => u8::is_ascii_digit,
        b"graph" => u8::is_ascii_graphic,
        b"lower" => u8::is_ascii_lowercase,
        b"print" => |byte| matches!(byte, b' '..=b'~'),
        b"punct" => u8::is_ascii_punctuation,
        b"space" => |byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'),
        b"upper" => u8::is_ascii_uppercase,
        b"xdigit" => u8::is_ascii_hexdigit,
        _ => return None,
    })
}

fn fold(byte: u8, ignore_case: bool) -> u8 {
    if ignore_case {
        byte.to_ascii_lowercase()
    } else {
        byte
    }
}
