//! Configuration read as data, compared with what Git itself reads.

use std::fs;
use std::path::{Path, PathBuf};

use git_locksmith::git::config::{Config, ConfigCache};
use git_locksmith::git::config_syntax::{self, Setting};
use git_locksmith::git::discover;
use git_locksmith::git::{Git, Place};
use git_locksmith::model::Scope;
use proptest::prelude::*;

use crate::support::gits::{KEEPS_WHITE_SPACE, ask, gits};
use crate::support::home::Home;

/// `key` and value; `None` for a bare key.
type Pair = (Vec<u8>, Option<Vec<u8>>);

#[test]
fn every_line_is_read_as_git_reads_it() {
    let home = Home::new();
    let git = home.git();
    let keeps_white_space = git.version() >= KEEPS_WHITE_SPACE;
    let mut compared = 0;
    for content in ODD_FILES {
        let inside_a_line = |pair: &[u8]| pair[0] == b'\r' && pair[1] != b'\n';
        let changes_white_space = content.contains(&b'\t') || content.windows(2).any(inside_a_line);
        if changes_white_space && !keeps_white_space {
            continue;
        }
        compare(&home, &git, content);
        compared += 1;
    }
    assert!(compared >= 60, "{compared}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_mixture_of_what_matters_is_read_as_git_reads_it(
        pieces in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..14),
    ) {
        // One home for all cases: making one costs more than the comparison.
        static HOME: std::sync::LazyLock<(Home, Git)> = std::sync::LazyLock::new(|| {
            let home = Home::new();
            let git = home.git();
            (home, git)
        });
        let (home, git) = &*HOME;
        let content = pieces.concat();
        compare(home, git, &content);
    }
}

#[test]
fn scopes_and_includes_come_in_gits_order() {
    let home = everything_at_once();
    for git in gits(&home) {
        for folder in [
            "work/main",
            "work/linked",
            "work/plain",
            "bare.git",
            "work/Sub Dir[1]",
        ] {
            compare_lists(&home, &git, &home.path().join(folder));
        }
    }
}

