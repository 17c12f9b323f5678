//! The card of one remote: where it is, what its server lets do, what is wrong, what is saved.

use egui::{Align, Layout, Ui};
use lucide_icons::Icon;

use super::theme::{Type, colours, gap, size};
use super::widgets::{chip, icon_button, label, line, link, pill, pill_width, sentence, text};
use super::words::{self, Shown};
use super::{Part, accounts, finding, repository, saved};
use crate::app::Action;
use crate::app::action::RemoteKey;
use crate::app::state::Listed;
use crate::model::{AccessState, RemoteReport, RemoteUrl};

pub(super) fn remote_card_ui(
    ui: &mut Ui,
    part: &mut Part<'_>,
    listed: &Listed,
    remote: &RemoteReport,
) {
    let key = RemoteKey {
        path: listed.report.path.clone(),
        remote: remote.name.clone(),
    };
    ui.push_id(&remote.name, |ui| {
        repository::card(ui, |ui| {
            head_ui(ui, part, &key, remote);
            push_urls_ui(ui, remote);
            doubt_ui(ui, remote);
            finding::findings_ui(ui, part, &key, remote);
            plain_http_ui(ui, part, remote);
            saved::saved_ui(ui, part, &key, remote);
            accounts::accounts_ui(ui, part, &key, listed, remote);
        });
    });
}

/// Name and URL at the left, states at the right; below each other where there is no room.
fn head_ui(ui: &mut Ui, part: &mut Part<'_>, key: &RemoteKey, remote: &RemoteReport) {
    let is_asked = part.state.runs.waits_for(&key.path, &key.remote);
    let pills = words::pills(remote, is_asked);
    let pills_width: f32 = pills
        .iter()
        .map(|shown| pill_width(ui, &shown.words) + 8.0)
        .sum();
    let name = text(
        crate::model::outside_text::display_safe(&remote.name),
        Type::Name,
    );
    let is_narrow = ui.available_width() < size::STACK_BELOW;
    ui.horizontal(|ui| {
        ui.set_height(size::PILL);
        ui.add(egui::Label::new(name.color(colours(ui).text)).truncate());
        let room = if is_narrow { 0.0 } else { pills_width + CHECK };
        let room = (ui.available_width() - room - EDIT).max(80.0);
        let url = remote
            .main_url()
            .map_or("no URL".to_owned(), RemoteUrl::to_string);
        chip(ui, &url, room);
        let words = format!("Change the URL of {}", key.remote);
        if icon_button(ui, Icon::Pencil, &words).clicked() {
            part.ask(Action::OpenUrl(key.clone()));
        }
        if !is_narrow {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                check_ui(ui, part, key, remote, is_asked);
                for shown in pills.iter().rev() {
                    pill_of(ui, shown);
                }
            });
        }
    });
    if is_narrow {
        ui.add_space(gap::SMALL);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            for shown in &pills {
                pill_of(ui, shown);
            }
            check_ui(ui, part, key, remote, is_asked);
        });
    }
}

/// The width of the button that changes the URL.
const EDIT: f32 = 36.0;

/// The width of the button that asks one server.
const CHECK: f32 = 36.0;

/// Asks this server: once more also with what it refused, since that is what is asked for.
fn check_ui(
    ui: &mut Ui,
    part: &mut Part<'_>,
    key: &RemoteKey,
    remote: &RemoteReport,
    is_asked: bool,
) {
    let refused = [&remote.fetch, &remote.push]
        .iter()
        .any(|access| matches!(access.state, AccessState::Rejected | AccessState::Gone));
    let (words, action) = match refused {
        true => (
            format!("Check {} again, with the rejected sign-in", key.remote),
            Action::CheckAgain(key.clone()),
        ),
        false => (format!("Check {}", key.remote), Action::Check(key.clone())),
    };
    ui.add_enabled_ui(!is_asked, |ui| {
        if icon_button(ui, Icon::RefreshCw, &words).clicked() {
            part.ask(action);
        }
    });
}

fn pill_of(ui: &mut Ui, shown: &Shown) {
    let tone = shown.shade.of(colours(ui));
    pill(ui, shown.icon, &shown.words, tone);
}

/// Where pushes go, if that is not where fetches come from.
fn push_urls_ui(ui: &mut Ui, remote: &RemoteReport) {
    let same = remote.push_urls.as_slice() == remote.fetch_url.as_slice();
    if same || remote.fetch_url.is_none() {
        return;
    }
    for url in &remote.push_urls {
        ui.add_space(gap::SMALL);
        ui.horizontal(|ui| {
            label(ui, "Pushes to", Type::Small, colours(ui).dim);
            let room = ui.available_width();
            chip(ui, &url.to_string(), room);
        });
    }
}

/// What stands behind a yes to pushing, where that is less than it seems.
fn doubt_ui(ui: &mut Ui, remote: &RemoteReport) {
    if let Some(doubt) = remote.push_doubt() {
        ui.add_space(gap::SMALL);
        label(ui, sentence(doubt), Type::Small, colours(ui).dim);
    }
}

/// A permission can be taken back where it was given.
fn plain_http_ui(ui: &mut Ui, part: &mut Part<'_>, remote: &RemoteReport) {
    let Some(realm) = remote.realm().filter(|realm| realm.protocol == "http") else {
        return;
    };
    let host = realm.host_field();
    if !part.state.allows_plain_http(&host) {
        return;
    }
    ui.add_space(gap::MEDIUM);
    ui.horizontal(|ui| {
        let colours = colours(ui);
        let words = format!("Sign-ins may travel to {host} without encryption.");
        line(ui, words, Type::Small, colours.warn.text);
        if link(ui, "No longer allow", Type::Small, colours.accent).clicked() {
            part.ask(Action::AllowPlainHttp { host, allow: false });
        }
    });
}
