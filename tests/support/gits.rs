//! Every Git that is installed: the system's, and where there is another, that one too.

use std::path::{Path, PathBuf};

use git_locksmith::git::Git;
use git_locksmith::git::install::Version;
use git_locksmith::model::ActivityLog;

use super::home::Home;

/// The Gits of this machine in `home`, each version once; the one on `PATH` first.
pub fn gits(home: &Home) -> Vec<Git> {
    let mut gits = vec![home.git()];
    for program in ["/usr/bin/git", "/usr/local/bin/git"].map(PathBuf::from) {
        if !program.is_file() {
            continue;
        }
        let git = Git::at(program, &home.environment(), &ActivityLog::default()).unwrap();
        if gits.iter().all(|known| known.version() != git.version()) {
            gits.push(git);
        }
    }
    gits
}

/// What `git` prints in `folder`, or `None` where it fails.
pub fn ask(home: &Home, git: &Git, folder: &Path, arguments: &[&str]) -> Option<Vec<u8>> {
    let output = home
        .command(git.program())
        .current_dir(folder)
        // As a shell would: Git takes the path with its links from here.
        .env("PWD", folder)
        .args(arguments)
        .output()
        .unwrap();
    output.status.success().then_some(output.stdout)
}

/// Since this version white space inside a value is kept as it is written.
pub const KEEPS_WHITE_SPACE: Version = Version(2, 45, 0);
