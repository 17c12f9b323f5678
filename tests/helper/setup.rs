//! `git-locksmith helper`: configured, shown and taken back.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use git_locksmith::jobs::Workshop;
use git_locksmith::jobs::save::helper_choices;
use git_locksmith::model::ActivityLog;
use serde_json::Value;

use super::{HELPER, Scene, home_with_helper};
use crate::support::cli::{Cli, Ran};
use crate::support::home::Home;
use crate::support::keyring::Keyring;

fn config(home: &Home) -> String {
    fs::read_to_string(home.path().join(".gitconfig")).unwrap_or_default()
}

fn helper(home: &Home, arguments: &[&str]) -> Ran {
    let arguments: Vec<&str> = ["helper"].iter().chain(arguments).copied().collect();
    Cli::new(home.clone()).run(&arguments, "")
}

fn json(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}{}", ran.out, ran.err))
}

#[test]
fn it_is_added_beside_the_others_and_taken_back() {
    let mut home = home_with_helper();
    let _keyring = Keyring::unlocked(&mut home);
    let before = "[user]\n\tname = me\n[credential]\n\thelper = cache\n\thelper = store\n";
    home.write(".gitconfig", before);
    let status = helper(&home, &["status"]);
    assert_eq!(status.code, 1, "{}", status.out);
    assert!(status.out.starts_with("Not configured\n"), "{}", status.out);
    assert_eq!(config(&home), before, "status changes nothing");

    let installed = helper(&home, &["install"]);
    assert_eq!(installed.code, 0, "{}", installed.err);
    assert!(
        installed.out.contains(
            "store, set by ~/.gitconfig, line 5: also keeps every sign-in, in a file in plain text"
        ),
        "{}",
        installed.out
    );
    assert!(installed.err.contains("git-locksmith helper remove"));
    assert_eq!(config(&home), format!("{before}\thelper = locksmith\n"));

    let again = helper(&home, &["install", "--json"]);
    assert_eq!(json(&again)["changed"], false);
    assert_eq!(config(&home).matches("locksmith").count(), 1);

    let status = helper(&home, &["--json", "status"]);
    assert_eq!(status.code, 0);
    let told = json(&status);
    assert_eq!(told["version"], 1);
    assert_eq!(told["program"], HELPER);
    assert_eq!(told["keyring"], true);
    assert_eq!(told["configured"][0]["value"], "locksmith");
    assert_eq!(told["others"].as_array().unwrap().len(), 2);

    let removed = helper(&home, &["remove"]);
    assert_eq!(removed.code, 0, "{}", removed.err);
    assert!(removed.err.contains("git-locksmith helper install"));
    assert_eq!(config(&home), before);
    assert_eq!(
        json(&helper(&home, &["remove", "--json"]))["changed"],
        false
    );
}

#[test]
fn what_is_off_the_path_is_configured_by_its_place() {
    let mut home = Home::new();
    let _keyring = Keyring::unlocked(&mut home);
    let installed = helper(&home, &["install"]);
    assert_eq!(installed.code, 0, "{}", installed.err);
    let value = home.run_git(&home.path(), ["config", "--global", "credential.helper"]);
    assert_eq!(value.replace('\\', ""), HELPER);
    let git = |operation: &str, request: &str| {
        let mut command = home.command("git");
        let command = command.args(["credential", operation]);
        super::run(
            command
                .env("GIT_TERMINAL_PROMPT", "0")
                .env("GIT_ASKPASS", ""),
            request,
        )
    };
    let place = "protocol=https\nhost=git.example\n";
    git("approve", &format!("{place}username=alice\npassword=p\n"));
    assert!(
        git("fill", place)
            .out
            .contains("username=alice\npassword=p\n")
    );
    assert_eq!(helper(&home, &["remove"]).code, 0);
    assert!(!config(&home).contains("locksmith"));
}

#[test]
fn a_folder_with_a_space_in_its_name_is_no_trouble() {
    let mut home = Home::new();
    let _keyring = Keyring::unlocked(&mut home);
    let folder = home.path().join("my programs");
    fs::create_dir(&folder).unwrap();
    for program in [env!("CARGO_BIN_EXE_git-locksmith"), HELPER] {
        let copy = folder.join(Path::new(program).file_name().unwrap());
        fs::copy(program, &copy).unwrap();
        fs::set_permissions(&copy, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let mut own = home.command(folder.join("git-locksmith"));
    let ran = super::run(own.args(["helper", "install"]), "");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let git = |operation: &str, request: &str| {
        let mut command = home.command("git");
        let command = command.args(["credential", operation]);
        super::run(
            command
                .env("GIT_TERMINAL_PROMPT", "0")
                .env("GIT_ASKPASS", ""),
            request,
        )
    };
    let place = "protocol=https\nhost=git.example\n";
    git("approve", &format!("{place}username=alice\npassword=p\n"));
    assert!(git("fill", place).out.contains("password=p\n"));
    let mut own = home.command(folder.join("git-locksmith"));
    assert_eq!(super::run(own.args(["helper", "remove"]), "").code, 0);
    assert!(!config(&home).contains("locksmith"), "{}", config(&home));
}

#[test]
fn without_a_keyring_it_is_not_configured() {
    let home = home_with_helper();
    let ran = helper(&home, &["install"]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("no keyring answers"), "{}", ran.err);
    assert_eq!(config(&home), "");
    let ran = helper(&home, &["install", "--json"]);
    assert!(json(&ran)["error"].as_str().unwrap().contains("no keyring"));
}

#[test]
fn another_file_that_configures_it_is_named_and_left_alone() {
    let mut home = home_with_helper();
    let _keyring = Keyring::unlocked(&mut home);
    let system = home.write("system", "[credential]\n\thelper = locksmith\n");
    home.set("GIT_CONFIG_NOSYSTEM", "0");
    home.set("GIT_CONFIG_SYSTEM", &system);
    let ran = helper(&home, &["remove"]);
    assert_eq!(ran.code, 3);
    assert!(
        ran.err.contains("is not your own configuration"),
        "{}",
        ran.err
    );
    assert!(fs::read_to_string(system).unwrap().contains("locksmith"));
}

#[test]
fn it_is_the_first_that_is_offered() {
    let scene = Scene::new();
    let workshop = || Workshop::open(&scene.home.environment(), &ActivityLog::default()).unwrap();
    let choices = helper_choices(&workshop());
    assert_eq!(choices[0].value, "locksmith");
    assert!(!choices[0].plain_text);
    drop(scene.keyring);
    assert!(
        helper_choices(&workshop())
            .iter()
            .all(|choice| choice.value != "locksmith")
    );
}
