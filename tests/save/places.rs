//! Where a token is kept, and what it replaces.

use std::fs;

use git_locksmith::git::ask_helper;
use git_locksmith::jobs::Workshop;
use git_locksmith::jobs::save::{SaveRequest, SaveStep, Saved, StepState, helper_choices};
use git_locksmith::jobs::undo::undo;
use git_locksmith::model::{ActivityLog, Credential, Entry, Realm, RemoteUrl, Secret};

use super::{NEW, OLD, Scene};
use crate::support::forge::{Account, Reply, Request, host};
use crate::support::gpg::Gpg;
use crate::support::helpers::{self, helper, libsecret};
use crate::support::home::Home;
use crate::support::keyring::Keyring;

#[test]
fn tried_first_then_kept_listed_and_proved_by_real_git() {
    let scene = Scene::new(Home::new());
    scene.configure("store");
    let (encoded, others) = (scene.encoded_host(), "https://x:y@other.example\n# mine\n");
    let before = format!("{others}http://me:{OLD}@{encoded}\nhttp://you:theirs@{encoded}\n");
    let file = scene.home.write(".git-credentials", &before);
    let request = scene.request(&format!("  {NEW}\n"));
    scene.forge.forget();
    let steps = scene.steps(&request);
    let done: Vec<SaveStep> = steps
        .iter()
        .filter(|(_, state)| matches!(state, StepState::Done(_)))
        .map(|(step, _)| *step)
        .collect();
    assert_eq!(
        done,
        [
            SaveStep::Understand,
            SaveStep::Try,
            SaveStep::Store,
            SaveStep::Replace,
            SaveStep::Prove
        ],
        "{steps:?}"
    );
    assert_eq!(
        fs::read_to_string(&file).unwrap(),
        format!("http://me:{NEW}@{encoded}\n{others}http://you:theirs@{encoded}\n")
    );
    let sign_ins = scene.forge.sign_ins();
    assert!(
        sign_ins.iter().all(|sent| *sent == format!("me:{NEW}")),
        "{sign_ins:?}"
    );
    let last = scene.forge.requests().pop().unwrap();
    assert_eq!(
        last.method, "POST",
        "Git itself came last and listed the branches"
    );
    assert_eq!(scene.git_uses().unwrap(), format!("me:{NEW}"));
}

#[test]
fn every_git_of_the_machine_keeps_and_proves_it() {
    for git in helpers::gits(&Home::new()) {
        let mut home = Home::new();
        helpers::put_on_path(&mut home, git.program().parent().unwrap());
        let scene = Scene::new(home);
        assert_eq!(scene.workshop().git().version(), git.version());
        scene.configure("store");
        let encoded = scene.encoded_host();
        let file = scene
            .home
            .write(".git-credentials", format!("http://me:{OLD}@{encoded}\n"));
        let saved = scene.save(NEW).unwrap();
        assert_eq!(saved.replaced.len(), 1);
        assert_eq!(
            fs::read_to_string(file).unwrap(),
            format!("http://me:{NEW}@{encoded}\n")
        );
        assert_eq!(scene.git_uses().unwrap(), format!("me:{NEW}"));
    }
}

#[test]
fn an_undo_takes_the_token_away_and_puts_the_old_one_back() {
    let scene = Scene::new(Home::new());
    scene.configure("store");
    let encoded = scene.encoded_host();
    let before = format!("# top\nhttp://me:{OLD}@{encoded}\nhttps://x:y@other.example");
    let file = scene.home.write(".git-credentials", &before);
    let copy = scene.home.write(
        ".config/git/credentials",
        format!("http://me:{OLD}@{encoded}"),
    );
    let saved = scene.save(NEW).unwrap();
    assert_eq!(saved.username, "me");
    assert_eq!(saved.replaced.len(), 2);
    assert_eq!(saved.saved.len(), 1);
    assert_eq!(
        fs::read_to_string(&copy).unwrap(),
        "",
        "every copy is replaced"
    );
    let undone = undo(&scene.workshop(), &saved.undo);
    assert_eq!(undone.failed, []);
    assert_eq!(fs::read_to_string(&file).unwrap(), before);
    assert_eq!(
        fs::read_to_string(&copy).unwrap(),
        format!("http://me:{OLD}@{encoded}")
    );
}

