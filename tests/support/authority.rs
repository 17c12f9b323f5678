//! A certificate authority of a test's own, made with the `openssl` program.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// Signs certificates that nobody trusts but who is given [`Authority::certificate`].
pub struct Authority {
    folder: tempfile::TempDir,
}

/// A signed certificate and its key, both PEM files.
pub struct Certificate {
    pub certificate: PathBuf,
    pub key: PathBuf,
}

impl Authority {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        openssl(
            folder.path(),
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 \
             -subj /CN=Test-CA -keyout ca.key -out ca.pem",
        );
        Self { folder }
    }

    /// Its own certificate, for `http.sslCAInfo`.
    pub fn certificate(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// A certificate for `alternatives`: `DNS:a,DNS:b,IP:127.0.0.1`.
    pub fn issue(&self, name: &str, alternatives: &str) -> Certificate {
        self.request(name, alternatives);
        openssl(
            self.folder.path(),
            &format!(
                "x509 -req -in {name}.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 20 \
                 -extfile {name}.ext -out {name}.pem"
            ),
        );
        self.certificate_of(name)
    }

    /// One that is valid in this year alone.
    pub fn issue_for_year(&self, name: &str, alternatives: &str, year: u32) -> Certificate {
        self.request(name, alternatives);
        let folder = self.folder.path();
        let write = |file: &str, text: &str| std::fs::write(folder.join(file), text).unwrap();
        write("index", "");
        write("serial", "1000\n");
        write(
            "ca.cnf",
            "[ca]\ndefault_ca=own\n[own]\nnew_certs_dir=.\ndatabase=index\nserial=serial\n\
             default_md=sha256\npolicy=any\n[any]\ncommonName=supplied\n",
        );
        openssl(
            folder,
            &format!(
                "ca -batch -config ca.cnf -cert ca.pem -keyfile ca.key -in {name}.csr \
                 -startdate {year}0101000000Z -enddate {year}1231000000Z \
                 -extfile {name}.ext -out {name}.pem"
            ),
        );
        self.certificate_of(name)
    }

    /// A server's certificate that is its own authority, as `openssl req -x509` makes them.
    pub fn own_certificate(&self, alternatives: &str) -> Certificate {
        openssl(
            self.folder.path(),
            &format!(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9 \
                 -subj /CN=own -addext subjectAltName={alternatives} -keyout own.key -out own.pem"
            ),
        );
        self.certificate_of("own")
    }

    fn request(&self, name: &str, alternatives: &str) {
        let folder = self.folder.path();
        let extensions = format!("basicConstraints=CA:FALSE\nsubjectAltName={alternatives}\n");
        std::fs::write(folder.join(format!("{name}.ext")), extensions).unwrap();
        openssl(
            folder,
            &format!(
                "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN={name} \
                 -keyout {name}.key -out {name}.csr"
            ),
        );
    }

    fn certificate_of(&self, name: &str) -> Certificate {
        let folder = self.folder.path();
        Certificate {
            certificate: folder.join(format!("{name}.pem")),
            key: folder.join(format!("{name}.key")),
        }
    }
}

impl Certificate {
    pub fn server_config(&self) -> Arc<rustls::ServerConfig> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let chain = CertificateDer::pem_file_iter(&self.certificate).unwrap();
        Arc::new(
            rustls::ServerConfig::builder_with_provider(provider)
                .with_safe_default_protocol_versions()
                .unwrap()
                .with_no_client_auth()
                .with_single_cert(
                    chain.collect::<Result<_, _>>().unwrap(),
                    PrivateKeyDer::from_pem_file(&self.key).unwrap(),
                )
                .unwrap(),
        )
    }
}

fn openssl(folder: &Path, arguments: &str) {
    let output = Command::new("openssl")
        .current_dir(folder)
        .args(arguments.split_whitespace())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "openssl {arguments}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}
