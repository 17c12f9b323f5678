//! Every kind of path a person may give, and what a repository may have put there to harm.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use git_locksmith::git::config::ConfigCache;
use git_locksmith::git::discover::{self, NoPlace, PATIENCE, discover_within};
use git_locksmith::git::install::Version;
use git_locksmith::git::{Place, preflight, read};
use git_locksmith::model::{Kind, Problem};

#[cfg(target_os = "linux")]
use crate::support::dead_drive::DeadDrive;
use crate::support::gits::ask;
use crate::support::home::Home;

#[test]
fn every_kind_of_path_leads_to_its_repository() {
    let home = zoo();
    let git = home.git();
    let at = |path: &str| home.path().join(path);
    let cases = [
        ("main", "main", ".git", Kind::WorkTree),
        ("main/", "main", ".git", Kind::WorkTree),
        ("main/src/deep", "main", ".git", Kind::WorkTree),
        ("main/src/deep/../..", "main", ".git", Kind::WorkTree),
        ("main/src/file.rs", "main", ".git", Kind::WorkTree),
        ("main/.git", "main", ".git", Kind::WorkTree),
        ("main/.git/hooks", "main", ".git", Kind::WorkTree),
        ("bare.git", "bare.git", "", Kind::Bare),
        ("bare.git/refs/heads", "bare.git", "", Kind::Bare),
        (
            "linked",
            "linked",
            "../main/.git/worktrees/linked",
            Kind::LinkedWorktree,
        ),
        (
            "linked/src",
            "linked",
            "../main/.git/worktrees/linked",
            Kind::LinkedWorktree,
        ),
        (
            "main/sub",
            "main/sub",
            "../.git/modules/sub",
            Kind::Submodule,
        ),
        (
            "main/.git/modules/sub",
            "main/sub",
            "../.git/modules/sub",
            Kind::Submodule,
        ),
        ("moved", "moved", "../modules/elsewhere", Kind::WorkTree),
        ("of-bare", "of-bare", "./.bare", Kind::Bare),
        (
            "of-bare/tree",
            "of-bare/tree",
            "../.bare/worktrees/tree",
            Kind::LinkedWorktree,
        ),
        ("dot-git-is-bare", "dot-git-is-bare", ".git", Kind::Bare),
        ("link-to-git", "link-to-git", ".git", Kind::WorkTree),
        ("sha256", "sha256", ".git", Kind::WorkTree),
    ];
    for (path, repository, git_dir, kind) in cases {
        let place = discover_within(&at(path), PATIENCE).unwrap();
        assert_eq!(place.path, at(repository), "{path}");
        let kind_read = read::read(&git, &ConfigCache::default(), &place)
            .repository
            .kind;
        assert_eq!(kind_read, kind, "{path}");
        assert_eq!(
            real(&place.git_dir),
            real(&at(repository).join(git_dir)),
            "{path}"
        );
        assert_eq!(
            real(&place.git_dir),
            git_says(&home, &place, "--absolute-git-dir"),
            "{path}"
        );
        assert_eq!(
            real(&place.common_dir),
            git_says(&home, &place, "--git-common-dir"),
            "{path}"
        );
    }
}

#[test]
fn a_repository_in_the_reftable_format_is_found() {
    let home = Home::new();
    let git = home.git();
    if git.version() < Version(2, 45, 0) {
        return;
    }
    home.run_git(&home.path(), ["init", "-q", "--ref-format=reftable", "new"]);
    home.write(".gitconfig", "[includeIf \"onbranch:main\"]\n\tpath = x\n");
    let place = discover::discover(&home.path().join("new")).unwrap();
    let problems = read::read(&git, &ConfigCache::default(), &place)
        .repository
        .problems;
    assert!(problems[0].message.contains("reftable"), "{problems:?}");
}

