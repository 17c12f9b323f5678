//! The question to the server, and what its answer means.

mod budget;
mod question;
pub mod through_git;

pub use budget::Budget;
pub use question::{Probe, Question, Service};
