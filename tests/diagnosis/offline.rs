//! Rules that need no network: what they say, and where they hold their tongue.

use std::path::PathBuf;

use git_locksmith::model::finding::Weight;
use git_locksmith::model::machine::{Date, System};
use git_locksmith::model::surroundings::{MissingHelper, MissingProgram, Place};
use git_locksmith::model::{
    AccessState, Change, Finding, Fix, HelperInForce, Machine, Origin, RemoteReport, Scope,
    StoreKind, TokenKind,
};

use super::{answered, findings_on, remote, saved};

const GITHUB: &str = "https://github.com/acme/api.git";

fn origin(scope: Scope, file: &str, line: u32) -> Origin {
    Origin {
        scope,
        file: PathBuf::from(file),
        line,
    }
}

fn mine(line: u32) -> Origin {
    origin(Scope::Global, "/home/me/.gitconfig", line)
}

/// A remote with these helpers in force, the nth on line n of the person's file.
fn with_helpers(url: &str, values: &[&str]) -> RemoteReport {
    let mut remote = remote(url);
    for (line, value) in (1..).zip(values) {
        remote.settings.helpers.push(HelperInForce {
            value: (*value).to_owned(),
            origin: mine(line),
        });
        remote.surroundings.helper_settings.push(Place {
            key: "credential.helper".to_owned(),
            origin: mine(line),
        });
    }
    remote
}

/// Its nth helper is not there.
fn lacks(remote: &mut RemoteReport, nth: usize, program: &str, replacement: Option<&str>) {
    remote.surroundings.missing_helpers.push(MissingHelper {
        helper: remote.settings.helpers[nth].clone(),
        program: program.to_owned(),
        replacement: replacement.map(str::to_owned),
    });
}

fn works(mut remote: RemoteReport) -> RemoteReport {
    remote.fetch = answered(AccessState::Works, 200, "");
    remote.push = answered(AccessState::Works, 200, "");
    remote
}

fn rejected(mut remote: RemoteReport) -> RemoteReport {
    remote.fetch = answered(AccessState::Rejected, 401, "");
    remote
}

fn found(remote: &RemoteReport, machine: &Machine, rule: &str) -> Option<Finding> {
    let mut findings = findings_on(remote, &[], machine).into_iter();
    findings.find(|finding| finding.rule == rule)
}

fn weight(remote: &RemoteReport, machine: &Machine, rule: &str) -> Option<Weight> {
    found(remote, machine, rule).map(|finding| finding.weight)
}

fn changes(finding: &Finding) -> Vec<&Change> {
    let changes = finding.fixes.iter().filter_map(|fix| match fix {
        Fix::Change { change, .. } => Some(change),
        _ => None,
    });
    changes.collect()
}

fn set(value: &str, line: u32) -> Change {
    Change::SetValue {
        key: "credential.helper".to_owned(),
        value: value.to_owned(),
        origin: mine(line),
    }
}

fn removed(key: &str, origin: Origin) -> Change {
    Change::RemoveValue {
        key: key.to_owned(),
        origin,
    }
}

#[test]
fn a_helper_that_is_gone_is_named_and_replaced_or_removed() {
    let here = Machine::default();
    let mut renamed = with_helpers(GITHUB, &["manager-core"]);
    lacks(
        &mut renamed,
        0,
        "git-credential-manager-core",
        Some("manager"),
    );
    let finding = found(&renamed, &here, "helper-gone").unwrap();
    // Titles are shown as they are.
    assert_eq!(
        finding.title,
        "The credential helper manager-core is not there"
    );
    assert!(finding.evidence[0].contains("/home/me/.gitconfig:1"));
    assert_eq!(changes(&finding), [&set("manager", 1)]);

    let mut gone = with_helpers(GITHUB, &["store", "osxkeychain"]);
    lacks(&mut gone, 1, "git-credential-osxkeychain", None);
    let finding = found(&gone, &here, "helper-gone").unwrap();
    assert_eq!(changes(&finding), [&removed("credential.helper", mine(2))]);
}

