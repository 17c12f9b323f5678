//! A home on Windows and the Credential Manager, for one test after the other.

use std::sync::{Mutex, MutexGuard, PoisonError};

use git_locksmith::git::Config;
use git_locksmith::jobs::Workshop;
use git_locksmith::model::{ActivityLog, Entry, Realm};
use git_locksmith::store::Stores;
use git_locksmith::store::own_place::{Place, part_of};

use crate::support::cli::{Cli, Ran, run};
use crate::support::home::Home;
use crate::vault::{self, Item};

/// There is one Credential Manager for all tests.
static ALONE: Mutex<()> = Mutex::new(());

/// What the tests of the helper call its keyring.
pub struct Keyring(#[expect(dead_code, reason = "held while it is used")] MutexGuard<'static, ()>);

impl Keyring {
    pub fn items(&self) -> Vec<Item> {
        vault::items()
    }
}

impl Drop for Keyring {
    fn drop(&mut self) {
        for item in vault::items() {
            vault::delete(&item.target);
        }
    }
}

/// A person on Windows, whose Credential Manager holds nothing for the hosts of the tests.
pub struct Scene {
    pub home: Home,
    pub keyring: Keyring,
}

impl Scene {
    pub fn new() -> Self {
        let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let keyring = Keyring(alone);
        assert_eq!(keyring.items(), [], "the test before has cleaned up");
        let mut home = Home::new();
        // Beside the test program lie the programs that it is about.
        let own = std::env::current_exe().unwrap();
        let programs = own.parent().and_then(|deps| deps.parent()).unwrap();
        let path = std::env::var_os("PATH").unwrap();
        let folders = std::iter::once(programs.to_owned()).chain(std::env::split_paths(&path));
        home.set("PATH", std::env::join_paths(folders).unwrap());
        Self { home, keyring }
    }

    /// What our own helper answers.
    pub fn ask(&self, operation: &str, request: &str) -> Ran {
        self.program("git-credential-locksmith", operation, request)
    }

    /// What it answers to `get` for https at this host, and more lines.
    pub fn get(&self, host: &str, more: &str) -> String {
        let ran = self.ask("get", &format!("protocol=https\nhost={host}\n{more}"));
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        ran.out
    }

    /// Stores or erases; it must say nothing.
    pub fn tell(&self, operation: &str, host: &str, more: &str) {
        let ran = self.ask(operation, &format!("protocol=https\nhost={host}\n{more}"));
        assert_eq!(
            (ran.code, ran.out, ran.err),
            (0, String::new(), String::new())
        );
    }

    /// `git credential`, which asks nobody but helpers.
    pub fn git(&self, operation: &str, request: &str) -> Ran {
        let mut command = self.home.command("git.exe");
        command
            .args(["credential", operation])
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_ASKPASS", "");
        run(&mut command, request)
    }

    /// What Git's own helper for Windows does; the fields of the answer in its order.
    pub fn wincred(&self, operation: &str, request: &str) -> String {
        let ran = self.program("git-credential-wincred", operation, request);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        ran.out
    }

    fn program(&self, name: &str, operation: &str, request: &str) -> Ran {
        let mut command = self.home.command(format!("{name}.exe"));
        run(command.arg(operation), request)
    }

    pub fn cli(&self, arguments: &[&str], input: &str) -> Ran {
        Cli::new(self.home.clone()).run(arguments, input)
    }

    /// The users of all that our helper keeps, sorted.
    pub fn users(&self) -> Vec<String> {
        let items = self.keyring.items().into_iter();
        let firsts = items.filter(|item| part_of(&item.target) == 0);
        let mut users: Vec<String> = firsts
            .filter_map(|item| Some(Place::of_name(&item.target)?.username))
            .collect();
        users.sort();
        users
    }

    pub fn workshop(&self) -> Workshop {
        Workshop::open(&self.home.environment(), &ActivityLog::default()).unwrap()
    }

    pub fn stores(&self) -> Stores {
        let git = self.home.git();
        Stores::of(&git, &Config::personal(&git))
    }

    /// What is listed for a host.
    pub fn list(&self, host: &str) -> Vec<Entry> {
        let realm = Realm::from_fields("https", host).unwrap();
        let listing = self.stores().list(&[realm]);
        assert_eq!(listing.problems, []);
        listing.entries
    }
}
