//! Changes to settings: planned, shown, made, taken back, and seen by real Git.

mod edit;
mod scene;
mod urls;
