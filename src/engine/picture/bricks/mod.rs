//! Long numbers as bricks, as long as their bits: the factors of a product lie
//! end to end.

mod draw;

use super::combs::{Combs, Multiples};
use super::magnitude::{from_bit, short};
use super::statement::{
    Factor, Rows, both_ways, comparison, division, is_power, is_said_again, sum,
};
use crate::engine::ink::Ink;
use crate::engine::knowers::Knowers;
use crate::engine::text::Text;
use crate::engine::trace::{Picture, Step};
use num_bigint::BigInt;

/// What a step says of long numbers, each statement as rows of bricks on one
/// scale for all of them. The lengths of factors add up to that of their
/// product, so both sides of `c = k·p + r` are seen to be as long, and r to be
/// shorter than p.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bricks {
    /// The statements, each as its rows.
    pub groups: Vec<Vec<Row>>,
}

/// Bricks end to end: a number by itself, or a product by its factors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// How it stands to the row above.
    pub sign: &'static str,
    /// The factors.
    pub bricks: Vec<Brick>,
    /// How long that is below which it is known to stay, as a remainder stays
    /// below its modulus.
    pub below: Option<u32>,
}

/// A number by its length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brick {
    /// What it is called, as a formula; empty for one that is only a number.
    pub name: Text,
    /// The number, where it is short enough for a head.
    pub number: Option<Text>,
    /// How many bits it has.
    pub bits: u64,
    /// Its length, in thousandths of the longest row.
    pub width: u32,
    /// Who may know it.
    pub known_to: Knowers,
}

impl Bricks {
    /// The picture of a step that divides long numbers; `None` where it divides
    /// none, or also says what bricks do not show. What it says of powers is
    /// left to its formula: no length shows it.
    pub(super) fn of(step: &Step) -> Option<Self> {
        if let Some(multiples) = Multiples::of(&step.equations) {
            // Where combs have room for all teeth they say it.
            if Combs::of(step).is_some() {
                return None;
            }
            return Some(Self::to_scale(vec![both_ways(&multiples)?]));
        }
        let mut divides = false;
        let mut groups = Vec::new();
        for equation in &step.equations {
            if is_power(equation) || is_said_again(equation, &step.equations) {
                continue;
            }
            let division = division(equation).or_else(|| sum(equation));
            divides |= division.is_some();
            groups.push(division.or_else(|| comparison(equation))?);
        }
        divides.then(|| Self::to_scale(groups))
    }

    fn to_scale(groups: Vec<Rows>) -> Self {
        let length = |factors: &[Factor]| factors.iter().map(|one| length(&one.number)).sum();
        let rows = groups.iter().flatten();
        let longest = rows.map(|(_, factors, _)| length(factors)).max();
        let longest: u64 = longest.unwrap_or(1).max(1);
        let share = |length: u64| u32::try_from(length * 1000 / longest).unwrap_or(1000);
        let brick = |one: Factor| Brick {
            bits: one.number.bits(),
            width: share(self::length(&one.number)),
            number: short(&one.number),
            name: one.name,
            known_to: one.known_to,
        };
        let row = |(sign, factors, below): (_, Vec<Factor>, Option<BigInt>)| Row {
            sign,
            bricks: factors.into_iter().map(brick).collect(),
            below: below.map(|below| share(self::length(&below))),
        };
        let groups = groups.into_iter();
        Self {
            groups: groups
                .map(|rows| rows.into_iter().map(row).collect())
                .collect(),
        }
    }
}

impl Picture for Bricks {
    fn kind(&self) -> &'static str {
        "bricks"
    }

    fn says(&self) -> String {
        let groups = self.groups.iter().map(|rows| {
            let rows: Vec<String> = rows.iter().map(Row::says).collect();
            format!("{}.", rows.join(" "))
        });
        let groups: Vec<String> = groups.collect();
        format!(
            "Numbers by their lengths, factors end to end. {}",
            groups.join(" ")
        )
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::bricks(self)
    }
}

impl Row {
    fn says(&self) -> String {
        let bricks: Vec<String> = self.bricks.iter().map(Brick::says).collect();
        let bricks = bricks.join(" times ");
        match self.sign {
            "" => bricks,
            sign => format!("{sign} {bricks}"),
        }
    }
}

