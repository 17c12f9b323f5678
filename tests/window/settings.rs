//! The settings file: written whole, readable by the person only, and never a reason not to start.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use git_locksmith::app::settings::{Settings, change, file, load};

use crate::support::home::Home;

#[test]
fn what_is_written_is_read_again() {
    let home = Home::new();
    let file = file(&home.environment()).unwrap();
    assert_eq!(load(&file), (Settings::default(), None));
    change(&file, |settings| settings.folders.push("/work".into())).unwrap();
    change(&file, |settings| {
        settings.plain_http_hosts.push("git.lan".to_owned());
    })
    .unwrap();
    let (settings, problem) = load(&file);
    assert_eq!(problem, None);
    assert_eq!(settings.folders, [std::path::PathBuf::from("/work")]);
    assert_eq!(settings.plain_http_hosts, ["git.lan"]);
    let mode = fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let beside = fs::read_dir(file.parent().unwrap()).unwrap().count();
    assert_eq!(beside, 1, "nothing is left beside it");
}

#[test]
fn a_file_that_cannot_be_read_is_kept_and_said() {
    let home = Home::new();
    let path = home.write(".config/git-locksmith/settings.toml", "folders = [\"/wo");
    let (settings, problem) = load(&path);
    assert_eq!(settings, Settings::default());
    let problem = problem.unwrap();
    assert!(problem.contains("settings.toml.unreadable"), "{problem}");
    let kept = path.with_extension("toml.unreadable");
    assert_eq!(fs::read_to_string(kept).unwrap(), "folders = [\"/wo");
    assert_eq!(load(&path), (Settings::default(), None));
}

#[test]
fn two_windows_lose_nothing_of_each_other() {
    let home = Home::new();
    let file = file(&home.environment()).unwrap();
    change(&file, |settings| settings.folders.push("/one".into())).unwrap();
    change(&file, |settings| settings.folders.push("/two".into())).unwrap();
    assert_eq!(load(&file).0.folders.len(), 2);
}

#[test]
fn a_lock_of_another_program_is_respected() {
    let home = Home::new();
    let path = home.write(
        ".config/git-locksmith/settings.toml",
        "folders = [\"/work\"]\n",
    );
    fs::write(path.with_extension("toml.lock"), "").unwrap();
    let error = change(&path, |settings| settings.folders.clear()).unwrap_err();
    assert!(error.to_string().contains("settings.toml.lock"), "{error}");
    assert_eq!(load(&path).0.folders.len(), 1);
}
