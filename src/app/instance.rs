//! One window on a display: a second start hands its folders to the first, which comes to the
//! front. They meet at a socket in the person's runtime folder, which nobody else can enter.
//!
//! Where there is no such folder, and on Windows, each start has a window of its own.

use std::path::PathBuf;

use crate::git::Environment;

/// What a start comes to.
pub(super) enum Start {
    /// It is the first; others knock at this door.
    First(Option<Door>),
    /// Another window took the folders over.
    #[cfg_attr(
        not(unix),
        expect(dead_code, reason = "each start has a window of its own")
    )]
    HandedOver,
}

/// Looks whether a window is open already, and hands it `folders`, which are absolute.
pub(super) fn start(environment: &Environment, folders: &[PathBuf]) -> Start {
    door::start(environment, folders)
}

pub(super) use door::Door;

#[cfg(unix)]
mod door {
    use std::ffi::OsStr;
    use std::fs;
    use std::io::{self, Read, Write};
    use std::net::Shutdown;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{DirBuilderExt, MetadataExt};
    use std::os::unix::net::{UnixListener, UnixStream};
    use std::path::{Path, PathBuf};
    use std::time::Duration;

    use super::Start;
    use crate::git::Environment;

    /// What a window that took the folders over says.
    const TAKEN: u8 = b'+';

    /// More than all the folders of a command line.
    const LONGEST: u64 = 1 << 20;

    /// A window that is busy for so long is as good as none.
    const PATIENCE: Duration = Duration::from_secs(2);

    /// Where later starts knock. Closed when dropped.
    pub struct Door {
        listener: UnixListener,
        path: PathBuf,
    }

    pub(super) fn start(environment: &Environment, folders: &[PathBuf]) -> Start {
        let Some(path) = place(environment) else {
            return Start::First(None);
        };
        match UnixStream::connect(&path) {
            Ok(stream) if hand_over(&stream, folders).is_ok() => return Start::HandedOver,
            // One that hangs keeps its door; this one has none.
            Ok(_) => return Start::First(None),
            // Nobody is behind it any more.
            Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
                let _ = fs::remove_file(&path);
            }
            Err(_) => (),
        }
        let door = UnixListener::bind(&path).map(|listener| Door { listener, path });
        Start::First(door.ok())
    }

    /// The socket of this display, in a folder that is the person's own and closed to others.
    fn place(environment: &Environment) -> Option<PathBuf> {
        let runtime = match cfg!(target_os = "macos") {
            true => environment.get("TMPDIR"),
            false => environment.get("XDG_RUNTIME_DIR"),
        };
        let folder = Path::new(runtime?).join("git-locksmith");
        if let Err(error) = fs::DirBuilder::new().mode(0o700).create(&folder)
            && error.kind() != io::ErrorKind::AlreadyExists
        {
            return None;
        }
        let found = fs::symlink_metadata(&folder).ok()?;
        let is_own = found.uid() == rustix::process::geteuid().as_raw();
        // The lowest six bits of its mode let others in.
        let is_closed = found.is_dir() && found.mode().trailing_zeros() >= 6;
        let display = ["WAYLAND_DISPLAY", "DISPLAY"];
        let display = display.iter().find_map(|name| environment.get(name));
        let display = display.unwrap_or(OsStr::new("")).to_string_lossy();
        let display: String = display
            .chars()
            .map(|letter| {
                if letter.is_ascii_alphanumeric() {
                    letter
                } else {
                    '-'
                }
            })
            .collect();
        (is_own && is_closed).then(|| folder.join(format!("window{display}")))
    }

    /// The folders with a NUL behind each, which no path can hold.
    fn hand_over(mut stream: &UnixStream, folders: &[PathBuf]) -> io::Result<()> {
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        for folder in folders {
            stream.write_all(folder.as_os_str().as_bytes())?;
            stream.write_all(&[0])?;
        }
        stream.shutdown(Shutdown::Write)?;
        let mut answer = [0];
        stream.read_exact(&mut answer)?;
        match answer {
            [TAKEN] => Ok(()),
            _ => Err(io::ErrorKind::InvalidData.into()),
        }
    }

    impl Door {
        /// Waits for those who knock, as long as the program runs, and gives their folders on.
        pub fn listen(&self, called: impl Fn(Vec<PathBuf>)) {
            for stream in self.listener.incoming() {
                // Who leaves half way handed nothing over.
                if let Ok(folders) = stream.and_then(take_over) {
                    called(folders);
                }
            }
        }

        /// Where it is, to be taken away when the window closes.
        pub fn path(&self) -> PathBuf {
            self.path.clone()
        }
    }

    fn take_over(mut stream: UnixStream) -> io::Result<Vec<PathBuf>> {
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        let mut said = Vec::new();
        (&stream).take(LONGEST).read_to_end(&mut said)?;
        stream.write_all(&[TAKEN])?;
        let folders = said
            .split(|byte| *byte == 0)
            .filter(|path| !path.is_empty());
        let folders = folders.map(|path| PathBuf::from(OsStr::from_bytes(path)));
        // A relative one would be relative to another folder here.
        Ok(folders.filter(|path| path.is_absolute()).collect())
    }
}

#[cfg(not(unix))]
mod door {
    use std::path::PathBuf;

    use super::Start;
    use crate::git::Environment;

    /// There is none.
    pub struct Door;

    pub(super) fn start(_environment: &Environment, _folders: &[PathBuf]) -> Start {
        Start::First(None)
    }

    impl Door {
        /// Nobody knocks.
        pub fn listen(&self, _called: impl Fn(Vec<PathBuf>)) {}

        /// Nowhere.
        pub fn path(&self) -> PathBuf {
            PathBuf::new()
        }
    }
}
