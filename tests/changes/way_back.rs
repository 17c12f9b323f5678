//! What a person runs to take a change back: it works, letter for letter.

use git_locksmith::model::change::Direction;
use git_locksmith::model::{Change, Origin, Scope};

use super::scene::{Scene, read};

const CONFIG: &str = "[remote \"origin\"]\n\turl = https://git.example/it's\n\
                      \tpushurl = https://git.example/it's\n";
const GLOBAL: &str = "[credential]\n\thelper = manager-core\n\thelper = cache\n\
                      [credential \"https://h/$x\"]\n\tuseHttpPath\n";

#[test]
fn the_commands_restore_every_setting() {
    let scene = Scene::new(CONFIG);
    let global = scene.home.write(".gitconfig", GLOBAL);
    let at = |line| Origin {
        scope: Scope::Global,
        file: global.clone(),
        line,
    };
    let helper = || "credential.helper".to_owned();
    let changes = [
        Change::SetUserName {
            username: Some("al ice".to_owned()),
        },
        Change::SetUrl {
            url: "git@git.example:x".to_owned(),
            direction: Direction::Both,
        },
        Change::JoinPushUrl,
        Change::SeparatePushUrl {
            url: "https://other.example/x".to_owned(),
        },
        Change::SetValue {
            key: helper(),
            value: "manager".to_owned(),
            origin: at(2),
        },
        Change::RemoveValue {
            key: helper(),
            origin: at(2),
        },
        Change::RemoveValue {
            key: "credential.https://h/$x.useHttpPath".to_owned(),
            origin: at(5),
        },
        Change::AddValue {
            key: helper(),
            value: "store --file ~/'a b'".to_owned(),
        },
        Change::AddValue {
            key: "credential.https://dev.azure.com.useHttpPath".to_owned(),
            value: "true".to_owned(),
        },
        Change::BindFolder {
            folder: scene.home.path().join("work"),
            realm: git_locksmith::model::Realm::from_fields("https", "h").unwrap(),
            username: "alice".to_owned(),
        },
    ];
    let settings = || {
        let list = scene.git(["config", "--list"]).replace("=true", "");
        let mut lines: Vec<String> = list.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    for change in changes {
        let before = settings();
        let plan = scene.plan(&change).unwrap();
        let way_back = plan.way_back.clone();
        assert!(!way_back.is_empty(), "{change:?}");
        scene.apply(plan).unwrap();
        for command in &way_back {
            let status = scene
                .home
                .command("sh")
                .args(["-c", command])
                .status()
                .unwrap();
            assert!(status.success(), "{change:?}: {command}");
        }
        assert_eq!(settings(), before, "{change:?}: {way_back:?}");
        // The next change starts from the same files.
        std::fs::write(&global, GLOBAL).unwrap();
    }
    assert_eq!(read(&global), GLOBAL);
}

#[test]
fn a_helper_comes_back_in_its_place() {
    let scene = Scene::new(CONFIG);
    let global = scene.home.write(
        ".gitconfig",
        "[credential]\n\thelper = one\n\thelper = two two\n[credential]\n\thelper =\n\thelper = three\n",
    );
    let listed = || scene.git(["config", "--global", "--get-all", "credential.helper"]);
    let before = listed();
    let text = read(&global);
    for line in [2, 3, 5, 6] {
        let plan = scene
            .plan(&Change::RemoveValue {
                key: "credential.helper".to_owned(),
                origin: Origin {
                    scope: Scope::Global,
                    file: global.clone(),
                    line,
                },
            })
            .unwrap();
        let way_back = plan.way_back.clone();
        scene.apply(plan).unwrap();
        assert_ne!(listed(), before);
        for command in &way_back {
            let mut shell = scene.home.command("sh");
            assert!(shell.args(["-c", command]).status().unwrap().success());
        }
        assert_eq!(listed(), before, "{line}: {way_back:?}");
        std::fs::write(&global, &text).unwrap();
    }
}
