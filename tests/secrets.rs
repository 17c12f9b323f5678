//! Rule 7 of the design: a secret exists in few places, and in none that others can see.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

use git_locksmith::jobs::undo::Undo;
use git_locksmith::model::{Credential, Secret};
use git_locksmith::store::Snapshot;

use crate::support::cli::{Cli, Ran};
use crate::support::forge::{Account, Forge, Reply, host};
use crate::support::helpers::put_on_path;
use crate::support::home::Home;
use crate::support::source_text;

/// Fails to compile where `$type` has `$trait`: the compiler could not choose between the two
/// implementations then.
macro_rules! assert_has_not {
    ($type:ty: $($trait:path),+) => {
        $({
            trait Either<A> {
                fn choose() {}
            }
            impl<T: ?Sized> Either<()> for T {}
            struct Has;
            impl<T: ?Sized + $trait> Either<Has> for T {}
            let _ = <$type as Either<_>>::choose;
        })+
    };
}

#[test]
fn a_secret_cannot_be_printed_copied_or_written_by_accident() {
    use std::fmt::{Debug, Display};
    assert_has_not!(Secret: Debug, Display, Clone, Copy, PartialEq, AsRef<[u8]>, AsRef<str>, serde::Serialize, ToString);
    assert_has_not!(Credential: Debug, Display, Copy, PartialEq, serde::Serialize);
    assert_has_not!(Snapshot: Debug, Display, Clone, serde::Serialize);
    assert_has_not!(Undo: Debug, Display, serde::Serialize);
}

/// Where the door of [`Secret`] is opened. Who opens it elsewhere says here why.
const DOORS: &[(&str, usize, &str)] = &[
    (
        "src/jobs/change/draft.rs",
        2,
        "a configuration file, whose URLs may hold secrets, is edited",
    ),
    (
        "src/jobs/change/files.rs",
        2,
        "a configuration file is written, and put back",
    ),
    (
        "src/jobs/change/helper.rs",
        1,
        "a helper is added to a configuration file, whose URLs may hold secrets",
    ),
    ("src/jobs/change/netrc.rs", 1, "a login leaves a netrc file"),
    (
        "src/jobs/change/copy.rs",
        1,
        "a copy is kept of a file that a secret leaves",
    ),
    (
        "src/app/dialogs.rs",
        1,
        "the paste field's text becomes a request to save",
    ),
    (
        "src/git/command.rs",
        2,
        "standard input and the answer pipe of a child",
    ),
    (
        "src/git/credential_protocol.rs",
        3,
        "the password line of Git's protocol, and the lines behind it",
    ),
    (
        "src/git/http_settings.rs",
        2,
        "the password of a proxy, the headers of the configuration",
    ),
    ("src/helper/answer.rs", 1, "what our own helper tells Git"),
    ("src/helper/mod.rs", 1, "the answer, as it is written"),
    (
        "src/helper/secret_service.rs",
        1,
        "the item of our own helper",
    ),
    (
        "src/helper/system_keyring.rs",
        1,
        "the entry of our own helper",
    ),
    ("src/jobs/save/steps.rs", 1, "a paste is understood"),
    ("src/model/paste.rs", 1, "the kind of a token"),
    ("src/model/remote_url.rs", 1, "the URL as it is masked"),
    ("src/model/token.rs", 1, "the kind of a token"),
    ("src/model/url_forms.rs", 1, "a misspelled URL is corrected"),
    ("src/probe/agents.rs", 2, "the password of a proxy"),
    ("src/probe/client.rs", 2, "the headers of a request"),
    ("src/probe/fingerprint.rs", 1, "the keyed fingerprint"),
    ("src/probe/mask.rs", 2, "what is masked in a server's words"),
    ("src/probe/through_git.rs", 1, "the URL for a child of Git"),
    (
        "src/store/credential_file.rs",
        1,
        "the text of a credential file",
    ),
    (
        "src/store/manager/files.rs",
        1,
        "a file of Git Credential Manager is put back",
    ),
    (
        "src/store/manager/text.rs",
        1,
        "a file of Git Credential Manager is understood",
    ),
    (
        "src/store/keychain/mod.rs",
        3,
        "an item of the keychain, its first line and its way back",
    ),
    (
        "src/store/keychain/system.rs",
        1,
        "an item is put back into the keychain",
    ),
    ("src/store/netrc/mod.rs", 1, "the text of a netrc file"),
    (
        "src/store/own_sign_in.rs",
        4,
        "the text of our own helper's items, and its parts",
    ),
    (
        "src/store/windows_entry.rs",
        3,
        "the password in an entry of Windows, its length as Windows counts, and when it expires",
    ),
    (
        "src/store/credential_manager/vault.rs",
        2,
        "an entry of Windows, as it is put back",
    ),
    (
        "src/store/secret_service/mod.rs",
        3,
        "an item of the keyring, its first line and its way back",
    ),
];

