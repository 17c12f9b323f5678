//! Several accounts on one host, side by side: which remotes use which and why, and one click to
//! use another here or in a whole folder.

use egui::{Layout, Ui};
use lucide_icons::Icon;

use super::Part;
use super::theme::{Type, colours, gap, size};
use super::widgets::{hairline, icon, label, line, named_link};
use super::words;
use crate::app::Action;
use crate::app::action::RemoteKey;
use crate::app::state::Listed;
use crate::model::masked::is_token;
use crate::model::{Change, Entry, Realm, RemoteReport};

pub(super) fn accounts_ui(
    ui: &mut Ui,
    part: &mut Part<'_>,
    key: &RemoteKey,
    listed: &Listed,
    remote: &RemoteReport,
) {
    let accounts = remote.accounts();
    let Some(realm) = remote.realm().filter(|_| accounts.len() > 1) else {
        return;
    };
    let colours = colours(ui);
    ui.add_space(gap::LARGE);
    let title = format!("{} accounts on {}", accounts.len(), realm.host_field());
    label(ui, title, Type::Section, colours.text);
    ui.add_space(gap::HAIR);
    label(ui, why(key, remote), Type::Small, colours.dim);
    ui.add_space(gap::SMALL);
    for account in accounts {
        hairline(ui);
        ui.add_space(gap::SMALL);
        account_ui(ui, part, key, listed, remote, &realm, account);
        ui.add_space(gap::SMALL);
    }
}

/// Which account this remote uses, and why that one.
fn why(key: &RemoteKey, remote: &RemoteReport) -> String {
    let Some((entry, because)) = remote.in_use() else {
        return format!("{} uses none of them.", key.remote);
    };
    let account = words::account(entry);
    format!("{} uses {account}: {}.", key.remote, because.words())
}

fn account_ui(
    ui: &mut Ui,
    part: &mut Part<'_>,
    key: &RemoteKey,
    listed: &Listed,
    remote: &RemoteReport,
    realm: &Realm,
    entry: &Entry,
) {
    let colours = colours(ui);
    let is_used = remote
        .in_use()
        .is_some_and(|(used, _)| used.username == entry.username);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        if is_used {
            icon(ui, Icon::CircleCheck, size::ICON, colours.ok.text);
        }
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            ui.add_space(gap::SMALL);
            bind_ui(ui, part, key, listed, realm, entry, is_used);
            ui.with_layout(Layout::left_to_right(egui::Align::Center), |ui| {
                let words = format!(
                    "{} · {}",
                    words::account(entry),
                    words::kind(entry, remote.surroundings.read_at).0
                );
                line(ui, words, Type::Cell, colours.text);
            });
        });
    });
    let words = match part.state.users.of_account(realm, entry) {
        [] => "used by none of the repositories listed here".to_owned(),
        some if some.len() <= 4 => format!("used by {}", some.join(", ")),
        some => format!(
            "used by {} and {} more",
            some[..3].join(", "),
            some.len() - 3
        ),
    };
    line(ui, words, Type::Small, colours.dim);
}

fn bind_ui(
    ui: &mut Ui,
    part: &mut Part<'_>,
    key: &RemoteKey,
    listed: &Listed,
    realm: &Realm,
    entry: &Entry,
    is_used: bool,
) {
    // A token would stand in the configuration then.
    let Some(username) = entry.username.clone().filter(|name| !is_token(name)) else {
        return;
    };
    let account = words::account(entry);
    let folder = part.state.shown(&listed.folder);
    let colour = colours(ui).accent;
    let words = format!("Use in {folder}");
    let name = format!("Use {account} in all repositories in {folder}");
    // A folder that is the repository itself holds no others.
    if listed.folder != key.path && named_link(ui, &words, &name, Type::Cell, colour).clicked() {
        let change = Change::BindFolder {
            folder: listed.folder.clone(),
            realm: realm.clone(),
            username: username.clone(),
        };
        part.ask(Action::PlanChange(key.clone(), name, change));
    }
    let words = format!("Use for {}", key.remote);
    let name = format!("Use {account} for {}", key.remote);
    if !is_used && named_link(ui, &words, &name, Type::Cell, colour).clicked() {
        let username = Some(username);
        part.ask(Action::PlanChange(
            key.clone(),
            name,
            Change::SetUserName { username },
        ));
    }
}
