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
mod read;
mod scan;
mod table;
mod window;

const PARTS: &[(&str, fn())] = &[
    ("scan", scan::measure),
    ("read", read::measure),
    ("check", check::measure),
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
