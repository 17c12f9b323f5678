//! `git-credential-locksmith`: asked by real Git and by hand, on a real keyring.

mod gits_own_tests;
mod locked;
mod protocol;
mod setup;
mod sign_in;
mod stores;

use std::path::Path;

use crate::support::cli::{Cli, Ran, run};
use crate::support::helpers::put_on_path;
use crate::support::home::Home;
use crate::support::keyring::Keyring;

const HELPER: &str = env!("CARGO_BIN_EXE_git-credential-locksmith");

/// A person whose Git keeps sign-ins with our helper.
struct Scene {
    home: Home,
    keyring: Keyring,
}

impl Scene {
    fn new() -> Self {
        let mut home = home_with_helper();
        home.write(".gitconfig", "[credential]\n\thelper = locksmith\n");
        let keyring = Keyring::unlocked(&mut home);
        Self { home, keyring }
    }

    /// What the helper itself answers.
    fn ask(&self, operation: &str, request: &str) -> Ran {
        run(self.home.command(HELPER).arg(operation), request)
    }

    /// What it answers to `get` for https at this host, and more lines.
    fn get(&self, host: &str, more: &str) -> String {
        let ran = self.ask("get", &format!("protocol=https\nhost={host}\n{more}"));
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        ran.out
    }

    /// Stores or erases; it must say nothing.
    fn tell(&self, operation: &str, host: &str, more: &str) {
        let ran = self.ask(operation, &format!("protocol=https\nhost={host}\n{more}"));
        assert_eq!(
            (ran.code, ran.out, ran.err),
            (0, String::new(), String::new())
        );
    }

    /// `git credential`, which asks nobody but helpers.
    fn git(&self, operation: &str, request: &str) -> Ran {
        let mut command = self.home.command("git");
        command
            .args(["credential", operation])
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_ASKPASS", "");
        run(&mut command, request)
    }

    fn cli(&self, arguments: &[&str]) -> Ran {
        Cli::new(self.home.clone()).run(arguments, "")
    }

    /// The users of all items, sorted.
    fn users(&self) -> Vec<String> {
        let items = self.keyring.items().into_iter();
        let mut users: Vec<String> = items
            .filter_map(|item| item.attributes.get("username").cloned())
            .collect();
        users.sort();
        users
    }
}

/// A home that finds the helper on its path.
fn home_with_helper() -> Home {
    let mut home = Home::new();
    put_on_path(&mut home, Path::new(HELPER).parent().unwrap());
    home
}
