//! The editor of configuration text: one setting changes, Git agrees, every other byte stays.

use git_locksmith::git::config_edit::{EditError, Key, add, remove, rename_section, set};
use git_locksmith::git::config_shown::shown_lines;
use git_locksmith::git::config_syntax::{Setting, parse};
use proptest::prelude::*;

use crate::support::home::Home;

/// `set` of `a.b` or `a.s.b` in a line: before, line, key, value, after.
const SETS: &[(&str, u32, &str, &str, &str)] = &[
    ("[a]\n\tb = 1\n", 2, "a.b", "2", "[a]\n\tb = 2\n"),
    (
        "[a]\r\n\tb = 1 ; why\r\n\tc = 3\r\n",
        2,
        "a.b",
        "2",
        "[a]\r\n\tb = 2 ; why\r\n\tc = 3\r\n",
    ),
    ("\u{feff}[a] b = 1", 1, "a.b", "2", "\u{feff}[a] b = 2"),
    ("[a]\nb", 2, "a.b", "2", "[a]\nb = 2"),
    ("[a]\nb  # c\n", 2, "a.b", "2", ""),
    ("[a]\nb =\n", 2, "a.b", "2", "[a]\nb = 2\n"),
    (
        "[a]\nb=\"x \\\n  y\"  # c\n",
        2,
        "a.b",
        "2",
        "[a]\nb=2  # c\n",
    ),
    (
        "[a]\nb = 1\nb = 1\n",
        3,
        "a.b",
        " 2;",
        "[a]\nb = 1\nb = \" 2;\"\n",
    ),
    (
        "[a \"S.x\\\"\"]\n b = 1\n",
        2,
        "a.S.x\".B",
        "a\\b\"c\td\ne",
        "[a \"S.x\\\"\"]\n b = \"a\\\\b\\\"c\\td\\ne\"\n",
    ),
];

const REMOVES: &[(&str, u32, &str, &str)] = &[
    ("[a]\n\tb = 1\n\tc = 2\n", 2, "a.b", "[a]\n\tc = 2\n"),
    ("[a] b = 1 # c\n\tc = 2\n", 1, "a.b", "[a]\n\tc = 2\n"),
    ("[a] b = 1\r\n[c]\r\n", 1, "a.b", "[a]\r\n[c]\r\n"),
    (
        "# c\n[a]\nb = x \\\n  y\n; d\n",
        3,
        "a.b",
        "# c\n[a]\n; d\n",
    ),
    ("[a]\nb = 1\nb = 2\nb = 3", 4, "a.b", "[a]\nb = 1\nb = 2\n"),
    ("[a]\nb", 2, "a.b", "[a]\n"),
];

const ADDS: &[(&str, &str, &str, &str)] = &[
    ("", "a.b", "1", "[a]\n\tb = 1\n"),
    ("\u{feff}", "a.b", "1", "\u{feff}[a]\n\tb = 1\n"),
    (
        "[a]\n  c = 1\n\n[d]\n",
        "a.b",
        "1",
        "[a]\n  c = 1\n  b = 1\n\n[d]\n",
    ),
    ("[A]\r\n[d]\r\n", "a.b", "1", "[A]\r\n\tb = 1\r\n[d]\r\n"),
    ("[a]\nc = 1", "a.b", "1", "[a]\nc = 1\nb = 1\n"),
    ("[a]\nc = 1\\", "a.b", "1", "[a]\nc = 1\\\n\nb = 1\n"),
    ("[a] c = 1 # d\n", "a.b", "1", "[a] c = 1 # d\n\tb = 1\n"),
    (
        "[a][d]\n\te = 1\n",
        "a.b",
        "1",
        "[a][d]\n\te = 1\n[a]\n\tb = 1\n",
    ),
    (
        "[a]\n",
        "a.https://h/\\\"x.useHttpPath",
        "",
        "[a]\n[a \"https://h/\\\\\\\"x\"]\n\tuseHttpPath =\n",
    ),
];

#[test]
fn a_value_changes_and_everything_around_it_stays() {
    for (before, line, key, value, after) in SETS {
        let edited = set(before.as_bytes(), *line, &key_of(key), value.as_bytes());
        if after.is_empty() {
            // Git refuses such a file.
            assert!(matches!(edited, Err(EditError::Syntax(_))), "{before}");
            continue;
        }
        assert_eq!(text(edited), *after, "{before}");
        git_agrees(after.as_bytes(), before.as_bytes(), |settings| {
            let at = settings.iter().position(|s| s.line == *line).unwrap();
            settings[at].value = Some(value.as_bytes().to_vec());
        });
    }
}

