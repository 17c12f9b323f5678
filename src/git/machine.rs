//! This machine, as far as the diagnosis needs to know it.

use std::time::{SystemTime, UNIX_EPOCH};

use super::Git;
use super::install::Version;
use crate::model::Machine;
use crate::model::machine::Date;

/// This machine as it is now. Runs nothing and changes nothing.
#[must_use]
pub fn machine(git: &Git) -> Machine {
    let Version(major, minor, patch) = git.version();
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    Machine {
        today: Date::of_unix_time(now.unwrap_or_default()),
        git: (major, minor, patch),
    }
}
