//! The menu at the right of the top bar: every command with its keys.

use egui::{
    CornerRadius, Frame, Margin, Popup, PopupCloseBehavior, RectAlign, Response, Role, Sense,
    Stroke, Ui, WidgetInfo, pos2, vec2,
};
use lucide_icons::Icon;

use super::command::Command;
use super::theme::{self, Type, colours, gap, size};
use super::widgets::{focus_ring, hairline, icon_button, paint_icon};
use super::{Part, shortcuts};

/// After these there is a line.
const LAST_OF_GROUP: [Command; 4] = [
    Command::Stop,
    Command::LookAgain,
    Command::Undo,
    Command::Report,
];

pub(super) fn menu_ui(ui: &mut Ui, part: &mut Part<'_>) {
    let colours = colours(ui);
    let response = icon_button(ui, Icon::Menu, "Menu");
    let frame = Frame::NONE
        .fill(colours.panel)
        .stroke(Stroke::new(1.0, colours.edge))
        .corner_radius(size::CARD_RADIUS)
        .inner_margin(Margin::same(6))
        .shadow(theme::shadow(24));
    Popup::menu(&response)
        .align(RectAlign::BOTTOM_END)
        .close_behavior(PopupCloseBehavior::CloseOnClick)
        .gap(gap::TIGHT)
        .width(size::MENU)
        .frame(frame)
        .show(|ui| {
            ui.set_width(size::MENU);
            for command in Command::ALL {
                item_ui(ui, part, command);
                if LAST_OF_GROUP.contains(&command) {
                    ui.add_space(gap::TIGHT);
                    hairline(ui);
                    ui.add_space(gap::TIGHT);
                }
            }
        });
}

fn item_ui(ui: &mut Ui, part: &mut Part<'_>, command: Command) {
    let possible = command.is_possible(part.state);
    let words = command.words(part.state);
    let keys = command.keys(ui.ctx()).unwrap_or_default();
    let clicked = ui
        .add_enabled_ui(possible, |ui| {
            item(ui, command.icon(), words, &keys, false, Role::MenuItem)
        })
        .inner
        .clicked();
    if clicked {
        shortcuts::run(ui, part, command);
    }
}

/// A row of a menu or of the palette: icon, words, and keys at the right.
pub(super) fn item(
    ui: &mut Ui,
    mark: Icon,
    words: &str,
    keys: &str,
    is_chosen: bool,
    role: Role,
) -> Response {
    let colours = colours(ui);
    let enabled = ui.is_enabled();
    let wanted = vec2(ui.available_width(), size::BUTTON);
    // The palette's field keeps the keyboard; its rows are reached by arrow keys.
    let sense = match role {
        Role::ListBoxOption => Sense::CLICK,
        _ => Sense::click(),
    };
    let (rect, response) = ui.allocate_exact_size(wanted, sense);
    response.widget_info(|| {
        let name = match keys {
            "" => words.to_owned(),
            keys => format!("{words}, {keys}"),
        };
        match role {
            Role::ListBoxOption => WidgetInfo::selected(role, enabled, is_chosen, name),
            _ => WidgetInfo::labeled(role, enabled, name),
        }
    });
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let ground = match (is_chosen, response.hovered()) {
        (true, _) => Some(colours.selected),
        (false, true) => Some(colours.hovered),
        _ => None,
    };
    if let Some(ground) = ground {
        ui.painter()
            .rect_filled(rect, CornerRadius::same(size::RADIUS), ground);
    }
    let middle = rect.center().y;
    let at = pos2(rect.left() + gap::SMALL + size::ICON / 2.0, middle);
    paint_icon(ui, at, mark, size::ICON, colours.dim);
    let keys = ui
        .painter()
        .layout_no_wrap(keys.to_owned(), Type::Small.font(), colours.dim);
    let right = rect.right() - gap::MEDIUM - keys.size().x;
    let left = rect.left() + gap::SMALL + size::ICON + gap::MEDIUM;
    let mut job =
        egui::text::LayoutJob::simple_singleline(words.to_owned(), Type::Body.font(), colours.text);
    job.wrap = egui::text::TextWrapping::truncate_at_width(right - gap::MEDIUM - left);
    let words = ui.painter().layout_job(job);
    let top = |height: f32| middle - height / 2.0;
    ui.painter()
        .galley(pos2(right, top(keys.size().y)), keys, colours.dim);
    ui.painter()
        .galley(pos2(left, top(words.size().y)), words, colours.text);
    focus_ring(ui, &response, rect.shrink(4.0), size::RADIUS);
    response
}
