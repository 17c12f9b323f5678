//! A token is saved by the command line through helpers that keep it in the Credential Manager.

use crate::scene::Scene;
use crate::support::forge::{Account, Forge, host};

/// Longer than an entry of the Credential Manager holds.
const LONG: usize = 3000;

/// A repository with a remote on a host that takes one token.
fn repository(scene: &Scene, helpers: &str, token: &str) -> Forge {
    let token = token.to_owned();
    let forge = Forge::start(move |request| host(request, &[Account::writer("me", &token)]));
    scene.home.write(".gitconfig", helpers);
    scene
        .home
        .repository("work/api", &[("origin", &forge.url("me/api.git"))]);
    forge
}

fn save(scene: &Scene, token: &str) -> (i32, String) {
    // The Git that Debian can build for Windows reaches no server, so that it cannot prove it.
    let arguments = ["save", "--user", "me", "--no-prove", "work/api"];
    let ran = scene.cli(&arguments, token);
    (ran.code, format!("{}{}", ran.out, ran.err))
}

#[test]
fn wincred_keeps_it_and_the_old_one_can_come_back() {
    let scene = Scene::new();
    let forge = repository(
        &scene,
        "[credential]\n\thelper = wincred\n",
        "new-token-of-me",
    );
    let server = format!("protocol=http\nhost=127.0.0.1:{}\n", forge.port());
    scene.wincred("store", &format!("{server}username=me\npassword=old\n"));
    scene.wincred("store", &format!("{server}username=you\npassword=theirs\n"));
    let (code, said) = save(&scene, "new-token-of-me");
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("Windows Credential Manager"), "{said}");
    let get = |user: &str| scene.wincred("get", &format!("{server}username={user}\n"));
    assert_eq!(get("me"), "username=me\npassword=new-token-of-me\n");
    assert_eq!(get("you"), "username=you\npassword=theirs\n");
}

#[test]
fn a_token_that_is_refused_changes_nothing() {
    let scene = Scene::new();
    let forge = repository(
        &scene,
        "[credential]\n\thelper = wincred\n",
        "new-token-of-me",
    );
    let server = format!("protocol=http\nhost=127.0.0.1:{}\n", forge.port());
    scene.wincred("store", &format!("{server}username=me\npassword=old\n"));
    let before = scene.keyring.items();
    let (code, said) = save(&scene, "another-token-of-me");
    assert_ne!(code, 0, "{said}");
    assert_eq!(scene.keyring.items(), before);
}

#[test]
fn what_wincred_has_no_room_for_our_own_helper_keeps() {
    let scene = Scene::new();
    let long = "x".repeat(LONG);
    let helpers = "[credential]\n\thelper = wincred\n";
    let forge = repository(&scene, helpers, &long);
    let (code, said) = save(&scene, &long);
    assert_ne!(code, 0);
    assert!(
        said.contains("3000") && said.contains("git-locksmith helper install"),
        "{said}"
    );
    assert_eq!(scene.keyring.items(), []);
    let installed = scene.cli(&["helper", "install"], "");
    assert_eq!(installed.code, 0, "{}", installed.err);
    let (code, said) = save(&scene, &long);
    assert_eq!(code, 0, "{said}");
    let server = format!("protocol=http\nhost=127.0.0.1:{}\n", forge.port());
    assert_eq!(
        scene.ask("get", &server).out,
        format!("username=me\npassword={long}\n")
    );
}
