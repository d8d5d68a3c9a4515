//! A product as a rectangle: its sides are the factors.

mod draw;

use super::made;
use super::magnitude::{integer, share, short};
use super::ring::Mark;
use crate::engine::ink::Ink;
use crate::engine::trace::{Equation, Expr, Operator, Picture, Value};
use num_bigint::{BigInt, Sign};

/// A rectangle as wide and as high as two numbers, whose area is their product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// The width, the height and the area: a place is the share of the larger
    /// side, and for the area its length in bits as a share of itself.
    pub marks: [Mark; 3],
    /// How many bits each has.
    pub bits: [u64; 3],
    /// Both sides, where they are short enough to draw each unit.
    pub units: Option<[u32; 2]>,
}

/// Up to so many units along a side are drawn as squares.
const UNITS: u64 = 128;

/// A side has at least this share of the other, in thousandths; less is a line.
const FLAT: u32 = 60;

impl Area {
    /// The picture of `n = p·q`; `None` where one side is a line beside the
    /// other.
    pub(super) fn of(equations: &[Equation]) -> Option<Self> {
        let [equation] = equations else { return None };
        let (area, Operator::Product, [Expr::Value(one), Expr::Value(other)]) = made(equation)?
        else {
            return None;
        };
        let numbers = [integer(one)?, integer(other)?, integer(area)?];
        if numbers.iter().any(|number| number.sign() != Sign::Plus) {
            return None;
        }
        let [a, b, n] = numbers;
        let mut sides = [(one, a), (other, b)];
        // The page is wider than high.
        sides.sort_by(|(_, a), (_, b)| b.magnitude().cmp(a.magnitude()));
        let [(wide, a), (high, b)] = sides;
        let unit = |number: &BigInt| u32::try_from(number).ok();
        let short_sides = a.bits() <= 32 && u64::from(unit(a)?) <= UNITS;
        let area = Self {
            marks: [mark(wide, a, a), mark(high, b, a), mark(area, n, n)],
            bits: [a.bits(), b.bits(), n.bits()],
            units: if short_sides {
                Some([unit(a)?, unit(b)?])
            } else {
                None
            },
        };
        (area.marks[1].place >= FLAT).then_some(area)
    }
}

impl Picture for Area {
    fn kind(&self) -> &'static str {
        "area"
    }

    fn says(&self) -> String {
        let [wide, high, area] = &self.marks;
        let [a, b, n] = self.bits;
        format!(
            "A rectangle {} wide and {} high; its area is {}. In bits: {a} and {b} make {n}.",
            wide.name, high.name, area.name
        )
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::area(self)
    }
}

fn mark(value: &Value, number: &BigInt, whole: &BigInt) -> Mark {
    Mark {
        name: value.symbol.clone(),
        number: short(number),
        place: share(number, whole),
        known_to: value.known_to,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product(p: i64, q: i64) -> Option<Area> {
        let value = |symbol: &'static str, number: i64| Value::public(symbol, number);
        let right = Expr::product(value("p", p), value("q", q));
        Area::of(&[Equation::equal(value("n", p * q), right)])
    }

    #[test]
    fn the_longer_side_is_the_width() {
        let area = product(53, 61).unwrap();
        assert_eq!(area.units, Some([61, 53]));
        assert_eq!(area.marks[0].name, "q");
        assert_eq!(area.marks[1].place, 53 * 1000 / 61);
        assert_eq!(area.bits, [6, 6, 12]);
        assert_eq!(product(60_013, 50_021).unwrap().units, None);
    }

    #[test]
    fn a_line_is_no_area() {
        assert_eq!(product(1_000_003, 17), None);
        assert_eq!(product(-3, 5), None);
    }
}