#[test]
fn few_places_open_the_door_of_a_secret() {
    let mut opened: BTreeMap<String, usize> = BTreeMap::new();
    for file in source_text::of("src") {
        let count =
            file.text.matches(".expose()").count() + file.text.matches("Secret::expose").count();
        if count > 0 {
            opened.insert(file.name, count);
        }
    }
    for (file, count) in &opened {
        let known = DOORS.iter().find(|(name, ..)| name == file);
        let most = known.map_or(0, |(_, most, _)| *most);
        assert!(
            *count <= most,
            "{file} opens {count} secrets, not {most}: is there another way?"
        );
    }
    assert!(opened.values().sum::<usize>() <= 51, "{opened:?}");
}

/// Tokens that occur nowhere else.
const OLD: &str = "canary-old-q7Zt3mX9vB2k";
const NEW: &str = "canary-new-H4sD8wLp6yRf";
const REFUSED: &str = "canary-bad-J1nU5cKe0gTa";

/// A home with a saved token, and a `git` that writes down how it is started.
struct Scene {
    home: Home,
    forge: Forge,
    cli: Cli,
    watcher: Watcher,
}

impl Scene {
    fn new() -> Self {
        let mut home = Home::new();
        let real = home.git().program().to_owned();
        let record = home.path().join("started");
        let wrapper = home.write(
            "wrapper/git",
            format!(
                "#!/bin/sh\n{{ printf '%s\\n' \"$@\"; env; }} >>'{}'\nexec '{}' \"$@\"\n",
                record.display(),
                real.display()
            ),
        );
        fs::set_permissions(
            &wrapper,
            std::os::unix::fs::PermissionsExt::from_mode(0o755),
        )
        .unwrap();
        put_on_path(&mut home, wrapper.parent().unwrap());
        home.set("GIT_LOCKSMITH_LOG", "trace");
        home.set("RUST_LOG", "trace");
        home.set("GIT_TRACE", "1");
        home.set("GIT_TRACE_CURL", "1");
        home.set("GIT_CURL_VERBOSE", "1");
        let forge = Forge::start(|request| match request.basic() {
            // A host that repeats what it was sent.
            Some((user, secret)) if secret == REFUSED => {
                Reply::sign_in("Forge").text(&format!("no {secret} of {user}\n"))
            }
            _ => host(request, &[Account::writer("me", NEW)]),
        });
        home.repository("work/api", &[("origin", &forge.url("me/api.git"))]);
        home.write(".gitconfig", "[credential]\n\thelper = store\n");
        let line = format!("http://me:{OLD}@127.0.0.1%3a{}\n", forge.port());
        home.write(".git-credentials", line);
        // What the test itself has started does not count.
        fs::remove_file(record).unwrap();
        Self {
            cli: Cli::new(home.clone()),
            watcher: Watcher::start(),
            forge,
            home,
        }
    }

    fn run(&self, arguments: &[&str], input: &str) -> Ran {
        let ran = self.cli.run(arguments, input);
        for text in [&ran.out, &ran.err] {
            assert_eq!(
                canary_in(text.as_bytes()),
                None,
                "{arguments:?} printed it:\n{text}"
            );
        }
        ran
    }

    /// No file below the home holds a token but where Git keeps them.
    fn assert_files_are_clean(&self) {
        for file in files_below(&self.home.path()) {
            let is_store = file == self.home.path().join(".git-credentials");
            let content = fs::read(&file).unwrap_or_default();
            let found = canary_in(&content).filter(|_| !is_store);
            assert_eq!(found, None, "{} holds it", file.display());
        }
    }
}

