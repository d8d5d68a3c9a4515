//! What equations say of long numbers, as rows of factors: the statements that
//! [`Bricks`](super::Bricks) are laid from.

use super::combs::{Multiples, known};
use super::hops::leading_to_one;
use super::magnitude::integer;
use crate::engine::knowers::Knowers;
use crate::engine::text::Text;
use crate::engine::trace::{Equation, Expr, Operator, Relation};
use num_bigint::{BigInt, Sign};
use num_integer::Integer;

/// A number with its name.
#[derive(Clone, Debug)]
pub(super) struct Factor {
    /// What it is called, as a formula; empty for one that is only a number.
    pub(super) name: Text,
    /// The number, not negative.
    pub(super) number: BigInt,
    /// Who may know it.
    pub(super) known_to: Knowers,
}

/// Rows before they are to scale: how each stands to the one above, its factors,
/// and what it is known to stay below.
pub(super) type Rows = Vec<(&'static str, Vec<Factor>, Option<BigInt>)>;

/// Numbers of up to so many bits keep their rings.
const LONG: u64 = 64;

/// Rings of more places have no dash for each, so that inverses are better told
/// by lengths.
const ROUND: u32 = 60;

/// What a quotient is called that has no name of its own.
pub(super) const QUOTIENT: &str = "quotient";

/// The two ways in which one number is a product: `φ = (p − 1)·(q − 1) = λ·g`.
pub(super) fn both_ways(multiples: &Multiples<'_>) -> Option<Rows> {
    let Multiples {
        widths,
        least,
        product,
        times,
    } = multiples;
    let of = |expr: &Expr| factor(expr);
    let widths = widths.iter().map(of).collect::<Option<Vec<_>>>()?;
    let others = [least, times].map(|value| factor(&Expr::from(*value)));
    let others = others.into_iter().collect::<Option<Vec<_>>>()?;
    let whole = factor(&Expr::from(*product))?;
    (whole.number.sign() == Sign::Plus).then(|| {
        vec![
            ("", widths, None),
            ("=", vec![whole], None),
            ("=", others, None),
        ]
    })
}

/// Whether it says what a power comes to.
pub(super) fn is_power(equation: &Equation) -> bool {
    let power = |expr: &Expr| matches!(expr, Expr::Apply(Operator::PowerMod, _));
    matches!(equation.relation, Relation::Equal)
        && (power(&equation.left) || power(&equation.right))
}

/// Whether a number is long enough for bricks in an equation: where hops would
/// be too many to be seen, one of a few digits is.
fn is_long(number: &BigInt, equation: &Equation) -> bool {
    number.bits() > LONG || *number > BigInt::from(ROUND) && leading_to_one(equation).is_some()
}

/// Whether it is `d = e⁻¹ mod λ`, and another equation says it by the product.
pub(super) fn is_said_again(equation: &Equation, all: &[Equation]) -> bool {
    let (Expr::Value(_), Expr::Apply(Operator::Inverse, arguments)) =
        (&equation.left, &equation.right)
    else {
        return false;
    };
    let [e, n] = arguments.as_slice() else {
        return false;
    };
    let product = Expr::product(e.clone(), equation.left.clone());
    let congruent = Relation::Congruent(Box::new(n.clone()));
    all.iter()
        .any(|other| other.left == product && other.relation == congruent)
}

/// `c = k·p + r`, of an equation that says what remainder a number leaves.
pub(super) fn division(equation: &Equation) -> Option<Rows> {
    let (from, rest, modulus) = match (&equation.left, &equation.relation, &equation.right) {
        (from, Relation::Congruent(modulus), rest) => (from, rest.clone(), &**modulus),
        (modulus, Relation::Divides, from) => (from, Expr::Constant(0), modulus),
        (rest, Relation::Equal, Expr::Apply(Operator::Remainder, arguments))
        | (Expr::Apply(Operator::Remainder, arguments), Relation::Equal, rest) => {
            match arguments.as_slice() {
                [from, modulus] => (from, rest.clone(), modulus),
                _ => return None,
            }
        }
        _ => return None,
    };
    let (by, rest) = (factor(modulus)?, factor(&rest)?);
    let whole = exact(from)?;
    if by.number.sign() != Sign::Plus || !is_long(&by.number, equation) {
        return None;
    }
    let (times, left) = whole.div_mod_floor(&by.number);
    if left != rest.number {
        return None;
    }
    let below = Some(by.number.clone());
    let is_negative = whole.sign() == Sign::Minus;
    let mut times = Factor {
        name: QUOTIENT.into(),
        known_to: known(from).of_both(by.known_to),
        number: BigInt::from(times.magnitude().clone()),
    };
    let from = factors(from)?;
    // What is below the modulus is its own remainder.
    if times.number.sign() == Sign::NoSign {
        return Some(vec![
            ("", vec![by], None),
            (">", from, None),
            ("=", vec![rest], below),
        ]);
    }
    if times.number.bits() <= 1 {
        times.name = "".into();
    }
    // From −c = −k·p + r to c + r = k·p, which has no sign.
    Some(match is_negative {
        true => vec![
            ("", from, None),
            ("+", vec![rest], below),
            ("=", vec![times, by], None),
        ],
        false => vec![
            ("", from, None),
            ("=", vec![times, by], None),
            ("+", vec![rest], below),
        ],
    })
}

/// `m = m_2 + q·h`, with the product first.
pub(super) fn sum(equation: &Equation) -> Option<Rows> {
    let (Relation::Equal, Expr::Apply(Operator::Sum, parts)) =
        (&equation.relation, &equation.right)
    else {
        return None;
    };
    let [one, other] = parts.as_slice() else {
        return None;
    };
    let is_product = |expr: &Expr| matches!(expr, Expr::Apply(Operator::Product, _));
    let (product, rest) = match (is_product(one), is_product(other)) {
        (true, false) => (one, other),
        (false, true) => (other, one),
        _ => return None,
    };
    let whole = factors(&equation.left)?;
    let fits = whole.iter().any(|factor| is_long(&factor.number, equation))
        && [&equation.left, product, rest].into_iter().all(is_counted);
    let (mut product, rest) = (factors(product)?, factor(rest)?);
    // The factor that the rest stays below is the one that it lies under.
    let is_above = |factor: &Factor| factor.number > rest.number;
    if product.first().is_some_and(is_above) && !product.last().is_some_and(is_above) {
        product.reverse();
    }
    let below = product.last().filter(|last| is_above(last));
    let below = below.map(|last| last.number.clone());
    fits.then(|| {
        vec![
            ("", whole, None),
            ("=", product, None),
            ("+", vec![rest], below),
        ]
    })
}

/// Two numbers, of which one is larger, or both are the same.
pub(super) fn comparison(equation: &Equation) -> Option<Rows> {
    let sign = match &equation.relation {
        Relation::Greater => ">",
        Relation::AtMost => "≤",
        Relation::Less => "<",
        _ => return None,
    };
    if !is_counted(&equation.left) || !is_counted(&equation.right) {
        return None;
    }
    let (left, right) = (factor(&equation.left)?, factor(&equation.right)?);
    Some(vec![("", vec![left], None), (sign, vec![right], None)])
}

/// Whether an expression is worth 0 or more.
fn is_counted(expr: &Expr) -> bool {
    exact(expr).is_some_and(|number| number.sign() != Sign::Minus)
}

/// The factors of an expression; what is no product is one factor.
fn factors(expr: &Expr) -> Option<Vec<Factor>> {
    match expr {
        Expr::Apply(Operator::Product, arguments) => arguments.iter().map(factor).collect(),
        Expr::Apply(Operator::Power, arguments) => match arguments.as_slice() {
            [base, Expr::Constant(2)] => Some(vec![factor(base)?, factor(base)?]),
            _ => Some(vec![factor(expr)?]),
        },
        _ => Some(vec![factor(expr)?]),
    }
}

/// A number with the name of its expression. A difference below 0 is turned
/// round; its sign is that of the whole.
fn factor(expr: &Expr) -> Option<Factor> {
    let number = exact(expr)?;
    let name = match (expr, number.sign()) {
        (Expr::Value(value), Sign::Plus | Sign::NoSign) => value.symbol.clone(),
        (Expr::Constant(_), Sign::Plus | Sign::NoSign) => "".into(),
        (Expr::Apply(Operator::Difference, arguments), Sign::Minus) => match arguments.as_slice() {
            [a, b] => Expr::difference(b.clone(), a.clone()).to_string().into(),
            _ => return None,
        },
        (_, Sign::Minus) => return None,
        _ => expr.to_string().into(),
    };
    Some(Factor {
        name,
        number: BigInt::from(number.magnitude().clone()),
        known_to: known(expr),
    })
}

/// What an expression of the four operations is worth, however long.
fn exact(expr: &Expr) -> Option<BigInt> {
    match expr {
        Expr::Constant(constant) => Some(BigInt::from(*constant)),
        Expr::Value(value) => integer(value).cloned(),
        Expr::Apply(operator, arguments) => {
            let mut all = arguments.iter().map(exact);
            let first = all.next()??;
            all.try_fold(first, |so_far, next| match (operator, next?) {
                (Operator::Sum, next) => Some(so_far + next),
                (Operator::Difference, next) => Some(so_far - next),
                (Operator::Product, next) => Some(so_far * next),
                (Operator::Power, next) => {
                    let exponent = u32::try_from(&next).ok().filter(|it| *it <= 8192)?;
                    let fits = so_far.bits() * u64::from(exponent) <= 1 << 16;
                    fits.then(|| so_far.pow(exponent))
                }
                _ => None,
            })
        }
    }
}
