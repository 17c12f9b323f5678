//! How the window looks: a handful of pictures, Latin letters only, in both themes.
//! `UPDATE_SNAPSHOTS=1` draws them anew; look at them before they are kept.

use egui::Theme;
use git_locksmith::app::Action;
use git_locksmith::app::action::RemoteKey;
use git_locksmith::app::event::Event;
use git_locksmith::app::state::RepairStep;
use git_locksmith::model::{Activity, Change};

use crate::harness::{SMALL, WIDE, Window};
use crate::samples;
use crate::support::helpers::fake;
use crate::support::home::Home;

#[test]
fn first_run() {
    let mut window = Window::open(Home::new(), Theme::Light, WIDE);
    window.harness.snapshot("first-run-light");
}

#[test]
fn failing_light() {
    let mut window = filled(Theme::Light, WIDE);
    window.harness.snapshot("failing-light");
}

#[test]
fn failing_dark() {
    let mut window = filled(Theme::Dark, WIDE);
    window.harness.snapshot("failing-dark");
}

#[test]
fn failing_small() {
    let mut window = filled(Theme::Light, SMALL);
    window.harness.snapshot("failing-light-small");
}

#[test]
fn token_light() {
    let mut window = token_dialog(Theme::Light, WIDE);
    window.harness.snapshot("token-light");
}

#[test]
fn token_dark_small() {
    let mut window = token_dialog(Theme::Dark, SMALL);
    window.harness.snapshot("token-dark-small");
}

#[test]
fn repair_light() {
    let mut window = repair(Theme::Light, WIDE, RepairStep::Clear);
    window.harness.snapshot("repair-light");
}

#[test]
fn repair_dark_small() {
    let mut window = repair(Theme::Dark, SMALL, RepairStep::Create);
    window.harness.snapshot("repair-dark-small");
}

/// Two accounts of a host in a real file, and which remote uses which.
#[test]
fn accounts_light() {
    let home = Home::new();
    home.write(".gitconfig", "[credential]\n\thelper = store\n");
    home.write(
        ".git-credentials",
        "https://ada:one-token-of-ada@git.example\nhttps://build:one-token-of-build@git.example\n",
    );
    let url = |name: &str| format!("https://git.example/acme/{name}.git");
    home.repository("work/api", &[("origin", &url("api"))]);
    home.repository(
        "work/web",
        &[("origin", "https://build@git.example/acme/web.git")],
    );
    let mut window = Window::open(home, Theme::Light, WIDE);
    window.add_folder("work");
    window.wait_for("2 accounts on git.example");
    window.settle();
    window.harness.snapshot("accounts-light");
}

/// A real plan for a real file.
#[test]
fn change_light() {
    let mut window = Window::open(Home::new(), Theme::Light, WIDE);
    window
        .home
        .write(".gitconfig", "[credential]\n\thelper = store\n");
    let origin = "https://ada@git.example/acme/api.git";
    window.home.repository("work/api", &[("origin", origin)]);
    window.add_folder("work");
    let key = RemoteKey {
        path: window.home.path().join("work/api"),
        remote: "origin".to_owned(),
    };
    let username = Some("build".to_owned());
    window.harness.state_mut().ask(Action::PlanChange(
        key,
        "Use build for origin".to_owned(),
        Change::SetUserName { username },
    ));
    window.wait_for("build@git.example");
    window.harness.remove_cursor();
    window.settle();
    window.harness.snapshot("change-light");
}

/// A real clear of a real file.
#[test]
fn cleared_light() {
    let home = Home::new();
    home.write(".gitconfig", "[credential]\n\thelper = store\n");
    home.write(
        ".git-credentials",
        "https://acme-dev:ATBBstale0123456789stale@bitbucket.org\n",
    );
    let url = |name: &str| format!("https://acme-dev@bitbucket.org/acme/{name}.git");
    home.repository("work/billing-api", &[("origin", &url("billing-api"))]);
    home.repository("work/billing-web", &[("origin", &url("billing-web"))]);
    let mut window = Window::open(home, Theme::Light, WIDE);
    window.add_folder("work");
    window.wait_for("Bitbucket no longer accepts app passwords");
    window.click("Clear saved sign-in");
    window.wait_for("None. Git will ask the next time.");
    window.wait_until("all is quiet", |harness| {
        let state = harness.state().state();
        state.runs.changes.is_empty() && state.runs.checks.is_empty()
    });
    window.harness.remove_cursor();
    window.settle();
    window.harness.snapshot("cleared-light");
}

#[test]
fn activity_dark() {
    let mut window = filled(Theme::Dark, WIDE);
    for (what, outcome) in [
        ("git version --build-options", "exit 0"),
        (
            "GET https://bitbucket.org/acme/billing-api.git/info/refs?service=git-upload-pack",
            "401 Unauthorized",
        ),
        (
            "GET https://bitbucket.org/acme/billing-api.git/info/refs?service=git-upload-pack as acme-dev",
            "410 Gone",
        ),
    ] {
        window.tell(Event::Activity(Activity {
            what: what.to_owned(),
            outcome: outcome.to_owned(),
        }));
    }
    window.tell(Event::Failed(
        "the settings are not saved in ~/.config/git-locksmith/settings.toml: no space left"
            .to_owned(),
    ));
    window.click("Activity");
    window.harness.remove_cursor();
    window.settle();
    window.harness.snapshot("activity-dark");
}

fn filled(theme: Theme, size: [f32; 2]) -> Window {
    let mut home = Home::new();
    // The helper of the samples is one that is there.
    fake(&mut home, "libsecret", "exit 0");
    let mut window = Window::open(home, theme, size);
    samples::fill(&mut window);
    window.settle();
    window
}

fn repair(theme: Theme, size: [f32; 2], step: RepairStep) -> Window {
    let mut window = filled(theme, size);
    let key = RemoteKey {
        path: window.home.path().join("work/billing-api"),
        remote: "origin".to_owned(),
    };
    window.harness.state_mut().ask(Action::OpenRepair(key));
    window.harness.state_mut().ask(Action::ShowRepairStep(step));
    window.settle();
    window
}

fn token_dialog(theme: Theme, size: [f32; 2]) -> Window {
    let mut window = filled(theme, size);
    let key = RemoteKey {
        path: window.home.path().join("work/billing-api"),
        remote: "origin".to_owned(),
    };
    window.harness.state_mut().ask(Action::OpenTokenDialog(key));
    // The real answer depends on what this machine has; it comes first.
    window.wait_for("where Git looks now");
    window.paste_into("Token", &format!("ATATT3xFfGF0{}", "x".repeat(180)));
    window.wait_for("Looks like an Atlassian API token");
    window.settle();
    window
}
