//! A sheet over the window: what is to be done, above, and its buttons, below. A click beside it
//! closes nothing, because what was typed would be gone; Escape does.

use egui::{Align, Frame, Id, Key, Layout, Margin, Modal, ScrollArea, Ui, Vec2, vec2};

use super::theme::{self, colours, gap, size};

/// What keys a sheet got while it was the topmost.
pub(super) struct Keys {
    /// Escape was pressed.
    pub escaped: bool,
    /// Enter was pressed.
    pub entered: bool,
}

/// Draws a sheet; `content` scrolls where the window is small, `buttons` stay in sight, the last
/// at the left.
pub(super) fn sheet<Part>(
    ui: &Ui,
    name: &str,
    part: &mut Part,
    content: impl FnOnce(&mut Ui, &mut Part),
    buttons: impl FnOnce(&mut Ui, &mut Part),
) -> Keys {
    let colours = colours(ui);
    let window = ui.ctx().content_rect();
    let frame = Frame::NONE
        .fill(colours.panel)
        .corner_radius(size::SHEET_RADIUS)
        .inner_margin(Margin::symmetric(24, 22))
        .shadow(theme::shadow(48));
    let modal = Modal::new(Id::unique(name))
        .backdrop_color(colours.veil)
        .frame(frame)
        .show(ui.ctx(), |ui| {
            name_dialog(ui, name);
            ui.set_width((window.width() - 96.0).min(size::SHEET - 48.0));
            let room = window.height() - 150.0;
            ScrollArea::vertical()
                .max_height(room)
                // What comes later has room at once, not more with each frame.
                .min_scrolled_height(room)
                .auto_shrink([false, true])
                .show(ui, |ui| content(ui, part));
            ui.add_space(gap::LARGE);
            // A row of their height: any other would keep the sheet as tall as it once was.
            let row = vec2(ui.available_width(), size::BUTTON);
            let layout = Layout::right_to_left(Align::Center);
            ui.allocate_ui_with_layout(row, layout, |ui| buttons(ui, part));
            ui.min_size()
        });
    settle(ui, Id::unique(name), modal.inner);
    let is_on_top = modal.is_top_modal && !modal.any_popup_open;
    let pressed = |key| is_on_top && ui.input(|input| input.key_pressed(key));
    Keys {
        escaped: pressed(Key::Escape),
        entered: pressed(Key::Enter),
    }
}

/// Tells screen readers that a dialog of this name holds `ui`.
pub(super) fn name_dialog(ui: &Ui, name: &str) {
    ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
        node.set_role(egui::accesskit::Role::Dialog);
        node.set_label(name);
        node.set_modal();
    });
}

/// Whether Enter is for what has the focus, a button, rather than for the sheet.
pub(super) fn is_on_button(ui: &Ui) -> bool {
    ui.memory(egui::Memory::focused).is_some() && !ui.ctx().text_edit_focused()
}

/// A sheet is as large as its content was in the frame before: one more frame makes it fit.
fn settle(ui: &Ui, id: Id, size: Vec2) {
    let before = ui.data_mut(|data| data.get_temp::<Vec2>(id));
    if before != Some(size) {
        ui.data_mut(|data| data.insert_temp(id, size));
        ui.ctx().request_repaint();
    }
}
