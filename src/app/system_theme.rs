//! Whether the desktop is dark, and what else it wishes of the windows on it: more contrast, larger
//! text, less motion. On Linux no window system tells; the desktop portal does, and says when it
//! changes. Windows and macOS tell through the window whether they are dark.

use super::event::Event;
use crate::git::Environment;

/// Tells how the desktop is, and again whenever that changes. Returns when there is
/// nobody who could say.
#[cfg(target_os = "linux")]
pub(super) fn watch(environment: &Environment, tell: impl Fn(Event)) {
    // No portal is no fault: the window is light then.
    let _ = portal::watch(environment, tell);
}

/// The window itself tells.
#[cfg(not(target_os = "linux"))]
pub(super) fn watch(_environment: &Environment, _tell: impl Fn(Event)) {}

#[cfg(target_os = "linux")]
mod portal {
    use std::time::Duration;

    use zbus::blocking::{Connection, Proxy, connection};
    use zbus::zvariant::{OwnedValue, Value};

    use crate::app::event::{Event, SystemWish};
    use crate::git::Environment;

    /// What is asked for: namespace and key. Those of GNOME are passed on by its portal.
    const KEYS: [(&str, &str); 5] = [
        ("org.freedesktop.appearance", "color-scheme"),
        ("org.freedesktop.appearance", "contrast"),
        ("org.freedesktop.appearance", "reduced-motion"),
        ("org.gnome.desktop.interface", "text-scaling-factor"),
        ("org.gnome.desktop.interface", "enable-animations"),
    ];

    pub(super) fn watch(environment: &Environment, tell: impl Fn(Event)) -> zbus::Result<()> {
        let Some(bus) = connect(environment)? else {
            return Ok(());
        };
        let settings = Proxy::new(
            &bus,
            "org.freedesktop.portal.Desktop",
            "/org/freedesktop/portal/desktop",
            "org.freedesktop.portal.Settings",
        )?;
        let changes = settings.receive_signal("SettingChanged")?;
        for (namespace, key) in KEYS {
            // A portal does not know all of them.
            let value: zbus::Result<OwnedValue> = settings.call("Read", &(namespace, key));
            if let Some(event) = value.ok().and_then(|value| meaning(key, &value)) {
                tell(event);
            }
        }
        for change in changes {
            let body = change.body();
            let (namespace, key, value): (String, String, OwnedValue) = body.deserialize()?;
            if KEYS.contains(&(namespace.as_str(), key.as_str()))
                && let Some(event) = meaning(&key, &value)
            {
                tell(event);
            }
        }
        Ok(())
    }

    /// Only a bus that the environment names: none is started for this.
    fn connect(environment: &Environment) -> zbus::Result<Option<Connection>> {
        let Some(address) = environment
            .get("DBUS_SESSION_BUS_ADDRESS")
            .and_then(|address| address.to_str())
        else {
            return Ok(None);
        };
        connection::Builder::address(address)?
            .method_timeout(Duration::from_secs(10))
            .build()
            .map(Some)
    }

    /// Of the scheme, 1 is dark, 2 is light, 0 is no preference; of contrast and motion, 1 is more
    /// contrast and less motion. `Read` wraps the value twice.
    fn meaning(key: &str, value: &Value<'_>) -> Option<Event> {
        let wish = match (key, value) {
            (_, Value::Value(inner)) => return meaning(key, inner),
            ("color-scheme", Value::U32(scheme)) => {
                return Some(Event::SystemTheme { dark: *scheme == 1 });
            }
            ("contrast", Value::U32(contrast)) => SystemWish::HighContrast(*contrast == 1),
            ("reduced-motion", Value::U32(less)) => SystemWish::ReducedMotion(*less == 1),
            ("enable-animations", Value::Bool(animate)) => SystemWish::ReducedMotion(!animate),
            ("text-scaling-factor", Value::F64(scale)) =>
            {
                #[expect(clippy::cast_possible_truncation, reason = "a small factor")]
                SystemWish::TextScale(*scale as f32)
            }
            _ => return None,
        };
        Some(Event::SystemWish(wish))
    }
}
