//! GitHub CLI and GitLab CLI as helpers: their sign-in is seen, and never said to be gone.

use git_locksmith::git::Config;
use git_locksmith::model::{Realm, StoreKind};
use git_locksmith::store::{StoreError, Stores};

use crate::support::cli::Cli;
use crate::support::home::Home;

/// Before 2.40.
const ONE_ACCOUNT: &str = "github.com:\n    user: mona\n    oauth_token: gho_of-mona\n    git_protocol: https\n\
                           ghe.example:\n    oauth_token: gho_of-nobody\n    user: \"\"\n";
/// Since 2.40.
const SEVERAL_ACCOUNTS: &str = "github.com:\n    git_protocol: https\n    users:\n        other-one:\n            oauth_token: gho_other\n        \
                                mona:\n            oauth_token: gho_of-mona\n        bad;name:\n    user: mona\n    oauth_token: gho_of-mona\n";
const GLAB: &str = "git_protocol: ssh\nhosts:\n    gitlab.com:\n        token: glpat-1\n        user: tanuki\n        \
                    api_protocol: https\n    other.example:\n        token:\n";

/// `(user, how it is cleared)` of each.
fn listed(home: &Home, host: &str) -> Vec<(String, String)> {
    let git = home.git();
    let stores = Stores::of(&git, &Config::personal(&git));
    let listing = stores.list(&[Realm::from_fields("https", host).unwrap()]);
    assert_eq!(listing.problems, []);
    let told = listing.entries.iter().map(|entry| {
        assert!(matches!(
            entry.store,
            StoreKind::GithubCli | StoreKind::GitlabCli
        ));
        let Err(StoreError::ReadOnly { how }) = stores.remove(entry) else {
            panic!("{entry:?} is not the helper's to remove");
        };
        (entry.username.clone().unwrap_or_default(), how)
    });
    told.collect()
}

fn clears(told: &[(String, String)]) -> Vec<(&str, &str)> {
    told.iter()
        .map(|(user, how)| {
            let command = how.split('`').nth(1).unwrap();
            (user.as_str(), command)
        })
        .collect()
}

#[test]
fn what_answers_git_is_listed_with_its_logout() {
    let home = Home::new();
    home.write(".config/gh/hosts.yml", ONE_ACCOUNT);
    home.write(".config/glab-cli/config.yml", GLAB);
    assert_eq!(listed(&home, "github.com"), [], "Git asks neither of them");
    home.write(
        ".gitconfig",
        "[credential \"https://github.com\"]\n\thelper =\n\thelper = !/usr/bin/gh auth git-credential\n\
         [credential \"https://gitlab.com\"]\n\thelper = !glab auth git-credential\n",
    );
    assert_eq!(
        clears(&listed(&home, "github.com")),
        [("mona", "gh auth logout --hostname github.com")]
    );
    assert_eq!(
        clears(&listed(&home, "gitlab.com")),
        [("tanuki", "glab auth logout --hostname gitlab.com")]
    );
    assert_eq!(
        listed(&home, "ghe.example"),
        [],
        "Git asks it for github.com alone"
    );
    home.write(".config/gh/hosts.yml", SEVERAL_ACCOUNTS);
    assert_eq!(
        clears(&listed(&home, "github.com")),
        [
            ("mona", "gh auth logout --hostname github.com --user mona"),
            (
                "other-one",
                "gh auth logout --hostname github.com --user other-one"
            ),
            ("bad;name", "gh auth logout --hostname github.com"),
        ],
        "the one in use comes first"
    );
}

#[test]
fn the_real_program_answers_before_and_after_a_clear_and_it_is_said_so() {
    let home = Home::new();
    let file = home.write(".config/gh/hosts.yml", ONE_ACCOUNT);
    home.write(
        ".gitconfig",
        "[credential]\n\thelper = store\n\thelper = !gh auth git-credential\n",
    );
    home.write(".git-credentials", "https://mona:old@github.com\n");
    home.repository("work/api", &[("origin", "https://github.com/acme/api.git")]);
    let cli = Cli::new(home.clone());
    let sources = cli.run(&["sources", "work/api"], "").out;
    assert!(
        sources.contains("saved: mona at github.com: secret not read in ~/.config/gh/hosts.yml"),
        "{sources}"
    );
    assert!(
        !sources.contains("hosts.yml; no helper reads this"),
        "{sources}"
    );
    let cleared = cli.run(&["clear", "--host", "github.com"], "");
    assert_eq!(cleared.code, 1, "something stayed");
    let lines: Vec<&str> = cleared.out.lines().collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(
        lines[0].starts_with("cleared: mona at github.com"),
        "{lines:?}"
    );
    assert!(
        lines[1].starts_with("still there: mona at github.com")
            && lines[1].contains("run `gh auth logout --hostname github.com`"),
        "{lines:?}"
    );
    let answer = home
        .command("sh")
        .args([
            "-c",
            "printf 'protocol=https\\nhost=github.com\\n\\n' | git credential fill",
        ])
        .env("GIT_TERMINAL_PROMPT", "0")
        .output()
        .unwrap();
    let answer = String::from_utf8(answer.stdout).unwrap();
    assert!(answer.contains("password=gho_of-mona"), "{answer}");
    assert_eq!(std::fs::read_to_string(file).unwrap(), ONE_ACCOUNT);
}

#[test]
fn a_helper_that_asks_in_the_browser_is_told_of() {
    let home = Home::new();
    home.write(
        ".gitconfig",
        "[credential]\n\thelper = store\n\thelper = oauth\n",
    );
    home.write(".git-credentials", "https://mona:old@git.example\n");
    home.repository(
        "work/api",
        &[("origin", "https://git.example/acme/api.git")],
    );
    let cli = Cli::new(home);
    let sources = cli.run(&["sources", "work/api"], "").out;
    assert!(
        sources.contains("2. oauth, set by ~/.gitconfig, line 3; keeps nothing itself"),
        "{sources}"
    );
    let cleared = cli.run(&["clear", "--host", "git.example"], "");
    assert_eq!(cleared.code, 0);
    assert!(
        cleared
            .err
            .contains("asks you in the browser the next time"),
        "{}",
        cleared.err
    );
}
