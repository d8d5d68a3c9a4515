//! A power along the bits of its exponent.

use super::magnitude::{integer, share, short};
use super::name;
use crate::engine::knowers::Knowers;
use crate::engine::text::Text;
use crate::engine::trace::{Children, Expr, Value};
use num_bigint::{BigInt, Sign};

/// A power by square-and-multiply (Knuth, volume 2, §4.6.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track {
    /// What the exponent is called.
    pub exponent: Text,
    /// What the modulus is called.
    pub modulus: Text,
    /// What the base is called.
    pub base: Text,
    /// What the result is called.
    pub result: Text,
    /// The bits of the exponent, the highest first: each squares, and a 1 also
    /// multiplies by the base.
    pub bits: Vec<bool>,
    /// Who may know the exponent.
    pub known_to: Knowers,
    /// Where the number stood after each bit, as far as the rows are here.
    pub stops: Vec<Stop>,
}

/// The number after one bit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// After which bit, from 0 for the highest.
    pub bit: usize,
    /// Its place between 0 and the modulus, in thousandths, to within one.
    pub place: u32,
    /// The number, where it is short enough for a head.
    pub number: Option<Text>,
}

/// Numbers of at most so many bits are written beside the picture.
const SHORT: u64 = 20;

impl Track {
    /// The picture of `result = base^exponent mod modulus`, whose rows are the
    /// inner steps; `None` where a number is missing or the exponent is 0.
    pub(super) fn of(result: &Value, arguments: &[Expr], rows: &Children) -> Option<Self> {
        let [base, Expr::Value(exponent), Expr::Value(modulus)] = arguments else {
            return None;
        };
        let (e, n) = (integer(exponent)?, integer(modulus)?);
        if e.sign() != Sign::Plus || n.sign() != Sign::Plus {
            return None;
        }
        let bits = bits(e);
        let stop = |(bit, row): (u32, &std::rc::Rc<crate::engine::trace::Step>)| {
            let x = integer(row.values.last()?)?;
            Some(Stop {
                bit: bit as usize,
                place: share(x, n),
                number: short(x).filter(|_| n.bits() <= SHORT),
            })
        };
        Some(Self {
            exponent: exponent.symbol.clone(),
            modulus: modulus.symbol.clone(),
            base: name(base),
            result: result.symbol.clone(),
            bits,
            known_to: exponent.known_to,
            stops: (rows.first..).zip(&rows.kept).filter_map(stop).collect(),
        })
    }

    /// How often it multiplies: at each 1 but the first.
    #[must_use]
    pub fn multiplications(&self) -> usize {
        self.bits.iter().skip(1).filter(|bit| **bit).count()
    }

    /// What it shows, in words.
    pub(super) fn says(&self) -> String {
        format!(
            "The {} bits of {} from the left. Each after the first squares; {} of them are 1 and multiply by {}, too. Dots are where the number stood between 0 and {}.",
            self.bits.len(),
            self.exponent,
            self.multiplications(),
            self.base,
            self.modulus
        )
    }
}

/// The bits of a number, the highest first.
fn bits(number: &BigInt) -> Vec<bool> {
    let digits: Vec<u32> = number.iter_u32_digits().collect();
    let all = digits.iter().rev();
    let bits = all.flat_map(|digit| (0..32).rev().map(move |bit| digit >> bit & 1 == 1));
    bits.skip_while(|bit| !bit).collect()
}
