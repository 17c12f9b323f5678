//! Git's configuration as data: the files that Git would read, in its order, with includes.
//!
//! No program is run. The order is system, global, local, worktree; what the environment or a
//! command line adds is left out, because a program started from the desktop does not see it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::config_syntax::{self, Setting};
use super::discover::Place;
use super::include::{Includes, Target};
use super::mounts::OtherMachines;
use super::preflight::read_regular;
use super::wildmatch::wildmatch;
use super::{Environment, Git};
use crate::model::{Origin, Problem, Scope};

/// How deep includes may nest (`MAX_INCLUDE_DEPTH` of Git's `config.c`).
const DEEPEST_INCLUDE: usize = 10;

/// One setting and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// The setting.
    pub setting: Setting,
    /// Its file, line and scope.
    pub origin: Origin,
}

/// All settings in the order that Git reads them: the last value of a key wins.
#[derive(Debug, Clone, Default)]
pub struct Config {
    variables: Vec<Arc<Variable>>,
    problems: Vec<Problem>,
}

/// Files that were read already: a thousand repositories share one `~/.gitconfig`.
#[derive(Default)]
pub struct ConfigCache {
    files: Mutex<HashMap<(PathBuf, Scope), Parsed>>,
    other_machines: OnceLock<OtherMachines>,
}

type Parsed = Result<Arc<Vec<Arc<Variable>>>, Problem>;

impl Config {
    /// The system's and the person's own configuration. Conditions on a repository
    /// (`includeIf`) do not hold, as there is none.
    #[must_use]
    pub fn personal(git: &Git) -> Self {
        let cache = ConfigCache::default();
        let mut reader = Reader::new(git, &cache, None);
        reader.everything();
        reader.config
    }

    /// What Git sees inside the repository at `place`.
    #[must_use]
    pub fn of_repository(git: &Git, cache: &ConfigCache, place: &Place) -> Self {
        let mut reader = Reader::new(git, cache, Some(place));
        reader.everything();
        reader.config
    }

    /// All settings, in order.
    pub fn variables(&self) -> impl Iterator<Item = &Variable> {
        self.variables.iter().map(Arc::as_ref)
    }

    /// The values of one key, in order.
    pub fn values<'a>(
        &'a self,
        section: &'a str,
        subsection: Option<&'a str>,
        name: &'a str,
    ) -> impl DoubleEndedIterator<Item = &'a Variable> {
        let subsection = subsection.map(str::as_bytes);
        self.variables
            .iter()
            .map(Arc::as_ref)
            .filter(move |variable| {
                variable.setting.section == section
                    && variable.setting.name == name
                    && variable.setting.subsection.as_deref() == subsection
            })
    }

    /// The value of a key that has one.
    #[must_use]
    pub fn last<'a>(
        &'a self,
        section: &'a str,
        subsection: Option<&'a str>,
        name: &'a str,
    ) -> Option<&'a Variable> {
        self.values(section, subsection, name).next_back()
    }

    /// Files that could not be read.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl Variable {
    /// `section.subsection.name`, as `git config` writes it; made safe to show.
    #[must_use]
    pub fn key(&self) -> String {
        let Setting {
            section,
            subsection,
            name,
            ..
        } = &self.setting;
        let key = match subsection {
            Some(subsection) => format!("{section}.{}.{name}", String::from_utf8_lossy(subsection)),
            None => format!("{section}.{name}"),
        };
        crate::model::outside_text::display_safe(&key)
    }

    /// The value as text; empty for a bare key.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(self.setting.value.as_deref().unwrap_or_default())
    }

    /// The value as Git reads a truth value; a bare key is true. `None` where it is none.
    #[must_use]
    pub fn is_true(&self) -> Option<bool> {
        match &self.setting.value {
            None => Some(true),
            Some(value) => git2::Config::parse_bool(value.as_slice()).ok(),
        }
    }

    /// Whether a repository brought it.
    #[must_use]
    pub fn is_from_repository(&self) -> bool {
        is_of_repository(self.origin.scope)
    }
}

fn is_of_repository(scope: Scope) -> bool {
    matches!(scope, Scope::Local | Scope::Worktree)
}

struct Reader<'a> {
    git: &'a Git,
    cache: &'a ConfigCache,
    place: Option<&'a Place>,
    includes: Includes<'a>,
    remote_urls: RemoteUrls,
    config: Config,
}

/// The URLs of all remotes, for `includeIf "hasconfig:remote.*.url:…"`. To know them Git reads
/// everything once, with all these includes.
enum RemoteUrls {
    NotNeededYet,
    BeingGathered,
    Known(Vec<Vec<u8>>),
}

impl<'a> Reader<'a> {
    fn new(git: &'a Git, cache: &'a ConfigCache, place: Option<&'a Place>) -> Self {
        Self {
            git,
            cache,
            place,
            includes: Includes::new(git.environment(), place),
            remote_urls: RemoteUrls::NotNeededYet,
            config: Config::default(),
        }
    }

