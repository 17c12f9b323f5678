//! Mounted file systems that a walk must not wander into: those that the kernel makes up
//! (`/proc`, `/sys`), which hold no repositories, and those on another machine, where a server
//! that is gone makes every call wait for ever.
//!
//! They are known from the kernel's own list, so that nothing mounted is touched to learn what
//! it is. Other file systems (a second disk, a memory stick, a container's layers) are walked
//! like any folder.

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};

/// As many as the kernel follows.
const MOST_LINKS: usize = 40;

/// Why a mounted file system is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LeftOut {
    /// The kernel makes it up.
    MadeUp,
    /// It is on another machine.
    Network,
}

const MADE_UP: &[&str] = &[
    "autofs",
    "binfmt_misc",
    "bpf",
    "cgroup",
    "cgroup2",
    "configfs",
    "debugfs",
    "devpts",
    "devtmpfs",
    "efivarfs",
    "fuse.lxcfs",
    "fuse.portal",
    "fusectl",
    "hugetlbfs",
    "mqueue",
    "nsfs",
    "proc",
    "pstore",
    "rpc_pipefs",
    "securityfs",
    "selinuxfs",
    "sysfs",
    "tracefs",
];

const NETWORK: &[&str] = &[
    "9p",
    "afs",
    "beegfs",
    "ceph",
    "cifs",
    "coda",
    "davfs",
    "fuse.afpfs",
    "fuse.ceph-fuse",
    "fuse.cifs",
    "fuse.curlftpfs",
    "fuse.davfs",
    "fuse.glusterfs",
    "fuse.google-drive-ocamlfuse",
    "fuse.gvfsd-fuse",
    "fuse.httpfs",
    "fuse.kio-fuse",
    "fuse.onedriver",
    "fuse.rclone",
    "fuse.s3fs",
    "fuse.smbnetfs",
    "fuse.sshfs",
    "gfs2",
    "glusterfs",
    "lustre",
    "ncpfs",
    "nfs",
    "nfs4",
    "orangefs",
    "smb3",
    "smbfs",
];

/// What is mounted below one folder and is left out.
#[derive(Debug, Default)]
pub(super) struct Mounts(HashMap<PathBuf, LeftOut>);

impl Mounts {
    /// Those below `folder`, by the paths at which a walk that starts there meets them.
    pub(super) fn below(folder: &Path) -> Self {
        // Linux tells it here; elsewhere there is no such file, and nothing is left out.
        let Ok(table) = std::fs::read_to_string("/proc/self/mountinfo") else {
            return Self::default();
        };
        let Ok(real) = folder.canonicalize() else {
            return Self::default();
        };
        let of_kind = |kinds: &[&str], why: LeftOut| -> Vec<(PathBuf, LeftOut)> {
            mounted(&table, &|kind| kinds.contains(&kind))
                .iter()
                .filter_map(|point| point.strip_prefix(&real).ok())
                .filter(|below| !below.as_os_str().is_empty())
                .map(|below| (folder.join(below), why))
                .collect()
        };
        let made_up = of_kind(MADE_UP, LeftOut::MadeUp);
        let network = of_kind(NETWORK, LeftOut::Network);
        Self(made_up.into_iter().chain(network).collect())
    }

    /// Whether nothing is left out.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Why a walk stops before `folder`, if it does.
    pub(super) fn at(&self, folder: &Path) -> Option<LeftOut> {
        self.0.get(folder).copied()
    }
}

/// Where other machines are mounted, or are when somebody looks (`autofs`). A path that a
/// repository names is not followed there: looking alone would speak to that machine, or wait for
/// ever.
#[derive(Debug, Default)]
pub(super) struct OtherMachines(Vec<PathBuf>);

impl OtherMachines {
    /// As they are mounted now; none but on Linux.
    pub(super) fn now() -> Self {
        let table = std::fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
        Self(mounted(&table, &|kind| {
            kind == "autofs" || NETWORK.contains(&kind)
        }))
    }

    /// Whether `path` leads to one on which `from` does not lie itself. Every link on the way is
    /// resolved before what it points to is touched.
    pub(super) fn are_reached_by(&self, path: &Path, from: &Path) -> bool {
        let from = match self.0.as_slice() {
            [] => return false,
            _ => from.canonicalize().unwrap_or_else(|_| from.to_owned()),
        };
        let is_elsewhere = |place: &Path| {
            self.0
                .iter()
                .any(|point| point == place && !from.starts_with(point))
        };
        let mut ahead: Vec<OsString> = parts(path);
        let mut reached = PathBuf::from("/");
        let mut links = 0;
        while let Some(part) = ahead.pop() {
            if part == ".." {
                reached.pop();
                continue;
            }
            reached.push(&part);
            if is_elsewhere(&reached) {
                return true;
            }
            let Ok(target) = std::fs::read_link(&reached) else {
                continue;
            };
            links += 1;
            if links > MOST_LINKS {
                return true;
            }
            reached.pop();
            if target.is_absolute() {
                reached = PathBuf::from("/");
            }
            ahead.extend(parts(&target));
        }
        false
    }
}

/// The last part first.
fn parts(path: &Path) -> Vec<OsString> {
    let parts = path.components().filter_map(|part| match part {
        Component::Normal(_) | Component::ParentDir => Some(part.as_os_str().to_owned()),
        Component::Prefix(_) | Component::RootDir | Component::CurDir => None,
    });
    let mut parts: Vec<OsString> = parts.collect();
    parts.reverse();
    parts
}

/// The mount points of these kinds: in the lines of `proc(5)`'s mountinfo the fifth field is
/// where, the one behind ` - ` what.
fn mounted(table: &str, is_meant: &dyn Fn(&str) -> bool) -> Vec<PathBuf> {
    let point = |line: &str| {
        let (before, behind) = line.split_once(" - ")?;
        let point = before.split(' ').nth(4)?;
        is_meant(behind.split(' ').next()?).then(|| PathBuf::from(unescaped(point)))
    };
    table.lines().filter_map(point).collect()
}

/// Space, tab, newline and backslash are written as three octal digits.
fn unescaped(point: &str) -> String {
    [
        ("\\040", " "),
        ("\\011", "\t"),
        ("\\012", "\n"),
        ("\\134", "\\"),
    ]
    .iter()
    .fold(point.to_owned(), |point, (escape, character)| {
        point.replace(escape, character)
    })
}
