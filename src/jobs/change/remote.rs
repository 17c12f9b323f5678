//! Changes to the URLs of the remote.

use zeroize::Zeroizing;

use super::ChangeError;
use super::draft::{Draft, Edit};
use crate::git::config_edit::Key;
use crate::git::remotes::{WrittenUrl, is_rewritten, written_urls};
use crate::model::change::Direction;
use crate::model::outside_text::display_safe;
use crate::model::{RemoteUrl, Transport};

impl Draft<'_> {
    /// In all http and https URLs of the server that the remote's first one names.
    pub(super) fn set_user_name(&mut self, username: Option<&str>) -> Result<(), ChangeError> {
        let urls = self.urls()?;
        let realm = urls.iter().find_map(|written| written.url.realm());
        let realm = realm
            .ok_or_else(|| unusable("only http and https URLs take a user name for signing in"))?;
        let mut edits = Vec::new();
        for written in &urls {
            let is_here = |of: &crate::model::Realm| of.same_server(&realm);
            if !written.url.realm().as_ref().is_some_and(is_here) {
                continue;
            }
            let user = username.filter(|user| !user.is_empty());
            if written.url.user.as_deref() == user && !written.url.holds_secret() {
                continue;
            }
            written.must_hold_no_secret()?;
            let url = written.url.with_user(user);
            if written.is_rewritten && is_rewritten(&self.config, &url) {
                return Err(unusable(&format!(
                    "url.<base>.insteadOf in your configuration rewrites {url}; put the user name there",
                )));
            }
            edits.push(written.set(&url));
        }
        self.edit_all(edits)
    }

    pub(super) fn set_url(&mut self, url: &str, direction: Direction) -> Result<(), ChangeError> {
        check(url)?;
        let urls = self.urls()?;
        if direction == Direction::Push {
            return self.set_push_url(&urls, url);
        }
        let Some(fetch) = urls.iter().find(|written| !written.is_push) else {
            return self.add_url("url", url);
        };
        let same_push = urls.iter().filter(|written| {
            direction == Direction::Both
                && written.is_push
                && written.variable.setting.value == fetch.variable.setting.value
        });
        let mut edits = Vec::new();
        for written in std::iter::once(fetch).chain(same_push) {
            written.must_hold_no_secret()?;
            if written.variable.setting.value.as_deref() != Some(url.as_bytes()) {
                edits.push(written.set(url));
            }
        }
        self.edit_all(edits)
    }

    pub(super) fn separate_push_url(&mut self, url: &str) -> Result<(), ChangeError> {
        check(url)?;
        let urls = self.urls()?;
        self.set_push_url(&urls, url)
    }

    pub(super) fn join_push_url(&mut self) -> Result<(), ChangeError> {
        let urls = self.urls()?;
        if !urls.iter().any(|written| !written.is_push) {
            return Err(unusable(
                "the remote has no other URL than the one to push to",
            ));
        }
        let mut edits = Vec::new();
        for written in urls.iter().filter(|written| written.is_push) {
            written.must_hold_no_secret()?;
            edits.push(Edit::Remove(&written.variable));
        }
        self.edit_all(edits)
    }

    /// The remote's URLs where they are written.
    pub(super) fn urls(&self) -> Result<Vec<WrittenUrl>, ChangeError> {
        let urls = written_urls(&self.config, &self.remote);
        match urls.is_empty() {
            true => Err(unusable(&format!(
                "no configuration file has a URL for the remote {}",
                display_safe(&self.remote)
            ))),
            false => Ok(urls),
        }
    }

    fn set_push_url(&mut self, urls: &[WrittenUrl], url: &str) -> Result<(), ChangeError> {
        let push: Vec<&WrittenUrl> = urls.iter().filter(|written| written.is_push).collect();
        match push.as_slice() {
            [] => self.add_url("pushurl", url),
            [one] if one.variable.setting.value.as_deref() == Some(url.as_bytes()) => Ok(()),
            [one] => {
                one.must_hold_no_secret()?;
                self.edit_all(vec![one.set(url)])
            }
            _ => Err(unusable(
                "the remote has several URLs to push to; change them with git remote set-url --push",
            )),
        }
    }

    /// Beside the remote's other settings, in the repository's own file.
    fn add_url(&mut self, name: &str, url: &str) -> Result<(), ChangeError> {
        let file = self.own_file()?;
        let key = Key {
            section: "remote".to_owned(),
            subsection: Some(self.remote_as_written()),
            name: name.to_owned(),
        };
        self.add(&file, &key, url.as_bytes())
    }

    /// The name of the remote is cleaned where it is shown.
    fn remote_as_written(&self) -> Vec<u8> {
        let urls = written_urls(&self.config, &self.remote);
        let written = urls
            .into_iter()
            .find_map(|url| url.variable.setting.subsection);
        written.unwrap_or_else(|| self.remote.clone().into_bytes())
    }
}

impl WrittenUrl {
    pub(super) fn set(&self, url: &str) -> Edit<'_> {
        Edit::Set(&self.variable, Zeroizing::new(url.as_bytes().to_vec()))
    }

    /// As it stands in the file.
    pub(super) fn raw(&self) -> &[u8] {
        self.variable.setting.value.as_deref().unwrap_or_default()
    }

    fn must_hold_no_secret(&self) -> Result<(), ChangeError> {
        // Of a URL that is not understood, what may be a secret is masked.
        let is_masked = || self.url.to_string().contains("•••");
        let may_hold_one = self.url.transport == Transport::Unusual && is_masked();
        match self.url.holds_secret() || may_hold_one {
            true => Err(ChangeError::HoldsSecret(self.url.to_string())),
            false => Ok(()),
        }
    }
}

/// Whether `url` may be written: one that Git and everyone else reads alike, without a secret.
fn check(url: &str) -> Result<(), ChangeError> {
    let parsed = RemoteUrl::parse(url.as_bytes());
    match parsed.transport {
        Transport::Unusual | Transport::Other => Err(unusable(&format!(
            "{parsed} is no URL that every program reads alike; spell it as https://host/path or git@host:path"
        ))),
        _ if parsed.holds_secret() => Err(unusable(
            "a URL must hold no password or token; save it as a sign-in instead",
        )),
        _ => Ok(()),
    }
}

fn unusable(why: &str) -> ChangeError {
    ChangeError::Unusable(why.to_owned())
}
