//! The last step of a repair: what each remote of the host can do now, and what else to try.

use egui::Ui;
use lucide_icons::Icon;

use super::Part;
use super::theme::{Type, colours, gap, size};
use super::widgets::{Look, button, icon, label, line, paragraph};
use super::words;
use crate::app::Action;
use crate::app::state::{Listed, RepairStep, TokenDialog};
use crate::model::RemoteReport;

/// More remotes than this are counted.
const MOST_SHOWN: usize = 12;

pub(super) fn test_step_ui(ui: &mut Ui, part: &mut Part<'_>, dialog: &TokenDialog) {
    let remotes: Vec<_> = part.state.remotes_at(&dialog.realm).collect();
    for (listed, remote) in remotes.iter().take(MOST_SHOWN) {
        remote_ui(ui, part, listed, remote);
    }
    let colours = colours(ui);
    if let Some(more) = remotes
        .len()
        .checked_sub(MOST_SHOWN)
        .filter(|&more| more > 0)
    {
        let words = format!("and {more} more, in the list behind");
        label(ui, words, Type::Small, colours.dim);
    }
    let is_asked = part.state.runs.is_checking();
    ui.add_space(gap::SMALL);
    let pressed = ui
        .add_enabled_ui(!is_asked, |ui| {
            button(ui, Look::Plain, Some(Icon::RefreshCw), "Test again")
        })
        .inner
        .clicked();
    if pressed {
        part.ask(Action::CheckServer(dialog.realm.clone()));
    }
    let failing = remotes.iter().find(|(_, remote)| remote.needs_attention());
    if let Some((_, remote)) = failing.filter(|_| !is_asked) {
        troubleshooting_ui(ui, part, dialog, remote);
    }
}

fn remote_ui(ui: &mut Ui, part: &Part<'_>, listed: &Listed, remote: &RemoteReport) {
    let colours = colours(ui);
    let is_asked = part.state.runs.waits_for(&listed.report.path, &remote.name);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        for shown in words::pills(remote, is_asked) {
            icon(ui, shown.icon, size::ICON, shown.shade.of(colours).text);
            label(ui, shown.words, Type::Small, colours.text);
        }
        let name = format!("{} · {}", listed.name(), remote.name);
        line(ui, name, Type::Cell, colours.dim);
    });
}

/// What the guide lists where the new token does not help either.
fn troubleshooting_ui(
    ui: &mut Ui,
    part: &mut Part<'_>,
    dialog: &TokenDialog,
    remote: &RemoteReport,
) {
    let colours = colours(ui);
    ui.add_space(gap::MEDIUM);
    label(ui, "If it still does not work", Type::Section, colours.text);
    if let Some(finding) = remote.findings.first() {
        ui.add_space(gap::TIGHT);
        label(ui, &finding.title, Type::Body, colours.text);
    }
    for words in advice(dialog, remote, &part.state.shown(&dialog.key.path)) {
        ui.add_space(gap::TIGHT);
        paragraph(ui, &words, Type::Small, colours.dim, colours.code);
    }
    ui.add_space(gap::SMALL);
    ui.horizontal(|ui| {
        if button(ui, Look::Plain, None, "Look at the URL").clicked() {
            part.ask(Action::ShowRepairStep(RepairStep::Url));
        }
        if button(ui, Look::Ghost, None, "Report…").clicked() {
            part.ask(Action::OpenReport);
        }
    });
}

fn advice(dialog: &TokenDialog, remote: &RemoteReport, folder: &str) -> Vec<String> {
    let scopes = dialog.forge.facts().scopes.join("` and `");
    let url = remote
        .main_url()
        .map(crate::model::RemoteUrl::without_user_info)
        .unwrap_or_default();
    let mut all = vec![format!(
        "Spelling: open `{url}` in the browser; it must show the repository."
    )];
    if !scopes.is_empty() {
        all.push(format!(
            "Scopes: the token needs `{scopes}`. Scopes cannot be added later everywhere; create another token."
        ));
    }
    all.push(
        "Two-factor sign-in: the account’s password does not work for Git then, only a token does."
            .to_owned(),
    );
    all.push(format!(
        "Remove and add the remote again: `git remote remove {0}`, then `git remote add {0} {url}`.",
        remote.name
    ));
    all.push(format!(
        "See Git’s own prompts, with all helpers off: `git -C {folder} -c credential.helper= ls-remote {}`.",
        remote.name
    ));
    all
}