#[test]
fn saving_the_same_token_again_replaces_nothing() {
    let scene = Scene::new(Home::new());
    scene.configure("store");
    scene.save(NEW).unwrap();
    let again = scene.save(NEW).unwrap();
    assert_eq!(again.replaced, []);
    assert_eq!(again.saved.len(), 1);
    assert!(again.undo.is_empty());
    assert_eq!(scene.git_uses().unwrap(), format!("me:{NEW}"));
}

#[test]
fn the_keyring_keeps_it_by_gits_own_helper() {
    let mut home = Home::new();
    let keyring = Keyring::unlocked(&mut home);
    let scene = Scene::new(home);
    let program = libsecret();
    scene.configure(program.to_str().unwrap());
    let realm = Realm::from_fields("http", &scene.host()).unwrap();
    let old = Credential::new("me", Secret::new(OLD));
    let libsecret = helper(program.to_str().unwrap());
    ask_helper::approve(&scene.home.git(), &libsecret, &realm, &scene.host(), &old).unwrap();
    let port = scene.forge.port().to_string();
    keyring.add(
        "Git: http://127.0.0.1/",
        &[
            ("xdg:schema", "org.git.Password"),
            ("protocol", "http"),
            ("server", "127.0.0.1"),
            ("port", &port),
            ("user", "me"),
        ],
        OLD.as_bytes(),
    );
    let before = keyring.items();
    let saved = scene.save(NEW).unwrap();
    assert_eq!(saved.replaced.len(), 2);
    let items = keyring.items();
    assert_eq!(items.len(), 1);
    assert_eq!(items[0].secret, NEW.as_bytes());
    assert_eq!(scene.git_uses().unwrap(), format!("me:{NEW}"));
    assert_eq!(undo(&scene.workshop(), &saved.undo).failed, []);
    assert_eq!(keyring.items(), before);
}

/// Saves with the real manager and `store`; `None` where it is not there. Returns the scene and
/// what is listed then.
fn save_with_manager(mut home: Home, store: &str) -> Option<(Scene, Saved)> {
    helpers::put_on_path(&mut home, &helpers::manager()?);
    home.set("GCM_CREDENTIAL_STORE", store);
    let scene = Scene::new(home);
    // It refuses plain http unless it is told otherwise.
    scene.home.write(
        ".gitconfig",
        "[credential]\n\thelper = manager\n\tallowUnsafeRemotes = true\n",
    );
    match scene.save(NEW) {
        Ok(saved) => Some((scene, saved)),
        Err(error) => panic!("{store}: {:?}: {error}", error.step),
    }
}

/// What is listed then: `user in store`.
fn listed(saved: &Saved) -> Vec<String> {
    let words = |entry: &Entry| {
        let user = entry.username.as_deref().unwrap_or("?");
        format!("{user} in {:?}", entry.store)
    };
    saved.saved.iter().map(words).collect()
}

#[test]
fn the_real_manager_keeps_it_in_the_keyring() {
    let mut home = Home::new();
    home.set("DISPLAY", ":4711");
    let keyring = Keyring::unlocked(&mut home);
    let Some((_scene, saved)) = save_with_manager(home, "secretservice") else {
        return;
    };
    assert_eq!(listed(&saved), ["me in SecretService"]);
    assert_eq!(keyring.items().len(), 1);
}

#[test]
fn the_real_manager_keeps_it_in_a_file() {
    let home = Home::new();
    let Some((scene, saved)) = save_with_manager(home, "plaintext") else {
        return;
    };
    assert_eq!(listed(&saved), ["me in ManagerPlaintext"]);
    assert_eq!(scene.git_uses().unwrap(), format!("me:{NEW}"));
    let newer = "a-later-token-of-me";
    let error = scene.save(newer).err().unwrap();
    assert_eq!(error.step, SaveStep::Try, "the host takes only the first");
    assert_eq!(scene.git_uses().unwrap(), format!("me:{NEW}"));
}

