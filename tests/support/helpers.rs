//! Credential helpers: real ones built or fetched for the tests, and fake ones named after what
//! they do.

use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use git_locksmith::git::Git;
use git_locksmith::model::{ActivityLog, HelperInForce, Origin, Scope};

use super::home::Home;

/// A helper as the person configured it.
pub fn helper(value: &str) -> HelperInForce {
    HelperInForce {
        value: value.to_owned(),
        origin: Origin {
            scope: Scope::Global,
            file: PathBuf::new(),
            line: 1,
        },
    }
}

/// Every Git on the path of `home`: newer and older ones where the machine has several.
pub fn gits(home: &Home) -> Vec<Git> {
    let environment = home.environment();
    let mut programs: Vec<PathBuf> = Vec::new();
    for folder in environment.path_folders() {
        let Ok(program) = folder.join("git").canonicalize() else {
            continue;
        };
        if !programs.contains(&program) {
            programs.push(program);
        }
    }
    let gits: Vec<Git> = programs
        .into_iter()
        .filter_map(|program| Git::at(program, &environment, &ActivityLog::default()).ok())
        .collect();
    assert!(!gits.is_empty(), "Git is installed");
    gits
}

/// Git's libsecret helper, built once per machine from the source that Debian's Git brings.
pub fn libsecret() -> PathBuf {
    build_libsecret("libsecret", None)
}

/// The same with the schema that Git gives it since 2.43, where that is not the source's own:
/// `git-credential-libsecret.c` names it in this one place.
pub fn libsecret_since_2_43() -> PathBuf {
    const SCHEMA: &str = r#"
#include <libsecret/secret.h>
static const SecretSchema since_2_43 = {
    "org.git.Password", SECRET_SCHEMA_DONT_MATCH_NAME,
    {
        { "user", SECRET_SCHEMA_ATTRIBUTE_STRING },
        { "object", SECRET_SCHEMA_ATTRIBUTE_STRING },
        { "protocol", SECRET_SCHEMA_ATTRIBUTE_STRING },
        { "port", SECRET_SCHEMA_ATTRIBUTE_INTEGER },
        { "server", SECRET_SCHEMA_ATTRIBUTE_STRING },
        { NULL, 0 },
    }
};
#undef SECRET_SCHEMA_COMPAT_NETWORK
#define SECRET_SCHEMA_COMPAT_NETWORK (&since_2_43)
"#;
    build_libsecret("libsecret-since-2.43", Some(SCHEMA))
}

fn build_libsecret(name: &str, preamble: Option<&str>) -> PathBuf {
    let source = "/usr/share/doc/git/contrib/credential/libsecret/git-credential-libsecret.c";
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    let header = folder.join("preamble.h");
    let program = folder.join("git-credential-libsecret");
    // Tests run in processes of their own, at the same time.
    let lock = File::create(folder.join("lock")).unwrap();
    lock.lock().unwrap();
    if !program.exists() {
        fs::write(&header, preamble.unwrap_or_default()).unwrap();
        let flags = Command::new("pkg-config")
            .args(["--cflags", "--libs", "libsecret-1", "glib-2.0"])
            .output()
            .expect("pkg-config is installed");
        let flags = String::from_utf8(flags.stdout).unwrap();
        let built = Command::new("gcc")
            .args(["-O1", "-o"])
            .arg(&program)
            .arg("-include")
            .arg(&header)
            .arg(source)
            .args(flags.split_whitespace())
            .status()
            .expect("gcc is installed");
        assert!(
            built.success(),
            "libsecret-1-dev and Git's contrib are installed"
        );
    }
    program
}

/// The folder of the real Git Credential Manager, where `tests/run` fetched it. `None` says so
/// loudly, and is a failure in CI.
pub fn manager() -> Option<PathBuf> {
    let set = std::env::var_os("GIT_LOCKSMITH_TEST_MANAGER").map(PathBuf::from);
    let fetched = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/test-tools");
    let folder = set.unwrap_or(fetched);
    if folder.join("git-credential-manager").is_file() {
        return Some(folder);
    }
    let message = format!(
        "NOT TESTED: there is no git-credential-manager in {}; tests/run fetches it",
        folder.display()
    );
    let in_ci = std::env::var("CI").is_ok_and(|value| value == "true");
    assert!(!in_ci, "{message}");
    eprintln!("{message}");
    None
}

/// Puts `folder` before all others on the path of `home`.
pub fn put_on_path(home: &mut Home, folder: &Path) {
    let known = home.variables().iter().find(|(name, _)| name == "PATH");
    let path = known.map(|(_, value)| value.clone()).unwrap_or_default();
    let folders = std::iter::once(folder.to_owned()).chain(std::env::split_paths(&path));
    let joined = std::env::join_paths(folders).unwrap();
    home.set("PATH", joined);
}

/// A fake helper in `home`, on its path: `git-credential-<name>`. The shell `script` finds the
/// operation in `$1` and the request on standard input.
pub fn fake(home: &mut Home, name: &str, script: &str) -> HelperInForce {
    let file = home.write(
        format!("bin/git-credential-{name}"),
        format!("#!/bin/sh\n{script}\n"),
    );
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
    let folder = file.parent().unwrap().to_owned();
    put_on_path(home, &folder);
    helper(name)
}

/// Fake helpers that misbehave, by name.
pub const MISBEHAVING: &[(&str, &str)] = &[
    ("hangs", "exec sleep 600"),
    ("hangs-behind-a-shell", "sleep 600; echo late"),
    ("crashes", "kill -SEGV $$"),
    ("fails", "echo 'no such luck' >&2; exit 3"),
    ("answers-garbage", "printf 'what\\0is\\377this\\n'"),
    ("answers-a-page", "echo '<html><body>Sign in</body></html>'"),
    (
        "answers-3-megabytes",
        "printf username=; head -c 3000000 /dev/zero | tr '\\0' a; echo",
    ),
    (
        "answers-for-another-host",
        "cat >/dev/null; printf 'host=evil.example\\nusername=a\\npassword=b\\n'",
    ),
    ("answers-a-user-only", "echo username=alice"),
    (
        "answers-an-expired-password",
        "printf 'username=a\\npassword=b\\npassword_expiry_utc=1\\n'",
    ),
    ("quits", "echo quit=1"),
    (
        "prompts",
        "test -t 0 && exit 9; (echo 'Password:' >/dev/tty) 2>/dev/null && echo username=from-tty; cat >/dev/null",
    ),
];
