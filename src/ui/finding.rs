//! What is wrong with a remote, why, and what to press. The first finding is the headline and
//! has the one primary button; the others follow, closed.

use egui::{Align, CollapsingHeader, Frame, Layout, Margin, Ui};
use lucide_icons::Icon;

use super::Part;
use super::theme::{Type, colours, gap, size};
use super::widgets::{Look, button, label, paragraph, sentence, text};
use super::words;
use crate::app::Action;
use crate::app::action::RemoteKey;
use crate::app::state::repair::wants_repair;
use crate::model::{Finding, Fix, RemoteReport};

pub(super) fn findings_ui(
    ui: &mut Ui,
    part: &mut Part<'_>,
    key: &RemoteKey,
    remote: &RemoteReport,
) {
    let [headline, others @ ..] = remote.findings.as_slice() else {
        return;
    };
    ui.add_space(gap::LARGE);
    box_ui(ui, part, key, headline, wants_repair(remote));
    for finding in others {
        ui.add_space(gap::SMALL);
        let title = text(&finding.title, Type::Cell).color(colours(ui).text);
        CollapsingHeader::new(title)
            .id_salt(finding.rule)
            .show_unindented(ui, |ui| {
                ui.add_space(gap::SMALL);
                box_ui(ui, part, key, finding, false);
            });
    }
}

/// One finding; where it `offers_repair`, all its steps can be gone through one by one.
fn box_ui(
    ui: &mut Ui,
    part: &mut Part<'_>,
    key: &RemoteKey,
    finding: &Finding,
    offers_repair: bool,
) {
    let colours = colours(ui);
    let tone = words::weight(finding.weight).of(colours);
    Frame::NONE
        .fill(tone.ground)
        .corner_radius(size::CARD_RADIUS)
        .inner_margin(Margin::symmetric(16, 14))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            label(ui, &finding.title, Type::Title, colours.text);
            ui.add_space(gap::TIGHT);
            let chips = colours.code;
            paragraph(
                ui,
                &sentence(&finding.explanation),
                Type::Body,
                colours.text,
                chips,
            );
            for fix in &finding.fixes {
                if let Fix::Advice { text } = fix {
                    ui.add_space(gap::SMALL);
                    paragraph(ui, text, Type::Body, colours.dim, chips);
                }
            }
            fixes_ui(ui, part, key, &finding.fixes, offers_repair);
            evidence_ui(ui, finding);
        });
}

/// The fixes as buttons, the best first and primary; what leads out of the window stands apart,
/// where there is room.
fn fixes_ui(ui: &mut Ui, part: &mut Part<'_>, key: &RemoteKey, fixes: &[Fix], offers_repair: bool) {
    let is_advice = |fix: &&Fix| matches!(fix, Fix::Advice { .. });
    let mut pressable: Vec<&Fix> = fixes.iter().filter(|fix| !is_advice(fix)).collect();
    if pressable.is_empty() && !offers_repair {
        return;
    }
    ui.add_space(gap::MEDIUM);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.y = 8.0;
        let is_wide = ui.available_width() >= size::STACK_BELOW;
        if !pressable.is_empty() && !matches!(pressable[0], Fix::OpenTokenPage { .. }) {
            fix_ui(ui, part, key, Look::Primary, pressable.remove(0));
        }
        let (outside, here): (Vec<&Fix>, Vec<&Fix>) =
            pressable.iter().partition(|fix| leads_outside(fix));
        for fix in here {
            fix_ui(ui, part, key, Look::Plain, fix);
        }
        if offers_repair && button(ui, Look::Plain, None, "Repair sign-in…").clicked() {
            part.ask(Action::OpenRepair(key.clone()));
        }
        let outside = |ui: &mut Ui| {
            for fix in outside {
                fix_ui(ui, part, key, Look::Ghost, fix);
            }
        };
        if is_wide {
            let layout = Layout::right_to_left(Align::Center);
            ui.with_layout(layout, outside);
        } else {
            outside(ui);
        }
    });
}

fn leads_outside(fix: &Fix) -> bool {
    matches!(fix, Fix::OpenTokenPage { .. } | Fix::OpenPage { .. })
}

fn fix_ui(ui: &mut Ui, part: &mut Part<'_>, key: &RemoteKey, look: Look, fix: &Fix) {
    if let Some((icon, words, action)) = pressed(look, key, fix)
        && button(ui, look, icon, &words).clicked()
    {
        part.ask(action);
    }
}

/// What a button for `fix` shows, and what it asks for.
fn pressed(look: Look, key: &RemoteKey, fix: &Fix) -> Option<(Option<Icon>, String, Action)> {
    Some(match fix {
        Fix::ClearSavedSignIn => (
            None,
            "Clear saved sign-in".to_owned(),
            Action::ClearRealm(key.clone()),
        ),
        Fix::PasteNewToken => (
            Some(Icon::Key).filter(|_| look == Look::Primary),
            "Paste new token…".to_owned(),
            Action::OpenTokenDialog(key.clone()),
        ),
        Fix::CheckAgain => (
            Some(Icon::RefreshCw),
            "Check again".to_owned(),
            Action::CheckAgain(key.clone()),
        ),
        Fix::OpenTokenPage { url } => (
            Some(Icon::ExternalLink),
            "Token page".to_owned(),
            Action::OpenPage(url.clone()),
        ),
        Fix::AllowPlainHttp { host } => (
            None,
            format!("Allow plain http to {host}"),
            Action::AllowPlainHttp {
                host: host.clone(),
                allow: true,
            },
        ),
        Fix::OpenPage { words, url } => (
            Some(Icon::ExternalLink),
            words.clone(),
            Action::OpenPage(url.clone()),
        ),
        Fix::Change { words, change } => (
            None,
            words.clone(),
            Action::PlanChange(key.clone(), words.clone(), change.clone()),
        ),
        Fix::Advice { .. } => return None,
    })
}

/// What it is based on, in small print.
fn evidence_ui(ui: &mut Ui, finding: &Finding) {
    // The settings of a repository that is not trusted stand in a card of their own.
    if finding.evidence.is_empty() || finding.rule == "untrusted-repo" {
        return;
    }
    ui.add_space(gap::MEDIUM);
    let words = finding.evidence.join(" · ");
    label(ui, words, Type::Small, colours(ui).dim);
}
