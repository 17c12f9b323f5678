//! The colours, by what they are for: light, dark, and both once more with high contrast.
//!
//! A test computes the contrast of every pair that meets on the screen: 4.5 to 1 for text, 3 to 1
//! for the edges of what can be pressed and for the focus ring (WCAG 2.2, 1.4.3 and 1.4.11), and
//! 7 to 1 where high contrast is asked for (1.4.6).

use egui::{Color32, Ui};

/// What the window is painted with in one of its themes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colours {
    /// Behind the cards.
    pub background: Color32,
    /// Bars, the list, cards, dialogs.
    pub panel: Color32,
    /// Hairlines, which only part what stands apart already.
    pub line: Color32,
    /// The border of what can be typed in or pressed.
    pub edge: Color32,
    /// Text.
    pub text: Color32,
    /// Text that is read second.
    pub dim: Color32,
    /// The one primary button, links, focus.
    pub accent: Color32,
    /// The primary button under the pointer.
    pub accent_hovered: Color32,
    /// The primary button while it is pressed.
    pub accent_pressed: Color32,
    /// Text on the accent.
    pub on_accent: Color32,
    /// The selected row and the chosen filter.
    pub selected: Color32,
    /// A row under the pointer.
    pub hovered: Color32,
    /// Behind code.
    pub code: Color32,
    /// Works.
    pub ok: Tone,
    /// Works in part, or is in plain text.
    pub warn: Tone,
    /// Does not work.
    pub bad: Tone,
    /// Not known, or nothing to say.
    pub idle: Tone,
    /// A toast and its text.
    pub toast: Tone,
    /// What a toast says second.
    pub toast_dim: Color32,
    /// A toast's button.
    pub toast_accent: Color32,
    /// A toast's mark where something did not go as wished.
    pub toast_warn: Color32,
    /// Over the window while a dialog is open.
    pub veil: Color32,
}

/// A foreground and the ground it stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tone {
    /// Text and icons.
    pub text: Color32,
    /// The ground.
    pub ground: Color32,
}

const fn rgb(hex: u32) -> Color32 {
    let [_, r, g, b] = hex.to_be_bytes();
    Color32::from_rgb(r, g, b)
}

const fn tone(text: u32, ground: u32) -> Tone {
    Tone {
        text: rgb(text),
        ground: rgb(ground),
    }
}

/// The light theme.
pub const LIGHT: Colours = Colours {
    background: rgb(0xf6_f7_f9),
    panel: rgb(0xff_ff_ff),
    line: rgb(0xe3_e6_ea),
    edge: rgb(0x7c_84_8f),
    text: rgb(0x1b_1f_24),
    dim: rgb(0x59_62_6d),
    accent: rgb(0x2a_66_d1),
    accent_hovered: rgb(0x24_59_ba),
    accent_pressed: rgb(0x1e_4d_a4),
    on_accent: rgb(0xff_ff_ff),
    selected: rgb(0xe8_f0_fd),
    hovered: rgb(0xf1_f3_f7),
    code: rgb(0xee_f1_f4),
    ok: tone(0x14_71_3f, 0xe5_f5_ec),
    warn: tone(0x7d_52_00, 0xfd_f1_d8),
    bad: tone(0xb3_26_1e, 0xfc_e8_e6),
    idle: tone(0x59_62_6d, 0xec_ef_f2),
    toast: tone(0xf2_f5_f8, 0x20_26_2e),
    toast_dim: rgb(0xc3_ca_d3),
    toast_accent: rgb(0x8f_b8_ff),
    toast_warn: rgb(0xf0_c0_60),
    veil: Color32::from_black_alpha(102),
};

