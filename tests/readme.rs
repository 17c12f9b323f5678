//! What the README promises is there: commands, flags, exit codes, tests and pictures.

use std::collections::BTreeSet;

use git_locksmith::cli::Exit;

use crate::support::cli::Cli;
use crate::support::home::Home;
use crate::support::source_text::{self, SourceFile, read, root};

/// The words after `--` in a text.
fn flags(text: &str) -> BTreeSet<String> {
    text.split("--")
        .skip(1)
        .map(|rest| {
            let end = rest.find(|c: char| !(c.is_ascii_lowercase() || c == '-'));
            rest[..end.unwrap_or(rest.len())].to_owned()
        })
        .filter(|flag| !flag.is_empty() && flag != "help")
        .collect()
}

#[test]
fn each_command_has_the_flags_that_are_told() {
    let cli = Cli::new(Home::new());
    let readme = read("README.md");
    let mut commands = 0;
    for line in readme.lines() {
        let Some((command, told)) = line
            .strip_prefix("git-locksmith ")
            .and_then(|rest| rest.split_once(' '))
            .filter(|(command, _)| !command.starts_with('['))
        else {
            continue;
        };
        let help = cli.run(&[command, "--help"], "");
        assert_eq!(help.code, 0, "{command}");
        let options = help.out.split("Options:").nth(1).unwrap();
        // Only the first words of a line: an explanation may name other flags.
        let options: Vec<&str> = options
            .lines()
            .filter(|line| line.trim_start().starts_with("--"))
            .filter_map(|line| line.split_whitespace().next())
            .collect();
        assert_eq!(flags(told), flags(&options.join(" ")), "{command}");
        commands += 1;
    }
    assert_eq!(commands, 8);
}

#[test]
fn exit_codes_are_those_of_the_program() {
    let readme = read("README.md");
    let told: Vec<i32> = readme
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(' ').next()?.parse().ok())
        .collect();
    let real = [
        Exit::Fine,
        Exit::NeedsAttention,
        Exit::WrongUsage,
        Exit::Failed,
    ];
    assert_eq!(told, real.map(|exit| exit as i32));
}

#[test]
fn each_rule_names_tests_that_exist() {
    let readme = read("README.md");
    let rules: Vec<&str> = readme
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_digit()))
        .collect();
    assert_eq!(rules.len(), 10);
    let tests = source_text::of("tests");
    for rule in rules {
        let named = rule.rsplit_once('(').expect("a rule ends with its tests").1;
        for area in named.split('`').skip(1).step_by(2) {
            let in_file = |file: &SourceFile| {
                let rest = file.name.strip_prefix("tests/").unwrap();
                let is_of_area = rest
                    .strip_prefix(area)
                    .is_some_and(|rest| rest.starts_with(['.', '/']));
                is_of_area && file.text.contains("#[test]")
            };
            assert!(tests.iter().any(in_file), "no tests in {area}: {rule}");
        }
    }
}

#[test]
fn links_lead_somewhere() {
    for text in ["README.md", "CHANGELOG.md"] {
        for link in read(text).split("](").skip(1) {
            let target = link.split(')').next().unwrap();
            assert!(
                target.starts_with("https://") || root().join(target).exists(),
                "{text} links to {target}"
            );
        }
    }
}
