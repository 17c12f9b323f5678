//! The small parts that the window is made of: text, icons, buttons, pills, chips, fields.
//!
//! All of them have words: an icon is never drawn without the words it stands beside, and a
//! button of an icon alone carries its words as its name and as its tooltip.

use egui::text::{LayoutJob, TextFormat};
use egui::{
    Align2, Color32, CornerRadius, Frame, Galley, Margin, Rect, Response, RichText, Role, Sense,
    Stroke, StrokeKind, TextBuffer, TextEdit, Ui, Vec2, WidgetInfo, pos2, vec2,
};
use lucide_icons::Icon;
use std::sync::Arc;

use super::theme::{self, Tone, Type, colours, size};

/// How a button looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// What to do next; one at a time.
    Primary,
    /// An alternative.
    Plain,
    /// Beside the main things.
    Ghost,
}

/// `text` in a type of the theme.
pub fn text(text: impl Into<String>, of: Type) -> RichText {
    RichText::new(text)
        .font(of.font())
        .line_height(Some(of.line_height()))
}

/// `words` with a capital first letter: problems are told in lower case, and stand alone here.
pub fn sentence(words: &str) -> String {
    let mut characters = words.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}

/// A label that wraps.
pub fn label(ui: &mut Ui, words: impl Into<String>, of: Type, colour: Color32) -> Response {
    ui.add(egui::Label::new(text(words, of).color(colour)).wrap())
}

/// A label in one line, cut with an ellipsis where there is no room; the whole is its tooltip.
pub fn line(ui: &mut Ui, words: impl Into<String>, of: Type, colour: Color32) -> Response {
    ui.add(egui::Label::new(text(words, of).color(colour)).truncate())
}

/// A path in one line, cut in its middle where there is no room, since its ends tell most; the
/// whole is its name and its tooltip.
pub fn path_line(ui: &mut Ui, path: &str, of: Type, colour: Color32) -> Response {
    let shown = cut_in_the_middle(ui, path, of, ui.available_width());
    let is_cut = shown != path;
    let response = ui.add(egui::Label::new(text(shown, of).color(colour)).truncate());
    if !is_cut {
        return response;
    }
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_value(path);
    });
    response.on_hover_text(text(path, Type::Code))
}

/// As much of both ends of `path` as fits into `width`.
fn cut_in_the_middle(ui: &Ui, path: &str, of: Type, width: f32) -> String {
    let fits = |words: &str| {
        let job = LayoutJob::simple_singleline(words.to_owned(), of.font(), Color32::PLACEHOLDER);
        ui.painter().layout_job(job).size().x <= width
    };
    if fits(path) {
        return path.to_owned();
    }
    let characters: Vec<char> = path.chars().collect();
    let keep = |count: usize| -> String {
        let head = count / 2;
        let tail = characters.len() - (count - head);
        let (head, tail) = (&characters[..head], &characters[tail..]);
        head.iter().chain(&['…']).chain(tail).collect()
    };
    // The most characters that fit.
    let (mut few, mut many) = (2, characters.len());
    while few + 1 < many {
        let middle = usize::midpoint(few, many);
        if fits(&keep(middle)) {
            few = middle;
        } else {
            many = middle;
        }
    }
    keep(few)
}

/// An icon that decorates words beside it.
pub fn icon(ui: &mut Ui, icon: Icon, points: f32, colour: Color32) {
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(points), Sense::hover());
    paint_icon(ui, rect.center(), icon, points, colour);
}

/// Paints an icon around `center`.
pub fn paint_icon(ui: &Ui, center: egui::Pos2, icon: Icon, points: f32, colour: Color32) {
    // The font sits a little above the middle of its line.
    ui.painter().text(
        center + vec2(0.0, 1.0),
        Align2::CENTER_CENTER,
        char::from(icon),
        theme::icon_font(points),
        colour,
    );
}