/// The dark theme.
pub const DARK: Colours = Colours {
    background: rgb(0x16_18_1c),
    panel: rgb(0x1e_21_26),
    line: rgb(0x2e_33_3a),
    edge: rgb(0x73_7d_89),
    text: rgb(0xe6_e9_ed),
    dim: rgb(0xa3_ad_b8),
    accent: rgb(0x6b_a0_ff),
    accent_hovered: rgb(0x86_b1_ff),
    accent_pressed: rgb(0xa0_c2_ff),
    on_accent: rgb(0x0d_14_22),
    selected: rgb(0x22_32_4d),
    hovered: rgb(0x27_2b_33),
    code: rgb(0x2a_2f_36),
    ok: tone(0x6b_d4_9a, 0x1b_31_27),
    warn: tone(0xf0_c0_60, 0x38_2e_1a),
    bad: tone(0xff_8a_80, 0x3a_20_1f),
    idle: tone(0xa3_ad_b8, 0x2a_2f_36),
    toast: tone(0xf2_f5_f8, 0x32_39_43),
    toast_dim: rgb(0xc3_ca_d3),
    toast_accent: rgb(0x9c_c0_ff),
    toast_warn: rgb(0xf0_c0_60),
    veil: Color32::from_black_alpha(140),
};

/// The light theme with high contrast.
pub const LIGHT_HIGH_CONTRAST: Colours = Colours {
    background: rgb(0xff_ff_ff),
    panel: rgb(0xff_ff_fe),
    line: rgb(0x4a_4f_55),
    edge: rgb(0x00_00_00),
    text: rgb(0x00_00_00),
    dim: rgb(0x26_29_2d),
    accent: rgb(0x0a_3a_9e),
    accent_hovered: rgb(0x08_2d_7c),
    accent_pressed: rgb(0x05_20_5a),
    on_accent: rgb(0xff_ff_ff),
    selected: rgb(0xdb_e7_ff),
    hovered: rgb(0xec_ec_ec),
    code: rgb(0xf0_f0_f0),
    ok: tone(0x00_4d_26, 0xe8_f7_ee),
    warn: tone(0x57_36_00, 0xff_f4_dc),
    bad: tone(0x8b_00_00, 0xff_ec_eb),
    idle: tone(0x26_29_2d, 0xec_ec_ec),
    toast: tone(0xff_ff_ff, 0x00_00_00),
    toast_dim: rgb(0xe6_e6_e6),
    toast_accent: rgb(0x9c_c8_ff),
    toast_warn: rgb(0xff_d5_60),
    veil: Color32::from_black_alpha(170),
};

/// The dark theme with high contrast.
pub const DARK_HIGH_CONTRAST: Colours = Colours {
    background: rgb(0x00_00_00),
    panel: rgb(0x00_00_01),
    line: rgb(0x8f_95_9c),
    edge: rgb(0xff_ff_ff),
    text: rgb(0xff_ff_ff),
    dim: rgb(0xdf_e3_e8),
    accent: rgb(0x8f_c1_ff),
    accent_hovered: rgb(0xb3_d5_ff),
    accent_pressed: rgb(0xd2_e6_ff),
    on_accent: rgb(0x00_00_00),
    selected: rgb(0x0b_2a_57),
    hovered: rgb(0x26_26_26),
    code: rgb(0x1c_1c_1c),
    ok: tone(0x8f_f0_b8, 0x04_24_0f),
    warn: tone(0xff_d5_60, 0x2a_20_00),
    bad: tone(0xff_b3_ac, 0x38_08_06),
    idle: tone(0xdf_e3_e8, 0x1c_1c_1c),
    toast: tone(0xff_ff_ff, 0x20_26_2e),
    toast_dim: rgb(0xe6_e6_e6),
    toast_accent: rgb(0x9c_c8_ff),
    toast_warn: rgb(0xff_d5_60),
    veil: Color32::from_black_alpha(190),
};

/// All themes with their names.
pub const ALL: [(&str, Colours); 4] = [
    ("light", LIGHT),
    ("dark", DARK),
    ("light, high contrast", LIGHT_HIGH_CONTRAST),
    ("dark, high contrast", DARK_HIGH_CONTRAST),
];

/// The colours of the theme that `ui` is drawn in: the one whose grounds its visuals have.
pub fn colours(ui: &Ui) -> &'static Colours {
    let visuals = ui.visuals();
    let [light, dark, high_light, high_dark]: [&'static Colours; 4] =
        [&LIGHT, &DARK, &LIGHT_HIGH_CONTRAST, &DARK_HIGH_CONTRAST];
    match (visuals.dark_mode, visuals.window_fill) {
        (true, fill) if fill == high_dark.panel => high_dark,
        (true, _) => dark,
        (false, fill) if fill == high_light.panel => high_light,
        (false, _) => light,
    }
}
