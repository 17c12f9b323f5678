//! A sign-in would travel in the open.

use super::Facts;
use crate::model::{AccessState, Finding, Fix, Transport, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    let url = facts
        .remote
        .urls()
        .find(|url| url.transport == Transport::Http)?;
    let realm = url.realm().filter(|realm| !realm.is_loopback())?;
    let was_held_back = facts.is(AccessState::NotChecked) || facts.is(AccessState::SignInNeeded);
    if !was_held_back
        || facts.remote.fetch.state == AccessState::NotChecked
            && facts.remote.fetch.server_message.is_none()
    {
        return None;
    }
    Some(facts.answered(
        "plain-http",
        Weight::Warning,
        format!("{} is reached without encryption", realm.host_field()),
        "Anyone on the way could read the sign-in, so it was not sent. Change the URL to https, or allow \
         plain http for this host if you trust the whole way to it."
            .to_owned(),
        vec![Fix::AllowPlainHttp { host: realm.host_field() }],
    ))
}
