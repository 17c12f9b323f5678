//! Looking for repositories below a folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use git_locksmith::git::walk::walk;
use git_locksmith::jobs::Workshop;
use git_locksmith::jobs::scan::{Scanned, scan};
use git_locksmith::model::{ActivityLog, Cancel, Kind, Problem, RepositoryReport};
use serde_json::Value;

#[cfg(target_os = "linux")]
use crate::support::dead_drive::DeadDrive;
use crate::support::home::Home;

#[test]
fn repositories_are_found_at_any_depth_and_hidden_as_well() {
    let home = Home::new();
    let deep: PathBuf = (0..60)
        .map(|level| format!("node_modules{level}"))
        .collect();
    for path in [
        "all/one".into(),
        "all/.hidden/two".into(),
        "all/ignored/three".into(),
        Path::new("all").join(deep).join("four"),
    ] {
        home.repository(path, &[("origin", "https://h.example/x")]);
    }
    home.write("all/.gitignore", "ignored\n");
    home.write("all/.ignore", "*\n");
    home.run_git(&home.path(), ["init", "-q", "--bare", "all/five.git"]);
    let found = look(&home, &["all"], false);
    assert_eq!(
        found.names(),
        [".hidden/two", "five.git", "four", "ignored/three", "one"]
    );
    assert_eq!(found.problems, []);
    assert!(found.folders > 60, "{}", found.folders);
    assert_eq!(found.reports["five.git"].kind, Kind::Bare);
    assert_eq!(found.reports["one"].remotes[0].name, "origin");
}

#[test]
fn a_repository_ends_the_search_unless_nested_ones_are_wanted() {
    let home = Home::new();
    home.write(
        ".gitconfig",
        "[user]\n\tname = n\n\temail = e\n[protocol \"file\"]\n\tallow = always\n",
    );
    let part = home.repository("part", &[]);
    home.run_git(&part, ["commit", "-qm", "one", "--allow-empty"]);
    let outer = home.repository("all/outer", &[]);
    home.run_git(&outer, ["submodule", "--quiet", "add", "../../part", "sub"]);
    home.repository("all/outer/vendor/inner", &[]);
    home.run_git(&outer, ["init", "-q", "--bare", "tests/fixture.git"]);
    let found = look(&home, &["all"], false);
    assert_eq!(found.names(), ["outer"]);
    let found = look(&home, &["all"], true);
    assert_eq!(
        found.names(),
        [
            "outer",
            "outer/sub",
            "outer/tests/fixture.git",
            "outer/vendor/inner"
        ]
    );
    assert_eq!(found.reports["outer/sub"].kind, Kind::Submodule);
    assert_eq!(found.reports["outer/tests/fixture.git"].kind, Kind::Bare);
    let found = look(&home, &["all/outer"], true);
    assert_eq!(found.reports.len(), 4);
}

#[test]
fn a_folder_inside_a_repository_stands_for_it() {
    let home = Home::new();
    let outer = home.repository("outer", &[]);
    let file = home.write("outer/src/deep/file.rs", "");
    for path in [
        "outer",
        "outer/src",
        "outer/src/deep",
        file.to_str().unwrap(),
    ] {
        let found = look(&home, &[path], false);
        assert_eq!(found.paths(), std::slice::from_ref(&outer), "{path}");
        assert_eq!(found.problems, [], "{path}");
    }
    let inner = home.repository("outer/src/inner", &[]);
    assert_eq!(look(&home, &["outer/src"], false).paths(), [inner]);
}

#[test]
fn a_bare_repository_that_came_with_a_clone_is_told_and_not_read() {
    let home = Home::new();
    let outer = home.repository("outer", &[]);
    home.run_git(&outer, ["init", "-q", "--bare", "src/fixture.git"]);
    let found = look(&home, &["outer/src"], false);
    assert_eq!(found.paths(), [outer]);
    let [problem] = found.problems.as_slice() else {
        panic!("{:?}", found.problems)
    };
    assert!(
        problem.subject.ends_with("outer/src/fixture.git"),
        "{problem:?}"
    );
    assert!(
        problem.message.contains("another one's work tree"),
        "{problem:?}"
    );
    let chosen = look(&home, &["outer/src/fixture.git"], false);
    assert_eq!(chosen.reports.len(), 1);
}

