//! Long lists: rows stay where they are while results arrive, and nothing flickers.

use std::collections::BTreeMap;

use egui::{Key, Theme};
use egui_kittest::kittest::{NodeT, Queryable};
use git_locksmith::app::event::Event;
use git_locksmith::app::state::Line;
use git_locksmith::model::{Access, AccessState, RepositoryReport};

use crate::harness::{WIDE, Window};
use crate::samples;
use crate::support::home::Home;

const MANY: usize = 2000;

fn many() -> Window {
    let mut window = Window::open(Home::new(), Theme::Light, WIDE);
    samples::fill_with_many(&mut window, MANY);
    window.settle();
    window
}

/// The rows in sight with their distance from the top.
fn in_sight(window: &Window) -> BTreeMap<String, i64> {
    let rows = window.harness.query_all_by_label_contains("repository-");
    let place = |node: &egui_kittest::Node<'_>| {
        let name = node.accesskit_node().label()?;
        let name = name.split_once(", ")?.0.to_owned();
        #[expect(clippy::cast_possible_truncation, reason = "points on a screen")]
        let top = node.rect().top().round() as i64;
        Some((name, top))
    };
    rows.filter_map(|node| place(&node)).collect()
}

fn rows(window: &Window) -> Vec<Line> {
    window.harness.state().state().repositories.lines().to_vec()
}

/// Scrolls to the middle by keyboard.
fn to_the_middle(window: &mut Window) {
    window
        .harness
        .get_by_label_contains("repository-0000, ")
        .focus();
    window.settle();
    for _ in 0..12 {
        window.press(Key::PageDown);
    }
    assert!(in_sight(window).contains_key("repository-0096"));
}

fn reports(window: &Window) -> Vec<RepositoryReport> {
    let state = window.harness.state().state();
    state
        .repositories
        .iter()
        .map(|it| it.report.clone())
        .collect()
}

#[test]
fn rows_keep_their_places_while_answers_arrive() {
    let mut window = many();
    to_the_middle(&mut window);
    let (before, order) = (in_sight(&window), rows(&window));
    let mut reports = reports(&window);
    for (nth, report) in reports.iter_mut().enumerate() {
        let state = match nth % 3 {
            0 => AccessState::Rejected,
            1 => AccessState::Works,
            _ => AccessState::Unreachable,
        };
        report.remotes[0].fetch = Access {
            state,
            ..Access::default()
        };
    }
    for chunk in reports.chunks(500) {
        window.tell(Event::Refreshed(chunk.to_vec()));
        window.settle();
        assert_eq!(rows(&window), order);
        assert_eq!(in_sight(&window), before);
    }
}

#[test]
fn rows_in_sight_stay_where_they_are_when_others_are_found_above() {
    let mut window = many();
    to_the_middle(&mut window);
    let before = in_sight(&window);
    let mut new = reports(&window)[0].clone();
    for name in ["a-first", "b-second", "c-third"] {
        new.path = window.home.path().join("many").join(name);
        window.tell(Event::Found {
            folder: window.home.path().join("many"),
            report: Box::new(new.clone()),
        });
        window.settle();
        assert_eq!(in_sight(&window), before, "after {name}");
    }
}
