//! What a server's answer means. A pure function: the same answer always means the same.
//!
//! The statuses and words are those that hosts were seen to answer; `tests/recorded` holds them.

use std::time::Duration;

use super::pkt_line::{self, Greeting};
use super::question::Service;
use super::words;
use crate::model::outside_text::display_safe;
use crate::model::{Access, AccessState, Forge};

/// What came back, bounded.
#[derive(Debug, Clone, Default)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// Names and values as they came.
    pub headers: Vec<(String, String)>,
    /// The beginning of the body, unpacked.
    pub body: Vec<u8>,
}

/// Who asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignedIn {
    /// Nobody.
    Nobody,
    /// A credential was sent.
    WithCredential,
    /// A header of the person's own configuration signed in.
    WithHeader,
    /// Nobody, but a cookie or a ticket may have.
    ByItself,
}

/// What was asked, as far as the answer depends on it.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// Fetch or push.
    pub service: Service,
    /// Who asked.
    pub signed_in: SignedIn,
    /// The kind of server, as far as its host tells.
    pub forge: Forge,
}

/// What `reply` means.
#[must_use]
pub fn access(asked: Asked, reply: &Reply) -> Access {
    let words = words::of(reply);
    let (state, own_words) = judge(asked, reply, words.as_deref());
    let answered_by = Forge::of_answer(&reply.headers, words.as_deref().unwrap_or_default());
    Access {
        state,
        http_status: Some(reply.status),
        server_message: words.or(own_words).map(|words| display_safe(&words)),
        retry_after: retry_after(reply),
        answered_by,
        challenge: challenge(reply).map(|challenge| display_safe(&challenge)),
        ..Access::default()
    }
}

/// Whether the server wants a sign-in, and names no way that a user name and a secret can go.
/// GitLab sometimes names none at all, which stands for Basic.
#[must_use]
pub fn wants_other_than_basic(reply: &Reply) -> bool {
    let mut schemes = reply.all("www-authenticate").peekable();
    reply.status == 401 && schemes.peek().is_some() && !schemes.any(is_basic)
}

/// The state, and words of our own where the server has none.
fn judge(asked: Asked, reply: &Reply, words: Option<&str>) -> (AccessState, Option<String>) {
    let words = words.unwrap_or_default();
    match reply.status {
        200 => judge_success(asked, reply),
        300..=399 => (AccessState::NotGit, Some(redirected(reply))),
        401 => (judge_refusal(asked.signed_in), None),
        // GitLab's ban of an address says nothing but this (docs.gitlab.com "Rate limits").
        403 if asked.forge == Forge::GitLab && words == "Forbidden" => {
            (AccessState::RateLimited, None)
        }
        403 if is_rate_limit(reply, words) => (AccessState::RateLimited, None),
        // CodeCommit refuses a bad sign-in with 403.
        403 if asked.forge == Forge::CodeCommit && asked.signed_in != SignedIn::Nobody => {
            (AccessState::Rejected, None)
        }
        403 => (AccessState::Forbidden, None),
        404 => (AccessState::NotFound, None),
        407 => (
            AccessState::Unreachable,
            Some("the proxy wants a sign-in of its own".to_owned()),
        ),
        410 => (AccessState::Gone, None),
        429 => (AccessState::RateLimited, None),
        201..=299 | 511 => (
            AccessState::NotGit,
            Some(match reply.status {
                // Azure DevOps shows its sign-in page so.
                203 => "a sign-in page answered instead of a Git server".to_owned(),
                status => format!("no Git server answers with {status}"),
            }),
        ),
        status @ 500..=599 => (
            AccessState::Unreachable,
            Some(format!("the server failed with {status}")),
        ),
        status => (
            AccessState::Unreachable,
            Some(format!("the server answered {status}")),
        ),
    }
}

fn judge_refusal(signed_in: SignedIn) -> AccessState {
    match signed_in {
        SignedIn::Nobody | SignedIn::ByItself => AccessState::SignInNeeded,
        SignedIn::WithCredential | SignedIn::WithHeader => AccessState::Rejected,
    }
}

/// Status 200 alone proves nothing: login pages have it too, and refusals as an `ERR` packet.
fn judge_success(asked: Asked, reply: &Reply) -> (AccessState, Option<String>) {
    let let_in = asked.signed_in.let_in();
    let service = asked.service.name();
    let kind = reply.content_type();
    if kind == format!("application/x-{service}-advertisement") {
        return match pkt_line::greeting(&reply.body, service) {
            Greeting::Git => (let_in, None),
            Greeting::Refused(words) => (asked.signed_in.refused_with(&words), None),
            Greeting::Words(_) | Greeting::None => (
                AccessState::NotGit,
                Some("the answer is not what a Git server says".to_owned()),
            ),
        };
    }
    match (is_list_of_refs(&reply.body), asked.service) {
        (true, Service::Fetch) => (let_in, None),
        (true, Service::Push) => (
            AccessState::Unsupported,
            Some("this server only hands out files; nothing can be pushed to it".to_owned()),
        ),
        (false, _) => (
            AccessState::NotGit,
            Some(match kind.as_str() {
                "text/html" => "a web page answered instead of a Git server".to_owned(),
                "" => "the answer is not what a Git server says".to_owned(),
                kind => format!("the answer is {kind}, not what a Git server says"),
            }),
        ),
    }
}

