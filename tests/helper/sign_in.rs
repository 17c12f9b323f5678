//! A real push through a real server, with what the helper keeps.

use std::process::Command;

use super::Scene;
use crate::support::apache::Apache;

#[test]
fn git_pushes_with_what_it_keeps_and_forgets_what_is_refused() {
    let scene = Scene::new();
    let apache = Apache::start();
    let repository = apache.repository(&scene.home, "api");
    // The server works as another user where the test runs as root.
    let opened = Command::new("chmod")
        .args(["-R", "a+rwX"])
        .arg(repository)
        .status();
    assert!(opened.unwrap().success());
    let url = apache.url("api");
    let host = url.split('/').nth(2).unwrap().to_owned();
    let of_host = format!("protocol=http\nhost={host}\n");
    let (user, secret) = Apache::WRITER;
    let store = |secret: &str| {
        let ran = scene.ask(
            "store",
            &format!("{of_host}username={user}\npassword={secret}\n"),
        );
        assert_eq!(ran.code, 0, "{}", ran.err);
    };
    let push = || {
        let mut command = scene.home.command("git");
        let branch = "HEAD:refs/heads/from-here";
        let output = command
            .args(["-C", "work", "push", "--quiet", &url, branch])
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_ASKPASS", "")
            .output()
            .unwrap();
        (
            output.status.success(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        )
    };
    let work = scene.home.path().join("work");
    store(secret);
    scene
        .home
        .run_git(&scene.home.path(), ["clone", "--quiet", &url, "work"]);
    assert!(work.join(".git").is_dir());
    let (pushed, words) = push();
    assert!(pushed, "{words}");
    store("no longer valid");
    let (pushed, _) = push();
    assert!(!pushed);
    assert_eq!(
        scene.ask("get", &of_host).out,
        "",
        "Git told the helper to forget it"
    );
}
