//! The window.

use std::path::PathBuf;

use crate::git::Environment;

/// Opens the window and stays until it is closed.
pub fn run(_environment: Environment, _folders: Vec<PathBuf>) -> anyhow::Result<()> {
    todo!()
}
