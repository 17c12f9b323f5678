//! The settings page: what the person wishes, what their desktop wishes, and how our own helper
//! stands.

use crate::app::event::SystemWish;
pub use crate::app::settings::{Setting, Settings, ThemeChoice};

/// What the desktop wishes of the windows on it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SystemWishes {
    /// More contrast.
    pub high_contrast: bool,
    /// Text of so many times its size.
    pub text_scale: f32,
    /// That nothing glides.
    pub reduced_motion: bool,
}

/// How our own helper stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnHelper {
    /// Whether its program is there.
    pub is_there: bool,
    /// Whether a keyring answers that it could keep sign-ins in.
    pub has_keyring: bool,
    /// The files and lines that have Git ask it.
    pub configured: Vec<String>,
    /// The other helpers that Git asks for every server.
    pub others: Vec<String>,
}

/// The sizes that can be chosen, in percent.
pub const TEXT_SIZES: [u16; 6] = [85, 100, 115, 130, 150, 200];

impl Default for SystemWishes {
    fn default() -> Self {
        Self {
            high_contrast: false,
            text_scale: 1.0,
            reduced_motion: false,
        }
    }
}

impl SystemWishes {
    /// Takes a wish over.
    pub fn take(&mut self, wish: SystemWish) {
        match wish {
            SystemWish::HighContrast(high) => self.high_contrast = high,
            SystemWish::TextScale(scale) => self.text_scale = scale,
            SystemWish::ReducedMotion(reduced) => self.reduced_motion = reduced,
        }
    }

    /// How large everything is with these settings: what the person chose, else what the desktop
    /// says, within what a window can show.
    pub fn zoom(&self, settings: &Settings) -> f32 {
        let chosen = settings.text_size.map(|percent| f32::from(percent) / 100.0);
        chosen.unwrap_or(self.text_scale).clamp(0.5, 3.0)
    }

    /// The size that is chosen next, larger or smaller.
    pub fn next_size(&self, settings: &Settings, larger: bool) -> Option<u16> {
        let now = self.zoom(settings) * 100.0;
        let mut sizes = TEXT_SIZES.into_iter();
        match larger {
            true => sizes.find(|size| f32::from(*size) > now + 1.0),
            false => sizes.rev().find(|size| f32::from(*size) < now - 1.0),
        }
    }
}
