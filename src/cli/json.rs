//! What `--json` prints: a public interface. `version` is 1; fields may be added, never changed.
//!
//! All texts are cleaned of control characters, and secrets are masked.

use std::path::Path;

use serde::Serialize;

use crate::jobs::change::FileChange;
use crate::model::masked::unless_token;
use crate::model::outside_text::display_safe;
use crate::model::report::Because;
use crate::model::{
    Access, Entry, Finding, Forge, HelperInForce, Kind, Problem, RemoteReport, RemoteUrl,
    RepositoryReport, Scope, StoreKind, TokenKind, Transport, repository::Override,
};

/// The version of everything printed here.
pub const VERSION: u32 = 1;

/// What `check --json` prints.
#[derive(Debug, Serialize)]
pub struct CheckOutput<'a> {
    /// 1
    pub version: u32,
    /// Sorted by path within each path that was given.
    pub repositories: Vec<RepositoryOutput<'a>>,
    /// Paths that are no repository, folders and stores that could not be looked at.
    pub problems: &'a [Problem],
}

/// A repository; one without remotes is listed with none.
#[derive(Debug, Serialize)]
pub struct RepositoryOutput<'a> {
    /// The work tree, or the repository itself where it is bare. What is no UTF-8 is replaced.
    pub path: String,
    /// `work-tree`, `bare`, `linked-worktree` or `submodule`.
    pub kind: Kind,
    /// In the order of the configuration.
    pub remotes: Vec<RemoteOutput<'a>>,
    /// Settings of the repository that would change how Git signs in; shown, not obeyed.
    pub overrides: &'a [Override],
    /// What could not be read.
    pub problems: &'a [Problem],
}

/// A remote.
#[derive(Debug, Serialize)]
pub struct RemoteOutput<'a> {
    /// `origin`, mostly.
    pub name: &'a str,
    /// Where Git fetches, after the person's `insteadOf`; secrets masked.
    pub fetch_url: Option<&'a RemoteUrl>,
    /// Where Git pushes: the first URL.
    pub push_url: Option<&'a RemoteUrl>,
    /// Where Git pushes: all URLs.
    pub push_urls: &'a [RemoteUrl],
    /// `https`, `http`, `ssh`, `git`, `file`, `other` or `unusual`.
    pub transport: Option<Transport>,
    /// Host and port as written; empty for files.
    pub host: String,
    /// The kind of server, `plain` where it was not recognised.
    pub forge: Forge,
    /// What Git would ask, in this order.
    pub helpers: Vec<HelperOutput>,
    /// The saved sign-ins for this host.
    pub saved: Vec<EntryOutput<'a>>,
    /// The account that Git uses first, if that can be told.
    pub uses: Option<UsesOutput<'a>>,
    /// What the server says to fetch.
    pub fetch: &'a Access,
    /// What the server says to push.
    pub push: &'a Access,
    /// What stands behind a yes to pushing, where that is less than it seems.
    pub push_doubt: Option<&'static str>,
    /// What is wrong; the first is the headline.
    pub findings: &'a [Finding],
}

/// The account of a remote.
#[derive(Debug, Serialize)]
pub struct UsesOutput<'a> {
    /// Its name; none where the saved sign-in has none. A token in its place is masked.
    pub username: Option<&'a str>,
    /// `url`, `setting` or `first`: what names it.
    pub because: Because,
}

/// A helper in force.
#[derive(Debug, Serialize)]
pub struct HelperOutput {
    /// As configured, with secrets in it masked.
    pub value: String,
    /// `system`, `global`, `local`, `worktree` or `command`.
    pub scope: Scope,
    /// `file:line`
    pub origin: String,
    /// `false` where the repository itself brought it: such a helper is not run.
    pub obeyed: bool,
}

