//! The saved sign-ins of a remote's host: who, what kind, where, set up by which file; and the
//! order in which Git tries them.

use egui::{Layout, Rect, Ui, UiBuilder, pos2, vec2};

use super::Part;
use super::theme::{Type, colours, gap, size};
use super::widgets::{hairline, label, line, link, named_link, path_line};
use super::words::{account, kind, place};
use crate::app::Action;
use crate::app::action::RemoteKey;
use crate::model::outside_text::display_safe;
use crate::model::{Entry, Fix, RemoteReport, StoreKind, Transport};

pub(super) fn saved_ui(ui: &mut Ui, part: &mut Part<'_>, key: &RemoteKey, remote: &RemoteReport) {
    let Some(url) = remote
        .main_url()
        .filter(|url| matches!(url.transport, Transport::Https | Transport::Http))
    else {
        return;
    };
    let colours = colours(ui);
    ui.add_space(gap::LARGE);
    let title = format!("Saved sign-ins for {}", url.host_field());
    if ui.available_width() < size::STACK_BELOW {
        line(ui, title, Type::Section, colours.text);
        ui.horizontal(|ui| offers_ui(ui, part, key, remote));
    } else {
        ui.horizontal(|ui| {
            line(ui, title, Type::Section, colours.text);
            ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
                ui.add_space(gap::SMALL);
                offers_ui(ui, part, key, remote);
            });
        });
    }
    ui.add_space(gap::SMALL);
    if remote.saved.is_empty() {
        label(
            ui,
            "None. Git will ask the next time.",
            Type::Cell,
            colours.dim,
        );
    } else if ui.available_width() < size::STACK_BELOW {
        for entry in &remote.saved {
            stacked_ui(ui, part, remote, entry);
        }
    } else {
        table_ui(ui, part, remote);
    }
    ui.add_space(gap::MEDIUM);
    order_ui(ui, part, key, remote);
}

/// What a finding above does not offer already.
fn offers_ui(ui: &mut Ui, part: &mut Part<'_>, key: &RemoteKey, remote: &RemoteReport) {
    let offered = |fix: &Fix| {
        remote
            .findings
            .iter()
            .any(|found| found.fixes.contains(fix))
    };
    let colour = colours(ui).dim;
    let pastes = remote.urls().any(|url| url.realm().is_some());
    if pastes
        && !offered(&Fix::PasteNewToken)
        && link(ui, "Paste new token…", Type::Cell, colour).clicked()
    {
        part.ask(Action::OpenTokenDialog(key.clone()));
    }
    let clears = remote.saved.iter().any(Entry::goes_with_all);
    if clears
        && !offered(&Fix::ClearSavedSignIn)
        && link(ui, "Clear saved sign-in", Type::Cell, colour).clicked()
    {
        part.ask(Action::ClearRealm(key.clone()));
    }
}

/// The widths of the columns, as shares of the table's.
const COLUMNS: [(&str, f32); 4] = [
    ("Account", 0.15),
    ("Kind", 0.30),
    ("Kept in", 0.29),
    ("Set up by", 0.18),
];

fn table_ui(ui: &mut Ui, part: &mut Part<'_>, remote: &RemoteReport) {
    let colours = colours(ui);
    row(ui, 22.0, |ui, nth, room| {
        if let Some((words, _)) = COLUMNS.get(nth) {
            let mut cell = ui.new_child(UiBuilder::new().max_rect(room));
            line(&mut cell, *words, Type::Small, colours.dim);
        }
    });
    for entry in &remote.saved {
        hairline(ui);
        row(ui, 30.0, |ui, nth, room| {
            let layout = match nth {
                4 => Layout::right_to_left(egui::Align::Center),
                _ => Layout::left_to_right(egui::Align::Center),
            };
            let mut cell = ui.new_child(UiBuilder::new().max_rect(room).layout(layout));
            cell_ui(&mut cell, part, remote, entry, nth);
        });
    }
}

fn cell_ui(ui: &mut Ui, part: &mut Part<'_>, remote: &RemoteReport, entry: &Entry, column: usize) {
    let colours = colours(ui);
    match column {
        0 => {
            line(ui, account(entry), Type::Cell, colours.text);
        }
        1 => {
            let (words, is_dead) = kind(entry, remote.surroundings.read_at);
            let colour = if is_dead {
                colours.bad.text
            } else {
                colours.text
            };
            line(ui, words, Type::Cell, colour);
        }
        2 => kept_in_ui(ui, part, entry),
        3 => {
            let words = set_up_by(part, remote, entry);
            line(ui, words, Type::Cell, colours.dim);
        }
        _ => clear_ui(ui, part, entry),
    }
}

fn kept_in_ui(ui: &mut Ui, part: &Part<'_>, entry: &Entry) {
    let colours = colours(ui);
    ui.spacing_mut().item_spacing.x = 5.0;
    let mark = match (entry.locked, entry.is_plain_text()) {
        (true, _) => "locked",
        (false, true) => "plain text",
        _ => "",
    };
    let room = ui.available_width() - if mark.is_empty() { 0.0 } else { 64.0 };
    ui.scope(|ui| {
        ui.set_max_width(room);
        path_line(ui, &place(part.state, entry), Type::Cell, colours.text);
    });
    if !mark.is_empty() {
        line(ui, mark, Type::Cell, colours.warn.text);
    }
}

fn clear_ui(ui: &mut Ui, part: &mut Part<'_>, entry: &Entry) {
    if entry.is_only_listed() {
        return;
    }
    let name = format!("Clear {} in {}", account(entry), place(part.state, entry));
    if named_link(ui, "Clear", &name, Type::Cell, colours(ui).dim).clicked() {
        part.ask(Action::ClearEntry(Box::new(entry.clone())));
    }
}

