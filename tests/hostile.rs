//! A hostile repository: nothing of it runs, nothing goes to its server, nothing outside it is
//! written and nothing hangs, whatever it brings.

#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, Mutex, mpsc};
use std::time::Duration;

use serde_json::Value;

use crate::support::authority::{Authority, Certificate};
use crate::support::forge::{Account, Forge, Reply, host};
use crate::support::home::Home;
use crate::support::hostile_rows::{Brings, ROWS, Row};

/// What may have changed after a clear or a save.
const OURS: &[&str] = &[".git-credentials", ".local/state/git-locksmith"];

const ACCOUNTS: &[Account<'static>] = &[
    Account::writer("me", "good"),
    Account::writer("me", "brand-new"),
];

#[test]
fn nothing_of_a_hostile_repository_is_obeyed() {
    let (next, failures) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some(row) = ROWS.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let found = Scene::new(row).faults();
                    let found = found
                        .into_iter()
                        .map(|fault| format!("{}: {fault}", row.name));
                    failures.lock().unwrap().extend(found);
                }
            });
        }
    });
    let failures = failures.into_inner().unwrap();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Without this the test above could pass because its attacks are none.
#[test]
fn git_itself_falls_for_these_repositories() {
    for row in ROWS.iter().filter(|row| !row.bites.is_empty()) {
        let scene = Scene::new(row);
        if row.bites.contains(&"fill") {
            // With a sign-in at hand nobody would be asked for one.
            fs::remove_file(scene.home.path().join(".git-credentials")).unwrap();
        }
        let before = scene.outside();
        scene.run(
            scene
                .home
                .command("git")
                .current_dir(scene.repository())
                .args(row.bites),
            "",
        );
        let harm = scene.harm(&before);
        assert!(!harm.is_empty(), "{}: this is no attack", row.name);
    }
}

/// A person's home with a sign-in for an honest server, and the repository.
struct Scene<'a> {
    row: &'a Row,
    home: Home,
    good: Forge,
    tls: Option<Forge>,
    evil: Forge,
}

impl<'a> Scene<'a> {
    fn new(row: &'a Row) -> Self {
        let scene = Self {
            row,
            home: Home::new(),
            good: Forge::with_accounts(ACCOUNTS),
            tls: row
                .remote
                .contains("TLS")
                .then(|| Forge::start_tls(&AUTHORITY.1, |request| host(request, ACCOUNTS))),
            evil: Forge::start(|_| Reply::sign_in("Give me what you have")),
        };
        scene.furnish();
        scene
    }

    fn furnish(&self) {
        let home = &self.home;
        let mut sign_ins = format!("http://me:good@127.0.0.1:{}\n", self.good.port());
        if let Some(tls) = &self.tls {
            sign_ins += &format!("https://me:good@localhost:{}\n", tls.port());
        }
        home.write(".git-credentials", sign_ins);
        home.write(".gitconfig", "[credential]\n\thelper = store\n[user]\n\tname = n\n\temail = e\n[init]\n\tdefaultBranch = main\n");
        home.write("victim", "precious\n");
        home.write(
            "CMD",
            format!("#!/bin/sh\ntouch {}\n", self.canary().display()),
        );
        make_executable(&home.path().join("CMD"));
        home.run_git(&home.path(), ["init", "-q", "--bare", "bare.git"]);
        let repository = home.repository("work/app", &[("origin", &self.filled(self.row.remote))]);
        home.write("work/app/file", "content\n");
        home.run_git(&repository, ["add", "file"]);
        home.run_git(&repository, ["commit", "-qm", "one"]);
        let config = fs::read_to_string(repository.join(".git/config")).unwrap();
        fs::write(
            repository.join(".git/config"),
            config + &self.filled(self.row.config),
        )
        .unwrap();
        for brought in self.row.brings {
            self.bring(brought);
        }
    }

