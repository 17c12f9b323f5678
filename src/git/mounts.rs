//! Mounted file systems that a walk must not wander into: those that the kernel makes up
//! (`/proc`, `/sys`), which hold no repositories, and those on another machine, where a server
//! that is gone makes every call wait for ever.
//!
//! They are known from the kernel's own list, so that nothing mounted is touched to learn what
//! it is. Other file systems (a second disk, a memory stick, a container's layers) are walked
//! like any folder.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

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
        let left_out = left_out(&table).filter_map(|(point, why)| {
            let below = point.strip_prefix(&real).ok()?;
            (!below.as_os_str().is_empty()).then(|| (folder.join(below), why))
        });
        Self(left_out.collect())
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

/// The lines of `proc(5)`'s mountinfo: the fifth field is where, the one behind ` - ` what.
fn left_out(table: &str) -> impl Iterator<Item = (PathBuf, LeftOut)> {
    table.lines().filter_map(|line| {
        let (before, behind) = line.split_once(" - ")?;
        let point = before.split(' ').nth(4)?;
        let kind = behind.split(' ').next()?;
        let why = if MADE_UP.contains(&kind) {
            LeftOut::MadeUp
        } else if NETWORK.contains(&kind) {
            LeftOut::Network
        } else {
            return None;
        };
        Some((PathBuf::from(unescaped(point)), why))
    })
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
