//! Paths without links, as people and Git write them.

use std::io;
use std::path::{Path, PathBuf};

/// The path without links. Windows answers with `\\?\C:\work`, which Git does not know and nobody
/// recognises; here it is `C:\work`.
///
/// # Errors
///
/// There is nothing there, or it cannot be looked at.
pub fn real_path(path: &Path) -> io::Result<PathBuf> {
    let real = path.canonicalize()?;
    Ok(match real.to_str().and_then(without_prefix) {
        Some(plain) if cfg!(windows) => PathBuf::from(plain),
        _ => real,
    })
}

/// `C:\work` of `\\?\C:\work`, `\\server\share` of `\\?\UNC\server\share`; `None` where nothing
/// stands before it, or where only the long form is understood.
pub(super) fn without_prefix(path: &str) -> Option<String> {
    let rest = path.strip_prefix(r"\\?\")?;
    if let Some(share) = rest.strip_prefix(r"UNC\") {
        return Some(format!(r"\\{share}"));
    }
    let [letter, b':', b'\\', ..] = rest.as_bytes() else {
        return None;
    };
    letter.is_ascii_alphabetic().then(|| rest.to_owned())
}