/// A saved sign-in in two lines, where there is no room for a table.
fn stacked_ui(ui: &mut Ui, part: &mut Part<'_>, remote: &RemoteReport, entry: &Entry) {
    let colours = colours(ui);
    hairline(ui);
    ui.add_space(gap::SMALL);
    ui.horizontal(|ui| {
        let (words, is_dead) = kind(entry, remote.surroundings.read_at);
        let colour = if is_dead {
            colours.bad.text
        } else {
            colours.dim
        };
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            clear_ui(ui, part, entry);
            ui.with_layout(Layout::left_to_right(egui::Align::Center), |ui| {
                line(ui, account(entry), Type::Cell, colours.text);
                line(ui, words, Type::Cell, colour);
            });
        });
    });
    ui.add_space(gap::HAIR);
    ui.horizontal(|ui| kept_in_ui(ui, part, entry));
    ui.add_space(gap::HAIR);
    line(ui, set_up_by(part, remote, entry), Type::Small, colours.dim);
    ui.add_space(gap::SMALL);
}

/// One row of a table: `cell` is called for each column, and once more for what comes last.
fn row(ui: &mut Ui, height: f32, mut cell: impl FnMut(&mut Ui, usize, Rect)) {
    let width = ui.available_width();
    let (rect, _) = ui.allocate_exact_size(vec2(width, height), egui::Sense::hover());
    let mut left = rect.left();
    for (nth, (_, share)) in COLUMNS.iter().enumerate() {
        let right = left + width * share;
        let room = Rect::from_min_max(pos2(left, rect.top()), pos2(right - 12.0, rect.bottom()));
        cell(ui, nth, room);
        left = right;
    }
    let room = Rect::from_min_max(
        pos2(left, rect.top()),
        pos2(rect.right() - 8.0, rect.bottom()),
    );
    cell(ui, COLUMNS.len(), room);
}

/// The file and line that make Git look there, or that none does.
fn set_up_by(part: &Part<'_>, remote: &RemoteReport, entry: &Entry) -> String {
    match (remote.reader_of(entry), entry.store) {
        (Some(helper), _) => {
            let file = part.state.shown(&helper.origin.file);
            format!("{file}, line {}", helper.origin.line)
        }
        (None, StoreKind::Netrc) => "Git's own rule".to_owned(),
        (None, _) => "no helper reads this".to_owned(),
    }
}

/// `Git tries: 1 netrc (nothing) · 2 libsecret (acme-dev) · 3 asks you`
fn order_ui(ui: &mut Ui, part: &mut Part<'_>, key: &RemoteKey, remote: &RemoteReport) {
    let colours = colours(ui);
    let mut tries: Vec<String> = Vec::new();
    if remote.urls().any(crate::model::RemoteUrl::holds_secret) {
        tries.push("the password in the URL".to_owned());
    }
    let netrc: Vec<_> = in_store(remote, |entry| entry.store == StoreKind::Netrc);
    tries.push(format!("netrc ({})", names(&netrc)));
    for helper in &remote.settings.helpers {
        let store = remote.surroundings.credential_store.as_deref();
        let known: Vec<_> = in_store(remote, |entry| entry.is_read_by(helper, store));
        let brought = if helper.is_from_repository() {
            ", set by the repository"
        } else {
            ""
        };
        let name = display_safe(helper.name());
        let missing = &remote.surroundings.missing_helpers;
        let is_missing = missing.iter().any(|missing| missing.helper == *helper);
        tries.push(match helper.is_built_in() || !known.is_empty() {
            _ if is_missing => format!("{name} (not installed{brought})"),
            _ if helper.keeps_nothing() => format!("{name} (in the browser{brought})"),
            true => format!("{name} ({}{brought})", names(&known)),
            false => format!("{name} (not read{brought})"),
        });
    }
    tries.push("asks you".to_owned());
    let tries: Vec<String> = tries
        .iter()
        .enumerate()
        .map(|(nth, what)| format!("{} {what}", nth + 1))
        .collect();
    let used = match remote
        .realm()
        .map(|realm| part.state.others_at(&realm, &key.path))
    {
        Some(1) => " Used by 1 other repository.".to_owned(),
        Some(many) if many > 1 => format!(" Used by {many} other repositories."),
        _ => String::new(),
    };
    let words = format!("Git tries: {}.{used}", tries.join(" · "));
    label(ui, words, Type::Small, colours.dim);
    let answered = |helper| {
        remote
            .saved
            .iter()
            .any(|entry| entry.is_read_by(helper, None))
    };
    let unread = remote
        .settings
        .own_helpers()
        .any(|helper| !helper.is_built_in() && !answered(helper));
    if unread && !remote.fetch.works() {
        ui.add_space(gap::SMALL);
        let words = "Ask these helpers too (one may open a dialog)";
        if link(ui, words, Type::Small, colours.accent).clicked() {
            part.ask(Action::AskHelpers(key.clone()));
        }
    }
}

fn in_store(remote: &RemoteReport, is_there: impl Fn(&Entry) -> bool) -> Vec<&Entry> {
    remote
        .saved
        .iter()
        .filter(|entry| is_there(entry))
        .collect()
}

fn names(entries: &[&Entry]) -> String {
    match entries {
        [] => "nothing".to_owned(),
        many => many
            .iter()
            .map(|entry| account(entry))
            .collect::<Vec<_>>()
            .join(", "),
    }
}
