//! A refused secret is not sent twice, and none is ever written down.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, mpsc};
use std::time::Instant;

use git_locksmith::model::{Access, AccessState, Cancel, Credential, Realm, Secret};
use git_locksmith::probe::Budget;

use crate::support::home::Home;

fn realm() -> Realm {
    Realm::new("https", "example.com", None)
}

fn credential(secret: &str) -> Credential {
    Credential::new("me", Secret::new(secret.as_bytes()))
}

fn load(home: &Home) -> Budget {
    let (budget, problems) = Budget::load(&home.path().join("state/app/rejected.json"));
    assert_eq!(problems, []);
    budget
}

/// Asks once; whether a request went out, and what came back.
fn ask(
    budget: &Budget,
    secret: &str,
    again: Option<Instant>,
    answer: AccessState,
) -> (bool, Access) {
    let mut asked = false;
    let access = budget.once(
        &realm(),
        &credential(secret),
        again,
        &Cancel::default(),
        || {
            asked = true;
            Access {
                http_status: Some(401),
                ..Access::because(answer, "in the server's words")
            }
        },
    );
    (asked, access)
}

use AccessState::*;

#[test]
fn a_refusal_is_an_answer_for_all() {
    let home = Home::new();
    let budget = load(&home);
    let (asked, first) = ask(&budget, "stale", None, Rejected);
    assert!(asked && !first.inferred);
    for _ in 0..3 {
        let (asked, next) = ask(&budget, "stale", None, Works);
        assert!(!asked);
        assert!(next.inferred);
        assert_eq!(next.state, Rejected);
        assert_eq!(next.http_status, Some(401));
        assert_eq!(
            next.server_message.as_deref(),
            Some("in the server's words")
        );
    }
    assert!(budget.is_rejected(&realm(), &credential("stale")));
    assert!(!budget.is_proven(&realm(), &credential("stale")));
}

#[test]
fn a_refusal_outlives_the_program() {
    let home = Home::new();
    for (secret, refusal) in [("stale", Rejected), ("abolished", Gone)] {
        ask(&load(&home), secret, None, refusal);
        let budget = load(&home);
        assert!(budget.is_rejected(&realm(), &credential(secret)));
        let (asked, access) = ask(&budget, secret, None, Works);
        assert!(!asked);
        assert_eq!(access.state, refusal);
        assert!(access.inferred);
        assert!(access.server_message.unwrap().contains("not sent again"));
    }
}

/// "Check again" sends it once more, and once only for everything it checks.
#[test]
fn a_wish_to_send_it_again() {
    let home = Home::new();
    ask(&load(&home), "stale", None, Rejected);
    let budget = load(&home);
    for _ in 0..2 {
        let again = Some(Instant::now());
        assert!(ask(&budget, "stale", again, Rejected).0);
        assert!(!ask(&budget, "stale", again, Rejected).0);
        assert!(!ask(&budget, "stale", None, Rejected).0);
    }
    // It was put right at the host: forgotten here and on disk.
    assert_eq!(
        ask(&budget, "stale", Some(Instant::now()), Works).1.state,
        Works
    );
    assert!(budget.is_proven(&realm(), &credential("stale")));
    assert!(!budget.is_rejected(&realm(), &credential("stale")));
    assert!(ask(&load(&home), "stale", None, Works).0);
}

#[test]
fn another_secret_name_or_place_is_another_matter() {
    let home = Home::new();
    let budget = load(&home);
    ask(&budget, "stale", None, Rejected);
    let refused = |realm: Realm, user: &str, secret: &str| {
        let credential = Credential::new(user, Secret::new(secret.as_bytes()));
        budget.is_rejected(&realm, &credential) && load(&home).is_rejected(&realm, &credential)
    };
    assert!(refused(realm(), "me", "stale"));
    for (realm, user, secret) in [
        (realm(), "me", "fresh"),
        (realm(), "you", "stale"),
        (realm(), "mes", "tale"),
        (Realm::new("http", "example.com", None), "me", "stale"),
        (
            Realm::new("https", "example.com", Some(8443)),
            "me",
            "stale",
        ),
        (Realm::new("https", "example.org", None), "me", "stale"),
        (realm().with_path(Some("team")), "me", "stale"),
    ] {
        assert!(
            !refused(realm.clone(), user, secret),
            "{realm} {user} {secret}"
        );
    }
}

/// Forbidden and not found say nothing against the secret; unreachable says nothing at all.
#[test]
fn other_answers_are_not_remembered() {
    for state in [
        Forbidden,
        NotFound,
        Unreachable,
        NotGit,
        RateLimited,
        NotChecked,
        Unsupported,
    ] {
        let home = Home::new();
        let budget = load(&home);
        for _ in 0..2 {
            assert!(ask(&budget, "some", None, state).0, "{state:?}");
        }
        assert!(!budget.is_rejected(&realm(), &credential("some")));
        assert!(!budget.is_proven(&realm(), &credential("some")));
        assert!(
            !home.path().join("state").exists(),
            "{state:?} writes nothing"
        );
    }
}

