//! `include.path` and `includeIf.<condition>.path`: which file a configuration file pulls in.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use globset::GlobBuilder;

use super::Environment;
use super::config::Variable;
use super::discover::Place;
use super::preflight::{is_network_path, read_regular};
use crate::model::Problem;

/// Decides includes for one repository, or for none.
pub(super) struct Includes<'a> {
    environment: &'a Environment,
    place: Option<&'a Place>,
}

impl<'a> Includes<'a> {
    pub(super) fn new(environment: &'a Environment, place: Option<&'a Place>) -> Self {
        Self { environment, place }
    }

    /// The file that `variable` includes, if it is an include and its condition holds.
    /// `before` are the settings read so far, `file` those of the file it stands in.
    pub(super) fn target(
        &self,
        variable: &Variable,
        before: &[Arc<Variable>],
        file: &[Arc<Variable>],
    ) -> Option<Result<PathBuf, Problem>> {
        if variable.setting.name != "path" {
            return None;
        }
        let holds = match (
            variable.setting.section.as_str(),
            &variable.setting.subsection,
        ) {
            ("include", None) => true,
            ("includeif", Some(condition)) => {
                let condition = String::from_utf8_lossy(condition);
                self.holds(&condition, &variable.origin.file, &[before, file])
            }
            _ => false,
        };
        holds.then(|| self.resolve(variable))
    }

    fn resolve(&self, variable: &Variable) -> Result<PathBuf, Problem> {
        let text = variable.text();
        let problem = |message: &str| {
            Err(Problem::new(
                variable.origin.to_string(),
                format!("include of {text} {message}"),
            ))
        };
        if text.is_empty()
            || text.starts_with("%(prefix)")
            || (text.starts_with('~') && !text.starts_with("~/"))
        {
            return problem("was not followed");
        }
        let target = self.environment.expand_tilde(&text);
        if is_network_path(&target) {
            return problem("is on another machine and was not followed");
        }
        Ok(match variable.origin.file.parent() {
            Some(folder) if target.is_relative() => folder.join(target),
            _ => target,
        })
    }

    /// Git 2.47, `git-config(1)`, "Conditional includes".
    fn holds(&self, condition: &str, file: &Path, settings: &[&[Arc<Variable>]]) -> bool {
        let Some(place) = self.place else {
            return false;
        };
        let Some((keyword, pattern)) = condition.split_once(':') else {
            return false;
        };
        match keyword {
            "gitdir" => self.matches_git_dir(pattern, file, place, false),
            "gitdir/i" => self.matches_git_dir(pattern, file, place, true),
            "onbranch" => branch(place)
                .is_some_and(|branch| matches(&with_folder_suffix(pattern), &branch, false)),
            "hasconfig" => {
                let Some(pattern) = pattern.strip_prefix("remote.*.url:") else {
                    return false;
                };
                has_remote(pattern, settings) || self.repository_has_remote(pattern, place)
            }
            _ => false,
        }
    }

    fn matches_git_dir(
        &self,
        pattern: &str,
        file: &Path,
        place: &Place,
        ignore_case: bool,
    ) -> bool {
        let pattern = if pattern.starts_with("~/") {
            self.environment
                .expand_tilde(pattern)
                .to_string_lossy()
                .into_owned()
        } else if let (Some(rest), Some(folder)) = (pattern.strip_prefix("./"), file.parent()) {
            format!("{}/{rest}", folder.display())
        } else if Path::new(pattern).is_absolute() {
            pattern.to_owned()
        } else {
            format!("**/{pattern}")
        };
        let pattern = with_folder_suffix(&pattern);
        let as_given = place.git_dir.to_string_lossy().into_owned();
        let real = place
            .git_dir
            .canonicalize()
            .map(|path| path.to_string_lossy().into_owned());
        matches(&pattern, &as_given, ignore_case)
            || real.is_ok_and(|real| matches(&pattern, &real, ignore_case))
    }

    /// The URLs that the repository's own file names, which is read after the person's.
    fn repository_has_remote(&self, pattern: &str, place: &Place) -> bool {
        let Ok(Some(bytes)) = read_regular(&place.common_dir.join("config")) else {
            return false;
        };
        let settings = super::config_syntax::parse(&bytes).unwrap_or_default();
        settings.iter().any(|setting| {
            setting.section == "remote"
                && setting.name == "url"
                && setting
                    .value
                    .as_deref()
                    .is_some_and(|url| matches(pattern, &String::from_utf8_lossy(url), false))
        })
    }
}

fn has_remote(pattern: &str, settings: &[&[Arc<Variable>]]) -> bool {
    settings.iter().copied().flatten().any(|variable| {
        variable.setting.section == "remote"
            && variable.setting.name == "url"
            && matches(pattern, &variable.text(), false)
    })
}

/// The branch that is checked out.
fn branch(place: &Place) -> Option<String> {
    let head = read_regular(&place.git_dir.join("HEAD")).ok()??;
    let head = String::from_utf8(head).ok()?;
    Some(head.strip_prefix("ref: refs/heads/")?.trim_end().to_owned())
}

/// `foo/` stands for everything below `foo`.
fn with_folder_suffix(pattern: &str) -> String {
    match pattern.ends_with('/') {
        true => format!("{pattern}**"),
        false => pattern.to_owned(),
    }
}

/// Git's `wildmatch` with `WM_PATHNAME`: `*` stays within a folder, `**` does not; braces mean
/// themselves.
fn matches(pattern: &str, text: &str, ignore_case: bool) -> bool {
    let pattern = pattern.replace('{', "[{]").replace('}', "[}]");
    GlobBuilder::new(&pattern)
        .literal_separator(true)
        .backslash_escape(true)
        .case_insensitive(ignore_case)
        .build()
        .is_ok_and(|glob| glob.compile_matcher().is_match(text))
}
