//! The real program on a real screen (Xvfb, openbox), used by mouse and keyboard (xdotool), and
//! looked at (import).

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::home::Home;

/// A path on the command line, a click on "Clear saved sign-in": the window is there, shows
/// the finding, and the sign-in is gone from the file.
#[test]
fn the_real_window_shows_and_clears() {
    let screen = Screen::start();
    let mut home = Home::new();
    home.set("DISPLAY", screen.display());
    home.write(".gitconfig", "[credential]\n\thelper = store\n");
    let file = home.write(
        ".git-credentials",
        "https://me:ATBBstale0123456789stale@bitbucket.org\nhttps://me:kept@example.com\n",
    );
    home.repository(
        "work/api",
        &[("origin", "https://me@bitbucket.org/acme/api.git")],
    );
    let mut window = Ending(
        home.command(env!("CARGO_BIN_EXE_git-locksmith"))
            .arg("work")
            .stdout(Stdio::null())
            .spawn()
            .unwrap(),
    );
    let id = wait_for("the window", || {
        xdotool(&home, &["search", "--name", "^Git Locksmith$"])
    });
    xdotool(&home, &["windowsize", "--sync", &id, "1160", "760"]);
    xdotool(&home, &["windowactivate", "--sync", &id]);

    // The finding of a scan alone: the kind of the saved secret tells that it is dead.
    let red = "#FCE8E6";
    let picture = home.path().join("window.png");
    wait_for("the finding's box", || {
        look(&home, &id, &picture).then_some(())?;
        column_has(&picture, 1100, red).then_some(())
    });
    let colours = count_colours(&picture);
    assert!(colours > 100, "letters are drawn: {colours} colours");

    // By keyboard alone: Tab until the ring is around the button, then press it.
    let ring = "#2A66D1";
    for tabs in 0.. {
        if column_has(&picture, 551, ring) {
            break;
        }
        assert!(tabs < 40, "the keyboard does not reach the button");
        let before = convert(&picture, "%#");
        xdotool(&home, &["key", "--window", &id, "Tab"]);
        wait_for("the ring moves on", || {
            look(&home, &id, &picture).then_some(())?;
            (convert(&picture, "%#") != before).then_some(())
        });
    }
    xdotool(&home, &["key", "--window", &id, "space"]);
    wait_for("the sign-in is gone", || {
        let left = fs::read_to_string(&file).unwrap();
        (left == "https://me:kept@example.com\n").then_some(())
    });
    wait_for("the toast", || {
        look(&home, &id, &picture).then_some(())?;
        column_has(&picture, 580, "#20262E").then_some(())
    });
    xdotool(&home, &["key", "--window", &id, "ctrl+z"]);
    wait_for("the sign-in is back", || {
        fs::read_to_string(&file)
            .unwrap()
            .contains("ATBBstale")
            .then_some(())
    });
    assert!(
        window.0.try_wait().unwrap().is_none(),
        "the window stays open"
    );
}

/// A second start hands its folders over and ends; a window that died leaves a door that is taken
/// over.
#[test]
fn a_second_start_hands_its_folders_to_the_first() {
    let screen = Screen::start();
    let mut home = Home::new();
    home.set("DISPLAY", screen.display());
    home.repository("work/api", &[]);
    home.repository("more/web", &[]);
    let open = |folder: &str| {
        let mut program = home.command(env!("CARGO_BIN_EXE_git-locksmith"));
        Ending(program.arg(folder).stdout(Stdio::null()).spawn().unwrap())
    };
    let windows = || {
        let ids = xdotool(&home, &["search", "--name", "^Git Locksmith$"]);
        ids.map_or(0, |ids| ids.lines().count())
    };
    let settings = home.path().join(".config/git-locksmith/settings.toml");
    let remembers = |folder: &str| {
        let text = fs::read_to_string(&settings).unwrap_or_default();
        text.contains(&format!("/{folder}\"")).then_some(())
    };
    let mut first = open("work");
    wait_for("the first window", || (windows() == 1).then_some(()));
    wait_for("its folder", || remembers("work"));
    let mut second = open("more");
    let ended = wait_for("the second start ends", || second.0.try_wait().unwrap());
    assert!(ended.success());
    wait_for("its folder in the first window", || remembers("more"));
    assert_eq!(windows(), 1);
    assert!(first.0.try_wait().unwrap().is_none());
    // It dies without taking its door away.
    first.0.kill().unwrap();
    first.0.wait().unwrap();
    wait_for("the window is gone", || (windows() == 0).then_some(()));
    let mut third = open("work");
    wait_for("a window of its own", || (windows() == 1).then_some(()));
    assert!(third.0.try_wait().unwrap().is_none());
    let mut fourth = open("work");
    let ended = wait_for("the fourth start ends", || fourth.0.try_wait().unwrap());
    assert!(ended.success());
}

