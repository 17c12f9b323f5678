//! The request itself: one `GET …/info/refs`, within a deadline, over connections that are kept.

use std::io::Read;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ureq::Agent;
use ureq::http::{HeaderName, HeaderValue, Request};
use zeroize::Zeroizing;

use super::agents::Agents;
use super::answer::{Reply, SignedIn};
use super::failure;
use super::mask::Mask;
use super::question::{Question, Service};
use super::redirect::{self, Next};
use crate::git::Git;
use crate::model::{Access, AccessState, Cancel, Credential, Secret};

/// Most that is read of an answer: the first packets are enough, and a repository may have a
/// million refs.
const MOST_BODY: u64 = 64 << 10;
/// How often the wish to stop is looked at.
const HEED: Duration = Duration::from_millis(50);
/// `http.followRedirects` is `initial` unless told; curl would follow more of them.
const MOST_REDIRECTS: usize = 5;

/// Asks over http and https.
pub(super) struct Client {
    agents: Agents,
    user_agent: String,
    activity: crate::model::ActivityLog,
}

/// Why there is no answer.
pub(super) enum Failure {
    /// What it means is known.
    Access(Box<Access>),
    /// Our client cannot, or will not; Git may. Why, in words.
    AskGit(String),
}

impl Client {
    pub(super) fn new(git: &Git) -> Self {
        Self {
            agents: Agents::default(),
            user_agent: format!("git/{}", git.version()),
            activity: git.activity().clone(),
        }
    }

    /// Asks, following redirects as far as no credential and no question leaves the server.
    pub(super) fn get(
        &self,
        question: &Question<'_>,
        deadline: Instant,
        cancel: &Cancel,
    ) -> Result<Reply, Failure> {
        let agent = self.agents.of(question.settings).map_err(Failure::AskGit)?;
        let mut base = question.url.without_user_info();
        for _ in 0..=MOST_REDIRECTS {
            let target = target(&base, question.service);
            let request = self.request(&target, question)?;
            let result = run(agent.clone(), request, deadline, cancel);
            self.activity.tell(
                shown(&base, question.service),
                match &result {
                    Ok(reply) => reply.status.to_string(),
                    Err(Failure::Access(access)) => {
                        access.server_message.clone().unwrap_or_default()
                    }
                    Err(Failure::AskGit(words)) => words.clone(),
                },
            );
            let reply = Mask::of(question).apply(result?);
            base = match redirect::next(question, &base, &reply) {
                Next::Answer => return Ok(reply),
                Next::Follow(base) => base,
                Next::Report(access) => return Err(Failure::Access(Box::new(access))),
            };
        }
        Err(unreachable("the server redirects without an end"))
    }

    fn request(&self, target: &str, question: &Question<'_>) -> Result<Request<()>, Failure> {
        let mut headers = Vec::new();
        for header in &question.settings.headers {
            headers.extend(read_header(header)?);
        }
        if let (SignedIn::WithCredential, Some(credential)) =
            (question.signed_in(), question.credential)
        {
            headers.push((ureq::http::header::AUTHORIZATION, basic(credential)?));
        }
        let user_agent = question.settings.user_agent.as_ref();
        let own = [
            (
                "user-agent",
                user_agent.unwrap_or(&self.user_agent).as_str(),
            ),
            ("accept", "*/*"),
            ("pragma", "no-cache"),
        ];
        // Only the protocol for fetching has a version 2.
        let version = matches!(question.service, Service::Fetch);
        for (name, value) in own
            .into_iter()
            .chain(version.then_some(("git-protocol", "version=2")))
        {
            if !headers.iter().any(|(known, _)| known == name) {
                let value = HeaderValue::from_str(value).map_err(|_| cannot("http.userAgent"))?;
                headers.push((HeaderName::from_static(name), value));
            }
        }
        let mut request = Request::get(target)
            .body(())
            .map_err(|_| unreachable("the URL cannot be asked"))?;
        for (name, value) in headers {
            request.headers_mut().append(name, value);
        }
        Ok(request)
    }
}

/// What Git asks first.
pub(super) fn target(base: &str, service: Service) -> String {
    let separator = if base.contains('?') { '&' } else { '?' };
    format!(
        "{}/info/refs{separator}service={}",
        base.trim_end_matches('/'),
        service.name()
    )
}

