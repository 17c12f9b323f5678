//! An account for a folder, a login that leaves a netrc file, a saved sign-in that goes.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use git_locksmith::git::Config;
use git_locksmith::model::{Change, Entry, Realm};
use git_locksmith::store::Stores;

use super::scene::{Scene, read};

fn bind(folder: std::path::PathBuf, host: &str, username: &str) -> Change {
    Change::BindFolder {
        folder,
        realm: Realm::from_fields("https", host).unwrap(),
        username: username.to_owned(),
    }
}

#[test]
fn a_folder_gets_an_account_and_its_neighbour_does_not() {
    let scene = Scene::new("");
    let global = scene
        .home
        .write(".gitconfig", "# mine\n[credential]\n\tusername = me\n");
    let folder = scene.home.path().join("work/o[d]d * dir");
    let inside = scene.home.repository("work/o[d]d * dir/app", &[]);
    let outside = scene.home.repository("work/odd x dir/app", &[]);
    let ask = |repository: &std::path::Path, host: &str| {
        let url = format!("https://{host}/team/app");
        let arguments = [
            "config",
            "--get-urlmatch",
            "credential.username",
            url.as_str(),
        ];
        scene.home.run_git(repository, arguments)
    };
    let first = scene.make(&bind(folder.clone(), "git.example:8443", "alice"));
    assert_eq!(ask(&inside, "git.example:8443"), "alice");
    assert_eq!(ask(&inside, "git.example"), "me");
    assert_eq!(ask(&outside, "git.example:8443"), "me");
    let bound = read(&global);

    // A second server and another name go into the same small file.
    let second = scene.make(&bind(folder.clone(), "other.example", "bob"));
    let third = scene.make(&bind(folder, "git.example:8443", "carol"));
    assert_eq!(read(&global), bound);
    assert_eq!(ask(&inside, "git.example:8443"), "carol");
    assert_eq!(ask(&inside, "other.example"), "bob");
    scene.undo(&third);
    scene.undo(&second);
    assert_eq!(ask(&inside, "git.example:8443"), "alice");
    scene.undo(&first);
    assert_eq!(read(&global), "# mine\n[credential]\n\tusername = me\n");
    let small = scene.home.path().join(".config/git/locksmith");
    assert_eq!(fs::read_dir(small).unwrap().count(), 0);
}

#[test]
fn git_signs_in_with_the_account_of_the_folder() {
    let scene = Scene::new("");
    let inside = scene.home.repository("work/app", &[]);
    let outside = scene.home.repository("other/app", &[]);
    scene
        .home
        .write(".gitconfig", "[credential]\n\thelper = store\n");
    let saved = "https://bob:b@git.example\nhttps://alice:a@git.example\n";
    scene.home.write(".git-credentials", saved);
    let who = |folder| scene.filled(folder, "https://git.example/team/app");
    let changed = scene.make(&bind(
        scene.home.path().join("work"),
        "git.example",
        "alice",
    ));
    assert!(who(&inside).contains("username=alice\npassword=a"));
    assert!(who(&outside).contains("username=bob\npassword=b"));
    scene.undo(&changed);
    assert!(who(&inside).contains("username=bob\npassword=b"));
}

#[test]
fn all_files_of_a_change_are_written_or_none() {
    let scene = Scene::new("");
    scene.home.write(".gitconfig", "# mine\n");
    let lock = scene.home.write(".gitconfig.lock", "");
    let change = bind(scene.home.path().join("work"), "git.example", "alice");
    let plan = scene.plan(&change).unwrap();
    let small = plan.files[0].path.clone();
    assert!(scene.apply(plan.clone()).is_err());
    assert!(!small.exists());
    assert_eq!(
        fs::read_dir(small.parent().unwrap()).unwrap().count(),
        0,
        "no lock is left"
    );
    fs::remove_file(lock).unwrap();
    scene.apply(plan).unwrap();
    assert!(small.exists());
    assert!(scene.refuse(&change).contains("nothing to change"));
}

/// What is saved for `git.example`.
fn saved(scene: &Scene) -> Vec<Entry> {
    let git = scene.home.git();
    let realm = Realm::from_fields("https", "git.example").unwrap();
    Stores::of(&git, &Config::personal(&git))
        .list(&[realm])
        .entries
}

#[test]
fn a_login_leaves_the_netrc_file_and_a_copy_is_kept() {
    let cases = [
        (
            "# mine\nmachine a.example login x password y\n\nmachine git.example\n  login alice # me\n  password \"hunter2\"\ndefault login d password z\n",
            "# mine\nmachine a.example login x password y\n\ndefault login d password z\n",
        ),
        (
            "machine git.example login alice password hunter2 machine b login c password d",
            "machine b login c password d",
        ),
        (
            "machine b login c password d   machine git.example login alice password hunter2 # why\r\nmachine c",
            "machine b login c password d # why\r\nmachine c",
        ),
        ("\tmachine git.example login alice password hunter2", ""),
    ];
    for (before, after) in cases {
        let scene = Scene::new("");
        let file = scene.home.write(".netrc", before);
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        let entry = saved(&scene)
            .into_iter()
            .find(|entry| entry.username.as_deref() == Some("alice"))
            .unwrap();
        let change = Change::RemoveNetrcLogin {
            entry: Box::new(entry),
        };
        let plan = scene.plan(&change).unwrap();
        let shown = format!("{:?}", plan.files);
        assert!(!shown.contains("hunter2"), "{shown}");
        assert!(plan.files[0].is_new && plan.files[0].lines.is_empty());
        let copy = plan.files[0].path.clone();
        let changed = scene.apply(plan).unwrap();
        assert_eq!(read(&file), after);
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o640);
        assert_eq!(read(&copy), before);
        assert_eq!(copy.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert!(scene.refuse(&change).contains("nothing to change"));
        scene.undo(&changed);
        assert_eq!(read(&file), before);
        assert!(!copy.exists());
    }
}

#[test]
fn the_way_back_goes_behind_a_link() {
    let scene = Scene::new("");
    let login = "machine git.example login alice password hunter2\n";
    let file = scene.home.write("dotfiles/netrc", login);
    let link = scene.home.path().join(".netrc");
    std::os::unix::fs::symlink(&file, &link).unwrap();
    let change = Change::RemoveNetrcLogin {
        entry: Box::new(saved(&scene).remove(0)),
    };
    let plan = scene.plan(&change).unwrap();
    let way_back = plan.way_back.clone();
    scene.apply(plan).unwrap();
    assert_eq!(read(&file), "");
    let mut shell = scene.home.command("sh");
    let status = shell.args(["-c", &way_back.join("\n")]).status().unwrap();
    assert!(status.success());
    assert_eq!(read(&file), login);
    assert!(link.is_symlink());
}

#[test]
fn one_saved_sign_in_goes_and_comes_back() {
    let scene = Scene::new("");
    let file = scene.home.write(
        ".git-credentials",
        "https://alice:1@git.example\nhttps://bob:2@git.example\n",
    );
    let before = read(&file);
    let change = Change::ClearEntry {
        entry: Box::new(saved(&scene).remove(0)),
    };
    let plan = scene.plan(&change).unwrap();
    assert_eq!(plan.going, ["alice at git.example in ~/.git-credentials"]);
    let changed = scene.apply(plan).unwrap();
    assert_eq!(changed.removed.len(), 1);
    assert_eq!(read(&file), "https://bob:2@git.example\n");
    scene.undo(&changed);
    assert_eq!(read(&file), before);
}
