//! A repository's remotes, compared with what Git says of them.

use std::fs;
use std::path::Path;

use git_locksmith::git::config::ConfigCache;
use git_locksmith::git::discover;
use git_locksmith::git::install::Version;
use git_locksmith::git::{Git, read};
use git_locksmith::model::repository::Remote;
use git_locksmith::model::{RemoteUrl, Repository, Transport};

use crate::support::gits::{ask, gits};
use crate::support::home::Home;

/// Since this version an empty `url` forgets those before it.
const EMPTY_URL_RESETS: Version = Version(2, 46, 0);

#[test]
fn urls_are_those_that_git_names() {
    let home = Home::new();
    let folder = home.repository("work", &[]);
    let own = fs::read_to_string(folder.join(".git/config")).unwrap();
    for git in gits(&home) {
        let mut compared = 0;
        for (global, local) in CASES {
            if local.contains("url =\n") && git.version() < EMPTY_URL_RESETS {
                continue;
            }
            home.write(".gitconfig", global);
            home.write("work/.git/config", format!("{own}{local}"));
            for remote in read_repository(&git, &folder).remotes {
                let asked = |push: &[&str]| {
                    let arguments = [&["remote", "get-url", "--all"], push, &[&remote.name]];
                    urls(ask(&home, &git, &folder, &arguments.concat()))
                };
                let (fetch, push) = (asked(&[]), asked(&["--push"]));
                let what = format!("{}: {}\n{global}\n{local}", git.version(), remote.name);
                assert_eq!(fetch_url(&remote), fetch.first().cloned(), "{what}");
                assert_eq!(push_urls(&remote), push, "{what}");
                compared += 1;
            }
        }
        assert!(compared >= 30, "{compared}");
    }
}

#[test]
fn remotes_are_listed_in_the_order_of_the_configuration() {
    let home = Home::new();
    home.write(
        ".gitconfig",
        "[remote \"mine\"]\n\turl = https://m.example/x\n",
    );
    let remotes = [
        ("zeta", "https://z.example/x"),
        ("origin", "git@o.example:x"),
        ("alpha", "/srv/x.git"),
    ];
    let folder = home.repository("work", &remotes);
    home.run_git(
        &folder,
        [
            "config",
            "--add",
            "remote.zeta.url",
            "https://second.example/x",
        ],
    );
    home.run_git(&folder, ["config", "remote.pushDefault", "zeta"]);
    home.run_git(&folder, ["config", "remote.no-url.fetch", "+refs/*:refs/*"]);
    let repository = read_repository(&home.git(), &folder);
    let names: Vec<&str> = repository
        .remotes
        .iter()
        .map(|remote| remote.name.as_str())
        .collect();
    assert_eq!(names, ["mine", "zeta", "origin", "alpha", "no-url"]);
    assert_eq!(repository.remotes[1].push_urls.len(), 2);
    assert_eq!(repository.remotes[4].fetch_url, None);
    assert!(repository.problems.is_empty(), "{:?}", repository.problems);
}

#[test]
fn every_transport_is_known() {
    let home = Home::new();
    for (url, transport) in [
        ("https://h.example/a", Transport::Https),
        // to Git a program of the name `git-remote-HTTPS`
        ("HTTPS://h.example/a", Transport::Unusual),
        ("http://h.example:8080/a", Transport::Http),
        ("ssh://git@h.example:2222/a", Transport::Ssh),
        ("git+ssh://h.example/a", Transport::Ssh),
        ("git@h.example:a/b", Transport::Ssh),
        ("h.example:a", Transport::Ssh),
        ("[::1]:a", Transport::Ssh),
        ("git://h.example/a", Transport::Git),
        ("/srv/a", Transport::File),
        ("../a", Transport::File),
        ("./a:b", Transport::File),
        ("file:///srv/a", Transport::File),
        ("ext::sh -c true", Transport::Other),
        ("s3://bucket/a", Transport::Other),
        ("codecommit::eu-west-1://a", Transport::Other),
        ("https://h.example\\@evil.example/a", Transport::Unusual),
        ("--upload-pack=x", Transport::Unusual),
    ] {
        let folder = home.repository("work", &[]);
        home.run_git(&folder, ["config", "remote.origin.url", url]);
        let repository = read_repository(&home.git(), &folder);
        let fetch = repository.remotes[0].fetch_url.clone().unwrap();
        assert_eq!(fetch.transport, transport, "{url}");
        fs::remove_dir_all(folder).unwrap();
    }
}

#[test]
fn a_remote_of_a_helper_of_its_own_is_of_another_transport() {
    let home = Home::new();
    let folder = home.repository("work", &[("origin", "https://h.example/a")]);
    home.run_git(&folder, ["config", "remote.origin.vcs", "ext"]);
    let repository = read_repository(&home.git(), &folder);
    let fetch = repository.remotes[0].fetch_url.as_ref().unwrap();
    assert_eq!(fetch.transport, Transport::Other);
    assert_eq!(repository.overrides[0].key, "remote.origin.vcs");
}

