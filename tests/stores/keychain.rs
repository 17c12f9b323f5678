//! The keychains of macOS, with files in their place: whose an item is, that listing reads no
//! secret, that exactly one goes, and that it comes back through the helper that may read it.

use std::fs;
use std::path::{Path, PathBuf};

use git_locksmith::git::{Config, Git};
use git_locksmith::model::{Entry, Realm, Secret};
use git_locksmith::store::Stores;
use git_locksmith::store::keychain::describe::{Owner, owner};
use git_locksmith::store::keychain::items::{Attributes, Class, Items, Refusal};

use crate::support::helpers;
use crate::support::home::Home;

/// Items as files: what is in a line `trusts=` may read the secret, which is the file's end.
struct Files {
    folder: PathBuf,
}

impl Files {
    fn of(home: &Home) -> Self {
        let folder = home.path().join("keychain");
        fs::create_dir_all(&folder).unwrap();
        Self { folder }
    }

    fn reads(&self) -> usize {
        let log = fs::read_to_string(self.folder.with_extension("log")).unwrap_or_default();
        log.lines().count()
    }
}

const BEFORE_SECRET: &str = "secret:\n";

impl Items for Files {
    type Item = PathBuf;

    fn find(&self) -> Result<Vec<(Attributes, PathBuf)>, Refusal> {
        let files = fs::read_dir(&self.folder).map_err(|_| Refusal::WouldAsk)?;
        let mut files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
        files.sort();
        let read = |file: PathBuf| (attributes(&fs::read_to_string(&file).unwrap()), file);
        Ok(files.into_iter().map(read).collect())
    }

    fn secret(&self, _: Class, item: &PathBuf) -> Result<Secret, Refusal> {
        let log = self.folder.with_extension("log");
        let known = fs::read_to_string(&log).unwrap_or_default();
        fs::write(&log, format!("{known}read\n")).unwrap();
        let text = fs::read_to_string(item).map_err(|_| Refusal::Gone)?;
        match text.contains("\ntrusts=everyone\n") {
            true => Ok(Secret::new(text.split_once(BEFORE_SECRET).unwrap().1)),
            false => Err(Refusal::WouldAsk),
        }
    }

    fn remove(&self, _: Class, item: &PathBuf) -> Result<(), Refusal> {
        let text = fs::read_to_string(item).map_err(|_| Refusal::Gone)?;
        if text.contains("\nstays=yes\n") {
            return Ok(());
        }
        fs::remove_file(item).unwrap();
        if text.contains("\nlocks=yes\n") {
            fs::rename(&self.folder, self.folder.with_extension("locked")).unwrap();
        }
        Ok(())
    }

    fn add(&self, attributes: &Attributes, secret: &Secret) -> Result<(), Refusal> {
        let Attributes {
            server,
            service,
            account,
            port,
            path,
            ..
        } = attributes.clone();
        let class = match attributes.class {
            Class::Internet => "class=internet\nprotocol=htps\nauthentication=dflt",
            Class::Generic => "class=generic",
        };
        let mut text = format!("{class}\ntrusts=everyone\n");
        let port = port.map(|port| port.to_string());
        for (name, value) in [
            ("server", server),
            ("service", service),
            ("account", account),
            ("port", port),
            ("path", path),
        ] {
            text.extend(value.map(|value| format!("{name}={value}\n")));
        }
        let secret = std::str::from_utf8(secret.expose()).unwrap();
        let file = self.folder.join("added");
        fs::write(file, format!("{text}{BEFORE_SECRET}{secret}")).unwrap();
        Ok(())
    }
}

