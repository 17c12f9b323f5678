//! Which helpers are in force for a URL, compared with those that real Git runs.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use git_locksmith::git::Git;
use git_locksmith::git::config::{Config, ConfigCache};
use git_locksmith::git::discover;
use git_locksmith::git::helper::sign_in_settings;
use git_locksmith::model::RemoteUrl;

use crate::support::gits::gits;
use crate::support::helper_cases::{HAND_MADE, SECTIONS};
use crate::support::home::Home;

/// Configuration texts and a URL.
struct Case {
    global: &'static str,
    local: &'static str,
    worktree: &'static str,
    url: &'static str,
}

/// What a helper was asked, or would be.
#[derive(Debug, PartialEq, Eq)]
struct Asked {
    helpers: Vec<String>,
    username: Option<String>,
    with_path: bool,
}

#[test]
fn git_runs_the_helpers_that_are_listed_in_their_order() {
    let mut home = Home::new();
    let programs = home.path().join("programs");
    let log = home.path().join("log");
    for name in ["one", "two", "three", "four", "five", "last"] {
        write_recorder(&home, name, &log);
    }
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap());
    home.set("PATH", path);
    home.write("three.config", "[credential]\n\thelper = three\n");
    home.write("reset.config", "[credential]\n\thelper =\n");
    home.write(
        "scoped.config",
        "[credential \"https://h.example/team\"]\n\thelper = four\n\tusername = scoped\n",
    );
    let folder = home.repository("work/app", &[("origin", "https://h.example/team/app.git")]);
    home.run_git(&folder, ["symbolic-ref", "HEAD", "refs/heads/main"]);
    let own = fs::read_to_string(folder.join(".git/config")).unwrap();
    let gits = gits(&home);
    let mut different = Vec::new();
    for case in cases() {
        home.write(".gitconfig", case.global);
        home.write("work/app/.git/config", format!("{own}{}", case.local));
        home.write("work/app/.git/config.worktree", case.worktree);
        for git in &gits {
            let ours = listed(git, &folder, case.url);
            let theirs = run(&home, git, &folder, case.url, &log);
            if ours != theirs {
                different.push(format!(
                    "{}: {}\n{}\n{}\n{}\nours {ours:?}\nGit's {theirs:?}",
                    git.version(),
                    case.url,
                    case.global,
                    case.local,
                    case.worktree
                ));
            }
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n\n"));
}

#[test]
fn each_helper_is_listed_with_the_line_that_set_it() {
    let home = Home::new();
    let file = home.write(
        ".gitconfig",
        "# mine\n[credential]\n\thelper = one\n[include]\n\tpath = more\n",
    );
    let more = home.write(
        "more",
        "[credential \"https://h.example\"]\n\n\thelper = two\n",
    );
    let folder = home.repository("work", &[]);
    home.run_git(&folder, ["config", "credential.helper", "!three"]);
    let place = discover::discover(&folder).unwrap();
    let config = Config::of_repository(&home.git(), &ConfigCache::default(), &place);
    let settings = sign_in_settings(&config, &RemoteUrl::parse(b"https://h.example/x"));
    let origins: Vec<String> = settings
        .helpers
        .iter()
        .map(|helper| helper.origin.to_string())
        .collect();
    let local = folder.join(".git/config");
    let line = fs::read_to_string(&local).unwrap().lines().count();
    assert_eq!(
        origins,
        [
            format!("{}:3", file.display()),
            format!("{}:3", more.display()),
            format!("{}:{line}", local.display()),
        ]
    );
    let of_repository: Vec<bool> = settings
        .helpers
        .iter()
        .map(git_locksmith::model::HelperInForce::is_from_repository)
        .collect();
    assert_eq!(of_repository, [false, false, true]);
}

#[test]
fn a_repository_cannot_switch_off_the_persons_own_helpers() {
    let home = Home::new();
    home.write(
        ".gitconfig",
        "[credential]\n\thelper = zero\n\thelper =\n\thelper = one\n",
    );
    let folder = home.repository("work", &[]);
    for value in ["local", "", "other"] {
        home.run_git(&folder, ["config", "--add", "credential.helper", value]);
    }
    let place = discover::discover(&folder).unwrap();
    let config = Config::of_repository(&home.git(), &ConfigCache::default(), &place);
    let settings = sign_in_settings(&config, &RemoteUrl::parse(b"https://h.example/x"));
    let in_force: Vec<&str> = settings.helpers.iter().map(|h| h.value.as_str()).collect();
    let own: Vec<&str> = settings.own_helpers().map(|h| h.value.as_str()).collect();
    assert_eq!(in_force, ["other"], "as Git would");
    assert_eq!(own, ["one"], "what is obeyed");
}

#[test]
fn no_helper_is_in_force_for_other_transports() {
    let home = Home::new();
    home.write(".gitconfig", "[credential]\n\thelper = one\n");
    let config = Config::personal(&home.git());
    for url in [
        "git@h.example:x",
        "ssh://h.example/x",
        "/srv/x",
        "git://h.example/x",
        "ext::x",
    ] {
        let settings = sign_in_settings(&config, &RemoteUrl::parse(url.as_bytes()));
        assert!(settings.helpers.is_empty(), "{url}");
    }
}

fn listed(git: &Git, folder: &Path, url: &str) -> Asked {
    let place = discover::discover(folder).unwrap();
    let config = Config::of_repository(git, &ConfigCache::default(), &place);
    assert!(config.problems().is_empty(), "{:?}", config.problems());
    let url = RemoteUrl::parse(url.as_bytes());
    let settings = sign_in_settings(&config, &url);
    let shown = |helper: &git_locksmith::model::HelperInForce| {
        let arguments: Vec<&str> = helper.arguments().collect();
        [&[helper.name()], arguments.as_slice()].concat().join(" ")
    };
    Asked {
        helpers: settings.helpers.iter().map(shown).collect(),
        username: url.user.clone().or(settings.username),
        with_path: settings.use_http_path && !url.path.is_empty(),
    }
}

/// Asks Git to fill in a credential, with one more helper at the end that is always run.
fn run(home: &Home, git: &Git, folder: &Path, url: &str, log: &Path) -> Asked {
    fs::write(log, "").unwrap();
    let mut child = home
        .command(git.program())
        .current_dir(folder)
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_ASKPASS", "")
        .args(["-c", "credential.helper=last", "credential", "fill"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    write!(child.stdin.take().unwrap(), "url={url}\n\n").unwrap();
    let output = child.wait_with_output().unwrap();
    let recorded = fs::read_to_string(log).unwrap();
    let mut helpers = Vec::new();
    let mut last = "";
    for entry in recorded.split_terminator("---\n") {
        let (command, fields) = entry.split_once('\n').unwrap();
        helpers.push(command.strip_suffix(" get").unwrap().to_owned());
        last = fields;
    }
    assert_eq!(
        helpers.pop().as_deref(),
        Some("last"),
        "{url}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let field = |name: &str| {
        last.lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix('='))
    };
    Asked {
        helpers,
        username: field("username").map(str::to_owned),
        with_path: field("path").is_some(),
    }
}

/// A helper that knows nothing and writes down how it was called.
fn write_recorder(home: &Home, name: &str, log: &Path) {
    let program = home.write(
        format!("programs/git-credential-{name}"),
        format!(
            "#!/bin/sh\n{{ echo \"{name} $*\"; cat; echo ---; }} >> '{}'\n",
            log.display()
        ),
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(program, fs::Permissions::from_mode(0o755)).unwrap();
    }
    #[cfg(not(unix))]
    let _ = program;
}

fn cases() -> Vec<Case> {
    let case = |global: &'static str, local: &'static str, url: &'static str| Case {
        global,
        local,
        worktree: "",
        url,
    };
    let mut cases: Vec<Case> = HAND_MADE
        .iter()
        .map(|&(global, local, url)| case(global, local, url))
        .collect();
    cases.push(Case {
        global: "[credential]\n\thelper = one\n",
        local: "[extensions]\n\tworktreeConfig = true\n[credential]\n\thelper = two\n",
        worktree: "[credential]\n\thelper = three\n",
        url: "https://h.example/a",
    });
    cases.push(Case {
        global: "[extensions]\n\tworktreeConfig = true\n",
        local: "",
        worktree: "[credential]\n\thelper = three\n",
        url: "https://h.example/a",
    });
    for (section, urls) in SECTIONS {
        let text = format!(
            "[credential]\n\thelper = one\n[credential \"{section}\"]\n\thelper = two\n\
             \tusername = someone\n\tuseHttpPath = true\n[credential]\n\thelper = three\n"
        );
        let text: &'static str = text.leak();
        cases.extend(urls.iter().map(|url| case(text, "", url)));
    }
    assert!(cases.len() > 120, "{}", cases.len());
    cases
}
