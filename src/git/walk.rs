//! Walks folders in parallel and finds repositories.
//!
//! Every folder is listed once, and what it is can be told from its own listing: a `.git`, or
//! `HEAD` beside `objects` and `refs`. Links are not followed, so that no loop is endless; the
//! insides of repositories are never entered. Which mounted file systems are left out, `mounts`
//! says. No ignore file is honoured and hidden folders count: repositories lie there as well.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::discover::{self, Place};
use super::listing::{Entry, list};
use super::mounts::{LeftOut, Mounts};
use crate::model::outside_text::display_safe_bytes;
use crate::model::{Cancel, Kind, Problem};

/// Most folders that are named when they cannot be looked into; the rest is counted.
const MOST_PROBLEMS: usize = 100;
/// How many folders pass between two tellings of how many there were.
const BETWEEN_TELLINGS: u64 = 2048;
/// Threads wait for the disk more than they compute, but more than this gains nothing.
const MOST_THREADS: usize = 8;

/// What a walk tells as it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// A repository.
    Repository(Place),
    /// So many folders were looked at so far.
    Folders(u64),
}

/// What a walk saw.
#[derive(Debug, Default)]
pub struct Walked {
    /// How many folders were looked at.
    pub folders: u64,
    /// Folders that could not be read, and those left out; at most a hundred, then their number.
    pub problems: Vec<Problem>,
}

/// Tells of every repository at and below `folder`, on several threads at once.
///
/// Looks inside work trees only if `nested`. A bare repository inside another one's work tree
/// is told of only if `nested`: it may have come with a clone.
pub fn walk(folder: &Path, nested: bool, cancel: &Cancel, tell: &(dyn Fn(Seen) + Sync)) -> Walked {
    let threads =
        std::thread::available_parallelism().map_or(2, |count| count.get().clamp(2, MOST_THREADS));
    let walk = Walk {
        start: folder,
        nested,
        inside_work_tree: folder.ancestors().skip(1).any(is_work_tree),
        mounts: Mounts::below(folder),
        cancel,
        tell,
        threads,
        waiting: AtomicUsize::new(0),
        to_do: Mutex::new(vec![folder.to_owned()]),
        more: Condvar::new(),
        folders: AtomicU64::new(0),
        problems: Mutex::default(),
    };
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| walk.work());
        }
    });
    Walked {
        folders: walk.folders.into_inner(),
        problems: walk
            .problems
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
            .told(folder),
    }
}

struct Walk<'a> {
    start: &'a Path,
    nested: bool,
    inside_work_tree: bool,
    mounts: Mounts,
    cancel: &'a Cancel,
    tell: &'a (dyn Fn(Seen) + Sync),
    threads: usize,
    /// How many threads have nothing to do; written under the lock of `to_do`.
    waiting: AtomicUsize,
    to_do: Mutex<Vec<PathBuf>>,
    more: Condvar,
    folders: AtomicU64,
    problems: Mutex<Problems>,
}

