//! A URL that programs read differently: none of them may be handed a secret for it.

use super::{Facts, words::advice};
use crate::model::{Finding, Transport, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    let url = facts
        .remote
        .urls()
        .find(|url| url.transport == Transport::Unusual)?;
    Some(Finding {
        rule: "unusual-url",
        title: "This URL is not checked".to_owned(),
        explanation: "Programs disagree about which host it names, so nothing is sent to it. Correct the URL if \
                      you know the right one."
            .to_owned(),
        evidence: vec![url.to_string()],
        fixes: vec![advice(format!("git remote set-url {} <URL>", facts.remote.name))],
        weight: Weight::Warning,
    })
}
