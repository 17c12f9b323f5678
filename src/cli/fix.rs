//! `git-locksmith fix`: make the change that ends a finding.

use std::sync::Mutex;

use clap::Args;

use super::find::find_remotes;
use super::json::{FileOutput, FixOutput, VERSION};
use super::{Console, Exit, RemoteArguments};
use crate::jobs::Workshop;
use crate::jobs::change::{ChangePlace, FileChange, Plan, apply, plan};
use crate::jobs::check::{CheckOptions, check};
use crate::model::outside_text::display_safe;
use crate::model::{Cancel, Change, Finding, Fix, RemoteReport, RepositoryReport};

/// `fix [--json] [--dry-run] PATH [--remote NAME] RULE`
#[derive(Debug, Args)]
pub struct FixArguments {
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
    /// Show the lines that would change, and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// The repository, and one of its remotes
    #[command(flatten)]
    pub of: RemoteArguments,
    /// The finding to end, as `check` names it, for instance secret-in-url
    pub rule: String,
}

/// A change that ends a finding, and for which remote.
struct Wanted {
    place: ChangePlace,
    words: String,
    change: Change,
}

/// Scans, checks where that is needed, plans, changes, prints.
pub(super) fn run(
    workshop: &Workshop,
    arguments: &FixArguments,
    console: &mut Console<'_>,
) -> Exit {
    let made = find(workshop, arguments, &console.cancel).and_then(|wanted| {
        let plan = plan(workshop, &wanted.place, &wanted.change);
        let plan = plan.map_err(|error| error.to_string())?;
        if !arguments.dry_run {
            keep_others(&wanted.change, &plan)?;
            apply(workshop, plan.clone()).map_err(|error| error.to_string())?;
        }
        Ok((wanted, plan))
    });
    match made {
        Ok((wanted, plan)) => {
            print(arguments, console, &wanted, &plan);
            Exit::Fine
        }
        Err(why) => {
            console.fail(arguments.json, None, &why);
            Exit::Failed
        }
    }
}

/// There is no undo here: what another secret would be written over must not go by the way.
fn keep_others(change: &Change, plan: &Plan) -> Result<(), String> {
    match (change, plan.going.first()) {
        (Change::MoveSecretIntoStore, Some(other)) => Err(format!(
            "another secret is saved there and would be written over: {other}; clear it first if you do not need it"
        )),
        _ => Ok(()),
    }
}

fn find(workshop: &Workshop, arguments: &FixArguments, cancel: &Cancel) -> Result<Wanted, String> {
    let (mut repository, _) =
        find_remotes(workshop, &arguments.of, cancel).map_err(|problem| problem.to_string())?;
    if find_in(&repository, &arguments.rule)?.is_none() {
        repository.remotes = checked(workshop, &repository, cancel);
        if cancel.is_cancelled() {
            return Err("cancelled; nothing was changed".to_owned());
        }
    }
    find_in(&repository, &arguments.rule)?.ok_or_else(|| {
        let findings = repository
            .remotes
            .iter()
            .flat_map(|remote| &remote.findings);
        let mut known: Vec<&str> = findings.map(|finding| finding.rule).collect();
        known.dedup();
        let known = match known.as_slice() {
            [] => "nothing was found here".to_owned(),
            known => format!("found here: {}", known.join(", ")),
        };
        format!("{} was not found; {known}", display_safe(&arguments.rule))
    })
}

/// `None` where there is no such finding.
fn find_in(repository: &RepositoryReport, rule: &str) -> Result<Option<Wanted>, String> {
    let has_it = |remote: &&RemoteReport| remote.findings.iter().any(|found| found.rule == rule);
    let remotes: Vec<&RemoteReport> = repository.remotes.iter().filter(has_it).collect();
    let remote = match remotes.as_slice() {
        [] => return Ok(None),
        [one] => one,
        several => {
            let names: Vec<&str> = several.iter().map(|remote| remote.name.as_str()).collect();
            return Err(format!(
                "several remotes have it; name one with --remote: {}",
                names.join(", ")
            ));
        }
    };
    let findings = remote.findings.iter().filter(|found| found.rule == rule);
    let (words, change) = findings.flat_map(changes).next().ok_or_else(|| {
        format!("there is nothing that can be changed here to end {rule}; git-locksmith check says what to do")
    })?;
    Ok(Some(Wanted {
        place: ChangePlace {
            repository: repository.path.clone(),
            remote: remote.name.clone(),
        },
        words,
        change,
    }))
}

fn changes(finding: &Finding) -> impl Iterator<Item = (String, Change)> {
    finding.fixes.iter().filter_map(|fix| match fix {
        Fix::Change { words, change } => Some((words.clone(), change.clone())),
        _ => None,
    })
}

fn checked(
    workshop: &Workshop,
    repository: &RepositoryReport,
    cancel: &Cancel,
) -> Vec<RemoteReport> {
    let remotes = Mutex::new(repository.remotes.clone());
    let options = CheckOptions::default();
    check(
        workshop,
        std::slice::from_ref(repository),
        &options,
        cancel,
        &|one| {
            let mut remotes = remotes.lock().expect("nothing panics while it replaces");
            for remote in remotes
                .iter_mut()
                .filter(|remote| remote.name == one.remote.name)
            {
                *remote = one.remote.clone();
            }
        },
    );
    remotes
        .into_inner()
        .expect("nothing panics while it replaces")
}

fn print(arguments: &FixArguments, console: &mut Console<'_>, wanted: &Wanted, plan: &Plan) {
    if arguments.json {
        console.print_json(&FixOutput {
            version: VERSION,
            dry_run: arguments.dry_run,
            remote: &wanted.place.remote,
            rule: &arguments.rule,
            words: &wanted.words,
            files: plan.files.iter().map(FileOutput::of).collect(),
            going: &plan.going,
            coming: &plan.coming,
            notes: &plan.notes,
            way_back: &plan.way_back,
        });
        return;
    }
    let done = if arguments.dry_run {
        "would be done"
    } else {
        "done"
    };
    console.print(&format!("{done}: {}\n", wanted.words));
    for file in &plan.files {
        print_file(console, file);
    }
    let lists = [
        ("saved sign-in that goes: ", &plan.going),
        ("saved sign-in that comes: ", &plan.coming),
        ("", &plan.notes),
    ];
    for (what, lines) in lists {
        for line in lines {
            console.print(&format!("{what}{line}\n"));
        }
    }
    if !plan.way_back.is_empty() {
        // Before, too: what is a secret can only be noted down while it is there.
        console.say(match arguments.dry_run {
            true => "to take it back afterwards:\n",
            false => "to take it back:\n",
        });
        for line in &plan.way_back {
            console.say(&format!("  {line}\n"));
        }
    }
}

fn print_file(console: &mut Console<'_>, file: &FileChange) {
    let is_new = if file.is_new { " (new)" } else { "" };
    let path = console.environment.shorten(&file.path);
    console.print(&format!("{path}{is_new}\n"));
    for line in &file.lines {
        for (mark, text) in [('-', &line.old), ('+', &line.new)] {
            if let Some(text) = text {
                console.print(&format!("  {:>4} {mark} {text}\n", line.line));
            }
        }
    }
}
