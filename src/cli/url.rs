//! `git-locksmith url`: point a remote elsewhere, to the same place over ssh or https, or push and
//! fetch apart and together.

use clap::Args;

use super::find::find_remotes;
use super::fix::{How, Wanted, make};
use super::{Console, Exit, RemoteArguments};
use crate::jobs::Workshop;
use crate::jobs::change::ChangePlace;
use crate::model::change::Direction;
use crate::model::outside_text::display_safe;
use crate::model::{Cancel, Change, RemoteReport, Transport};

/// `url [--json] [--dry-run] PATH [--remote NAME] (--to URL [--push] | --join)`
#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line"
)]
pub struct UrlArguments {
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
    /// Show the lines that would change, and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// The repository, and one of its remotes
    #[command(flatten)]
    pub of: RemoteArguments,
    /// ssh or https for the same place, or a whole URL without a password
    #[arg(long, value_name = "URL", required_unless_present = "join")]
    pub to: Option<String>,
    /// Change the URL to push to alone; it gets one of its own
    #[arg(long, requires = "to")]
    pub push: bool,
    /// Push where Git fetches
    #[arg(long, conflicts_with = "to")]
    pub join: bool,
}

/// Scans, plans, changes, prints. No server is asked.
pub(super) fn run(
    workshop: &Workshop,
    arguments: &UrlArguments,
    console: &mut Console<'_>,
) -> Exit {
    let how = How {
        json: arguments.json,
        dry_run: arguments.dry_run,
        rule: "",
    };
    let wanted = find(workshop, arguments, &console.cancel);
    make(workshop, console, &how, wanted)
}

fn find(workshop: &Workshop, arguments: &UrlArguments, cancel: &Cancel) -> Result<Wanted, String> {
    let (repository, _) =
        find_remotes(workshop, &arguments.of, cancel).map_err(|problem| problem.to_string())?;
    let remote = match repository.remotes.as_slice() {
        [] => return Err("the repository has no remote".to_owned()),
        [one] => one,
        several => {
            let names: Vec<&str> = several.iter().map(|remote| remote.name.as_str()).collect();
            return Err(format!(
                "there are several remotes; name one with --remote: {}",
                names.join(", ")
            ));
        }
    };
    let (words, change) = match &arguments.to {
        Some(to) => set(remote, to, arguments.push)?,
        None => (
            format!("Push {} where it fetches", display_safe(&remote.name)),
            Change::JoinPushUrl,
        ),
    };
    Ok(Wanted {
        place: ChangePlace {
            repository: repository.path.clone(),
            remote: remote.name.clone(),
        },
        words,
        change,
    })
}

fn set(remote: &RemoteReport, to: &str, push: bool) -> Result<(String, Change), String> {
    let url = match to {
        "ssh" | "https" => spelled(remote, to, push)?,
        url => url.to_owned(),
    };
    let name = display_safe(&remote.name);
    Ok(match push {
        true => (
            format!("Give {name} a URL of its own to push to"),
            Change::SeparatePushUrl { url },
        ),
        false => (
            format!("Point {name} elsewhere"),
            Change::SetUrl {
                url,
                direction: Direction::Both,
            },
        ),
    })
}

/// The same place over ssh or https.
fn spelled(remote: &RemoteReport, over: &str, push: bool) -> Result<String, String> {
    let to_push = remote.push_urls.first().filter(|_| push);
    let url = to_push.or_else(|| remote.main_url());
    let spelled = url.and_then(|url| match over {
        "ssh" if url.transport == Transport::Ssh => Some(url.without_secret()),
        "https" if url.transport == Transport::Https => Some(url.without_secret()),
        "ssh" => url.as_ssh(remote.forge),
        _ => url.as_https(remote.forge),
    });
    spelled.ok_or_else(|| {
        let now = url.map(ToString::to_string).unwrap_or_default();
        format!("how {now} is spelled over {over} cannot be told; give the whole URL with --to")
    })
}
