//! The command line: what it prints where, and how it ends.

use serde_json::Value;

use crate::support::cli::Cli;
use crate::support::home::Home;

#[test]
fn wrong_usage_ends_with_2() {
    let cli = Cli::new(Home::new());
    for arguments in [
        &["check"][..],
        &["check", "--no-such-flag", "."],
        &["clear"],
        &["clear", "--host", "h", "some/path"],
        &["clear", "--host", "https://bitbucket.org/x"],
        &["clear", "--host", ".."],
        &["clear", "--host", "h\\x"],
        &["save"],
        &["frobnicate", "--x"],
    ] {
        let ran = cli.run(arguments, "");
        assert_eq!(ran.code, 2, "{arguments:?}: {}", ran.err);
        assert_eq!(ran.out, "", "{arguments:?}");
        assert!(!ran.err.is_empty(), "{arguments:?}");
    }
}

/// GitHub takes a token for the user name, with `x-oauth-basic` or nothing beside it.
#[test]
fn a_token_that_was_saved_as_user_name_is_shown_nowhere() {
    let token = format!("ghp_{}", "aB3".repeat(12));
    let home = Home::new();
    home.write(".gitconfig", "[credential]\n\thelper = store\n");
    let line = format!("https://{token}:x-oauth-basic@git.example\n");
    home.write(".git-credentials", line);
    home.repository("work/api", &[("origin", "https://git.example/a.git")]);
    let cli = Cli::new(home);
    let commands: [&[&str]; 7] = [
        &["sources", "work/api"],
        &["sources", "--json", "work/api"],
        &["check", "--offline", "work/api"],
        &["check", "--offline", "--json", "work/api"],
        &["clear", "--dry-run", "work/api"],
        &["clear", "--dry-run", "--json", "work/api"],
        &["clear", "--host", "git.example"],
    ];
    for arguments in commands {
        let ran = cli.run(arguments, "");
        let all = format!("{}{}", ran.out, ran.err);
        assert!(!all.contains(&token), "{arguments:?}: {all}");
        assert!(all.contains("git.example"), "{arguments:?}: {all}");
    }
    let left = std::fs::read_to_string(cli.home.path().join(".git-credentials"));
    assert_eq!(left.unwrap(), "", "it is cleared all the same");
}

#[test]
fn help_and_version_go_to_standard_output() {
    let cli = Cli::new(Home::new());
    for flag in ["--help", "--version"] {
        let ran = cli.run(&[flag], "");
        assert_eq!(ran.code, 0, "{flag}");
        assert!(ran.out.contains("git-locksmith"), "{flag}: {}", ran.out);
    }
}

#[test]
fn a_path_that_is_no_repository_is_a_problem() {
    let home = Home::new();
    home.write("empty/file", "");
    let cli = Cli::new(home);
    for path in ["empty", "does-not-exist"] {
        let ran = cli.run(&["check", "--json", path], "");
        assert_eq!(ran.code, 3, "{path}: {}", ran.err);
        let json: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(json["version"], 1);
        assert_eq!(json["repositories"].as_array().unwrap().len(), 0);
        let subject = json["problems"][0]["subject"].as_str().unwrap();
        assert!(subject.ends_with(path), "{subject}");
    }
}

#[test]
fn the_json_has_the_documented_fields() {
    let home = Home::new();
    home.write(".gitconfig", "[credential]\n\thelper = store\n");
    home.write(
        ".git-credentials",
        "https://me:ATBBabcdefghijklmnop0123@bitbucket.org\n",
    );
    let path = home.repository(
        "work/api",
        &[("origin", "https://me@bitbucket.org/a/api.git")],
    );
    home.repository("work/bare-of-remotes", &[]);
    let cli = Cli::new(home);
    let ran = cli.run(&["check", "--json", "--offline", "work"], "");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let json: Value = serde_json::from_str(&ran.out).unwrap();
    let [api, no_remotes] = json["repositories"].as_array().unwrap().as_slice() else {
        panic!("{json}")
    };
    assert_eq!(api["path"], path.to_str().unwrap());
    assert_eq!(api["kind"], "work-tree");
    assert_eq!(no_remotes["remotes"].as_array().unwrap().len(), 0);
    let remote = &api["remotes"][0];
    assert_eq!(remote["name"], "origin");
    assert_eq!(remote["fetch_url"], "https://me@bitbucket.org/a/api.git");
    assert_eq!(remote["push_url"], remote["fetch_url"]);
    assert_eq!(remote["transport"], "https");
    assert_eq!(remote["host"], "bitbucket.org");
    assert_eq!(remote["forge"], "bitbucket-cloud");
    assert_eq!(remote["helpers"][0]["value"], "store");
    assert_eq!(remote["helpers"][0]["scope"], "global");
    assert!(
        remote["helpers"][0]["origin"]
            .as_str()
            .unwrap()
            .ends_with("/.gitconfig:2")
    );
    assert_eq!(remote["saved"][0]["store"], "git-credential-store");
    assert!(
        remote["saved"][0]["location"]
            .as_str()
            .unwrap()
            .ends_with(".git-credentials")
    );
    assert_eq!(remote["saved"][0]["username"], "me");
    assert_eq!(remote["saved"][0]["kind"], "bitbucket-app-password");
    assert_eq!(remote["fetch"]["state"], "not-checked");
    assert_eq!(remote["push"]["state"], "not-checked");
    assert_eq!(remote["findings"][0]["rule"], "bb-app-password");
    assert!(
        remote["findings"][0]["fixes"]
            .as_array()
            .is_some_and(|fixes| !fixes.is_empty())
    );
    assert!(!ran.out.contains("ATBBabc") && !ran.err.contains("ATBBabc"));
}