impl Brick {
    /// How long it is, or what number.
    #[must_use]
    pub fn size(&self) -> String {
        match (&self.number, self.bits) {
            (Some(number), _) => number.to_string(),
            (None, bits) => format!("{bits} bits"),
        }
    }

    fn says(&self) -> String {
        let size = self.size();
        match (&*self.name, &self.number) {
            ("", _) => size,
            (name, Some(_)) => format!("{name} = {size}"),
            (name, None) => format!("{name} of {size}"),
        }
    }
}

/// The length of a number in hundredths of a bit: its logarithm, so that those
/// of factors add up.
pub(super) fn length(number: &BigInt) -> u64 {
    let shift = number.bits().saturating_sub(16);
    // A logarithm between two bits is nearly a line.
    let top = from_bit(number, shift);
    let below = u64::from(u64::BITS - top.leading_zeros()).saturating_sub(1);
    let part = if below == 0 {
        0
    } else {
        ((top - (1 << below)) * 100) >> below
    };
    (shift + below) * 100 + part
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::super::statement::QUOTIENT;
    use super::*;
    use crate::engine::trace::{Equation, Expr, Value};
    use num_integer::Integer;

    fn long(bits: u64) -> BigInt {
        (BigInt::from(1) << bits) - 159
    }

    fn value(symbol: &'static str, number: impl Into<BigInt>) -> Value {
        Value::public(symbol, number)
    }

    /// The sign, the names and the widths of a row.
    fn told(row: &Row) -> (&str, Vec<(&str, u32)>) {
        let bricks = row.bricks.iter();
        (
            row.sign,
            bricks.map(|brick| (&*brick.name, brick.width)).collect(),
        )
    }

    #[test]
    fn a_division_has_its_quotient_beside_the_modulus() {
        let (c, p) = (long(2000), long(1000));
        let rest = &c % &p;
        let (c, p, r) = (value("c", c), Value::secret("p", p), value("r", rest));
        let step = Step::new("reduce", "").equation(Equation::equal(&r, Expr::remainder(&c, &p)));
        let bricks = Bricks::of(&step).unwrap();
        let [group] = bricks.groups.as_slice() else {
            panic!("one division")
        };
        assert_eq!(told(&group[0]), ("", vec![("c", 1000)]));
        assert_eq!(told(&group[1]), ("=", vec![(QUOTIENT, 500), ("p", 499)]));
        assert_eq!(group[2].sign, "+");
        assert_eq!(group[2].below, Some(499));
        // Who has the quotient and the remainder has the modulus.
        assert!(group[1].bricks[0].known_to.is_secret());
        assert_eq!(group[1].bricks[1].bits, 1000);
        assert!(
            bricks
                .says()
                .contains("= quotient of 1001 bits times p of 1000 bits")
        );
    }

    #[test]
    fn below_zero_the_remainder_goes_to_the_other_side() {
        let (a, p) = (long(900), long(1000));
        let rest = (-&a).mod_floor(&p);
        let from = Expr::difference(value("a", 0), value("c", a));
        let (p, r) = (value("p", p), value("r", rest));
        let step = Step::new("", "").equation(Equation::equal(&r, Expr::remainder(from, &p)));
        let bricks = Bricks::of(&step).unwrap();
        let group = &bricks.groups[0];
        assert_eq!(&*group[0].bricks[0].name, "c − a");
        assert_eq!([group[1].sign, group[2].sign], ["+", "="]);
        // Once p.
        assert_eq!(group[2].bricks[0].size(), "1");
    }

    #[test]
    fn what_is_said_twice_is_drawn_once_and_what_is_no_length_not_at_all() {
        let (e, λ) = (value("e", 3), value("λ", (BigInt::from(1) << 500) - 1));
        // 3 divides it: nothing is an inverse, but 2 · 2^499 is one.
        let (two, d) = (value("e", 2), value("d", BigInt::from(1) << 499));
        let inverse = Equation::equal(&d, Expr::inverse(&two, &λ));
        let product = Equation::congruent(Expr::product(&two, &d), 1, &λ);
        let step = Step::new("d", "").equation(inverse).equation(product);
        let bricks = Bricks::of(&step).unwrap();
        assert_eq!(bricks.groups.len(), 1);
        assert_eq!(bricks.groups[0].len(), 3);
        assert_eq!(bricks.groups[0][2].bricks[0].size(), "1");
        let power = Equation::equal(Expr::power_mod(&e, &d, &λ), 1);
        let only = Step::new("", "").equation(power.clone());
        assert_eq!(Bricks::of(&only), None);
        let with_power = step.clone().equation(power);
        assert_eq!(Bricks::of(&with_power), Bricks::of(&step));
        let gcd = Equation::equal(Expr::gcd(&two, &λ), 1);
        assert_eq!(Bricks::of(&step.equation(gcd)), None);
    }

    #[test]
    fn an_inverse_with_too_many_hops_is_told_by_lengths() {
        let (e, d) = (value("e", 17), value("d", 2753));
        let of = |λ: i64| {
            let λ = value("λ", λ);
            let equation = Equation::congruent(Expr::product(&e, &d), 1, &λ);
            Bricks::of(&Step::new("d", "").equation(equation))
        };
        assert_eq!(of(780).unwrap().groups[0][1].bricks[0].size(), "60");
        assert_eq!(of(60), None);
    }

    #[test]
    fn a_rest_lies_under_what_it_stays_below() {
        let (q, h, rest) = (long(1000), long(900), long(950));
        let whole = &q * &h + &rest;
        let product = Expr::product(value("q", q), value("h", h));
        let sum = Equation::equal(value("m", whole), Expr::sum(value("r", rest), product));
        let bricks = Bricks::of(&Step::new("", "").equation(sum)).unwrap();
        let [_, product, rest] = bricks.groups[0].as_slice() else {
            panic!("three rows")
        };
        let names = product.bricks.iter().map(|brick| &*brick.name);
        assert!(names.eq(["h", "q"]));
        assert_eq!(rest.below, Some(product.bricks[1].width));
    }

    #[test]
    fn what_is_below_the_modulus_is_its_own_remainder() {
        let (m, p) = (Value::secret("m", 42), value("p", long(1000)));
        let rest = value("r", 42);
        let step = Step::new("", "").equation(Equation::congruent(&m, &rest, &p));
        let bricks = Bricks::of(&step).unwrap();
        let signs = bricks.groups[0].iter().map(|row| row.sign);
        assert!(signs.eq(["", ">", "="]));
        assert!(bricks.says().contains("p of 1000 bits > m = 42 = r = 42"));
    }

    #[test]
    fn short_numbers_keep_their_rings() {
        let (c, p, r) = (value("c", 64), value("p", 55), value("r", 9));
        let step = Step::new("", "").equation(Equation::equal(&r, Expr::remainder(&c, &p)));
        assert_eq!(Bricks::of(&step), None);
        // A wrong remainder is not drawn as a right one.
        let (c, p) = (value("c", long(2000)), value("p", long(1000)));
        let step = Step::new("", "").equation(Equation::equal(&r, Expr::remainder(&c, &p)));
        assert_eq!(Bricks::of(&step), None);
    }

    #[test]
    fn a_product_is_as_long_both_ways() {
        let (p, q): (BigInt, BigInt) = (long(300) + 160, long(310) + 160);
        let before = |symbol: &'static str, prime: &BigInt| {
            Expr::difference(Value::secret(symbol, prime + 1), 1)
        };
        let (a, b) = (before("p", &p), before("q", &q));
        let least = value("λ", p.lcm(&q));
        let step = Step::new("lambda", "")
            .equation(Equation::equal(&least, Expr::lcm(a.clone(), b.clone())))
            .equation(Equation::equal(
                value("φ", &p * &q),
                Expr::product(a.clone(), b.clone()),
            ))
            .equation(Equation::equal(value("g", p.gcd(&q)), Expr::gcd(a, b)));
        let bricks = Bricks::of(&step).unwrap();
        let widths = bricks.groups[0].iter().map(|row| {
            let widths = row.bricks.iter().map(|brick| brick.width);
            widths.sum::<u32>()
        });
        assert!(widths.into_iter().all(|width| width >= 997));
    }

    #[test]
    fn lengths_are_logarithms() {
        assert_eq!(length(&BigInt::from(1)), 0);
        assert_eq!(length(&BigInt::from(4)), 200);
        assert_eq!(length(&BigInt::from(6)), 250);
        assert_eq!(length(&(BigInt::from(1) << 2047)), 204_700);
    }
}
