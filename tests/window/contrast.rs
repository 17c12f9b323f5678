//! The contrast of every pair of colours that meets on the screen, computed from the theme's own
//! colours by the formula of WCAG 2.2.

use egui::Color32;
use git_locksmith::ui::theme::palette::{self, Colours};

/// A foreground, a ground, and their names.
type Pair = (String, Color32, Color32);

#[test]
fn text_can_be_read_in_every_theme() {
    for (theme, colours) in palette::ALL {
        let enough = if theme.ends_with("high contrast") {
            7.0
        } else {
            4.5
        };
        for (words, front, ground) in texts(&colours) {
            let ratio = contrast(front, ground);
            assert!(ratio >= enough, "{theme}: {words} is {ratio:.2} to 1");
        }
    }
}

#[test]
fn what_can_be_pressed_and_the_focus_stand_out_in_every_theme() {
    for (theme, colours) in palette::ALL {
        for (name, ground) in grounds(&colours) {
            for (words, front) in [("edge", colours.edge), ("focus ring", colours.accent)] {
                let ratio = contrast(front, ground);
                assert!(
                    ratio >= 3.0,
                    "{theme}: {words} on {name} is {ratio:.2} to 1"
                );
            }
        }
        // The ring's gap parts it from a button of its own colour.
        let gap = contrast(colours.accent, colours.panel);
        assert!(gap >= 3.0, "{theme}: the ring's gap is {gap:.2} to 1");
    }
}

#[test]
fn the_formula_is_that_of_wcag() {
    assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 0.01);
    // The example of "just enough" that is often given: #767676 on white.
    let just = contrast(Color32::from_gray(0x76), Color32::WHITE);
    assert!((4.5..4.6).contains(&just), "{just}");
}

/// What lies behind things.
fn grounds(colours: &Colours) -> [(&'static str, Color32); 6] {
    [
        ("the background", colours.background),
        ("a panel", colours.panel),
        ("what works", colours.ok.ground),
        ("a warning", colours.warn.ground),
        ("a failure", colours.bad.ground),
        ("a note", colours.idle.ground),
    ]
}

fn texts(colours: &Colours) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut meet = |front: (&str, Color32), ground: (&str, Color32)| {
        pairs.push((format!("{} on {}", front.0, ground.0), front.1, ground.1));
    };
    let rows = [
        ("the background", colours.background),
        ("a panel", colours.panel),
        ("the selected row", colours.selected),
        ("a row under the pointer", colours.hovered),
    ];
    let code = ("code", colours.code);
    for front in [("text", colours.text), ("dim text", colours.dim)] {
        for ground in grounds(colours).into_iter().chain(rows).chain([code]) {
            meet(front, ground);
        }
    }
    let tones = [
        ("what works", colours.ok),
        ("a warning", colours.warn),
        ("a failure", colours.bad),
        ("a note", colours.idle),
    ];
    for (name, tone) in tones {
        meet((name, tone.text), ("its ground", tone.ground));
        for ground in rows.into_iter().chain([code]) {
            meet((name, tone.text), ground);
        }
    }
    for ground in rows {
        meet(("a link", colours.accent), ground);
    }
    for (name, ground) in [
        ("the primary button", colours.accent),
        ("it under the pointer", colours.accent_hovered),
        ("it pressed", colours.accent_pressed),
    ] {
        meet(("its words", colours.on_accent), (name, ground));
    }
    for (name, front) in [
        ("a toast's text", colours.toast.text),
        ("a toast's second text", colours.toast_dim),
        ("a toast's button", colours.toast_accent),
        ("a toast's mark", colours.toast_warn),
    ] {
        meet((name, front), ("the toast", colours.toast.ground));
    }
    pairs
}

/// From 1 to 21: <https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>
fn contrast(one: Color32, other: Color32) -> f64 {
    assert!(one.is_opaque() && other.is_opaque());
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: Color32) -> f64 {
    let linear = |channel: u8| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.04045 {
            share / 12.92
        } else {
            ((share + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * linear(colour.r()) + 0.7152 * linear(colour.g()) + 0.0722 * linear(colour.b())
}
