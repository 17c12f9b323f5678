//! The things a person can do, one file each. The window runs them on threads of their own and
//! hears of them as they go; the command line calls them and prints the same values.
//!
//! A job takes what it needs, tells of its progress through a function, heeds a
//! [`crate::model::Cancel`], and returns what it did with what it could not do. It never
//! touches the window's state and never prints.

mod ask_server;
mod candidate;
pub mod change;
pub mod check;
pub mod clear;
pub mod helper;
mod helper_choices;
pub mod refresh;
pub mod report;
pub mod rescan;
pub mod save;
mod saved;
pub mod scan;
pub mod try_token;
pub mod undo;
pub mod workshop;

pub use workshop::{OpenError, Workshop};
