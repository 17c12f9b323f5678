//! The token that is pasted: where it must not be, and what its field does with it.

use egui::accesskit::Role;
use egui::{Event, Key, TextBuffer, Theme};
use egui_kittest::kittest::NodeT;
use git_locksmith::app::drafts::TokenText;
use git_locksmith::app::event;
use git_locksmith::app::settings::Setting;
use git_locksmith::app::{Action, action::RemoteKey};
use git_locksmith::jobs::save::Saved;
use git_locksmith::jobs::undo::Undo;
use git_locksmith::model::Access;

use crate::harness::{WIDE, Window};
use crate::samples;
use crate::support::home::Home;

const CANARY: &str = "ATATTcanary0123456789canary";

fn with_dialog() -> Window {
    let mut window = Window::open(Home::new(), Theme::Light, WIDE);
    samples::fill(&mut window);
    let path = window.home.path().join("work/billing-api");
    let key = RemoteKey {
        path,
        remote: "origin".to_owned(),
    };
    window.harness.state_mut().ask(Action::OpenTokenDialog(key));
    window.tell(event::Event::Places {
        in_force: None,
        choices: Vec::new(),
    });
    window.settle();
    window
}

#[test]
fn the_accessibility_tree_holds_dots_only() {
    let mut window = with_dialog();
    window.paste_into("Token", CANARY);
    window.wait_for("Looks like an Atlassian API token");
    let field = window.field("Token");
    assert_eq!(field.accesskit_node().role(), Role::PasswordInput);
    let tree = format!("{:?}", window.harness.root());
    assert!(!tree.contains("canary"));
}

#[test]
fn neither_undo_nor_copy_brings_the_token_out() {
    let mut window = with_dialog();
    window.paste_into("Token", CANARY);
    window.press_ctrl(Key::A);
    window.harness.event(Event::Copy);
    window.settle();
    window.harness.event(Event::Cut);
    window.settle();
    let copied = format!("{:?}", window.harness.output().platform_output.commands);
    assert!(!copied.contains("canary"), "{copied}");
    window.press(Key::Delete);
    assert!(window.field("Token").value().unwrap_or_default().is_empty());
    window.press_ctrl(Key::Z);
    assert!(window.field("Token").value().unwrap_or_default().is_empty());
    // A dialog that is opened again is empty.
    window.paste_into("Token", CANARY);
    window.click("Cancel");
    let mut again = window;
    let path = again.home.path().join("work/billing-api");
    let key = RemoteKey {
        path,
        remote: "origin".to_owned(),
    };
    again.harness.state_mut().ask(Action::OpenTokenDialog(key));
    again.settle();
    assert!(again.field("Token").value().unwrap_or_default().is_empty());
    again.press_ctrl(Key::Z);
    assert!(again.field("Token").value().unwrap_or_default().is_empty());
}

#[test]
fn the_memory_of_the_window_holds_no_token() {
    let mut window = with_dialog();
    window.paste_into("Token", CANARY);
    window.settle();
    // All that egui keeps between frames, the undo buffers of its fields among it.
    let id = egui::Id::unique("token");
    let state = egui::widgets::text_edit::TextEditState::load(&window.harness.ctx, id).unwrap();
    let mut undoer = state.undoer();
    let mut now = (
        egui::text::CCursorRange::default(),
        "typed since".to_owned(),
    );
    let mut kept = 0;
    while let Some(before) = undoer.undo(&now).cloned() {
        assert!(before.1.chars().all(|c| c == '•'), "{}", before.1);
        kept += 1;
        now = before;
    }
    assert!(kept > 0, "the test looks into the buffer that is used");
}

/// What is painted, as far as it is text.
fn is_painted(window: &Window, words: &str) -> bool {
    let shapes = &window.harness.output().shapes;
    shapes.iter().any(|clipped| match &clipped.shape {
        egui::Shape::Text(text) => text.galley.text().contains(words),
        _ => false,
    })
}

