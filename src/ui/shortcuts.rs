//! The keys of the window. Fields keep the keys that they need themselves.

use egui::{Key, KeyboardShortcut, Modifiers, Ui};

use super::{Part, list};
use crate::app::Action;

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Command {
    Search,
    CheckAll,
    AddFolder,
    TypePath,
    Undo,
}

const SHORTCUTS: [(Modifiers, Key, Command); 6] = [
    (Modifiers::COMMAND, Key::F, Command::Search),
    (Modifiers::NONE, Key::F5, Command::CheckAll),
    (Modifiers::COMMAND, Key::R, Command::CheckAll),
    (Modifiers::COMMAND, Key::O, Command::AddFolder),
    (Modifiers::COMMAND, Key::L, Command::TypePath),
    (Modifiers::COMMAND, Key::Z, Command::Undo),
];

/// Reads the keys; a dialog takes them all.
pub(super) fn read(ui: &Ui, part: &mut Part<'_>) {
    if part.state.token_dialog.is_some()
        || part.state.planned.is_some()
        || part.state.url.is_some()
        || part.state.report.is_some()
        || part.state.path_field.is_some()
    {
        return;
    }
    let is_typing = ui.ctx().text_edit_focused();
    for (modifiers, key, command) in SHORTCUTS {
        // A field undoes its own text.
        if is_typing && command == Command::Undo {
            continue;
        }
        let shortcut = KeyboardShortcut::new(modifiers, key);
        if ui.input_mut(|input| input.consume_shortcut(&shortcut)) {
            run(ui, part, command);
        }
    }
    if part.state.toast.is_some()
        && !is_typing
        && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape))
    {
        part.ask(Action::DismissToast);
    }
    let is_idle = ui.memory(|memory| memory.focused().is_none());
    for (key, by) in [(Key::ArrowDown, 1), (Key::ArrowUp, -1)] {
        if is_idle && ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)) {
            part.ask(Action::SelectBy(by));
        }
    }
}

fn run(ui: &Ui, part: &mut Part<'_>, command: Command) {
    match command {
        Command::Search => ui.memory_mut(|memory| memory.request_focus(list::search_id())),
        Command::CheckAll => part.ask(Action::CheckAll),
        Command::AddFolder => part.ask(Action::ChooseFolder),
        Command::TypePath => part.ask(Action::ShowPathField(true)),
        Command::Undo => part.ask(Action::Undo),
    }
}
