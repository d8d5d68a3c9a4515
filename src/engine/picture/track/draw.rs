//! A power along the bits of its exponent: a staircase with a column for each
//! bit, and what it does to the number. Of a long exponent a window of columns
//! around the hand, and above it all bits as a strip.

use crate::engine::ink::{Ink, plain};
use crate::engine::picture::tone;
use crate::engine::picture::{Number, Track};
use std::ops::Range;

/// So many columns have room: where there is much, and on a narrow page.
const ROOM: [usize; 2] = [17, 7];

/// So many bits of the exponent so far have room in a column.
const WHOLE: usize = 5;

/// So many cells the strip of all bits has at most.
const CELLS: usize = 256;

/// The track; the hand stands at the bit of a row.
pub(super) fn track(track: &Track, row: Option<u32>) -> Ink {
    let length = track.bits.len();
    let now = row.map(|row| row as usize);
    let windows = ROOM.map(|room| window(now.unwrap_or(0), room, length));
    let mut ink = Ink::default();
    ink.put(format_args!("<p class=\"caption\"><span>"));
    ink.symbol(&track.exponent);
    let (squarings, others) = (length - 1, track.multiplications());
    ink.put(format_args!(
        "</span><span class=\"size\">{length} bits: {} and {} by ",
        times(squarings, "squaring"),
        times(others, "multiplication"),
    ));
    ink.symbol(&track.base);
    ink.put(format_args!(
        "; below each the exponent so far, in bits</span></p>"
    ));
    overview(track, &windows, &mut ink);
    let [wide, narrow] = windows;
    let size = match wide.len() {
        0..=4 => "few",
        5..=8 => "some",
        _ => "many",
    };
    ink.put(format_args!(
        "<ol class=\"stairs\" data-size=\"{size}\" aria-hidden=\"true\">"
    ));
    for at in wide {
        let when = match now {
            Some(now) if at == now => " data-now",
            Some(now) if at > now => " data-later",
            _ => "",
        };
        let far = if narrow.contains(&at) {
            ""
        } else {
            " data-far"
        };
        ink.put(format_args!("<li{when}{far}>"));
        column(track, at, &mut ink);
        ink.put(format_args!("</li>"));
    }
    ink.put(format_args!("</ol>"));
    ink
}

/// How often something is done.
fn times(count: usize, what: &str) -> String {
    let many = if count == 1 { "" } else { "s" };
    format!("{count} {what}{many}")
}

/// What one bit does, from the top: the bit, the square, the product, each with
/// the exponent so far and the number after it.
fn column(track: &Track, at: usize, ink: &mut Ink) {
    let Some(bit) = track.bits.get(at) else {
        return;
    };
    let stop = track.stop(at);
    let after = stop.as_ref().map(|stop| &stop.after);
    let (kind, name) = (tone(track.known_to), plain(&track.exponent));
    let own = format!("data-visibility=\"{kind}\" data-symbol=\"{name}\"");
    ink.put(format_args!("<b {own}>{}</b>", u8::from(*bit)));
    // The square writes a 0 behind the exponent, the product makes it a 1.
    let mut makes = |begin: &str, last: bool, number: Option<&Number>| {
        ink.put(format_args!("{begin}<i {own}>"));
        let from = if at < WHOLE { 0 } else { at - 3 };
        ink.put(format_args!("{}", if from > 0 { "…" } else { "" }));
        let before = track.bits.get(from..at).unwrap_or_default();
        for bit in before.iter().chain([&last]) {
            ink.put(format_args!("{}", u8::from(*bit)));
        }
        ink.put(format_args!("</i>"));
        if let Some(one) = number {
            let end = at + 1 == track.bits.len() && one.is_long && last == *bit;
            let end = if end { " class=\"end\"" } else { "" };
            ink.put(format_args!(
                "<em{end} data-visibility=\"{}\" data-symbol=\"{}\">{}</em>",
                tone(one.known_to),
                plain(&one.name),
                one.says
            ));
        }
    };
    if at > 0 {
        let half = stop.as_ref().and_then(|stop| stop.squared.as_ref());
        makes("<u>x²</u>", false, if *bit { half } else { after });
    }
    if *bit {
        let mut base = Ink::default();
        // A long name of the base has no room.
        if track.base.split('_').all(|part| part.len() <= 2) {
            base.symbol(&track.base);
        }
        let times = match (at, base.is_empty()) {
            (0, true) => "=",
            (0, false) => "",
            _ => "×",
        };
        makes(&format!("<u {own}>{times}{base}</u>"), true, after);
    }
}

