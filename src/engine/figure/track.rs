//! A power along the bits of its exponent.

use super::name;
use crate::engine::knowers::Knowers;
use crate::engine::text::Text;
use crate::engine::trace::{Children, Data, Expr, Value};
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
            let shift = n.bits().saturating_sub(32);
            let place = from_bit(x, shift) * 1000 / from_bit(n, shift).max(1);
            Some(Stop {
                bit: bit as usize,
                place: u32::try_from(place.min(1000)).unwrap_or(1000),
                number: (n.bits() <= SHORT).then(|| from_bit(x, 0).to_string().into()),
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

/// The number without its lowest bits, where at most 64 are left: the page has
/// no arithmetic of long numbers, and needs none to draw.
fn from_bit(number: &BigInt, shift: u64) -> u64 {
    let (digits, bits) = (
        usize::try_from(shift / 32).unwrap_or(usize::MAX),
        shift % 32,
    );
    let mut all = number.iter_u32_digits().skip(digits);
    let mut next = || u128::from(all.next().unwrap_or(0));
    let top = next() | next() << 32 | next() << 64;
    u64::try_from(top >> bits & u128::from(u64::MAX)).unwrap_or(u64::MAX)
}

fn integer(value: &Value) -> Option<&BigInt> {
    match &value.data {
        Data::Integer(integer) => Some(integer),
        _ => None,
    }
}
