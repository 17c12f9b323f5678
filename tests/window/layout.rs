//! Nothing lies on anything else, and what comes has room at once.

use egui::{Rect, Theme};
use egui_kittest::kittest::Queryable;
use git_locksmith::app::Action;
use git_locksmith::app::event::Event;

use crate::harness::{SMALL, WIDE, Window};
use crate::support::home::Home;

#[test]
fn offers_stand_below_a_title_that_leaves_no_room() {
    for size in [SMALL, WIDE] {
        let home = Home::new();
        home.write(".gitconfig", "[credential]\n\thelper = store\n");
        home.write(".git-credentials", "https://me:kept@gitlab.com\n");
        home.repository("work/api", &[("origin", "https://gitlab.com/me/api.git")]);
        let mut window = Window::open(home, Theme::Light, size);
        window.add_folder("work");
        window.wait_for("Saved sign-ins for gitlab.com");
        let title = place(&window, "Saved sign-ins for gitlab.com");
        for offer in ["Clear saved sign-in", "Paste new token…"] {
            let offer = place(&window, offer);
            assert!(!title.intersects(offer), "{title} {offer} at {size:?}");
        }
    }
}

#[test]
fn a_report_has_room_at_once() {
    let mut window = Window::open(Home::new(), Theme::Light, WIDE);
    window.harness.state_mut().ask(Action::OpenReport);
    window.wait_for("Git Locksmith report");
    let text = "helper store\n".repeat(100);
    window.tell(Event::Reported(text));
    for _ in 0..3 {
        window.harness.step();
    }
    let early = place(&window, "Close");
    window.settle();
    assert_eq!(early, place(&window, "Close"));
    assert!(early.bottom() > 680.0, "{early}");
}

fn place(window: &Window, label: &str) -> Rect {
    window.harness.get_by_label(label).rect()
}
