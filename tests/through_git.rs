//! What our own client cannot speak goes through the person's Git, and costs nothing there either.
//! With every Git on this machine.

use std::path::{Path, PathBuf};

use git_locksmith::git::http_settings::http_settings;
use git_locksmith::git::{Config, Git};
use git_locksmith::model::AccessState::{self, *};
use git_locksmith::model::{Access, ActivityLog, Cancel, Credential, RemoteUrl, Secret};
use git_locksmith::probe::Service::{self, Fetch, Push};
use git_locksmith::probe::{Probe, Question, through_git};

use crate::support::apache::Apache;
use crate::support::forge::{Account, Forge, Reply, host};
use crate::support::home::Home;

const ACCOUNTS: &[Account<'static>] = &[
    Account::writer("me", "good-token"),
    Account::reader("reader", "weak-token"),
];
const GOOD: Option<(&str, &str)> = Some(("me", "good-token"));
const STALE: Option<(&str, &str)> = Some(("me", "stale-token"));

/// Every Git of this machine, in this home.
fn gits(home: &Home) -> Vec<Git> {
    let environment = home.environment();
    let mut gits: Vec<Git> = Vec::new();
    for folder in ["/usr/local/bin", "/usr/bin"] {
        let program = PathBuf::from(folder).join("git");
        if program.is_file() {
            gits.push(Git::at(program, &environment, &ActivityLog::default()).unwrap());
        }
    }
    assert!(!gits.is_empty());
    gits
}

fn ask(git: &Git, url: &str, service: Service, sign_in: Option<(&str, &str)>) -> Access {
    let url = RemoteUrl::parse(url.as_bytes());
    let credential =
        sign_in.map(|(user, secret)| Credential::new(user, Secret::new(secret.as_bytes())));
    through_git::ask(git, &url, service, credential.as_ref(), &Cancel::default())
}

/// By way of the settings, as a check does.
fn probe(git: &Git, url: &str, service: Service, sign_in: Option<(&str, &str)>) -> Access {
    let url = RemoteUrl::parse(url.as_bytes());
    let credential =
        sign_in.map(|(user, secret)| Credential::new(user, Secret::new(secret.as_bytes())));
    let question = Question {
        url: &url,
        service,
        credential: credential.as_ref(),
        settings: &http_settings(&Config::personal(git), git.environment(), &url),
        allow_plain_http: false,
    };
    Probe::new(git).ask(&question, &Cancel::default())
}

#[test]
fn the_same_answers_as_our_own_client() {
    let forge = Forge::start(|request| match request.path() {
        "/portal.git/info/refs" => Reply::status(200).html("<h1>Log in</h1>"),
        "/gone.git/info/refs" => Reply::status(410).text("App passwords are deprecated."),
        "/captcha.git/info/refs" => {
            Reply::error_packet(request.service().unwrap(), "CAPTCHA required")
        }
        "/moved.git/info/refs" => Reply::redirect(302, "http://127.0.0.1:1/login"),
        "/broken.git/info/refs" => Reply::status(503),
        _ => host(request, ACCOUNTS),
    });
    let home = Home::new();
    for git in gits(&home) {
        for (path, service, sign_in, expected, status) in [
            ("a/b.git", Fetch, None, SignInNeeded, Some(401)),
            ("a/b.git", Fetch, GOOD, Works, Some(200)),
            ("a/b.git", Push, GOOD, Works, Some(200)),
            ("a/b.git", Fetch, STALE, Rejected, Some(401)),
            (
                "a/b.git",
                Push,
                Some(("reader", "weak-token")),
                Forbidden,
                Some(403),
            ),
            ("a/public.git", Fetch, None, WorksWithoutSignIn, Some(200)),
            ("a/missing.git", Fetch, GOOD, NotFound, Some(404)),
            ("gone.git", Fetch, GOOD, Gone, Some(410)),
            ("portal.git", Fetch, GOOD, NotGit, None),
            ("portal.git", Push, GOOD, NotGit, None),
            ("captcha.git", Fetch, GOOD, Rejected, None),
            ("moved.git", Fetch, GOOD, NotGit, Some(302)),
            ("broken.git", Fetch, GOOD, Unreachable, Some(503)),
        ] {
            let access = ask(&git, &forge.url(path), service, sign_in);
            let case = format!("{} {path} {service:?}: {access:?}", git.version());
            assert_eq!(access.state, expected, "{case}");
            assert_eq!(access.http_status, status, "{case}");
        }
    }
}

