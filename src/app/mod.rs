//! The window: one [`State`], changed by what a person asks ([`Action`]) and by what the jobs
//! tell ([`event::Event`]), and drawn by [`crate::ui`].
//!
//! [`App::logic`](eframe::App::logic) takes over what jobs told and is the only writer;
//! [`App::ui`](eframe::App::ui) draws and collects actions. While nothing happens, nothing is
//! drawn: only the jobs wake the window.

pub mod action;
mod dialogs;
mod dispatch;
pub mod drafts;
pub mod event;
mod instance;
pub mod settings;
pub mod state;
mod system_theme;
mod work;

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};

pub use action::Action;
pub use drafts::Drafts;
pub use state::State;

use crate::git::Environment;
use crate::ui;
use instance::{Door, Start};
use settings::{Settings, ThemeChoice};
use state::token_dialog::Clipboard;
use work::Work;
use zeroize::Zeroize;

/// The application's id, by which a desktop knows its windows.
pub const ID: &str = "io.github.git_locksmith.GitLocksmith";

/// The window's application.
pub struct App {
    state: State,
    drafts: Drafts,
    work: Work,
    told: Receiver<event::Told>,
    actions: Vec<Action>,
    size: Option<[u16; 2]>,
    frames: Frames,
    /// How the window looks now.
    appearance: ui::theme::Appearance,
    /// In how many frames the clipboard has had time to answer.
    clipboard_asked: Option<u8>,
    /// The socket that goes when the window closes.
    door: Option<PathBuf>,
}

/// How far the first frame is.
#[derive(PartialEq, Eq)]
enum Frames {
    None,
    Drawn,
    Shown,
}

/// Opens the window and stays until it is closed. `folders` are shown beside the remembered
/// ones. Where a window is open on this display already, it is given the folders instead, comes
/// to the front, and this returns at once.
///
/// # Errors
///
/// There is no display, or none of its drivers can draw.
pub fn run(environment: Environment, folders: Vec<PathBuf>) -> anyhow::Result<()> {
    let here = std::env::current_dir().unwrap_or_default();
    let folders: Vec<PathBuf> = folders
        .into_iter()
        .map(|folder| here.join(folder))
        .collect();
    let door = match instance::start(&environment, &folders) {
        Start::First(door) => door,
        Start::HandedOver => return Ok(()),
    };
    let (settings, problem) = App::load_settings(&environment);
    let [width, height] = settings.window.unwrap_or([1160, 760]);
    let icon = eframe::icon_data::from_png_bytes(include_bytes!("../../assets/icon.png"))?;
    let viewport = egui::ViewportBuilder::default()
        .with_app_id(ID)
        .with_title("Git Locksmith")
        .with_inner_size([f32::from(width.max(640)), f32::from(height.max(480))])
        .with_min_inner_size([640.0, 480.0])
        .with_icon(icon);
    let options = eframe::NativeOptions {
        viewport,
        // Said aloud: where the tests' crates bring wgpu as well, eframe would take that.
        renderer: eframe::Renderer::Glow,
        ..eframe::NativeOptions::default()
    };
    eframe::run_native(
        "Git Locksmith",
        options,
        Box::new(|creation| {
            let mut app = App::with_settings(&creation.egui_ctx, environment, settings);
            ui::theme::system_fonts::add(&creation.egui_ctx);
            app.state.errors.extend(problem);
            app.follow_system_theme();
            app.listen(door);
            app.open(folders);
            Ok(Box::new(app))
        }),
    )
    .map_err(|error| why_not(&error))
}

/// Why the window did not open, and what is missing where that is known.
fn why_not(error: &eframe::Error) -> anyhow::Error {
    use eframe::Error::{Glutin, NoGlutinConfigs, OpenGL};
    match error {
        Glutin(_) | NoGlutinConfigs(..) | OpenGL(_) => anyhow::anyhow!(
            "it is drawn with OpenGL 2.1, and no driver for it starts here ({error}); Mesa’s, which needs no graphics card, is enough (libgl1-mesa-dri on Debian)"
        ),
        _ => anyhow::anyhow!("{error}"),
    }
}

