//! Read repositories again after a setting changed, and keep what servers answered about URLs
//! that are still the same.

use std::sync::{Mutex, PoisonError};

use super::Workshop;
use super::scan::{Scanned, scan};
use crate::diagnosis;
use crate::model::{Cancel, RemoteReport, RepositoryReport};

/// Reads the repositories of `known` again. Asks no server; a repository that is gone is left
/// out.
pub fn rescan(
    workshop: &Workshop,
    known: &[RepositoryReport],
    cancel: &Cancel,
) -> Vec<RepositoryReport> {
    let paths: Vec<_> = known.iter().map(|report| report.path.clone()).collect();
    let found = Mutex::new(Vec::new());
    scan(workshop, &paths, false, cancel, &|scanned| {
        if let Scanned::Repository(report) = scanned {
            let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
            found.push(*report);
        }
    });
    let mut found: Vec<RepositoryReport> =
        found.into_inner().unwrap_or_else(PoisonError::into_inner);
    found.retain(|report| paths.contains(&report.path));
    for report in &mut found {
        let before = known.iter().find(|before| before.path == report.path);
        let before = before.map_or(&[][..], |before| &before.remotes);
        for remote in &mut report.remotes {
            if let Some(before) = before.iter().find(|before| is_same(before, remote)) {
                remote.fetch = before.fetch.clone();
                remote.push = before.push.clone();
                remote.forge = before.forge;
            }
        }
        diagnosis::diagnose(report, &workshop.machine());
    }
    found
}

/// Whether what was answered about `before` is true of `now`.
fn is_same(before: &RemoteReport, now: &RemoteReport) -> bool {
    before.name == now.name
        && before.fetch_url == now.fetch_url
        && before.push_urls == now.push_urls
        && before.settings == now.settings
}