/// The state that a refusal in words stands for: an `ERR` packet, or what ssh servers say.
#[must_use]
pub fn judge_words(words: &str) -> AccessState {
    let words = words.to_ascii_lowercase();
    let says = |any: &[&str]| any.iter().any(|part| words.contains(part));
    if says(&["limiting", "rate limit", "too many", "retry later"]) {
        AccessState::RateLimited
    } else if says(&["captcha"]) {
        // Even the right password fails until it is solved; sending it again makes it no better.
        AccessState::Rejected
    } else if says(&[
        "not found",
        "does not exist",
        "could not be found",
        "no such",
        "does not appear to be a git repository",
        "tf401019",
    ]) {
        AccessState::NotFound
    } else {
        AccessState::Forbidden
    }
}

/// A 403 that asks to wait: GitHub and GitLab refuse everyone for a while after many bad sign-ins.
fn is_rate_limit(reply: &Reply, words: &str) -> bool {
    let words = words.to_ascii_lowercase();
    reply.header("retry-after").is_some()
        || reply.header("x-ratelimit-remaining") == Some("0")
        || ["rate limit", "too many", "retry later", "abuse detection"]
            .iter()
            .any(|part| words.contains(part))
}

/// `info/refs` of a server that knows nothing of Git and only hands out files: an object name, a
/// tab and a ref in each line.
fn is_list_of_refs(body: &[u8]) -> bool {
    let Some(line) = body.split(|&byte| byte == b'\n').next() else {
        return false;
    };
    let Some(tab) = line.iter().position(|&byte| byte == b'\t') else {
        return false;
    };
    let (name, reference) = (&line[..tab], &line[tab + 1..]);
    matches!(name.len(), 40 | 64)
        && name.iter().all(u8::is_ascii_hexdigit)
        && reference.starts_with(b"refs/")
}

/// Redirects are followed before an answer is judged, as far as they may be.
fn redirected(reply: &Reply) -> String {
    match reply.header("location").map(without_query) {
        Some(location) if !location.is_empty() => {
            format!("the server sends Git to a page of its own: {location}")
        }
        _ => "the server sends Git elsewhere without saying where".to_owned(),
    }
}

/// A query may hold what is nobody's business.
fn without_query(location: &str) -> &str {
    location.split(['?', '#']).next().unwrap_or_default()
}

/// The challenge that tells the forge: the Basic one if there is one, else all of them.
fn challenge(reply: &Reply) -> Option<String> {
    let all: Vec<&str> = reply.all("www-authenticate").collect();
    let basic = all.iter().find(|challenge| is_basic(challenge));
    match basic {
        Some(basic) => Some((*basic).to_owned()),
        None => (!all.is_empty()).then(|| all.join(", ")),
    }
}

/// Several challenges may stand in one header.
fn is_basic(challenge: &str) -> bool {
    challenge.split(',').any(|part| {
        part.split_whitespace()
            .next()
            .is_some_and(|scheme| scheme.eq_ignore_ascii_case("basic"))
    })
}

/// Seconds, or a date, which is counted from the server's own clock.
fn retry_after(reply: &Reply) -> Option<Duration> {
    let value = reply.header("retry-after")?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = seconds_of_date(value)?;
    let now = seconds_of_date(reply.header("date")?)?;
    Some(Duration::from_secs(until.saturating_sub(now)))
}

/// `Sun, 06 Nov 1994 08:49:37 GMT` in seconds since 1970 (RFC 9110 §5.6.7).
fn seconds_of_date(date: &str) -> Option<u64> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let mut fields = date.split_once(", ")?.1.split([' ', ':']);
    let mut next = || fields.next();
    let day: u64 = next()?.parse().ok()?;
    let month = next()?;
    let month = MONTHS.iter().position(|name| *name == month)? as u64 + 1;
    let year: u64 = next()?.parse().ok()?;
    let mut number = || -> Option<u64> { next()?.parse().ok() };
    let (hour, minute, second) = (number()?, number()?, number()?);
    // Days since 1970 in the calendar that counts the year from March.
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year.checked_sub(1)?, month + 9)
    };
    let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day;
    let days = days.checked_sub(719_469)?;
    Some(((days * 24 + hour) * 60 + minute) * 60 + second)
}

impl SignedIn {
    /// The state that a refusal in words stands for. Nobody's secret was refused where none was
    /// sent.
    pub(super) fn refused_with(self, words: &str) -> AccessState {
        match (judge_words(words), self) {
            (AccessState::Rejected, Self::Nobody | Self::ByItself) => AccessState::Forbidden,
            (state, _) => state,
        }
    }

    /// What it means to be let in.
    pub(super) fn let_in(self) -> AccessState {
        match self {
            Self::Nobody => AccessState::WorksWithoutSignIn,
            Self::WithCredential | Self::WithHeader | Self::ByItself => AccessState::Works,
        }
    }
}

impl Reply {
    /// The first header of this name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let named = |(known, _): &&(String, String)| known.eq_ignore_ascii_case(name);
        self.headers
            .iter()
            .find(named)
            .map(|(_, value)| value.as_str())
    }

    /// All headers of this name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers
            .iter()
            .filter(move |(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// Lower case, without parameters; empty where there is none.
    pub(super) fn content_type(&self) -> String {
        let value = self.header("content-type").unwrap_or_default();
        let kind = value.split(';').next().unwrap_or_default();
        kind.trim().to_ascii_lowercase()
    }
}
