//! What saved sign-ins themselves give away, told before any server is asked.

use git_locksmith::model::{Change, Fix};

use super::own_machine::{Scene, home_with, program};
#[cfg(target_os = "linux")]
use crate::support::keyring::Keyring;

/// 52 characters, as Azure DevOps makes them.
const AZURE: &str = "abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrst";

#[cfg(target_os = "linux")]
fn add_of_manager(keyring: &Keyring, service: &str, account: &str) {
    let service = format!("git:{service}");
    let attributes = [
        ("xdg:schema", "com.microsoft.GitCredentialManager"),
        ("service", service.as_str()),
        ("account", account),
    ];
    keyring.add(&service, &attributes, b"a secret of the manager");
}

#[test]
fn s03_a_token_of_azure_devops_may_be_one_that_ends() {
    let (home, one) = home_with(
        "[credential]\n\thelper = store\n",
        "https://dev.azure.com/acme/web/_git/web",
    );
    assert_eq!(Scene::of(&home, &one).rules(), Vec::<&str>::new());
    home.write(
        ".git-credentials",
        format!("https://me:{AZURE}@dev.azure.com\n"),
    );
    home.repository(
        "work/two",
        &[("origin", "https://dev.azure.com/other/web/_git/web")],
    );
    let scene = Scene::of(&home, &home.path().join("work"));
    let today = std::time::SystemTime::now();
    let since = today.duration_since(std::time::UNIX_EPOCH).unwrap();
    if since.as_secs() >= 1_796_083_200 {
        eprintln!("NOT TESTED: from 2026-12-01 on only a server's refusal tells");
        return;
    }
    assert!(scene.rules().contains(&"ado-global-pat"));
}

#[cfg(target_os = "linux")]
#[test]
fn s19_a_refresh_token_outlives_the_sign_in() {
    let (mut home, repository) = home_with(
        "[credential]\n\thelper = manager\n\tcredentialStore = secretservice\n",
        "https://bitbucket.org/acme/api.git",
    );
    program(&mut home, "git-credential-manager");
    let keyring = Keyring::unlocked(&mut home);
    add_of_manager(&keyring, "https://bitbucket.org/refresh_token", "old-me");
    let scene = Scene::of(&home, &repository);
    assert_eq!(scene.rules(), ["bb-oauth-leftover"]);
    scene.fix("bb-oauth-leftover");
    assert_eq!(keyring.items(), []);
    assert_eq!(Scene::of(&home, &repository).rules(), Vec::<&str>::new());
    // Beside its own sign-in it is as it should be.
    add_of_manager(&keyring, "https://bitbucket.org/refresh_token", "me");
    add_of_manager(&keyring, "https://bitbucket.org", "me");
    assert_eq!(Scene::of(&home, &repository).rules(), Vec::<&str>::new());
}

#[cfg(target_os = "linux")]
#[test]
fn s20_the_manager_has_two_accounts_and_nothing_says_which() {
    let (mut home, repository) = home_with(
        "[credential]\n\thelper = manager\n\tcredentialStore = secretservice\n",
        "https://git.example/acme/api.git",
    );
    program(&mut home, "git-credential-manager");
    let keyring = Keyring::unlocked(&mut home);
    add_of_manager(&keyring, "https://git.example", "one");
    assert_eq!(Scene::of(&home, &repository).rules(), Vec::<&str>::new());
    add_of_manager(&keyring, "https://git.example", "two");
    let scene = Scene::of(&home, &repository);
    assert_eq!(scene.rules(), ["account-picker-loop"]);
    scene.fix("account-picker-loop");
    let bound = home.run_git(
        &repository,
        [
            "config",
            "--get-urlmatch",
            "credential.username",
            "https://git.example/acme/api.git",
        ],
    );
    assert!(["one", "two"].contains(&bound.as_str()), "{bound}");
    assert_eq!(Scene::of(&home, &repository).rules(), Vec::<&str>::new());
}

#[cfg(target_os = "linux")]
#[test]
fn as_root_s28_a_repository_of_another_user_is_declared_safe_on_request_only() {
    assert!(
        rustix::process::geteuid().is_root(),
        "only root can give a folder away"
    );
    let (home, repository) = home_with("", "https://git.example/acme/api.git");
    for path in [repository.clone(), repository.join(".git")] {
        std::os::unix::fs::chown(path, Some(65534), Some(65534)).unwrap();
    }
    let status = || {
        let output = home
            .command("git")
            .arg("status")
            .current_dir(&repository)
            .output();
        String::from_utf8(output.unwrap().stderr).unwrap()
    };
    assert!(
        status().contains("detected dubious ownership"),
        "{}",
        status()
    );
    let scene = Scene::of(&home, &repository);
    let finding = scene.finding("untrusted-repo");
    let trust = finding.fixes.iter().position(|fix| {
        matches!(fix, Fix::Change { change: Change::AddValue { key, .. }, .. } if key == "safe.directory")
    });
    assert_eq!(trust, Some(1), "advice comes first: {finding:?}");
    assert!(
        status().contains("detected dubious ownership"),
        "nothing is declared by looking"
    );
    scene.fix("untrusted-repo");
    assert!(!status().contains("dubious"), "{}", status());
    assert_eq!(Scene::of(&home, &repository).rules(), Vec::<&str>::new());
}
