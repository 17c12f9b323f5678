//! Changes to single settings, wherever they stand.

use std::fs;
use std::path::PathBuf;

use git_locksmith::model::{Change, Origin, Scope};

use super::scene::{Scene, lines, read};
use crate::support::home::Home;

const GLOBAL: &str = "# mine\n[credential]\n\thelper = manager-core  ; old\n\thelper = cache\n\
                      [http \"https://git.example\"] extraHeader = \"Authorization: Basic aHVudGVyMg==\"\n";

fn origin(scope: Scope, file: PathBuf, line: u32) -> Origin {
    Origin { scope, file, line }
}

fn add(key: &str, value: &str) -> Change {
    Change::AddValue {
        key: key.to_owned(),
        value: value.to_owned(),
    }
}

#[test]
fn a_value_is_replaced_removed_and_put_back() {
    let scene = Scene::new("");
    let file = scene.home.write(".gitconfig", GLOBAL);
    let set = scene.make(&Change::SetValue {
        key: "credential.helper".to_owned(),
        value: "manager".to_owned(),
        origin: origin(Scope::Global, file.clone(), 3),
    });
    assert_eq!(read(&file), GLOBAL.replace("manager-core", "manager"));
    assert_eq!(
        scene.git(["config", "--get-all", "credential.helper"]),
        "manager\ncache"
    );
    scene.undo(&set);
    let removal = Change::RemoveValue {
        key: "http.https://git.example.extraheader".to_owned(),
        origin: origin(Scope::Global, file.clone(), 5),
    };
    let plan = scene.plan(&removal).unwrap();
    assert_eq!(
        lines(&plan),
        [(
            5,
            Some("[http \"https://git.example\"] extraHeader = •••"),
            Some("[http \"https://git.example\"]")
        )]
    );
    let removed = scene.apply(plan).unwrap();
    assert!(!scene.git(["config", "--list"]).contains("extraheader"));
    assert!(read(&file).ends_with("[http \"https://git.example\"]\n"));
    // On the command line there is no undo: a secret that goes stays in a private copy.
    let copy = scene.home.path().join(".gitconfig.before-1");
    assert_eq!(read(&copy), GLOBAL);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&copy).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    scene.undo(&removed);
    assert_eq!(read(&file), GLOBAL);
    assert!(!copy.exists());
}

#[test]
fn what_stands_elsewhere_now_is_not_touched() {
    let scene = Scene::new("");
    let file = scene.home.write(".gitconfig", GLOBAL);
    for (scope, file, line) in [
        (Scope::Global, file.clone(), 4),
        (Scope::Local, file.clone(), 3),
        (Scope::Global, scene.home.path().join("other"), 3),
    ] {
        let why = scene.refuse(&Change::SetValue {
            key: "http.https://git.example.extraheader".to_owned(),
            value: "x".to_owned(),
            origin: origin(scope, file, line),
        });
        assert!(why.contains("no longer in line"), "{why}");
    }
    assert_eq!(read(&file), GLOBAL);
}

#[test]
fn a_setting_is_added_where_git_would_write_it() {
    let key = "credential.https://dev.azure.com.useHttpPath";
    let files = [
        (".gitconfig", true),
        (".config/git/config", false),
        ("mine", false),
    ];
    for (name, has_both) in files {
        let mut home = Home::new();
        if name == "mine" {
            home.set("GIT_CONFIG_GLOBAL", home.path().join(name));
        }
        let scene = Scene::within(home, "");
        let file = scene.home.write(name, "[user]\n\tname = n\n");
        if has_both {
            scene.home.write(".config/git/config", "");
        }
        let changed = scene.make(&add(key, "true"));
        assert_eq!(changed.files, std::slice::from_ref(&file));
        let urlmatch = [
            "config",
            "--get-urlmatch",
            "credential.useHttpPath",
            "https://dev.azure.com/x",
        ];
        assert_eq!(scene.git(urlmatch), "true");
        assert_eq!(
            read(&file),
            "[user]\n\tname = n\n[credential \"https://dev.azure.com\"]\n\tuseHttpPath = true\n"
        );
        assert!(
            scene
                .refuse(&add(key, "true"))
                .contains("nothing to change")
        );
        scene.undo(&changed);
        assert_eq!(read(&file), "[user]\n\tname = n\n");
    }
}

#[test]
fn a_file_that_was_not_there_goes_again() {
    let scene = Scene::new("");
    let file = scene.home.path().join(".gitconfig");
    let plan = scene.plan(&add("credential.helper", "cache")).unwrap();
    assert!(plan.files[0].is_new);
    assert_eq!(
        lines(&plan),
        [
            (1, None, Some("[credential]")),
            (2, None, Some(" helper = cache"))
        ]
    );
    let changed = scene.apply(plan).unwrap();
    assert_eq!(
        scene.git(["config", "--global", "credential.helper"]),
        "cache"
    );
    scene.undo(&changed);
    assert!(!file.exists());
    scene.undo(&changed);
    assert!(!file.exists());
}

#[cfg(unix)]
#[test]
fn a_linked_configuration_stays_a_link_and_keeps_its_mode() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let scene = Scene::new("");
    let real = scene.home.write("dotfiles/gitconfig", GLOBAL);
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    let link = scene.home.path().join(".gitconfig");
    symlink("dotfiles/gitconfig", &link).unwrap();
    let changed = scene.make(&add("credential.helper", "store"));
    assert!(link.symlink_metadata().unwrap().is_symlink());
    assert_eq!(
        read(&real),
        GLOBAL.replace("= cache\n", "= cache\n\thelper = store\n")
    );
    assert_eq!(real.metadata().unwrap().permissions().mode() & 0o777, 0o640);
    scene.undo(&changed);
    assert_eq!(read(&real), GLOBAL);
    assert!(link.symlink_metadata().unwrap().is_symlink());

    // Git follows a link to nothing as well.
    fs::remove_file(&real).unwrap();
    let changed = scene.make(&add("credential.helper", "store"));
    assert_eq!(read(&real), "[credential]\n\thelper = store\n");
    scene.undo(&changed);
    assert!(!real.exists() && link.symlink_metadata().unwrap().is_symlink());
}

#[test]
fn the_systems_file_is_left_to_an_administrator() {
    let mut home = Home::new();
    let file = home.write("etc/gitconfig", "[credential]\n\thelper = hunter2\n");
    home.set("GIT_CONFIG_SYSTEM", &file);
    home.set("GIT_CONFIG_NOSYSTEM", "0");
    let scene = Scene::within(home, "");
    let change = Change::RemoveValue {
        key: "credential.helper".to_owned(),
        origin: origin(Scope::System, file.clone(), 2),
    };
    // Where the person may write it, they may.
    let changed = scene.make(&change);
    scene.undo(&changed);
    let mut permissions = fs::metadata(&file).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&file, permissions).unwrap();
    let why = scene.refuse(&change);
    assert!(
        why.contains("sudo git config --file") && why.contains("--unset 'credential.helper'"),
        "{why}"
    );
    assert_eq!(read(&file), "[credential]\n\thelper = hunter2\n");
}

#[test]
fn a_setting_in_a_file_that_the_person_includes_is_changed_there() {
    let scene = Scene::new("");
    scene
        .home
        .write(".gitconfig", "[include]\n\tpath = work.inc\n");
    let included = scene
        .home
        .write("work.inc", "[credential]\r\n\thelper = manager-core\r\n");
    scene.make(&Change::RemoveValue {
        key: "credential.helper".to_owned(),
        origin: origin(Scope::Global, included.clone(), 2),
    });
    assert_eq!(read(&included), "[credential]\r\n");
}
