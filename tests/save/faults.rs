//! Each step's failures leave what was there before, byte for byte.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use git_locksmith::git::ask_helper;
use git_locksmith::jobs::save::{SaveStep, save};
use git_locksmith::model::{Cancel, Credential, Realm, Secret};

use super::{NEW, OLD, Scene};
use crate::support::forge::{Account, Reply, Request, host};
use crate::support::helpers::{fake, helper, libsecret};
use crate::support::home::Home;
use crate::support::keyring::Keyring;

/// Every file that a save may touch, with its bytes.
fn see(scene: &Scene) -> Vec<(PathBuf, Option<Vec<u8>>)> {
    [
        ".git-credentials",
        ".config/git/credentials",
        ".gitconfig",
        ".netrc",
    ]
    .map(|path| {
        let path = scene.home.path().join(path);
        let content = fs::read(&path).ok();
        (path, content)
    })
    .to_vec()
}

/// A scene with the old token in Git's file.
fn with_old(rule: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Scene {
    let scene = Scene::with_rule(Home::new(), rule);
    scene.configure("store");
    let encoded = scene.encoded_host();
    scene.home.write(
        ".git-credentials",
        format!("# top\nhttp://me:{OLD}@{encoded}\nhttps://x:y@other.example"),
    );
    scene
}

fn takes_new(request: &Request) -> Reply {
    host(request, &[Account::writer("me", NEW)])
}

/// Saving fails in `step`, with these words, and everything is as it was.
fn fails(scene: &Scene, pasted: &str, step: SaveStep, words: &str) {
    let before = see(scene);
    let error = scene.save(pasted).err().expect("it must not be saved");
    assert_eq!(error.step, step, "{error}");
    assert!(error.message.contains(words), "{error}");
    assert!(!error.message.contains(NEW), "{error}");
    let was_handed_over = !matches!(step, SaveStep::Understand | SaveStep::Try);
    let says_so = error
        .message
        .ends_with("; what was saved is as it was before");
    assert_eq!(says_so, was_handed_over, "{error}");
    assert_eq!(see(scene), before);
    let folder = fs::read_dir(scene.home.path()).unwrap();
    for entry in folder.map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        assert!(!name.contains(".lock"), "{name} is left behind");
    }
}

#[test]
fn a_paste_that_cannot_be_right_is_not_sent() {
    for (pasted, words) in [
        ("", "paste"),
        ("two words", ""),
        ("tok\u{1b}[2Jen", ""),
        (
            "https://me:token@elsewhere.example/",
            "was copied from elsewhere.example",
        ),
    ] {
        let scene = with_old(takes_new);
        fails(&scene, pasted, SaveStep::Understand, words);
        assert_eq!(scene.forge.requests().len(), 0, "{pasted:?}");
    }
}

#[test]
fn a_server_that_does_not_let_the_token_in() {
    type Rule = fn(&Request) -> Reply;
    let cases: [(Rule, &str); 5] = [
        (
            |request| host(request, &[Account::writer("me", "another")]),
            "refused the token",
        ),
        (|_| Reply::hang_up(), "could not be tried"),
        (
            |_| Reply::status(200).html("<h1>Sign in to the network</h1>"),
            "could not be tried",
        ),
        (
            |_| Reply::status(503).text("down for repair"),
            "down for repair",
        ),
        (
            |_| Reply::error_packet("git-upload-pack", "no such repository"),
            "",
        ),
    ];
    for (rule, words) in cases {
        let scene = with_old(rule);
        fails(&scene, NEW, SaveStep::Try, words);
        assert_eq!(scene.git_uses().unwrap(), format!("me:{OLD}"));
    }
}

#[test]
fn a_netrc_login_that_git_would_send_first() {
    let scene = with_old(takes_new);
    scene
        .home
        .write(".netrc", "machine 127.0.0.1 login other password stale\n");
    let words = "other in ~/.netrc; take it out of that file";
    fails(&scene, NEW, SaveStep::Prove, words);
}

