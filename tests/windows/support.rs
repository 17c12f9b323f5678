//! What the tests of all systems stand on, as far as it needs no Unix.

#[path = "../support/authority.rs"]
pub mod authority;
#[path = "../support/cli.rs"]
pub mod cli;
#[path = "../support/forge.rs"]
pub mod forge;
#[path = "../support/home.rs"]
pub mod home;
