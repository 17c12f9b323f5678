//! The right side: the selected repository and its remotes.

use egui::{Frame, Margin, ScrollArea, Stroke, Ui};
use lucide_icons::Icon;

use super::theme::{Type, colours, gap, size};
use super::widgets::{chip, icon, icon_button, label, line, path_line};
use super::{Part, empty, remote_card};
use crate::app::Action;
use crate::model::{Kind, RepositoryReport};

pub(super) fn repository_ui(ui: &mut Ui, part: &mut Part<'_>) {
    let state = part.state;
    let Some(listed) = state.shown_repository() else {
        match (state.runs.is_scanning(), state.repositories.is_empty()) {
            (true, true) => empty::looking_ui(ui, part),
            (false, true) => empty::nothing_found_ui(ui, part),
            _ => empty::nothing_selected_ui(ui, part),
        }
        return;
    };
    ScrollArea::vertical()
        .id_salt(&listed.report.path)
        .auto_shrink([false, false])
        .show(ui, |ui| {
            let side = if ui.available_width() < size::STACK_BELOW {
                16
            } else {
                24
            };
            Frame::NONE
                .inner_margin(Margin::symmetric(side, 20))
                .show(ui, |ui| {
                    ui.set_max_width(ui.available_width().min(900.0));
                    head_ui(ui, part, &listed.report);
                    for remote in &listed.report.remotes {
                        remote_card::remote_card_ui(ui, part, listed, remote);
                        ui.add_space(gap::MEDIUM);
                    }
                    if listed.report.remotes.is_empty() {
                        no_remotes_ui(ui);
                    }
                    overrides_ui(ui, part, &listed.report);
                    // What a toast covers can be scrolled into sight.
                    ui.add_space(if state.toast.is_some() { 96.0 } else { 0.0 });
                });
        });
}

fn head_ui(ui: &mut Ui, part: &mut Part<'_>, report: &RepositoryReport) {
    let colours = colours(ui);
    let name = report
        .path
        .file_name()
        .unwrap_or(report.path.as_os_str())
        .to_string_lossy();
    let name = crate::model::outside_text::display_safe(&name);
    line(ui, name, Type::Heading, colours.text);
    ui.add_space(gap::HAIR);
    let kind = match report.kind {
        Kind::WorkTree => "",
        Kind::Bare => " · bare repository",
        Kind::LinkedWorktree => " · linked work tree",
        Kind::Submodule => " · submodule",
    };
    let path = part.state.shown(&report.path);
    ui.horizontal(|ui| {
        let room = ui.available_width() - 36.0;
        ui.scope(|ui| {
            ui.set_max_width(room);
            path_line(ui, &format!("{path}{kind}"), Type::Small, colours.dim);
        });
        if icon_button(ui, Icon::Copy, "Copy the path").clicked() {
            part.ask(Action::Copy(report.path.to_string_lossy().into_owned()));
        }
    });
    ui.add_space(gap::MEDIUM);
    for problem in &report.problems {
        notice_ui(ui, &format!("{}: {}", problem.subject, problem.message));
    }
}

fn notice_ui(ui: &mut Ui, words: &str) {
    let colours = colours(ui);
    Frame::NONE
        .fill(colours.warn.ground)
        .corner_radius(size::CARD_RADIUS)
        .inner_margin(Margin::symmetric(12, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal_top(|ui| {
                icon(ui, Icon::TriangleAlert, size::ICON, colours.warn.text);
                label(ui, words, Type::Cell, colours.text);
            });
        });
    ui.add_space(gap::SMALL);
}

fn no_remotes_ui(ui: &mut Ui) {
    card(ui, |ui| {
        let colours = colours(ui);
        label(
            ui,
            "This repository has no remotes",
            Type::Title,
            colours.text,
        );
        ui.add_space(gap::TIGHT);
        label(
            ui,
            "Nothing is fetched or pushed, so there is nothing to sign in to.",
            Type::Body,
            colours.dim,
        );
    });
}

/// Settings of the repository itself that are shown and not obeyed.
fn overrides_ui(ui: &mut Ui, part: &Part<'_>, report: &RepositoryReport) {
    if report.overrides.is_empty() {
        return;
    }
    card(ui, |ui| {
        let colours = colours(ui);
        label(
            ui,
            "Settings of this repository that are not obeyed here",
            Type::Section,
            colours.text,
        );
        ui.add_space(gap::HAIR);
        let why = "They would run programs, send traffic elsewhere or change the sign-in. Git itself obeys them.";
        label(ui, why, Type::Small, colours.dim);
        ui.add_space(gap::SMALL);
        for setting in &report.overrides {
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing.y = 4.0;
                let width = ui.available_width();
                chip(ui, &format!("{} = {}", setting.key, setting.value), width);
                let file = part.state.shown(&setting.origin.file);
                let origin = format!("{file}, line {}", setting.origin.line);
                label(ui, origin, Type::Small, colours.dim);
            });
            ui.add_space(gap::TIGHT);
        }
    });
    ui.add_space(gap::MEDIUM);
}

/// A card over the whole width.
pub(super) fn card(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    let colours = colours(ui);
    Frame::NONE
        .fill(colours.panel)
        .stroke(Stroke::new(1.0, colours.line))
        .corner_radius(size::CARD_RADIUS)
        .inner_margin(Margin::same(16))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            content(ui);
        });
}
