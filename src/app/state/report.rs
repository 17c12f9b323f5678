//! The report to hand to a colleague, while it is shown.

/// An open report.
#[derive(Debug, Default)]
pub struct Report {
    /// Its text, once it is written; names and secrets are masked in it.
    pub text: Option<String>,
    /// Whether it was copied.
    pub is_copied: bool,
}
