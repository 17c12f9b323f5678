//! A real gnome-keyring on a bus of its own, in a hermetic home.

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Child, Stdio};

use secret_service::EncryptionType;
use secret_service::blocking::SecretService;
use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::blocking::fdo::DBusProxy;

use super::home::Home;

const NAME: &str = "org.freedesktop.secrets";
const PASSWORD: &[u8] = b"the person's login password";

/// A session bus, and a keyring daemon on it. Both end with this value.
pub struct Keyring {
    bus: Child,
    daemon: Option<Child>,
    address: String,
    prompted: PathBuf,
}

/// An item of the keyring, with all that can be seen of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub label: String,
    pub attributes: HashMap<String, String>,
    pub secret: Vec<u8>,
    pub content_type: String,
}

impl Keyring {
    /// A bus without a keyring; `home` knows its address from now on.
    pub fn bus_only(home: &mut Home) -> Self {
        let trace = home.path().join("prompted");
        let services = home.path().join("services");
        let folder = home.path().join("run");
        // Whoever asks gnome-keyring for a dialog leaves a trace instead of a window.
        let prompter = home.write(
            "services/prompter",
            format!("#!/bin/sh\ntouch '{}'\nexit 1\n", trace.display()),
        );
        fs::set_permissions(&prompter, fs::Permissions::from_mode(0o755)).unwrap();
        home.write(
            "services/org.gnome.keyring.SystemPrompter.service",
            format!(
                "[D-BUS Service]\nName=org.gnome.keyring.SystemPrompter\nExec={}\n",
                prompter.display()
            ),
        );
        let config = home.write(
            "bus.conf",
            format!(
                "<busconfig><type>session</type><listen>unix:dir={}</listen>\
                 <servicedir>{}</servicedir><policy context='default'><allow send_destination='*'/>\
                 <allow receive_sender='*'/><allow own='*'/></policy></busconfig>",
                folder.display(),
                services.display()
            ),
        );
        let mut bus = home
            .command("dbus-daemon")
            .arg(format!("--config-file={}", config.display()))
            .args(["--nofork", "--print-address=1"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-daemon is installed");
        let mut address = String::new();
        BufReader::new(bus.stdout.take().unwrap())
            .read_line(&mut address)
            .unwrap();
        let address = address.trim().to_owned();
        assert!(address.starts_with("unix:"), "the bus gave {address:?}");
        home.set("DBUS_SESSION_BUS_ADDRESS", &address);
        Self {
            bus,
            daemon: None,
            address,
            prompted: trace,
        }
    }

    /// The keyring of a person who has just logged in.
    pub fn unlocked(home: &mut Home) -> Self {
        let mut keyring = Self::bus_only(home);
        keyring.start(home, true);
        keyring
    }

    /// Ends the daemon and starts one that nobody has unlocked, as after a login without a
    /// password.
    pub fn restart_never_unlocked(&mut self, home: &Home) {
        self.end_daemon();
        self.wait_for_name(false);
        self.start(home, false);
    }

    /// Ends the daemon and starts one that the login has unlocked.
    pub fn restart_unlocked(&mut self, home: &Home) {
        self.end_daemon();
        self.wait_for_name(false);
        self.start(home, true);
    }

    /// Locks what was unlocked.
    pub fn lock(&self) {
        let service = self.service();
        service.get_default_collection().unwrap().lock().unwrap();
        assert!(self.is_locked());
    }

    pub fn is_locked(&self) -> bool {
        let service = self.service();
        service
            .get_default_collection()
            .unwrap()
            .is_locked()
            .unwrap()
    }

    /// Whether anyone has asked for the dialog that unlocks.
    pub fn has_prompted(&self) -> bool {
        self.prompted.exists()
    }

    /// Stores an item as another program would.
    pub fn add(&self, label: &str, attributes: &[(&str, &str)], secret: &[u8]) {
        let service = self.service();
        let attributes = attributes.iter().copied().collect();
        service
            .get_default_collection()
            .unwrap()
            .create_item(label, attributes, secret, false, "text/plain")
            .unwrap();
    }

    /// The same in the keyring that lives as long as the session and is never locked.
    pub fn add_for_this_session(&self, label: &str, attributes: &[(&str, &str)], secret: &[u8]) {
        let service = self.service();
        let session = "/org/freedesktop/secrets/collection/session";
        let path = zbus::zvariant::ObjectPath::try_from(session).unwrap();
        let collection = service.get_collection_by_path(path.into()).unwrap();
        let attributes = attributes.iter().copied().collect();
        let added = collection.create_item(label, attributes, secret, false, "text/plain");
        added.unwrap();
    }

    /// All items, sorted by their attributes; none may be locked.
    pub fn items(&self) -> Vec<Item> {
        let service = self.service();
        let collection = service.get_default_collection().unwrap();
        let mut items: Vec<Item> = collection
            .get_all_items()
            .unwrap()
            .iter()
            .map(|item| Item {
                label: item.get_label().unwrap(),
                attributes: item.get_attributes().unwrap(),
                secret: item.get_secret().unwrap(),
                content_type: item.get_secret_content_type().unwrap(),
            })
            .collect();
        items.sort_by_cached_key(|item| {
            let mut attributes: Vec<_> = item.attributes.clone().into_iter().collect();
            attributes.sort();
            (attributes, item.secret.clone())
        });
        items
    }

    /// Stops the daemon where it stands: it neither ends nor answers.
    pub fn wedge(&self) {
        self.signal("-STOP");
    }

    /// Lets it go on.
    pub fn unwedge(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let daemon = self.daemon.as_ref().unwrap().id().to_string();
        let sent = std::process::Command::new("kill")
            .args([signal, &daemon])
            .status();
        assert!(sent.unwrap().success());
    }

    fn start(&mut self, home: &Home, unlock: bool) {
        let mut command = home.command("gnome-keyring-daemon");
        command.args(["--foreground", "--components=secrets"]);
        if unlock {
            command.arg("--unlock");
        }
        let mut daemon = command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("gnome-keyring-daemon is installed");
        daemon.stdin.take().unwrap().write_all(PASSWORD).unwrap();
        self.daemon = Some(daemon);
        self.wait_for_name(true);
    }

    /// It takes its name after it has unlocked its keyring; the bus takes it away some time after
    /// it ended.
    fn wait_for_name(&self, taken: bool) {
        let connection = self.connect();
        let bus = DBusProxy::new(&connection).unwrap();
        let mut changes = bus
            .receive_name_owner_changed_with_args(&[(0, NAME)])
            .unwrap();
        while bus.name_has_owner(NAME.try_into().unwrap()).unwrap() != taken {
            changes.next().expect("the bus goes on");
        }
    }

    fn connect(&self) -> Connection {
        Builder::address(self.address.as_str())
            .unwrap()
            .build()
            .unwrap()
    }

    fn service(&self) -> SecretService<'static> {
        SecretService::connect_with_existing(EncryptionType::Plain, self.connect()).unwrap()
    }

    fn end_daemon(&mut self) {
        if let Some(mut daemon) = self.daemon.take() {
            let _ = daemon.kill();
            let _ = daemon.wait();
        }
    }
}

impl Drop for Keyring {
    fn drop(&mut self) {
        self.end_daemon();
        let _ = self.bus.kill();
        let _ = self.bus.wait();
    }
}
