//! The activity log: everything that was run or asked, secrets masked, and what went wrong.

use egui::{ScrollArea, Stroke, Ui};
use lucide_icons::Icon;

use super::Part;
use super::theme::{Type, colours, gap, size};
use super::widgets::{icon, icon_button, label, line, link, text};
use crate::app::Action;

pub(super) fn activity_ui(ui: &mut Ui, part: &mut Part<'_>) {
    let colours = colours(ui);
    let rect = ui.max_rect();
    ui.painter().hline(
        rect.x_range(),
        rect.top() + 0.5,
        Stroke::new(1.0, colours.line),
    );
    egui::Frame::NONE
        .inner_margin(egui::Margin::symmetric(16, 8))
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                label(ui, "Activity", Type::Section, colours.text);
                label(
                    ui,
                    "everything that was run or asked, secrets masked",
                    Type::Small,
                    colours.dim,
                );
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    if icon_button(ui, Icon::X, "Close the activity log").clicked() {
                        part.ask(Action::ShowActivity(false));
                    }
                    if link(ui, "Report…", Type::Small, colours.accent).clicked() {
                        part.ask(Action::OpenReport);
                    }
                });
            });
            ui.add_space(gap::TIGHT);
            for error in &part.state.errors {
                ui.horizontal(|ui| {
                    icon(ui, Icon::CircleX, size::ICON, colours.bad.text);
                    label(ui, error, Type::Small, colours.bad.text);
                });
            }
            for problem in part.state.problems.values().flatten().take(20) {
                ui.horizontal(|ui| {
                    icon(ui, Icon::TriangleAlert, size::ICON, colours.warn.text);
                    let words = format!("{}: {}", problem.subject, problem.message);
                    line(ui, words, Type::Small, colours.text);
                });
            }
            log_ui(ui, part);
        });
}

fn log_ui(ui: &mut Ui, part: &Part<'_>) {
    let colours = colours(ui);
    let activity = &part.state.activity;
    if activity.is_empty() {
        label(ui, "Nothing was run or asked yet", Type::Small, colours.dim);
        return;
    }
    ScrollArea::vertical()
        .auto_shrink([false, false])
        .stick_to_bottom(true)
        .show_rows(ui, 18.0, activity.len(), |ui, range| {
            for entry in &activity[range] {
                ui.horizontal(|ui| {
                    ui.set_height(18.0);
                    let outcome = text(&entry.outcome, Type::Small).color(colours.dim);
                    let room = ui.available_width();
                    ui.scope(|ui| {
                        ui.set_max_width(room * 0.7);
                        line(ui, &entry.what, Type::Code, colours.text);
                    });
                    ui.add(egui::Label::new(outcome).truncate());
                });
            }
        });
}
