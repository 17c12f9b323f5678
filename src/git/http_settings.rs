//! Git's `http.*` settings in force for one URL, and the variables that stand beside them.
//!
//! Read from the system's and the person's own configuration: what a repository sets is shown
//! elsewhere and not obeyed. The rules are those of `http.c` and `urlmatch.c` of Git 2.47.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use super::no_proxy;
use super::surroundings::place;
use super::url_match::Subject;
use super::{Config, Environment, Variable};
use crate::model::surroundings::Place;
use crate::model::{RemoteUrl, Secret, Transport};

const PROXY_PASSWORD: &str = "the proxy wants a password";

/// What is in force.
#[derive(Clone, Default)]
pub struct HttpSettings {
    /// The proxy to go through: it may hold a password. `None` also where `no_proxy` names the
    /// host.
    pub proxy: Option<Arc<Secret>>,
    /// The authorities to trust instead of the system's.
    pub ca_file: Option<PathBuf>,
    /// A folder of authorities to trust.
    pub ca_folder: Option<PathBuf>,
    /// Certificates are not looked at: `http.sslVerify` is false.
    pub trusts_everyone: bool,
    /// The person's own certificate and its key, both PEM files.
    pub client_certificate: Option<(PathBuf, PathBuf)>,
    /// Headers for every request, `NAME: VALUE`; one may hold a token.
    pub headers: Vec<Arc<Secret>>,
    /// `[+-]HOST:PORT:ADDRESS[,ADDRESS]…`: names that are looked up here and not elsewhere.
    pub resolve: Vec<String>,
    /// Instead of `git/VERSION`.
    pub user_agent: Option<String>,
    /// `http.followRedirects` is false.
    pub follows_no_redirects: bool,
    /// Cookies or a ticket sign in, whatever credential is saved.
    pub signs_in_by_itself: bool,
    /// Why only Git itself can speak to this server as it is told to.
    pub through_git: Option<&'static str>,
}

/// Reads the settings in force for `url`.
#[must_use]
pub fn http_settings(
    personal: &Config,
    environment: &Environment,
    url: &RemoteUrl,
) -> HttpSettings {
    let Some(subject) = Subject::of(url) else {
        return HttpSettings::default();
    };
    let reader = Reader {
        personal,
        environment,
        subject,
        url,
    };
    let (ca_file, ca_folder) = reader.authorities();
    let mut settings = HttpSettings {
        ca_file,
        ca_folder,
        trusts_everyone: reader.is_false("sslverify") || environment.is_set("GIT_SSL_NO_VERIFY"),
        client_certificate: reader.client_certificate(),
        headers: reader.all("extraheader", |header| {
            Arc::new(Secret::new(header.as_bytes()))
        }),
        resolve: reader.all("curloptresolve", str::to_owned),
        user_agent: reader.text_or_variable("useragent", "GIT_HTTP_USER_AGENT"),
        follows_no_redirects: reader.is_false("followredirects"),
        proxy: reader.proxy(),
        signs_in_by_itself: reader.text("cookiefile").is_some() || reader.is_true("emptyauth"),
        through_git: reader.beyond_our_client(),
    };
    if settings.through_git.is_none()
        && let Some(proxy) = &settings.proxy
    {
        settings.through_git = beyond_our_proxies(proxy, url);
    }
    settings
}

/// Where the headers stand that sign in at `url` whatever credential is saved; here the
/// repository's own count as well, because Git obeys them.
#[must_use]
pub fn authorization_headers(
    config: &Config,
    environment: &Environment,
    url: &RemoteUrl,
) -> Vec<Place> {
    let Some(subject) = Subject::of(url) else {
        return Vec::new();
    };
    let reader = Reader {
        personal: config,
        environment,
        subject,
        url,
    };
    let mut headers: Vec<&Variable> = Vec::new();
    for variable in reader.in_force("extraheader") {
        let text = variable.text();
        let name = text.split(':').next().unwrap_or_default();
        match name.trim() {
            "" => headers.clear(),
            name if name.eq_ignore_ascii_case("authorization") => headers.push(variable),
            _ => (),
        }
    }
    headers.into_iter().map(place).collect()
}

