//! `git-locksmith clear`: remove saved sign-ins everywhere Git looks.

use clap::{ArgGroup, Args};

use super::find::find_remotes;
use super::json::{self, ClearOutput, StayedOutput, VERSION};
use super::{Console, Exit, RemoteArguments, text};
use crate::jobs::Workshop;
use crate::jobs::clear::{self, ClearTarget, Cleared, clear, preview};
use crate::model::outside_text::display_safe;
use crate::model::{
    Cancel, Entry, HelperInForce, Problem, Realm, RemoteReport, RepositoryReport, StoreKind,
};
use std::path::PathBuf;

/// `clear [--json] [--dry-run] (--host HOST[:PORT] | PATH [--remote NAME] [--helper HELPER])
/// [--user USER]`
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
    /// Only what this helper answers: it is asked, told to erase that, and asked again. For
    /// helpers whose sign-ins Git Locksmith does not list
    #[arg(long, value_name = "HELPER", conflicts_with = "host")]
    pub helper: Option<String>,
}

/// Lists, removes, lists again, prints.
pub(super) fn run(
    workshop: &Workshop,
    arguments: &ClearArguments,
    console: &mut Console<'_>,
) -> Exit {
    let targets = match targets(workshop, arguments, &console.cancel) {
        Ok(targets) => targets,
        Err((exit, problem)) => {
            console.fail(arguments.json, None, &problem.to_string());
            return exit;
        }
    };
    let mut removed: Vec<Entry> = Vec::new();
    let mut stayed: Vec<(Entry, String)> = Vec::new();
    let mut problems: Vec<Problem> = Vec::new();
    let mut asks_in_browser = false;
    for target in targets {
        asks_in_browser |= clear::asks_in_browser(workshop, &target);
        if arguments.dry_run {
            let (entries, trouble) = preview(workshop, &target);
            for entry in entries {
                match why_it_would_stay(&entry) {
                    Some(why) => stayed.push((entry, why.to_owned())),
                    None => removed.push(entry),
                }
            }
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
        let (goes, stays) = match arguments.dry_run {
            true => ("would go", "would stay"),
            false => ("cleared", "still there"),
        };
        for entry in &removed {
            console.print(&format!("{goes}: {}\n", text::entry(entry)));
        }
        for (entry, why) in &stayed {
            console.print(&format!("{stays}: {}: {why}\n", text::entry(entry)));
        }
        if !removed.is_empty() && !arguments.dry_run {
            console.say("clearing does not revoke a token; that is done on the host's own page\n");
            if asks_in_browser {
                console.say("git-credential-oauth keeps nothing itself: it asks you in the browser the next time Git needs a sign-in\n");
            }
        }
        if removed.is_empty() && stayed.is_empty() {
            console.print(match &arguments.helper {
                Some(_) => "it answers with nothing\n",
                None => "nothing is saved there\n",
            });
        }
        console.say_problems(&problems);
    }
    match stayed.is_empty() && problems.is_empty() {
        true => Exit::Fine,
        false => Exit::NeedsAttention,
    }
}

/// What a clear would leave alone says so beforehand.
fn why_it_would_stay(entry: &Entry) -> Option<&'static str> {
    match entry.store {
        StoreKind::SecretService if entry.locked => Some("its keyring is locked; unlock it first"),
        _ if !entry.is_only_listed() => None,
        StoreKind::Netrc => {
            Some("other programs use it, too, so it is not cleared with the others")
        }
        _ => Some("another program keeps it, and signs out there alone"),
    }
}

/// What is to be cleared, one after the other.
fn targets(
    workshop: &Workshop,
    arguments: &ClearArguments,
    cancel: &Cancel,
) -> Result<Vec<ClearTarget>, (Exit, Problem)> {
    let of_realm = |realm: Realm| ClearTarget::Realm {
        realm,
        username: arguments.user.clone(),
    };
    if let Some(host) = &arguments.host {
        return Ok(of_host(host)?.into_iter().map(of_realm).collect());
    }
    let of = RemoteArguments {
        path: arguments.path.clone().unwrap_or_default(),
        remote: arguments.remote.clone(),
    };
    let found = find_remotes(workshop, &of, cancel);
    let (repository, _) = found.map_err(|problem| (Exit::Failed, problem))?;
    if let Some(name) = &arguments.helper {
        return answers_of(name, arguments.user.as_deref(), &repository);
    }
    let mut realms: Vec<Realm> = Vec::new();
    for realm in repository.remotes.iter().flat_map(RemoteReport::realms) {
        if !realms.contains(&realm) {
            realms.push(realm);
        }
    }
    Ok(realms.into_iter().map(of_realm).collect())
}

/// A host over both https and http.
fn of_host(host: &str) -> Result<Vec<Realm>, (Exit, Problem)> {
    let realms = ["https", "http"].map(|protocol| Realm::from_fields(protocol, host));
    match realms {
        [Some(https), Some(http)]
            if !host.contains(['/', '\\', '@']) && host.contains(char::is_alphanumeric) =>
        {
            Ok(vec![https, http])
        }
        _ => Err((
            Exit::WrongUsage,
            Problem::new(
                host,
                "is no host; give it as HOST or HOST:PORT, without https://",
            ),
        )),
    }
}

/// What the helper of this name answers for the remotes that it is set up for.
fn answers_of(
    name: &str,
    user: Option<&str>,
    repository: &RepositoryReport,
) -> Result<Vec<ClearTarget>, (Exit, Problem)> {
    let wrong = |message: String| (Exit::WrongUsage, Problem::new(display_safe(name), message));
    let is_it = |helper: &&HelperInForce| helper.name() == name || helper.value == name;
    let mut targets: Vec<ClearTarget> = Vec::new();
    for remote in &repository.remotes {
        let settings = &remote.settings;
        if settings
            .helpers
            .iter()
            .any(|helper| helper.is_from_repository() && is_it(&helper))
        {
            return Err(wrong(
                "was set by the repository itself and is not run".to_owned(),
            ));
        }
        let mut helpers = settings.own_helpers();
        if let (Some(helper), Some(url)) = (helpers.find(is_it), remote.main_url()) {
            if helper.is_built_in() {
                return Err(wrong(
                    "keeps its sign-ins where they are listed; leave --helper out".to_owned(),
                ));
            }
            targets.extend(ClearTarget::answers_of(helper, url, settings, user));
        }
    }
    if targets.is_empty() {
        let helpers = repository
            .remotes
            .iter()
            .flat_map(|remote| remote.settings.own_helpers())
            .filter(|helper| !helper.is_built_in());
        let mut names: Vec<String> = helpers.map(|helper| display_safe(helper.name())).collect();
        names.sort();
        names.dedup();
        return Err(wrong(match names.as_slice() {
            [] => {
                "is not set up there, and no other helper is that would have to be asked".to_owned()
            }
            names => format!(
                "is not set up there; what can be asked: {}",
                names.join(", ")
            ),
        }));
    }
    Ok(targets)
}
