//! List the saved sign-ins of repositories again, after one was cleared, put back or saved.

use super::Workshop;
use crate::model::RepositoryReport;

/// Lists again what is saved for every realm of `reports`, and finds what follows from it.
/// What was cleared is no longer known to be rejected; what was checked stays known.
pub fn refresh(_workshop: &Workshop, _reports: &mut [RepositoryReport]) {
    todo!()
}
