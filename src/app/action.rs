//! What a person can ask of the window. The parts of the window answer with these; nothing else
//! makes anything happen.

use std::path::PathBuf;

use super::settings::Setting;
use super::state::RepairStep;
use crate::model::{Change, Entry, Realm};

/// One remote of one repository.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RemoteKey {
    /// The repository.
    pub path: PathBuf,
    /// The remote's name.
    pub remote: String,
}

/// Which repositories the list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Filter {
    /// Those with something to repair.
    NeedsAttention,
    /// All of them.
    #[default]
    All,
}

/// A wish.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Open the system's folder dialog.
    ChooseFolder,
    /// Open the field for a typed path, or close it.
    ShowPathField(bool),
    /// Add these folders and look for repositories in them.
    AddFolders(Vec<PathBuf>),
    /// Take a folder off the list; nothing on disk changes.
    ForgetFolder(PathBuf),
    /// Look for repositories again in all folders.
    ScanAgain,
    /// Stop looking and asking.
    Stop,
    /// Ask the servers of all remotes.
    CheckAll,
    /// Ask the server of one remote.
    Check(RemoteKey),
    /// Ask the server of one remote, also with what was refused before.
    CheckAgain(RemoteKey),
    /// The same, and ask helpers too that may open a dialog.
    AskHelpers(RemoteKey),
    /// Let credentials travel over plain http to this host, or no longer.
    AllowPlainHttp {
        /// Host and port.
        host: String,
        /// Whether they may.
        allow: bool,
    },
    /// Show this repository.
    Select(PathBuf),
    /// Show the one so many rows further down the list.
    SelectBy(isize),
    /// Change which repositories the list shows.
    Filter(Filter),
    /// The search field holds something else.
    Search,
    /// Clear all that is saved for the realm of a remote.
    ClearRealm(RemoteKey),
    /// Clear one saved sign-in.
    ClearEntry(Box<Entry>),
    /// Put back what was cleared last.
    Undo,
    /// The toast was read.
    DismissToast,
    /// Open the dialog for a new token.
    OpenTokenDialog(RemoteKey),
    /// Close it; a save that runs is cancelled.
    CloseTokenDialog,
    /// The token field holds something else.
    TokenChanged,
    /// Try the token and save it.
    SaveToken,
    /// Show the URL of a remote, and what can be changed about it.
    OpenUrl(RemoteKey),
    /// Close it.
    CloseUrl,
    /// Open the guided repair of a remote.
    OpenRepair(RemoteKey),
    /// Leave it; what its steps did stays done.
    CloseRepair,
    /// Show another step of it.
    ShowRepairStep(RepairStep),
    /// Ask the server of all remotes there, also with what was refused before.
    CheckServer(Realm),
    /// Show what this change would change; the words are those of its button.
    PlanChange(RemoteKey, String, Change),
    /// Make the change that is shown.
    MakeChange,
    /// Put it aside.
    CloseChange,
    /// Copy this, which is no secret.
    Copy(String),
    /// Open a page in the browser.
    OpenPage(String),
    /// Write a report to hand to a colleague, and show it.
    OpenReport,
    /// Copy it.
    CopyReport,
    /// Close it.
    CloseReport,
    /// Open the settings, or close them.
    ShowSettings(bool),
    /// Change a setting of the window.
    Set(Setting),
    /// Have Git ask our own helper.
    InstallHelper,
    /// Have Git ask it no longer.
    RemoveHelper,
    /// Open the command palette, or close it.
    ShowPalette(bool),
    /// Open the activity log, or close it.
    ShowActivity(bool),
}