#[test]
fn includes_hold_under_the_same_conditions() {
    let home = Home::new();
    let path = home.path();
    fs::create_dir(path.join("real")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("real", path.join("alias")).unwrap();
    home.write("included", "[included]\n\tyes = 1\n");
    home.write("conf/included", "[included]\n\tyes = 2\n");
    let repositories = [
        home.repository(
            "real/Work/app",
            &[("origin", "https://git.example.com/team/app.git")],
        ),
        home.repository(
            "real/w[o]rk/a{b}c",
            &[("up", "git@git.example.com:team/app")],
        ),
        home.repository("conf/inside", &[]),
    ];
    for (repository, branch) in repositories.iter().zip(["feature/one", "main", "release"]) {
        let branch = format!("refs/heads/{branch}");
        home.run_git(repository, ["symbolic-ref", "HEAD", &branch]);
    }
    let through_link = path.join("alias/Work/app");
    let gits = gits(&home);
    for condition in CONDITIONS {
        let condition = condition.replace("HOME", path.to_str().unwrap());
        let text = format!("[includeIf \"{condition}\"]\n\tpath = ~/included\n");
        home.write(
            ".gitconfig",
            format!("{text}[include]\n\tpath = conf/more\n"),
        );
        home.write("conf/more", text.replace("~/", ""));
        for git in &gits {
            for folder in repositories.iter().chain([&through_link]) {
                compare_lists(&home, git, folder);
            }
        }
    }
}

#[test]
fn a_detached_head_is_on_no_branch() {
    let home = Home::new();
    home.write("included", "[included]\n\tyes = 1\n");
    home.write(
        ".gitconfig",
        "[includeIf \"onbranch:**\"]\n\tpath = included\n[user]\n\tname = n\n\temail = e\n",
    );
    let folder = home.repository("work", &[]);
    home.run_git(&folder, ["commit", "-qm", "one", "--allow-empty"]);
    home.run_git(&folder, ["checkout", "-q", "--detach"]);
    compare_lists(&home, &home.git(), &folder);
}

#[test]
fn the_personal_configuration_is_what_git_sees_outside_a_repository() {
    let home = everything_at_once();
    for git in gits(&home) {
        let listed = ask(&home, &git, Path::new("/"), LIST).unwrap();
        assert_eq!(
            lines(&Config::personal(&git), Path::new("/")),
            listed_lines(&listed, Path::new("/"))
        );
    }
}

#[test]
fn truth_values_are_gits() {
    let home = Home::new();
    for value in [
        "true", "TRUE", "yes", "on", "1", "2", "-1", "1k", "0x10", "false", "No", "off", "0", "",
        "maybe", "tru", "00", "1z",
    ] {
        let file = home.write("c", format!("[a]\n\tb = {value}\n"));
        let file = file.to_str().unwrap();
        let git = home.git();
        let arguments = ["config", "--file", file, "--type=bool", "a.b"];
        let asked =
            ask(&home, &git, &home.path(), &arguments).map(|answer| answer.trim_ascii() == b"true");
        home.write(".gitconfig", format!("[a]\n\tb = {value}\n"));
        let config = Config::personal(&git);
        let ours = config.last("a", None, "b").unwrap().is_true();
        assert_eq!(ours, asked, "{value:?}");
    }
}

#[test]
fn lines_are_counted_from_one() {
    let settings = config_syntax::parse(b"[a]\n\n# c\nb = 1\\\n2\r\n\tc\n[d] e = 3").unwrap();
    let lines: Vec<(&str, u32)> = settings.iter().map(|s| (s.name.as_str(), s.line)).collect();
    assert_eq!(lines, [("b", 4), ("c", 6), ("e", 7)]);
    assert_eq!(config_syntax::parse(b"[a]\nb = \"x\n").unwrap_err().line, 3);
}

#[test]
fn files_that_would_harm_are_told_and_not_read() {
    let home = Home::new();
    let path = home.path();
    // Git itself would hang on what follows.
    let git = home.git();
    home.write("huge", vec![b'#'; (1 << 20) + 1]);
    #[cfg(unix)]
    make_fifo(&path.join("pipe"));
    fs::create_dir(path.join("folder")).unwrap();
    home.write("loop", "[include]\n\tpath = loop\n");
    home.write("bad", "[a\n");
    home.write(
        ".gitconfig",
        "[include]\npath = huge\npath = pipe\npath = folder\npath = //evil/share/c\n\
         path = loop\npath = bad\npath = missing\npath = ~other/c\npath =\npath\n[still]\nread = 1\n",
    );
    let config = Config::personal(&git);
    assert!(config.last("still", None, "read").is_some());
    let problems: Vec<String> = config
        .problems()
        .iter()
        .map(|problem| format!("{} {}", problem.subject, problem.message))
        .collect();
    for expected in [
        "/huge is larger than 1 MiB",
        "/pipe is no regular file",
        "/folder is no regular file",
        "include of //evil/share/c is on another machine",
        "/loop is included too deeply",
        "/bad bad configuration in line",
        "include of ~other/c was not followed",
        "include of  was not followed",
    ] {
        assert!(
            problems.iter().any(|told| told.contains(expected)),
            "{expected}: {problems:#?}"
        );
    }
    assert!(
        !problems.iter().any(|told| told.contains("missing")),
        "{problems:#?}"
    );
}

#[test]
fn files_that_many_repositories_share_are_read_once() {
    let home = Home::new();
    home.write(".gitconfig", "[a]\n\tb = 1\n");
    let place = discover::discover(&home.repository("work", &[])).unwrap();
    let (git, cache) = (home.git(), ConfigCache::default());
    let value = |cache| {
        let config = Config::of_repository(&git, cache, &place);
        config.last("a", None, "b").unwrap().text().into_owned()
    };
    assert_eq!(value(&cache), "1");
    home.write(".gitconfig", "[a]\n\tb = 2\n");
    assert_eq!(value(&cache), "1", "the same look sees the same file");
    assert_eq!(
        value(&ConfigCache::default()),
        "2",
        "the next one looks again"
    );
}

const LIST: &[&str] = &["config", "--list", "--show-origin", "--show-scope", "-z"];

/// A home with all levels, and repositories of all kinds.
fn everything_at_once() -> Home {
    let mut home = Home::new();
    let system = home.write(
        "etc/gitconfig",
        "[level]\n\tname = system\n[include]\n\tpath = sub/more\n",
    );
    home.write("etc/sub/more", "[level]\n\tname = included by system\n");
    home.set("GIT_CONFIG_SYSTEM", system);
    home.set("GIT_CONFIG_NOSYSTEM", "0");
    home.write(".config/git/config", "[level]\n\tname = xdg\n");
    home.write(
        ".gitconfig",
        "[level]\n\tname = home\n[include]\n\tpath = ~/absolute\n\tpath = ./relative\n\
         [extensions]\n\tworktreeConfig = true\n\
         [includeIf \"hasconfig:remote.*.url:https://git.example.com/**\"]\n\tpath = by-url\n\
         [includeIf \"gitdir:~/work/\"]\n\tpath = by-dir\n[user]\n\tname = n\n\temail = e\n",
    );
    home.write(
        "absolute",
        "[level]\n\tname = absolute\n[include]\n\tpath = relative\n",
    );
    home.write("relative", "[level]\n\tname = relative\n");
    home.write("by-url", "[level]\n\tname = by-url\n");
    home.write("by-dir", "[level]\n\tname = by-dir\n");
    home.write("of-repository", "[level]\n\tname = of-repository\n[remote \"included\"]\n\turl = https://git.example.com/x\n");
    let main = home.repository("work/main", &[]);
    home.run_git(&main, ["config", "include.path", "../../../of-repository"]);
    home.run_git(&main, ["config", "extensions.worktreeConfig", "true"]);
    home.run_git(&main, ["commit", "-qm", "one", "--allow-empty"]);
    home.run_git(&main, ["worktree", "add", "-q", "../linked"]);
    let linked = home.path().join("work/linked");
    home.run_git(&linked, ["config", "--worktree", "level.name", "worktree"]);
    home.repository("work/plain", &[("origin", "https://other.example.com/x")]);
    home.repository(
        "work/Sub Dir[1]",
        &[("origin", "https://git.example.com/a/b")],
    );
    fs::create_dir(home.path().join("bare.git")).unwrap();
    home.run_git(&home.path().join("bare.git"), ["init", "-q", "--bare"]);
    home
}

fn compare(home: &Home, git: &Git, content: &[u8]) {
    let file = home.write("file", content);
    let arguments = ["config", "--file", file.to_str().unwrap(), "--list", "-z"];
    let listed = ask(home, git, &home.path(), &arguments).map(|listed| pairs(&listed));
    let ours = config_syntax::parse(content)
        .ok()
        .map(|settings| settings.iter().map(pair).collect::<Vec<Pair>>());
    assert_eq!(
        shown(ours),
        shown(listed),
        "{:?}",
        String::from_utf8_lossy(content)
    );
}

fn pair(setting: &Setting) -> Pair {
    let mut key = setting.section.clone().into_bytes();
    if let Some(subsection) = &setting.subsection {
        key.push(b'.');
        key.extend(subsection);
    }
    key.push(b'.');
    key.extend(setting.name.bytes());
    (key, setting.value.clone())
}

/// Lines without a section mean nothing, to Git neither.
fn pairs(listed: &[u8]) -> Vec<Pair> {
    listed
        .split_inclusive(|&byte| byte == 0)
        .map(|entry| entry.strip_suffix(b"\0").unwrap())
        .map(|entry| match entry.iter().position(|&byte| byte == b'\n') {
            Some(end) => (entry[..end].to_vec(), Some(entry[end + 1..].to_vec())),
            None => (entry.to_vec(), None),
        })
        .filter(|(key, _)| key.contains(&b'.'))
        .collect()
}

fn shown(pairs: Option<Vec<Pair>>) -> Option<Vec<(String, Option<String>)>> {
    let text = |bytes: &Vec<u8>| bytes.escape_ascii().to_string();
    let pairs = pairs?;
    Some(
        pairs
            .iter()
            .map(|(key, value)| (text(key), value.as_ref().map(text)))
            .collect(),
    )
}

/// Scope, file, and the key with its value.
type Line = (String, PathBuf, String);

fn compare_lists(home: &Home, git: &Git, folder: &Path) {
    let listed = ask(home, git, folder, LIST).unwrap();
    let place: Place = discover::discover(folder).unwrap();
    let config = Config::of_repository(git, &ConfigCache::default(), &place);
    let inside = place.path.clone();
    assert_eq!(
        lines(&config, &inside),
        listed_lines(&listed, &inside),
        "{} in {}",
        git.version(),
        folder.display()
    );
}

fn lines(config: &Config, folder: &Path) -> Vec<Line> {
    config
        .variables()
        .map(|variable| {
            let scope = match variable.origin.scope {
                Scope::System => "system",
                Scope::Global => "global",
                Scope::Local => "local",
                Scope::Worktree => "worktree",
                Scope::Command => "command",
            };
            let (key, value) = pair(&variable.setting);
            let entry = [
                key,
                value.map_or(Vec::new(), |value| [b"\n", value.as_slice()].concat()),
            ];
            let file = real(&folder.join(&variable.origin.file));
            (
                scope.to_owned(),
                file,
                entry.concat().escape_ascii().to_string(),
            )
        })
        .collect()
}

fn listed_lines(listed: &[u8], folder: &Path) -> Vec<Line> {
    let fields: Vec<&[u8]> = listed.split(|&byte| byte == 0).collect();
    fields
        .chunks_exact(3)
        .map(|line| {
            let text = |at: usize| String::from_utf8(line[at].to_vec()).unwrap();
            let file = text(1).strip_prefix("file:").unwrap().to_owned();
            (
                text(0),
                real(&folder.join(file)),
                line[2].escape_ascii().to_string(),
            )
        })
        .collect()
}

fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap()
}