/// One attempt, and only with what was given: the person's own helpers are neither asked nor told.
#[test]
fn a_refused_credential_stays_where_it_is() {
    let forge = Forge::with_accounts(ACCOUNTS);
    let home = Home::new();
    let canary = home.path().join("helper-ran");
    home.write(
        ".gitconfig",
        format!(
            "[http]\n\tcookieFile = ~/cookies\n\tsaveCookies = true\n[credential]\n\thelper = store\n\
             \thelper = \"!touch {0}; true\"\n[credential \"{1}\"]\n\thelper = \"!touch {0}; true\"\n",
            canary.display(),
            forge.url("").trim_end_matches('/'),
        ),
    );
    let saved = format!("http://me:stale-token@127.0.0.1%3a{}\n", forge.port());
    home.write(".git-credentials", &saved);
    home.write("cookies", "");
    for git in gits(&home) {
        forge.forget();
        assert_eq!(
            probe(&git, &forge.url("a.git"), Fetch, STALE).state,
            Rejected
        );
        assert_eq!(forge.sign_ins(), ["me:stale-token"]);
        forge.forget();
        assert_eq!(probe(&git, &forge.url("a.git"), Fetch, GOOD).state, Works);
        assert_eq!(probe(&git, &forge.url("a.git"), Push, GOOD).state, Works);
        assert!(
            forge
                .sign_ins()
                .iter()
                .all(|sign_in| sign_in == "me:good-token")
        );
        assert_eq!(
            probe(&git, &forge.url("a.git"), Fetch, None).state,
            SignInNeeded
        );
        let store = std::fs::read_to_string(home.path().join(".git-credentials")).unwrap();
        assert_eq!(store, saved);
        assert!(!canary.exists());
        let cookies = std::fs::read_to_string(home.path().join("cookies")).unwrap();
        assert_eq!(cookies, "");
    }
}

/// Names and secrets with everything in them that a shell or the protocol could trip over.
#[test]
fn odd_credentials() {
    let forge = Forge::with_accounts(ACCOUNTS);
    let home = Home::new();
    for git in gits(&home) {
        for (user, secret) in [
            ("a b", "$(touch x)`id`'\"\\"),
            ("ünï", "pässwörd=%20:"),
            ("x", "get && cat <&3; }; f"),
        ] {
            forge.forget();
            let access = ask(&git, &forge.url("a.git"), Fetch, Some((user, secret)));
            assert_eq!(access.state, Rejected);
            assert_eq!(forge.sign_ins(), [format!("{user}:{secret}")]);
        }
        forge.forget();
        let access = ask(
            &git,
            &forge.url("a.git"),
            Fetch,
            Some(("me", "two\nhost=evil")),
        );
        assert_eq!(access.state, NotChecked);
        assert_eq!(forge.requests().len(), 0);
    }
}

/// The secret is in no argument and no variable of any child.
#[cfg(target_os = "linux")]
#[test]
fn no_child_shows_the_secret() {
    let home = Home::new();
    let (seen, folder) = (std::sync::Mutex::new(0), home.path());
    let forge = Forge::start(move |request| {
        // Git and its remote helper are running just now, waiting for this answer.
        *seen.lock().unwrap() += 1;
        for process in std::fs::read_dir("/proc").unwrap().flatten() {
            let of_this_test = std::fs::read(process.path().join("environ")).unwrap_or_default();
            let home = folder.to_str().unwrap().as_bytes();
            if of_this_test.windows(home.len()).any(|part| part == home) {
                let arguments = std::fs::read(process.path().join("cmdline")).unwrap_or_default();
                for text in [of_this_test, arguments] {
                    assert!(!String::from_utf8_lossy(&text).contains("good-token"));
                }
            }
        }
        host(request, ACCOUNTS)
    });
    for git in gits(&home) {
        for service in [Fetch, Push] {
            assert_eq!(ask(&git, &forge.url("a.git"), service, GOOD).state, Works);
        }
    }
}

