//! The real window on Xvfb: how long until its first frame, how much memory with 1,000
//! repositories listed, what it does while nobody touches it, and how large the program is.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::scan::tree;
use super::table::{Way, aim, in_turns, shown};
use crate::support::home::Home;

pub fn measure() {
    let program = super::program();
    let size = fs::metadata(&program).unwrap().len();
    let megabytes = |bytes: u64| format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10);
    let Some(screen) = Screen::start() else {
        println!("\nThe window: no Xvfb, not measured");
        aim("size of the program", &megabytes(size), "20 MB");
        return;
    };
    let mut home = Home::new();
    home.set("DISPLAY", screen.display.as_str());
    home.repository("work", &[("origin", "https://h.example/x")]);
    let medians = in_turns(
        "The window on Xvfb",
        7,
        vec![Way::new("start to first frame", || {
            drop(Window::open(&home, &program, Path::new("work")));
        })],
    );
    aim("first frame", &shown(medians[0]), "300 ms");
    let window = Window::open(&home, &program, &tree());
    window.settle();
    aim(
        "memory (PSS), 1,000 repositories listed",
        &megabytes(window.proportional_memory()),
        "100 MB",
    );
    let before = window.processor_time();
    std::thread::sleep(Duration::from_secs(10));
    let used = window.processor_time().saturating_sub(before);
    aim("processor time in 10 s of idleness", &shown(used), "0 ms");
    aim("size of the program", &megabytes(size), "20 MB");
}

/// An X server of our own.
struct Screen {
    display: String,
    server: Child,
}

impl Screen {
    fn start() -> Option<Self> {
        let mut server = Command::new("Xvfb")
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1280x900x24",
                "-nolisten",
                "tcp",
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut line = String::new();
        let mut output = BufReader::new(server.stdout.take()?);
        output.read_line(&mut line).ok()?;
        Some(Self {
            display: format!(":{}", line.trim()),
            server,
        })
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

struct Window(Child);

impl Window {
    /// Open once its first frame is shown, which it tells on standard error.
    fn open(home: &Home, program: &Path, folder: &Path) -> Self {
        let mut child = home
            .command(program)
            .arg(folder)
            .env("GIT_LOCKSMITH_LOG", "debug")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut told = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        while !line.contains("first frame shown") {
            line.clear();
            assert!(told.read_line(&mut line).unwrap() > 0, "it ended");
        }
        // What it tells later is read as well: a full pipe would stop it.
        std::thread::spawn(move || told.read_to_end(&mut Vec::new()));
        Self(child)
    }

    /// Waits until it has used no processor for a second.
    fn settle(&self) {
        let limit = Instant::now() + Duration::from_mins(1);
        let mut before = self.processor_time();
        while Instant::now() < limit {
            std::thread::sleep(Duration::from_secs(1));
            let now = self.processor_time();
            if now == before {
                return;
            }
            before = now;
        }
        println!("  it does not come to rest");
    }

    fn proportional_memory(&self) -> u64 {
        let text = fs::read_to_string(format!("/proc/{}/smaps_rollup", self.0.id())).unwrap();
        let line = text.lines().find(|line| line.starts_with("Pss:")).unwrap();
        let kibibytes: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
        kibibytes * 1024
    }

    /// User and system time; the kernel counts in hundredths of a second.
    fn processor_time(&self) -> Duration {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.0.id())).unwrap();
        let (_, behind_name) = stat.rsplit_once(')').unwrap();
        let ticks: u64 = behind_name
            .split_whitespace()
            .skip(11)
            .take(2)
            .map(|ticks| ticks.parse::<u64>().unwrap())
            .sum();
        Duration::from_millis(ticks * 10)
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
