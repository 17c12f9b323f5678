//! Changes to settings: planned, shown, made, taken back, and seen by real Git.

mod command_line;
mod edit;
mod places;
mod scene;
mod secret;
mod settings;
mod urls;
mod way_back;
