//! The four programs whose sign-ins are listed: each as it really writes them.

use git_locksmith::git::ask_helper;
use git_locksmith::jobs::undo::undo;
use git_locksmith::model::{Credential, Secret};

use super::{HOST, clear_user, list, realm, whose, workshop};
use crate::support::cli::Cli;
use crate::support::forge::{Account, Forge};
use crate::support::helpers::{self, helper};
use crate::support::home::Home;
use crate::support::keyring::{Item, Keyring};

/// A program that writes into the keyring.
struct Writer {
    name: &'static str,
    /// The value of `credential.helper`.
    value: String,
    schema: &'static str,
    /// Whether its items look like any network password but for their label.
    told_by_label: bool,
}

fn writers() -> Vec<Writer> {
    let of = |name, value: &str, schema| Writer {
        name,
        value: value.to_owned(),
        schema,
        told_by_label: name == "libsecret" && schema == "org.gnome.keyring.NetworkPassword",
    };
    let (old, new) = (helpers::libsecret(), helpers::libsecret_since_2_43());
    let own = env!("CARGO_BIN_EXE_git-credential-locksmith");
    let mut writers = vec![
        of(
            "libsecret",
            old.to_str().unwrap(),
            "org.gnome.keyring.NetworkPassword",
        ),
        of("libsecret", new.to_str().unwrap(), "org.git.Password"),
        of("locksmith", own, "io.github.git_locksmith.Credential"),
    ];
    if let Some(folder) = helpers::manager() {
        let manager = folder.join("git-credential-manager");
        writers.push(of(
            "manager",
            manager.to_str().unwrap(),
            "com.microsoft.GitCredentialManager",
        ));
    }
    writers
}

/// A home whose Git has this one helper.
fn home_with(writer: &Writer) -> (Home, Keyring) {
    let mut home = Home::new();
    // The manager refuses the keyring without a screen; it never shows anything on it.
    home.set("DISPLAY", ":4711");
    home.set("GCM_CREDENTIAL_STORE", "secretservice");
    home.set("GCM_PROVIDER", "generic");
    home.write(
        ".gitconfig",
        format!("[credential]\n\thelper = {}\n", writer.value),
    );
    let keyring = Keyring::unlocked(&mut home);
    (home, keyring)
}

fn save(home: &Home, writer: &Writer, user: &str) {
    let credential = Credential::new(user, Secret::new(format!("{user}'s secret")));
    ask_helper::approve(
        &home.git(),
        &helper(&writer.value),
        &realm(),
        HOST,
        &credential,
    )
    .unwrap();
}

/// Another program's items, each with the very attributes of one of the writer's.
fn add_bystanders(keyring: &Keyring, writer: &Writer) -> Vec<Item> {
    for item in keyring.items() {
        let attributes = item.attributes.iter();
        let with_schema = |schema| {
            let pairs = attributes
                .clone()
                .map(move |(name, value)| match name.as_str() {
                    "xdg:schema" => (name.as_str(), schema),
                    _ => (name.as_str(), value.as_str()),
                });
            pairs.collect::<Vec<_>>()
        };
        keyring.add(&item.label, &with_schema("org.example.App"), b"an app's");
        if writer.told_by_label {
            keyring.add("a network share", &with_schema(writer.schema), b"a share's");
        }
    }
    let is_added = |item: &Item| item.secret == b"an app's" || item.secret == b"a share's";
    let added: Vec<Item> = keyring.items().into_iter().filter(is_added).collect();
    assert!(!added.is_empty());
    added
}

#[test]
fn one_user_goes_all_go_and_all_come_back_beside_bystanders() {
    for writer in writers() {
        let (home, keyring) = home_with(&writer);
        save(&home, &writer, "alice");
        save(&home, &writer, "bob");
        let own = keyring.items();
        assert_eq!(own.len(), 2, "{}", writer.value);
        assert!(
            own.iter()
                .all(|item| item.attributes["xdg:schema"] == writer.schema)
        );
        let bystanders = add_bystanders(&keyring, &writer);
        let before = keyring.items();
        let both = ["alice", "bob"].map(|user| format!("{user} ({})", writer.name));
        assert_eq!(whose(&list(&home)), both);

        let cleared = clear_user(&home, Some("bob"));
        assert_eq!(whose(&cleared.removed), [both[1].as_str()]);
        assert_eq!(cleared.stayed, []);
        assert_eq!(whose(&list(&home)), [both[0].as_str()]);
        let mut left = before.clone();
        left.retain(|item| item.secret != own_secret(&own, "bob").secret);
        assert_eq!(keyring.items(), left, "{}", writer.value);
        assert_eq!(undo(&workshop(&home), &cleared.undo).failed, []);
        assert_eq!(keyring.items(), before, "{}", writer.value);

        let cleared = clear_user(&home, None);
        assert_eq!(whose(&cleared.removed), both);
        assert_eq!(cleared.stayed, []);
        assert_eq!(keyring.items(), bystanders, "{}", writer.value);
        assert_eq!(undo(&workshop(&home), &cleared.undo).restored.len(), 2);
        assert_eq!(keyring.items(), before, "{}", writer.value);
        assert!(!keyring.has_prompted());
    }
}

fn own_secret<'a>(items: &'a [Item], user: &str) -> &'a Item {
    let of_user = |item: &&Item| item.attributes.values().any(|value| value == user);
    items.iter().find(of_user).unwrap()
}

#[test]
fn a_new_token_takes_the_place_of_the_old_one_beside_bystanders() {
    const NEW: &str = "new-token-of-me";
    for writer in writers() {
        let (home, keyring) = home_with(&writer);
        let forge = Forge::with_accounts(&[Account::writer("me", NEW)]);
        home.repository("work/api", &[("origin", &forge.url("me/api.git"))]);
        // The same account over https, which is another server to Git.
        save(&home, &writer, "me");
        add_bystanders(&keyring, &writer);
        let before = keyring.items();
        let cli = Cli::new(home.clone());
        let ran = cli.run(&["save", "--json", "work/api", "--user", "me"], NEW);
        assert_eq!(ran.code, 0, "{}: {}{}", writer.value, ran.out, ran.err);
        let after = keyring.items();
        let (new, old): (Vec<Item>, Vec<Item>) = after
            .into_iter()
            .partition(|item| item.secret.starts_with(NEW.as_bytes()));
        assert_eq!((new.len(), old), (1, before), "{}", writer.value);
        assert_eq!(new[0].attributes["xdg:schema"], writer.schema);
        let again = cli.run(&["check", "work/api"], "");
        assert_eq!(again.code, 0, "{}: {}", writer.value, again.out);
    }
}
