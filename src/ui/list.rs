//! The repositories at the left: search, filter, groups, rows. Only the rows in sight are drawn.

use egui::{
    Align2, EventFilter, Id, Key, Rect, Response, Role, ScrollArea, Sense, Stroke, Ui, UiBuilder,
    WidgetInfo, pos2, vec2,
};
use lucide_icons::Icon;
use std::path::{Path, PathBuf};

use super::theme::{Type, colours, gap, size};
use super::widgets::{Field, focus_ring, icon_button, label, paint_icon, path_line, tell_selected};
use super::{Part, words};
use crate::app::Action;
use crate::app::action::Filter;
use crate::app::state::{Line, Listed};
use crate::model::Transport;

/// The row of the repository at `path`.
pub(super) fn row_id(path: &Path) -> Id {
    Id::unique(("row", path))
}

/// The search field, which Ctrl+F reaches.
pub(super) fn search_id() -> Id {
    Id::unique("search")
}

pub(super) fn list_ui(ui: &mut Ui, part: &mut Part<'_>) {
    let rect = ui.max_rect();
    ui.painter().vline(
        rect.right() - 0.5,
        rect.y_range(),
        Stroke::new(1.0, colours(ui).line),
    );
    egui::Frame::NONE
        .inner_margin(egui::Margin {
            left: 12,
            right: 13,
            top: 12,
            bottom: 4,
        })
        .show(ui, |ui| {
            search_ui(ui, part);
            ui.add_space(gap::SMALL);
            filter_ui(ui, part);
        });
    rows_ui(ui, part);
}

fn search_ui(ui: &mut Ui, part: &mut Part<'_>) {
    let field = Field {
        id: search_id(),
        name: "Filter repositories",
        hint: "Filter repositories",
        icon: Some(Icon::Search),
        password: false,
        height: size::BUTTON,
        room_right: 0.0,
    };
    let response = field.show(ui, &mut part.drafts.search);
    let escaped = response.has_focus() && ui.input(|input| input.key_pressed(Key::Escape));
    if escaped || response.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape)) {
        part.drafts.search.clear();
        part.ask(Action::Search);
    }
    if response.changed() {
        part.ask(Action::Search);
    }
}

fn filter_ui(ui: &mut Ui, part: &mut Part<'_>) {
    let attention = part.state.repositories.needing_attention();
    let all = part.state.repositories.len();
    let chosen = part.state.repositories.filter;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        for (filter, words) in [
            (
                Filter::NeedsAttention,
                format!("Needs attention {attention}"),
            ),
            (Filter::All, format!("All {all}")),
        ] {
            if segment(ui, &words, filter == chosen).clicked() {
                part.ask(Action::Filter(filter));
            }
        }
    });
}

fn segment(ui: &mut Ui, words: &str, is_chosen: bool) -> Response {
    let colours = colours(ui);
    let (of, colour) = match is_chosen {
        true => (Type::SmallStrong, colours.accent),
        false => (Type::Small, colours.dim),
    };
    let galley = ui
        .painter()
        .layout_no_wrap(words.to_owned(), of.font(), colour);
    let (rect, response) =
        ui.allocate_exact_size(vec2(galley.size().x + 20.0, size::PILL), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_chosen, words));
    tell_selected(ui, &response, is_chosen);
    let ground = match (is_chosen, response.hovered()) {
        (true, _) => Some(colours.selected),
        (false, true) => Some(colours.hovered),
        _ => None,
    };
    if let Some(ground) = ground {
        ui.painter().rect_filled(rect, rect.height() / 2.0, ground);
    }
    let at = rect.center() - galley.size() / 2.0;
    ui.painter().galley(at, galley, colour);
    focus_ring(ui, &response, rect, 13);
    response
}