#[cfg(unix)]
fn make_fifo(path: &Path) {
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    mknodat(CWD, path, FileType::Fifo, Mode::RWXU, 0).unwrap();
}

const CONDITIONS: &[&str] = &[
    "gitdir:~/real/",
    "gitdir:~/alias/",
    "gitdir:~/real/Work/app/.git",
    "gitdir:~/real/work/",
    "gitdir/i:~/REAL/work/",
    "gitdir/i:work/",
    "gitdir:Work/",
    "gitdir:Work/app",
    "gitdir:Work/app/",
    "gitdir:app/.git",
    "gitdir:**/app/**",
    "gitdir:HOME/real/**/.git",
    "gitdir:HOME/real/*/.git",
    "gitdir:HOME/real/*/*/.git",
    "gitdir:/**/",
    "gitdir:/",
    "gitdir:./",
    "gitdir:./inside/",
    "gitdir:./real/Wor?/",
    "gitdir:.",
    "gitdir:w[o]rk/",
    "gitdir:w\\\\[o\\\\]rk/",
    "gitdir:w[[]o[]]rk/a{b}c/",
    "gitdir:a{b}c/",
    "gitdir:[[:upper:]]ork/",
    "gitdir:[!a-z]ork/",
    "gitdir:[A-Z]ork/",
    "gitdir/i:[A-V]ORK/",
    "gitdir:[Work/",
    "gitdir:W**k/",
    "gitdir:real**",
    "gitdir:*/app/.git",
    "gitdir:",
    "onbranch:feature/",
    "onbranch:feature/*",
    "onbranch:feature/one",
    "onbranch:*",
    "onbranch:**",
    "onbranch:mai?",
    "onbranch:[m-r]*",
    "onbranch:Release",
    "onbranch:release/",
    "hasconfig:remote.*.url:https://git.example.com/**",
    "hasconfig:remote.*.url:https://git.example.com/*",
    "hasconfig:remote.*.url:https://*/team/app.git",
    "hasconfig:remote.*.url:git@*:**",
    "hasconfig:remote.*.url:*:*/**",
    "hasconfig:remote.origin.url:**",
    "hasconfig:remote.*.URL:**",
    "nosuch:thing",
    "nothing",
];

