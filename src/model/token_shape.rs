//! Whether a token is whole: some formats carry a checksum or have one length, so that a paste
//! which lost its end is told before it is tried.
//!
//! Only rules that are certain are held against a token; any other shape passes. Sources:
//! - GitHub: github.blog "Behind GitHub's new authentication token formats", 2021-04-05 (the last
//!   six characters are the CRC32 in base 62), google/osv-scalibr `veles/secrets/github`
//!   2026-08-19 (over what stands between prefix and checksum). An App's token may be a long JWT
//!   since 2026-04-27, which is left alone.
//! - GitLab: google/osv-scalibr `veles/secrets/gitlabpat` 2026-08-19 (routable tokens end in the
//!   CRC32 of all before it, in base 36); gitleaks 2026-07-22 for the lengths.
//! - Hugging Face: gitleaks 2026-07-22 and trufflehog 2026-08-21 agree on the length.

/// What is wrong with a token's shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// Shorter than any token of its kind.
    CutOff,
    /// Its checksum does not agree with the rest.
    Garbled,
}

/// What is wrong with the shape of `token`, if that is certain.
pub(super) fn fault(token: &[u8]) -> Option<Fault> {
    let text = std::str::from_utf8(token).ok()?;
    let of_prefix = |prefix: &str| text.strip_prefix(prefix);
    if let Some(rest) = of_prefix("github_pat_") {
        return shorter(rest, 82);
    }
    if let Some(rest) = ["ghp_", "gho_", "ghu_"].into_iter().find_map(of_prefix) {
        return shorter(rest, 36).or_else(|| github(rest));
    }
    if let Some(rest) = of_prefix("ghs_") {
        return github(rest);
    }
    if let Some(rest) = of_prefix("glpat-") {
        return shorter(rest, 20).or_else(|| gitlab(text));
    }
    if let Some(rest) = of_prefix("hf_").filter(|rest| rest.len() > 16) {
        return shorter(rest, 34);
    }
    None
}

fn shorter(rest: &str, length: usize) -> Option<Fault> {
    (rest.len() < length).then_some(Fault::CutOff)
}

/// 30 characters and six of checksum; anything else may be a format that is yet to come.
fn github(rest: &str) -> Option<Fault> {
    if rest.len() != 36 || !rest.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    let (body, checksum) = rest.split_at(30);
    (in_base(crc32fast::hash(body.as_bytes()), 62, 6) != checksum).then_some(Fault::Garbled)
}

/// `glpat-PAYLOAD.VV.LLCCCCCCC`: version, the payload's length, checksum.
fn gitlab(text: &str) -> Option<Fault> {
    let mut parts = text.splitn(3, '.');
    let (_, version, tail) = (parts.next()?, parts.next()?, parts.next()?);
    if version.len() != 2 || tail.contains('.') {
        return None;
    }
    if tail.len() < 9 {
        return Some(Fault::CutOff);
    }
    if tail.len() > 9 || !tail.is_ascii() {
        return None;
    }
    let (body, checksum) = text.split_at(text.len() - 7);
    (in_base(crc32fast::hash(body.as_bytes()), 36, 7) != checksum).then_some(Fault::Garbled)
}

/// `number` in this base, with zeros in front up to `width`. Digits come first, then (in base 62)
/// capitals, then small letters.
fn in_base(mut number: u32, base: u32, width: usize) -> String {
    const BASE_62: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    const BASE_36: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let digits = if base == 62 { BASE_62 } else { BASE_36 };
    let mut text = Vec::with_capacity(width);
    while number > 0 || text.len() < width {
        text.push(char::from(digits[(number % base) as usize]));
        number /= base;
    }
    text.iter().rev().collect()
}
