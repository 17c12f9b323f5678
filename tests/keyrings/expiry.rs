//! A sign-in that was saved with an end which has passed: said to be expired, and not sent.

use std::path::PathBuf;

use serde_json::Value;

use crate::support::cli::Cli;
use crate::support::forge::{Account, Forge};
use crate::support::helpers::libsecret_since_2_43;
use crate::support::home::Home;
use crate::support::keyring::Keyring;

const TOKEN: &str = "token-of-me";
const PASSED: u64 = 1_000_000_000;
const FAR: u64 = 99_999_999_999;

/// What `check --json` says of the one remote, and how often the token was sent.
struct Checked {
    remote: Value,
    sent: usize,
    words: String,
}

/// Checks with one item in the keyring, as the helper of this name writes it.
fn check(helper: &str, expires: u64) -> Checked {
    let mut home = Home::new();
    let keyring = Keyring::unlocked(&mut home);
    let forge = Forge::with_accounts(&[Account::writer("me", TOKEN)]);
    let program = match helper {
        "locksmith" => PathBuf::from(env!("CARGO_BIN_EXE_git-credential-locksmith")),
        _ => libsecret_since_2_43(),
    };
    let config = format!("[credential]\n\thelper = {}\n", program.display());
    home.write(".gitconfig", config);
    home.repository("work/api", &[("origin", &forge.url("me/api.git"))]);
    let (port, host) = (
        forge.port().to_string(),
        format!("127.0.0.1:{}", forge.port()),
    );
    let attributes: Vec<(&str, &str)> = match helper {
        "locksmith" => vec![
            ("xdg:schema", "io.github.git_locksmith.Credential"),
            ("protocol", "http"),
            ("host", &host),
            ("path", ""),
            ("username", "me"),
        ],
        _ => vec![
            ("xdg:schema", "org.git.Password"),
            ("protocol", "http"),
            ("server", "127.0.0.1"),
            ("port", &port),
            ("user", "me"),
        ],
    };
    let secret = format!("{TOKEN}\npassword_expiry_utc={expires}");
    keyring.add("Git: a token", &attributes, secret.as_bytes());
    let cli = Cli::new(home);
    let ran = cli.run(&["check", "--json", "work/api"], "");
    let output: Value = serde_json::from_str(&ran.out).unwrap();
    Checked {
        remote: output["repositories"][0]["remotes"][0].clone(),
        sent: forge.sign_ins().len(),
        words: cli.run(&["sources", "work/api"], "").out,
    }
}

#[test]
fn it_is_told_and_not_sent() {
    for helper in ["locksmith", "libsecret"] {
        let Checked {
            remote,
            sent,
            words,
        } = check(helper, PASSED);
        assert_eq!(sent, 0, "{helper}");
        assert_eq!(remote["saved"][0]["expires"], PASSED);
        assert_eq!(remote["uses"], Value::Null);
        assert_eq!(remote["fetch"]["state"], "sign-in-needed", "{remote}");
        let finding = &remote["findings"][0];
        assert_eq!(finding["rule"], "token-expired", "{helper}: {remote}");
        assert_eq!(finding["title"], "The saved sign-in of me has expired");
        assert_eq!(remote["findings"].as_array().unwrap().len(), 1, "{remote}");
        let explanation = finding["explanation"].as_str().unwrap();
        assert!(explanation.contains("2001-09-09"), "{explanation}");
        assert!(words.contains("expired, so Git does not use it"), "{words}");
    }
}

#[test]
fn one_that_has_not_is_sent_as_ever() {
    for helper in ["locksmith", "libsecret"] {
        let Checked {
            remote,
            sent,
            words,
        } = check(helper, FAR);
        assert!(sent > 0, "{helper}");
        assert_eq!(remote["saved"][0]["expires"], FAR);
        assert_eq!(remote["fetch"]["state"], "works", "{remote}");
        assert!(!words.contains("expired"), "{words}");
    }
}
