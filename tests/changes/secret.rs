//! A secret leaves the URL and is saved: it is in one of the two places at every moment.

use std::fs;

use git_locksmith::jobs::undo::undo;
use git_locksmith::model::Change;

use super::scene::{Scene, lines, read};
use crate::support::helpers::{fake, libsecret};
use crate::support::home::Home;
use crate::support::keyring::Keyring;

const CONFIG: &str = "[remote \"origin\"]\n\turl = https://alice:hunter2@git.example/team/app.git ; mine\n\
                      \tpushurl = https://alice:hunter2@git.example/team/app.git\n";

#[test]
fn a_secret_moves_into_the_store_and_back() {
    let scene = Scene::new(CONFIG);
    scene
        .home
        .write(".gitconfig", "[credential]\n\thelper = store\n");
    let others = "https://alice:old@git.example\nhttps://bob:2@git.example\n";
    let store = scene.home.write(".git-credentials", others);
    let before = read(&scene.config());
    let plan = scene.plan(&Change::MoveSecretIntoStore).unwrap();
    assert_eq!(
        plan.coming,
        ["alice at https://git.example, kept by the credential helper store"]
    );
    let going = "alice at git.example in ~/.git-credentials";
    assert_eq!(plan.going, [going]);
    for line in &plan.files[0].lines {
        let (old, new) = (line.old.as_deref().unwrap(), line.new.as_deref().unwrap());
        assert!(old.contains("https://alice:•••@git.example"), "{old}");
        assert!(new.contains("https://alice@git.example"), "{new}");
    }
    let changed = scene.apply(plan).unwrap();
    assert_eq!(read(&scene.config()), before.replace(":hunter2", ""));
    let url = scene.git(["remote", "get-url", "origin"]);
    assert_eq!(url, "https://alice@git.example/team/app.git");
    assert!(
        scene
            .filled(&scene.repository, &url)
            .contains("password=hunter2")
    );
    scene.undo(&changed);
    assert_eq!(read(&scene.config()), before);
    let left = read(&store);
    assert!(
        left.contains("alice:old@") && left.contains("bob:2@"),
        "{left}"
    );
    assert!(!left.contains("hunter2"), "{left}");
}

#[test]
fn a_secret_moves_into_a_keyring_and_back() {
    let mut home = Home::new();
    let keyring = Keyring::unlocked(&mut home);
    let scene = Scene::within(home, CONFIG);
    let helper = format!("[credential]\n\thelper = {}\n", libsecret().display());
    scene.home.write(".gitconfig", helper);
    let changed = scene.make(&Change::MoveSecretIntoStore);
    assert_eq!(keyring.items().len(), 1);
    assert!(
        scene
            .filled(&scene.repository, "https://alice@git.example/team/app.git")
            .contains("password=hunter2")
    );
    scene.undo(&changed);
    assert_eq!(keyring.items().len(), 0);
    assert!(read(&scene.config()).contains("hunter2"));
}

/// Git complains about such a helper and goes on with the next one.
#[test]
fn a_helper_that_is_gone_is_passed_over() {
    let scene = Scene::new(CONFIG);
    let helpers = "[credential]\n\thelper = manager-core\n\thelper = store\n";
    scene.home.write(".gitconfig", helpers);
    scene.make(&Change::MoveSecretIntoStore);
    let url = "https://alice@git.example/team/app.git";
    assert_eq!(scene.git(["remote", "get-url", "origin"]), url);
    let filled = scene.filled(&scene.repository, url);
    assert!(filled.contains("password=hunter2"), "{}", filled.len());
}

#[test]
fn a_token_in_place_of_the_name_gets_the_name_that_the_host_wants() {
    let token = format!("ghp_{}", "a1B2".repeat(9));
    let scene = Scene::new(&format!(
        "[remote \"origin\"]\n\turl = https://{token}@github.com/team/app\n"
    ));
    scene
        .home
        .write(".gitconfig", "[credential]\n\thelper = store\n");
    if !git_locksmith::model::RemoteUrl::parse(format!("https://{token}@github.com/a").as_bytes())
        .holds_secret()
    {
        panic!("it must look like a token");
    }
    let plan = scene.plan(&Change::MoveSecretIntoStore).unwrap();
    let shown = format!("{:?}{:?}", plan.files, plan.coming);
    assert!(!shown.contains(&token), "{shown}");
    scene.apply(plan).unwrap();
    let url = scene.git(["remote", "get-url", "origin"]);
    assert!(!url.contains(&token), "{url}");
    assert!(scene.filled(&scene.repository, &url).contains(&token));
}

