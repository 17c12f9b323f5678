//! Helpers that are not built in: asked alone and only when the person wants it, told to erase what
//! they answered, and believed only by what they answer then.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixListener;
use std::path::Path;

use git_locksmith::app::action::RemoteKey;
use git_locksmith::app::state::Planned;
use git_locksmith::app::{Action, App};
use git_locksmith::jobs::Workshop;
use git_locksmith::jobs::change::{ChangePlace, apply, plan};
use git_locksmith::jobs::check::{CheckOptions, check};
use git_locksmith::jobs::clear::{ClearTarget, Cleared, clear};
use git_locksmith::jobs::scan::scan_all;
use git_locksmith::jobs::undo::undo;
use git_locksmith::model::{
    ActivityLog, Cancel, Change, Entry, Realm, RemoteReport, RepositoryReport, StoreKind,
};
use serde_json::Value;

use crate::support::cli::Cli;
use crate::support::forge::{Account, Forge};
use crate::support::helpers::fake;
use crate::support::home::Home;

const URL: &str = "https://git.example/acme/api.git";
const FILE: &str = "https://alice:a-secret@git.example\nhttps://bob:b-secret@git.example\n\
                    https://carol:c-secret@other.example\n";

/// Git's own file helper behind a name that is not known, so that nothing reads its file.
const KEEPER: &str = "exec git credential-store --file=\"$HOME/kept\" \"$1\"";

/// Answers, and forgets nothing.
const STUBBORN: &str = "echo \"$1\" >>\"$HOME/asked\"; test $1 = get && printf 'username=alice\\npassword=a-secret\\n'";

/// Forgets what it is told to, and keeps nothing new.
const FORGETFUL: &str = "case $1 in get) test -e \"$HOME/forgotten\" || \
                         printf 'username=alice\\npassword=a-secret\\n';; \
                         erase) touch \"$HOME/forgotten\";; esac";

/// A repository whose remote has this helper.
fn home_with(helper: &str) -> Home {
    let home = Home::new();
    configure(&home, helper);
    home.repository("work/api", &[("origin", URL)]);
    home
}

fn configure(home: &Home, helper: &str) {
    let value = helper.replace('\\', "\\\\").replace('"', "\\\"");
    home.write(
        ".gitconfig",
        format!("[credential]\n\thelper = \"{value}\"\n"),
    );
}

fn home_with_fake(name: &str, script: &str) -> Home {
    let mut home = home_with(name);
    fake(&mut home, name, script);
    home
}

fn workshop(home: &Home) -> Workshop {
    Workshop::open(&home.environment(), &ActivityLog::default()).unwrap()
}

fn scanned(home: &Home) -> RepositoryReport {
    let folder = home.path().join("work/api");
    let (mut reports, problems) = scan_all(&workshop(home), &[folder], &Cancel::default());
    assert_eq!(problems, []);
    reports.pop().unwrap()
}

/// What its one helper answers, cleared.
fn clear_answers(home: &Home, user: Option<&str>) -> Cleared {
    let remote = &scanned(home).remotes[0];
    let (helper, url) = (&remote.settings.helpers[0], remote.main_url().unwrap());
    let target = ClearTarget::answers_of(helper, url, &remote.settings, user).unwrap();
    clear(&workshop(home), &target)
}

fn users(entries: &[Entry]) -> Vec<&str> {
    let mut users: Vec<&str> = entries
        .iter()
        .map(|entry| entry.username.as_deref().unwrap())
        .collect();
    users.sort_unstable();
    users
}