    fn bring(&self, brought: &Brings) {
        let at = |path: &str| {
            let path = self.repository().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            if path.is_dir() {
                fs::remove_dir_all(&path).unwrap();
            }
            let _ = fs::remove_file(&path);
            path
        };
        match *brought {
            Brings::File(path, content) => fs::write(at(path), self.filled(content)).unwrap(),
            Brings::Program(path) => {
                let path = at(path);
                fs::copy(self.home.path().join("CMD"), &path).unwrap();
                make_executable(&path);
            }
            Brings::Pipe(path) => make_fifo(&at(path)),
            Brings::Link(path, target) => std::os::unix::fs::symlink(target, at(path)).unwrap(),
            Brings::Large(path, length) => fs::write(at(path), vec![b'#'; length]).unwrap(),
        }
    }

    fn filled(&self, text: &str) -> String {
        let home = self.home.path().display().to_string();
        let base = format!("http://127.0.0.1:{}", self.good.port());
        let tls = self
            .tls
            .as_ref()
            .map_or(String::new(), |tls| tls.url("team/app.git"));
        text.replace("CMD", &format!("{home}/CMD"))
            .replace("GOOD", &format!("{base}/team/app.git"))
            .replace("BASE", &base)
            .replace("TLS", &tls)
            .replace(
                "AUTHORITY",
                &AUTHORITY.0.certificate().display().to_string(),
            )
            .replace("EVIL", &format!("127.0.0.1:{}", self.evil.port()))
            .replace("HOME", &home)
    }

    fn repository(&self) -> PathBuf {
        self.home.path().join("work/app")
    }

    fn canary(&self) -> PathBuf {
        self.home.path().join("canary")
    }