/// A saved sign-in.
#[derive(Debug, Serialize)]
pub struct EntryOutput<'a> {
    /// `git-credential-store`, `secret-service`, `credential-manager`, `cache-daemon`, `netrc`, or
    /// `other-helper` for what a helper answered that was asked.
    pub store: StoreKind,
    /// The file or the keyring.
    pub location: &'a str,
    /// Not known while the keyring is locked. A token in its place is masked.
    pub username: Option<&'a str>,
    /// What the secret is, where that can be told without a dialog.
    pub kind: Option<TokenKind>,
    /// Host and port as they are stored.
    pub host: &'a str,
    /// Only where it was stored for a path.
    pub path: Option<&'a str>,
    /// Whether it is no sign-in itself but what a helper gets new ones with (a refresh token).
    pub renews: bool,
    /// Whether its keyring is locked.
    pub locked: bool,
    /// When it expires, in seconds since 1970 UTC, where that was stored with it.
    pub expires: Option<u64>,
    /// Whether a helper in force for the remote reads it, or Git itself; `null` where no remote
    /// was looked at.
    pub read: Option<bool>,
    /// Whether the secret lies in plain text.
    pub plain_text: bool,
}

/// What `clear --json` prints.
#[derive(Debug, Serialize)]
pub struct ClearOutput<'a> {
    /// 1
    pub version: u32,
    /// Whether nothing was changed because `--dry-run` was given; `removed` is what would go.
    pub dry_run: bool,
    /// What is gone.
    pub removed: Vec<EntryOutput<'a>>,
    /// What is still there.
    pub stayed: Vec<StayedOutput<'a>>,
    /// Stores that could not be looked at.
    pub problems: &'a [Problem],
}

/// A saved sign-in that could not be removed.
#[derive(Debug, Serialize)]
pub struct StayedOutput<'a> {
    /// What it is.
    #[serde(flatten)]
    pub entry: EntryOutput<'a>,
    /// Why it is still there.
    pub why: &'a str,
}

/// What `save --json` prints when the token was saved.
#[derive(Debug, Serialize)]
pub struct SaveOutput<'a> {
    /// 1
    pub version: u32,
    /// `https://host[:port][/path]`
    pub realm: String,
    /// The user name it was saved under.
    pub username: &'a str,
    /// What is saved for the host now.
    pub saved: Vec<EntryOutput<'a>>,
    /// What it replaced.
    pub replaced: Vec<EntryOutput<'a>>,
    /// What the server said to fetch.
    pub fetch: &'a Access,
    /// What the server said to push.
    pub push: &'a Access,
}

/// What `fix --list --json` prints.
#[derive(Debug, Serialize)]
pub struct FixListOutput<'a> {
    /// 1
    pub version: u32,
    /// Every change that ends a finding.
    pub changes: Vec<ChangeOutput<'a>>,
}

/// A change that ends a finding.
#[derive(Debug, Serialize)]
pub struct ChangeOutput<'a> {
    /// The remote that the finding is about.
    pub remote: &'a str,
    /// The finding.
    pub rule: &'a str,
    /// What `--change` takes for it.
    pub number: usize,
    /// What it does, in words.
    pub words: String,
}

/// What `fix --json` and `url --json` print.
#[derive(Debug, Serialize)]
pub struct FixOutput<'a> {
    /// 1
    pub version: u32,
    /// Whether nothing was changed because `--dry-run` was given.
    pub dry_run: bool,
    /// The remote that was changed.
    pub remote: &'a str,
    /// The finding; empty for `url`.
    pub rule: &'a str,
    /// What was done, in words.
    pub words: &'a str,
    /// The files that changed.
    pub files: Vec<FileOutput<'a>>,
    /// Saved sign-ins that went, in words.
    pub going: &'a [String],
    /// Saved sign-ins that came, in words.
    pub coming: &'a [String],
    /// What else to know.
    pub notes: &'a [String],
    /// How to take it back: commands or words, in order. No secret is told.
    pub way_back: &'a [String],
}

/// A file that changed.
#[derive(Debug, Serialize)]
pub struct FileOutput<'a> {
    /// The file. What is no UTF-8 is replaced.
    pub path: String,
    /// Whether it was not there before.
    pub is_new: bool,
    /// The lines that changed, from top to bottom; secrets are masked.
    pub lines: Vec<LineOutput<'a>>,
}

/// A line that changed, went or came.
#[derive(Debug, Serialize)]
pub struct LineOutput<'a> {
    /// Counted from 1: in the file as it was, and for a line that came in the file as it is then.
    pub line: u32,
    /// The line as it was.
    pub old: Option<&'a str>,
    /// The line as it is then.
    pub new: Option<&'a str>,
}

