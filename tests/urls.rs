//! URLs: read as Git reads them or not at all, and never shown with a secret.

use std::io::Write;
use std::process::Stdio;

use git_locksmith::model::{Forge, RemoteUrl, Transport};
use proptest::prelude::*;

use crate::support::home::Home;

fn parse(url: &str) -> RemoteUrl {
    RemoteUrl::parse(url.as_bytes())
}

#[test]
fn transports_are_gits() {
    let cases = [
        ("https://h/p", Transport::Https),
        ("HTTPS://h/p", Transport::Unusual),
        ("http://h:8080/p", Transport::Http),
        ("ssh://git@h:2222/p", Transport::Ssh),
        ("git@bitbucket.org:a/b.git", Transport::Ssh),
        ("h:p", Transport::Ssh),
        ("git@[::1]:p", Transport::Ssh),
        ("git://h/p", Transport::Git),
        ("file:///srv/git/p", Transport::File),
        ("/srv/git/p.git", Transport::File),
        ("../p.git", Transport::File),
        ("./a:b", Transport::File),
        ("ext::sh -c x", Transport::Other),
        ("s3://bucket/p", Transport::Other),
        ("", Transport::Unusual),
        ("--upload-pack=evil", Transport::Unusual),
        ("-oProxyCommand=evil:p", Transport::Unusual),
    ];
    for (url, transport) in cases {
        assert_eq!(parse(url).transport, transport, "{url}");
    }
}

#[test]
fn what_programs_read_differently_is_unusual() {
    let cases = [
        "https://bitbucket.org\\@evil.example/",
        "https://a@b@bitbucket.org/",
        "https://bitbucket.org\t/p",
        "https://bit\u{200b}bucket.org/p",
        "https://bit\u{ad}bucket.org/p",
        "https://bitbucket\u{ff0e}org/p",
        "https://\u{24d1}itbucket.org/p",
        "https://0x7f.1/p",
        "https://127.1/p",
        "https://h:0443/p",
        "https://h:/p",
        "https://h:99999/p",
        "https:///p",
        "https://@h/p",
        "https://evil%0ahost=victim/x",
        "https://h/p%0d%0ax",
        "https://h/p\r",
        "https://h..example/p",
        "https://-h/p",
        "https://[::1/p",
        "https://h%2eexample/p",
    ];
    for url in cases {
        assert_eq!(parse(url).transport, Transport::Unusual, "{url:?}");
    }
    assert_eq!(
        RemoteUrl::parse(b"https://h/\xff\xfe").transport,
        Transport::Unusual
    );
}

#[test]
fn secrets_are_masked_wherever_a_url_is_shown() {
    let token = "ghp_0123456789012345678901234567890123456789";
    let cases = [
        ("https://user:s3cret@h/p".to_owned(), "https://user:•••@h/p"),
        ("https://:s3cret@h/p".to_owned(), "https://:•••@h/p"),
        (format!("https://{token}@h/p"), "https://•••@h/p"),
        (
            format!("https://{token}:x-oauth-basic@h/p"),
            "https://•••@h/p",
        ),
        (
            format!("https://x-token-auth:{token}@h:8443/p"),
            "https://x-token-auth:•••@h:8443/p",
        ),
        ("https://user@h/p".to_owned(), "https://user@h/p"),
        (
            format!("https://{token}@h/My Project"),
            "https://•••@h/My Project",
        ),
        (format!("https://{token}@h:port/p"), "https://•••@h:port/p"),
        (format!("Https://{token}@h/p"), "Https://•••@h/p"),
        (format!("ftp://{token}@h/p"), "ftp://•••@h/p"),
        ("https://h/a b@c".to_owned(), "https://h/a b@c"),
        (
            "https://us%65r:s%33cret@h/p".to_owned(),
            "https://user:•••@h/p",
        ),
        ("weird://user:s3cret@h/p".to_owned(), "weird://•••@h/p"),
        // Paths to Git, and URLs to the person who wrote them.
        ("//user:s3cret@h/p".to_owned(), "//•••@h/p"),
        ("file://user:s3cret@h/p".to_owned(), "file://•••@h/p"),
        (format!("file://{token}@h/p"), "file://•••@h/p"),
        (
            "//server/share/me@work".to_owned(),
            "//server/share/me@work",
        ),
        ("file:///srv/me@work/p".to_owned(), "file:///srv/me@work/p"),
        // It would end the user's name.
        (
            "https://me%40mail.example@h/p".to_owned(),
            "https://me%40mail.example@h/p",
        ),
        (
            "https://user:s3cret@h\\evil/p".to_owned(),
            "https://•••@h\\evil/p",
        ),
    ];
    for (url, shown) in cases {
        let parsed = parse(&url);
        assert_eq!(parsed.to_string(), shown, "{url}");
        assert_eq!(serde_json::to_value(&parsed).unwrap(), shown);
        for text in [
            parsed.to_string(),
            format!("{parsed:?}"),
            parsed.without_user_info(),
            parsed.without_secret(),
        ] {
            assert!(
                !text.contains("s3cret") && !text.contains(token),
                "{url}: {text}"
            );
        }
    }
}

