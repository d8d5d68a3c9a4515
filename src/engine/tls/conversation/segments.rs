//! A connection as TCP sees it: the calls that programs make, and the segments that
//! pass.

use super::{Happening, Passing};
use crate::engine::knowers::{Actor, Knowers};
use crate::engine::tls::Side;
use crate::engine::tls::capture::{Capture, Flags, SERVER, Segment};
use crate::engine::tls::wire::names;
use crate::engine::trace::Step;

/// The calls and the segments of a connection, in order.
#[must_use]
pub fn segments(capture: &Capture) -> Vec<Happening> {
    let port = capture
        .segments
        .first()
        .map_or(SERVER.1, |first| first.port);
    let mut all = vec![
        call(
            Actor::Server,
            "listen",
            format!("socket(), bind({port}), listen()"),
            LISTEN,
        ),
        call(
            Actor::Client,
            "connect",
            "socket(), connect()".into(),
            CONNECT,
        ),
    ];
    let mut silent = vec![Side::Client, Side::Server];
    let mut waiting = silent.clone();
    for (number, segment) in capture.segments.iter().enumerate() {
        if !segment.payload.is_empty() && silent.contains(&segment.from) {
            silent.retain(|side| *side != segment.from);
            all.push(call(segment.from.actor(), "send", "send()".into(), SEND));
        }
        all.push(passes(number, segment));
        let to = segment.from.other();
        if !segment.payload.is_empty() && waiting.contains(&to) {
            waiting.retain(|side| *side != to);
            all.push(call(to.actor(), "recv", "recv()".into(), RECV));
        }
        if number == 2 {
            all.push(call(Actor::Server, "accept", "accept()".into(), ACCEPT));
        }
    }
    all
}

const LISTEN: &str =
    "The server asks its system for a port and waits. Now lsof, netstat and nmap list it as open.";
const CONNECT: &str =
    "The client’s system picks a port of its own that is free, and knocks at the server’s.";
const ACCEPT: &str =
    "Both have counted once: the server’s program gets the connection, and waits for the next.";
const SEND: &str = "The program hands its bytes to the system, which cuts them into segments and numbers each byte.";

const RECV: &str = "The program is handed what has come, as a stream of bytes: where one segment ended and the next began, it does not see.";

/// What a program asks of its system.
fn call(by: Actor, id: &'static str, title: String, says: &'static str) -> Happening {
    let id = format!("{id}-{}", by.name());
    let step = Step::new(id, title)
        .by(by)
        .says(says)
        .source("RFC 9293", "3.9.1");
    Happening::inside(step, "")
}

fn passes(number: usize, segment: &Segment) -> Happening {
    let to = segment.from.other().actor();
    let (title, says) = words(segment);
    let packet = segment.dissect();
    let length = packet.bytes.len();
    let mut step = Step::new(format!("segment-{number}"), title)
        .by(segment.from.actor())
        .says(says)
        .bytes(packet)
        .source("RFC 9293", "3.4");
    step.to = Some(Knowers::these(&[to, Actor::Eavesdropper]));
    Happening {
        passing: Some(Passing {
            record: number,
            length,
            whole: length,
            is_sealed: false,
        }),
        ..Happening::inside(step, "")
    }
}

/// What a segment is called, and what it does.
fn words(segment: &Segment) -> (String, String) {
    let [own, others] = segment.counted();
    let numbers = match segment.flags.has(Flags::ACK) {
        true => format!(
            "It begins at byte {own} of its sender’s, who has all before byte {others} of the other’s."
        ),
        false => format!("Its sender begins to count at {}.", segment.sequence),
    };
    let (title, says) = match (segment.payload.as_slice(), segment.record) {
        ([], _) => (segment.flags.names(), flags(segment.flags).to_owned()),
        (payload, None) => {
            let line = payload
                .split(|byte| *byte == b'\r')
                .next()
                .unwrap_or_default();
            let line = line.get(..line.len().min(40)).unwrap_or(line);
            (
                String::from_utf8_lossy(line).into_owned(),
                "HTTP in the open: whoever is on the way reads every letter of it, and may change it.".to_owned(),
            )
        }
        ([kind @ 20..=23, 3, ..], Some(_)) => (
            format!("TLS: {}", names::content(*kind)),
            "A record of TLS. What is sealed in it is noise for everybody on the way.".to_owned(),
        ),
        (_, Some(_)) => (
            "TLS, continued".to_owned(),
            "The rest of a record that did not fit into one segment.".to_owned(),
        ),
    };
    (title, format!("{says} {numbers}"))
}

/// What a segment without content says.
fn flags(flags: Flags) -> &'static str {
    match (
        flags.has(Flags::SYN),
        flags.has(Flags::ACK),
        flags.has(Flags::FIN),
    ) {
        (true, false, _) => "The first of three: “May I?”",
        (true, true, _) => "The second of three: “You may. May I?”",
        (_, _, true) => "“I have nothing more to send.”",
        _ => "“It came.”",
    }
}