impl App {
    /// An application that draws in `context`, with what is remembered in `environment`.
    pub fn new(context: &egui::Context, environment: Environment) -> Self {
        let (settings, problem) = Self::load_settings(&environment);
        let mut app = Self::with_settings(context, environment, settings);
        app.state.errors.extend(problem);
        app
    }

    fn load_settings(environment: &Environment) -> (Settings, Option<String>) {
        settings::file(environment)
            .map_or_else(|| (Settings::default(), None), |file| settings::load(&file))
    }

    fn with_settings(
        context: &egui::Context,
        environment: Environment,
        settings: Settings,
    ) -> Self {
        ui::theme::install(context);
        let (sender, told) = channel();
        let wake = {
            let context = context.clone();
            move || context.request_repaint()
        };
        Self {
            state: State::new(environment.clone(), settings),
            drafts: Drafts::default(),
            work: Work::new(environment, sender, wake),
            told,
            actions: Vec::new(),
            size: None,
            frames: Frames::None,
            appearance: ui::theme::Appearance::default(),
            clipboard_asked: None,
            door: None,
        }
    }

    /// Looks for repositories in the remembered folders and in `folders`. Asks no server.
    pub fn open(&mut self, folders: Vec<PathBuf>) {
        self.state.due.check = self.state.settings.check_on_start;
        self.dispatch(Action::ScanAgain);
        let here = std::env::current_dir().unwrap_or_default();
        let folders = folders.into_iter().map(|folder| here.join(folder));
        self.dispatch(Action::AddFolders(folders.collect()));
    }

    /// Takes over the folders of later starts.
    fn listen(&mut self, door: Option<Door>) {
        if let Some(door) = door {
            self.door = Some(door.path());
            self.work.listen(door);
        }
    }

    /// Is dark while the desktop is, where only the desktop portal tells.
    pub fn follow_system_theme(&mut self) {
        self.work.watch_theme();
    }

    /// What the window shows.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Does what a person asks for.
    pub fn ask(&mut self, action: Action) {
        self.dispatch(action);
    }

    /// Takes over everything that the jobs told since.
    pub fn hear(&mut self) {
        while let Ok(told) = self.told.try_recv() {
            self.take(told);
        }
    }

    /// Takes over one thing that a job told.
    pub fn take(&mut self, told: event::Told) {
        if let Some(follow_up) = self.state.apply(told) {
            self.follow_up(follow_up);
        }
    }

    /// Looks as the settings and the desktop wish.
    fn restyle(&mut self, context: &egui::Context) {
        let (settings, wishes) = (&self.state.settings, &self.state.wishes);
        let appearance = ui::theme::Appearance {
            theme: match settings.theme {
                ThemeChoice::Light => egui::ThemePreference::Light,
                ThemeChoice::Dark => egui::ThemePreference::Dark,
                ThemeChoice::System | ThemeChoice::HighContrast => egui::ThemePreference::System,
            },
            high_contrast: match settings.theme {
                ThemeChoice::HighContrast => true,
                ThemeChoice::System => wishes.high_contrast,
                ThemeChoice::Light | ThemeChoice::Dark => false,
            },
            zoom: wishes.zoom(settings),
            reduced_motion: settings.reduced_motion.unwrap_or(wishes.reduced_motion),
        };
        if appearance != self.appearance {
            ui::theme::apply(context, appearance);
            self.appearance = appearance;
        }
    }

