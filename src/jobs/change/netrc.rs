//! A login leaves a netrc file, of which a copy is kept beside it.

use super::ChangeError;
use super::draft::{Draft, FileKind};
use super::files::read;
use super::settings::words;
use crate::model::Entry;
use crate::model::entry::Handle;
use crate::store::netrc;

impl Draft<'_> {
    pub(super) fn remove_netrc_login(&mut self, entry: &Entry) -> Result<(), ChangeError> {
        let gone = || ChangeError::Nothing(format!("{} is not there any more", words(entry)));
        let Handle::Netrc { file, .. } = &entry.handle else {
            return Err(gone());
        };
        let before = read(file)?.ok_or_else(gone)?;
        let after = netrc::without(before.expose(), entry).ok_or_else(gone)?;
        self.keep_copy(file, &before)?;
        self.write(file, after, FileKind::Netrc)?;
        self.going.push(words(entry));
        Ok(())
    }
}
