//! Entries of the Windows Credential Manager, told by their names and comments.

use git_locksmith::git::{Config, Environment};
use git_locksmith::model::Secret;
use git_locksmith::store::described::Described;
use git_locksmith::store::manager_namespaces::Namespaces;
use git_locksmith::store::own_place::{Place, part_of};
use git_locksmith::store::windows_entry::{
    describe, may_be_gits, other_program, password, too_long,
};

const WINCRED: &str = "saved by git-credential-wincred";

/// Name, user name, comment, namespace of Git Credential Manager; and what it is, as
/// `writer user https://host/path`.
const SIGN_INS: &[(&str, &str, &str, &str, &str)] = &[
    // git-credential-wincred (Git 2.39)
    (
        "git:https://alice@git.example",
        "alice",
        WINCRED,
        "git",
        "wincred alice https://git.example",
    ),
    (
        "git:https://a@git.example:8443/team/app.git",
        "a",
        WINCRED,
        "git",
        "wincred a https://git.example:8443/team/app.git",
    ),
    (
        "git:https://me@corp.example@git.example",
        "me@corp.example",
        WINCRED,
        "git",
        "wincred me@corp.example https://git.example",
    ),
    (
        "git:https://corp/me@git.example",
        "corp/me",
        WINCRED,
        "git",
        "wincred corp/me https://git.example",
    ),
    (
        "git:https://CORP\\me@git.example/a",
        "CORP\\me",
        WINCRED,
        "git",
        "wincred CORP\\me https://git.example/a",
    ),
    (
        "git:https://ключ@git.example",
        "ключ",
        WINCRED,
        "git",
        "wincred ключ https://git.example",
    ),
    (
        "git:http://a@[::1]:8080",
        "a",
        WINCRED,
        "git",
        "wincred a http://[::1]:8080",
    ),
    // Git Credential Manager (2.6)
    (
        "git:https://github.com",
        "octocat",
        "",
        "git",
        "manager octocat https://github.com",
    ),
    (
        "git:https://hubot@github.com",
        "hubot",
        "",
        "git",
        "manager hubot https://github.com",
    ),
    (
        "git:https://me_corp.example@git.example",
        "me@corp.example",
        "",
        "git",
        "manager me@corp.example https://git.example",
    ),
    (
        "git:https://dev.azure.com/acme",
        "PersonalAccessToken",
        "",
        "git",
        "manager PersonalAccessToken https://dev.azure.com/acme",
    ),
    (
        "git:https://bitbucket.org/refresh_token",
        "me",
        "",
        "git",
        "manager me https://bitbucket.org/refresh_token renews",
    ),
    (
        "git:https://me@bitbucket.org/refresh_token",
        "me",
        "",
        "git",
        "manager me https://bitbucket.org/refresh_token renews",
    ),
    (
        "git:https://oauth-refresh-token.gitlab.com",
        "oauth2",
        "",
        "git",
        "manager oauth2 https://gitlab.com renews",
    ),
    (
        "git:https://refresh_token.git.example:8443",
        "me",
        "",
        "git",
        "manager me https://git.example:8443 renews",
    ),
    // a namespace of its own; what is in Git's was written before, and is read by wincred
    (
        "work:https://github.com",
        "octocat",
        "",
        "work",
        "manager octocat https://github.com",
    ),
    (
        "git:https://github.com",
        "octocat",
        "",
        "work",
        "manager, another namespace octocat https://github.com",
    ),
    // our own helper
    (
        "git-locksmith:https://alice@git.example/",
        "",
        "",
        "git",
        "locksmith alice https://git.example",
    ),
    (
        "git-locksmith:https://me%40corp.example@git.example:8443/team%2Fapp.git#2",
        "",
        "",
        "git",
        "locksmith me@corp.example https://git.example:8443/team/app.git",
    ),
    (
        "git-locksmith:https://@git.example/",
        "",
        "",
        "work",
        "locksmith  https://git.example",
    ),
];

/// Names that look like Git's and are another program's.
const BYSTANDERS: &[&str] = &[
    "",
    "git",
    "git:",
    "git:github.com",
    "git:https://",
    "git:https:///path",
    "git:https://alice@",
    "git:https://git.example:port",
    "gitea:https://git.example",
    "github:https://github.com",
    "GitHub - https://api.github.com/octocat",
    "gh:github.com:octocat",
    "LegacyGeneric:target=git:https://git.example",
    "Git:https://git.example",
    "vscodevscode.github-authentication/github.auth",
    "git-locksmith",
    "git-locksmith:git.example",
    "git-locksmithy:https://alice@git.example/",
    "work:https://github.com",
    "MicrosoftAccount:user=me@corp.example",
];

