//! Git's protocol with helpers, field by field.

use std::process::Stdio;

use git_locksmith::model::Secret;
use git_locksmith::store::own_sign_in::{MOST_IN_AN_ENTRY, OwnSignIn, join, split};

use super::{HELPER, Scene, run};

const HOST: &str = "git.example";
const FAR_FUTURE: &str = "99999999999";

#[test]
fn each_user_gets_their_own_and_without_a_name_the_last_one_stored() {
    let scene = Scene::new();
    for user in ["carol", "alice", "bob"] {
        scene.tell(
            "store",
            HOST,
            &format!("username={user}\npassword=of-{user}\n"),
        );
    }
    for user in ["alice", "bob", "carol"] {
        let answer = scene.get(HOST, &format!("username={user}\n"));
        assert_eq!(answer, format!("username={user}\npassword=of-{user}\n"));
    }
    assert_eq!(scene.get(HOST, "username=dave\n"), "");
    assert_eq!(scene.get(HOST, ""), "username=bob\npassword=of-bob\n");
    // Git stores again what has worked.
    scene.tell("store", HOST, "username=carol\npassword=of-carol\n");
    assert_eq!(scene.get(HOST, ""), "username=carol\npassword=of-carol\n");
    assert_eq!(scene.users(), ["alice", "bob", "carol"]);
}

#[test]
fn what_is_known_and_newest_is_not_written_again() {
    let scene = Scene::new();
    scene.tell("store", HOST, "username=alice\npassword=old\n");
    let before = scene.keyring.items();
    scene.tell("store", HOST, "username=alice\npassword=old\n");
    assert_eq!(scene.keyring.items(), before);
    scene.tell("store", HOST, "username=alice\npassword=new\n");
    assert_eq!(scene.get(HOST, ""), "username=alice\npassword=new\n");
    assert_eq!(scene.users(), ["alice"], "it replaces the old one");
}

#[test]
fn ports_and_protocols_are_kept_apart() {
    let scene = Scene::new();
    scene.tell(
        "store",
        "git.example:8443",
        "username=alice\npassword=port\n",
    );
    assert_eq!(scene.get(HOST, ""), "");
    let other = scene.ask("get", "protocol=http\nhost=git.example:8443\n");
    assert_eq!(other.out, "");
    assert_eq!(
        scene.get("git.example:8443", ""),
        "username=alice\npassword=port\n"
    );
}

#[test]
fn a_path_is_for_that_path_only() {
    let scene = Scene::new();
    let app = "path=team/app.git\n";
    scene.tell(
        "store",
        HOST,
        &format!("{app}username=alice\npassword=of-app\n"),
    );
    assert_eq!(scene.get(HOST, app), "username=alice\npassword=of-app\n");
    assert_eq!(scene.get(HOST, "path=team/web.git\n"), "");
    assert_eq!(scene.get(HOST, ""), "", "it is not for the whole host");
    scene.tell("store", HOST, "username=alice\npassword=of-host\n");
    assert_eq!(scene.get(HOST, app), "username=alice\npassword=of-app\n");
    assert_eq!(scene.get(HOST, ""), "username=alice\npassword=of-host\n");
    scene.tell("erase", HOST, "path=team/web.git\n");
    assert_eq!(scene.users().len(), 2);
    scene.tell("erase", HOST, app);
    assert_eq!(scene.get(HOST, app), "");
    assert_eq!(scene.get(HOST, ""), "username=alice\npassword=of-host\n");
}

#[test]
fn git_with_use_http_path_asks_by_path() {
    let scene = Scene::new();
    scene.home.write(
        ".gitconfig",
        "[credential]\n\thelper = locksmith\n\tuseHttpPath = true\n",
    );
    let of = |path: &str| format!("protocol=https\nhost=git.example\npath={path}\n");
    scene.git(
        "approve",
        &format!("{}username=a\npassword=one\n\n", of("one.git")),
    );
    assert!(
        scene
            .git("fill", &of("one.git"))
            .out
            .contains("password=one")
    );
    assert_ne!(scene.git("fill", &of("two.git")).code, 0);
}

