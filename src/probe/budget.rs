//! A rejected secret is not sent twice, not even after a restart (rule 3 of the README).
//!
//! While the program runs, one asks and all others with the same secret wait for the answer. What
//! outlives it is kept in [`Remembered`], without the secret.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::fingerprint::{Fingerprint, Key};
use super::remembered::Remembered;
use crate::model::{Access, AccessState, Cancel, Credential, Problem, Realm};

/// How often one who waits looks whether it is still wanted.
const HEED: Duration = Duration::from_millis(50);

/// Remembers which secrets were refused where.
pub struct Budget {
    /// Of this run of the program alone.
    key: Key,
    known: Mutex<HashMap<Fingerprint, Known>>,
    changed: Condvar,
    remembered: Mutex<Remembered>,
}

/// What is known of one secret at one place.
enum Known {
    /// Somebody asks just now.
    Asking,
    /// The server let it in, or knew it and refused something else.
    Accepted { let_in: bool },
    /// The server refused the secret itself.
    Refused { access: Box<Access>, at: Instant },
}

impl Budget {
    /// Reads what was remembered in `file`, which is made when the first secret is refused.
    #[must_use]
    pub fn load(file: &Path) -> (Self, Vec<Problem>) {
        let (remembered, problems) = Remembered::load(file);
        let budget = Self {
            key: Key::random(),
            known: Mutex::default(),
            changed: Condvar::new(),
            remembered: Mutex::new(remembered),
        };
        (budget, problems)
    }

    /// Asks at most once for each (realm, user name, secret) until it is known to be let in: the
    /// others wait for the first answer, and where it was a refusal they get that without a
    /// request of their own.
    ///
    /// A refusal from before `again` does not count, so that the secret is sent once more.
    pub fn once(
        &self,
        realm: &Realm,
        credential: &Credential,
        again: Option<Instant>,
        cancel: &Cancel,
        ask: impl FnOnce() -> Access,
    ) -> Access {
        let fingerprint = self.key.fingerprint(realm, credential);
        let mut known = self.known();
        loop {
            match known.get(&fingerprint) {
                Some(Known::Accepted { .. }) => {
                    drop(known);
                    let access = ask();
                    self.learn(fingerprint, realm, credential, &access);
                    return access;
                }
                Some(Known::Refused { access, at }) if again.is_none_or(|again| *at >= again) => {
                    return Access {
                        inferred: true,
                        ..(**access).clone()
                    };
                }
                Some(Known::Asking) => {
                    if cancel.is_cancelled() {
                        return Access::because(AccessState::NotChecked, "cancelled");
                    }
                    let waited = self.changed.wait_timeout(known, HEED);
                    known = waited.unwrap_or_else(PoisonError::into_inner).0;
                }
                None if again.is_none()
                    && let Some(refusal) = self.remembered().refusal(realm, credential) =>
                {
                    return refusal;
                }
                Some(Known::Refused { .. }) | None => break,
            }
        }
        known.insert(fingerprint, Known::Asking);
        drop(known);
        // Those who wait must not wait for ever, whatever becomes of the one who asks.
        let wake = Wake {
            budget: self,
            fingerprint,
        };
        let access = ask();
        self.learn(fingerprint, realm, credential, &access);
        drop(wake);
        access
    }

    /// Whether the server let it in before, in this process.
    #[must_use]
    pub fn is_proven(&self, realm: &Realm, credential: &Credential) -> bool {
        let fingerprint = self.key.fingerprint(realm, credential);
        matches!(
            self.known().get(&fingerprint),
            Some(Known::Accepted { let_in: true })
        )
    }

    /// Whether the server refused it before.
    #[must_use]
    pub fn is_rejected(&self, realm: &Realm, credential: &Credential) -> bool {
        let fingerprint = self.key.fingerprint(realm, credential);
        match self.known().get(&fingerprint) {
            Some(Known::Refused { .. }) => true,
            Some(Known::Accepted { .. }) => false,
            Some(Known::Asking) | None => self.remembered().refusal(realm, credential).is_some(),
        }
    }

    fn learn(
        &self,
        fingerprint: Fingerprint,
        realm: &Realm,
        credential: &Credential,
        access: &Access,
    ) {
        use AccessState::{
            Forbidden, Gone, NotChecked, NotFound, NotGit, RateLimited, Rejected, SignInNeeded,
            Unreachable, Unsupported, Works, WorksWithoutSignIn,
        };
        let news = match access.state {
            Works | WorksWithoutSignIn => Some(Known::Accepted { let_in: true }),
            // The server knew who it was.
            Forbidden | NotFound => Some(Known::Accepted { let_in: false }),
            Rejected | Gone => Some(Known::Refused {
                access: Box::new(access.clone()),
                at: Instant::now(),
            }),
            // It was not looked at; the next may ask.
            NotChecked | NotGit | RateLimited | SignInNeeded | Unreachable | Unsupported => None,
        };
        match &news {
            Some(Known::Refused { .. }) => {
                self.remembered().refused(realm, credential, access.state);
            }
            Some(Known::Accepted { let_in: true }) => self.remembered().let_in(realm, credential),
            _ => (),
        }
        let mut known = self.known();
        match (news, known.get(&fingerprint)) {
            // One repository that is closed does not make the secret less proven.
            (Some(Known::Accepted { let_in: false }), Some(Known::Accepted { let_in: true })) => (),
            (Some(news), _) => drop(known.insert(fingerprint, news)),
            (None, Some(Known::Asking)) => drop(known.remove(&fingerprint)),
            (None, _) => (),
        }
        drop(known);
        self.changed.notify_all();
    }

    fn known(&self) -> MutexGuard<'_, HashMap<Fingerprint, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn remembered(&self) -> MutexGuard<'_, Remembered> {
        self.remembered
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes back that somebody asks, where nothing was learned.
struct Wake<'a> {
    budget: &'a Budget,
    fingerprint: Fingerprint,
}

impl Drop for Wake<'_> {
    fn drop(&mut self) {
        let mut known = self.budget.known();
        if matches!(known.get(&self.fingerprint), Some(Known::Asking)) {
            known.remove(&self.fingerprint);
        }
        drop(known);
        self.budget.changed.notify_all();
    }
}