#[test]
fn what_was_chosen_twice_is_found_once() {
    let home = Home::new();
    home.repository("all/one", &[]);
    let told = AtomicUsize::new(0);
    let folders = [home.path().join("all"), home.path().join("all/one")];
    scan(
        &workshop(&home),
        &folders,
        false,
        &Cancel::default(),
        &|scanned| {
            told.fetch_add(
                usize::from(matches!(scanned, Scanned::Repository(_))),
                Ordering::Relaxed,
            );
        },
    );
    assert_eq!(told.into_inner(), 1);
}

#[test]
fn nothing_found_is_told() {
    let home = Home::new();
    home.write("empty/file", "");
    let found = look(&home, &["empty", "missing"], false);
    assert_eq!(found.reports.len(), 0);
    let messages: Vec<&str> = found
        .problems
        .iter()
        .map(|problem| problem.message.as_str())
        .collect();
    assert_eq!(
        messages,
        [
            "is no Git repository and is in none",
            "there is no such folder"
        ]
    );
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_so_that_loops_end() {
    let home = Home::new();
    home.repository("all/one", &[]);
    home.repository("elsewhere/two", &[]);
    for (target, link) in [
        ("..", "all/up"),
        (".", "all/self"),
        ("../elsewhere", "all/away"),
        ("b", "all/a"),
        ("a", "all/b"),
    ] {
        std::os::unix::fs::symlink(target, home.path().join(link)).unwrap();
    }
    let found = look(&home, &["all"], false);
    assert_eq!(found.names(), ["one"]);
    assert_eq!(found.problems, []);
    // What was chosen is followed.
    let chosen = look(&home, &["all/away"], false);
    assert_eq!(chosen.paths(), [home.path().join("all/away/two")]);
}

#[cfg(unix)]
#[test]
fn what_git_never_puts_there_is_told() {
    let home = Home::new();
    home.repository("all/one", &[]);
    home.write("all/gone/.git", "gitdir: ../nowhere\n");
    home.repository("all/gone/below", &[]);
    fs::create_dir(home.path().join("all/pipe")).unwrap();
    make_fifo(&home.path().join("all/pipe/.git"));
    make_fifo(&home.path().join("all/one/.git/config.worktree"));
    let found = look(&home, &["all"], false);
    assert_eq!(found.names(), ["gone/below", "one"]);
    let mut subjects: Vec<&str> = found
        .problems
        .iter()
        .map(|problem| problem.subject.rsplit("/all/").next().unwrap())
        .collect();
    subjects.sort_unstable();
    assert_eq!(subjects, ["gone/.git", "pipe/.git"]);
}

#[test]
fn problems_are_named_up_to_a_hundred_and_then_counted() {
    let home = Home::new();
    for number in 0..130 {
        home.write(format!("all/{number}/.git"), "nonsense");
    }
    home.repository("all/one", &[]);
    let found = look(&home, &["all"], false);
    assert_eq!(found.names(), ["one"]);
    assert_eq!(found.problems.len(), 101);
    let last = found.problems.last().unwrap();
    assert!(last.message.starts_with("30 more"), "{}", last.message);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_looked_into_is_told() {
    let home = Home::new();
    home.repository("all/one", &[]);
    // Deeper than a path can be long, which not even the superuser may open.
    let name = "x".repeat(250);
    let mut folder = rustix::fs::open(
        home.path().join("all"),
        rustix::fs::OFlags::DIRECTORY | rustix::fs::OFlags::CLOEXEC,
        rustix::fs::Mode::empty(),
    )
    .unwrap();
    for _ in 0..20 {
        rustix::fs::mkdirat(&folder, &name, rustix::fs::Mode::RWXU).unwrap();
        let flags = rustix::fs::OFlags::DIRECTORY | rustix::fs::OFlags::CLOEXEC;
        folder = rustix::fs::openat(&folder, &name, flags, rustix::fs::Mode::empty()).unwrap();
    }
    let found = look(&home, &["all"], false);
    assert_eq!(found.names(), ["one"]);
    let [problem] = found.problems.as_slice() else {
        panic!("{:?}", found.problems)
    };
    assert!(
        problem.message.starts_with("cannot be looked into: "),
        "{problem:?}"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn by_mounting_a_network_drive_whose_server_is_gone_is_told_and_not_entered() {
    let home = Home::new();
    home.repository("all/one", &[]);
    let path = home.path().join("all/deep/network drive");
    let _drive = DeadDrive::mount(&path);
    let found = look(&home, &["all"], false);
    assert_eq!(found.names(), ["one"]);
    let [problem] = found.problems.as_slice() else {
        panic!("{:?}", found.problems)
    };
    assert_eq!(problem.subject, path.display().to_string());
    assert!(problem.message.contains("network drive"), "{problem:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn what_the_kernel_makes_up_is_not_entered() {
    let seen = walk(Path::new("/proc/self"), false, &Cancel::default(), &|_| ());
    assert!(seen.folders > 0, "chosen itself, it is looked into");
    // /dev holds file systems of several kinds; none is an endless one.
    let seen = walk(Path::new("/dev"), false, &Cancel::default(), &|_| ());
    assert!(seen.folders < 10_000, "{}", seen.folders);
}

/// The real program, run by somebody for whom closed folders are closed.
#[cfg(unix)]
#[test]
fn a_closed_folder_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    home.repository("all/one", &[]);
    home.repository("all/closed/two", &[]);
    let closed = home.path().join("all/closed");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    let program = env!("CARGO_BIN_EXE_git-locksmith");
    let arguments = ["check", "--json", "--offline", "all"];
    let mut command = if rustix::process::geteuid().is_root() {
        give_away(&home.path());
        // The program may lie where only its builder can look.
        let copy = home.path().join("program");
        fs::copy(program, &copy).unwrap();
        let mut command = home.command("setpriv");
        command
            .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
            .arg(copy);
        command
    } else {
        home.command(program)
    };
    let output = command.args(arguments).output().unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).unwrap();
    let json: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    assert_eq!(json["repositories"].as_array().unwrap().len(), 1, "{json}");
    let problem = &json["problems"][0];
    assert!(
        problem["subject"].as_str().unwrap().ends_with("all/closed"),
        "{json}"
    );
    assert!(
        problem["message"]
            .as_str()
            .unwrap()
            .contains("Permission denied"),
        "{json}"
    );
}

#[test]
fn a_cancelled_scan_ends_and_tells_of_no_more() {
    let home = Home::new();
    for number in 0..50 {
        home.write(format!("all/{number}/.git/HEAD"), "ref: refs/heads/main\n");
        fs::create_dir(home.path().join(format!("all/{number}/.git/objects"))).unwrap();
        fs::create_dir(home.path().join(format!("all/{number}/.git/refs"))).unwrap();
    }
    let workshop = workshop(&home);
    let all = [home.path().join("all")];
    let cancelled = Cancel::default();
    cancelled.cancel();
    let told = AtomicUsize::new(0);
    let count = |scanned: Scanned| {
        if matches!(scanned, Scanned::Repository(_)) {
            told.fetch_add(1, Ordering::Relaxed);
        }
    };
    assert_eq!(scan(&workshop, &all, false, &cancelled, &count), []);
    assert_eq!(told.load(Ordering::Relaxed), 0);
    let cancel = Cancel::default();
    scan(&workshop, &all, false, &cancel, &|scanned| {
        count(scanned);
        cancel.cancel();
    });
    // Each thread may have had one in its hands.
    assert!((1..=8).contains(&told.load(Ordering::Relaxed)), "{told:?}");
}

#[test]
fn a_scan_runs_nothing_and_writes_nothing() {
    let home = Home::new();
    home.write(
        ".gitconfig",
        "[credential]\n\thelper = !touch canary\n\thelper = store\n",
    );
    home.write(".git-credentials", "https://me:s3cr3t@h.example\n");
    let one = home.repository("all/one", &[("origin", "https://h.example/x")]);
    home.run_git(&one, ["config", "credential.helper", "!touch canary"]);
    home.run_git(&one, ["config", "core.fsmonitor", "touch canary"]);
    let run = Arc::new(Mutex::new(Vec::new()));
    let log = ActivityLog::to({
        let run = Arc::clone(&run);
        move |activity| run.lock().unwrap().push(activity.what)
    });
    let workshop = Workshop::open(&home.environment(), &log).unwrap();
    run.lock().unwrap().clear();
    let before = everything_below(&home.path());
    let problems = scan(
        &workshop,
        &[home.path().join("all")],
        true,
        &Cancel::default(),
        &|_| (),
    );
    assert_eq!(problems, []);
    assert_eq!(*run.lock().unwrap(), Vec::<String>::new());
    assert_eq!(everything_below(&home.path()), before);
}

/// What a scan found, by the path below the first folder.
struct Found {
    reports: BTreeMap<String, RepositoryReport>,
    problems: Vec<Problem>,
    folders: u64,
}

impl Found {
    /// In order; what lies very deep by its last folder.
    fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self
            .reports
            .keys()
            .map(|name| match name.len() > 100 {
                true => name.rsplit('/').next().unwrap(),
                false => name,
            })
            .collect();
        names.sort_unstable();
        names
    }

    fn paths(&self) -> Vec<PathBuf> {
        self.reports
            .values()
            .map(|report| report.path.clone())
            .collect()
    }
}

fn workshop(home: &Home) -> Workshop {
    Workshop::open(&home.environment(), &ActivityLog::default()).unwrap()
}

fn look(home: &Home, folders: &[&str], nested: bool) -> Found {
    let folders: Vec<PathBuf> = folders
        .iter()
        .map(|folder| home.path().join(folder))
        .collect();
    let found = Mutex::new((BTreeMap::new(), 0));
    let problems = scan(
        &workshop(home),
        &folders,
        nested,
        &Cancel::default(),
        &|scanned| {
            let mut found = found.lock().unwrap();
            match scanned {
                Scanned::Repository(report) => {
                    let name = report
                        .path
                        .strip_prefix(&folders[0])
                        .unwrap_or(&report.path);
                    let name = name.to_str().unwrap().to_owned();
                    assert!(found.0.insert(name, *report).is_none());
                }
                Scanned::Folders(folders) => found.1 = folders.max(found.1),
            }
        },
    );
    let (reports, folders) = found.into_inner().unwrap();
    Found {
        reports,
        problems,
        folders,
    }
}

/// Every path with what tells a change.
fn everything_below(folder: &Path) -> BTreeMap<PathBuf, (u64, std::time::SystemTime)> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let metadata = fs::symlink_metadata(&path).unwrap();
        if metadata.is_dir() {
            all.extend(everything_below(&path));
        }
        all.insert(path, (metadata.len(), metadata.modified().unwrap()));
    }
    all
}

#[cfg(unix)]
fn give_away(path: &Path) {
    std::os::unix::fs::chown(path, Some(65534), Some(65534)).unwrap();
    if path.symlink_metadata().unwrap().is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            give_away(&entry.unwrap().path());
        }
    }
}

#[cfg(unix)]
fn make_fifo(path: &Path) {
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    mknodat(CWD, path, FileType::Fifo, Mode::RWXU, 0).unwrap();
}