#[test]
fn a_user_name_is_put_in_and_taken_out() {
    let cases = [
        (
            "https://h:8443/p.git",
            Some("a b@c"),
            "https://a%20b%40c@h:8443/p.git",
        ),
        (
            "https://bob:s3cret@h/p?x",
            Some("al-i.ce_~"),
            "https://al-i.ce_~@h/p?x",
        ),
        ("https://bob@h/p", None, "https://h/p"),
        ("http://bob:s3cret@h/p", None, "http://h/p"),
        ("git@h:p", Some("alice"), "alice@h:p"),
        ("ssh://git@h:22/p", Some("alice"), "ssh://alice@h:22/p"),
        ("/srv/p", Some("alice"), "/srv/p"),
    ];
    for (url, user, wanted) in cases {
        let url = parse(url).with_user(user);
        assert_eq!(url, wanted);
        if !wanted.starts_with('/') {
            assert_eq!(parse(&url).user.as_deref(), user, "{url}");
        }
    }
}

#[test]
fn a_misspelled_url_is_corrected_where_only_one_host_can_be_meant() {
    let cases = [
        ("HTTPS://h/p", Some("https://h/p")),
        (" https://h/p\t", Some("https://h/p")),
        ("\"https://h/p\"", Some("https://h/p")),
        ("https://h\\team\\p.git", Some("https://h/team/p.git")),
        ("https:///h/p", Some("https://h/p")),
        ("git clone https://me@h/p", Some("https://me@h/p")),
        ("Ssh://git@h/p", Some("ssh://git@h/p")),
        ("https://good.example\\@evil.example/p", None),
        ("https://a@b@h/p", None),
        (
            "https://me@mail.example@h/p",
            Some("https://me%40mail.example@h/p"),
        ),
        (
            "HTTPS://me+git@mail.example@h:8443/p?x",
            Some("https://me%2Bgit%40mail.example@h:8443/p?x"),
        ),
        ("https://me@mail.example:s3cret@h/p", None),
        ("https://me@mail.example@h@evil.example/p", None),
        ("https://h/me@mail.example@h", None),
        ("https://h /p", None),
        ("HTTPS://u:s3cret@h/p", None),
        ("-oProxyCommand=x:p", None),
        ("https://h/p", None),
        ("", None),
    ];
    for (url, wanted) in cases {
        assert_eq!(parse(url).corrected().as_deref(), wanted, "{url:?}");
    }
}

#[test]
fn forges_spell_the_same_repository_over_ssh_and_https() {
    let both = [
        (
            "git@github.com:team/app.git",
            "https://github.com/team/app.git",
        ),
        ("git@gitlab.com:a/b/c", "https://gitlab.com/a/b/c"),
        (
            "git@bitbucket.org:team/app",
            "https://bitbucket.org/team/app",
        ),
        (
            "git@codeberg.org:team/app.git",
            "https://codeberg.org/team/app.git",
        ),
        ("git@git.sr.ht:~me/app", "https://git.sr.ht/~me/app"),
        ("git@hf.co:me/model", "https://huggingface.co/me/model"),
        (
            "git@ssh.dev.azure.com:v3/org/My%20Project/repo",
            "https://dev.azure.com/org/My%20Project/_git/repo",
        ),
    ];
    for (ssh, https) in both {
        let of = |url: &str| (parse(url), Forge::of(&parse(url), None));
        let (url, forge) = of(ssh);
        assert_eq!(url.as_https(forge).as_deref(), Some(https));
        assert_eq!(url.as_ssh(forge), None);
        let (url, forge) = of(https);
        assert_eq!(url.as_ssh(forge).as_deref(), Some(ssh));
        assert_eq!(url.as_https(forge), None);
    }
    let ssh = [
        (
            "https://me@git.corp.example/team/app.git",
            Forge::GitLab,
            Some("git@git.corp.example:team/app.git"),
        ),
        (
            "https://git.corp.example:8443/team/app.git",
            Forge::GitLab,
            None,
        ),
        ("https://git.corp.example/team/app.git", Forge::Plain, None),
        (
            "https://git.corp.example/scm/team/app.git",
            Forge::BitbucketDataCenter,
            None,
        ),
        (
            "https://org@dev.azure.com/org/_git/repo",
            Forge::AzureDevOps,
            Some("git@ssh.dev.azure.com:v3/org/repo/repo"),
        ),
        (
            "https://org.visualstudio.com/DefaultCollection/p/_git/r",
            Forge::AzureDevOps,
            Some("git@ssh.dev.azure.com:v3/org/p/r"),
        ),
        (
            "https://dev.azure.com/org/p/_git/_full/r",
            Forge::AzureDevOps,
            None,
        ),
        ("https://github.com/", Forge::GitHub, None),
    ];
    for (url, forge, wanted) in ssh {
        assert_eq!(parse(url).as_ssh(forge).as_deref(), wanted, "{url}");
    }
    let https = [
        (
            "ssh://git@ssh.github.com:443/team/app",
            Forge::GitHub,
            Some("https://github.com/team/app"),
        ),
        (
            "ssh://git@git.corp.example:2222/team/app/",
            Forge::Gitea,
            Some("https://git.corp.example/team/app"),
        ),
        (
            "ssh://git@git.corp.example:7999/team/app",
            Forge::BitbucketDataCenter,
            None,
        ),
        ("server:app", Forge::Plain, None),
        (
            "org@vs-ssh.visualstudio.com:v3/org/p/r",
            Forge::AzureDevOps,
            Some("https://dev.azure.com/org/p/_git/r"),
        ),
        ("git@ssh.dev.azure.com:v4/org/p/r", Forge::AzureDevOps, None),
    ];
    for (url, forge, wanted) in https {
        assert_eq!(parse(url).as_https(forge).as_deref(), wanted, "{url}");
    }
}

