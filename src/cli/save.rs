//! `git-locksmith save`: try a new token, save it where Git will look, prove it.

use std::io::{IsTerminal, Read};
use std::sync::Mutex;

use clap::Args;
use zeroize::Zeroizing;

use super::find::find_remotes;
use super::json::{self, FailureOutput, SaveOutput, VERSION};
use super::{Console, Exit, RemoteArguments, text};
use crate::jobs::Workshop;
use crate::jobs::save::{SaveError, SaveRequest, SaveStep, Saved, StepState, helper_choices, save};
use crate::model::{Cancel, Problem, RemoteReport, RemoteUrl, Secret};

/// Longest paste that is read: a token of 64 KiB does not fit Git's protocol.
const LONGEST: u64 = 64 * 1024;

/// `save [--json] PATH [--remote NAME] [--user USER] [--helper HELPER] [--no-prove]`
#[derive(Debug, Args)]
pub struct SaveArguments {
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
    /// The repository, and one of its remotes
    #[command(flatten)]
    pub of: RemoteArguments,
    /// The user name for Git; the host's rule where left out
    #[arg(long, value_name = "USER")]
    pub user: Option<String>,
    /// A helper to add to the global configuration, where none is configured that keeps secrets
    #[arg(long, value_name = "HELPER")]
    pub helper: Option<String>,
    /// Do not run Git to prove that the saved token works
    #[arg(long)]
    pub no_prove: bool,
    /// Let the token travel over plain http to this host
    #[arg(long)]
    pub allow_http: bool,
}

/// Reads the secret, saves it, prints.
pub(super) fn run(
    workshop: &Workshop,
    arguments: &SaveArguments,
    console: &mut Console<'_>,
) -> Exit {
    let request = match request(workshop, arguments, &console.cancel) {
        Ok(request) => request,
        Err(message) => return fail(arguments, console, None, &message),
    };
    let result = {
        let cancel = console.cancel.clone();
        let console = Mutex::new(&mut *console);
        save(workshop, &request, &cancel, &|step, state| {
            let mut console = console.lock().expect("nothing panics while it prints");
            if let StepState::Done(words) | StepState::Skipped(words) = state {
                console.say(&format!("{}: {words}\n", name(step)));
            }
        })
    };
    match result {
        Ok(saved) => succeed(arguments, console, &saved),
        Err(SaveError { step, message }) => {
            let exit = fail(arguments, console, Some(name(step)), &message);
            if step == SaveStep::Store && arguments.helper.is_none() {
                offer_helpers(workshop, console);
            }
            exit
        }
    }
}

/// What is to be saved where; reads the secret.
fn request(
    workshop: &Workshop,
    arguments: &SaveArguments,
    cancel: &Cancel,
) -> Result<SaveRequest, String> {
    let remote =
        find_remote(workshop, &arguments.of, cancel).map_err(|problem| problem.to_string())?;
    let url = remote.main_url().cloned().ok_or("the remote has no URL")?;
    let pasted =
        read_secret(&url).map_err(|error| format!("the token could not be read: {error}"))?;
    Ok(SaveRequest {
        url,
        settings: remote.settings,
        forge: remote.forge,
        pasted,
        username: arguments.user.clone(),
        helper: arguments.helper.clone(),
        prove: !arguments.no_prove,
        allow_plain_http: arguments.allow_http,
    })
}

fn succeed(arguments: &SaveArguments, console: &mut Console<'_>, saved: &Saved) -> Exit {
    if arguments.json {
        console.print_json(&SaveOutput {
            version: VERSION,
            realm: saved.realm.to_string(),
            username: &saved.username,
            saved: json::entries(&saved.saved),
            replaced: json::entries(&saved.replaced),
            fetch: &saved.fetch,
            push: &saved.push,
        });
    } else {
        console.print(&format!(
            "saved for {} as {}\n",
            saved.realm, saved.username
        ));
        for entry in &saved.saved {
            console.print(&format!("  {}\n", text::entry(entry)));
        }
    }
    match saved.push.works() {
        true => Exit::Fine,
        false => Exit::NeedsAttention,
    }
}

fn fail(
    arguments: &SaveArguments,
    console: &mut Console<'_>,
    step: Option<&str>,
    message: &str,
) -> Exit {
    if arguments.json {
        console.print_json(&FailureOutput {
            version: VERSION,
            step,
            error: message,
        });
    }
    let step = step.map_or(String::new(), |step| format!("{step}: "));
    console.say(&format!("not saved: {step}{message}\n"));
    Exit::Failed
}

fn offer_helpers(workshop: &Workshop, console: &mut Console<'_>) {
    for choice in helper_choices(workshop) {
        let plain = if choice.plain_text {
            " (plain text!)"
        } else {
            ""
        };
        console.say(&format!(
            "  --helper '{}': {}{plain}\n",
            choice.value, choice.words
        ));
    }
}

/// The one remote that is meant; `origin` where there are several.
fn find_remote(
    workshop: &Workshop,
    of: &RemoteArguments,
    cancel: &Cancel,
) -> Result<RemoteReport, Problem> {
    let (repository, _) = find_remotes(workshop, of, cancel)?;
    let mut remotes = repository.remotes;
    let at = remotes
        .iter()
        .position(|remote| remote.name == "origin")
        .unwrap_or(0);
    match remotes.len() {
        0 => Err(Problem::new(
            of.path.display().to_string(),
            "the repository has no remotes",
        )),
        _ => Ok(remotes.swap_remove(at)),
    }
}

/// From standard input, or from a prompt that does not show what is typed.
fn read_secret(url: &RemoteUrl) -> std::io::Result<Secret> {
    let stdin = std::io::stdin();
    if stdin.is_terminal() {
        let prompt = format!("Token for {}: ", url.host_field());
        let typed = Zeroizing::new(rpassword::prompt_password(prompt)?);
        return Ok(Secret::new(typed.as_bytes()));
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(4096));
    stdin.lock().take(LONGEST).read_to_end(&mut bytes)?;
    Ok(Secret::new(bytes.as_slice()))
}

fn name(step: SaveStep) -> &'static str {
    match step {
        SaveStep::Understand => "understand",
        SaveStep::Try => "try",
        SaveStep::Store => "store",
        SaveStep::Replace => "replace",
        SaveStep::Prove => "prove",
    }
}
