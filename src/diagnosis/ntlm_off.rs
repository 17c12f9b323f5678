//! A server of one's own that offers nothing but NTLM, which Git for Windows does not speak by
//! itself since 2.53.0(2) (CVE-2025-66413; release notes, read 2026-11-23).

use super::Facts;
use super::refusal::Cause;
use super::words::advice;
use crate::model::{Finding, Fix, finding::Weight};

pub(super) fn find(facts: &Facts<'_>) -> Option<Finding> {
    if facts.cause()? != Cause::Ntlm {
        return None;
    }
    let setting = facts.url().map_or(String::new(), |url| {
        format!(
            "As a step for the time being only: git config --global http.https://{}.allowNTLMAuth true (Git for \
             Windows 2.53 and newer)",
            url.host_field()
        )
    });
    let mut found = facts.answered(
        "ntlm-off",
        Weight::Failure,
        format!("{} only offers NTLM, which Git no longer uses", facts.host()),
        "The server takes no user name and token over Basic, only a Windows sign-in of an old kind. Git for Windows \
         switched that off because it can be broken, so a right password fails as well. Kerberos, or personal access \
         tokens over Basic, must be switched on at the server."
            .to_owned(),
        vec![
            advice("Ask whoever runs this server to allow Kerberos (Negotiate), or tokens over Basic"),
            advice(setting),
            Fix::CheckAgain,
        ],
    );
    found.evidence.extend(
        facts
            .remote
            .fetch
            .challenge
            .iter()
            .map(|challenge| format!("WWW-Authenticate: {challenge}")),
    );
    Some(found)
}
