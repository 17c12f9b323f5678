//! A Git server as small as the story needs: it signs people in and tells what its repositories
//! hold. Nothing can be transferred, and nothing has to be: what it tells is what is there already.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The server. Each repository has a port of its own, so that each has a sign-in of its own.
pub struct Server {
    /// What it holds.
    pub repositories: Vec<Repository>,
    /// The token that may do everything.
    pub new_token: String,
    listeners: Vec<TcpListener>,
}

/// A repository on the server, and what is saved for it in the sandbox.
#[derive(Clone)]
pub struct Repository {
    /// Its name.
    pub name: &'static str,
    /// What is the matter with it, for the person.
    pub story: &'static str,
    /// The secret that is saved for it.
    pub saved_secret: String,
    /// What the server lets that secret do.
    rights: Rights,
    port: u16,
}

/// What a secret opens.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rights {
    Abolished,
    Fetch,
    FetchAndPush,
}

const USER: &str = "acme-dev";
/// Tried first, so that the addresses look alike each time; any other will do.
const FIRST_PORT: u16 = 8421;
/// Longest line of a request; an Authorization header is a few hundred bytes.
const LONGEST_LINE: u64 = 16 * 1024;

impl Server {
    /// Takes three ports on the loopback.
    pub fn bind() -> Result<Self> {
        let new_token = format!("ATATT3xFfGF0{}", random_letters(48));
        let mut server = Self {
            repositories: Vec::new(),
            listeners: Vec::new(),
            new_token,
        };
        server.add(
            "billing-api",
            "signs in with an app password, which the server no longer accepts",
            format!("ATBB{}", random_letters(32)),
            Rights::Abolished,
        )?;
        server.add(
            "billing-web",
            "signs in with a token that may only read",
            format!("glpat-{}", random_letters(20)),
            Rights::Fetch,
        )?;
        server.add(
            "infra",
            "works",
            format!("ATATT3xFfGF0{}", random_letters(48)),
            Rights::FetchAndPush,
        )?;
        Ok(server)
    }

    fn add(
        &mut self,
        name: &'static str,
        story: &'static str,
        saved_secret: String,
        rights: Rights,
    ) -> Result<()> {
        let wanted = FIRST_PORT + u16::try_from(self.listeners.len())?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, wanted))
            .or_else(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))
            .context("there is no free port on the loopback")?;
        self.repositories.push(Repository {
            name,
            story,
            saved_secret,
            rights,
            port: listener.local_addr()?.port(),
        });
        self.listeners.push(listener);
        Ok(())
    }

    /// Answers until the process ends. `commits` are what the repositories hold, in their order.
    pub fn serve(&mut self, commits: Vec<String>) {
        let listeners = self.listeners.drain(..);
        for ((listener, repository), commit) in listeners.zip(&self.repositories).zip(commits) {
            let door = Arc::new(Door {
                repository: repository.clone(),
                commit,
                new_token: self.new_token.clone(),
            });
            thread::spawn(move || {
                for connection in listener.incoming().flatten() {
                    let door = Arc::clone(&door);
                    thread::spawn(move || door.converse(&connection));
                }
            });
        }
    }
}

impl Repository {
    /// Its address, with the user name in it, as hosts hand it out.
    pub fn url(&self) -> String {
        format!(
            "http://{USER}@127.0.0.1:{}/acme/{}.git",
            self.port, self.name
        )
    }
}

/// What answers at one port.
struct Door {
    repository: Repository,
    commit: String,
    new_token: String,
}

struct Answer {
    status: &'static str,
    header: String,
    body: Vec<u8>,
}

impl Door {
    /// Answers one request after the other; a broken connection is the end of it.
    fn converse(&self, connection: &TcpStream) -> std::io::Result<()> {
        let mut reader = BufReader::new(connection);
        loop {
            let request_line = read_line(&mut reader)?;
            let mut authorization = None;
            loop {
                let line = read_line(&mut reader)?;
                match line.split_once(':') {
                    None => break,
                    Some((name, value)) if name.eq_ignore_ascii_case("authorization") => {
                        authorization = Some(value.trim().to_owned());
                    }
                    Some(_) => (),
                }
            }
            let answer = self.answer(&request_line, authorization.as_deref());
            let head = format!(
                "HTTP/1.1 {}\r\n{}\r\nContent-Length: {}\r\nCache-Control: no-cache\r\n\r\n",
                answer.status,
                answer.header,
                answer.body.len()
            );
            let mut writer = connection;
            writer.write_all(&[head.as_bytes(), &answer.body].concat())?;
        }
    }

