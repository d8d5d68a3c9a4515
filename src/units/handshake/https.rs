//! A connection with TLS 1.3, from the first byte to the last.

use super::clients;
use super::ends::Ends;
use super::miniature::Miniature;
use super::outcome::{headline, outside};
use super::recipes;
use super::settings::{
    Alpn, Checking, Eyes, Groups, Middle, Presented, Sent, ServerAlpn, Signing, Suites, Trust,
};
use crate::desk::Kind;
use crate::engine::diagnosis::Diagnosis;
use crate::engine::knowers::{Knowers, Viewer};
use crate::engine::pki::host::Host;
use crate::engine::source::Source;
use crate::engine::tls::ENDS;
use crate::engine::tls::capture::{Capture, client_random, key_log};
use crate::engine::tls::connection::Connection;
use crate::engine::tls::conversation::{Scene, Story};
use crate::engine::trace::{Data, Observer, Step, Value};
use crate::units::certificate::check_certificate::{CLOCK, HOST};
use crate::units::certificate::form;
use crate::units::form::judges;
use crate::units::opening;
use crate::units::{
    About, Agreement, Break, Context, Control, Draws, Fits, Input, Output, Page, Showing, Start,
};

/// What to notice in what comes out.
pub const NOTICE: &str = "Look at it through the eavesdropper’s eyes: until the ServerHello everything can be read, and from then on nothing but lengths. The secret that makes the difference never crosses the wire.";

/// Where to read more.
pub const SOURCES: &[Source] = &[
    Source::new("RFC 8446", "2"),
    Source::new("RFC 8446", "4"),
    Source::new("RFC 8446", "5"),
];

/// The most bits that a record has (RFC 8446 §5.2).
pub(super) const MOST_BITS: i64 = 8 * ((1 << 14) + 256);

/// While somebody does something to a record.
const INTERFERES: Showing = Showing::While(
    "interference",
    &[
        Middle::Flips.value(),
        Middle::Drops.value(),
        Middle::Replays.value(),
        Middle::Swaps.value(),
    ],
);

/// The server's certificate.
pub(super) const CERTIFICATE: Input = Input {
    default: "issue",
    fits: Fits::Leaf,
    ..Input::new(
        "certificate",
        "Server's certificate",
        Control::Thing(&[Kind::Certificate]),
    )
};

/// The key that belongs to it.
pub(super) const KEY: Input = Input {
    default: "server-request",
    fits: Fits::KeyOf("certificate"),
    ..Input::new(
        "key",
        "Server's private key",
        Control::Thing(form::PRIVATE_KEYS),
    )
};

/// Whom the client trusts.
pub(super) const ROOT: Input = Input {
    default: "ca-root#1",
    fits: Fits::IssuerOf("certificate"),
    ..Input::new(
        "root",
        "Root that the client trusts",
        Control::Thing(&[Kind::Certificate]),
    )
};

/// How both come to one secret.
pub(super) const GROUP: Input = Input {
    default: Groups::X25519.value(),
    hint: "How both come to one secret. Browsers of today offer X25519MLKEM768 first.",
    ..Groups::input("group", "Group")
};

/// What the client asks for.
pub(super) const PATH: Input = Input {
    default: "/",
    ..Input::new("path", "The client asks for", Control::Line)
};

