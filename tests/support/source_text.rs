//! The source files as text, for the tidy rules.

use std::fs;
use std::path::{Path, PathBuf};

/// A source file.
pub struct SourceFile {
    /// Its path from the root of the package, with `/`.
    pub name: String,
    /// All of it.
    pub text: String,
}

/// The root of the package.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A file of the package as text.
pub fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// All Rust files below `folder`.
pub fn of(folder: &str) -> Vec<SourceFile> {
    let mut files = Vec::new();
    collect(&root().join(folder), &mut files);
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files
}

/// One file.
pub fn file(name: &str) -> SourceFile {
    SourceFile {
        name: name.to_owned(),
        text: read(name),
    }
}

fn collect(folder: &Path, files: &mut Vec<SourceFile>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.strip_prefix(root()).unwrap().to_str().unwrap();
            files.push(file(&name.replace('\\', "/")));
        }
    }
}

impl SourceFile {
    /// The folder below `src/`; `None` for files that lie in `src/` itself and for the binaries.
    pub fn folder(&self) -> Option<&str> {
        let (folder, _) = self.name.strip_prefix("src/")?.split_once('/')?;
        (folder != "bin").then_some(folder)
    }

    /// The file's name without `.rs`.
    pub fn stem(&self) -> &str {
        let name = self.name.rsplit('/').next().unwrap_or_default();
        name.trim_end_matches(".rs")
    }

    /// The text with its comments left empty, line by line.
    pub fn code(&self) -> String {
        let without_comment = |line: &str| {
            let is_comment = line.trim_start().starts_with("//");
            let code = line.split(" // ").next().unwrap_or_default();
            if is_comment { "" } else { code }.to_owned()
        };
        self.text
            .lines()
            .map(without_comment)
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// Every path that the code takes from the root of the crate, without `crate::`, with the
    /// braces of `use` lines taken apart.
    pub fn paths_into_the_crate(&self) -> Vec<String> {
        let code = self.code();
        assert!(
            !code.contains("super::super::"),
            "{}: `super::super` hides which folder is meant; write `crate::`",
            self.name
        );
        let mut paths = Vec::new();
        for (at, start) in code.match_indices("crate::") {
            paths.extend(expand(&code[at + start.len()..]));
        }
        paths
    }
}

/// `a::{b, c::D}` becomes `a::b` and `a::c`.
fn expand(text: &str) -> Vec<String> {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'));
    let (path, rest) = text.split_at(end.unwrap_or(text.len()));
    let Some(prefix) = path.strip_suffix("::") else {
        return match (path.is_empty(), rest.starts_with('{')) {
            (true, true) => inside_braces(rest).iter().flat_map(|p| expand(p)).collect(),
            _ => vec![path.to_owned()],
        };
    };
    inside_braces(rest)
        .iter()
        .flat_map(|inner| expand(inner))
        .map(|inner| format!("{prefix}::{inner}"))
        .collect()
}

/// The parts between the commas of `{…}`, which may hold braces themselves.
fn inside_braces(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0;
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        match c {
            '{' if depth == 0 => depth = 1,
            '}' if depth == 1 => break,
            ',' if depth == 1 => parts.push(String::new()),
            _ => {
                depth += i32::from(c == '{') - i32::from(c == '}');
                parts.last_mut().expect("never empty").push(c);
            }
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

#[test]
fn paths_are_taken_apart() {
    let file = SourceFile {
        name: "src/x/y.rs".to_owned(),
        text: "use crate::model::{Access, finding::{Weight, Fix}};\n// crate::no\nlet a = crate::git::run();\nuse crate::{app, ui};"
            .to_owned(),
    };
    assert_eq!(
        file.paths_into_the_crate(),
        [
            "model::Access",
            "model::finding::Weight",
            "model::finding::Fix",
            "git::run",
            "app",
            "ui"
        ]
    );
}