const ODD_FILES: &[&[u8]] = &[
    b"",
    b"\n\n  \n",
    b"# only a comment",
    b"; only a comment\n",
    b"\xef\xbb\xbf[a]\nb=1\n",
    b"\xef\xbb[a]\nb=1\n",
    b"[a]\nb = 1\n\xef\xbb\xbf[c]\nd=1\n",
    b"b = 1\n",
    b"b = 1\n[a]\nc = 2\n",
    b"[]\nb = 1\n",
    b"[ ]\nb = 1\n",
    b"[ \"x\"]\nb = 1\n",
    b"[a]\n[b]\nc = 1\n",
    b"[a] b = 1\n",
    b"[a] b = 1 ; c\n",
    b"[a] ; c\nb = 1\n",
    b"[a]b=1\n",
    b"[a][b]c=1\n",
    b"[A.B.c]\nd = 1\n",
    b"[a.B \"C\"]\nd = 1\n",
    b"[a.]\nd = 1\n",
    b"[.a]\nd = 1\n",
    b"[a..b]\nd = 1\n",
    b"[a \"\"]\nd = 1\n",
    b"[a\t\"b\"]\nd = 1\n",
    b"[a   \"b\"]\nd = 1\n",
    b"[a\r\"b\"]\nd = 1\n",
    b"[a\"b\"]\nd = 1\n",
    b"[a \"b\" ]\nd = 1\n",
    b"[a \"b]\nd = 1\n",
    b"[a \"b\\\"c\\\\d\\e\"]\nd = 1\n",
    b"[a \"b\\\nc\"]\nd = 1\n",
    b"[a \"x.y.z\"]\nd.e = 1\n",
    b"[a \"x.y.z\"]\nd = 1\n",
    b"[a_b]\nc = 1\n",
    b"[a-b]\nc-d = 1\n",
    b"[a]\n-b = 1\n",
    b"[a]\n1b = 1\n",
    b"[a]\nb1 = 1\n",
    b"[a]\nb_c = 1\n",
    b"[a]\nB = 1\n",
    b"[a]\nb\n",
    b"[a]\nb",
    b"[a]\nb ; comment\n",
    b"[a]\nb # comment\n",
    b"[a]\nb \n",
    b"[a]\nb =",
    b"[a]\nb =\n",
    b"[a]\nb = \"\"\n",
    b"[a]\nb = \"  x  \"  \n",
    b"[a]\nb = x   y  \n",
    b"[a]\nb = x\ty\t\n",
    b"[a]\nb = x \t y\n",
    b"[a]\nb = \"x\" \"y\"\n",
    b"[a]\nb = x\"y z\"w\n",
    b"[a]\nb = x \"\" \n",
    b"[a]\nb = x # c\n",
    b"[a]\nb = x#c\n",
    b"[a]\nb = \"x # c\"\n",
    b"[a]\nb = x ; \"\n",
    b"[a]\nb = \"x\n",
    b"[a]\nb = \"x",
    b"[a]\nb = x\\\ny\n",
    b"[a]\nb = x \\\n  y\n",
    b"[a]\nb = x \\\n",
    b"[a]\nb = x\\",
    b"[a]\nb = x \\\n\n[c]\nd\n",
    b"[a]\nb = \\\n\\\nx\n",
    b"[a]\nb = \"x\\\ny\"\n",
    b"[a]\nb = x # c \\\ny = 1\n",
    b"[a]\nb = \\t\\n\\b\\\\\\\"\n",
    b"[a]\nb = \\x\n",
    b"[a]\nb = \\ \n",
    b"[a]\nb = \"\\t \"\n",
    b"[a]\r\nb = 1\r\n",
    b"[a]\rb = 1\n",
    b"[a]\nb = 1\r2\n",
    b"[a]\nb = 1 \r\n",
    b"[a]\nb = \"1\r\"\r\n",
    b"[a]\nb = 1\r",
    b"[a]\nb\r\n",
    b"[a]\nb\r = 1\n",
    b"[a]\n\x0cb = 1\n",
    b"[a]\nb = \x0c1\x0c\n",
    b"[a]\nb = \x0b1\x0b\n",
    b"[a]\nb = 1\x00 2\n",
    b"[a \"b\x00c\"]\nd = 1\n",
    b"[credential \"helper\x00\"]\nd = !evil\n",
    b"[a]\nb = \xff\xfe\n",
    b"[a \"\xff\"]\nb = 1\n",
    b"[\xc3\xa4]\nb = 1\n",
    b"[a]\n\xc3\xa4 = 1\n",
    b"[a]\nb = '1'\n",
    b"[a]\n]\n",
    b"[a\nb = 1\n",
    b"[a]\n[b",
    b"[a]\n = 1\n",
    b"[a]\nb == 1\n",
    b"[a]\nb = = 1\n",
    b"[a]\nb = 1\n\0\n",
    b"[a]\n# x \\\nb = 1\n",
    b"[a] # x\nb = 1 \\# 2\n",
    b"<<<<<<< HEAD\n[a]\n",
];

const PIECES: &[&[u8]] = &[
    b"[a]",
    b"[a \"b\"]",
    b"[A.b]",
    b"[",
    b"]",
    b"\n",
    b"\n",
    b"\r\n",
    b"\r",
    b"key",
    b"K-1",
    b"=",
    b" = ",
    b"value",
    b"  ",
    b" ",
    b"\"",
    b"\\\"",
    b"\\\n",
    b"\\t",
    b"\\",
    b"#",
    b";",
    b".",
    b"\x0c",
    b"\xff",
    b"1",
];