/// Git takes these for ssh, where the secret is a user name or a part of the path.
#[test]
fn a_secret_written_in_the_wrong_place_is_masked_as_well() {
    let token = "ghp_0123456789012345678901234567890123456789";
    let cases = [
        (format!("{token}@h:p"), "•••@h:p"),
        (format!("user:{token}@h:p"), "user:•••@h:p"),
        (format!("https:/user:{token}@h/p"), "https:•••@h/p"),
    ];
    for (url, shown) in cases {
        assert_eq!(parse(&url).to_string(), shown);
    }
}

#[test]
fn a_query_is_sent_but_not_shown() {
    let url = parse("https://h/p?private_token=s3cret");
    assert_eq!(url.to_string(), "https://h/p?•••");
    assert_eq!(url.without_user_info(), "https://h/p?private_token=s3cret");
}

#[test]
fn a_realm_is_the_same_however_it_is_spelt() {
    let one = parse("https://BitBucket.org:443/a/b").realm();
    assert_eq!(one, parse("https://me@bitbucket.org/c").realm());
    assert_ne!(one, parse("http://bitbucket.org/c").realm());
    assert_ne!(one, parse("https://bitbucket.org:8443/c").realm());
    assert_eq!(parse("git@bitbucket.org:a/b").realm(), None);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever we accept as http or https, Git splits into the same protocol, host, path and user.
    #[test]
    fn git_reads_accepted_urls_the_same_way(
        scheme in "https?",
        user in proptest::option::of("[a-zA-Z0-9._%-]{1,8}(:[a-zA-Z0-9%+]{0,6})?"),
        host in "[a-zA-Z0-9._@\\\\-]{1,12}",
        port in proptest::option::of(0u32..70_000),
        path in "[a-zA-Z0-9/._~@:%?#-]{0,12}",
    ) {
        let user = user.map_or(String::new(), |user| format!("{user}@"));
        let port = port.map_or(String::new(), |port| format!(":{port}"));
        let url = format!("{scheme}://{user}{host}{port}/{path}");
        let ours = parse(&url);
        if !matches!(ours.transport, Transport::Unusual) && !ours.holds_secret() {
            prop_assert_eq!(seen_by_git(&url), Some(seen_by_us(&ours)), "{}", url);
        }
    }
}

fn seen_by_us(url: &RemoteUrl) -> Vec<String> {
    let mut fields = vec![format!("host={}", url.host_field())];
    fields.extend(url.user.as_ref().map(|user| format!("username={user}")));
    fields.sort();
    fields
}

/// The fields that Git hands a helper for `url`.
fn seen_by_git(url: &str) -> Option<Vec<String>> {
    let home = Home::new();
    let helper = "credential.helper=!cat >asked; echo quit=1; :";
    let mut git = home
        .command("git")
        .args(["-c", helper, "credential", "fill"])
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    writeln!(git.stdin.take().unwrap(), "url={url}\n").unwrap();
    git.wait().unwrap();
    let asked = std::fs::read_to_string(home.path().join("asked")).ok()?;
    let mut fields: Vec<String> = asked
        .lines()
        .filter(|line| line.starts_with("host=") || line.starts_with("username="))
        .map(str::to_owned)
        .collect();
    fields.sort();
    Some(fields)
}

/// To Git a path; its author meant a URL, and the password is one.
#[test]
fn a_url_without_its_colon_shows_no_password() {
    let shown = RemoteUrl::parse(b"https//me:hunter2@github.com/acme/api").to_string();
    assert_eq!(shown, "https//•••@github.com/acme/api");
    let path = "/srv/git//me:here@home/api";
    assert_eq!(RemoteUrl::parse(path.as_bytes()).to_string(), path);
}
