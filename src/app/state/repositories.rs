//! The repositories, and the list of them as it is drawn: groups, order, filter, search.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use crate::app::action::Filter;
use crate::model::{AccessState, RepositoryReport, finding::Weight};

/// A repository in the list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The chosen folder it was found in.
    pub folder: PathBuf,
    /// All that is known about it.
    pub report: RepositoryReport,
}

/// What a row's place and colour depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// There is something to repair.
    NeedsAttention,
    /// The servers let in.
    Works,
    /// Not asked, or nothing to ask.
    Unknown,
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// A chosen folder.
    Folder(PathBuf),
    /// Words above the rows that follow.
    Words(&'static str),
    /// A repository.
    Row(PathBuf),
}

/// The repositories by path.
#[derive(Default)]
pub struct Repositories {
    by_path: BTreeMap<PathBuf, Listed>,
    /// Which of them the list shows.
    pub filter: Filter,
    /// What is searched for, in lower case.
    search: String,
    /// The chosen folders, in their order.
    folders: Vec<PathBuf>,
    lines: Vec<Line>,
    /// The standing by which a row has its place. Taken over only when the list settles, so that
    /// no row jumps while answers arrive.
    placed: BTreeMap<PathBuf, Standing>,
    /// Whether any answer is known, so that the rows are ordered by it.
    by_standing: bool,
    /// How many have something to repair, and how many work.
    needing_attention: usize,
    working: usize,
    /// Whether the lines are to be made anew before they are drawn.
    is_outdated: bool,
}

impl Listed {
    /// What its row says in short.
    pub fn standing(&self) -> Standing {
        let report = &self.report;
        let will_fail = |remote: &crate::model::RemoteReport| {
            remote
                .findings
                .iter()
                .any(|finding| finding.weight == Weight::Failure)
        };
        if report
            .remotes
            .iter()
            .any(|r| r.needs_attention() || will_fail(r))
            || !report.problems.is_empty()
        {
            return Standing::NeedsAttention;
        }
        let asked = |state| !matches!(state, AccessState::NotChecked | AccessState::Unsupported);
        match report
            .remotes
            .iter()
            .any(|remote| asked(remote.fetch.state) || asked(remote.push.state))
        {
            true => Standing::Works,
            false => Standing::Unknown,
        }
    }

    /// The last part of its path, cleaned.
    pub fn name(&self) -> String {
        let path = &self.report.path;
        let name = path.file_name().unwrap_or(path.as_os_str());
        crate::model::outside_text::display_safe(&name.to_string_lossy())
    }

    /// Its hosts, each once, in the order of the remotes.
    pub fn hosts(&self) -> Vec<String> {
        let mut hosts: Vec<String> = Vec::new();
        for url in self
            .report
            .remotes
            .iter()
            .filter_map(|remote| remote.main_url())
        {
            let host = url.host_field();
            if !host.is_empty() && !hosts.contains(&host) {
                hosts.push(host);
            }
        }
        hosts
    }

    fn matches(&self, search: &str) -> bool {
        search.is_empty()
            || self
                .report
                .path
                .to_string_lossy()
                .to_lowercase()
                .contains(search)
            || self.report.remotes.iter().any(|remote| {
                remote
                    .main_url()
                    .is_some_and(|url| url.to_string().to_lowercase().contains(search))
            })
    }
}

impl Repositories {
    /// One of them.
    pub fn get(&self, path: &Path) -> Option<&Listed> {
        self.by_path.get(path)
    }

    /// All of them, by path.
    pub fn iter(&self) -> impl Iterator<Item = &Listed> {
        self.by_path.values()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.by_path.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_path.is_empty()
    }

    /// How many have something to repair.
    pub fn needing_attention(&self) -> usize {
        self.needing_attention
    }

    /// How many are known to work.
    pub fn working(&self) -> usize {
        self.working
    }

    /// The list as it is drawn.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// What is searched for.
    pub fn search(&self) -> &str {
        &self.search
    }

    /// Searches for `words`.
    pub fn search_for(&mut self, words: &str) {
        self.search = words.trim().to_lowercase();
        self.is_outdated = true;
    }

    /// Takes a repository in, or what is new about it.
    pub fn insert(&mut self, listed: Listed) {
        self.by_path.insert(listed.report.path.clone(), listed);
        self.is_outdated = true;
    }