/// All bits as a strip, and where the columns are in it; nothing where they are
/// all there.
fn overview(track: &Track, windows: &[Range<usize>; 2], ink: &mut Ink) {
    let length = track.bits.len();
    let [wide, narrow] = windows;
    if narrow.len() == length {
        return;
    }
    let (kind, name) = (tone(track.known_to), plain(&track.exponent));
    let class = if wide.len() == length { "narrow" } else { "" };
    let each = length.div_ceil(CELLS);
    ink.put(format_args!("<div class=\"all {class}\" aria-hidden=\"true\"><svg class=\"strip\" data-visibility=\"{kind}\" data-symbol=\"{name}\" viewBox=\"0 0 {length} {each}\" preserveAspectRatio=\"none\"><path d=\""));
    // Of several bits in one cell as much is filled as there are ones.
    for (cell, bits) in track.bits.chunks(each).enumerate() {
        let ones = bits.iter().filter(|bit| **bit).count();
        if ones > 0 {
            ink.put(format_args!(
                "M{} {each}v-{ones}h{each}v{ones}z",
                cell * each
            ));
        }
    }
    ink.put(format_args!(
        "\"/></svg><svg class=\"lens\" viewBox=\"0 0 {length} 1\" preserveAspectRatio=\"none\">"
    ));
    for (class, window) in [("wide", wide), ("narrow", narrow)] {
        let (from, to) = (window.start, window.end);
        ink.put(format_args!(
            "<path class=\"{class}\" d=\"M0 1L{from} 0H{to}L{length} 1\"/>"
        ));
    }
    ink.put(format_args!("</svg></div>"));
}

/// The places that are shown around one of them, where there is room for so
/// many of this length.
fn window(at: usize, room: usize, length: usize) -> Range<usize> {
    let from = at.saturating_sub(room / 2).min(length.saturating_sub(room));
    from..(from + room).min(length)
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::panic,
        reason = "tests may fail loudly, in their helpers too"
    )]

    use super::*;
    use crate::engine::knowers::Knowers;
    use crate::engine::number::NamedInteger;
    use crate::engine::number::power::{Purpose, power};
    use crate::engine::picture::of;
    use crate::engine::trace::Recorder;
    use num_bigint::BigInt;

    /// The track of 4 to the power of a secret number, modulo 55.
    fn of_power(d: BigInt) -> Track {
        let purpose = Purpose {
            id: "power",
            title: "power",
            result: "c",
            known_to: Knowers::EVERYBODY,
        };
        let (m, n) = (NamedInteger::public("m", 4), NamedInteger::public("n", 55));
        let mut recorder = Recorder::new(u32::MAX);
        power(
            &purpose,
            &m,
            &NamedInteger::secret("d", d),
            &n,
            &mut recorder,
        )
        .unwrap();
        let picture = of(recorder.finish().at("power").unwrap()).pop().unwrap();
        picture.downcast::<Track>().unwrap().clone()
    }

    #[test]
    fn the_window_stays_within_and_holds_the_hand() {
        for length in [1, 2, 7, 8, 17, 18, 4093] {
            for at in 0..length {
                let [wide, narrow] = ROOM.map(|room| window(at, room, length));
                assert!(
                    wide.contains(&at) && narrow.contains(&at),
                    "{at} of {length}"
                );
                assert!(wide.start <= narrow.start && narrow.end <= wide.end);
                assert_eq!(wide.len(), length.min(17));
                assert_eq!(narrow.len(), length.min(7));
            }
        }
    }

    #[test]
    fn a_column_squares_and_a_one_multiplies() {
        let all = track(&of_power(5.into()), Some(1)).into_markup();
        let texts = |from: &str| -> Vec<String> {
            let tags = from.split('<').skip(1);
            let texts = tags.filter_map(|tag| tag.split_once('>'));
            texts
                .map(|(_, text)| text.to_owned())
                .filter(|text| !text.is_empty())
                .collect()
        };
        let columns: Vec<&str> = all.split("<li").skip(1).collect();
        assert_eq!(texts(columns[0]), ["1", "m", "1", "4"]);
        assert_eq!(texts(columns[1]), ["0", "x²", "10", "16"]);
        assert_eq!(
            texts(columns[2]),
            ["1", "x²", "100", "36", "×", "m", "101", "34"]
        );
        assert!(columns[1].starts_with(" data-now>"), "{all}");
        assert!(columns[2].starts_with(" data-later>"), "{all}");
        assert!(!all.contains("lens"), "all bits are there");
    }

    #[test]
    fn a_long_exponent_costs_no_more_than_its_window() {
        let d = (BigInt::from(1) << 4093_u32) / 7;
        let all = of_power(d);
        assert_eq!(all.bits.len(), 4091);
        let long = track(&all, Some(2000)).into_markup();
        assert_eq!(long.matches("<li").count(), 17);
        assert_eq!(long.matches(" data-far").count(), 10);
        assert_eq!(long.matches(" data-now").count(), 1);
        assert!(long.contains("M0 1L1992 0H2009L4091 1"), "{long}");
        let shown = |bit: usize| long.contains(&format!("\"x_{bit}\">"));
        assert!(shown(2001) && !shown(101), "{long}");
        assert!(long.len() < 16_000, "{}", long.len());
        // Sixteen bits share a cell of the strip: 100100…, of which six are 1.
        assert!(long.contains("M0 16v-6h16v6z"), "{long}");
    }
}
