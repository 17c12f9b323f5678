//! `git-credential-locksmith` on the Credential Manager: the protocol's tests of all systems.

#[path = "../helper/protocol.rs"]
mod protocol;

use crate::scene::Scene;
use crate::support::cli::run;
use crate::vault::{self, Item};

const HELPER: &str = "git-credential-locksmith.exe";

#[test]
fn a_shorter_secret_leaves_no_parts_of_the_longer_one() {
    let scene = Scene::new();
    let long = "x".repeat(6000);
    scene.tell(
        "store",
        "git.example",
        &format!("username=a\npassword={long}\n"),
    );
    assert_eq!(scene.keyring.items().len(), 3);
    assert!(
        scene
            .keyring
            .items()
            .iter()
            .all(|item| item.blob.len() <= 2560)
    );
    scene.tell("store", "git.example", "username=a\npassword=short\n");
    assert_eq!(scene.keyring.items().len(), 1);
    assert_eq!(scene.get("git.example", ""), "username=a\npassword=short\n");
}

#[test]
fn what_others_keep_is_left_alone() {
    let scene = Scene::new();
    for target in [
        "git:https://a@git.example",
        "git-locksmith.git.example",
        "git-locksmithy:https://a@git.example/",
    ] {
        vault::add(&Item::new(target, "a", b"others"));
    }
    let others = scene.keyring.items();
    assert_eq!(scene.get("git.example", ""), "");
    scene.tell("store", "git.example", "username=a\npassword=p\n");
    assert_eq!(scene.keyring.items().len(), others.len() + 1);
    scene.tell("erase", "git.example", "");
    assert_eq!(scene.keyring.items(), others);
}