#[test]
fn a_revealed_token_is_painted_only_and_hides_by_itself() {
    let mut window = with_dialog();
    window.paste_into("Token", CANARY);
    window.wait_for("Looks like an Atlassian API token");
    assert!(!is_painted(&window, CANARY));
    window.click("Show the token for 10 seconds");
    window.harness.step();
    assert!(is_painted(&window, CANARY), "the person sees it");
    let tree = format!("{:?}", window.harness.root());
    assert!(!tree.contains("canary"), "a screen reader does not");
    // The time is over: the window's clock goes a quarter of a second with each step.
    for _ in 0..45 {
        window.harness.step();
    }
    assert!(!is_painted(&window, CANARY));
    assert!(window.shows("Show the token for 10 seconds"));
    // The keyboard goes elsewhere.
    window.click("Show the token for 10 seconds");
    window.harness.step();
    assert!(is_painted(&window, CANARY));
    window.field("User name for Git").focus();
    window.settle();
    assert!(!is_painted(&window, CANARY));
    // The window loses the keyboard.
    window.click("Show the token for 10 seconds");
    window.harness.step();
    window.harness.input_mut().focused = false;
    window.settle();
    assert!(!is_painted(&window, CANARY));
}

/// The commands to the system since the window was drawn last.
fn was_emptied(window: &Window) -> bool {
    let commands = &window.harness.output().platform_output.commands;
    commands
        .iter()
        .any(|command| *command == egui::OutputCommand::CopyText(String::new()))
}

#[test]
fn the_clipboard_is_cleared_if_it_holds_the_token() {
    for (held, cleared, keeps) in [
        (CANARY.to_owned(), true, false),
        (format!("{CANARY}\n"), true, false),
        ("something else".to_owned(), false, false),
        (CANARY.to_owned(), false, true),
    ] {
        let mut window = with_dialog();
        let setting = Setting::KeepClipboard(keeps);
        window.ask(Action::Set(setting));
        window.paste_into("Token", CANARY);
        window.wait_for("Looks like an Atlassian API token");
        let realm = |window: &Window| {
            let state = window.harness.state().state();
            state.token_dialog.as_ref().unwrap().realm.clone()
        };
        let saved = Saved {
            realm: realm(&window),
            username: "acme-dev".to_owned(),
            saved: Vec::new(),
            replaced: Vec::new(),
            undo: Undo::default(),
            fetch: Access::default(),
            push: Access::default(),
        };
        window.tell(event::Event::SaveEnded {
            realm: realm(&window),
            result: Box::new(Ok(saved)),
        });
        window.harness.step();
        let asked = window
            .harness
            .output()
            .viewport_output
            .values()
            .any(|output| {
                let asks = |command: &egui::ViewportCommand| {
                    matches!(command, egui::ViewportCommand::RequestPaste)
                };
                output.commands.iter().any(asks)
            });
        assert_eq!(asked, !keeps, "the clipboard is asked for");
        if !keeps {
            window.harness.event(Event::Paste(held));
            window.harness.step();
        }
        assert_eq!(was_emptied(&window), cleared);
        window.settle();
        let said = window.shows("The clipboard still held the token; it is cleared");
        assert_eq!(said, cleared);
        window.click("Done");
        assert!(window.shows("The new token for bitbucket.org is saved"));
        let said = window.shows("The clipboard still held the token; it is cleared");
        assert_eq!(said, cleared, "in the toast as well");
    }
}

#[test]
fn the_field_edits_what_is_behind_the_dots() {
    let mut field = TokenText::default();
    let at = |index| egui::text::CharIndex(index);
    assert_eq!(field.insert_text("adé", at(0)), 3);
    assert_eq!(field.insert_text("bc", at(1)), 2);
    assert_eq!(field.as_str(), "•••••");
    assert_eq!(field.to_secret().expose(), "abcdé".as_bytes());
    field.delete_char_range(at(1)..at(3));
    assert_eq!(field.to_secret().expose(), "adé".as_bytes());
    field.replace_with("•••••••");
    assert_eq!(field.to_secret().expose(), "adé".as_bytes());
    field.clear();
    assert!(field.is_empty() && field.as_str().is_empty());
    assert_eq!(field.insert_text(&"x".repeat(10_000), at(0)), 4096);
}