/// The URL was rewritten when it was read; a second time would lead elsewhere.
#[test]
fn a_url_is_rewritten_once() {
    let forge = Forge::with_accounts(ACCOUNTS);
    let home = Home::new();
    let server = forge.url("");
    home.write(
        ".gitconfig",
        format!("[url \"{server}mirror/\"]\n\tinsteadOf = {server}\n\tpushInsteadOf = {server}\n"),
    );
    for git in gits(&home) {
        for service in [Fetch, Push] {
            forge.forget();
            ask(&git, &forge.url("a/b.git"), service, GOOD);
            assert!(forge.requests()[0].target.starts_with("/a/b.git/info/refs"));
        }
    }
}

/// A server that speaks Digest alone: curl does, our client does not.
#[test]
fn a_server_without_basic() {
    let forge = Forge::start(|request| match request.header("Authorization") {
        Some(digest) if digest.starts_with("Digest ") => {
            Reply::advertisement(request.service().unwrap())
        }
        Some(_) => Reply::status(400).text("no such sign-in here"),
        None => Reply::status(401).header("WWW-Authenticate", "Digest realm=\"x\", nonce=\"y\""),
    });
    let home = Home::new();
    for git in gits(&home) {
        let probe = Probe::new(&git);
        let url = RemoteUrl::parse(forge.url("a.git").as_bytes());
        let credential = Credential::new("me", Secret::new(*b"good-token"));
        let ask = |credential| {
            let question = Question {
                url: &url,
                service: Fetch,
                credential,
                settings: &http_settings(&Config::personal(&git), git.environment(), &url),
                allow_plain_http: false,
            };
            probe.ask(&question, &Cancel::default())
        };
        assert_eq!(ask(None).state, SignInNeeded);
        forge.forget();
        assert_eq!(ask(Some(&credential)).state, Works);
        assert!(
            !forge
                .requests()
                .iter()
                .any(|request| request.basic().is_some())
        );
    }
}

#[test]
fn a_real_server() {
    let apache = Apache::start();
    let home = Home::new();
    let folder = apache.repository(&home, "api.git");
    let before = everything_in(&folder);
    for git in gits(&home) {
        for (service, sign_in, expected) in [
            (Fetch, Some(Apache::WRITER), Works),
            (Push, Some(Apache::WRITER), Works),
            (Fetch, Some(Apache::READER), Works),
            (Push, Some(Apache::READER), Forbidden),
            (Fetch, STALE, Rejected),
            (Fetch, None, SignInNeeded),
        ] {
            let access = ask(&git, &apache.url("api.git"), service, sign_in);
            assert_eq!(access.state, expected, "{} {access:?}", git.version());
        }
    }
    assert_eq!(everything_in(&folder), before);
}

/// A home whose `ssh` runs the far side here, and writes down what it was told.
fn home_with_ssh(script: &str) -> Home {
    let mut home = Home::new();
    let program = home.write(
        "bin/ssh",
        format!("#!/bin/sh\necho \"$@\" >> \"$HOME/told\"\n{script}\n"),
    );
    make_executable(&program);
    let path = std::env::join_paths(
        std::iter::once(home.path().join("bin"))
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    );
    home.set("PATH", path.unwrap());
    home
}

fn make_executable(file: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o755)).unwrap();
}

/// Runs the command it is given, which is its last argument.
const FAR_SIDE: &str = "for command; do :; done; exec sh -c \"$command\"";

fn told(home: &Home) -> String {
    let told = std::fs::read_to_string(home.path().join("told")).unwrap_or_default();
    let _ = std::fs::remove_file(home.path().join("told"));
    told
}

#[test]
fn ssh() {
    let home = home_with_ssh(FAR_SIDE);
    let folder = home.path().join("far/api.git");
    std::fs::create_dir_all(&folder).unwrap();
    home.run_git(&folder, ["init", "--quiet", "--bare"]);
    let empty = folder.to_str().unwrap().to_owned();
    let before = everything_in(&folder);
    for git in gits(&home) {
        for url in [
            format!("git@host.example:{empty}"),
            format!("ssh://git@host.example:2222{empty}"),
        ] {
            for service in [Fetch, Push] {
                let access = ask(&git, &url, service, None);
                assert_eq!(access.state, Works, "{url} {access:?}");
                let told = told(&home);
                assert!(
                    told.contains("-o BatchMode=yes -o ConnectTimeout=10"),
                    "{told}"
                );
                assert!(!told.contains("StrictHostKeyChecking"), "{told}");
                assert!(told.contains("git@host.example"), "{told}");
                assert!(
                    told.contains(&format!("{} '{empty}'", service.name())),
                    "{told}"
                );
            }
        }
        let access = ask(&git, "git@host.example:no/such.git", Fetch, None);
        assert_eq!(access.state, NotFound, "{access:?}");
    }
    assert_eq!(everything_in(&folder), before);
}

