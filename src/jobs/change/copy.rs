//! A copy beside a file that a secret leaves: on the command line nothing else could bring it back.

use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::ChangeError;
use super::draft::{Draft, FileKind};
use super::error::shown;
use super::way_back::copy_back;
use crate::model::Secret;

/// Copies are named by numbers; nobody keeps more.
const MOST_COPIES: u32 = 99;

impl Draft<'_> {
    /// Keeps what `file` holds now beside it, readable by the person alone.
    pub(super) fn keep_copy(&mut self, file: &Path, before: &Secret) -> Result<(), ChangeError> {
        let copy = free_name(file)?;
        self.notes.push(format!(
            "A copy of {} as it is now is kept in {}, for you alone to read",
            shown(file),
            shown(&copy)
        ));
        let content = Zeroizing::new(before.expose().to_vec());
        self.write(&copy, content, FileKind::Copy)?;
        // A link stays one.
        let whole = file.canonicalize().unwrap_or_else(|_| file.to_owned());
        self.way_back.push(copy_back(&copy, &whole));
        self.copied.push(file.to_owned());
        Ok(())
    }
}

fn free_name(file: &Path) -> Result<PathBuf, ChangeError> {
    let name = |number: u32| {
        let mut name = file.to_owned().into_os_string();
        name.push(format!(".before-{number}"));
        PathBuf::from(name)
    };
    let is_free = |name: &PathBuf| name.symlink_metadata().is_err();
    (1..=MOST_COPIES).map(name).find(is_free).ok_or_else(|| {
        ChangeError::Unusable(format!(
            "there are too many copies beside {}; remove those that you do not need",
            shown(file)
        ))
    })
}
