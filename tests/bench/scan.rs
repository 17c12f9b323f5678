//! Finding 1,000 repositories among 200,000 folders.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use git_locksmith::git::Place;
use git_locksmith::git::walk::{Seen, walk};
use git_locksmith::model::Cancel;

use super::table::{Way, aim, in_turns, ratio};

pub fn measure() {
    let tree = tree();
    let mut fd = Command::new("fdfind");
    // The tree lies below a `.gitignore`, which is none of its own.
    fd.args(["-H", "--no-ignore-parent", "-t", "d", "--prune", r"^\.git$"]);
    fd.arg(&tree);
    let mut fd_unrestricted = Command::new("fdfind");
    fd_unrestricted.args(["-H", "-I", "-t", "d", "--prune", r"^\.git$"]);
    fd_unrestricted.arg(&tree);
    let mut find = Command::new("find");
    find.arg(&tree).args(["-name", ".git", "-prune", "-print"]);
    let medians = in_turns(
        "Scan of 200,000 folders with 1,000 repositories",
        7,
        vec![
            Way::new("Git Locksmith", || assert_eq!(count(&tree, false), 1000)),
            Way::new("Git Locksmith, inside repositories as well", || {
                assert_eq!(count(&tree, true), 1000);
            }),
            Way::program("fdfind -H -t d --prune '^\\.git$'", fd),
            Way::program("fdfind -H -I -t d --prune '^\\.git$'", fd_unrestricted),
            Way::program("find -name .git -prune", find),
        ],
    );
    aim("of fdfind's time", &ratio(medians[0], medians[2]), "0.80");
    aim("of fdfind -I's time", &ratio(medians[0], medians[3]), "-");
    aim("of find's time", &ratio(medians[0], medians[4]), "0.40");
}

/// The repositories of the tree.
pub fn places() -> Vec<Place> {
    let found = std::sync::Mutex::new(Vec::new());
    walk(&tree(), false, &Cancel::default(), &|seen| {
        if let Seen::Repository(place) = seen {
            found.lock().unwrap().push(place);
        }
    });
    found.into_inner().unwrap()
}

fn count(tree: &Path, nested: bool) -> usize {
    let found = AtomicUsize::new(0);
    let walked = walk(tree, nested, &Cancel::default(), &|seen| {
        if let Seen::Repository(_) = seen {
            found.fetch_add(1, Ordering::Relaxed);
        }
    });
    assert_eq!(walked.problems, []);
    found.into_inner()
}

/// Made once and kept. Most folders lie outside repositories, so that all have to be walked by
/// everybody; each holds two files.
pub fn tree() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench");
    let tree = folder.join("tree");
    if folder.join("complete").exists() {
        return tree;
    }
    println!("making 200,000 folders, once …");
    let _ = fs::remove_dir_all(&tree);
    for number in 0..1000 {
        let (a, b, c) = (number / 100, number / 10 % 10, number % 10);
        let base = tree.join(format!("a{a}/b{b}/c{c}"));
        furnish(&base);
        make_repository(&base.join("repo"), number);
        for k in 0..20 {
            furnish(&base.join(format!("repo/src{k}")));
        }
        for d in 0..17 {
            furnish(&base.join(format!("d{d}")));
            for e in 0..9 {
                furnish(&base.join(format!("d{d}/e{e}")));
            }
        }
    }
    fs::write(folder.join("complete"), "").unwrap();
    tree
}

fn furnish(folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    for file in ["a.txt", "b.rs"] {
        fs::write(folder.join(file), "").unwrap();
    }
}

fn make_repository(folder: &Path, number: usize) {
    for inner in [
        "objects/pack",
        "objects/info",
        "refs/heads",
        "refs/tags",
        "hooks",
        "info",
    ] {
        fs::create_dir_all(folder.join(".git").join(inner)).unwrap();
    }
    fs::write(folder.join(".git/HEAD"), "ref: refs/heads/main\n").unwrap();
    let host = number % 7;
    let config = format!(
        "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = false\n\
         \tlogallrefupdates = true\n[remote \"origin\"]\n\
         \turl = https://git{host}.example.com/team/repo{number}.git\n\
         \tfetch = +refs/heads/*:refs/remotes/origin/*\n\
         [branch \"main\"]\n\tremote = origin\n\tmerge = refs/heads/main\n"
    );
    fs::write(folder.join(".git/config"), config).unwrap();
}
