//! List the saved sign-ins of repositories again, after one was cleared, put back or saved.

use super::Workshop;
use super::saved::SavedSignIns;
use crate::diagnosis;
use crate::model::RepositoryReport;

/// Lists again what is saved for every realm of `reports`, and finds what follows from it.
/// What servers answered stays as it was; ask again with a check.
pub fn refresh(workshop: &Workshop, reports: &mut [RepositoryReport]) {
    let stores = workshop.stores();
    let saved = SavedSignIns::new(&stores);
    let machine = workshop.machine();
    for report in reports {
        for remote in &mut report.remotes {
            remote.saved = saved.of(&remote.realms());
            if let Some(answers) = &mut remote.surroundings.keyring_answers {
                *answers = saved.has_keyring();
            }
        }
        saved.add_to(&mut report.surroundings.other_servers);
        diagnosis::diagnose(report, &machine);
    }
}
