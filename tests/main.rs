//! All tests but those of the window, by area. One binary, so that the library is linked once.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

mod accounts;
mod answer;
mod ask_helper;
#[cfg(unix)]
mod asked_helper;
mod budget;
mod changes;
mod check;
mod children;
mod clear;
mod cli;
mod config;
mod diagnosis;
mod discover;
mod forges;
mod git_words;
mod helper;
mod helpers_in_force;
mod hostile;
mod http_settings;
#[cfg(target_os = "linux")]
mod keyrings;
mod paste;
mod probe;
mod probe_tls;
mod readme;
mod recorded;
mod remotes;
mod report;
mod save;
mod scan;
mod scenarios;
mod secrets;
mod stores;
mod structure;
#[cfg(unix)]
mod through_git;
mod urls;
