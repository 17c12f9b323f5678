//! Changes to a remote's URLs.

use std::fs;

use git_locksmith::model::Change;
use git_locksmith::model::change::Direction;

use super::scene::{Scene, lines, read};

const ODD: &str = "; the team's server\r\n[remote \"origin\"]   # do not touch\r\n\
    \turl = https://git.example:8443/team/app.git   ; main\r\n\
    \tpushurl =   \"https://bob@git.example:8443/team/app.git\"\r\n\
    \tfetch = +refs/heads/*:refs/remotes/origin/*";

fn set_user(name: Option<&str>) -> Change {
    Change::SetUserName {
        username: name.map(str::to_owned),
    }
}

fn set_url(url: &str, direction: Direction) -> Change {
    Change::SetUrl {
        url: url.to_owned(),
        direction,
    }
}

#[test]
fn a_user_name_is_put_into_all_urls_of_the_server_and_taken_out() {
    let scene = Scene::new(ODD);
    let before = read(&scene.config());
    let change = set_user(Some("al ice@corp"));
    let plan = scene.plan(&change).unwrap();
    let first = u32::try_from(before[..before.find("\turl").unwrap()].lines().count()).unwrap() + 1;
    assert_eq!(
        lines(&plan),
        [
            (
                first,
                Some(" url = https://git.example:8443/team/app.git   ; main"),
                Some(" url = https://al%20ice%40corp@git.example:8443/team/app.git   ; main")
            ),
            (
                first + 1,
                Some(" pushurl =   \"https://bob@git.example:8443/team/app.git\""),
                Some(" pushurl =   https://al%20ice%40corp@git.example:8443/team/app.git")
            ),
        ]
    );
    assert_eq!(read(&scene.config()), before, "a plan changes nothing");
    let changed = scene.apply(plan).unwrap();
    let after = before
        .replace("https://git.ex", "https://al%20ice%40corp@git.ex")
        .replace(
            "\"https://bob@git.example:8443/team/app.git\"",
            "https://al%20ice%40corp@git.example:8443/team/app.git",
        );
    assert_eq!(read(&scene.config()), after);
    let url = "https://al%20ice%40corp@git.example:8443/team/app.git";
    assert_eq!(scene.git(["remote", "get-url", "origin"]), url);
    assert_eq!(scene.git(["remote", "get-url", "--push", "origin"]), url);

    let out = scene.make(&set_user(None));
    let url = "https://git.example:8443/team/app.git";
    assert_eq!(scene.git(["remote", "get-url", "origin"]), url);
    assert_eq!(scene.git(["remote", "get-url", "--push", "origin"]), url);
    scene.undo(&out);
    assert_eq!(read(&scene.config()), after);
    scene.undo(&changed);
    assert_eq!(read(&scene.config()), before);
}

#[test]
fn a_user_name_goes_to_no_other_server_and_loses_no_secret() {
    let scene = Scene::new(
        "[remote \"origin\"]\n\turl = https://git.example/a\n\tpushurl = git@git.example:a\n\tpushurl = https://other.example/a\n",
    );
    scene.make(&set_user(Some("alice")));
    assert_eq!(
        scene.git(["remote", "get-url", "--push", "--all", "origin"]),
        "git@git.example:a\nhttps://other.example/a"
    );
    assert!(
        scene
            .refuse(&set_user(Some("alice")))
            .contains("nothing to change")
    );
    let scene = Scene::new("[remote \"origin\"]\n\turl = https://bob:hunter2@git.example/a\n");
    let why = scene.refuse(&set_user(Some("alice")));
    assert!(
        why.contains("would be lost") && !why.contains("hunter2"),
        "{why}"
    );
}

#[test]
fn a_shortened_url_is_written_out_where_it_gets_a_user_name() {
    let scene = Scene::new("[remote \"origin\"]\n\turl = gh:team/app\n");
    scene.home.write(
        ".gitconfig",
        "[url \"https://git.example/\"]\n\tinsteadOf = gh:\n",
    );
    scene.make(&set_user(Some("alice")));
    assert_eq!(
        scene.git(["remote", "get-url", "origin"]),
        "https://alice@git.example/team/app"
    );
}

#[test]
fn urls_change_together_or_apart() {
    let scene = Scene::new("[remote \"origin\"]\n\turl = https://a/x\n\tpushurl = https://a/x\n");
    let before = read(&scene.config());
    let urls = || {
        [
            scene.git(["remote", "get-url", "origin"]),
            scene.git(["remote", "get-url", "--push", "origin"]),
        ]
    };
    let cases = [
        (
            set_url("https://b/x", Direction::Both),
            ["https://b/x", "https://b/x"],
        ),
        (
            set_url("git@b:x", Direction::Fetch),
            ["git@b:x", "https://a/x"],
        ),
        (
            set_url("git@b:x", Direction::Push),
            ["https://a/x", "git@b:x"],
        ),
        (
            Change::SeparatePushUrl {
                url: "https://c/x".to_owned(),
            },
            ["https://a/x", "https://c/x"],
        ),
    ];
    for (change, wanted) in cases {
        let changed = scene.make(&change);
        assert_eq!(urls(), wanted, "{change:?}");
        scene.undo(&changed);
        assert_eq!(read(&scene.config()), before);
    }
    let joined = scene.make(&Change::JoinPushUrl);
    assert_eq!(
        read(&scene.config()),
        before.replace("\tpushurl = https://a/x\n", "")
    );
    let apart = scene.make(&Change::SeparatePushUrl {
        url: "https://c/x".to_owned(),
    });
    assert_eq!(urls(), ["https://a/x", "https://c/x"]);
    scene.undo(&apart);
    scene.undo(&joined);
    assert_eq!(read(&scene.config()), before);
    for bad in [
        "https://u:hunter2@h/x",
        "https://h\\@evil/x",
        "ext::sh -c x",
        "-x",
        "",
    ] {
        let why = scene.refuse(&set_url(bad, Direction::Both));
        assert!(!why.contains("hunter2"), "{why}");
    }
}

