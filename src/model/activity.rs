//! What was run or asked, told as it happens: the window's activity log and the log file read it.

use std::fmt;
use std::sync::Arc;

use super::outside_text::display_safe;

/// One thing that was run or asked, secrets masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// `git credential-cache erase`, `GET https://host/…/info/refs?service=git-upload-pack`
    pub what: String,
    /// `401 Unauthorized`, `exit 0`, `gave up after 10 s`
    pub outcome: String,
}

/// Where activities are told. Cheap to clone; the default tells nobody.
#[derive(Clone)]
pub struct ActivityLog(Arc<dyn Fn(Activity) + Send + Sync>);

impl ActivityLog {
    /// Tells `listener`.
    #[must_use]
    pub fn to(listener: impl Fn(Activity) + Send + Sync + 'static) -> Self {
        Self(Arc::new(listener))
    }

    /// Tells that `what` was done and how it ended.
    pub fn tell(&self, what: impl AsRef<str>, outcome: impl AsRef<str>) {
        (self.0)(Activity {
            what: display_safe(what.as_ref()),
            outcome: display_safe(outcome.as_ref()),
        });
    }
}

impl Default for ActivityLog {
    fn default() -> Self {
        Self::to(|_| ())
    }
}

impl fmt::Debug for ActivityLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ActivityLog")
    }
}
