//! Has `gpg` decrypt what needs no passphrase any more: nobody is asked, no pinentry is started.

use std::path::PathBuf;
use std::time::Duration;

use crate::git::{Environment, Git, Run};
use crate::model::Secret;

/// Decrypting one small file; a card that is not there can take this long to be missed.
const TIME_LIMIT: Duration = Duration::from_secs(5);

/// The plain text of `encrypted`; `None` where a passphrase would have to be typed, or there is
/// no key for it, or no `gpg`.
///
/// Starts `gpg-agent` where none runs, as every use of `gpg` does.
pub(super) fn decrypt_silently(git: &Git, encrypted: Secret) -> Option<Secret> {
    let environment = git.environment();
    // It would make itself a home.
    let has_keys = key_folder(environment).is_some_and(|folder| folder.is_dir());
    let program = program(environment).filter(|_| has_keys)?;
    let mut finished = Run::new(program, &environment.home()?, environment)
        .args(["--batch", "--no-tty", "--quiet", "--pinentry-mode", "error"])
        .args(["--no-auto-check-trustdb", "--decrypt"])
        .input(encrypted)
        .time_limit(TIME_LIMIT)
        .tell(git.activity())
        .run()
        .ok()?;
    let plain = std::mem::take(&mut *finished.stdout);
    finished.succeeded().then(|| Secret::new(plain))
}

/// As `pass` and Git Credential Manager look for it.
fn program(environment: &Environment) -> Option<PathBuf> {
    if let Some(set) = environment.get("GCM_GPG_PATH") {
        return Some(PathBuf::from(set)).filter(|program| program.is_absolute());
    }
    let folders = environment.path_folders();
    let mut programs = ["gpg2", "gpg"]
        .into_iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    programs.find(|program| program.is_file())
}

fn key_folder(environment: &Environment) -> Option<PathBuf> {
    let set = environment.get("GNUPGHOME").map(PathBuf::from);
    set.or_else(|| Some(environment.home()?.join(".gnupg")))
}
