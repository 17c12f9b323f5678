//! The window: flows by label as a person or a screen reader finds things, and pictures of how
//! it looks. A binary of its own, because it links a renderer.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../support/home.rs"]
mod home;

mod harness;
mod pictures;
mod samples;