/// What the server answers.
pub(super) const MESSAGE: Input = Input {
    default: "Nobody else can read this.",
    ..Input::new("message", "The server answers", Control::Line)
};

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
        CERTIFICATE,
        KEY,
        ROOT,
        Input {
            fits: Fits::Beside(Kind::Certificate),
            hint: "In PEM. Those on the desk that stand above the server's certificate are sent anyway.",
            ..Input::new("between", "Certificates in between", Control::CodeArea)
        },
        Suites::input("suite", "Suite"),
        GROUP,
        Suites::input("server-suite", "Suites of the server"),
        Groups::input("server-group", "Groups of the server"),
        Input {
            hint: "The protocol inside (ALPN). The server picks one that both name.",
            ..Alpn::input("alpn", "The client would speak")
        },
        ServerAlpn::input("server-alpn", "The server speaks"),
        HOST,
        Input {
            label: "The client's clock",
            ..CLOCK
        },
        Trust::input("trust", "The client trusts"),
        Checking::input("checking", "The client checks"),
        Input {
            tells: true,
            ..Presented::input("shows", "The certificate that is shown")
        },
        Input {
            tells: true,
            ..Signing::input("signs", "The server signs with")
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
            showing: INTERFERES,
            ..Input::new(
                "record",
                "Which record",
                Control::Number { min: 1, max: 12 },
            )
        },
        Input {
            default: "101",
            hint: "Counted from 1, behind the record's header of 5 bytes; in a shorter record again from there.",
            showing: Showing::While("interference", &[Middle::Flips.value()]),
            ..Input::new(
                "bit",
                "Which bit of it",
                Control::Number {
                    min: 1,
                    max: MOST_BITS,
                },
            )
        },
        PATH,
        MESSAGE,
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
            label: "Trust nobody",
            says: "A chain that leads to no root of the client’s says nothing.",
            sets: &[("trust", Trust::Nobody.value())],
        },
        Break {
            label: "Check nothing",
            says: "Now anybody may be the server: the padlock would say nothing.",
            sets: &[
                ("checking", Checking::Insecure.value()),
                ("host", "example.org"),
            ],
        },
        Break {
            label: "Serve a certificate that was copied",
            says: "Everybody can copy a certificate. Its private key is another matter.",
            sets: &[("signs", Signing::Another.value())],
        },
        Break {
            label: "Leave out the CA in between",
            says: "The client trusts the root, and nobody tells it how to get there.",
            sets: &[
                ("shows", Presented::Between.value()),
                ("chain", Sent::Leaf.value()),
            ],
        },
        Break {
            label: "Send the chain in the wrong order",
            says: "The first certificate is taken for the server’s.",
            sets: &[
                ("shows", Presented::Between.value()),
                ("chain", Sent::Reversed.value()),
            ],
        },
        Break {
            label: "Pose as the server",
            says: "Somebody in between answers, with a certificate of a CA of their own.",
            sets: &[("shows", Presented::Rogue.value())],
        },
        Break {
            label: "Trust the CA of who poses",
            says: "One wrong root is enough: the padlock closes for the wrong one.",
            sets: &[("shows", Presented::RogueTrusted.value())],
        },
        Break {
            label: "Speak another protocol",
            says: "Both speak TLS, but have nothing to say to each other in it.",
            sets: &[("server-alpn", ServerAlpn::Imap.value())],
        },
        Break {
            label: "Have no suite in common",
            says: "Without a cipher that both have nothing can be sealed.",
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
            label: "Hold a record back",
            says: "Records have to come in the order in which they were sealed.",
            sets: &[("interference", Middle::Swaps.value()), ("record", "8")],
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
    let ends = Ends::of(inputs)?;
    let eyes = Eyes::read(inputs, "seen");
    let is_posed = ends.is_deceived();
    let viewer = match (eyes, is_posed) {
        // Who poses has what the server has, and the server nothing.
        (Eyes::Eavesdropper, true) => Eyes::Server.viewer(),
        (Eyes::Server, true) => Eyes::Eavesdropper.viewer(),
        _ => eyes.viewer(),
    };
    let scene = Scene {
        captions: ends.captions(viewer),
        viewer,
        is_posed,
    };
    let parties = ends.parties();
    let host = ends.host.clone();
    let connection = ends.connect(inputs)?;
    let story = Story::of(&connection);
    if is_posed && eyes == Eyes::Server {
        return Ok(never_asked(&scene, &host, observer));
    }
    let all = &story.happenings;
    observer.step(|| {
        opening::step(
            "A connection, from its first byte to its last",
            "A client, a server, and somebody on the wire between them who reads along.",
            scene.picture(all, None),
        )
    });
    scene.tell(all, observer);
    let (headline, glance, good) = headline(&connection, &story, &host, inputs);
    if connection.is_complete() && !good {
        observer.step(|| {
            Step::new("deceived", "Is it the right one?")
                .says(headline.clone())
                .passes_if(false)
                .picture(scene.picture(all, None))
        });
    }
    // What the ends tell is nothing that somebody on the wire hears.
    let told = match viewer.sees(ENDS) {
        true => Output {
            headline: headline.into(),
            agreements: agreements(&story, &connection),
            comparisons: clients::heard(inputs, &connection, &story, &host),
            recipes: recipes::all(inputs, &connection, &story, &host),
            ..Output::default()
        },
        false => Output {
            headline: outside(&connection).into(),
            ..Output::default()
        },
    };
    Ok(Output {
        glance: glance.into(),
        // Who listens cannot tell whether it is.
        good: viewer.sees(ENDS).then_some(good),
        results: files(&connection, &story, inputs.now, viewer),
        miniature: Miniature::of(parties, &connection, &story)
            .into_markup()
            .into(),
        ..told
    })
}

/// What the server sees of a connection that somebody else takes in its place.
fn never_asked(scene: &Scene, host: &Host, observer: &mut impl Observer) -> Output {
    let says = format!("Nothing of this reaches {host}: somebody in between answers in its place.");
    observer.step(|| {
        opening::step(
            "A connection that the server does not see",
            "Somebody else took it.",
            scene.picture(&[], None),
        )
    });
    Output {
        headline: says.into(),
        glance: "never asked".into(),
        ..Output::default()
    }
}

/// What was on the wire, as a file that Wireshark opens; for who has the secrets,
/// with them inside and beside it.
fn files(connection: &Connection, story: &Story, started: u64, viewer: Viewer) -> Vec<Value> {
    let capture = Capture::of(connection, started);
    let log = client_random(connection).map(|random| key_log(random, &story.log));
    let log = log.filter(|log| viewer.sees(ENDS) && !log.is_empty());
    let (known_to, meaning) = match log {
        Some(_) => (
            ENDS,
            "for Wireshark, which opens it with the secrets inside",
        ),
        None => (Knowers::EVERYBODY, "for Wireshark, without the secrets"),
    };
    let whole = Data::Bytes(capture.pcapng(log.as_deref()));
    let whole = Value::new("connection.pcapng", whole, known_to).meaning(meaning);
    let plain = Value::new(
        "connection.pcap",
        Data::Bytes(capture.pcap()),
        Knowers::EVERYBODY,
    )
    .meaning("the same in the older form, which has no secrets in it");
    let log = log.map(|log| {
        Value::new("keys.log", Data::Text(log), ENDS)
            .meaning("the secrets, as SSLKEYLOGFILE has them")
    });
    [whole, plain].into_iter().chain(log).collect()
}

/// That our own key schedule comes to what rustls computes.
fn agreements(story: &Story, connection: &Connection) -> Vec<Agreement> {
    let all = story.derived.len();
    let what = format!("the key schedule, all {all} values of it");
    let agrees = story.agreeing(connection) == all;
    let agreement = Agreement::new(what, judges::RUSTLS, agrees);
    (all > 0).then_some(agreement).into_iter().collect()
}
