//! The real window as a screen reader has it: through AT-SPI, on a screen and a bus of its own.

use std::fs::{self, File};
use std::process::Stdio;

use crate::screen::{Ending, Screen};
use crate::support::forge::{Account, Forge, host};
use crate::support::home::Home;

/// Turns the bus of assistive technologies on, runs what comes behind, and ends what it started.
const ON_A_BUS: &str = r#"
/usr/libexec/at-spi-bus-launcher --launch-immediately >/dev/null 2>&1 &
launcher=$!
set_on() {
    gdbus call --session --dest org.a11y.Bus --object-path /org/a11y/bus \
        --method org.freedesktop.DBus.Properties.Set org.a11y.Status "$1" '<true>' >/dev/null 2>&1
}
tries=0
until set_on IsEnabled && set_on ScreenReaderEnabled; do
    tries=$((tries + 1))
    [ "$tries" -lt 600 ] || exit 1
    sleep 0.1
done
"$PROGRAM" work >/dev/null 2>&1 &
program=$!
/usr/bin/python3 "$READER" "$program"
code=$?
kill "$program" "$launcher"
exit "$code"
"#;

#[test]
fn a_screen_reader_reads_the_list_presses_check_all_and_hears_the_result() {
    let screen = Screen::start();
    let forge = Forge::start(|request| host(request, &[Account::writer("me", "the-new-one")]));
    let mut home = Home::new();
    home.set("DISPLAY", screen.display());
    home.repository("work/api", &[("origin", &forge.url("me/api.git"))]);
    home.write(".gitconfig", "[credential]\n\thelper = store\n");
    let line = format!("http://me:the-old-one@127.0.0.1%3a{}\n", forge.port());
    home.write(".git-credentials", line);
    let reader = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/window/screen_reader.py");
    let mut session = home.command("dbus-run-session");
    session
        .args(["--", "sh", "-c", ON_A_BUS])
        .env("PROGRAM", env!("CARGO_BIN_EXE_git-locksmith"))
        .env("READER", reader)
        .stdin(Stdio::null());
    // Into files: what the bus has started may outlive it and keep a pipe open.
    let [told, problems] = ["told", "problems"].map(|name| home.path().join(name));
    session.stdout(File::create(&told).unwrap());
    session.stderr(File::create(&problems).unwrap());
    let status = Ending(session.spawn().unwrap()).0.wait().unwrap();
    let [told, problems] = [told, problems].map(|file| fs::read_to_string(file).unwrap());
    assert!(status.success(), "{told}\n{problems}");
    assert!(told.contains("said:"), "{told}");
}
