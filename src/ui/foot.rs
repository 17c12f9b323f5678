//! The activity line: how things stand, and the way to the log.

use egui::{Align, Layout, Stroke, Ui};
use lucide_icons::Icon;

use super::Part;
use super::theme::{Type, colours, gap, size};
use super::widgets::{announce, icon, line, link};
use super::words::Shade;
use crate::app::{Action, State};

pub(super) fn foot_ui(ui: &mut Ui, part: &mut Part<'_>) {
    let colours = colours(ui);
    let rect = ui.max_rect();
    ui.painter().hline(
        rect.x_range(),
        rect.top() + 0.5,
        Stroke::new(1.0, colours.line),
    );
    ui.horizontal_centered(|ui| {
        ui.add_space(gap::LARGE);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(gap::LARGE);
            let open = part.state.activity_open;
            let words = if open { "Close activity" } else { "Activity" };
            if link(ui, words, Type::Small, colours.dim).clicked() {
                part.ask(Action::ShowActivity(!open));
            }
            ui.add_space(gap::SMALL);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let (shade, mark, words) = summary(part.state);
                icon(ui, mark, size::ICON, shade.of(colours).text);
                announce(ui, &said(part.state, &words));
                line(ui, words, Type::Small, shade.of(colours).text);
            });
        });
    });
}

fn summary(state: &State) -> (Shade, Icon, String) {
    if let Some(error) = state.errors.last() {
        return (Shade::Bad, Icon::CircleX, error.clone());
    }
    let total = state.repositories.len();
    if state.runs.is_scanning() {
        let words = format!("Looking for repositories… {} found", counted(total));
        return (Shade::Idle, Icon::Search, words);
    }
    if state.is_first_run() {
        let words = "Nothing leaves this computer except the question to your Git host";
        return (Shade::Idle, Icon::CircleMinus, words.to_owned());
    }
    if state.runs.is_checking() {
        let (done, all) = state.runs.progress();
        let words = format!("Asking the servers… {done} of {all} remotes");
        return (Shade::Idle, Icon::RefreshCw, words);
    }
    let repositories = &state.repositories;
    let (attention, working) = (repositories.needing_attention(), repositories.working());
    match (attention, working) {
        (0, 0) => {
            let words = format!("{} · not checked yet", counted(total));
            (Shade::Idle, Icon::CircleMinus, words)
        }
        (0, working) if working == total => (Shade::Ok, Icon::CircleCheck, all_good(total)),
        (0, working) => {
            let words = format!(
                "{} · {working} work, the others were not asked",
                counted(total)
            );
            (Shade::Ok, Icon::CircleCheck, words)
        }
        (1, _) => {
            let words = format!("1 of {} needs attention", counted(total));
            (Shade::Idle, Icon::CircleMinus, words)
        }
        (some, _) => {
            let words = format!("{some} of {} need attention", counted(total));
            (Shade::Idle, Icon::CircleMinus, words)
        }
    }
}

/// What a screen reader says by itself: not each of the counts on the way.
fn said(state: &State, words: &str) -> String {
    match (state.runs.is_scanning(), state.runs.is_checking()) {
        (true, _) => "Looking for repositories".to_owned(),
        (false, true) => "Asking the servers".to_owned(),
        (false, false) => words.to_owned(),
    }
}

fn all_good(total: usize) -> String {
    match total {
        0 => "No repositories".to_owned(),
        1 => "The repository needs no attention".to_owned(),
        _ => format!("None of {total} repositories needs attention"),
    }
}

fn counted(repositories: usize) -> String {
    match repositories {
        1 => "1 repository".to_owned(),
        many => format!("{many} repositories"),
    }
}
