//! The words of Git Locksmith as values: what a repository, a remote, a sign-in and an answer are.
//!
//! Nothing here reads a disk, runs a program or speaks to a server; that is what makes every
//! decision made on these values a plain function that a test can call.

pub mod access;
pub mod activity;
pub mod cancel;
pub mod change;
pub mod credential;
pub mod entry;
pub mod finding;
pub mod forge;
pub mod machine;
pub mod masked;
pub mod outside_text;
pub mod paste;
pub mod problem;
pub mod realm;
pub mod remote_url;
pub mod report;
pub mod repository;
pub mod secret;
pub mod source;
pub mod surroundings;
pub mod token;
mod token_shape;
mod url_forms;

pub use access::{Access, AccessState};
pub use activity::{Activity, ActivityLog};
pub use cancel::Cancel;
pub use change::Change;
pub use credential::Credential;
pub use entry::{Entry, StoreKind};
pub use finding::{Finding, Fix};
pub use forge::Forge;
pub use machine::Machine;
pub use problem::Problem;
pub use realm::Realm;
pub use remote_url::{RemoteUrl, Transport};
pub use report::{RemoteReport, RepositoryReport};
pub use repository::{Kind, Repository};
pub use secret::Secret;
pub use source::{HelperInForce, Origin, Scope};
pub use surroundings::{RepositorySurroundings, Surroundings};
pub use token::TokenKind;