/// What `helper --json` prints.
#[derive(Debug, Serialize)]
pub struct HelperStatusOutput {
    /// 1
    pub version: u32,
    /// Whether the configuration was changed.
    pub changed: bool,
    /// Where `git-credential-locksmith` lies; `null` where it was not found.
    pub program: Option<String>,
    /// Whether a keyring answers that it could keep sign-ins in.
    pub keyring: bool,
    /// Where it is configured for every server.
    pub configured: Vec<HelperOutput>,
    /// The helpers that are configured beside it for every server.
    pub others: Vec<HelperOutput>,
}

/// What a command with `--json` prints when it failed.
#[derive(Debug, Serialize)]
pub struct FailureOutput<'a> {
    /// 1
    pub version: u32,
    /// The step that failed, for `save`: `understand`, `try`, `store`, `replace` or `prove`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<&'a str>,
    /// What happened and what to do next.
    pub error: &'a str,
}

impl<'a> FileOutput<'a> {
    /// The output of a file.
    pub fn of(file: &'a FileChange) -> Self {
        let lines = file.lines.iter().map(|line| LineOutput {
            line: line.line,
            old: line.old.as_deref(),
            new: line.new.as_deref(),
        });
        Self {
            path: path_text(&file.path),
            is_new: file.is_new,
            lines: lines.collect(),
        }
    }
}

impl<'a> CheckOutput<'a> {
    /// The output of a check.
    pub fn of(repositories: &'a [RepositoryReport], problems: &'a [Problem]) -> Self {
        Self {
            version: VERSION,
            repositories: repositories.iter().map(RepositoryOutput::of).collect(),
            problems,
        }
    }
}

impl<'a> RepositoryOutput<'a> {
    fn of(report: &'a RepositoryReport) -> Self {
        Self {
            path: path_text(&report.path),
            kind: report.kind,
            remotes: report.remotes.iter().map(RemoteOutput::of).collect(),
            overrides: &report.overrides,
            problems: &report.problems,
        }
    }
}

impl<'a> RemoteOutput<'a> {
    /// The output of a remote.
    pub fn of(remote: &'a RemoteReport) -> Self {
        Self {
            name: &remote.name,
            fetch_url: remote.fetch_url.as_ref(),
            push_url: remote.push_urls.first(),
            push_urls: &remote.push_urls,
            transport: remote.main_url().map(|url| url.transport),
            host: remote
                .main_url()
                .map(RemoteUrl::host_field)
                .unwrap_or_default(),
            forge: remote.forge,
            helpers: remote
                .settings
                .helpers
                .iter()
                .map(HelperOutput::of)
                .collect(),
            saved: remote
                .saved
                .iter()
                .map(|entry| EntryOutput::read_at(remote, entry))
                .collect(),
            uses: remote.in_use().map(|(entry, because)| UsesOutput {
                username: entry.username.as_deref().map(unless_token),
                because,
            }),
            fetch: &remote.fetch,
            push: &remote.push,
            push_doubt: remote.push_doubt(),
            findings: &remote.findings,
        }
    }
}

impl HelperOutput {
    /// The output of a helper.
    pub fn of(helper: &HelperInForce) -> Self {
        Self {
            value: helper.shown(),
            scope: helper.origin.scope,
            origin: display_safe(&helper.origin.to_string()),
            obeyed: !helper.is_from_repository(),
        }
    }
}

impl<'a> EntryOutput<'a> {
    /// The output of a saved sign-in.
    pub fn of(entry: &'a Entry) -> Self {
        Self {
            store: entry.store,
            location: &entry.location,
            username: entry.username.as_deref().map(unless_token),
            kind: entry.kind,
            host: &entry.host,
            path: entry.path.as_deref(),
            renews: entry.renews,
            locked: entry.locked,
            expires: entry.expires,
            read: None,
            plain_text: entry.is_plain_text(),
        }
    }
}

impl<'a> EntryOutput<'a> {
    /// The output of a saved sign-in of `remote`.
    fn read_at(remote: &RemoteReport, entry: &'a Entry) -> Self {
        let is_read = entry.store == StoreKind::Netrc || remote.reader_of(entry).is_some();
        Self {
            read: Some(is_read),
            ..Self::of(entry)
        }
    }
}

/// The output of several saved sign-ins.
pub fn entries(entries: &[Entry]) -> Vec<EntryOutput<'_>> {
    entries.iter().map(EntryOutput::of).collect()
}

/// JSON knows no bytes: what is no UTF-8 in a path is replaced.
fn path_text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
