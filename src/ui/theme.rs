//! Every colour, size and font of the window, light and dark, in one place.
//!
//! Nothing outside this file names a colour or a font; a new one gets a name by its purpose here.

use std::sync::Arc;

use egui::epaint::Shadow;
use egui::{
    Color32, Context, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Stroke,
    TextStyle, Theme, Ui, Visuals,
};

/// What the window is painted with in one of its two themes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colours {
    /// Behind the cards.
    pub background: Color32,
    /// Bars, the list, cards, dialogs.
    pub panel: Color32,
    /// Hairlines.
    pub line: Color32,
    /// The border of what can be typed in or pressed.
    pub edge: Color32,
    /// Text.
    pub text: Color32,
    /// Text that is read second.
    pub dim: Color32,
    /// The one primary button, links, focus.
    pub accent: Color32,
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
    /// A toast and its text, the same in both themes but for the edge.
    pub toast: Tone,
    /// A toast's button.
    pub toast_accent: Color32,
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
    edge: rgb(0xd9_dd_e3),
    text: rgb(0x1b_1f_24),
    dim: rgb(0x5f_68_73),
    accent: rgb(0x2f_6f_de),
    on_accent: rgb(0xff_ff_ff),
    selected: rgb(0xe8_f0_fd),
    hovered: rgb(0xf3_f5_f8),
    code: rgb(0xf1_f3_f5),
    ok: tone(0x1a_7f_4b, 0xe5_f5_ec),
    warn: tone(0x8a_5a_00, 0xfd_f1_d8),
    bad: tone(0xb3_26_1e, 0xfc_e8_e6),
    idle: tone(0x5f_68_73, 0xec_ef_f2),
    toast: tone(0xf2_f5_f8, 0x20_26_2e),
    toast_accent: rgb(0x8f_b8_ff),
    veil: Color32::from_black_alpha(102),
};

/// The dark theme.
pub const DARK: Colours = Colours {
    background: rgb(0x16_18_1c),
    panel: rgb(0x1e_21_26),
    line: rgb(0x2e_33_3a),
    edge: rgb(0x3a_40_49),
    text: rgb(0xe6_e9_ed),
    dim: rgb(0x9a_a4_af),
    accent: rgb(0x6b_a0_ff),
    on_accent: rgb(0x0d_14_22),
    selected: rgb(0x22_32_4d),
    hovered: rgb(0x25_29_2f),
    code: rgb(0x2a_2f_36),
    ok: tone(0x6b_d4_9a, 0x1b_31_27),
    warn: tone(0xf0_c0_60, 0x38_2e_1a),
    bad: tone(0xff_8a_80, 0x3a_20_1f),
    idle: tone(0x9a_a4_af, 0x2a_2f_36),
    toast: tone(0xf2_f5_f8, 0x32_39_43),
    toast_accent: rgb(0x8f_b8_ff),
    veil: Color32::from_black_alpha(140),
};

/// The colours of the theme that `ui` is drawn in.
pub fn colours(ui: &Ui) -> &'static Colours {
    match ui.visuals().dark_mode {
        true => &DARK,
        false => &LIGHT,
    }
}

/// Sizes in points, named by what they measure.
pub mod size {
    /// The top bar's height.
    pub const TOP_BAR: f32 = 52.0;
    /// The activity line's height.
    pub const FOOT: f32 = 34.0;
    /// The repository list's width where there is room.
    pub const LIST: f32 = 318.0;
    /// …and where there is not.
    pub const LIST_NARROW: f32 = 236.0;
    /// A repository's row.
    pub const ROW: f32 = 52.0;
    /// The line above a group of rows.
    pub const HEADING: f32 = 34.0;
    /// A button's and a search field's height.
    pub const BUTTON: f32 = 32.0;
    /// A field's height in a dialog.
    pub const FIELD: f32 = 36.0;
    /// A pill's height.
    pub const PILL: f32 = 26.0;
    /// An icon beside text.
    pub const ICON: f32 = 16.0;
    /// Corners of buttons and fields.
    pub const RADIUS: u8 = 6;
    /// Corners of cards.
    pub const CARD_RADIUS: u8 = 8;
    /// Corners of dialogs.
    pub const SHEET_RADIUS: u8 = 12;
    /// A dialog's width.
    pub const SHEET: f32 = 560.0;
    /// Below this width of its place, a card stacks what it else sets side by side.
    pub const STACK_BELOW: f32 = 620.0;
}

/// The fonts by what they are for: family, size and the height of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// The selected repository's name, a dialog's title.
    Heading,
    /// A finding's title.
    Title,
    /// The name of the application and of remotes.
    Name,
    /// Buttons, names in the list.
    Medium,
    /// Text.
    Body,
    /// A heading inside a card.
    Section,
    /// A cell of a table.
    Cell,
    /// Paths, hosts, labels of fields.
    Small,
    /// States.
    SmallMedium,
    /// Pills.
    SmallStrong,
    /// URLs, scopes, settings.
    Code,
}

impl Type {
    /// The font.
    pub fn font(self) -> FontId {
        let (family, size, _) = self.facts();
        FontId::new(size, family)
    }

    /// From one line to the next.
    pub fn line_height(self) -> f32 {
        self.facts().2
    }