    fn answer(&self, request_line: &str, authorization: Option<&str>) -> Answer {
        let path = format!("/acme/{}.git/info/refs?service=git-", self.repository.name);
        let service = request_line
            .strip_prefix("GET ")
            .and_then(|rest| rest.strip_prefix(&path))
            .and_then(|rest| rest.strip_suffix(" HTTP/1.1"));
        let Some(service @ ("upload-pack" | "receive-pack")) = service else {
            return Answer::text("404 Not Found", "There is nothing here.");
        };
        match authorization.and_then(|header| self.rights_of(header)) {
            None => Answer {
                header: "WWW-Authenticate: Basic realm=\"Git Locksmith demo\"".to_owned(),
                ..Answer::text("401 Unauthorized", "")
            },
            // The words and the status are those of Bitbucket since July 2026.
            Some(Rights::Abolished) => Answer::text(
                "410 Gone",
                "CHANGE-3222 - Functionality has been deprecated\n\
                 App passwords are deprecated and must be replaced with API tokens.\n",
            ),
            Some(Rights::Fetch) if service == "receive-pack" => Answer::text(
                "403 Forbidden",
                "This token has the scope read_repository only.\n",
            ),
            Some(_) => self.advertisement(service),
        }
    }

    /// What the user name and secret of a `Basic …` header open.
    fn rights_of(&self, header: &str) -> Option<Rights> {
        let decoded = STANDARD.decode(header.strip_prefix("Basic ")?).ok()?;
        let decoded = String::from_utf8(decoded).ok()?;
        let (user, secret) = decoded.split_once(':')?;
        if user != USER {
            return None;
        }
        match secret {
            secret if secret == self.new_token => Some(Rights::FetchAndPush),
            secret if secret == self.repository.saved_secret => Some(self.repository.rights),
            _ => None,
        }
    }

    /// What the repository holds, in Git's smart protocol (gitprotocol-http).
    fn advertisement(&self, service: &str) -> Answer {
        let Self { commit, .. } = self;
        let mut body = pkt_line(&format!("# service=git-{service}\n"));
        body.push_str("0000");
        if service == "upload-pack" {
            body.push_str(&pkt_line(&format!(
                "{commit} HEAD\0multi_ack side-band-64k ofs-delta symref=HEAD:refs/heads/main\n"
            )));
            body.push_str(&pkt_line(&format!("{commit} refs/heads/main\n")));
        } else {
            body.push_str(&pkt_line(&format!(
                "{commit} refs/heads/main\0report-status delete-refs ofs-delta\n"
            )));
        }
        body.push_str("0000");
        Answer {
            status: "200 OK",
            header: format!("Content-Type: application/x-git-{service}-advertisement"),
            body: body.into_bytes(),
        }
    }
}

impl Answer {
    fn text(status: &'static str, body: &str) -> Self {
        Self {
            status,
            header: "Content-Type: text/plain; charset=utf-8".to_owned(),
            body: body.as_bytes().to_owned(),
        }
    }
}

/// Four hexadecimal digits of length, which count themselves, and the text.
fn pkt_line(text: &str) -> String {
    format!("{:04x}{text}", text.len() + 4)
}

/// A line of a request without its end; the end of the connection is an error.
fn read_line(reader: &mut impl BufRead) -> std::io::Result<String> {
    let mut line = String::new();
    if reader.take(LONGEST_LINE).read_line(&mut line)? == 0 {
        return Err(std::io::ErrorKind::UnexpectedEof.into());
    }
    Ok(line.trim_end().to_owned())
}

/// Letters and digits that nobody has seen before. They open nothing outside this process.
fn random_letters(count: usize) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    let mut letters = String::new();
    while letters.len() < count {
        let mut number = RandomState::new().build_hasher().finish();
        for _ in 0..8 {
            let at = usize::try_from(number % LETTERS.len() as u64).unwrap_or_default();
            letters.push(char::from(LETTERS[at]));
            number /= LETTERS.len() as u64;
        }
    }
    letters.truncate(count);
    letters
}
