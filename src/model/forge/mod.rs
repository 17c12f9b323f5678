//! The kind of a Git server, and what is known about each: one file of facts a forge.

mod aws_codecommit;
mod azure_devops;
mod bitbucket_cloud;
mod bitbucket_data_center;
mod gerrit;
mod gitbucket;
mod gitcode;
mod gitea;
mod gitee;
mod github;
mod gitlab;
mod hugging_face;
mod plain;
mod recognise;
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
    /// Azure DevOps Server, once Team Foundation Server, on a host of one's own.
    AzureDevOpsServer,
    /// Gitea or Forgejo, codeberg.org among them.
    Gitea,
    /// AWS CodeCommit
    CodeCommit,
    /// huggingface.co
    HuggingFace,
    /// git.sr.ht
    SourceHut,
    /// Gerrit, *.googlesource.com among them.
    Gerrit,
    /// gitee.com
    Gitee,
    /// gitcode.com
    GitCode,
    /// `GitBucket`, on a host of one's own.
    GitBucket,
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
    /// Page where such a secret is made, with name and scopes filled in where the forge can;
    /// `{host}` stands for host and port, `{owner}` for the organisation that the remote is in.
    pub token_page: Option<&'static str>,
    /// Page where such a secret is revoked.
    pub revoke_page: Option<&'static str>,
    /// Scopes to tick so that fetch works.
    pub scopes_to_fetch: &'static [&'static str],
    /// Scopes to tick so that fetch and push work.
    pub scopes: &'static [&'static str],
    /// The user name that Git must send with a token of `kind`, where it is not the person's own.
    pub username: fn(kind: TokenKind) -> Username,
    /// How far a yes to the question to push can be trusted.
    pub push_check: PushCheck,
    /// Words of its errors, in lower case, and what they mean.
    pub errors: &'static [(&'static str, Meaning)],
}

/// How far a yes to the question to push can be trusted: some servers look at the account only
/// when something is really pushed. None tells of protected branches and hooks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PushCheck {
    /// Token and account were looked at.
    Permission,
    /// The token was looked at, the account was not.
    ScopeOnly,
    /// Nothing but the right to read was looked at.
    Nothing,
    /// Not known.
    Unknown,
}

/// What a server means by its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// A password was sent, and it takes only tokens.
    NoPasswords,
    /// The token lacks a permission, or leaves out the repository.
    TokenMayNot,
    /// The organisation lets in no token of the classic kind.
    ClassicForbidden,
    /// The organisation lets in no token that lives so long.
    LivesTooLong,
    /// The organisation wants it authorised for its single sign-on.
    SingleSignOn,
    /// The account may read here, not write.
    RoleMayNotPush,
    /// The account may not come in.
    AccountMayNot,
    /// Nobody from this network may come in.
    NetworkMayNot,
    /// Nobody may write to what is archived.
    Archived,
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
            Self::AzureDevOpsServer => &azure_devops::SERVER,
            Self::Gitea => &gitea::FACTS,
            Self::CodeCommit => &aws_codecommit::FACTS,
            Self::HuggingFace => &hugging_face::FACTS,
            Self::SourceHut => &source_hut::FACTS,
            Self::Gerrit => &gerrit::FACTS,
            Self::Gitee => &gitee::FACTS,
            Self::GitCode => &gitcode::FACTS,
            Self::GitBucket => &gitbucket::FACTS,
            Self::Plain => &plain::FACTS,
        }
    }

    /// The page where a token for the remote at `url` is made.
    #[must_use]
    pub fn token_page_for(self, url: &RemoteUrl) -> Option<String> {
        page(self.facts_at(url).token_page?, url)
    }

    /// The page where the tokens for the remote at `url` are revoked.
    #[must_use]
    pub fn revoke_page_for(self, url: &RemoteUrl) -> Option<String> {
        page(self.facts_at(url).revoke_page?, url)
    }

    /// Google's Gerrit has pages of its own.
    fn facts_at(self, url: &RemoteUrl) -> &'static Facts {
        match self {
            Self::Gerrit if url.host.ends_with(".googlesource.com") => &gerrit::GOOGLE,
            _ => self.facts(),
        }
    }

    /// What this forge means by `words`. A server that was not recognised may be any.
    #[must_use]
    pub fn meaning(self, words: &str) -> Option<Meaning> {
        const ALL: &[Forge] = &[
            Forge::GitHub,
            Forge::GitLab,
            Forge::Gitea,
            Forge::BitbucketDataCenter,
            Forge::AzureDevOps,
        ];
        let words = words.to_ascii_lowercase();
        let own = std::slice::from_ref(&self);
        let forges = if self == Self::Plain { ALL } else { own };
        forges
            .iter()
            .flat_map(|forge| forge.facts().errors)
            .find(|(said, _)| words.contains(said))
            .map(|(_, meaning)| *meaning)
    }
}

impl PushCheck {
    /// What stands behind "the server lets it push", where that is less than it seems.
    #[must_use]
    pub fn doubt(self) -> Option<&'static str> {
        match self {
            Self::Permission | Self::Unknown => None,
            Self::ScopeOnly => Some(
                "the token may write; whether the account may write here shows only when something is pushed",
            ),
            Self::Nothing => Some("whether it may write here shows only when something is pushed"),
        }
    }
}

fn page(template: &str, url: &RemoteUrl) -> Option<String> {
    let page = template.replace("{host}", &url.host_field());
    match page.contains("{owner}") {
        true => Some(page.replace("{owner}", owner(url)?)),
        false => Some(page),
    }
}

/// The organisation of an Azure DevOps URL: `ORG.visualstudio.com`, `dev.azure.com/ORG/…`, and
/// `ssh.dev.azure.com:v3/ORG/…`. As it is written: it goes into another URL.
fn owner(url: &RemoteUrl) -> Option<&str> {
    if let Some(owner) = url.host.strip_suffix(".visualstudio.com") {
        return Some(owner);
    }
    let path = url.path.trim_start_matches('/');
    let owner = path.strip_prefix("v3/").unwrap_or(path).split('/').next()?;
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.%".contains(&b);
    (!owner.is_empty() && owner.bytes().all(is_plain)).then_some(owner)
}

impl Serialize for Forge {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.facts().id)
    }
}
