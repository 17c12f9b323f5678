//! Changes to settings: planned, shown, made, taken back, and seen by real Git.

mod edit;
mod places;
mod scene;
mod secret;
mod settings;
mod urls;