fn rows_ui(ui: &mut Ui, part: &mut Part<'_>) {
    let lines = part.state.repositories.lines();
    if lines.iter().all(|line| !matches!(line, Line::Row(_))) {
        no_rows_ui(ui, part);
    }
    let tops = tops(lines);
    let height = *tops.last().unwrap_or(&0.0);
    let selected = lines.iter().position(
        |line| matches!(line, Line::Row(path) if Some(path) == part.state.selected.as_ref()),
    );
    let memory = Id::unique("row that was scrolled to");
    let was: Option<PathBuf> = ui.data(|data| data.get_temp(memory)).unwrap_or_default();
    let mut area = ScrollArea::vertical().auto_shrink([false, false]);
    if let Some(offset) = kept_offset(ui, lines, &tops) {
        area = area.vertical_scroll_offset(offset);
    }
    let scrolled = area.show_viewport(ui, |ui, view| {
        ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
            node.set_role(egui::accesskit::Role::ListBox);
            node.set_label("Repositories");
        });
        ui.set_height(height);
        let origin = ui.max_rect().min;
        if was != part.state.selected
            && let Some(at) = selected
        {
            let top = origin.y + tops[at];
            let row = Rect::from_x_y_ranges(ui.max_rect().x_range(), top..=top + size::ROW);
            ui.scroll_to_rect(row, None);
            ui.data_mut(|data| data.insert_temp(memory, part.state.selected.clone()));
        }
        let first = tops
            .partition_point(|top| *top <= view.top())
            .saturating_sub(1);
        for (at, line) in lines.iter().enumerate().skip(first) {
            if tops[at] > view.bottom() {
                break;
            }
            let rect = Rect::from_min_max(
                pos2(ui.max_rect().left(), origin.y + tops[at]),
                pos2(ui.max_rect().right() - 1.0, origin.y + tops[at + 1]),
            );
            match line {
                Line::Folder(folder) => folder_ui(ui, rect, folder, part),
                Line::Words(words) => heading_ui(ui, rect, words),
                Line::Row(path) => row_ui(ui, rect, path, part),
            }
        }
    });
    keep_in_sight(ui, lines, &tops, scrolled.state.clamped_offset().y);
}

/// The first row in sight, where it stands in the list, and how far the list was scrolled.
#[derive(Clone)]
struct InSight {
    path: PathBuf,
    top: f32,
    offset: f32,
}

fn in_sight_id() -> Id {
    Id::unique("first row in sight")
}

/// Takes note of the first row in sight.
fn keep_in_sight(ui: &Ui, lines: &[Line], tops: &[f32], offset: f32) {
    let first = tops.partition_point(|top| *top < offset);
    let row = (first..lines.len()).find_map(|at| match &lines[at] {
        Line::Row(path) => Some((path.clone(), tops[at])),
        _ => None,
    });
    let in_sight = row.map(|(path, top)| InSight { path, top, offset });
    ui.data_mut(|data| data.insert_temp(in_sight_id(), in_sight));
}

/// How far the list is to be scrolled so that what is in sight stays where it is, although rows
/// came or went above it.
fn kept_offset(ui: &Ui, lines: &[Line], tops: &[f32]) -> Option<f32> {
    let before: InSight = ui.data(|data| data.get_temp(in_sight_id())).flatten()?;
    if before.offset <= 0.0 {
        return None;
    }
    let is_it = |line: &Line| matches!(line, Line::Row(path) if *path == before.path);
    let moved = tops[lines.iter().position(is_it)?] - before.top;
    (moved != 0.0).then_some(before.offset + moved)
}

/// Where each line begins, and where the last one ends.
fn tops(lines: &[Line]) -> Vec<f32> {
    let mut top = 0.0;
    let mut tops = Vec::with_capacity(lines.len() + 1);
    for line in lines {
        tops.push(top);
        top += match line {
            Line::Row(_) => size::ROW,
            _ => size::HEADING,
        };
    }
    tops.push(top);
    tops
}

fn no_rows_ui(ui: &mut Ui, part: &Part<'_>) {
    let searched = part.state.repositories.search();
    let words = match (searched.is_empty(), part.state.repositories.filter) {
        (false, _) => "No repository matches".to_owned(),
        (true, Filter::NeedsAttention) if part.state.repositories.is_empty() => return,
        (true, Filter::NeedsAttention) => "Nothing needs attention".to_owned(),
        (true, Filter::All) => return,
    };
    egui::Frame::NONE
        .inner_margin(egui::Margin::symmetric(16, 10))
        .show(ui, |ui| {
            label(ui, words, Type::Small, colours(ui).dim);
        });
}

fn heading_ui(ui: &Ui, rect: Rect, words: &str) {
    ui.painter().text(
        pos2(rect.left() + 16.0, rect.bottom() - 14.0),
        Align2::LEFT_CENTER,
        words,
        Type::Small.font(),
        colours(ui).dim,
    );
}

/// A chosen folder, with what can be done with it.
fn folder_ui(ui: &mut Ui, rect: Rect, folder: &Path, part: &mut Part<'_>) {
    let colours = colours(ui);
    let shown = part.state.shown(folder);
    let buttons = Rect::from_min_max(
        pos2(rect.right() - 76.0, rect.bottom() - 28.0),
        pos2(rect.right() - 10.0, rect.bottom()),
    );
    let room = Rect::from_min_max(
        pos2(rect.left() + 16.0, rect.bottom() - 22.0),
        pos2(buttons.left() - 4.0, rect.bottom() - 6.0),
    );
    ui.scope_builder(UiBuilder::new().max_rect(room), |ui| {
        path_line(ui, &shown, Type::Small, colours.dim)
    });
    ui.scope_builder(UiBuilder::new().max_rect(buttons), |ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let words = format!("Take {shown} off the list");
            if icon_button(ui, Icon::X, &words).clicked() {
                part.ask(Action::ForgetFolder(folder.to_owned()));
            }
            let problems = part.state.problems.get(folder).map_or(0, Vec::len);
            let words = match problems {
                0 => return,
                1 => "1 thing could not be looked at".to_owned(),
                many => format!("{many} things could not be looked at"),
            };
            if icon_button(ui, Icon::TriangleAlert, &words).clicked() {
                part.ask(Action::ShowActivity(true));
            }
        });
    });
}

