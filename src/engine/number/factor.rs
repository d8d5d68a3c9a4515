//! How quickly a small or badly made modulus is taken apart.

use super::NamedInteger;
use crate::engine::trace::{Equation, Expr, Observer, Relation, Step, Verdict};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, ToPrimitive, Zero};

/// The most divisions that [`by_trial`] makes.
pub const DIVISIONS: u32 = 1 << 16;

/// The most steps that [`by_fermat`] makes.
pub const FERMAT_STEPS: u32 = 1000;

/// Two factors, and after how many steps they were found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factors {
    /// One factor, above 1.
    pub one: BigInt,
    /// The other one.
    pub other: BigInt,
    /// The steps it took.
    pub steps: u32,
}

/// The integer square root `⌊√n⌋` by Newton's method, with a row for each
/// step; 0 for an `n` below 1.
pub fn square_root(n: &NamedInteger, observer: &mut impl Observer) -> BigInt {
    if n.integer < BigInt::one() {
        return BigInt::zero();
    }
    let mut x = BigInt::one() << n.integer.bits().div_ceil(2);
    observer.enter(|| {
        let first = NamedInteger::new("x_0", x.clone(), n.known_to);
        Step::new("square-root", format!("The square root of {}", n.symbol))
            .says("Newton’s method: begin above the root, and take the mean of x and n / x, rounded down, until it falls no more. Near the root each step about doubles the number of correct digits.")
            .value(n.value())
            .value(first.value())
            .rows()
    });
    for row in 1_u32.. {
        let next: BigInt = (&x + &n.integer / &x) / 2;
        if next >= x {
            break;
        }
        observer.step(|| {
            let before = NamedInteger::new(format!("x_{}", row - 1), x.clone(), n.known_to);
            let after = NamedInteger::new(format!("x_{row}"), next.clone(), n.known_to);
            Step::new(row.to_string(), format!("Step {row}"))
                .value(after.value())
                .equation(Equation::equal(
                    &after,
                    Expr::quotient(Expr::sum(&before, Expr::quotient(n, &before)), 2),
                ))
        });
        x = next;
    }
    observer.amend(|step| {
        let root = NamedInteger::new("r", x.clone(), n.known_to).meaning("integer square root");
        step.values.push(root.value());
        step.equations
            .push(Equation::new(Expr::power(&root, 2), Relation::AtMost, n));
        step.equations.push(Equation::new(
            Expr::power(Expr::sum(&root, 1), 2),
            Relation::Greater,
            n,
        ));
    });
    observer.leave();
    x
}

/// The smallest factor of an odd number of at most 128 bits, by dividing by
/// 3, 5, 7 and so on, with a row for each division. `None` where it would take
/// more than [`DIVISIONS`] or where there is none.
pub fn by_trial(n: &NamedInteger, observer: &mut impl Observer) -> Option<Factors> {
    let small = n.integer.to_u128().filter(|small| small % 2 == 1)?;
    let found = (1..=DIVISIONS)
        .map(|steps| (steps, u128::from(steps) * 2 + 1))
        .take_while(|(_, divisor)| divisor * divisor <= small)
        .find(|(_, divisor)| small % divisor == 0);
    let (steps, divisor) = found?;
    let (one, other) = (BigInt::from(divisor), BigInt::from(small / divisor));
    observer.enter(|| {
        let (p, q) = (
            NamedInteger::public("f", one.clone()).meaning("smallest factor"),
            NamedInteger::public("g", other.clone()).meaning("the other factor"),
        );
        Step::new("trial", format!("Take {} apart", n.symbol))
            .says(format!(
                "Anybody can divide {} by 3, 5, 7 and so on, and need not go past its square root. After {} the factors are known.",
                n.symbol,
                match steps {
                    1 => "1 division".to_owned(),
                    steps => format!("{steps} divisions"),
                }
            ))
            .value(n.value())
            .value(p.value())
            .value(q.value())
            .equation(Equation::equal(n, Expr::product(p, q)))
            .verdict(Verdict::Failed)
            .rows()
    });
    for row in 1..=steps {
        observer.step(|| {
            let divisor = NamedInteger::public("t", u128::from(row) * 2 + 1);
            let left = n.integer.mod_floor(&divisor.integer);
            Step::new(row.to_string(), format!("Divide by {}", divisor.integer)).equation(
                Equation::equal(
                    NamedInteger::public("rest", left),
                    Expr::remainder(n, divisor),
                ),
            )
        });
    }
    observer.leave();
    Some(Factors { one, other, steps })
}