#[test]
fn a_secret_moves_out_of_a_shorthand_for_urls() {
    let scene =
        Scene::new("[remote \"origin\"]\n\turl = work:app\n[remote \"up\"]\n\turl = other:app\n");
    let own = "[url \"https://alice:hunter2@git.example/team/\"]\n\tinsteadOf = work:\n\tpushInsteadOf = push:\n\
               [url \"https://bob:2@git.example/\"]\n\tinsteadOf = other:\n[credential]\n\thelper = store\n";
    let file = scene.home.write(".gitconfig", own);
    let before = read(&scene.config());
    let plan = scene.plan(&Change::MoveSecretIntoStore).unwrap();
    assert_eq!(
        lines(&plan),
        [(
            1,
            Some("[url \"https://alice:•••@git.example/team/\"]"),
            Some("[url \"https://alice@git.example/team/\"]")
        )]
    );
    let changed = scene.apply(plan).unwrap();
    assert_eq!(read(&file), own.replace(":hunter2", ""));
    assert_eq!(read(&scene.config()), before);
    let url = scene.git(["remote", "get-url", "origin"]);
    assert_eq!(url, "https://alice@git.example/team/app");
    assert!(
        scene
            .filled(&scene.repository, &url)
            .contains("password=hunter2")
    );
    scene.undo(&changed);
    assert_eq!(read(&file), own);
}

#[test]
fn a_host_that_stands_for_itself_with_a_password_stays_whole() {
    let scene = Scene::new("[remote \"origin\"]\n\turl = https://git.example/team/app\n");
    let own = "[credential]\n\thelper = store\n[url \"https://alice:hunter2@git.example\"]\n\tinsteadOf = https://git.example\n";
    let file = scene.home.write(".gitconfig", own);
    scene.make(&Change::MoveSecretIntoStore);
    assert_eq!(read(&file), own.replace(":hunter2", ""));
    let url = scene.git(["remote", "get-url", "origin"]);
    assert_eq!(url, "https://alice@git.example/team/app");
    assert!(
        scene
            .filled(&scene.repository, &url)
            .contains("password=hunter2")
    );

    let part = own
        .replace("hunter2@git.example", "hunter2@")
        .replace("= https://git.example", "= https://");
    scene.home.write(".gitconfig", part);
    let why = scene.refuse(&Change::MoveSecretIntoStore);
    assert!(why.contains("take it out there"), "{why}");
}

/// Killed at any moment, the secret is in the URL or in the store.
#[test]
fn a_program_that_is_killed_meanwhile_loses_no_secret() {
    for (script, is_saved) in [
        ("echo here > PIPE; cat REST", false),
        (
            "git credential-store \"$1\"; echo here > PIPE; cat REST",
            true,
        ),
    ] {
        let mut home = Home::new();
        let (pipe, rest) = (home.path().join("pipe"), home.path().join("rest"));
        for path in [&pipe, &rest] {
            assert!(home.command("mkfifo").arg(path).status().unwrap().success());
        }
        let script = script
            .replace("PIPE", pipe.to_str().unwrap())
            .replace("REST", rest.to_str().unwrap());
        let script =
            format!("case $1 in store) {script};; *) exec git credential-store \"$1\";; esac");
        fake(&mut home, "store", &script);
        let program = home.path().join("bin/git-credential-store");
        home.write(
            ".gitconfig",
            format!("[credential]\n\thelper = {}\n", program.display()),
        );
        let scene = Scene::within(home, CONFIG);
        let before = read(&scene.config());
        let mut child = scene
            .home
            .command(env!("CARGO_BIN_EXE_git-locksmith"))
            .args(["fix", "app", "secret-in-url"])
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        // It opens as soon as the helper stands there.
        fs::read(&pipe).unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        // The helper, which outlives the program, ends.
        drop(fs::OpenOptions::new().write(true).open(&rest).unwrap());
        assert_eq!(read(&scene.config()), before, "the URL keeps it");
        let file = scene.home.path().join(".git-credentials");
        let saved = fs::read_to_string(file).unwrap_or_default();
        assert_eq!(saved.contains("hunter2"), is_saved);
    }
}

#[test]
fn a_secret_stays_where_no_helper_keeps_it() {
    let scene = Scene::new(CONFIG);
    let before = read(&scene.config());
    let why = scene.refuse(&Change::MoveSecretIntoStore);
    assert!(why.contains("no credential helper is configured"), "{why}");
    // One that forgets.
    scene.home.write(
        ".gitconfig",
        "[credential]\n\thelper = cache --timeout 900\n",
    );
    let why = scene.refuse(&Change::MoveSecretIntoStore);
    assert!(why.contains("cache forgets"), "{why}");
    // One that says yes and keeps nothing.
    let deaf = scene.home.write(
        "bin/git-credential-libsecret",
        "#!/bin/sh\ncat >/dev/null\n",
    );
    make_executable(&deaf);
    scene.home.write(
        ".gitconfig",
        format!("[credential]\n\thelper = {}\n", deaf.display()),
    );
    let plan = scene.plan(&Change::MoveSecretIntoStore).unwrap();
    let error = scene.apply(plan).err().unwrap().to_string();
    assert!(error.contains("did not keep"), "{error}");
    assert_eq!(read(&scene.config()), before);
}

