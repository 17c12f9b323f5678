//! Git's packets (`gitprotocol-common(5)`): four hexadecimal digits of length, then the content.

/// What an answer's first packets say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Greeting {
    /// `# service=NAME`, or `version N`, as Git's own servers begin.
    Git,
    /// `ERR WORDS`: the server refuses in the form of a success.
    Refused(String),
    /// Packets, but neither: the words of the last one. Azure DevOps explains itself so.
    Words(String),
    /// No packets at all.
    None,
}

/// Reads the first packets of `body`, which may be cut anywhere.
///
/// `remote-curl.c` of Git 2.47 takes an answer for smart if it begins with `# service=NAME` or with
/// `version 2`, and dies on an `ERR` packet wherever it stands among the first.
#[must_use]
pub fn greeting(body: &[u8], service: &str) -> Greeting {
    let mut greeting = Greeting::None;
    for packet in Packets(body).take(8) {
        let text = String::from_utf8_lossy(packet);
        let text = text.trim_end_matches('\n');
        if let Some(words) = text.strip_prefix("ERR ") {
            return Greeting::Refused(words.to_owned());
        }
        let begins = matches!(greeting, Greeting::None);
        match text {
            "version 2" | "version 1" if begins => greeting = Greeting::Git,
            _ if begins && text.strip_prefix("# service=") == Some(service) => {
                greeting = Greeting::Git;
            }
            _ if begins => greeting = Greeting::Words(text.to_owned()),
            _ if text.is_empty() => (),
            _ if matches!(greeting, Greeting::Words(_)) => {
                greeting = Greeting::Words(text.to_owned());
            }
            _ => (),
        }
    }
    greeting
}

/// The words that a refusal carries in packets: an `ERR`, or whatever follows the service line.
#[must_use]
pub fn words(body: &[u8]) -> Option<String> {
    let mut last = None;
    for packet in Packets(body).take(8) {
        let text = String::from_utf8_lossy(packet);
        let text = text.trim_end_matches('\n');
        if let Some(words) = text.strip_prefix("ERR ") {
            return Some(words.to_owned());
        }
        if !text.is_empty() && !text.starts_with("# service=") {
            last = Some(text.to_owned());
        }
    }
    last
}

/// The contents of packets in order; a flush packet is empty. Ends at what is no packet, and at
/// one that is cut.
struct Packets<'a>(&'a [u8]);

impl<'a> Iterator for Packets<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let digits = std::str::from_utf8(self.0.get(..4)?).ok()?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let length = usize::from_str_radix(digits, 16).ok()?;
        // 0 to 3 are flush, delimiter and end; they hold nothing.
        let end = length.max(4);
        let packet = self.0.get(4..end)?;
        self.0 = &self.0[end..];
        Some(packet)
    }
}