/// The lines of what the keeper keeps, sorted.
fn kept(home: &Home) -> Vec<String> {
    let text = fs::read_to_string(home.path().join("kept")).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

#[test]
fn one_user_goes_or_all_go_and_undo_hands_them_back() {
    let home = home_with_fake("keeper", KEEPER);
    home.write("kept", FILE);
    let before = kept(&home);
    let cleared = clear_answers(&home, Some("bob"));
    assert_eq!(
        (users(&cleared.removed), cleared.stayed),
        (vec!["bob"], vec![])
    );
    assert_eq!(kept(&home), [before[0].as_str(), before[2].as_str()]);
    assert_eq!(undo(&workshop(&home), &cleared.undo).failed, []);
    assert_eq!(kept(&home), before);

    let cleared = clear_answers(&home, None);
    assert_eq!(users(&cleared.removed), ["alice", "bob"]);
    assert_eq!((cleared.stayed, cleared.problems), (vec![], vec![]));
    assert_eq!(kept(&home), [before[2].as_str()]);
    let undone = undo(&workshop(&home), &cleared.undo);
    assert_eq!((undone.restored.len(), undone.failed), (2, vec![]));
    assert_eq!(kept(&home), before);
    // A second undo finds them there.
    assert_eq!(undo(&workshop(&home), &cleared.undo).failed, []);
    assert_eq!(kept(&home), before);
}

#[test]
fn one_that_still_answers_is_told_with_what_to_do() {
    let home = home_with_fake("keepassxc", STUBBORN);
    let cleared = clear_answers(&home, None);
    assert_eq!(cleared.removed, []);
    assert!(cleared.undo.is_empty());
    let (entry, why) = &cleared.stayed[0];
    assert_eq!(entry.store, StoreKind::OtherHelper);
    assert!(why.contains("keepassxc still answers"), "{why}");
    assert!(
        why.contains("delete the entry for git.example in KeePassXC"),
        "{why}"
    );
    let asked = fs::read_to_string(home.path().join("asked")).unwrap();
    assert_eq!(asked.matches("erase").count(), 1, "{asked}");
    assert!(!asked.contains("store"), "{asked}");
}

#[test]
fn gits_own_netrc_helper_only_reads() {
    let script = "/usr/share/doc/git/contrib/credential/netrc/git-credential-netrc.perl";
    assert!(Path::new(script).is_file(), "Git's contrib is installed");
    let home = home_with(&format!(
        "!f() {{ perl {script} -f \"$HOME/logins\" \"$@\"; }}; f"
    ));
    let logins = "machine git.example login alice password a-secret protocol https\n";
    let file = home.write("logins", logins);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    let cleared = clear_answers(&home, None);
    assert_eq!(cleared.removed, [], "{:?}", cleared.problems);
    assert_eq!(cleared.stayed.len(), 1, "{:?}", cleared.problems);
    assert_eq!(fs::read_to_string(&file).unwrap(), logins);
}

#[test]
fn one_that_keeps_nothing_new_is_told_by_the_undo() {
    let home = home_with_fake("forgetful", FORGETFUL);
    let cleared = clear_answers(&home, None);
    assert_eq!(
        (users(&cleared.removed), cleared.stayed),
        (vec!["alice"], vec![])
    );
    let undone = undo(&workshop(&home), &cleared.undo);
    assert_eq!(undone.restored, []);
    let why = &undone.failed[0].1;
    assert!(
        why.contains("it was handed back and is not answered"),
        "{why}"
    );
}

#[test]
fn one_that_answers_wrongly_has_nothing_cleared() {
    let other_host = "printf 'host=evil.example\\nusername=a\\npassword=b\\n'";
    // What is no text of the protocol makes Git itself give up.
    for (script, problems) in [("printf 'what\\0is\\377this\\n'", 0), (other_host, 1)] {
        let home = home_with_fake("bad", script);
        let cleared = clear_answers(&home, None);
        assert_eq!(
            (cleared.removed, cleared.stayed),
            (vec![], vec![]),
            "{script}"
        );
        assert_eq!(cleared.problems.len(), problems, "{:?}", cleared.problems);
        assert!(cleared.undo.is_empty());
    }
}

#[test]
fn one_that_cannot_be_asked_again_is_not_said_to_be_gone() {
    let script = "case $1 in get) test -e \"$HOME/erased\" && echo host=evil.example; \
                  printf 'username=alice\\npassword=a-secret\\n';; erase) touch \"$HOME/erased\";; esac";
    let home = home_with_fake("turns", script);
    let cleared = clear_answers(&home, None);
    assert_eq!(cleared.removed, []);
    let (_, why) = &cleared.stayed[0];
    assert!(why.contains("answered for another host"), "{why}");
    assert_eq!(cleared.problems.len(), 1);
}

/// It erases and then answers for nothing but another host, until that is mended.
#[test]
fn what_may_be_gone_can_be_put_back() {
    let script = "case $1 in get) if test -e \"$HOME/broken\"; then \
                  printf 'host=evil.example\\nusername=a\\npassword=b\\n'; exit; fi;; \
                  erase) touch \"$HOME/broken\";; esac; \
                  exec git credential-store --file=\"$HOME/kept\" \"$1\"";
    let home = home_with_fake("breaks", script);
    home.write("kept", FILE);
    let before = kept(&home);
    let cleared = clear_answers(&home, Some("bob"));
    assert_eq!(cleared.removed, []);
    assert_eq!(cleared.stayed.len(), 1);
    assert_eq!(kept(&home), [before[0].as_str(), before[2].as_str()]);
    fs::remove_file(home.path().join("broken")).unwrap();
    let undone = undo(&workshop(&home), &cleared.undo);
    assert_eq!((undone.restored.len(), undone.failed), (1, vec![]));
    assert_eq!(kept(&home), before);
}

/// A shell snippet may set a variable before it runs the program that it is named after.
#[test]
fn a_secret_in_the_helpers_own_command_is_shown_nowhere() {
    let mut home = home_with("!GH_TOKEN=a-canary OTHER='b c' git-credential-keeper");
    fake(&mut home, "keeper", KEEPER);
    home.write("kept", FILE);
    let cli = Cli::new(home);
    let commands: [&[&str]; 4] = [
        &["sources", "--ask-helpers", "work/api"],
        &["sources", "--ask-helpers", "--json", "work/api"],
        &["clear", "--dry-run", "--helper", "keeper", "work/api"],
        &["clear", "--dry-run", "--helper", "another", "work/api"],
    ];
    for arguments in commands {
        let ran = cli.run(arguments, "");
        let all = format!("{}{}", ran.out, ran.err);
        assert!(!all.contains("a-canary"), "{arguments:?}: {all}");
        assert!(all.contains("keeper"), "{arguments:?}: {all}");
    }
}

#[test]
fn the_command_asks_shows_clears_and_says_what_stays() {
    let home = home_with_fake("keeper", KEEPER);
    home.write("kept", FILE);
    let before = kept(&home);
    let cli = Cli::new(home);
    let run = |arguments: &[&str]| {
        let ran = cli.run(arguments, "");
        for secret in ["a-secret", "b-secret"] {
            assert!(!ran.out.contains(secret) && !ran.err.contains(secret));
        }
        ran
    };
    let plain = run(&["sources", "work/api"]);
    assert!(!plain.out.contains("alice"), "{}", plain.out);
    let asked = run(&["sources", "--ask-helpers", "work/api"]);
    assert!(
        asked.out.contains("saved: alice at git.example"),
        "{}",
        asked.out
    );
    let swept = run(&["clear", "work/api"]);
    assert_eq!(
        (swept.code, swept.out.as_str()),
        (0, "nothing is saved there\n")
    );
    let dry = run(&["clear", "--dry-run", "--helper", "keeper", "work/api"]);
    assert!(
        dry.out.starts_with("would go: alice at git.example"),
        "{}",
        dry.out
    );
    assert_eq!(kept(&cli.home), before);
    let one = run(&[
        "clear", "--json", "--helper", "keeper", "--user", "bob", "work/api",
    ]);
    let output: Value = serde_json::from_str(&one.out).unwrap();
    assert_eq!(output["removed"][0]["store"], "other-helper", "{}", one.err);
    assert_eq!(output["removed"][0]["username"], "bob");
    let rest = run(&["clear", "--helper", "keeper", "work/api"]);
    assert_eq!(rest.code, 0, "{}", rest.err);
    assert!(
        rest.out.starts_with("cleared: alice at git.example"),
        "{}",
        rest.out
    );
    assert_eq!(kept(&cli.home), [before[2].as_str()]);
    let none = run(&["clear", "--helper", "keeper", "work/api"]);
    assert_eq!(
        (none.code, none.out.as_str()),
        (0, "it answers with nothing\n")
    );
}

#[test]
fn other_names_are_refused_and_a_repositorys_own_helper_is_not_run() {
    let home = home_with_fake("stubborn", STUBBORN);
    let cli = Cli::new(home.clone());
    let refused = |name: &str, words: &str| {
        let ran = cli.run(&["clear", "--helper", name, "work/api"], "");
        assert_eq!(ran.code, 2, "{name}: {}", ran.err);
        assert!(ran.err.contains(words), "{name}: {}", ran.err);
    };
    refused("nobody", "is not set up there; what can be asked: stubborn");
    configure(&home, "libsecret");
    refused("libsecret", "leave --helper out");
    configure(&home, "cache");
    let set = home
        .command("git")
        .args(["-C", "work/api", "config", "credential.helper", "stubborn"])
        .status();
    assert!(set.unwrap().success());
    refused("stubborn", "set by the repository itself");
    let listed = cli.run(&["sources", "--ask-helpers", "work/api"], "");
    assert!(!listed.out.contains("alice"), "{}", listed.out);
    assert!(!home.path().join("asked").exists(), "it was not run");
    let both = cli.run(
        &["clear", "--helper", "stubborn", "--host", "git.example"],
        "",
    );
    assert_eq!(both.code, 2);
}

/// A check that asks helpers, and the remote as it is known then.
fn checked(home: &Home) -> RemoteReport {
    let reports = [scanned(home)];
    let options = CheckOptions {
        ask_helpers: true,
        plain_http_hosts: Vec::new(),
        ..CheckOptions::default()
    };
    let found = std::sync::Mutex::new(None);
    check(
        &workshop(home),
        &reports,
        &options,
        &Cancel::default(),
        &|one| {
            *found.lock().unwrap() = Some(one.remote);
        },
    );
    found.into_inner().unwrap().unwrap()
}

#[test]
fn what_a_check_was_answered_is_shown_and_can_be_cleared_after_a_question() {
    let forge = Forge::with_accounts(&[Account::writer("alice", "a-secret")]);
    let mut home = Home::new();
    let origin = forge.url("acme/api.git");
    home.repository("work/api", &[("origin", &origin)]);
    configure(&home, "keeper");
    fake(&mut home, "keeper", KEEPER);
    let host = format!("127.0.0.1%3a{}", forge.port());
    home.write("kept", format!("http://alice:a-secret@{host}\n"));
    let remote = checked(&home);
    let [entry] = remote.saved.as_slice() else {
        panic!("{:?}", remote.saved);
    };
    assert_eq!(
        (entry.store, entry.location.as_str()),
        (StoreKind::OtherHelper, "keeper")
    );
    assert!(remote.reader_of(entry).is_some());
    assert!(remote.push.works());
    assert_eq!(forge.sign_ins().len(), 2, "fetch and push");

    let place = ChangePlace {
        repository: home.path().join("work/api"),
        remote: "origin".to_owned(),
    };
    let change = Change::ClearEntry {
        entry: Box::new(entry.clone()),
    };
    let workshop_now = workshop(&home);
    let planned = plan(&workshop_now, &place, &change).unwrap();
    assert!(!planned.undo_is_sure);
    assert_eq!(planned.going.len(), 1);
    assert!(
        planned.notes[0].contains("Undo hands it back"),
        "{:?}",
        planned.notes
    );
    let changed = apply(&workshop_now, planned).unwrap();
    assert_eq!(fs::read_to_string(home.path().join("kept")).unwrap(), "");
    assert_eq!(undo(&workshop_now, &changed.undo).failed, []);
    assert_eq!(kept(&home), [format!("http://alice:a-secret@{host}")]);

    configure(&home, "stubborn");
    fake(&mut home, "stubborn", STUBBORN);
    let remote = checked(&home);
    assert_eq!(remote.saved.len(), 1);
    let change = Change::ClearEntry {
        entry: Box::new(remote.saved[0].clone()),
    };
    let workshop_now = workshop(&home);
    let planned = plan(&workshop_now, &place, &change).unwrap();
    let error = apply(&workshop_now, planned).err().unwrap().to_string();
    assert!(error.contains("stubborn still answers"), "{error}");
}

/// Git's cache client talks to a daemon that says it did what it was told, and did not.
#[test]
fn a_store_that_only_says_it_removed_is_told_as_stayed() {
    use std::io::{Read, Write};
    let home = Home::new();
    let folder = home.path().join(".cache/git/credential");
    fs::create_dir_all(&folder).unwrap();
    let listener = UnixListener::bind(folder.join("socket")).unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = String::new();
            stream.read_to_string(&mut request).unwrap();
            if request.contains("action=get") {
                stream
                    .write_all(b"username=alice\npassword=a-secret\n")
                    .unwrap();
            }
        }
    });
    let target = ClearTarget::Realm {
        realm: Realm::from_fields("https", "git.example").unwrap(),
        username: None,
    };
    let cleared = clear(&workshop(&home), &target);
    assert_eq!(cleared.removed, []);
    assert_eq!(cleared.stayed.len(), 1, "{:?}", cleared.problems);
    assert_eq!(
        cleared.stayed[0].1,
        "it is still listed after it was removed"
    );
}

