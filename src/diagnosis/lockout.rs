//! The server holds back: too many requests, or a CAPTCHA to be solved.

use super::Facts;
use super::refusal::says;
use crate::model::{AccessState, Finding, Fix, RemoteUrl, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    let answers = [&facts.remote.fetch, &facts.remote.push];
    if answers.iter().any(|access| says(access, "captcha")) {
        return Some(captcha(facts));
    }
    let held_back = answers
        .into_iter()
        .find(|access| access.state == AccessState::RateLimited)?;
    let wait = match held_back.retry_after {
        Some(wait) => format!("Try again in {} seconds.", wait.as_secs()),
        None => "Try again in a few minutes.".to_owned(),
    };
    Some(facts.answered(
        "lockout",
        Weight::Failure,
        format!("{} asks to wait", facts.forge_name()),
        format!(
            "The server answers that there were too many requests, or too many wrong sign-ins. This says nothing about \
             your sign-in, and trying again now makes the wait longer. {wait}"
        ),
        vec![Fix::CheckAgain],
    ))
}

/// Bitbucket Data Center, after five wrong passwords (confluence.atlassian.com "How to configure
/// CAPTCHA in Bitbucket Server").
fn captcha(facts: &Facts<'_>) -> Finding {
    let mut fixes = Vec::new();
    if let Some(url) = sign_in_page(facts) {
        fixes.push(Fix::OpenPage {
            words: "Solve it in the browser".to_owned(),
            url,
        });
    }
    fixes.push(Fix::CheckAgain);
    facts.answered(
        "lockout",
        Weight::Failure,
        format!("{} wants a CAPTCHA solved first", facts.forge_name()),
        "After several failed sign-ins the server locks the account for Git, even for the right password, until you \
         sign in once in the browser."
            .to_owned(),
        fixes,
    )
}

/// `login-url=https://…`, where it is the server's own; else the server itself.
fn sign_in_page(facts: &Facts<'_>) -> Option<String> {
    let realm = facts.url()?.realm()?;
    let message = facts.remote.fetch.server_message.as_deref();
    let named = message
        .and_then(|message| message.split_once("login-url="))
        .and_then(|(_, rest)| rest.split([' ', ';', ',']).next())
        .filter(|page| {
            page.starts_with("https://")
                && RemoteUrl::parse(page.as_bytes())
                    .realm()
                    .is_some_and(|of| of.same_server(&realm))
        });
    match named {
        Some(page) => Some(page.to_owned()),
        None => (realm.protocol == "https").then(|| format!("{realm}/")),
    }
}
