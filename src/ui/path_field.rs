//! The field for a typed path, where no folder dialog answers or a person prefers to type.

use egui::{Frame, Id, Key, Margin, Modal, Ui};
use lucide_icons::Icon;

use super::Part;
use super::theme::{self, Type, colours, gap, size};
use super::widgets::{Field, Look, button, label};
use crate::app::Action;
use crate::app::state::PathField;

pub(super) fn path_field_ui(ui: &mut Ui, part: &mut Part<'_>, open: &PathField) {
    let colours = colours(ui);
    let width = (ui.ctx().content_rect().width() - 48.0).min(460.0);
    let frame = Frame::NONE
        .fill(colours.panel)
        .corner_radius(size::SHEET_RADIUS)
        .inner_margin(Margin::symmetric(24, 22))
        .shadow(theme::shadow(48));
    let modal = Modal::new(Id::unique("path field"))
        .backdrop_color(colours.veil)
        .frame(frame)
        .show(ui.ctx(), |ui| {
            ui.set_width(width);
            super::sheet::name_dialog(ui, "Add a folder");
            label(ui, "Add a folder", Type::Heading, colours.text);
            ui.add_space(gap::TIGHT);
            let words = "A repository, or a folder with many of them at any depth.";
            label(ui, words, Type::Body, colours.dim);
            ui.add_space(gap::MEDIUM);
            let pressed_enter = field_ui(ui, part);
            if let Some(problem) = &open.problem {
                ui.add_space(gap::SMALL);
                label(ui, problem, Type::Small, colours.bad.text);
            }
            ui.add_space(gap::LARGE);
            buttons_ui(ui, part, pressed_enter);
        });
    if modal.should_close() {
        part.ask(Action::ShowPathField(false));
    }
}

/// Whether Enter was pressed in the field.
fn field_ui(ui: &mut Ui, part: &mut Part<'_>) -> bool {
    let id = Id::unique("typed path");
    let field = Field {
        id,
        name: "Path of a folder",
        hint: "~/work",
        icon: Some(Icon::Folder),
        password: false,
        height: size::FIELD,
        room_right: 0.0,
    };
    let now = ui.ctx().cumulative_pass_nr();
    let before = ui.data_mut(|data| {
        let seen = data.get_temp_mut_or_default::<u64>(id);
        std::mem::replace(seen, now)
    });
    let response = field.show(ui, &mut part.drafts.path);
    let was_closed = now > before + 1;
    if was_closed {
        response.request_focus();
    }
    response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
}

fn buttons_ui(ui: &mut Ui, part: &mut Part<'_>, pressed_enter: bool) {
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
        let has_path = !part.drafts.path.trim().is_empty();
        let pressed = ui
            .add_enabled_ui(has_path, |ui| button(ui, Look::Primary, None, "Add"))
            .inner
            .clicked();
        if has_path && (pressed || pressed_enter) {
            let path = part.state.typed(&part.drafts.path);
            part.ask(Action::AddFolders(vec![path]));
        }
        if button(ui, Look::Ghost, None, "Cancel").clicked() {
            part.ask(Action::ShowPathField(false));
        }
    });
}
