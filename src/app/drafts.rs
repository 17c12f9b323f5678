//! What is being typed: the only thing that drawing the window may change.

use std::ops::Range;

use egui::TextBuffer;
use egui::text::CharIndex;
use zeroize::{Zeroize, Zeroizing};

use crate::model::Secret;

/// The texts of all fields.
#[derive(Default)]
pub struct Drafts {
    /// The search field.
    pub search: String,
    /// The field for a typed path.
    pub path: String,
    /// The command palette's field.
    pub command: String,
    /// The row that its arrow keys have come to.
    pub command_chosen: usize,
    /// The corrected URL of a repair, which holds no secret.
    pub url: String,
    /// The token dialog's token.
    pub token: TokenText,
    /// Until when the token is shown, in the seconds of the window's clock.
    pub revealed_until: Option<f64>,
    /// The token dialog's user name.
    pub username: String,
    /// Whether the person wrote the user name, so that a recognised token does not change it.
    pub username_is_own: bool,
    /// The token dialog's place, by its number among the choices.
    pub place: usize,
}

impl Drafts {
    /// Wipes what the token dialog held.
    pub fn wipe_token(&mut self) {
        self.token.wipe();
        self.revealed_until = None;
        self.username.zeroize();
        self.username_is_own = false;
        self.place = 0;
    }
}

/// Longest token taken, in characters. No host's tokens come near it, and it keeps the buffer
/// from growing, which would leave a copy behind.
const LONGEST: usize = 4096;

/// The text of the token field. egui never sees it: it is given as many dots instead, and edits
/// them; so neither its undo buffer nor the accessibility tree nor the layout of the field holds
/// the token. Wiped when dropped.
pub struct TokenText {
    token: Vec<char>,
    dots: String,
}

impl Default for TokenText {
    fn default() -> Self {
        Self {
            token: Vec::with_capacity(LONGEST),
            dots: String::new(),
        }
    }
}

impl TokenText {
    /// Whether nothing was pasted.
    pub fn is_empty(&self) -> bool {
        self.token.is_empty()
    }

    /// A copy of the token, which wipes itself.
    pub fn to_secret(&self) -> Secret {
        let mut bytes = Vec::with_capacity(self.token.len() * 4);
        let mut buffer = [0; 4];
        for character in &self.token {
            bytes.extend_from_slice(character.encode_utf8(&mut buffer).as_bytes());
        }
        buffer.zeroize();
        Secret::new(bytes)
    }

    /// Whether `text` is the token, as it was pasted.
    pub fn is(&self, text: &str) -> bool {
        !self.is_empty() && self.revealed().trim() == text.trim()
    }

    /// The token to be looked at by the person who asked for it. Whoever paints it gives it to no
    /// widget, which the accessibility tree would have the text of.
    pub fn revealed(&self) -> Zeroizing<String> {
        Zeroizing::new(self.token.iter().collect())
    }

    /// Forgets the token.
    pub fn wipe(&mut self) {
        self.token.zeroize();
        self.dots.clear();
    }

    fn draw_dots(&mut self) {
        self.dots = "•".repeat(self.token.len());
    }
}

impl Drop for TokenText {
    fn drop(&mut self) {
        self.wipe();
    }
}

impl TextBuffer for TokenText {
    fn is_mutable(&self) -> bool {
        true
    }

    fn as_str(&self) -> &str {
        &self.dots
    }

    fn insert_text(&mut self, text: &str, at: CharIndex) -> usize {
        let room = LONGEST - self.token.len();
        let at = at.0.min(self.token.len());
        let mut inserted = 0;
        // Appended and turned into place, which allocates nothing that would have to be wiped.
        for character in text.chars().take(room) {
            self.token.push(character);
            inserted += 1;
        }
        self.token[at..].rotate_right(inserted);
        self.draw_dots();
        inserted
    }

    fn delete_char_range(&mut self, range: Range<CharIndex>) {
        let end = range.end.0.min(self.token.len());
        let start = range.start.0.min(end);
        // What moves up leaves its old place behind: wipe the tail.
        self.token.copy_within(end.., start);
        let left = self.token.len() - (end - start);
        self.token[left..].zeroize();
        self.token.truncate(left);
        self.draw_dots();
    }

    fn clear(&mut self) {
        self.wipe();
    }

    /// egui's undo and redo come here with dots; they are no token, so nothing happens.
    fn replace_with(&mut self, _dots: &str) {}

    fn take(&mut self) -> String {
        self.wipe();
        String::new()
    }

    fn type_id(&self) -> std::any::TypeId {
        std::any::TypeId::of::<Self>()
    }
}
