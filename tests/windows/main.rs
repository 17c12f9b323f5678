//! What only Windows has: its Credential Manager, with Git's own helper `wincred` as the peer, and
//! our own helper on it; and those tests of the others that need no Unix. They run on Windows, and
//! under Wine by packaging/windows/try.
//!
//! The Credential Manager cannot be had for a test alone: what is written into it is for the
//! loopback and for hosts below
//! `.example`, which nobody has, and every test begins and ends without any of it.

#![cfg(windows)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod helper;
mod save;
mod scene;
mod store;
mod vault;

#[path = "../forges.rs"]
mod forges;
#[path = "../git_words.rs"]
mod git_words;
#[path = "../paste.rs"]
mod paste;
#[path = "../stores/windows_names.rs"]
mod windows_names;

#[expect(dead_code, reason = "the tests of other systems need the rest")]
mod support;