#[test]
fn a_linked_work_tree_and_a_submodule_change_the_file_that_holds_the_url() {
    let mut scene = Scene::new("[remote \"origin\"]\n\turl = https://a/x\n");
    let common = scene.config();
    scene.git([
        "-c",
        "user.name=n",
        "-c",
        "user.email=e",
        "commit",
        "-q",
        "--allow-empty",
        "-m",
        "m",
    ]);
    scene.git(["worktree", "add", "-q", "../linked"]);
    scene.repository = scene.home.path().join("linked");
    let changed = scene.make(&set_url("https://b/x", Direction::Both));
    assert_eq!(changed.files, std::slice::from_ref(&common));
    assert_eq!(scene.git(["remote", "get-url", "origin"]), "https://b/x");
    scene.undo(&changed);

    scene.git(["config", "extensions.worktreeConfig", "true"]);
    scene.git(["config", "--worktree", "remote.up.url", "https://up/x"]);
    scene.remote = "up".to_owned();
    let before = read(&common);
    scene.make(&set_url("https://up/y", Direction::Both));
    assert_eq!(read(&common), before);
    assert_eq!(scene.git(["remote", "get-url", "up"]), "https://up/y");
}

#[test]
fn a_submodule_changes_its_own_file() {
    let mut scene = Scene::new("[remote \"origin\"]\n\turl = https://a/x\n");
    let library = scene.home.repository("library", &[]);
    let (name, mail) = ("user.name=n", "user.email=e");
    scene.home.run_git(
        &library,
        [
            "-c",
            name,
            "-c",
            mail,
            "commit",
            "-q",
            "--allow-empty",
            "-m",
            "m",
        ],
    );
    let from = library.to_str().unwrap();
    scene.git([
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        from,
        "lib",
    ]);
    let before = read(&scene.config());
    scene.repository = scene.repository.join("lib");
    let changed = scene.make(&set_url("https://git.example/lib", Direction::Both));
    let own = scene.home.path().join("app/.git/modules/lib/config");
    assert_eq!(changed.files, [own]);
    assert_eq!(
        scene.git(["remote", "get-url", "origin"]),
        "https://git.example/lib"
    );
    assert_eq!(read(&scene.home.path().join("app/.git/config")), before);
}

#[test]
fn a_file_that_changed_meanwhile_is_left_alone() {
    let scene = Scene::new("[remote \"origin\"]\n\turl = https://a/x\n");
    let plan = scene.plan(&set_user(Some("alice"))).unwrap();
    let other = read(&scene.config()) + "# mine\n";
    fs::write(scene.config(), &other).unwrap();
    let error = scene.apply(plan).err().unwrap().to_string();
    assert!(error.contains("changed meanwhile; look again"), "{error}");
    assert_eq!(read(&scene.config()), other);

    let changed = scene.make(&set_user(Some("alice")));
    let after = read(&scene.config()) + "# mine too\n";
    fs::write(scene.config(), &after).unwrap();
    let failed = scene.undo_fails(&changed);
    assert_eq!(failed.len(), 1);
    assert!(failed[0].1.contains("changed since"), "{failed:?}");
    assert_eq!(read(&scene.config()), after);
}

#[test]
fn a_held_lock_is_told_and_respected() {
    let scene = Scene::new("[remote \"origin\"]\n\turl = https://a/x\n");
    let before = read(&scene.config());
    let plan = scene.plan(&set_user(Some("alice"))).unwrap();
    let lock = scene.repository.join(".git/config.lock");
    fs::write(&lock, "").unwrap();
    let error = scene.apply(plan).err().unwrap().to_string();
    assert!(error.contains("config.lock"), "{error}");
    assert!(lock.exists());
    assert_eq!(read(&scene.config()), before);
}

#[cfg(unix)]
#[test]
fn a_repository_cannot_have_a_file_elsewhere_changed() {
    let scene = Scene::new("[include]\n\tpath = ../../victim\n");
    let victim = scene
        .home
        .write("victim", "[remote \"origin\"]\n\turl = https://a/x\n");
    let why = scene.refuse(&set_user(Some("alice")));
    assert!(why.contains("outside of it"), "{why}");

    fs::rename(&victim, scene.home.path().join("own")).unwrap();
    fs::rename(scene.config(), scene.home.path().join("copy")).unwrap();
    std::os::unix::fs::symlink("../../own", scene.config()).unwrap();
    let why = scene.refuse(&set_user(Some("alice")));
    assert!(why.contains("outside of it"), "{why}");
}
