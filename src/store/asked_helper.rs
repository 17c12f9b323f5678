//! A helper whose store is not one of ours: it holds what it answers when it is asked by Git's
//! protocol, and is asked only when the person wants it, as it may open a dialog.
//!
//! It lists nothing by itself. What it answered is removed by telling it to erase, and is gone only
//! if it answers no more; an undo hands it back, and believes only that it is answered again.

use super::{Kept, Listing, Store, StoreError};
use crate::git::Git;
use crate::git::ask_helper::{self, AskError};
use crate::model::entry::Handle;
use crate::model::outside_text::display_safe;
use crate::model::{Credential, Entry, HelperInForce, Problem, Realm, StoreKind, TokenKind};

/// What a helper is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelperQuestion {
    /// The helper, which no repository brought.
    pub helper: HelperInForce,
    /// Where the sign-in may be used.
    pub realm: Realm,
    /// The host as the remote's URL spells it.
    pub host: String,
    /// Only this user's.
    pub username: Option<String>,
}

impl HelperQuestion {
    /// What is to be asked to get `entry` once more; `None` where no helper answered it.
    #[must_use]
    pub fn of(entry: &Entry) -> Option<Self> {
        let Handle::Helper { helper } = &entry.handle else {
            return None;
        };
        Some(Self {
            helper: helper.clone(),
            realm: entry.realm()?,
            host: entry.host.clone(),
            username: entry.username.clone(),
        })
    }

    /// Asks the helper alone, with every dialog of Git's switched off.
    ///
    /// # Errors
    ///
    /// It was not run, took too long, or answered for another host.
    pub fn ask(&self, git: &Git) -> Result<Option<Credential>, AskError> {
        let username = self.username.as_deref();
        ask_helper::fill(git, &self.helper, &self.realm, &self.host, username)
    }

    /// What was answered, as a saved sign-in.
    #[must_use]
    pub fn entry(&self, answer: &Credential) -> Entry {
        Entry {
            store: StoreKind::OtherHelper,
            location: name(&self.helper),
            written_by: None,
            protocol: self.realm.protocol.clone(),
            host: self.host.clone(),
            path: self.realm.path.clone(),
            username: Some(answer.username.clone()),
            kind: Some(TokenKind::of_secret(&answer.secret)),
            renews: false,
            locked: false,
            expires: None,
            handle: Handle::Helper {
                helper: self.helper.clone(),
            },
        }
    }
}

/// All helpers that can be asked.
pub(super) struct AskedHelper(Git);

/// What a helper answered before it was told to erase it.
pub(super) struct Answered {
    question: HelperQuestion,
    credential: Credential,
}

impl AskedHelper {
    pub(super) fn new(git: &Git) -> Self {
        Self(git.clone())
    }

    fn find(&self, entry: &Entry) -> Result<Answered, StoreError> {
        let gone = || StoreError::Gone {
            place: entry.location.clone(),
        };
        let question = HelperQuestion::of(entry).ok_or_else(gone)?;
        let credential = question.ask(&self.0)?.ok_or_else(gone)?;
        Ok(Answered {
            question,
            credential,
        })
    }
}

impl Store for AskedHelper {
    fn kind(&self) -> StoreKind {
        StoreKind::OtherHelper
    }

    fn list(&self, _realms: &[Realm]) -> Listing {
        Listing::default()
    }

    fn ask(&self, question: &HelperQuestion) -> Listing {
        match question.ask(&self.0) {
            Ok(answer) => Listing {
                entries: answer.iter().map(|found| question.entry(found)).collect(),
                problems: Vec::new(),
            },
            Err(error) => Listing {
                entries: Vec::new(),
                problems: vec![Problem::new(name(&question.helper), error.to_string())],
            },
        }
    }

    fn read(&self, entry: &Entry) -> Result<Credential, StoreError> {
        self.find(entry).map(|answered| answered.credential)
    }

    fn snapshot(&self, entry: &Entry) -> Result<Kept, StoreError> {
        self.find(entry).map(Kept::Answer)
    }

    fn remove(&self, entry: &Entry) -> Result<Kept, StoreError> {
        let answered = self.find(entry)?;
        let HelperQuestion {
            helper,
            realm,
            host,
            ..
        } = &answered.question;
        let username = &answered.credential.username;
        let left = ask_helper::reject(&self.0, helper, realm, host, username)
            .and_then(|()| answered.question.ask(&self.0));
        match left {
            Err(error) => Err(StoreError::unsure(error, Kept::Answer(answered))),
            Ok(None) => Ok(Kept::Answer(answered)),
            Ok(Some(left)) if !left.secret.same_as(&answered.credential.secret) => {
                Ok(Kept::Answer(answered))
            }
            Ok(Some(_)) => Err(StoreError::StillAnswers {
                helper: name(helper),
                how: where_to_clear(helper, host),
            }),
        }
    }

    fn restore(&self, kept: &Kept) -> Result<(), StoreError> {
        let Kept::Answer(Answered {
            question,
            credential,
        }) = kept
        else {
            return Ok(());
        };
        let place = name(&question.helper);
        match question.ask(&self.0)? {
            Some(now) if now.secret.same_as(&credential.secret) => return Ok(()),
            Some(_) => return Err(StoreError::Taken { place }),
            None => (),
        }
        let HelperQuestion {
            helper,
            realm,
            host,
            ..
        } = question;
        ask_helper::approve(&self.0, helper, realm, host, credential)?;
        let again = question.ask(&self.0)?;
        match again.is_some_and(|again| again.secret.same_as(&credential.secret)) {
            true => Ok(()),
            false => Err(StoreError::Refused {
                place,
                reason: "it was handed back and is not answered".to_owned(),
            }),
        }
    }
}

fn name(helper: &HelperInForce) -> String {
    display_safe(helper.name())
}

/// What to do about a helper that keeps its sign-ins itself.
fn where_to_clear(helper: &HelperInForce, host: &str) -> String {
    let host = display_safe(host);
    match helper.name() {
        program @ ("gh" | "glab") => format!("run {program} auth logout --hostname {host}"),
        "netrc" => "take the login out of the netrc file that it reads".to_owned(),
        "pass-git-helper" | "pass" => format!("remove the entry for {host} with pass rm"),
        "keepassxc" => format!("delete the entry for {host} in KeePassXC"),
        "1password" | "op" => format!("delete the item for {host} in 1Password"),
        "oauth" => "it gets a new token each time; revoke its access on the host's page".to_owned(),
        name => format!(
            "clear the sign-in for {host} in the program that {} asks",
            display_safe(name)
        ),
    }
}
