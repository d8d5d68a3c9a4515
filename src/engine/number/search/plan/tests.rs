//! Numbers that pass for primes with others: what is said of each is
//! computed, and none passes here.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests may fail loudly"
)]

use super::*;
use crate::engine::number::prime::{factor, is_prime};
use crate::engine::small_primes::SMALL_PRIMES;
use crypto_bigint::{BoxedUint, Odd};
use crypto_primes::hazmat::{LucasCheck, SelfridgeBase, lucas_test};
use serde_json::Value;

/// All the tests of a search but the sieve, on any odd number from 5.
fn passes_the_search(n: &BigInt) -> bool {
    let bits = u32::try_from(n.bits()).unwrap();
    let plan = Plan::draw(bits, 65_537, &mut ChaCha20Rng::seed_from_u64(1));
    let test = MillerRabin::new(n).unwrap();
    let [first, _] = Powers::default().both([test.power(None), test.power(None)]);
    let tested = BaseTwoResult {
        position: Position {
            segment: 0,
            index: 0,
        },
        first: first.to_bytes_le().1,
        probable: !test.round(BigInt::from(2), first).composite,
    };
    plan.examine(n, &tested, None, &mut Powers::default())
        .unwrap()
        .is_prime()
}

/// Whether a round of Miller–Rabin with this base finds nothing.
fn fools(n: &BigInt, base: u32) -> bool {
    let rounds = MillerRabin::new(n)
        .unwrap()
        .rounds(&[BigInt::from(base)], &mut Powers::default());
    !rounds[0].composite
}

/// How many of the first primes find nothing.
fn fooled(n: &BigInt, count: usize) -> usize {
    let bases = SMALL_PRIMES.iter().take(count);
    bases.filter(|base| fools(n, **base)).count()
}

fn is_refused(n: &BigInt) -> bool {
    !is_prime(n) && !passes_the_search(n)
}

/// Whether the Lucas test refuses it alone, by the kernel as by the crate.
fn lucas_refuses(n: &BigInt) -> bool {
    let [here, there] = [lucas::passes(n, &mut Powers::default()), lucas::by_crate(n)];
    assert_eq!(here, there, "{n}");
    !here
}

/// The Lucas tests that ours is not, with Selfridge's parameters.
fn passes_with_selfridge(n: u32, check: LucasCheck) -> bool {
    let n = Odd::new(BoxedUint::from(n)).unwrap();
    lucas_test(n, SelfridgeBase, check).is_probably_prime()
}

