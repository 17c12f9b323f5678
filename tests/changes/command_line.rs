//! `git-locksmith fix`: what it shows, what it does, and how it says to take it back.

use serde_json::Value;

use super::scene::{Scene, read};
use crate::support::cli::{Cli, Ran};

const CONFIG: &str =
    "[remote \"origin\"]\n\turl = https://alice:hunter2@127.0.0.1:1/team/app.git ; mine\n";

fn fix(scene: &Scene, arguments: &[&str]) -> Ran {
    let cli = Cli::new(scene.home.clone());
    let ran = cli.run(&[&["fix"], arguments].concat(), "");
    assert!(!ran.out.contains("hunter2") && !ran.err.contains("hunter2"));
    ran
}

/// Nothing brings it back on a command line.
#[test]
fn another_secret_that_is_saved_is_not_written_over() {
    let scene = Scene::new(CONFIG);
    scene
        .home
        .write(".gitconfig", "[credential]\n\thelper = store\n");
    let saved = "https://alice:newer@127.0.0.1%3a1\n";
    let store = scene.home.write(".git-credentials", saved);
    let before = read(&scene.config());
    let ran = fix(&scene, &["app", "secret-in-url"]);
    assert_eq!(ran.code, 3, "{}", ran.out);
    assert!(ran.err.contains("clear it first"), "{}", ran.err);
    assert_eq!(read(&store), saved);
    assert_eq!(read(&scene.config()), before);
    // The same one may.
    scene
        .home
        .write(".git-credentials", saved.replace("newer", "hunter2"));
    assert_eq!(fix(&scene, &["app", "secret-in-url"]).code, 0);
}

/// A repository may bring a quarter of a million settings.
#[test]
fn a_huge_file_takes_no_minute_of_the_processor() {
    let scene = Scene::new(&format!("{CONFIG}[z]\n{}", "a=1\n".repeat(200_000)));
    scene
        .home
        .write(".gitconfig", "[credential]\n\thelper = store\n");
    let limited = "ulimit -t 30; exec \"$0\" fix --dry-run app secret-in-url";
    let mut shell = scene.home.command("sh");
    shell.args(["-c", limited, env!("CARGO_BIN_EXE_git-locksmith")]);
    let ran = shell.output().unwrap();
    assert!(ran.status.success(), "{}", ran.status);
}

#[test]
fn a_dry_run_shows_the_lines_and_a_run_changes_them() {
    let scene = Scene::new(CONFIG);
    scene
        .home
        .write(".gitconfig", "[credential]\n\thelper = store\n");
    let before = read(&scene.config());
    let dry = fix(&scene, &["--dry-run", "app", "secret-in-url"]);
    assert_eq!(dry.code, 0, "{}", dry.err);
    let lines: Vec<&str> = dry.out.lines().collect();
    let number = before.lines().count();
    assert_eq!(
        lines,
        [
            "would be done: Move it out of the URL and save it",
            "~/app/.git/config",
            &format!("  {number:>4} -  url = https://alice:•••@127.0.0.1:1/team/app.git ; mine"),
            &format!("  {number:>4} +  url = https://alice@127.0.0.1:1/team/app.git ; mine"),
            "saved sign-in that comes: alice at https://127.0.0.1:1, kept by the credential helper store",
        ]
    );
    assert_eq!(read(&scene.config()), before);
    // Noted down while it is there.
    assert!(dry.err.contains("to take it back afterwards:"));
    assert!(dry.err.contains("remote.origin.url"), "{}", dry.err);

    let json = fix(
        &scene,
        &["--json", "app", "--remote", "origin", "secret-in-url"],
    );
    assert_eq!(json.code, 0, "{}", json.err);
    let json: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["version"], 1);
    assert_eq!(json["dry_run"], false);
    assert_eq!(json["files"][0]["lines"][0]["line"], number);
    let way_back = json["way_back"][0].as_str().unwrap();
    assert!(
        way_back.contains("put the old value of remote.origin.url back"),
        "{way_back}"
    );
    assert_eq!(read(&scene.config()), before.replace(":hunter2", ""));
    let store = read(&scene.home.path().join(".git-credentials"));
    assert_eq!(store, "https://alice:hunter2@127.0.0.1%3a1\n");
}

