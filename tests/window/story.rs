//! The main job from beginning to end, by label, with real jobs, real Git and a real server.

use egui::{Key, Theme};
use egui_kittest::kittest::Queryable;

use crate::harness::{WIDE, Window};
use crate::support::forge::{Account, Forge};
use crate::support::home::Home;

const OLD: &str = "old-and-revoked-0123456789";
const NEW: &str = "new-and-good-0123456789";
const ACCOUNTS: &[Account<'static>] = &[Account::writer("me", NEW)];

#[test]
fn rejected_cleared_undone_cleared_pasted_works() {
    let forge = Forge::with_accounts(ACCOUNTS);
    let home = Home::new();
    let host = format!("127.0.0.1:{}", forge.port());
    home.write(".gitconfig", "[credential]\n\thelper = store\n");
    let before = format!("http://me:{OLD}@{host}\nhttps://other:kept@example.com\n");
    let file = home.write(".git-credentials", &before);
    home.repository("work/api", &[("origin", &forge.url("me/api.git"))]);
    home.repository("work/web", &[("origin", &forge.url("me/web.git"))]);
    let saved = || std::fs::read_to_string(&file).unwrap();
    let mut window = Window::open(home, Theme::Light, WIDE);

    window.click("or type its path");
    window.type_into("Path of a folder", "~/work");
    window.press(Key::Enter);
    window.wait_for("api, ");
    window.wait_for("2 repositories · not checked yet");
    assert!(forge.requests().is_empty(), "looking asks no server");

    window.click("Check all");
    window.wait_for("2 of 2 repositories need attention");
    window.wait_for("Fetch rejected");
    window.wait_for(&format!("{host} rejects the saved sign-in"));
    assert_eq!(
        forge.sign_ins(),
        [format!("me:{OLD}")],
        "sent once for both"
    );

    window.click("Clear saved sign-in");
    window.wait_for(&format!("Cleared 1 saved sign-in for {host}"));
    assert_eq!(saved(), "https://other:kept@example.com\n");
    window.wait_for(&format!("Nothing is saved for {host}"));

    window.click("Undo");
    window.wait_for("1 saved sign-in is back");
    assert_eq!(saved(), before, "byte for byte");
    window.wait_for(&format!("{host} rejects the saved sign-in"));

    window.click("Clear saved sign-in");
    window.wait_for(&format!("Nothing is saved for {host}"));

    window.click("Paste new token…");
    window.wait_for("Git’s credential file (store), where Git looks now · plain text");
    window.paste_into("Token", &format!("  {NEW}\n"));
    window.wait_for("No shape that is known; it is tried as it is");
    window.type_into("User name for Git", "me");
    window.press(Key::Enter);
    window.wait_for("Your own Git signed in with it");
    window.click("Done");

    window.wait_for("Fetch works");
    window.wait_for("Push works");
    window.wait_for("None of 2 repositories needs attention");
    let after = saved();
    assert!(
        after.contains(&format!("http://me:{NEW}@")),
        "{}",
        after.len()
    );
    assert!(!after.contains(OLD));
    assert_eq!(
        forge
            .sign_ins()
            .iter()
            .filter(|sent| sent.ends_with(OLD))
            .count(),
        1,
        "the rejected secret was never sent again"
    );
}

#[test]
fn a_token_that_is_refused_changes_nothing() {
    let forge = Forge::with_accounts(ACCOUNTS);
    let home = Home::new();
    let host = format!("127.0.0.1:{}", forge.port());
    home.write(".gitconfig", "[credential]\n\thelper = store\n");
    let before = format!("http://me:{OLD}@{host}\n");
    let file = home.write(".git-credentials", &before);
    home.repository("work/api", &[("origin", &forge.url("me/api.git"))]);
    let mut window = Window::open(home, Theme::Light, WIDE);
    window.add_folder("work");
    window.click("Check all");
    window.wait_for("Fetch rejected");

    window.click("Paste new token…");
    window.wait_for("Git’s credential file");
    window.paste_into("Token", "another-one-that-is-wrong");
    window.click("Try and save");
    window.wait_for(&format!("{host} refused the token"));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), before);
    window.press(Key::Escape);
    window.wait_until("the dialog is closed", |harness| {
        harness.query_by_label("Try and save").is_none()
    });
}
