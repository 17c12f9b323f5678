//! The settings page: how the window looks, what it does by itself, its folders, the hosts that may
//! be spoken to over plain http, and our own helper.

use egui::{Layout, Ui};
use lucide_icons::Icon;

use super::Part;
use super::sheet::sheet;
use super::theme::{Type, colours, gap};
use super::widgets::{
    Look, button, check, choice, hairline, icon_button, label, line, link, sentence,
};
use crate::app::Action;
use crate::app::state::preferences::{OwnHelper, Setting, TEXT_SIZES, ThemeChoice};

pub(super) fn settings_ui(ui: &mut Ui, part: &mut Part<'_>) {
    let keys = sheet(
        ui,
        "Settings",
        part,
        |ui, part| {
            label(ui, "Settings", Type::Heading, colours(ui).text);
            ui.add_space(gap::MEDIUM);
            looks_ui(ui, part);
            behaviour_ui(ui, part);
            folders_ui(ui, part);
            hosts_ui(ui, part);
            helper_ui(ui, part);
        },
        |ui, part| {
            if button(ui, Look::Primary, None, "Done").clicked() {
                part.ask(Action::ShowSettings(false));
            }
        },
    );
    if keys.escaped || keys.entered && !super::sheet::is_on_button(ui) {
        part.ask(Action::ShowSettings(false));
    }
}

fn section(ui: &mut Ui, title: &str) {
    ui.add_space(gap::SMALL);
    hairline(ui);
    ui.add_space(gap::MEDIUM);
    label(ui, title, Type::Section, colours(ui).text);
    ui.add_space(gap::SMALL);
}

/// One of several, side by side, below its name.
fn choices_ui<T: Copy + PartialEq>(
    ui: &mut Ui,
    part: &mut Part<'_>,
    name: &str,
    now: T,
    all: &[(T, String)],
    setting: impl Fn(T) -> Setting,
) {
    label(ui, name, Type::Body, colours(ui).text);
    ui.add_space(gap::TIGHT);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(gap::TIGHT, gap::TIGHT);
        for (value, words) in all {
            let full = format!("{name}: {words}");
            if choice(ui, words, &full, *value == now).clicked() {
                part.ask(Action::Set(setting(*value)));
            }
        }
    });
    ui.add_space(gap::MEDIUM);
}

fn looks_ui(ui: &mut Ui, part: &mut Part<'_>) {
    let settings = &part.state.settings;
    let (theme, size, motion) = (settings.theme, settings.text_size, settings.reduced_motion);
    let system = || "As the system".to_owned();
    let themes = [
        (ThemeChoice::System, system()),
        (ThemeChoice::Light, "Light".to_owned()),
        (ThemeChoice::Dark, "Dark".to_owned()),
        (ThemeChoice::HighContrast, "High contrast".to_owned()),
    ];
    choices_ui(ui, part, "Colours", theme, &themes, Setting::Theme);
    let mut sizes = vec![(None, system())];
    sizes.extend(TEXT_SIZES.map(|size| (Some(size), format!("{size} %"))));
    choices_ui(ui, part, "Text size", size, &sizes, Setting::TextSize);
    let motions = [
        (None, system()),
        (Some(false), "Full".to_owned()),
        (Some(true), "Reduced".to_owned()),
    ];
    choices_ui(ui, part, "Motion", motion, &motions, Setting::ReducedMotion);
}

fn behaviour_ui(ui: &mut Ui, part: &mut Part<'_>) {
    section(ui, "What it does by itself");
    let settings = &part.state.settings;
    let (checks, keeps) = (settings.check_on_start, settings.keep_clipboard);
    for (words, about, is_on, setting) in [
        (
            "Check all when the window opens",
            "Asks the server of every remote. Otherwise nothing is asked before you press a button.",
            checks,
            Setting::CheckOnStart(!checks),
        ),
        (
            "Clear the clipboard after a token was saved",
            "Only if it still holds the token. A clipboard history may keep a copy of its own.",
            !keeps,
            Setting::KeepClipboard(!keeps),
        ),
    ] {
        if check(ui, words, is_on).clicked() {
            part.ask(Action::Set(setting));
        }
        ui.add_space(gap::HAIR);
        label(ui, about, Type::Small, colours(ui).dim);
        ui.add_space(gap::SMALL);
    }
}

