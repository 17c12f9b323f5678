//! Why no answer came, in words that say what it is about.

use std::io::{self, ErrorKind};

use rustls::CertificateError;

use super::client::{Failure, unreachable};
use crate::model::{Access, AccessState};

/// What an error of the client means.
pub(super) fn of(error: &ureq::Error) -> Failure {
    use ureq::Error;
    match error {
        Error::Timeout(_) => unreachable("the server did not answer within 10 seconds"),
        Error::HostNotFound => unreachable("the host name is not known"),
        Error::Rustls(error) => of_tls(error),
        Error::Io(error) => of_io(error),
        Error::ConnectProxyFailed(reason) if reason.contains("407") => {
            unreachable("the proxy wants a sign-in of its own")
        }
        Error::ConnectProxyFailed(reason) => unreachable(&format!(
            "the proxy does not connect to this server: {reason}"
        )),
        Error::ConnectionFailed | Error::InvalidProxyUrl | Error::TlsRequired => {
            Failure::AskGit("the server cannot be connected to".to_owned())
        }
        Error::Protocol(_) | Error::LargeResponseHeader(..) | Error::Decompress(..) => {
            Failure::Access(Box::new(Access::because(
                AccessState::NotGit,
                "something answered that does not speak HTTP",
            )))
        }
        other => unreachable(&other.to_string()),
    }
}

fn of_io(error: &io::Error) -> Failure {
    let inner = error.get_ref();
    if let Some(error) = inner.and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        return of_tls(error);
    }
    if let Some(error) = inner.and_then(|inner| inner.downcast_ref::<ureq::Error>()) {
        return of(error);
    }
    match error.kind() {
        ErrorKind::TimedOut | ErrorKind::WouldBlock => {
            unreachable("the server did not answer within 10 seconds")
        }
        ErrorKind::ConnectionRefused => unreachable("the connection was refused"),
        ErrorKind::UnexpectedEof
        | ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe => {
            unreachable("the server closed the connection without an answer")
        }
        ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable => {
            unreachable("there is no way to this host; is the network connected?")
        }
        // getaddrinfo(3) has errors of its own, which the standard library tells in words alone.
        _ if error.to_string().contains("lookup address") => {
            unreachable("the host name is not known, or there is no network")
        }
        _ => unreachable(&error.to_string()),
    }
}

/// Certificates are Git's to judge in the end: it may trust what our client does not.
fn of_tls(error: &rustls::Error) -> Failure {
    let rustls::Error::InvalidCertificate(reason) = error else {
        return match error {
            rustls::Error::InvalidMessage(_) => {
                unreachable("the server does not speak TLS at this port")
            }
            other => Failure::AskGit(format!("TLS: {other}")),
        };
    };
    let words = match reason {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            "the server's certificate has expired, or the clock of this computer is wrong"
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "the server's certificate is not valid yet; is the clock of this computer right?"
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "the server's certificate belongs to another host"
        }
        CertificateError::UnknownIssuer => {
            "the server's certificate is signed by nobody this computer trusts"
        }
        CertificateError::Revoked => "the server's certificate was revoked",
        _ => "the server's certificate is not valid",
    };
    Failure::AskGit(words.to_owned())
}