#[test]
fn erase_takes_what_matches_and_nothing_else() {
    let scene = Scene::new();
    for user in ["alice", "bob"] {
        scene.tell("store", HOST, &format!("username={user}\npassword=new\n"));
    }
    scene.tell("store", "other.example", "username=alice\npassword=new\n");
    // A newer password has been stored since the old one was sent.
    scene.tell("erase", HOST, "username=alice\npassword=old\n");
    scene.tell("erase", HOST, "password=old\n");
    assert_eq!(scene.users(), ["alice", "alice", "bob"]);
    scene.tell("erase", HOST, "username=alice\npassword=new\n");
    assert_eq!(scene.users(), ["alice", "bob"]);
    scene.tell("store", HOST, "username=carol\npassword=x\n");
    scene.tell("erase", HOST, "");
    assert_eq!(scene.users(), ["alice"], "only the other host is left");
    // Nothing that would match anything.
    for request in [
        "",
        "protocol=https\n",
        "host=other.example\n",
        "protocol=https\nhost=\n",
    ] {
        assert_eq!(scene.ask("erase", request).code, 0);
    }
    assert_eq!(scene.users(), ["alice"]);
}

#[test]
fn what_has_expired_is_not_answered() {
    let scene = Scene::new();
    let lines = format!("username=alice\npassword=good\npassword_expiry_utc={FAR_FUTURE}\n");
    scene.tell("store", HOST, &lines);
    assert_eq!(scene.get(HOST, ""), lines);
    scene.tell(
        "store",
        HOST,
        "username=bob\npassword=dead\npassword_expiry_utc=1000000000\n",
    );
    assert_eq!(scene.get(HOST, "username=bob\n"), "");
    assert_eq!(scene.get(HOST, ""), lines, "the last one that is alive");
}

#[test]
fn a_refresh_token_is_kept_and_outlives_the_password() {
    let scene = Scene::new();
    let alive = "username=alice\npassword=good\noauth_refresh_token=renew\n";
    scene.tell("store", HOST, alive);
    assert_eq!(scene.get(HOST, ""), alive);
    let dead = "username=alice\npassword=dead\npassword_expiry_utc=1000000000\noauth_refresh_token=renew\n";
    scene.tell("store", HOST, dead);
    // The helper behind ours gets a new password with it (git-credential-oauth).
    let answer = scene.get(HOST, "");
    assert_eq!(answer, "username=alice\noauth_refresh_token=renew\n");
}

#[test]
fn a_scheme_and_its_credential_are_for_a_git_that_takes_them() {
    let scene = Scene::new();
    let bearer = "authtype=Bearer\ncredential=eyJ0\n";
    scene.tell("store", HOST, &format!("capability[]=authtype\n{bearer}"));
    let answer = scene.get(
        HOST,
        "capability[]=authtype\ncapability[]=state\nwwwauth[]=Bearer\n",
    );
    assert_eq!(answer, format!("capability[]=authtype\n{bearer}"));
    assert_eq!(
        scene.get(HOST, ""),
        "",
        "an older Git would take it for nothing"
    );
    scene.tell(
        "erase",
        HOST,
        "capability[]=authtype\nauthtype=Bearer\ncredential=other\n",
    );
    assert_ne!(scene.get(HOST, "capability[]=authtype\n"), "");
    scene.tell("erase", HOST, &format!("capability[]=authtype\n{bearer}"));
    assert_eq!(scene.get(HOST, "capability[]=authtype\n"), "");
}

#[test]
fn what_is_for_one_use_is_not_kept() {
    let scene = Scene::new();
    scene.tell(
        "store",
        HOST,
        "authtype=Negotiate\ncredential=once\nephemeral=1\n",
    );
    scene.tell("store", HOST, "username=alice\n");
    scene.tell("store", HOST, "password=x\n");
    assert_eq!(scene.users(), [""; 0]);
}

#[test]
fn fields_that_are_not_for_us_do_no_harm() {
    let scene = Scene::new();
    scene.tell(
        "store",
        HOST,
        "username=alice\npassword=p\nwwwauth[]=Basic realm=\"\u{1b}[31m\"\nwwwauth[]=Bearer\nstate[]=other:x=1\ncontinue=1\nsomething-new=yes\n",
    );
    assert_eq!(
        scene.get(HOST, "state[]=other:x=1\n"),
        "username=alice\npassword=p\n"
    );
}