#[test]
fn a_setting_goes_and_everything_around_it_stays() {
    for (before, line, key, after) in REMOVES {
        let edited = remove(before.as_bytes(), *line, &key_of(key));
        assert_eq!(text(edited), *after, "{before}");
        git_agrees(after.as_bytes(), before.as_bytes(), |settings| {
            settings.retain(|setting| setting.line != *line);
        });
    }
}

#[test]
fn a_setting_comes_beside_those_of_its_section() {
    for (before, key, value, after) in ADDS {
        let edited = add(before.as_bytes(), &key_of(key), value.as_bytes());
        assert_eq!(text(edited), *after, "{before}");
        assert_eq!(
            listed(after.as_bytes()).len(),
            listed(before.as_bytes()).len() + 1
        );
    }
}

#[test]
fn what_is_not_there_is_not_edited() {
    let file = b"[a]\n\tb = 1\n";
    for (line, key) in [(1, "a.b"), (3, "a.b"), (2, "a.c"), (2, "a.x.b")] {
        let key = key_of(key);
        let gone = EditError::NotThere { line };
        assert_eq!(set(file, line, &key, b"2"), Err(gone));
        let gone = EditError::NotThere { line };
        assert_eq!(remove(file, line, &key), Err(gone));
    }
    assert!(set(file, 2, &key_of("a.b"), b"x\0y").is_err());
    for bad in ["a", "a.", ".b", "a.1", "a_b.c", "a.x\ny.c", "a.b c"] {
        assert_eq!(Key::parse(bad), None, "{bad}");
    }
}

#[test]
fn shown_lines_hold_no_secret() {
    let file = "[remote \"o\"]\n\turl = https://u:hunter2@h/p # https://u:hunter2@h\n\
                \tpushurl = \"https://u:hun\\\nter2@h/p\"\n; https://x:hunter2@h/\n\
                [url \"https://u:hunter2@h/\"] insteadOf = gh:\n\
                [http \"https://h\"]\n\textraHeader = \"Authorization: Basic hunter2\"\n\
                \tproxy = http://p:hunter2@proxy:3128\n[credential]\n\
                \thelper = \"!f() { echo username=me; echo password=hunter2; }; f\"\n\
                \thelper = store\n\tusername = ghp_000000000000000000000000000000000000\n";
    let lines = shown_lines(file.as_bytes());
    assert_eq!(lines.len(), file.lines().count());
    let all = lines.join("\n");
    assert!(
        !all.contains("hunter2") && !all.contains("hun\\") && !all.contains("ter2"),
        "{all}"
    );
    assert!(!all.contains("ghp_0"), "{all}");
    assert_eq!(lines[1], " url = https://u:•••@h/p # https://u:•••@h");
    assert_eq!(lines[11], " helper = store");
}

#[test]
fn a_section_is_renamed_wherever_it_begins() {
    let file = b"[url \"a\"] insteadOf = x ; why\n[b]\n\tc = 1\n[URL \"a\"]\n\tpushInsteadOf = y\n[url \"A\"]\n";
    let renamed = rename_section(file, &key_of("url.a.any"), b"new \"one\"").unwrap();
    assert_eq!(
        text(Ok(renamed.clone())),
        "[url \"new \\\"one\\\"\"] insteadOf = x ; why\n[b]\n\tc = 1\n[url \"new \\\"one\\\"\"]\n\tpushInsteadOf = y\n[url \"A\"]\n"
    );
    git_agrees(&renamed, file, |settings| {
        for setting in settings.iter_mut().filter(|s| s.section == "url") {
            setting.subsection = Some(b"new \"one\"".to_vec());
        }
    });
    assert!(rename_section(file, &key_of("url.c.any"), b"x").is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_layout_shows_a_secret(
        cuts in prop::collection::vec((prop::sample::select(vec!["\\\n", "\\\r\n  ", "\"\""]), any::<prop::sample::Index>()), 0..4),
        template in prop::sample::select(LAYOUTS.to_vec()),
        is_quoted in any::<bool>(),
    ) {
        let mut url = "https://u:hunter2@git.example/p".to_owned();
        for (cut, at) in cuts {
            url.insert_str(at.index(url.len()), cut);
        }
        if is_quoted && !url.contains('"') {
            url = format!("\"{url}\"");
        }
        let whole = "https://u:hunter2@git.example/p";
        let file = template.replace("URL", &url).replace("WHOLE", whole);
        let Ok(settings) = parse(file.as_bytes()) else {
            return Ok(());
        };
        // Cut elsewhere it is another value, without a secret.
        if !settings.iter().any(|setting| setting.value.as_deref() == Some(whole.as_bytes())) {
            return Ok(());
        }
        for line in shown_lines(file.as_bytes()) {
            for part in ["hunter2", "hunt", "ter2", "r2@", "u:h"] {
                prop_assert!(!line.contains(part), "{line:?} of {file:?}");
            }
        }
    }
}

/// Where a URL may stand.
const LAYOUTS: &[&str] = &[
    "[remote \"o\"]\n\turl = URL\n",
    "[remote \"o\"] url=URL # why\r\n\tfetch = x\r\n",
    "[http]\n proxy =   URL   ; WHOLE\n",
    "[a]\n\tb = 1\n# see WHOLE\n\tc = URL",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_file_is_edited_as_git_understands_it(
        pieces in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..16),
        value in prop::collection::vec(prop::sample::select(b"ax \t\n\"\\;#\r=@".to_vec()), 0..5),
        at in any::<prop::sample::Index>(),
    ) {
        let file = pieces.concat();
        let Ok(settings) = parse(&file) else {
            return Ok(());
        };
        if !settings.is_empty() {
            let nth = at.index(settings.len());
            let Setting { line, .. } = settings[nth];
            let key = Key::of(&settings[nth]);
            let edited = set(&file, line, &key, &value).unwrap();
            git_agrees(&edited, &file, |settings| settings[nth].value = Some(value.clone()));
            let edited = remove(&file, line, &key).unwrap();
            git_agrees(&edited, &file, |settings| drop(settings.remove(nth)));
        }
        let edited = add(&file, &key_of("a.b.key"), &value).unwrap();
        prop_assert!(is_within(&file, &edited), "bytes were lost");
        prop_assert_eq!(listed(&edited).len(), settings.len() + 1);
        prop_assert_eq!(remove_one(&listed(&edited), &value), listed(&file));
    }
}

