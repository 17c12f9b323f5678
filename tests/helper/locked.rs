//! A keyring that is locked, missing or silent: Git asks the next helper, and nobody is disturbed.

use super::{HELPER, Scene, run};
use crate::support::helpers::fake;
use crate::support::home::Home;
use crate::support::keyring::Keyring;

const GET: &str = "protocol=https\nhost=git.example\n";
const STORE: &str = "protocol=https\nhost=git.example\nusername=alice\npassword=p\n";

fn locked() -> Scene {
    let scene = Scene::new();
    assert_eq!(scene.ask("store", STORE).code, 0);
    scene.keyring.lock();
    scene
}

#[test]
fn without_prompts_a_locked_keyring_is_left_locked() {
    let scene = locked();
    let silent: [(&str, &str); 2] = [
        ("GIT_TERMINAL_PROMPT", "0"),
        ("GIT_CONFIG_PARAMETERS", "'credential.interactive'='false'"),
    ];
    for (name, value) in silent {
        for (operation, request) in [("get", GET), ("store", STORE), ("erase", GET)] {
            let mut command = scene.home.command(HELPER);
            let ran = run(command.arg(operation).env(name, value), request);
            assert_eq!(
                (ran.code, ran.out, ran.err),
                (0, String::new(), String::new()),
                "{name}"
            );
        }
    }
    scene.home.write(
        ".gitconfig",
        "[credential]\n\thelper = locksmith\n\tinteractive = never\n",
    );
    assert_eq!(scene.ask("get", GET).out, "");
    assert!(scene.keyring.is_locked());
    assert!(!scene.keyring.has_prompted());
}

#[test]
fn where_prompts_are_wanted_the_desktop_asks_for_its_password() {
    let scene = locked();
    let ran = scene.ask("get", GET);
    assert_eq!(
        (ran.code, ran.out, ran.err),
        (0, String::new(), String::new())
    );
    assert!(scene.keyring.has_prompted());
}

#[test]
fn another_servers_sign_in_is_no_reason_to_unlock() {
    let scene = locked();
    assert_eq!(scene.get("other.example", ""), "");
    assert!(!scene.keyring.has_prompted());
}

#[test]
fn a_keyring_that_was_never_unlocked_is_recognised() {
    let mut scene = locked();
    scene.keyring.restart_never_unlocked(&scene.home);
    let mut command = scene.home.command(HELPER);
    let ran = run(command.arg("get").env("GIT_TERMINAL_PROMPT", "0"), GET);
    assert_eq!((ran.code, ran.out), (0, String::new()));
    assert!(!scene.keyring.has_prompted());
    assert_eq!(scene.get("other.example", ""), "");
    assert!(!scene.keyring.has_prompted());
    assert_eq!(scene.get("git.example", ""), "");
    assert!(scene.keyring.has_prompted(), "it is there, behind the lock");
}

#[test]
fn git_asks_the_next_helper() {
    let mut scene = locked();
    fake(
        &mut scene.home,
        "next",
        "test $1 = get && printf 'username=n\\npassword=ext\\n'",
    );
    scene.home.write(
        ".gitconfig",
        "[credential]\n\thelper = locksmith\n\thelper = next\n",
    );
    let ran = scene.git("fill", GET);
    assert!(
        ran.out.contains("username=n\npassword=ext\n"),
        "{}{}",
        ran.out,
        ran.err
    );
    assert!(!scene.keyring.has_prompted());
}

#[test]
fn without_a_keyring_get_is_silent_and_store_says_so() {
    let mut home = Home::new();
    let ask = |home: &Home, operation: &str, request: &str| {
        run(home.command(HELPER).arg(operation), request)
    };
    let check = |home: &Home| {
        let ran = ask(home, "get", GET);
        assert_eq!(
            (ran.code, ran.out, ran.err),
            (0, String::new(), String::new())
        );
        let ran = ask(home, "store", STORE);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""));
        assert!(
            ran.err.contains("keyring") || ran.err.contains("bus"),
            "{}",
            ran.err
        );
        assert_eq!(ran.err.lines().count(), 1);
    };
    check(&home);
    {
        let _bus = Keyring::bus_only(&mut home);
        check(&home);
    }
    check(&home);
}

#[test]
fn a_keyring_that_hangs_does_not_hang_git_for_ever() {
    let scene = Scene::new();
    scene.keyring.wedge();
    let ran = scene.ask("get", GET);
    scene.keyring.unwedge();
    assert_eq!(
        (ran.code, ran.out, ran.err),
        (0, String::new(), String::new())
    );
}
