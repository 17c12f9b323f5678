//! The top bar: the name, asking all servers, adding folders.

use egui::{Align, Layout, Stroke, Ui};
use lucide_icons::Icon;

use super::command::Command;
use super::theme::{Type, colours, gap, size};
use super::widgets::{Look, button, icon, label, line};
use super::{Part, menu};
use crate::app::Action;

pub(super) fn top_bar_ui(ui: &mut Ui, part: &mut Part<'_>) {
    let colours = colours(ui);
    let rect = ui.max_rect();
    ui.painter().hline(
        rect.x_range(),
        rect.bottom() - 0.5,
        Stroke::new(1.0, colours.line),
    );
    ui.horizontal_centered(|ui| {
        ui.add_space(gap::LARGE);
        icon(ui, Icon::Lock, size::ICON, colours.text);
        ui.add_space(gap::HAIR);
        label(ui, "Git Locksmith", Type::Name, colours.text);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(gap::SMALL);
            menu::menu_ui(ui, part);
            // At first there is one button to press, in the middle.
            if part.state.is_first_run() {
                return;
            }
            if button(ui, Look::Plain, Some(Icon::Folder), "Add folder…")
                .on_hover_text(keys(ui, Command::AddFolder))
                .clicked()
            {
                part.ask(Action::ChooseFolder);
            }
            check_ui(ui, part);
        });
    });
}

fn check_ui(ui: &mut Ui, part: &mut Part<'_>) {
    let colours = colours(ui);
    let runs = &part.state.runs;
    if runs.is_checking() {
        if button(ui, Look::Ghost, Some(Icon::X), "Cancel").clicked() {
            part.ask(Action::Stop);
        }
        let (done, total) = runs.progress();
        line(
            ui,
            format!("Checking {done}/{total}"),
            Type::Body,
            colours.dim,
        );
        return;
    }
    if runs.is_scanning() && !part.state.is_first_run() {
        if button(ui, Look::Ghost, Some(Icon::X), "Stop looking").clicked() {
            part.ask(Action::Stop);
        }
        return;
    }
    let can_check = !part.state.repositories.is_empty();
    ui.add_enabled_ui(can_check, |ui| {
        if button(ui, Look::Ghost, Some(Icon::RefreshCw), "Check all")
            .on_hover_text(keys(ui, Command::CheckAll))
            .clicked()
        {
            part.ask(Action::CheckAll);
        }
    });
}

fn keys(ui: &Ui, command: Command) -> String {
    command.keys(ui.ctx()).unwrap_or_default()
}