/// The factors of an odd number that lie close to its square root, by Fermat's
/// method: look for an `a` above the root for which `a² − n` is a square.
/// `None` after [`FERMAT_STEPS`].
pub fn by_fermat(n: &NamedInteger, observer: &mut impl Observer) -> Option<Factors> {
    if n.integer < BigInt::one() {
        return None;
    }
    let root = n.integer.sqrt();
    let start = if &root * &root == n.integer {
        root
    } else {
        root + 1
    };
    let square = |a: &BigInt| {
        let rest = a * a - &n.integer;
        let b = rest.sqrt();
        (&b * &b == rest).then_some(b)
    };
    let (steps, a, b) = (0..FERMAT_STEPS).find_map(|row| {
        let a = &start + row;
        square(&a).map(|b| (row + 1, a, b))
    })?;
    let (one, other): (BigInt, BigInt) = (&a - &b, &a + &b);
    if one <= BigInt::one() {
        return None;
    }
    observer.enter(|| {
        let a = NamedInteger::public("a", a.clone());
        let b = NamedInteger::public("b", b.clone());
        Step::new("fermat", format!("Take {} apart, as Fermat did", n.symbol))
            .says(format!(
                "If two factors are close together, {0} is a difference of two squares close by: {0} = a² − b² = (a − b)·(a + b). Try each a from the square root up until a² − {0} is a square.",
                n.symbol
            ))
            .value(n.value())
            .value(a.value())
            .value(b.value())
            .equation(Equation::equal(
                Expr::difference(Expr::power(&a, 2), n),
                Expr::power(&b, 2),
            ))
            .equation(Equation::equal(
                n,
                Expr::product(Expr::difference(&a, &b), Expr::sum(&a, &b)),
            ))
            .verdict(Verdict::Failed)
            .rows()
    });
    for row in 0..steps {
        observer.step(|| {
            let a = NamedInteger::public(format!("a_{}", row + 1), &start + row);
            let rest = NamedInteger::public("rest", &a.integer * &a.integer - &n.integer);
            let step = Step::new((row + 1).to_string(), format!("Step {}", row + 1))
                .value(a.value())
                .equation(Equation::equal(
                    &rest,
                    Expr::difference(Expr::power(&a, 2), n),
                ));
            match square(&a.integer) {
                Some(b) => step.equation(Equation::equal(
                    &rest,
                    Expr::power(NamedInteger::public("b", b), 2),
                )),
                None => {
                    let b = NamedInteger::public("b", rest.integer.sqrt());
                    step.equation(Equation::new(Expr::power(&b, 2), Relation::Less, &rest))
                        .equation(Equation::new(
                            Expr::power(Expr::sum(&b, 1), 2),
                            Relation::Greater,
                            &rest,
                        ))
                }
            }
        });
    }
    observer.leave();
    Some(Factors { one, other, steps })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::super::prime::is_prime;
    use super::*;
    use crate::engine::trace::Recorder;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    #[test]
    fn small_and_close_factors_are_found() {
        let mut recorder = Recorder::default();
        let n = NamedInteger::public("n", 3233);
        let found = by_trial(&n, &mut recorder).unwrap();
        // 3, 5, …, 53.
        assert_eq!(
            (found.one, found.other, found.steps),
            (53.into(), 61.into(), 26)
        );
        let found = by_fermat(&n, &mut recorder).unwrap();
        assert_eq!(
            (found.one, found.other, found.steps),
            (53.into(), 61.into(), 1)
        );
        assert!(recorder.finish().lies().is_empty());
        for n in [0, 1, 2, 4, 7, 61] {
            assert_eq!(
                by_trial(&NamedInteger::public("n", n), &mut ()),
                None,
                "{n}"
            );
            if let Some(found) = by_fermat(&NamedInteger::public("n", n), &mut ()) {
                assert_eq!((n, found.one), (4, 2.into()));
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            failure_persistence: None,
            rng_seed: RngSeed::Fixed(5),
            ..ProptestConfig::default()
        })]

        #[test]
        fn what_is_found_is_true(n in 3_u64..1 << 40, near in 0_u64..1 << 20) {
            let mut recorder = Recorder::new(20);
            let n = NamedInteger::public("n", n | 1);
            if let Some(found) = by_trial(&n, &mut recorder) {
                prop_assert!(is_prime(&found.one));
                prop_assert_eq!(found.one * found.other, n.integer.clone());
            }
            let close = NamedInteger::public("n", (&n.integer + (near | 1) * 2) * &n.integer);
            if let Some(found) = by_fermat(&close, &mut recorder) {
                prop_assert_eq!(found.one * found.other, close.integer.clone());
            }
            let root = square_root(&close, &mut recorder);
            prop_assert_eq!(root, close.integer.sqrt());
            prop_assert!(recorder.finish().lies().is_empty());
        }
    }
}
