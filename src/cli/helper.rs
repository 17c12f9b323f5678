//! `git-locksmith helper`: our own credential helper, configured and taken back.

use clap::{Args, Subcommand};

use super::json::{HelperOutput, HelperStatusOutput, VERSION};
use super::{Console, Exit};
use crate::jobs::Workshop;
use crate::jobs::helper::{HelperStatus, install, remove, status};
use crate::model::HelperInForce;
use crate::model::outside_text::display_safe;

/// `helper (install|remove|status) [--json]`
#[derive(Debug, Args)]
pub struct HelperArguments {
    /// What to do
    #[command(subcommand)]
    pub what: What,
    /// Print one JSON document
    #[arg(long, global = true)]
    pub json: bool,
}

/// What can be done with the helper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Subcommand)]
pub enum What {
    /// Add it to the helpers of your own Git configuration; those that are there stay
    Install,
    /// Take it out of your own Git configuration; what it has saved stays in the keyring
    Remove,
    /// Show whether it is configured, and what is configured beside it
    Status,
}

/// Does it, and tells how it stands then.
pub(super) fn run(
    workshop: &Workshop,
    arguments: &HelperArguments,
    console: &mut Console<'_>,
) -> Exit {
    let changed = match arguments.what {
        What::Install => install(workshop),
        What::Remove => remove(workshop),
        What::Status => Ok(false),
    };
    let changed = match changed {
        Ok(changed) => changed,
        Err(error) => {
            console.fail(arguments.json, None, &error.to_string());
            return Exit::Failed;
        }
    };
    let now = status(workshop);
    if arguments.json {
        console.print_json(&output(&now, changed));
    } else {
        console.print(headline(arguments.what, changed, &now));
        print_status(&now, console);
        console.say(way_back(arguments.what, changed));
    }
    let wished = match arguments.what {
        What::Remove => now.configured.is_empty(),
        What::Install | What::Status => !now.configured.is_empty() && now.has_keyring,
    };
    match wished {
        true => Exit::Fine,
        false => Exit::NeedsAttention,
    }
}

fn output(now: &HelperStatus, changed: bool) -> HelperStatusOutput {
    let outputs = |helpers: &[HelperInForce]| helpers.iter().map(HelperOutput::of).collect();
    let program = now.program.as_ref();
    HelperStatusOutput {
        version: VERSION,
        changed,
        program: program.map(|program| program.display().to_string()),
        keyring: now.has_keyring,
        configured: outputs(&now.configured),
        others: outputs(&now.others),
    }
}

fn headline(what: What, changed: bool, now: &HelperStatus) -> &'static str {
    match (what, changed) {
        (What::Install, true) => "Git now keeps sign-ins in your system's keyring\n",
        (What::Install, false) => "It was configured already; nothing was changed\n",
        (What::Remove, true) => "Git no longer asks git-credential-locksmith\n",
        (What::Remove, false) => "It was not configured; nothing was changed\n",
        (What::Status, _) if now.configured.is_empty() => "Not configured\n",
        (What::Status, _) => "Configured\n",
    }
}

fn print_status(now: &HelperStatus, console: &mut Console<'_>) {
    let program = match &now.program {
        Some(program) => console.environment.shorten(program),
        None => "not found beside git-locksmith or on PATH".to_owned(),
    };
    console.print(&format!("    program: {}\n", display_safe(&program)));
    let keyring = match now.has_keyring {
        true => "answers",
        false => "none answers, so nothing can be kept",
    };
    console.print(&format!("    keyring: {keyring}\n"));
    for helper in &now.configured {
        console.print(&format!("    configured: {}\n", line(helper, console)));
    }
    for helper in &now.others {
        let does = does(helper.name());
        console.print(&format!(
            "    beside it: {}: {does}\n",
            line(helper, console)
        ));
    }
}

fn line(helper: &HelperInForce, console: &Console<'_>) -> String {
    let place = console.environment.shorten(&helper.origin.file);
    let value = helper.shown();
    format!("{value}, set by {place}, line {}", helper.origin.line)
}

/// What Git will go on having another helper do.
fn does(name: &str) -> &'static str {
    match name {
        "store" => "also keeps every sign-in, in a file in plain text",
        "cache" => "also keeps every sign-in in memory for a while",
        "libsecret" | "gnome-keyring" => "also keeps every sign-in in the keyring",
        "osxkeychain" => "also keeps every sign-in in the Keychain",
        "wincred" => "also keeps every sign-in in the Credential Manager",
        "manager" | "manager-core" => "Git Credential Manager; also keeps every sign-in",
        "oauth" => "gets new tokens in the browser, and has others keep them",
        "netrc" => "looks sign-ins up in netrc files",
        "gh" | "glab" => "answers with the token that it is logged in with",
        _ => "is asked in its turn",
    }
}

fn way_back(what: What, changed: bool) -> &'static str {
    match (what, changed) {
        (What::Install, true) => "To take it back: git-locksmith helper remove\n",
        (What::Remove, true) => {
            "What it has saved is still in the keyring; git-locksmith clear removes it. To take this back: git-locksmith helper install\n"
        }
        _ => "",
    }
}
