//! A network drive whose server is gone: every call on it waits for ever.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A mounted file system that nobody serves, called one of `sshfs`.
pub struct DeadDrive {
    path: PathBuf,
    /// Whoever reads from here would serve it.
    _server: File,
}

impl DeadDrive {
    /// Mounted at `path`. Only the superuser may, where the kernel has FUSE; `tests/run` leaves
    /// the tests that mount out elsewhere, aloud.
    pub fn mount(path: &Path) -> Self {
        use command_fds::{CommandFdExt, FdMapping};
        let server = File::options()
            .read(true)
            .write(true)
            .open("/dev/fuse")
            .expect("mounting needs /dev/fuse");
        std::fs::create_dir_all(path).unwrap();
        let mut command = Command::new("mount");
        command
            .args([
                "-i",
                "-t",
                "fuse.sshfs",
                "-o",
                "fd=3,rootmode=40000,user_id=0,group_id=0",
                "gone",
            ])
            .arg(path);
        let mapping = FdMapping {
            parent_fd: server.try_clone().unwrap().into(),
            child_fd: 3,
        };
        command.fd_mappings(vec![mapping]).unwrap();
        let output = command.output().unwrap();
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "mounting needs root: {complaint}");
        Self {
            path: path.to_owned(),
            _server: server,
        }
    }
}

impl Drop for DeadDrive {
    fn drop(&mut self) {
        let _ = Command::new("umount")
            .arg("--lazy")
            .arg(&self.path)
            .status();
    }
}
