//! The Credential Manager as one of the stores: listed, read, removed one by one and put back.

use git_locksmith::jobs::clear::{ClearTarget, clear};
use git_locksmith::jobs::undo::undo;
use git_locksmith::model::{Entry, Realm, StoreKind, TokenKind};
use git_locksmith::store::StoreError;

use crate::scene::Scene;
use crate::vault::{self, Item, utf16};

const HOST: &str = "git.example";
const LONG: usize = 6000;

/// Sign-ins of every writer for `git.example`, and one for another host.
fn fill(scene: &Scene) {
    for (user, more) in [
        ("alice", ""),
        ("bob", "path=team/app.git\n"),
        ("corp/me@corp.example", ""),
    ] {
        let request =
            format!("protocol=https\nhost={HOST}\nusername={user}\npassword=of-{user}\n{more}");
        assert_eq!(scene.wincred("store", &request), "");
    }
    scene.wincred(
        "store",
        "protocol=https\nhost=other.example\nusername=alice\npassword=other\n",
    );
    // As Git Credential Manager writes them, which does not run under Wine.
    vault::add(&Item::new(
        "git:https://git.example",
        "carol",
        &utf16("ATBBabcdefghijklmnop0123"),
    ));
    vault::add(&Item::new(
        "git:https://git.example/refresh_token",
        "carol",
        &utf16("renew"),
    ));
    // As a newer wincred writes it, with all that an entry can have.
    vault::add(&Item {
        comment: "saved by git-credential-wincred".to_owned(),
        alias: "an alias".to_owned(),
        persist: 3,
        attributes: vec![
            (
                "git_password_expiry_utc".to_owned(),
                0,
                utf16("99999999999"),
            ),
            ("another".to_owned(), 0, vec![0, 1, 255]),
        ],
        ..Item::new(
            "git:https://dave@git.example",
            "dave",
            &utf16("of-dave\r\noauth_refresh_token=renew"),
        )
    });
    scene.tell(
        "store",
        HOST,
        &format!("username=erin\npassword={}\n", "e".repeat(LONG)),
    );
}

/// What other programs keep for the same server.
fn bystanders() -> Vec<Item> {
    let targets = [
        "GitHub - https://api.git.example/octocat",
        "gh:git.example:octocat",
        "gitea:https://git.example",
        "git-locksmithy:https://alice@git.example/",
        "git.example",
        "git:git.example",
        "work:https://git.example",
        "LegacyGeneric:target=git:https://git.example",
    ];
    targets
        .iter()
        .map(|target| Item::new(target, "alice", b"another program's"))
        .collect()
}

fn words(entry: &Entry) -> String {
    format!(
        "{} {}{}",
        entry.written_by.unwrap_or("?"),
        entry.username.as_deref().unwrap_or("?"),
        if entry.renews { " renews" } else { "" }
    )
}

#[test]
fn sign_ins_of_all_writers_are_listed_and_read_and_no_bystander() {
    let scene = Scene::new();
    fill(&scene);
    bystanders().iter().for_each(vault::add);
    let entries = scene.list(HOST);
    let mut listed: Vec<String> = entries.iter().map(words).collect();
    listed.sort();
    assert_eq!(
        listed,
        [
            "locksmith erin",
            "manager carol",
            "manager carol renews",
            "wincred alice",
            "wincred bob",
            "wincred corp/me@corp.example",
            "wincred dave",
        ]
    );
    let stores = scene.stores();
    for entry in &entries {
        assert_eq!(entry.store, StoreKind::CredentialManager);
        assert!(!entry.locked);
        let user = entry.username.as_deref().unwrap();
        let read = stores.read(entry).unwrap();
        let secret = String::from_utf8(read.secret.expose().to_vec()).unwrap();
        match (user, entry.renews) {
            ("erin", _) => assert_eq!(secret, "e".repeat(LONG)),
            ("carol", true) => assert_eq!(secret, "renew"),
            ("carol", false) => assert_eq!(entry.kind, Some(TokenKind::BitbucketAppPassword)),
            _ => assert_eq!(secret, format!("of-{user}")),
        }
        // Wine keeps no attributes.
        let attributes = scene
            .keyring
            .items()
            .into_iter()
            .any(|item| !item.attributes.is_empty());
        let is_told = user == "dave" && attributes;
        assert_eq!(entry.expires, is_told.then_some(99_999_999_999));
        assert_eq!(
            entry.path.as_deref().filter(|_| user == "bob"),
            (user == "bob").then_some("team/app.git")
        );
    }
    let others = stores.other_programs();
    let of = |name: &str| others.iter().find(|program| program.name == name);
    assert_eq!(
        of("GitHub Desktop").unwrap().host.as_deref(),
        Some("git.example")
    );
    assert_eq!(
        of("GitHub CLI").unwrap().host.as_deref(),
        Some("git.example")
    );
}