fn folders_ui(ui: &mut Ui, part: &mut Part<'_>) {
    section(ui, "Folders");
    let state = part.state;
    for folder in &state.settings.folders {
        let shown = state.shown(folder);
        let words = format!("Take {shown} off the list");
        if row_ui(ui, &shown, &words) {
            part.ask(Action::ForgetFolder(folder.clone()));
        }
    }
    ui.horizontal(|ui| {
        if button(ui, Look::Plain, Some(Icon::Folder), "Add folder…").clicked() {
            part.ask(Action::ChooseFolder);
        }
        if link(ui, "or type its path", Type::Small, colours(ui).accent).clicked() {
            part.ask(Action::ShowPathField(true));
        }
    });
    ui.add_space(gap::SMALL);
}

fn hosts_ui(ui: &mut Ui, part: &mut Part<'_>) {
    section(ui, "Hosts that sign-ins may travel to without encryption");
    let state = part.state;
    for host in &state.settings.plain_http_hosts {
        let words = format!("No longer allow plain http to {host}");
        if row_ui(ui, host, &words) {
            let host = host.clone();
            part.ask(Action::AllowPlainHttp { host, allow: false });
        }
    }
    if state.settings.plain_http_hosts.is_empty() {
        let words = "None. Where a remote uses plain http, its page asks you.";
        label(ui, words, Type::Small, colours(ui).dim);
        ui.add_space(gap::SMALL);
    }
}

/// Words with a button at the right that takes them away.
fn row_ui(ui: &mut Ui, words: &str, takes_away: &str) -> bool {
    let row = egui::vec2(ui.available_width(), 28.0);
    ui.allocate_ui_with_layout(row, Layout::right_to_left(egui::Align::Center), |ui| {
        let pressed = icon_button(ui, Icon::X, takes_away).clicked();
        ui.with_layout(Layout::left_to_right(egui::Align::Center), |ui| {
            line(ui, words, Type::Body, colours(ui).text);
        });
        pressed
    })
    .inner
}

fn helper_ui(ui: &mut Ui, part: &mut Part<'_>) {
    section(ui, "Git Locksmith’s own credential helper");
    let colours = colours(ui);
    let Some(helper) = &part.state.own_helper else {
        label(ui, "Looking…", Type::Body, colours.dim);
        return;
    };
    label(ui, stands(helper), Type::Body, colours.text);
    if !helper.others.is_empty() {
        ui.add_space(gap::HAIR);
        let words = format!("Git also asks: {}.", helper.others.join(", "));
        label(ui, words, Type::Small, colours.dim);
    }
    if let Some(problem) = &part.state.helper_problem {
        ui.add_space(gap::TIGHT);
        label(ui, sentence(problem), Type::Small, colours.bad.text);
    }
    ui.add_space(gap::SMALL);
    let is_busy = !part.state.runs.changes.is_empty();
    let is_installed = !helper.configured.is_empty();
    let can_be = !is_busy && (is_installed || helper.is_there && helper.has_keyring);
    let (words, action) = match is_installed {
        true => ("Have Git ask it no longer", Action::RemoveHelper),
        false => ("Have Git ask it", Action::InstallHelper),
    };
    ui.add_enabled_ui(can_be, |ui| {
        if button(ui, Look::Plain, None, words).clicked() {
            part.ask(action);
        }
    });
}

fn stands(helper: &OwnHelper) -> String {
    match (helper.configured.first(), helper.is_there, helper.has_keyring) {
        (Some(origin), ..) => format!(
            "Git asks it, as {origin} says. Taking it out leaves what it saved in the keyring."
        ),
        (None, false, _) => "git-credential-locksmith is neither beside this program nor on PATH; install it first.".to_owned(),
        (None, true, false) => "No keyring answers, so it has nowhere to keep sign-ins. Log in to a desktop that has one.".to_owned(),
        (None, true, true) => "Keeps sign-ins in your desktop’s encrypted keyring. One line is added to your own Git configuration.".to_owned(),
    }
}
