//! A token as a bar to scale: the message above it, the seal below.

use crate::engine::ink::{Ink, plain};
use crate::engine::knowers::Knowers;
use crate::engine::picture::pins::pins;
use crate::engine::picture::shades::shades;
use crate::engine::picture::{FIELDS, Token};
use crate::engine::picture::{across, mark};

/// How much of the width a letter takes, in thousandths: where there is room,
/// and on a narrow page.
const LETTER: [usize; 2] = [11, 24];

/// Half of the width of a digit, where there is room; twice that on a narrow
/// page.
const DIGIT: usize = 6;

pub(super) fn token(token: &Token) -> Ink {
    let mut ink = Ink::default();
    let whole = token.length().max(1);
    let at = |bytes: usize| bytes * 1000 / whole;
    let [version, time, iv, ciphertext, _] = token.lengths;
    let (from, to) = (version + time + iv, version + time + iv + ciphertext);
    ink.put(format_args!("<div class=\"opening token\">"));
    pins(&token.pins, false, &mut ink);
    ink.put(format_args!("<p class=\"letters\"><small>message</small>"));
    for block in token.letters.chunks(16) {
        ink.put(format_args!("<span class=\"block\">"));
        for letter in block {
            ink.put(format_args!("<span>{}</span>", plain(letter)));
        }
        ink.put(format_args!("</span>"));
    }
    if token.beyond > 0 {
        ink.put(format_args!("<small>+ {}</small>", token.beyond));
    }
    let (left, right) = (at(from), at(to));
    let middle = across((500 + (left + right) / 2) / 2);
    let secret = mark(Knowers::OWNER);
    let way = if token.opens { "↑" } else { "↓" };
    ink.put(format_args!("</p><div class=\"by\"><svg class=\"funnel\" aria-hidden=\"true\" viewBox=\"0 0 1000 100\" preserveAspectRatio=\"none\"><path data-visibility=\"secret\" d=\"M200 0H800C800 60 {right} 40 {right} 100H{left}C{left} 40 200 60 200 0z\"/></svg><svg class=\"keys\" aria-hidden=\"true\"><text data-visibility=\"secret\" x=\"{middle}\" y=\"50%\">{way} {secret} encryption key</text><text class=\"note kind\" y=\"60%\">token</text><text class=\"note\" y=\"90%\">{whole} bytes</text></svg></div><svg class=\"strip\" aria-hidden=\"true\" viewBox=\"0 0 {whole} 1\" preserveAspectRatio=\"none\" data-visibility=\"public\">"));
    if token.bytes.len() == whole {
        shades(&token.bytes, 0..whole, &mut ink);
    } else {
        ink.put(format_args!(
            "<path fill-opacity=\"0.15\" d=\"M0 0h{whole}v1h-{whole}z\"/>"
        ));
    }
    let mut end = 0;
    ink.put(format_args!("<path class=\"cuts\" d=\""));
    for length in token.lengths.iter().take(4) {
        end += length;
        ink.put(format_args!("M{end} 0v1"));
    }
    ink.put(format_args!(
        "\"/></svg><svg class=\"cut\" aria-hidden=\"true\">"
    ));
    let mut end = whole;
    // From the right: a length is left out that has no room beside the next.
    let mut free = [usize::MAX; 2];
    for (length, name) in token.lengths.iter().zip(FIELDS).rev() {
        let middle = at(2 * end - length) / 2;
        end -= length;
        let digits = length.to_string();
        let fits = [DIGIT, 2 * DIGIT].map(|digit| digit * digits.len());
        let [roomy, narrow] = [0, 1].map(|page: usize| {
            let half = fits.get(page).copied().unwrap_or_default();
            let edge = free.get_mut(page);
            edge.is_some_and(|edge| {
                let has_room = middle + half <= *edge;
                if has_room {
                    *edge = middle.saturating_sub(half);
                }
                has_room
            })
        });
        written([roomy, narrow], [&across(middle), "14"], &digits, &mut ink);
        let room = LETTER.map(|letter| at(*length) >= letter * name.len());
        written(room, [&across(middle), "32"], name, &mut ink);
    }
    let (tag, half) = ((right + 1000) / 2, right / 2);
    let (label, at) = (across(half), across(tag));
    ink.put(format_args!("</svg><div class=\"by\"><svg class=\"bracket\" aria-hidden=\"true\" viewBox=\"0 0 1000 100\" preserveAspectRatio=\"none\"><path class=\"line\" d=\"M2 0V30H{right}V0M{half} 30V85H{tag}V15\"/></svg><svg class=\"keys\" aria-hidden=\"true\"><text class=\"seals\" data-visibility=\"secret\" x=\"{label}\" y=\"85%\">{secret} signing key</text><svg x=\"{at}\" y=\"0\"><path class=\"head\" d=\"M0 2l-5 9h10z\"/></svg></svg></div></div>"));
    ink
}

/// A text under the bar, where there is room for it: where there is much, and
/// on a narrow page.
fn written([roomy, narrow]: [bool; 2], at: [&str; 2], text: &str, ink: &mut Ink) {
    if roomy {
        ink.text(at, if narrow { "" } else { "wide" }, text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::picture::Pin;

    #[test]
    fn the_fields_are_to_scale() {
        let mut one = Token::of(b"Hello. Only we two can read this.");
        let all = token(&one).into_markup();
        assert!(all.contains("viewBox=\"0 0 105 1\""), "{all}");
        assert!(all.contains("M1 0v1M9 0v1M25 0v1M73 0v1"), "{all}");
        for length in [1, 8, 16, 48, 32] {
            assert!(
                all.contains(&format!(">{length}</text>")),
                "{length}: {all}"
            );
        }
        assert_eq!(all.matches("<span class=\"block\">").count(), 3, "{all}");
        assert!(!all.contains("class=\"pins\""), "nothing is checked");
        let long = token(&Token::of(&[b'a'; 1000])).into_markup();
        assert!(
            !long.contains(">1</text>") && !long.contains(">8</text>"),
            "{long}"
        );
        assert!(
            long.contains(">1008</text>") && long.contains(">16</text>"),
            "{long}"
        );
        one.pins = vec![Pin {
            name: "HMAC".into(),
            holds: Some(false),
        }];
        let all = token(&one).into_markup();
        assert!(
            all.contains("<li data-holds=\"false\"><i>✗</i><span class=\"\">HMAC</span>"),
            "{all}"
        );
    }
}
