//! A check where Git Credential Manager keeps the sign-in in a file: it is read there, and the
//! manager, which is not there at all, is not run.

use serde_json::Value;

use crate::support::cli::Cli;
use crate::support::forge::{Account, Forge, host};
use crate::support::gpg::Gpg;
use crate::support::home::Home;

const TOKEN: &str = "glpat-abcdefghijklmnopqrst";

struct Scene {
    home: Home,
    forge: Forge,
}

impl Scene {
    fn new(home: Home, store: &str) -> Self {
        let forge = Forge::start(|request| host(request, &[Account::writer("me", TOKEN)]));
        home.repository("work/api", &[("origin", &forge.url("me/api.git"))]);
        home.write(
            ".gitconfig",
            format!("[credential]\n\thelper = manager\n\tcredentialStore = {store}\n"),
        );
        Self { home, forge }
    }

    /// The file of `me` as the manager writes it.
    fn text(&self) -> String {
        let port = self.forge.port();
        format!("{TOKEN}\nservice=http://127.0.0.1:{port}\naccount=me\n")
    }

    fn name(&self, extension: &str) -> String {
        format!("git/http/127.0.0.1:{}/me.{extension}", self.forge.port())
    }

    /// The remote, as the program prints it.
    fn run(&self, arguments: &[&str]) -> Value {
        let ran = Cli::new(self.home.clone()).run(arguments, "");
        let output: Value = serde_json::from_str(&ran.out).unwrap();
        output["repositories"][0]["remotes"][0].clone()
    }

    fn check(&self) -> Value {
        self.run(&["check", "--json", "work/api"])
    }
}

#[test]
fn a_plain_file_is_read() {
    let scene = Scene::new(Home::new(), "plaintext");
    let file = format!(".gcm/store/{}", scene.name("credential"));
    scene.home.write(file, scene.text());
    let remote = scene.check();
    assert_eq!(remote["fetch"]["state"], "works", "{remote}");
    assert_eq!(remote["push"]["state"], "works");
    assert_eq!(remote["uses"]["username"], "me");
    assert_eq!(remote["saved"][0]["store"], "manager-plaintext");
    assert_eq!(remote["saved"][0]["plain_text"], true);
}

#[test]
fn another_store_in_force_is_not_taken_for_this_one() {
    let scene = Scene::new(Home::new(), "cache");
    let file = format!(".gcm/store/{}", scene.name("credential"));
    scene.home.write(file, scene.text());
    let remote = scene.check();
    assert_eq!(remote["fetch"]["state"], "sign-in-needed", "{remote}");
    assert_eq!(remote["saved"][0]["read"], false);
    assert_eq!(scene.forge.sign_ins(), [""; 0]);
}

#[test]
fn an_encrypted_file_is_read_where_its_key_is_open() {
    let mut home = Home::new();
    let gpg = Gpg::open(&mut home);
    let scene = Scene::new(home, "gpg");
    gpg.encrypt(&scene.name("gpg"), &scene.text());
    let looked_at = scene.run(&["sources", "--json", "work/api"]);
    assert_eq!(
        looked_at["saved"][0]["kind"],
        Value::Null,
        "not read by looking"
    );
    let remote = scene.check();
    assert_eq!(remote["fetch"]["state"], "works", "{remote}");
    assert_eq!(remote["saved"][0]["store"], "manager-gpg");
    assert_eq!(remote["saved"][0]["locked"], false);
    assert_ne!(remote["saved"][0]["kind"], Value::Null);
}

#[test]
fn a_locked_key_is_told_and_nobody_is_asked() {
    let mut home = Home::new();
    let gpg = Gpg::locked(&mut home);
    let scene = Scene::new(home, "gpg");
    gpg.encrypt(&scene.name("gpg"), &scene.text());
    let remote = scene.check();
    assert_eq!(remote["fetch"]["state"], "sign-in-needed", "{remote}");
    assert_eq!(remote["saved"][0]["locked"], true);
    let findings = remote["findings"].as_array().unwrap();
    let title = "The GPG key is locked";
    assert!(
        findings.iter().any(|found| found["title"] == title),
        "{remote}"
    );
    assert!(!gpg.has_asked());
    assert_eq!(scene.forge.sign_ins(), [""; 0]);
}
