//! A remote's URL: what findings offer to change about it, its other forms, and a field to correct
//! it by hand. The second step of a repair, and a sheet of its own.

use egui::{Id, Ui};

use super::Part;
use super::change;
use super::sheet::sheet;
use super::theme::{Type, colours, gap, size};
use super::widgets::{Field, Look, button, chip, label};
use crate::app::Action;
use crate::app::action::RemoteKey;
use crate::model::change::Direction;
use crate::model::{Change, Fix, RemoteReport, RemoteUrl};

/// How the field is found again.
pub(super) fn field_id() -> Id {
    Id::unique("corrected URL")
}

/// The URL in a sheet of its own.
pub(super) fn url_sheet_ui(ui: &mut Ui, part: &mut Part<'_>, key: &RemoteKey) {
    let keys = sheet(
        ui,
        "URL",
        part,
        |ui, part| {
            let colours = colours(ui);
            let title = format!("The URL of {}", key.remote);
            label(ui, title, Type::Heading, colours.text);
            ui.add_space(gap::MEDIUM);
            url_ui(ui, part, key);
        },
        |ui, part| {
            if button(ui, Look::Ghost, None, "Close").clicked() {
                part.ask(Action::CloseUrl);
            }
        },
    );
    if keys.escaped {
        part.ask(Action::CloseUrl);
    }
}

/// The URL, and what can be changed about it.
pub(super) fn url_ui(ui: &mut Ui, part: &mut Part<'_>, key: &RemoteKey) {
    let Some((_, remote)) = part.state.remote(key) else {
        return;
    };
    if let Some(planned) = &part.state.planned {
        label(ui, &planned.words, Type::Body, colours(ui).text);
        ui.add_space(gap::SMALL);
        change::lines_ui(ui, part, planned);
        ui.horizontal(|ui| change::buttons_ui(ui, part, planned));
        return;
    }
    let colours = colours(ui);
    let url = remote.main_url().map(RemoteUrl::to_string);
    let room = ui.available_width();
    chip(ui, &url.unwrap_or_default(), room);
    ui.add_space(gap::SMALL);
    let advised = advised(remote);
    if advised.is_empty() {
        let words = "Nothing is known to be wrong with it. Compare it with the one on the repository’s web page.";
        label(ui, words, Type::Body, colours.dim);
    }
    field_ui(ui, part, key, remote);
    ui.add_space(gap::TIGHT);
    for (words, change) in advised.into_iter().chain(other_forms(key, remote)) {
        ui.add_space(gap::SMALL);
        if button(ui, Look::Plain, None, &words).clicked() {
            part.ask(Action::PlanChange(key.clone(), words, change));
        }
    }
}

/// The same place by ssh or https, and one place for pushing or two.
fn other_forms(key: &RemoteKey, remote: &RemoteReport) -> Vec<(String, Change)> {
    let Some(url) = remote.main_url() else {
        return Vec::new();
    };
    let (name, both) = (&key.remote, Direction::Both);
    let mut forms = Vec::new();
    let is_one_place = remote.push_urls.as_slice() == remote.fetch_url.as_slice();
    if let Some(ssh) = url.as_ssh(remote.forge) {
        let change = Change::SetUrl {
            url: ssh.clone(),
            direction: both,
        };
        forms.push((format!("Use ssh for {name}"), change));
        if is_one_place {
            let change = Change::SeparatePushUrl { url: ssh };
            forms.push((format!("Push {name} by ssh, fetch by https"), change));
        }
    }
    if let Some(https) = url.as_https(remote.forge) {
        let change = Change::SetUrl {
            url: https,
            direction: both,
        };
        forms.push((format!("Use https for {name}"), change));
    }
    if !is_one_place && remote.fetch_url.is_some() {
        forms.push((format!("Push {name} where it fetches"), Change::JoinPushUrl));
    }
    forms
}

/// What the findings offer to change about the URLs.
fn advised(remote: &RemoteReport) -> Vec<(String, Change)> {
    let fixes = remote.findings.iter().flat_map(|finding| &finding.fixes);
    let of_url = fixes.filter_map(|fix| match fix {
        Fix::Change { words, change } if is_about_url(change) => {
            Some((words.clone(), change.clone()))
        }
        _ => None,
    });
    of_url.collect()
}

fn is_about_url(change: &Change) -> bool {
    match change {
        Change::SetUserName { .. }
        | Change::SetUrl { .. }
        | Change::SeparatePushUrl { .. }
        | Change::JoinPushUrl
        | Change::MoveSecretIntoStore => true,
        Change::SetValue { key, .. } | Change::RemoveValue { key, .. } => {
            key.to_ascii_lowercase().ends_with("insteadof")
        }
        _ => false,
    }
}

/// Whether Git and Git Locksmith read it alike.
fn can_be_used(url: &RemoteUrl) -> bool {
    use crate::model::Transport::{Http, Https, Ssh};
    matches!(url.transport, Http | Https | Ssh) && !url.path.is_empty()
}

fn field_ui(ui: &mut Ui, part: &mut Part<'_>, key: &RemoteKey, remote: &RemoteReport) {
    ui.add_space(gap::MEDIUM);
    let field = Field {
        id: field_id(),
        name: "Corrected URL",
        hint: "https://host/owner/repository.git",
        icon: None,
        password: false,
        height: size::FIELD,
        room_right: 0.0,
    };
    let response = field.show(ui, &mut part.drafts.url);
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    ui.add_space(gap::SMALL);
    let typed = RemoteUrl::parse(part.drafts.url.trim().as_bytes());
    let is_new = remote
        .main_url()
        .is_none_or(|url| url.without_secret() != part.drafts.url.trim());
    let can_be = is_new && !typed.holds_secret() && can_be_used(&typed);
    if typed.holds_secret() {
        let words = match part.state.repair {
            Some(_) => "A URL is no place for a token; it is pasted in step 4.",
            None => "A URL is no place for a token; “Paste new token…” is.",
        };
        label(ui, words, Type::Small, colours(ui).warn.text);
        ui.add_space(gap::TIGHT);
    }
    let pressed = ui
        .add_enabled_ui(can_be, |ui| button(ui, Look::Plain, None, "Use this URL"))
        .inner
        .clicked();
    if can_be && (pressed || entered) {
        part.ask(Action::PlanChange(
            key.clone(),
            format!("Point {} at this URL", key.remote),
            Change::SetUrl {
                url: part.drafts.url.trim().to_owned(),
                direction: Direction::Both,
            },
        ));
    }
}