/// A button of words, with an icon where that helps to find it.
pub fn button(ui: &mut Ui, look: Look, icon: Option<Icon>, words: &str) -> Response {
    let colours = colours(ui);
    let enabled = ui.is_enabled();
    let (text_colour, fill, edge) = match look {
        Look::Primary => (colours.on_accent, colours.accent, colours.accent),
        Look::Plain => (colours.text, colours.panel, colours.edge),
        Look::Ghost => (colours.dim, Color32::TRANSPARENT, Color32::TRANSPARENT),
    };
    let galley =
        ui.painter()
            .layout_no_wrap(words.to_owned(), Type::Medium.font(), Color32::PLACEHOLDER);
    let before = icon.map_or(0.0, |_| size::ICON + 7.0);
    let wanted = vec2(galley.size().x + before + 26.0, size::BUTTON);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, words));
    if ui.is_rect_visible(rect) {
        let fill = match (
            look,
            response.is_pointer_button_down_on(),
            response.hovered(),
        ) {
            (Look::Primary, true, _) => colours.accent_pressed,
            (Look::Primary, _, true) => colours.accent_hovered,
            (Look::Primary, _, _) => fill,
            (_, true, _) => colours.selected,
            (_, _, true) => colours.hovered,
            _ => fill,
        };
        ui.painter().rect(
            rect,
            CornerRadius::same(size::RADIUS),
            fill,
            Stroke::new(1.0, edge_of(look, fill, edge)),
            StrokeKind::Inside,
        );
        let text_colour = match look {
            Look::Ghost if response.hovered() => colours.text,
            _ => text_colour,
        };
        let mut left = rect.left() + 13.0;
        if let Some(icon) = icon {
            let center = pos2(left + size::ICON / 2.0, rect.center().y);
            paint_icon(ui, center, icon, size::ICON, text_colour);
            left += before;
        }
        let top = rect.center().y - galley.size().y / 2.0;
        ui.painter().galley(pos2(left, top), galley, text_colour);
        focus_ring(ui, &response, rect, size::RADIUS);
    }
    response
}

/// One of several that are side by side; `name` says also what is chosen.
pub fn choice(ui: &mut Ui, words: &str, name: &str, is_chosen: bool) -> Response {
    let colours = colours(ui);
    let (of, colour) = match is_chosen {
        true => (Type::SmallStrong, colours.accent),
        false => (Type::SmallMedium, colours.text),
    };
    let galley = ui
        .painter()
        .layout_no_wrap(words.to_owned(), of.font(), colour);
    let wanted = vec2(galley.size().x + 24.0, 28.0);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_chosen, name));
    if ui.is_rect_visible(rect) {
        let (fill, edge) = match (is_chosen, response.hovered()) {
            (true, _) => (colours.selected, colours.accent),
            (false, true) => (colours.hovered, colours.edge),
            (false, false) => (colours.panel, colours.edge),
        };
        ui.painter().rect(
            rect,
            CornerRadius::same(size::RADIUS),
            fill,
            Stroke::new(1.0, edge),
            StrokeKind::Inside,
        );
        let at = rect.center() - galley.size() / 2.0;
        ui.painter().galley(at, galley, colour);
        focus_ring(ui, &response, rect, size::RADIUS);
    }
    response
}

/// Something that is on or off.
pub fn check(ui: &mut Ui, words: &str, is_on: bool) -> Response {
    const BOX: f32 = 18.0;
    let colours = colours(ui);
    let galley = ui
        .painter()
        .layout_no_wrap(words.to_owned(), Type::Body.font(), colours.text);
    let wanted = vec2(BOX + 10.0 + galley.size().x, 24.0);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is_on, words));
    if ui.is_rect_visible(rect) {
        let left = pos2(rect.left() + BOX / 2.0, rect.center().y);
        let square = Rect::from_center_size(left, Vec2::splat(BOX));
        let (fill, edge) = match is_on {
            true => (colours.accent, colours.accent),
            false => (colours.panel, colours.edge),
        };
        ui.painter().rect(
            square,
            CornerRadius::same(4),
            fill,
            Stroke::new(1.5, edge),
            StrokeKind::Inside,
        );
        if is_on {
            paint_icon(
                ui,
                square.center() - vec2(0.0, 0.5),
                Icon::Check,
                13.0,
                colours.on_accent,
            );
        }
        let top = rect.center().y - galley.size().y / 2.0;
        ui.painter()
            .galley(pos2(square.right() + 10.0, top), galley, colours.text);
        focus_ring(ui, &response, square, 4);
    }
    response
}

/// A button of an icon alone; `words` are its name and its tooltip.
pub fn icon_button(ui: &mut Ui, icon: Icon, words: &str) -> Response {
    let colours = colours(ui);
    let enabled = ui.is_enabled();
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(28.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, words));
    if ui.is_rect_visible(rect) {
        let (fill, colour) = match response.hovered() {
            true => (colours.hovered, colours.text),
            false => (Color32::TRANSPARENT, colours.dim),
        };
        ui.painter()
            .rect_filled(rect, CornerRadius::same(size::RADIUS), fill);
        paint_icon(ui, rect.center(), icon, size::ICON, colour);
        focus_ring(ui, &response, rect, size::RADIUS);
    }
    response.on_hover_text(words)
}

/// Words that can be pressed: a link, or a small action in a table.
pub fn link(ui: &mut Ui, words: &str, of: Type, colour: Color32) -> Response {
    named_link(ui, words, words, of, colour)
}

