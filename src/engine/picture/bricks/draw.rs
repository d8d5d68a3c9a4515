//! Long numbers as bricks, right-aligned as one divides on paper.

use crate::engine::ink::{Ink, plain};
use crate::engine::picture::across;
use crate::engine::picture::tone;
use crate::engine::picture::{Brick, Bricks, Row};

/// A brick narrower than this has no room for its name.
const NARROW: u32 = 300;

/// The least width that is seen of what is not 0.
const SEEN: u32 = 12;

pub(super) fn bricks(bricks: &Bricks) -> Ink {
    let mut ink = Ink::default();
    let count = bricks.groups.len();
    ink.put(format_args!(
        "<div class=\"opening bricks\" data-groups=\"{count}\">"
    ));
    for group in &bricks.groups {
        ink.put(format_args!("<ol>"));
        for one in group {
            row(one, &mut ink);
        }
        ink.put(format_args!("</ol>"));
    }
    ink.put(format_args!("</div>"));
    ink
}

fn row(row: &Row, ink: &mut Ink) {
    let class = if row.below.is_some() { "rest" } else { "" };
    ink.put(format_args!(
        "<li class=\"{class}\"><span class=\"sign\">{}</span><svg aria-hidden=\"true\">",
        plain(row.sign)
    ));
    if let Some(below) = row.below {
        let below = below.min(1000);
        ink.put(format_args!(
            "<rect class=\"bound\" x=\"{}\" y=\"48%\" width=\"{}\" height=\"44%\"/>",
            across((1000 - below) as usize),
            across(below as usize)
        ));
    }
    let seen = |it: &Brick| it.width.max(if it.bits > 0 { SEEN } else { 0 });
    let widths: Vec<u32> = row.bricks.iter().map(seen).collect();
    let mut right = 1000;
    let mut places = Vec::new();
    for width in widths.iter().rev() {
        let left = u32::saturating_sub(right, *width);
        places.push((left, right));
        right = left;
    }
    places.reverse();
    let last = row.bricks.len().saturating_sub(1);
    for (at, (one, (left, right))) in row.bricks.iter().zip(places).enumerate() {
        brick(one, (left, right), (at == 0, at == last), ink);
    }
    ink.put(format_args!("</svg></li>"));
}

/// A brick between two places, which may be the first or the last of its row.
fn brick(one: &Brick, (left, right): (u32, u32), (first, last): (bool, bool), ink: &mut Ink) {
    let (kind, name) = (tone(one.known_to), plain(&one.name));
    let [x, width] = [left, right - left].map(|at| across(at as usize));
    // What has no room for its name has it at the edge of the row.
    let (at, class) = match right - left < NARROW {
        true if last => (right, "end"),
        true if first => (left, "start"),
        // What stands before it has its name above both.
        _ if !first && left < NARROW => (left + (right - left) * 5 / 8, ""),
        _ => (left.midpoint(right), ""),
    };
    let at = across(at as usize);
    let is_one = name.is_empty() && one.bits == 1;
    let symbol = match (name.is_empty(), is_one) {
        (_, true) => "class=\"one\"".to_owned(),
        (true, _) => String::new(),
        _ => format!("data-symbol=\"{name}\""),
    };
    ink.put(format_args!("<g {symbol} data-visibility=\"{kind}\"><rect x=\"{x}\" y=\"48%\" width=\"{width}\" height=\"44%\"/><text class=\"{class}\" x=\"{at}\" y=\"36%\"><tspan class=\"name\">"));
    let mut parts = one.name.split(' ').peekable();
    let mut is_below = false;
    while let Some(part) = parts.next() {
        // After a subscript the line is where it was.
        if is_below {
            ink.put(format_args!("<tspan dy=\"-4\">{}</tspan>", plain(part)));
        } else {
            ink.label(part);
        }
        is_below = part.contains('_');
        if parts.peek().is_some() {
            ink.put(format_args!(" "));
        }
    }
    let back = if is_below { " dy=\"-4\"" } else { "" };
    let sign = match (&*one.name, &one.number) {
        ("", _) => "",
        (_, Some(_)) => " = ",
        (_, None) => " ",
    };
    ink.put(format_args!(
        "</tspan><tspan class=\"size\"{back}>{sign}{}</tspan></text></g>",
        one.size()
    ));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::knowers::Knowers;

    fn one(name: &'static str, bits: u64, width: u32) -> Brick {
        Brick {
            name: name.into(),
            number: None,
            bits,
            width,
            known_to: Knowers::EVERYBODY,
        }
    }

    #[test]
    fn bricks_lie_end_to_end_at_the_right() {
        let row = |sign, bricks, below| Row {
            sign,
            bricks,
            below,
        };
        let all = Bricks {
            groups: vec![vec![
                row("", vec![one("c", 2048, 1000)], None),
                row(
                    "=",
                    vec![one("quotient", 1024, 500), one("p", 1024, 499)],
                    None,
                ),
                row("+", vec![one("c_p", 1020, 498)], Some(499)),
            ]],
        };
        let drawn = bricks(&all).into_markup();
        assert!(
            drawn.contains("<rect x=\"0.1%\" y=\"48%\" width=\"50.0%\""),
            "{drawn}"
        );
        assert!(
            drawn.contains("<rect x=\"50.1%\" y=\"48%\" width=\"49.9%\""),
            "{drawn}"
        );
        assert!(drawn.contains("class=\"bound\" x=\"50.1%\""), "{drawn}");
        assert_eq!(drawn.matches("<li").count(), 3);
        // A sliver has its name at the edge.
        let g = row("=", vec![one("λ", 2046, 999), one("g", 2, 1)], None);
        let sliver = bricks(&Bricks {
            groups: vec![vec![g]],
        })
        .into_markup();
        assert!(
            sliver.contains("<text class=\"end\" x=\"100.0%\""),
            "{sliver}"
        );
        assert!(
            sliver.contains("x=\"98.8%\" y=\"48%\" width=\"1.2%\""),
            "{sliver}"
        );
    }
}