#[test]
fn a_repositorys_own_rewrites_are_shown_and_not_obeyed() {
    let home = Home::new();
    home.write(
        "evil",
        "[url \"https://evil.example/\"]\n\tinsteadOf = https://included.example/\n",
    );
    let remotes = [
        ("origin", "https://h.example/a"),
        ("included", "https://included.example/a"),
    ];
    let folder = home.repository("work", &remotes);
    home.run_git(
        &folder,
        [
            "config",
            "url.https://evil.example/.insteadOf",
            "https://h.example/",
        ],
    );
    home.run_git(
        &folder,
        [
            "config",
            "url.https://me:pw@evil.example/.pushInsteadOf",
            "https://h.example/",
        ],
    );
    home.run_git(&folder, ["config", "include.path", "../../evil"]);
    let repository = read_repository(&home.git(), &folder);
    for remote in &repository.remotes {
        let urls = [push_urls(remote), fetch_url(remote).into_iter().collect()].concat();
        assert!(urls.iter().all(|url| !url.contains("evil")), "{urls:?}");
    }
    let overrides: Vec<String> = repository
        .overrides
        .iter()
        .map(|one| format!("{} = {}", one.key, one.value))
        .collect();
    assert_eq!(
        overrides,
        [
            "url.https://evil.example/.insteadof = https://h.example/",
            "url.https://me:•••@evil.example.pushinsteadof = https://h.example/",
            "include.path = ../../evil",
            "url.https://evil.example/.insteadof = https://included.example/",
        ]
    );
}

#[test]
fn what_has_git_run_programs_is_shown_unless_it_is_harmless() {
    let home = Home::new();
    let folder = home.repository("work", &[("origin", "https://h.example/a")]);
    let config = folder.join(".git/config");
    let shown = |settings: &str| {
        fs::write(&config, settings).unwrap();
        let overrides = read_repository(&home.git(), &folder).overrides;
        let lines = overrides.iter().map(|one| {
            let changes = if one.changes_sign_in() {
                " (sign-in)"
            } else {
                ""
            };
            format!("{} = {}{changes}", one.key, one.value)
        });
        lines.collect::<Vec<_>>()
    };
    let harmless = shown(
        "[core]\n\tfsmonitor = true\n\tpager = less\n[filter \"lfs\"]\n\tclean = git-lfs clean -- %f\n\
         \tsmudge = git-lfs smudge -- %f\n\tprocess = git-lfs filter-process\n\trequired = true\n",
    );
    assert_eq!(harmless, Vec::<String>::new());
    let running = shown(
        "[core]\n\tfsmonitor = ./evil\n\thooksPath = .husky\n\
         [filter \"lfs\"]\n\tprocess = \"git-lfs filter-process; ./evil\"\n\
         [diff \"x\"]\n\ttextconv = ./evil\n[merge \"x\"]\n\tdriver = ./evil %A\n\
         [includeIf \"onbranch:x\"]\n\tpath = ../evil\n",
    );
    assert_eq!(
        running,
        [
            "core.fsmonitor = ./evil",
            "core.hookspath = .husky",
            "filter.lfs.process = git-lfs filter-process; ./evil",
            "diff.x.textconv = ./evil",
            "merge.x.driver = ./evil %A",
            "includeif.onbranch:x.path = ../evil",
        ]
    );
    let masked = shown(
        "[credential]\n\thelper = \"!f() { echo username=me; echo password=s3cr3t; }; f\"\n\
         [core]\n\thooksPath = https://me:s3cr3t@h.example/\n",
    );
    assert_eq!(
        masked,
        [
            "credential.helper = !f() { echo username=me; echo password=•••; }; f (sign-in)",
            "core.hookspath = https://me:•••@h.example",
        ]
    );
}

#[test]
fn secrets_in_urls_are_masked_wherever_a_remote_is_shown() {
    let home = Home::new();
    let url = "https://me:s3cr3t@h.example/a";
    let folder = home.repository("work", &[("origin", url)]);
    let repository = read_repository(&home.git(), &folder);
    let shown = format!("{repository:?}");
    assert!(!shown.contains("s3cr3t"), "{shown}");
    assert_eq!(fetch_url(&repository.remotes[0]).unwrap(), url);
}

fn read_repository(git: &Git, folder: &Path) -> Repository {
    let place = discover::discover(folder).unwrap();
    read::read(git, &ConfigCache::default(), &place).repository
}

fn fetch_url(remote: &Remote) -> Option<String> {
    remote.fetch_url.as_ref().map(raw)
}

fn push_urls(remote: &Remote) -> Vec<String> {
    remote.push_urls.iter().map(raw).collect()
}

fn raw(url: &RemoteUrl) -> String {
    String::from_utf8(url.raw().expose().to_vec()).unwrap()
}

