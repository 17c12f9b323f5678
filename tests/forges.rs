//! The forges: which one a URL or an answer belongs to, and the pages of each.

use git_locksmith::model::forge::PushCheck;
use git_locksmith::model::{Forge, RemoteUrl};

fn parse(url: &str) -> RemoteUrl {
    RemoteUrl::parse(url.as_bytes())
}

#[test]
fn a_host_is_known_as_a_whole_and_a_url_by_its_shape() {
    let cases = [
        ("https://github.com/a/b", Forge::GitHub),
        ("https://GitHub.com/a/b", Forge::GitHub),
        ("https://github.com.evil.example/a/b", Forge::Plain),
        ("https://notgithub.com/a/b", Forge::Plain),
        ("https://googlesource.com.example/a/b", Forge::Plain),
        ("https://go.googlesource.com/go", Forge::Gerrit),
        ("https://gerrit.corp.example/a/api", Forge::Gerrit),
        ("https://git.corp.example/a/api", Forge::Plain),
        ("https://gitee.com/a/b.git", Forge::Gitee),
        ("https://gitcode.com/a/b.git", Forge::GitCode),
        ("https://acme.visualstudio.com/p/_git/r", Forge::AzureDevOps),
        (
            "https://tfs.corp.example/tfs/DefaultCollection/p/_git/r",
            Forge::AzureDevOpsServer,
        ),
        (
            "https://tfs.corp.example/p/_git/r",
            Forge::AzureDevOpsServer,
        ),
        (
            "https://code.corp.example/scm/key/name.git",
            Forge::BitbucketDataCenter,
        ),
        (
            "https://corp.example/bitbucket/scm/~me/name.git",
            Forge::BitbucketDataCenter,
        ),
        // SCM-Manager
        (
            "https://code.corp.example/scm/repo/space/name",
            Forge::Plain,
        ),
        ("/srv/_git/api", Forge::Plain),
    ];
    for (url, forge) in cases {
        assert_eq!(Forge::of(&parse(url), None), forge, "{url}");
    }
}

#[test]
fn an_answer_counts_more_than_a_shape_and_less_than_a_known_host() {
    let shaped = parse("https://code.corp.example/scm/key/name.git");
    assert_eq!(Forge::of(&shaped, Some(Forge::GitLab)), Forge::GitLab);
    let known = parse("https://github.com/a/b");
    assert_eq!(Forge::of(&known, Some(Forge::GitLab)), Forge::GitHub);
    let headers = |name: &str, value: &str| vec![(name.to_owned(), value.to_owned())];
    for (name, value, forge) in [
        (
            "WWW-Authenticate",
            "Basic realm=\"Gitea\"",
            Some(Forge::Gitea),
        ),
        (
            "www-authenticate",
            "Basic realm=\"Atlassian Bitbucket\"",
            Some(Forge::BitbucketDataCenter),
        ),
        ("x-gitlab-meta", "{}", Some(Forge::GitLab)),
        ("X-TFS-ProcessId", "1", Some(Forge::AzureDevOpsServer)),
        ("X-AREQUESTID", "@1", Some(Forge::BitbucketDataCenter)),
        ("WWW-Authenticate", "Basic realm=\"Not GitHub\"", None),
        ("Server", "GitHub", None),
    ] {
        assert_eq!(
            Forge::of_answer(&headers(name, value), ""),
            forge,
            "{name}: {value}"
        );
    }
}

#[test]
fn pages_are_those_of_the_remote() {
    let page = |url: &str| {
        let url = parse(url);
        Forge::of(&url, None).token_page_for(&url)
    };
    let azure = Some("https://dev.azure.com/acme/_usersSettings/tokens".to_owned());
    for url in [
        "https://acme@dev.azure.com/acme/p/_git/r",
        "https://acme.visualstudio.com/p/_git/r",
        "git@ssh.dev.azure.com:v3/acme/p/r",
    ] {
        assert_eq!(page(url), azure, "{url}");
    }
    assert_eq!(page("https://dev.azure.com/"), None);
    let google = Some("https://go.googlesource.com/new-password".to_owned());
    assert_eq!(page("https://go.googlesource.com/go"), google);
    let gitlab = page("https://gitlab.com/a/b").unwrap();
    assert!(gitlab.contains("name=Git%20Locksmith"), "{gitlab}");
    assert!(
        gitlab.contains("scopes=read_repository,write_repository"),
        "{gitlab}"
    );
    let github = page("https://github.com/a/b").unwrap();
    assert!(github.contains("contents=write"), "{github}");
    assert_eq!(page("https://git.example/a"), None);
}

#[test]
fn every_page_is_https_and_every_word_in_lower_case() {
    for forge in [
        Forge::BitbucketCloud,
        Forge::BitbucketDataCenter,
        Forge::GitHub,
        Forge::GitHubEnterprise,
        Forge::GitLab,
        Forge::AzureDevOps,
        Forge::AzureDevOpsServer,
        Forge::Gitea,
        Forge::CodeCommit,
        Forge::HuggingFace,
        Forge::SourceHut,
        Forge::Gerrit,
        Forge::Gitee,
        Forge::GitCode,
        Forge::GitBucket,
        Forge::Plain,
    ] {
        let facts = forge.facts();
        for page in facts.token_page.iter().chain(&facts.revoke_page) {
            assert!(page.starts_with("https://"), "{page}");
        }
        for (words, _) in facts.errors {
            assert_eq!(*words, words.to_lowercase());
        }
        assert_eq!(facts.scopes.is_empty(), facts.scopes_to_fetch.is_empty());
    }
}

/// A yes to the question to push is told for what it is worth.
#[test]
fn a_push_check_is_trusted_as_far_as_the_forge_looks() {
    let trust = |forge: Forge| forge.facts().push_check;
    assert_eq!(trust(Forge::GitHub), PushCheck::Permission);
    assert_eq!(trust(Forge::Gitea), PushCheck::ScopeOnly);
    assert_eq!(trust(Forge::Gerrit), PushCheck::Nothing);
    assert_eq!(trust(Forge::GitBucket), PushCheck::Nothing);
    assert_eq!(PushCheck::Permission.doubt(), None);
    assert!(PushCheck::ScopeOnly.doubt().unwrap().contains("account"));
}
