//! Connections are kept by the settings they were made with: a proxy, authorities, a certificate.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use sha2::{Digest, Sha256};
use ureq::tls::{Certificate, ClientCert, PemItem, PrivateKey, RootCerts, TlsConfig, parse_pem};
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Proxy};
use zeroize::Zeroizing;

use super::resolver::Resolver;
use crate::git::HttpSettings;
use crate::git::preflight::read_regular;

/// One agent for all URLs with the same settings.
#[derive(Default)]
pub(super) struct Agents(Mutex<HashMap<[u8; 32], Agent>>);

impl Agents {
    /// The agent for `settings`. The error is in words: a file of theirs cannot be used.
    pub(super) fn of(&self, settings: &HttpSettings) -> Result<Agent, String> {
        let key = fingerprint(settings);
        let mut agents = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(agent) = agents.get(&key) {
            return Ok(agent.clone());
        }
        let agent = make(settings)?;
        agents.insert(key, agent.clone());
        Ok(agent)
    }
}

/// What a connection depends on; a proxy may hold a password, so it is not kept as it is.
fn fingerprint(settings: &HttpSettings) -> [u8; 32] {
    let mut hash = Sha256::new();
    let mut add = |part: &[u8]| {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    };
    add(&[u8::from(settings.trusts_everyone)]);
    add(settings.proxy.as_ref().map_or(b"", |proxy| proxy.expose()));
    let certificate = settings.client_certificate.as_ref();
    let files = [
        settings.ca_file.as_ref(),
        settings.ca_folder.as_ref(),
        certificate.map(|(certificate, _)| certificate),
        certificate.map(|(_, key)| key),
    ];
    for file in files {
        add(file.map_or(b"", |file| file.as_os_str().as_encoded_bytes()));
        let changed = file.and_then(|file| std::fs::metadata(file).ok()?.modified().ok());
        add(format!("{changed:?}").as_bytes());
    }
    for entry in &settings.resolve {
        add(entry.as_bytes());
    }
    hash.finalize().into()
}

fn make(settings: &HttpSettings) -> Result<Agent, String> {
    let proxy = match &settings.proxy {
        Some(proxy) => {
            let text = std::str::from_utf8(proxy.expose()).ok();
            let proxy = text.and_then(|text| Proxy::new(&proxy_url(text)).ok());
            Some(proxy.ok_or("the proxy cannot be used as it is written")?)
        }
        None => None,
    };
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .proxy(proxy)
        .tls_config(tls(settings)?)
        .timeout_global(Some(Duration::from_secs(10)))
        .max_response_header_size(64 << 10)
        .max_idle_connections(64)
        .max_idle_connections_per_host(16)
        // Apache closes a kept connection after 5 seconds, so none is used that is older.
        .max_idle_age(Duration::from_secs(4))
        .build();
    Ok(Agent::with_parts(
        config,
        DefaultConnector::default(),
        Resolver::of(&settings.resolve),
    ))
}

/// Scheme, user and host, and the port that curl takes where none is written. What stands behind
/// them means nothing to curl either.
fn proxy_url(text: &str) -> Zeroizing<String> {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let authority = rest.split('/').next().unwrap_or_default();
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    let has_port = host.rsplit(']').next().unwrap_or_default().contains(':');
    let port = if has_port { "" } else { ":1080" };
    Zeroizing::new(format!("http://{authority}{port}"))
}

fn tls(settings: &HttpSettings) -> Result<TlsConfig, String> {
    Ok(TlsConfig::builder()
        .root_certs(roots(settings)?)
        .disable_verification(settings.trusts_everyone)
        .client_cert(match &settings.client_certificate {
            Some((certificate, key)) => Some(client_certificate(certificate, key)?),
            None => None,
        })
        .build())
}

/// Exactly the authorities that are named, or the system's where none are.
fn roots(settings: &HttpSettings) -> Result<RootCerts, String> {
    if settings.ca_file.is_none() && settings.ca_folder.is_none() {
        return Ok(RootCerts::PlatformVerifier);
    }
    let mut certificates = Vec::new();
    if let Some(file) = &settings.ca_file {
        certificates.extend(certificates_in(file)?);
    }
    for file in settings
        .ca_folder
        .iter()
        .flat_map(|folder| files_of(folder))
    {
        certificates.extend(certificates_in(&file).unwrap_or_default());
    }
    match certificates.is_empty() {
        true => Err("there is no authority in http.sslCAInfo or http.sslCAPath".to_owned()),
        false => Ok(RootCerts::new_with_certs(&certificates)),
    }
}

fn files_of(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    entries.flatten().map(|entry| entry.path()).collect()
}

fn certificates_in(file: &Path) -> Result<Vec<Certificate<'static>>, String> {
    let pem = read(file)?;
    let certificates = parse_pem(&pem).filter_map(|item| match item {
        Ok(PemItem::Certificate(certificate)) => Some(certificate),
        _ => None,
    });
    Ok(certificates.collect())
}

fn client_certificate(certificate: &Path, key: &Path) -> Result<ClientCert, String> {
    let chain = certificates_in(certificate)?;
    let key = Zeroizing::new(read(key)?);
    let key = PrivateKey::from_pem(&key)
        .map_err(|_| "the key of http.sslCert cannot be read".to_owned())?;
    // ureq would panic on a certificate and a key that do not belong together.
    let belong_together = rustls::pki_types::PrivateKeyDer::try_from(key.der()).is_ok_and(|key| {
        let chain = chain
            .iter()
            .map(|certificate| certificate.der().to_vec().into());
        rustls::sign::CertifiedKey::from_der(
            chain.collect(),
            key.clone_key(),
            &rustls::crypto::ring::default_provider(),
        )
        .is_ok()
    });
    match belong_together && !chain.is_empty() {
        true => Ok(ClientCert::new_with_certs(&chain, key)),
        false => Err("http.sslCert and http.sslKey do not belong together".to_owned()),
    }
}

fn read(file: &Path) -> Result<Vec<u8>, String> {
    match read_regular(file) {
        Ok(Some(bytes)) => Ok(bytes),
        Ok(None) => Err(format!("{} is not there", file.display())),
        Err(problem) => Err(format!("{}: {}", file.display(), problem.message)),
    }
}
