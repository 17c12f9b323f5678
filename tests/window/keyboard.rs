//! Everything can be reached and done by keyboard alone, and has a name.

use egui::{Key, Theme};
use egui_kittest::kittest::{NodeT, Queryable};

use crate::harness::{SMALL, WIDE, Window};
use crate::samples;
use crate::support::home::Home;

fn window() -> Window {
    let mut window = Window::open(Home::new(), Theme::Light, WIDE);
    samples::fill(&mut window);
    window.settle();
    window
}

#[test]
fn arrow_keys_move_through_the_list() {
    let mut window = window();
    let shown = |window: &Window| {
        let state = window.harness.state().state();
        state.shown_repository().unwrap().name()
    };
    assert_eq!(shown(&window), "billing-api");
    window.press(Key::ArrowDown);
    assert_eq!(shown(&window), "billing-web");
    window.press(Key::ArrowDown);
    window.press(Key::ArrowDown);
    assert_eq!(shown(&window), "docs-site");
    window.press(Key::ArrowUp);
    assert_eq!(shown(&window), "design-system");
    window
        .harness
        .get_by_label_contains("design-system, ")
        .focus();
    window.settle();
    window.press(Key::End);
    assert_eq!(shown(&window), "dotfiles");
    window.press(Key::Home);
    assert_eq!(shown(&window), "billing-api");
    assert!(
        window
            .harness
            .get_by_label_contains("billing-api, ")
            .is_focused()
    );
}

#[test]
fn tab_reaches_every_button_once_around() {
    let mut window = window();
    let mut reached = Vec::new();
    for _ in 0..40 {
        window.press(Key::Tab);
        let focused = window
            .harness
            .root()
            .children_recursive()
            .find(egui_kittest::Node::is_focused)
            .and_then(|node| node.accesskit_node().label());
        reached.extend(focused);
    }
    for name in [
        "Check all",
        "Add folder…",
        "Menu",
        "Filter repositories",
        "Needs attention 3",
        "All 7",
        "billing-api, bitbucket.org, Sign-in rejected",
        "Paste new token…",
        "Clear saved sign-in",
        "Token page",
        "Activity",
    ] {
        assert!(
            reached.iter().any(|reached| reached == name),
            "{name} in {reached:#?}"
        );
    }
    assert!(
        !reached.iter().any(|name| name.starts_with("billing-web, ")),
        "the list is one stop"
    );
}

#[test]
fn shortcuts_search_type_a_path_and_close() {
    let mut window = window();
    window.press_ctrl(Key::F);
    assert!(window.field("Filter repositories").is_focused());
    window.press(Key::Escape);
    window.press_ctrl(Key::L);
    assert!(window.field("Path of a folder").is_focused());
    window.press(Key::Escape);
    window.settle();
    assert!(!window.shows("Path of a folder"));
}

#[test]
fn a_long_list_draws_only_what_is_in_sight() {
    let mut window = Window::open(Home::new(), Theme::Light, SMALL);
    samples::fill_with_many(&mut window, 3000);
    window.settle();
    let rows = window
        .words()
        .iter()
        .filter(|name| name.starts_with("repository-"))
        .count();
    assert!((1..20).contains(&rows), "{rows} rows");
    window
        .harness
        .get_by_label_contains("repository-0000, ")
        .focus();
    window.settle();
    window.press(Key::End);
    window.wait_for("repository-2999, ");
}
