//! The window's parts, one file each. They draw what [`State`] holds and answer with
//! [`Action`]s; they read no disk, run no program and wait for nothing. The only thing they
//! change is what is being typed ([`Drafts`]).

mod accounts;
mod activity;
mod change;
pub mod command;
mod empty;
mod finding;
mod focus;
mod foot;
mod list;
mod menu;
mod palette;
mod path_field;
mod remote_card;
mod repair;
mod repair_test;
mod repair_url;
mod report;
mod repository;
mod saved;
mod settings;
mod sheet;
mod shortcuts;
pub mod theme;
mod toast;
mod token_dialog;
mod top_bar;
pub mod widgets;
mod words;

use egui::{CentralPanel, Frame, Panel, Ui};

use crate::app::state::Page;
use crate::app::{Action, Drafts, State};
use theme::{colours, size};

/// What a part of the window draws from and answers with.
pub struct Part<'a> {
    /// What is shown.
    pub state: &'a State,
    /// What is being typed.
    pub drafts: &'a mut Drafts,
    /// What the person asks for.
    pub actions: &'a mut Vec<Action>,
}

impl Part<'_> {
    fn ask(&mut self, action: Action) {
        self.actions.push(action);
    }
}

/// Draws the whole window.
pub fn window_ui(ui: &mut Ui, part: &mut Part<'_>) {
    let colours = colours(ui);
    focus::keep(ui, part.state);
    shortcuts::read(ui, part);
    Panel::top("top bar")
        .exact_size(size::TOP_BAR)
        .resizable(false)
        .show_separator_line(false)
        .frame(Frame::NONE.fill(colours.panel))
        .show(ui, |ui| top_bar::top_bar_ui(ui, part));
    Panel::bottom("foot")
        .exact_size(size::FOOT)
        .resizable(false)
        .show_separator_line(false)
        .frame(Frame::NONE.fill(colours.panel))
        .show(ui, |ui| foot::foot_ui(ui, part));
    if part.state.activity_open {
        Panel::bottom("activity")
            .exact_size((ui.available_height() * 0.45).min(240.0))
            .resizable(false)
            .show_separator_line(false)
            .frame(Frame::NONE.fill(colours.panel))
            .show(ui, |ui| activity::activity_ui(ui, part));
    }
    if part.state.is_first_run() {
        central(ui, |ui| empty::first_run_ui(ui, part));
    } else {
        Panel::left("repositories")
            .exact_size(list_width(ui.available_width()))
            .resizable(false)
            .show_separator_line(false)
            .frame(Frame::NONE.fill(colours.panel))
            .show(ui, |ui| list::list_ui(ui, part));
        central(ui, |ui| repository::repository_ui(ui, part));
    }
    // A repair says itself what its steps did.
    if part.state.repair.is_none() {
        toast::toast_ui(ui, part);
    }
    if part.state.page == Some(Page::Settings) {
        settings::settings_ui(ui, part);
    }
    if let Some(field) = &part.state.path_field {
        path_field::path_field_ui(ui, part, field);
    }
    let state = part.state;
    if state.repair.is_some() {
        repair::repair_ui(ui, part);
    } else if let Some(key) = &state.url {
        repair_url::url_sheet_ui(ui, part, key);
    } else if let Some(planned) = &state.planned {
        change::change_sheet_ui(ui, part, planned);
    } else {
        token_dialog::token_dialog_ui(ui, part);
    }
    if let Some(report) = &part.state.report {
        report::report_ui(ui, part, report);
    }
    if part.state.page == Some(Page::Palette) {
        palette::palette_ui(ui, part);
    }
    drop_zone_ui(ui, part);
}

fn central(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    CentralPanel::no_frame()
        .frame(Frame::NONE.fill(colours(ui).background))
        .show(ui, content);
}

fn list_width(window: f32) -> f32 {
    match window {
        wide if wide >= 900.0 => size::LIST,
        _ => size::LIST_NARROW,
    }
}

/// Folders may be dropped anywhere.
fn drop_zone_ui(ui: &Ui, part: &mut Part<'_>) {
    let (hovers, dropped) = ui.input(|input| {
        let dropped: Vec<_> = input
            .raw
            .dropped_files
            .iter()
            .map(|file| file.path().to_owned())
            .collect();
        (!input.raw.hovered_files.is_empty(), dropped)
    });
    if !dropped.is_empty() {
        part.ask(Action::AddFolders(dropped));
    }
    if hovers {
        empty::drop_here_ui(ui);
    }
}
