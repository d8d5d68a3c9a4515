//! The lines of PEM (RFC 7468 §2) as they were meant: their dashes, and what
//! mail programs, source code and editors put around them.

use super::{Glyph, Lookalike, Notes, lookalike, named};
use zeroize::Zeroizing;

/// What stands around the lines of a block.
#[derive(Default)]
struct Around {
    /// The marks before each line, such as `>`.
    marks: String,
    /// The quotation mark around each line.
    quote: Option<char>,
}

/// How many lines of dashes are mended in one line of text: as many as blocks
/// are read, twice.
const MENDED: usize = 400;

/// The most characters of a label, and the most dashes beside it.
const LABEL: usize = 64;

/// Mends line by line. What is changed is told where it matters: inside the
/// blocks, or everywhere if there are none.
pub(super) fn mend(text: &[Glyph], notes: &mut Notes) -> Zeroizing<Vec<Glyph>> {
    let mut out = Zeroizing::new(Vec::with_capacity(text.len() + text.len() / 8));
    let armoured = lines(text).any(|line| keyword(line, 0).is_some());
    let mut block: Option<Around> = None;
    let mut rest = lines(text).peekable();
    while let Some(line) = rest.next() {
        let mut line = Zeroizing::new(line.to_vec());
        let marked = line.first().is_some_and(|glyph| *glyph == ('\u{feff}', 0));
        let mut seen = Notes::default();
        characters(&mut line, &mut seen);
        let dashed = line.iter().any(|(c, _)| *c == '-');
        let (begins, ends) = (last(&line, "BEGIN "), last(&line, "END "));
        // A heading above a block may look like one of its lines.
        let heading = !proper(&line) && rest.peek().is_some_and(|next| proper(next));
        let begins = begins.filter(|_| dashed && !heading);
        if marked || !armoured || block.is_some() || begins.is_some() {
            notes.take(seen);
        }
        if begins.is_some() {
            dashes(&mut line, notes);
            block = Some(open(&mut line));
        } else if let Some(around) = &block {
            strip(&mut line, around, notes);
            if ends.is_some() {
                dashes(&mut line, notes);
            }
        }
        // Where one block ends and another begins in a line, it is inside.
        if ends.is_some_and(|end| begins.is_none_or(|begin| begin < end)) {
            block = None;
        }
        out.extend_from_slice(&line);
    }
    out
}

/// Whether a line is a BEGIN line as it should be.
fn proper(line: &[Glyph]) -> bool {
    starts(line, 0, "-----BEGIN ")
}

/// The lines with their ends.
fn lines(text: &[Glyph]) -> impl Iterator<Item = &[Glyph]> {
    text.split_inclusive(|(c, _)| matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}'))
}

/// Characters that look like others, or like nothing.
fn characters(line: &mut Vec<Glyph>, notes: &mut Notes) {
    line.retain_mut(|(character, at)| {
        let (kind, instead, says) = match lookalike(*character) {
            None => return true,
            Some(Lookalike::Space) => ("space", Some(' '), "It was read as a space"),
            Some(Lookalike::LineEnd) => ("line", Some('\n'), "It was read as the end of a line"),
            Some(Lookalike::Invisible) => ("invisible", None, "It was passed over"),
            Some(Lookalike::Dash) => ("dash", Some('-'), "It was read as a hyphen (-)"),
            Some(Lookalike::Quote(quote)) => ("", Some(quote), ""),
        };
        if !kind.is_empty() {
            if *character == '\u{feff}' && *at == 0 {
                notes.say("mark", || "It begins with a byte order mark (U+FEFF), which was passed over. Other programs may refuse it.".into());
            } else if !(*character == '\u{feff}' && *at == 2) {
                notes.say(kind, || format!("The character {} stands in it, at byte {at}. {says}, here and wherever else; other programs may refuse it.", named(*character)));
            }
        }
        *character = instead.unwrap_or(*character);
        instead.is_some()
    });
}

/// The place of BEGIN or END with dashes before and behind: where the left
/// dashes begin, where they end, where the label begins and ends, and where
/// the right dashes end.
struct Keyword {
    left: [usize; 2],
    word: [usize; 2],
    right: [usize; 2],
}

fn keyword(line: &[Glyph], from: usize) -> Option<Keyword> {
    let is = |at: usize, test: fn(char) -> bool| line.get(at).is_some_and(|(c, _)| test(*c));
    let dash: fn(char) -> bool = |c| c == '-' || matches!(lookalike(c), Some(Lookalike::Dash));
    let space: fn(char) -> bool = |c| c == ' ' || c == '\u{a0}';
    for word in from..line.len() {
        let length = ["BEGIN ", "END "]
            .into_iter()
            .find(|keyword| starts(line, word, keyword))
            .map(str::len);
        let Some(length) = length else { continue };
        let mut dashed = word;
        while dashed > from && word - dashed < LABEL && is(dashed - 1, space) {
            dashed -= 1;
        }
        let mut left = dashed;
        while left > from && dashed - left < LABEL && is(left - 1, dash) {
            left -= 1;
        }
        let mut end = word + length;
        while end - word < LABEL
            && is(end, |c| {
                c.is_ascii_uppercase() || c.is_ascii_digit() || c == ' '
            })
        {
            end += 1;
        }
        let mut right = end;
        while right - end < LABEL && is(right, dash) {
            right += 1;
        }
        // Where the last line of a file had no end, the next block follows.
        if starts(line, right, "BEGIN ") {
            right = end + (right - end).div_ceil(2);
        }
        while end > word && is(end - 1, space) {
            end -= 1;
        }
        if left < dashed && end > word + length && is(right.wrapping_sub(1), dash) {
            return Some(Keyword {
                left: [left, dashed],
                word: [word, end],
                right: [end, right],
            });
        }
    }
    None
}

