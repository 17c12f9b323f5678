//! Measured, not asserted: `cargo bench` prints figures and aims side by side; `cargo bench -- scan`
//! only one part. Each figure is the median of runs that take turns, with warm caches.

#![expect(
    clippy::unwrap_used,
    reason = "a measurement that cannot go on has failed"
)]
#![expect(dead_code, reason = "the tests use more of what they stand on")]

#[path = "../support/mod.rs"]
mod support;

mod check;
mod helper;
mod read;
mod scan;
mod table;
mod window;

use std::path::{Path, PathBuf};
use std::process::Command;

const PARTS: &[(&str, fn())] = &[
    ("scan", scan::measure),
    ("read", read::measure),
    ("check", check::measure),
    ("helper", helper::measure),
    ("window", window::measure),
];

fn main() {
    // Cargo adds flags of its own.
    let wished: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    for (name, measure) in PARTS {
        if wished.is_empty() || wished.iter().any(|wish| wish == name) {
            measure();
        }
    }
}

/// The program as a person builds it. The one that Cargo hands to benches holds a second renderer,
/// which the tests of the window bring.
fn program() -> PathBuf {
    println!("\nbuilding the release …");
    let built = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--release", "--bins"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()
        .unwrap();
    assert!(built.success());
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    target.join("release/git-locksmith")
}
