//! The command palette: everything that can be done now, found by typing, with its keys. The field
//! keeps the keyboard; arrow keys choose, Enter does it, Escape closes.

use egui::{
    Align2, Area, Frame, Id, Key, Margin, Modal, Modifiers, Order, Role, ScrollArea, Ui, vec2,
};
use lucide_icons::Icon;

use super::command::Command;
use super::menu::item;
use super::theme::{self, Type, colours, gap, size};
use super::widgets::{Field, announce, label};
use super::{Part, shortcuts};
use crate::app::Action;
use crate::app::action::RemoteKey;
use crate::app::state::repair::wants_repair;
use crate::app::state::{Listed, State};
use crate::model::{Entry, outside_text::display_safe};

/// How many repositories are offered at most: whoever looks for one types on.
const MOST_REPOSITORIES: usize = 50;

/// Something that can be done.
struct Offer {
    icon: Icon,
    words: String,
    keys: String,
    wish: Wish,
}

/// How it is done.
enum Wish {
    Ask(Action),
    Run(Command),
}

pub(super) fn field_id() -> Id {
    Id::unique("command palette's field")
}

pub(super) fn palette_ui(ui: &mut Ui, part: &mut Part<'_>) {
    let colours = colours(ui);
    let window = ui.ctx().content_rect();
    let id = Id::unique("command palette");
    // Below the top bar, where its field stays while the list below grows and shrinks.
    let area = Area::new(id)
        .order(Order::Foreground)
        .anchor(Align2::CENTER_TOP, vec2(0.0, size::TOP_BAR + gap::SMALL));
    let frame = Frame::NONE
        .fill(colours.panel)
        .stroke(egui::Stroke::new(1.0, colours.line))
        .corner_radius(size::SHEET_RADIUS)
        .inner_margin(Margin::same(12))
        .shadow(theme::shadow(48));
    let modal = Modal::new(id)
        .area(area)
        .backdrop_color(colours.veil)
        .frame(frame)
        .show(ui.ctx(), |ui| {
            ui.set_width((window.width() - 96.0).min(size::SHEET));
            super::sheet::name_dialog(ui, "All commands");
            let steps = steps(ui);
            field_ui(ui, part);
            // After the field: words and Enter may have come at once.
            let offers = offers(ui, part.state, &part.drafts.command);
            let chosen = choose(&mut part.drafts.command_chosen, steps, offers.len());
            ui.add_space(gap::SMALL);
            let clicked = rows_ui(ui, &offers, chosen, window.height() - 200.0);
            let is_entered = ui.input(|input| input.key_pressed(Key::Enter));
            let wanted = clicked.or(is_entered.then_some(chosen));
            wanted.and_then(|at| offers.into_iter().nth(at))
        });
    if let Some(offer) = modal.inner {
        part.ask(Action::ShowPalette(false));
        match offer.wish {
            Wish::Ask(action) => part.ask(action),
            Wish::Run(command) => shortcuts::run(ui, part, command),
        }
    } else if modal.should_close() || ui.input(|input| input.key_pressed(Key::Escape)) {
        part.ask(Action::ShowPalette(false));
    }
}

/// The keys that move through the rows; the field below does not get them.
fn steps(ui: &Ui) -> Vec<Key> {
    let keys = [Key::ArrowDown, Key::ArrowUp, Key::PageDown, Key::PageUp];
    let pressed = |key: &Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, *key));
    keys.into_iter().filter(pressed).collect()
}

/// The row that the arrow keys have come to.
fn choose(chosen: &mut usize, steps: Vec<Key>, count: usize) -> usize {
    let last = count.saturating_sub(1);
    for step in steps {
        *chosen = match step {
            Key::ArrowDown if *chosen >= last => 0,
            Key::ArrowDown => *chosen + 1,
            Key::ArrowUp => chosen.checked_sub(1).unwrap_or(last),
            Key::PageDown => *chosen + 8,
            _ => chosen.saturating_sub(8),
        };
    }
    *chosen = (*chosen).min(last);
    *chosen
}

fn field_ui(ui: &mut Ui, part: &mut Part<'_>) {
    let field = Field {
        id: field_id(),
        name: "What do you want to do?",
        hint: "What do you want to do?",
        icon: Some(Icon::Search),
        password: false,
        height: size::FIELD,
        room_right: 0.0,
    };
    let response = field.show(ui, &mut part.drafts.command);
    if !response.has_focus() {
        response.request_focus();
    }
    if response.changed() {
        part.drafts.command_chosen = 0;
    }
}

