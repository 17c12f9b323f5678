//! What is wrong with a remote, why, and what to press. The first finding is the headline and
//! has the one primary button; the others follow, closed.

use egui::{Align, CollapsingHeader, Frame, Layout, Margin, Ui};
use lucide_icons::Icon;

use super::Part;
use super::theme::{Type, colours, size};
use super::widgets::{Look, button, label, paragraph, sentence, text};
use super::words;
use crate::app::Action;
use crate::app::action::RemoteKey;
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
    ui.add_space(14.0);
    box_ui(ui, part, key, headline);
    for finding in others {
        ui.add_space(8.0);
        let title = text(&finding.title, Type::Cell).color(colours(ui).text);
        CollapsingHeader::new(title)
            .id_salt(finding.rule)
            .show_unindented(ui, |ui| {
                ui.add_space(6.0);
                box_ui(ui, part, key, finding);
            });
    }
}

fn box_ui(ui: &mut Ui, part: &mut Part<'_>, key: &RemoteKey, finding: &Finding) {
    let colours = colours(ui);
    let tone = words::weight(finding.weight).of(colours);
    Frame::NONE
        .fill(tone.ground)
        .corner_radius(size::CARD_RADIUS)
        .inner_margin(Margin::symmetric(16, 14))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            label(ui, &finding.title, Type::Title, colours.text);
            ui.add_space(4.0);
            let chips = colours.code.gamma_multiply(0.9);
            paragraph(
                ui,
                &sentence(&finding.explanation),
                Type::Body,
                colours.text,
                chips,
            );
            for fix in &finding.fixes {
                if let Fix::Advice { text } = fix {
                    ui.add_space(6.0);
                    paragraph(ui, text, Type::Body, colours.dim, chips);
                }
            }
            fixes_ui(ui, part, key, &finding.fixes);
            evidence_ui(ui, finding);
        });
}

/// The fixes as buttons, the best first and primary.
fn fixes_ui(ui: &mut Ui, part: &mut Part<'_>, key: &RemoteKey, fixes: &[Fix]) {
    let pressable = || {
        fixes
            .iter()
            .filter(|fix| !matches!(fix, Fix::Advice { .. }))
    };
    if pressable().next().is_none() {
        return;
    }
    ui.add_space(12.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.y = 8.0;
        let is_wide = ui.available_width() >= size::STACK_BELOW;
        for (nth, fix) in pressable().enumerate() {
            let look = match (nth, fix) {
                (_, Fix::OpenTokenPage { .. }) => Look::Ghost,
                (0, _) => Look::Primary,
                _ => Look::Plain,
            };
            // What leads out of the window stands apart, where there is room.
            let pressed = match (look, is_wide) {
                (Look::Ghost, true) => {
                    let layout = Layout::right_to_left(Align::Center);
                    ui.with_layout(layout, |ui| fix_ui(ui, look, key, fix))
                        .inner
                }
                _ => fix_ui(ui, look, key, fix),
            };
            if let Some(action) = pressed {
                part.ask(action);
            }
        }
    });
}

fn fix_ui(ui: &mut Ui, look: Look, key: &RemoteKey, fix: &Fix) -> Option<Action> {
    let (icon, words, action) = match fix {
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
        Fix::Change { .. } | Fix::Advice { .. } => return None,
    };
    button(ui, look, icon, &words).clicked().then_some(action)
}

/// What it is based on, in small print.
fn evidence_ui(ui: &mut Ui, finding: &Finding) {
    // The settings of a repository that is not trusted stand in a card of their own.
    if finding.evidence.is_empty() || finding.rule == "untrusted-repo" {
        return;
    }
    ui.add_space(10.0);
    let words = finding.evidence.join(" · ");
    label(ui, words, Type::Small, colours(ui).dim);
}
