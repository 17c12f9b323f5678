//! Ask the servers whether the saved sign-ins open fetch and push.

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::Workshop;
use super::ask_server::Asker;
use crate::model::{Cancel, RemoteReport, RepositoryReport};

/// How many hosts are asked at the same time, and how many remotes of one host. The first
/// bounds the threads; the second is what every host bears.
const HOSTS_AT_ONCE: usize = 8;
const REMOTES_OF_A_HOST_AT_ONCE: usize = 4;

/// What a person may allow a check.
#[derive(Debug, Clone, Default)]
pub struct CheckOptions {
    /// Send a secret once more that was rejected before.
    pub retry: bool,
    /// Ask helpers too that may open a dialog.
    pub ask_helpers: bool,
    /// Hosts (`host` or `host:port`) to which credentials may travel over plain http.
    pub plain_http_hosts: Vec<String>,
}

/// One remote, checked.
pub struct Checked {
    /// Its repository.
    pub path: PathBuf,
    /// All that is known about the remote now.
    pub remote: RemoteReport,
    /// How many remotes are done.
    pub done: usize,
    /// How many there are.
    pub total: usize,
}

/// Checks every remote of `reports` and tells of each as soon as it is known. A cancelled check
/// tells of no more.
///
/// Sends each secret to its own server only, and one that is refused only once (rules
/// 2 to 5 of the README). What was rejected is remembered between starts.
pub fn check(
    workshop: &Workshop,
    reports: &[RepositoryReport],
    options: &CheckOptions,
    cancel: &Cancel,
    tell: &(dyn Fn(Checked) + Sync),
) {
    let stores = workshop.stores();
    let asker = Asker::new(workshop, &stores, options, cancel);
    let total = reports.iter().map(|report| report.remotes.len()).sum();
    let done = AtomicUsize::new(0);
    let hosts = Mutex::new(by_host(reports));
    let work_through = |remotes: &Mutex<VecDeque<Task<'_>>>| {
        while let Some(task) = next(remotes).filter(|_| !cancel.is_cancelled()) {
            let remote = asker.check(task.remote, task.repository);
            if cancel.is_cancelled() {
                return;
            }
            tell(Checked {
                path: task.repository.path.clone(),
                remote,
                done: done.fetch_add(1, Ordering::Relaxed) + 1,
                total,
            });
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..HOSTS_AT_ONCE {
            scope.spawn(|| {
                while let Some(remotes) = next(&hosts) {
                    let workers = remotes.len().min(REMOTES_OF_A_HOST_AT_ONCE);
                    let remotes = Mutex::new(remotes);
                    std::thread::scope(|scope| {
                        for _ in 0..workers {
                            scope.spawn(|| work_through(&remotes));
                        }
                    });
                }
            });
        }
    });
}

#[derive(Clone, Copy)]
struct Task<'a> {
    repository: &'a RepositoryReport,
    remote: &'a RemoteReport,
}

/// The remotes by the host they are fetched from, the busiest host first.
fn by_host(reports: &[RepositoryReport]) -> VecDeque<VecDeque<Task<'_>>> {
    let mut hosts: BTreeMap<String, VecDeque<Task<'_>>> = BTreeMap::new();
    for repository in reports {
        for remote in &repository.remotes {
            let host = remote
                .main_url()
                .map(|url| url.host_field().to_ascii_lowercase());
            hosts
                .entry(host.unwrap_or_default())
                .or_default()
                .push_back(Task { repository, remote });
        }
    }
    let mut hosts: Vec<_> = hosts.into_values().collect();
    hosts.sort_by_key(|remotes| std::cmp::Reverse(remotes.len()));
    hosts.into()
}

fn next<T>(queue: &Mutex<VecDeque<T>>) -> Option<T> {
    queue
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .pop_front()
}
