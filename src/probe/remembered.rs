//! What is remembered of refusals between starts: a keyed fingerprint and the time, in one file
//! that only its owner may read. The key lies beside it, so the file is worth nothing without a
//! guess of the whole secret, and no secret is in it.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::fingerprint::{Fingerprint, Key, from_hex, to_hex};
use crate::git::preflight::read_regular;
use crate::model::{Access, AccessState, Credential, Problem, Realm};

/// Most refusals that are kept; the oldest go first.
const MOST: usize = 1000;
/// How long another process may hold the lock. Past that, this refusal is not written down.
const LOCK_PATIENCE: Duration = Duration::from_secs(1);

/// The refusals of one file.
pub(super) struct Remembered {
    file: PathBuf,
    content: Option<Content>,
}

struct Content {
    key: Key,
    refusals: BTreeMap<Fingerprint, Refusal>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
struct Refusal {
    /// Seconds since 1970.
    time: u64,
    answer: Answer,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Answer {
    Rejected,
    Gone,
}

/// As it lies in the file.
#[derive(Serialize, Deserialize)]
struct Stored {
    version: u32,
    key: String,
    refusals: BTreeMap<String, Refusal>,
}

impl Remembered {
    /// Reads `file`. A damaged one is a problem, and its content is forgotten.
    pub(super) fn load(file: &Path) -> (Self, Vec<Problem>) {
        let (content, problems) = match Content::read(file) {
            Ok(content) => (content, Vec::new()),
            Err(message) => {
                let message = format!("{message}; which secrets were refused before is forgotten");
                let problem = Problem::new(file.display().to_string(), message);
                (None, vec![problem])
            }
        };
        let file = file.to_owned();
        (Self { file, content }, problems)
    }

    /// The refusal, in words that say it is an old one.
    pub(super) fn refusal(&self, realm: &Realm, credential: &Credential) -> Option<Access> {
        let content = self.content.as_ref()?;
        let fingerprint = content.key.fingerprint(realm, credential);
        let refusal = content.refusals.get(&fingerprint)?;
        let state = match refusal.answer {
            Answer::Rejected => AccessState::Rejected,
            Answer::Gone => AccessState::Gone,
        };
        let days = now().saturating_sub(refusal.time) / 86400;
        let when = match days {
            0 => "within the last day".to_owned(),
            1 => "yesterday".to_owned(),
            days => format!("{days} days ago"),
        };
        let words = format!("the server refused this sign-in {when}; it was not sent again");
        Some(Access {
            inferred: true,
            ..Access::because(state, words)
        })
    }

    /// Remembers that the secret was refused.
    pub(super) fn refused(&mut self, realm: &Realm, credential: &Credential, state: AccessState) {
        let answer = match state {
            AccessState::Gone => Answer::Gone,
            _ => Answer::Rejected,
        };
        self.change(|content| {
            let fingerprint = content.key.fingerprint(realm, credential);
            let refusal = Refusal {
                time: now(),
                answer,
            };
            content.refusals.insert(fingerprint, refusal);
            content.forget_oldest();
        });
    }

    /// Forgets that the secret was refused.
    pub(super) fn let_in(&mut self, realm: &Realm, credential: &Credential) {
        if self.refusal(realm, credential).is_some() {
            self.change(|content| {
                let fingerprint = content.key.fingerprint(realm, credential);
                content.refusals.remove(&fingerprint);
            });
        }
    }

    /// Changes the file as it is now, which another process may have changed as well. Where it
    /// cannot be written, this process still remembers.
    fn change(&mut self, change: impl FnOnce(&mut Content)) {
        let lock = self.lock();
        let on_disk = Content::read(&self.file).ok().flatten();
        let mut content = match (on_disk, self.content.take()) {
            (Some(content), _) | (None, Some(content)) => content,
            (None, None) => Content {
                key: Key::random(),
                refusals: BTreeMap::new(),
            },
        };
        change(&mut content);
        if let Ok(Some(_lock)) = lock {
            // A full disk costs one more request after the next start, and nothing else.
            let _ = content.write(&self.file);
        }
        self.content = Some(content);
    }

    /// A file beside it, because the file itself is replaced. `None` where another process holds
    /// it for too long.
    fn lock(&self) -> io::Result<Option<File>> {
        if let Some(folder) = self.file.parent() {
            make_folder(folder)?;
        }
        let lock = private()
            .create(true)
            .open(self.file.with_extension("lock"))?;
        let until = Instant::now() + LOCK_PATIENCE;
        loop {
            match lock.try_lock() {
                Ok(()) => return Ok(Some(lock)),
                Err(TryLockError::Error(error)) => return Err(error),
                Err(TryLockError::WouldBlock) if Instant::now() >= until => return Ok(None),
                Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(5)),
            }
        }
    }
}

impl Content {
    /// `None` where there is no file. The error is in words.
    fn read(file: &Path) -> Result<Option<Self>, String> {
        let Some(bytes) = read_regular(file).map_err(|problem| problem.message)? else {
            return Ok(None);
        };
        let damaged = || "is damaged".to_owned();
        let stored: Stored = serde_json::from_slice(&bytes).map_err(|_| damaged())?;
        if stored.version != 1 {
            return Err("was written by a newer version".to_owned());
        }
        let mut refusals = BTreeMap::new();
        for (fingerprint, refusal) in &stored.refusals {
            refusals.insert(from_hex(fingerprint).ok_or_else(damaged)?, *refusal);
        }
        Ok(Some(Self {
            key: Key::from_hex(&stored.key).ok_or_else(damaged)?,
            refusals,
        }))
    }

    /// Replaces the file at once, so that a crash leaves the old one or the new one.
    fn write(&self, file: &Path) -> io::Result<()> {
        let stored = Stored {
            version: 1,
            key: self.key.to_hex(),
            refusals: self
                .refusals
                .iter()
                .map(|(fingerprint, refusal)| (to_hex(fingerprint), *refusal))
                .collect(),
        };
        let temporary = file.with_extension(format!("{}.tmp", std::process::id()));
        let result = (|| {
            let mut out = private().create(true).truncate(true).open(&temporary)?;
            serde_json::to_writer(&mut out, &stored)?;
            out.flush()?;
            out.sync_all()?;
            fs::rename(&temporary, file)
        })();
        if result.is_err() {
            let _ = fs::remove_file(&temporary);
        }
        result
    }

    fn forget_oldest(&mut self) {
        while self.refusals.len() > MOST {
            let oldest = self.refusals.iter().min_by_key(|(_, refusal)| refusal.time);
            let Some((&fingerprint, _)) = oldest else {
                return;
            };
            self.refusals.remove(&fingerprint);
        }
    }
}

/// Opens files that nobody but the owner may read.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs())
}
