//! Runs a program: the only place that starts one.
//!
//! Every run has a time limit, a session of its own that dies with it, no terminal, a bounded
//! output and the environment it was given and no other. Secrets go in by standard input or by
//! the answer pipe, never by argument or variable.

use std::ffi::{OsStr, OsString};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use process_wrap::std::{ChildWrapper, CommandWrap};
use thiserror::Error;
use zeroize::Zeroizing;

use super::Environment;
use crate::model::masked::masked_words;
use crate::model::outside_text::display_safe_bytes;
use crate::model::{ActivityLog, Cancel, Secret};

/// Most that is kept of each output stream; the rest is read and dropped.
const MOST_OUTPUT: usize = 4 << 20;
/// How long output may still arrive after the program itself has ended: a helper that it left
/// behind may hold the pipe open for ever.
const GRACE: Duration = Duration::from_millis(300);

/// A program about to be run.
pub struct Run<'a> {
    program: PathBuf,
    arguments: Vec<OsString>,
    variables: Vec<(OsString, OsString)>,
    environment: &'a Environment,
    folder: PathBuf,
    input: Option<Secret>,
    answer: Option<Secret>,
    time_limit: Duration,
    cancel: Cancel,
    activity: ActivityLog,
}

/// A program that has ended.
pub struct Finished {
    /// `None` where a signal ended it.
    pub exit_code: Option<i32>,
    /// Wiped when dropped: a helper's answer is a secret.
    pub stdout: Zeroizing<Vec<u8>>,
    /// What it complained of.
    pub stderr: Vec<u8>,
}

/// Why a program gave no result.
#[derive(Debug, Error)]
pub enum RunError {
    /// It could not be started.
    #[error("cannot start {program}: {reason}")]
    NotStarted {
        /// The program.
        program: String,
        /// Why.
        reason: std::io::Error,
    },
    /// It took too long and was ended with all that it had started.
    #[error("{program} did not answer within {} s and was ended", seconds.as_secs())]
    TimedOut {
        /// The program.
        program: String,
        /// The limit.
        seconds: Duration,
    },
    /// The person cancelled.
    #[error("cancelled")]
    Cancelled,
}

impl<'a> Run<'a> {
    /// A run of `program` in `folder`, with `environment` and nothing of this process's own.
    #[must_use]
    pub fn new(program: impl Into<PathBuf>, folder: &Path, environment: &'a Environment) -> Self {
        Self {
            program: program.into(),
            arguments: Vec::new(),
            variables: Vec::new(),
            environment,
            folder: folder.to_owned(),
            input: None,
            answer: None,
            time_limit: Duration::from_secs(10),
            cancel: Cancel::default(),
            activity: ActivityLog::default(),
        }
    }

