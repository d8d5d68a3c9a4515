//! How the exhibits of Fernet and of AES begin.

use crate::engine::picture::{Board, Card, Direction, Form, Halves, Pin, Rounds, Token};
use crate::engine::symmetric::fernet::{Check, DecryptedToken, Failure};
use crate::engine::trace::Step;
use crate::units::opening::step;

/// A key in its two halves.
pub(in crate::units) fn key(bytes: &[u8; 32]) -> Step {
    step(
        "One key, two jobs",
        "One half seals what is sent, the other locks what is in it.",
        Halves::of_fernet(bytes),
    )
    .source("Fernet", "Key Format")
}

/// A block on its way through AES: one round of it, of which nothing is known yet.
pub(in crate::units) fn rounds(way: Direction) -> Step {
    step(
        "One round, over and over",
        "Four small operations, again and again; only one of them needs the key.",
        Rounds {
            way,
            number: 1,
            of: 10,
            key: None,
            start: None,
            done: Vec::new(),
            present: None,
            linked: false,
        },
    )
    .source("FIPS 197", "5")
}

/// Completes the picture with the first round.
pub(in crate::units) fn went(step: &mut Step, whole: Rounds) {
    step.amend_picture(|rounds: &mut Rounds| {
        *rounds = Rounds {
            present: None,
            ..whole
        };
    });
}

/// A token that is made.
pub(in crate::units) fn made(message: &[u8]) -> Step {
    step(
        "What a token is made of",
        "One half of the key locks the message, the other seals all that is before the HMAC.",
        Token::of(message),
    )
    .source("Fernet", "Token Format")
}

/// Completes the picture with the bytes of the token.
pub(in crate::units) fn finished(step: &mut Step, bytes: &[u8]) {
    step.amend_picture(|token: &mut Token| token.bytes = bytes.to_vec());
}

/// A token that is opened, as far as it can be read at all.
pub(in crate::units) fn opened(bytes: Option<&[u8]>) -> Step {
    let told = match bytes.and_then(Token::read) {
        Some(token) => step(ASKED, ORDER, token),
        None => {
            let card = Card::new(Form::Empty, "No fields of a token");
            let says = "Nothing that has the fields of a token.";
            step(ASKED, ORDER, Board::new(says, vec![card.into()]))
        }
    };
    told.source("Fernet", "Verifying")
}

const ASKED: &str = "Eight questions before it opens";
const ORDER: &str =
    "The checks are made in this order; only where all hold does the message come out.";

/// Completes the picture with what became of the checks.
pub(in crate::units) fn judged(
    step: &mut Step,
    result: &Result<DecryptedToken, Failure>,
    timed: bool,
) {
    let failed = result.as_ref().err().map(|failure| failure.check);
    let pin = |check: Check| {
        let is_asked = timed || !matches!(check, Check::Age | Check::Skew);
        let holds = match failed {
            Some(failed) if check > failed => None,
            Some(failed) if check == failed => Some(false),
            _ => is_asked.then_some(true),
        };
        Pin {
            name: name(check).into(),
            holds,
        }
    };
    let pins = Check::ALL.map(pin).to_vec();
    step.amend_picture(|board: &mut Board| board.pins.clone_from(&pins));
    step.amend_picture(|token: &mut Token| {
        token.pins = pins;
        if let Ok(opened) = result {
            token.write(&opened.message);
        }
    });
}

/// A check in a word.
fn name(check: Check) -> &'static str {
    match check {
        Check::Base64 => "base64url",
        Check::Version => "version",
        Check::Length => "length",
        Check::Age => "age",
        Check::Skew => "clock",
        Check::Tag => "HMAC",
        Check::Blocks => "blocks",
        Check::Padding => "padding",
    }
}
