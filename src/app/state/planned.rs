//! A change to settings that was planned: shown line by line before it is made.

use crate::app::action::RemoteKey;
use crate::app::event::JobId;
use crate::jobs::change::Plan;

/// A planned change.
pub struct PlannedChange {
    /// The remote that it is about.
    pub key: RemoteKey,
    /// What the button said.
    pub words: String,
    /// How far it is.
    pub stands: Planned,
    /// The job that looks, or makes it.
    pub job: JobId,
}

/// How far a planned change is.
pub enum Planned {
    /// The files are being read.
    Looking,
    /// This would change.
    Ready(Box<Plan>),
    /// It is being made.
    Making,
    /// It cannot be made, and why.
    Failed(String),
}
