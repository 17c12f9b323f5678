//! What a refusal is about: told once, from the server's words and the kind of what was sent, so
//! that no two rules give a remote two reasons.

use super::Facts;
use crate::model::forge::{Meaning, Username};
use crate::model::masked::is_token;
use crate::model::{Access, AccessState, Forge, TokenKind};

/// The one cause of a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    /// An app password of Bitbucket, which accepts none.
    AppPassword,
    /// A token of Bitbucket under a name that is not its own, or without the scope.
    BitbucketToken,
    /// A CAPTCHA must be solved first; until then the right password is refused as well.
    Captcha,
    /// A server that offers nothing but NTLM or Negotiate.
    Ntlm,
    /// GitHub takes no passwords.
    GitHubPassword,
    /// GitLab's "HTTP Basic: Access denied", which stands for many reasons.
    GitLabBasic,
    /// An organisation wants the token authorised for its single sign-on.
    Sso,
    /// The token may not do this, or not to this repository; the account might.
    Token,
    /// The account may not.
    Account,
    /// The credential itself, for no better known reason.
    Expired,
}

impl Facts<'_> {
    /// The answer that refuses: the one to fetch before the one to push.
    pub(super) fn refused(&self) -> Option<&Access> {
        use AccessState::{Forbidden, Gone, Rejected};
        [&self.remote.fetch, &self.remote.push]
            .into_iter()
            .find(|access| matches!(access.state, Rejected | Forbidden | Gone))
    }

    /// Why the server refuses, if it does.
    pub(super) fn cause(&self) -> Option<Cause> {
        if self.app_password_is_in_the_way() {
            return Some(Cause::AppPassword);
        }
        if self.offers_only_ntlm() {
            return Some(Cause::Ntlm);
        }
        let refused = self.refused()?;
        if says(refused, "captcha") {
            return Some(Cause::Captcha);
        }
        Some(match refused.state {
            AccessState::Forbidden => self.cause_of_denial(refused),
            _ => self.cause_of_rejection(refused),
        })
    }

    fn cause_of_rejection(&self, refused: &Access) -> Cause {
        let kind = self.kind_sent(refused);
        // GitHub says one sentence of a bad token and of a password; the older one was for
        // passwords alone (docs.github.com, 2021-08-13 and 2025).
        let is_password = self.meaning(refused) == Some(Meaning::NoPasswords)
            || says(refused, "password authentication is not supported")
                && kind == Some(TokenKind::Unknown);
        match self.remote.forge {
            Forge::GitHub | Forge::GitHubEnterprise if is_password => Cause::GitHubPassword,
            Forge::BitbucketCloud if self.is_wrongly_named(refused) => Cause::BitbucketToken,
            Forge::BitbucketCloud
                if matches!(
                    kind,
                    Some(TokenKind::AtlassianApiToken | TokenKind::BitbucketAccessToken)
                ) =>
            {
                Cause::BitbucketToken
            }
            Forge::GitLab => Cause::GitLabBasic,
            Forge::Plain if says(refused, "http basic: access denied") => Cause::GitLabBasic,
            _ => Cause::Expired,
        }
    }

    fn cause_of_denial(&self, refused: &Access) -> Cause {
        use Meaning::{Archived, ClassicForbidden, LivesTooLong, RoleMayNotPush, TokenMayNot};
        match self.meaning(refused) {
            Some(Meaning::SingleSignOn) => return Cause::Sso,
            Some(TokenMayNot)
                if self.remote.forge == Forge::BitbucketCloud
                    && self.fetch_is(AccessState::Forbidden) =>
            {
                return Cause::BitbucketToken;
            }
            Some(TokenMayNot | ClassicForbidden | LivesTooLong | Archived | RoleMayNotPush) => {
                return Cause::Token;
            }
            Some(Meaning::NetworkMayNot | Meaning::AccountMayNot) => return Cause::Account,
            Some(Meaning::NoPasswords) | None => (),
        }
        let denied = self.denied_account();
        let is_owner = |who: &str| self.owner().is_some_and(|of| of.eq_ignore_ascii_case(who));
        match (self.fetch_is(AccessState::Forbidden), denied) {
            (true, Some(who)) if is_owner(who) => Cause::Token,
            (true, _) => Cause::Account,
            (false, Some(who)) if !is_owner(who) => Cause::Account,
            (false, _) => Cause::Token,
        }
    }

    /// What this forge means by the words of `access`.
    pub(super) fn meaning(&self, access: &Access) -> Option<Meaning> {
        let words = access.server_message.as_deref()?;
        self.remote.forge.meaning(words)
    }

    /// GitHub: `Permission to OWNER/REPO.git denied to USER.`
    pub(super) fn denied_account(&self) -> Option<&str> {
        let message = self.refused()?.server_message.as_deref()?;
        let (_, user) = message.split_once(" denied to ")?;
        let user = user.split_whitespace().next()?.trim_end_matches('.');
        (!user.is_empty()).then_some(user)
    }

    /// The first part of the repository's path, where that names whose it is.
    fn owner(&self) -> Option<&str> {
        let path = self.url()?.path.trim_start_matches('/');
        Some(path.split_once('/')?.0)
    }

    /// The kind of what was sent, where that was a saved sign-in.
    pub(super) fn kind_sent(&self, access: &Access) -> Option<TokenKind> {
        let name = access.username.as_deref()?;
        let sent = |entry: &&crate::model::Entry| entry.username.as_deref() == Some(name);
        self.remote.saved.iter().find(sent)?.kind
    }

    /// Whether Bitbucket knows no such user name beside this kind of token.
    pub(super) fn is_wrongly_named(&self, access: &Access) -> bool {
        let Some(name) = access.username.as_deref() else {
            return false;
        };
        name.contains('@')
            || match self.kind_sent(access) {
                Some(TokenKind::AtlassianApiToken) => name == "x-token-auth",
                Some(TokenKind::BitbucketAccessToken) => name != "x-token-auth",
                _ => false,
            }
    }

    /// The account that signed in, where the user name that was sent is one: beside some tokens
    /// stands a word that is the same for everybody.
    pub(super) fn account<'b>(&self, access: &'b Access) -> Option<&'b str> {
        let name = access.username.as_deref()?;
        let kind = self.kind_sent(access).unwrap_or(TokenKind::Unknown);
        let word = match (self.remote.forge.facts().username)(kind) {
            Username::Fixed(word) | Username::Any(word) => Some(word),
            Username::Own => None,
        };
        (Some(name) != word && !is_token(name)).then_some(name)
    }

    /// Other accounts that are saved for this server than the one that was sent.
    pub(super) fn other_accounts(&self, sent: Option<&str>) -> Vec<&str> {
        let mut others: Vec<&str> = self
            .remote
            .saved
            .iter()
            .filter(|entry| !entry.renews)
            .filter_map(|entry| entry.username.as_deref())
            .filter(|name| Some(*name) != sent && !is_token(name))
            .collect();
        others.sort_unstable();
        others.dedup();
        others
    }

    fn offers_only_ntlm(&self) -> bool {
        let challenge = self.remote.fetch.challenge.as_deref().unwrap_or_default();
        let challenge = challenge.to_ascii_lowercase();
        let offers = |scheme| {
            challenge
                .split(',')
                .any(|part| part.split_whitespace().next() == Some(scheme))
        };
        let failed = self.remote.fetch.needs_attention();
        failed && offers("ntlm") && !offers("basic") && !offers("bearer")
    }
}

/// Whether the server's words hold `words`, which are in lower case.
pub(super) fn says(access: &Access, words: &str) -> bool {
    let message = access.server_message.as_deref().unwrap_or_default();
    message.to_ascii_lowercase().contains(words)
}
