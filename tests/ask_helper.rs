//! Git's credential protocol, and one helper asked alone.

use git_locksmith::git::ask_helper::{
    AskError, answers_without_dialog, approve, fill, keeps_secrets, reject,
};
use git_locksmith::git::credential_protocol::{ProtocolError, Request};
use git_locksmith::git::install::Version;
use git_locksmith::git::{Git, RunError};
use git_locksmith::model::{Credential, Realm, Scope, Secret};

use crate::support::helpers::{MISBEHAVING, fake, gits, helper};
use crate::support::home::Home;

/// The host as the URL spells it.
const HOST: &str = "git.example:8443";

fn realm() -> Realm {
    Realm::new("https", "git.example", Some(8443))
}

fn written(username: Option<&str>, secret: Option<&str>) -> Result<String, ProtocolError> {
    let secret = secret.map(Secret::new);
    let realm = realm().with_path(Some("team/app.git"));
    let request = Request {
        realm: &realm,
        host_field: None,
        username,
        secret: secret.as_ref(),
    };
    let text = request.write()?;
    Ok(String::from_utf8(text.expose().to_vec()).unwrap())
}

#[test]
fn a_request_is_written_as_git_reads_it() {
    assert_eq!(
        written(Some("alice"), Some("s3cret=")).unwrap(),
        "protocol=https\nhost=git.example:8443\npath=team/app.git\nusername=alice\npassword=s3cret=\n\n"
    );
}

#[test]
fn control_characters_are_refused_in_every_field() {
    for bad in ["a\nhost=evil.example", "a\r", "\0", "\x1b[2J", "\x7f"] {
        for (username, secret) in [(Some(bad), None), (Some("a"), Some(bad))] {
            let error = written(username, secret).unwrap_err();
            assert!(
                matches!(error, ProtocolError::ControlCharacter { .. }),
                "{bad:?}"
            );
        }
    }
    let long = "x".repeat(70_000);
    let error = written(Some("a"), Some(&long)).unwrap_err();
    assert_eq!(error, ProtocolError::TooLong { field: "password" });
}

#[test]
fn an_answer_is_believed_only_for_what_was_asked() {
    let realm = realm();
    let read = |username, answer: &str| {
        let request = Request {
            realm: &realm,
            host_field: None,
            username,
            secret: None,
        };
        request.read_answer(answer.as_bytes()).map(|found| {
            found.map(|credential| {
                let secret = String::from_utf8(credential.secret.expose().to_vec()).unwrap();
                format!("{}:{secret}", credential.username)
            })
        })
    };
    let found = |text: &str| Ok(Some(text.to_owned()));
    let other = |host: &str| {
        Err(ProtocolError::OtherHost {
            host: host.to_owned(),
        })
    };
    for (username, answer, expected) in [
        (None, "username=a\npassword=p=1\n", found("a:p=1")),
        (
            None,
            "protocol=https\r\nhost=git.example:8443\r\nusername=a\r\npassword=p\r\n",
            found("a:p"),
        ),
        (
            None,
            "username=a\npassword=p\nunknown=1\nstate[]=x\n\n",
            found("a:p"),
        ),
        (None, "username=a\n", Ok(None)),
        (None, "password=p\n", Ok(None)),
        (None, "", Ok(None)),
        (Some("b"), "username=a\npassword=p\n", Ok(None)),
        (
            None,
            "host=git.example\nusername=a\npassword=p\n",
            other("git.example"),
        ),
        (
            None,
            "protocol=http\nusername=a\npassword=p\n",
            other("http"),
        ),
        (None, "no protocol at all", Err(ProtocolError::Garbage)),
        (
            None,
            "username=a\rhost=evil\npassword=p\n",
            Err(ProtocolError::Garbage),
        ),
    ] {
        assert_eq!(read(username, answer), expected, "{answer:?}");
    }
}

