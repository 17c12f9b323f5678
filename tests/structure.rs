//! Tidy rules: what the folders may use, where the dangerous things are, how long a file may be.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::source_text::{self, SourceFile, read};

/// What is drawn, and what is answered; never what works on it.
const UI: &[&str] = &[
    "app::Action",
    "app::action",
    "app::Drafts",
    "app::drafts",
    "app::State",
    "app::state",
    "model",
];

/// Which folder may use which: the arrows of `src/lib.rs`.
const ARROWS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("git", &["model"]),
    ("store", &["git", "model"]),
    ("probe", &["git", "model"]),
    ("diagnosis", &["model"]),
    ("jobs", &["diagnosis", "probe", "store", "git", "model"]),
    ("ui", UI),
    ("app", &["ui", "jobs", "git", "model"]),
    ("cli", &["jobs", "git", "model"]),
    ("helper", &["store", "git", "model"]),
];

#[test]
fn folders_use_only_what_the_arrows_allow() {
    for file in source_text::of("src") {
        let Some(folder) = file.folder() else {
            continue;
        };
        let allowed = ARROWS.iter().find(|(name, _)| *name == folder);
        let (_, allowed) = allowed.unwrap_or_else(|| panic!("{folder} has no arrows"));
        for path in file.paths_into_the_crate() {
            let inside = starts_with_module(&path, folder);
            let follows_an_arrow = allowed.iter().any(|to| starts_with_module(&path, to));
            assert!(
                inside || follows_an_arrow,
                "{}: {folder} may not use crate::{path}",
                file.name
            );
        }
    }
}

#[test]
fn the_model_does_no_input_or_output() {
    for file in source_text::of("src/model") {
        // of std::net, the addresses are values
        let parts = [
            "fs", "net::Tcp", "net::Udp", "net::To", "process", "env", "thread", "io::std",
        ];
        for part in parts {
            let path = format!("std::{part}");
            assert_absent(&file, &path, "the model is values only");
        }
    }
}

#[test]
fn programs_start_in_one_place() {
    for file in source_text::of("src") {
        if file.name == "src/git/command.rs" {
            continue;
        }
        for starter in ["Command::new", "CommandWrap", "process::Command"] {
            assert_absent(&file, starter, "programs start through git::Run only");
        }
    }
}

#[test]
fn no_file_is_longer_than_600_lines() {
    for file in source_text::of("src")
        .into_iter()
        .chain(source_text::of("tests"))
    {
        let lines = file.text.lines().count();
        assert!(
            lines <= 600,
            "{} has {lines} lines; split it by reason",
            file.name
        );
    }
}

#[test]
fn nothing_is_unfinished_or_silenced() {
    for file in source_text::of("src") {
        for unwanted in [
            ".unwrap()",
            "allow(",
            "dbg!(",
            "eprintln!(",
            "println!(",
            "todo!(",
            "unimplemented!(",
        ] {
            assert_absent(&file, unwanted, "handle it, or use #[expect(…, reason)]");
        }
    }
}

#[test]
fn every_rule_of_the_diagnosis_is_asked() {
    let list = read("src/diagnosis/mod.rs");
    for file in source_text::of("src/diagnosis") {
        let rule = file.stem();
        if rule != "mod" && file.code().contains("pub(super) fn find(") {
            assert!(
                list.contains(&format!("    {rule}::find,\n")),
                "{rule} is not in RULES"
            );
        }
    }
}

#[test]
fn colours_are_named_in_the_theme_only() {
    for file in source_text::of("src/ui")
        .into_iter()
        .chain(source_text::of("src/app"))
    {
        if file.name.starts_with("src/ui/theme") {
            continue;
        }
        for maker in [
            "Color32::from_",
            "Color32::WHITE",
            "Color32::BLACK",
            "hex_color!",
            "gamma_multiply",
        ] {
            assert_absent(&file, maker, "colours have names, in ui/theme/palette.rs");
        }
        for figure in '0'..='9' {
            let maker = format!("add_space({figure}");
            assert_absent(&file, &maker, "gaps have names, in ui/theme.rs");
        }
    }
}

#[test]
fn every_dependency_has_its_reason() {
    let manifest = read("Cargo.toml");
    let mut section = "";
    let mut line_before = "";
    for line in manifest.lines() {
        if line.starts_with('[') {
            section = line;
            let named_here = line.contains("dependencies.");
            assert!(
                !named_here || line_before.starts_with('#'),
                "{line} has no reason above it"
            );
        } else if section.ends_with("dependencies]") && line.contains('=') {
            assert!(line.contains(" # "), "no reason beside: {line}");
        }
        line_before = line;
    }
}

#[test]
fn fields_of_the_json_are_documented() {
    let file = source_text::file("src/cli/json.rs");
    let lines: Vec<&str> = file.text.lines().collect();
    for (at, line) in lines.iter().enumerate() {
        let is_field = line.starts_with("    pub ") && line.ends_with(',');
        let above = lines[..at]
            .iter()
            .rev()
            .find(|line| !line.trim_start().starts_with("#["));
        let is_documented = above.is_some_and(|line| line.trim_start().starts_with("///"));
        assert!(!is_field || is_documented, "not documented: {line}");
    }
}

#[test]
fn nothing_names_the_machine_it_was_made_on() {
    // Put together here, so that this file does not name them itself.
    let folders = [
        ["/work", "/main"],
        ["/work", "/wt"],
        ["/work", "/shared"],
        ["/work", "/.library"],
        ["/root", "/"],
    ];
    for file in all_texts() {
        let text = fs::read_to_string(&file).unwrap_or_default();
        for folder in folders.map(|parts| parts.concat()) {
            assert!(!text.contains(&folder), "{} names {folder}", file.display());
        }
    }
}

fn assert_absent(file: &SourceFile, unwanted: &str, reason: &str) {
    let at = file.code().lines().position(|line| line.contains(unwanted));
    if let Some(line) = at {
        panic!("{}:{}: {unwanted}: {reason}", file.name, line + 1);
    }
}

fn starts_with_module(path: &str, module: &str) -> bool {
    path.strip_prefix(module)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// The texts of the repository, wherever they lie; not what is built.
fn all_texts() -> Vec<PathBuf> {
    let mut texts = Vec::new();
    collect(&source_text::root(), &mut texts);
    texts
}

fn collect(folder: &Path, texts: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name == ".git" || name == "target" {
            continue;
        }
        if path.is_dir() {
            collect(&path, texts);
        } else {
            texts.push(path);
        }
    }
}