#[test]
fn a_secret_keeps_every_byte() {
    let scene = Scene::new();
    for password in [
        "",
        " spaces ",
        "p=q=r",
        "ключ 🔑 \t",
        "stored=1",
        &"x".repeat(60_000),
    ] {
        let lines = format!("username=alice\npassword={password}\n");
        scene.tell("store", HOST, &lines);
        assert_eq!(scene.get(HOST, ""), lines);
    }
}

#[test]
fn a_request_that_is_none_is_passed_over() {
    let scene = Scene::new();
    scene.tell("store", HOST, "username=alice\npassword=p\n");
    let before = scene.keyring.items();
    for request in [
        "protocol=https\nhost=git.example\nno equals sign\n".to_owned(),
        "protocol=https\nhost=git.example\nusername=a\rb\npassword=x\n".to_owned(),
        "protocol=https\nhost=git.example\nusername=a\u{1b}[2J\npassword=x\n".to_owned(),
        "protocol=https\nhost=git.example\nusername=a\0b\npassword=x\n".to_owned(),
        format!(
            "protocol=https\nhost=git.example\nusername=a\npassword={}\n",
            "x".repeat(70_000)
        ),
    ] {
        for operation in ["get", "store", "erase"] {
            let ran = scene.ask(operation, &request);
            assert_eq!(
                (ran.code, ran.out, ran.err),
                (0, String::new(), String::new())
            );
        }
    }
    assert_eq!(scene.keyring.items(), before);
}

#[test]
fn operations_of_a_newer_git_are_ignored() {
    let scene = Scene::new();
    for operation in ["frobnicate", "--help", ""] {
        let ran = scene.ask(operation, "protocol=https\nhost=git.example\n");
        assert_eq!(
            (ran.code, ran.out, ran.err),
            (0, String::new(), String::new())
        );
    }
    let ran = scene.ask("capability", "");
    assert_eq!(ran.out, "version 0\ncapability authtype\n");
    // Arguments that stand in the configuration come first.
    scene.tell("store", HOST, "username=alice\npassword=p\n");
    let mut command = scene.home.command(HELPER);
    let ran = run(
        command.args(["--for", "later", "get"]),
        "protocol=https\nhost=git.example\n",
    );
    assert_eq!(ran.out, "username=alice\npassword=p\n");
}

#[test]
fn without_an_operation_it_says_who_it_is() {
    let scene = Scene::new();
    let mut command = scene.home.command(HELPER);
    let output = command.stdin(Stdio::null()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    assert!(String::from_utf8_lossy(&output.stderr).contains("git-locksmith helper install"));
}

#[test]
fn a_text_too_long_for_one_entry_is_cut_and_put_together_again() {
    let secret = "0123456789".repeat(700);
    let sign_in = |stored| OwnSignIn {
        secret: Secret::new(secret.as_bytes()),
        authtype: None,
        expires: Some(99_999_999_999),
        refresh_token: Some(Secret::new("renew")),
        stored,
    };
    let (old, new) = (sign_in(1), sign_in(u64::MAX));
    let parts = split(&new.to_text(), new.stored, MOST_IN_AN_ENTRY);
    assert_eq!(parts.len(), 3);
    assert!(parts.iter().all(|part| part.len() <= MOST_IN_AN_ENTRY));
    let mut shuffled: Vec<Secret> = copies(&parts);
    shuffled.rotate_left(1);
    let whole = OwnSignIn::of_text(&join(&shuffled).unwrap());
    assert!(whole.same_as(&new));
    assert_eq!(whole.stored, u64::MAX);
    // A part is missing, or one of another text lies among them.
    assert!(join(&parts[..2]).is_none());
    let mut mixed = copies(&parts);
    mixed[1] = split(&old.to_text(), old.stored, MOST_IN_AN_ENTRY).remove(1);
    assert!(join(&mixed).is_none());
    assert!(join([]).is_none());
    let short = split(&Secret::new(""), 7, MOST_IN_AN_ENTRY);
    assert_eq!(short.len(), 1);
    assert!(join(&short).unwrap().is_empty());
}

fn copies(parts: &[Secret]) -> Vec<Secret> {
    let copy = |part: &Secret| Secret::new(part.expose());
    parts.iter().map(copy).collect()
}
