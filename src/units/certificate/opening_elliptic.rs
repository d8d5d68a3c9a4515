//! How the exhibit of keys on curves begins.

use crate::engine::hex;
use crate::engine::knowers::Knowers;
use crate::engine::picture::{Board, Card, Column, Form, Pass};
use crate::engine::pki::kind::KeyKind;
use crate::engine::trace::{Data, Step, Value};
use crate::units::opening::step;

/// A secret number, and the point that it leads to; of a key that is yet to be
/// drawn, nothing but their names.
pub(in crate::units) fn key(kind: KeyKind, public: Option<&Value>) -> Step {
    let (d, q) = match kind {
        KeyKind::Ed25519 => ("s", "A"),
        _ => ("d", "Q"),
    };
    let secret = Card::new(Form::Machine, "You")
        .key(d, Knowers::OWNER)
        .line("", drawn(kind));
    let mut point = Card::new(Form::Paper, "Everybody").key(q, Knowers::EVERYBODY);
    for (name, coordinate) in public.iter().flat_map(|value| coordinates(value)) {
        point = point.line(name, coordinate);
    }
    let board = Board::new(
        format!(
            "At the left a secret, {d}. Multiplying the known point G by it gives the point {q}, which everybody may see. From {q} no practical way back to {d} is known."
        ),
        vec![
            secret.into(),
            Column::Way(vec![
                Pass::on(format!("{d} times G")).with(Knowers::OWNER),
                Pass::back("no way known").holding(Some(false)),
            ]),
            point.into(),
        ],
    );
    let (document, section) = source(kind);
    step(
        "One secret number, one public point",
        "Multiplying G is quick. Nobody knows a practical way back from the point to the number.",
        board,
    )
    .source(document, section)
}

fn drawn(kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Ed25519 => "32 bytes",
        KeyKind::P384 => "384 bits",
        _ => "256 bits",
    }
}

fn source(kind: KeyKind) -> (&'static str, &'static str) {
    match kind {
        KeyKind::Ed25519 => ("RFC 8032", "5.1.5"),
        _ => ("SEC 1", "3.2.1"),
    }
}

/// The beginning of each coordinate; of Ed25519 that of the whole.
fn coordinates(public: &Value) -> Vec<(&'static str, String)> {
    let begins = |bytes: &[u8]| {
        let first = bytes.get(..BEGINNING).unwrap_or(bytes);
        format!("{}…", hex::encode(first))
    };
    match &public.data {
        Data::Bytes(bytes) => match bytes.split_first() {
            Some((4, both)) if both.len() > 32 => {
                let (x, y) = both.split_at(both.len() / 2);
                vec![("x", begins(x)), ("y", begins(y))]
            }
            _ => vec![("", begins(bytes))],
        },
        _ => Vec::new(),
    }
}

/// How many bytes of a coordinate are shown.
const BEGINNING: usize = 5;