#[test]
fn where_no_helper_would_be_left_one_that_is_there_is_offered() {
    let here = Machine::default();
    let mut only = with_helpers(GITHUB, &["manager-core"]);
    lacks(&mut only, 0, "git-credential-manager-core", None);
    only.surroundings.helper_to_use = Some("libsecret".to_owned());
    let finding = found(&only, &here, "helper-gone").unwrap();
    let added = Change::AddValue {
        key: "credential.helper".to_owned(),
        value: "libsecret".to_owned(),
    };
    let removed = removed("credential.helper", mine(1));
    assert_eq!(changes(&finding), [&removed, &added]);
    // Renaming it is enough.
    only.surroundings.missing_helpers[0].replacement = Some("manager".to_owned());
    let finding = found(&only, &here, "helper-gone").unwrap();
    assert_eq!(changes(&finding), [&set("manager", 1)]);
}

#[test]
fn an_address_for_a_user_name_is_explained_and_corrected() {
    let remote = remote("https://me@mail.example@git.example/acme/api.git");
    let finding = found(&remote, &Machine::default(), "unusual-url").unwrap();
    assert_eq!(finding.title, "An e-mail address stands in this URL");
    let url = "https://me%40mail.example@git.example/acme/api.git";
    let Fix::Change { words, change } = &finding.fixes[0] else {
        panic!("{finding:?}");
    };
    assert!(words.ends_with(url), "{words}");
    assert!(matches!(change, Change::SetUrl { url: to, .. } if to == url));
}

#[test]
fn the_home_folder_is_shown_as_a_tilde() {
    let here = Machine {
        home: Some("/home/me".to_owned()),
        ..Machine::default()
    };
    let mut gone = with_helpers(GITHUB, &["/mnt/home/me/x", "/home/meg/x", "/home/me/x"]);
    for (nth, program) in ["/mnt/home/me/x", "/home/meg/x", "/home/me/x"]
        .iter()
        .enumerate()
    {
        lacks(&mut gone, nth, program, None);
    }
    let finding = found(&gone, &here, "helper-gone").unwrap();
    assert_eq!(
        finding.evidence,
        [
            "credential.helper = /mnt/home/me/x (~/.gitconfig:1): no /mnt/home/me/x",
            "credential.helper = /home/meg/x (~/.gitconfig:2): no /home/meg/x",
            "credential.helper = ~/x (~/.gitconfig:3): no ~/x",
        ]
    );
}

#[test]
fn a_helper_that_is_gone_weighs_as_much_as_it_hinders() {
    let here = Machine::default();
    let mut only = with_helpers(GITHUB, &["foo"]);
    lacks(&mut only, 0, "git-credential-foo", None);
    let of = |remote| weight(&remote, &here, "helper-gone");
    assert_eq!(of(only.clone()), Some(Weight::Warning));
    assert_eq!(of(rejected(only.clone())), Some(Weight::Failure));
    assert_eq!(of(works(only)), Some(Weight::Note));
    let mut one_of_two = with_helpers(GITHUB, &["foo", "store"]);
    lacks(&mut one_of_two, 0, "git-credential-foo", None);
    assert_eq!(of(rejected(one_of_two)), Some(Weight::Note));
    assert_eq!(of(with_helpers(GITHUB, &["store"])), None);
}

#[test]
fn what_the_system_set_up_is_told_and_not_changed() {
    let mut remote = with_helpers(GITHUB, &["osxkeychain"]);
    let system = origin(Scope::System, "/etc/gitconfig", 3);
    remote.settings.helpers[0].origin = system.clone();
    remote.surroundings.helper_settings[0].origin = system;
    lacks(&mut remote, 0, "git-credential-osxkeychain", None);
    let finding = found(&remote, &Machine::default(), "helper-gone").unwrap();
    assert_eq!(changes(&finding), Vec::<&Change>::new());
    assert!(format!("{:?}", finding.fixes).contains("/etc/gitconfig:3"));
}