/// The person's own ssh command is kept; one that a repository sets is never seen here.
#[test]
fn an_ssh_command_of_ones_own() {
    let mut home = home_with_ssh(FAR_SIDE);
    home.write(".gitconfig", "[core]\n\tsshCommand = ssh -i ~/.ssh/work\n");
    for git in gits(&home) {
        ask(&git, "git@host.example:x.git", Fetch, None);
        assert!(told(&home).contains("/.ssh/work -o BatchMode=yes"));
    }
    home.set("GIT_SSH_COMMAND", "ssh -F none");
    for git in gits(&home) {
        ask(&git, "git@host.example:x.git", Fetch, None);
        assert!(told(&home).contains("-F none -o BatchMode=yes"));
    }
    // A program that may not know OpenSSH's options is given none.
    let other = home.write(
        "bin/my-tunnel",
        "#!/bin/sh\necho \"$@\" >> \"$HOME/told\"\nexit 1\n",
    );
    make_executable(&other);
    home.set("GIT_SSH_COMMAND", other);
    for git in gits(&home) {
        ask(&git, "git@host.example:x.git", Fetch, None);
        assert!(!told(&home).contains("BatchMode"));
    }
}

#[test]
fn what_ssh_servers_say() {
    for (script, service, expected, words) in [
        (
            "echo 'git@host: Permission denied (publickey).' >&2; exit 255",
            Fetch,
            Rejected,
            "git@host: Permission denied (publickey).",
        ),
        (
            "echo 'Host key verification failed.' >&2; exit 255",
            Fetch,
            Unreachable,
            "ssh does not know this host's key yet; connect once with ssh to compare it",
        ),
        (
            "echo 'ERROR: Repository not found.' >&2; exit 1",
            Fetch,
            NotFound,
            "Repository not found.",
        ),
        (
            "echo 'ERROR: Permission to a/b.git denied to me.' >&2; exit 1",
            Push,
            Forbidden,
            "Permission to a/b.git denied to me.",
        ),
        (
            "echo 'Welcome to this server'; exit 0",
            Fetch,
            NotGit,
            "something answered that is no Git server",
        ),
    ] {
        let home = home_with_ssh(script);
        for git in gits(&home) {
            let access = ask(&git, "git@host:a/b.git", service, None);
            assert_eq!(access.state, expected, "{script} {access:?}");
            assert_eq!(access.server_message.as_deref(), Some(words), "{script}");
        }
    }
}

/// The real ssh, where there is one, at a port where nobody listens.
#[test]
fn the_real_ssh_without_a_server() {
    let home = Home::new();
    for git in gits(&home) {
        let access = ask(&git, "ssh://git@127.0.0.1:1/x.git", Fetch, None);
        assert_eq!(access.state, Unreachable, "{access:?}");
        assert!(
            access
                .server_message
                .unwrap()
                .contains("Connection refused")
        );
        assert!(!home.path().join(".ssh/known_hosts").exists());
    }
}

#[test]
fn a_daemon() {
    let home = Home::new();
    for git in gits(&home) {
        let access = ask(&git, "git://127.0.0.1:1/x.git", Fetch, None);
        assert_eq!(access.state, Unreachable, "{access:?}");
    }
}

#[test]
fn what_is_not_asked() {
    let home = Home::new();
    let git = home.git();
    for url in [
        "ext::touch x",
        "/some/path",
        "https://h\\@evil/x",
        "s3://bucket/x",
    ] {
        assert_eq!(
            ask(&git, url, Fetch, None).state,
            AccessState::Unsupported,
            "{url}"
        );
    }
}

/// Every file below `folder`, with its content.
fn everything_in(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(everything_in(&path));
        } else {
            files.push((path.clone(), std::fs::read(&path).unwrap()));
        }
    }
    files.sort();
    files
}
