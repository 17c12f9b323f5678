//! A repository's remotes, with the URLs that Git would use.

use super::Config;
use super::config::Variable;
use super::surroundings::place;
use crate::model::RemoteUrl;
use crate::model::repository::Remote;
use crate::model::surroundings::Place;

/// Every remote in the order of the configuration.
///
/// `url.<base>.insteadOf` and `pushInsteadOf` are applied where the person or the system set
/// them. A repository's own rewrites would send traffic elsewhere; they are listed as overrides
/// instead. With several `url` values the first is fetched from and all
/// are pushed to (`git-push(1)`, Git 2.47).
#[must_use]
pub fn remotes(config: &Config) -> Vec<Remote> {
    let rewrites = Rewrites::of(config);
    let mut found: Vec<Written> = Vec::new();
    for variable in config
        .variables()
        .filter(|variable| variable.setting.section == "remote")
    {
        let Some(name) = &variable.setting.subsection else {
            continue;
        };
        let at = found
            .iter()
            .position(|remote| remote.name == *name)
            .unwrap_or_else(|| {
                found.push(Written {
                    name: name.clone(),
                    ..Written::default()
                });
                found.len() - 1
            });
        found[at].add(variable);
    }
    found
        .iter()
        .map(|written| written.remote(&rewrites))
        .collect()
}

/// A URL of a remote where it is written, before the person's rewrites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenUrl {
    /// `remote.<name>.url` or `remote.<name>.pushurl`.
    pub variable: Variable,
    /// Whether it is a `pushurl`.
    pub is_push: bool,
    /// What Git makes of it.
    pub url: RemoteUrl,
    /// Whether an `insteadOf` of the person's made it another one.
    pub is_rewritten: bool,
}

/// The URLs of the remote `name` that count, where they are written.
#[must_use]
pub fn written_urls(config: &Config, name: &str) -> Vec<WrittenUrl> {
    let rewrites = Rewrites::of(config);
    let mut found: Vec<WrittenUrl> = Vec::new();
    for variable in config.variables() {
        let is_push = variable.setting.name == "pushurl";
        let is_of_remote = variable.setting.section == "remote"
            && variable
                .setting
                .subsection
                .as_ref()
                .is_some_and(|of| crate::model::outside_text::display_safe_bytes(of) == name);
        if !is_of_remote || !(is_push || variable.setting.name == "url") {
            continue;
        }
        let value = variable.setting.value.clone().unwrap_or_default();
        if value.is_empty() {
            found.retain(|known| known.is_push != is_push);
            continue;
        }
        let url = rewrites.for_fetch(&value);
        found.push(WrittenUrl {
            variable: variable.clone(),
            is_push,
            is_rewritten: url != value,
            url: RemoteUrl::parse(&url),
        });
    }
    found
}

/// Whether an `insteadOf` of the person's would make another URL of `url`.
#[must_use]
pub fn is_rewritten(config: &Config, url: &str) -> bool {
    Rewrites::of(config).for_fetch(url.as_bytes()) != url.as_bytes()
}

/// `urls` as Git would fetch from them, after the person's own `insteadOf`.
pub(super) fn for_fetch(config: &Config, urls: &[Vec<u8>]) -> Vec<RemoteUrl> {
    let rewrites = Rewrites::of(config);
    urls.iter()
        .map(|url| RemoteUrl::parse(&rewrites.for_fetch(url)))
        .collect()
}

/// The setting with which Git takes `address` as it is, where it was rewritten already: the
/// longest match wins, and this one is the whole URL. `None` where there can be none, as `-c` cuts
/// at the first equals sign.
#[must_use]
pub fn rewritten_no_more(address: &str) -> Option<String> {
    (!address.contains('=')).then(|| format!("url.{address}.insteadOf={address}"))
}

/// Where the person's own rewrites stand that put a secret into `url`.
#[must_use]
pub fn secret_rewrites(config: &Config, url: &RemoteUrl) -> Vec<Place> {
    let puts_it_in = |variable: &&Variable| {
        let setting = &variable.setting;
        let base = setting.subsection.as_deref().unwrap_or_default();
        setting.section == "url"
            && matches!(setting.name.as_str(), "insteadof" | "pushinsteadof")
            && !variable.is_from_repository()
            && url.holds_secret()
            && base.contains(&b'@')
            && is_base_of(&RemoteUrl::parse(base), url)
    };
    config.variables().filter(puts_it_in).map(place).collect()
}