/// The question as it is told: a query of the remote's own may hold a secret.
fn shown(base: &str, service: Service) -> String {
    let base = base.split('?').next().unwrap_or_default();
    format!("GET {}", target(base, service))
}

/// `NAME: VALUE`; `NAME;` sends an empty one and `NAME:` none, as for curl.
fn read_header(header: &Secret) -> Result<Option<(HeaderName, HeaderValue)>, Failure> {
    let text = header.expose();
    let (name, value) = match text.iter().position(|&byte| byte == b':') {
        Some(colon) => (&text[..colon], text[colon + 1..].trim_ascii()),
        None => match text.strip_suffix(b";") {
            Some(name) => (name, &b""[..]),
            None => return Err(cannot("http.extraHeader")),
        },
    };
    if value.is_empty() && text.contains(&b':') {
        return Ok(None);
    }
    let name = HeaderName::from_bytes(name.trim_ascii());
    let value = HeaderValue::from_bytes(value);
    match (name, value) {
        (Ok(name), Ok(mut value)) => {
            value.set_sensitive(true);
            Ok(Some((name, value)))
        }
        _ => Err(cannot("http.extraHeader")),
    }
}

fn basic(credential: &Credential) -> Result<HeaderValue, Failure> {
    let secret = credential.secret.expose();
    let mut plain = Zeroizing::new(Vec::with_capacity(
        credential.username.len() + 1 + secret.len(),
    ));
    plain.extend_from_slice(credential.username.as_bytes());
    plain.push(b':');
    plain.extend_from_slice(secret);
    let mut header = Zeroizing::new(String::with_capacity(8 + plain.len() * 4 / 3 + 4));
    header.push_str("Basic ");
    BASE64_STANDARD.encode_string(&*plain, &mut header);
    let mut value =
        HeaderValue::from_str(&header).map_err(|_| unreachable("the sign-in cannot be sent"))?;
    value.set_sensitive(true);
    Ok(value)
}

/// Runs on a thread of its own, which is left to its end where the answer comes too late: a
/// server that drips its answer, or a name that nobody looks up, holds nobody up.
fn run(
    agent: Agent,
    request: Request<()>,
    deadline: Instant,
    cancel: &Cancel,
) -> Result<Reply, Failure> {
    let (sender, receiver) = mpsc::channel();
    let thread = std::thread::Builder::new().name("question".to_owned());
    let started = thread.spawn(move || {
        // Nobody waits any more where this fails.
        let _ = sender.send(answer(&agent, request));
    });
    if started.is_err() {
        return Err(unreachable("there is no thread to ask on"));
    }
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        match receiver.recv_timeout(left.min(HEED)) {
            Ok(result) => return result.map_err(|error| failure::of(&error)),
            Err(RecvTimeoutError::Timeout) if cancel.is_cancelled() => {
                return Err(Failure::Access(Box::new(Access::because(
                    AccessState::NotChecked,
                    "cancelled",
                ))));
            }
            Err(RecvTimeoutError::Timeout) if left.is_zero() => {
                return Err(failure::of(&ureq::Error::Timeout(ureq::Timeout::Global)));
            }
            Err(RecvTimeoutError::Timeout) => (),
            Err(RecvTimeoutError::Disconnected) => {
                return Err(unreachable("the question could not be asked"));
            }
        }
    }
}

fn answer(agent: &Agent, request: Request<()>) -> Result<Reply, ureq::Error> {
    let response = agent.run(request)?;
    let mut reply = Reply {
        status: response.status().as_u16(),
        ..Reply::default()
    };
    for (name, value) in response.headers() {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        reply.headers.push((name.as_str().to_owned(), value));
    }
    let mut body = response.into_body().into_reader().take(MOST_BODY);
    body.read_to_end(&mut reply.body)
        .map_err(ureq::Error::from)?;
    Ok(reply)
}

pub(super) fn unreachable(words: &str) -> Failure {
    Failure::Access(Box::new(Access::because(AccessState::Unreachable, words)))
}

fn cannot(setting: &str) -> Failure {
    Failure::AskGit(format!("{setting} cannot be used as it is written"))
}