#[test]
fn a_misspelled_url_is_corrected() {
    let scene = Scene::new("[remote \"origin\"]\n\turl = HTTPS://git.example/team/app\n");
    let ran = fix(&scene, &["app", "unusual-url"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let url = scene.git(["remote", "get-url", "origin"]);
    assert_eq!(url, "https://git.example/team/app");
    let way_back = ran.err.lines().last().unwrap();
    assert!(
        scene
            .home
            .command("sh")
            .args(["-c", way_back])
            .status()
            .unwrap()
            .success()
    );
    let url = scene.git(["remote", "get-url", "origin"]);
    assert_eq!(url, "HTTPS://git.example/team/app");
}

#[test]
fn what_cannot_be_fixed_is_told() {
    let scene = Scene::new(CONFIG);
    // No helper is configured, so there is only advice.
    let cases = [
        (
            &["app", "secret-in-url"][..],
            "nothing that can be changed here",
        ),
        (
            &["app", "no-such-rule"],
            "no-such-rule was not found; found here: ",
        ),
        (
            &["app", "--remote", "up", "secret-in-url"],
            "there is no remote up",
        ),
        (&["elsewhere", "secret-in-url"], "elsewhere"),
    ];
    for (arguments, words) in cases {
        let ran = fix(&scene, arguments);
        assert_eq!(ran.code, 3, "{arguments:?}");
        assert!(ran.err.contains(words), "{arguments:?}: {}", ran.err);
    }
    assert_eq!(fix(&scene, &["app"]).code, 2);
    scene.git(["remote", "add", "up", "https://alice:hunter2@127.0.0.1:1/x"]);
    let ran = fix(&scene, &["app", "secret-in-url"]);
    assert!(
        ran.err.contains("name one with --remote: origin, up"),
        "{}",
        ran.err
    );
}

#[test]
fn changes_are_numbered_and_one_of_them_is_taken() {
    let scene = Scene::new(CONFIG);
    let global = "[credential]\n\thelper = gone-one\n\thelper = gone-two\n\thelper = store\n";
    let file = scene.home.write(".gitconfig", global);
    let listed = fix(&scene, &["app", "--list"]);
    assert_eq!(listed.code, 0, "{}", listed.err);
    let lines: Vec<&str> = listed.out.lines().collect();
    let at = lines.iter().position(|line| *line == "origin: helper-gone");
    let at = at.unwrap_or_else(|| panic!("{}", listed.out));
    assert_eq!(
        lines[at + 1..at + 3],
        ["   1  Remove gone-one", "   2  Remove gone-two"]
    );
    let json: Value = serde_json::from_str(&fix(&scene, &["app", "--list", "--json"]).out).unwrap();
    let second = json["changes"].as_array().unwrap().iter();
    let mut second = second.filter(|one| one["rule"] == "helper-gone" && one["number"] == 2);
    assert_eq!(second.next().unwrap()["words"], "Remove gone-two");
    assert_eq!(read(&file), global);

    let third = fix(&scene, &["app", "helper-gone", "--change", "3"]);
    assert_eq!(third.code, 3);
    assert!(third.err.contains("there is no change 3"), "{}", third.err);
    let made = fix(&scene, &["app", "helper-gone", "--change", "2"]);
    assert_eq!(made.code, 0, "{}", made.err);
    assert_eq!(read(&file), global.replace("\thelper = gone-two\n", ""));
    for wrong in [
        &["app", "helper-gone", "--change", "0"][..],
        &["app", "helper-gone", "--list"],
        &["app", "--list", "--change", "2"],
    ] {
        assert_eq!(fix(&scene, wrong).code, 2, "{wrong:?}");
    }
}

#[test]
fn a_remote_is_pointed_elsewhere_and_back() {
    let scene = Scene::new("[remote \"origin\"]\n\turl = https://github.com/team/app.git\n");
    let before = read(&scene.config());
    let url = |arguments: &[&str]| {
        let cli = Cli::new(scene.home.clone());
        cli.run(&[&["url", "app"], arguments].concat(), "")
    };
    let urls = || {
        let fetch = scene.git(["remote", "get-url", "origin"]);
        (fetch, scene.git(["remote", "get-url", "--push", "origin"]))
    };
    let (https, ssh) = (
        "https://github.com/team/app.git",
        "git@github.com:team/app.git",
    );
    let both = |fetch: &str, push: &str| (fetch.to_owned(), push.to_owned());
    let dry = url(&["--dry-run", "--to", "ssh"]);
    assert_eq!(dry.code, 0, "{}", dry.err);
    assert!(dry.out.contains(&format!("+  url = {ssh}")), "{}", dry.out);
    assert_eq!(read(&scene.config()), before);
    for (arguments, wanted) in [
        (&["--to", "ssh"][..], both(ssh, ssh)),
        (&["--to", "https"], both(https, https)),
        (&["--to", "ssh", "--push"], both(https, ssh)),
        (&["--join"], both(https, https)),
        (
            &["--to", "https://other.example/x", "--push"],
            both(https, "https://other.example/x"),
        ),
        (&["--join"], both(https, https)),
    ] {
        let made = url(arguments);
        assert_eq!(made.code, 0, "{arguments:?}: {}", made.err);
        assert_eq!(urls(), wanted, "{arguments:?}");
    }
    assert_eq!(read(&scene.config()), before);
    for (arguments, words) in [
        (&["--to", "https"][..], "nothing to change"),
        (&["--to", "https://u:hunter2@h/x"], "must hold no password"),
        (&["--remote", "up", "--to", "ssh"], "there is no remote up"),
    ] {
        let made = url(arguments);
        assert_eq!(made.code, 3, "{arguments:?}");
        assert!(made.err.contains(words), "{arguments:?}: {}", made.err);
        assert!(!made.err.contains("hunter2"));
    }
    assert_eq!(url(&[]).code, 2);
    scene.git(["remote", "set-url", "origin", "https://git.example/x"]);
    let unknown = url(&["--to", "ssh"]);
    assert!(
        unknown.err.contains("give the whole URL"),
        "{}",
        unknown.err
    );
    scene.git(["remote", "add", "up", "https://github.com/team/app.git"]);
    assert!(url(&["--to", "ssh"]).err.contains("--remote: origin, up"));
}
