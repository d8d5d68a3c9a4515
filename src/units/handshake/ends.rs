//! Both ends of a connection, as a form asks for them.

use super::https::{Groups, Middle, Sent, Signing, Suites, Trust};
use crate::engine::diagnosis::Diagnosis;
use crate::engine::pki::host::Host;
use crate::engine::pki::key::PrivateKey;
use crate::engine::pki::read::Certificate;
use crate::engine::pki::validity;
use crate::engine::text::Text;
use crate::engine::tls::connection::{Client, Connection, Interference, Server, connect};
use crate::engine::tls::provider::{Group, Suite};
use crate::units::Inputs;
use crate::units::certificate::check_certificate::{beside, first_name};
use crate::units::certificate::form;

/// What both ends bring from the desk.
pub(super) struct Ends {
    certificate: Certificate,
    key: PrivateKey,
    root: Option<Certificate>,
    /// Whom the client wants to reach.
    pub(super) host: Host,
}

impl Ends {
    /// As the form has them.
    ///
    /// # Errors
    /// When one of them cannot be used, at its field.
    pub(super) fn of(inputs: &Inputs) -> Result<Self, Diagnosis> {
        let certificate = form::certificate(inputs, "certificate")?;
        let host = match inputs.text("host").trim() {
            "" => first_name(&certificate)?,
            text => Host::parse_asked(text).map_err(|error| error.diagnosis().of("host"))?,
        };
        let root = match inputs.things.contains_key("root") {
            true => Some(form::certificate(inputs, "root")?),
            false => None,
        };
        Ok(Self {
            key: form::private_key(inputs, "key")?,
            certificate,
            root,
            host,
        })
    }

    /// Connects them. Fields that a form does not have hold what they hold at first.
    ///
    /// # Errors
    /// When something on the form cannot be used, at its field.
    pub(super) fn connect(self, inputs: &Inputs) -> Result<Connection, Diagnosis> {
        let now = match inputs.text("time").trim() {
            "" => inputs.now,
            text => validity::parse(text).map_err(|error| error.diagnosis().of("time"))?,
        };
        let trust = Trust::read(inputs, "trust");
        let key = match Signing::read(inputs, "signs") {
            Signing::Own => self.key,
            // Of the same kind, so that the client takes it for the server's.
            Signing::Another => {
                let mut random = inputs.randomness.generator("https another key");
                self.key.another(&mut random)?
            }
        };
        let protocols = vec!["http/1.1".to_owned()];
        let host = self.host.to_string();
        let client = Client {
            suites: suites(inputs, "suite"),
            groups: groups(inputs, "group"),
            roots: match trust {
                Trust::Nobody => Vec::new(),
                _ => self.root.iter().map(|root| root.der().to_vec()).collect(),
            },
            checks: trust != Trust::Anybody,
            request: request(inputs, &host)?,
            host,
            now,
            protocols: protocols.clone(),
        };
        let server = Server {
            suites: suites(inputs, "server-suite"),
            groups: groups(inputs, "server-group"),
            chain: chain(inputs, &self.certificate),
            key,
            protocols,
            response: response(inputs.text("message")),
            now: inputs.now,
        };
        let random =
            ["client", "server"].map(|end| inputs.randomness.generator(&format!("https {end}")));
        connect(client, server, random, interference(inputs)?)
    }

    /// What stands over the columns of the picture.
    pub(super) fn captions(&self, trust: Trust) -> [Text; 3] {
        let client = match (trust, &self.root) {
            (Trust::Anybody, _) => "trusts anybody".to_owned(),
            (Trust::Nobody, _) | (_, None) => "trusts nobody".to_owned(),
            (Trust::Root, Some(root)) => {
                let subject = root.subject();
                let name = subject.rsplit_once("CN=");
                format!("trusts {}", name.map_or(&*subject, |(_, name)| name))
            }
        };
        [
            client.into(),
            "reads the wire".into(),
            format!("{}:443", self.host).into(),
        ]
    }
}

fn suites(inputs: &Inputs, field: &'static str) -> Vec<Suite> {
    match Suites::read(inputs, field) {
        Suites::Any => Suite::ALL.to_vec(),
        Suites::Aes128Gcm => vec![Suite::Aes128Gcm],
        Suites::Aes256Gcm => vec![Suite::Aes256Gcm],
        Suites::ChaCha20Poly1305 => vec![Suite::ChaCha20Poly1305],
    }
}

fn groups(inputs: &Inputs, field: &'static str) -> Vec<Group> {
    match Groups::read(inputs, field) {
        Groups::Any => Group::ALL.to_vec(),
        Groups::X25519 => vec![Group::X25519],
        Groups::P256 => vec![Group::P256],
        Groups::X25519MlKem768 => vec![Group::X25519MlKem768],
    }
}

fn interference(inputs: &Inputs) -> Result<Interference, Diagnosis> {
    let middle = Middle::read(inputs, "interference");
    if middle == Middle::Reads {
        return Ok(Interference::Nothing);
    }
    let number = inputs.number("record", 1..=12)?;
    let record = usize::try_from(number - 1).unwrap_or(0);
    Ok(match middle {
        Middle::Reads => Interference::Nothing,
        Middle::Flips => Interference::Flip { record, bit: 100 },
        Middle::Drops => Interference::Drop { record },
        Middle::Replays => Interference::Replay { record },
        Middle::Swaps => Interference::Swap { record },
    })
}

/// What the server sends: its certificate, and above it those at hand that lead
/// towards a root, without the root itself (RFC 8446 §4.4.2).
fn chain(inputs: &Inputs, leaf: &Certificate) -> Vec<Vec<u8>> {
    let sent = Sent::read(inputs, "chain");
    let at_hand = beside(inputs);
    let mut chain = vec![leaf.clone()];
    while let Some(last) = chain.last() {
        let above = at_hand.iter().find(|one| {
            one.subject_name() == last.issuer_name()
                && !one.is_self_issued()
                && !chain.contains(one)
        });
        match above {
            Some(one) if sent != Sent::Leaf => chain.push(one.clone()),
            _ => break,
        }
    }
    if sent == Sent::Reversed {
        chain.reverse();
    }
    chain.iter().map(|one| one.der().to_vec()).collect()
}

/// What the client asks for (RFC 9112 §3).
pub(super) fn request(inputs: &Inputs, host: &str) -> Result<Vec<u8>, Diagnosis> {
    let path = inputs.text("path").trim();
    if !path.starts_with('/') || path.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Err(
            Diagnosis::expected("a path that begins with / and has no spaces")
                .of("path")
                .found(format!("{path:?}")),
        );
    }
    Ok(format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: */*\r\n\r\n").into_bytes())
}

/// What the server answers.
pub(super) fn response(message: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\n\r\n{message}",
        message.len()
    )
    .into_bytes()
}
