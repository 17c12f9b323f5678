//! What the tests stand on: a hermetic home, real servers, real stores.

pub mod cli;
pub mod home;
pub mod source_text;
