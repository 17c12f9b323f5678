//! The real program, run in a hermetic home.

use std::io::Write;
use std::process::{Command, Stdio};

use super::home::Home;

/// The command line in a home of its own.
pub struct Cli {
    /// Where it runs.
    pub home: Home,
}

/// What one run left.
pub struct Ran {
    /// The exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Cli {
    pub fn new(home: Home) -> Self {
        Self { home }
    }

    /// Runs `git-locksmith` in the home folder with this standard input.
    pub fn run(&self, arguments: &[&str], input: &str) -> Ran {
        let mut command = self.home.command(env!("CARGO_BIN_EXE_git-locksmith"));
        run(command.args(arguments), input)
    }
}

/// Runs any program with this standard input.
pub fn run(command: &mut Command, input: &str) -> Ran {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that ends without reading is no fault of the test.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    Ran {
        code: output.status.code().expect("it must not end by a signal"),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}
