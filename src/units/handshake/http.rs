//! HTTP between two hosts, in the open, and the same inside TLS.

use super::ends::{Ends, request, response};
use super::https;
use super::outcome::gives_up;
use super::settings::Eyes;
use crate::engine::diagnosis::Diagnosis;
use crate::engine::knowers::Knowers;
use crate::engine::source::Source;
use crate::engine::text::Text;
use crate::engine::tls::capture::{Capture, HTTP, SERVER};
use crate::engine::tls::conversation::{Scene, Story, segments};
use crate::engine::trace::{Data, Observer, Value};
use crate::units::form::choices::choices;
use crate::units::opening;
use crate::units::{About, Comparison, Context, Draws, Input, Output, Page, Row, Showing, Start};

/// What to notice in what comes out.
pub const NOTICE: &str = "This is what somebody on the way sees. Read the server’s answer, then switch to https:// and look again: the same calls and flags, more segments, and noise where the words were.";

/// Where to read more.
pub const SOURCES: &[Source] = &[
    Source::new("RFC 9293", "3.5"),
    Source::new("RFC 9112", "2.1"),
    Source::new("RFC 9110", "4.2"),
];

choices! {
    /// What stands before the name of the host.
    enum Scheme, at first Http {
        Http: "http", "http://, in the open";
        Https: "https", "https://, with TLS 1.3";
    }
}

/// The schemes with TLS.
const SEALED: &[&str] = &[Scheme::Https.value()];

/// A field of the exhibit of TLS, which this one has while it needs it.
const fn borrowed(input: Input) -> Input {
    Input {
        showing: Showing::While("scheme", SEALED),
        ..input
    }
}

/// What this unit says about itself.
pub static ABOUT: About = About {
    id: "http",
    page: Page::Handshake,
    title: "Plain HTTP",
    question: "Who can read what a browser asks for?",
    start: Start::Live,
    row: &["scheme", "message"],
    inputs: &[
        Scheme::input("scheme", "Address"),
        Input {
            default: "The password is swordfish.",
            ..https::MESSAGE
        },
        https::PATH,
        borrowed(https::CERTIFICATE),
        borrowed(https::KEY),
        borrowed(https::ROOT),
        borrowed(https::GROUP),
    ],
    breaks: &[],
    small: &[],
    makes: &[],
    keeps: false,
    draws: Draws::While("scheme", SEALED),
};

/// Lets a client ask and a server answer, and tells each segment.
///
/// # Errors
/// When something on the form cannot be used, at its field.
pub fn run(
    Context {
        inputs, observer, ..
    }: Context<'_, '_>,
) -> Result<Output, Diagnosis> {
    let scheme = Scheme::read(inputs, "scheme");
    let (capture, failure) = match scheme {
        Scheme::Http => {
            let asked = request(inputs, "localhost")?;
            let answered = response(inputs.text("message"));
            (Capture::in_the_open(&asked, &answered, inputs.now), None)
        }
        Scheme::Https => {
            let connection = Ends::of(inputs)?.connect(inputs)?;
            let capture = Capture::of(&connection, inputs.now);
            let story = Story::of(&connection);
            let failure = connection.failures.first();
            (
                capture,
                failure.map(|one| gives_up(&connection, &story, one)),
            )
        }
    };
    let port = match scheme {
        Scheme::Http => HTTP,
        Scheme::Https => SERVER.1,
    };
    let captions = [
        Text::from("192.0.2.1:49152"),
        "reads the wire".into(),
        format!("192.0.2.2:{port}").into(),
    ];
    let scene = Scene {
        captions,
        viewer: Eyes::Eavesdropper.viewer(),
        is_posed: false,
    };
    let all = segments(&capture);
    observer.step(|| {
        opening::step(
            "What passes, segment by segment",
            "A client, a server, TCP between them, and somebody on the way who reads along.",
            scene.picture(&all, None),
        )
    });
    scene.tell(&all, observer);
    let (headline, glance, good) = match (scheme, &failure) {
        (Scheme::Http, _) => (
            "Everybody on the way reads the answer, and could have changed it.".to_owned(),
            "read by anyone",
            None,
        ),
        (Scheme::Https, Some(says)) => (says.clone(), "✗ no connection", Some(false)),
        (Scheme::Https, None) => (
            "The same answer, and nobody on the way can read it: only how long it is, and between whom.".to_owned(),
            "sealed",
            Some(true),
        ),
    };
    let file = Data::Bytes(capture.pcapng(None));
    Ok(Output {
        headline: headline.into(),
        glance: glance.into(),
        good,
        results: vec![
            Value::new("segments.pcapng", file, Knowers::EVERYBODY)
                .meaning("for Wireshark: what was on the wire"),
        ],
        comparisons: vec![listening(port)],
        ..Output::default()
    })
}

/// How tools list who listens and who is connected, in the columns of each.
fn listening(port: u16) -> Comparison {
    let service = if port == HTTP { "http" } else { "https" };
    let row = |name: String, left: String, right: String, note: &'static str| Row {
        name: name.into(),
        left: left.into(),
        right: right.into(),
        note: note.into(),
    };
    Comparison {
        title: "Who listens where".into(),
        names: "asked with".into(),
        left: "while the server waits".into(),
        right: "once the client is connected".into(),
        rows: vec![
            row(
                "lsof -nP -iTCP".into(),
                format!("TCP *:{port} (LISTEN)"),
                format!("TCP 192.0.2.2:{port}->192.0.2.1:49152 (ESTABLISHED)"),
                "On the server’s host; it names the program, too. The line of before stays.",
            ),
            row(
                "netstat -tan".into(),
                format!("0.0.0.0:{port}  0.0.0.0:*  LISTEN"),
                format!("192.0.2.2:{port}  192.0.2.1:49152  ESTABLISHED"),
                "On the server’s host; ss -tan lists the same.",
            ),
            row(
                format!("nmap -p {port} 192.0.2.2"),
                format!("{port}/tcp open {service}"),
                format!("{port}/tcp open {service}"),
                "From another host: it sends a SYN, and looks at what comes back.",
            ),
        ],
    }
}
