//! A picture that several steps share: each adds to it what it makes.
//!
//! The places are the algorithm's, fixed in its layout; the bytes are the
//! values of the steps, found by their symbols.

mod draw;
mod oaep;
mod pss;

use super::bar::{Bar, Part};
use super::{bytes, made};
use crate::engine::ink::Ink;
use crate::engine::knowers::Knowers;
use crate::engine::text::Text;
use crate::engine::trace::{Expr, OPENING, Operator, Picture, Step, Value};

/// EME-OAEP encoding (RFC 8017 §7.1.1, figure 1).
pub const OAEP_ENCODING: &str = "oaep-encoding";
/// EME-OAEP decoding (RFC 8017 §7.1.2).
pub const OAEP_DECODING: &str = "oaep-decoding";
/// EMSA-PSS encoding (RFC 8017 §9.1.1).
pub const PSS_ENCODING: &str = "pss-encoding";

/// The layouts by the names that steps share them by.
static LAYOUTS: [(&str, &Layout); 3] = [
    (OAEP_ENCODING, &oaep::ENCODING),
    (OAEP_DECODING, &oaep::DECODING),
    (PSS_ENCODING, &pss::ENCODING),
];

/// A byte string in a layout: see [`Layout::strips`].
type StripPlace = (&'static str, u32, u16, Option<(u32, u16)>);

/// Where an algorithm's picture has its marks. Across, places are thousandths
/// of the width; down, they are pixels.
struct Layout {
    /// How high it is.
    height: u16,
    /// The byte string that measures all others, and its width.
    unit: (&'static str, u32),
    /// Where byte strings lie: the symbol, the left edge, the top, and where
    /// it is told what it is, where that has no room behind the name.
    strips: &'static [StripPlace],
    /// What is done: a name, where its middle is, and the symbol of what it
    /// makes.
    works: &'static [(&'static str, u32, u16, &'static str)],
    /// What goes where: the corners, and the symbol of what it leads to.
    ways: &'static [(&'static [(u32, u16)], &'static str)],
    /// What byte strings are, in a word or a few.
    words: &'static [(&'static str, &'static str)],
    /// What it shows.
    says: &'static str,
}

/// A picture as far as its steps have come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoding {
    /// How high it is, in pixels.
    pub height: u16,
    /// Its byte strings.
    pub strips: Vec<Strip>,
    /// What is done to them.
    pub works: Vec<Work>,
    /// What goes where.
    pub ways: Vec<Way>,
    /// What it shows, in words.
    pub says: Text,
}

/// Whether a mark is there at the present step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// A step before made it.
    Before,
    /// The present step makes it.
    Now,
    /// It is yet to come.
    Later,
}

/// A byte string in its place, to scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strip {
    /// What it is called.
    pub name: Text,
    /// Its bytes; none while it is yet to come.
    pub bytes: Vec<u8>,
    /// How many bytes it has.
    pub length: usize,
    /// Its parts, where a step says so and they are there.
    pub parts: Vec<Part>,
    /// Who may know it.
    pub known_to: Knowers,
    /// Its left edge and its width, in thousandths.
    pub across: (u32, u32),
    /// Its top, in pixels.
    pub top: u16,
    /// Where it is told what it is, as for [`Work::at`]; behind its name where
    /// there is room.
    pub aside: Option<(u32, u16)>,
    /// What it is, in a word or a few; empty where its name says it.
    pub is: &'static str,
    /// Whether it is there.
    pub when: When,
}

/// Something done to bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// What it is called.
    pub name: &'static str,
    /// Where its middle is.
    pub at: (u32, u16),
    /// Whether it is done.
    pub when: When,
}

/// A way from one place to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// Its corners, from its beginning to its end.
    pub corners: &'static [(u32, u16)],
    /// Whether it has been gone.
    pub when: When,
}