impl HttpSettings {
    /// The header that signs in, whatever credential is saved, and its value.
    #[must_use]
    pub fn authorization(&self) -> Option<&Arc<Secret>> {
        self.headers.iter().find(|header| {
            let name = header.expose().split(|&byte| byte == b':').next();
            name.is_some_and(|name| name.trim_ascii().eq_ignore_ascii_case(b"authorization"))
        })
    }

    /// Whether the proxy's URL names a user without a password, which Git would ask a helper for.
    #[must_use]
    pub fn proxy_wants_password(&self) -> bool {
        self.through_git == Some(PROXY_PASSWORD)
    }
}

/// Shows no header and no proxy: they may hold secrets.
impl fmt::Debug for HttpSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpSettings")
            .field("proxy", &self.proxy.is_some())
            .field("headers", &self.headers.len())
            .field("ca_file", &self.ca_file)
            .field("ca_folder", &self.ca_folder)
            .field("trusts_everyone", &self.trusts_everyone)
            .field("client_certificate", &self.client_certificate)
            .field("resolve", &self.resolve)
            .field("user_agent", &self.user_agent)
            .field("through_git", &self.through_git)
            .finish_non_exhaustive()
    }
}

struct Reader<'a> {
    personal: &'a Config,
    environment: &'a Environment,
    subject: Subject,
    url: &'a RemoteUrl,
}

