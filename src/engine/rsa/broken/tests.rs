#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    reason = "tests may fail loudly"
)]

use super::super::tests::{honest, rng};
use super::{collision, composite, square};
use crate::engine::number::prime::is_prime;
use crate::engine::trace::Recorder;
use num_bigint::BigInt;
use num_integer::Integer;
use rand::Rng;

#[test]
fn ninety_one_needs_the_right_partner() {
    let lost = |q: u32| composite(&91.into(), &q.into(), &17.into(), &mut ()).unwrap();
    // lcm(90, 58) is no multiple of 12 = 13 − 1.
    assert!(lost(59).lost > 0);
    // lcm(90, 52) is one of lcm(6, 12, 52), so everything comes back.
    assert_eq!(lost(53).lost, 0);
    // A Carmichael number: 561 − 1 is a multiple of 2, 10 and 16.
    let lucky = composite(&561.into(), &59.into(), &17.into(), &mut ()).unwrap();
    assert_eq!((lucky.lost, lucky.first), (0, None));
}

#[test]
fn consequences_are_told_truly() {
    let mut random = rng(80);
    let mut seen = [0; 3];
    for round in 0..400_u32 {
        let shift = 20 + round % 40;
        let mut number = || BigInt::from((random.next_u64() >> shift) | 1).max(3.into());
        let (p, q) = (number(), number());
        let e = BigInt::from([3_u32, 5, 7, 15, 17, 65537][round as usize % 6]);
        let mut recorder = Recorder::new(10);
        if let Ok(lost) = composite(&p, &q, &e, &mut recorder) {
            seen[0] += u32::from(lost.lost > 0);
            assert!(lost.lost == 0 || !is_prime(&p) || !is_prime(&q) || p == q);
        }
        honest_or_empty(recorder);
        let next = |from: &BigInt| {
            (0_u32..)
                .map(|step| from + step)
                .find(|one| one.bit(0) && is_prime(one))
                .unwrap()
        };
        let (p, q) = (next(&p), next(&(&q + 2)));
        let mut recorder = Recorder::new(10);
        let (root, d) = square(&p, &e, &mut recorder).unwrap();
        assert_eq!(root, p);
        if let Some(d) = d {
            let n = &p * &p;
            let m = BigInt::from(2);
            assert_eq!(m.modpow(&e, &n).modpow(&d, &n), m);
            seen[1] += 1;
        }
        honest_or_empty(recorder);
        if p == q {
            continue;
        }
        let mut recorder = Recorder::new(10);
        let both = collision(&p, &q, &e, &mut recorder);
        let shares = e.gcd(&(&p - 1_u8).lcm(&(&q - 1_u8))) > BigInt::from(1);
        assert_eq!(both.is_ok(), shares, "{p} {q} {e}");
        if let Ok(both) = both {
            let n = &p * &q;
            assert_ne!(both.one, both.other);
            assert_eq!(both.one.modpow(&e, &n), both.ciphertext);
            assert_eq!(both.other.modpow(&e, &n), both.ciphertext);
            seen[2] += 1;
        }
        honest_or_empty(recorder);
    }
    assert!(seen.iter().all(|times| *times > 30), "{seen:?}");
}

fn honest_or_empty(recorder: Recorder<'_>) {
    let trace = recorder.finish();
    if !trace.all().is_empty() {
        honest(&trace);
    }
}
