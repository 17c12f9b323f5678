//! A login leaves a netrc file, of which a copy is kept beside it.

use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::ChangeError;
use super::draft::{Draft, FileKind};
use super::error::shown;
use super::files::read;
use super::settings::words;
use super::way_back::copy_back;
use crate::model::Entry;
use crate::model::entry::Handle;
use crate::store::netrc;

/// Copies are named by numbers; nobody keeps more.
const MOST_COPIES: u32 = 99;

impl Draft<'_> {
    pub(super) fn remove_netrc_login(&mut self, entry: &Entry) -> Result<(), ChangeError> {
        let gone = || ChangeError::Nothing(format!("{} is not there any more", words(entry)));
        let Handle::Netrc { file, .. } = &entry.handle else {
            return Err(gone());
        };
        let before = read(file)?.ok_or_else(gone)?;
        let after = netrc::without(before.expose(), entry).ok_or_else(gone)?;
        let copy = free_name(file)?;
        self.notes.push(format!(
            "A copy of {} as it is now is kept in {}, for you alone to read",
            shown(file),
            shown(&copy)
        ));
        self.write(
            &copy,
            Zeroizing::new(before.expose().to_vec()),
            FileKind::Copy,
        )?;
        self.write(file, after, FileKind::Netrc)?;
        self.going.push(words(entry));
        // A link stays one.
        let whole = file.canonicalize().unwrap_or_else(|_| file.clone());
        self.way_back.push(copy_back(&copy, &whole));
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
