//! Programs that are started: they end with all that they started, see no terminal and no more
//! of the environment than they need, and cannot flood us.

#![cfg(unix)]

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use git_locksmith::git::{Environment, Finished, Run, RunError};
use git_locksmith::model::{ActivityLog, Cancel, Secret};

use crate::support::home::Home;

/// Far longer than any test takes.
const LONG: Duration = Duration::from_mins(10);

#[test]
fn a_run_that_takes_too_long_dies_with_all_that_it_started() {
    let home = Home::new();
    let end = Lifeline::new(&home);
    let environment = home.environment();
    let script = format!(
        "sleep 1000 >'{0}' & sh -c 'sleep 1000; :' >'{0}'; :",
        end.path()
    );
    let result = shell(&environment, &script)
        .time_limit(Duration::from_millis(300))
        .run();
    assert!(
        matches!(result, Err(RunError::TimedOut { .. })),
        "{}",
        words(&result)
    );
    end.wait();
}

/// `VmHWM` is the most memory that this process ever had (proc(5)).
#[cfg(target_os = "linux")]
#[test]
fn a_program_that_floods_fills_no_memory() {
    let most = || -> usize {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status
            .lines()
            .find(|line| line.starts_with("VmHWM"))
            .unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    };
    let home = Home::new();
    let environment = home.environment();
    let before = most();
    let flood = "head -c 60000000 /dev/zero; head -c 60000000 /dev/zero >&2";
    let finished = shell(&environment, flood).time_limit(LONG).run().unwrap();
    assert!(finished.succeeded());
    assert!(finished.stdout.len() + finished.stderr.len() < 16 << 20);
    let grown = most() - before;
    assert!(grown < 50_000, "{grown} KiB more than before");
}

#[test]
fn what_is_told_of_a_run_masks_secrets() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let log = {
        let told = Arc::clone(&told);
        ActivityLog::to(move |one| told.lock().unwrap().push(one.what))
    };
    let home = Home::new();
    let environment = home.environment();
    let helper = "credential.helper=!f() { echo username=me; echo password=a-canary; }; f";
    let run = shell(&environment, "exit 0")
        .args(["-c", helper])
        .tell(&log);
    run.run().unwrap();
    let told = told.lock().unwrap().join(" ");
    assert!(
        told.contains("username=me") && !told.contains("a-canary"),
        "{told}"
    );
}

#[test]
fn a_cancelled_run_dies_with_all_that_it_started() {
    let home = Home::new();
    let end = Lifeline::new(&home);
    let environment = home.environment();
    let script = format!("sleep 1000 >'{0}' & echo up >'{0}'; wait", end.path());
    let cancel = Cancel::default();
    let result = std::thread::scope(|scope| {
        let run = shell(&environment, &script)
            .time_limit(LONG)
            .cancel(&cancel);
        let result = scope.spawn(|| run.run());
        end.wait_for(b"up\n");
        cancel.cancel();
        result.join().unwrap()
    });
    assert!(
        matches!(result, Err(RunError::Cancelled)),
        "{}",
        words(&result)
    );
    end.wait();
}

#[test]
fn a_program_left_behind_does_not_keep_us_waiting() {
    let home = Home::new();
    let end = Lifeline::new(&home);
    let environment = home.environment();
    // It holds standard output open, as a cache daemon started by its helper does.
    let script = format!(
        "(trap '' HUP; echo $$ >'{0}'; read x <'{0}.go') & echo done",
        end.path()
    );
    make_fifo(&format!("{}.go", end.path()));
    let finished = shell(&environment, &script).time_limit(LONG).run().unwrap();
    assert_eq!(finished.stdout.as_slice(), b"done\n");
    assert!(finished.succeeded());
    // It lives on: it is none of ours to end.
    std::fs::write(format!("{}.go", end.path()), "go\n").unwrap();
}

#[test]
fn output_is_bounded() {
    let home = Home::new();
    let environment = home.environment();
    let script = "head -c 20000000 /dev/zero; head -c 20000000 /dev/zero >&2; exit 3";
    let finished = shell(&environment, script).time_limit(LONG).run().unwrap();
    assert_eq!(finished.exit_code, Some(3));
    for length in [finished.stdout.len(), finished.stderr.len()] {
        assert!((4 << 20..5 << 20).contains(&length), "{length}");
    }
}

#[test]
fn only_what_is_needed_of_the_environment_is_passed_on() {
    let secret_or_surprising = [
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_CONFIG_COUNT",
        "GIT_CONFIG_KEY_0",
        "GIT_CONFIG_VALUE_0",
        "GIT_CONFIG_PARAMETERS",
        "GIT_TRACE",
        "GIT_TRACE_CURL",
        "GIT_CURL_VERBOSE",
        "GIT_ASKPASS",
        "SSH_ASKPASS",
        "SSH_ASKPASS_REQUIRE",
        "GIT_EDITOR",
        "GIT_PROXY_COMMAND",
        "GIT_EXTERNAL_DIFF",
        "GIT_ALLOW_PROTOCOL",
        "VSCODE_GIT_ASKPASS_NODE",
        "GITHUB_TOKEN",
        "GH_TOKEN",
        "LD_PRELOAD",
        "BASH_ENV",
        "ENV",
    ];
    let variables = secret_or_surprising
        .into_iter()
        .chain(["HOME", "PATH", "LC_ALL", "SSH_AUTH_SOCK", "https_proxy"])
        .map(|name| (name.into(), format!("value-of-{name}").into()));
    let environment = Environment::of(variables);
    let finished = Run::new("/usr/bin/env", Path::new("/"), &environment)
        .env("ADDED", "")
        .run()
        .unwrap();
    let mut seen: Vec<&str> = std::str::from_utf8(&finished.stdout)
        .unwrap()
        .lines()
        .map(|line| line.split('=').next().unwrap())
        .collect();
    seen.sort_unstable();
    assert_eq!(
        seen,
        [
            "ADDED",
            "HOME",
            "LC_ALL",
            "PATH",
            "SSH_AUTH_SOCK",
            "https_proxy"
        ]
    );
}

