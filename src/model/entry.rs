//! A saved sign-in: one credential in one store, described without its secret.

use std::path::PathBuf;

use serde::Serialize;

use super::{HelperInForce, Realm, TokenKind};

/// Where credentials lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StoreKind {
    /// A file of `git-credential-store`, in plain text.
    GitCredentialStore,
    /// The Secret Service: GNOME Keyring, KWallet, KeePassXC.
    SecretService,
    /// The keychains of macOS.
    Keychain,
    /// The memory of `git-credential-cache--daemon`.
    CacheDaemon,
    /// `~/.netrc`, in plain text; read only.
    Netrc,
}

/// One saved sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The kind of place it lies in.
    pub store: StoreKind,
    /// The place in words: a file's path, a keyring's name.
    pub location: String,
    /// The program that wrote it, where the store tells: `libsecret`, `manager`, `locksmith`.
    pub written_by: Option<&'static str>,
    /// `https`, as it is stored.
    pub protocol: String,
    /// Host and port as they are stored, which Git compares letter by letter.
    pub host: String,
    /// Only where it was stored for a path.
    pub path: Option<String>,
    /// Not known while its keyring is locked.
    pub username: Option<String>,
    /// What the secret is, where that can be told without a dialog.
    pub kind: Option<TokenKind>,
    /// Whether it is no sign-in itself but what a helper gets new ones with (a refresh token). It
    /// goes with the others, or the helper would bring them back; it is never sent to a Git server.
    pub renews: bool,
    /// Whether its keyring is locked.
    pub locked: bool,
    /// When the server stops accepting it, in seconds since 1970 UTC, where that was stored with
    /// it (`password_expiry_utc`).
    pub expires: Option<u64>,
    /// How its store finds it again.
    pub handle: Handle,
}

/// What a store needs to find one of its entries again.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Handle {
    /// The nth (from 0) of the lines of a file that hold the same protocol, host, path and user.
    Line {
        /// The file.
        file: PathBuf,
        /// Which of the equal lines.
        nth: usize,
    },
    /// A D-Bus object of the Secret Service.
    Item {
        /// Its path.
        object_path: String,
    },
    /// The nth (from 0) of the items of the keychains that are described alike.
    KeychainItem {
        /// Which of them.
        nth: usize,
    },
    /// What a cache daemon holds for this host.
    Cache {
        /// Its socket.
        socket: PathBuf,
    },
    /// The nth (from 0) of the logins of a netrc file.
    Netrc {
        /// The file.
        file: PathBuf,
        /// Which login.
        nth: usize,
    },
}

impl Entry {
    /// Where this sign-in may be used.
    #[must_use]
    pub fn realm(&self) -> Option<Realm> {
        Some(Realm::from_fields(&self.protocol, &self.host)?.with_path(self.path.as_deref()))
    }

    /// Whether both describe the same account in the same place, whatever the secret.
    #[must_use]
    pub fn same_place(&self, other: &Self) -> bool {
        let key = |entry: &Self| {
            let Self {
                store,
                location,
                protocol,
                host,
                path,
                username,
                ..
            } = entry.clone();
            (store, location, protocol, host, path, username)
        };
        key(self) == key(other)
    }

    /// Whether `helper` is one that looks where this lies.
    #[must_use]
    pub fn is_read_by(&self, helper: &HelperInForce) -> bool {
        match self.store {
            StoreKind::GitCredentialStore => {
                let file = file_argument(helper);
                let at_default = self.location.ends_with(".git-credentials")
                    || self.location.ends_with("git/credentials");
                helper.name() == "store"
                    && file.map_or(at_default, |file| self.location.ends_with(file))
            }
            StoreKind::SecretService | StoreKind::Keychain => match helper.name() {
                "manager-core" => self.written_by == Some("manager"),
                name => self.written_by == Some(name),
            },
            StoreKind::CacheDaemon => helper.name() == "cache",
            StoreKind::Netrc => false,
        }
    }

    /// Whether it can be used no more at `now`, in seconds since 1970 UTC: Git passes it over then
    /// (git-credential(1), `password_expiry_utc`).
    #[must_use]
    pub fn is_expired(&self, now: u64) -> bool {
        self.expires.is_some_and(|end| end <= now)
    }

    /// Whether it is a line of `file`.
    #[must_use]
    pub fn is_in_file(&self, file: &std::path::Path) -> bool {
        matches!(&self.handle, Handle::Line { file: of, .. } if of == file)
    }

    /// Whether anyone who can read the file can read the secret.
    #[must_use]
    pub fn is_plain_text(&self) -> bool {
        matches!(self.store, StoreKind::GitCredentialStore | StoreKind::Netrc)
    }
}

/// The end of the path in `--file=~/x`, `--file ~/x` or `--file "$HOME/x"`.
fn file_argument(helper: &HelperInForce) -> Option<&str> {
    let mut arguments = helper.arguments();
    let file = arguments.find_map(|argument| argument.strip_prefix("--file"))?;
    let file = match file.strip_prefix('=') {
        Some(file) => file,
        None => arguments.next()?,
    };
    let file = file.trim_matches(['"', '\'']);
    let below_home = ["~/", "$HOME/", "${HOME}/"];
    let below_home = below_home.iter().find_map(|home| file.strip_prefix(home));
    Some(below_home.unwrap_or(file))
}

impl StoreKind {
    /// The words a person sees.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::GitCredentialStore => "Credential file",
            Self::SecretService => "Secret Service",
            Self::Keychain => "Keychain",
            Self::CacheDaemon => "Git's credential cache",
            Self::Netrc => "netrc file",
        }
    }
}
