//! The report to hand to a colleague: shown before it is copied, with all names and secrets masked.

use egui::Ui;
use lucide_icons::Icon;

use super::Part;
use super::sheet::sheet;
use super::theme::{Type, colours, gap};
use super::widgets::{Look, button, code_box, label};
use crate::app::Action;
use crate::app::state::Report;

pub(super) fn report_ui(ui: &mut Ui, part: &mut Part<'_>, report: &Report) {
    let keys = sheet(
        ui,
        "report",
        part,
        |ui, _| content_ui(ui, report),
        |ui, part| buttons_ui(ui, part, report),
    );
    if keys.escaped {
        part.ask(Action::CloseReport);
    }
}

fn content_ui(ui: &mut Ui, report: &Report) {
    let colours = colours(ui);
    label(ui, "A report to hand on", Type::Heading, colours.text);
    ui.add_space(gap::TIGHT);
    let words = "What is set up here, what was asked and what was answered. Secrets and user names are masked; \
                 read it through before you hand it on.";
    label(ui, words, Type::Body, colours.dim);
    ui.add_space(gap::MEDIUM);
    let Some(text) = &report.text else {
        label(ui, "Writing it…", Type::Body, colours.dim);
        return;
    };
    code_box(ui, |ui| {
        label(ui, text, Type::Code, colours.text);
    });
}

fn buttons_ui(ui: &mut Ui, part: &mut Part<'_>, report: &Report) {
    let words = if report.is_copied { "Copied" } else { "Copy" };
    let pressed = ui
        .add_enabled_ui(report.text.is_some(), |ui| {
            button(ui, Look::Primary, Some(Icon::Copy), words)
        })
        .inner
        .clicked();
    if pressed {
        part.ask(Action::CopyReport);
    }
    if button(ui, Look::Ghost, None, "Close").clicked() {
        part.ask(Action::CloseReport);
    }
}
