//! A scriptable Git host: answers by a rule of the test, and records every request it received.
//!
//! ```ignore
//! let forge = Forge::start(|request| match request.path() {
//!     "/slow.git/info/refs" => Reply::status(200).html("hello").delay(Duration::from_secs(9)),
//!     _ => host(request, &[Account::writer("me", "good")]),
//! });
//! home.repository("work/api", &[("origin", &forge.url("me/api.git"))]);
//! …
//! assert_eq!(forge.sign_ins(), ["me:good"]);
//! ```

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::authority::Certificate;

/// The one commit that every repository of [`host`] has.
pub const HEAD: &str = "1e48de6ccf2e4f8d4c4a2a7f2a2e4f9a3d3b9c11";

/// A server on the loopback that lives as long as this value.
pub struct Forge {
    port: u16,
    scheme: &'static str,
    state: Arc<State>,
}

/// One request as it came in.
#[derive(Debug, Clone)]
pub struct Request {
    pub method: String,
    /// Path and query, as sent; the whole URL where this server was used as a proxy.
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// What is answered.
#[derive(Debug, Clone)]
pub struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    delay: Duration,
    drip: Option<Duration>,
    cut: bool,
}

/// Someone who may sign in at [`host`].
#[derive(Debug, Clone, Copy)]
pub struct Account<'a> {
    pub user: &'a str,
    pub secret: &'a str,
    pub may_push: bool,
}

type Rule = dyn Fn(&Request) -> Reply + Send + Sync;

struct State {
    rule: Box<Rule>,
    certificate: Option<Arc<rustls::ServerConfig>>,
    requests: Mutex<Vec<Request>>,
    connections: AtomicUsize,
}

impl Forge {
    /// Plain http on a free port of the loopback.
    pub fn start(rule: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        Self::serve(Box::new(rule), None)
    }

    /// The same over TLS.
    pub fn start_tls(
        certificate: &Certificate,
        rule: impl Fn(&Request) -> Reply + Send + Sync + 'static,
    ) -> Self {
        Self::serve(Box::new(rule), Some(certificate))
    }

    /// An ordinary host with these accounts: [`host`] for every path.
    pub fn with_accounts(accounts: &[Account<'static>]) -> Self {
        let accounts = accounts.to_vec();
        Self::start(move |request| host(request, &accounts))
    }

    fn serve(rule: Box<Rule>, certificate: Option<&Certificate>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(State {
            rule,
            certificate: certificate.map(Certificate::server_config),
            requests: Mutex::default(),
            connections: AtomicUsize::new(0),
        });
        let weak = Arc::downgrade(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (Ok(stream), Some(state)) = (stream, weak.upgrade()) else {
                    return;
                };
                state.connections.fetch_add(1, Ordering::Relaxed);
                std::thread::spawn(move || state.talk(stream));
            }
        });
        let scheme = if certificate.is_some() {
            "https"
        } else {
            "http"
        };
        Self {
            port,
            scheme,
            state,
        }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// `http[s]://127.0.0.1:PORT/path`; `localhost` instead over TLS, for certificates.
    pub fn url(&self, path: &str) -> String {
        let host = if self.scheme == "https" {
            "localhost"
        } else {
            "127.0.0.1"
        };
        format!("{}://{host}:{}/{path}", self.scheme, self.port)
    }

    /// Every request so far.
    pub fn requests(&self) -> Vec<Request> {
        self.state.requests.lock().unwrap().clone()
    }

    /// `user:secret` of every request that signed in, in order.
    pub fn sign_ins(&self) -> Vec<String> {
        let requests = self.requests();
        let signed_in = requests.iter().filter_map(Request::basic);
        signed_in
            .map(|(user, secret)| format!("{user}:{secret}"))
            .collect()
    }

    /// How many connections were opened.
    pub fn connections(&self) -> usize {
        self.state.connections.load(Ordering::Relaxed)
    }

    /// Forgets the requests so far.
    pub fn forget(&self) {
        self.state.requests.lock().unwrap().clear();
    }
}