/// Five dashes on either side of BEGIN and END.
fn dashes(line: &mut Vec<Glyph>, notes: &mut Notes) {
    let mut at = 0;
    for _ in 0..MENDED {
        let Some(Keyword { left, word, right }) = keyword(line, at) else {
            return;
        };
        let label: Vec<Glyph> = line.get(word[0]..word[1]).unwrap_or_default().to_vec();
        let which = if starts(&label, 0, "BEGIN") {
            "BEGIN"
        } else {
            "END"
        };
        let place = |at: usize| line.get(at).map_or(0, |(_, origin)| *origin);
        let (before, behind) = (left[1] - left[0], right[1] - right[0]);
        let (first, last) = (place(left[0]), place(right[1] - 1));
        let spaced = left[1] != word[0] || line.get(right[0]).is_some_and(|(c, _)| *c == ' ');
        at = left[0] + label.len() + 10;
        if before == 5 && behind == 5 && !spaced {
            continue;
        }
        // The other form of SSH has four dashes, and it is no PEM.
        if !label
            .iter()
            .map(|(c, _)| *c)
            .collect::<String>()
            .contains(" SSH2 ")
        {
            notes.say("dashes", || {
                let found = match (before, behind) {
                    _ if spaced => "spaces between dashes and words".to_owned(),
                    (before, behind) if before == behind => count(before),
                    (before, behind) => format!("{} before and {} behind", count(before), behind),
                };
                format!("The {which} line at byte {first} should have five dashes (-----) on either side; it has {found}. It was read all the same; other programs refuse it.")
            });
        }
        let five = |at: u32| std::iter::repeat_n(('-', at), 5);
        let mended: Vec<Glyph> = five(first).chain(label).chain(five(last)).collect();
        line.splice(left[0]..right[1], mended);
    }
}

fn count(dashes: usize) -> String {
    match dashes {
        1 => "1 dash".into(),
        _ => format!("{dashes} dashes"),
    }
}

/// What stands around the BEGIN line, which is left out of it.
fn open(line: &mut Vec<Glyph>) -> Around {
    let Some(Keyword { left, right, .. }) = keyword(line, 0) else {
        return Around::default();
    };
    let before: String = line.iter().take(left[0]).map(|(c, _)| *c).collect();
    let quote = before.trim_end().chars().last().filter(is_quote);
    let tail: Vec<char> = line.iter().skip(right[1]).map(|(c, _)| *c).collect();
    if quote.is_some() {
        // What ends a line in source code.
        if tail.first() == quote.as_ref() && tail.iter().all(is_trim) {
            line.truncate(right[1]);
            line.push(('\n', line.last().map_or(0, |(_, at)| *at)));
        }
        return Around {
            quote,
            ..Around::default()
        };
    }
    let marks: String = before.chars().filter(|c| !c.is_whitespace()).collect();
    let is_mark = |c: char| matches!(c, '>' | '|' | '#' | '*' | ';' | '/' | '+' | '!' | '%' | '.');
    if marks.chars().all(is_mark) {
        return Around { marks, quote: None };
    }
    Around::default()
}

fn is_quote(c: &char) -> bool {
    matches!(c, '"' | '\'' | '`')
}

fn is_trim(c: &char) -> bool {
    is_quote(c) || c.is_whitespace() || matches!(c, '+' | ',' | ';' | ')' | ']' | '}' | '\\' | '.')
}

/// Leaves out what stands around a line inside a block.
fn strip(line: &mut Vec<Glyph>, around: &Around, notes: &mut Notes) {
    if !around.marks.is_empty() {
        let mut at = 0;
        let mut wanted = around.marks.chars().peekable();
        while let (Some(mark), Some((c, _))) = (wanted.peek(), line.get(at)) {
            if c == mark {
                wanted.next();
            } else if !c.is_whitespace() || matches!(c, '\n' | '\r') {
                break;
            }
            at += 1;
        }
        if wanted.peek().is_none() {
            line.drain(..at);
            let marks = &around.marks;
            notes.say("marks", || {
                format!("Its lines begin with {marks:?}, as in a quoted mail or a comment; that was left out.")
            });
        }
    }
    let Some(quote) = around.quote else { return };
    let text: Vec<char> = line.iter().map(|(c, _)| *c).collect();
    let text = Zeroizing::new(text);
    let Some(first) = text.iter().position(|c| *c == quote) else {
        return;
    };
    let last = text.iter().rposition(|c| *c == quote).unwrap_or(first);
    let outside = |part: Option<&[char]>| part.is_some_and(|part| part.iter().all(is_trim));
    let end = line.get(last).map_or(0, |(_, at)| *at);
    let (opens, closes) = (outside(text.get(..first)), outside(text.get(last..)));
    if closes && (last > first || !opens || text.iter().all(is_trim)) {
        line.truncate(last);
        line.push(('\n', end));
    }
    if opens {
        line.drain(..=first.min(line.len().saturating_sub(1)));
    }
    if opens || closes {
        notes.say("quotes", || {
            "Each of its lines stands in quotation marks, as in source code; they were left out."
                .into()
        });
    }
}

fn last(line: &[Glyph], what: &str) -> Option<usize> {
    (0..line.len()).rev().find(|at| starts(line, *at, what))
}

fn starts(line: &[Glyph], at: usize, what: &str) -> bool {
    let mut rest = line.get(at..).unwrap_or_default().iter();
    what.chars()
        .all(|wanted| rest.next().is_some_and(|(c, _)| *c == wanted))
}
