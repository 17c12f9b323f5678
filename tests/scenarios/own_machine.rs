//! What is wrong on this machine, told before any server is asked.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use git_locksmith::jobs::Workshop;
use git_locksmith::jobs::change::{ChangePlace, apply, plan};
use git_locksmith::jobs::scan::{Scanned, scan};
use git_locksmith::model::{ActivityLog, Cancel, Change, Finding, Fix, RepositoryReport};

use crate::support::helpers::put_on_path;
use crate::support::home::Home;

const URL: &str = "https://git.example/acme/api.git";

/// A repository in a home, scanned.
pub(super) struct Scene {
    workshop: Workshop,
    report: RepositoryReport,
}

impl Scene {
    pub(super) fn of(home: &Home, repository: &Path) -> Self {
        let workshop = Workshop::open(&home.environment(), &ActivityLog::default()).unwrap();
        let found = Mutex::new(Vec::new());
        let folders = [repository.to_owned()];
        scan(&workshop, &folders, false, &Cancel::default(), &|scanned| {
            if let Scanned::Repository(report) = scanned {
                found.lock().unwrap().push(*report);
            }
        });
        let report = found.into_inner().unwrap().remove(0);
        Self { workshop, report }
    }

    pub(super) fn rules(&self) -> Vec<&str> {
        let findings = self.report.remotes[0].findings.iter();
        findings.map(|finding| finding.rule).collect()
    }

    pub(super) fn finding(&self, rule: &str) -> &Finding {
        let mut findings = self.report.remotes[0].findings.iter();
        let found = findings.find(|finding| finding.rule == rule);
        found.unwrap_or_else(|| panic!("no {rule} in {:?}", self.rules()))
    }

    /// Makes the first change that is offered for `rule`.
    pub(super) fn fix(&self, rule: &str) {
        let mut fixes = self.finding(rule).fixes.iter();
        let change: &Change = fixes
            .find_map(|fix| match fix {
                Fix::Change { change, .. } => Some(change),
                _ => None,
            })
            .expect("a change is offered");
        let place = ChangePlace {
            repository: self.report.path.clone(),
            remote: "origin".to_owned(),
        };
        let plan = plan(&self.workshop, &place, change).unwrap();
        apply(&self.workshop, plan).unwrap();
    }
}

/// A home with this configuration, and a repository in it with a remote at `url`.
pub(super) fn home_with(config: &str, url: &str) -> (Home, PathBuf) {
    let home = Home::new();
    home.write(".gitconfig", config);
    let repository = home.repository("work/api", &[("origin", url)]);
    (home, repository)
}

/// What Git says when it is asked to sign in at the remote.
fn git_fill(home: &Home, repository: &Path) -> (String, String) {
    let output = home
        .command("sh")
        .args([
            "-c",
            "echo url=https://git.example/acme/api.git | git credential fill",
        ])
        .env("GIT_TERMINAL_PROMPT", "0")
        .current_dir(repository)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr))
}

/// A program on the path that does nothing.
pub(super) fn program(home: &mut Home, name: &str) -> PathBuf {
    let file = home.write(format!("bin/{name}"), "#!/bin/sh\nexit 0\n");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
    put_on_path(home, &home.path().join("bin"));
    file
}

#[test]
fn s12_two_helpers_answer_and_the_old_sign_in_lives_on() {
    let (home, repository) = home_with(
        "[credential]\n\thelper = store --file ~/old\n\thelper = store --file ~/new\n",
        URL,
    );
    home.write("old", "https://me:old-password@git.example\n");
    home.write("new", "https://me:new-password@git.example\n");
    assert!(
        git_fill(&home, &repository)
            .0
            .contains("password=old-password")
    );
    let scene = Scene::of(&home, &repository);
    let finding = scene.finding("helper-chain");
    assert!(
        finding.evidence[0].contains("store --file ~/old"),
        "{finding:?}"
    );
    assert!(finding.evidence[1].contains(".gitconfig:3"), "{finding:?}");
    scene.fix("helper-chain");
    let after = Scene::of(&home, &repository);
    assert_eq!(after.rules(), Vec::<&str>::new());
    let listed = home.run_git(&repository, ["config", "--get-all", "credential.helper"]);
    assert_eq!(listed, "store --file ~/old");
}

#[test]
fn s13_a_helper_is_gone() {
    let (home, repository) = home_with("[credential]\n\thelper = long-gone\n", URL);
    let (_, said) = git_fill(&home, &repository);
    assert!(
        said.contains("'credential-long-gone' is not a git command"),
        "{said}"
    );
    let scene = Scene::of(&home, &repository);
    let finding = scene.finding("helper-gone");
    assert!(
        finding.evidence[0].contains("git-credential-long-gone"),
        "{finding:?}"
    );
    scene.fix("helper-gone");
    assert_eq!(Scene::of(&home, &repository).rules(), Vec::<&str>::new());
    let (_, said) = git_fill(&home, &repository);
    assert!(!said.contains("is not a git command"), "{said}");
}