fn attributes(text: &str) -> Attributes {
    let (text, _) = text.split_once(BEFORE_SECRET).unwrap_or((text, ""));
    let value = |name: &str| {
        text.lines().find_map(|line| {
            let (key, value) = line.split_once('=')?;
            (key == name).then(|| value.to_owned())
        })
    };
    Attributes {
        class: match value("class").as_deref() {
            Some("generic") => Class::Generic,
            _ => Class::Internet,
        },
        label: value("label"),
        account: value("account"),
        service: value("service"),
        server: value("server"),
        protocol: value("protocol"),
        port: value("port").map(|port| port.parse().unwrap()),
        path: value("path"),
        authentication: value("authentication"),
    }
}

/// A stand-in for a helper that macOS lets read its items: it answers with `$HOME/answer`, notes
/// what it is asked and told, and puts back what it is told.
const HELPER: &str = r#"
case $1 in
get) cat >>"$HOME/asked"; cat "$HOME/answer";;
store)
    cat >"$HOME/told"
    {
        echo class=internet; echo protocol=htps; echo authentication=dflt; echo trusts=helper
        sed -n 's/^host=/server=/p; s/^username=/account=/p; s/^path=/path=/p' "$HOME/told"
        echo secret:
    } >"$HOME/keychain/put-back"
    ;;
esac"#;

const INTERNET: &str = "class=internet\nprotocol=htps\nauthentication=dflt\n";

fn stores(home: &Home) -> (Stores, Git) {
    let git = home.git();
    let personal = Config::personal(&git);
    (Stores::of_keychain(Files::of(home), &git, &personal), git)
}

fn write(home: &Home, name: &str, attributes: &str, secret: &str) -> PathBuf {
    let text = format!("{INTERNET}{attributes}{BEFORE_SECRET}{secret}");
    home.write(Path::new("keychain").join(name), text)
}

fn listed(stores: &Stores) -> Vec<Entry> {
    let realm = Realm::from_fields("https", "git.example").unwrap();
    let listing = stores.list(&[realm]);
    assert_eq!(listing.problems, []);
    listing.entries
}

#[test]
fn whose_an_item_is_shows_in_its_attributes() {
    let helpers = [
        (
            "server=git.example\nprotocol=htps\nauthentication=dflt\naccount=alice",
            "osxkeychain https git.example - alice",
        ),
        (
            "server=Git.Example\nprotocol=http\nport=8080\npath=team/app.git\naccount=alice",
            "osxkeychain http Git.Example:8080 team/app.git alice",
        ),
        (
            "server=[::1]\nprotocol=htps\nport=0\naccount=a@b",
            "osxkeychain https [::1] - a@b",
        ),
        (
            "class=generic\nservice=git:https://github.com\naccount=octocat",
            "manager https github.com - octocat",
        ),
        (
            "class=generic\nservice=git:https://bitbucket.org/refresh_token\naccount=me",
            "manager https bitbucket.org refresh_token me renews",
        ),
        (
            "class=generic\nservice=git:https://oauth-refresh-token.gitlab.com/\naccount=oauth2",
            "manager https gitlab.com - oauth2 renews",
        ),
        (
            "class=generic\nservice=git-locksmith:https://me%40mail@git.example:8443/team%2Fapp\naccount=me@mail",
            "locksmith https git.example:8443 team/app me@mail",
        ),
    ];
    for (text, expected) in helpers {
        let Some(Owner::Helper(asked)) = owner(&attributes(text), "git") else {
            panic!("{text} is a helper's");
        };
        let found = asked.described;
        let path = found.path.as_deref().unwrap_or("-");
        let user = found.username.as_deref().unwrap_or("-");
        let renews = if found.renews { " renews" } else { "" };
        let (writer, protocol, host) = (found.written_by, found.protocol, found.host);
        let told = format!("{writer} {protocol} {host} {path} {user}{renews}");
        assert_eq!(told, expected);
    }
    for (text, name, host) in [
        (
            "class=generic\nservice=gh:github.com\naccount=octocat",
            "GitHub CLI",
            Some("github.com"),
        ),
        (
            "class=generic\nservice=gh:git.example:8443",
            "GitHub CLI",
            Some("git.example:8443"),
        ),
        (
            "class=generic\nservice=GitHub - https://api.github.com\naccount=octocat",
            "GitHub Desktop",
            Some("github.com"),
        ),
        (
            "class=generic\nservice=GitHub - https://ghe.example/api/v3\naccount=octocat",
            "GitHub Desktop",
            Some("ghe.example"),
        ),
        (
            "class=generic\nservice=IntelliJ Platform Git HTTP — https://git.example\naccount=alice",
            "JetBrains IDE",
            Some("git.example"),
        ),
        (
            "label=bitbucket.org Access Key for alice\nserver=bitbucket.org\nprotocol=htps\naccount=alice",
            "Sourcetree",
            Some("bitbucket.org"),
        ),
        (
            "class=generic\nservice=$(touch x) Access Key for alice",
            "Sourcetree",
            None,
        ),
    ] {
        let Some(Owner::Other(found)) = owner(&attributes(text), "git") else {
            panic!("{text} is another program's");
        };
        assert_eq!((found.name, found.host.as_deref()), (name, host), "{text}");
    }
    for text in [
        // typed into a page in Safari
        "server=git.example\nprotocol=htps\nauthentication=form\naccount=alice",
        "server=mail.example\nprotocol=imap\nauthentication=dflt\naccount=alice",
        "server=git.example\nauthentication=dflt\naccount=alice",
        "class=generic\nservice=Chrome Safe Storage\naccount=Chrome",
        "class=generic\nservice=work:https://github.com\naccount=other namespace",
        "class=generic\nservice=gh:-oProxyCommand=x",
        // the second part of one that is listed already
        "class=generic\nservice=git-locksmith:https://me@git.example/#2\naccount=me",
    ] {
        assert_eq!(owner(&attributes(text), "git"), None, "{text}");
    }
}

