//! The kind of a Git server, and what is known about each: one file of facts a forge.

mod aws_codecommit;
mod azure_devops;
mod bitbucket_cloud;
mod bitbucket_data_center;
mod gitea;
mod github;
mod gitlab;
mod hugging_face;
mod plain;
mod source_hut;

use serde::{Serialize, Serializer};

use super::{RemoteUrl, TokenKind};

/// The kind of server behind a remote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Forge {
    /// bitbucket.org
    BitbucketCloud,
    /// Bitbucket Data Center or Server, on a host of one's own.
    BitbucketDataCenter,
    /// github.com
    GitHub,
    /// GitHub Enterprise Server, on a host of one's own.
    GitHubEnterprise,
    /// gitlab.com, or GitLab on a host of one's own.
    GitLab,
    /// dev.azure.com and *.visualstudio.com
    AzureDevOps,
    /// Gitea or Forgejo, codeberg.org among them.
    Gitea,
    /// AWS CodeCommit
    CodeCommit,
    /// huggingface.co
    HuggingFace,
    /// git.sr.ht
    SourceHut,
    /// Anything else.
    Plain,
}

/// What is known about a forge. Each value names its source beside it.
pub struct Facts {
    /// The machine-readable name, as in `--json`.
    pub id: &'static str,
    /// The name people use.
    pub name: &'static str,
    /// What this forge calls the secret that Git wants.
    pub token_word: &'static str,
    /// Page where such a secret is made; `{host}` stands for host and port.
    pub token_page: Option<&'static str>,
    /// Scopes to tick so that fetch and push work.
    pub scopes: &'static [&'static str],
    /// The user name that Git must send with a token of `kind`, where it is not the person's own.
    pub username: fn(kind: TokenKind) -> Username,
}

/// How the user name beside a token is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Username {
    /// The person's name on that server; only they know it.
    Own,
    /// This word; the person's name would not work.
    Fixed(&'static str),
    /// The server ignores it; this word serves where none is known.
    Any(&'static str),
}

impl Forge {
    /// Recognises the forge from the whole host (never a part of it: facts V07) and, for servers
    /// of one's own, from the realm that the server named in its challenge.
    #[must_use]
    pub fn of(url: &RemoteUrl, challenge: Option<&str>) -> Self {
        let host = url.host.to_ascii_lowercase();
        match host.as_str() {
            "bitbucket.org" => Self::BitbucketCloud,
            "github.com" | "gist.github.com" | "ssh.github.com" => Self::GitHub,
            "gitlab.com" => Self::GitLab,
            "dev.azure.com" | "ssh.dev.azure.com" => Self::AzureDevOps,
            "codeberg.org" | "gitea.com" => Self::Gitea,
            "huggingface.co" | "hf.co" => Self::HuggingFace,
            "git.sr.ht" => Self::SourceHut,
            _ if host.ends_with(".visualstudio.com") => Self::AzureDevOps,
            _ if host.starts_with("git-codecommit.") && host.ends_with(".amazonaws.com") => {
                Self::CodeCommit
            }
            _ => challenge.map_or(Self::Plain, Self::of_challenge),
        }
    }

    /// Realms of `WWW-Authenticate` (facts/hosts.md §7).
    fn of_challenge(challenge: &str) -> Self {
        let realm = challenge
            .split_once("realm=\"")
            .map_or("", |(_, rest)| rest);
        match realm.split_once('"').map_or(realm, |(realm, _)| realm) {
            "GitHub" => Self::GitHubEnterprise,
            "GitLab" => Self::GitLab,
            "Atlassian Bitbucket" => Self::BitbucketDataCenter,
            "Gitea" | "Gitea (Basic Auth)" | "Forgejo" => Self::Gitea,
            _ => Self::Plain,
        }
    }

    /// What is known about this forge.
    #[must_use]
    pub fn facts(self) -> &'static Facts {
        match self {
            Self::BitbucketCloud => &bitbucket_cloud::FACTS,
            Self::BitbucketDataCenter => &bitbucket_data_center::FACTS,
            Self::GitHub => &github::FACTS,
            Self::GitHubEnterprise => &github::ENTERPRISE,
            Self::GitLab => &gitlab::FACTS,
            Self::AzureDevOps => &azure_devops::FACTS,
            Self::Gitea => &gitea::FACTS,
            Self::CodeCommit => &aws_codecommit::FACTS,
            Self::HuggingFace => &hugging_face::FACTS,
            Self::SourceHut => &source_hut::FACTS,
            Self::Plain => &plain::FACTS,
        }
    }

    /// The page of this forge at `host_field` where a token is made.
    #[must_use]
    pub fn token_page(self, host_field: &str) -> Option<String> {
        let page = self.facts().token_page?;
        Some(page.replace("{host}", host_field))
    }
}

impl Serialize for Forge {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.facts().id)
    }
}