#[test]
fn a_helper_that_does_not_keep_it() {
    for (fault, script) in [
        ("does-nothing", "cat >/dev/null"),
        ("crashes", "kill -SEGV $$"),
        (
            "keeps-something-else",
            "sed s/new-token/other/ | git credential-store \"$1\"",
        ),
    ] {
        let mut home = Home::new();
        // Its name says that it keeps what it is given.
        fake(&mut home, "store", script);
        let program = home.path().join("bin/git-credential-store");
        let scene = Scene::with_rule(home, takes_new);
        scene.configure(program.to_str().unwrap());
        let encoded = scene.encoded_host();
        scene.home.write(
            ".git-credentials",
            format!("https://x:y@other.example\nhttp://me:{OLD}@{encoded}\n"),
        );
        let before = see(&scene);
        let error = scene.save(NEW).err().unwrap();
        assert_eq!(error.step, SaveStep::Store, "{fault}: {error}");
        assert!(
            error.message.contains("did not keep the token"),
            "{fault}: {error}"
        );
        assert_eq!(see(&scene), before, "{fault}");
    }
}

#[test]
fn a_file_that_is_locked_by_another_program() {
    let scene = with_old(takes_new);
    let lock = scene.home.write(".git-credentials.lock", "");
    let before = see(&scene);
    let error = scene.save(NEW).err().unwrap();
    assert_eq!(error.step, SaveStep::Store);
    assert_eq!(see(&scene), before);
    assert!(lock.exists());
}

#[test]
fn a_configuration_that_is_locked_by_another_program() {
    let scene = Scene::with_rule(Home::new(), takes_new);
    scene.home.write(".gitconfig", "[user]\n\tname = Me\n");
    scene.home.write(".gitconfig.lock", "");
    let mut request = scene.request(NEW);
    request.helper = Some("store".to_owned());
    let before = see(&scene);
    let error = scene.save_as(&request).err().unwrap();
    assert_eq!(error.step, SaveStep::Store);
    assert!(error.message.contains(".gitconfig.lock"), "{error}");
    assert_eq!(see(&scene), before);
}

#[test]
fn an_old_copy_that_cannot_be_removed() {
    let scene = with_old(takes_new);
    let encoded = scene.encoded_host();
    let copy = scene.home.write(
        ".config/git/credentials",
        format!("http://me:{OLD}@{encoded}\n"),
    );
    // Git itself, run as root, would not mind; Git Locksmith does.
    fs::set_permissions(&copy, fs::Permissions::from_mode(0o400)).unwrap();
    let lock = scene.home.write(".config/git/credentials.lock", "");
    let before = see(&scene);
    let error = scene.save(NEW).err().unwrap();
    assert_eq!(error.step, SaveStep::Replace, "{error}");
    assert!(error.message.contains("write-protected"), "{error}");
    assert_eq!(see(&scene), before);
    assert!(lock.exists());
}

#[test]
fn a_proof_that_fails() {
    // The host takes the token twice, for our own questions, and never again.
    let asked = AtomicUsize::new(0);
    let scene = with_old(move |request| {
        let is_sign_in = request.basic().is_some();
        match is_sign_in && asked.fetch_add(1, Ordering::Relaxed) >= 2 {
            true => Reply::sign_in("Forge"),
            false => takes_new(request),
        }
    });
    fails(&scene, NEW, SaveStep::Prove, "Git did not get in");
    assert_eq!(scene.git_uses().unwrap(), format!("me:{OLD}"));
}

#[test]
fn a_sign_in_that_git_would_use_first() {
    let scene = with_old(takes_new);
    scene
        .home
        .write(".netrc", "machine 127.0.0.1 login you password theirs\n");
    fails(
        &scene,
        NEW,
        SaveStep::Prove,
        "another sign-in first: you in ~/.netrc",
    );
}

