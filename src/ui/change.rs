//! A change to settings, shown line by line before it is made.

use egui::Ui;
use lucide_icons::Icon;

use super::Part;
use super::sheet::{is_on_button, sheet};
use super::theme::{Type, colours, gap, size};
use super::widgets::{Look, button, code_box, icon, label, sentence};
use crate::app::Action;
use crate::app::state::{Planned, PlannedChange};

/// The change in a sheet of its own.
pub(super) fn change_sheet_ui(ui: &mut Ui, part: &mut Part<'_>, planned: &PlannedChange) {
    let keys = sheet(
        ui,
        "change",
        part,
        |ui, part| {
            label(ui, &planned.words, Type::Heading, colours(ui).text);
            ui.add_space(gap::TIGHT);
            let is_sure = !matches!(&planned.stands, Planned::Ready(plan) if !plan.undo_is_sure);
            let words = match is_sure {
                true => "This is what changes, and nothing else. It can be taken back with Undo.",
                false => "This is what goes, and nothing else. Undo may not bring it back.",
            };
            label(ui, words, Type::Body, colours(ui).dim);
            ui.add_space(gap::MEDIUM);
            lines_ui(ui, part, planned);
        },
        |ui, part| buttons_ui(ui, part, planned),
    );
    if keys.escaped {
        part.ask(Action::CloseChange);
    }
    if keys.entered && !is_on_button(ui) {
        part.ask(Action::MakeChange);
    }
}

/// The lines that go and come, by file.
pub(super) fn lines_ui(ui: &mut Ui, part: &Part<'_>, planned: &PlannedChange) {
    let colours = colours(ui);
    let plan = match &planned.stands {
        Planned::Looking => {
            label(ui, "Looking at the files…", Type::Body, colours.dim);
            return;
        }
        Planned::Making => {
            label(ui, "Changing it…", Type::Body, colours.dim);
            return;
        }
        Planned::Failed(why) => {
            ui.horizontal_top(|ui| {
                icon(ui, Icon::CircleX, size::ICON, colours.bad.text);
                label(ui, sentence(why), Type::Body, colours.bad.text);
            });
            return;
        }
        Planned::Ready(plan) => plan,
    };
    for file in &plan.files {
        let path = part.state.shown(&file.path);
        let words = match file.is_new {
            true => format!("{path} · new file"),
            false => path,
        };
        label(ui, words, Type::Small, colours.dim);
        ui.add_space(gap::TIGHT);
        if file.lines.is_empty() {
            continue;
        }
        code_box(ui, |ui| {
            for change in &file.lines {
                for (mark, words, colour) in [
                    ("−", &change.old, colours.bad.text),
                    ("+", &change.new, colours.ok.text),
                ] {
                    if let Some(words) = words {
                        label(ui, format!("{mark} {words}"), Type::Code, colour);
                    }
                }
            }
        });
        ui.add_space(gap::MEDIUM);
    }
    for (what, entries) in [
        ("Saved sign-in that goes", &plan.going),
        ("Saved sign-in that comes", &plan.coming),
    ] {
        for entry in entries {
            label(ui, format!("{what}: {entry}"), Type::Body, colours.text);
            ui.add_space(gap::TIGHT);
        }
    }
    for note in &plan.notes {
        label(ui, sentence(note), Type::Small, colours.dim);
        ui.add_space(gap::TIGHT);
    }
}

/// Make it, or not.
pub(super) fn buttons_ui(ui: &mut Ui, part: &mut Part<'_>, planned: &PlannedChange) {
    let is_ready = matches!(planned.stands, Planned::Ready(_));
    let pressed = ui
        .add_enabled_ui(is_ready, |ui| button(ui, Look::Primary, None, "Change it"))
        .inner
        .clicked();
    if pressed {
        part.ask(Action::MakeChange);
    }
    if button(ui, Look::Ghost, None, "Not now").clicked() {
        part.ask(Action::CloseChange);
    }
}
