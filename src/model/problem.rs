//! Something that could not be done, beside what could: partial failure is a value and a list of these.

use serde::Serialize;

/// What went wrong where, in words that say what to do next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The file, folder, store or host it concerns, shown as it is.
    pub subject: String,
    /// Lower case, no full stop.
    pub message: String,
}

impl std::fmt::Display for Problem {
    /// `subject: message`
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.subject, self.message)
    }
}

impl Problem {
    /// A problem with `subject`; both are cleaned of what must not reach a screen.
    #[must_use]
    pub fn new(subject: impl AsRef<str>, message: impl AsRef<str>) -> Self {
        use super::outside_text::display_safe;
        Self {
            subject: display_safe(subject.as_ref()),
            message: display_safe(message.as_ref()),
        }
    }
}
