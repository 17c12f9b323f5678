//! `http.curloptResolve`: names that are looked up in the configuration and nowhere else.

use std::net::{IpAddr, SocketAddr};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver as Resolve};
use ureq::unversioned::transport::NextTimeout;

/// Looks names up among the entries first.
#[derive(Debug, Default)]
pub(super) struct Resolver {
    entries: Vec<Entry>,
    elsewhere: DefaultResolver,
}

#[derive(Debug)]
struct Entry {
    /// Lower case; `*` stands for any host.
    host: String,
    port: u16,
    addresses: Vec<IpAddr>,
}

impl Resolver {
    /// `[+]HOST:PORT:ADDRESS[,ADDRESS]…`; `-HOST:PORT` takes one back (`CURLOPT_RESOLVE(3)`).
    pub(super) fn of(lines: &[String]) -> Self {
        let mut entries: Vec<Entry> = Vec::new();
        for line in lines {
            let removes = line.starts_with('-');
            let Some(entry) = Entry::read(line.trim_start_matches(['-', '+']), removes) else {
                continue;
            };
            entries.retain(|known| (&known.host, known.port) != (&entry.host, entry.port));
            if !removes {
                entries.push(entry);
            }
        }
        Self {
            entries,
            elsewhere: DefaultResolver::default(),
        }
    }

    fn addresses(&self, host: &str, port: u16) -> Option<&[IpAddr]> {
        let named = |name: &str| {
            self.entries
                .iter()
                .find(|entry| entry.host == name && entry.port == port)
        };
        let entry = named(&host.to_ascii_lowercase()).or_else(|| named("*"))?;
        Some(&entry.addresses)
    }
}

impl Entry {
    fn read(line: &str, without_addresses: bool) -> Option<Self> {
        let (host, rest) = if let Some(line) = line.strip_prefix('[') {
            let (host, rest) = line.split_once("]:")?;
            (format!("[{host}]"), rest)
        } else {
            let (host, rest) = line.split_once(':')?;
            (host.to_ascii_lowercase(), rest)
        };
        let (port, addresses) = match rest.split_once(':') {
            Some((port, addresses)) => (port, addresses),
            None if without_addresses => (rest, ""),
            None => return None,
        };
        let addresses = addresses.split(',').filter_map(|address| {
            let address = address.trim_start_matches('[').trim_end_matches(']');
            address.parse().ok()
        });
        Some(Self {
            host,
            port: port.parse().ok()?,
            addresses: addresses.collect(),
        })
    }
}

impl Resolve for Resolver {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let default = if uri.scheme_str() == Some("https") {
            443
        } else {
            80
        };
        let port = uri.port_u16().unwrap_or(default);
        let Some(addresses) = self.addresses(uri.host().unwrap_or_default(), port) else {
            return self.elsewhere.resolve(uri, config, timeout);
        };
        let mut resolved = self.empty();
        for &address in addresses.iter().take(16) {
            resolved.push(SocketAddr::new(address, port));
        }
        match resolved.is_empty() {
            true => Err(ureq::Error::HostNotFound),
            false => Ok(resolved),
        }
    }
}