#[test]
fn other_programs_items_are_named_once_and_never_listed() {
    let home = Home::new();
    for (name, account) in [("a", "account=octocat\n"), ("b", "")] {
        let text = format!("class=generic\nservice=gh:git.example\n{account}");
        home.write(Path::new("keychain").join(name), text);
    }
    let (stores, _) = stores(&home);
    let programs = stores.other_programs();
    assert_eq!(programs.len(), 1);
    assert_eq!(
        programs[0].clear,
        "run `gh auth logout --hostname git.example`"
    );
    assert_eq!(listed(&stores), []);
}

#[test]
fn listing_reads_no_secret_and_exactly_one_goes_and_comes_back() {
    let home = Home::new();
    let (stores, _) = stores(&home);
    for (name, account) in [("1", "alice"), ("2", "bob"), ("3", "alice")] {
        let text = format!("trusts=everyone\nserver=git.example\naccount={account}\n");
        write(
            &home,
            name,
            &text,
            &format!("token-{name}\npassword_expiry_utc=2000000000"),
        );
    }
    write(
        &home,
        "4",
        "server=other.example\naccount=alice\n",
        "not asked for",
    );
    let before = listed(&stores);
    let users: Vec<_> = before
        .iter()
        .filter_map(|entry| entry.username.as_deref())
        .collect();
    assert_eq!(users, ["alice", "bob", "alice"]);
    assert_eq!(Files::of(&home).reads(), 0);
    // The second of two that are described alike: it lies in another keychain.
    assert_eq!(stores.read(&before[2]).unwrap().secret.expose(), b"token-3");
    let snapshot = stores.remove(&before[2]).unwrap();
    assert_eq!(listed(&stores), before[..2]);
    assert!(!home.path().join("keychain/3").exists());
    // The other one is in its place now.
    let error = stores.restore(&snapshot).unwrap_err();
    assert!(error.to_string().contains("another sign-in"), "{error}");
    let first = stores.remove(&before[0]).unwrap();
    // No helper is there that could put it back.
    stores.restore(&first).unwrap();
    let text = fs::read_to_string(home.path().join("keychain/added")).unwrap();
    assert!(
        text.ends_with("secret:\ntoken-1\npassword_expiry_utc=2000000000"),
        "{text}"
    );
    assert_eq!(
        stores.restore(&first).map_err(|error| error.to_string()),
        Ok(())
    );
    assert_eq!(listed(&stores).len(), 2);
}

