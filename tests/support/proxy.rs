//! A proxy that records what it is asked for, and leads every `CONNECT` to one server of ours.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// Lives as long as the test.
pub struct Proxy {
    port: u16,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    /// A proxy that leads to `port` of the loopback.
    pub fn to(port: u16) -> Self {
        Self::start(Some(port), None)
    }

    /// The same, for who signs in with this `Basic` value.
    pub fn with_sign_in(port: u16, basic: &'static str) -> Self {
        Self::start(Some(port), Some(basic))
    }

    fn start(to: Option<u16>, basic: Option<&'static str>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let heads = Arc::new(Mutex::new(Vec::new()));
        let record = Arc::clone(&heads);
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let record = Arc::clone(&record);
                std::thread::spawn(move || lead(client, to, basic, &record));
            }
        });
        Self { port, heads }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// `127.0.0.1:PORT`, for a URL with user info.
    pub fn authority(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// The head of every request so far.
    pub fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }
}

fn lead(client: TcpStream, to: Option<u16>, basic: Option<&str>, record: &Mutex<Vec<String>>) {
    let mut reader = BufReader::new(client.try_clone().unwrap());
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).unwrap_or(0) == 0 {
            return;
        }
    }
    record.lock().unwrap().push(head.clone());
    let mut client = client;
    let wanted = basic.map(|basic| format!("Proxy-Authorization: Basic {basic}\r\n"));
    if wanted.is_some_and(|wanted| !head.contains(&wanted)) {
        let _ = client.write_all(
            b"HTTP/1.1 407 Sign in\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\n\r\n",
        );
        return;
    }
    let server = to.and_then(|port| TcpStream::connect(("127.0.0.1", port)).ok());
    let (Some(server), true) = (server, head.starts_with("CONNECT ")) else {
        let _ = client.write_all(b"HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n");
        return;
    };
    let _ = client.write_all(b"HTTP/1.1 200 Connected\r\n\r\n");
    let back = (server.try_clone().unwrap(), client.try_clone().unwrap());
    let answers = std::thread::spawn(move || copy(back.0, back.1));
    copy(client, server);
    let _ = answers.join();
}

fn copy(mut from: TcpStream, mut to: TcpStream) {
    let mut buffer = [0; 4096];
    while let Ok(length @ 1..) = from.read(&mut buffer) {
        if to.write_all(&buffer[..length]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
}
