//! One `get` of a sign-in that is kept, as Git asks for it at every fetch and push.

use std::fs::File;
use std::process::{Command, Stdio};

use super::table::{Way, aim, in_turns, shown};
use crate::support::helpers::libsecret;
use crate::support::home::Home;
use crate::support::keyring::Keyring;

const REQUEST: &str = "protocol=https\nhost=git.example\n";

pub fn measure() {
    let mut home = Home::new();
    let _keyring = Keyring::unlocked(&mut home);
    let own = super::program().with_file_name("git-credential-locksmith");
    let get = home.write("get", REQUEST);
    let store = home.write(
        "store",
        format!("{REQUEST}username=alice\npassword=s3cret\n"),
    );
    let ask = |mut command: Command, operation: &str, request: &std::path::Path| {
        command
            .arg(operation)
            .stdin(File::open(request).unwrap())
            .stdout(Stdio::null());
        assert!(command.status().unwrap().success());
    };
    let libsecret = libsecret();
    let in_git = || {
        let mut command = home.command("git");
        command.arg("credential-store");
        command
    };
    for command in [home.command(&own), home.command(&libsecret), in_git()] {
        ask(command, "store", &store);
    }
    let medians = in_turns(
        "get of a credential helper, keyring unlocked",
        30,
        vec![
            Way::new("git-credential-locksmith", || {
                ask(home.command(&own), "get", &get);
            }),
            Way::new("git-credential-libsecret", || {
                ask(home.command(&libsecret), "get", &get);
            }),
            Way::new("git-credential-store (a file)", || {
                ask(in_git(), "get", &get);
            }),
        ],
    );
    aim("get", &shown(medians[0]), "30 ms");
}