#[test]
fn there_is_no_terminal_and_a_session_of_its_own() {
    let home = Home::new();
    let environment = home.environment();
    // Field 4 of what follows the name in stat is the session, which its leader is named for.
    let script = "exec 3</dev/tty && exit 1; read -r stat </proc/$$/stat; \
                  set -- ${stat##*) }; [ \"$4\" = $$ ] || exit 2; \
                  [ -t 0 ] && exit 3; [ -t 1 ] && exit 4; [ -t 2 ] && exit 5; exit 0";
    // A shell that cannot open a redirection ends, so that one is tried in a shell of its own.
    let script = script.replacen(
        "exec 3</dev/tty && exit 1",
        "(: </dev/tty) 2>/dev/null && exit 1",
        1,
    );
    let finished = shell(&environment, &script).run().unwrap();
    assert_eq!(finished.exit_code, Some(0), "{}", finished.complaint());
}

#[test]
fn standard_input_is_what_was_given_or_nothing() {
    let home = Home::new();
    let environment = home.environment();
    let given = shell(&environment, "cat")
        .input(Secret::new(b"a\nb".to_vec()))
        .run()
        .unwrap();
    assert_eq!(given.stdout.as_slice(), b"a\nb");
    let nothing = shell(&environment, "cat").run().unwrap();
    assert_eq!(nothing.stdout.as_slice(), b"");
    let unread = Secret::new(vec![b'x'; 10 << 20]);
    let finished = shell(&environment, "exit 0").input(unread).run().unwrap();
    assert!(finished.succeeded());
}

#[test]
fn the_answer_is_read_once_from_a_pipe_of_its_own() {
    let home = Home::new();
    let environment = home.environment();
    let finished = shell(
        &environment,
        "cat <&3; echo; cat <&3; tr '\\0' ' ' </proc/$$/cmdline; env",
    )
    .answer(Secret::new(b"s3cr3t".to_vec()))
    .run()
    .unwrap();
    let out = String::from_utf8_lossy(&finished.stdout);
    assert!(out.starts_with("s3cr3t\n"), "{out}");
    assert_eq!(out.matches("s3cr3t").count(), 1, "{out}");
}

#[test]
fn what_is_run_is_told_without_what_is_secret() {
    let home = Home::new();
    let environment = home.environment();
    let told = Arc::new(Mutex::new(Vec::new()));
    let log = ActivityLog::to({
        let told = Arc::clone(&told);
        move |activity| {
            told.lock()
                .unwrap()
                .push(format!("{}: {}", activity.what, activity.outcome));
        }
    });
    let secret = || Secret::new(b"s3cr3t".to_vec());
    let run = shell(&environment, "cat; exit 2")
        .input(secret())
        .answer(secret());
    run.tell(&log).run().unwrap();
    let missing = Run::new("/no/such/program", Path::new("/"), &environment)
        .tell(&log)
        .run();
    assert!(
        matches!(missing, Err(RunError::NotStarted { .. })),
        "{}",
        words(&missing)
    );
    shell(&environment, "kill -9 $$").tell(&log).run().unwrap();
    let told = told.lock().unwrap().join("\n");
    assert!(told.starts_with("sh -c cat; exit 2: exit 2\n"), "{told}");
    assert!(told.contains("program: cannot start program:"), "{told}");
    assert!(told.ends_with("ended by a signal"), "{told}");
    assert!(!told.contains("s3cr3t"), "{told}");
}

fn shell<'a>(environment: &'a Environment, script: &str) -> Run<'a> {
    Run::new("/bin/sh", Path::new("/"), environment).args(["-c", script])
}

fn words(result: &Result<Finished, RunError>) -> String {
    match result {
        Ok(finished) => format!("exit {:?}: {}", finished.exit_code, finished.complaint()),
        Err(error) => error.to_string(),
    }
}

/// A named pipe that ends when the last process that holds it has ended.
struct Lifeline {
    path: String,
    pipe: Mutex<File>,
}

impl Lifeline {
    fn new(home: &Home) -> Self {
        let path = home.path().join("lifeline").to_str().unwrap().to_owned();
        make_fifo(&path);
        let pipe = File::from(
            rustix::fs::open(
                &path,
                rustix::fs::OFlags::RDONLY
                    | rustix::fs::OFlags::NONBLOCK
                    | rustix::fs::OFlags::CLOEXEC,
                rustix::fs::Mode::empty(),
            )
            .unwrap(),
        );
        // Opening waits for nobody; reading shall.
        rustix::fs::fcntl_setfl(&pipe, rustix::fs::OFlags::empty()).unwrap();
        Self {
            path,
            pipe: Mutex::new(pipe),
        }
    }

    fn path(&self) -> &str {
        &self.path
    }

    fn wait_for(&self, expected: &[u8]) {
        // Until somebody has opened it, a read ends at once.
        let mut read = Vec::new();
        while read.len() < expected.len() {
            let mut byte = [0];
            if self.pipe.lock().unwrap().read(&mut byte).unwrap() == 1 {
                read.push(byte[0]);
            }
            std::thread::yield_now();
        }
        assert_eq!(read, expected);
    }

    fn wait(&self) {
        let mut rest = Vec::new();
        self.pipe.lock().unwrap().read_to_end(&mut rest).unwrap();
    }
}

fn make_fifo(path: &str) {
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    mknodat(CWD, path, FileType::Fifo, Mode::RWXU, 0).unwrap();
}
