//! A connection with TLS 1.3, from the first byte to the last.

use crate::desk::Kind;
use crate::engine::diagnosis::Diagnosis;
use crate::engine::knowers::{Actor, Viewer};
use crate::engine::pki::host::Host;
use crate::engine::pki::read::Certificate;
use crate::engine::pki::validity;
use crate::engine::source::Source;
use crate::engine::text::Text;
use crate::engine::tls::connection::{Client, Connection, Interference, Server, connect};
use crate::engine::tls::conversation::{Story, picture, rows, tell};
use crate::engine::tls::provider::{Group, Suite};
use crate::engine::trace::Observer;
use crate::units::certificate::check_certificate::{beside, first_name};
use crate::units::certificate::form;
use crate::units::form::choices::choices;
use crate::units::form::judges;
use crate::units::opening;
use crate::units::{
    About, Agreement, Break, Context, Control, Draws, Fits, Input, Inputs, Output, Page, Start,
};

/// What to notice in what comes out.
pub const NOTICE: &str = "Look at it through the eavesdropper’s eyes: until the ServerHello everything can be read, and from then on nothing but lengths. The secret that makes the difference never crosses the wire.";

/// Where to read more.
pub const SOURCES: &[Source] = &[
    Source::new("RFC 8446", "2"),
    Source::new("RFC 8446", "4"),
    Source::new("RFC 8446", "5"),
];

choices! {
    /// Through whose eyes the connection is seen.
    enum Eyes, at first All {
        All: "all", "You: all of it";
        Client: "client", "The client";
        Server: "server", "The server";
        Eavesdropper: "eavesdropper", "The eavesdropper";
    }
}

choices! {
    /// The suites that an end has.
    enum Suites, at first Any {
        Any: "any", "Any of three";
        Aes128Gcm: "aes-128-gcm", "AES-128-GCM, SHA-256";
        Aes256Gcm: "aes-256-gcm", "AES-256-GCM, SHA-384";
        ChaCha20Poly1305: "chacha20-poly1305", "ChaCha20-Poly1305, SHA-256";
    }
}

choices! {
    /// The groups that an end has.
    enum Groups, at first Any {
        Any: "any", "Any of three";
        X25519: "x25519", "X25519";
        P256: "p256", "P-256";
        X25519MlKem768: "x25519mlkem768", "X25519MLKEM768";
    }
}

choices! {
    /// What the server sends of its chain.
    enum Sent, at first Complete {
        Complete: "complete", "Its certificate and those in between";
        Leaf: "leaf", "Its certificate alone";
        Reversed: "reversed", "The same in the wrong order";
    }
}

choices! {
    /// What somebody on the wire does.
    enum Middle, at first Reads {
        Reads: "nothing", "Only reads";
        Flips: "flip", "Flips one bit of a record";
        Drops: "drop", "Drops a record";
        Replays: "replay", "Sends a record twice";
        Swaps: "swap", "Holds a record back until the next has passed";
    }
}

