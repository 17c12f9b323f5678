//! Git's own test-suite for helpers that are not built in, from the source of Debian's Git.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::Scene;
use crate::support::helpers::gits;

/// The scripts, where `tests/run` fetched them. `None` says so loudly, and is a failure in CI.
fn scripts() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/test-tools/git-tests");
    if folder.join("t/t0303-credential-external.sh").is_file() {
        return Some(folder);
    }
    let message = format!(
        "NOT TESTED: there is no t0303-credential-external.sh in {}; tests/run fetches it",
        folder.display()
    );
    let in_ci = std::env::var("CI").is_ok_and(|value| value == "true");
    assert!(!in_ci, "{message}");
    eprintln!("{message}");
    None
}

/// What the scripts expect to find where Git was built; the Git under test is an installed one.
fn prepare(scripts: &Path, scene: &Scene) -> PathBuf {
    let folder = scene.home.path().join("git-tests");
    copy(&scripts.join("t"), &folder.join("t"));
    fs::create_dir_all(folder.join("templates/blt")).unwrap();
    let options = "SHELL_PATH='/bin/sh'\nPERL_PATH='/usr/bin/perl'\nDIFF='diff'\nNO_PERL='1'\n\
                   NO_PYTHON='1'\nNO_GETTEXT='1'\nX=''\n";
    fs::write(folder.join("GIT-BUILD-OPTIONS"), options).unwrap();
    // A program of Git's build, which answers questions about the machine; no is a good answer.
    let tool = folder.join("t/helper/test-tool");
    fs::create_dir_all(tool.parent().unwrap()).unwrap();
    fs::write(&tool, "#!/bin/sh\nexit 1\n").unwrap();
    fs::set_permissions(&tool, fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        match path.is_dir() {
            true => copy(&path, &target),
            false => drop(fs::copy(&path, &target).unwrap()),
        }
    }
}

#[test]
fn the_test_suite_for_external_helpers_passes() {
    let Some(scripts) = scripts() else { return };
    let scene = Scene::new();
    let folder = prepare(&scripts, &scene);
    for git in gits(&scene.home) {
        let output = scene
            .home
            .command("sh")
            .arg("./t0303-credential-external.sh")
            .current_dir(folder.join("t"))
            .env("GIT_TEST_INSTALLED", git.program().parent().unwrap())
            .env("GIT_TEST_CHAIN_LINT", "0")
            .env("GIT_TEST_CREDENTIAL_HELPER", "locksmith")
            .output()
            .unwrap();
        let words = String::from_utf8_lossy(&output.stdout).into_owned()
            + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{words}");
        let passed = words.lines().filter(|line| line.starts_with("ok "));
        assert!(passed.count() >= 12, "{words}");
        assert!(!words.contains("# SKIP"), "{words}");
        println!("{} {:?}: {}", git.program().display(), git.version(), words);
    }
    assert!(!scene.keyring.has_prompted());
}
