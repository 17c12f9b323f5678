//! Where a command writes: results to one place, progress and problems to another.

use std::io::Write;

use super::json::{FailureOutput, VERSION};
use crate::git::Environment;
use crate::model::{Cancel, Problem};

/// Where a command writes and what it reads.
pub struct Console<'a> {
    /// Results.
    pub out: &'a mut (dyn Write + Send),
    /// Progress and problems.
    pub err: &'a mut (dyn Write + Send),
    /// Whether a person watches: progress is told, each line over the last.
    pub shows_progress: bool,
    /// Whether the person has had enough (Ctrl-C).
    pub cancel: Cancel,
    /// The home folder is shown as `~`.
    pub environment: &'a Environment,
}

impl Console<'_> {
    /// A reader that went away (`| head`) is no failure of ours.
    pub(super) fn print(&mut self, text: &str) {
        let _ = self.out.write_all(text.as_bytes());
        let _ = self.out.flush();
    }

    pub(super) fn say(&mut self, text: &str) {
        let _ = self.err.write_all(text.as_bytes());
    }

    pub(super) fn say_progress(&mut self, text: &str) {
        if self.shows_progress {
            self.say(&format!("\r{text}"));
        }
    }

    /// Ends a line of progress.
    pub(super) fn end_progress(&mut self) {
        if self.shows_progress {
            self.say("\n");
        }
    }

    pub(super) fn print_json(&mut self, value: &impl serde::Serialize) {
        let text = serde_json::to_string_pretty(value)
            .expect("the output types hold nothing that JSON cannot");
        self.print(&text);
        self.print("\n");
    }

    /// Tells that a command did not do its work, as text and where wished as JSON.
    pub(super) fn fail(&mut self, json: bool, step: Option<&str>, error: &str) {
        if json {
            self.print_json(&FailureOutput {
                version: VERSION,
                step,
                error,
            });
        }
        self.say(&format!("{error}\n"));
    }

    pub(super) fn say_problems(&mut self, problems: &[Problem]) {
        for problem in problems {
            self.say(&format!("{problem}\n"));
        }
    }
}
