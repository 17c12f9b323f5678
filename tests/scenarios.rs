//! The ways in which signing in fails, each in a real home and with real Git.

#[cfg(unix)]
mod own_machine;