impl Walk<'_> {
    /// Each thread goes deep on its own and shares when others have nothing to do.
    fn work(&self) {
        let mut own = Vec::new();
        while let Some(folder) = own.pop().or_else(|| self.take()) {
            if self.cancel.is_cancelled() {
                own.clear();
                continue;
            }
            self.visit(&folder, &mut own);
            if own.len() > 1 && self.waiting.load(Ordering::Relaxed) > 0 {
                self.share(&mut own);
            }
        }
    }

    /// A folder that another thread shared; `None` when no thread has anything left.
    fn take(&self) -> Option<PathBuf> {
        let mut to_do = self.to_do();
        self.waiting.fetch_add(1, Ordering::Relaxed);
        loop {
            if self.cancel.is_cancelled() {
                to_do.clear();
            }
            if let Some(folder) = to_do.pop() {
                self.waiting.fetch_sub(1, Ordering::Relaxed);
                return Some(folder);
            }
            if self.waiting.load(Ordering::Relaxed) == self.threads {
                self.more.notify_all();
                return None;
            }
            to_do = self
                .more
                .wait(to_do)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// The older half: those are higher up and hold more.
    fn share(&self, own: &mut Vec<PathBuf>) {
        let half = own.len() / 2;
        self.to_do().extend(own.drain(..half));
        self.more.notify_all();
    }

    fn to_do(&self) -> MutexGuard<'_, Vec<PathBuf>> {
        self.to_do.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn visit(&self, folder: &Path, own: &mut Vec<PathBuf>) {
        let before = own.len();
        let mut marks = Marks::default();
        let listed = list(folder, folder == self.start, |name, entry| {
            match name.as_encoded_bytes() {
                b".git" => return marks.dot_git = true,
                b"HEAD" | b"objects" | b"refs" => marks.of_bare += 1,
                _ => (),
            }
            if entry == Entry::Folder {
                own.push(folder.join(name));
            }
        });
        self.count();
        if let Err(error) = listed {
            self.could_not_read(folder, &error);
        }
        if marks.is_repository() && self.is_leaf(folder) {
            own.truncate(before);
        }
        if !self.mounts.is_empty() {
            let enters = |folder: &PathBuf| self.enters(folder);
            let below = own.split_off(before);
            own.extend(below.into_iter().filter(enters));
        }
    }

    /// Tells of the repository at `folder`, if there is one; whether to look no deeper.
    fn is_leaf(&self, folder: &Path) -> bool {
        match discover::at(folder) {
            Ok(None) => false,
            Ok(Some(place)) if place.kind == Kind::Bare => {
                if self.inside_work_tree && !self.nested {
                    self.problem(folder, "is a bare repository in another one's work tree and was left out; add it itself to see it");
                } else {
                    (self.tell)(Seen::Repository(place));
                }
                true
            }
            Ok(Some(place)) => {
                (self.tell)(Seen::Repository(place));
                !self.nested
            }
            Err(problem) => {
                self.problems().add(problem);
                false
            }
        }
    }

    fn enters(&self, folder: &Path) -> bool {
        match self.mounts.at(folder) {
            None => true,
            Some(LeftOut::MadeUp) => false,
            Some(LeftOut::Network) => {
                self.problem(
                    folder,
                    "is on a network drive and was left out; add it itself to see what it holds",
                );
                false
            }
        }
    }

    fn count(&self) {
        let count = self.folders.fetch_add(1, Ordering::Relaxed) + 1;
        if count.is_multiple_of(BETWEEN_TELLINGS) {
            (self.tell)(Seen::Folders(count));
        }
    }

    fn could_not_read(&self, folder: &Path, error: &io::Error) {
        // It went away while the walk was on its way, or was replaced by a link.
        let is_gone = matches!(
            error.kind(),
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
        );
        if !is_gone || folder == self.start {
            self.problem(folder, &format!("cannot be looked into: {error}"));
        }
    }

    fn problem(&self, folder: &Path, message: &str) {
        let subject = display_safe_bytes(folder.as_os_str().as_encoded_bytes());
        self.problems().add(Problem::new(subject, message));
    }

    fn problems(&self) -> MutexGuard<'_, Problems> {
        self.problems.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a folder's own listing says.
#[derive(Default)]
struct Marks {
    dot_git: bool,
    /// How many of `HEAD`, `objects` and `refs` are there.
    of_bare: u8,
}

impl Marks {
    fn is_repository(&self) -> bool {
        self.dot_git || self.of_bare == 3
    }
}

/// The first hundred, and how many more there were.
#[derive(Default)]
struct Problems {
    named: Vec<Problem>,
    more: u64,
}

impl Problems {
    fn add(&mut self, problem: Problem) {
        if self.named.len() < MOST_PROBLEMS {
            self.named.push(problem);
        } else {
            self.more += 1;
        }
    }

    fn told(mut self, start: &Path) -> Vec<Problem> {
        if self.more > 0 {
            let subject = display_safe_bytes(start.as_os_str().as_encoded_bytes());
            let message = format!("{} more folders below could not be looked into", self.more);
            self.named.push(Problem::new(subject, message));
        }
        self.named
    }
}

fn is_work_tree(folder: &Path) -> bool {
    matches!(discover::at(folder), Ok(Some(place)) if place.kind != Kind::Bare)
}
