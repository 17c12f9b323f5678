//! The settings file: written whole, readable by the person only, and never a reason not to start.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use egui::{Key, Theme};
use egui_kittest::kittest::{NodeT, Queryable};
use git_locksmith::app::Action;
use git_locksmith::app::settings::{Setting, Settings, ThemeChoice, change, file, load};
use git_locksmith::ui::theme::palette;

use crate::harness::{WIDE, Window};

use crate::support::home::Home;

#[test]
fn what_is_written_is_read_again() {
    let home = Home::new();
    let file = file(&home.environment()).unwrap();
    assert_eq!(load(&file), (Settings::default(), None));
    change(&file, |settings| settings.folders.push("/work".into())).unwrap();
    change(&file, |settings| {
        settings.plain_http_hosts.push("git.lan".to_owned());
    })
    .unwrap();
    let (settings, problem) = load(&file);
    assert_eq!(problem, None);
    assert_eq!(settings.folders, [std::path::PathBuf::from("/work")]);
    assert_eq!(settings.plain_http_hosts, ["git.lan"]);
    let mode = fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let beside = fs::read_dir(file.parent().unwrap()).unwrap().count();
    assert_eq!(beside, 1, "nothing is left beside it");
}

#[test]
fn a_file_that_cannot_be_read_is_kept_and_said() {
    let home = Home::new();
    let path = home.write(".config/git-locksmith/settings.toml", "folders = [\"/wo");
    let (settings, problem) = load(&path);
    assert_eq!(settings, Settings::default());
    let problem = problem.unwrap();
    assert!(problem.contains("settings.toml.unreadable"), "{problem}");
    let kept = path.with_extension("toml.unreadable");
    assert_eq!(fs::read_to_string(kept).unwrap(), "folders = [\"/wo");
    let (settings, problem) = load(&path);
    assert_eq!((settings.folders.len(), problem), (0, None));
}

#[test]
fn a_wrong_value_costs_only_itself() {
    let home = Home::new();
    let text = "folders = [\"/work\"]\ntheme = \"purple\"\ntext_size = -5\ncheck_on_start = true\n";
    let path = home.write(".config/git-locksmith/settings.toml", text);
    let (settings, problem) = load(&path);
    assert!(problem.unwrap().contains("settings.toml.unreadable"));
    assert_eq!(settings.folders, [std::path::PathBuf::from("/work")]);
    assert!(settings.check_on_start);
    assert_eq!(settings.theme, ThemeChoice::System);
    assert_eq!(settings.text_size, None);
    let kept = path.with_extension("toml.unreadable");
    assert_eq!(fs::read_to_string(kept).unwrap(), text);
    // The next start has nothing to say, and the folders still.
    let (settings, problem) = load(&path);
    assert_eq!(problem, None);
    assert_eq!(settings.folders.len(), 1);
}

#[test]
fn the_readme_says_what_each_setting_means() {
    let home = Home::new();
    let file = file(&home.environment()).unwrap();
    change(&file, |settings| {
        settings.window = Some([1160, 760]);
        settings.text_size = Some(115);
        settings.reduced_motion = Some(true);
    })
    .unwrap();
    let written: toml::Table = fs::read_to_string(file).unwrap().parse().unwrap();
    let readme = crate::support::source_text::read("README.md");
    for name in written.keys().filter(|name| *name != "version") {
        assert!(readme.contains(&format!("| `{name}` |")), "{name}");
    }
    assert!(written.len() >= 9, "{written:?}");
}

#[test]
fn the_settings_page_changes_what_is_seen_and_remembered() {
    let mut window = Window::open(Home::new(), Theme::Light, WIDE);
    window.press_ctrl(Key::Comma);
    window.wait_for("Git Locksmith’s own credential helper");
    window.click("Colours: Dark");
    assert_eq!(window.harness.ctx.theme(), Theme::Dark);
    window.click("Colours: High contrast");
    let fill = window.harness.ctx.global_style().visuals.window_fill;
    let high = [palette::LIGHT_HIGH_CONTRAST, palette::DARK_HIGH_CONTRAST];
    assert!(high.iter().any(|colours| colours.panel == fill));
    window.click("Text size: 130 %");
    assert!((window.harness.ctx.zoom_factor() - 1.3).abs() < 0.01);
    window.click("Check all when the window opens");
    window.click("Clear the clipboard after a token was saved");
    window.press(Key::Escape);
    assert!(window.harness.state().state().page.is_none());
    window.press_ctrl(Key::Plus);
    assert!((window.harness.ctx.zoom_factor() - 1.5).abs() < 0.01);
    let path = file(&window.home.environment()).unwrap();
    window.wait_until("all is written", |_| {
        let (settings, problem) = load(&path);
        assert_eq!(problem, None);
        settings.text_size == Some(150)
    });
    let settings = load(&path).0;
    assert_eq!(settings.theme, ThemeChoice::HighContrast);
    assert!(settings.check_on_start && settings.keep_clipboard);
}

/// Without a keyring that would keep anything, it says so and offers nothing.
#[test]
fn our_own_helper_is_offered_only_where_it_can_work() {
    let mut window = Window::open(Home::new(), Theme::Light, WIDE);
    window.press_ctrl(Key::Comma);
    window.wait_until("it was looked at", |harness| {
        harness.state().state().own_helper.is_some()
    });
    window.settle();
    let offer = window.harness.get_by_label("Have Git ask it");
    assert!(offer.accesskit_node().is_disabled());
}

#[test]
fn what_the_desktop_wishes_holds_until_something_is_chosen() {
    use git_locksmith::app::event::{Event, SystemWish};
    let mut window = Window::open(Home::new(), Theme::Light, WIDE);
    window.tell(Event::SystemWish(SystemWish::TextScale(1.25)));
    window.tell(Event::SystemWish(SystemWish::HighContrast(true)));
    window.settle();
    assert!((window.harness.ctx.zoom_factor() - 1.25).abs() < 0.01);
    let fill = |window: &Window| window.harness.ctx.global_style().visuals.window_fill;
    assert_eq!(fill(&window), palette::LIGHT_HIGH_CONTRAST.panel);
    window.ask(Action::Set(Setting::Theme(ThemeChoice::Light)));
    window.ask(Action::Set(Setting::TextSize(Some(100))));
    window.settle();
    assert_eq!(fill(&window), palette::LIGHT.panel);
    assert!((window.harness.ctx.zoom_factor() - 1.0).abs() < 0.01);
}

#[test]
fn two_windows_lose_nothing_of_each_other() {
    let home = Home::new();
    let file = file(&home.environment()).unwrap();
    change(&file, |settings| settings.folders.push("/one".into())).unwrap();
    change(&file, |settings| settings.folders.push("/two".into())).unwrap();
    assert_eq!(load(&file).0.folders.len(), 2);
}

#[test]
fn a_lock_of_another_program_is_respected() {
    let home = Home::new();
    let path = home.write(
        ".config/git-locksmith/settings.toml",
        "folders = [\"/work\"]\n",
    );
    fs::write(path.with_extension("toml.lock"), "").unwrap();
    let error = change(&path, |settings| settings.folders.clear()).unwrap_err();
    assert!(error.to_string().contains("settings.toml.lock"), "{error}");
    assert_eq!(load(&path).0.folders.len(), 1);
}
