//! The dialog for a new token: create it, paste it, see it recognised, tried, saved and proved.

use egui::{Frame, Id, Margin, Ui};
use lucide_icons::Icon;

use super::Part;
use super::sheet::{is_on_button, sheet};
use super::theme::{Type, colours, gap, size};
use super::widgets::{Field, Look, button, chip, code_box, icon, icon_button, label, sentence};
use crate::app::Action;
use crate::app::state::TokenDialog;
use crate::app::state::token_dialog::{Clipboard, Place, Places, Stands};
use crate::model::Forge;

pub(super) fn token_dialog_ui(ui: &mut Ui, part: &mut Part<'_>) {
    let Some(dialog) = &part.state.token_dialog else {
        return;
    };
    let keys = sheet(
        ui,
        "token dialog",
        part,
        |ui, part| content_ui(ui, part, dialog),
        |ui, part| buttons_ui(ui, part, dialog),
    );
    if keys.escaped {
        part.ask(Action::CloseTokenDialog);
    }
    if keys.entered && !is_on_button(ui) {
        part.ask(match dialog.is_done {
            true => Action::CloseTokenDialog,
            false => Action::SaveToken,
        });
    }
}

fn token_id() -> Id {
    Id::unique("token")
}

fn username_id() -> Id {
    Id::unique("user name for Git")
}

fn content_ui(ui: &mut Ui, part: &mut Part<'_>, dialog: &TokenDialog) {
    let colours = colours(ui);
    let facts = dialog.forge.facts();
    let host = dialog.realm.host_field();
    let name = server_name(dialog);
    let title = format!("New {} for {host}", facts.token_word);
    label(ui, title, Type::Heading, colours.text);
    ui.add_space(gap::TIGHT);
    let used = match dialog.others {
        0 => format!("Used by {}.", dialog.repository),
        1 => format!("Used by {} and 1 other repository.", dialog.repository),
        many => format!(
            "Used by {} and {many} other repositories.",
            dialog.repository
        ),
    };
    let words = format!("{used} Tried first, saved only if {name} accepts it.");
    label(ui, words, Type::Body, colours.dim);
    if let Some(page) = facts_page(dialog) {
        ui.add_space(gap::LARGE);
        field_label(ui, "1 · Create it");
        create_ui(ui, part, dialog, page);
    }
    ui.add_space(gap::LARGE);
    field_label(
        ui,
        match facts_page(dialog) {
            Some(_) => "2 · Paste it",
            None => "Paste it",
        },
    );
    fields_ui(ui, part, dialog);
}

/// What people call the server.
pub(super) fn server_name(dialog: &TokenDialog) -> String {
    match dialog.forge {
        Forge::Plain => dialog.realm.host_field(),
        forge => forge.facts().name.to_owned(),
    }
}

fn facts_page(dialog: &TokenDialog) -> Option<String> {
    dialog.forge.token_page_for(&dialog.url)
}

/// The token, its user name, its place, and how far the save is.
pub(super) fn fields_ui(ui: &mut Ui, part: &mut Part<'_>, dialog: &TokenDialog) {
    paste_ui(ui, part, dialog);
    ui.add_space(gap::LARGE);
    field_label(ui, "User name for Git");
    let username = Field {
        id: username_id(),
        name: "User name for Git",
        hint: "Your name on this server",
        icon: None,
        password: false,
        height: size::FIELD,
        room_right: 0.0,
    };
    ui.add_enabled_ui(dialog.saving.is_none() && !dialog.is_done, |ui| {
        if username.show(ui, &mut part.drafts.username).changed() {
            part.drafts.username_is_own = true;
        }
    });
    ui.add_space(gap::LARGE);
    field_label(ui, "Save in");
    place_ui(ui, part, dialog);
    steps_ui(ui, dialog);
    if let Some(words) = dialog.clipboard.and_then(Clipboard::words) {
        ui.add_space(gap::SMALL);
        label(ui, words, Type::Small, colours(ui).dim);
    }
}

/// The page where a token is made, and what to tick there.
pub(super) fn create_ui(ui: &mut Ui, part: &mut Part<'_>, dialog: &TokenDialog, page: String) {
    let colours = colours(ui);
    let facts = dialog.forge.facts();
    let words = format!("Open {}’s token page", server_name(dialog));
    if button(ui, Look::Plain, Some(Icon::ExternalLink), &words).clicked() {
        part.ask(Action::OpenPage(page));
    }
    let scopes = facts.scopes;
    if scopes.is_empty() {
        return;
    }
    ui.add_space(gap::SMALL);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(5.0, 4.0);
        let words = match scopes.len() {
            1 => "Tick this scope:",
            2 => "Tick both scopes:",
            _ => "Tick these scopes:",
        };
        label(ui, words, Type::Small, colours.dim);
        for scope in scopes {
            let width = ui.available_width().max(120.0);
            chip(ui, scope, width);
        }
    });
}