#[test]
fn a_chosen_helper_goes_again_where_the_proof_fails() {
    for config in [
        None,
        Some("[user]\n\tname = Me\n"),
        Some("[credential]\n\tusername = me\n# end"),
    ] {
        let scene = Scene::with_rule(Home::new(), takes_new);
        if let Some(config) = config {
            scene.home.write(".gitconfig", config);
        }
        scene
            .home
            .write(".netrc", "machine 127.0.0.1 login you password theirs\n");
        let mut request = scene.request(NEW);
        request.helper = Some("store".to_owned());
        let before = see(&scene);
        let error = scene.save_as(&request).err().unwrap();
        assert_eq!(error.step, SaveStep::Prove, "{error}");
        assert_eq!(scene.git_uses(), None);
        let after = see(&scene);
        let text = |seen: &[(PathBuf, Option<Vec<u8>>)]| {
            String::from_utf8(seen[2].1.clone().unwrap_or_default()).unwrap()
        };
        assert_eq!(text(&after), text(&before));
    }
}

#[test]
fn a_save_that_is_cancelled() {
    let scene = with_old(takes_new);
    let before = see(&scene);
    let cancel = Cancel::default();
    let request = scene.request(NEW);
    let error = save(&scene.workshop(), &request, &cancel, &|step, _| {
        if step == SaveStep::Try {
            cancel.cancel();
        }
    });
    assert!(error.err().unwrap().message.contains("cancelled"));
    assert_eq!(see(&scene), before);
}

#[test]
fn a_keyring_is_as_it_was_after_a_proof_that_fails() {
    let mut home = Home::new();
    let keyring = Keyring::unlocked(&mut home);
    let asked = AtomicUsize::new(0);
    let scene = Scene::with_rule(home, move |request| {
        let is_sign_in = request.basic().is_some();
        match is_sign_in && asked.fetch_add(1, Ordering::Relaxed) >= 2 {
            true => Reply::sign_in("Forge"),
            false => takes_new(request),
        }
    });
    let program = libsecret();
    scene.configure(program.to_str().unwrap());
    keep(&scene, &program, OLD);
    let before = keyring.items();
    let error = scene.save(NEW).err().unwrap();
    assert_eq!(error.step, SaveStep::Prove, "{error}");
    assert_eq!(keyring.items(), before);
}

#[test]
fn an_old_sign_in_in_a_locked_keyring_is_not_written_over() {
    let mut home = Home::new();
    let mut keyring = Keyring::unlocked(&mut home);
    let scene = Scene::with_rule(home, takes_new);
    let program = libsecret();
    scene.configure(program.to_str().unwrap());
    keep(&scene, &program, OLD);
    let before = keyring.items();
    keyring.restart_never_unlocked(&scene.home);
    let error = scene.save(NEW).err().unwrap();
    assert_eq!(error.step, SaveStep::Store, "{error}");
    assert!(error.message.contains("is locked; unlock it"), "{error}");
    assert!(keyring.has_prompted(), "the person was asked");
    keyring.restart_unlocked(&scene.home);
    assert_eq!(keyring.items(), before);
    scene.save(NEW).unwrap();
}

#[test]
fn a_token_goes_again_from_a_cache_that_shows_another_user_first() {
    let asked = AtomicUsize::new(0);
    let scene = Scene::with_rule(Home::new(), move |request| {
        match request.basic().is_some() && asked.fetch_add(1, Ordering::Relaxed) >= 2 {
            true => Reply::sign_in("Forge"),
            false => takes_new(request),
        }
    });
    scene.home.write(
        ".gitconfig",
        "[credential]\n\thelper = cache\n\tusername = me\n",
    );
    let you = Credential::new("you", Secret::new("theirs"));
    let realm = Realm::from_fields("http", &scene.host()).unwrap();
    ask_helper::approve(
        &scene.home.git(),
        &helper("cache"),
        &realm,
        &scene.host(),
        &you,
    )
    .unwrap();
    let error = scene.save(NEW).err().unwrap();
    let left = |user| {
        let git = scene.home.git();
        ask_helper::fill(&git, &helper("cache"), &realm, &scene.host(), Some(user)).unwrap()
    };
    let (mine, theirs) = (left("me"), left("you"));
    let exit = scene
        .home
        .command("git")
        .args(["credential-cache", "exit"])
        .status();
    assert!(exit.unwrap().success());
    assert_eq!(error.step, SaveStep::Prove, "{error}");
    assert!(mine.is_none() && theirs.is_some());
}

