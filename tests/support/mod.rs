//! What the tests stand on: a hermetic home, real servers, real stores.

#[cfg(unix)]
pub mod apache;
pub mod asker;
pub mod authority;
pub mod cli;
#[cfg(target_os = "linux")]
pub mod dead_drive;
pub mod forge;
pub mod gits;
#[cfg(unix)]
pub mod gpg;
pub mod helper_cases;
pub mod helpers;
pub mod home;
pub mod hostile_rows;
pub mod keyring;
pub mod proxy;
pub mod source_text;