#[test]
fn a_url_that_cannot_be_written_keeps_its_secret_and_the_store_lets_it_go() {
    let scene = Scene::new(CONFIG);
    scene
        .home
        .write(".gitconfig", "[credential]\n\thelper = store\n");
    let store = scene
        .home
        .write(".git-credentials", "https://bob:2@git.example\n");
    let before = read(&scene.config());
    let plan = scene.plan(&Change::MoveSecretIntoStore).unwrap();
    fs::write(scene.repository.join(".git/config.lock"), "").unwrap();
    assert!(scene.apply(plan).is_err());
    assert_eq!(read(&scene.config()), before);
    assert_eq!(read(&store), "https://bob:2@git.example\n");
}

#[test]
fn a_secret_goes_to_a_helper_that_keeps_it_for_good() {
    let scene = Scene::new(CONFIG);
    let socket = scene.home.path().join("run/socket");
    let cache = format!("cache --socket {}", socket.display());
    scene.home.write(
        ".gitconfig",
        format!("[credential]\n\thelper = {cache}\n\thelper = store\n"),
    );
    let changed = scene.make(&Change::MoveSecretIntoStore);
    let store = scene.home.path().join(".git-credentials");
    assert_eq!(read(&store), "https://alice:hunter2@git.example\n");
    scene.undo(&changed);
    assert_eq!(read(&store), "");
}

/// No person has so many; each would be looked up in every store.
#[test]
fn a_remote_of_a_thousand_urls_is_left_to_the_person() {
    let url = "\turl = https://alice:hunter2@git.example/team/app.git\n";
    let scene = Scene::new(&format!("[remote \"origin\"]\n{}", url.repeat(1000)));
    scene
        .home
        .write(".gitconfig", "[credential]\n\thelper = store\n");
    let why = scene.refuse(&Change::MoveSecretIntoStore);
    assert!(why.contains("1000 URLs"), "{why}");
}

/// One token to fetch with and another to push with, both under Bitbucket's one name for them.
#[test]
fn of_two_secrets_under_one_name_none_is_lost() {
    let scene = Scene::new(&CONFIG.replacen("hunter2", "s3cond", 1));
    scene
        .home
        .write(".gitconfig", "[credential]\n\thelper = store\n");
    let why = scene.refuse(&Change::MoveSecretIntoStore);
    assert!(why.contains("different passwords for alice"), "{why}");
    assert!(!why.contains("s3cond") && !why.contains("hunter2"), "{why}");
}

#[test]
fn a_secret_that_git_would_not_come_upon_stays_in_the_url() {
    let scene = Scene::new(CONFIG);
    scene
        .home
        .write(".gitconfig", "[credential]\n\thelper = store\n");
    scene
        .home
        .write(".netrc", "machine git.example login alice password other\n");
    let store = scene
        .home
        .write(".git-credentials", "https://bob:2@git.example\n");
    let before = read(&scene.config());
    let plan = scene.plan(&Change::MoveSecretIntoStore).unwrap();
    let error = scene.apply(plan).err().unwrap().to_string();
    assert!(error.contains("~/.netrc"), "{error}");
    assert_eq!(read(&scene.config()), before);
    assert_eq!(read(&store), "https://bob:2@git.example\n");
}

#[test]
fn an_undo_that_cannot_write_the_url_leaves_the_secret_in_the_store() {
    let scene = Scene::new(CONFIG);
    scene
        .home
        .write(".gitconfig", "[credential]\n\thelper = store\n");
    let changed = scene.make(&Change::MoveSecretIntoStore);
    let mine = read(&scene.config()) + "# mine\n";
    fs::write(scene.config(), &mine).unwrap();
    let undone = undo(scene.workshop(), &changed.undo);
    assert_eq!(undone.failed_files.len(), 1);
    assert_eq!(read(&scene.config()), mine);
    assert!(
        scene
            .filled(&scene.repository, "https://alice@git.example/team/app.git")
            .contains("password=hunter2")
    );
}

fn make_executable(file: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(file, fs::Permissions::from_mode(0o755)).unwrap();
}
