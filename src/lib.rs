//! Git Locksmith tells which sign-in Git uses for a remote, where it comes from and why the server
//! refuses it; throws the old one away everywhere it hides; and saves a new one after proving
//! that it opens.
//!
//! # The window, with the words of the code on it
//!
//! ```text
//! ┌───────────────────────────────────────────────────────────────────────────────┐
//! │ Git Locksmith                                      Check all    Add folder…   │ ui::top_bar
//! ├──────────────────────┬────────────────────────────────────────────────────────┤
//! │ Filter repositories  │ billing-api                                            │
//! │ Needs attention · All│ ~/work/billing-api                                     │ model::RepositoryReport
//! │                      │ ┌────────────────────────────────────────────────────┐ │
//! │ ~/work               │ │ origin  https://…      Fetch rejected  Push not    │ │ model::RemoteReport, Access
//! │ ▌billing-api  ✗      │ │ ┌────────────────────────────────────────────────┐ │ │
//! │  billing-web  ✗      │ │ │ Bitbucket no longer accepts app passwords      │ │ │ model::Finding
//! │  infra        ✓      │ │ │ [Paste new token…] [Clear saved sign-in]       │ │ │ model::Fix → app::Action
//! │                      │ │ └────────────────────────────────────────────────┘ │ │
//! │ jobs::scan fills it, │ │ acme-dev  App password  Secret Service   Clear     │ │ model::Entry, in a store
//! │ jobs::check colours  │ │ Git tries: 1 netrc · 2 libsecret · 3 asks you      │ │ model::source
//! │ it                   │ └────────────────────────────────────────────────────┘ │
//! │                      │          Cleared 2 saved sign-ins       Undo           │ jobs::clear, jobs::undo
//! ├──────────────────────┴────────────────────────────────────────────────────────┤
//! │ 3 of 12 repositories need attention                                 Activity  │ model::Activity
//! └───────────────────────────────────────────────────────────────────────────────┘
//! ```
//!
//! # Which folder may use which
//!
//! ```text
//! cli ─┐
//!      ├─> jobs ─> diagnosis ─┐
//! app ─┘      ├──> probe ─────┤
//!   └─> ui    ├──> store ─────┼─> model
//!             └──> git ───────┘
//! helper ─────> store, git
//! ```
//!
//! `store` and `probe` also use `git`; `ui` draws what `app::state` holds and answers with
//! `app::action`. A test reads the `use` lines and holds these arrows.
//!
//! # In reading order
//!
//! 1. [`model`]: the words as values, without any I/O
//! 2. [`git`]: Git as it is installed here, its configuration and its repositories read as data
//! 3. [`store`]: where credentials lie
//! 4. [`probe`]: the question to the server, and what its answer means
//! 5. [`diagnosis`]: what is wrong, why, and what to do
//! 6. [`jobs`]: the things a person can do
//! 7. [`app`] and [`ui`]: the window
//! 8. [`cli`]: the command line
//! 9. [`helper`]: the other program, which Git runs to have a sign-in kept in the keyring

pub mod app;
pub mod cli;
pub mod diagnosis;
pub mod git;
pub mod helper;
pub mod jobs;
pub mod model;
pub mod probe;
pub mod store;
pub mod ui;