#[test]
fn two_helpers_that_answer_are_told() {
    let here = Machine::default();
    let two = with_helpers(GITHUB, &["osxkeychain", "manager"]);
    let finding = found(&two, &here, "helper-chain").unwrap();
    assert_eq!(finding.evidence.len(), 2);
    assert_eq!(changes(&finding), [&removed("credential.helper", mine(2))]);
    let of = |remote| weight(&remote, &here, "helper-chain");
    assert_eq!(of(works(two.clone())), Some(Weight::Note));
    assert_eq!(of(rejected(two)), Some(Weight::Warning));
    let many = with_helpers(GITHUB, &["store", "libsecret", "locksmith"]);
    assert_eq!(
        found(&many, &here, "helper-chain").unwrap().title,
        "Several credential helpers answer: store first, then libsecret"
    );
    let mut unsaved = many;
    unsaved.fetch = answered(AccessState::SignInNeeded, 401, "");
    assert_eq!(of(unsaved), Some(Weight::Note), "nothing was refused");
    let twice = with_helpers(GITHUB, &["store", "store"]);
    assert_eq!(of(rejected(twice.clone())), Some(Weight::Note));
    assert!(
        found(&twice, &here, "helper-chain")
            .unwrap()
            .title
            .contains("twice")
    );
}

#[test]
fn usual_pairs_of_helpers_are_no_chain() {
    let here = Machine::default();
    for usual in [
        &["cache", "oauth"][..],
        &["cache --timeout 60", "store"],
        &["libsecret"],
        &[],
    ] {
        let remote = with_helpers(GITHUB, usual);
        assert_eq!(
            found(&rejected(remote), &here, "helper-chain"),
            None,
            "{usual:?}"
        );
    }
    let mut one_is_gone = with_helpers(GITHUB, &["osxkeychain", "store"]);
    lacks(&mut one_is_gone, 0, "git-credential-osxkeychain", None);
    assert_eq!(found(&one_is_gone, &here, "helper-chain"), None);
}

#[test]
fn a_secret_in_a_url_can_be_moved() {
    let url = "https://me:not-a-known-token@git.example/acme/api.git";
    let finding = found(
        &with_helpers(url, &["store"]),
        &Machine::default(),
        "secret-in-url",
    )
    .unwrap();
    assert_eq!(changes(&finding), [&Change::MoveSecretIntoStore]);
    assert!(!format!("{finding:?}").contains("not-a-known-token"));
    let mut rewritten = remote(url);
    rewritten.surroundings.secret_rewrites = vec![Place {
        key: "url.https://me:•••@git.example/.insteadof".to_owned(),
        origin: mine(9),
    }];
    let finding = found(&rewritten, &Machine::default(), "secret-in-url").unwrap();
    assert!(finding.evidence[1].contains("/home/me/.gitconfig:9"));
    let plain = remote("https://me@git.example/acme/api.git");
    assert_eq!(found(&plain, &Machine::default(), "secret-in-url"), None);
}

#[test]
fn a_header_that_signs_in_is_the_cause() {
    let here = Machine::default();
    let key = "http.https://github.com/.extraheader".to_owned();
    let own = origin(Scope::Local, "/work/api/.git/config", 8);
    let mut with_header = remote(GITHUB);
    with_header.surroundings.authorization_headers = vec![Place {
        key: key.clone(),
        origin: own.clone(),
    }];
    let finding = &findings_on(&rejected(with_header.clone()), &[], &here)[0];
    assert_eq!(
        (finding.rule, finding.weight),
        ("shadowed", Weight::Failure)
    );
    assert_eq!(changes(finding), [&removed(&key, own)]);
    assert_eq!(
        weight(&with_header, &here, "shadowed"),
        Some(Weight::Warning)
    );
    assert_eq!(
        weight(&works(with_header.clone()), &here, "shadowed"),
        Some(Weight::Note)
    );
    // What the repository includes from elsewhere is not ours to change.
    with_header.surroundings.authorization_headers[0].origin =
        origin(Scope::Local, "/home/me/elsewhere", 1);
    let finding = found(&with_header, &here, "shadowed").unwrap();
    assert_eq!(changes(&finding), Vec::<&Change>::new());
}

#[test]
fn a_netrc_login_shadows_only_what_is_there_beside_it() {
    let here = Machine::default();
    let mut login = saved("github.com", TokenKind::Unknown);
    login.store = StoreKind::Netrc;
    let mut alone = remote(GITHUB);
    alone.saved = vec![login.clone()];
    assert_eq!(found(&alone, &here, "shadowed"), None);
    let finding = found(&rejected(alone.clone()), &here, "shadowed").unwrap();
    let entry = Box::new(login);
    assert_eq!(changes(&finding), [&Change::RemoveNetrcLogin { entry }]);
    let mut beside = alone;
    beside.saved.push(saved("github.com", TokenKind::Unknown));
    assert_eq!(weight(&beside, &here, "shadowed"), Some(Weight::Note));
    assert_eq!(
        weight(&rejected(beside.clone()), &here, "shadowed"),
        Some(Weight::Warning)
    );
    assert_eq!(found(&works(beside), &here, "shadowed"), None);
}

