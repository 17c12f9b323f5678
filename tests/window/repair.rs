//! The guided repair, step by step, with real Git, real files and a real server.

use egui::{Key, Theme};
use egui_kittest::kittest::Queryable;

use crate::harness::{WIDE, Window};
use crate::support::forge::{Account, Forge};
use crate::support::home::Home;

const OLD: &str = "old-and-revoked-0123456789";
const NEW: &str = "new-and-good-0123456789";
const ACCOUNTS: &[Account<'static>] = &[Account::writer("me", NEW)];

struct Scene {
    window: Window,
    host: String,
    credentials: std::path::PathBuf,
    config: std::path::PathBuf,
    forge: Forge,
}

/// Two repositories of a host that refuses what is saved; one remote is misspelt.
fn scene() -> Scene {
    let forge = Forge::with_accounts(ACCOUNTS);
    let home = Home::new();
    let host = format!("127.0.0.1:{}", forge.port());
    home.write(".gitconfig", "[credential]\n\thelper = store\n");
    let credentials = home.write(".git-credentials", format!("http://me:{OLD}@{host}\n"));
    home.repository("work/api", &[("origin", &forge.url("me/missing.git"))]);
    home.repository("work/web", &[("origin", &forge.url("me/web.git"))]);
    let config = home.path().join("work/api/.git/config");
    let mut window = Window::open(home, Theme::Light, WIDE);
    window.add_folder("work");
    window.click("Check all");
    window.wait_for("2 of 2 repositories need attention");
    window.click("Repair sign-in…");
    window.wait_for(&format!("Repair the sign-in for {host}"));
    Scene {
        window,
        host,
        credentials,
        config,
        forge,
    }
}

impl Scene {
    fn saved(&self) -> String {
        std::fs::read_to_string(&self.credentials).unwrap()
    }

    fn config(&self) -> String {
        std::fs::read_to_string(&self.config).unwrap()
    }
}

#[test]
fn all_five_steps() {
    let mut scene = scene();
    let before = scene.config();
    let right = scene.forge.url("me/api.git");
    let window = &mut scene.window;
    window.wait_for("For api and web.");
    window.wait_for("Create a token or password");
    window.click("Next");

    window.type_into("Corrected URL", &right);
    window.click("Use this URL");
    window.wait_for(&format!("url = {right}"));
    assert_eq!(
        std::fs::read_to_string(&scene.config).unwrap(),
        before,
        "only shown"
    );
    window.click("Change it");
    window.wait_for("Point origin at this URL");
    window.wait_until("the URL is there", |_| {
        std::fs::read_to_string(&scene.config)
            .unwrap()
            .contains(&right)
    });
    window.click("Undo");
    window.wait_until("the URL is back", |_| {
        std::fs::read_to_string(&scene.config).unwrap() == before
    });
    window.type_into("Corrected URL", &right);
    window.click("Use this URL");
    window.wait_for("Change it");
    window.click("Change it");
    window.wait_until("the URL is there again", |_| {
        std::fs::read_to_string(&scene.config)
            .unwrap()
            .contains(&right)
    });
    window.click("Next");

    window.click("Clear saved sign-ins");
    window.wait_for(&format!("Cleared 1 saved sign-in for {}", scene.host));
    window.wait_for("Nothing is saved for this host.");
    window.click("Next");

    window.wait_for("Git’s credential file");
    window.paste_into("Token", NEW);
    window.type_into("User name for Git", "me");
    window.click("Try and save");
    window.wait_for(&format!(
        "The new token for {} is saved and proved",
        scene.host
    ));
    window.click("Next");

    window.wait_for("Test again");
    window.wait_until("both can push", |harness| {
        harness.query_all_by_label("Push works").count() >= 2
    });
    assert!(!window.shows("If it still does not work"));
    window.click("Done");
    window.wait_for("None of 2 repositories needs attention");
    assert!(scene.saved().contains(NEW) && !scene.saved().contains(OLD));
    assert!(scene.config().contains(&right));
}

#[test]
fn leaving_leaves_nothing_half_done() {
    let mut scene = scene();
    let (saved, config) = (scene.saved(), scene.config());
    scene.window.click("3 · Clear the old sign-ins");
    scene.window.click("Clear saved sign-ins");
    scene.window.wait_for("Nothing is saved for this host.");
    scene.window.click("Back");
    scene.window.click("3 · Clear the old sign-ins");
    scene.window.click("Undo");
    scene.window.wait_for("Clear saved sign-ins");
    assert_eq!(scene.saved(), saved);
    scene.window.click("4 · Paste the token");
    scene.window.paste_into("Token", "half-typed-0123456789");
    scene.window.press(Key::Escape);
    scene.window.wait_until("the repair is closed", |harness| {
        harness.query_by_label("4 · Paste the token").is_none()
    });
    assert_eq!((scene.saved(), scene.config()), (saved, config));
    assert!(
        scene.window.shows("Repair sign-in…"),
        "it can be begun again"
    );
    assert_eq!(scene.forge.sign_ins().len(), 1, "nothing was sent");
}

#[test]
fn what_else_to_try_is_said_where_the_token_does_not_help() {
    let mut scene = scene();
    scene.window.click("5 · Test fetch and push");
    scene.window.wait_for("If it still does not work");
    for words in [
        "Spelling",
        "Two-factor",
        "git remote remove origin",
        "-c credential.helper= ls-remote origin",
    ] {
        scene.window.wait_for(words);
    }
}

/// What the pencil beside a URL offers, on a real repository.
#[test]
fn a_url_is_changed_to_ssh_for_pushing_and_back() {
    let home = Home::new();
    let url = "https://github.com/acme/api.git";
    let folder = home.repository("work/api", &[("origin", url)]);
    let mut window = Window::open(home, Theme::Light, WIDE);
    window.add_folder("work");
    let pushes_to = |window: &Window| {
        window
            .home
            .run_git(&folder, ["remote", "get-url", "--push", "origin"])
    };
    window.click("Change the URL of origin");
    window.click("Push origin by ssh, fetch by https");
    window.wait_for("pushurl = git@github.com:acme/api.git");
    assert_eq!(pushes_to(&window), url, "only shown");
    window.click("Change it");
    window.wait_for("Push origin where it fetches");
    assert_eq!(pushes_to(&window), "git@github.com:acme/api.git");
    window.click("Push origin where it fetches");
    window.wait_for("Change it");
    window.click("Change it");
    window.wait_for("Push origin by ssh, fetch by https");
    assert_eq!(pushes_to(&window), url);
    window.click("Close");
    window.wait_until("the sheet is closed", |harness| {
        harness.query_by_label("Use ssh for origin").is_none()
    });
}