    /// After a save the clipboard was asked for what it holds: where that is the token, it is
    /// emptied. Whatever it is goes to no field, as nobody pasted it.
    fn take_clipboard(&mut self, context: &egui::Context) {
        const FRAMES_TO_ANSWER: u8 = 8;
        let Some(frames) = self.clipboard_asked else {
            return;
        };
        let mut held: Vec<String> = Vec::new();
        context.input_mut(|input| {
            input.events.retain_mut(|event| match event {
                egui::Event::Paste(text) => {
                    held.push(std::mem::take(text));
                    false
                }
                _ => true,
            });
        });
        self.clipboard_asked = (held.is_empty() && frames < FRAMES_TO_ANSWER).then_some(frames + 1);
        context.request_repaint();
        for mut text in held {
            let is_token = self.drafts.token.is(text.trim());
            text.zeroize();
            if is_token {
                context.copy_text(String::new());
            }
            if let Some(dialog) = &mut self.state.token_dialog {
                dialog.clipboard = Some(match is_token {
                    true => Clipboard::Cleared,
                    false => Clipboard::HoldsOther,
                });
            }
        }
    }

    /// The window opens as large as it was closed.
    fn remember_size(&mut self) {
        let size = self.size;
        if size.is_some() && size != self.state.settings.window {
            self.work.remember(move |settings| settings.window = size);
        }
    }

    /// The first frame is on the screen when the next one begins: `GIT_LOCKSMITH_LOG=debug`
    /// tells it on standard error, for whoever measures the start.
    fn tell_first_frame(&mut self, context: &egui::Context) {
        match self.frames {
            Frames::None if tracing::enabled!(tracing::Level::DEBUG) => {
                self.frames = Frames::Drawn;
                context.request_repaint();
            }
            Frames::None => self.frames = Frames::Shown,
            Frames::Drawn => {
                self.frames = Frames::Shown;
                tracing::debug!("first frame shown");
            }
            Frames::Shown => (),
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, context: &egui::Context, _frame: &mut eframe::Frame) {
        self.hear();
        if let Some(theme) = self.state.system_theme.take() {
            context.options_mut(|options| options.fallback_theme = theme);
        }
        self.restyle(context);
        if std::mem::take(&mut self.state.due.raise) {
            context.send_viewport_cmd(egui::ViewportCommand::Minimized(false));
            context.send_viewport_cmd(egui::ViewportCommand::Focus);
        }
        if std::mem::take(&mut self.state.due.clipboard) {
            // What it holds comes as if it was pasted.
            context.send_viewport_cmd(egui::ViewportCommand::RequestPaste);
            self.clipboard_asked = Some(0);
        }
        for action in std::mem::take(&mut self.actions) {
            if let Action::OpenPage(url) = &action
                && url.starts_with("https://")
            {
                context.open_url(egui::OpenUrl::new_tab(url));
            }
            if let Action::Copy(text) = &action {
                context.copy_text(text.clone());
            }
            if action == Action::CopyReport
                && let Some(text) = self
                    .state
                    .report
                    .as_ref()
                    .and_then(|report| report.text.clone())
            {
                context.copy_text(text);
            }
            self.dispatch(action);
        }
        self.state.take_stock();
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.take_clipboard(ui.ctx());
        let mut part = ui::Part {
            state: &self.state,
            drafts: &mut self.drafts,
            actions: &mut self.actions,
        };
        ui::window_ui(ui, &mut part);
        if !self.actions.is_empty() {
            // `logic` comes before the next drawing.
            ui.ctx().request_repaint();
        }
        let size = ui.ctx().content_rect().size();
        self.size = Some([whole(size.x), whole(size.y)]);
        self.tell_first_frame(ui.ctx());
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.state.runs.stop();
        if let Some((_, cancel)) = self
            .state
            .token_dialog
            .as_ref()
            .and_then(|dialog| dialog.saving.as_ref())
        {
            cancel.cancel();
        }
        self.drafts.wipe_token();
        if let Some(door) = &self.door {
            let _ = std::fs::remove_file(door);
        }
        self.remember_size();
        self.work.finish();
    }
}

/// Points without their fraction; a window has no negative size and none that is larger.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to what fits"
)]
fn whole(points: f32) -> u16 {
    points.clamp(0.0, 16_384.0) as u16
}
