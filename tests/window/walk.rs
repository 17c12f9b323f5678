//! Every screen by keyboard alone: what can be seen and pressed is reached by Tab.

use std::collections::{BTreeMap, BTreeSet};

use egui::accesskit::Role;
use egui::{Key, Theme};
use egui_kittest::Node;
use egui_kittest::kittest::{NodeT, Queryable};
use git_locksmith::app::Action;
use git_locksmith::app::action::RemoteKey;
use git_locksmith::app::event::Event;
use git_locksmith::app::state::RepairStep;
use git_locksmith::model::{Activity, Change};
use git_locksmith::ui::command::Command;

use crate::harness::{SMALL, WIDE, Window};
use crate::samples;
use crate::support::home::Home;

/// More stops than any screen has.
const ONCE_AROUND: usize = 120;

fn filled(size: [f32; 2]) -> Window {
    let mut window = Window::open(Home::new(), Theme::Light, size);
    samples::fill(&mut window);
    window.tell(Event::Activity(Activity {
        what: "git version".to_owned(),
        outcome: "exit 0".to_owned(),
    }));
    window.settle();
    window
}

fn origin(window: &Window) -> RemoteKey {
    RemoteKey {
        path: window.home.path().join("work/billing-api"),
        remote: "origin".to_owned(),
    }
}

#[test]
fn every_button_of_every_screen_is_reached() {
    let mut first_run = Window::open(Home::new(), Theme::Light, WIDE);
    assert_all_reached(&mut first_run, "first run");
    for size in [WIDE, SMALL] {
        let mut window = filled(size);
        assert_all_reached(&mut window, "the list and a repository");
        let key = origin(&window);
        let username = Some("build".to_owned());
        let change = Change::SetUserName { username };
        for (screen, open, close) in [
            (
                "the log",
                Action::ShowActivity(true),
                Action::ShowActivity(false),
            ),
            (
                "the path field",
                Action::ShowPathField(true),
                Action::ShowPathField(false),
            ),
            (
                "the token dialog",
                Action::OpenTokenDialog(key.clone()),
                Action::CloseTokenDialog,
            ),
            ("the URL", Action::OpenUrl(key.clone()), Action::CloseUrl),
            (
                "a change",
                Action::PlanChange(key.clone(), "Use build".to_owned(), change),
                Action::CloseChange,
            ),
            ("the report", Action::OpenReport, Action::CloseReport),
            (
                "the settings",
                Action::ShowSettings(true),
                Action::ShowSettings(false),
            ),
            (
                "the palette",
                Action::ShowPalette(true),
                Action::ShowPalette(false),
            ),
        ] {
            window.ask(open);
            assert_all_reached(&mut window, screen);
            window.ask(close);
        }
        window.ask(Action::OpenRepair(key));
        for step in RepairStep::ALL {
            window.ask(Action::ShowRepairStep(step));
            assert_all_reached(&mut window, step.title());
        }
    }
}

#[test]
fn the_menu_is_opened_walked_and_left_by_keyboard() {
    let mut window = filled(WIDE);
    window.harness.get_by_label("Menu").focus();
    window.settle();
    window.press(Key::Enter);
    assert!(window.shows("Show activity, Ctrl+J"));
    assert_all_reached(&mut window, "the menu");
    window.press(Key::Escape);
    assert!(!window.shows("Show activity, Ctrl+J"));
}

#[test]
fn the_palette_does_what_was_typed_with_enter_right_behind() {
    let mut window = filled(WIDE);
    window.press_ctrl(Key::K);
    let typed = egui::Event::Text("go to docs".to_owned());
    let enter = egui::Event::Key {
        key: Key::Enter,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: egui::Modifiers::NONE,
    };
    window.harness.input_mut().events.extend([typed, enter]);
    window.settle();
    let shown = window.harness.state().state().shown_repository();
    assert_eq!(shown.unwrap().name(), "docs-site");
}

#[test]
fn the_palette_grows_again_after_a_word_that_few_have() {
    let mut window = filled(WIDE);
    window.press_ctrl(Key::K);
    window.type_into("What do you want to do?", "no such command");
    assert!(window.shows("No command or repository of this name"));
    window.press(Key::Escape);
    window.press_ctrl(Key::K);
    window.settle();
    // Pressed with the pointer, so it must be in sight.
    window.click("Show activity, Ctrl+J");
    assert!(window.shows("Close the activity log"));
}

