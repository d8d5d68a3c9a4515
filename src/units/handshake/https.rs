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
use crate::units::form::judges;
use crate::units::opening;
use crate::units::{
    About, Agreement, Break, Choice, Context, Control, Draws, Fits, Input, Inputs, Output, Page,
    Start,
};

/// What to notice in what comes out.
pub const NOTICE: &str = "Look at it through the eavesdropper’s eyes: until the ServerHello everything can be read, and from then on nothing but lengths. The secret that makes the difference never crosses the wire.";

/// Where to read more.
pub const SOURCES: &[Source] = &[
    Source::new("RFC 8446", "2"),
    Source::new("RFC 8446", "4"),
    Source::new("RFC 8446", "5"),
];

const fn choice(value: &'static str, label: &'static str) -> Choice {
    Choice { value, label }
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
        Input {
            default: "all",
            ..Input::new(
                "seen",
                "Seen by",
                Control::Choice(&[
                    choice("all", "You: all of it"),
                    choice("client", "The client"),
                    choice("server", "The server"),
                    choice("eavesdropper", "The eavesdropper"),
                ]),
            )
        },
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
        Input {
            default: "any",
            ..Input::new(
                "suite",
                "Suite",
                Control::Choice(&[
                    choice("any", "Any of three"),
                    choice("aes-128-gcm", "AES-128-GCM, SHA-256"),
                    choice("aes-256-gcm", "AES-256-GCM, SHA-384"),
                    choice("chacha20-poly1305", "ChaCha20-Poly1305, SHA-256"),
                ]),
            )
        },
        Input {
            default: "x25519",
            hint: "How both come to one secret. Browsers of today offer X25519MLKEM768 first.",
            ..Input::new(
                "group",
                "Group",
                Control::Choice(&[
                    choice("x25519", "X25519"),
                    choice("p256", "P-256"),
                    choice("x25519mlkem768", "X25519MLKEM768"),
                ]),
            )
        },
        Input {
            default: "any",
            ..Input::new(
                "server-suite",
                "Suites of the server",
                Control::Choice(&[
                    choice("any", "All three"),
                    choice("aes-128-gcm", "AES-128-GCM only"),
                    choice("aes-256-gcm", "AES-256-GCM only"),
                    choice("chacha20-poly1305", "ChaCha20-Poly1305 only"),
                ]),
            )
        },
        Input {
            default: "any",
            ..Input::new(
                "server-group",
                "Groups of the server",
                Control::Choice(&[
                    choice("any", "All three"),
                    choice("x25519", "X25519 only"),
                    choice("p256", "P-256 only"),
                    choice("x25519mlkem768", "X25519MLKEM768 only"),
                ]),
            )
        },
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
            default: "complete",
            tells: true,
            ..Input::new(
                "chain",
                "The server sends",
                Control::Choice(&[
                    choice("complete", "Its certificate and those in between"),
                    choice("leaf", "Its certificate alone"),
                    choice("reversed", "The same in the wrong order"),
                ]),
            )
        },
        Input {
            default: "nothing",
            tells: true,
            ..Input::new(
                "interference",
                "The one in the middle",
                Control::Choice(&[
                    choice("nothing", "Only reads"),
                    choice("flip", "Flips one bit of a record"),
                    choice("drop", "Drops a record"),
                    choice("replay", "Sends a record twice"),
                    choice("swap", "Holds a record back until the next has passed"),
                ]),
            )
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
            sets: &[("suite", "aes-128-gcm"), ("server-suite", "aes-256-gcm")],
        },
        Break {
            label: "Have no group in common",
            says: "Without a group there is no secret.",
            sets: &[("group", "x25519"), ("server-group", "p256")],
        },
        Break {
            label: "Flip a bit on the wire",
            says: "Watch which end notices, and what it says.",
            sets: &[("interference", "flip"), ("record", "4")],
        },
        Break {
            label: "Send a record twice",
            says: "The number of a record goes into its nonce.",
            sets: &[("interference", "replay"), ("record", "7")],
        },
        Break {
            label: "Drop a record",
            says: "Silence is all that comes of it.",
            sets: &[("interference", "drop"), ("record", "4")],
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
    let viewer = viewer(inputs)?;
    let insecure = inputs.is_on("insecure");
    let captions = captions(&host, root.as_ref(), insecure);
    let client = Client {
        suites: suites(inputs, "suite")?,
        groups: groups(inputs, "group")?,
        roots: root.iter().map(|root| root.der().to_vec()).collect(),
        checks: !insecure,
        host: host.to_string(),
        now,
        protocols: vec!["http/1.1".into()],
        request: request(inputs, &host)?,
    };
    let server = Server {
        suites: suites(inputs, "server-suite")?,
        groups: groups(inputs, "server-group")?,
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

fn viewer(inputs: &Inputs) -> Result<Viewer, Diagnosis> {
    Ok(match inputs.text("seen") {
        "client" => Viewer::Actor(Actor::Client),
        "server" => Viewer::Actor(Actor::Server),
        "eavesdropper" => Viewer::Actor(Actor::Eavesdropper),
        _ => Viewer::Visitor,
    })
}

fn suites(inputs: &Inputs, field: &'static str) -> Result<Vec<Suite>, Diagnosis> {
    Ok(match inputs.text(field) {
        "aes-128-gcm" => vec![Suite::Aes128Gcm],
        "aes-256-gcm" => vec![Suite::Aes256Gcm],
        "chacha20-poly1305" => vec![Suite::ChaCha20Poly1305],
        _ => Suite::ALL.to_vec(),
    })
}

fn groups(inputs: &Inputs, field: &'static str) -> Result<Vec<Group>, Diagnosis> {
    Ok(match inputs.text(field) {
        "x25519" => vec![Group::X25519],
        "p256" => vec![Group::P256],
        "x25519mlkem768" => vec![Group::X25519MlKem768],
        _ => Group::ALL.to_vec(),
    })
}

fn interference(inputs: &Inputs) -> Result<Interference, Diagnosis> {
    let number = inputs.number("record", 1..=12)?;
    let record = usize::try_from(number - 1).unwrap_or(0);
    Ok(match inputs.text("interference") {
        "flip" => Interference::Flip { record, bit: 100 },
        "drop" => Interference::Drop { record },
        "replay" => Interference::Replay { record },
        "swap" => Interference::Swap { record },
        _ => Interference::Nothing,
    })
}

/// What the server sends: its certificate, and above it those at hand that lead
/// towards a root, without the root itself (RFC 8446 §4.4.2).
fn chain(inputs: &Inputs, leaf: &Certificate) -> Vec<Vec<u8>> {
    let at_hand = beside(inputs);
    let mut chain = vec![leaf.clone()];
    while let Some(last) = chain.last() {
        let above = at_hand.iter().find(|one| {
            one.subject_name() == last.issuer_name()
                && !one.is_self_issued()
                && !chain.contains(one)
        });
        match above {
            Some(one) if inputs.text("chain") != "leaf" => chain.push(one.clone()),
            _ => break,
        }
    }
    if inputs.text("chain") == "reversed" {
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