/// Where fontconfig knows no font, letters that ours lack are boxes, and the window lives.
#[test]
fn a_system_without_fonts_shows_the_window() {
    let screen = Screen::start();
    let mut home = Home::new();
    home.set("DISPLAY", screen.display());
    let fonts = home.write("no-fonts.conf", "<?xml version=\"1.0\"?><fontconfig/>");
    home.repository("work/日本語 العربية 한국어", &[]);
    let mut program = home.command(env!("CARGO_BIN_EXE_git-locksmith"));
    program.arg("work").env("FONTCONFIG_FILE", fonts);
    program.stdout(Stdio::null()).stderr(Stdio::piped());
    let mut window = Ending(program.env("GIT_LOCKSMITH_LOG", "warn").spawn().unwrap());
    let id = wait_for("the window", || {
        xdotool(&home, &["search", "--name", "^Git Locksmith$"])
    });
    // It says so when it has met such a letter.
    let mut said = BufReader::new(window.0.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains("this system tells of no fonts") {
        line.clear();
        assert!(said.read_line(&mut line).unwrap() > 0, "it lives");
    }
    let picture = home.path().join("window.png");
    wait_for("a picture", || look(&home, &id, &picture).then_some(()));
    assert!(window.0.try_wait().unwrap().is_none(), "it lives");
}

/// A screen of its own, with a window manager.
pub struct Screen {
    number: u32,
    _server: Ending,
    _manager: Ending,
}

/// A child that does not outlive the test.
pub struct Ending(pub Child);

impl Drop for Ending {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Screen {
    /// The server itself chooses a free number and tells it.
    pub fn start() -> Self {
        let mut server = Command::new("Xvfb")
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1280x900x24",
                "-nolisten",
                "tcp",
                // A client that goes while it is the only one would take the next ones with it.
                "-noreset",
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is installed");
        let mut number = String::new();
        BufReader::new(server.stdout.take().unwrap())
            .read_line(&mut number)
            .unwrap();
        let number = number.trim().parse().unwrap();
        let manager = Command::new("openbox")
            .env("DISPLAY", format!(":{number}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("openbox is installed");
        Self {
            number,
            _server: Ending(server),
            _manager: Ending(manager),
        }
    }

    pub fn display(&self) -> String {
        format!(":{}", self.number)
    }
}

/// What xdotool says, if it succeeds.
fn xdotool(home: &Home, arguments: &[&str]) -> Option<String> {
    let output = home.command("xdotool").args(arguments).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap().trim().to_owned();
    (output.status.success()).then_some(said)
}

/// Takes a picture of the window.
fn look(home: &Home, id: &str, picture: &Path) -> bool {
    let mut import = home.command("import");
    import.args(["-window", id]).arg(picture);
    import.stderr(Stdio::null()).status().unwrap().success()
}

/// Whether any pixel at `x` right of the list has this colour: how far down a thing stands
/// depends on how many lines the words above it take.
fn column_has(picture: &Path, x: u32, colour: &str) -> bool {
    let output = Command::new("convert")
        .arg(picture)
        .args(["-crop", &format!("1x700+{x}+60"), "-depth", "8"])
        .args(["-format", "%c", "histogram:info:"])
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap().contains(colour)
}

fn count_colours(picture: &Path) -> usize {
    convert(picture, "%k").parse().unwrap()
}

fn convert(picture: &Path, format: &str) -> String {
    let output = Command::new("convert")
        .arg(PathBuf::from(picture))
        .args(["-format", format, "info:"])
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Looks again until there is something; fails when there is nothing within a minute.
#[track_caller]
fn wait_for<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(
            start.elapsed() < Duration::from_mins(1),
            "waited in vain for: {what}"
        );
    }
}
