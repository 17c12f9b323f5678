//! What stands where there is nothing: before the first folder, while looking, and when nothing
//! was found.

use egui::{Align2, Rect, Ui, UiBuilder, vec2};
use lucide_icons::Icon;

use super::Part;
use super::theme::{Type, colours, gap, size};
use super::widgets::{Look, button, icon, label, link, paint_icon};
use crate::app::Action;

/// What there is to do, in the order in which it is done.
const STEPS: [(Icon, &str); 3] = [
    (
        Icon::Folder,
        "Choose a folder that holds your Git repositories.",
    ),
    (
        Icon::Search,
        "See which ones you can fetch and push, and why not.",
    ),
    (Icon::Key, "Clear an old sign-in, or paste a new token."),
];

/// Nothing was chosen yet.
pub(super) fn first_run_ui(ui: &mut Ui, part: &mut Part<'_>) {
    centred(ui, 330.0, |ui| {
        let colours = colours(ui);
        icon(ui, Icon::Lock, 36.0, colours.accent);
        ui.add_space(gap::LARGE);
        label(ui, "Which key is Git using?", Type::Heading, colours.text);
        ui.add_space(gap::LARGE);
        steps_ui(ui);
        ui.add_space(gap::HUGE);
        if button(ui, Look::Primary, Some(Icon::Folder), "Add folder…").clicked() {
            part.ask(Action::ChooseFolder);
        }
        ui.add_space(gap::MEDIUM);
        let drop = "or drop a folder here · looking changes nothing";
        label(ui, drop, Type::Small, colours.dim);
        ui.add_space(gap::TIGHT);
        if link(ui, "or type its path", Type::Small, colours.accent).clicked() {
            part.ask(Action::ShowPathField(true));
        }
    });
}

/// Icons and words in two columns, in the middle as a whole.
fn steps_ui(ui: &mut Ui) {
    let colours = colours(ui);
    let width = ui.available_width().min(400.0);
    let layout = egui::Layout::top_down(egui::Align::Min);
    ui.allocate_ui_with_layout(vec2(width, 0.0), layout, |ui| {
        for (mark, words) in STEPS {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = gap::MEDIUM;
                icon(ui, mark, size::ICON + 2.0, colours.accent);
                label(ui, words, Type::Body, colours.text);
            });
            ui.add_space(gap::SMALL);
        }
    });
}

/// Folders are being looked through, and nothing was found so far.
pub(super) fn looking_ui(ui: &mut Ui, part: &mut Part<'_>) {
    centred(ui, 130.0, |ui| {
        let colours = colours(ui);
        icon(ui, Icon::Search, 28.0, colours.dim);
        ui.add_space(gap::MEDIUM);
        label(ui, "Looking for repositories…", Type::Title, colours.text);
        ui.add_space(gap::LARGE);
        if button(ui, Look::Plain, None, "Cancel").clicked() {
            part.ask(Action::Stop);
        }
    });
}

/// The chosen folders hold no repository.
pub(super) fn nothing_found_ui(ui: &mut Ui, part: &mut Part<'_>) {
    centred(ui, 220.0, |ui| {
        let colours = colours(ui);
        icon(ui, Icon::FolderOpen, 32.0, colours.dim);
        ui.add_space(gap::MEDIUM);
        label(ui, "No repository found", Type::Heading, colours.text);
        ui.add_space(gap::SMALL);
        let folders = &part.state.settings.folders;
        let where_ = match folders.as_slice() {
            [one] => part.state.shown(one),
            many => format!("the {} chosen folders", many.len()),
        };
        let words =
            format!("There is no Git repository in {where_}. Choose the folder that holds them.");
        label(ui, words, Type::Body, colours.dim);
        for problem in part.state.problems.values().flatten().take(3) {
            ui.add_space(gap::SMALL);
            let words = format!("{}: {}", problem.subject, problem.message);
            label(ui, words, Type::Small, colours.warn.text);
        }
        ui.add_space(gap::LARGE);
        if button(ui, Look::Primary, Some(Icon::Folder), "Add folder…").clicked() {
            part.ask(Action::ChooseFolder);
        }
        ui.add_space(gap::MEDIUM);
        if link(ui, "or type its path", Type::Small, colours.accent).clicked() {
            part.ask(Action::ShowPathField(true));
        }
    });
}

/// Something is being dragged over the window.
pub(super) fn drop_here_ui(ui: &Ui) {
    let colours = colours(ui);
    let rect = ui.ctx().content_rect();
    let layer = egui::LayerId::new(egui::Order::Foreground, egui::Id::unique("drop here"));
    let painter = ui.ctx().layer_painter(layer);
    painter.rect_filled(rect, 0.0, colours.panel);
    painter.text(
        rect.center(),
        Align2::CENTER_CENTER,
        "Drop to look for repositories in it",
        Type::Heading.font(),
        colours.accent,
    );
}

/// A column in the middle of the free place.
fn centred(ui: &mut Ui, height: f32, content: impl FnOnce(&mut Ui)) {
    let place = ui.available_rect_before_wrap();
    let width = (place.width() - 48.0).min(440.0);
    let top = (place.height() - height).max(32.0) / 2.0;
    let column = Rect::from_min_size(
        egui::pos2(place.center().x - width / 2.0, place.top() + top),
        vec2(width, place.height() - top),
    );
    let layout = egui::Layout::top_down(egui::Align::Center);
    ui.scope_builder(UiBuilder::new().max_rect(column).layout(layout), content);
}

/// The words of the right side while a group holds nothing that is shown.
pub(super) fn nothing_selected_ui(ui: &mut Ui, part: &Part<'_>) {
    let colours = colours(ui);
    let repositories = &part.state.repositories;
    let good = repositories.working() > 0 && repositories.needing_attention() == 0;
    let (mark, colour, words) = match good {
        true => (
            Icon::CircleCheck,
            colours.ok.text,
            "Nothing needs attention",
        ),
        false => (Icon::Folder, colours.dim, "Choose a repository at the left"),
    };
    let center = ui.max_rect().center();
    paint_icon(ui, center - vec2(0.0, 24.0), mark, 28.0, colour);
    centred(ui, 0.0, |ui| {
        ui.add_space(gap::TIGHT);
        label(ui, words, Type::Body, colours.dim);
    });
}