fn is_base_of(base: &RemoteUrl, url: &RemoteUrl) -> bool {
    base.holds_secret() && base.realm() == url.realm() && base.user == url.user
}

/// A remote as it is written.
#[derive(Default)]
struct Written {
    name: Vec<u8>,
    urls: Vec<Vec<u8>>,
    push_urls: Vec<Vec<u8>>,
    vcs: Option<String>,
}

impl Written {
    fn add(&mut self, variable: &Variable) {
        let value = variable.setting.value.clone().unwrap_or_default();
        let urls = match variable.setting.name.as_str() {
            "url" => &mut self.urls,
            "pushurl" => &mut self.push_urls,
            "vcs" => return self.vcs = Some(variable.text().into_owned()),
            _ => return,
        };
        match value.is_empty() {
            true => urls.clear(),
            false => urls.push(value),
        }
    }

    fn remote(&self, rewrites: &Rewrites) -> Remote {
        let parse = |url: &[u8]| match &self.vcs {
            // Git runs `git-remote-<vcs>` whatever the URL says.
            Some(vcs) => RemoteUrl::parse(&[vcs.as_bytes(), b"::", url].concat()),
            None => RemoteUrl::parse(url),
        };
        let fetch_url = self.urls.first().map(|url| parse(&rewrites.for_fetch(url)));
        let push_urls = rewrites.for_push(&self.urls, &self.push_urls);
        Remote {
            name: crate::model::outside_text::display_safe_bytes(&self.name),
            fetch_url,
            push_urls: push_urls.iter().map(|url| parse(url)).collect(),
        }
    }
}

/// `url.<base>.insteadOf=<prefix>`, the person's own.
#[derive(Default)]
struct Rewrites {
    instead_of: Vec<Base>,
    push_instead_of: Vec<Base>,
}

/// All prefixes that one base stands for, where the base is first named.
struct Base {
    base: Vec<u8>,
    prefixes: Vec<Vec<u8>>,
}

impl Rewrites {
    fn of(config: &Config) -> Self {
        let mut rewrites = Self::default();
        for variable in config.variables() {
            let setting = &variable.setting;
            if setting.section != "url" || variable.is_from_repository() {
                continue;
            }
            let (Some(base), Some(prefix)) = (&setting.subsection, &setting.value) else {
                continue;
            };
            let bases = match setting.name.as_str() {
                "insteadof" => &mut rewrites.instead_of,
                "pushinsteadof" => &mut rewrites.push_instead_of,
                _ => continue,
            };
            match bases.iter_mut().find(|known| known.base == *base) {
                Some(known) => known.prefixes.push(prefix.clone()),
                None => bases.push(Base {
                    base: base.clone(),
                    prefixes: vec![prefix.clone()],
                }),
            }
        }
        rewrites
    }

    fn for_fetch(&self, url: &[u8]) -> Vec<u8> {
        rewrite(&self.instead_of, url).unwrap_or_else(|| url.to_vec())
    }

    /// Without a `pushurl`, Git pushes only to those URLs that a `pushInsteadOf` rewrites, if
    /// there are any, and else to all.
    fn for_push(&self, urls: &[Vec<u8>], push_urls: &[Vec<u8>]) -> Vec<Vec<u8>> {
        if !push_urls.is_empty() {
            return push_urls.iter().map(|url| self.for_fetch(url)).collect();
        }
        let rewritten: Vec<Vec<u8>> = urls
            .iter()
            .filter_map(|url| rewrite(&self.push_instead_of, url))
            .collect();
        if rewritten.is_empty() {
            urls.iter().map(|url| self.for_fetch(url)).collect()
        } else {
            rewritten
        }
    }
}

/// The longest prefix wins; of two equal ones that of the base named first.
fn rewrite(bases: &[Base], url: &[u8]) -> Option<Vec<u8>> {
    let matching = bases.iter().flat_map(|base| {
        let prefixes = base
            .prefixes
            .iter()
            .filter(|prefix| url.starts_with(prefix));
        prefixes.map(|prefix| (base.base.as_slice(), prefix.len()))
    });
    let (base, length) = matching.reduce(|best, next| if next.1 > best.1 { next } else { best })?;
    Some([base, &url[length..]].concat())
}
