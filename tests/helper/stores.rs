//! What the helper keeps is listed, read, cleared and put back by Git Locksmith.

use git_locksmith::git::{Config, ask_helper};
use git_locksmith::model::{Credential, Entry, Realm, Secret, TokenKind};
use git_locksmith::store::Stores;
use serde_json::Value;

use super::Scene;
use crate::support::helpers::helper;

fn stores(scene: &Scene) -> Stores {
    let git = scene.home.git();
    Stores::of(&git, &Config::personal(&git))
}

fn list(scene: &Scene) -> Vec<Entry> {
    let realm = Realm::from_fields("https", "git.example").unwrap();
    let listing = stores(scene).list(&[realm]);
    assert_eq!(listing.problems, []);
    listing.entries
}

fn add_bystanders(scene: &Scene) {
    let place = [
        ("protocol", "https"),
        ("host", "git.example"),
        ("path", ""),
        ("username", "alice"),
    ];
    for schema in ["org.freedesktop.Secret.Generic", "org.example.WebApp"] {
        let attributes: Vec<_> = place.into_iter().chain([("xdg:schema", schema)]).collect();
        scene
            .keyring
            .add("another program's", &attributes, b"another program's");
    }
}

#[test]
fn they_are_listed_read_cleared_and_put_back() {
    let scene = Scene::new();
    for user in ["alice", "bob", "carol"] {
        let lines =
            format!("username={user}\npassword=ATBBabcdefghijklmnop1234\noauth_refresh_token=r\n");
        scene.tell("store", "git.example", &lines);
    }
    scene.tell(
        "store",
        "git.example",
        "path=a.git\nusername=bob\npassword=p\n",
    );
    add_bystanders(&scene);
    let before = scene.keyring.items();
    let entries = list(&scene);
    assert_eq!(entries.len(), 4);
    assert!(
        entries
            .iter()
            .all(|entry| entry.written_by == Some("locksmith"))
    );
    let of_host: Vec<&Entry> = entries
        .iter()
        .filter(|entry| entry.path.is_none())
        .collect();
    let users: Vec<_> = of_host
        .iter()
        .filter_map(|entry| entry.username.as_deref())
        .collect();
    assert_eq!(
        users,
        ["carol", "bob", "alice"],
        "the last one stored comes first"
    );
    assert_eq!(of_host[0].kind, Some(TokenKind::BitbucketAppPassword));
    let stores = stores(&scene);
    let read = stores.read(of_host[0]).unwrap();
    assert_eq!(read.secret.expose(), b"ATBBabcdefghijklmnop1234");
    for entry in &entries {
        let snapshot = stores.remove(entry).unwrap();
        assert_eq!(scene.keyring.items().len(), before.len() - 1);
        stores.restore(&snapshot).unwrap();
        assert_eq!(scene.keyring.items(), before);
    }
    assert!(
        scene.get("git.example", "").starts_with("username=carol\n"),
        "and are found again"
    );
}

#[test]
fn the_command_line_clears_them_and_no_bystander() {
    let scene = Scene::new();
    add_bystanders(&scene);
    let bystanders = scene.keyring.items();
    for user in ["alice", "bob"] {
        scene.tell(
            "store",
            "git.example",
            &format!("username={user}\npassword=p\n"),
        );
    }
    let one = scene.cli(&["clear", "--json", "--host", "git.example", "--user", "bob"]);
    let json: Value = serde_json::from_str(&one.out).unwrap();
    assert_eq!(json["removed"].as_array().unwrap().len(), 1, "{}", one.err);
    assert_eq!(scene.get("git.example", ""), "username=alice\npassword=p\n");
    assert_eq!(scene.cli(&["clear", "--host", "git.example"]).code, 0);
    assert_eq!(scene.get("git.example", ""), "");
    assert_eq!(scene.keyring.items(), bystanders);
}

#[test]
fn the_helper_itself_touches_no_bystander() {
    let scene = Scene::new();
    add_bystanders(&scene);
    let bystanders = scene.keyring.items();
    assert_eq!(
        scene.get("git.example", ""),
        "",
        "it answers with nothing of another program"
    );
    scene.tell("store", "git.example", "username=alice\npassword=p\n");
    assert_eq!(scene.keyring.items().len(), bystanders.len() + 1);
    scene.tell("erase", "git.example", "");
    assert_eq!(scene.keyring.items(), bystanders);
}

#[test]
fn git_locksmith_saves_and_forgets_through_it() {
    let scene = Scene::new();
    let git = scene.home.git();
    let own = helper("locksmith");
    let realm = Realm::from_fields("https", "git.example").unwrap();
    for user in ["alice", "bob"] {
        let credential = Credential::new(user, Secret::new("s3cret"));
        ask_helper::approve(&git, &own, &realm, "git.example", &credential).unwrap();
    }
    let found = ask_helper::fill(&git, &own, &realm, "git.example", Some("alice"));
    assert_eq!(found.unwrap().unwrap().secret.expose(), b"s3cret");
    ask_helper::reject(&git, &own, &realm, "git.example", "alice").unwrap();
    assert_eq!(scene.users(), ["bob"]);
    scene.keyring.lock();
    assert!(ask_helper::answers_without_dialog(&own));
    let none = ask_helper::fill(&git, &own, &realm, "git.example", None);
    assert!(none.unwrap().is_none());
    assert!(!scene.keyring.has_prompted());
    // What the person has asked for may open the dialog.
    ask_helper::let_unlock(&git, &own, &realm, "git.example").unwrap();
    assert!(scene.keyring.has_prompted());
}
