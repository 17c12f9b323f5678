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
    /// The Windows Credential Manager.
    CredentialManager,
    /// The memory of `git-credential-cache--daemon`.
    CacheDaemon,
    /// `~/.netrc`, in plain text; read only.
    Netrc,
    /// Git Credential Manager's files in plain text.
    ManagerPlaintext,
    /// Git Credential Manager's files that `gpg` encrypts, in a folder of `pass`.
    ManagerGpg,
    /// Git Credential Manager's files that Windows encrypts for the person's account.
    ManagerDpapi,
    /// Wherever a helper that is not one of these keeps what it answers when it is asked.
    OtherHelper,
    /// GitHub CLI where it is a helper; listed only.
    GithubCli,
    /// GitLab CLI where it is a helper; listed only.
    GitlabCli,
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
    /// An entry of the Windows Credential Manager.
    Credential {
        /// Its name; that of the first part, where a sign-in lies in several entries.
        target: String,
    },
    /// What a cache daemon holds for this host.
    Cache {
        /// Its socket.
        socket: PathBuf,
        /// What it is asked for: the realm, or a name that stands for its refresh token.
        kept_for: Realm,
    },
    /// What a helper answered.
    Helper {
        /// The helper.
        helper: HelperInForce,
    },
    /// The nth (from 0) of the logins of a netrc file.
    Netrc {
        /// The file.
        file: PathBuf,
        /// Which login.
        nth: usize,
    },
    /// A whole file.
    File {
        /// The file.
        file: PathBuf,
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

    /// Whether `helper` is one that looks where this lies, where Git Credential Manager was told
    /// to use `manager_store`.
    #[must_use]
    pub fn is_read_by(&self, helper: &HelperInForce, manager_store: Option<&str>) -> bool {
        if helper.is_manager() {
            return self.may_be_managers()
                && StoreKind::of_manager(manager_store) == Some(self.store);
        }
        match self.store {
            StoreKind::GitCredentialStore => {
                let file = file_argument(helper);
                let at_default = self.location.ends_with(".git-credentials")
                    || self.location.ends_with("git/credentials");
                let is_store =
                    helper.name() == "store" || helper.value.contains("credential-store");
                is_store && file.map_or(at_default, |file| self.location.ends_with(file))
            }
            StoreKind::SecretService | StoreKind::Keychain => {
                self.written_by == Some(helper.name())
            }
            StoreKind::CacheDaemon => {
                helper.name() == "cache" || helper.value.contains("credential-cache")
            }
            StoreKind::OtherHelper => {
                matches!(&self.handle, Handle::Helper { helper: of } if of == helper)
            }
            StoreKind::GithubCli => helper.name() == "gh",
            StoreKind::GitlabCli => helper.name() == "glab",
            StoreKind::CredentialManager => match helper.name() {
                // It asks for all entries that begin so, whoever wrote them.
                "wincred" => {
                    matches!(&self.handle, Handle::Credential { target } if target.starts_with("git:"))
                }
                name => self.written_by == Some(name),
            },
            StoreKind::Netrc
            | StoreKind::ManagerPlaintext
            | StoreKind::ManagerGpg
            | StoreKind::ManagerDpapi => false,
        }
    }

    /// Whether Git Credential Manager would take it for its own, where it uses this store.
    #[must_use]
    pub fn may_be_managers(&self) -> bool {
        match self.store {
            // It does not tell who filled it.
            StoreKind::CacheDaemon => true,
            // `wincred` names its entries alike.
            StoreKind::CredentialManager => matches!(self.written_by, Some("manager" | "wincred")),
            _ => self.written_by == Some("manager"),
        }
    }

    /// Whether it can be used no more at `now`, in seconds since 1970 UTC: Git passes it over then
    /// (git-credential(1), `password_expiry_utc`).
    #[must_use]
    pub fn is_expired(&self, now: u64) -> bool {
        self.expires.is_some_and(|end| end <= now)
    }

    /// Whether it goes when all that is saved for its server is cleared. Other programs use netrc
    /// files, too; and a helper that had to be asked is told to erase only when that is wished for.
    #[must_use]
    pub fn goes_with_all(&self) -> bool {
        !self.is_only_listed() && self.store != StoreKind::OtherHelper
    }

    /// Whether it is a line of `file`.
    #[must_use]
    pub fn is_in_file(&self, file: &std::path::Path) -> bool {
        matches!(&self.handle, Handle::Line { file: of, .. } if of == file)
    }

    /// Whether it is shown and never cleared with the others: other programs go by it, or it is
    /// theirs.
    #[must_use]
    pub fn is_only_listed(&self) -> bool {
        matches!(
            self.store,
            StoreKind::Netrc | StoreKind::GithubCli | StoreKind::GitlabCli
        )
    }

    /// Whether anyone who can read the file can read the secret.
    #[must_use]
    pub fn is_plain_text(&self) -> bool {
        matches!(
            self.store,
            StoreKind::GitCredentialStore | StoreKind::Netrc | StoreKind::ManagerPlaintext
        )
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
            Self::CredentialManager => "Windows Credential Manager",
            Self::CacheDaemon => "Git's credential cache",
            Self::OtherHelper => "Another helper",
            Self::Netrc => "netrc file",
            Self::ManagerPlaintext => "Git Credential Manager's files",
            Self::ManagerGpg => "Password store",
            Self::ManagerDpapi => "Git Credential Manager's encrypted files",
            Self::GithubCli => "GitHub CLI",
            Self::GitlabCli => "GitLab CLI",
        }
    }

    /// The store that Git Credential Manager means by `credential.credentialStore`, or its default.
    /// `None` where that is none that is read here; on Linux it has no default.
    #[must_use]
    pub fn of_manager(name: Option<&str>) -> Option<Self> {
        let default = if cfg!(target_os = "macos") {
            Some("keychain")
        } else if cfg!(windows) {
            Some("wincredman")
        } else {
            None
        };
        match name.or(default)?.to_ascii_lowercase().as_str() {
            "secretservice" => Some(Self::SecretService),
            "keychain" => Some(Self::Keychain),
            "wincredman" => Some(Self::CredentialManager),
            "plaintext" => Some(Self::ManagerPlaintext),
            "gpg" => Some(Self::ManagerGpg),
            "dpapi" => Some(Self::ManagerDpapi),
            "cache" => Some(Self::CacheDaemon),
            _ => None,
        }
    }
}
