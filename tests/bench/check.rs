//! Checking 200 remotes of one server that takes 5 ms for every answer. Fifty share a secret that
//! the server refuses.

use std::fs;
use std::process::Command;
use std::time::Duration;

use super::table::{Way, aim, in_turns, ratio};
use crate::support::forge::{Account, Forge, host};
use crate::support::home::Home;

const LATENCY: Duration = Duration::from_millis(5);

pub fn measure() {
    let forge =
        Forge::start(|request| host(request, &[Account::writer("me", "good")]).delay(LATENCY));
    let home = Home::new();
    home.write(".gitconfig", "[credential]\n\thelper = store\n");
    for number in 0..200 {
        let user = if number % 4 == 0 { "old" } else { "me" };
        let url = format!("http://{user}@127.0.0.1:{}/team/{number}.git", forge.port());
        home.repository(format!("work/{number}"), &[("origin", &url)]);
    }
    let restore = || {
        let server = format!("127.0.0.1:{}", forge.port());
        home.write(
            ".git-credentials",
            format!("http://me:good@{server}\nhttp://old:stale@{server}\n"),
        );
        let _ = fs::remove_dir_all(home.path().join(".local/state/git-locksmith"));
        forge.forget();
    };
    let program = super::program();
    let mut sent = Vec::new();
    let medians = in_turns(
        "Check of 200 remotes, 5 ms for every answer",
        3,
        vec![
            Way::new("git-locksmith check (fetch and push)", || {
                restore();
                run(home.command(&program).args(["check", "--json", "work"]));
                let sign_ins = forge.sign_ins();
                let stale = sign_ins.iter().filter(|sign_in| *sign_in == "old:stale");
                sent.push((stale.count(), forge.requests().len()));
            }),
            Way::new("a loop of git ls-remote (fetch alone)", || {
                restore();
                run(&mut shell(
                    &home,
                    "for d in work/*; do git -C $d ls-remote origin HEAD; done",
                ));
            }),
            Way::new("eight of these at a time (xargs -P8)", || {
                restore();
                run(&mut shell(
                    &home,
                    "ls -d work/* | xargs -P8 -I{} git -C {} ls-remote origin HEAD",
                ));
            }),
        ],
    );
    aim(
        "times faster than the loop",
        &ratio(medians[1], medians[0]),
        "20",
    );
    aim(
        "times faster than eight at a time",
        &ratio(medians[2], medians[0]),
        "6",
    );
    let (stale, requests) = sent.last().unwrap();
    aim(
        "the refused secret was sent (times)",
        &stale.to_string(),
        "1",
    );
    aim("requests", &requests.to_string(), "-");
}

fn shell(home: &Home, script: &str) -> Command {
    let mut command = home.command("sh");
    command.env("GIT_TERMINAL_PROMPT", "0").args(["-c", script]);
    command
}

fn run(command: &mut Command) {
    command.output().unwrap();
}
