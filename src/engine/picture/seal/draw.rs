//! A signature from both sides. Who signs makes S from the message, to the right,
//! and finds the hash in it again. Who verifies has both from the start, one above
//! the other, and compares what each leads to.

use crate::engine::ink::{Ink, plain};
use crate::engine::knowers::Knowers;
use crate::engine::picture::shades::shades;
use crate::engine::picture::{Content, Seal, Side};
use crate::engine::picture::{mark, pressed};

/// The bytes of a hash that stand in one row.
const ROW: usize = 8;

/// The bytes of a signature that are drawn.
const DRAWN: usize = 64;

pub(super) fn seal(seal: &Seal) -> Ink {
    let mut ink = Ink::default();
    let holds = seal.holds().map_or("", |holds| match holds {
        true => "true",
        false => "false",
    });
    let (side, back, columns) = match seal.side {
        Side::Signer => ("signer", " back", 4),
        Side::Reader => ("reader", "", 16),
    };
    let [message, signature] = match &seal.changes {
        Some(both) => both.each_ref().map(Some),
        None => [None, None],
    };
    ink.put(format_args!(
        "<div class=\"opening seal\" data-side=\"{side}\" data-holds=\"{holds}\">"
    ));
    let end = pressed(message, "letter", &mut ink);
    ink.put(format_args!("{}{end}", plain(&seal.message)));
    let hash = match &seal.made {
        Content::Bytes(_) => "SHA‑256",
        Content::Number(_) => "SHA‑256 mod <i>n</i>",
    };
    ink.put(format_args!("<p class=\"arrow hash\">{hash}</p>"));
    ink.put(format_args!("<p class=\"size what\">the hash</p>"));
    content(Some(&seal.made), &[], "ours", &mut ink);
    if seal.side == Side::Signer {
        ink.put(format_args!(
            "<p class=\"arrow by-d\"><b data-visibility=\"secret\">{} <i>d</i></b></p>",
            mark(Knowers::OWNER)
        ));
    }
    let sign = match seal.holds() {
        None => "?",
        Some(true) => "= ✓",
        Some(false) => "≠ ✗",
    };
    ink.put(format_args!(
        "<p class=\"same\"><small>the same?</small> {sign}</p>"
    ));
    content(seal.found.as_ref(), &seal.differing(), "theirs", &mut ink);
    ink.put(format_args!("<p class=\"size what read\">found in S</p>"));
    ink.put(format_args!(
        "<p class=\"arrow{back} by-e\"><b data-visibility=\"public\">{} <i>e</i></b></p>",
        mark(Knowers::EVERYBODY)
    ));
    let end = pressed(signature, "signature", &mut ink);
    ink.put(format_args!("<b><i>S</i></b><small>signature</small>"));
    match seal.signature.as_slice() {
        [one] => ink.put(format_args!("<b class=\"number\">{one}</b>")),
        bytes => {
            let shown = bytes.get(..DRAWN).unwrap_or(bytes);
            let rows = shown.len().div_ceil(columns).max(1);
            ink.put(format_args!("<svg aria-hidden=\"true\" data-visibility=\"public\" viewBox=\"0 0 {columns} {rows}\" preserveAspectRatio=\"none\">"));
            grid(shown, columns, &mut ink);
            ink.put(format_args!("</svg>"));
        }
    }
    ink.put(format_args!("{end}</div>"));
    ink
}

/// What stands on one side of the comparison.
fn content(content: Option<&Content>, differing: &[usize], class: &str, ink: &mut Ink) {
    match content {
        Some(Content::Number(number)) => ink.put(format_args!(
            "<p class=\"cells number {class}\">{}</p>",
            plain(number)
        )),
        Some(Content::Bytes(bytes)) => {
            let rows = bytes.len().div_ceil(ROW).max(1);
            ink.put(format_args!("<svg class=\"cells {class}\" aria-hidden=\"true\" data-visibility=\"public\" viewBox=\"0 0 {ROW} {rows}\">"));
            grid(bytes, ROW, ink);
            for at in differing {
                let (x, y) = (at % ROW, at / ROW);
                ink.put(format_args!(
                    "<path class=\"other\" d=\"M{x} {y}h1v1h-1z\"/>"
                ));
            }
            ink.put(format_args!("</svg>"));
        }
        None => ink.put(format_args!("<p class=\"cells empty {class}\"></p>")),
    }
}

/// Bytes in rows, each as dark as its value.
pub(in crate::engine::picture) fn grid(bytes: &[u8], row: usize, ink: &mut Ink) {
    for (y, bytes) in bytes.chunks(row.max(1)).enumerate() {
        ink.put(format_args!("<g transform=\"translate(0 {y})\">"));
        shades(bytes, 0..bytes.len(), ink);
        ink.put(format_args!("</g>"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::picture::Fill;

    #[test]
    fn bytes_that_differ_are_marked_one_by_one() {
        let made = Content::Bytes((0..32).collect());
        let mut one = Seal {
            found: Some(made.clone()),
            ..Seal::of(b"<I owe>", made, Side::Reader)
        };
        let same = seal(&one).into_markup();
        assert!(
            same.contains(" = ✓</p>") && !same.contains("class=\"other\""),
            "{same}"
        );
        assert!(
            same.contains("&lt;I owe>") && !same.contains("by-d"),
            "{same}"
        );
        let mut found: Vec<u8> = (0..32).collect();
        found[9] = 0;
        found[31] = 0;
        one.found = Some(Content::Bytes(found));
        let other = seal(&one).into_markup();
        assert!(other.contains(" ≠ ✗</p>"), "{other}");
        assert!(
            other.contains("M1 1h1v1h-1z\"/><path class=\"other\" d=\"M7 3h"),
            "{other}"
        );
    }

    #[test]
    fn the_signer_has_the_way_with_d_and_the_reader_can_change_things() {
        let seal_of = |side, changes| Seal {
            signature: vec![46],
            changes,
            ..Seal::of(b"m", Content::Number("41".into()), side)
        };
        let signer = seal(&seal_of(Side::Signer, None)).into_markup();
        assert!(
            signer.contains("◆ <i>d</i>") && signer.contains(">46</b>"),
            "{signer}"
        );
        assert!(!signer.contains("data-fill"), "{signer}");
        let change = |value| Fill {
            input: "tamper",
            value,
            says: "Change it",
        };
        let changes = Some([change("message"), change("signature")]);
        let reader = seal(&seal_of(Side::Reader, changes)).into_markup();
        assert_eq!(
            reader.matches("<button type=\"button\"").count(),
            2,
            "{reader}"
        );
        assert!(reader.contains("data-fill=\"tamper\" data-value=\"signature\""));
    }
}
