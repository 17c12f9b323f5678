//! What the diagnosis needs to know of this machine, read once and handed to the rules.

use std::time::Duration;

use super::surroundings::MissingProgram;

/// This machine, as far as it matters to signing in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Machine {
    /// The day it is, as rules about dates compare it.
    pub today: Date,
    /// When this was read, in seconds since 1970 UTC.
    pub now: u64,
    /// The version of Git: major, minor, patch.
    pub git: (u32, u32, u32),
    /// The version in Git's own words, less `git version`.
    pub git_words: String,
    /// Its operating system.
    pub system: System,
    /// The person's home folder, which words show as `~`.
    pub home: Option<String>,
    /// Whether it is the Linux inside Windows (WSL).
    pub is_wsl: bool,
    /// `GIT_ASKPASS` and its kin where they name something that is gone.
    pub missing_ask_pass: Vec<MissingProgram>,
    /// Variables that hold a token for programs beside Git: `GITHUB_TOKEN`.
    pub token_variables: Vec<&'static str>,
}

/// An operating system.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum System {
    /// Linux and other systems with its desktop.
    #[default]
    Linux,
    /// macOS.
    MacOs,
    /// Windows.
    Windows,
}

/// A day of the calendar; days compare as they follow each other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// 2026
    pub year: u16,
    /// 1 to 12
    pub month: u8,
    /// 1 to 31
    pub day: u8,
}

impl Date {
    /// The day in UTC, so long after 1970 began.
    #[must_use]
    pub fn of_unix_time(since: Duration) -> Self {
        // Days of the calendar that counts the year from March, so that a leap day comes last.
        let days = since.as_secs() / 86_400 + 719_468;
        let (era, day) = (days / 146_097, days % 146_097);
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        let of_month = day - (153 * month + 2) / 5 + 1;
        let (year, month) = match month {
            0..10 => (year, month + 3),
            _ => (year + 1, month - 9),
        };
        Self {
            year: u16::try_from(year + era * 400).unwrap_or(u16::MAX),
            month: u8::try_from(month).unwrap_or_default(),
            day: u8::try_from(of_month).unwrap_or_default(),
        }
    }
}