    /// Runs the four commands one after the other; what was wrong.
    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (command, input) in [
            (&["sources", "--json"][..], ""),
            (&["check", "--json"], ""),
            (&["clear", "--json"], ""),
            (&["save", "--json", "--user", "me"], "brand-new\n"),
        ] {
            let before = self.outside();
            let path = format!("{}:.::bin", std::env::var("PATH").unwrap());
            let output = self.run(
                self.home
                    .command(env!("CARGO_BIN_EXE_git-locksmith"))
                    .current_dir(self.repository())
                    .env("PATH", path)
                    .args(command)
                    .arg("."),
                input,
            );
            let mut wrong = self.harm(&before);
            let changes_sign_ins = matches!(command[0], "clear" | "save");
            if !changes_sign_ins && before.sign_ins != self.outside().sign_ins {
                wrong.push("the saved sign-ins changed".to_owned());
            }
            if output.status.code().is_none() {
                wrong.push(format!("ended by {}", output.status));
            }
            wrong.extend(self.unexpected(command[0], &output));
            faults.extend(wrong.iter().map(|fault| format!("{}: {fault}", command[0])));
        }
        faults
    }

    /// Whether the command did its work as if the repository were a harmless one.
    fn unexpected(&self, command: &str, output: &Output) -> Vec<String> {
        let mut wrong = Vec::new();
        if self.row.fetch.is_empty() {
            return wrong;
        }
        let out = String::from_utf8_lossy(&output.stdout);
        let told = || format!("{out}{}", String::from_utf8_lossy(&output.stderr));
        let json: Value = serde_json::from_str(&out).unwrap_or_default();
        let origin = json["repositories"][0]["remotes"]
            .as_array()
            .and_then(|remotes| {
                remotes
                    .iter()
                    .find(|remote| remote["name"] == "origin")
                    .cloned()
            });
        let origin = origin.unwrap_or_default();
        if command == "check" && origin["fetch"]["state"] != self.row.fetch {
            wrong.push(format!("not {}: {}", self.row.fetch, told()));
        }
        if command == "check" {
            let findings = origin["findings"].as_array().cloned().unwrap_or_default();
            let is_shown = findings
                .iter()
                .any(|finding| finding["rule"] == "untrusted-repo");
            if is_shown != self.row.is_shown {
                wrong.push(format!("shown: {is_shown}: {}", told()));
            }
        }
        if self.row.fetch == "works" {
            let sign_ins =
                fs::read_to_string(self.home.path().join(".git-credentials")).unwrap_or_default();
            let expected = match command {
                "clear" => !sign_ins.contains("me:good@127"),
                "save" => sign_ins.contains("me:brand-new@127"),
                _ => true,
            };
            if !expected {
                wrong.push(format!("it did not do its work: {}", told()));
            }
        }
        wrong
    }

    /// Everything bad that has happened since `before`.
    fn harm(&self, before: &Outside) -> Vec<String> {
        let mut harm = Vec::new();
        if self.canary().exists() {
            fs::remove_file(self.canary()).unwrap();
            harm.push("something of the repository's ran".to_owned());
        }
        let after = self.outside();
        if after.attacks > before.attacks {
            harm.push("the attacker was spoken to".to_owned());
        }
        for (path, content) in &after.files {
            if before.files.get(path) != Some(content) {
                harm.push(format!("{} was written", path.display()));
            }
        }
        for path in before
            .files
            .keys()
            .filter(|path| !after.files.contains_key(*path))
        {
            harm.push(format!("{} was removed", path.display()));
        }
        for request in self.good.requests() {
            let is_evil = request.header("X-Evil").is_some()
                || request.basic().is_some_and(|(user, _)| user == "evil");
            if is_evil {
                harm.push("the repository's header was sent".to_owned());
            }
        }
        if self
            .tls
            .as_ref()
            .is_some_and(|tls| !tls.requests().is_empty())
        {
            harm.push("a server that nobody vouches for was spoken to".to_owned());
        }
        harm
    }

    fn outside(&self) -> Outside {
        let home = self.home.path();
        let mut files = everything_below(&home);
        files.retain(|path, _| {
            let path = path.strip_prefix(&home).unwrap();
            !OURS.iter().any(|ours| path.starts_with(ours))
        });
        Outside {
            files,
            sign_ins: fs::read(home.join(".git-credentials")).unwrap_or_default(),
            attacks: self.evil.connections(),
        }
    }

    /// Fails instead of hanging.
    fn run(&self, command: &mut Command, input: &str) -> Output {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let input = if self.row.bites.first() == Some(&"credential") && input.is_empty() {
            format!("url={}\n\n", self.filled("GOOD"))
        } else {
            input.to_owned()
        };
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let (sender, receiver) = mpsc::channel();
        std::thread::spawn(move || sender.send(child.wait_with_output()));
        let output = receiver.recv_timeout(Duration::from_mins(1));
        output
            .unwrap_or_else(|_| panic!("{}: it hangs", self.row.name))
            .unwrap()
    }
}

/// What lies around the repository and in it.
struct Outside {
    files: BTreeMap<PathBuf, Vec<u8>>,
    sign_ins: Vec<u8>,
    attacks: usize,
}

/// The content of every file; of large ones their length.
fn everything_below(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let (path, kind) = (entry.path(), entry.file_type().unwrap());
        if kind.is_dir() {
            all.extend(everything_below(&path));
        } else if kind.is_file() && entry.metadata().unwrap().len() < 1 << 20 {
            let content = fs::read(&path).unwrap();
            all.insert(path, content);
        } else if !kind.is_socket() {
            let length = fs::symlink_metadata(&path).unwrap().len();
            all.insert(path, length.to_string().into_bytes());
        }
    }
    all
}

/// Nobody is told to trust it. Made once: it runs a program several times.
static AUTHORITY: LazyLock<(Authority, Certificate)> = LazyLock::new(|| {
    let authority = Authority::new();
    let certificate = authority.issue("localhost", "DNS:localhost");
    (authority, certificate)
});

fn make_executable(path: &Path) {
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

fn make_fifo(path: &Path) {
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    mknodat(CWD, path, FileType::Fifo, Mode::RWXU, 0).unwrap();
}
