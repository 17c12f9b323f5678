//! Every colour, size, gap and font of the window in one place.
//!
//! Nothing outside this folder names a colour or a font, or says a gap in figures; a new one gets
//! a name by its purpose here.

pub mod palette;
pub mod system_fonts;

use std::sync::Arc;

use egui::epaint::Shadow;
use egui::{
    Color32, Context, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Stroke,
    TextStyle, Theme, ThemePreference, Visuals,
};

pub use palette::{Colours, Tone, colours};

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
    /// The menu's width.
    pub const MENU: f32 = 340.0;
    /// A dialog's width.
    pub const SHEET: f32 = 560.0;
    /// How far a focus ring stands off.
    pub const RING_GAP: f32 = 2.0;
    /// Below this width of its place, a card stacks what it else sets side by side.
    pub const STACK_BELOW: f32 = 620.0;
}

/// What stands between things, in steps of four points.
pub mod gap {
    /// Between two lines that belong together.
    pub const HAIR: f32 = 2.0;
    /// Between a label and what it names.
    pub const TIGHT: f32 = 4.0;
    /// Between parts of one thing.
    pub const SMALL: f32 = 8.0;
    /// Between things.
    pub const MEDIUM: f32 = 12.0;
    /// Between groups, and from the edge of a card.
    pub const LARGE: f32 = 16.0;
    /// Around what stands alone.
    pub const HUGE: f32 = 24.0;
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

/// How the window looks, as the person or their system wishes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Appearance {
    /// Light, dark, or as the system is.
    pub theme: ThemePreference,
    /// The colours with more contrast.
    pub high_contrast: bool,
    /// How large everything is; 1 is the size of the design.
    pub zoom: f32,
    /// Whether nothing glides.
    pub reduced_motion: bool,
}

impl Default for Appearance {
    fn default() -> Self {
        Self {
            theme: ThemePreference::System,
            high_contrast: false,
            zoom: 1.0,
            reduced_motion: false,
        }
    }
}

/// Gives `context` the fonts; once, before it is drawn in.
pub fn install(context: &Context) {
    context.set_fonts(fonts());
    // Where nobody tells which theme the desktop has.
    context.options_mut(|options| {
        options.fallback_theme = Theme::Light;
        // The size is one of the settings, with commands of its own.
        options.zoom_with_keyboard = false;
    });
    apply(context, Appearance::default());
}

/// Makes `context` look like this.
pub fn apply(context: &Context, appearance: Appearance) {
    let high = appearance.high_contrast;
    let light = if high {
        &palette::LIGHT_HIGH_CONTRAST
    } else {
        &palette::LIGHT
    };
    let dark = if high {
        &palette::DARK_HIGH_CONTRAST
    } else {
        &palette::DARK
    };
    for (theme, colours) in [(Theme::Light, light), (Theme::Dark, dark)] {
        context.style_mut_of(theme, |style| {
            style.visuals = visuals(theme, colours);
            style.text_styles = text_styles();
            style.spacing.item_spacing = egui::vec2(gap::SMALL, 0.0);
            style.spacing.button_padding = egui::vec2(gap::MEDIUM, 6.0);
            style.spacing.interact_size.y = 24.0;
            // The bar lies over the content: rows reach to the edge, and nothing moves when it shows.
            style.spacing.scroll = egui::style::ScrollStyle::floating();
            style.spacing.scroll.floating_allocated_width = 0.0;
            style.interaction.selectable_labels = false;
            // Nothing fades in either way; what scrolls to a row glides, so that the eye can follow.
            style.animation_time = 0.0;
            if appearance.reduced_motion {
                style.scroll_animation = egui::style::ScrollAnimation::none();
            } else {
                style.scroll_animation = egui::style::ScrollAnimation::duration(0.12);
            }
        });
    }
    context.set_theme(appearance.theme);
    context.set_zoom_factor(appearance.zoom);
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
    visuals.selection.bg_fill = colours.accent.gamma_multiply(0.3);
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
