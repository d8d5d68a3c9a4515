//! Servers of the engine that clients fail at, each for one reason, and one at
//! which they do not: over sockets, with somebody on the wire who interferes.
#![allow(unreachable_pub, reason = "a module that tests and an example share")]
#![allow(dead_code, reason = "each uses some of it")]

use super::ends::{Identity, asked};
use chacha20::ChaCha20Rng;
use padlock::desk::Draft;
use padlock::engine::diagnosis::Diagnosis;
use padlock::engine::knowers::Actor;
use padlock::engine::tls::connection::{Interference, Peer, Server, split};
use padlock::engine::tls::provider::{Group, HandshakeKey, Suite};
use padlock::engine::tls::recording::{Recording, turn};
use padlock::engine::trace::Recorder;
use padlock::units::{self, Material, Output};
use rand::SeedableRng as _;
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

/// How long a server waits for a client that says nothing.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long it waits for the last words of one.
const FAREWELL: Duration = Duration::from_secs(1);

/// Somebody on the wire: which end's records it touches, and what it does to them,
/// counted among those of this end.
#[derive(Clone, Copy, Debug)]
pub struct Middle {
    pub touches: Actor,
    pub interference: Interference,
    seen: usize,
}

impl Middle {
    pub const fn new(touches: Actor, interference: Interference) -> Self {
        Self {
            touches,
            interference,
            seen: 0,
        }
    }

    /// What arrives of what was said.
    fn passes(&mut self, from: Actor, said: &[u8], held: &mut Option<Vec<u8>>) -> Vec<u8> {
        let mut arrived = Vec::new();
        for record in split(said) {
            if from == self.touches {
                arrived.extend(self.interference.arrives(self.seen, &record, held).concat());
                self.seen += 1;
            } else {
                arrived.extend(record);
            }
        }
        arrived
    }
}

/// What became of a connection with a client over a socket.
pub struct Served {
    /// Why the server gave up.
    pub failure: Option<String>,
    /// What it read of a request.
    pub heard: Vec<u8>,
}

/// Talks to a client until all is said, or one gives up.
pub fn serve(mut socket: TcpStream, server: Server, mut middle: Middle, seed: u64) -> Served {
    let random = [1, 2].map(|end| ChaCha20Rng::seed_from_u64(seed * 2 + end));
    let [client, server_random] = random;
    let _ = socket.set_read_timeout(Some(PATIENCE));
    let run = || {
        turn(Actor::Server);
        let Ok(mut peer) = server.peer() else {
            return Served {
                failure: Some("the server cannot begin".into()),
                heard: Vec::new(),
            };
        };
        let mut served = talk(&mut socket, &mut peer, &mut middle);
        served.heard = peer.heard;
        served
    };
    let (served, _) = Recording::of(client, server_random, run);
    // Closed with bytes unread, it would be torn down before the alert is read.
    let _ = socket.shutdown(Shutdown::Write);
    let _ = socket.set_read_timeout(Some(FAREWELL));
    while socket.read(&mut [0; 4096]).is_ok_and(|read| read > 0) {}
    served
}

fn talk(socket: &mut TcpStream, peer: &mut Peer, middle: &mut Middle) -> Served {
    let mut served = Served {
        failure: None,
        heard: Vec::new(),
    };
    let (mut out, mut back) = (None, None);
    // What came of a record that is not whole yet.
    let mut pending = Vec::new();
    let mut closed = false;
    loop {
        let said = peer.says();
        // The other may have gone; then there is nothing to read either.
        let _ = socket.write_all(&middle.passes(Actor::Server, &said, &mut out));
        if served.failure.is_some() || peer.is_told_all {
            return served;
        }
        if peer.done && !closed {
            let _ = socket.shutdown(Shutdown::Write);
            closed = true;
        }
        let mut bytes = [0; 4096];
        match socket.read(&mut bytes) {
            Ok(read) if read > 0 => pending.extend(bytes.get(..read).unwrap_or_default()),
            _ => return served,
        }
        let whole = whole_records(&pending);
        let rest = pending.split_off(whole);
        let arrived = middle.passes(Actor::Client, &pending, &mut back);
        pending = rest;
        served.failure = peer.hears(&arrived).err();
    }
}