/// A [`link`] whose name says more than its words, for those who do not see what is around it.
pub fn named_link(ui: &mut Ui, words: &str, name: &str, of: Type, colour: Color32) -> Response {
    let enabled = ui.is_enabled();
    let galley = ui
        .painter()
        .layout_no_wrap(words.to_owned(), of.font(), Color32::PLACEHOLDER);
    let wanted = vec2(galley.size().x, of.line_height().max(galley.size().y));
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Link, enabled, name));
    if ui.is_rect_visible(rect) {
        let top = rect.center().y - galley.size().y / 2.0;
        ui.painter().galley(pos2(rect.left(), top), galley, colour);
        if response.hovered() {
            ui.painter().hline(
                rect.x_range(),
                rect.bottom() - 1.0,
                Stroke::new(1.0, colour),
            );
        }
        focus_ring(ui, &response, rect.expand2(vec2(3.0, 1.0)), 3);
    }
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// A primary button has no edge of its own.
fn edge_of(look: Look, fill: Color32, edge: Color32) -> Color32 {
    match look {
        Look::Primary => fill,
        _ => edge,
    }
}

/// The ring around what the keyboard has reached. It stands off by a gap of the panel's colour,
/// so that it is seen around a button of its own colour as well.
pub fn focus_ring(ui: &Ui, response: &Response, rect: Rect, radius: u8) {
    if response.has_focus() {
        let colours = colours(ui);
        ring(ui, rect.expand(size::RING_GAP), radius + 2, colours.panel);
        ring(
            ui,
            rect.expand(2.0 * size::RING_GAP),
            radius + 4,
            colours.accent,
        );
    }
}

fn ring(ui: &Ui, rect: Rect, radius: u8, colour: Color32) {
    // It may lie over what is beside it, but not over what scrolled out of sight.
    let stroke = Stroke::new(size::RING_GAP, colour);
    ui.painter()
        .rect_stroke(rect, CornerRadius::same(radius), stroke, StrokeKind::Inside);
}

/// The width that [`pill`] takes.
pub fn pill_width(ui: &Ui, words: &str) -> f32 {
    let galley = ui.painter().layout_no_wrap(
        words.to_owned(),
        Type::SmallStrong.font(),
        Color32::PLACEHOLDER,
    );
    galley.size().x + size::ICON + 26.0
}

/// A state as icon and words on its own ground.
pub fn pill(ui: &mut Ui, icon: Icon, words: &str, tone: Tone) -> Response {
    let galley = ui.painter().layout_no_wrap(
        words.to_owned(),
        Type::SmallStrong.font(),
        Color32::PLACEHOLDER,
    );
    let wanted = vec2(galley.size().x + size::ICON + 26.0, size::PILL);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    if ui.is_rect_visible(rect) {
        ui.painter()
            .rect_filled(rect, rect.height() / 2.0, tone.ground);
        let center = pos2(rect.left() + 10.0 + size::ICON / 2.0, rect.center().y);
        paint_icon(ui, center, icon, size::ICON, tone.text);
        let top = rect.center().y - galley.size().y / 2.0;
        let left = rect.left() + 10.0 + size::ICON + 6.0;
        ui.painter().galley(pos2(left, top), galley, tone.text);
    }
    response
}

/// Code on its own ground in one line of at most `width`; the whole is its tooltip.
pub fn chip(ui: &mut Ui, code: &str, width: f32) -> Response {
    let colours = colours(ui);
    let mut job = LayoutJob::simple_singleline(code.to_owned(), Type::Code.font(), colours.text);
    job.wrap = egui::text::TextWrapping::truncate_at_width((width - 10.0).max(20.0));
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let wanted = vec2(galley.size().x + 10.0, 20.0);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, code));
    if ui.is_rect_visible(rect) {
        ui.painter().rect_filled(rect, 4.0, colours.code);
        let top = rect.center().y - galley.size().y / 2.0;
        ui.painter().galley(
            pos2(rect.left() + 5.0, top),
            Arc::clone(&galley),
            colours.text,
        );
    }
    match galley.elided {
        true => response.on_hover_text(text(code, Type::Code)),
        false => response,
    }
}

/// A paragraph in which what stands between backticks is set as code, on chips.
pub fn paragraph(ui: &mut Ui, words: &str, of: Type, colour: Color32, ground: Color32) -> Response {
    let plain: String = words.replace('`', "");
    let mut job = LayoutJob::default();
    job.wrap.max_width = ui.available_width();
    let mut code_ranges: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    for (nth, part) in words.split('`').enumerate() {
        let is_code = nth % 2 == 1;
        let count = part.chars().count();
        let format = TextFormat {
            font_id: if is_code {
                Type::Code.font()
            } else {
                of.font()
            },
            color: colour,
            line_height: Some(of.line_height()),
            valign: egui::Align::Center,
            ..TextFormat::default()
        };
        let space = if is_code || nth > 0 { 5.0 } else { 0.0 };
        job.append(part, space, format);
        if is_code {
            code_ranges.push((at, at + count));
        }
        at += count;
    }
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &plain));
    if ui.is_rect_visible(rect) {
        for chip in chips(&galley, &code_ranges) {
            ui.painter()
                .rect_filled(chip.translate(rect.min.to_vec2()), 4.0, ground);
        }
        ui.painter().galley(rect.min, galley, colour);
    }
    response
}

