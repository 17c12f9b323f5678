//! The toast at the bottom: what was just done, what stayed and why, and Undo.

use egui::{Align2, Area, Frame, Id, Layout, Margin, Order, Ui, vec2};
use lucide_icons::Icon;

use super::Part;
use super::theme::{self, Type, colours, gap, size};
use super::widgets::{announce, icon, label, link, paint_icon, text};
use crate::app::Action;

pub(super) fn toast_ui(ui: &mut Ui, part: &mut Part<'_>) {
    let Some(toast) = &part.state.toast else {
        return;
    };
    let colours = colours(ui);
    let widest = (ui.ctx().content_rect().width() - 48.0).min(560.0);
    Area::new(Id::unique("toast"))
        .order(Order::Middle)
        .anchor(Align2::CENTER_BOTTOM, vec2(0.0, -(size::FOOT + 20.0)))
        .show(ui.ctx(), |ui| {
            ui.set_max_width(widest);
            announce(ui, &toast.words());
            Frame::NONE
                .fill(colours.toast.ground)
                .corner_radius(size::CARD_RADIUS)
                .inner_margin(Margin::symmetric(14, 10))
                .shadow(theme::shadow(24))
                .show(ui, |ui| {
                    ui.horizontal(|ui| {
                        ui.spacing_mut().item_spacing.x = 14.0;
                        if toast.is_bad {
                            icon(ui, Icon::TriangleAlert, size::ICON, colours.toast_warn);
                        }
                        let title = text(&toast.title, Type::Body).color(colours.toast.text);
                        ui.add(egui::Label::new(title).wrap_mode(egui::TextWrapMode::Extend));
                        if toast.can_undo
                            && link(ui, "Undo", Type::Medium, colours.toast_accent).clicked()
                        {
                            part.actions.push(Action::Undo);
                        }
                        if close_ui(ui).clicked() {
                            part.actions.push(Action::DismissToast);
                        }
                    });
                    for detail in &toast.details {
                        ui.add_space(gap::HAIR);
                        let colour = colours.toast_dim;
                        label(ui, detail, Type::Small, colour);
                    }
                    if let Some((words, url)) = &toast.page {
                        ui.add_space(gap::TIGHT);
                        ui.with_layout(Layout::left_to_right(egui::Align::Center), |ui| {
                            if link(ui, words, Type::Small, colours.toast_accent).clicked() {
                                part.actions.push(Action::OpenPage(url.clone()));
                            }
                        });
                    }
                });
        });
}

fn close_ui(ui: &mut Ui) -> egui::Response {
    let (rect, response) = ui.allocate_exact_size(vec2(18.0, 18.0), egui::Sense::click());
    response
        .widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, "Close this message"));
    let colour = colours(ui).toast.text;
    paint_icon(ui, rect.center(), Icon::X, 14.0, colour);
    super::widgets::focus_ring(ui, &response, rect, 4);
    response
}
