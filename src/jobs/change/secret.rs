//! A secret leaves the URL and is saved where Git keeps others. At every moment it is in one of
//! the two places: it is saved and found there before the URL lets it go, and is back in the URL
//! before an undo takes it out of the store.

use std::sync::Arc;

use super::draft::{Draft, Edit};
use super::settings::words;
use super::{ChangeError, Undo};
use crate::git::config::Variable;
use crate::git::helper::sign_in_settings;
use crate::jobs::Workshop;
use crate::jobs::candidate::{lies_with, realm_of};
use crate::jobs::save::helpers_that_keep;
use crate::jobs::save::keeper::Keeper;
use crate::jobs::save::token::Token;
use crate::model::forge::Username;
use crate::model::outside_text::display_safe;
use crate::model::source::SignInSettings;
use crate::model::{
    Credential, Entry, Forge, HelperInForce, Realm, RemoteUrl, StoreKind, TokenKind,
};
use crate::store::manager::ManagerSettings;

/// A repository that brings more means harm; each is looked up in every store.
const MOST_URLS: usize = 50;

/// A secret that moves.
pub(super) struct Move {
    token: Token,
    /// The URL that it leaves, as it will be.
    url: RemoteUrl,
    settings: SignInSettings,
    helper: HelperInForce,
}

/// The secrets that were saved.
pub(super) struct Moved<'a>(Vec<(&'a Token, Keeper<'a>)>);

/// Saves all of them; each must be found where Git will look first.
pub(super) fn keep_all<'a>(
    workshop: &'a Workshop,
    moves: &'a [Move],
) -> Result<Moved<'a>, ChangeError> {
    let mut kept_so_far = Moved(Vec::new());
    for Move {
        token,
        url,
        settings,
        helper,
    } in moves
    {
        let mut keeper = Keeper::new(workshop, url, settings).choosing(helper);
        let kept = keeper.keep(token);
        let kept = kept.and_then(|_| keeper.first_in_line(token));
        kept_so_far.0.push((token, keeper));
        if let Err(why) = kept {
            return Err(kept_so_far.take_back(ChangeError::NotKept(why)));
        }
    }
    Ok(kept_so_far)
}

impl Moved<'_> {
    /// What was saved before is saved again. Returns `error` with what could not be taken back.
    pub(super) fn take_back(self, error: ChangeError) -> ChangeError {
        let keepers = self.0.into_iter().rev();
        let left = keepers.flat_map(|(_, mut keeper)| keeper.take_back());
        error.leaving(left.collect())
    }

    pub(super) fn undo(self) -> Undo {
        let undo_one = |(token, mut keeper): (&Token, Keeper<'_>)| {
            let replaced = keeper.replaced(token);
            let saved = token.saved_in(&keeper.stores);
            keeper.undo(token, &replaced, &saved)
        };
        self.0
            .into_iter()
            .map(undo_one)
            .fold(Undo::default(), Undo::and)
    }
}

