//! How the window looks: a handful of pictures, Latin letters only, in both themes.
//! `UPDATE_SNAPSHOTS=1` draws them anew; look at them before they are kept.

use egui::Theme;

use crate::harness::Window;
use crate::home::Home;
use crate::samples;

const WIDE: [f32; 2] = [1160.0, 760.0];
const SMALL: [f32; 2] = [640.0, 480.0];

#[test]
fn first_run() {
    let mut window = Window::open(Home::new(), Theme::Light, WIDE);
    window.harness.snapshot("first-run-light");
}

#[test]
fn failing_light() {
    failing(Theme::Light, WIDE, "failing-light");
}

#[test]
fn failing_dark() {
    failing(Theme::Dark, WIDE, "failing-dark");
}

#[test]
fn failing_small() {
    failing(Theme::Light, SMALL, "failing-light-small");
}

fn failing(theme: Theme, size: [f32; 2], name: &str) {
    let mut window = Window::open(Home::new(), theme, size);
    samples::fill(&mut window);
    window.settle();
    window.harness.snapshot(name);
}
