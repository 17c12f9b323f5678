//! The token that is pasted: where it must not be, and what its field does with it.

use egui::accesskit::Role;
use egui::{Event, Key, TextBuffer, Theme};
use egui_kittest::kittest::NodeT;
use git_locksmith::app::drafts::TokenText;
use git_locksmith::app::event;
use git_locksmith::app::{Action, action::RemoteKey};

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