    /// Changes what is known about one.
    pub fn update(&mut self, path: &Path, change: impl FnOnce(&mut RepositoryReport)) {
        if let Some(listed) = self.by_path.get_mut(path) {
            change(&mut listed.report);
            self.is_outdated = true;
        }
    }

    /// Keeps of what was found in `folder` only what is in `found`.
    pub fn keep_only(&mut self, folder: &Path, found: &HashSet<PathBuf>) {
        self.by_path
            .retain(|path, listed| listed.folder != folder || found.contains(path));
        self.is_outdated = true;
    }

    /// Takes the order of the groups over.
    pub fn group_by(&mut self, folders: &[PathBuf]) {
        folders.clone_into(&mut self.folders);
        self.by_path
            .retain(|_, listed| folders.contains(&listed.folder));
        self.is_outdated = true;
    }

    /// The list may change its order now: what does not work comes first within its group.
    pub fn settle(&mut self) {
        self.placed = self
            .by_path
            .iter()
            .map(|(path, listed)| (path.clone(), listed.standing()))
            .collect();
        self.by_standing = self
            .placed
            .values()
            .any(|standing| *standing != Standing::Unknown);
        self.is_outdated = true;
    }

    /// Brings lines and counts up to date, without changing the place of any row. Whether there was
    /// anything new.
    pub fn take_stock(&mut self) -> bool {
        let is_new = std::mem::take(&mut self.is_outdated);
        if is_new {
            let standings: Vec<Standing> = self.iter().map(Listed::standing).collect();
            let count = |of| standings.iter().filter(|standing| **standing == of).count();
            (self.needing_attention, self.working) =
                (count(Standing::NeedsAttention), count(Standing::Works));
            self.relist();
        }
        is_new
    }

    fn relist(&mut self) {
        let mut lines = Vec::with_capacity(self.by_path.len() + self.folders.len());
        for folder in &self.folders {
            let mut rows: Vec<(Standing, &PathBuf)> = self
                .by_path
                .iter()
                .filter(|(_, listed)| listed.folder == *folder)
                .map(|(path, listed)| (self.place_of(path, listed), path))
                .filter(|(standing, path)| self.is_shown(*standing, path))
                .collect();
            if self.by_standing {
                rows.sort_by_key(|(standing, _)| *standing);
            }
            if !rows.is_empty() || self.shows_all() {
                lines.push(Line::Folder(folder.clone()));
            }
            self.push_rows(&rows, &mut lines);
        }
        self.lines = lines;
    }

    /// The row `by` lines of rows after `from`; the first where `from` is in no line.
    pub fn neighbour(&self, from: Option<&Path>, by: isize) -> Option<PathBuf> {
        let rows: Vec<&PathBuf> = self
            .lines
            .iter()
            .filter_map(|line| match line {
                Line::Row(path) => Some(path),
                _ => None,
            })
            .collect();
        let last = rows.len().checked_sub(1)?;
        let at = from.and_then(|from| rows.iter().position(|path| *path == from));
        let to = match at {
            Some(at) => at.saturating_add_signed(by).min(last),
            None => 0,
        };
        rows.get(to).map(|path| (*path).clone())
    }

    /// Rows of one group, with words between those that need attention and the others.
    fn push_rows(&self, rows: &[(Standing, &PathBuf)], lines: &mut Vec<Line>) {
        let first = rows.first().map(|(standing, _)| *standing);
        let mut above = first;
        for (standing, path) in rows {
            let is_new = above != Some(*standing);
            if self.by_standing && is_new && first == Some(Standing::NeedsAttention) {
                lines.push(Line::Words(match standing {
                    Standing::Works => "Working",
                    _ => "Others",
                }));
            }
            above = Some(*standing);
            lines.push(Line::Row((*path).clone()));
        }
    }

    fn place_of(&self, path: &Path, listed: &Listed) -> Standing {
        match self.placed.get(path) {
            Some(standing) => *standing,
            None => listed.standing(),
        }
    }

    fn is_shown(&self, placed: Standing, path: &Path) -> bool {
        let Some(listed) = self.by_path.get(path) else {
            return false;
        };
        let wanted = match self.filter {
            Filter::All => true,
            // What was repaired stays until the list settles.
            Filter::NeedsAttention => {
                placed == Standing::NeedsAttention || listed.standing() == Standing::NeedsAttention
            }
        };
        wanted && listed.matches(&self.search)
    }

    fn shows_all(&self) -> bool {
        self.filter == Filter::All && self.search.is_empty()
    }
}
