//! Git Credential Manager's files: one sign-in a file, below a folder for each server.
//!
//! `<root>/<namespace>/https/host[:port]/[path/]<account>.credential`; in a folder of `pass` the
//! same with `.gpg`. What is encrypted is listed by its names, and goes and comes back as it is.
//! Symbolic links below the root are not followed: it writes none.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::gpg::decrypt_silently;
use super::text::ManagerText;
use super::{Folders, ManagerSettings};
use crate::git::locked_file::{FileError, LockedFile};
use crate::git::preflight::read_regular;
use crate::git::{Environment, Git};
use crate::model::entry::Handle;
use crate::model::outside_text::display_safe_bytes;
use crate::model::{Credential, Entry, Problem, Realm, Secret, StoreKind, TokenKind};
use crate::store::manager_service::{DEFAULT_NAMESPACE, Service, WRITER, WRITER_BEFORE, hosts};
use crate::store::{Kept, Listing, Store, StoreError, covers};

/// Most files that are looked at for one server.
const MOST_FILES: usize = 1000;
/// Deepest path below a server's folder that is looked at.
const DEEPEST: usize = 16;

/// One of its stores of files.
pub(in crate::store) struct ManagerFiles {
    kind: StoreKind,
    places: Vec<Place>,
    git: Git,
}

/// A folder with a folder for each protocol in it.
struct Place {
    folder: PathBuf,
    /// Whose it is: the manager's as it is set up now, or as it was.
    writer: &'static str,
}

/// A whole file as it was.
pub(in crate::store) struct KeptFile {
    file: PathBuf,
    content: Secret,
    permissions: fs::Permissions,
}

/// A file whose name is one of the store's.
struct Found {
    file: PathBuf,
    /// The folders between the server's and the file.
    path: Option<String>,
}

/// What a file is, without its secret.
struct Described {
    service: Service,
    account: Option<String>,
    kind: Option<TokenKind>,
}

impl ManagerFiles {
    /// All of them, whether or not one is in force: what lies there lies there.
    pub(in crate::store) fn all(git: &Git, settings: &ManagerSettings) -> [Self; 3] {
        let of = |kind, folders: &Folders| Self {
            kind,
            places: places(folders, &settings.namespace),
            git: git.clone(),
        };
        [
            of(StoreKind::ManagerPlaintext, &settings.plaintext),
            of(StoreKind::ManagerGpg, &settings.gpg),
            of(StoreKind::ManagerDpapi, &settings.dpapi),
        ]
    }

