//! The same repository under another kind of URL: over ssh or over https, as each forge spells it.

use super::{Forge, RemoteUrl, Transport};

impl RemoteUrl {
    /// What was meant, where a URL that programs read differently is only misspelled: white space
    /// or quotes around it, backslashes, a scheme in capitals or with too few or too many slashes,
    /// an e-mail address for a user name.
    /// `None` where that cannot be told, or a secret is in it.
    #[must_use]
    pub fn corrected(&self) -> Option<String> {
        if self.transport != Transport::Unusual {
            return None;
        }
        let text = self.text()?;
        if text.contains('\\') && text.contains('@') {
            // Which of two hosts was meant is for the person to say.
            return None;
        }
        let around = |c: char| c.is_whitespace() || "\"'<>`".contains(c);
        let text = text.trim_matches(around).replace('\\', "/");
        let text = text.strip_prefix("git clone ").unwrap_or(&text);
        let (scheme, rest) = text.split_once(':')?;
        let scheme = scheme.to_ascii_lowercase();
        let is_web = matches!(scheme.as_str(), "https" | "http");
        let rest = with_encoded_address(rest);
        let text = match is_web {
            true => format!("{scheme}://{}", rest.trim_start_matches('/')),
            false => format!("{scheme}:{rest}"),
        };
        let url = Self::parse(text.as_bytes());
        let is_sure = is_web || scheme == "ssh";
        let is_plain = url.transport != Transport::Unusual && !url.holds_secret();
        (is_sure && is_plain).then_some(text)
    }

    /// The e-mail address that stands for a user name in a URL of the web, where its `@` makes two
    /// hosts of one (`https://me@mail.example@host/`). Git takes the first `@` for the user's end.
    #[must_use]
    pub fn address_as_user(&self) -> Option<&str> {
        let text = self.text()?;
        let rest = ["https://", "http://"]
            .iter()
            .find_map(|scheme| text.strip_prefix(scheme))?;
        address(rest)
    }

    fn text(&self) -> Option<&str> {
        std::str::from_utf8(self.raw().expose()).ok()
    }

    /// The ssh URL of the repository that this https URL names on a server of the kind `forge`.
    /// `None` where that cannot be told from the URL.
    #[must_use]
    pub fn as_ssh(&self, forge: Forge) -> Option<String> {
        let is_web = matches!(self.transport, Transport::Https | Transport::Http);
        let path = plain_path(&self.path).filter(|_| is_web && self.port.is_none())?;
        let host = match forge {
            Forge::AzureDevOps => return azure_ssh(&self.host, path),
            // Documented as "git@hf.co:<user>/<repository>" (huggingface.co/docs/hub,
            // "Git over SSH", read 2026-11-25).
            Forge::HuggingFace => "hf.co",
            forge if same_path(forge) => self.host.as_str(),
            _ => return None,
        };
        Some(format!("git@{host}:{path}"))
    }

    /// The https URL of the repository that this ssh URL names on a server of the kind `forge`.
    /// `None` where that cannot be told from the URL.
    #[must_use]
    pub fn as_https(&self, forge: Forge) -> Option<String> {
        let path = plain_path(&self.path).filter(|_| self.transport == Transport::Ssh)?;
        let host = match forge {
            Forge::AzureDevOps => return azure_https(path),
            Forge::HuggingFace => "huggingface.co",
            // The same servers behind port 443 (GitHub Docs "Using SSH over the HTTPS port",
            // GitLab "Alternative SSH port", Bitbucket "Troubleshoot SSH issues"; read 2026-11-25).
            _ => match self.host.as_str() {
                "ssh.github.com" => "github.com",
                "altssh.gitlab.com" => "gitlab.com",
                "altssh.bitbucket.org" => "bitbucket.org",
                host if same_path(forge) => host,
                _ => return None,
            },
        };
        Some(format!("https://{host}/{path}"))
    }
}

/// The user info of `me@mail.example@host/path`, without a password.
fn address(rest: &str) -> Option<&str> {
    let (authority, _) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let (address, host) = authority.rsplit_once('@')?;
    let (name, domain) = address.split_once('@')?;
    let is_part = |part: &str| {
        let is_letter = |c: char| c.is_ascii_alphanumeric() || ".-_+".contains(c);
        !part.is_empty() && part.chars().all(is_letter)
    };
    // `a@b@host` could be two hosts; a domain has a dot.
    (is_part(name) && is_part(domain) && domain.contains('.') && !host.is_empty())
        .then_some(address)
}

/// Its `@` as URLs write it.
fn with_encoded_address(rest: &str) -> String {
    let behind_slashes = rest.trim_start_matches('/');
    match address(behind_slashes) {
        Some(address) => {
            let encoded = address.replace('@', "%40").replace('+', "%2B");
            rest.replacen(address, &encoded, 1)
        }
        None => rest.to_owned(),
    }
}

/// Whether the path is the same in both kinds of URL, and the ssh server is the web server's name.
fn same_path(forge: Forge) -> bool {
    matches!(
        forge,
        Forge::BitbucketCloud
            | Forge::GitHub
            | Forge::GitHubEnterprise
            | Forge::GitLab
            | Forge::Gitea
            | Forge::SourceHut
    )
}

/// Without slashes around; `None` where it holds what no path of a repository does.
fn plain_path(path: &str) -> Option<&str> {
    let path = path.trim_matches('/');
    (!path.is_empty() && !path.contains(['?', '#'])).then_some(path)
}

/// `v3/organisation/project/repository` (learn.microsoft.com "Use SSH key authentication",
/// read 2026-11-25).
fn azure_ssh(host: &str, path: &str) -> Option<String> {
    let (organisation, rest) = match host.strip_suffix(".visualstudio.com") {
        Some(organisation) => (organisation, path.trim_start_matches("DefaultCollection/")),
        None => path.split_once('/')?,
    };
    // A project's first repository has its name, and the project is left out then.
    let (project, repository) = match rest.strip_prefix("_git/") {
        Some(repository) => (repository, repository),
        None => rest.split_once("/_git/")?,
    };
    let is_name = |name: &str| !name.is_empty() && !name.contains('/');
    (is_name(project) && is_name(repository))
        .then(|| format!("git@ssh.dev.azure.com:v3/{organisation}/{project}/{repository}"))
}

fn azure_https(path: &str) -> Option<String> {
    let mut parts = path.strip_prefix("v3/")?.split('/');
    let [organisation, project, repository] = [parts.next()?, parts.next()?, parts.next()?];
    parts
        .next()
        .is_none()
        .then(|| format!("https://dev.azure.com/{organisation}/{project}/_git/{repository}"))
}