#[test]
fn what_is_no_repository_is_told_apart_from_what_cannot_be_reached() {
    let home = Home::new();
    let at = |path: &str| home.path().join(path);
    home.write("empty/.git/nothing-of-git", "");
    home.write("looks-bare/HEAD", "not a reference\n");
    for folder in ["looks-bare/objects", "looks-bare/refs", "plain"] {
        fs::create_dir_all(at(folder)).unwrap();
    }
    for path in ["empty", "plain", "looks-bare"] {
        let NoPlace::NoRepository(problem) = discover::discover(&at(path)).unwrap_err() else {
            panic!("{path}")
        };
        assert_eq!(
            problem.message, "is no Git repository and is in none",
            "{path}"
        );
    }
    let missing = discover::discover(&at("missing")).unwrap_err();
    let message = "there is no such folder";
    assert_eq!(
        missing,
        NoPlace::OutOfReach(Problem::new(at("missing").display().to_string(), message))
    );
}

#[cfg(target_os = "linux")]
#[test]
fn by_mounting_a_drive_that_does_not_answer_is_given_up() {
    let home = Home::new();
    let path = home.path().join("drive");
    let _drive = DeadDrive::mount(&path);
    for path in [path.clone(), path.join("some/folder")] {
        let given_up = discover_within(&path, Duration::from_millis(100)).unwrap_err();
        let NoPlace::OutOfReach(problem) = given_up else {
            panic!("{given_up:?}")
        };
        assert!(problem.message.contains("did not answer"), "{problem:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn by_mounting_a_network_drive_that_a_repository_names_is_not_touched() {
    let home = Home::new();
    let drive = home.path().join("drive");
    let _drive = DeadDrive::mount(&drive);
    std::os::unix::fs::symlink("drive/there", home.path().join("link")).unwrap();
    let [git_dir, common, linked, include, config, objects] = [
        "git-dir", "common", "linked", "include", "config", "objects",
    ]
    .map(|path| home.repository(path, &[]));
    fs::remove_dir_all(objects.join(".git/objects")).unwrap();
    std::os::unix::fs::symlink("../../link", objects.join(".git/objects")).unwrap();
    std::os::unix::fs::symlink("../link", include.join(".gitmodules")).unwrap();
    for folder in [&git_dir, &linked] {
        fs::remove_dir_all(folder.join(".git")).unwrap();
    }
    home.write("git-dir/.git", "gitdir: ../link/x\n");
    home.write("common/.git/commondir", "../../link/x\n");
    std::os::unix::fs::symlink("../link", linked.join(".git")).unwrap();
    home.run_git(&include, ["config", "include.path", "../../link/x"]);
    fs::remove_file(config.join(".git/config")).unwrap();
    std::os::unix::fs::symlink(drive.join("x"), config.join(".git/config")).unwrap();
    for folder in [git_dir, common, linked, include, config, objects] {
        let (git, of_thread) = (home.git(), folder.clone());
        let told = within_patience(move || match discover::discover(&of_thread) {
            Ok(place) => {
                read::read(&git, &ConfigCache::default(), &place)
                    .repository
                    .problems
            }
            Err(no_place) => vec![no_place.into_problem()],
        });
        let is_told = told
            .iter()
            .any(|problem| problem.message.contains("another machine"));
        assert!(is_told, "{}: {told:?}", folder.display());
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_file_hangs_nothing() {
    for file in [
        ".git",
        ".git/config",
        ".git/HEAD",
        ".git/commondir",
        ".git/gitdir",
        ".git/config.worktree",
        ".gitmodules",
        "included",
    ] {
        let home = Home::new();
        let folder = home.repository("work", &[("origin", "https://h.example/x")]);
        home.run_git(&folder, ["config", "extensions.worktreeConfig", "true"]);
        home.run_git(&folder, ["config", "include.path", "../included"]);
        let pipe = folder.join(file);
        if pipe.is_dir() {
            fs::remove_dir_all(&pipe).unwrap();
        }
        let _ = fs::remove_file(&pipe);
        make_fifo(&pipe);
        let (git, of_thread) = (home.git(), folder.clone());
        let looked = within_patience(move || {
            let place = discover::discover(&of_thread).map_err(NoPlace::into_problem)?;
            let _ = discover::submodules(&place);
            Ok::<_, Problem>(read::read(&git, &ConfigCache::default(), &place).repository)
        });
        let told: Vec<Problem> = match looked {
            Ok(repository) => repository.problems,
            Err(problem) => vec![problem],
        };
        let is_read = !matches!(file, ".git/gitdir" | ".gitmodules");
        assert_eq!(
            told.iter()
                .any(|problem| problem.message.contains("no regular file")),
            is_read,
            "{file}: {told:?}"
        );
    }
}

#[test]
fn another_machine_is_never_touched() {
    let home = Home::new();
    let at = |path: &str| home.path().join(path);
    home.write("unc/.git", "gitdir: //evil.example/share/x\n");
    home.write("backslashes/.git", "gitdir: \\\\evil.example\\share\\x\n");
    home.repository("common", &[]);
    home.write("common/.git/commondir", "//evil.example/share/x\n");
    for path in ["unc", "backslashes", "common"] {
        let problem = discover::discover(&at(path)).unwrap_err().into_problem();
        assert!(
            problem.message.contains("another machine"),
            "{path}: {}",
            problem.message
        );
    }
    #[cfg(unix)]
    {
        fs::create_dir(at("link")).unwrap();
        std::os::unix::fs::symlink("//evil.example/share/x", at("link/.git")).unwrap();
        let problem = discover::discover(&at("link")).unwrap_err().into_problem();
        assert!(
            problem.message.contains("another machine"),
            "{}",
            problem.message
        );
    }
    let work_tree = home.repository("work-tree", &[]);
    home.run_git(
        &work_tree,
        ["config", "core.worktree", "//evil.example/share/x"],
    );
    assert_eq!(discover::discover(&work_tree).unwrap().path, work_tree);
}

#[test]
fn a_dot_git_that_leads_nowhere_is_told() {
    let home = Home::new();
    for (content, message) in [
        (
            "gitdir: ../gone\n",
            "points to a repository that is not there",
        ),
        ("nonsense\n", "does not say where its repository is"),
        ("", "does not say where its repository is"),
        ("gitdir:../gone\n", "does not say where its repository is"),
    ] {
        home.write("work/.git", content);
        let NoPlace::NoRepository(problem) =
            discover::discover(&home.path().join("work")).unwrap_err()
        else {
            panic!("{content}")
        };
        assert_eq!(problem.message, message, "{content:?}");
    }
}

#[test]
fn submodules_are_those_that_are_checked_out_inside() {
    let home = zoo();
    let main = home.path().join("main");
    let listed = fs::read_to_string(main.join(".gitmodules")).unwrap();
    home.repository("outside", &[]);
    #[cfg(unix)]
    std::os::unix::fs::symlink("../outside", main.join("link")).unwrap();
    let hostile = "[submodule \"a\"]\npath = ../outside\n[submodule \"b\"]\npath = /etc\n\
                   [submodule \"c\"]\npath = link\n[submodule \"d\"]\npath = not-checked-out\n";
    home.write("main/.gitmodules", format!("{listed}{hostile}"));
    let place = discover::discover(&main).unwrap();
    assert_eq!(discover::submodules(&place), [main.join("sub")]);
}

#[test]
fn a_remotes_path_is_looked_for_as_git_does() {
    let home = zoo();
    let at = |path: &str| home.path().join(path);
    for (path, found) in [
        ("main", true),
        ("bare", true),
        ("bare.git", true),
        ("main/src", false),
        ("missing", false),
    ] {
        assert_eq!(discover::remote_path(&at(path)).is_ok(), found, "{path}");
        let git = home.git();
        let path = at(path);
        let listed = ask(
            &home,
            &git,
            Path::new("/"),
            &["ls-remote", path.to_str().unwrap()],
        );
        assert_eq!(listed.is_some(), found, "{}", path.display());
    }
}

/// Only the superuser can give a file away; `tests/run` leaves this out elsewhere, aloud.
#[cfg(unix)]
#[test]
fn as_root_another_users_repository_is_told_unless_it_was_declared_safe() {
    let home = Home::new();
    let folder = home.repository("work/app", &[("origin", "https://h.example/x")]);
    let (git, path) = (home.git(), folder.display().to_string());
    let problems = || {
        let place = discover::discover(&folder).unwrap();
        read::read(&git, &ConfigCache::default(), &place)
            .repository
            .problems
    };
    assert_eq!(problems(), []);
    let config = folder.join(".git/config");
    std::os::unix::fs::chown(&config, Some(65534), None).unwrap();
    assert!(
        problems()[0]
            .message
            .contains("can change how Git signs in")
    );
    std::os::unix::fs::chown(&folder, Some(65534), None).unwrap();
    // Whether such a path is the same is for Git to say, and differs between its versions.
    let with_slash = format!("{path}/");
    home.write(
        ".gitconfig",
        format!("[safe]\n\tdirectory = {with_slash}\n"),
    );
    let may_end_in_slash = ask(&home, &git, &folder, &["remote"]).is_some();
    for (safe, is_safe) in [
        ("", false),
        ("/elsewhere", false),
        (&path, true),
        (&with_slash, may_end_in_slash),
        ("*", true),
        ("~/work/app", true),
        (&format!("{path}\n\tdirectory ="), false),
    ] {
        home.write(".gitconfig", format!("[safe]\n\tdirectory = {safe}\n"));
        let refused = ask(&home, &git, &folder, &["remote"]).is_none();
        let told = problems();
        let is_told = told
            .iter()
            .any(|problem| problem.message.contains("safe.directory"));
        assert_eq!(
            (is_told, refused),
            (!is_safe, !is_safe),
            "{safe:?}: {told:?}"
        );
    }
}

/// Repositories of every kind.
fn zoo() -> Home {
    let home = Home::new();
    home.write(
        ".gitconfig",
        "[user]\n\tname = n\n\temail = e\n[protocol \"file\"]\n\tallow = always\n",
    );
    let path = home.path();
    let commit = |folder: &Path| home.run_git(folder, ["commit", "-qm", "one", "--allow-empty"]);
    let init = |folder: &str, flag: &str| home.run_git(&path, ["init", "-q", flag, folder]);
    commit(&home.repository("part", &[]));
    let main = home.repository("main", &[]);
    commit(&main);
    home.run_git(&main, ["submodule", "--quiet", "add", "../part", "sub"]);
    home.run_git(&main, ["worktree", "add", "-q", "../linked"]);
    home.write("main/src/deep/x", "");
    home.write("main/src/file.rs", "");
    home.write("linked/src/x", "");
    init("bare.git", "--bare");
    fs::create_dir_all(path.join("modules")).unwrap();
    init("moved", "--separate-git-dir=modules/elsewhere");
    init("of-bare/.bare", "--bare");
    home.write("of-bare/.git", "gitdir: ./.bare\n");
    let of_bare = path.join("of-bare");
    home.run_git(
        &of_bare.join(".bare"),
        ["fetch", "-q", "../../part", "HEAD:refs/heads/tree"],
    );
    home.run_git(
        &of_bare.join(".bare"),
        ["worktree", "add", "-q", "../tree", "tree"],
    );
    init("dot-git-is-bare/.git", "--bare");
    home.repository("hidden", &[]);
    fs::rename(path.join("hidden/.git"), path.join("hidden-git")).unwrap();
    fs::create_dir(path.join("link-to-git")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("../hidden-git", path.join("link-to-git/.git")).unwrap();
    init("sha256", "--object-format=sha256");
    home
}

fn git_says(home: &Home, place: &Place, question: &str) -> PathBuf {
    let folder = home.run_git(&place.path, ["rev-parse", question]);
    real(&place.path.join(folder))
}

fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap()
}

/// Fails instead of hanging.
fn within_patience<T: Send + 'static>(look: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || sender.send(look()));
    receiver.recv_timeout(PATIENCE).expect("it hangs")
}

#[cfg(unix)]
fn make_fifo(path: &Path) {
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    mknodat(CWD, path, FileType::Fifo, Mode::RWXU, 0).unwrap();
}

#[test]
fn the_long_form_of_a_windows_path_is_no_other_machine() {
    let cases = [
        (r"\\?\C:\work", false),
        (r"\\?\UNC\evil.example\share", true),
        (r"\\?\GLOBALROOT\Device\Mup\evil.example\share", true),
        (r"\\?\C:", true), // a device
        (r"\\.\C:\work", true),
        (r"\\evil.example\share", true),
        ("//evil.example/share", true),
        (r"C:\work", false),
        ("/work", false),
    ];
    for (path, is_network) in cases {
        let path = Path::new(path);
        assert_eq!(preflight::is_network_path(path), is_network, "{path:?}");
    }
}