    fn extension(&self) -> &'static str {
        match self.kind {
            StoreKind::ManagerGpg => "gpg",
            _ => "credential",
        }
    }

    fn environment(&self) -> &Environment {
        self.git.environment()
    }

    fn list_server(&self, place: &Place, realm: &Realm, listing: &mut Listing) {
        if !is_name(&realm.protocol) || !is_name(&realm.host) {
            return;
        }
        for host in hosts(&realm.host_field()) {
            let protocol = place.folder.join(&realm.protocol);
            let mut folders = vec![protocol.join(&host)];
            // On Windows the port stands behind a `-`, with which another server's name may end.
            // There it encrypts with no `gpg`, and any other file names its server itself.
            if realm.port.is_some() && self.kind != StoreKind::ManagerGpg {
                folders.push(protocol.join(replace_last(&host, ':', "-")));
            }
            for folder in folders {
                let mut walk = Walk {
                    extension: self.extension(),
                    found: Vec::new(),
                    problems: Vec::new(),
                    left: MOST_FILES,
                };
                walk.folder(&folder, None, DEEPEST);
                listing.problems.append(&mut walk.problems);
                for found in walk.found {
                    match self.describe(&realm.protocol, &host, &found) {
                        Ok(Some(described)) => {
                            let entry = self.entry(&found.file, described, place.writer);
                            listing.entries.push(entry);
                        }
                        Ok(None) => (),
                        Err(problem) => listing.problems.push(problem),
                    }
                }
            }
        }
    }

    /// `None` where it is none of the manager's.
    fn describe(
        &self,
        protocol: &str,
        host: &str,
        found: &Found,
    ) -> Result<Option<Described>, Problem> {
        if self.kind == StoreKind::ManagerGpg {
            let path = found.path.as_ref().map(|path| format!("/{path}"));
            let service = format!("{protocol}://{host}{}", path.unwrap_or_default());
            let name = found.file.file_stem().map(|name| name.to_string_lossy());
            return Ok(Service::of_url(&service).map(|service| Described {
                service,
                account: name.map(std::borrow::Cow::into_owned),
                kind: None,
            }));
        }
        let content = Secret::new(read_regular(&found.file)?.unwrap_or_default());
        let Some(text) = ManagerText::parse(&content) else {
            return Ok(None);
        };
        let plain = self.kind == StoreKind::ManagerPlaintext;
        Ok(Service::of_url(&text.service).map(|service| Described {
            service,
            account: text.account,
            kind: plain.then(|| TokenKind::of_secret(&text.secret)),
        }))
    }

    fn entry(&self, file: &Path, described: Described, writer: &'static str) -> Entry {
        let Described {
            service,
            account,
            kind,
        } = described;
        Entry {
            store: self.kind,
            location: self.environment().shorten(file),
            written_by: Some(writer),
            protocol: service.protocol,
            host: service.host,
            path: service.path,
            username: account,
            kind,
            renews: service.renews,
            locked: false,
            expires: None,
            handle: Handle::File {
                file: file.to_owned(),
            },
        }
    }

    fn keep(&self, entry: &Entry) -> Result<KeptFile, StoreError> {
        let gone = || gone(entry);
        let Handle::File { file } = &entry.handle else {
            return Err(gone());
        };
        let mut places = self.places.iter();
        let is_ours = places.any(|place| file.starts_with(&place.folder));
        let metadata = fs::symlink_metadata(file).ok().filter(|_| is_ours);
        let metadata = metadata.filter(fs::Metadata::is_file).ok_or_else(gone)?;
        let content = read_regular(file).map_err(StoreError::Unreadable)?;
        let kept = KeptFile {
            file: file.clone(),
            content: Secret::new(content.ok_or_else(gone)?),
            permissions: metadata.permissions(),
        };
        match self.kind {
            StoreKind::ManagerGpg => Ok(kept),
            // Another account's secret may have taken its place.
            _ => match ManagerText::parse(&kept.content) {
                Some(text) if text.account == entry.username => Ok(kept),
                _ => Err(gone()),
            },
        }
    }
}

impl KeptFile {
    /// Whether both have the same content.
    pub(in crate::store) fn same_as(&self, other: &Self) -> bool {
        self.content.same_as(&other.content)
    }
}

impl Store for ManagerFiles {
    fn kind(&self) -> StoreKind {
        self.kind
    }

    fn list(&self, realms: &[Realm]) -> Listing {
        let mut listing = Listing::default();
        let mut servers: Vec<Realm> = Vec::new();
        for realm in realms {
            let server = realm.clone().without_path();
            if !servers.contains(&server) {
                servers.push(server);
            }
        }
        for place in &self.places {
            for server in &servers {
                self.list_server(place, server, &mut listing);
            }
        }
        listing.entries.retain(|entry| covers(realms, entry));
        listing
    }

    fn read(&self, entry: &Entry) -> Result<Credential, StoreError> {
        let kept = self.keep(entry)?;
        let text = match self.kind {
            StoreKind::ManagerGpg => {
                let plain = decrypt_silently(&self.git, kept.content);
                let plain = plain.ok_or_else(|| StoreError::Locked {
                    place: format!("the GPG key for {}", entry.location),
                })?;
                ManagerText::parse(&plain)
            }
            StoreKind::ManagerDpapi => {
                return Err(StoreError::Unreadable(Problem::new(
                    &entry.location,
                    "is encrypted for your Windows account, so only Git Credential Manager can read it",
                )));
            }
            _ => ManagerText::parse(&kept.content),
        };
        let text = text.ok_or_else(|| gone(entry))?;
        let username = text.account.or_else(|| entry.username.clone());
        Ok(Credential::new(username.unwrap_or_default(), text.secret))
    }

    fn snapshot(&self, entry: &Entry) -> Result<Kept, StoreError> {
        self.keep(entry).map(Kept::File)
    }

    /// Its folders stay, as Git Credential Manager leaves them.
    fn remove(&self, entry: &Entry) -> Result<Kept, StoreError> {
        let kept = self.keep(entry)?;
        fs::remove_file(&kept.file).map_err(|error| not_written(&kept.file, &error))?;
        Ok(Kept::File(kept))
    }