fn namespaces(of_manager: &str) -> Namespaces {
    let set = [("GCM_NAMESPACE".into(), of_manager.into())];
    Namespaces::of(&Config::default(), &Environment::of(set))
}

fn words(described: &Described) -> String {
    let Described {
        written_by,
        protocol,
        host,
        path,
        username,
        renews,
    } = described;
    let user = username.as_deref().unwrap();
    let path = path.as_ref().map(|path| format!("/{path}"));
    let renews = if *renews { " renews" } else { "" };
    format!(
        "{written_by} {user} {protocol}://{host}{}{renews}",
        path.unwrap_or_default()
    )
}

#[test]
fn names_tell_whose_sign_in_it_is() {
    for (target, username, comment, namespace, expected) in SIGN_INS {
        let described = describe(target, username, comment, &namespaces(namespace));
        let described = described.unwrap_or_else(|| panic!("{target} is a sign-in"));
        assert_eq!(words(&described), *expected, "{target}");
        assert!(may_be_gits(target, &namespaces(namespace)), "{target}");
    }
    for target in BYSTANDERS {
        assert_eq!(
            describe(target, "alice", WINCRED, &namespaces("git")),
            None,
            "{target}"
        );
    }
}

#[test]
fn our_own_names_are_read_as_they_were_written() {
    for (host, path, username) in [
        ("git.example", "", "alice"),
        ("git.example:8443", "team/app.git", "me@corp.example"),
        ("[::1]:8080", "a b#2", ""),
        ("", "C:/certificates/mine.pem", "ключ #7"),
    ] {
        let place = Place {
            protocol: "https".to_owned(),
            host: host.to_owned(),
            path: path.to_owned(),
            username: username.to_owned(),
        };
        for part in [0, 1, 11] {
            let name = place.name(part);
            assert_eq!(Place::of_name(&name).as_ref(), Some(&place), "{name}");
            assert_eq!(part_of(&name), part, "{name}");
        }
    }
}

fn utf16(text: &str) -> Secret {
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    Secret::new(bytes)
}

#[test]
fn passwords_are_read_as_the_helpers_write_them() {
    let with_more = "p=1 ключ 🔑\r\noauth_refresh_token=renew";
    for (blob, written_by, expected) in [
        (utf16("token"), "manager", "token"),
        (utf16(with_more), "wincred", "p=1 ключ 🔑"),
        (utf16(with_more), "manager", with_more),
        (utf16(""), "wincred", ""),
        // written by hand, or by a program that takes it for UTF-8
        (Secret::new("odd"), "manager", "odd"),
    ] {
        let read = password(&blob, written_by);
        assert_eq!(String::from_utf8_lossy(read.expose()), expected);
    }
    // half of a pair is no text
    let broken = password(&Secret::new([0x41, 0x00, 0x00, 0xd8]), "wincred");
    assert_eq!(broken.expose(), [0x41, 0x00, 0x00, 0xd8]);
}

#[test]
fn what_is_too_long_is_told_in_the_units_of_windows() {
    assert_eq!(too_long(&Secret::new("x".repeat(1280))), None);
    assert_eq!(too_long(&Secret::new("x".repeat(1281))), Some((1281, 1280)));
    // 2 bytes in UTF-8, one unit; 4 bytes, two units
    assert_eq!(too_long(&Secret::new("ж".repeat(1280))), None);
    assert_eq!(too_long(&Secret::new("🔑".repeat(641))), Some((1282, 1280)));
}

#[test]
fn what_git_does_not_read_is_named_with_the_way_to_sign_out() {
    for (target, name, host, clear) in [
        (
            "gh:github.com:",
            "GitHub CLI",
            "github.com",
            "gh auth logout --hostname github.com",
        ),
        (
            "gh:git.corp.example:octocat",
            "GitHub CLI",
            "git.corp.example",
            "--hostname git.corp.example",
        ),
        (
            "GitHub - https://api.github.com/octocat",
            "GitHub Desktop",
            "github.com",
            "Accounts",
        ),
        (
            "GitHub - https://git.corp.example/api/v3/me",
            "GitHub Desktop",
            "git.corp.example",
            "Accounts",
        ),
        (
            "GitHub - https://gitlab.com/a/b.git/me",
            "GitHub Desktop",
            "gitlab.com",
            "Control Panel",
        ),
    ] {
        let program = other_program(target).unwrap();
        assert_eq!(
            (program.name, program.host.as_deref()),
            (name, Some(host)),
            "{target}"
        );
        assert!(program.clear.contains(clear), "{}", program.clear);
        assert_eq!(describe(target, "octocat", "", &namespaces("git")), None);
    }
    for target in [
        "gh:",
        "gh:$(reboot):x",
        "GitHub",
        "GitHub - octocat",
        "git:https://github.com",
    ] {
        assert_eq!(other_program(target), None, "{target}");
    }
}
