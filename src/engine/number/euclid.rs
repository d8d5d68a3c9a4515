//! The extended Euclidean algorithm with its table.

use super::NamedInteger;
use crate::engine::trace::{Equation, Expr, Observer, Step};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, Zero};

/// A greatest common divisor and how it is made from the two numbers:
/// `gcd = a·s + b·t` (Bézout's identity).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bezout {
    /// The greatest common divisor, not negative.
    pub gcd: BigInt,
    /// The factor of `a`.
    pub s: BigInt,
    /// The factor of `b`.
    pub t: BigInt,
}

/// One line of the table: `r = a·s + b·t`.
#[derive(Clone)]
struct Line {
    r: BigInt,
    s: BigInt,
    t: BigInt,
}

/// Divides with remainder until nothing is left, and keeps the book on how
/// each remainder is made from `a` and `b`, which must not be negative.
///
/// Tells one step named `id` with a row for each division: the quotient `q`,
/// the remainder `r` and its factors `s` and `t`.
pub fn extended(
    id: &'static str,
    a: &NamedInteger,
    b: &NamedInteger,
    observer: &mut impl Observer,
) -> Bezout {
    let known_to = a.known_with(b);
    observer.enter(|| {
        Step::new(
            id,
            format!("Extended Euclid on {} and {}", a.symbol, b.symbol),
        )
        .says(format!(
            "Divide with remainder, again and again. Each row also says how its remainder r is made from the two numbers: r = {}·s + {}·t. The last remainder above 0 is the greatest common divisor.",
            a.symbol, b.symbol
        ))
        .value(a.value())
        .value(b.value())
        .rows()
    });
    let mut before = Line {
        r: a.integer.clone(),
        s: BigInt::one(),
        t: BigInt::zero(),
    };
    let mut last = Line {
        r: b.integer.clone(),
        s: BigInt::zero(),
        t: BigInt::one(),
    };
    let mut row = 1_u32;
    while !last.r.is_zero() {
        let q = &before.r / &last.r;
        let next = Line {
            r: &before.r - &q * &last.r,
            s: &before.s - &q * &last.s,
            t: &before.t - &q * &last.t,
        };
        observer.step(|| {
            let named = |symbol: &str, integer: &BigInt| {
                NamedInteger::new(format!("{symbol}_{row}"), integer.clone(), known_to)
            };
            // The first two remainders are the two numbers themselves.
            let remainder = |back: u32, line: &Line| match row.checked_sub(back) {
                Some(0) => b.clone(),
                None => a.clone(),
                Some(row) => NamedInteger::new(format!("r_{row}"), line.r.clone(), known_to),
            };
            let (quotient, r, s, t) = (
                named("q", &q),
                named("r", &next.r),
                named("s", &next.s),
                named("t", &next.t),
            );
            Step::new(row.to_string(), format!("Row {row}"))
                .value(quotient.value())
                .value(r.value())
                .value(s.value())
                .value(t.value())
                .equation(Equation::equal(
                    remainder(2, &before),
                    Expr::sum(Expr::product(&quotient, remainder(1, &last)), &r),
                ))
                .equation(Equation::equal(
                    &r,
                    Expr::sum(Expr::product(a, &s), Expr::product(b, &t)),
                ))
        });
        before = std::mem::replace(&mut last, next);
        row += 1;
    }
    let Line { r: gcd, s, t } = before;
    observer.amend(|step| {
        let g = NamedInteger::new("g", gcd.clone(), known_to).meaning("greatest common divisor");
        let (x, y) = (
            NamedInteger::new("s", s.clone(), known_to),
            NamedInteger::new("t", t.clone(), known_to),
        );
        step.values.push(g.value());
        if !(a.integer.is_zero() && b.integer.is_zero()) {
            step.equations.push(Equation::equal(&g, Expr::gcd(a, b)));
        }
        step.equations.push(Equation::equal(
            &g,
            Expr::sum(Expr::product(a, &x), Expr::product(b, &y)),
        ));
    });
    observer.leave();
    Bezout { gcd, s, t }
}

/// The inverse of `a` modulo `n`, in `1..n`, by extended Euclid on `n` and
/// `a`; the greatest common divisor instead where there is no inverse.
///
/// # Errors
/// The greatest common divisor of `a` and `n`, which is not 1. An `n` that is
/// not above 1 counts as having no inverses.
pub fn inverse(
    id: &'static str,
    a: &NamedInteger,
    n: &NamedInteger,
    observer: &mut impl Observer,
) -> Result<BigInt, BigInt> {
    if n.integer <= BigInt::one() {
        return Err(n.integer.abs());
    }
    let bezout = extended(id, n, a, observer);
    if bezout.gcd.is_one() {
        Ok(bezout.t.mod_floor(&n.integer))
    } else {
        Err(bezout.gcd)
    }
}