#[test]
fn the_store_helper_keeps_gives_and_forgets() {
    let home = Home::new();
    let git = home.git();
    let store = helper("store");
    let credential = Credential::new("alice", Secret::new("s3cret"));
    assert!(fill(&git, &store, &realm(), HOST, None).unwrap().is_none());
    approve(&git, &store, &realm(), "git.example:8443", &credential).unwrap();
    let found = fill(&git, &store, &realm(), HOST, None).unwrap().unwrap();
    assert_eq!(found.username, "alice");
    assert!(found.secret.same_as(&credential.secret));
    assert!(
        fill(&git, &store, &realm(), HOST, Some("bob"))
            .unwrap()
            .is_none()
    );
    reject(&git, &store, &realm(), "git.example:8443", "alice").unwrap();
    assert!(fill(&git, &store, &realm(), HOST, None).unwrap().is_none());
}

#[test]
fn only_the_one_helper_is_asked() {
    let home = Home::new();
    let touched = home.path().join("touched");
    home.write(
        ".gitconfig",
        format!(
            "[credential]\nhelper = \"!touch '{0}';\"\n[credential \"https://git.example:8443\"]\nhelper = \"!touch '{0}';\"\n",
            touched.display()
        ),
    );
    let git = home.git();
    let credential = Credential::new("alice", Secret::new("s3cret"));
    assert!(
        fill(&git, &helper("store"), &realm(), HOST, None)
            .unwrap()
            .is_none()
    );
    approve(
        &git,
        &helper("store"),
        &realm(),
        "git.example:8443",
        &credential,
    )
    .unwrap();
    assert!(!touched.exists());
}

#[test]
fn which_helpers_are_known() {
    for (value, silent, keeps) in [
        ("store", true, true),
        ("store --file ~/x", true, true),
        ("cache --timeout 60", true, true),
        ("libsecret", false, true),
        ("/usr/lib/git-core/git-credential-libsecret", false, true),
        ("manager", false, true),
        ("oauth", false, false),
        ("netrc", false, false),
        ("!gh auth git-credential", false, false),
        ("!store", false, false),
        ("/opt/own-helper", false, false),
    ] {
        assert_eq!(answers_without_dialog(&helper(value)), silent, "{value}");
        assert_eq!(keeps_secrets(&helper(value)), keeps, "{value}");
    }
    let mut from_repository = helper("store");
    from_repository.origin.scope = Scope::Local;
    assert!(!answers_without_dialog(&from_repository));
    let home = Home::new();
    assert!(fill(&home.git(), &from_repository, &realm(), HOST, None).is_err());
}

#[test]
fn a_helper_that_misbehaves_gives_nothing_and_hangs_nothing() {
    // At the same time, because those that hang are given ten seconds.
    std::thread::scope(|threads| {
        for (name, script) in MISBEHAVING {
            threads.spawn(move || {
                let mut home = Home::new();
                let helper = fake(&mut home, name, script);
                for git in gits(&home) {
                    let answer = fill(&git, &helper, &realm(), HOST, None);
                    assert_eq!(outcome(&answer), expected(name, &git), "{name}");
                }
            });
        }
    });
}

/// An answer in words.
fn outcome(answer: &Result<Option<Credential>, AskError>) -> String {
    match answer {
        Ok(None) => "nothing".to_owned(),
        Ok(Some(found)) => format!("found {}", found.username),
        Err(AskError::Run(RunError::TimedOut { .. })) => "timed out".to_owned(),
        Err(error) => error.to_string(),
    }
}

fn expected(name: &str, git: &Git) -> &'static str {
    match name {
        "hangs" | "hangs-behind-a-shell" => "timed out",
        "answers-for-another-host" => "the helper answered for another host: evil.example",
        // Git knows of expiry since 2.40; before, it would use the password itself.
        "answers-an-expired-password" if git.version() < Version(2, 40, 0) => "found a",
        _ => "nothing",
    }
}

#[test]
fn what_a_hanging_helper_has_started_ends_with_it() {
    let mut home = Home::new();
    let pipe = home.path().join("pipe");
    assert!(
        home.command("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    let script = format!("sleep 600 >'{}' & wait", pipe.display());
    let helper = fake(&mut home, "starts-another", &script);
    // The pipe ends when nobody is left who could write to it.
    let ended = std::thread::spawn(move || std::fs::read(pipe).unwrap());
    assert!(fill(&home.git(), &helper, &realm(), HOST, None).is_err());
    assert!(ended.join().unwrap().is_empty());
}