/// Git knows no such remote where it has no URL.
fn urls(answer: Option<Vec<u8>>) -> Vec<String> {
    let text = String::from_utf8(answer.unwrap_or_default()).unwrap();
    text.lines().map(str::to_owned).collect()
}

const REWRITES: &str = "\
[url \"https://long.example/\"]\n\tinsteadOf = gh:team/\n\
[url \"https://short.example/\"]\n\tinsteadOf = gh:\n\tinsteadOf = short:\n\
[url \"ssh://git@push.example/\"]\n\tpushInsteadOf = https://p.example/\n\
[url \"https://b.example/\"]\n\tinsteadOf = same:\n\
[url \"https://c.example/\"]\n\tinsteadOf = same:\n\
[url \"https://b.example/\"]\n\tinsteadOf = late:\n\
[url \"https://early.example/\"]\n\tinsteadOf = late:\n\tinsteadOf = tie:\n\
[url \"https://b.example/\"]\n\tinsteadOf = tie:\n";

/// Global and local configuration.
const CASES: &[(&str, &str)] = &[
    ("", "[remote \"a\"]\n\turl = https://h.example/x\n"),
    (
        "",
        "[remote \"a\"]\n\turl = https://h.example/x\n\turl = https://h.example/y\n",
    ),
    (
        "",
        "[remote \"a\"]\n\turl = u1\n\tpushurl = p1\n\tpushurl = p2\n",
    ),
    (
        "",
        "[remote \"a\"]\n\tpushurl = p1\n\turl = u1\n\turl = u2\n",
    ),
    ("", "[remote \"a\"]\n\turl = u1\n\turl =\n\turl = u2\n"),
    (
        "",
        "[remote \"a\"]\n\turl = u1\n\tpushurl = p1\n\tpushurl =\n",
    ),
    (
        "",
        "[remote \"a\"]\n\turl = u1\n[remote \"b\"]\n\turl = u2\n[remote \"a\"]\n\turl = u3\n",
    ),
    ("", "[remote \"Upper Case.with/slash\"]\n\turl = u1\n"),
    (
        "[remote \"a\"]\n\turl = global\n",
        "[remote \"a\"]\n\turl = local\n",
    ),
    (
        "[remote \"a\"]\n\tpushurl = global\n",
        "[remote \"a\"]\n\turl = local\n",
    ),
    (
        REWRITES,
        "[remote \"a\"]\n\turl = gh:team/x\n\turl = gh:other/x\n\turl = short:x\n",
    ),
    (
        REWRITES,
        "[remote \"a\"]\n\turl = same:x\n[remote \"b\"]\n\turl = late:x\n[remote \"c\"]\n\turl = tie:x\n",
    ),
    (REWRITES, "[remote \"a\"]\n\turl = https://p.example/x\n"),
    (
        REWRITES,
        "[remote \"a\"]\n\turl = https://p.example/x\n\turl = https://q.example/x\n",
    ),
    (
        REWRITES,
        "[remote \"a\"]\n\turl = https://q.example/x\n\turl = https://p.example/x\n\turl = gh:x\n",
    ),
    (
        REWRITES,
        "[remote \"a\"]\n\turl = https://p.example/x\n\tpushurl = https://p.example/y\n",
    ),
    (
        REWRITES,
        "[remote \"a\"]\n\turl = u\n\tpushurl = gh:team/y\n\tpushurl = short:z\n",
    ),
    (REWRITES, "[remote \"a\"]\n\turl = GH:x\n"),
    (REWRITES, "[remote \"a\"]\n\turl = gh:\n"),
    (
        "[url \"x:\"]\n\tinsteadOf =\n",
        "[remote \"a\"]\n\turl = u\n",
    ),
    (
        "[url \"\"]\n\tinsteadOf = pre-\n",
        "[remote \"a\"]\n\turl = pre-u\n",
    ),
    (
        "[url \"a:\"]\n\tinsteadOf = b:\n[url \"c:\"]\n\tinsteadOf = a:\n",
        "[remote \"a\"]\n\turl = b:u\n",
    ),
    (
        "[url \"a:\"]\n\tinsteadOf = b:\n\tpushInsteadOf = b:x\n",
        "[remote \"a\"]\n\turl = b:xy\n",
    ),
    (
        "[url \"a:\"]\n\tpushInsteadOf = b:\n[url \"c:\"]\n\tpushInsteadOf = b:\n",
        "[remote \"a\"]\n\turl = b:u\n",
    ),
    (
        "",
        "[remote \"a\"]\n\turl = git@h.example:x/y\n\tpushurl = ssh://git@h.example:22/x/y\n",
    ),
    (
        "",
        "[remote \"a\"]\n\turl = ../relative\n[remote \"b\"]\n\turl = file:///srv/x\n[remote \"c\"]\n\turl = ext::cmd\n",
    ),
    ("", "[remote \"a\"]\n\turl = \" spaced \"\n"),
];