#[test]
fn no_argument_variable_output_or_file_shows_a_token() {
    let scene = Scene::new();
    let port = format!("127.0.0.1:{}", scene.forge.port());
    assert_eq!(scene.run(&["check", "--json", "work/api"], "").code, 1);
    scene.run(&["check", "--retry", "work/api"], "");
    scene.run(&["sources", "work/api"], "");
    assert_ne!(
        scene
            .run(&["save", "work/api", "--user", "me"], REFUSED)
            .code,
        0
    );
    assert_ne!(
        scene
            .run(&["save", "--json", "work/api"], &format!("{REFUSED} {NEW}"))
            .code,
        0
    );
    let saved = scene.run(&["save", "--json", "work/api", "--user", "me"], NEW);
    assert_eq!(saved.code, 0, "{}", saved.err);
    let kept = fs::read(scene.home.path().join(".git-credentials")).unwrap();
    assert!(canary_in(&kept).is_some(), "it would be found");
    assert_eq!(scene.run(&["check", "--json", "work/api"], "").code, 0);
    scene.assert_files_are_clean();
    assert_eq!(scene.run(&["clear", "--json", "--host", &port], "").code, 0);
    scene.assert_files_are_clean();
    let seen = scene.watcher.stop();
    assert!(
        seen.processes > 0,
        "the watcher has seen programs of this home"
    );
    assert_eq!(seen.canaries, Vec::<String>::new());
    let started = fs::read_to_string(scene.home.path().join("started")).unwrap();
    assert!(started.contains("ls-remote") && started.contains("credential"));
    assert!(
        !started.contains("GIT_TRACE"),
        "what prints secrets is not passed on"
    );
}

#[test]
fn a_token_in_a_url_is_shown_to_nobody() {
    let scene = Scene::new();
    let url = format!(
        "http://me:{NEW}@127.0.0.1:{}/me/web.git",
        scene.forge.port()
    );
    // Written as a file: `git remote add` would show the URL to every program.
    let repository = scene.home.repository("work/web", &[]);
    let config = repository.join(".git/config");
    let known = fs::read_to_string(&config).unwrap();
    fs::write(
        config,
        format!("{known}[remote \"origin\"]\n\turl = {url}\n"),
    )
    .unwrap();
    fs::remove_file(scene.home.path().join("started")).unwrap();
    let ran = scene.run(&["check", "--json", "work/web"], "");
    assert!(ran.out.contains("me:•••@127.0.0.1"), "{}", ran.out);
    scene.run(&["check", "work/web"], "");
    scene.run(&["sources", "work/web"], "");
    scene.run(&["save", "work/web"], NEW);
    scene.run(&["clear", "work/web"], "");
    let started = fs::read(scene.home.path().join("started")).unwrap_or_default();
    assert_eq!(canary_in(&started), None);
    assert_eq!(scene.watcher.stop().canaries, Vec::<String>::new());
}

/// Looks at the arguments and variables of every process of the machine until it is stopped.
struct Watcher {
    stop: Arc<AtomicBool>,
    thread: std::thread::JoinHandle<Seen>,
}

#[derive(Default)]
struct Seen {
    processes: usize,
    canaries: Vec<String>,
}

impl Watcher {
    fn start() -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let until = Arc::clone(&stop);
        let thread = std::thread::spawn(move || {
            let mut seen = Seen::default();
            while !until.load(Ordering::Relaxed) {
                seen.look();
            }
            seen
        });
        Self { stop, thread }
    }

    fn stop(self) -> Seen {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.join().unwrap()
    }
}

impl Seen {
    fn look(&mut self) {
        for entry in fs::read_dir("/proc").unwrap().flatten() {
            let process = entry.path();
            for file in ["cmdline", "environ"] {
                let Ok(bytes) = fs::read(process.join(file)) else {
                    continue;
                };
                self.processes +=
                    usize::from(String::from_utf8_lossy(&bytes).contains("locksmith-home-"));
                if let Some(canary) = canary_in(&bytes) {
                    let text = String::from_utf8_lossy(&bytes).replace('\0', " ");
                    self.canaries.push(format!("{canary} in {file}: {text}"));
                }
            }
        }
    }
}

/// A token in `bytes`, plain, as numbers, or as a Basic sign-in.
fn canary_in(bytes: &[u8]) -> Option<&'static str> {
    static SHAPES: LazyLock<Vec<String>> = LazyLock::new(shapes);
    let text = String::from_utf8_lossy(bytes);
    let is_in = |shape: &&String| text.contains(shape.as_str());
    SHAPES.iter().find(is_in).map(String::as_str)
}

fn shapes() -> Vec<String> {
    use base64::Engine;
    let encode = |text: &str| {
        let encoded = base64::prelude::BASE64_STANDARD.encode(text);
        // What follows the token would change the last letters.
        encoded[..text.len() / 3 * 4].to_owned()
    };
    let of_one = |canary: &str| {
        [
            canary.to_owned(),
            hex(canary),
            format!("{:?}", canary.as_bytes())
                .trim_matches(['[', ']'])
                .to_owned(),
            encode(canary),
            encode(&format!("me:{canary}")),
        ]
    };
    [OLD, NEW, REFUSED].into_iter().flat_map(of_one).collect()
}

fn hex(text: &str) -> String {
    text.bytes().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => files.extend(files_below(&entry.path())),
            Ok(kind) if kind.is_file() => files.push(entry.path()),
            _ => (),
        }
    }
    files
}
