//! The conversation with the Secret Service of the session bus that the given environment names.
//!
//! It runs on a thread of its own that can be left behind: a keyring daemon that hangs, hangs
//! whoever asks it. Nothing is launched to have a bus.

use std::path::Path;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use secret_service::blocking::SecretService;
use secret_service::{EncryptionType, Error};
use zbus::blocking::connection::Builder;

use crate::git::Environment;
use crate::model::outside_text::display_safe;

/// How long a keyring may take to answer one question; it may have to be started first.
const PATIENCE: Duration = Duration::from_secs(5);

/// One conversation, begun when the first question is asked.
pub(crate) struct Bus {
    address: Option<String>,
    line: Mutex<Line>,
}

/// Why there is no answer.
#[derive(Debug, Clone)]
pub(crate) enum Mute {
    /// There is no session bus, or nobody on it keeps secrets: no keyring on this machine.
    NoKeyring,
    /// It takes too long; it is not asked again.
    Silent,
    /// It is locked.
    Locked,
    /// The item is not there any more.
    Gone,
    /// Something else, in words.
    Broken(String),
}

type Question = Box<dyn FnOnce(&SecretService<'_>) + Send>;

enum Line {
    NotOpened,
    Open(Sender<Question>),
    Closed(Mute),
}

impl Bus {
    pub(crate) fn of(environment: &Environment) -> Self {
        Self {
            address: address(environment),
            line: Mutex::new(Line::NotOpened),
        }
    }

    /// Asks `question` and waits for its answer, but not for ever.
    pub(crate) fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&SecretService<'_>) -> Result<T, Mute> + Send + 'static,
    ) -> Result<T, Mute> {
        self.ask_within(PATIENCE, question)
    }

    /// Asks a question whose answer may take until a person has typed a password.
    pub(crate) fn ask_within<T: Send + 'static>(
        &self,
        patience: Duration,
        question: impl FnOnce(&SecretService<'_>) -> Result<T, Mute> + Send + 'static,
    ) -> Result<T, Mute> {
        let mut line = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(*line, Line::NotOpened) {
            *line = match open(self.address.as_deref()) {
                Ok(questions) => Line::Open(questions),
                Err(mute) => Line::Closed(mute),
            };
        }
        let answer = match &*line {
            Line::Open(questions) => put(questions, patience, question),
            Line::Closed(mute) => Err(mute.clone()),
            Line::NotOpened => Err(Mute::NoKeyring),
        };
        if let Err(mute @ Mute::Silent) = &answer {
            *line = Line::Closed(mute.clone());
        }
        answer
    }
}

impl From<Error> for Mute {
    fn from(error: Error) -> Self {
        match error {
            Error::Unavailable => Self::NoKeyring,
            Error::Locked | Error::Prompt | Error::PromptDisconnected => Self::Locked,
            Error::NoResult => Self::Gone,
            Error::Zbus(error) => error.into(),
            Error::ZbusFdo(error) => zbus::Error::from(error).into(),
            // Their own words may hold what was decrypted.
            Error::Crypto(_) => Self::Broken("its answer could not be decrypted".to_owned()),
            _ => Self::Broken("its answer is not understood".to_owned()),
        }
    }
}

impl From<zbus::Error> for Mute {
    fn from(error: zbus::Error) -> Self {
        if let zbus::Error::InputOutput(reason) = &error
            && reason.kind() == std::io::ErrorKind::TimedOut
        {
            return Self::Silent;
        }
        let name = match &error {
            zbus::Error::MethodError(name, ..) => name.as_str().to_owned(),
            zbus::Error::FDO(error) => zbus::DBusError::name(error.as_ref()).to_string(),
            _ => String::new(),
        };
        match name.rsplit('.').next().unwrap_or_default() {
            "ServiceUnknown" | "NameHasNoOwner" => Self::NoKeyring,
            "NoReply" | "Timeout" | "TimedOut" => Self::Silent,
            "IsLocked" => Self::Locked,
            "NoSuchObject" | "UnknownObject" | "UnknownMethod" | "UnknownInterface" => Self::Gone,
            "" => Self::Broken("the connection to it broke".to_owned()),
            _ => Self::Broken(format!("it answered {}", display_safe(&name))),
        }
    }
}

/// The bus's address in the environment; never `autolaunch:` or one that starts a program.
fn address(environment: &Environment) -> Option<String> {
    let set = environment.get("DBUS_SESSION_BUS_ADDRESS");
    if let Some(addresses) = set.and_then(|set| set.to_str()) {
        let usable = |address: &&str| address.starts_with("unix:") || address.starts_with("tcp:");
        return addresses.split(';').find(usable).map(str::to_owned);
    }
    let folder = environment.get("XDG_RUNTIME_DIR")?;
    let socket = Path::new(folder).join("bus");
    socket
        .exists()
        .then(|| format!("unix:path={}", socket.display()))
}

/// Connects on the new thread, which then answers questions until nobody is left to ask.
fn open(address: Option<&str>) -> Result<Sender<Question>, Mute> {
    let address = address.ok_or(Mute::NoKeyring)?.to_owned();
    let (questions, asked) = mpsc::channel::<Question>();
    let (connected, is_connected) = mpsc::channel();
    std::thread::Builder::new()
        .name("secret-service".to_owned())
        .spawn(move || match connect(&address) {
            Ok(service) => {
                let _ = connected.send(Ok(()));
                for question in asked {
                    question(&service);
                }
            }
            Err(mute) => {
                let _ = connected.send(Err(mute));
            }
        })
        .map_err(|error| Mute::Broken(error.to_string()))?;
    match is_connected.recv_timeout(PATIENCE) {
        Ok(result) => result.map(|()| questions),
        Err(_) => Err(Mute::Silent),
    }
}

/// Secrets travel encrypted, as other programs of the session can listen on some buses.
fn connect(address: &str) -> Result<SecretService<'static>, Mute> {
    let connection = Builder::address(address)
        .map(|builder| builder.method_timeout(PATIENCE))
        .and_then(Builder::build)
        .map_err(|_| {
            Mute::Broken(
                "the session bus that DBUS_SESSION_BUS_ADDRESS names is not there".to_owned(),
            )
        })?;
    Ok(SecretService::connect_with_existing(
        EncryptionType::Dh,
        connection,
    )?)
}

fn put<T: Send + 'static>(
    questions: &Sender<Question>,
    patience: Duration,
    question: impl FnOnce(&SecretService<'_>) -> Result<T, Mute> + Send + 'static,
) -> Result<T, Mute> {
    let (answer, answered) = mpsc::channel();
    let question = Box::new(move |service: &SecretService<'_>| {
        let _ = answer.send(question(service));
    });
    let broken = || Mute::Broken("the connection to it broke".to_owned());
    questions.send(question).map_err(|_| broken())?;
    answered.recv_timeout(patience).unwrap_or_else(|error| {
        Err(match error {
            RecvTimeoutError::Timeout => Mute::Silent,
            RecvTimeoutError::Disconnected => broken(),
        })
    })
}