fn paste_ui(ui: &mut Ui, part: &mut Part<'_>, dialog: &TokenDialog) {
    let colours = colours(ui);
    let characters = dialog
        .recognised
        .as_ref()
        .map(|recognised| format!("{} characters", recognised.characters));
    let field = Field {
        id: token_id(),
        name: "Token",
        hint: "",
        icon: None,
        password: true,
        height: size::FIELD,
        room_right: if characters.is_some() { ROOM } else { 0.0 },
    };
    let is_new = part.drafts.token.is_empty()
        && ui.memory(|memory| memory.focused().is_none())
        && dialog.steps.is_empty();
    let response = ui
        .add_enabled_ui(dialog.saving.is_none() && !dialog.is_done, |ui| {
            field.show(ui, &mut part.drafts.token)
        })
        .inner;
    if is_new {
        response.request_focus();
    }
    if response.changed() {
        part.ask(Action::TokenChanged);
    }
    if let Some(characters) = characters {
        ui.painter().text(
            egui::pos2(
                response.rect.right() + ROOM - 36.0,
                response.rect.center().y,
            ),
            egui::Align2::RIGHT_CENTER,
            characters,
            Type::Small.font(),
            colours.dim,
        );
        reveal_ui(ui, part, &response);
    }
    recognised_ui(ui, dialog);
}

/// At the right of the token's field: how long it is, and the button that shows it.
const ROOM: f32 = 146.0;

/// For how long a token is shown.
const SHOWN_SECS: f64 = 10.0;

/// Shows the token until the time is over, the keyboard goes to another field or another window,
/// or a person hides it. It is painted, not given to a widget: so it is in no accessibility tree
/// and in no undo buffer.
fn reveal_ui(ui: &mut Ui, part: &mut Part<'_>, field: &egui::Response) {
    let now = ui.input(|input| input.time);
    let has_window = ui.input(|input| input.focused);
    let focused = ui.memory(egui::Memory::focused);
    let center = egui::pos2(field.rect.right() + ROOM - 12.0, field.rect.center().y);
    let place = egui::Rect::from_center_size(center, egui::Vec2::splat(28.0));
    let until = part.drafts.revealed_until;
    let (mark, words) = match until {
        Some(_) => (Icon::EyeOff, "Hide the token"),
        None => (Icon::Eye, "Show the token for 10 seconds"),
    };
    let mut child = ui.new_child(egui::UiBuilder::new().max_rect(place));
    let eye = icon_button(&mut child, mark, words);
    let is_elsewhere = focused.is_some_and(|id| id != eye.id && id != token_id());
    let is_over = until.is_some_and(|until| now >= until) || !has_window || is_elsewhere;
    match until {
        None if eye.clicked() => part.drafts.revealed_until = Some(now + SHOWN_SECS),
        Some(_) if is_over || eye.clicked() => part.drafts.revealed_until = None,
        _ => (),
    }
    let Some(until) = part.drafts.revealed_until else {
        return;
    };
    let wait = std::time::Duration::from_secs_f64((until - now).max(0.0));
    ui.ctx().request_repaint_after(wait);
    ui.add_space(gap::TIGHT);
    code_box(ui, |ui| {
        let width = ui.available_width();
        let colour = colours(ui).text;
        let shown = part.drafts.token.revealed();
        let galley = ui
            .painter()
            .layout(shown.to_string(), Type::Code.font(), colour, width);
        let (rect, _) = ui.allocate_exact_size(galley.size(), egui::Sense::hover());
        ui.painter().galley(rect.min, galley, colour);
    });
}

fn recognised_ui(ui: &mut Ui, dialog: &TokenDialog) {
    let colours = colours(ui);
    let Some(recognised) = &dialog.recognised else {
        return;
    };
    let (mark, colour, words) = match (&recognised.refusal, recognised.is_certain) {
        (Some(why), _) => (Icon::CircleX, colours.bad.text, sentence(why)),
        (None, true) => (
            Icon::CircleCheck,
            colours.ok.text,
            format!("Looks like {}", with_article(recognised.kind)),
        ),
        (None, false) => (
            Icon::CircleMinus,
            colours.dim,
            "No shape that is known; it is tried as it is".to_owned(),
        ),
    };
    ui.add_space(gap::SMALL);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        icon(ui, mark, size::ICON, colour);
        label(ui, words, Type::Small, colour);
    });
}

