//! The second step of a repair: the remote's URL, what findings offer to change about it, and a
//! field to correct it by hand.

use egui::{Id, Ui};

use super::Part;
use super::change;
use super::theme::{Type, colours, size};
use super::widgets::{Field, Look, button, chip, label};
use crate::app::Action;
use crate::app::state::Repair;
use crate::model::change::Direction;
use crate::model::{Change, Fix, RemoteReport, RemoteUrl};

/// How the field is found again.
pub(super) fn field_id() -> Id {
    Id::unique("corrected URL")
}

pub(super) fn url_step_ui(ui: &mut Ui, part: &mut Part<'_>, repair: &Repair) {
    let Some((_, remote)) = part.state.remote(&repair.key) else {
        return;
    };
    if let Some(planned) = &part.state.planned {
        label(ui, &planned.words, Type::Body, colours(ui).text);
        ui.add_space(6.0);
        change::lines_ui(ui, part, planned);
        ui.horizontal(|ui| change::buttons_ui(ui, part, planned));
        return;
    }
    let colours = colours(ui);
    let url = remote.main_url().map(RemoteUrl::to_string);
    let room = ui.available_width();
    chip(ui, &url.unwrap_or_default(), room);
    ui.add_space(6.0);
    let offers = offers(remote);
    if offers.is_empty() {
        let words = "Nothing is known to be wrong with it. Compare it with the one on the repository’s web page, and go on.";
        label(ui, words, Type::Body, colours.dim);
    }
    for (words, change) in offers {
        ui.add_space(4.0);
        if button(ui, Look::Plain, None, words).clicked() {
            part.ask(Action::PlanChange(
                repair.key.clone(),
                words.to_owned(),
                change.clone(),
            ));
        }
    }
    ui.add_space(10.0);
    field_ui(ui, part, repair, remote);
}

/// What the findings offer to change about the URLs.
fn offers(remote: &RemoteReport) -> Vec<(&str, &Change)> {
    let fixes = remote.findings.iter().flat_map(|finding| &finding.fixes);
    let of_url = fixes.filter_map(|fix| match fix {
        Fix::Change { words, change } if is_about_url(change) => Some((words.as_str(), change)),
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

fn field_ui(ui: &mut Ui, part: &mut Part<'_>, repair: &Repair, remote: &RemoteReport) {
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
    ui.add_space(6.0);
    let typed = RemoteUrl::parse(part.drafts.url.trim().as_bytes());
    let is_new = remote
        .main_url()
        .is_none_or(|url| url.without_secret() != part.drafts.url.trim());
    let can_be = is_new && !typed.holds_secret() && typed.realm().is_some();
    if typed.holds_secret() {
        let words = "A URL is no place for a token; it is pasted in step 4.";
        label(ui, words, Type::Small, colours(ui).warn.text);
        ui.add_space(4.0);
    }
    let pressed = ui
        .add_enabled_ui(can_be, |ui| button(ui, Look::Plain, None, "Use this URL"))
        .inner
        .clicked();
    if can_be && (pressed || entered) {
        part.ask(Action::PlanChange(
            repair.key.clone(),
            format!("Point {} at this URL", repair.key.remote),
            Change::SetUrl {
                url: part.drafts.url.trim().to_owned(),
                direction: Direction::Both,
            },
        ));
    }
}
