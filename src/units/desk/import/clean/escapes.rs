//! Line ends and other characters that were written as something else, as in
//! environment variables, JSON, addresses and web pages.

use super::{Glyph, Notes};
use zeroize::Zeroizing;

/// What web pages write for characters.
const ENTITIES: [(&str, char); 12] = [
    ("&#10;", '\n'),
    ("&#13;", '\r'),
    ("&#xa;", '\n'),
    ("&#xd;", '\r'),
    ("&#43;", '+'),
    ("&#x2b;", '+'),
    ("&#61;", '='),
    ("&nbsp;", ' '),
    ("&quot;", '"'),
    ("<br>", '\n'),
    ("<br/>", '\n'),
    ("<br />", '\n'),
];

/// Turns them back. Where PEM stands in the text, only there.
pub(super) fn undo(text: Zeroizing<Vec<Glyph>>, notes: &mut Notes) -> Zeroizing<Vec<Glyph>> {
    let first = find(&text, 0, "BEGIN");
    let start = first.unwrap_or(0);
    let mut end = text.len();
    if first.is_some() {
        let mut at = start;
        while let Some(next) = find(&text, at, "END ") {
            (at, end) = (next + 1, (next + 100).min(text.len()));
        }
    }
    let inside = text.get(start..end).unwrap_or_default();
    // Mail writes = as =3D, which base64 has nowhere.
    let mail = first.is_some() && has(inside, "=3D");
    let escapes = |(c, _): &Glyph| matches!(c, '\\' | '%' | '&' | '<');
    if !mail && !inside.iter().any(escapes) {
        return text;
    }
    // `+` is a space only where a true one is written as %2B.
    let address = first.is_some() && (has(inside, "%0A") || has(inside, "%0a"));
    let form = address && (has(inside, "%2B") || has(inside, "%2b"));
    let mut out = Zeroizing::new(Vec::with_capacity(text.len()));
    out.extend_from_slice(text.get(..start).unwrap_or_default());
    let mut at = start;
    while let Some((character, origin)) = text.get(at).copied().filter(|_| at < end) {
        let read = match character {
            '\\' => backslash(&text, at, notes),
            '%' if address => hex(&text, at + 1, 2).map(|byte| {
                notes.say("address", || "Its line ends are written as %0A, as in addresses; they were turned into line ends.".into());
                (Some(byte), 3)
            }),
            '=' if mail => quoted(&text, at, notes),
            '+' if form => Some((Some(' '), 1)),
            '&' | '<' => ENTITIES
                .iter()
                .find(|(entity, _)| starts(&text, at, entity))
                .map(|(entity, means)| {
                    notes.say("entity", || format!("Characters are written as in the source of a web page, such as {entity}; they were turned back."));
                    (Some(*means), entity.len())
                }),
            _ => None,
        };
        // Backslashes that mean nothing are kept, all at once.
        let read = read.or_else(|| {
            let rest = text.get(at..end)?;
            let count = rest.iter().take_while(|(c, _)| *c == '\\').count();
            out.extend_from_slice(rest.get(1..count)?);
            Some((Some(character), count))
        });
        let (read, length) = read.unwrap_or((Some(character), 1));
        out.extend(read.map(|read| (read, origin)));
        at += length;
    }
    out.extend_from_slice(text.get(at..).unwrap_or_default());
    out
}

/// One or more backslashes and what follows: the character that is meant, if
/// one is, and how many stand for it.
fn backslash(text: &[Glyph], at: usize, notes: &mut Notes) -> Option<(Option<char>, usize)> {
    let rest = text.get(at..).unwrap_or_default();
    let count = rest.iter().take_while(|(c, _)| *c == '\\').count();
    let next = rest.get(count).map(|(c, _)| *c)?;
    let meant = match next {
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some(' '),
        '/' | '"' | '\'' | '=' | '+' | '-' => Some(next),
        'u' => return hex(text, at + count + 1, 4).map(|read| (Some(read), count + 5)),
        // A line that goes on.
        '\n' | '\r' => return Some((None, count)),
        _ => return None,
    };
    if matches!(next, 'n' | 'r') {
        notes.say("escape", || format!("Its line ends are written as {}{next}, as in a .env file or in JSON; they were turned into line ends.", "\\".repeat(count)));
    }
    Some((meant, count + 1))
}

/// A character in the quoted-printable of mail (RFC 2045 §6.7), or the end of
/// a line that goes on.
fn quoted(text: &[Glyph], at: usize, notes: &mut Notes) -> Option<(Option<char>, usize)> {
    let mut next = text.iter().skip(at + 1).map(|(c, _)| *c);
    let read = match (next.next(), next.next()) {
        (Some('\r'), Some('\n')) => (None, 3),
        (Some('\n'), _) => (None, 2),
        _ => (Some(hex(text, at + 1, 2)?), 3),
    };
    notes.say("mail", || {
        "It is written in the quoted-printable of mail, with = as =3D; that was turned back.".into()
    });
    Some(read)
}

fn hex(text: &[Glyph], at: usize, digits: usize) -> Option<char> {
    let digits = text.get(at..at + digits)?;
    let number = digits.iter().try_fold(0_u32, |sum, (digit, _)| {
        Some(sum * 16 + digit.to_digit(16)?)
    })?;
    char::from_u32(number)
}

fn has(text: &[Glyph], what: &str) -> bool {
    find(text, 0, what).is_some()
}

fn find(text: &[Glyph], from: usize, what: &str) -> Option<usize> {
    (from..text.len()).find(|at| starts(text, *at, what))
}

fn starts(text: &[Glyph], at: usize, what: &str) -> bool {
    let mut rest = text.get(at..).unwrap_or_default().iter();
    what.chars()
        .all(|wanted| rest.next().is_some_and(|(c, _)| *c == wanted))
}
