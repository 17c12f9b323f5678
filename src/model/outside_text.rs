//! Text from outside (repositories, servers, helpers), made safe to show and to log.

/// Longest text laid out or logged, in characters: a label of 1 MB costs half a second a frame.
const LONGEST: usize = 512;

/// `text` with every character that hides, moves or recolours other text written as `\u{…}`,
/// cut to 512 characters.
///
/// Escaped are control characters, the bidirectional controls, zero-width characters, soft
/// hyphens, variation selectors, tags, private-use characters and the odd spaces; a newline
/// becomes a space.
#[must_use]
pub fn display_safe(text: &str) -> String {
    let mut safe = String::with_capacity(text.len().min(LONGEST));
    for (count, character) in text.chars().enumerate() {
        if count == LONGEST {
            safe.push('…');
            break;
        }
        match character {
            '\n' | '\t' => safe.push(' '),
            hidden if is_hidden(hidden) => safe.extend(hidden.escape_unicode()),
            shown => safe.push(shown),
        }
    }
    safe
}

/// `bytes` as text that is safe to show; what is no UTF-8 is shown as `\xNN`.
#[must_use]
pub fn display_safe_bytes(bytes: &[u8]) -> String {
    let mut safe = String::new();
    for chunk in bytes.utf8_chunks() {
        safe.push_str(&display_safe(chunk.valid()));
        for byte in chunk.invalid() {
            safe.push_str(&format!("\\x{byte:02x}"));
        }
        if safe.chars().count() > LONGEST {
            break;
        }
    }
    safe
}

/// Whether a character draws nothing of its own, or changes how its neighbours are drawn
/// (Unicode 16: Cc, Cf, Zl, Zp, Co, the fillers and variation selectors).
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}'
            | '\u{890}'..='\u{891}' | '\u{8e2}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{2000}'..='\u{200f}' | '\u{2028}'..='\u{202f}'
            | '\u{205f}'..='\u{206f}' | '\u{2800}' | '\u{3000}' | '\u{3164}' | '\u{e000}'..='\u{f8ff}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
            | '\u{110bd}' | '\u{110cd}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{10ffff}')
}