#[test]
fn vectors_of_wycheproof() {
    const VECTORS: &str = include_str!("../../../../../tests/vectors/primality/wycheproof.json");
    let vectors: Value = serde_json::from_str(VECTORS).unwrap();
    let (mut primes, mut others, mut strong, mut by_kernel) = (0, 0, 0, 0);
    for case in vectors["testGroups"][0]["tests"].as_array().unwrap() {
        let hex = case["value"].as_str().unwrap();
        let bytes: Vec<u8> = (0..hex.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
            .collect();
        let n = BigInt::from_signed_bytes_be(&bytes);
        by_kernel += usize::from([1024, 1536, 2048].contains(&n.bits()));
        let is_searchable = n >= BigInt::from(5) && n.bit(0);
        let expected = match case["result"].as_str().unwrap() {
            "valid" => true,
            // A prime's negative is acceptable to others.
            "invalid" | "acceptable" => false,
            other => panic!("{other}"),
        };
        assert_eq!(is_prime(&n), expected, "{case}");
        if is_searchable {
            assert_eq!(passes_the_search(&n), expected, "{case}");
            if expected || fools(&n, 2) {
                // What base 2 does not see, Lucas does.
                assert_eq!(lucas_refuses(&n), !expected, "{case}");
                strong += usize::from(!expected);
            }
        }
        if expected {
            primes += 1;
        } else {
            others += 1;
        }
    }
    assert_eq!((primes, others), (66, 251));
    assert_eq!((strong, by_kernel), (79, 16));
}

/// Carmichael numbers (OEIS A002997).
const CARMICHAEL: &[u32] = &[
    561, 1105, 1729, 2465, 2821, 6601, 8911, 10585, 15841, 29341, 41041, 46657, 52633, 62745,
    63973, 75361,
];
/// Strong pseudoprimes to base 2 (OEIS A001262).
const STRONG: &[u32] = &[
    2047, 3277, 4033, 4681, 8321, 15841, 29341, 42799, 49141, 52633, 65281, 74665, 80581, 85489,
    88357, 90751,
];
/// Lucas pseudoprimes (OEIS A217120).
const LUCAS: &[u32] = &[
    323, 377, 1159, 1829, 3827, 5459, 5777, 9071, 9179, 10877, 11419, 11663, 13919, 14839, 16109,
    16211, 18407, 18971, 19043, 22499, 23407, 24569, 25199, 25877, 26069, 27323, 32759, 34943,
    35207, 39059, 39203, 39689, 40309, 44099, 46979, 47879,
];
/// Strong Lucas pseudoprimes (OEIS A217255).
const STRONG_LUCAS: &[u32] = &[
    5459, 5777, 10877, 16109, 18971, 22499, 24569, 25199, 40309, 58519, 75077, 97439,
];
/// Extra strong Lucas pseudoprimes (OEIS A217719): the test of the search.
const EXTRA_STRONG_LUCAS: &[u32] = &[
    989, 3239, 5777, 10877, 27971, 29681, 30739, 31631, 39059, 72389, 73919, 75077,
];

/// By Korselt's criterion, for an odd composite.
fn is_carmichael(n: u32) -> bool {
    let mut rest = n;
    for p in SMALL_PRIMES {
        if rest.is_multiple_of(p) {
            rest /= p;
            if rest.is_multiple_of(p) || !(n - 1).is_multiple_of(p - 1) {
                return false;
            }
        }
    }
    rest == 1 || (n - 1).is_multiple_of(rest - 1)
}

/// A published list, and the test that its numbers pass.
type List = (&'static [u32], fn(u32) -> bool);

#[test]
fn each_test_alone_lets_through_what_is_published_and_all_together_nothing() {
    let lists: [List; 5] = [
        (CARMICHAEL, is_carmichael),
        (STRONG, |n| fools(&n.into(), 2)),
        (LUCAS, |n| passes_with_selfridge(n, LucasCheck::Regular)),
        (STRONG_LUCAS, |n| {
            passes_with_selfridge(n, LucasCheck::Strong)
        }),
        (EXTRA_STRONG_LUCAS, |n| {
            lucas::passes(&n.into(), &mut Powers::default())
        }),
    ];
    for (list, passes) in lists {
        let found: Vec<u32> = (9..=list[list.len() - 1])
            .step_by(2)
            .filter(|n| (3..*n).take_while(|d| d * d <= *n).any(|d| n % d == 0))
            .filter(|n| passes(*n))
            .collect();
        assert_eq!(found, list);
        for n in found {
            assert!(is_refused(&n.into()), "{n}");
        }
    }
    for n in STRONG {
        assert!(lucas_refuses(&(*n).into()), "{n}");
    }
}

/// The least composites that fool the first so many primes at once
/// (OEIS A014233), with a factor of those that are longer than 64 bits.
const LEAST: &[(usize, &str, &str)] = &[
    (1, "2047", ""),
    (2, "1373653", ""),
    (3, "25326001", ""),
    (4, "3215031751", ""),
    (5, "2152302898747", ""),
    (6, "3474749660383", ""),
    (8, "341550071728321", ""),
    (11, "3825123056546413051", ""),
    (12, "318665857834031151167461", "399165290221"),
    (13, "3317044064679887385961981", "1287836182261"),
];

#[test]
fn composites_that_fool_the_first_primes() {
    for (count, n, divisor) in LEAST {
        let n: BigInt = n.parse().unwrap();
        let divisor = divisor.parse().ok().or_else(|| factor(&n)).unwrap();
        assert!(divisor > BigInt::one() && divisor < n && n.is_multiple_of(&divisor));
        assert_eq!(fooled(&n, *count), *count, "{n}");
        assert!(is_refused(&n) && lucas_refuses(&n), "{n}");
    }
}

/// Arnault's composite of 397 digits, which fools each prime below 307
/// (Constructing Carmichael numbers which are strong pseudoprimes to several
/// bases, J. Symbolic Computation 20, 1995).
#[test]
fn a_composite_that_fools_every_prime_below_307() {
    let p: BigInt = "29674495668685510550154174642905332730771991799853043350995075531276838753171770199594238596428121188033664754218345562493168782883"
        .parse()
        .unwrap();
    let less: BigInt = &p - 1_u32;
    let n = &p * (313_u32 * &less + 1_u32) * (353_u32 * &less + 1_u32);
    assert_eq!(n.to_string().len(), 397);
    let below = SMALL_PRIMES.iter().take_while(|prime| **prime < 307);
    assert_eq!(fooled(&n, below.count()), 62);
    assert!(is_refused(&n) && lucas_refuses(&n));
}

/// `factor · 2^exponent + offset`, by which a long number is told shortly.
fn long(factor: u32, exponent: u64, offset: u32) -> BigInt {
    (BigInt::from(factor) << exponent) + offset
}

/// Whether a number of this size is one for the kernels.
fn is_for_kernels(n: &BigInt, bits: u64) -> bool {
    n.bits() == bits && Powers::default().lucas(n, 3, &BigInt::one()).is_some()
}

/// Chernick's Carmichael numbers (6k + 1)(12k + 1)(18k + 1), at the sizes of
/// the kernels.
#[test]
fn long_carmichael_numbers() {
    for (bits, k) in [
        (1024, long(24, 333, 118_227)),
        (1536, long(19, 504, 835_161)),
        (2048, long(15, 675, 16_069_215)),
    ] {
        let factors = [6_u32, 12, 18].map(|times| times * &k + 1_u32);
        assert!(factors.iter().all(is_prime));
        let n: BigInt = factors.iter().product();
        assert!(is_for_kernels(&n, bits));
        // Fermat's test finds nothing.
        let minus_one: BigInt = &n - 1_u32;
        for factor in &factors {
            assert!(minus_one.is_multiple_of(&(factor - 1_u32)));
        }
        assert!(BigInt::from(2).modpow(&minus_one, &n).is_one());
        assert!(is_refused(&n) && lucas_refuses(&n));
    }
}

/// p(2p − 1) for two primes fools as large a part of all bases as any number
/// may, about a quarter, where p is 3 modulo 4; where it is 1, some of these
/// numbers fool base 2 as well.
#[test]
fn long_composites_that_fool_many_bases() {
    for (bits, offset) in [
        (1024, 42_231),
        (1536, 40_647),
        (2048, 651_891),
        (1024, 696_357),
        (1536, 824_661),
        (2048, 10_029),
    ] {
        let p = long(5, bits / 2 - 3, offset);
        let q: BigInt = 2_u32 * &p - 1_u32;
        assert!(is_prime(&p) && is_prime(&q));
        let n = p * q;
        assert!(is_for_kernels(&n, bits));
        assert!(fooled(&n, 64) >= 10, "{}", fooled(&n, 64));
        assert_eq!(fools(&n, 2), offset % 4 == 1);
        assert!(is_refused(&n) && lucas_refuses(&n));
    }
}

#[test]
fn long_primes_pass() {
    for bits in [1024, 1536, 2048] {
        let mut n = long(5, bits - 3, 1);
        while !is_prime(&n) {
            n += 2;
        }
        assert!(is_for_kernels(&n, bits));
        assert!(passes_the_search(&n) && !lucas_refuses(&n));
    }
}

#[test]
fn the_loss_is_what_the_table_says() {
    for (bits, loss, chance) in [
        (1024, "2.6", "1013"),
        (1536, "2.0", "1524"),
        (2048, "1.7", "2036"),
    ] {
        let plan = Plan::draw(bits, 65_537, &mut ChaCha20Rng::seed_from_u64(1));
        assert_eq!(format!("{:.1}", plan.loss()), loss);
        assert_eq!(format!("{:.0}", plan.chance()), chance);
    }
}