impl Reader<'_> {
    /// The settings of a key that Git obeys, in order: those that match at least as well as any
    /// before them (`urlmatch_config_entry`). A later, more general section is passed over.
    fn in_force<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Variable> {
        let mut best = None;
        self.personal.variables().filter(move |variable| {
            let setting = &variable.setting;
            if setting.section != "http" || setting.name != name {
                return false;
            }
            let matched = self.subject.matched_by(variable);
            let obeyed = matched.is_some() && matched >= best;
            if obeyed {
                best = matched;
            }
            obeyed
        })
    }

    fn last<'a>(&'a self, name: &'a str) -> Option<&'a Variable> {
        self.in_force(name).last()
    }

    /// A key with several values; an empty one forgets those before it.
    fn all<T>(&self, name: &str, read: impl Fn(&str) -> T) -> Vec<T> {
        let mut all = Vec::new();
        for variable in self.in_force(name) {
            match variable.text() {
                text if text.is_empty() => all.clear(),
                text => all.push(read(&text)),
            }
        }
        all
    }

    fn text(&self, name: &str) -> Option<String> {
        let text = self.last(name)?.text().into_owned();
        (!text.is_empty()).then_some(text)
    }

    /// The variable goes before the setting.
    fn text_or_variable(&self, name: &str, variable: &str) -> Option<String> {
        let set = self.environment.get(variable);
        set.map(|value| value.to_string_lossy().into_owned())
            .or_else(|| self.text(name))
    }

    fn path(&self, name: &str, variable: &str) -> Option<PathBuf> {
        match self.environment.get(variable) {
            Some(path) => Some(PathBuf::from(path)),
            None => self
                .text(name)
                .map(|path| self.environment.expand_tilde(&path)),
        }
    }

    fn is_false(&self, name: &str) -> bool {
        self.last(name)
            .is_some_and(|variable| variable.is_true() == Some(false))
    }

    fn is_true(&self, name: &str) -> bool {
        self.last(name)
            .is_some_and(|variable| variable.is_true() == Some(true))
    }

    fn authorities(&self) -> (Option<PathBuf>, Option<PathBuf>) {
        // The operating system's own TLS looks nowhere else.
        if matches!(
            self.text("sslbackend").as_deref(),
            Some("schannel" | "secure-transport")
        ) {
            return (None, None);
        }
        let own = |name: &str| self.environment.get(name).map(PathBuf::from);
        let file = self.path("sslcainfo", "GIT_SSL_CAINFO");
        let folder = self.path("sslcapath", "GIT_SSL_CAPATH");
        match (&file, &folder) {
            (None, None) => (own("SSL_CERT_FILE"), own("SSL_CERT_DIR")),
            _ => (file, folder),
        }
    }

    fn client_certificate(&self) -> Option<(PathBuf, PathBuf)> {
        let certificate = self.path("sslcert", "GIT_SSL_CERT")?;
        let key = self.path("sslkey", "GIT_SSL_KEY");
        Some((certificate.clone(), key.unwrap_or(certificate)))
    }

    /// What our client does not do, and Git would.
    fn beyond_our_client(&self) -> Option<&'static str> {
        let is_set = |name: &str| self.text(name).is_some();
        let is_other_than = |name: &str, known: &[&str]| {
            self.text(name)
                .is_some_and(|value| !known.iter().any(|one| one.eq_ignore_ascii_case(&value)))
        };
        let unreadable = self
            .last("sslverify")
            .is_some_and(|value| value.is_true().is_none());
        let reasons = [
            (unreadable, "http.sslVerify is neither true nor false"),
            (is_set("cookiefile"), "http.cookieFile is set"),
            (self.is_true("emptyauth"), "http.emptyAuth is set"),
            (
                is_other_than("proactiveauth", &["none"]),
                "http.proactiveAuth is set",
            ),
            (
                is_other_than("proxyauthmethod", &["anyauth", "basic"]),
                "http.proxyAuthMethod is set",
            ),
            (
                is_other_than(
                    "sslbackend",
                    &[
                        "openssl",
                        "gnutls",
                        "rustls",
                        "schannel",
                        "secure-transport",
                    ],
                ),
                "http.sslBackend is set",
            ),
            (is_set("sslversion"), "http.sslVersion is set"),
            (is_set("sslcipherlist"), "http.sslCipherList is set"),
            (is_set("pinnedpubkey"), "http.pinnedPubkey is set"),
            (
                self.is_true("sslcertpasswordprotected"),
                "the key of http.sslCert has a password",
            ),
            (
                is_other_than("sslcerttype", &["pem"]) || is_other_than("sslkeytype", &["pem"]),
                "http.sslCert is no PEM file",
            ),
        ];
        reasons
            .into_iter()
            .find_map(|(applies, reason)| applies.then_some(reason))
    }

    /// The proxy for the URL. An empty `http.proxy` means none, and the variables are then not
    /// looked at; `http_proxy` counts in lower case only.
    fn proxy(&self) -> Option<Arc<Secret>> {
        let proxy = match self.last("proxy") {
            Some(setting) => setting.text().into_owned(),
            None => self.proxy_variable(),
        };
        let no_proxy = self
            .variable("no_proxy")
            .or_else(|| self.variable("NO_PROXY"))
            .unwrap_or_default();
        if proxy.is_empty() || no_proxy::covers(&no_proxy, &self.url.host) {
            return None;
        }
        Some(Arc::new(Secret::new(proxy)))
    }

    fn proxy_variable(&self) -> String {
        let names: &[&str] = match self.url.transport {
            Transport::Https => &["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"],
            _ => &["http_proxy", "all_proxy", "ALL_PROXY"],
        };
        names
            .iter()
            .find_map(|name| self.variable(name))
            .unwrap_or_default()
    }

    /// A variable that is set, be it to nothing.
    fn variable(&self, name: &str) -> Option<String> {
        self.environment.is_set(name).then(|| {
            let value = self.environment.get(name).unwrap_or_default();
            value.to_string_lossy().into_owned()
        })
    }
}

/// What of proxies only Git can do.
fn beyond_our_proxies(proxy: &Secret, url: &RemoteUrl) -> Option<&'static str> {
    let proxy = String::from_utf8_lossy(proxy.expose());
    let (scheme, rest) = proxy.split_once("://").unwrap_or(("http", &proxy));
    let user_info = rest.rsplit_once('@').map(|(user_info, _)| user_info);
    if !scheme.eq_ignore_ascii_case("http") {
        Some("the proxy is spoken to by SOCKS or TLS")
    } else if user_info.is_some_and(|user_info| !user_info.contains(':')) {
        Some(PROXY_PASSWORD)
    } else if url.transport == Transport::Http {
        Some("plain http goes through a proxy")
    } else {
        None
    }
}