#[test]
fn a_refused_answer_is_said_to_be_that_helpers_to_clear() {
    let forge = Forge::with_accounts(&[Account::writer("alice", "another-secret")]);
    let mut home = Home::new();
    home.repository("work/api", &[("origin", &forge.url("acme/api.git"))]);
    configure(&home, "stubborn");
    fake(&mut home, "stubborn", STUBBORN);
    let ran = Cli::new(home).run(&["check", "--ask-helpers", "work/api"], "");
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    assert!(
        ran.out
            .contains("clear:       git-locksmith clear --helper stubborn ~/work/api"),
        "{}",
        ran.out
    );
    assert_eq!(ran.out.matches("clear: ").count(), 1, "{}", ran.out);
    assert_eq!(forge.sign_ins(), ["alice:a-secret"]);
}

/// Lets the jobs of `app` tell what they have to, until `is_so`.
fn until(app: &mut App, what: &str, is_so: impl Fn(&App) -> bool) {
    let start = std::time::Instant::now();
    while !is_so(app) {
        assert!(start.elapsed().as_secs() < 60, "never: {what}");
        app.hear();
        std::thread::yield_now();
    }
}

#[test]
fn the_window_asks_before_it_clears_an_answer() {
    let forge = Forge::with_accounts(&[Account::writer("alice", "a-secret")]);
    let mut home = Home::new();
    home.repository("work/api", &[("origin", &forge.url("acme/api.git"))]);
    configure(&home, "keeper");
    fake(&mut home, "keeper", KEEPER);
    let line = format!("http://alice:a-secret@127.0.0.1%3a{}", forge.port());
    home.write("kept", format!("{line}\n"));
    let mut app = App::new(&egui::Context::default(), home.environment());
    app.ask(Action::AddFolders(vec![home.path().join("work")]));
    until(&mut app, "found", |app| {
        app.state().repositories.len() == 1 && !app.state().runs.is_scanning()
    });
    let path = scanned(&home).path;
    let key = RemoteKey {
        path,
        remote: "origin".to_owned(),
    };
    let saved = |app: &App| app.state().remote(&key).unwrap().1.saved.clone();
    assert_eq!(saved(&app), [], "nothing was asked");
    app.ask(Action::AskHelpers(key.clone()));
    until(&mut app, "answered", |app| saved(app).len() == 1);

    let entry = Box::new(saved(&app)[0].clone());
    app.ask(Action::ClearEntry(entry));
    until(&mut app, "planned", |app| {
        let planned = app.state().planned.as_ref();
        planned.is_some_and(|planned| matches!(&planned.stands, Planned::Ready(_)))
    });
    assert_eq!(kept(&home), [line.as_str()], "it was only asked about");
    app.ask(Action::MakeChange);
    until(&mut app, "cleared", |app| app.state().toast.is_some());
    assert_eq!(kept(&home), [""; 0]);
    assert!(app.state().toast.as_ref().unwrap().can_undo);
    app.ask(Action::Undo);
    until(&mut app, "undone", |app| app.state().toast.is_some());
    assert_eq!(
        app.state().toast.as_ref().unwrap().title,
        "1 saved sign-in is back"
    );
    assert_eq!(kept(&home), [line.as_str()]);
}
