//! Where credentials lie: each store lists, reads, removes exactly one and puts it back.

mod cache;
mod files;
mod forge_programs;
mod keychain;
mod keyring;
mod manager;
mod manager_check;
mod manager_files;
mod netrc;
mod programs;
mod windows_names;