/// Saves with a helper, without the job.
fn keep(scene: &Scene, program: &Path, secret: &str) {
    let realm = Realm::from_fields("http", &scene.host()).unwrap();
    let credential = Credential::new("me", Secret::new(secret));
    let helper = helper(program.to_str().unwrap());
    ask_helper::approve(
        &scene.home.git(),
        &helper,
        &realm,
        &scene.host(),
        &credential,
    )
    .unwrap();
}

#[test]
fn a_locked_keyring_keeps_nothing_and_loses_nothing() {
    let mut home = Home::new();
    let keyring = Keyring::unlocked(&mut home);
    let scene = Scene::with_rule(home, takes_new);
    scene.configure(libsecret().to_str().unwrap());
    keyring.lock();
    let error = scene.save(NEW).err().unwrap();
    assert_eq!(error.step, SaveStep::Store, "{error}");
    assert!(error.message.contains("did not keep"), "{error}");
}

#[test]
fn a_header_that_signs_in_whatever_is_saved() {
    let scene = with_old(takes_new);
    let header = format!("me:{NEW}");
    let header = base64::Engine::encode(&base64::prelude::BASE64_STANDARD, header);
    scene.home.write(
        ".gitconfig",
        format!(
            "[credential]\n\thelper = store\n[http]\n\textraHeader = \"Authorization: Basic {header}\"\n"
        ),
    );
    fails(&scene, "a-wrong-token", SaveStep::Understand, "extraHeader");
    assert!(scene.forge.sign_ins().is_empty());
}

/// What Windows encrypts for the person is read by Git Credential Manager alone. The script stands
/// for it and for Windows: its file has the name and the lines of `DpapiCredentialStore.cs`.
const ENCRYPTS: &str = "f=$(echo \"$HOME\"/.gcm/dpapi_store/git/http/*/me.credential); p=; \
    while read -r l; do case $l in password=*) p=${l#password=};; host=*) h=${l#host=};; esac; done; \
    case $1 in store) { echo \"$p\" | base64; echo \"service=http://$h\"; echo account=me; } >\"$f\";; \
    get) test -e \"$f\" && { echo username=me; echo \"password=$(head -1 \"$f\" | base64 -d)\"; };; \
    erase) rm -f \"$f\";; esac";

#[test]
fn what_only_the_manager_can_read_is_there_again_after_a_proof_that_fails() {
    let mut home = Home::new();
    fake(&mut home, "manager", ENCRYPTS);
    let asked = AtomicUsize::new(0);
    let scene = Scene::with_rule(home, move |request| {
        let is_sign_in = request.basic().is_some();
        match is_sign_in && asked.fetch_add(1, Ordering::Relaxed) >= 2 {
            true => Reply::sign_in("Forge"),
            false => takes_new(request),
        }
    });
    scene.home.write(
        ".gitconfig",
        "[credential]\n\thelper = manager\n\tcredentialStore = dpapi\n",
    );
    let name = format!(".gcm/dpapi_store/git/http/{}/me.credential", scene.host());
    let old = format!(
        "b2xkLXRva2VuLW9mLW1lCg==\nservice=http://{}\naccount=me\n",
        scene.host()
    );
    let file = scene.home.write(name, &old);
    assert_eq!(scene.git_uses().unwrap(), format!("me:{OLD}"));
    let error = scene.save(NEW).err().unwrap();
    assert_eq!(error.step, SaveStep::Prove, "{error}");
    assert_eq!(fs::read_to_string(file).unwrap(), old, "{error}");
}