#[test]
fn the_real_manager_keeps_it_encrypted() {
    let mut home = Home::new();
    let _gpg = Gpg::open(&mut home);
    let Some((scene, saved)) = save_with_manager(home, "gpg") else {
        return;
    };
    assert_eq!(listed(&saved), ["me in ManagerGpg"]);
    assert_eq!(scene.git_uses().unwrap(), format!("me:{NEW}"));
}

#[test]
fn the_real_manager_keeps_it_in_the_cache() {
    let Some((scene, saved)) = save_with_manager(Home::new(), "cache") else {
        return;
    };
    let used = scene.git_uses();
    let exit = scene
        .home
        .command("git")
        .args(["credential-cache", "exit"])
        .status();
    assert!(exit.unwrap().success());
    assert_eq!(listed(&saved), ["me in CacheDaemon"]);
    assert_eq!(used.unwrap(), format!("me:{NEW}"));
}

/// It encrypts without the key's passphrase and so could write what nobody can read, or write
/// over what is locked.
#[test]
fn the_real_manager_keeps_nothing_for_a_key_that_stays_locked() {
    let Some(folder) = helpers::manager() else {
        return;
    };
    let mut home = Home::new();
    helpers::put_on_path(&mut home, &folder);
    home.set("GCM_CREDENTIAL_STORE", "gpg");
    let gpg = Gpg::locked(&mut home);
    let scene = Scene::new(home);
    scene.home.write(
        ".gitconfig",
        "[credential]\n\thelper = manager\n\tallowUnsafeRemotes = true\n",
    );
    let folder = format!("git/http/127.0.0.1:{}", scene.forge.port());
    let mine = scene.home.path().join(".password-store").join(&folder);
    for there in [None, Some("me.gpg")] {
        let before = there.map(|name| {
            let text = format!("{OLD}\nservice=http://{}\naccount=me\n", scene.host());
            let file = gpg.encrypt(&format!("{folder}/{name}"), &text);
            (fs::read(&file).unwrap(), file)
        });
        let error = scene.save(NEW).err().unwrap();
        assert_eq!(error.step, SaveStep::Store);
        assert!(error.message.contains("is locked; unlock it"), "{error}");
        let left = fs::read_dir(&mine).map_or(0, Iterator::count);
        assert_eq!(left, usize::from(before.is_some()), "{error}");
        if let Some((bytes, file)) = before {
            assert_eq!(fs::read(file).unwrap(), bytes);
        }
    }
    assert!(
        gpg.has_asked(),
        "the person is asked, as they asked to save"
    );
}

#[test]
fn the_cache_keeps_it() {
    let scene = Scene::new(Home::new());
    scene.configure("cache");
    let saved = scene.save(NEW);
    let used = scene.git_uses();
    let exit = scene
        .home
        .command("git")
        .args(["credential-cache", "exit"])
        .status();
    assert!(exit.unwrap().success());
    assert_eq!(saved.unwrap().saved.len(), 1);
    assert_eq!(used.unwrap(), format!("me:{NEW}"));
}

#[test]
fn for_one_path_other_paths_stay() {
    let scene = Scene::new(Home::new());
    let encoded = scene.encoded_host();
    scene.home.write(
        ".gitconfig",
        "[credential]\n\thelper = store\n\tuseHttpPath = true\n",
    );
    let other = format!("http://me:for-another@{encoded}/me/web.git\n");
    let file = scene.home.write(
        ".git-credentials",
        format!("{other}http://me:{OLD}@{encoded}/me/api.git\n"),
    );
    let saved = scene.save(NEW).unwrap();
    assert_eq!(saved.replaced.len(), 1);
    assert_eq!(
        fs::read_to_string(file).unwrap(),
        format!("http://me:{NEW}@{encoded}/me/api.git\n{other}")
    );
}

