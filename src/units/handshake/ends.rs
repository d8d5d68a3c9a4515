//! Both ends of a connection, as a form asks for them.

use super::https::MOST_BITS;
use super::identity::Identity;
use super::miniature::Parties;
use super::settings::{
    Alpn, Checking, Groups, Middle, Presented, Sent, ServerAlpn, Signing, Suites, Trust,
};
use crate::engine::asn1::pem;
use crate::engine::diagnosis::Diagnosis;
use crate::engine::knowers::Viewer;
use crate::engine::pki::host::Host;
use crate::engine::pki::key::check_pair;
use crate::engine::pki::read::Certificate;
use crate::engine::pki::validity;
use crate::engine::pki::verify::short;
use crate::engine::text::Text;
use crate::engine::tls::ENDS;
use crate::engine::tls::connection::{Client, Connection, Interference, Server, connect};
use crate::engine::tls::provider::{Group, HandshakeKey, Suite};
use crate::units::Inputs;
use crate::units::certificate::check_certificate::{beside, first_name};
use crate::units::certificate::form;

/// What both ends bring: from the desk, or drawn where the form asks for somebody
/// else.
pub(super) struct Ends {
    identity: Identity,
    presented: Presented,
    /// Whether the client checks the certificate.
    checks: bool,
    /// Whom it trusts.
    roots: Vec<Certificate>,
    /// Whom the client wants to reach.
    pub(super) host: Host,
    /// Whether somebody on the wire does more than read.
    is_meddled: bool,
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
            text => {
                no_other_port(text)?;
                Host::parse_asked(text).map_err(|error| error.diagnosis().of("host"))?
            }
        };
        let root = match inputs.things.contains_key("root") {
            true => Some(form::certificate(inputs, "root")?),
            false => None,
        };
        let presented = Presented::read(inputs, "shows");
        let mut random = inputs.randomness.generator("https identity");
        let mut draw = |root, between| {
            Identity::draw(&host, root, between, inputs.now, &mut random)
                .map_err(|error| error.of("host"))
        };
        let (identity, own) = match presented {
            Presented::Chosen => {
                let key = form::private_key(inputs, "key")?;
                certificate
                    .public_key()
                    .and_then(|public| check_pair(&key, &public, "the server's"))
                    .map_err(|error| error.of("key"))?;
                let chain = above(inputs, certificate)?;
                (Identity { chain, key }, None)
            }
            Presented::Between => {
                let drawn = draw("Example root", Some("Example intermediate"))?;
                (drawn.0, Some(drawn.1))
            }
            Presented::Rogue => (draw("Rogue CA", None)?.0, None),
            Presented::RogueTrusted => {
                let drawn = draw("Rogue CA", None)?;
                (drawn.0, Some(drawn.1))
            }
        };
        let trusts = Trust::read(inputs, "trust") != Trust::Nobody;
        let roots = root.into_iter().chain(own).filter(|_| trusts);
        Ok(Self {
            roots: roots.collect(),
            checks: Checking::read(inputs, "checking") == Checking::Checks,
            identity,
            presented,
            host,
            is_meddled: Middle::read(inputs, "interference") != Middle::Reads,
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
        let Identity { chain, key } = self.identity;
        let key = match Signing::read(inputs, "signs") {
            Signing::Own => key,
            // Of the same kind, so that the client takes it for the server's.
            Signing::Another => {
                let mut random = inputs.randomness.generator("https another key");
                key.another(&mut random)?
            }
        };
        let host = self.host.to_string();
        let client = Client {
            suites: suites(inputs, "suite"),
            groups: groups(inputs, "group"),
            roots: (self.roots.iter().map(|root| root.der().to_vec())).collect(),
            checks: self.checks,
            request: request(inputs, &host)?,
            host,
            now,
            protocols: Alpn::read(inputs, "alpn").protocols(),
        };
        let server = Server {
            suites: suites(inputs, "server-suite"),
            groups: groups(inputs, "server-group"),
            chain: sent(Sent::read(inputs, "chain"), chain),
            key: HandshakeKey::new(key),
            protocols: ServerAlpn::read(inputs, "server-alpn").protocols(),
            response: response(inputs.text("message")),
            now: inputs.now,
        };
        let random =
            ["client", "server"].map(|end| inputs.randomness.generator(&format!("https {end}")));
        connect(client, server, random, interference(inputs)?)
    }

    /// Who is spoken of where the connection is shown in small.
    pub(super) fn parties(&self) -> Parties {
        let own = self.identity.chain.first();
        let named = |name: Option<String>| short(&name.unwrap_or_default());
        Parties {
            host: self.host.to_string(),
            server: named(own.map(Certificate::subject)),
            issuer: named(own.map(Certificate::issuer)),
            checks: self.checks && !self.is_deceived(),
        }
    }

    /// Whether somebody else answers in the server's place.
    pub(super) fn is_deceived(&self) -> bool {
        matches!(self.presented, Presented::Rogue | Presented::RogueTrusted)
    }

    /// What stands over the columns of the picture.
    pub(super) fn captions(&self, viewer: Viewer) -> [Text; 3] {
        let roots = self.roots.iter().map(Certificate::subject);
        let names = roots.map(|subject| short(&subject));
        let names: Vec<String> = names.collect();
        let client = match (self.checks, names.is_empty()) {
            (false, _) => "trusts anybody".to_owned(),
            (_, true) => "trusts nobody".to_owned(),
            (_, false) => format!("trusts {}", names.join(", ")),
        };
        let server = format!("{}:443", self.host);
        let (middle, server) = match (self.is_deceived(), self.is_meddled) {
            (true, _) => (format!("poses as {server}"), "is never asked".to_owned()),
            (false, true) => ("meddles with the wire".to_owned(), server),
            (false, false) => ("reads the wire".to_owned(), server),
        };
        match viewer.sees(ENDS) {
            true => [client.into(), middle.into(), server.into()],
            // The name is in the open in the ClientHello, and no more is known.
            false => [
                "".into(),
                middle.into(),
                format!("{}:443", self.host).into(),
            ],
        }
    }
}