/// The row that was clicked.
fn rows_ui(ui: &mut Ui, offers: &[Offer], chosen: usize, room: f32) -> Option<usize> {
    let Some(first) = offers.get(chosen) else {
        let words = "No command or repository of this name";
        ui.add_space(gap::TIGHT);
        label(ui, words, Type::Body, colours(ui).dim);
        announce(ui, words);
        return None;
    };
    announce(
        ui,
        &format!("{}, {} of {}", first.words, chosen + 1, offers.len()),
    );
    let room = room.clamp(size::BUTTON, 10.0 * size::BUTTON);
    let memory = Id::unique("command that was scrolled to");
    let was: Option<usize> = ui.data(|data| data.get_temp(memory));
    let mut clicked = None;
    ScrollArea::vertical()
        .max_height(room)
        // What the list grew to before is no bound: after a word that few have it was short.
        .min_scrolled_height(room)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            for (nth, offer) in offers.iter().enumerate() {
                let is_chosen = nth == chosen;
                let row = item(
                    ui,
                    offer.icon,
                    &offer.words,
                    &offer.keys,
                    is_chosen,
                    Role::ListBoxOption,
                );
                if is_chosen && was != Some(chosen) {
                    ui.scroll_to_rect_animation(
                        row.rect,
                        None,
                        egui::style::ScrollAnimation::none(),
                    );
                    ui.data_mut(|data| data.insert_temp(memory, chosen));
                }
                if row.clicked() {
                    clicked = Some(nth);
                }
            }
        });
    clicked
}

/// What can be done now and has all the typed words in it: first for the shown repository, then
/// for the window, then the way to each repository.
fn offers(ui: &Ui, state: &State, typed: &str) -> Vec<Offer> {
    let typed = typed.to_lowercase();
    let typed: Vec<&str> = typed.split_whitespace().collect();
    let fits = |words: &str| {
        let words = words.to_lowercase();
        typed.iter().all(|part| words.contains(part))
    };
    let mut offers: Vec<Offer> = Command::ALL
        .into_iter()
        .filter(|command| *command != Command::Palette && command.is_possible(state))
        .map(|command| Offer {
            icon: command.icon(),
            words: command.words(state).to_owned(),
            keys: command.keys(ui.ctx()).unwrap_or_default(),
            wish: Wish::Run(command),
        })
        .collect();
    if let Some(listed) = state.shown_repository() {
        offers.extend(of_remotes(listed));
    }
    offers.retain(|offer| fits(&offer.words));
    if !typed.is_empty() {
        let ways = state.repositories.iter().map(way_to);
        offers.extend(ways.filter(|way| fits(&way.words)).take(MOST_REPOSITORIES));
    }
    offers
}

fn way_to(listed: &Listed) -> Offer {
    Offer {
        icon: Icon::ChevronRight,
        words: format!("Go to {}", listed.name()),
        keys: String::new(),
        wish: Wish::Ask(Action::Select(listed.report.path.clone())),
    }
}

fn of_remotes(listed: &Listed) -> Vec<Offer> {
    let mut offers = Vec::new();
    for remote in &listed.report.remotes {
        let key = RemoteKey {
            path: listed.report.path.clone(),
            remote: remote.name.clone(),
        };
        let of = format!("{} of {}", display_safe(&remote.name), listed.name());
        let takes_token = remote.urls().any(|url| url.realm().is_some());
        let mut offer = |is_there: bool, icon, words: String, action: Action| {
            if is_there {
                offers.push(Offer {
                    icon,
                    words,
                    keys: String::new(),
                    wish: Wish::Ask(action),
                });
            }
        };
        offer(
            true,
            Icon::RefreshCw,
            format!("Check {of}"),
            Action::Check(key.clone()),
        );
        offer(
            takes_token,
            Icon::Key,
            format!("Paste new token for {of}…"),
            Action::OpenTokenDialog(key.clone()),
        );
        offer(
            wants_repair(remote),
            Icon::Key,
            format!("Repair the sign-in for {of}…"),
            Action::OpenRepair(key.clone()),
        );
        offer(
            remote.saved.iter().any(Entry::goes_with_all),
            Icon::X,
            format!("Clear saved sign-in for {of}"),
            Action::ClearRealm(key.clone()),
        );
        offer(
            true,
            Icon::Pencil,
            format!("Change the URL of {of}…"),
            Action::OpenUrl(key),
        );
    }
    offers
}
