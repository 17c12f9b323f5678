//! A program that is killed between two steps leaves the old sign-in or the new one, never none
//! and never half a file.

use std::fs;
use std::io::{Read, Write};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};

use super::{NEW, OLD, Scene};
use crate::support::forge::{Account, Reply, Request, host};
use crate::support::helpers::fake;
use crate::support::home::Home;

/// Starts the real program, which reads the token from its standard input.
fn start(home: &Home) -> Child {
    let mut child = home
        .command(env!("CARGO_BIN_EXE_git-locksmith"))
        .args(["save", "work/api", "--user", "me"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(NEW.as_bytes())
        .unwrap();
    child
}

fn kill(mut child: Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}

/// The file is whole, others' lines are in it, and Git finds the old token or the new.
fn holds_old_or_new(scene: &Scene) {
    let file = scene.home.path().join(".git-credentials");
    let content = fs::read_to_string(file).unwrap();
    assert!(
        content.contains("https://x:y@other.example\n"),
        "{content:?}"
    );
    let used = scene.git_uses().expect("there is a sign-in");
    assert!(
        used == format!("me:{OLD}") || used == format!("me:{NEW}"),
        "{used}"
    );
}

fn write_old(scene: &Scene) {
    let encoded = scene.encoded_host();
    scene.home.write(
        ".git-credentials",
        format!("http://me:{OLD}@{encoded}\nhttps://x:y@other.example\n"),
    );
}

/// A host that stops at its nth sign-in, from 1, until it is let go.
fn stopping_at(nth: usize) -> (impl Fn(&Request) -> Reply, Receiver<()>, Sender<()>) {
    let (reached, is_reached) = channel();
    let (go_on, may_go_on) = channel::<()>();
    let waiting = Mutex::new((0, may_go_on));
    let rule = move |request: &Request| {
        if request.basic().is_some() {
            let mut waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
            waiting.0 += 1;
            if waiting.0 == nth {
                let _ = reached.send(());
                let _ = waiting.1.recv();
            }
        }
        host(request, &[Account::writer("me", NEW)])
    };
    (rule, is_reached, go_on)
}

#[test]
fn killed_while_the_server_is_asked_or_git_proves() {
    // Two questions of our own, to fetch and to push; then Git comes.
    for (sign_in, expected) in [(1, OLD), (2, OLD), (3, NEW)] {
        let (rule, is_reached, go_on) = stopping_at(sign_in);
        let scene = Scene::with_rule(Home::new(), rule);
        scene.configure("store");
        write_old(&scene);
        let child = start(&scene.home);
        is_reached.recv().unwrap();
        kill(child);
        drop(go_on);
        holds_old_or_new(&scene);
        assert_eq!(
            scene.git_uses().unwrap(),
            format!("me:{expected}"),
            "{sign_in}"
        );
    }
}

#[test]
fn killed_while_the_helper_keeps_it() {
    // A pipe tells where the helper stands: nothing is timed.
    for (place, script, expected) in [
        ("before", "echo here > pipe; cat rest", OLD),
        (
            "after",
            "git credential-store \"$1\"; echo here > pipe; cat rest",
            NEW,
        ),
    ] {
        let mut home = Home::new();
        let pipe = home.path().join("pipe");
        let rest = home.path().join("rest");
        for path in [&pipe, &rest] {
            assert!(home.command("mkfifo").arg(path).status().unwrap().success());
        }
        let stops = script
            .replace("pipe", pipe.to_str().unwrap())
            .replace("rest", rest.to_str().unwrap());
        let script =
            format!("case $1 in store) {stops};; *) exec git credential-store \"$1\";; esac");
        fake(&mut home, "store", &script);
        let program = home.path().join("bin/git-credential-store");
        let scene = Scene::new(home);
        scene.configure(program.to_str().unwrap());
        write_old(&scene);
        let child = start(&scene.home);
        let mut said = String::new();
        fs::File::open(&pipe)
            .unwrap()
            .read_to_string(&mut said)
            .unwrap();
        kill(child);
        // The helper, which outlives the program, ends.
        drop(fs::OpenOptions::new().write(true).open(&rest).unwrap());
        holds_old_or_new(&scene);
        assert_eq!(
            scene.git_uses().unwrap(),
            format!("me:{expected}"),
            "{place}"
        );
    }
}
