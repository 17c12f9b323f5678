//! Lists one folder with as few system calls as the platform allows: a walk spends all its time
//! here.

use std::ffi::OsStr;
use std::io;
use std::path::Path;

/// What an entry is, as the folder itself says it; links are not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    Folder,
    Other,
}

/// Calls `each` for every entry of `folder`.
///
/// # Errors
///
/// It cannot be opened or read to its end.
#[cfg(target_os = "linux")]
pub(super) fn list(
    folder: &Path,
    follow: bool,
    mut each: impl FnMut(&OsStr, Entry),
) -> io::Result<()> {
    use std::mem::MaybeUninit;
    use std::os::unix::ffi::OsStrExt;

    use rustix::fs::{AtFlags, FileType, Mode, OFlags, RawDir, open, statat};

    let mut flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC | OFlags::NONBLOCK;
    if !follow {
        // It was a folder when its parent was read; it must not have become a link since.
        flags |= OFlags::NOFOLLOW;
    }
    let opened = open(folder, flags, Mode::empty())?;
    let mut buffer = [MaybeUninit::<u8>::uninit(); 16 << 10];
    let mut entries = RawDir::new(&opened, &mut buffer);
    while let Some(entry) = entries.next() {
        let entry = entry?;
        let name = entry.file_name();
        let kind = match entry.file_type() {
            // Some file systems do not say it in the listing.
            FileType::Unknown => statat(&opened, name, AtFlags::SYMLINK_NOFOLLOW)
                .map_or(FileType::Unknown, |stat| {
                    FileType::from_raw_mode(stat.st_mode)
                }),
            kind => kind,
        };
        let name = OsStr::from_bytes(name.to_bytes());
        if name != "." && name != ".." {
            each(
                name,
                match kind {
                    FileType::Directory => Entry::Folder,
                    _ => Entry::Other,
                },
            );
        }
    }
    Ok(())
}

/// Calls `each` for every entry of `folder`.
///
/// # Errors
///
/// It cannot be opened or read to its end.
#[cfg(not(target_os = "linux"))]
pub(super) fn list(
    folder: &Path,
    _follow: bool,
    mut each: impl FnMut(&OsStr, Entry),
) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        // Junctions count as links, not as folders.
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        each(
            &entry.file_name(),
            match is_folder {
                true => Entry::Folder,
                false => Entry::Other,
            },
        );
    }
    Ok(())
}