impl Draft<'_> {
    pub(super) fn move_secret(&mut self) -> Result<(), ChangeError> {
        let urls = self.urls()?;
        if urls.len() > MOST_URLS {
            return Err(ChangeError::Unusable(format!(
                "the remote has {} URLs; take the passwords out by hand: git config --edit",
                urls.len()
            )));
        }
        let rewrites = self.secret_rewrites();
        let mut edits: Vec<Edit<'_>> = Vec::new();
        for written in &urls {
            if RemoteUrl::parse(written.raw()).holds_secret() && !written.is_rewritten {
                let url = self.move_out_of(&written.url)?;
                edits.push(written.set(&url));
            }
            for rewrite in &rewrites {
                if let Some(url) = rewritten(written.raw(), rewrite) {
                    self.move_out_of(&url)?;
                }
            }
        }
        let is_used = |rewrite: &&Variable| {
            let mut urls = urls.iter();
            urls.any(|written| rewritten(written.raw(), rewrite).is_some())
        };
        for rewrite in rewrites.iter().filter(is_used) {
            let is_planned = |edit: &Edit<'_>| {
                matches!(edit, Edit::Rename(known, _) if known.origin.file == rewrite.origin.file
                    && known.setting.subsection == rewrite.setting.subsection)
            };
            if !edits.iter().any(is_planned) {
                edits.push(Edit::Rename(rewrite, base_without_secret(rewrite)?));
            }
        }
        if edits.is_empty() {
            return Err(match urls.iter().any(|written| written.url.holds_secret()) {
                true => ChangeError::Unusable(
                    "the password stands in a part of a URL, in url.<base>.insteadOf of your own configuration; take it out there: git config --global --edit"
                        .to_owned(),
                ),
                false => ChangeError::Nothing("no URL holds a secret".to_owned()),
            });
        }
        self.edit_all(edits)
    }

    /// The person's own `insteadOf` and `pushInsteadOf` whose base holds a secret.
    fn secret_rewrites(&self) -> Vec<Variable> {
        let is_one = |variable: &&Variable| {
            variable.setting.section == "url"
                && matches!(
                    variable.setting.name.as_str(),
                    "insteadof" | "pushinsteadof"
                )
                && !variable.is_from_repository()
                && base(variable).holds_secret()
        };
        self.config.variables().filter(is_one).cloned().collect()
    }

    /// The first helper in force that keeps the secret for good.
    fn helper(
        &self,
        settings: &SignInSettings,
        realm: &Realm,
    ) -> Result<HelperInForce, ChangeError> {
        let forgets = |helper: &HelperInForce| match helper.name() {
            "cache" => true,
            _ => helper.is_manager() && self.manager().kind() == Some(StoreKind::CacheDaemon),
        };
        let keeping = helpers_that_keep(self.workshop, settings);
        let any = keeping.first();
        let any = any.ok_or_else(|| ChangeError::NoHelper(realm.host_field()))?;
        let mut for_good = keeping.iter().filter(|helper| !forgets(helper));
        let forgetful = || ChangeError::Forgetful(display_safe(any.name()));
        for_good.next().copied().cloned().ok_or_else(forgetful)
    }

    /// The URL without its secret, which is planned to be saved.
    fn move_out_of(&mut self, url: &RemoteUrl) -> Result<String, ChangeError> {
        let Some(secret) = url.secret.as_ref().filter(|secret| !secret.is_empty()) else {
            self.notes.push(format!(
                "The password in {url} is empty; there is nothing to save"
            ));
            return Ok(url.with_user(url.user.as_deref()));
        };
        let username = username(url)?;
        let bare = url.with_user(Some(&username));
        let url = RemoteUrl::parse(bare.as_bytes());
        let settings = sign_in_settings(&self.config, &url);
        let realm = realm_of(&url, &settings).ok_or_else(|| {
            ChangeError::Unusable("only http and https sign in with a saved secret".to_owned())
        })?;
        let helper = self.helper(&settings, &realm)?;
        let coming = format!(
            "{} at {realm}, kept by the credential helper {}",
            display_safe(&username),
            display_safe(helper.name())
        );
        let token = Token {
            realm,
            credential: Credential {
                username,
                secret: Arc::clone(secret),
            },
        };
        let same_name = |other: &&Move| {
            other.token.realm == token.realm
                && other.token.credential.username == token.credential.username
        };
        match self.work.moves.iter().find(same_name) {
            Some(other) if other.token.is(&token.credential) => (),
            Some(_) => {
                let username = display_safe(&token.credential.username);
                return Err(ChangeError::Unusable(format!(
                    "the URLs hold different passwords for {username} at {}, and a helper keeps one; take one out of its URL first",
                    token.realm
                )));
            }
            None => {
                self.coming.push(coming);
                self.going.extend(self.replaced_by(&token, &helper));
                self.work.moves.push(Move {
                    token,
                    url,
                    settings,
                    helper,
                });
            }
        }
        Ok(bare)
    }

    fn manager(&self) -> ManagerSettings {
        ManagerSettings::of(self.workshop.git().environment(), &self.workshop.personal())
    }

    /// What `helper` will write over: it keeps one secret for a name.
    fn replaced_by(&self, token: &Token, helper: &HelperInForce) -> Vec<String> {
        let stores = self.workshop.stores();
        let environment = self.workshop.git().environment();
        let manager = self.manager();
        let differs = |entry: &Entry| {
            let is_same = || stores.read(entry).is_ok_and(|read| token.is(&read));
            entry.username.as_ref() == Some(&token.credential.username)
                && lies_with(helper, entry, &manager, environment)
                && (entry.locked || !is_same())
        };
        let saved = token.saved_in(&stores).into_iter().filter(differs);
        saved.map(|entry| words(&entry)).collect()
    }
}

/// What `rewrite` makes of a URL, if it does.
fn rewritten(url: &[u8], rewrite: &Variable) -> Option<RemoteUrl> {
    let prefix = rewrite.setting.value.as_deref()?;
    let base = rewrite.setting.subsection.as_deref()?;
    let rest = url.strip_prefix(prefix)?;
    Some(RemoteUrl::parse(&[base, rest].concat()))
}

fn base(rewrite: &Variable) -> RemoteUrl {
    RemoteUrl::parse(rewrite.setting.subsection.as_deref().unwrap_or_default())
}

fn base_without_secret(rewrite: &Variable) -> Result<String, ChangeError> {
    let url = base(rewrite);
    let user = match &url.secret {
        Some(secret) if !secret.is_empty() => Some(username(&url)?),
        _ => url.user.clone(),
    };
    let bare = url.with_user(user.as_deref());
    // What comes behind it may begin with the slash.
    let ends_with_slash = rewrite.setting.subsection.as_ref();
    Ok(
        match ends_with_slash.is_some_and(|base| base.ends_with(b"/")) {
            true => bare,
            false => bare.strip_suffix('/').unwrap_or(&bare).to_owned(),
        },
    )
}

/// The user name that Git sends now, or the one that the host wants beside a token which stands
/// where the name should.
fn username(url: &RemoteUrl) -> Result<String, ChangeError> {
    if let Some(user) = &url.user {
        return Ok(user.clone());
    }
    let kind = url
        .secret
        .as_ref()
        .map_or(TokenKind::Unknown, |secret| TokenKind::of_secret(secret));
    match (Forge::of(url, None).facts().username)(kind) {
        Username::Fixed(word) | Username::Any(word) => Ok(word.to_owned()),
        Username::Own => Err(ChangeError::Unusable(format!(
            "which user name belongs to the token? put it into {url} before the token, and try again"
        ))),
    }
}
