//! Helpers that keep tokens in the Windows Credential Manager have room for short ones only.

use git_locksmith::jobs::save::SaveStep;

use super::Scene;
use crate::support::forge::{Account, host};
use crate::support::helpers::fake;
use crate::support::home::Home;

/// A host that takes one token, and a fake helper that writes down what it is told.
fn scene(helper: &str, token: &str) -> (Scene, std::path::PathBuf) {
    let mut home = Home::new();
    let told = home.path().join("told");
    fake(&mut home, helper, &format!("cat >>'{}'", told.display()));
    let token = token.to_owned();
    let scene = Scene::with_rule(home, move |request| {
        host(request, &[Account::writer("me", &token)])
    });
    (scene, told)
}

#[test]
fn what_is_too_long_is_told_before_the_helper_is_given_it() {
    let long = "x".repeat(1281);
    for (helper, config) in [
        ("wincred", "[credential]\n\thelper = wincred\n"),
        (
            "manager",
            "[credential]\n\thelper = manager\n\tcredentialStore = wincredman\n",
        ),
    ] {
        let (scene, told) = scene(helper, &long);
        scene.home.write(".gitconfig", config);
        let error = scene.save(&long).err().unwrap();
        assert_eq!(error.step, SaveStep::Store);
        for words in ["1281", "1280", helper, "git-locksmith helper install"] {
            assert!(error.message.contains(words), "{}", error.message);
        }
        assert!(!told.exists(), "{helper} was given nothing");
    }
}

#[test]
fn a_helper_behind_it_that_has_room_keeps_it() {
    let long = "x".repeat(1281);
    let (scene, _) = scene("wincred", &long);
    scene.home.write(
        ".gitconfig",
        "[credential]\n\thelper = wincred\n\thelper = store\n",
    );
    let saved = scene.save(&long).unwrap();
    assert_eq!(saved.saved.len(), 1);
    assert_eq!(scene.git_uses().unwrap(), format!("me:{long}"));
}

#[test]
fn what_fits_is_given_to_it() {
    let short = "x".repeat(1280);
    let (scene, told) = scene("wincred", &short);
    scene.configure("wincred");
    let error = scene.save(&short).err().unwrap();
    assert!(error.message.contains("did not keep"), "{}", error.message);
    assert!(told.exists());
}
