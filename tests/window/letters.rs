//! Letters from everywhere, very long names, and names that try to trick whoever reads them.

use egui::Theme;
use egui_kittest::kittest::Queryable;
use git_locksmith::ui::theme::system_fonts;

use crate::harness::{SMALL, WIDE, Window};
use crate::support::home::Home;

const NAMES: [&str; 7] = [
    "日本語のリポジトリ",
    "中文仓库",
    "한국어저장소",
    "مستودع",
    "מאגר",
    "Ωμέγα-Живой-ñandú",
    "🔑-keys-🚀",
];

/// The harness fails where a letter is drawn for which no font has a shape.
#[test]
fn letters_from_everywhere_are_drawn_with_fonts_of_the_system() {
    let home = Home::new();
    for name in NAMES {
        home.repository(format!("work/{name}"), &[]);
    }
    let mut window = Window::open(home, Theme::Light, WIDE);
    system_fonts::add(&window.harness.ctx);
    window.add_folder("work");
    for name in NAMES {
        assert!(window.shows(&format!("{name}, ")), "{name}");
    }
}

#[test]
fn a_name_cannot_hide_turn_or_break_what_is_read() {
    let home = Home::new();
    home.repository("work/invoice\u{202e}gpj.exe", &[]);
    home.repository("work/two\nlines\u{200b}", &[]);
    let mut window = Window::open(home, Theme::Light, WIDE);
    window.add_folder("work");
    let read = window.words().join("\u{0}");
    for hidden in ['\u{202e}', '\n', '\u{200b}'] {
        assert!(!read.contains(hidden), "{hidden:?}");
    }
    assert!(window.shows("invoice\\u{202e}gpj.exe, "));
    assert!(window.shows("two lines\\u{200b}, "));
}

#[test]
fn a_long_path_is_cut_in_its_middle_read_whole_and_copied() {
    let home = Home::new();
    let middle = "a-folder-with-a-long-name/".repeat(7);
    let path = format!("work/{middle}the-end");
    home.repository(&path, &[]);
    let mut window = Window::open(home, Theme::Light, SMALL);
    window.add_folder("work");
    let whole = format!("~/{path}");
    assert!(window.shows(&whole), "a screen reader reads all of it");
    let painted: Vec<String> = window
        .harness
        .output()
        .shapes
        .iter()
        .filter_map(|clipped| match &clipped.shape {
            egui::Shape::Text(text) => Some(text.galley.text().to_owned()),
            _ => None,
        })
        .collect();
    let cut = painted
        .iter()
        .find(|words| words.starts_with("~/work/a-f") && words.ends_with("the-end"));
    let cut = cut.unwrap_or_else(|| panic!("both ends are seen: {painted:#?}"));
    assert!(cut.contains('…') && cut.len() < whole.len());
    window.harness.get_by_label("Copy the path").click();
    window.harness.step();
    window.harness.step();
    let absolute = window.home.path().join(&path);
    let copied = &window.harness.output().platform_output.commands;
    let wanted = egui::OutputCommand::CopyText(absolute.to_string_lossy().into_owned());
    assert!(copied.contains(&wanted), "{copied:?}");
}
