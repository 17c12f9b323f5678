//! Several accounts on one host: which one a remote uses is what real Git says.

use serde_json::Value;

use crate::support::cli::Cli;
use crate::support::home::Home;

/// What `git credential fill` answers inside the repository.
fn filled(home: &Home, url: &str) -> String {
    let mut fill = home.command("git");
    fill.current_dir(home.path().join("work/api"))
        .env("GIT_TERMINAL_PROMPT", "0")
        .args(["credential", "fill"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped());
    let mut child = fill.spawn().unwrap();
    let input = format!("url={url}\n\n");
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), input.as_bytes()).unwrap();
    let output = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    let username = output
        .lines()
        .find_map(|line| line.strip_prefix("username="));
    username.unwrap_or_default().to_owned()
}

#[test]
fn the_account_in_use_is_the_one_that_git_fills_in() {
    let saved = "https://ada:a-token@git.example\nhttps://build:b-token@git.example\n";
    let helper = "[credential]\n\thelper = store\n";
    for (config, url, account, because) in [
        ("", "https://git.example/acme/api.git", "ada", "first"),
        ("", "https://build@git.example/acme/api.git", "build", "url"),
        (
            "[credential \"https://git.example\"]\n\tusername = build\n",
            "https://git.example/acme/api.git",
            "build",
            "setting",
        ),
        (
            "[credential \"https://git.example\"]\n\tusername = build\n",
            "https://ada@git.example/acme/api.git",
            "ada",
            "url",
        ),
        (
            "[credential \"https://other.example\"]\n\tusername = build\n",
            "https://git.example/acme/api.git",
            "ada",
            "first",
        ),
    ] {
        let home = Home::new();
        home.write(".gitconfig", format!("{helper}{config}"));
        home.write(".git-credentials", saved);
        home.repository("work/api", &[("origin", url)]);
        assert_eq!(filled(&home, url), account, "Git at {url} with {config}");
        let folder = home.path().join("work/api");
        let cli = Cli::new(home);
        let ran = cli.run(&["sources", "--json", folder.to_str().unwrap()], "");
        let json: Value = serde_json::from_str(&ran.out).unwrap();
        let uses = &json["repositories"][0]["remotes"][0]["uses"];
        assert_eq!(uses["username"], account, "{url} with {config}");
        assert_eq!(uses["because"], because, "{url} with {config}");
    }
}

#[test]
fn an_account_that_is_not_saved_is_none() {
    let home = Home::new();
    home.write(".gitconfig", "[credential]\n\thelper = store\n");
    home.write(".git-credentials", "https://ada:a-token@git.example\n");
    let url = "https://someone@git.example/acme/api.git";
    let folder = home.repository("work/api", &[("origin", url)]);
    let cli = Cli::new(home);
    let ran = cli.run(&["sources", "--json", folder.to_str().unwrap()], "");
    let json: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json["repositories"][0]["remotes"][0]["uses"], Value::Null);
}
