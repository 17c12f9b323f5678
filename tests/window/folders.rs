//! Choosing folders: by a typed path, by dropping; what is remembered; what is said when there
//! is nothing.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Key, Theme};
use egui_kittest::kittest::Queryable;

use crate::harness::{WIDE, Window};
use crate::support::home::Home;

fn two_repositories() -> Home {
    let home = Home::new();
    home.repository("work/api", &[("origin", "https://example.invalid/api.git")]);
    home.repository(
        "work/deep/er/web",
        &[("origin", "git@example.invalid:web.git")],
    );
    home
}

#[test]
fn a_chosen_folder_is_there_again_at_the_next_start() {
    let mut window = Window::open(two_repositories(), Theme::Light, WIDE);
    window.add_folder("work");
    window.wait_for("2 repositories · not checked yet");
    let settings = window
        .home
        .path()
        .join(".config/git-locksmith/settings.toml");
    window.wait_until("the settings are written", |_| settings.exists());
    let mut window = Window::open(window.home, Theme::Light, WIDE);
    window.wait_for("api, example.invalid, Not checked");
    window.wait_for("web, example.invalid, Not checked");
}

#[test]
fn a_folder_taken_off_the_list_is_gone_and_untouched() {
    let mut window = Window::open(two_repositories(), Theme::Light, WIDE);
    window.add_folder("work");
    let folder = window.home.path().join("work");
    window.click("Take ~/work off the list");
    window.wait_for("Which key is Git using?");
    assert!(folder.join("api/.git").exists());
    let file = window
        .home
        .path()
        .join(".config/git-locksmith/settings.toml");
    window.wait_until("it is forgotten", |_| {
        std::fs::read_to_string(&file).is_ok_and(|text| !text.contains("work"))
    });
}

#[test]
fn a_typed_path_that_leads_nowhere_is_said_and_not_remembered() {
    let mut window = Window::open(Home::new(), Theme::Light, WIDE);
    window.press_ctrl(Key::L);
    window.type_into("Path of a folder", "~/nowhere");
    window.press(Key::Enter);
    window.wait_for("There is no folder ~/nowhere");
    assert!(window.harness.state().state().settings.folders.is_empty());
    window.press(Key::Escape);
    window.wait_for("Which key is Git using?");
    assert!(!window.shows("There is no folder"));
}

#[test]
fn a_folder_without_repositories_says_so() {
    let home = Home::new();
    home.write("photos/cat.txt", "");
    let mut window = Window::open(home, Theme::Light, WIDE);
    window.add_folder("photos");
    window.wait_for("No repository found");
    window.wait_for("There is no Git repository in ~/photos");
}

#[test]
fn a_dropped_folder_is_looked_through() {
    let home = two_repositories();
    let folder = home.path().join("work");
    let mut window = Window::open(home, Theme::Light, WIDE);
    window.harness.input_mut().dropped_files = vec![Arc::new(Dropped(folder))];
    window.settle();
    window.wait_for("2 repositories · not checked yet");
}

#[test]
fn a_remembered_folder_that_is_missing_stays_on_the_list() {
    let mut window = Window::open(two_repositories(), Theme::Light, WIDE);
    window.add_folder("work");
    let settings = window
        .home
        .path()
        .join(".config/git-locksmith/settings.toml");
    window.wait_until("the settings are written", |_| settings.exists());
    std::fs::rename(
        window.home.path().join("work"),
        window.home.path().join("elsewhere"),
    )
    .unwrap();
    let mut window = Window::open(window.home, Theme::Light, WIDE);
    window.wait_for("No repository found");
    assert_eq!(window.harness.state().state().settings.folders.len(), 1);
    assert!(
        window.shows("could not be looked at"),
        "{:#?}",
        window.words()
    );
}

#[test]
fn search_and_filter_narrow_the_list() {
    let mut window = Window::open(two_repositories(), Theme::Light, WIDE);
    window.add_folder("work");
    window.type_into("Filter repositories", "deep/er");
    window.wait_for("web, example.invalid, Not checked");
    assert!(!window.shows("api, example.invalid"));
    window.type_into("Filter repositories", "no such thing");
    window.wait_for("No repository matches");
    window.press(Key::Escape);
    window.wait_for("api, example.invalid, Not checked");
    window.click("Needs attention 0");
    window.wait_for("Nothing needs attention");
    assert!(window.harness.query_by_label_contains("api, ").is_none());
}

/// What a desktop hands over when something is dropped.
#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        Err("nobody reads what is dropped".to_owned())
    }
}