#[test]
fn the_palette_finds_by_words_and_does_it() {
    let mut window = filled(WIDE);
    window.press_ctrl(Key::K);
    assert!(window.field("What do you want to do?").is_focused());
    window
        .field("What do you want to do?")
        .type_text("token billing");
    window.settle();
    window.press(Key::Enter);
    window.wait_for("New API token for bitbucket.org");
    assert!(window.field("Token").is_focused());
    window.press(Key::Escape);
    // By arrow keys, past the end and back.
    window.press_ctrl(Key::K);
    window
        .field("What do you want to do?")
        .type_text("go to billing");
    window.settle();
    assert!(window.shows("Go to billing-api, 1 of 2"));
    window.press(Key::ArrowUp);
    assert!(window.shows("Go to billing-web, 2 of 2"));
    window.press(Key::ArrowDown);
    window.press(Key::ArrowDown);
    assert!(window.shows("Go to billing-web, 2 of 2"));
    window.press(Key::Enter);
    let shown = |window: &Window| {
        let state = window.harness.state().state();
        state.shown_repository().unwrap().name()
    };
    assert_eq!(shown(&window), "billing-web");
    assert!(window.harness.state().state().page.is_none());
    // Nothing fits, and Escape.
    window.press_ctrl(Key::K);
    window.field("What do you want to do?").type_text("xyzzy");
    window.settle();
    assert!(window.shows("No command or repository of this name"));
    window.press(Key::Enter);
    window.press(Key::Escape);
    assert!(window.harness.state().state().page.is_none());
}

#[test]
fn the_keyboard_comes_back_to_where_it_was() {
    let mut window = filled(WIDE);
    for name in ["Paste new token…", "Change the URL of origin"] {
        window.harness.get_by_label(name).focus();
        window.settle();
        window.press(Key::Enter);
        assert!(window.harness.state().state().is_sheet_open(), "{name}");
        assert!(!window.harness.get_by_label(name).is_focused());
        window.press(Key::Escape);
        assert!(!window.harness.state().state().is_sheet_open(), "{name}");
        window.settle();
        assert!(window.harness.get_by_label(name).is_focused(), "{name}");
    }
}

#[test]
fn enter_makes_the_change_that_is_shown() {
    let mut window = Window::open(Home::new(), Theme::Light, WIDE);
    let origin = "https://ada@git.example/acme/api.git";
    window.home.repository("work/api", &[("origin", origin)]);
    window.add_folder("work");
    let key = RemoteKey {
        path: window.home.path().join("work/api"),
        remote: "origin".to_owned(),
    };
    let username = Some("build".to_owned());
    let change = Change::SetUserName { username };
    window.ask(Action::PlanChange(key, "Use build".to_owned(), change));
    window.wait_for("build@git.example");
    window.press(Key::Enter);
    window.wait_for("Done: Use build");
    window.wait_until("all is quiet", |harness| {
        let state = harness.state().state();
        state.runs.changes.is_empty() && state.runs.checks.is_empty()
    });
    // Undo is reached by its keys as long as it holds, also when its message was closed.
    window.press(Key::Escape);
    assert!(!window.shows("Done: Use build"));
    window.press_ctrl(Key::Z);
    window.wait_for("The settings are as they were");
}

#[test]
fn no_two_commands_have_the_same_keys() {
    let mut known = BTreeMap::new();
    for command in Command::ALL {
        for keys in command.shortcuts() {
            let other = known.insert(format!("{keys:?}"), command);
            assert_eq!(other, None, "{command:?} has the keys {keys:?} too");
        }
    }
}

/// Presses Tab until the keyboard has been everywhere, and compares with what can be pressed.
#[track_caller]
fn assert_all_reached(window: &mut Window, screen: &str) {
    let mut reached = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for _ in 0..ONCE_AROUND {
        // What scrolls into sight on the way counts as well.
        seen.extend(pressable(window));
        window.press(Key::Tab);
        if let Some(focused) = focused(window)
            && !reached.insert(focused)
            && reached.is_superset(&seen)
        {
            break;
        }
    }
    assert!(!seen.is_empty(), "{screen} has something to press");
    let missed: Vec<_> = seen.difference(&reached).collect();
    assert!(
        missed.is_empty(),
        "{screen}: never reached: {missed:#?}\nreached: {reached:#?}"
    );
}

fn focused(window: &Window) -> Option<String> {
    let nodes = window.harness.root().children_recursive();
    nodes
        .into_iter()
        .find(Node::is_focused)?
        .accesskit_node()
        .label()
}

/// The names of what can be pressed: of the topmost dialog, where one is open. Of the list, the
/// selected row stands for all.
fn pressable(window: &Window) -> Vec<String> {
    let nodes: Vec<_> = window.harness.root().children_recursive().collect();
    let mut dialog = nodes
        .iter()
        .filter(|node| node.accesskit_node().role() == Role::Dialog);
    let inside: Vec<_> = match dialog.next_back() {
        Some(dialog) => dialog.children_recursive().collect(),
        None => nodes,
    };
    let can_be_pressed = |node: &Node<'_>| {
        let node = node.accesskit_node();
        let presses = matches!(
            node.role(),
            Role::Button
                | Role::Link
                | Role::Tab
                | Role::MenuItem
                | Role::RadioButton
                | Role::CheckBox
                | Role::TextInput
                | Role::PasswordInput
        );
        presses && !node.is_disabled()
    };
    let names = inside.iter().filter(|node| can_be_pressed(node));
    names
        .filter_map(|node| node.accesskit_node().label())
        .collect()
}