/// Whether all bytes of `inner` stand in `outer`, in one or two runs.
fn is_within(inner: &[u8], outer: &[u8]) -> bool {
    let start = inner.iter().zip(outer).take_while(|(a, b)| a == b).count();
    outer.ends_with(&inner[start..])
}

/// Less the last `a.b.key` of this value.
fn remove_one(listed: &[Pair], value: &[u8]) -> Vec<Pair> {
    let added = (b"a.b.key".to_vec(), Some(value.to_vec()));
    let mut rest = listed.to_vec();
    let at = rest.iter().rposition(|pair| *pair == added).unwrap();
    rest.remove(at);
    rest
}

/// What Git reads from `edited` is what it reads from `before`, changed by `change`.
fn git_agrees(edited: &[u8], before: &[u8], change: impl FnOnce(&mut Vec<Setting>)) {
    let mut wanted = parse(before).unwrap();
    change(&mut wanted);
    let wanted: Vec<Pair> = wanted.iter().map(pair).collect();
    assert_eq!(listed(edited), wanted, "{}", edited.escape_ascii());
}

type Pair = (Vec<u8>, Option<Vec<u8>>);

fn pair(setting: &Setting) -> Pair {
    let subsection = setting.subsection.as_ref();
    let subsection = subsection.map_or(Vec::new(), |name| [name.as_slice(), b"."].concat());
    let key = [
        setting.section.as_bytes(),
        b".",
        &subsection,
        setting.name.as_bytes(),
    ]
    .concat();
    (key, setting.value.clone())
}

/// What real Git reads from a file.
fn listed(file: &[u8]) -> Vec<Pair> {
    let home = Home::new();
    let path = home.write("listed", file);
    let output = home
        .command("git")
        .args(["config", "--list", "-z", "--file"])
        .arg(path)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", file.escape_ascii());
    let entries = output.stdout.split_inclusive(|&byte| byte == 0);
    entries
        .map(|entry| entry.strip_suffix(b"\0").unwrap())
        .map(|entry| match entry.iter().position(|&byte| byte == b'\n') {
            Some(end) => (entry[..end].to_vec(), Some(entry[end + 1..].to_vec())),
            None => (entry.to_vec(), None),
        })
        // Lines without a section mean nothing.
        .filter(|(key, _)| key.contains(&b'.'))
        .collect()
}

fn key_of(text: &str) -> Key {
    Key::parse(text).unwrap()
}

fn text(edited: Result<Vec<u8>, EditError>) -> String {
    String::from_utf8(edited.unwrap()).unwrap()
}

/// Headers, settings, comments and what may stand between them.
const PIECES: &[&[u8]] = &[
    b"[a]",
    b"[a \"b\"]",
    b"[A.b]",
    b"[c]\n",
    b"\n",
    b"\r\n",
    b"\n# comment\n",
    b"; why\n",
    b"\n\tkey = value\n",
    b"key",
    b" = ",
    b"=",
    b"value",
    b"  ",
    b"\"",
    b"\\\n",
    b"\\",
    b"\xef\xbb\xbf",
];
