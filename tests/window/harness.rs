//! The one way in which a test has a window.

use std::time::{Duration, Instant};

use egui::accesskit::Role;
use egui::{Key, Modifiers, Theme};
use egui_kittest::kittest::{NodeT, Queryable};
use egui_kittest::{Harness, Node, SnapshotOptions};
use git_locksmith::app::event::{Event, Told};
use git_locksmith::app::{Action, App};

use crate::support::home::Home;

/// The size of the pictures that the design was drawn in.
pub const WIDE: [f32; 2] = [1160.0, 760.0];
/// The smallest window.
pub const SMALL: [f32; 2] = [640.0, 480.0];

/// A window in a home of its own.
pub struct Window {
    pub harness: Harness<'static, App>,
    pub home: Home,
}

impl Window {
    /// A window as it opens in `home`.
    pub fn open(home: Home, theme: Theme, size: [f32; 2]) -> Self {
        let environment = home.environment();
        let mut harness = Harness::builder()
            .with_size(size)
            .with_theme(theme)
            // Each thing that a job tells draws once more.
            .with_max_steps(1000)
            .with_options(SnapshotOptions::new().output_path("tests/window/snapshots"))
            .build_eframe(move |creation| {
                let mut app = App::new(&creation.egui_ctx, environment);
                app.open(Vec::new());
                app
            });
        harness.run();
        Self { harness, home }
    }

    /// What a job would tell.
    pub fn tell(&mut self, event: Event) {
        self.harness.state_mut().take(Told { job: 0, event });
    }

    /// Adds a folder of the home by its typed path, and waits until it was looked through.
    pub fn add_folder(&mut self, folder: &str) {
        self.press_ctrl(Key::L);
        self.type_into("Path of a folder", &format!("~/{folder}"));
        self.press(Key::Enter);
        self.wait_until("the folder was looked through", |harness| {
            let state = harness.state().state();
            !state.settings.folders.is_empty() && !state.runs.is_scanning()
        });
    }

    /// Clicks what has this name.
    #[track_caller]
    pub fn click(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.harness.run();
    }

    /// Types `text` into the field of this name.
    #[track_caller]
    pub fn type_into(&mut self, label: &str, text: &str) {
        self.field(label).focus();
        self.harness.run();
        self.press_ctrl(Key::A);
        self.field(label).type_text(text);
        self.harness.run();
    }

    /// Pastes `text` into the field of this name.
    #[track_caller]
    pub fn paste_into(&mut self, label: &str, text: &str) {
        self.field(label).focus();
        self.harness.run();
        self.harness.event(egui::Event::Paste(text.to_owned()));
        self.harness.run();
    }

    /// The field of this name, which the words above it may have as well.
    #[track_caller]
    pub fn field<'a>(&'a self, label: &'a str) -> Node<'a> {
        let mut found = self.harness.query_all_by_label(label);
        let field = found.find(|node| {
            matches!(
                node.accesskit_node().role(),
                Role::TextInput | Role::PasswordInput
            )
        });
        field.unwrap_or_else(|| panic!("no field {label}: {:#?}", self.words()))
    }

    /// Presses a key.
    pub fn press(&mut self, key: Key) {
        self.harness.key_press(key);
        self.harness.run();
    }

    /// Presses a key together with Ctrl.
    pub fn press_ctrl(&mut self, key: Key) {
        self.harness.key_press_modifiers(Modifiers::COMMAND, key);
        self.harness.run();
    }

    /// Asks for something and draws it.
    pub fn ask(&mut self, action: Action) {
        self.harness.state_mut().ask(action);
        self.harness.run();
    }

    /// Draws until nothing changes.
    pub fn settle(&mut self) {
        self.harness.run();
    }

    /// Whether anything that can be read or pressed holds these words.
    pub fn shows(&self, words: &str) -> bool {
        self.harness
            .query_all_by_label_contains(words)
            .next()
            .is_some()
    }

    /// Draws until something holds these words.
    #[track_caller]
    pub fn wait_for(&mut self, words: &str) {
        self.wait_until(words, |harness| {
            harness.query_all_by_label_contains(words).next().is_some()
        });
    }

    /// Draws until `is_so`, which real jobs bring about; fails when they do not within a minute.
    #[track_caller]
    pub fn wait_until(&mut self, what: &str, is_so: impl Fn(&Harness<'static, App>) -> bool) {
        let start = Instant::now();
        loop {
            self.harness.run();
            if is_so(&self.harness) {
                return;
            }
            assert!(
                start.elapsed() < Duration::from_mins(1),
                "waited in vain for: {what}\nthere is: {:#?}",
                self.words()
            );
            std::thread::yield_now();
        }
    }

    /// Everything that can be read.
    pub fn words(&self) -> Vec<String> {
        self.harness
            .root()
            .children_recursive()
            .filter_map(|node| node.accesskit_node().label())
            .collect()
    }
}