#[test]
fn each_goes_alone_and_comes_back_field_by_field() {
    let scene = Scene::new();
    fill(&scene);
    bystanders().iter().for_each(vault::add);
    let before = scene.keyring.items();
    let stores = scene.stores();
    for entry in scene.list(HOST) {
        let parts = if words(&entry) == "locksmith erin" {
            3
        } else {
            1
        };
        let snapshot = stores.remove(&entry).unwrap();
        assert_eq!(
            scene.keyring.items().len(),
            before.len() - parts,
            "{}",
            words(&entry)
        );
        assert!(!scene.list(HOST).contains(&entry));
        assert!(matches!(
            stores.remove(&entry),
            Err(StoreError::Gone { .. })
        ));
        stores.restore(&snapshot).unwrap();
        assert_eq!(scene.keyring.items(), before, "{}", words(&entry));
        // A second undo adds nothing.
        stores.restore(&snapshot).unwrap();
        assert_eq!(scene.keyring.items(), before);
    }
    // Who wrote them reads what came back.
    let asked = scene.wincred("get", "protocol=https\nhost=git.example\nusername=alice\n");
    assert_eq!(asked, "username=alice\npassword=of-alice\n");
    assert!(
        scene
            .get(HOST, "")
            .starts_with("username=erin\npassword=eee")
    );
}

#[test]
fn everything_for_a_server_goes_and_comes_back_and_nothing_else_does() {
    let scene = Scene::new();
    fill(&scene);
    bystanders().iter().for_each(vault::add);
    let before = scene.keyring.items();
    let workshop = scene.workshop();
    let target = |username: Option<&str>| ClearTarget::Realm {
        realm: Realm::from_fields("https", HOST).unwrap(),
        username: username.map(str::to_owned),
    };
    let one = clear(&workshop, &target(Some("alice")));
    assert_eq!(
        one.removed.iter().map(words).collect::<Vec<_>>(),
        ["wincred alice"]
    );
    undo(&workshop, &one.undo);
    let cleared = clear(&workshop, &target(None));
    assert_eq!((cleared.removed.len(), cleared.stayed.len()), (7, 0));
    assert_eq!(cleared.problems, []);
    let mut left = bystanders();
    left.extend(
        before
            .iter()
            .filter(|item| item.target.contains("@other.example"))
            .cloned(),
    );
    left.sort();
    assert_eq!(scene.keyring.items(), left);
    assert_eq!(
        scene.wincred("get", "protocol=https\nhost=git.example\n"),
        ""
    );
    let undone = undo(&workshop, &cleared.undo);
    assert_eq!(undone.failed, []);
    assert_eq!(scene.keyring.items(), before);
}

#[test]
fn what_was_saved_meanwhile_is_not_overwritten() {
    let scene = Scene::new();
    fill(&scene);
    let stores = scene.stores();
    let entries = scene.list(HOST);
    let of = |user: &str| {
        entries
            .iter()
            .find(|entry| words(entry).ends_with(user))
            .unwrap()
    };
    for (user, save) in [("alice", true), ("erin", false)] {
        let snapshot = stores.remove(of(user)).unwrap();
        match save {
            true => drop(scene.wincred(
                "store",
                "protocol=https\nhost=git.example\nusername=alice\npassword=newer\n",
            )),
            false => scene.tell("store", HOST, "username=erin\npassword=newer\n"),
        }
        let now = scene.keyring.items();
        let refused = stores.restore(&snapshot).unwrap_err();
        assert!(matches!(refused, StoreError::Taken { .. }), "{refused}");
        assert_eq!(scene.keyring.items(), now);
    }
}

#[test]
fn a_sign_in_of_ours_with_a_part_missing_can_still_be_cleared() {
    let scene = Scene::new();
    scene.tell(
        "store",
        HOST,
        &format!("username=erin\npassword={}\n", "e".repeat(LONG)),
    );
    vault::delete("git-locksmith:https://erin@git.example/#2");
    assert_eq!(scene.get(HOST, ""), "");
    let entries = scene.list(HOST);
    assert_eq!((entries.len(), entries[0].kind), (1, None));
    let stores = scene.stores();
    let error = stores.read(&entries[0]).err().unwrap();
    assert!(error.to_string().contains("clear it"), "{error}");
    stores.remove(&entries[0]).unwrap();
    assert_eq!(scene.keyring.items(), []);
}

#[test]
fn a_namespace_of_its_own_is_the_managers() {
    let mut scene = Scene::new();
    fill(&scene);
    vault::add(&Item::new(
        "work:https://git.example",
        "zoe",
        &utf16("of-zoe"),
    ));
    assert_eq!(scene.list(HOST).len(), 7);
    scene.home.set("GCM_NAMESPACE", "work");
    let listed: Vec<String> = scene.list(HOST).iter().map(words).collect();
    assert!(listed.contains(&"manager zoe".to_owned()), "{listed:?}");
    assert!(
        listed.contains(&"manager, another namespace carol".to_owned()),
        "{listed:?}"
    );
}
