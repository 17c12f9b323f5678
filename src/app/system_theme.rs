//! Whether the desktop is dark. On Linux no window system tells; the desktop portal does
//! (`org.freedesktop.appearance`, `color-scheme`), and says when it changes. Windows and macOS
//! tell it through the window.

use crate::git::Environment;

/// Tells whether the desktop is dark, and again whenever that changes. Returns when there is
/// nobody who could say.
#[cfg(target_os = "linux")]
pub(super) fn watch(environment: &Environment, tell: impl Fn(bool)) {
    // No portal is no fault: the window is light then.
    let _ = portal::watch(environment, tell);
}

/// The window itself tells.
#[cfg(not(target_os = "linux"))]
pub(super) fn watch(_environment: &Environment, _tell: impl Fn(bool)) {}

#[cfg(target_os = "linux")]
mod portal {
    use std::time::Duration;

    use zbus::blocking::{Connection, Proxy, connection};
    use zbus::zvariant::{OwnedValue, Value};

    use crate::git::Environment;

    const NAMESPACE: &str = "org.freedesktop.appearance";
    const KEY: &str = "color-scheme";

    pub(super) fn watch(environment: &Environment, tell: impl Fn(bool)) -> zbus::Result<()> {
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
        let scheme: OwnedValue = settings.call("Read", &(NAMESPACE, KEY))?;
        if let Some(dark) = is_dark(&scheme) {
            tell(dark);
        }
        for change in changes {
            let body = change.body();
            let (namespace, key, value): (String, String, OwnedValue) = body.deserialize()?;
            if namespace == NAMESPACE
                && key == KEY
                && let Some(dark) = is_dark(&value)
            {
                tell(dark);
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

    /// 1 is dark, 2 is light, 0 is no preference; `Read` wraps the value twice.
    fn is_dark(value: &Value<'_>) -> Option<bool> {
        match value {
            Value::Value(inner) => is_dark(inner),
            Value::U32(scheme) => Some(*scheme == 1),
            _ => None,
        }
    }
}
