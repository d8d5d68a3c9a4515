//! Both ends of a connection as tests and examples have them.
#![allow(unreachable_pub, reason = "a module that tests and an example share")]
#![allow(dead_code, reason = "each uses some of it")]

use padlock::desk::Draft;
use padlock::engine::diagnosis::Diagnosis;
use padlock::engine::pki::key::PrivateKey;
use padlock::engine::pki::validity;
use padlock::engine::tls::connection::{Client, Server};
use padlock::engine::tls::provider::{Group, HandshakeKey, Suite};
use padlock::engine::trace::Recorder;
use padlock::units::{self, Inputs, Material, Randomness};

/// A root, and a server's certificate for `localhost` with its key.
pub struct Identity {
    pub root: Draft,
    /// The CA between the two.
    pub between: Option<Draft>,
    pub certificate: Draft,
    pub key: Draft,
}

impl Identity {
    /// One with keys of this kind, `rsa` or `p256`, as the exhibits make it.
    pub fn made(kind: &str, now: u64) -> Result<Self, Diagnosis> {
        let root = two(keyed("ca-root", kind, now, 1)?)?;
        Self::issued(kind, now, &root, |issue| issue)
    }

    /// One whose certificate is for names alone and for no address.
    pub fn of_names(now: u64) -> Result<Self, Diagnosis> {
        let root = two(keyed("ca-root", "rsa", now, 1)?)?;
        Self::issued("rsa", now, &root, |issue| Inputs {
            randomness: Randomness::Fresh([24; 32]),
            ..issue.with("grant-names", "dns")
        })
    }

    /// One of a CA of the same name with another key.
    pub fn rogue(now: u64) -> Result<Self, Diagnosis> {
        let root = two(keyed("ca-root", "rsa", now, 21)?)?;
        Self::issued("rsa", now, &root, |issue| Inputs {
            randomness: Randomness::Fresh([23; 32]),
            ..issue
        })
    }

    /// One whose root has this name and is from this time, and whose certificate is for
    /// some days from another.
    pub fn dated(name: &str, now: u64, from: u64, days: u32) -> Result<Self, Diagnosis> {
        let root = two(keyed_as("ca-root", "rsa", now, 7, |inputs| {
            inputs.with("cn", name)
        })?)?;
        Self::issued("rsa", now, &root, |issue| {
            issue
                .with("from", validity::day(from))
                .with("days", days.to_string())
        })
    }

    /// One whose certificate a CA below the root signed, with keys of these kinds for the
    /// CAs and for the server.
    pub fn below([above, kind]: [&str; 2], now: u64) -> Result<Self, Diagnosis> {
        let [root_key, root] = two(keyed("ca-root", above, now, 1)?)?;
        let between = two(keyed_as("intermediate", above, now, 4, |inputs| {
            inputs
                .with_thing("issuer", thing(&root))
                .with_thing("issuer-key", thing(&root_key))
        })?)?;
        let below = Self::issued(kind, now, &between, |issue| issue)?;
        Ok(Self {
            root,
            between: Some(below.root),
            ..below
        })
    }

    fn issued(
        kind: &str,
        now: u64,
        [issuer_key, issuer]: &[Draft; 2],
        change: impl FnOnce(Inputs) -> Inputs,
    ) -> Result<Self, Diagnosis> {
        let [key, request] = two(keyed("server-request", kind, now, 2)?)?;
        let issue = asked("issue", now, 3)?
            .with_thing("request", thing(&request))
            .with_thing("issuer", thing(issuer))
            .with_thing("issuer-key", thing(issuer_key));
        let mut issued = run("issue", &change(issue))?.into_iter();
        let certificate = issued.next().ok_or_else(nothing)?;
        Ok(Self {
            root: issuer.clone(),
            between: None,
            certificate,
            key,
        })
    }

    /// What a unit made that signs itself.
    pub fn signing_itself(now: u64) -> Result<Self, Diagnosis> {
        let inputs = asked("short-way", now, 5)?.with("way", "addext");
        let [key, certificate] = two(run("short-way", &inputs)?)?;
        Ok(Self {
            root: certificate.clone(),
            between: None,
            certificate,
            key,
        })
    }

