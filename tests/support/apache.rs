//! A real web server with Git's own `http-backend` behind it: two users, one of whom may not push;
//! over http and over TLS, on the loopback.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::authority::Authority;
use super::home::Home;

const APACHE: &str = "/usr/sbin/apache2";
const MODULES: &str = "/usr/lib/apache2/modules";

/// Ends with this value.
pub struct Apache {
    root: tempfile::TempDir,
    child: Child,
    port: u16,
    tls_port: u16,
    authority: Authority,
}

impl Apache {
    /// May fetch and push.
    pub const WRITER: (&str, &str) = ("rw", "writer-token");
    /// May only fetch.
    pub const READER: (&str, &str) = ("ro", "reader-token");

    /// Starts one without repositories.
    pub fn start() -> Self {
        let root = tempfile::Builder::new()
            .prefix("locksmith-apache-")
            .tempdir()
            .unwrap();
        open_to_all(root.path());
        for folder in ["run", "log", "git"] {
            fs::create_dir(root.path().join(folder)).unwrap();
        }
        let users =
            [Self::WRITER, Self::READER].map(|(user, secret)| format!("{user}:{}\n", hash(secret)));
        fs::write(root.path().join("htpasswd"), users.concat()).unwrap();
        let authority = Authority::new();
        let (port, tls_port) = (free_port(), free_port());
        let certificate = authority.issue("apache", "DNS:localhost,IP:127.0.0.1");
        let config = CONFIG
            .replace("@ROOT@", root.path().to_str().unwrap())
            .replace("@MODULES@", MODULES)
            .replace("@PORT@", &port.to_string())
            .replace("@TLS_PORT@", &tls_port.to_string())
            .replace("@CERTIFICATE@", certificate.certificate.to_str().unwrap())
            .replace("@KEY@", certificate.key.to_str().unwrap())
            .replace("@BACKEND@", backend().to_str().unwrap());
        fs::write(root.path().join("httpd.conf"), config).unwrap();
        let child = Command::new(APACHE)
            .arg("-f")
            .arg(root.path().join("httpd.conf"))
            .arg("-DFOREGROUND")
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(fs::File::create(root.path().join("log/start")).unwrap())
            .spawn()
            .expect("apache2 is installed: apt-get install apache2");
        let mut apache = Self {
            root,
            child,
            port,
            tls_port,
            authority,
        };
        apache.wait_until_it_listens();
        apache
    }

    /// `http://127.0.0.1:PORT/git/NAME`
    pub fn url(&self, name: &str) -> String {
        format!("http://127.0.0.1:{}/git/{name}", self.port)
    }

    /// `https://localhost:PORT/git/NAME`, signed by [`Self::ca`].
    pub fn tls_url(&self, name: &str) -> String {
        format!("https://localhost:{}/git/{name}", self.tls_port)
    }

    /// The authority of its certificate.
    pub fn ca(&self) -> PathBuf {
        self.authority.certificate()
    }

    /// A bare repository with one commit that may be pushed to; returns its folder.
    pub fn repository(&self, home: &Home, name: &str) -> PathBuf {
        let folder = self.root.path().join("git").join(name);
        fs::create_dir_all(&folder).unwrap();
        home.run_git(&folder, ["init", "--quiet", "--bare"]);
        home.run_git(&folder, ["config", "http.receivepack", "true"]);
        let tree = home.run_git(&folder, ["mktree"]);
        let commit = home
            .command("git")
            .current_dir(&folder)
            .envs([
                ("GIT_AUTHOR_NAME", "a"),
                ("GIT_AUTHOR_EMAIL", "a@example.com"),
                ("GIT_COMMITTER_NAME", "a"),
                ("GIT_COMMITTER_EMAIL", "a@example.com"),
            ])
            .args(["commit-tree", "-m", "one", &tree])
            .output()
            .unwrap();
        let commit = String::from_utf8(commit.stdout).unwrap();
        home.run_git(&folder, ["update-ref", "HEAD", commit.trim()]);
        folder
    }