#[test]
fn a_token_variable_matters_only_to_the_program_that_reads_it() {
    let machine = Machine {
        token_variables: vec!["GITHUB_TOKEN"],
        ..Machine::default()
    };
    let gh = with_helpers(GITHUB, &["!/usr/bin/gh auth git-credential"]);
    assert_eq!(
        weight(&rejected(gh.clone()), &machine, "shadowed"),
        Some(Weight::Warning)
    );
    assert_eq!(found(&gh, &Machine::default(), "shadowed"), None);
    assert_eq!(found(&works(gh), &machine, "shadowed"), None);
    assert_eq!(
        found(&with_helpers(GITHUB, &["store"]), &machine, "shadowed"),
        None
    );
    let elsewhere = with_helpers("https://git.example/a/b", &["!gh auth git-credential"]);
    assert_eq!(found(&elsewhere, &machine, "shadowed"), None);
}

#[test]
fn an_ask_pass_that_is_gone_matters_where_nothing_is_saved() {
    let machine = Machine {
        missing_ask_pass: vec![MissingProgram {
            named_by: "GIT_ASKPASS".to_owned(),
            program: "/gone/askpass.sh".to_owned(),
            origin: None,
        }],
        ..Machine::default()
    };
    let mut remote = remote(GITHUB);
    assert_eq!(
        weight(&remote, &machine, "stale-askpass"),
        Some(Weight::Note)
    );
    assert_eq!(
        found(&works(remote.clone()), &machine, "stale-askpass"),
        None
    );
    assert_eq!(found(&remote, &Machine::default(), "stale-askpass"), None);
    remote.fetch = answered(AccessState::SignInNeeded, 401, "");
    let finding = &findings_on(&remote, &[], &machine)[0];
    assert_eq!(
        (finding.rule, finding.weight),
        ("stale-askpass", Weight::Warning)
    );
    assert!(finding.evidence[0].contains("/gone/askpass.sh"));
    remote.saved = vec![saved("github.com", TokenKind::Unknown)];
    remote.fetch = answered(AccessState::Forbidden, 403, "");
    assert_eq!(found(&remote, &machine, "stale-askpass"), None);
}

#[test]
fn linux_wants_a_store_for_the_manager() {
    let here = Machine::default();
    let manager = with_helpers(GITHUB, &["/usr/local/bin/git-credential-manager"]);
    let finding = found(&manager, &here, "linux-store").unwrap();
    let change = Change::AddValue {
        key: "credential.credentialStore".to_owned(),
        value: "secretservice".to_owned(),
    };
    assert_eq!(changes(&finding), [&change]);
    let mut with_store = manager.clone();
    with_store.surroundings.credential_store = Some("gpg".to_owned());
    assert_eq!(found(&with_store, &here, "linux-store"), None);
    let weight_of = |helpers: &[&str]| {
        let remote = rejected(with_helpers(GITHUB, helpers));
        weight(&remote, &here, "linux-store")
    };
    assert_eq!(weight_of(&["manager"]), Some(Weight::Failure));
    assert_eq!(
        weight_of(&["store", "manager"]),
        Some(Weight::Note),
        "another keeps them"
    );
    let windows = Machine {
        system: System::Windows,
        ..Machine::default()
    };
    assert_eq!(found(&manager, &windows, "linux-store"), None);
}

#[test]
fn the_keyrings_helper_that_is_not_installed_has_advice_of_its_own() {
    let here = Machine::default();
    let mut remote = with_helpers(GITHUB, &["libsecret"]);
    lacks(&mut remote, 0, "git-credential-libsecret", None);
    assert!(found(&remote, &here, "linux-store").is_some());
    assert_eq!(found(&remote, &here, "helper-gone"), None);
}