/// How many of the bytes are whole records.
fn whole_records(bytes: &[u8]) -> usize {
    let mut whole = 0;
    while let Some([_, _, _, high, low]) = bytes.get(whole..whole + 5) {
        let next = whole + 5 + usize::from(u16::from_be_bytes([*high, *low]));
        if next > bytes.len() {
            break;
        }
        whole = next;
    }
    whole
}

/// A server that clients fail at, or not, and the same in the exhibit.
pub struct Case<'a> {
    /// Why, in a word.
    pub name: String,
    /// Its certificates and its key, and the root that they lead to.
    pub identity: &'a Identity,
    /// The root that clients are told to trust.
    pub root: Option<&'a Draft>,
    /// Whether clients look at the certificate.
    pub checks: bool,
    /// By which name clients ask for it.
    pub host: &'static str,
    /// What is chosen in the exhibit.
    sets: Vec<(&'static str, String)>,
    /// What the server has otherwise than most.
    change: fn(&mut Server),
    /// Who is on the wire.
    pub middle: Middle,
}

/// The records of a connection, in their order: whose each is, and its number among
/// those of its sender.
const ORDER: [(Actor, usize); 11] = [
    (Actor::Client, 0),
    (Actor::Server, 0),
    (Actor::Server, 1),
    (Actor::Server, 2),
    (Actor::Client, 1),
    (Actor::Client, 2),
    (Actor::Client, 3),
    (Actor::Server, 3),
    (Actor::Server, 4),
    (Actor::Server, 5),
    (Actor::Client, 4),
];

/// What is done to the record with a number.
type Meddles = fn(usize) -> Interference;

/// What somebody on the wire does, as the exhibit calls it.
const MEDDLING: [(&str, Meddles); 4] = [
    ("flip", |record| Interference::Flip { record, bit: 100 }),
    ("drop", |record| Interference::Drop { record }),
    ("replay", |record| Interference::Replay { record }),
    ("swap", |record| Interference::Swap { record }),
];

impl Case<'_> {
    /// The server, at this time.
    pub fn server(&self, now: u64) -> Result<Server, Diagnosis> {
        let mut server = self.identity.server(now)?;
        (self.change)(&mut server);
        Ok(server)
    }

    /// What the exhibit says of such a server.
    pub fn told(&self, now: u64) -> Result<Output, Diagnosis> {
        let mut inputs = self.identity.on_the_desk(asked("https", now, 6)?);
        if let Some(root) = self.root {
            inputs = inputs.with_thing("root", Material::from(root));
        }
        inputs = inputs.with("host", self.host).with("path", "/padlock");
        for (field, value) in &self.sets {
            inputs = inputs.with(field, value.as_str());
        }
        units::run("https", &inputs, &mut Recorder::default())
    }
}

/// What servers here have.
pub struct Identities {
    plain: Identity,
    dns: Identity,
    below: Identity,
    mixed: Identity,
    curved: Identity,
    ended: Identity,
    all_ended: Identity,
    early: Identity,
    all_early: Identity,
    rogue: Identity,
    itself: Identity,
}

const DAY: u64 = 86_400;

impl Identities {
    pub fn made(now: u64) -> Result<Self, Diagnosis> {
        let (soon, past) = (now + 30 * DAY, now - 90 * DAY);
        Ok(Self {
            plain: Identity::made("rsa", now)?,
            dns: Identity::of_names(now)?,
            below: Identity::below(["rsa"; 2], now)?,
            mixed: Identity::below(["rsa", "p256"], now)?,
            curved: Identity::below(["p256"; 2], now)?,
            ended: Identity::dated("Ended", past - DAY, past, 30)?,
            all_ended: Identity::dated("All ended", now - 12_000 * DAY, now - 11_999 * DAY, 30)?,
            early: Identity::dated("Early", now, soon, 30)?,
            all_early: Identity::dated("All early", soon, soon + DAY, 30)?,
            rogue: Identity::rogue(now)?,
            itself: Identity::signing_itself(now)?,
        })
    }

