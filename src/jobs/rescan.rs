//! Read repositories again after a setting changed, and keep what servers answered about URLs
//! that are still the same.

use super::Workshop;
use super::scan::scan_all;
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
    let (mut found, _) = scan_all(workshop, &paths, cancel);
    found.retain(|report| paths.contains(&report.path));
    let machine = workshop.machine();
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
        diagnosis::diagnose(report, &machine);
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