    fn wait_until_it_listens(&mut self) {
        while [self.port, self.tls_port]
            .iter()
            .any(|&port| TcpStream::connect(("127.0.0.1", port)).is_err())
        {
            let ended = self.child.try_wait().unwrap();
            let said = || fs::read_to_string(self.root.path().join("log/start")).unwrap();
            assert!(ended.is_none(), "apache2 ended: {}", said());
            std::thread::yield_now();
        }
    }
}

impl Drop for Apache {
    fn drop(&mut self) {
        // The term signal, so that it ends its workers as well.
        let pid = self.child.id().to_string();
        let _ = Command::new("kill").args(["-TERM", &pid]).status();
        let _ = self.child.wait();
    }
}

/// The workers run as another user where the test runs as root.
fn open_to_all(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

fn hash(secret: &str) -> String {
    let output = Command::new("openssl")
        .args(["passwd", "-apr1", secret])
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// The system's, so that it does not depend on the Git under test.
fn backend() -> PathBuf {
    let backend = PathBuf::from("/usr/lib/git-core/git-http-backend");
    assert!(
        backend.is_file(),
        "git-http-backend is missing: apt-get install git"
    );
    backend
}

const CONFIG: &str = r#"
ServerRoot @ROOT@
PidFile @ROOT@/run/httpd.pid
Mutex file:@ROOT@/run
ServerName localhost
User www-data
Group www-data
Listen 127.0.0.1:@PORT@
Listen 127.0.0.1:@TLS_PORT@
StartServers 1
LoadModule mpm_event_module @MODULES@/mod_mpm_event.so
LoadModule authn_core_module @MODULES@/mod_authn_core.so
LoadModule authn_file_module @MODULES@/mod_authn_file.so
LoadModule authz_core_module @MODULES@/mod_authz_core.so
LoadModule authz_user_module @MODULES@/mod_authz_user.so
LoadModule auth_basic_module @MODULES@/mod_auth_basic.so
LoadModule alias_module @MODULES@/mod_alias.so
LoadModule env_module @MODULES@/mod_env.so
LoadModule setenvif_module @MODULES@/mod_setenvif.so
LoadModule cgid_module @MODULES@/mod_cgid.so
LoadModule ssl_module @MODULES@/mod_ssl.so
ScriptSock @ROOT@/run/cgi
ErrorLog @ROOT@/log/error
LogFormat "%u %>s %r" short
CustomLog @ROOT@/log/access short
SetEnv GIT_PROJECT_ROOT @ROOT@/git
SetEnv GIT_HTTP_EXPORT_ALL 1
# the repositories belong to whoever runs the test
SetEnv GIT_CONFIG_COUNT 1
SetEnv GIT_CONFIG_KEY_0 safe.directory
SetEnv GIT_CONFIG_VALUE_0 *
SetEnvIf Git-Protocol ".*" GIT_PROTOCOL=$0
ScriptAlias /git/ @BACKEND@/
<Directory /usr/lib/git-core>
  Require all granted
</Directory>
<LocationMatch "^/git/">
  AuthType Basic
  AuthName "git"
  AuthUserFile @ROOT@/htpasswd
  Require user rw ro
  # 403 and not 401 for who is known and may not
  AuthzSendForbiddenOnFailure On
</LocationMatch>
<If "%{QUERY_STRING} == 'service=git-receive-pack' || %{REQUEST_URI} =~ m#/git-receive-pack$#">
  Require user rw
  AuthzSendForbiddenOnFailure On
</If>
<VirtualHost 127.0.0.1:@TLS_PORT@>
  ServerName localhost
  SSLEngine on
  SSLCertificateFile @CERTIFICATE@
  SSLCertificateKeyFile @KEY@
  CustomLog @ROOT@/log/access short
</VirtualHost>
"#;
