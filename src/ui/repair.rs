//! The guided repair: five steps below each other, the one at hand open. Each says what it did;
//! any can be gone back to, and leaving leaves nothing half done.

use egui::{Frame, Margin, Ui};
use lucide_icons::Icon;

use super::sheet::{is_on_button, sheet};
use super::theme::{Type, colours, gap};
use super::token_dialog::{create_ui, fields_ui, save_button_ui, server_name, with_article};
use super::widgets::{Look, button, icon, label, link, sentence};
use super::{Part, repair_test, repair_url, words};
use crate::app::Action;
use crate::app::state::{Repair, RepairStep, TokenDialog};

pub(super) fn repair_ui(ui: &mut Ui, part: &mut Part<'_>) {
    let (Some(repair), Some(dialog)) = (&part.state.repair, &part.state.token_dialog) else {
        return;
    };
    let keys = sheet(
        ui,
        "repair",
        part,
        |ui, part| content_ui(ui, part, repair, dialog),
        |ui, part| buttons_ui(ui, part, repair, dialog),
    );
    if keys.escaped {
        part.ask(Action::CloseRepair);
    }
    if keys.entered && !is_on_button(ui) && !is_typing_elsewhere(ui) {
        match (repair.step, dialog.is_done) {
            (RepairStep::Paste, false) => part.ask(Action::SaveToken),
            (step, _) => go_on(part, step),
        }
    }
}

/// The field of the URL takes Enter itself.
fn is_typing_elsewhere(ui: &Ui) -> bool {
    ui.memory(|memory| memory.has_focus(repair_url::field_id()))
}

fn content_ui(ui: &mut Ui, part: &mut Part<'_>, repair: &Repair, dialog: &TokenDialog) {
    let colours = colours(ui);
    let title = format!("Repair the sign-in for {}", dialog.realm.host_field());
    label(ui, title, Type::Heading, colours.text);
    ui.add_space(gap::TIGHT);
    concerned_ui(ui, part, dialog);
    ui.add_space(gap::MEDIUM);
    for step in RepairStep::ALL {
        step_ui(ui, part, repair, dialog, step);
    }
}

/// The repositories that one repair is for.
fn concerned_ui(ui: &mut Ui, part: &Part<'_>, dialog: &TokenDialog) {
    let mut names: Vec<String> = part
        .state
        .remotes_at(&dialog.realm)
        .map(|(listed, _)| listed.name())
        .collect();
    names.dedup();
    let words = match names.as_slice() {
        [] => String::new(),
        [one] => format!("For {one}."),
        [some @ .., last] if some.len() < 4 => format!("For {} and {last}.", some.join(", ")),
        many => format!(
            "For {} and {} other repositories.",
            many[..3].join(", "),
            many.len() - 3
        ),
    };
    label(ui, words, Type::Body, colours(ui).dim);
}

fn step_ui(
    ui: &mut Ui,
    part: &mut Part<'_>,
    repair: &Repair,
    dialog: &TokenDialog,
    step: RepairStep,
) {
    let colours = colours(ui);
    let is_open = repair.step == step;
    let did = repair.did.get(&step);
    ui.add_space(gap::SMALL);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        let was_passed = repair.passed.contains(&step);
        let (mark, colour) = match (did.is_some(), is_open, was_passed) {
            (true, _, _) => (Icon::CircleCheck, colours.ok.text),
            (false, true, _) => (Icon::ChevronRight, colours.accent),
            (false, false, true) => (Icon::CircleMinus, colours.dim),
            (false, false, false) => (Icon::Circle, colours.dim),
        };
        icon(ui, mark, 18.0, colour);
        let title = format!("{} · {}", step.number(), step.title());
        if is_open {
            label(ui, title, Type::Title, colours.text);
        } else if link(ui, &title, Type::Body, colours.text).clicked() {
            part.ask(Action::ShowRepairStep(step));
        }
    });
    let passed = repair.passed.contains(&step) && !is_open;
    let did = did.map(String::as_str).or(passed.then_some("passed over"));
    if let Some(did) = did {
        indented(ui, |ui| {
            label(ui, sentence(did), Type::Small, colours.dim);
        });
    }
    if is_open {
        ui.add_space(gap::TIGHT);
        indented(ui, |ui| match step {
            RepairStep::Create => create_step_ui(ui, part, dialog),
            RepairStep::Url => repair_url::url_ui(ui, part, &repair.key),
            RepairStep::Clear => clear_step_ui(ui, part, repair),
            RepairStep::Paste => fields_ui(ui, part, dialog),
            RepairStep::Test => repair_test::test_step_ui(ui, part, dialog),
        });
        ui.add_space(gap::TIGHT);
    }
}

