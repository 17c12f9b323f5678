//! Where the keyboard is while something lies over the window, and afterwards: what is opened
//! takes it, and gives it back to where it was when it closes.

use egui::{Id, Ui};

use super::list;
use crate::app::State;

/// What had the keyboard, and whether anything lay over the window then.
#[derive(Debug, Clone, Copy, Default)]
struct Kept {
    focused: Option<Id>,
    is_sheet_open: bool,
    /// What gets it in the next frame: in the one after a dialog closes, egui still takes it from
    /// whatever lay below.
    gets: Option<Id>,
}

/// Takes note of where the keyboard is, or gives it back. Called once at the start of a frame.
pub(super) fn keep(ui: &Ui, state: &State) {
    let memory = Id::unique("what had the keyboard");
    let mut kept: Kept = ui.data(|data| data.get_temp(memory)).unwrap_or_default();
    let focused = ui.memory(egui::Memory::focused);
    let is_sheet_open = state.is_sheet_open();
    match (kept.is_sheet_open, is_sheet_open) {
        (false, true) => {
            if let Some(behind) = focused.filter(|id| Some(*id) == kept.focused) {
                ui.memory_mut(|memory| memory.surrender_focus(behind));
            }
        }
        (true, false) => kept.gets = who_gets_it(ui, state, kept.focused, focused),
        (true, true) => (),
        (false, false) => match kept.gets.take() {
            Some(gets) => ui.memory_mut(|memory| memory.request_focus(gets)),
            None => kept.focused = focused,
        },
    }
    kept.is_sheet_open = is_sheet_open;
    ui.data_mut(|data| data.insert_temp(memory, kept));
}

/// What had it, or where that is gone, to the row that is shown. Whoever uses the mouse had
/// nothing, and gets nothing.
fn who_gets_it(ui: &Ui, state: &State, had: Option<Id>, focused: Option<Id>) -> Option<Id> {
    let is_taken = focused == Some(list::search_id());
    let had = had.filter(|_| !is_taken)?;
    let is_there = ui.ctx().read_response(had).is_some();
    let row = state.selected.as_deref().map(list::row_id);
    ui.ctx().request_repaint();
    Some(had).filter(|_| is_there).or(row)
}
