//! The repositories and remotes that a command line names.

use std::path::PathBuf;

use clap::Args;

use crate::jobs::Workshop;
use crate::jobs::scan::scan_all;
use crate::model::{Cancel, Problem, RepositoryReport};

/// A repository, and one of its remotes.
#[derive(Debug, Args)]
pub struct RemoteArguments {
    /// A repository, or a folder inside one
    pub path: PathBuf,
    /// Only this remote
    #[arg(long, value_name = "NAME")]
    pub remote: Option<String>,
}

/// Scans `paths`; what was found is sorted by path. A path without any repository is a problem.
pub(super) fn find_repositories(
    workshop: &Workshop,
    paths: &[PathBuf],
    cancel: &Cancel,
) -> (Vec<RepositoryReport>, Vec<Problem>) {
    let absolute = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
    let paths: Vec<PathBuf> = paths.iter().map(absolute).collect();
    let (mut repositories, problems) = scan_all(workshop, &paths, cancel);
    repositories.sort_by(|a, b| a.path.cmp(&b.path));
    (repositories, problems)
}

/// The repository that `arguments` name, with the remotes that they name.
pub(super) fn find_remotes(
    workshop: &Workshop,
    arguments: &RemoteArguments,
    cancel: &Cancel,
) -> Result<(RepositoryReport, Vec<Problem>), Problem> {
    let (mut repositories, mut problems) =
        find_repositories(workshop, std::slice::from_ref(&arguments.path), cancel);
    let problem = |message: &str| Problem::new(arguments.path.display().to_string(), message);
    if repositories.len() > 1 {
        return Err(problem(
            "there are several repositories here; name one of them",
        ));
    }
    let Some(mut repository) = repositories.pop() else {
        let last = problems.pop();
        return Err(last.unwrap_or_else(|| problem("there is no Git repository here")));
    };
    if let Some(name) = &arguments.remote {
        let known: Vec<&str> = repository
            .remotes
            .iter()
            .map(|one| one.name.as_str())
            .collect();
        if !known.contains(&name.as_str()) {
            let known = match known.as_slice() {
                [] => "it has none".to_owned(),
                known => format!("its remotes: {}", known.join(", ")),
            };
            return Err(problem(&format!("there is no remote {name}; {known}")));
        }
        repository.remotes.retain(|remote| remote.name == *name);
    }
    Ok((repository, problems))
}