#[test]
fn what_only_its_helper_may_read_is_taken_from_it_and_given_back() {
    let mut home = Home::new();
    helpers::fake(&mut home, "osxkeychain", HELPER);
    home.write(
        "answer",
        "protocol=https\nhost=Git.Example:8443\nusername=alice\npassword=s3cret\n\
         oauth_refresh_token=again\npassword_expiry_utc=2000000000\n",
    );
    let text = "server=Git.Example\nport=8443\naccount=alice\n";
    write(&home, "1", text, "not to be read");
    let (stores, _) = stores(&home);
    let realm = Realm::from_fields("https", "git.example:8443").unwrap();
    let entry = stores.list(&[realm]).entries.remove(0);
    // A check reads without asking anyone.
    let error = stores.read(&entry).map(|_| ()).unwrap_err();
    assert!(error.to_string().contains("macOS would ask"), "{error}");
    assert!(!home.path().join("asked").exists());
    let snapshot = stores.remove(&entry).unwrap();
    let asked = fs::read_to_string(home.path().join("asked")).unwrap();
    assert_eq!(
        asked,
        "protocol=https\nhost=Git.Example:8443\nusername=alice\n\n"
    );
    assert!(!home.path().join("keychain/1").exists());
    stores.restore(&snapshot).unwrap();
    let told = fs::read_to_string(home.path().join("told")).unwrap();
    assert_eq!(
        told,
        "protocol=https\nhost=Git.Example:8443\nusername=alice\npassword=s3cret\n\
         oauth_refresh_token=again\npassword_expiry_utc=2000000000\n\n"
    );
}

#[test]
fn a_helper_that_could_mean_another_item_is_not_asked() {
    let mut home = Home::new();
    helpers::fake(&mut home, "osxkeychain", HELPER);
    home.write("answer", "username=alice\npassword=of another port\n");
    write(&home, "1", "server=git.example\naccount=alice\n", "");
    write(
        &home,
        "2",
        "server=git.example\nport=8443\naccount=alice\n",
        "",
    );
    let (stores, _) = stores(&home);
    let entry = listed(&stores).remove(0);
    let error = stores.remove(&entry).map(|_| ()).unwrap_err();
    assert!(error.to_string().contains("Keychain Access"), "{error}");
    assert!(home.path().join("keychain/1").exists());
    assert!(!home.path().join("asked").exists());
}

#[test]
fn a_removal_is_believed_only_when_the_item_is_gone() {
    let home = Home::new();
    write(
        &home,
        "1",
        "trusts=everyone\nstays=yes\nserver=git.example\naccount=alice\n",
        "x",
    );
    let (stores, _) = stores(&home);
    let entry = listed(&stores).remove(0);
    let error = stores.remove(&entry).map(|_| ()).unwrap_err();
    assert!(error.to_string().contains("still there"), "{error}");
}

#[test]
fn what_was_removed_before_the_keychain_fell_silent_can_be_put_back() {
    let home = Home::new();
    let text = "trusts=everyone\nlocks=yes\nserver=git.example\naccount=alice\n";
    write(&home, "1", text, "x");
    let (stores, _) = stores(&home);
    let entry = listed(&stores).remove(0);
    let error = stores.remove(&entry).map(|_| ()).unwrap_err();
    let snapshot = error.into_snapshot(&entry).expect("what was removed");
    let folder = home.path().join("keychain");
    fs::rename(folder.with_extension("locked"), &folder).unwrap();
    assert!(listed(&stores).is_empty());
    stores.restore(&snapshot).unwrap();
    assert_eq!(listed(&stores)[0].username, entry.username);
}
