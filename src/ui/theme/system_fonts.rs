//! Fonts of the system, for the letters that our own do not draw: Chinese, Japanese, Korean, Arabic,
//! emoji and the rest.
//!
//! egui's provider of them panics where fontconfig knows no font at all (fontique 0.11.1,
//! `backend/fontconfig.rs`), in its own thread and then in whoever asks it. Here it is asked behind
//! a guard: from then on letters without a font are boxes, and the window lives on.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use egui::Context;
use egui::epaint::text::{FallbackRequest, FontInsert, FontProvider};
use egui_system_font_provider::SystemFontProvider;

/// Has `context` take fonts of the system for letters that it has none for.
pub fn add(context: &Context) {
    context.add_font_provider(Arc::new(Guarded {
        fonts: SystemFontProvider::new(),
        is_broken: AtomicBool::new(false),
    }));
}

struct Guarded {
    fonts: SystemFontProvider,
    is_broken: AtomicBool,
}

impl FontProvider for Guarded {
    fn font_for(&self, request: &FallbackRequest<'_>) -> Option<FontInsert> {
        if self.is_broken.load(Ordering::Relaxed) {
            return None;
        }
        // Nothing of it is used again after a panic.
        let found = catch_unwind(AssertUnwindSafe(|| self.fonts.font_for(request)));
        found.unwrap_or_else(|_| {
            self.is_broken.store(true, Ordering::Relaxed);
            tracing::warn!("this system tells of no fonts; some letters are shown as boxes");
            None
        })
    }
}
