//! Something stands between: a certificate that is not trusted, or a proxy that wants a sign-in.

use super::{Facts, words::advice};
use crate::model::{Finding, Fix, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    let (title, explanation, what_to_do) = if facts.proxy_refuses() {
        (
            "The proxy wants a sign-in of its own".to_owned(),
            "The server was not reached, so this says nothing about your sign-in there. Git takes the proxy's user \
             name and password from `http.proxy` or asks for them.",
            "Ask whoever runs your network for the proxy's sign-in, and set it in http.proxy",
        )
    } else if facts.certificate_fails() {
        (
            format!("The certificate of {} is not trusted here", facts.host()),
            "Nothing was sent. Most often a proxy of the company or a virus scanner reads along with a certificate of \
             its own, `http.sslCAInfo` names an old file, or the clock is wrong. Do not switch `http.sslVerify` off: \
             then anyone on the way could take your token.",
            "Ask whoever runs your network for its CA certificate, add it to the system's, or name it in http.sslCAInfo",
        )
    } else {
        return None;
    };
    Some(facts.answered(
        "tls-proxy",
        Weight::Failure,
        title,
        explanation.to_owned(),
        vec![advice(what_to_do), Fix::CheckAgain],
    ))
}