fn indented(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    Frame::NONE
        .inner_margin(Margin {
            left: 28,
            ..Margin::ZERO
        })
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            content(ui);
        });
}

fn create_step_ui(ui: &mut Ui, part: &mut Part<'_>, dialog: &TokenDialog) {
    let colours = colours(ui);
    let name = server_name(dialog);
    let token = with_article(dialog.forge.facts().token_word);
    let Some(page) = dialog.forge.token_page_for(&dialog.url) else {
        let words = format!(
            "Create {token} on the pages of {name}, with the right to read and write repositories."
        );
        label(ui, words, Type::Body, colours.text);
        return;
    };
    let words = format!(
        "Git needs {token} from {name}. Keep its page open until the token is pasted: it is shown once."
    );
    label(ui, words, Type::Body, colours.text);
    ui.add_space(gap::SMALL);
    create_ui(ui, part, dialog, page);
}

/// What is saved for the host, and the one button that clears it.
fn clear_step_ui(ui: &mut Ui, part: &mut Part<'_>, repair: &Repair) {
    let colours = colours(ui);
    let Some((_, remote)) = part.state.remote(&repair.key) else {
        return;
    };
    if remote.saved.is_empty() {
        label(
            ui,
            "Nothing is saved for this host.",
            Type::Body,
            colours.text,
        );
        return;
    }
    for entry in &remote.saved {
        let words = format!(
            "{} · {} · {}",
            words::account(entry),
            words::kind(entry, remote.surroundings.read_at).0,
            words::place(part.state, entry)
        );
        label(ui, words, Type::Cell, colours.text);
        ui.add_space(gap::HAIR);
    }
    ui.add_space(gap::SMALL);
    let is_busy = !part.state.runs.changes.is_empty();
    let pressed = ui
        .add_enabled_ui(!is_busy, |ui| {
            button(ui, Look::Plain, None, "Clear saved sign-ins")
        })
        .inner
        .clicked();
    if pressed {
        part.ask(Action::ClearRealm(repair.key.clone()));
    }
    ui.add_space(gap::TIGHT);
    let words = "Can be put back with Undo. If you go on without clearing, the new token replaces them once it is proved.";
    label(ui, words, Type::Small, colours.dim);
}

fn buttons_ui(ui: &mut Ui, part: &mut Part<'_>, repair: &Repair, dialog: &TokenDialog) {
    match (repair.step, dialog.is_done) {
        (RepairStep::Paste, false) => save_button_ui(ui, part, dialog),
        (RepairStep::Test, _) => {
            if button(ui, Look::Primary, None, "Done").clicked() {
                part.ask(Action::CloseRepair);
            }
        }
        (step, _) => {
            if button(ui, Look::Primary, None, "Next").clicked() {
                go_on(part, step);
            }
        }
    }
    if let Some(before) = repair.step.previous()
        && button(ui, Look::Plain, None, "Back").clicked()
    {
        part.ask(Action::ShowRepairStep(before));
    }
    if repair.step != RepairStep::Test && button(ui, Look::Ghost, None, "Leave").clicked() {
        part.ask(Action::CloseRepair);
    }
    let can_undo = part
        .state
        .toast
        .as_ref()
        .is_some_and(|toast| toast.can_undo);
    if can_undo && button(ui, Look::Ghost, Some(Icon::Undo2), "Undo").clicked() {
        part.ask(Action::Undo);
    }
}

fn go_on(part: &mut Part<'_>, step: RepairStep) {
    part.ask(match step.next() {
        Some(next) => Action::ShowRepairStep(next),
        None => Action::CloseRepair,
    });
}