/// Where in `galley` the characters of `ranges` stand: one rectangle a row.
fn chips(galley: &Galley, ranges: &[(usize, usize)]) -> Vec<Rect> {
    let mut rects: Vec<Rect> = Vec::new();
    let mut at = 0;
    for row in &galley.rows {
        let mut run: Option<(usize, Rect)> = None;
        for glyph in &row.glyphs {
            let range = ranges
                .iter()
                .position(|(from, to)| (*from..*to).contains(&at));
            at += 1;
            let Some(range) = range else {
                rects.extend(run.take().map(|(_, rect)| rect));
                continue;
            };
            let left = row.pos.x + glyph.pos.x;
            let middle = row.pos.y + row.size.y / 2.0;
            let cell = Rect::from_min_max(
                pos2(left - 4.0, middle - 8.5),
                pos2(left + glyph.advance_width + 4.0, middle + 8.5),
            );
            run = match run.take() {
                Some((of, rect)) if of == range => Some((of, rect.union(cell))),
                other => {
                    rects.extend(other.map(|(_, rect)| rect));
                    Some((range, cell))
                }
            };
        }
        rects.extend(run.map(|(_, rect)| rect));
    }
    rects
}

/// A field to type in, of the window's own look.
pub struct Field<'a> {
    /// How it is found again, and where its cursor is kept.
    pub id: egui::Id,
    /// Its name, for those who do not see what is around it.
    pub name: &'a str,
    /// Shown while it is empty.
    pub hint: &'a str,
    /// An icon before the text.
    pub icon: Option<Icon>,
    /// Characters are shown as dots.
    pub password: bool,
    /// Its height.
    pub height: f32,
    /// Room to leave at the right for what [`Field::show`]'s caller paints there.
    pub room_right: f32,
}

impl Field<'_> {
    /// Draws the field over the whole width and lets `buffer` be edited.
    pub fn show(self, ui: &mut Ui, buffer: &mut dyn TextBuffer) -> Response {
        let colours = colours(ui);
        let (rect, _) =
            ui.allocate_exact_size(vec2(ui.available_width(), self.height), Sense::hover());
        let has_focus = ui.memory(|memory| memory.has_focus(self.id));
        let edge = match has_focus {
            true => Stroke::new(2.0, colours.accent),
            false => Stroke::new(1.0, colours.edge),
        };
        ui.painter().rect(
            rect,
            CornerRadius::same(size::RADIUS),
            colours.background,
            edge,
            StrokeKind::Inside,
        );
        let mut inner = rect.shrink2(vec2(10.0, 0.0));
        if let Some(icon) = self.icon {
            let center = pos2(inner.left() + size::ICON / 2.0 + 1.0, inner.center().y);
            paint_icon(ui, center, icon, size::ICON, colours.dim);
            inner.min.x += size::ICON + 8.0;
        }
        inner.max.x -= self.room_right;
        let edit = TextEdit::singleline(buffer)
            .id(self.id)
            .font(Type::Body.font())
            .password(self.password)
            .hint_text(text(self.hint, Type::Body).color(colours.dim))
            .frame(Frame::NONE.inner_margin(Margin::ZERO))
            .align(Align2::LEFT_CENTER)
            .desired_width(inner.width())
            .min_size(inner.size());
        let response = ui.put(inner, edit);
        ui.ctx().accesskit_node_builder(self.id, |node| {
            node.set_label(self.name);
        });
        response
    }
}

/// Tells a screen reader of a row or a tab that it is the selected one, which is not the same as
/// being ticked.
pub fn tell_selected(ui: &Ui, response: &Response, is_selected: bool) {
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.clear_toggled();
        node.set_selected(is_selected);
    });
}

/// Tells a screen reader something new, without a place on the screen: said when it changes.
pub fn announce(ui: &Ui, words: &str) {
    let id = ui.scope_id().with("announcement");
    ui.ctx().accesskit_node_builder(id, |node| {
        node.set_role(egui::accesskit::Role::Status);
        node.set_label(words);
        node.set_live(egui::accesskit::Live::Polite);
    });
}

/// A thin line over the whole width.
pub fn hairline(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
    ui.painter().hline(
        rect.x_range(),
        rect.center().y,
        Stroke::new(1.0, colours(ui).line),
    );
}

/// Lines of code or of a report, set apart over the whole width.
pub fn code_box(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    Frame::NONE
        .fill(colours(ui).code)
        .corner_radius(size::RADIUS)
        .inner_margin(Margin::symmetric(10, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            content(ui);
        });
}
