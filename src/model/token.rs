//! What a secret is, told from its shape.

use serde::{Serialize, Serializer};

use super::{Forge, Secret};

/// The kind of a secret. Shapes are from the vendors' own statements and from the rules of
/// secret scanners, as of 2026-11; an unknown shape is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// `ATBB…`; Bitbucket Cloud accepts none since 2026-07-28.
    BitbucketAppPassword,
    /// `ATATT…`, an Atlassian account's API token.
    AtlassianApiToken,
    /// `ATCTT…`, an access token of a repository, project or workspace.
    BitbucketAccessToken,
    /// `BBDC-…`
    BitbucketDataCenterToken,
    /// `ghp_…`
    GitHubClassicToken,
    /// `github_pat_…`
    GitHubFineGrainedToken,
    /// `gho_…` or `ghu_…`, made by a sign-in in the browser.
    GitHubSignIn,
    /// `ghs_…`
    GitHubAppToken,
    /// `ghr_…`; not usable with Git.
    GitHubRefreshToken,
    /// `glpat-…`, with or without a prefix of the instance.
    GitLabToken,
    /// `gldt-…`
    GitLabDeployToken,
    /// `glcbt-…`
    GitLabJobToken,
    /// `glrt-`, `glptt-`, `glft-`, `gloas-`, `glagent-`, `glimt-`: not usable with Git.
    GitLabOtherToken,
    /// `hf_…`
    HuggingFaceToken,
    /// 84 characters with `AZDO`, or the older 52.
    AzureDevOpsToken,
    /// 40 hexadecimal digits: Gitea, Forgejo, `GitBucket`, or GitHub before 2021.
    HexToken,
    /// `eyJ…`, a short-lived web token.
    WebToken,
    /// No shape that we know: most likely a password.
    Unknown,
}

impl TokenKind {
    /// Tells the kind of `secret`.
    #[must_use]
    pub fn of(secret: &[u8]) -> Self {
        let Ok(text) = std::str::from_utf8(secret) else {
            return Self::Unknown;
        };
        if let Some(kind) = by_prefix(text) {
            return kind;
        }
        let lower_or_digit = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
        match text.len() {
            84 if text.is_ascii() && &text[76..80] == "AZDO" => Self::AzureDevOpsToken,
            52 if text
                .bytes()
                .all(|b| lower_or_digit(b) && !b"0189".contains(&b)) =>
            {
                Self::AzureDevOpsToken
            }
            40 if text
                .bytes()
                .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) =>
            {
                Self::HexToken
            }
            _ => Self::Unknown,
        }
    }

    /// Tells the kind of a secret that is kept as one.
    #[must_use]
    pub fn of_secret(secret: &Secret) -> Self {
        Self::of(secret.expose())
    }

    /// Whether the shape leaves no doubt that this is a token (and no user name).
    #[must_use]
    pub fn is_certain(self) -> bool {
        !matches!(self, Self::Unknown | Self::HexToken)
    }

    /// The words a person sees.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::BitbucketAppPassword => "App password",
            Self::AtlassianApiToken => "Atlassian API token",
            Self::BitbucketAccessToken => "Bitbucket access token",
            Self::BitbucketDataCenterToken => "Bitbucket Data Center token",
            Self::GitHubClassicToken => "GitHub token (classic)",
            Self::GitHubFineGrainedToken => "GitHub fine-grained token",
            Self::GitHubSignIn => "GitHub sign-in",
            Self::GitHubAppToken => "GitHub App token",
            Self::GitHubRefreshToken => "GitHub refresh token",
            Self::GitLabToken => "GitLab access token",
            Self::GitLabDeployToken => "GitLab deploy token",
            Self::GitLabJobToken => "GitLab job token",
            Self::GitLabOtherToken => "GitLab token of another use",
            Self::HuggingFaceToken => "Hugging Face token",
            Self::AzureDevOpsToken => "Azure DevOps token",
            Self::HexToken => "Token (40 hexadecimal digits)",
            Self::WebToken => "Web token (short-lived)",
            Self::Unknown => "Password or token",
        }
    }

    /// The machine-readable name, as in `--json`.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::BitbucketAppPassword => "bitbucket-app-password",
            Self::AtlassianApiToken => "atlassian-api-token",
            Self::BitbucketAccessToken => "bitbucket-access-token",
            Self::BitbucketDataCenterToken => "bitbucket-data-center-token",
            Self::GitHubClassicToken => "github-classic-token",
            Self::GitHubFineGrainedToken => "github-fine-grained-token",
            Self::GitHubSignIn => "github-sign-in",
            Self::GitHubAppToken => "github-app-token",
            Self::GitHubRefreshToken => "github-refresh-token",
            Self::GitLabToken => "gitlab-token",
            Self::GitLabDeployToken => "gitlab-deploy-token",
            Self::GitLabJobToken => "gitlab-job-token",
            Self::GitLabOtherToken => "gitlab-other-token",
            Self::HuggingFaceToken => "hugging-face-token",
            Self::AzureDevOpsToken => "azure-devops-token",
            Self::HexToken => "hex-token",
            Self::WebToken => "web-token",
            Self::Unknown => "unknown",
        }
    }

    /// The forges that hand out this kind; empty where any may.
    #[must_use]
    pub fn forges(self) -> &'static [Forge] {
        match self {
            Self::BitbucketAppPassword | Self::AtlassianApiToken | Self::BitbucketAccessToken => {
                &[Forge::BitbucketCloud]
            }
            Self::BitbucketDataCenterToken => &[Forge::BitbucketDataCenter],
            Self::GitHubClassicToken
            | Self::GitHubFineGrainedToken
            | Self::GitHubSignIn
            | Self::GitHubAppToken
            | Self::GitHubRefreshToken => &[Forge::GitHub, Forge::GitHubEnterprise],
            Self::GitLabToken
            | Self::GitLabDeployToken
            | Self::GitLabJobToken
            | Self::GitLabOtherToken => &[Forge::GitLab],
            Self::HuggingFaceToken => &[Forge::HuggingFace],
            Self::AzureDevOpsToken => &[Forge::AzureDevOps, Forge::AzureDevOpsServer],
            Self::HexToken | Self::WebToken | Self::Unknown => &[],
        }
    }

    /// Whether this kind belongs to other forges than `forge`. A plain server may be any of
    /// them in disguise, so only a forge that was recognised can disagree.
    #[must_use]
    pub fn is_foreign_to(self, forge: Forge) -> bool {
        let at_home = self.forges();
        !at_home.is_empty() && forge != Forge::Plain && !at_home.contains(&forge)
    }

    /// Why this kind can never work with Git, if that is known.
    #[must_use]
    pub fn never_works_because(self) -> Option<&'static str> {
        match self {
            Self::BitbucketAppPassword => Some(
                "Bitbucket accepts no app passwords since 28 July 2026; create an API token instead",
            ),
            Self::GitHubRefreshToken => Some(
                "this is a refresh token, which GitHub does not accept for Git; create a personal access token",
            ),
            Self::GitLabOtherToken => Some(
                "this GitLab token is for runners, feeds or agents, not for Git; create a personal access token",
            ),
            _ => None,
        }
    }
}

