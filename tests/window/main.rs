//! The window: flows by label as a person or a screen reader finds things, and pictures of how
//! it looks. A binary of its own, because it links a renderer.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../support/mod.rs"]
#[expect(dead_code, reason = "shared with the other tests, which use the rest")]
mod support;

mod contrast;
mod folders;
mod harness;
mod keyboard;
mod layout;
mod letters;
mod lists;
mod pictures;
mod repair;
mod samples;
mod screen;
mod screen_reader;
mod secrets;
mod settings;
mod story;
mod system_theme;
mod walk;
