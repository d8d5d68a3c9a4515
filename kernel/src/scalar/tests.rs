//! Single products against num-bigint, millions of them.

use super::*;
use crate::judge::{dice, number, words as words_of};
use dice::Dice;
use num_bigint::BigUint;

/// Products and squares, each also fed with the results of others.
fn judge_products<const W: usize>(seed: u64) {
    let mut dice = Dice::new(seed);
    let mut judged = 0;
    while judged < dice::products() {
        let words: [u64; W] = dice.modulus();
        let modulus = Modulus::of(&words);
        let n = number(&words);
        let n_squared = &n * &n;
        // All of these are below n.
        let mut known = vec![BigUint::ZERO];
        for _ in 0..16 {
            let [a, b] = [(), ()].map(|()| match dice.coin() {
                true => dice.below::<W>(&n, 1),
                false => known[dice.index(known.len())].clone(),
            });
            let is_square = dice.coin();
            let b = if is_square { a.clone() } else { b };
            let mut out = [0; W];
            if is_square {
                square(&words_of(&a), &modulus, &mut out);
            } else {
                product(&words_of(&a), &words_of(&b), &modulus, &mut out);
            }
            let out = number(&out);
            // a · b · 2⁻⁶⁴ᵂ: the difference is a multiple of n.
            let difference = (&out << (64 * W)) + &n_squared - &a * &b;
            assert!(
                out < n && difference % &n == BigUint::ZERO,
                "case {judged}, n = {n:x}, a = {a:x}, b = {b:x}, square: {is_square}, found {out:x}"
            );
            known.push(out);
            judged += 1;
        }
    }
}

#[test]
fn products_of_1024_bits() {
    judge_products::<16>(1024);
}

#[test]
fn products_of_1536_bits() {
    judge_products::<24>(1536);
}

#[test]
fn products_of_2048_bits() {
    judge_products::<32>(2048);
}
