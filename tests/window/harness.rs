//! The one way in which a test has a window.

use std::time::{Duration, Instant};

use egui::Theme;
use egui_kittest::Harness;
use git_locksmith::app::App;
use git_locksmith::app::event::{Event, Told};

use crate::home::Home;

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
            .with_max_steps(16)
            .with_options(
                egui_kittest::SnapshotOptions::new().output_path("tests/window/snapshots"),
            )
            .build_eframe(move |creation| App::new(&creation.egui_ctx, environment));
        harness.run();
        Self { harness, home }
    }

    /// What a job would tell.
    pub fn tell(&mut self, event: Event) {
        self.harness.state_mut().take(Told { job: 0, event });
    }

    /// Draws until nothing changes.
    pub fn settle(&mut self) {
        self.harness.run();
    }

    /// Draws until `is_so`, which real jobs bring about; fails when they do not within a minute.
    pub fn wait_until(&mut self, what: &str, is_so: impl Fn(&Harness<'static, App>) -> bool) {
        let start = Instant::now();
        loop {
            self.harness.run();
            if is_so(&self.harness) {
                return;
            }
            assert!(
                start.elapsed() < Duration::from_secs(60),
                "waited in vain for: {what}"
            );
            std::thread::yield_now();
        }
    }
}