    /// Adds an argument. Arguments are seen by every program on the machine.
    #[must_use]
    pub fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.arguments.push(argument.as_ref().to_owned());
        self
    }

    /// Adds arguments.
    #[must_use]
    pub fn args<S: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = S>) -> Self {
        let arguments = arguments.into_iter().map(|a| a.as_ref().to_owned());
        self.arguments.extend(arguments);
        self
    }

    /// Sets a variable, be it to nothing.
    #[must_use]
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.variables
            .push((name.into(), value.as_ref().to_owned()));
        self
    }

    /// Writes `input` to standard input; without it, standard input is empty.
    #[must_use]
    pub fn input(mut self, input: Secret) -> Self {
        self.input = Some(input);
        self
    }

    /// Opens file descriptor 3 in the child, which reads `answer` from it once. Unix only.
    #[must_use]
    pub fn answer(mut self, answer: Secret) -> Self {
        self.answer = Some(answer);
        self
    }

    /// Ends it after this long; 10 s unless told.
    #[must_use]
    pub fn time_limit(mut self, limit: Duration) -> Self {
        self.time_limit = limit;
        self
    }

    /// Ends it when this is wished for.
    #[must_use]
    pub fn cancel(mut self, cancel: &Cancel) -> Self {
        self.cancel = cancel.clone();
        self
    }

    /// Tells `log` of this run.
    #[must_use]
    pub fn tell(mut self, log: &ActivityLog) -> Self {
        self.activity = log.clone();
        self
    }

    /// Runs it to its end.
    ///
    /// # Errors
    ///
    /// It cannot be started, takes longer than its limit, or is cancelled. An exit code other
    /// than 0 is no error here: what it means is for the caller to say.
    pub fn run(mut self) -> Result<Finished, RunError> {
        let shown = self.shown();
        let activity = self.activity.clone();
        let result = self.run_quietly();
        activity.tell(
            shown,
            match &result {
                Ok(Finished {
                    exit_code: Some(code),
                    ..
                }) => format!("exit {code}"),
                Ok(_) => "ended by a signal".to_owned(),
                Err(error) => error.to_string(),
            },
        );
        result
    }

    fn run_quietly(&mut self) -> Result<Finished, RunError> {
        let mut child = self.start()?;
        let input = self.input.take();
        let stdin = child.stdin().take();
        std::thread::spawn(move || {
            if let (Some(mut stdin), Some(input)) = (stdin, input) {
                // A child that does not read is no error: its answer counts.
                let _ = stdin.write_all(input.expose());
            }
        });
        let stdout = read_in_background(child.stdout().take());
        let stderr = read_in_background(child.stderr().take());
        let exit_code = self.wait(child.as_mut())?;
        let until = Instant::now() + GRACE;
        let collect = |receiver: mpsc::Receiver<Zeroizing<Vec<u8>>>| {
            let mut all = Zeroizing::new(Vec::new());
            while let Ok(part) =
                receiver.recv_timeout(until.saturating_duration_since(Instant::now()))
            {
                all.extend_from_slice(&part);
            }
            all
        };
        Ok(Finished {
            exit_code,
            stdout: collect(stdout),
            stderr: collect(stderr).to_vec(),
        })
    }

    fn start(&mut self) -> Result<Box<dyn ChildWrapper>, RunError> {
        let mut command = CommandWrap::with_new(&self.program, |command| {
            command
                .args(&self.arguments)
                .current_dir(&self.folder)
                .env_clear()
                .envs(self.environment.iter())
                .envs(self.variables.iter().map(|(name, value)| (name, value)))
                .stdin(match self.input {
                    Some(_) => Stdio::piped(),
                    None => Stdio::null(),
                })
                .stdout(Stdio::piped())
                .stderr(Stdio::piped());
        });
        #[cfg(unix)]
        self.open_answer_pipe(&mut command)?;
        #[cfg(not(unix))]
        self.refuse_an_answer()?;
        // A session of its own: no terminal to prompt on, and one group to end.
        #[cfg(unix)]
        command.wrap(process_wrap::std::ProcessSession);
        #[cfg(windows)]
        command
            .wrap(process_wrap::std::CreationFlags(
                windows::Win32::System::Threading::CREATE_NO_WINDOW,
            ))
            .wrap(process_wrap::std::JobObject);
        command.spawn().map_err(|reason| self.not_started(reason))
    }

    /// Gives the child a pipe that holds the answer. The answer is far smaller than a pipe's
    /// buffer, so that writing it never waits.
    #[cfg(unix)]
    fn open_answer_pipe(&mut self, command: &mut CommandWrap) -> Result<(), RunError> {
        use command_fds::{CommandFdExt, FdMapping};
        let Some(answer) = self.answer.take() else {
            return Ok(());
        };
        let (reader, mut writer) = std::io::pipe().map_err(|reason| self.not_started(reason))?;
        writer
            .write_all(answer.expose())
            .map_err(|reason| self.not_started(reason))?;
        let mapping = FdMapping {
            parent_fd: reader.into(),
            child_fd: 3,
        };
        command
            .command_mut()
            .fd_mappings(vec![mapping])
            .map_err(|collision| self.not_started(std::io::Error::other(collision.to_string())))?;
        Ok(())
    }

    /// Windows hands down no pipe by number, and a child without its answer would say "rejected".
    #[cfg(not(unix))]
    fn refuse_an_answer(&self) -> Result<(), RunError> {
        match self.answer {
            None => Ok(()),
            Some(_) => Err(self.not_started(std::io::Error::new(
                std::io::ErrorKind::Unsupported,
                "on Windows it cannot be handed a sign-in yet",
            ))),
        }
    }

    fn wait(&self, child: &mut dyn ChildWrapper) -> Result<Option<i32>, RunError> {
        let deadline = Instant::now() + self.time_limit;
        let mut pause = Duration::from_micros(300);
        loop {
            if let Some(status) = child
                .try_wait()
                .map_err(|reason| self.not_started(reason))?
            {
                return Ok(status.code());
            }
            let timed_out = Instant::now() >= deadline;
            if timed_out || self.cancel.is_cancelled() {
                let _ = child.start_kill();
                let _ = child.wait();
                return Err(match timed_out {
                    true => RunError::TimedOut {
                        program: self.program_name(),
                        seconds: self.time_limit,
                    },
                    false => RunError::Cancelled,
                });
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(20));
        }
    }

    fn not_started(&self, reason: std::io::Error) -> RunError {
        RunError::NotStarted {
            program: self.program_name(),
            reason,
        }
    }

    fn program_name(&self) -> String {
        let name = self.program.file_name().unwrap_or(self.program.as_os_str());
        display_safe_bytes(name.as_encoded_bytes())
    }

    fn shown(&self) -> String {
        let mut shown = self.program_name();
        for argument in &self.arguments {
            shown.push(' ');
            let argument = display_safe_bytes(argument.as_encoded_bytes());
            // A credential helper may be a command with a secret in it.
            shown.push_str(&masked_words(&argument));
        }
        shown
    }
}

impl Finished {
    /// Whether it ended with 0.
    #[must_use]
    pub fn succeeded(&self) -> bool {
        self.exit_code == Some(0)
    }

    /// The last line of its complaint, safe to show; empty where it did not complain.
    #[must_use]
    pub fn complaint(&self) -> String {
        let mut lines = self.stderr.split(|&byte| byte == b'\n');
        let last = lines.rfind(|line| !line.trim_ascii().is_empty());
        display_safe_bytes(last.unwrap_or_default().trim_ascii())
    }
}

fn read_in_background(
    stream: Option<impl Read + Send + 'static>,
) -> mpsc::Receiver<Zeroizing<Vec<u8>>> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let Some(mut stream) = stream else { return };
        let mut buffer = Zeroizing::new([0; 8192]);
        let mut left = MOST_OUTPUT;
        while let Ok(length @ 1..) = stream.read(buffer.as_mut()) {
            let kept = length.min(left);
            left -= kept;
            let part = Zeroizing::new(buffer[..kept].to_vec());
            if sender.send(part).is_err() {
                return;
            }
        }
    });
    receiver
}
