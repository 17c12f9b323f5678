//! `git-locksmith clear`: remove saved sign-ins everywhere Git looks.

use clap::{ArgGroup, Args};

use super::find::find_remotes;
use super::json::{self, ClearOutput, StayedOutput, VERSION};
use super::{Console, Exit, RemoteArguments, text};
use crate::jobs::Workshop;
use crate::jobs::clear::{ClearTarget, Cleared, clear, preview};
use crate::model::{Cancel, Entry, Problem, Realm, RemoteReport};
use std::path::PathBuf;

/// `clear [--json] [--dry-run] (--host HOST[:PORT] | PATH [--remote NAME]) [--user USER]`
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("what").required(true).args(["host", "path"])))]
pub struct ClearArguments {
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
    /// Show what would go, and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// The host whose sign-ins go
    #[arg(long, value_name = "HOST[:PORT]", conflicts_with = "remote")]
    pub host: Option<String>,
    /// A repository: the sign-ins of its remotes' hosts go
    pub path: Option<PathBuf>,
    /// Only this remote's
    #[arg(long, value_name = "NAME")]
    pub remote: Option<String>,
    /// Only this user's
    #[arg(long, value_name = "USER")]
    pub user: Option<String>,
}

/// Lists, removes, lists again, prints.
pub(super) fn run(
    workshop: &Workshop,
    arguments: &ClearArguments,
    console: &mut Console<'_>,
) -> Exit {
    let realms = match realms(workshop, arguments, &console.cancel) {
        Ok(realms) => realms,
        Err((exit, problem)) => {
            console.fail(arguments.json, None, &problem.to_string());
            return exit;
        }
    };
    let mut removed: Vec<Entry> = Vec::new();
    let mut stayed: Vec<(Entry, String)> = Vec::new();
    let mut problems: Vec<Problem> = Vec::new();
    for realm in realms {
        let target = ClearTarget::Realm {
            realm,
            username: arguments.user.clone(),
        };
        if arguments.dry_run {
            let (entries, trouble) = preview(workshop, &target);
            removed.extend(entries);
            problems.extend(trouble);
        } else {
            let Cleared {
                removed: gone,
                stayed: left,
                problems: trouble,
                ..
            } = clear(workshop, &target);
            removed.extend(gone);
            stayed.extend(left);
            problems.extend(trouble);
        }
    }
    problems.dedup();
    if arguments.json {
        console.print_json(&ClearOutput {
            version: VERSION,
            dry_run: arguments.dry_run,
            removed: json::entries(&removed),
            stayed: stayed
                .iter()
                .map(|(entry, why)| StayedOutput {
                    entry: json::EntryOutput::of(entry),
                    why,
                })
                .collect(),
            problems: &problems,
        });
    } else {
        let verb = if arguments.dry_run {
            "would go"
        } else {
            "cleared"
        };
        for entry in &removed {
            console.print(&format!("{verb}: {}\n", text::entry(entry)));
        }
        for (entry, why) in &stayed {
            console.print(&format!("still there: {}: {why}\n", text::entry(entry)));
        }
        if !removed.is_empty() && !arguments.dry_run {
            console.say("clearing does not revoke a token; that is done on the host's own page\n");
        }
        if removed.is_empty() && stayed.is_empty() {
            console.print("nothing is saved there\n");
        }
        console.say_problems(&problems);
    }
    match stayed.is_empty() && problems.is_empty() {
        true => Exit::Fine,
        false => Exit::NeedsAttention,
    }
}

/// The servers whose sign-ins go: of a host over both https and http, or of a repository.
fn realms(
    workshop: &Workshop,
    arguments: &ClearArguments,
    cancel: &Cancel,
) -> Result<Vec<Realm>, (Exit, Problem)> {
    if let Some(host) = &arguments.host {
        let realms = ["https", "http"].map(|protocol| Realm::from_fields(protocol, host));
        return match realms {
            [Some(https), Some(http)] if !host.contains(['/', '@']) => Ok(vec![https, http]),
            _ => Err((
                Exit::WrongUsage,
                Problem::new(
                    host,
                    "is no host; give it as HOST or HOST:PORT, without https://",
                ),
            )),
        };
    }
    let of = RemoteArguments {
        path: arguments.path.clone().unwrap_or_default(),
        remote: arguments.remote.clone(),
    };
    let (repository, _) =
        find_remotes(workshop, &of, cancel).map_err(|problem| (Exit::Failed, problem))?;
    let mut realms: Vec<Realm> = Vec::new();
    for realm in repository.remotes.iter().flat_map(RemoteReport::realms) {
        if !realms.contains(&realm) {
            realms.push(realm);
        }
    }
    Ok(realms)
}
