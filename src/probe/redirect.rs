//! Where a redirect leads, and whether the question follows.

use super::answer::Reply;
use super::client::target;
use super::question::Question;
use crate::model::outside_text::display_safe;
use crate::model::{Access, AccessState, RemoteUrl};

/// What to do with an answer.
pub(super) enum Next {
    /// Judge it as it is.
    Answer,
    /// Ask there: the repository's URL as the server has it now.
    Follow(String),
    /// Say where the server wants Git to go; nothing is asked there.
    Report(Access),
}

/// Follows to another path on the same server, as a renamed repository needs; and from http to
/// https on the same host while nobody signs in. Nowhere else: Git
/// itself would go, but a server must not tell a question where to go next.
pub(super) fn next(question: &Question<'_>, base: &str, reply: &Reply) -> Next {
    if !matches!(reply.status, 301 | 302 | 303 | 307 | 308)
        || question.settings.follows_no_redirects
    {
        return Next::Answer;
    }
    let Some(location) = reply.header("location").and_then(|to| absolute(base, to)) else {
        return Next::Answer;
    };
    // `update_url_from_redirect` of Git's `http.c`: what leads to another page than the one that
    // was asked for is no repository.
    let tail = target("", question.service);
    let Some(new_base) = location.strip_suffix(&tail) else {
        return Next::Answer;
    };
    let from = RemoteUrl::parse(base.as_bytes()).realm();
    let to_url = RemoteUrl::parse(new_base.as_bytes());
    let (Some(from), Some(to)) = (from, to_url.realm()) else {
        return Next::Answer;
    };
    let becomes_encrypted = from.host == to.host
        && (from.protocol.as_str(), to.protocol.as_str()) == ("http", "https")
        && (from.port, to.port) == (None, None)
        && question.credential.is_none()
        && question.settings.authorization().is_none();
    if from.same_server(&to) || becomes_encrypted {
        return Next::Follow(to_url.without_user_info());
    }
    Next::Report(Access {
        state: AccessState::Unreachable,
        http_status: Some(reply.status),
        server_message: Some(display_safe(&format!(
            "the server sends Git on to {to_url}, where no sign-in follows; \
             if that is right, make it the remote's URL"
        ))),
        ..Access::default()
    })
}

/// `Location` may be a whole URL, one without its scheme, or a path.
fn absolute(base: &str, location: &str) -> Option<String> {
    let (scheme, rest) = base.split_once("://")?;
    if location.contains("://") {
        return Some(location.to_owned());
    }
    if let Some(rest) = location.strip_prefix("//") {
        return Some(format!("{scheme}://{rest}"));
    }
    let authority = rest.split('/').next().unwrap_or_default();
    location
        .starts_with('/')
        .then(|| format!("{scheme}://{authority}{location}"))
}
