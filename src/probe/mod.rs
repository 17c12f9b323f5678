//! The question to the server, and what its answer means.

mod agents;
pub mod answer;
mod budget;
mod client;
mod failure;
mod fingerprint;
pub mod git_words;
mod mask;
pub mod pkt_line;
mod question;
mod redirect;
mod remembered;
mod resolver;
pub mod through_git;
mod words;

pub use budget::Budget;
pub use question::{Probe, Question, Service};