#[test]
fn without_a_helper_the_choices_are_offered_and_the_chosen_one_is_configured() {
    let scene = Scene::new(Home::new());
    let error = scene.save(NEW).err().unwrap();
    assert_eq!(error.step, SaveStep::Store);
    assert!(error.message.contains("choose one"), "{error}");
    assert!(!scene.home.path().join(".gitconfig").exists());
    let choices = helper_choices(&scene.workshop());
    let store = choices.last().unwrap();
    assert_eq!((store.value.as_str(), store.plain_text), ("store", true));
    assert!(store.words.contains("plain text"));
    assert!(choices.iter().any(|choice| choice.value == "cache"));
    assert!(
        !choices.iter().any(|choice| choice.value == "manager"),
        "it has no store"
    );

    let mut request = scene.request(NEW);
    request.helper = Some("store".to_owned());
    scene.save_as(&request).unwrap();
    let config = fs::read_to_string(scene.home.path().join(".gitconfig")).unwrap();
    assert_eq!(config, "[credential]\n\thelper = store\n");
    assert_eq!(scene.git_uses().unwrap(), format!("me:{NEW}"));
}

#[test]
fn the_keyring_is_the_first_choice_where_it_answers() {
    let mut home = Home::new();
    helpers::put_on_path(&mut home, libsecret().parent().unwrap());
    let values = |home: &Home| -> Vec<String> {
        let workshop = Workshop::open(&home.environment(), &ActivityLog::default()).unwrap();
        let choices = helper_choices(&workshop);
        choices.into_iter().map(|choice| choice.value).collect()
    };
    assert_eq!(values(&home), ["cache", "store"]);
    let _keyring = Keyring::unlocked(&mut home);
    assert_eq!(values(&home), ["libsecret", "cache", "store"]);
    let Some(folder) = helpers::manager() else {
        return;
    };
    helpers::put_on_path(&mut home, &folder);
    assert_eq!(
        values(&home),
        ["libsecret", "cache", "store"],
        "the manager has no store"
    );
    home.set("GCM_CREDENTIAL_STORE", "secretservice");
    assert_eq!(values(&home), ["libsecret", "manager", "cache", "store"]);
}

#[test]
fn a_token_that_only_reads_is_saved_and_said_so() {
    let scene = Scene::with_rule(Home::new(), |request| {
        host(request, &[Account::reader("me", NEW)])
    });
    scene.configure("store");
    let saved = scene.save(NEW).unwrap();
    assert!(saved.fetch.works() && !saved.push.works());
}

#[test]
fn where_anybody_may_fetch_the_proof_is_a_push() {
    let rule = |request: &Request| match request.path().contains("push-is-closed") {
        true if request.service() == Some("git-receive-pack") => Reply::status(403),
        _ => host(request, &[Account::writer("me", NEW)]),
    };
    let scene = Scene::with_rule(Home::new(), rule);
    scene.configure("store");
    let proof_at = |path: &str| {
        let request = SaveRequest {
            url: RemoteUrl::parse(scene.forge.url(path).as_bytes()),
            ..scene.request(NEW)
        };
        let before = scene.forge.sign_ins().len();
        let proof = scene.steps(&request).pop().unwrap();
        (proof, scene.forge.sign_ins().len() - before)
    };
    let done = |words: &str| (SaveStep::Prove, StepState::Done(words.to_owned()));
    // Two questions of our own, and the push with which Git itself signed in.
    assert_eq!(
        proof_at("me/public.git"),
        (done("Your own Git signed in with it to push"), 3)
    );
    assert_eq!(
        proof_at("me/public-push-is-closed.git"),
        (
            done("Your own Git can fetch; anybody may here, so it did not need the token"),
            2
        )
    );
}

/// Git decodes the path before it asks a helper, and takes the slashes from its end.
#[test]
fn for_a_path_as_git_spells_it() {
    for (path, spelt) in [
        ("me/my%20api.git", "me/my%20api.git"),
        ("me/api.git/", "me/api.git"),
    ] {
        let scene = Scene::new(Home::new());
        scene.home.write(
            ".gitconfig",
            "[credential]\n\thelper = store\n\tuseHttpPath = true\n",
        );
        let mut request = scene.request(NEW);
        request.url = RemoteUrl::parse(scene.forge.url(path).as_bytes());
        scene.save_as(&request).unwrap();
        let file = fs::read_to_string(scene.home.path().join(".git-credentials")).unwrap();
        let encoded = scene.encoded_host();
        assert_eq!(file, format!("http://me:{NEW}@{encoded}/{spelt}\n"));
    }
}
