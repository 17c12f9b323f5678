//! Light and dark follow the desktop, as its portal tells it: a bus of the test's own, with a
//! portal of the test's own on it.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use egui::{Theme, ThemePreference};
use zbus::blocking::connection;
use zbus::zvariant::{OwnedValue, Value};

use crate::harness::{WIDE, Window};
use crate::support::home::Home;

const NAME: &str = "org.freedesktop.portal.Desktop";
const PATH: &str = "/org/freedesktop/portal/desktop";
const INTERFACE: &str = "org.freedesktop.portal.Settings";

#[test]
fn dark_when_the_desktop_is_and_light_again() {
    let bus = Bus::start();
    let portal = connection::Builder::address(bus.address.as_str())
        .unwrap()
        .serve_at(PATH, Portal)
        .unwrap()
        .name(NAME)
        .unwrap()
        .build()
        .unwrap();
    let mut home = Home::new();
    home.set("DBUS_SESSION_BUS_ADDRESS", &bus.address);
    let mut window = Window::open(home, Theme::Light, WIDE);
    window
        .harness
        .ctx
        .options_mut(|options| options.theme_preference = ThemePreference::System);
    window.harness.input_mut().system_theme = None;
    let is = |theme| {
        move |harness: &egui_kittest::Harness<'static, git_locksmith::app::App>| {
            harness.ctx.theme() == theme
        }
    };
    window.wait_until("light where nobody tells", is(Theme::Light));
    window.harness.state_mut().follow_system_theme();
    window.wait_until("dark", is(Theme::Dark));
    window.wait_until("what else the desktop wishes", |harness| {
        let wishes = harness.state().state().wishes;
        wishes.high_contrast && wishes.reduced_motion && wishes.text_scale > 1.4
    });
    let light = Value::from(2_u32);
    let change = ("org.freedesktop.appearance", "color-scheme", light);
    portal
        .emit_signal(None::<&str>, PATH, INTERFACE, "SettingChanged", &change)
        .unwrap();
    window.wait_until("light again", is(Theme::Light));
}

struct Portal;

#[zbus::interface(name = "org.freedesktop.portal.Settings")]
impl Portal {
    /// Wraps its answer twice, as the real one does.
    #[expect(clippy::unused_self, reason = "a method of the bus has an object")]
    fn read(&self, namespace: &str, key: &str) -> OwnedValue {
        let value = match (namespace, key) {
            ("org.freedesktop.appearance", "color-scheme" | "contrast" | "reduced-motion") => {
                Value::from(1_u32)
            }
            ("org.gnome.desktop.interface", "text-scaling-factor") => Value::from(1.5_f64),
            ("org.gnome.desktop.interface", "enable-animations") => Value::from(false),
            other => panic!("{other:?} is asked for"),
        };
        OwnedValue::try_from(Value::Value(Box::new(value))).unwrap()
    }
}

/// A session bus that ends with the test.
struct Bus {
    daemon: Child,
    address: String,
}

impl Bus {
    fn start() -> Self {
        let mut daemon = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--print-address"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-daemon is installed");
        let mut address = String::new();
        BufReader::new(daemon.stdout.take().unwrap())
            .read_line(&mut address)
            .unwrap();
        let address = address.trim().to_owned();
        Self { daemon, address }
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}
