//! The ways in which signing in fails, each in a real home and with real Git.

mod answers;
#[cfg(unix)]
mod own_machine;
#[cfg(unix)]
mod own_programs;
#[cfg(unix)]
mod own_servers;
#[cfg(unix)]
mod own_stores;