    /// All that is asked about: first one with nothing wrong.
    pub fn cases(&self) -> Vec<Case<'_>> {
        let case = |name: &str, identity| Case {
            name: name.into(),
            identity,
            root: Some(&identity.root),
            checks: true,
            host: "localhost",
            sets: Vec::new(),
            change: |_| {},
            middle: Middle::new(Actor::Server, Interference::Nothing),
        };
        let set = |case, sets: &[(&'static str, &str)], change| Case {
            sets: sets
                .iter()
                .map(|(field, value)| (*field, (*value).to_owned()))
                .collect(),
            change,
            ..case
        };
        let nobody = [("trust", "nobody")];
        let mut all = vec![
            case("nothing", &self.plain),
            case("nothing-below", &self.below),
            Case {
                host: "127.0.0.1",
                ..case("nothing-address", &self.plain)
            },
            set(
                case("nothing-curved", &self.curved),
                &[("suite", "chacha20-poly1305"), ("group", "p256")],
                |_| {},
            ),
            Case {
                root: None,
                ..set(case("unknown", &self.plain), &nobody, |_| {})
            },
            Case {
                root: Some(&self.plain.root),
                ..case("rogue", &self.rogue)
            },
            Case {
                root: None,
                ..set(case("itself", &self.itself), &nobody, |_| {})
            },
            Case {
                host: "example.org",
                ..case("host", &self.plain)
            },
            Case {
                checks: false,
                host: "example.org",
                ..set(
                    case("insecure", &self.plain),
                    &[("checking", "insecure")],
                    |_| {},
                )
            },
            Case {
                checks: false,
                ..set(
                    case("insecure-below", &self.below),
                    &[("checking", "insecure")],
                    |_| {},
                )
            },
            Case {
                host: "127.0.0.1",
                ..case("address", &self.dns)
            },
            case("ended", &self.ended),
            case("all-ended", &self.all_ended),
            case("early", &self.early),
            case("all-early", &self.all_early),
            set(
                case("key", &self.plain),
                &[("signs", "another")],
                another_key,
            ),
            set(
                case("key-curved", &self.curved),
                &[("signs", "another")],
                another_key,
            ),
            set(case("leaf", &self.below), &[("chain", "leaf")], |server| {
                server.chain.truncate(1);
            }),
            set(
                case("suite", &self.plain),
                &[("suite", "aes-128-gcm"), ("server-suite", "aes-256-gcm")],
                |server| server.suites = vec![Suite::Aes256Gcm],
            ),
            set(
                case("group", &self.plain),
                &[("group", "x25519"), ("server-group", "p256")],
                |server| server.groups = vec![Group::P256],
            ),
        ];
        for (name, identity) in [
            ("", &self.below),
            ("-mixed", &self.mixed),
            ("-curved", &self.curved),
        ] {
            let name = format!("reversed{name}");
            all.push(set(
                case(&name, identity),
                &[("chain", "reversed")],
                |server| {
                    server.chain.reverse();
                },
            ));
        }
        for (number, (touches, record)) in (1..).zip(ORDER) {
            for (what, meddles) in MEDDLING {
                if (touches, record, what) == (Actor::Client, 4, "flip") {
                    // Nobody asked what follows: all that was to be said has been said.
                    continue;
                }
                let number = format!("{number}");
                let sets = [("interference", what), ("record", &*number)];
                let meddled = set(
                    case(&format!("{what}-{number}"), &self.plain),
                    &sets,
                    |_| {},
                );
                all.push(Case {
                    middle: Middle::new(touches, meddles(record)),
                    ..meddled
                });
            }
        }
        all
    }
}

fn another_key(server: &mut Server) {
    let mut random = ChaCha20Rng::seed_from_u64(7);
    if let Ok(another) = server.key.private().another(&mut random) {
        server.key = HandshakeKey::new(another);
    }
}