/// What this unit says about itself.
pub static ABOUT: About = About {
    id: "https",
    page: Page::Handshake,
    title: "HTTPS, TLS 1.3",
    question: "How do two strangers come to share a secret?",
    start: Start::Live,
    row: &["seen", "certificate", "suite"],
    inputs: &[
        Eyes::input("seen", "Seen by"),
        Input {
            default: "issue",
            fits: Fits::Leaf,
            ..Input::new(
                "certificate",
                "Server's certificate",
                Control::Thing(&[Kind::Certificate]),
            )
        },
        Input {
            default: "server-request",
            fits: Fits::KeyOf("certificate"),
            ..Input::new(
                "key",
                "Server's private key",
                Control::Thing(form::PRIVATE_KEYS),
            )
        },
        Input {
            default: "ca-root#1",
            fits: Fits::IssuerOf("certificate"),
            hint: "Empty: the client trusts nobody.",
            ..Input::new(
                "root",
                "Root that the client trusts",
                Control::Thing(&[Kind::Certificate]),
            )
        },
        Input {
            fits: Fits::Beside(Kind::Certificate),
            hint: "In PEM. Those on the desk that stand above the server's certificate are sent anyway.",
            ..Input::new("between", "Certificates in between", Control::CodeArea)
        },
        Suites::input("suite", "Suite"),
        Input {
            default: Groups::X25519.value(),
            hint: "How both come to one secret. Browsers of today offer X25519MLKEM768 first.",
            ..Groups::input("group", "Group")
        },
        Suites::input("server-suite", "Suites of the server"),
        Groups::input("server-group", "Groups of the server"),
        Input {
            fits: Fits::NameOf("certificate"),
            hint: "What stands in the address bar: a host name or an IP address. Empty: the first name of the certificate.",
            ..Input::new("host", "Host", Control::Line)
        },
        Input {
            hint: "YYYY-MM-DD, with HH:MM:SS if you like, in UTC. Empty: now.",
            ..Input::new("time", "The client's clock", Control::Clock)
        },
        Input {
            default: "no",
            hint: "As curl --insecure does: any certificate will do.",
            ..Input::new(
                "insecure",
                "The client checks no certificate",
                Control::Toggle,
            )
        },
        Input {
            tells: true,
            ..Sent::input("chain", "The server sends")
        },
        Input {
            tells: true,
            ..Middle::input("interference", "The one in the middle")
        },
        Input {
            default: "4",
            hint: "Counted from 1, in the order in which they are sent.",
            ..Input::new(
                "record",
                "Which record",
                Control::Number { min: 1, max: 12 },
            )
        },
        Input {
            default: "/",
            ..Input::new("path", "The client asks for", Control::Line)
        },
        Input {
            default: "Nobody else can read this.",
            ..Input::new("message", "The server answers", Control::Line)
        },
    ],
    breaks: &[
        Break {
            label: "Ask for another host",
            says: "The certificate is good, but not for this name.",
            sets: &[("host", "example.org")],
        },
        Break {
            label: "Set the clock to 2050",
            says: "A certificate ends even if nothing is wrong with it.",
            sets: &[("time", "2050-01-01")],
        },
        Break {
            label: "Have no suite in common",
            says: "Neither speaks first what the other understands.",
            sets: &[
                ("suite", Suites::Aes128Gcm.value()),
                ("server-suite", Suites::Aes256Gcm.value()),
            ],
        },
        Break {
            label: "Have no group in common",
            says: "Without a group there is no secret.",
            sets: &[
                ("group", Groups::X25519.value()),
                ("server-group", Groups::P256.value()),
            ],
        },
        Break {
            label: "Flip a bit on the wire",
            says: "Watch which end notices, and what it says.",
            sets: &[("interference", Middle::Flips.value()), ("record", "4")],
        },
        Break {
            label: "Send a record twice",
            says: "The number of a record goes into its nonce.",
            sets: &[("interference", Middle::Replays.value()), ("record", "7")],
        },
        Break {
            label: "Drop a record",
            says: "Silence is all that comes of it.",
            sets: &[("interference", Middle::Drops.value()), ("record", "4")],
        },
    ],
    small: &[],
    makes: &[],
    keeps: false,
    draws: Draws::Always,
};