    fn everything(&mut self) {
        if let Some(file) = self.git.system_config() {
            self.file(file, Scope::System, 0);
        }
        for file in global_files(self.git.environment()) {
            self.file(&file, Scope::Global, 0);
        }
        if let Some(place) = self.place {
            self.repository(place);
        }
    }

    fn repository(&mut self, place: &Place) {
        let file = place.common_dir.join("config");
        self.file(&file, Scope::Local, 0);
        // Only the repository's own file counts, not what it includes.
        let has_worktree_config = self
            .config
            .values("extensions", None, "worktreeconfig")
            .rfind(|variable| variable.origin.file == file)
            .is_some_and(|variable| variable.is_true() == Some(true));
        if has_worktree_config {
            self.file(&place.git_dir.join("config.worktree"), Scope::Worktree, 0);
        }
    }

    fn file(&mut self, path: &Path, scope: Scope, depth: usize) {
        if depth > DEEPEST_INCLUDE {
            let message = "is included too deeply; do files include each other?";
            self.problem(Problem::new(path.display().to_string(), message));
            return;
        }
        if let Some(place) = self.place.filter(|_| is_of_repository(scope))
            && self
                .cache
                .other_machines()
                .are_reached_by(path, &place.path)
        {
            let message = "is on another machine and was not read";
            self.problem(Problem::new(path.display().to_string(), message));
            return;
        }
        let variables = match self.cache.read(path, scope) {
            Ok(variables) => variables,
            Err(problem) => return self.problem(problem),
        };
        for variable in variables.iter() {
            self.config.variables.push(Arc::clone(variable));
            match self.includes.target(variable) {
                Target::Nothing => (),
                Target::File(file) => self.file(&file, scope, depth + 1),
                Target::IfRemote { pattern, file } => {
                    if self.has_remote_like(&pattern) {
                        self.file(&file, scope, depth + 1);
                    }
                }
                Target::NotFollowed(problem) => self.problem(problem),
            }
        }
    }

    fn problem(&mut self, problem: Problem) {
        if !self.config.problems.contains(&problem) {
            self.config.problems.push(problem);
        }
    }

    fn has_remote_like(&mut self, pattern: &[u8]) -> bool {
        if let RemoteUrls::NotNeededYet = self.remote_urls {
            let mut reader = Self::new(self.git, self.cache, self.place);
            reader.remote_urls = RemoteUrls::BeingGathered;
            reader.everything();
            self.remote_urls = RemoteUrls::Known(remote_urls(&reader.config));
        }
        match &self.remote_urls {
            RemoteUrls::Known(urls) => urls.iter().any(|url| wildmatch(pattern, url, false)),
            RemoteUrls::BeingGathered | RemoteUrls::NotNeededYet => true,
        }
    }
}

fn remote_urls(config: &Config) -> Vec<Vec<u8>> {
    config
        .variables()
        .map(|variable| &variable.setting)
        .filter(|setting| {
            setting.section == "remote" && setting.subsection.is_some() && setting.name == "url"
        })
        .filter_map(|setting| setting.value.clone())
        .collect()
}

impl ConfigCache {
    fn other_machines(&self) -> &OtherMachines {
        self.other_machines.get_or_init(OtherMachines::now)
    }

    fn read(&self, path: &Path, scope: Scope) -> Parsed {
        // Files of one repository are read once; only what many repositories share is kept.
        if is_of_repository(scope) {
            return parse_file(path, scope);
        }
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files
            .entry((path.to_owned(), scope))
            .or_insert_with(|| parse_file(path, scope))
            .clone()
    }
}

fn parse_file(path: &Path, scope: Scope) -> Parsed {
    let bytes = read_regular(path)?.unwrap_or_default();
    let settings = config_syntax::parse(&bytes)
        .map_err(|error| Problem::new(path.display().to_string(), error.to_string()))?;
    let variable = |setting: Setting| {
        let origin = Origin {
            scope,
            file: path.to_owned(),
            line: setting.line,
        };
        Arc::new(Variable { setting, origin })
    };
    Ok(Arc::new(settings.into_iter().map(variable).collect()))
}

/// The file that `git config --global` writes: `$XDG_CONFIG_HOME/git/config` where it is there
/// and `~/.gitconfig` is not, or the one file that `GIT_CONFIG_GLOBAL` names.
#[must_use]
pub fn global_file(environment: &Environment) -> Option<PathBuf> {
    let files = global_files(environment);
    match files.as_slice() {
        [xdg, home] if xdg.is_file() && !home.is_file() => Some(xdg.clone()),
        files => files.last().cloned(),
    }
}

/// `$XDG_CONFIG_HOME/git/config` before `~/.gitconfig`, or the one file that
/// `GIT_CONFIG_GLOBAL` names.
fn global_files(environment: &Environment) -> Vec<PathBuf> {
    if environment.is_set("GIT_CONFIG_GLOBAL") {
        return environment
            .get("GIT_CONFIG_GLOBAL")
            .map(PathBuf::from)
            .into_iter()
            .collect();
    }
    let xdg = environment
        .config_home()
        .map(|folder| folder.join("git/config"));
    let home = environment.home().map(|folder| folder.join(".gitconfig"));
    xdg.into_iter().chain(home).collect()
}