pub(super) fn suites(inputs: &Inputs, field: &'static str) -> Vec<Suite> {
    match Suites::read(inputs, field) {
        Suites::Any => Suite::ALL.to_vec(),
        Suites::Aes128Gcm => vec![Suite::Aes128Gcm],
        Suites::Aes256Gcm => vec![Suite::Aes256Gcm],
        Suites::ChaCha20Poly1305 => vec![Suite::ChaCha20Poly1305],
    }
}

pub(super) fn groups(inputs: &Inputs, field: &'static str) -> Vec<Group> {
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
    let record = counted(inputs, "record", 12)?;
    Ok(match middle {
        Middle::Reads => Interference::Nothing,
        Middle::Flips => Interference::Flip {
            record,
            bit: counted(inputs, "bit", MOST_BITS)?,
        },
        Middle::Drops => Interference::Drop { record },
        Middle::Replays => Interference::Replay { record },
        Middle::Swaps => Interference::Swap { record },
    })
}

/// Refuses a port: the server here listens at that of HTTPS alone.
fn no_other_port(host: &str) -> Result<(), Diagnosis> {
    let rest = host.split_once("://").map_or(host, |(_, rest)| rest);
    let authority = rest.split('/').next().unwrap_or_default();
    let port = authority
        .rsplit_once(':')
        .filter(|(name, port)| (!name.contains(':') || name.ends_with(']')) && !port.is_empty());
    match port {
        Some((_, port)) if port != "443" => {
            Err(Diagnosis::expected("a host without a port, or with 443")
                .of("host")
                .found(format!("the port {port:?}")))
        }
        _ => Ok(()),
    }
}

/// A number that people count from 1, as it is counted here.
fn counted(inputs: &Inputs, field: &'static str, most: i64) -> Result<usize, Diagnosis> {
    let number = inputs.number(field, 1..=most)?;
    Ok(usize::try_from(number - 1).unwrap_or(0))
}

/// A certificate and above it those at hand that lead towards a root, without the
/// root itself (RFC 8446 §4.4.2).
fn above(inputs: &Inputs, own: Certificate) -> Result<Vec<Certificate>, Diagnosis> {
    let mut at_hand = pasted(inputs)?;
    at_hand.append(&mut beside(inputs));
    let mut chain = vec![own];
    while let Some(last) = chain.last() {
        let above = at_hand.iter().find(|one| {
            one.subject_name() == last.issuer_name()
                && !one.is_self_issued()
                && !chain.contains(one)
        });
        match above {
            Some(one) => chain.push(one.clone()),
            None => break,
        }
    }
    Ok(chain)
}

/// The certificates that were pasted, in PEM.
fn pasted(inputs: &Inputs) -> Result<Vec<Certificate>, Diagnosis> {
    let text = inputs.text("between");
    let read = pem::read(text.as_bytes());
    let wrong = read.errors.into_iter().next();
    let none = (read.blocks.is_empty() && !text.trim().is_empty()).then(|| {
        Diagnosis::expected("certificates in PEM, from -----BEGIN CERTIFICATE----- on")
            .found("none")
    });
    if let Some(wrong) = wrong.or(none) {
        return Err(wrong.of("between"));
    }
    let read = read
        .blocks
        .iter()
        .map(|block| Certificate::parse(&block.der));
    read.collect::<Result<_, _>>()
        .map_err(|error: Diagnosis| error.of("between"))
}

/// What of its chain a server sends.
fn sent(sent: Sent, mut chain: Vec<Certificate>) -> Vec<Vec<u8>> {
    match sent {
        Sent::Complete => {}
        Sent::Leaf => chain.truncate(1),
        Sent::Reversed => chain.reverse(),
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
