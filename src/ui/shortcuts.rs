//! The keys of the window. Fields keep the keys that they need themselves.

use egui::{Key, Modifiers, Ui};

use super::command::Command;
use super::{Part, list};
use crate::app::Action;

/// Reads the keys; a dialog takes them all.
pub(super) fn read(ui: &Ui, part: &mut Part<'_>) {
    if part.state.is_sheet_open() {
        return;
    }
    let is_typing = ui.ctx().text_edit_focused();
    for command in Command::ALL {
        // A field undoes its own text.
        if is_typing && command == Command::Undo {
            continue;
        }
        for shortcut in command.shortcuts() {
            if ui.input_mut(|input| input.consume_shortcut(shortcut))
                && command.is_possible(part.state)
            {
                run(ui, part, command);
            }
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

/// Does it.
pub(super) fn run(ui: &Ui, part: &mut Part<'_>, command: Command) {
    match command.action(part.state) {
        Some(action) => part.ask(action),
        // Only the search field asks for the keyboard alone.
        None => ui.memory_mut(|memory| memory.request_focus(list::search_id())),
    }
}