impl Drop for Forge {
    fn drop(&mut self) {
        // Wakes the thread that accepts; it ends because the state is gone or about to be.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

impl Request {
    /// The path without its query.
    pub fn path(&self) -> &str {
        self.target
            .split_once('?')
            .map_or(&self.target, |(path, _)| path)
    }

    /// `git-upload-pack` or `git-receive-pack`, as asked for or posted to.
    pub fn service(&self) -> Option<&str> {
        let asked = self.target.split_once("?service=").map(|(_, name)| name);
        asked.or_else(|| {
            let (_, name) = self.target.rsplit_once('/')?;
            name.starts_with("git-").then_some(name)
        })
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// User and secret of a Basic sign-in.
    pub fn basic(&self) -> Option<(String, String)> {
        let (scheme, encoded) = self.header("Authorization")?.split_once(' ')?;
        if !scheme.eq_ignore_ascii_case("basic") {
            return None;
        }
        let decoded = String::from_utf8(BASE64_STANDARD.decode(encoded).ok()?).ok()?;
        let (user, secret) = decoded.split_once(':')?;
        Some((user.to_owned(), secret.to_owned()))
    }
}

impl Reply {
    /// An empty answer.
    pub fn status(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
            delay: Duration::ZERO,
            drip: None,
            cut: false,
        }
    }

    /// Wants a Basic sign-in.
    pub fn sign_in(realm: &str) -> Self {
        Self::status(401).header("WWW-Authenticate", format!("Basic realm=\"{realm}\""))
    }

    /// Closes the connection without an answer.
    pub fn hang_up() -> Self {
        Self {
            cut: true,
            ..Self::status(0)
        }
    }

    /// Sends Git elsewhere.
    pub fn redirect(status: u16, location: impl Into<String>) -> Self {
        Self::status(status).header("Location", location)
    }

    /// What a Git server says first for `service`, protocol version 0, with one branch.
    pub fn advertisement(service: &str) -> Self {
        let capabilities = match service {
            "git-receive-pack" => "report-status delete-refs",
            _ => "multi_ack symref=HEAD:refs/heads/main",
        };
        let mut body = pkt(&format!("# service={service}\n")) + "0000";
        body += &pkt(&format!("{HEAD} HEAD\0{capabilities}\n"));
        body += &pkt(&format!("{HEAD} refs/heads/main\n"));
        Self::status(200)
            .header(
                "Content-Type",
                format!("application/x-{service}-advertisement"),
            )
            .body(body + "0000")
    }

    /// The same in protocol version 2, which lists no branches yet.
    pub fn advertisement_v2(service: &str) -> Self {
        let body = pkt(&format!("# service={service}\n"))
            + "0000"
            + &pkt("version 2\n")
            + &pkt("agent=git/2.47\n")
            + &pkt("ls-refs=unborn\n")
            + &pkt("fetch=shallow\n")
            + "0000";
        Self::advertisement(service).body(body)
    }

    /// Status 200, and an `ERR` packet in it.
    pub fn error_packet(service: &str, message: &str) -> Self {
        let body =
            pkt(&format!("# service={service}\n")) + "0000" + &pkt(&format!("ERR {message}"));
        Self::advertisement(service).body(body)
    }

    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    pub fn text(self, body: &str) -> Self {
        self.header("Content-Type", "text/plain").body(body)
    }

    pub fn html(self, body: &str) -> Self {
        self.header("Content-Type", "text/html; charset=utf-8")
            .body(body)
    }

    pub fn json(self, body: &str) -> Self {
        self.header("Content-Type", "application/json").body(body)
    }

    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// Waits this long before the answer.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Sends the answer one byte at a time, with this pause between them.
    pub fn drip(mut self, pause: Duration) -> Self {
        self.drip = Some(pause);
        self
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bytes = format!("HTTP/1.1 {} Reason\r\n", self.status).into_bytes();
        for (name, value) in &self.headers {
            bytes.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
        }
        bytes.extend_from_slice(format!("Content-Length: {}\r\n\r\n", self.body.len()).as_bytes());
        bytes.extend_from_slice(&self.body);
        bytes
    }
}

impl<'a> Account<'a> {
    /// May fetch and push.
    pub const fn writer(user: &'a str, secret: &'a str) -> Self {
        Self {
            user,
            secret,
            may_push: true,
        }
    }

    /// May fetch only.
    pub const fn reader(user: &'a str, secret: &'a str) -> Self {
        Self {
            user,
            secret,
            may_push: false,
        }
    }
}

/// How an ordinary host answers: everything wants a sign-in; paths with `public` in them may be
/// fetched by anyone; paths with `missing` in them are not there. Real Git can `ls-remote` from it.
pub fn host(request: &Request, accounts: &[Account<'_>]) -> Reply {
    let service = request.service().unwrap_or_default().to_owned();
    let is_push = service == "git-receive-pack";
    let account = request.basic().map(|(user, secret)| {
        let known = |account: &&Account<'_>| account.user == user && account.secret == secret;
        accounts.iter().find(known)
    });
    match account {
        None if request.path().contains("public") && !is_push => (),
        None => return Reply::sign_in("Forge"),
        Some(None) => return Reply::sign_in("Forge").text("Invalid user name or token.\n"),
        Some(Some(_)) if request.path().contains("missing") => {
            return Reply::status(404).text("Repository not found.\n");
        }
        Some(Some(account)) if is_push && !account.may_push => {
            return Reply::status(403).text("Write access to repository not granted.\n");
        }
        Some(Some(_)) => (),
    }
    match request.method.as_str() {
        "POST" => Reply::status(200)
            .header("Content-Type", format!("application/x-{service}-result"))
            .body(pkt(&format!("{HEAD} HEAD symref-target:refs/heads/main\n")) + "0000"),
        _ if !is_push && request.header("Git-Protocol") == Some("version=2") => {
            Reply::advertisement_v2(&service)
        }
        _ => Reply::advertisement(&service),
    }
}

/// One packet: its length in four hexadecimal digits, and the text.
pub fn pkt(text: &str) -> String {
    format!("{:04x}{text}", text.len() + 4)
}

impl State {
    fn talk(&self, tcp: TcpStream) {
        tcp.set_nodelay(true).unwrap();
        let closer = tcp.try_clone().unwrap();
        match &self.certificate {
            None => self.answer_all(tcp),
            Some(config) => {
                let connection = rustls::ServerConnection::new(Arc::clone(config)).unwrap();
                self.answer_all(rustls::StreamOwned::new(connection, tcp));
            }
        }
        let _ = closer.shutdown(Shutdown::Both);
    }

    /// Requests on one kept-alive connection, until the client goes or the rule hangs up.
    fn answer_all(&self, stream: impl Read + Write) {
        let mut stream = BufReader::new(stream);
        while let Some(request) = read_request(&mut stream) {
            self.requests.lock().unwrap().push(request.clone());
            let reply = (self.rule)(&request);
            std::thread::sleep(reply.delay);
            if reply.cut || send(stream.get_mut(), &reply).is_err() {
                return;
            }
        }
    }
}

fn read_request(stream: &mut impl BufRead) -> Option<Request> {
    let mut line = String::new();
    stream
        .read_line(&mut line)
        .ok()
        .filter(|&length| length > 0)?;
    let mut words = line.split_whitespace();
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).ok()?;
        match line.trim_end().split_once(':') {
            Some((name, value)) => headers.push((name.to_owned(), value.trim().to_owned())),
            None => break,
        }
    }
    let mut request = Request {
        method,
        target,
        headers,
        body: Vec::new(),
    };
    let length = request.header("Content-Length");
    let length = length.map_or(0, |length| length.parse().unwrap());
    request.body.resize(length, 0);
    stream.read_exact(&mut request.body).ok()?;
    Some(request)
}

fn send(stream: &mut impl Write, reply: &Reply) -> std::io::Result<()> {
    let bytes = reply.bytes();
    let Some(pause) = reply.drip else {
        stream.write_all(&bytes)?;
        return stream.flush();
    };
    for byte in bytes {
        stream.write_all(&[byte])?;
        stream.flush()?;
        std::thread::sleep(pause);
    }
    Ok(())
}
