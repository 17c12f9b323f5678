//! A URL that programs read differently: none of them may be handed a secret for it.

use super::{
    Facts,
    words::{advice, quoted},
};
use crate::model::change::Direction;
use crate::model::outside_text::display_safe;
use crate::model::{Change, Finding, Fix, Transport, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    let url = facts
        .remote
        .urls()
        .find(|url| url.transport == Transport::Unusual)?;
    let correct = url.corrected().map(|corrected| Fix::Change {
        words: format!("Correct it to {}", display_safe(&corrected)),
        change: Change::SetUrl {
            direction: match facts.remote.fetch_url.as_ref() == Some(url) {
                true => Direction::Both,
                false => Direction::Push,
            },
            url: corrected,
        },
    });
    let by_hand = advice(format!(
        "git remote set-url {} <URL>",
        quoted(&facts.remote.name)
    ));
    let (title, explanation) = match url.address_as_user() {
        Some(_) => (
            "An e-mail address stands in this URL",
            "Git takes what stands behind its `@` for the server's name, so nothing is sent to it. In a user \
             name, `@` is written `%40`.",
        ),
        None => (
            "This URL is not checked",
            "Programs disagree about which host it names, so nothing is sent to it. Correct the URL if you know \
             the right one.",
        ),
    };
    Some(Finding {
        rule: "unusual-url",
        title: title.to_owned(),
        explanation: explanation.to_owned(),
        evidence: vec![url.to_string()],
        fixes: correct.into_iter().chain([by_hand]).collect(),
        weight: Weight::Warning,
    })
}