fn by_prefix(text: &str) -> Option<TokenKind> {
    const PREFIXES: &[(&str, TokenKind)] = &[
        ("ATBB", TokenKind::BitbucketAppPassword),
        ("ATAT", TokenKind::AtlassianApiToken),
        ("ATCT", TokenKind::BitbucketAccessToken),
        ("BBDC-", TokenKind::BitbucketDataCenterToken),
        ("github_pat_", TokenKind::GitHubFineGrainedToken),
        ("ghp_", TokenKind::GitHubClassicToken),
        ("gho_", TokenKind::GitHubSignIn),
        ("ghu_", TokenKind::GitHubSignIn),
        ("ghs_", TokenKind::GitHubAppToken),
        ("ghr_", TokenKind::GitHubRefreshToken),
        ("glpat-", TokenKind::GitLabToken),
        ("gldt-", TokenKind::GitLabDeployToken),
        ("glcbt-", TokenKind::GitLabJobToken),
        ("glrt-", TokenKind::GitLabOtherToken),
        ("glptt-", TokenKind::GitLabOtherToken),
        ("glft-", TokenKind::GitLabOtherToken),
        ("gloas-", TokenKind::GitLabOtherToken),
        ("glagent-", TokenKind::GitLabOtherToken),
        ("glimt-", TokenKind::GitLabOtherToken),
        ("GR1348941", TokenKind::GitLabOtherToken),
        ("hf_", TokenKind::HuggingFaceToken),
        ("eyJ", TokenKind::WebToken),
    ];
    /// Shorter than any token of these kinds: `hf_` may begin a user name.
    const SHORTEST: usize = 16;
    if text.len() < SHORTEST {
        return None;
    }
    let known = PREFIXES.iter().find(|(prefix, _)| text.starts_with(prefix));
    let with_instance_prefix = || {
        let (instance, _) = text.split_once("-glpat-")?;
        let is_word = instance
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'_');
        is_word.then_some(TokenKind::GitLabToken)
    };
    known.map(|(_, kind)| *kind).or_else(with_instance_prefix)
}

impl Serialize for TokenKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}
