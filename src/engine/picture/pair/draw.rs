//! Two certificates beside each other: the lines that a check is about are lit,
//! and a line runs between what is held against each other.

use crate::engine::ink::{Ink, plain};
use crate::engine::picture::percent;
use crate::engine::picture::{Pair, Sheet};

/// How many lines a certificate has.
const LINES: usize = Sheet::LINES.len();

pub(super) fn pair(pair: &Pair) -> Ink {
    let mut ink = Ink::default();
    let holds = outcome(pair.holds);
    ink.put(format_args!(
        "<div class=\"opening pair\" data-holds=\"{holds}\"><ol class=\"gauge\">"
    ));
    for pin in &pair.pins {
        ink.put(format_args!(
            "<li data-holds=\"{}\"></li>",
            outcome(pin.holds)
        ));
    }
    for _ in pair.pins.len()..pair.checks {
        ink.put(format_args!("<li></li>"));
    }
    ink.put(format_args!("</ol><div class=\"leaves\">"));
    let [one, other] = [0, 1].map(|at: usize| pair.sheets.get(at));
    side(one, "subject", &mut ink);
    between(pair, &mut ink);
    side(other, "issuer", &mut ink);
    ink.put(format_args!("</div><p class=\"against\">"));
    let against = plain(&pair.against);
    let found: Vec<&str> = pair.sheets.iter().flat_map(Sheet::found).collect();
    match (pair.holds, found.as_slice()) {
        (Some(false), [found]) => ink.put(format_args!(
            "<b>{against}</b> – found: <b>{}</b>",
            plain(found)
        )),
        _ => ink.put(format_args!("<b>{against}</b>")),
    }
    ink.put(format_args!("</p></div>"));
    ink
}

fn outcome(holds: Option<bool>) -> &'static str {
    match holds {
        Some(true) => "true",
        Some(false) => "false",
        None => "open",
    }
}

/// A certificate in its lines; a place where none is.
fn side(sheet: Option<&Sheet>, class: &str, ink: &mut Ink) {
    let Some(sheet) = sheet else {
        ink.put(format_args!("<div class=\"leaf none\"></div>"));
        return;
    };
    let title = plain(&sheet.title);
    ink.put(format_args!(
        "<div class=\"leaf {class}\"><p class=\"title\">{title}</p><ul>"
    ));
    for ((line, name), value) in Sheet::LINES.iter().zip(&sheet.values) {
        let (lit, value) = (sheet.lit.contains(line), plain(value));
        ink.put(format_args!("<li data-lit=\"{lit}\"><span class=\"name\">{name}</span><span class=\"worth\">{value}</span></li>"));
    }
    ink.put(format_args!("</ul></div>"));
}

/// What runs between the two: from line to line, or from lines down to what
/// they are held against.
fn between(pair: &Pair, ink: &mut Ink) {
    let middle = |line: usize| 2 * line + 1;
    let height = 2 * LINES;
    ink.put(format_args!("<div class=\"join\"><svg class=\"ways\" aria-hidden=\"true\" viewBox=\"0 0 100 {height}\" preserveAspectRatio=\"none\"><path d=\""));
    let joined = pair.joined();
    let sign = if let Some(both) = joined {
        let [one, other] = both.map(middle);
        ink.put(format_args!("M0 {one}C60 {one} 40 {other} 100 {other}"));
        Some(one.midpoint(other))
    } else {
        let mut first = None;
        for (sheet, edge) in pair.sheets.iter().zip([0, 100]) {
            for line in sheet.lit().map(middle) {
                ink.put(format_args!("M{edge} {line}H50"));
                first = Some(first.map_or(line, |first: usize| first.min(line)));
            }
        }
        if let Some(first) = first {
            ink.put(format_args!("M50 {first}V{height}"));
        }
        first.map(|first| first.midpoint(height))
    };
    ink.put(format_args!("\"/></svg>"));
    if let Some(sign) = sign {
        let y = percent(sign, height);
        let says = match (pair.holds, joined) {
            (Some(true), Some(_)) => "=",
            (Some(false), Some(_)) => "≠",
            (Some(true), None) => "✓",
            (Some(false), None) => "✗",
            (None, _) => "?",
        };
        ink.put(format_args!(
            "<svg class=\"signs\" aria-hidden=\"true\"><text x=\"50%\" y=\"{y}\">{says}</text></svg>"
        ));
    }
    ink.put(format_args!("</div>"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::picture::{Pin, Stands};

    fn drawn(lit: [&[Stands]; 2], against: &'static str, holds: bool) -> String {
        let sheet = |lit: &[Stands]| Sheet {
            title: "A <name>".into(),
            lit: lit.to_vec(),
            ..Sheet::default()
        };
        pair(&Pair {
            sheets: lit.map(sheet).to_vec(),
            against: against.into(),
            holds: Some(holds),
            pins: vec![Pin {
                name: "one".into(),
                holds: Some(holds),
            }],
            checks: 3,
        })
        .into_markup()
    }

    #[test]
    fn two_lines_are_joined() {
        let all = drawn([&[Stands::Issuer], &[Stands::Subject]], "", true);
        assert!(all.contains("d=\"M0 3C60 3 40 1 100 1\""), "{all}");
        assert!(all.contains("y=\"11.1%\">=</text>"), "{all}");
        assert_eq!(all.matches("data-lit=\"true\"").count(), 2, "{all}");
        assert!(all.contains("A &lt;name>"));
        assert_eq!(
            all.matches("<li data-holds=\"true\"></li><li></li><li></li>")
                .count(),
            1
        );
    }

    #[test]
    fn what_does_not_hold_says_what_was_expected() {
        let all = drawn([&[], &[Stands::Usage]], "keyCertSign", false);
        assert!(all.contains("d=\"M100 11H50M50 11V18\""), "{all}");
        assert!(
            all.contains("✗</text>") && all.contains("<b>keyCertSign</b> – found: <b></b>"),
            "{all}"
        );
    }

    #[test]
    fn where_nothing_is_lit_nothing_is_joined() {
        let all = drawn([&[], &[]], "", true);
        assert!(
            all.contains("<path d=\"\"/>") && !all.contains("<text"),
            "{all}"
        );
    }
}
