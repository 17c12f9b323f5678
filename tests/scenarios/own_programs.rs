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

#[test]
fn s25_what_clients_with_a_window_keep_is_named() {
    let (home, repository) = home_with("", URL);
    home.write(
        ".eclipse/org.eclipse.equinox.security/secure_storage",
        "#Equinox secure storage version 1.0\n\
         /GIT/https\\:\\\\2f\\\\2fgit.example\\\\2facme\\\\2fapi.git/user=enc-user\n\
         /GIT/https\\:\\\\2f\\\\2fgit.example\\\\2facme\\\\2fapi.git/password=in-eclipse\n\
         /GIT/https\\:\\\\2f\\\\2fother.example\\\\2fapi.git/user=enc-user\n\
         /org.eclipse.mylyn/https\\:\\\\2f\\\\2fgit.example/user=enc-user\n",
    );
    let scene = Scene::of(&home, &repository);
    let evidence = &scene.finding("app-own-store").evidence;
    let file = "~/.eclipse/org.eclipse.equinox.security/secure_storage";
    assert_eq!(
        evidence,
        &[format!("Eclipse (EGit): git.example in {file}")]
    );
    assert!(!format!("{:?}", scene.finding("app-own-store")).contains("in-eclipse"));
}

#[test]
fn s25_what_does_not_say_for_which_host_is_found_where_each_system_has_it() {
    let (home, _) = home_with("", URL);
    let files = [
        ".config/smartgit/25.1/passwords",
        ".gitkraken/secFile",
        ".smartgit/6.5/passwords",
        "AppData/.gitkraken/secFile",
        "AppData/syntevo/SmartGit/24/passwords",
        "Library/Preferences/SmartGit/24/passwords",
    ];
    for file in files {
        home.write(file, "encrypted");
    }
    home.write(".config/smartgit/24.1/settings.xml", "no password");
    let mut home = home;
    home.set("APPDATA", home.path().join("AppData"));
    let found = git_locksmith::store::other_programs::other_programs(&home.environment());
    let mut named: Vec<String> = found.iter().map(|program| program.file.clone()).collect();
    named.sort();
    let mut expected = files.map(|file| format!("~/{file}"));
    expected.sort();
    assert_eq!(named, expected);
    assert!(found.iter().all(|program| program.host.is_none()));
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
