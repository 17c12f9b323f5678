//! What can be done from anywhere in the window: once here, for the menu, the keys and the command
//! palette. A test fails where two of them have the same keys.

use egui::{Context, Key, KeyboardShortcut, Modifiers};
use lucide_icons::Icon;

use crate::app::action::Filter;
use crate::app::state::preferences::Setting;
use crate::app::{Action, State};

/// Something to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Show all commands.
    Palette,
    /// Ask all servers.
    CheckAll,
    /// Stop looking and asking.
    Stop,
    /// Add a folder by the system's dialog.
    AddFolder,
    /// Add a folder by its path.
    TypePath,
    /// Look again for repositories.
    LookAgain,
    /// Go to the search field.
    Search,
    /// List what needs attention, or all.
    Filter,
    /// Put back what was changed last.
    Undo,
    /// Open or close the log.
    Activity,
    /// Write a report.
    Report,
    /// Show everything larger.
    Larger,
    /// Show everything smaller.
    Smaller,
    /// Open the settings.
    Settings,
}

const fn keys(modifiers: Modifiers, key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(modifiers, key)
}

const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

impl Command {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 14] = [
        Self::CheckAll,
        Self::Stop,
        Self::AddFolder,
        Self::TypePath,
        Self::LookAgain,
        Self::Search,
        Self::Filter,
        Self::Undo,
        Self::Activity,
        Self::Report,
        Self::Larger,
        Self::Smaller,
        Self::Settings,
        Self::Palette,
    ];

    /// Its keys, the ones that are shown first.
    pub fn shortcuts(self) -> &'static [KeyboardShortcut] {
        match self {
            Self::Palette => {
                const { &[keys(Modifiers::COMMAND, Key::K), keys(CTRL_SHIFT, Key::P)] }
            }
            Self::CheckAll => {
                const {
                    &[
                        keys(Modifiers::NONE, Key::F5),
                        keys(Modifiers::COMMAND, Key::R),
                    ]
                }
            }
            Self::Stop => const { &[keys(Modifiers::COMMAND, Key::Period)] },
            Self::AddFolder => const { &[keys(Modifiers::COMMAND, Key::O)] },
            Self::TypePath => const { &[keys(Modifiers::COMMAND, Key::L)] },
            Self::LookAgain => const { &[keys(CTRL_SHIFT, Key::R)] },
            Self::Search => const { &[keys(Modifiers::COMMAND, Key::F)] },
            Self::Filter => const { &[keys(CTRL_SHIFT, Key::F)] },
            Self::Undo => const { &[keys(Modifiers::COMMAND, Key::Z)] },
            Self::Activity => const { &[keys(Modifiers::COMMAND, Key::J)] },
            Self::Report => const { &[keys(CTRL_SHIFT, Key::E)] },
            Self::Larger => {
                const {
                    &[
                        keys(Modifiers::COMMAND, Key::Plus),
                        keys(Modifiers::COMMAND, Key::Equals),
                    ]
                }
            }
            Self::Smaller => const { &[keys(Modifiers::COMMAND, Key::Minus)] },
            Self::Settings => const { &[keys(Modifiers::COMMAND, Key::Comma)] },
        }
    }

    /// Its first keys as they are written on this system.
    pub fn keys(self, context: &Context) -> Option<String> {
        let first = self.shortcuts().first()?;
        Some(context.format_shortcut(first))
    }

    /// What it does, in words.
    pub fn words(self, state: &State) -> &'static str {
        match self {
            Self::Palette => "All commands…",
            Self::CheckAll => "Check all",
            Self::Stop => "Stop looking and asking",
            Self::AddFolder => "Add folder…",
            Self::TypePath => "Type a path…",
            Self::LookAgain => "Look for repositories again",
            Self::Search => "Search the list",
            Self::Filter => match state.repositories.filter {
                Filter::All => "List only what needs attention",
                Filter::NeedsAttention => "List all repositories",
            },
            Self::Undo => "Undo",
            Self::Activity if state.activity_open => "Close activity",
            Self::Activity => "Show activity",
            Self::Report => "Write a report…",
            Self::Larger => "Larger text",
            Self::Smaller => "Smaller text",
            Self::Settings => "Settings…",
        }
    }

    /// Its icon.
    pub fn icon(self) -> Icon {
        match self {
            Self::CheckAll => Icon::RefreshCw,
            Self::Stop => Icon::X,
            Self::AddFolder => Icon::Folder,
            Self::TypePath => Icon::TextCursorInput,
            Self::LookAgain => Icon::FolderOpen,
            Self::Palette | Self::Search => Icon::Search,
            Self::Filter => Icon::TriangleAlert,
            Self::Undo => Icon::Undo2,
            Self::Activity => Icon::Activity,
            Self::Report => Icon::FileText,
            Self::Larger => Icon::ZoomIn,
            Self::Smaller => Icon::ZoomOut,
            Self::Settings => Icon::Settings,
        }
    }

    /// Whether there is anything to do it to.
    pub fn is_possible(self, state: &State) -> bool {
        match self {
            Self::CheckAll => !state.repositories.is_empty() && !state.runs.is_checking(),
            Self::Stop => state.runs.is_checking() || state.runs.is_scanning(),
            Self::LookAgain => !state.settings.folders.is_empty(),
            Self::Search | Self::Filter => !state.is_first_run(),
            Self::Undo => !state.undo.is_empty(),
            Self::Larger | Self::Smaller => self.action(state).is_some(),
            _ => true,
        }
    }

    /// What it asks for; [`Command::Search`] asks only for the keyboard.
    pub fn action(self, state: &State) -> Option<Action> {
        Some(match self {
            Self::Palette => Action::ShowPalette(true),
            Self::CheckAll => Action::CheckAll,
            Self::Stop => Action::Stop,
            Self::AddFolder => Action::ChooseFolder,
            Self::TypePath => Action::ShowPathField(true),
            Self::LookAgain => Action::ScanAgain,
            Self::Search => return None,
            Self::Filter => Action::Filter(match state.repositories.filter {
                Filter::All => Filter::NeedsAttention,
                Filter::NeedsAttention => Filter::All,
            }),
            Self::Undo => Action::Undo,
            Self::Activity => Action::ShowActivity(!state.activity_open),
            Self::Report => Action::OpenReport,
            Self::Larger | Self::Smaller => {
                let larger = self == Self::Larger;
                let size = state.wishes.next_size(&state.settings, larger)?;
                Action::Set(Setting::TextSize(Some(size)))
            }
            Self::Settings => Action::ShowSettings(true),
        })
    }
}