    fn restore(&self, kept: &Kept) -> Result<(), StoreError> {
        let Kept::File(kept) = kept else {
            return Ok(());
        };
        if let Some(folder) = kept.file.parent() {
            make_folders(folder).map_err(|error| not_written(&kept.file, &error))?;
        }
        let locked = LockedFile::lock(&kept.file)?;
        if fs::symlink_metadata(&kept.file).is_ok() {
            let now = read_regular(&kept.file).map_err(StoreError::Unreadable)?;
            let now = Secret::new(now.unwrap_or_default());
            return match now.same_as(&kept.content) {
                true => Ok(()),
                false => Err(StoreError::Taken {
                    place: self.environment().shorten(&kept.file),
                }),
            };
        }
        locked.create(kept.content.expose(), &kept.permissions)?;
        Ok(())
    }
}

/// Where it looks now, and where it would without its settings.
fn places(folders: &Folders, namespace: &str) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    let all = [
        (&folders.in_force, namespace, WRITER),
        (&folders.in_force, DEFAULT_NAMESPACE, WRITER_BEFORE),
        (&folders.default, namespace, "manager, another folder"),
        (
            &folders.default,
            DEFAULT_NAMESPACE,
            "manager, another folder",
        ),
    ];
    for (root, namespace, writer) in all {
        let Some(root) = root else { continue };
        let folder = root.join(namespace);
        if !places.iter().any(|known| known.folder == folder) {
            places.push(Place { folder, writer });
        }
    }
    places
}

/// Looks for files below a server's folder.
struct Walk {
    extension: &'static str,
    found: Vec<Found>,
    problems: Vec<Problem>,
    left: usize,
}

impl Walk {
    /// In the order in which the system tells the names, as Git Credential Manager takes the
    /// first.
    fn folder(&mut self, folder: &Path, path: Option<&str>, depth: usize) {
        match fs::symlink_metadata(folder) {
            Ok(metadata) if metadata.is_dir() => (),
            Ok(_) => return self.problem(folder, "is no folder and was not looked into"),
            Err(error) if is_absent(&error) => return,
            Err(error) => return self.problem(folder, &format!("cannot be looked into: {error}")),
        }
        let names = match fs::read_dir(folder) {
            Ok(names) => names,
            Err(error) => return self.problem(folder, &format!("cannot be looked into: {error}")),
        };
        for entry in names.flatten() {
            if self.left == 0 {
                let more = "holds more than 1000 files; the rest is not shown";
                return self.problem(folder, more);
            }
            self.left -= 1;
            self.look_at(&entry, path, depth);
        }
    }

    fn look_at(&mut self, entry: &fs::DirEntry, path: Option<&str>, depth: usize) {
        let file = entry.path();
        let is_named_so = file
            .extension()
            .is_some_and(|extension| extension == self.extension);
        match entry.file_type() {
            Ok(kind) if kind.is_dir() && depth > 0 => {
                let name = entry.file_name().to_string_lossy().into_owned();
                let path = path.map_or(name.clone(), |path| format!("{path}/{name}"));
                self.folder(&file, Some(&path), depth - 1);
            }
            Ok(kind) if kind.is_file() && is_named_so => self.found.push(Found {
                file,
                path: path.map(str::to_owned),
            }),
            Ok(kind) if kind.is_dir() => {
                self.problem(&file, "lies too deep and was not looked into");
            }
            Ok(kind) if !kind.is_file() && (is_named_so || kind.is_symlink()) => {
                self.problem(&file, "is no regular file and was not read");
            }
            _ => (),
        }
    }

    fn problem(&mut self, path: &Path, message: &str) {
        let subject = display_safe_bytes(path.as_os_str().as_encoded_bytes());
        let problem = Problem::new(subject, message);
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }
}

fn gone(entry: &Entry) -> StoreError {
    StoreError::Gone {
        place: entry.location.clone(),
    }
}

fn not_written(file: &Path, error: &io::Error) -> StoreError {
    FileError::not_written(file, error).into()
}

fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// Those that are missing, for the person alone.
fn make_folders(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Whether it names a folder in the one at hand: `..` does not.
fn is_name(text: &str) -> bool {
    let mut parts = Path::new(text).components();
    matches!(parts.next(), Some(Component::Normal(name)) if name == text) && parts.next().is_none()
}

fn replace_last(text: &str, from: char, to: &str) -> String {
    match text.rsplit_once(from) {
        Some((before, behind)) => format!("{before}{to}{behind}"),
        None => text.to_owned(),
    }
}
