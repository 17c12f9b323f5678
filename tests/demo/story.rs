//! The story in the terminal: check, clear, save, check, each by the command line itself.

use std::io::Write;
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use git_locksmith::cli::Exit;

use crate::AS_GIT_LOCKSMITH;
use crate::sandbox::Sandbox;

/// Tells it, and sees to it that each step ends as it should.
pub fn tell(sandbox: &Sandbox) -> Result<()> {
    let token = &sandbox.server.new_token;
    let step = |words: &str, arguments: &[&str], input: &str, ends: Exit| {
        run(sandbox, words, arguments, input, ends)
    };
    step(
        "What works, and what does not?",
        &["check", "~/work"],
        "",
        Exit::NeedsAttention,
    )?;
    step(
        "Throw the app password away, wherever it is saved.",
        &["clear", "~/work/billing-api"],
        "",
        Exit::Fine,
    )?;
    step(
        "Save a new token. It is tried first, and proved with Git afterwards.",
        &["save", "~/work/billing-api"],
        token,
        Exit::Fine,
    )?;
    step(
        "The same for the one that could only read; the old token goes.",
        &["save", "~/work/billing-web"],
        token,
        Exit::Fine,
    )?;
    step("And now?", &["check", "~/work"], "", Exit::Fine)?;
    println!("\nEverything can fetch and push. The sandbox is removed.");
    Ok(())
}

/// Runs one command in the sandbox; `~` is the sandbox's home.
fn run(sandbox: &Sandbox, words: &str, arguments: &[&str], input: &str, ends: Exit) -> Result<()> {
    println!("\n── {words}");
    let pasted = if input.is_empty() {
        ""
    } else {
        "   # the new token is pasted"
    };
    println!("$ git-locksmith {}{pasted}", arguments.join(" "));
    std::io::stdout().flush()?;
    let home = sandbox.home();
    let arguments = arguments
        .iter()
        .map(|argument| match argument.strip_prefix("~/") {
            Some(rest) => home.join(rest).into_os_string(),
            None => argument.into(),
        });
    let mut child = sandbox
        .command(std::env::current_exe()?)
        .arg(AS_GIT_LOCKSMITH)
        .args(arguments)
        .stdin(Stdio::piped())
        .spawn()
        .context("the demo cannot start itself")?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(input.as_bytes())?;
    }
    let status = child.wait()?;
    if status.code() != Some(ends as i32) {
        bail!(
            "this step should have ended with {}, but ended with {status}",
            ends as i32
        );
    }
    Ok(())
}