fn row_ui(ui: &mut Ui, rect: Rect, path: &Path, part: &mut Part<'_>) {
    let Some(listed) = part.state.repositories.get(path) else {
        return;
    };
    let is_selected = part.state.selected.as_deref() == Some(path);
    // The keyboard reaches the list once, at the selected row, and moves in it by arrow keys.
    let sense = match is_selected {
        true => Sense::click(),
        false => Sense::CLICK,
    };
    let response = ui.interact(rect, row_id(path), sense);
    let shown = words::repository(listed, &part.state.runs);
    let hosts = hosts(listed);
    response.widget_info(|| {
        let name = format!("{}, {hosts}, {}", listed.name(), shown.words);
        WidgetInfo::selected(Role::ListBoxOption, true, is_selected, name)
    });
    tell_selected(ui, &response, is_selected);
    if response.clicked() {
        part.ask(Action::Select(path.to_owned()));
    }
    arrows(ui, &response, is_selected, part);
    paint_row(ui, rect, &response, listed, &hosts, &shown, is_selected);
}

/// Arrow keys move the selection, and the keyboard with it.
fn arrows(ui: &Ui, response: &Response, is_selected: bool, part: &mut Part<'_>) {
    let follows = Id::unique("the keyboard follows the selection");
    if is_selected
        && ui
            .data_mut(|data| data.remove_temp::<bool>(follows))
            .is_some()
    {
        response.request_focus();
    }
    if !response.has_focus() {
        return;
    }
    let filter = EventFilter {
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    for (key, by) in [
        (Key::ArrowDown, 1),
        (Key::ArrowUp, -1),
        (Key::PageDown, 8),
        (Key::PageUp, -8),
        (Key::Home, isize::MIN / 2),
        (Key::End, isize::MAX / 2),
    ] {
        if ui.input(|input| input.key_pressed(key)) {
            part.ask(Action::SelectBy(by));
            ui.data_mut(|data| data.insert_temp(follows, true));
        }
    }
}

fn paint_row(
    ui: &Ui,
    rect: Rect,
    response: &Response,
    listed: &Listed,
    hosts: &str,
    shown: &words::Shown,
    is_selected: bool,
) {
    let colours = colours(ui);
    let painter = ui.painter();
    if is_selected {
        painter.rect_filled(rect, 0.0, colours.selected);
        let bar = Rect::from_min_size(rect.min, vec2(3.0, rect.height()));
        painter.rect_filled(bar, 0.0, colours.accent);
    } else if response.hovered() {
        painter.rect_filled(rect, 0.0, colours.hovered);
    }
    let tone = shown.shade.of(colours);
    let state = painter.layout_no_wrap(shown.words.clone(), Type::SmallMedium.font(), tone.text);
    let right = rect.right() - 16.0;
    let left = right - state.size().x;
    painter.galley(
        pos2(left, rect.center().y - state.size().y / 2.0),
        state,
        tone.text,
    );
    let mark = pos2(left - 14.0, rect.center().y);
    paint_icon(ui, mark, shown.icon, size::ICON, tone.text);
    let room = (left - 26.0 - rect.left() - 16.0).max(24.0);
    for (words, of, colour, y) in [
        (listed.name(), Type::Medium, colours.text, 16.0),
        (hosts.to_owned(), Type::Small, colours.dim, 36.0),
    ] {
        let mut job = egui::text::LayoutJob::simple_singleline(words, of.font(), colour);
        job.wrap = egui::text::TextWrapping::truncate_at_width(room);
        let galley = painter.layout_job(job);
        let at = pos2(rect.left() + 16.0, rect.top() + y - galley.size().y / 2.0);
        painter.galley(at, galley, colour);
    }
    if response.has_focus() {
        painter.rect_stroke(
            rect.shrink(1.0),
            4.0,
            Stroke::new(2.0, colours.accent),
            egui::StrokeKind::Inside,
        );
    }
}

fn hosts(listed: &Listed) -> String {
    let hosts = listed.hosts();
    if !hosts.is_empty() {
        return hosts.join(" · ");
    }
    let mut transports = listed
        .report
        .remotes
        .iter()
        .filter_map(|remote| remote.main_url())
        .map(|url| url.transport);
    match transports.next() {
        Some(Transport::File) => "on this computer",
        Some(Transport::Unusual) => "unusual URL",
        Some(_) => "another transport",
        None => "no remotes",
    }
    .to_owned()
}
