//! A GPG home of its own with one key, and the folder of the real `pass`.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::home::Home;

/// Whose key it is.
pub const OWNER: &str = "alice@git.example";

const QUICK: &str = "s2k-count 65536\n";

/// The keys of a home. Its agent ends with this value.
pub struct Gpg {
    home: Home,
}

impl Gpg {
    /// A key that opens without a question, and a folder of `pass` that uses it.
    pub fn open(home: &mut Home) -> Self {
        Self::new(home, "")
    }

    /// A key with a passphrase that no agent remembers, and a pinentry that tells when it is
    /// started.
    pub fn locked(home: &mut Home) -> Self {
        let gpg = Self::new(home, "a passphrase");
        let asked = gpg.asked();
        let pinentry = home.write(
            "bin/pinentry-that-tells",
            format!("#!/bin/sh\ntouch '{}'\nexit 1\n", asked.display()),
        );
        fs::set_permissions(&pinentry, fs::Permissions::from_mode(0o755)).unwrap();
        home.write(
            ".gnupg/gpg-agent.conf",
            format!("{QUICK}pinentry-program {}\n", pinentry.display()),
        );
        gpg.end_agent();
        gpg
    }

    fn new(home: &mut Home, passphrase: &str) -> Self {
        let folder = home.path().join(".gnupg");
        fs::create_dir(&folder).unwrap();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
        home.set("GNUPGHOME", &folder);
        // The agent would work for seconds to make guessing a passphrase slow.
        home.write(".gnupg/gpg-agent.conf", QUICK);
        // Git Credential Manager uses gpg only where somebody could be asked.
        home.set("GPG_TTY", "/dev/null");
        let gpg = Self { home: home.clone() };
        gpg.run(
            "gpg",
            &[
                "--batch",
                "--quiet",
                "--pinentry-mode",
                "loopback",
                "--passphrase",
                passphrase,
                "--quick-generate-key",
                &format!("Alice <{OWNER}>"),
                "future-default",
                "default",
                "never",
            ],
        );
        gpg.run("pass", &["init", OWNER]);
        gpg
    }

    /// Whether a passphrase was asked for.
    pub fn has_asked(&self) -> bool {
        self.asked().exists()
    }

    /// Puts an encrypted file below the folder of `pass`.
    pub fn encrypt(&self, name: &str, text: &str) -> PathBuf {
        let plain = self.home.write("plain", text);
        let file = self.home.path().join(".password-store").join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        let (plain_path, file_path) = (plain.to_str().unwrap(), file.to_str().unwrap());
        self.run(
            "gpg",
            &[
                "--batch", "--quiet", "-r", OWNER, "-o", file_path, "-e", plain_path,
            ],
        );
        fs::remove_file(plain).unwrap();
        file
    }

    /// What a file says, where the key is open.
    pub fn decrypt(&self, file: &Path) -> String {
        self.run("gpg", &["--batch", "--quiet", "-d", file.to_str().unwrap()])
    }

    /// Has `pass` itself keep something.
    pub fn keep_in_pass(&self, name: &str, text: &str) {
        let script = format!("echo '{text}' | pass insert --echo '{name}'");
        self.run("sh", &["-c", &script]);
    }

    /// What `pass` itself keeps.
    pub fn kept_in_pass(&self, name: &str) -> String {
        self.run("pass", &["show", name]).trim_end().to_owned()
    }

    fn end_agent(&self) {
        let _ = self
            .home
            .command("gpgconf")
            .args(["--kill", "all"])
            .output();
    }

    fn asked(&self) -> PathBuf {
        self.home.path().join("pinentry-was-started")
    }

    fn run(&self, program: &str, arguments: &[&str]) -> String {
        let output = self.home.command(program).args(arguments).output().unwrap();
        assert!(
            output.status.success(),
            "{program} {arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    }
}

impl Drop for Gpg {
    fn drop(&mut self) {
        self.end_agent();
    }
}
