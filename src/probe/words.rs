//! The server's own words in an answer: what a person would want to read of it.

use super::answer::Reply;
use super::pkt_line;

/// Most that is read of a body for its words.
const MOST_WORDS: usize = 4096;

/// The words of `reply`, not yet cleaned. A web page has none: its text is for a browser.
pub(super) fn of(reply: &Reply) -> Option<String> {
    let words = in_headers(reply).or_else(|| in_body(reply))?;
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then_some(words)
}

/// Bitbucket Data Center names a CAPTCHA so, Azure DevOps an expired token.
fn in_headers(reply: &Reply) -> Option<String> {
    if let Some(reason) = reply.header("x-authentication-denied-reason") {
        return Some(reason.to_owned());
    }
    let error = reply.header("x-tfs-serviceerror")?.replace('+', " ");
    let error = percent_encoding::percent_decode_str(&error);
    Some(error.decode_utf8_lossy().into_owned())
}

fn in_body(reply: &Reply) -> Option<String> {
    let body = &reply.body[..reply.body.len().min(MOST_WORDS)];
    let kind = reply.content_type();
    match kind.as_str() {
        "text/plain" if reply.status == 200 => None,
        "text/plain" => pkt_line::words(body).or_else(|| plain(body, reply.status)),
        kind if kind.ends_with("json") => in_json(body),
        kind if kind.ends_with("-advertisement") => match reply.status {
            200 => refusal(body),
            _ => pkt_line::words(body),
        },
        "" if reply.status != 200 => plain(body, reply.status),
        _ => None,
    }
}

fn refusal(body: &[u8]) -> Option<String> {
    match pkt_line::greeting(body, "") {
        pkt_line::Greeting::Refused(words) => Some(words),
        _ => None,
    }
}

/// Text as it is, unless it is a web page in disguise or a success, which has nothing to say.
fn plain(body: &[u8], status: u16) -> Option<String> {
    let text = String::from_utf8_lossy(body);
    let is_page = text.trim_start().starts_with('<');
    (status != 200 && !is_page).then(|| text.into_owned())
}

/// `{"message": …}`, `{"error": …}`, `{"error": {"message": …}}`, `{"errors": [{"message": …}]}`,
/// `{"error_description": …}`.
fn in_json(body: &[u8]) -> Option<String> {
    let value: serde_json::Value = serde_json::from_slice(body).ok()?;
    let found = [
        "/errors/0/message",
        "/error/message",
        "/error_description",
        "/message",
        "/error",
        "/detail",
    ]
    .iter()
    .find_map(|path| value.pointer(path)?.as_str())?;
    Some(found.to_owned())
}