#[test]
fn a_helper_of_windows_that_moved_is_told_in_wsl_only() {
    let wsl = Machine {
        is_wsl: true,
        ..Machine::default()
    };
    let path = "/mnt/c/Program Files/Git/mingw64/libexec/git-core/git-credential-manager-core.exe";
    let mut remote = with_helpers(GITHUB, &[&path.replace(' ', "\\ ")]);
    lacks(&mut remote, 0, path, None);
    assert!(found(&remote, &wsl, "wsl-split").is_some());
    assert_eq!(found(&remote, &wsl, "helper-gone"), None);
    assert_eq!(found(&remote, &Machine::default(), "wsl-split"), None);
    assert!(found(&remote, &Machine::default(), "helper-gone").is_some());
}

fn on(month: u8, day: u8) -> Machine {
    Machine {
        today: Date {
            year: 2026,
            month,
            day,
        },
        ..Machine::default()
    }
}

#[test]
fn tokens_for_all_organisations_are_told_before_and_after_their_end() {
    let rule = "ado-global-pat";
    let mut one = remote("https://dev.azure.com/acme/web/_git/web");
    assert_eq!(found(&one, &on(11, 30), rule), None);
    one.saved = vec![saved("dev.azure.com", TokenKind::AzureDevOpsToken)];
    one.surroundings.azure_organisations = 1;
    assert_eq!(weight(&one, &on(11, 30), rule), Some(Weight::Note));
    one.surroundings.azure_organisations = 2;
    assert_eq!(weight(&one, &on(11, 30), rule), Some(Weight::Warning));
    assert_eq!(found(&one, &on(12, 1), rule), None);
    let refused = rejected(one.clone());
    let after = &findings_on(&refused, &[], &on(12, 1))[0];
    assert_eq!((after.rule, after.weight), (rule, Weight::Failure));
    assert!(after.title.contains("no longer"), "{}", after.title);
    let change = Change::AddValue {
        key: "credential.https://dev.azure.com.useHttpPath".to_owned(),
        value: "true".to_owned(),
    };
    assert_eq!(changes(after), [&change]);
    one.saved = vec![saved("dev.azure.com", TokenKind::WebToken)];
    assert_eq!(found(&one, &on(11, 30), rule), None);
    let mut elsewhere = remote(GITHUB);
    elsewhere.saved = vec![saved("github.com", TokenKind::AzureDevOpsToken)];
    assert_eq!(found(&elsewhere, &on(11, 30), rule), None);
}

#[test]
fn an_account_is_asked_for_only_where_nothing_names_one() {
    let rule = "account-picker-loop";
    let here = Machine::default();
    let of_manager = |name: &str| {
        let mut entry = saved("github.com", TokenKind::GitHubSignIn);
        entry.written_by = Some("manager");
        entry.username = Some(name.to_owned());
        entry
    };
    let mut two = with_helpers(GITHUB, &["manager"]);
    two.saved = vec![of_manager("one"), of_manager("two")];
    assert_eq!(changes(&found(&two, &here, rule).unwrap()).len(), 2);
    let mut named = two.clone();
    named.settings.username = Some("one".to_owned());
    assert_eq!(found(&named, &here, rule), None);
    let mut other_helper = with_helpers(GITHUB, &["store"]);
    other_helper.saved.clone_from(&two.saved);
    assert_eq!(found(&other_helper, &here, rule), None);
    two.saved = vec![of_manager("one"), of_manager("one")];
    assert_eq!(found(&two, &here, rule), None);
}

#[test]
fn wincred_is_told_of_until_it_was_mended() {
    let on = |system, words: &str| Machine {
        system,
        git_words: words.to_owned(),
        ..Machine::default()
    };
    for (words, is_told) in [
        ("2.47.1.windows.2", true),
        ("2.55.0.windows.2", true),
        ("2.55.0.windows.3", false),
        ("2.56.0.windows.1", false),
        ("2.47.3", false),
    ] {
        let remote = with_helpers(GITHUB, &["wincred"]);
        let finding = found(&remote, &on(System::Windows, words), "wincred-limits");
        assert_eq!(finding.is_some(), is_told, "{words}");
        if let Some(finding) = finding {
            assert_eq!(changes(&finding), [&set("manager", 1)]);
        }
        assert_eq!(
            found(&remote, &on(System::Linux, words), "wincred-limits"),
            None
        );
    }
    let other = with_helpers(GITHUB, &["manager"]);
    let old = on(System::Windows, "2.47.1.windows.2");
    assert_eq!(found(&other, &old, "wincred-limits"), None);
}
