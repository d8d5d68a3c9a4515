//! An end of a connection: rustls with its settings, and what is said through it.

mod unchecked;

use super::{Client, Reason, Server};
use crate::engine::diagnosis::Diagnosis;
use crate::engine::knowers::Actor;
use crate::engine::tls::provider::{Group, Suite, provider};
use rustls::client::{Resumption, WebPkiServerVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::time_provider::TimeProvider;
use rustls::version::TLS13;
use rustls::{
    ClientConfig, ClientConnection, Connection, RootCertStore, ServerConfig, ServerConnection,
};
use std::io::{Read as _, Write as _};
use std::sync::Arc;
use std::time::Duration;
use unchecked::Unchecked;

/// An end of a connection, over any wire: what it says is to be carried to the other
/// end, and what the other says is to be handed in. It draws and records where a
/// [`Recording`](crate::engine::tls::recording::Recording) runs in this thread, and
/// nowhere else.
pub struct Peer {
    connection: Connection,
    /// What it has to say once it may.
    message: Vec<u8>,
    /// What it heard from the other.
    pub heard: Vec<u8>,
    /// Whether the other has said that this was all (RFC 8446 §6.1).
    pub is_told_all: bool,
    /// Whether it said all that it had to say; a server then says that this was all.
    pub done: bool,
    /// Why it gave up, if it did.
    pub gave_up: Option<Reason>,
}

/// A clock that stands.
#[derive(Debug)]
struct Clock(u64);

impl TimeProvider for Clock {
    fn current_time(&self) -> Option<UnixTime> {
        Some(UnixTime::since_unix_epoch(Duration::from_secs(self.0)))
    }
}

fn offering(suites: &[Suite], groups: &[Group]) -> Arc<CryptoProvider> {
    Arc::new(provider(suites, groups))
}

fn bytes(protocols: &[String]) -> Vec<Vec<u8>> {
    protocols
        .iter()
        .map(|name| name.clone().into_bytes())
        .collect()
}

fn refused(what: &'static str, why: impl std::fmt::Display) -> Diagnosis {
    Diagnosis::expected(what).found(why.to_string())
}

impl Client {
    /// A connection that begins.
    ///
    /// # Errors
    /// When it cannot: a name that cannot be one, no suite or no group.
    pub fn peer(self) -> Result<Peer, Diagnosis> {
        let provider = offering(&self.suites, &self.groups);
        let builder =
            ClientConfig::builder_with_details(provider.clone(), Arc::new(Clock(self.now)))
                .with_protocol_versions(&[&TLS13])
                .map_err(|error| refused("a suite and a group that the client offers", error))?;
        let mut roots = RootCertStore::empty();
        for root in &self.roots {
            roots
                .add(CertificateDer::from(root.as_slice()))
                .map_err(|error| refused("a root that can be trusted", error))?;
        }
        let builder = match self.checks && !roots.is_empty() {
            true => {
                let verifier = WebPkiServerVerifier::builder_with_provider(roots.into(), provider)
                    .build()
                    .map_err(|error| refused("roots that can be trusted", error))?;
                builder.with_webpki_verifier(verifier)
            }
            false => builder
                .dangerous()
                .with_custom_certificate_verifier(Arc::new(Unchecked {
                    provider,
                    takes_all: !self.checks,
                })),
        };
        let mut config = builder.with_no_client_auth();
        config.alpn_protocols = bytes(&self.protocols);
        config.resumption = Resumption::disabled();
        let name = ServerName::try_from(self.host.clone())
            .map_err(|error| refused("a host name or an IP address", error))?;
        let connection = ClientConnection::new(Arc::new(config), name)
            .map_err(|error| refused("a client that can begin", error))?;
        Ok(Peer::new(connection.into(), self.request))
    }
}

impl Server {
    /// A connection that waits for a client.
    ///
    /// # Errors
    /// When it cannot: no chain, no suite or no group.
    pub fn peer(self) -> Result<Peer, Diagnosis> {
        let provider = offering(&self.suites, &self.groups);
        let chain = self.chain.into_iter().map(CertificateDer::from).collect();
        let certified = CertifiedKey::new(chain, Arc::new(self.key));
        let mut config = ServerConfig::builder_with_details(provider, Arc::new(Clock(self.now)))
            .with_protocol_versions(&[&TLS13])
            .map_err(|error| refused("a suite and a group that the server takes", error))?
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(SingleCertAndKey::from(certified)));
        config.alpn_protocols = bytes(&self.protocols);
        let connection = ServerConnection::new(Arc::new(config))
            .map_err(|error| refused("a server that can begin", error))?;
        Ok(Peer::new(connection.into(), self.response))
    }
}

impl Peer {
    fn new(connection: Connection, message: Vec<u8>) -> Self {
        Self {
            connection,
            message,
            heard: Vec::new(),
            is_told_all: false,
            done: false,
            gave_up: None,
        }
    }

    /// Which end it is.
    #[must_use]
    pub fn actor(&self) -> Actor {
        match self.connection {
            Connection::Client(_) => Actor::Client,
            Connection::Server(_) => Actor::Server,
        }
    }

    /// Whether its handshake is over and good.
    #[must_use]
    pub fn is_established(&self) -> bool {
        !self.connection.is_handshaking()
    }

    /// The bytes that it sends now. A client says what it has to say once the
    /// handshake is over, and a server once it has heard that.
    pub fn says(&mut self) -> Vec<u8> {
        let may = match self.connection {
            Connection::Client(_) => true,
            Connection::Server(_) => self.has_heard_a_request(),
        };
        if may && !self.done && self.gave_up.is_none() && self.is_established() {
            self.done = true;
            // Both write to memory, which takes all.
            let _ = self.connection.writer().write_all(&self.message);
            if self.actor() == Actor::Server {
                self.connection.send_close_notify();
            }
        }
        let mut said = Vec::new();
        while self.connection.wants_write() {
            match self.connection.write_tls(&mut said) {
                Ok(written) if written > 0 => {}
                _ => break,
            }
        }
        said
    }

    /// Reads bytes of the other end, a record or a part of one. An end that has given
    /// up hears nothing any more.
    ///
    /// # Errors
    /// Why it gives up where it does, in the words of rustls; its alert is what it
    /// says next.
    pub fn hears(&mut self, mut record: &[u8]) -> Result<(), String> {
        if self.gave_up.is_some() {
            return Ok(());
        }
        while !record.is_empty() {
            match self.connection.read_tls(&mut record) {
                Ok(read) if read > 0 => {}
                _ => break,
            }
            let state = match self.connection.process_new_packets() {
                Ok(state) => state,
                Err(error) => {
                    self.gave_up = Some(Reason::from(&error));
                    return Err(error.to_string());
                }
            };
            let mut heard = vec![0; state.plaintext_bytes_to_read()];
            if self.connection.reader().read_exact(&mut heard).is_ok() {
                self.heard.append(&mut heard);
            }
            self.is_told_all = state.peer_has_closed();
            if self.is_told_all && self.actor() == Actor::Client {
                self.connection.send_close_notify();
            }
        }
        Ok(())
    }

    /// Whether a whole request came: its head ends with an empty line (RFC 9112
    /// §2.1).
    fn has_heard_a_request(&self) -> bool {
        self.heard.windows(4).any(|four| four == b"\r\n\r\n")
    }
}