#[test]
fn s13_helpers_are_found_where_git_finds_them() {
    let mut home = Home::new();
    let program = program(&mut home, "git-credential-mine");
    let path = program.display().to_string();
    let repository = home.repository("work/api", &[("origin", URL)]);
    for (value, is_there) in [
        ("mine --with arguments".to_owned(), true),
        (path.clone(), true),
        (format!("!{path} get"), true),
        (format!("!'{path}' get"), true),
        ("!f() { echo password=x; }; f".to_owned(), true),
        ("!test -n x && echo password=x".to_owned(), true),
        // What only a shell can tell is not told.
        ("!$HOME/whatever".to_owned(), true),
        ("store".to_owned(), true),
        ("cache --timeout=3600".to_owned(), true),
        ("by-alias".to_owned(), true),
        (format!("{path}-gone"), false),
        (format!("!{path}-gone get"), false),
        (
            "!no-such-program-at-all auth git-credential".to_owned(),
            false,
        ),
        ("no-such-helper".to_owned(), false),
    ] {
        home.write(".gitconfig", "[alias]\n\tcredential-by-alias = !true\n");
        home.run_git(
            &home.path(),
            ["config", "--global", "credential.helper", &value],
        );
        let rules = Scene::of(&home, &repository).rules().join(" ");
        assert_eq!(!rules.contains("helper-gone"), is_there, "{value}: {rules}");
        let (_, said) = git_fill(&home, &repository);
        let misses = said.contains("is not a git command") || said.contains("not found");
        assert_eq!(
            !misses,
            is_there && !value.contains("$HOME"),
            "{value}: {said}"
        );
    }
}

#[test]
fn s13_a_renamed_or_moved_helper_is_repaired() {
    let mut home = Home::new();
    program(&mut home, "git-credential-manager");
    let gh = program(&mut home, "gh");
    let old = home.path().join("Cellar/gh/2.6.0/bin/gh");
    for (value, repaired) in [
        ("manager-core".to_owned(), "manager".to_owned()),
        (
            format!("!{} auth git-credential", old.display()),
            format!("!{} auth git-credential", gh.display()),
        ),
    ] {
        home.run_git(
            &home.path(),
            ["config", "--global", "credential.helper", &value],
        );
        let repository = home.repository("work/api", &[]);
        home.run_git(&repository, ["config", "remote.origin.url", URL]);
        Scene::of(&home, &repository).fix("helper-gone");
        let now = home.run_git(&repository, ["config", "credential.helper"]);
        assert_eq!(now, repaired);
        let rules = Scene::of(&home, &repository).rules().join(" ");
        assert!(!rules.contains("helper-gone"), "{rules}");
    }
}

#[test]
fn s13_what_a_repository_names_is_not_looked_for() {
    let (home, repository) = home_with("", URL);
    home.run_git(
        &repository,
        ["config", "credential.helper", "/no/such/helper"],
    );
    assert_eq!(Scene::of(&home, &repository).rules(), ["untrusted-repo"]);
}

#[test]
fn s15_the_editor_that_would_ask_is_gone() {
    let (mut home, repository) = home_with("", URL);
    let gone = home.path().join("gone/askpass.sh");
    home.set("GIT_ASKPASS", &gone);
    let (_, said) = git_fill(&home, &repository);
    assert!(said.contains("gone/askpass.sh"), "{said}");
    let scene = Scene::of(&home, &repository);
    let finding = scene.finding("stale-askpass");
    assert!(finding.evidence[0].contains("GIT_ASKPASS"), "{finding:?}");
    // Children of ours do not get it.
    assert!(
        home.environment()
            .iter()
            .all(|(name, _)| name != "GIT_ASKPASS")
    );
    home.write("gone/askpass.sh", "#!/bin/sh\n");
    assert_eq!(Scene::of(&home, &repository).rules(), Vec::<&str>::new());
    // The program of Visual Studio Code is there, and the window that it speaks to is not.
    let script = home.write("code/extensions/git/dist/askpass.sh", "#!/bin/sh\n");
    home.set("GIT_ASKPASS", &script);
    home.set(
        "VSCODE_GIT_IPC_HANDLE",
        home.path().join("run/vscode-git.sock"),
    );
    let scene = Scene::of(&home, &repository);
    let finding = scene.finding("stale-askpass");
    assert!(
        finding.evidence[0].contains("VSCODE_GIT_IPC_HANDLE"),
        "{finding:?}"
    );
}

#[test]
fn s15_a_configured_program_that_is_gone_can_be_removed() {
    let (home, repository) = home_with("[core]\n\taskPass = ~/gone\n", URL);
    let scene = Scene::of(&home, &repository);
    assert_eq!(scene.rules(), ["stale-askpass"]);
    scene.fix("stale-askpass");
    assert_eq!(Scene::of(&home, &repository).rules(), Vec::<&str>::new());
}

