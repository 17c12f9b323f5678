//! Git as it is installed here: its program, its configuration read as data, its repositories.
//!
//! Nothing here decides what is right or wrong; it reads, and it runs Git where it must be run.

pub mod ask_helper;
pub mod command;
pub mod config;
pub mod config_edit;
pub mod config_shown;
pub mod config_syntax;
pub mod core_dump;
pub mod credential_protocol;
pub mod discover;
pub mod environment;
pub mod helper;
pub mod http_settings;
mod include;
pub mod install;
mod listing;
pub mod locked_file;
pub mod machine;
mod mounts;
mod no_proxy;
pub mod other_servers;
pub mod preflight;
pub mod programs;
pub mod read;
mod real_path;
pub mod remotes;
pub mod surroundings;
pub mod trust;
pub mod url_match;
pub mod walk;
mod wildmatch;

pub use command::{Finished, Run, RunError};
pub use config::{Config, Variable};
pub use discover::Place;
pub use environment::Environment;
pub use http_settings::HttpSettings;
pub use install::Git;
pub use real_path::real_path;
