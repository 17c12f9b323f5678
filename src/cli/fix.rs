//! `git-locksmith fix`: make the change that ends a finding.

use std::sync::Mutex;

use clap::Args;

use super::find::find_remotes;
use super::json::{ChangeOutput, FileOutput, FixListOutput, FixOutput, VERSION};
use super::{Console, Exit, RemoteArguments};
use crate::jobs::Workshop;
use crate::jobs::change::{ChangePlace, FileChange, Plan, apply, plan};
use crate::jobs::check::{CheckOptions, check};
use crate::model::outside_text::display_safe;
use crate::model::{Cancel, Change, Finding, Fix, RemoteReport, RepositoryReport};

/// `fix [--json] [--dry-run] PATH [--remote NAME] (RULE [--change N] | --list)`
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
    #[arg(required_unless_present = "list")]
    pub rule: Option<String>,
    /// Which of the changes that end it, as `--list` counts them
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..), conflicts_with = "list")]
    pub change: u16,
    /// Show every finding that a change ends, with its changes, and change nothing
    #[arg(long, conflicts_with = "rule")]
    pub list: bool,
}

/// A change, and for which remote.
pub(super) struct Wanted {
    pub(super) place: ChangePlace,
    pub(super) words: String,
    pub(super) change: Change,
}

/// How it is made and told.
pub(super) struct How<'a> {
    pub(super) json: bool,
    pub(super) dry_run: bool,
    /// The finding that it ends; empty where it ends none.
    pub(super) rule: &'a str,
}

/// Scans, checks where that is needed, plans, changes, prints.
pub(super) fn run(
    workshop: &Workshop,
    arguments: &FixArguments,
    console: &mut Console<'_>,
) -> Exit {
    let Some(rule) = &arguments.rule else {
        return list(workshop, arguments, console);
    };
    let how = How {
        json: arguments.json,
        dry_run: arguments.dry_run,
        rule,
    };
    let nth = usize::from(arguments.change);
    let wanted = find(workshop, &arguments.of, rule, nth, &console.cancel);
    make(workshop, console, &how, wanted)
}

/// Plans what is wanted, makes it and prints what was done.
pub(super) fn make(
    workshop: &Workshop,
    console: &mut Console<'_>,
    how: &How<'_>,
    wanted: Result<Wanted, String>,
) -> Exit {
    let made = wanted.and_then(|wanted| {
        let plan = plan(workshop, &wanted.place, &wanted.change);
        let plan = plan.map_err(|error| error.to_string())?;
        if !how.dry_run {
            keep_others(&wanted.change, &plan)?;
            apply(workshop, plan.clone()).map_err(|error| error.to_string())?;
        }
        Ok((wanted, plan))
    });
    match made {
        Ok((wanted, plan)) => {
            print(how, console, &wanted, &plan);
            Exit::Fine
        }
        Err(why) => {
            console.fail(how.json, None, &why);
            Exit::Failed
        }
    }
}

/// Shows the changes that end the findings, numbered as `--change` takes them.
fn list(workshop: &Workshop, arguments: &FixArguments, console: &mut Console<'_>) -> Exit {
    let found = find_remotes(workshop, &arguments.of, &console.cancel);
    let (repository, _) = match found {
        Ok(found) => found,
        Err(problem) => {
            console.fail(arguments.json, None, &problem.to_string());
            return Exit::Failed;
        }
    };
    let remotes = checked(workshop, &repository, &console.cancel);
    let all: Vec<ChangeOutput<'_>> = remotes.iter().flat_map(numbered).collect();
    if arguments.json {
        console.print_json(&FixListOutput {
            version: VERSION,
            changes: all,
        });
        return Exit::Fine;
    }
    if all.is_empty() {
        console
            .print("no finding here is ended by a change; git-locksmith check says what to do\n");
    }
    let mut last = None;
    for one in &all {
        if last != Some((one.remote, one.rule)) {
            console.print(&format!("{}: {}\n", display_safe(one.remote), one.rule));
            last = Some((one.remote, one.rule));
        }
        console.print(&format!("  {:>2}  {}\n", one.number, one.words));
    }
    Exit::Fine
}

/// The changes of a remote's findings, counted anew for each rule.
fn numbered(remote: &RemoteReport) -> Vec<ChangeOutput<'_>> {
    let mut all: Vec<ChangeOutput<'_>> = Vec::new();
    for finding in &remote.findings {
        for (words, _) in changes(finding) {
            let before = all.iter().filter(|one| one.rule == finding.rule).count();
            all.push(ChangeOutput {
                remote: &remote.name,
                rule: finding.rule,
                number: before + 1,
                words,
            });
        }
    }
    all
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

fn find(
    workshop: &Workshop,
    of: &RemoteArguments,
    rule: &str,
    nth: usize,
    cancel: &Cancel,
) -> Result<Wanted, String> {
    let (mut repository, _) =
        find_remotes(workshop, of, cancel).map_err(|problem| problem.to_string())?;
    if find_in(&repository, rule, nth)?.is_none() {
        repository.remotes = checked(workshop, &repository, cancel);
        if cancel.is_cancelled() {
            return Err("cancelled; nothing was changed".to_owned());
        }
    }
    find_in(&repository, rule, nth)?.ok_or_else(|| {
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
        format!("{} was not found; {known}", display_safe(rule))
    })
}

/// `None` where there is no such finding.
fn find_in(
    repository: &RepositoryReport,
    rule: &str,
    nth: usize,
) -> Result<Option<Wanted>, String> {
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
    let mut known: Vec<_> = findings.flat_map(changes).collect();
    if known.is_empty() {
        return Err(format!(
            "there is nothing that can be changed here to end {rule}; git-locksmith check says what to do"
        ));
    }
    if nth > known.len() {
        return Err(format!(
            "there is no change {nth} for {rule}; git-locksmith fix --list shows them"
        ));
    }
    let (words, change) = known.swap_remove(nth - 1);
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

fn print(how: &How<'_>, console: &mut Console<'_>, wanted: &Wanted, plan: &Plan) {
    if how.json {
        console.print_json(&FixOutput {
            version: VERSION,
            dry_run: how.dry_run,
            remote: &wanted.place.remote,
            rule: how.rule,
            words: &wanted.words,
            files: plan.files.iter().map(FileOutput::of).collect(),
            going: &plan.going,
            coming: &plan.coming,
            notes: &plan.notes,
            way_back: &plan.way_back,
        });
        return;
    }
    let done = if how.dry_run { "would be done" } else { "done" };
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
        console.say(match how.dry_run {
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
