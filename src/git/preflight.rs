//! Reads files that a repository may have put there to harm: a pipe or a device in the place of a
//! file hangs whoever opens it, and touching a network path sends the person's password hash.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::real_path::without_prefix;
use crate::model::Problem;
use crate::model::outside_text::display_safe_bytes;

/// Largest file that is read: Git's own configuration has a few kilobytes, and one of 200 MB
/// keeps libgit2 busy for a minute.
const LARGEST: u64 = 1 << 20;

/// The content of a regular file of at most 1 MiB; `None` where there is no such file.
///
/// Never waits: a pipe, a device or a socket is not read.
///
/// # Errors
///
/// It is there but no such file, or it cannot be read.
pub fn read_regular(path: &Path) -> Result<Option<Vec<u8>>, Problem> {
    let problem = |message: &str| {
        Problem::new(
            display_safe_bytes(path.as_os_str().as_encoded_bytes()),
            message,
        )
    };
    // Opening is not without effect where it is a device, so it is looked at first.
    match std::fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() => {
            return Err(problem("is no regular file and was not read"));
        }
        Ok(_) => (),
        Err(error) if is_absent(&error) => return Ok(None),
        Err(error) => return Err(problem(&format!("cannot be read: {error}"))),
    }
    let mut file = match open_without_waiting(path) {
        Ok(file) => file,
        Err(error) if is_absent(&error) => return Ok(None),
        Err(error) => return Err(problem(&format!("cannot be read: {error}"))),
    };
    let metadata = file
        .metadata()
        .map_err(|error| problem(&format!("cannot be read: {error}")))?;
    if !metadata.is_file() {
        return Err(problem("is no regular file and was not read"));
    }
    if metadata.len() > LARGEST {
        return Err(problem("is larger than 1 MiB and was not read"));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default());
    file.by_ref()
        .take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| problem(&format!("cannot be read: {error}")))?;
    match bytes.len() as u64 > LARGEST {
        true => Err(problem("is larger than 1 MiB and was not read")),
        false => Ok(Some(bytes)),
    }
}

/// Whether a path names another machine (`\\server\share`, `//server/share`). One that a
/// repository names is not even touched; the person may choose one.
#[must_use]
pub fn is_network_path(path: &Path) -> bool {
    // `\\?\C:\work` is how Windows itself answers for a path on this machine.
    let plain = path.to_str().and_then(without_prefix);
    let path = plain.as_deref().map_or(path, Path::new);
    let bytes = path.as_os_str().as_encoded_bytes();
    bytes.starts_with(br"\\") || bytes.starts_with(b"//")
}

/// A path as it stands in a file.
#[cfg(unix)]
pub(super) fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

/// A path as it stands in a file.
#[cfg(not(unix))]
pub(super) fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

#[cfg(unix)]
fn open_without_waiting(path: &Path) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags, open};
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    Ok(File::from(open(path, flags, Mode::empty())?))
}

#[cfg(not(unix))]
fn open_without_waiting(path: &Path) -> io::Result<File> {
    File::open(path)
}