    fn facts(self) -> (FontFamily, f32, f32) {
        let medium = || FontFamily::Name("medium".into());
        let strong = || FontFamily::Name("strong".into());
        let plain = FontFamily::Proportional;
        match self {
            Self::Heading => (strong(), 20.0, 26.0),
            Self::Title | Self::Name => (strong(), 15.0, 20.0),
            Self::Medium => (medium(), 14.0, 20.0),
            Self::Body => (plain, 14.0, 20.0),
            Self::Section => (strong(), 13.0, 18.0),
            Self::Cell => (plain, 13.0, 18.0),
            Self::Small => (plain, 12.0, 16.0),
            Self::SmallMedium => (medium(), 12.0, 16.0),
            Self::SmallStrong => (strong(), 12.0, 16.0),
            Self::Code => (FontFamily::Monospace, 12.0, 18.0),
        }
    }
}

/// The icon font at `size`.
pub fn icon_font(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name("icons".into()))
}

/// Gives `context` the fonts and both themes; the system says which one shows.
pub fn apply(context: &Context) {
    context.set_fonts(fonts());
    // Where nobody tells which theme the desktop has.
    context.options_mut(|options| options.fallback_theme = Theme::Light);
    for (theme, colours) in [(Theme::Light, &LIGHT), (Theme::Dark, &DARK)] {
        context.style_mut_of(theme, |style| {
            style.visuals = visuals(theme, colours);
            style.text_styles = text_styles();
            style.spacing.item_spacing = egui::vec2(8.0, 0.0);
            style.spacing.button_padding = egui::vec2(12.0, 6.0);
            style.spacing.interact_size.y = 24.0;
            // The bar lies over the content: rows reach to the edge, and nothing moves when it shows.
            style.spacing.scroll = egui::style::ScrollStyle::floating();
            style.spacing.scroll.floating_allocated_width = 0.0;
            style.interaction.selectable_labels = false;
            style.animation_time = 0.0;
        });
    }
}

fn text_styles() -> std::collections::BTreeMap<TextStyle, FontId> {
    [
        (TextStyle::Heading, Type::Heading.font()),
        (TextStyle::Body, Type::Body.font()),
        (TextStyle::Button, Type::Medium.font()),
        (TextStyle::Small, Type::Small.font()),
        (TextStyle::Monospace, Type::Code.font()),
    ]
    .into()
}

fn visuals(theme: Theme, colours: &Colours) -> Visuals {
    let mut visuals = theme.default_visuals();
    visuals.override_text_color = Some(colours.text);
    visuals.weak_text_color = Some(colours.dim);
    visuals.hyperlink_color = colours.accent;
    visuals.panel_fill = colours.background;
    visuals.window_fill = colours.panel;
    visuals.window_stroke = Stroke::new(1.0, colours.line);
    visuals.extreme_bg_color = colours.background;
    visuals.code_bg_color = colours.code;
    visuals.warn_fg_color = colours.warn.text;
    visuals.error_fg_color = colours.bad.text;
    visuals.selection.bg_fill = colours.accent.gamma_multiply(0.35);
    visuals.selection.stroke = Stroke::new(1.0, colours.text);
    visuals.menu_corner_radius = CornerRadius::same(size::CARD_RADIUS);
    visuals.popup_shadow = shadow(24);
    // A blinking cursor repaints an idle window twice a second.
    visuals.text_cursor.blink = false;
    visuals.text_cursor.stroke = Stroke::new(1.5, colours.accent);
    visuals.widgets.noninteractive.bg_stroke = Stroke::new(1.0, colours.line);
    visuals.widgets.noninteractive.fg_stroke = Stroke::new(1.0, colours.text);
    for (widget, fill) in [
        (&mut visuals.widgets.inactive, colours.panel),
        (&mut visuals.widgets.hovered, colours.hovered),
        (&mut visuals.widgets.active, colours.selected),
        (&mut visuals.widgets.open, colours.hovered),
    ] {
        widget.bg_fill = fill;
        widget.weak_bg_fill = fill;
        widget.bg_stroke = Stroke::new(1.0, colours.edge);
        widget.fg_stroke = Stroke::new(1.0, colours.text);
        widget.corner_radius = CornerRadius::same(size::RADIUS);
        widget.expansion = 0.0;
    }
    visuals
}

/// The shadow under what floats `height` points above the window.
pub fn shadow(height: u8) -> Shadow {
    Shadow {
        offset: [0, i8::try_from(height / 4).unwrap_or(i8::MAX)],
        blur: height,
        spread: 0,
        color: Color32::from_black_alpha(70),
    }
}

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let files: [(&str, &'static [u8]); 4] = [
        (
            "inter",
            include_bytes!("../../assets/fonts/Inter-Regular.otf"),
        ),
        (
            "inter-medium",
            include_bytes!("../../assets/fonts/Inter-Medium.otf"),
        ),
        (
            "inter-semibold",
            include_bytes!("../../assets/fonts/Inter-SemiBold.otf"),
        ),
        ("lucide", lucide_icons::LUCIDE_FONT_BYTES),
    ];
    for (name, bytes) in files {
        fonts
            .font_data
            .insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    // Behind Inter stand egui's own fonts, for what Inter does not draw.
    let fallback = fonts.families[&FontFamily::Proportional].clone();
    let with_fallback = |name: &str| {
        let mut family = vec![name.to_owned()];
        family.extend(fallback.iter().cloned());
        family
    };
    let families = [
        (FontFamily::Proportional, with_fallback("inter")),
        (
            FontFamily::Name("medium".into()),
            with_fallback("inter-medium"),
        ),
        (
            FontFamily::Name("strong".into()),
            with_fallback("inter-semibold"),
        ),
        (FontFamily::Name("icons".into()), vec!["lucide".to_owned()]),
    ];
    fonts.families.extend(families);
    fonts
}
