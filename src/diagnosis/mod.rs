//! Why a remote does not work, and what to do: facts in, findings out.
//!
//! Each rule is a small file with one function. A rule reads what was found out and says one
//! thing, or nothing; it asks no server, reads no file and knows no other rule. Their order here
//! is the order of causes: what comes first is the headline.

mod account_picker_loop;
mod ado_global_pat;
mod app_own_store;
mod bb_app_password;
mod bb_oauth_leftover;
mod bb_token_user_or_scope;
mod foreign_token;
mod gh_password;
mod gitlab_basic;
mod helper_chain;
mod helper_gone;
mod keyring_locked;
mod lfs_submodule;
mod linux_store;
mod lockout;
mod no_answer;
mod not_found_404;
mod not_git;
mod ntlm_off;
mod plain_http;
mod read_only_token;
mod refusal;
mod saml_sso;
mod secret_in_url;
mod shadowed;
mod stale_askpass;
mod tls_proxy;
mod token_expired;
mod unreachable;
mod untrusted_repo;
mod unusual_url;
mod wincred_limits;
mod words;
mod wrong_account_403;
mod wsl_split;

use crate::model::{
    AccessState, Entry, Finding, Forge, Machine, RemoteReport, RemoteUrl, RepositoryReport,
    TokenKind,
};

/// What the rules judge by.
struct Facts<'a> {
    remote: &'a RemoteReport,
    repository: &'a RepositoryReport,
    machine: &'a Machine,
}

type Rule = fn(&Facts<'_>) -> Option<Finding>;

/// Causes before their consequences.
const RULES: &[Rule] = &[
    unusual_url::find,
    bb_app_password::find,
    lockout::find,
    tls_proxy::find,
    not_git::find,
    ntlm_off::find,
    plain_http::find,
    keyring_locked::find,
    ado_global_pat::find,
    wsl_split::find,
    linux_store::find,
    helper_gone::find,
    shadowed::find,
    foreign_token::find,
    bb_token_user_or_scope::find,
    gh_password::find,
    gitlab_basic::find,
    token_expired::find,
    saml_sso::find,
    wrong_account_403::find,
    read_only_token::find,
    not_found_404::find,
    bb_oauth_leftover::find,
    stale_askpass::find,
    no_answer::find,
    unreachable::find,
    secret_in_url::find,
    helper_chain::find,
    account_picker_loop::find,
    wincred_limits::find,
    untrusted_repo::find,
    lfs_submodule::find,
    app_own_store::find,
];

/// Finds what is wrong with each remote of `report`.
pub fn diagnose(report: &mut RepositoryReport, machine: &Machine) {
    let findings: Vec<_> = report
        .remotes
        .iter()
        .map(|remote| findings(remote, report, machine))
        .collect();
    for (remote, findings) in report.remotes.iter_mut().zip(findings) {
        remote.findings = findings;
    }
}

/// The findings of a remote, the headline first: failures before warnings before notes, causes
/// before consequences.
///
/// `repository` is the one that `remote` belongs to; its other remotes may be of any state.
pub fn findings(
    remote: &RemoteReport,
    repository: &RepositoryReport,
    machine: &Machine,
) -> Vec<Finding> {
    let facts = Facts {
        remote,
        repository,
        machine,
    };
    let mut findings: Vec<Finding> = RULES.iter().filter_map(|rule| rule(&facts)).collect();
    if let Some(home) = machine.home.as_deref().filter(|home| home.len() > 1) {
        for finding in &mut findings {
            words::shorten(finding, home);
        }
    }
    findings.sort_by_key(|finding| finding.weight);
    findings
}

impl Facts<'_> {
    fn url(&self) -> Option<&RemoteUrl> {
        self.remote.main_url()
    }

    /// Host and port, for words.
    fn host(&self) -> String {
        self.url().map(RemoteUrl::host_field).unwrap_or_default()
    }

    fn forge_name(&self) -> String {
        match self.remote.forge {
            crate::model::Forge::Plain => self.host(),
            forge => forge.facts().name.to_owned(),
        }
    }

    fn fetch_is(&self, state: AccessState) -> bool {
        self.remote.fetch.state == state
    }

    fn push_is(&self, state: AccessState) -> bool {
        self.remote.push.state == state
    }

    /// Whether fetch or push came out as `state`.
    fn is(&self, state: AccessState) -> bool {
        self.fetch_is(state) || self.push_is(state)
    }

    fn saved_of_kind(&self, kind: TokenKind) -> Option<&Entry> {
        self.remote
            .saved
            .iter()
            .find(|entry| entry.kind == Some(kind))
    }

    /// The saved sign-ins that a helper reads for the remote.
    fn read_by_helpers(&self) -> impl Iterator<Item = &Entry> {
        let saved = self.remote.saved.iter();
        saved.filter(|entry| self.remote.reader_of(entry).is_some() && !entry.renews)
    }

    /// The first of them, where all have expired.
    fn only_expired(&self) -> Option<&Entry> {
        let is_expired = |entry: &Entry| entry.is_expired(self.machine.now);
        let first = self.read_by_helpers().next();
        first.filter(|_| self.read_by_helpers().all(is_expired))
    }

    /// Whether an app password of Bitbucket is what fails: the server says so, or it is
    /// Bitbucket itself and there is one.
    fn app_password_is_in_the_way(&self) -> bool {
        let says_so = [&self.remote.fetch, &self.remote.push]
            .iter()
            .any(|access| {
                let message = access.server_message.as_deref().unwrap_or_default();
                message.contains("App passwords") || message.contains("CHANGE-3222")
            });
        let has_one = || {
            self.saved_of_kind(TokenKind::BitbucketAppPassword)
                .is_some()
        };
        let on_bitbucket = self.remote.forge == Forge::BitbucketCloud;
        // What works is not signed in to with it.
        let works = self.fetch_is(AccessState::Works);
        says_so || on_bitbucket && (has_one() && !works || self.is(AccessState::Gone))
    }

    /// Whether a proxy on the way wants a sign-in, so that the server was not reached.
    fn proxy_refuses(&self) -> bool {
        let fetch = &self.remote.fetch;
        fetch.http_status == Some(407)
            || !fetch.works() && refusal::says(fetch, "the proxy wants a")
    }

    /// Whether the server's certificate, or that of something between, is not trusted.
    fn certificate_fails(&self) -> bool {
        let fetch = &self.remote.fetch;
        fetch.state == AccessState::Unreachable
            && fetch.http_status.is_none()
            && ["certificate", "tls:", "ca file", "cafile"]
                .iter()
                .any(|words| refusal::says(fetch, words))
    }

    /// The server's answers, as evidence.
    fn answers(&self) -> Vec<String> {
        [("fetch", &self.remote.fetch), ("push", &self.remote.push)]
            .into_iter()
            .filter_map(|(operation, access)| {
                Some(match (access.http_status, &access.server_message) {
                    (Some(status), Some(message)) => {
                        format!("{operation}: HTTP {status}, “{message}”")
                    }
                    (Some(status), None) => format!("{operation}: HTTP {status}"),
                    (None, Some(message)) => format!("{operation}: {message}"),
                    (None, None) => return None,
                })
            })
            .collect()
    }
}
