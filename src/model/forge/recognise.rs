//! Tells a forge from a remote's URL and from what the server itself answered.
//!
//! A host that is known names its forge for certain, and is compared as a whole: `github.com.x.example`
//! is not GitHub. For servers of one's own the answer counts before the URL's shape, which is a guess.

use super::Forge;
use crate::model::RemoteUrl;

impl Forge {
    /// The forge behind `url`; `answered` is what the server's answer told, if one came.
    #[must_use]
    pub fn of(url: &RemoteUrl, answered: Option<Self>) -> Self {
        of_host(&url.host.to_ascii_lowercase())
            .or(answered)
            .or_else(|| of_shape(url))
            .unwrap_or(Self::Plain)
    }

    /// The forge that an answer gives away by its headers (names and values as they came) or by
    /// the server's own words.
    ///
    /// Realms: GitHub, GitLab `git_http_client_controller.rb`, Git Credential Manager 2.9.1 for
    /// Bitbucket, Gitea `githttp.go`; Gerrit's and `GitBucket`'s are general knowledge; read 2026-11-23.
    #[must_use]
    pub fn of_answer(headers: &[(String, String)], words: &str) -> Option<Self> {
        let of_realms = headers
            .iter()
            .filter(|(name, _)| name.eq_ignore_ascii_case("www-authenticate"))
            .find_map(|(_, challenge)| of_realm(challenge));
        of_realms
            .or_else(|| {
                headers
                    .iter()
                    .find_map(|(name, value)| of_header(name, value))
            })
            .or_else(|| of_words(words))
    }
}

fn of_host(host: &str) -> Option<Forge> {
    Some(match host {
        "bitbucket.org" => Forge::BitbucketCloud,
        "github.com" | "gist.github.com" | "ssh.github.com" => Forge::GitHub,
        "gitlab.com" => Forge::GitLab,
        "dev.azure.com" | "ssh.dev.azure.com" => Forge::AzureDevOps,
        "codeberg.org" | "gitea.com" => Forge::Gitea,
        "huggingface.co" | "hf.co" => Forge::HuggingFace,
        "git.sr.ht" => Forge::SourceHut,
        "gitee.com" => Forge::Gitee,
        "gitcode.com" | "gitcode.net" => Forge::GitCode,
        _ if host.ends_with(".visualstudio.com") => Forge::AzureDevOps,
        _ if host.ends_with(".googlesource.com") => Forge::Gerrit,
        _ if host.starts_with("git-codecommit.") && host.ends_with(".amazonaws.com") => {
            Forge::CodeCommit
        }
        _ => return None,
    })
}

/// What the paths of servers of one's own look like.
fn of_shape(url: &RemoteUrl) -> Option<Forge> {
    url.realm()?;
    let parts: Vec<&str> = url
        .path
        .split('/')
        .filter(|part| !part.is_empty())
        .collect();
    if parts.contains(&"_git") || parts.contains(&"DefaultCollection") {
        return Some(Forge::AzureDevOpsServer);
    }
    // `…/scm/KEY/name.git`; SCM-Manager has one part more: `/scm/repo/NAMESPACE/NAME`.
    let from_scm = parts.iter().position(|part| *part == "scm");
    if from_scm.is_some_and(|at| parts.len() == at + 3) {
        return Some(Forge::BitbucketDataCenter);
    }
    // `/a/` stands before what wants a sign-in, but may be anybody's group as well.
    let label = url.host.split('.').next().unwrap_or_default();
    let is_review = ["gerrit", "review"]
        .iter()
        .any(|name| label.eq_ignore_ascii_case(name));
    (is_review && parts.first() == Some(&"a")).then_some(Forge::Gerrit)
}

fn of_realm(challenge: &str) -> Option<Forge> {
    let (_, realm) = challenge.split_once("realm=\"")?;
    Some(
        match realm.split_once('"').map_or(realm, |(realm, _)| realm) {
            "GitHub" => Forge::GitHubEnterprise,
            "GitLab" => Forge::GitLab,
            "Atlassian Bitbucket" => Forge::BitbucketDataCenter,
            "Gitea" | "Gitea (Basic Auth)" | "Forgejo" => Forge::Gitea,
            "GitBucket" => Forge::GitBucket,
            "Gerrit Code Review" => Forge::Gerrit,
            _ => return None,
        },
    )
}

fn of_header(name: &str, value: &str) -> Option<Forge> {
    let name = name.to_ascii_lowercase();
    Some(match name.as_str() {
        _ if name.starts_with("x-gitlab-") => Forge::GitLab,
        _ if name.starts_with("x-github-") => Forge::GitHubEnterprise,
        _ if name.starts_with("x-tfs-") || name.starts_with("x-vss-") => Forge::AzureDevOpsServer,
        "x-arequestid" | "x-ausername" => Forge::BitbucketDataCenter,
        "set-cookie" if value.starts_with("i_like_gitea=") => Forge::Gitea,
        _ => return None,
    })
}

/// Words that no other forge says.
fn of_words(words: &str) -> Option<Forge> {
    const WORDS: &[(&str, Forge)] = &[
        ("<CH.00905401>", Forge::GitCode),
        ("HTTP Basic: Access denied", Forge::GitLab),
        ("TF401019", Forge::AzureDevOpsServer),
        ("TF401027", Forge::AzureDevOpsServer),
        ("TF400813", Forge::AzureDevOpsServer),
        (
            "Your Bitbucket account has been locked",
            Forge::BitbucketDataCenter,
        ),
    ];
    let said = |(said, _): &&(&str, Forge)| words.contains(said);
    WORDS.iter().find(said).map(|(_, forge)| *forge)
}