#[test]
fn s16_the_keyrings_helper_is_not_installed() {
    let (home, repository) = home_with("[credential]\n\thelper = libsecret\n", URL);
    let (_, said) = git_fill(&home, &repository);
    // Where it is installed there is nothing to tell.
    let is_there = !said.contains("'credential-libsecret' is not a git command");
    let rules = Scene::of(&home, &repository).rules().join(" ");
    assert_eq!(!rules.contains("linux-store"), is_there, "{said} {rules}");
}

#[test]
fn s16_the_manager_has_no_store() {
    let (mut home, repository) = home_with("[credential]\n\thelper = manager\n", URL);
    program(&mut home, "git-credential-manager");
    let scene = Scene::of(&home, &repository);
    assert_eq!(scene.rules(), ["linux-store"]);
    scene.fix("linux-store");
    let store = home.run_git(&repository, ["config", "credential.credentialStore"]);
    assert_eq!(store, "secretservice");
    let rules = Scene::of(&home, &repository).rules().join(" ");
    assert!(!rules.contains("linux-store"), "{rules}");
    home.set("GCM_CREDENTIAL_STORE", "cache");
    home.write(".gitconfig", "[credential]\n\thelper = manager\n");
    assert_eq!(Scene::of(&home, &repository).rules(), Vec::<&str>::new());
}

#[test]
fn s21_secrets_in_urls_and_rewrites_are_told() {
    let (home, repository) = home_with("[credential]\n\thelper = store\n", URL);
    let with_secret = "https://me:pass-in-url@git.example/acme/api.git";
    home.run_git(
        &repository,
        ["config", "remote.origin.pushurl", with_secret],
    );
    let scene = Scene::of(&home, &repository);
    assert_eq!(scene.rules(), ["secret-in-url"]);
    scene.fix("secret-in-url");
    assert_eq!(Scene::of(&home, &repository).rules(), Vec::<&str>::new());
    assert!(
        git_fill(&home, &repository)
            .0
            .contains("password=pass-in-url")
    );

    home.write(
        ".gitconfig",
        "[url \"https://me:in-rewrite@git.example/\"]\n\tinsteadOf = work:\n",
    );
    let rewritten = home.repository("work/two", &[("origin", "work:acme/api.git")]);
    let scene = Scene::of(&home, &rewritten);
    let finding = scene.finding("secret-in-url");
    assert!(finding.evidence[1].contains(".gitconfig:2"), "{finding:?}");
    assert!(
        !format!("{finding:?}").contains("in-rewrite"),
        "{finding:?}"
    );
}

#[test]
fn s22_a_header_that_a_runner_left_behind_is_removed() {
    let (home, repository) = home_with("", URL);
    let key = "http.https://git.example/.extraheader";
    home.run_git(
        &repository,
        ["config", key, "AUTHORIZATION: basic bGVmdDpiZWhpbmQ="],
    );
    let before = Scene::of(&home, &repository);
    assert_eq!(before.rules(), ["shadowed", "untrusted-repo"]);
    assert!(!format!("{:?}", before.report).contains("bGVmdDpiZWhpbmQ="));
    before.fix("shadowed");
    assert_eq!(Scene::of(&home, &repository).rules(), Vec::<&str>::new());
    for harmless in ["X-Trace: on", ""] {
        home.run_git(&repository, ["config", key, harmless]);
        let rules = Scene::of(&home, &repository).rules().join(" ");
        assert!(!rules.contains("shadowed"), "{harmless}: {rules}");
    }
}

#[test]
fn s22_a_netrc_login_goes_before_what_is_saved() {
    let (home, repository) = home_with("[credential]\n\thelper = store\n", URL);
    home.write(".netrc", "machine git.example login me password in-netrc\n");
    assert_eq!(Scene::of(&home, &repository).rules(), Vec::<&str>::new());
    home.write(".git-credentials", "https://me:saved@git.example\n");
    let scene = Scene::of(&home, &repository);
    assert_eq!(scene.rules(), ["shadowed"]);
    scene.fix("shadowed");
    assert_eq!(Scene::of(&home, &repository).rules(), Vec::<&str>::new());
}

#[test]
fn s22_a_token_variable_is_noticed_and_its_value_is_not_kept() {
    let (mut home, repository) = home_with(
        "[credential]\n\thelper = !gh auth git-credential\n",
        "https://github.com/acme/api.git",
    );
    program(&mut home, "gh");
    home.set("GITHUB_TOKEN", "value-of-the-variable");
    assert_eq!(Scene::of(&home, &repository).rules(), ["shadowed"]);
    let environment = format!("{:?}", home.environment());
    assert!(
        !environment.contains("value-of-the-variable"),
        "{environment}"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn s23_the_helper_of_windows_moved() {
    let path = "/mnt/c/no-such-git/git-credential-manager-core.exe";
    let (mut home, repository) = home_with(&format!("[credential]\n\thelper = {path}\n"), URL);
    home.set("WSL_DISTRO_NAME", "Debian");
    let scene = Scene::of(&home, &repository);
    assert_eq!(scene.rules(), ["wsl-split"]);
    assert!(scene.finding("wsl-split").evidence[0].contains(path));
}