impl Encoding {
    /// The picture at one of the steps that share it. `None` where the byte
    /// string that measures the others is in none of them, and where no picture has
    /// this name.
    #[must_use]
    pub fn at(name: &str, steps: &[&Step], present: usize) -> Option<Self> {
        let (_, layout) = LAYOUTS.iter().find(|(of, _)| *of == name)?;
        let (unit, width) = layout.unit;
        let (_, measure) = find(steps, unit)?;
        let scale = |length: usize| {
            let length = u32::try_from(length).unwrap_or(u32::MAX);
            let whole = u32::try_from(bytes(measure).map_or(1, <[u8]>::len)).unwrap_or(1);
            length.saturating_mul(width) / whole.max(1)
        };
        // What a run begins with is all of it.
        let opens = steps.get(present).is_some_and(|step| step.id == OPENING);
        let present = if opens { usize::MAX } else { present };
        let when = |symbol: &str| match find(steps, symbol) {
            Some((made, _)) if made < present => When::Before,
            Some((made, _)) if made == present => When::Now,
            _ => When::Later,
        };
        let strip = |&(symbol, left, top, aside): &StripPlace| {
            let (_, value) = find(steps, symbol)?;
            let (whole, when) = (bytes(value)?, when(symbol));
            let is_there = when != When::Later;
            Some(Strip {
                name: value.symbol.clone(),
                bytes: if is_there { whole.to_vec() } else { Vec::new() },
                length: whole.len(),
                parts: parts(steps, value).filter(|_| is_there).unwrap_or_default(),
                known_to: value.known_to,
                across: (left, scale(whole.len())),
                top,
                aside,
                is: layout
                    .words
                    .iter()
                    .find(|(of, _)| *of == symbol)
                    .map_or("", |(_, is)| is),
                when,
            })
        };
        Some(Self {
            height: layout.height,
            strips: layout.strips.iter().filter_map(strip).collect(),
            works: layout
                .works
                .iter()
                .map(|&(name, x, y, makes)| Work {
                    name,
                    at: (x, y),
                    when: when(makes),
                })
                .collect(),
            ways: layout
                .ways
                .iter()
                .map(|&(corners, makes)| Way {
                    corners,
                    when: when(makes),
                })
                .collect(),
            says: layout.says.into(),
        })
    }
}

impl Picture for Encoding {
    fn kind(&self) -> &'static str {
        "encoding"
    }

    fn says(&self) -> String {
        self.says.to_string()
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::encoding(self)
    }
}

/// The first step that shows a byte string of this name, and the value.
fn find<'a>(steps: &[&'a Step], symbol: &str) -> Option<(usize, &'a Value)> {
    steps.iter().enumerate().find_map(|(number, step)| {
        let value = step
            .mentioned()
            .find(|value| value.symbol == symbol && bytes(value).is_some())?;
        Some((number, value))
    })
}

/// The parts of a byte string, where a step puts it together or takes it
/// apart.
fn parts(steps: &[&Step], value: &Value) -> Option<Vec<Part>> {
    let equations = || steps.iter().flat_map(|step| &step.equations);
    let is_it = |other: &Value| other.symbol == value.symbol;
    let mut joined = equations().filter_map(|equation| match made(equation)? {
        (result, Operator::Concat, parts) if is_it(result) => {
            // Parts that are pieces of others say nothing by their names.
            let is_named =
                |part: &Expr| matches!(part, Expr::Value(_) | Expr::Apply(Operator::Repeat, _));
            Bar::of(result, parts).filter(|_| parts.iter().all(is_named))
        }
        _ => None,
    });
    if let Some(bar) = joined.next() {
        return Some(bar.parts);
    }
    let cut = equations().filter_map(|equation| match made(equation)? {
        (result, Operator::Slice, [Expr::Value(whole), from, to]) if is_it(whole) => {
            let bar = Bar::cut(result, &[whole.into(), from.clone(), to.clone()])?;
            bar.parts.into_iter().find(|part| part.lit)
        }
        _ => None,
    });
    Some(cut.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A narrow page: what is a thousandth of it, and how wide a letter of a
    /// name is at least, in hundredths of a pixel.
    const NARROW: [u32; 2] = [33, 850];

    #[test]
    fn no_wire_goes_through_a_name() {
        for (of, layout) in LAYOUTS {
            for (name, left, top, _) in layout.strips {
                let letters = u32::try_from(name.chars().count()).unwrap_or(u32::MAX);
                let right = left + letters * NARROW[1] / NARROW[0];
                let (above, below) = (top - 17, top - 6);
                let is_across = |x: u32| (*left..right).contains(&x);
                for (corners, _) in layout.ways {
                    for ends in corners.windows(2) {
                        let [(x1, y1), (x2, y2)] = [ends[0], ends[1]];
                        let falls = x1 == x2 && y1.min(y2) < below && y1.max(y2) > above;
                        assert!(!(falls && is_across(x1)), "{name} at {x1}");
                        let lies = y1 == y2 && (above..below).contains(&y1);
                        let spans = x1.min(x2) < right && x1.max(x2) > *left;
                        assert!(!(lies && spans), "{name} below {y1}");
                    }
                }
                for (work, x, y, _) in layout.works {
                    let half = match work.chars().count() {
                        1 => 11,
                        letters => 4 * u32::try_from(letters).unwrap_or(0) + 7,
                    };
                    let reach = half * 100 / NARROW[0];
                    let beside = x + reach <= *left || x.saturating_sub(reach) >= right;
                    let clear = y + 11 <= above || y - 11 >= below;
                    assert!(beside || clear, "{name} under {work}");
                }
            }
            // The box of a narrow page has 310 pixels, 24 of them at its edges.
            assert!(layout.height <= 286 || of == PSS_ENCODING);
        }
    }
}