fn place_ui(ui: &mut Ui, part: &mut Part<'_>, dialog: &TokenDialog) {
    let colours = colours(ui);
    match &dialog.places {
        Places::Loading => {
            label(
                ui,
                "Looking where Git could keep it…",
                Type::Body,
                colours.dim,
            );
        }
        Places::InForce { place, plain_text } => {
            let mark = if *plain_text { " · plain text" } else { "" };
            let words = format!("{place}, where Git looks now{mark}");
            Frame::NONE
                .fill(colours.background)
                // Nothing to type or press.
                .stroke(egui::Stroke::new(1.0, colours.line))
                .corner_radius(size::RADIUS)
                .inner_margin(Margin::symmetric(10, 8))
                .show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    label(ui, words, Type::Body, colours.text);
                });
        }
        Places::Choice(choices) if choices.is_empty() => {
            let words = "No credential helper was found on this machine that could keep it";
            label(ui, words, Type::Body, colours.bad.text);
        }
        Places::Choice(choices) => choice_ui(ui, part, dialog, choices),
    }
}

fn choice_ui(ui: &mut Ui, part: &mut Part<'_>, dialog: &TokenDialog, choices: &[Place]) {
    let colours = colours(ui);
    ui.add_enabled_ui(dialog.saving.is_none() && !dialog.is_done, |ui| {
        for (nth, place) in choices.iter().enumerate() {
            let mark = if place.plain_text {
                " · plain text"
            } else {
                ""
            };
            let words = format!("{}{mark}", place.words);
            let is_chosen = part.drafts.place == nth;
            if ui
                .radio(is_chosen, super::widgets::text(words, Type::Body))
                .clicked()
            {
                part.drafts.place = nth;
            }
            ui.add_space(gap::TIGHT);
        }
    });
    let words = "No helper is set up for Git yet; the chosen one is added to your global Git configuration.";
    label(ui, words, Type::Small, colours.dim);
    if choices
        .get(part.drafts.place)
        .is_some_and(|place| place.plain_text)
    {
        ui.add_space(gap::HAIR);
        let words = "Anyone who can read your files can read the token there.";
        label(ui, words, Type::Small, colours.warn.text);
    }
}

fn steps_ui(ui: &mut Ui, dialog: &TokenDialog) {
    let colours = colours(ui);
    if dialog.steps.is_empty() {
        return;
    }
    ui.add_space(gap::MEDIUM);
    for step in &dialog.steps {
        let (mark, colour) = match step.stands {
            Stands::Running => (Icon::RefreshCw, colours.dim),
            Stands::Done => (Icon::CircleCheck, colours.ok.text),
            Stands::Skipped => (Icon::CircleMinus, colours.dim),
            Stands::Failed => (Icon::CircleX, colours.bad.text),
        };
        ui.add_space(gap::SMALL);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            icon(ui, mark, 18.0, colour);
            label(ui, sentence(&step.words), Type::Body, colour);
        });
    }
    if dialog.saving.is_some() {
        ui.scroll_to_cursor(Some(egui::Align::BOTTOM));
    }
}

fn buttons_ui(ui: &mut Ui, part: &mut Part<'_>, dialog: &TokenDialog) {
    if dialog.is_done {
        if button(ui, Look::Primary, None, "Done").clicked() {
            part.ask(Action::CloseTokenDialog);
        }
        return;
    }
    save_button_ui(ui, part, dialog);
    if button(ui, Look::Ghost, None, "Cancel").clicked() {
        part.ask(Action::CloseTokenDialog);
    }
}

/// Can be pressed once there is something to save, and somewhere.
pub(super) fn save_button_ui(ui: &mut Ui, part: &mut Part<'_>, dialog: &TokenDialog) {
    let has_username = !part.drafts.username.trim().is_empty();
    let ready = dialog.is_ready(!part.drafts.token.is_empty(), has_username);
    let pressed = ui
        .add_enabled_ui(ready, |ui| button(ui, Look::Primary, None, "Try and save"))
        .inner
        .clicked();
    if pressed {
        part.ask(Action::SaveToken);
    }
}

fn field_label(ui: &mut Ui, words: &str) {
    label(ui, words, Type::Small, colours(ui).dim);
    ui.add_space(gap::TIGHT);
}

/// `an API token`, `a personal access token`
pub(super) fn with_article(kind: &str) -> String {
    let article = match kind.starts_with(['A', 'E', 'I', 'O', 'U']) {
        true => "an",
        false => "a",
    };
    format!("{article} {kind}")
}