/// Connects, and tells what happens.
///
/// # Errors
/// When something on the form cannot be used, at its field.
pub fn run(
    Context {
        inputs, observer, ..
    }: Context<'_, '_>,
) -> Result<Output, Diagnosis> {
    let certificate = form::certificate(inputs, "certificate")?;
    let key = form::private_key(inputs, "key")?;
    let host = match inputs.text("host").trim() {
        "" => first_name(&certificate)?,
        text => Host::parse_asked(text).map_err(|error| error.diagnosis().of("host"))?,
    };
    let now = match inputs.text("time").trim() {
        "" => inputs.now,
        text => validity::parse(text).map_err(|error| error.diagnosis().of("time"))?,
    };
    let root = match inputs.things.contains_key("root") {
        true => Some(form::certificate(inputs, "root")?),
        false => None,
    };
    let viewer = viewer(inputs);
    let insecure = inputs.is_on("insecure");
    let captions = captions(&host, root.as_ref(), insecure);
    let client = Client {
        suites: suites(inputs, "suite"),
        groups: groups(inputs, "group"),
        roots: root.iter().map(|root| root.der().to_vec()).collect(),
        checks: !insecure,
        host: host.to_string(),
        now,
        protocols: vec!["http/1.1".into()],
        request: request(inputs, &host)?,
    };
    let server = Server {
        suites: suites(inputs, "server-suite"),
        groups: groups(inputs, "server-group"),
        chain: chain(inputs, &certificate),
        key,
        protocols: vec!["http/1.1".into()],
        response: response(inputs.text("message")),
        now: inputs.now,
    };
    let random =
        ["client", "server"].map(|end| inputs.randomness.generator(&format!("https {end}")));
    let connection = connect(client, server, random, interference(inputs)?)?;
    let story = Story::of(&connection);
    let all = &story.happenings;
    let (turns, _) = rows(all, viewer);
    observer.step(|| {
        opening::step(
            "A connection, from its first byte to its last",
            "A client on the left, a server on the right, and somebody on the wire between them who reads along.",
            picture(&turns, &captions, None),
        )
    });
    tell(all, &captions, viewer, observer);
    let (headline, glance) = headline(&connection, &host);
    Ok(Output {
        headline: headline.into(),
        glance: glance.into(),
        good: Some(connection.is_complete()),
        agreements: agreements(&story, &connection),
        ..Output::default()
    })
}

fn viewer(inputs: &Inputs) -> Viewer {
    match Eyes::read(inputs, "seen") {
        Eyes::All => Viewer::Visitor,
        Eyes::Client => Viewer::Actor(Actor::Client),
        Eyes::Server => Viewer::Actor(Actor::Server),
        Eyes::Eavesdropper => Viewer::Actor(Actor::Eavesdropper),
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
    let number = inputs.number("record", 1..=12)?;
    let record = usize::try_from(number - 1).unwrap_or(0);
    Ok(match Middle::read(inputs, "interference") {
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
fn request(inputs: &Inputs, host: &Host) -> Result<Vec<u8>, Diagnosis> {
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
fn response(message: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\n\r\n{message}",
        message.len()
    )
    .into_bytes()
}

fn captions(host: &Host, root: Option<&Certificate>, insecure: bool) -> [Text; 3] {
    let client = match (insecure, root) {
        (true, _) => "trusts anybody".to_owned(),
        (false, None) => "trusts nobody".to_owned(),
        (false, Some(root)) => {
            let subject = root.subject();
            let name = subject
                .rsplit_once("CN=")
                .map_or(&*subject, |(_, name)| name);
            format!("trusts {name}")
        }
    };
    [
        client.into(),
        "reads the wire".into(),
        format!("{host}:443").into(),
    ]
}

/// That our own key schedule comes to what rustls computes.
fn agreements(story: &Story, connection: &Connection) -> Vec<Agreement> {
    let all = story.derived.len();
    let what = format!("the key schedule, all {all} values of it");
    let agrees = story.agreeing(connection) == all;
    let agreement = Agreement::new(what, judges::RUSTLS, agrees);
    (all > 0).then_some(agreement).into_iter().collect()
}

fn headline(connection: &Connection, host: &Host) -> (String, &'static str) {
    match connection.failures.first() {
        Some(failure) => (
            format!("The {} gives up: {}.", failure.by.name(), failure.says),
            "✗ no connection",
        ),
        None if !connection.is_complete() => (
            "Nothing more comes: a record is missing, and both wait.".to_owned(),
            "✗ stalled",
        ),
        None => (
            format!(
                "{host} is reached, and the padlock may close: what was asked and answered crossed the wire sealed."
            ),
            "✓ sealed",
        ),
    }
}