    /// With these as what lies on the desk.
    pub fn on_the_desk(&self, mut inputs: Inputs) -> Inputs {
        inputs = inputs
            .with_thing("certificate", thing(&self.certificate))
            .with_thing("key", thing(&self.key))
            .with_thing("root", thing(&self.root));
        match &self.between {
            Some(between) => inputs.with_thing("between#0", thing(between)),
            None => inputs,
        }
    }

    /// What the server sends: its certificate, and those above it without the root.
    pub fn chain(&self) -> Vec<Vec<u8>> {
        let all = std::iter::once(&self.certificate).chain(&self.between);
        all.map(|one| one.bytes.to_vec()).collect()
    }

    /// A client that trusts this root, and what it asks for.
    pub fn client(&self, now: u64) -> Client {
        Client {
            suites: Suite::ALL.to_vec(),
            groups: Group::ALL.to_vec(),
            roots: vec![self.root.bytes.to_vec()],
            checks: true,
            host: "localhost".into(),
            now,
            protocols: vec!["http/1.1".into()],
            request: b"GET /padlock HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n".to_vec(),
        }
    }

    /// The server, and what it answers.
    pub fn server(&self, now: u64) -> Result<Server, Diagnosis> {
        Ok(Server {
            suites: Suite::ALL.to_vec(),
            groups: Group::ALL.to_vec(),
            chain: self.chain(),
            key: HandshakeKey::new(PrivateKey::from_pkcs8_der(&self.key.bytes)?),
            protocols: vec!["http/1.1".into()],
            response: b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 26\r\n\r\nNobody else can read this.".to_vec(),
            now,
        })
    }
}

/// A suite in a word, as the exhibit calls it.
pub fn suite_name(suite: Suite) -> &'static str {
    match suite {
        Suite::Aes128Gcm => "aes-128-gcm",
        Suite::Aes256Gcm => "aes-256-gcm",
        Suite::ChaCha20Poly1305 => "chacha20-poly1305",
    }
}

/// A group in a word, as the exhibit calls it.
pub fn group_name(group: Group) -> &'static str {
    match group {
        Group::X25519 => "x25519",
        Group::P256 => "p256",
        Group::X25519MlKem768 => "x25519mlkem768",
    }
}

/// What a unit makes that draws a key or is given one.
fn keyed(unit: &str, kind: &str, now: u64, seed: u8) -> Result<Vec<Draft>, Diagnosis> {
    keyed_as(unit, kind, now, seed, |inputs| inputs)
}

/// The same with a change to what it is asked for.
fn keyed_as(
    unit: &str,
    kind: &str,
    now: u64,
    seed: u8,
    change: impl FnOnce(Inputs) -> Inputs,
) -> Result<Vec<Draft>, Diagnosis> {
    let mut inputs = change(asked(unit, now, seed)?);
    if kind != "rsa" {
        let drawn = asked("key-ec", now, seed)?.with("kind", kind);
        let key = run("key-ec", &drawn)?.into_iter().next();
        let key = key.ok_or_else(nothing)?;
        inputs = inputs
            .with("key-from", "desk")
            .with_thing("key", thing(&key));
        let made = run(unit, &inputs)?;
        return Ok([vec![key], made].concat());
    }
    run(unit, &inputs)
}

/// What a unit is asked for at first, at this time.
pub fn asked(unit: &str, now: u64, seed: u8) -> Result<Inputs, Diagnosis> {
    Ok(Inputs {
        now,
        randomness: Randomness::Fresh([seed; 32]),
        ..Inputs::defaults(units::find(unit).ok_or_else(nothing)?)
    })
}

fn run(unit: &str, inputs: &Inputs) -> Result<Vec<Draft>, Diagnosis> {
    Ok(units::run(unit, inputs, &mut Recorder::default())?.drafts)
}

/// The key, and the last that was made with it.
fn two(made: Vec<Draft>) -> Result<[Draft; 2], Diagnosis> {
    match (made.first(), made.last()) {
        (Some(key), Some(last)) => Ok([key.clone(), last.clone()]),
        _ => Err(nothing()),
    }
}

fn nothing() -> Diagnosis {
    Diagnosis::bug("an exhibit made nothing")
}

/// A draft as a later run gets it.
fn thing(draft: &Draft) -> Material {
    Material {
        name: draft.name.clone(),
        kind: draft.kind,
        bytes: draft.bytes.clone(),
        demonstration: draft.demonstration,
    }
}
