//! Single products against num-bigint, millions of them, with factors up to
//! four times the multiple of the modulus that they are reduced by.

use super::*;
use crate::exact::Whole;
use crate::fused::Halves;
use crate::judge::{dice, minus, number, words as words_of};
use dice::Dice;
use num_bigint::BigUint;

/// What one of the three products was given and gave, in one lane.
struct Case<'a> {
    m: &'a BigUint,
    a: &'a BigUint,
    b: &'a BigUint,
    twice: bool,
    more: BigUint,
    found: &'a BigUint,
}

impl Case<'_> {
    /// Montgomery's product is (a·b + q·m) / R for one q from 0 to R − 1,
    /// which leaves one number: no other passes.
    fn is_right(&self, shift: usize) -> bool {
        let Some(mut product) = minus(self.found, &self.more) else {
            return false;
        };
        if self.twice {
            if product.bit(0) {
                return false;
            }
            product >>= 1_u32;
        }
        let Some(q_m) = minus(&(product << shift), &(self.a * self.b)) else {
            return false;
        };
        let right = q_m < self.m << shift && q_m % self.m == BigUint::ZERO;
        right && *self.found < self.m * 4_u32
    }
}

/// A number in both lanes, and as the judge has it.
struct Value<const N: usize> {
    limbs: Number<N>,
    integers: [BigUint; 2],
}

impl<const N: usize> Value<N> {
    fn of<S: Sums, const V: usize>(integers: [BigUint; 2]) -> Self {
        let words = integers.each_ref().map(words_of::<V>);
        Self {
            limbs: both::<S, _, _>(|lane| words[lane]),
            integers,
        }
    }

    fn read<S: Sums, const V: usize>(limbs: Number<N>) -> Self {
        Self {
            limbs,
            integers: [0, 1].map(|lane| number(&join::<S, V>(&read::<S, N>(&limbs, lane)))),
        }
    }
}

/// Products, squares and products with something added, each also fed with
/// the results of others. V words hold all limbs.
fn judge_products<S: Sums, const W: usize, const V: usize, const N: usize>(seed: u64) {
    let mut dice = Dice::new(seed);
    let mut judged = 0;
    while judged < dice::products() {
        let mut pair = Pair::<W>::new();
        pair.modulus = [dice.modulus(), dice.modulus()];
        let modulus = Modulus::<S, N>::of(&pair);
        let n = pair.modulus.each_ref().map(number);
        let m = Value::<N>::read::<S, V>(modulus.m).integers;
        for (m, n) in m.iter().zip(&n) {
            assert!(
                m % n == BigUint::ZERO && (m + 1_u32).trailing_zeros() >= Some(u64::from(S::BITS))
            );
        }
        // All of these are below 4m.
        let mut known = vec![Value::of::<S, V>([BigUint::ZERO, BigUint::ZERO])];
        for _ in 0..16 {
            for _ in 0..2 {
                if dice.coin() {
                    let integers = m.each_ref().map(|m| dice.below::<V>(m, 4));
                    known.push(Value::of::<S, V>(integers));
                }
            }
            let [a, mut b] =
                [(), ()].map(|()| &known[known.len() - 1 - dice.index(known.len().min(4))]);
            let mut twice = [false; 2];
            let mut more = [BigUint::ZERO, BigUint::ZERO];
            let mut out = [Lanes::ZERO; N];
            match dice.index(3) {
                0 => {
                    b = a;
                    twice = [dice.coin(), dice.coin()];
                    let double = Lanes::new(twice.map(|twice| -i64::from(twice)));
                    square(&a.limbs, &modulus, double, &mut out);
                }
                1 => {
                    more = n.each_ref().map(|n| dice.below::<W>(n, 1));
                    let words = more.each_ref().map(words_of::<W>);
                    let limbs = integers::<S, _, _>(|lane| words[lane]);
                    product_and(&a.limbs, &b.limbs, &modulus, &limbs, &mut out);
                }
                _ => product(&a.limbs, &b.limbs, &modulus, &mut out),
            }
            let found = Value::read::<S, V>(out);
            for lane in 0..2 {
                let case = Case {
                    m: &m[lane],
                    a: &a.integers[lane],
                    b: &b.integers[lane],
                    twice: twice[lane],
                    more: std::mem::take(&mut more[lane]),
                    found: &found.integers[lane],
                };
                assert!(
                    case.is_right(S::BITS as usize * N),
                    "case {judged}, lane {lane}, m = {:x}, a = {:x}, b = {:x}, twice: {}, and {:x}, found {:x}",
                    case.m,
                    case.a,
                    case.b,
                    case.twice,
                    case.more,
                    case.found
                );
                judged += 1;
            }
            known.push(found);
        }
    }
}

#[test]
fn fused_products_of_1024_bits() {
    judge_products::<Halves, 16, 18, 22>(1024);
}

#[test]
fn fused_products_of_1536_bits() {
    judge_products::<Halves, 24, 26, 32>(1536);
}

#[test]
fn fused_products_of_2048_bits() {
    judge_products::<Halves, 32, 34, 42>(2048);
}

#[test]
fn exact_products_of_1024_bits() {
    judge_products::<Whole, 16, 17, 48>(1025);
}

#[test]
fn exact_products_of_1536_bits() {
    judge_products::<Whole, 24, 25, 72>(1537);
}

#[test]
fn exact_products_of_2048_bits() {
    judge_products::<Whole, 32, 33, 96>(2049);
}