#[test]
fn fifty_at_once_ask_once() {
    let home = Home::new();
    let budget = load(&home);
    let (asked, start) = (AtomicUsize::new(0), Barrier::new(50));
    let answers: Vec<Access> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..50)
            .map(|_| {
                scope.spawn(|| {
                    start.wait();
                    budget.once(
                        &realm(),
                        &credential("stale"),
                        None,
                        &Cancel::default(),
                        || {
                            asked.fetch_add(1, Ordering::SeqCst);
                            std::thread::yield_now();
                            Access::because(Rejected, "no")
                        },
                    )
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    assert_eq!(asked.into_inner(), 1);
    assert!(answers.iter().all(|access| access.state == Rejected));
    assert_eq!(answers.iter().filter(|access| !access.inferred).count(), 1);
}

/// Once it is known to be let in, all ask at the same time.
#[test]
fn a_proven_secret_waits_for_nobody() {
    let home = Home::new();
    let budget = load(&home);
    ask(&budget, "good", None, Works);
    let together = Barrier::new(8);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                budget.once(
                    &realm(),
                    &credential("good"),
                    None,
                    &Cancel::default(),
                    || {
                        // Hangs for ever unless all eight are here.
                        together.wait();
                        Access::because(Works, "")
                    },
                )
            });
        }
    });
    // It was revoked meanwhile.
    assert_eq!(ask(&budget, "good", None, Rejected).1.state, Rejected);
    assert!(!ask(&budget, "good", None, Rejected).0);
}

#[test]
fn who_waits_can_stop_waiting() {
    let home = Home::new();
    let budget = Arc::new(load(&home));
    let (started, is_asking) = mpsc::channel();
    let (release, released) = mpsc::channel::<()>();
    let slow = std::thread::spawn({
        let budget = Arc::clone(&budget);
        move || {
            budget.once(
                &realm(),
                &credential("slow"),
                None,
                &Cancel::default(),
                || {
                    started.send(()).unwrap();
                    released.recv().unwrap();
                    Access::because(Rejected, "no")
                },
            )
        }
    });
    is_asking.recv().unwrap();
    let cancel = Cancel::default();
    cancel.cancel();
    let access = budget.once(&realm(), &credential("slow"), None, &cancel, || {
        panic!("asked twice")
    });
    assert_eq!(access.state, NotChecked);
    release.send(()).unwrap();
    assert_eq!(slow.join().unwrap().state, Rejected);
}

/// Somebody who fell while asking holds nobody up.
#[test]
fn a_question_that_panics() {
    let home = Home::new();
    let budget = load(&home);
    let fallen = std::thread::scope(|scope| {
        let asks = || {
            budget.once(&realm(), &credential("x"), None, &Cancel::default(), || {
                panic!("fallen")
            })
        };
        scope.spawn(asks).join()
    });
    assert!(fallen.is_err());
    assert!(ask(&budget, "x", None, Works).0);
}

#[test]
fn the_file_holds_no_secret_and_is_private() {
    let home = Home::new();
    ask(&load(&home), "canary-secret", None, Rejected);
    let file = home.path().join("state/app/rejected.json");
    let text = std::fs::read_to_string(&file).unwrap();
    for hidden in ["canary", "\"me\"", "example.com", "Y2FuYXJ5"] {
        assert!(!text.contains(hidden), "{hidden}: {text}");
    }
    let names: Vec<_> = std::fs::read_dir(file.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(names.len(), 2, "no temporary file is left: {names:?}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&file), 0o600);
        assert_eq!(mode(file.parent().unwrap()), 0o700);
    }
}

#[test]
fn a_damaged_file_is_told_and_replaced() {
    for damage in [
        "",
        "{",
        "[]",
        r#"{"version":1,"key":"00","refusals":{}}"#,
        r#"{"version":1,"key":"zz","refusals":{"x":{"time":1,"answer":"rejected"}}}"#,
        r#"{"version":9}"#,
        "\u{0}\u{1}",
    ] {
        let home = Home::new();
        let file = home.write("state/app/rejected.json", damage);
        let (budget, problems) = Budget::load(&file);
        assert_eq!(problems.len(), 1, "{damage}");
        assert!(
            problems[0].message.contains("forgotten"),
            "{}",
            problems[0].message
        );
        assert!(!budget.is_rejected(&realm(), &credential("stale")));
        ask(&budget, "stale", None, Rejected);
        assert!(
            load(&home).is_rejected(&realm(), &credential("stale")),
            "{damage}"
        );
    }
}

/// Two windows, or a window and a command line.
#[test]
fn two_processes_at_once() {
    let home = Home::new();
    let (one, other) = (load(&home), load(&home));
    for number in 0..20 {
        let budget = if number % 2 == 0 { &one } else { &other };
        ask(budget, &format!("stale-{number}"), None, Rejected);
    }
    let later = load(&home);
    for number in 0..20 {
        assert!(
            later.is_rejected(&realm(), &credential(&format!("stale-{number}"))),
            "{number}"
        );
    }
}

/// A folder that cannot be written costs the memory over a restart, and nothing else.
#[test]
fn nowhere_to_write() {
    let home = Home::new();
    let file = home.write("in-the-way", "");
    let (budget, problems) = Budget::load(&file.join("rejected.json"));
    assert_eq!(problems, []);
    ask(&budget, "stale", None, Rejected);
    assert!(!ask(&budget, "stale", None, Rejected).0);
}
