//! Euclid's algorithm as squares that are cut from a rectangle.

mod draw;

use super::magnitude::{from_bit, integer, short};
use crate::engine::ink::Ink;
use crate::engine::text::Text;
use crate::engine::trace::{Equation, Expr, Operator, Picture, Relation, Step, Value};

/// A rectangle of a by b, from which the largest square is cut again and
/// again. Each row of the table cuts as many as its quotient says; the side of
/// the last squares is the greatest common divisor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Squares {
    /// The two numbers, the larger one first.
    pub of: [Value; 2],
    /// Their greatest common divisor.
    pub gcd: Value,
    /// The sides of the rectangle, the longer one first, in units of the
    /// picture.
    pub sides: [u64; 2],
    /// The squares, from the largest on, as far as the eye tells them apart.
    pub cuts: Vec<Cut>,
    /// What each row leaves of the rectangle.
    pub rests: Vec<Rest>,
    /// How many rows the table has.
    pub rows: u32,
    /// The numbers, where they are short enough for a head.
    pub numbers: Option<[Text; 2]>,
}

/// A square that is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Its left edge and its top.
    pub at: [u64; 2],
    /// Its side.
    pub side: u64,
    /// The row of the table that cuts it, from 0.
    pub row: u32,
}

/// What is left of the rectangle: as high or as wide as the remainder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rest {
    /// Its left edge and its top.
    pub at: [u64; 2],
    /// Its width and its height.
    pub size: [u64; 2],
    /// The row of the table that leaves it, from 0.
    pub row: u32,
}

/// Long numbers are drawn by so many of their leading bits.
const BITS: u64 = 40;

/// A rectangle flatter than this shows no squares.
const FLAT: u64 = 40;

/// So many squares are drawn at most.
const MOST: usize = 64;

impl Squares {
    /// The picture of `g = gcd(a, b)` with the rows of extended Euclid;
    /// `None` where a number is missing or 0.
    pub(super) fn of(step: &Step) -> Option<Self> {
        let (gcd, a, b) = step.equations.iter().find_map(divisor)?;
        let shift = integer(a)?.bits().max(integer(b)?.bits());
        let shift = shift.saturating_sub(BITS);
        let side = |value| Some(from_bit(integer(value)?, shift));
        // Where b is the larger one, the first row only exchanges the two.
        let (of, first) = match (side(a)?, side(b)?) {
            (left, right) if left < right => ([b, a], 1),
            _ => ([a, b], 0),
        };
        let sides = [side(of[0])?, side(of[1])?];
        let [width, height] = sides;
        if width < height || height.saturating_mul(FLAT) < width || step.inside.total == 0 {
            return None;
        }
        let (cuts, rests) = cut(sides, first, shift > 0);
        Some(Self {
            of: of.map(Clone::clone),
            gcd: gcd.clone(),
            sides,
            cuts,
            rests,
            rows: step.inside.total,
            numbers: short(integer(of[0])?)
                .zip(short(integer(of[1])?))
                .map(|(a, b)| [a, b]),
        })
    }
}

impl Picture for Squares {
    fn kind(&self) -> &'static str {
        "squares"
    }

    fn says(&self) -> String {
        let [a, b] = &self.of;
        format!(
            "A rectangle of {} by {}, from which the largest square is cut, again and again: {} rows of the table. The side of the smallest squares is the greatest common divisor, {}.",
            a.symbol, b.symbol, self.rows, self.gcd.symbol
        )
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::squares(self)
    }
}

/// The squares in a rectangle that is wider than high, as far as they are seen,
/// and what each row of them leaves.
fn cut([width, height]: [u64; 2], first: u32, is_rounded: bool) -> (Vec<Cut>, Vec<Rest>) {
    let (mut x, mut y) = (0, 0);
    let (mut wide, mut high) = (width, height);
    let (mut cuts, mut rests) = (Vec::new(), Vec::new());
    let mut row = first;
    while wide > 0 && high > 0 {
        let side = wide.min(high);
        // What a pixel does not show, and what rounding may have changed.
        if side.saturating_mul(200) < height || is_rounded && side < 1 << (BITS / 2) {
            break;
        }
        let across = wide >= high;
        while (if across { wide } else { high }) >= side {
            if cuts.len() == MOST {
                return (cuts, rests);
            }
            let at = [x, y];
            cuts.push(Cut { at, side, row });
            let (along, left) = if across {
                (&mut x, &mut wide)
            } else {
                (&mut y, &mut high)
            };
            *along += side;
            *left -= side;
        }
        if wide > 0 && high > 0 {
            rests.push(Rest {
                at: [x, y],
                size: [wide, high],
                row,
            });
        }
        row += 1;
    }
    (cuts, rests)
}

/// The parts of `g = gcd(a, b)`.
fn divisor(equation: &Equation) -> Option<(&Value, &Value, &Value)> {
    let (Expr::Value(gcd), Relation::Equal, Expr::Apply(Operator::Gcd, both)) =
        (&equation.left, &equation.relation, &equation.right)
    else {
        return None;
    };
    match both.as_slice() {
        [Expr::Value(a), Expr::Value(b)] => Some((gcd, a, b)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squares_fill_the_rectangle_to_its_divisor() {
        for (a, b, gcd, quotients) in [
            (20_u64, 3_u64, 1_u64, &[6_u32, 1, 2][..]),
            (60, 24, 12, &[2, 2]),
            (55, 34, 1, &[1, 1, 1, 1, 1, 1, 1, 2]),
        ] {
            let (cuts, rests) = cut([a, b], 0, false);
            let area: u64 = cuts.iter().map(|cut| cut.side * cut.side).sum();
            assert_eq!(area, a * b, "{a} by {b}");
            assert_eq!(cuts.last().unwrap().side, gcd);
            // Each row but the last leaves as much as those after it cut.
            assert_eq!(rests.len(), quotients.len() - 1);
            for rest in rests {
                let after = cuts.iter().filter(|cut| cut.row > rest.row);
                let after: u64 = after.map(|cut| cut.side * cut.side).sum();
                assert_eq!(rest.size[0] * rest.size[1], after, "{a} by {b}");
            }
            for (row, quotient) in (0..).zip(quotients) {
                let of_row = cuts.iter().filter(|cut| cut.row == row).count();
                assert_eq!(of_row, *quotient as usize, "row {row} of {a} by {b}");
            }
        }
    }

    #[test]
    fn a_long_strip_ends_where_the_eye_does() {
        assert_eq!(cut([1 << 39, 17], 0, true), (vec![], vec![]));
        assert_eq!(cut([1 << 39, 17], 0, false).0.len(), MOST);
    }
}
