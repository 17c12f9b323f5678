//! Git Locksmith: which sign-in Git uses, why the server refuses it, and how to replace it.

pub mod app;
pub mod cli;
pub mod diagnosis;
pub mod git;
pub mod jobs;
pub mod model;
pub mod probe;
pub mod store;
pub mod ui;
