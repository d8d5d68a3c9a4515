//! Blocks in a chain: a column for each, with the plaintext above, the
//! ciphertext below, and the wire that leads it into the next block.

use crate::engine::ink::{Ink, plain};
use crate::engine::knowers::Knowers;
use crate::engine::picture::tone;
use crate::engine::picture::{ChainedBlock, Chaining, Direction};

pub(super) fn chaining(chaining: &Chaining) -> Ink {
    let mut ink = Ink::default();
    let way = match chaining.way {
        Direction::Cipher => "down",
        Direction::Plain => "up",
    };
    ink.put(format_args!(
        "<ol class=\"chaining\" data-way=\"{way}\" aria-hidden=\"true\">"
    ));
    for (at, block) in chaining.blocks.iter().enumerate() {
        let when = match at.cmp(&chaining.present) {
            std::cmp::Ordering::Less => "before",
            std::cmp::Ordering::Equal => "now",
            std::cmp::Ordering::Greater => "later",
        };
        // A narrow page has room for two: the present one and the one before.
        let two = chaining.present.max(1);
        let far = match (two - 1..=two).contains(&at) {
            true => "",
            false => " data-far",
        };
        ink.put(format_args!("<li data-when=\"{when}\"{far}>"));
        into(chaining, at, &mut ink);
        column(chaining, block, &mut ink);
        ink.put(format_args!("</li>"));
    }
    ink.put(format_args!("</ol>"));
    ink
}

/// What is mixed into a block comes from the left: as a wire from the
/// ciphertext before, or from what is not shown.
fn into(chaining: &Chaining, at: usize, ink: &mut Ink) {
    let (symbol, bytes) = match at.checked_sub(1).and_then(|at| chaining.blocks.get(at)) {
        Some(before) => (format!("c_{}", before.number).into(), before.cipher),
        None => (chaining.before_is_called(), Some(chaining.before)),
    };
    let own = format!(
        "data-symbol=\"{}\" data-visibility=\"public\"",
        plain(&symbol)
    );
    ink.put(format_args!("<svg class=\"wire\" viewBox=\"0 0 10 10\" preserveAspectRatio=\"none\" {own}><path d=\"M0 10H6.5V0H10\"/></svg>"));
    if let Some([first, .., last]) = bytes {
        ink.put(format_args!("<span class=\"from\" {own}>"));
        ink.symbol(&symbol);
        ink.put(format_args!("<small>{first:02x}…{last:02x}</small></span>"));
    }
}

/// A block from the top: the plaintext, what is mixed in, the cipher with its
/// key, the ciphertext.
fn column(chaining: &Chaining, block: &ChainedBlock, ink: &mut Ink) {
    let number = block.number;
    let (is_plain_made, aes) = match chaining.way {
        Direction::Cipher => (false, "AES"),
        Direction::Plain => (true, "<span>AES<sup>−1</sup></span>"),
    };
    let (p, c) = (format!("p_{number}"), format!("c_{number}"));
    let (secret, public) = (Knowers::OWNER, Knowers::EVERYBODY);
    name(&p, "plaintext", ink);
    tile(&p, block.plain.as_ref(), secret, is_plain_made, ink);
    ink.put(format_args!(
        "<i class=\"to\"></i><b class=\"xor\">⊕</b><i class=\"to\"><span data-visibility=\"secret\">"
    ));
    ink.symbol(&format!("x_{number}"));
    ink.put(format_args!(
        "</span></i><u class=\"aes\">{aes}<span class=\"key\" data-visibility=\"secret\">"
    ));
    ink.symbol(&chaining.key);
    ink.put(format_args!("</span></u><i class=\"to\"></i>"));
    tile(&c, block.cipher.as_ref(), public, !is_plain_made, ink);
    name(&c, "ciphertext", ink);
}

fn name(symbol: &str, is: &str, ink: &mut Ink) {
    ink.put(format_args!("<p class=\"name\">"));
    ink.symbol(symbol);
    ink.put(format_args!(" <small>{is}</small></p>"));
}

/// Sixteen bytes as a square; a text as its letters. Empty while they are not
/// known.
fn tile(symbol: &str, bytes: Option<&[u8; 16]>, known_to: Knowers, made: bool, ink: &mut Ink) {
    let kind = tone(known_to);
    let made = if made { " made" } else { "" };
    ink.put(format_args!(
        "<p class=\"tile{made}\" data-symbol=\"{symbol}\" data-visibility=\"{kind}\">"
    ));
    let bytes = bytes.map(<[u8; 16]>::as_slice).unwrap_or_default();
    // Padding is at most 16.
    let is_text = known_to.is_secret()
        && bytes.iter().any(u8::is_ascii_alphanumeric)
        && bytes
            .iter()
            .all(|byte| (b' '..=b'~').contains(byte) || *byte <= 16);
    for byte in bytes {
        match byte {
            b' ' if is_text => ink.put(format_args!("<i>␣</i>")),
            letter if is_text && letter.is_ascii_graphic() => {
                let letter = plain(&char::from(*letter).to_string());
                ink.put(format_args!("<i>{letter}</i>"));
            }
            byte => ink.put(format_args!("<i>{byte:02x}</i>")),
        }
    }
    ink.put(format_args!("</p>"));
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::*;

    fn drawn(way: Direction, plain: &[[u8; 16]], cipher: &[[u8; 16]], at: usize) -> String {
        let one = Chaining::of(way, &[7; 16], plain, cipher, at).unwrap();
        chaining(&one).into_markup()
    }

    #[test]
    fn a_text_is_its_letters_and_what_is_not_made_is_empty() {
        let plain = [*b"Hello & goodbye!", [16; 16]];
        let all = drawn(Direction::Cipher, &plain, &[[0xab; 16]], 0);
        let columns: Vec<&str> = all.split("<li ").skip(1).collect();
        assert!(columns[0].starts_with("data-when=\"now\">"), "{all}");
        assert!(columns[0].contains("<i>H</i><i>e</i>"), "{all}");
        assert!(columns[0].contains("<i>␣</i><i>&amp;</i>"), "{all}");
        assert_eq!(columns[0].matches("<i>ab</i>").count(), 16, "{all}");
        assert!(columns[0].contains("data-symbol=\"IV\""), "{all}");
        assert!(columns[1].starts_with("data-when=\"later\">"), "{all}");
        assert_eq!(columns[1].matches("<i>10</i>").count(), 16, "{all}");
        assert!(
            columns[1].contains(
                "<p class=\"tile made\" data-symbol=\"c_2\" data-visibility=\"public\"></p>"
            ),
            "{all}"
        );
        assert!(all.len() < 4000, "{}", all.len());
    }

    #[test]
    fn a_narrow_page_shows_the_present_block_and_the_one_before() {
        let blocks = [[0; 16]; 5];
        let far = |at: usize| -> Vec<bool> {
            let all = drawn(Direction::Plain, &blocks[..at], &blocks, at);
            assert!(all.contains("data-way=\"up\"") && all.contains("AES<sup>−1</sup>"));
            let columns = all.split("<li ").skip(1);
            columns.map(|one| one.contains(" data-far>")).collect()
        };
        assert_eq!(far(0), [false, false, true]);
        assert_eq!(far(2), [false, false, true]);
        assert_eq!(far(4), [true, false, false]);
    }
}
