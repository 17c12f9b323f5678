//! Programs beside Git, and the keyring that Git's helper would need: told before any server is
//! asked.

use super::own_machine::{Scene, home_with};

const URL: &str = "https://git.example/acme/api.git";

#[test]
fn s25_programs_that_keep_a_sign_in_for_the_host_are_named() {
    let (home, repository) = home_with("", URL);
    home.write(
        ".config/gh/hosts.yml",
        "github.com:\n    user: me\n    oauth_token: in-gh\n\
         git.example:\n    oauth_token: in-gh-too\n    users:\n        me:\n",
    );
    home.write(
        ".config/glab-cli/config.yml",
        "git_protocol: https\nhosts:\n    gitlab.com:\n        token:\n\
         \n    GIT.example:\n        # theirs\n        token: !!null in-glab\n        user: me\nlast: x\n",
    );
    home.write(
        "Library/Application Support/SourceTree/me@STAuth-git.example",
        "in-it",
    );
    let scene = Scene::of(&home, &repository);
    assert_eq!(scene.rules(), ["app-own-store"]);
    let finding = scene.finding("app-own-store");
    assert_eq!(
        finding.evidence,
        [
            "GitHub CLI: git.example in ~/.config/gh/hosts.yml",
            "GitLab CLI: git.example in ~/.config/glab-cli/config.yml",
            "Sourcetree: git.example in ~/Library/Application Support/SourceTree",
        ]
    );
    let told = format!("{finding:?}");
    assert!(
        told.contains("gh auth logout --hostname git.example"),
        "{told}"
    );
    assert!(
        told.contains("glab auth logout --hostname git.example"),
        "{told}"
    );
    assert!(!told.contains("in-g") && !told.contains("in-it"), "{told}");
}

#[test]
fn s25_what_keeps_nothing_for_the_host_is_not_named() {
    let (home, repository) = home_with("", "https://gitlab.com/acme/api.git");
    home.write(".config/gh/hosts.yml", "github.com:\n    user: me\n");
    home.write(
        ".config/glab-cli/config.yml",
        "hosts:\n    gitlab.com:\n        token: \"\"\n        api_host: gitlab.com\n",
    );
    // It does not say for which host, and nothing is wrong yet.
    home.write(".config/JetBrains/IdeaIC2025.3/c.kdbx", "encrypted");
    assert_eq!(Scene::of(&home, &repository).rules(), Vec::<&str>::new());
    home.write(
        ".config/gh/hosts.yml",
        "gitlab.com; touch /tmp/x:\n    user: me\n",
    );
    assert_eq!(Scene::of(&home, &repository).rules(), Vec::<&str>::new());
}

#[cfg(target_os = "linux")]
#[test]
fn s17_no_keyring_answers_the_helper_that_needs_one() {
    use crate::support::helpers::{libsecret, put_on_path};
    use crate::support::keyring::Keyring;

    let (mut home, repository) = home_with("[credential]\n\thelper = libsecret\n", URL);
    put_on_path(&mut home, libsecret().parent().unwrap());
    let git = |home: &crate::support::home::Home| {
        let output = home
            .command("sh")
            .args([
                "-c",
                "echo url=https://git.example/acme/api.git | git credential fill",
            ])
            .env("GIT_TERMINAL_PROMPT", "0")
            .output()
            .unwrap();
        String::from_utf8(output.stderr).unwrap()
    };
    let said = git(&home);
    assert!(said.contains("D-Bus") || said.contains("secret"), "{said}");
    let scene = Scene::of(&home, &repository);
    assert_eq!(scene.rules(), ["keyring-locked"], "{said}");
    assert!(scene.finding("keyring-locked").title.contains("No keyring"));
    // A bus on which nobody keeps secrets is no better.
    let mut with_bus = home.clone();
    let _bus = Keyring::bus_only(&mut with_bus);
    let said = git(&with_bus);
    assert!(said.contains("org.freedesktop.secrets"), "{said}");
    assert_eq!(
        Scene::of(&with_bus, &repository).rules(),
        ["keyring-locked"]
    );
    scene.fix("keyring-locked");
    assert_eq!(Scene::of(&home, &repository).rules(), Vec::<&str>::new());
    // With a keyring there is nothing to tell.
    home.write(".gitconfig", "[credential]\n\thelper = libsecret\n");
    let _keyring = Keyring::unlocked(&mut home);
    assert_eq!(Scene::of(&home, &repository).rules(), Vec::<&str>::new());
}