#[test]
fn without_a_display_the_window_is_a_check() {
    let home = Home::new();
    home.repository("work/api", &[("origin", "/nowhere/at/all.git")]);
    let cli = Cli::new(home);
    let ran = cli.run(&["work"], "");
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(
        ran.out.contains("work/api") && ran.out.contains("not found"),
        "{}",
        ran.out
    );
    assert!(
        ran.err.contains("no display") && ran.err.contains("git-locksmith clear"),
        "{}",
        ran.err
    );
}

/// A shell snippet as helper may hold a password; whoever looks on must not see it.
#[test]
fn a_helper_is_shown_without_the_password_in_it() {
    let home = Home::new();
    let snippet = "!f() { echo username=me; echo password=hunter2-secret; }; f";
    home.write(
        ".gitconfig",
        format!("[credential]\n\thelper = \"{snippet}\"\n\thelper = store\n"),
    );
    let url = "https://git.example/acme/api.git";
    let folder = home.repository("work/api", &[("origin", url)]);
    let path = folder.to_str().unwrap();
    let cli = Cli::new(home);
    for arguments in [
        &["sources", path][..],
        &["sources", "--json", path],
        &["check", "--offline", path],
        &["check", "--offline", "--json", path],
        &["helper", "status"],
        &["report", "--offline", path],
    ] {
        let ran = cli.run(arguments, "");
        let all = format!("{}{}", ran.out, ran.err);
        assert!(!all.contains("hunter2"), "{arguments:?}: {all}");
        assert!(!all.is_empty(), "{arguments:?}");
    }
}

#[test]
fn sources_end_where_git_ends() {
    let home = Home::new();
    home.write(
        ".gitconfig",
        "[credential]\n\thelper = store\n\thelper = \"!f() { echo username=me; }; f\"\n",
    );
    home.repository("ssh", &[("origin", "git@git.example:acme/api.git")]);
    home.repository("leaky", &[("origin", "https://me:pw@git.example/api.git")]);
    home.repository("plain", &[("origin", "https://git.example/api.git")]);
    let cli = Cli::new(home);
    let order = |path: &str| -> Vec<String> {
        let out = cli.run(&["sources", path], "").out;
        let lines = out.lines().filter_map(|line| line.strip_prefix("    "));
        lines.map(str::to_owned).collect()
    };
    assert_eq!(order("ssh"), ["1. ssh and its keys; Git asks no helper"]);
    assert_eq!(
        order("leaky"),
        ["1. the password in the URL, and nothing else"]
    );
    let plain = order("plain");
    assert_eq!(plain.len(), 3, "{plain:?}");
    assert!(plain[0].ends_with("line 2"), "{plain:?}");
    assert!(
        plain[1].ends_with("line 3; not read; --ask-helpers asks it"),
        "{plain:?}"
    );
}

#[test]
fn a_fix_is_offered_once_where_it_makes_the_first_change() {
    let home = Home::new();
    home.write(
        ".gitconfig",
        "[credential]\n\thelper = store --file ~/a\n\thelper = store --file ~/b\n\thelper = store --file ~/c\n",
    );
    home.repository("api", &[("origin", "https://git.example/api.git")]);
    let cli = Cli::new(home);
    let out = cli.run(&["check", "--offline", "api"], "").out;
    assert_eq!(out.matches("fix ~/api helper-chain").count(), 1, "{out}");
    assert!(out.contains("→ Several credential helpers answer"), "{out}");
}
