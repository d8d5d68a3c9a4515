//! What becomes of a key whose numbers do not fit: computed as if they did,
//! until it shows.

use super::{Error, NotCoprime};
use crate::engine::number::factor::square_root;
use crate::engine::number::{NamedInteger, euclid};
use crate::engine::trace::{Equation, Expr, Observer, Relation, Step, Verdict};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Zero};

#[cfg(test)]
mod tests;

/// The most messages that [`composite`] tries.
pub const MESSAGES: u32 = 1000;

/// What became of the messages under a key with a number that is not prime.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// How many messages were tried, from 2 up.
    pub tried: u32,
    /// How many of them did not come back.
    pub lost: u32,
    /// The first of them, and what came back in its place.
    pub first: Option<(BigInt, BigInt)>,
}

/// Computes a key as if p and q were primes, and looks for messages that do
/// not come back. Both are odd and at least 3.
///
/// # Errors
/// When the exponent does not fit even then.
pub fn composite(
    p: &BigInt,
    q: &BigInt,
    e: &BigInt,
    observer: &mut impl Observer,
) -> Result<Lost, Error> {
    let (p, q) = (
        NamedInteger::secret("p", p.clone()),
        NamedInteger::secret("q", q.clone()),
    );
    let n = NamedInteger::public("n", &p.integer * &q.integer).meaning("modulus");
    let lambda = NamedInteger::secret("λ′", (&p.integer - 1_u8).lcm(&(&q.integer - 1_u8)))
        .meaning("what λ(n) would be if p and q were prime");
    observer.step(|| {
        Step::new("as-if", "Go on as if both were prime")
            .says("The rule λ(n) = lcm(p − 1, q − 1) holds for primes only. Nothing stops anybody from computing with it.")
            .value(n.value())
            .value(lambda.value())
            .equation(Equation::equal(&n, Expr::product(&p, &q)))
            .equation(Equation::equal(
                &lambda,
                Expr::lcm(Expr::difference(&p, 1), Expr::difference(&q, 1)),
            ))
    });
    let e = small_exponent(e)?;
    let d = inverse(&e, &lambda, "euclid-as-if", observer)?;
    let d = NamedInteger::secret("d′", d).meaning("private exponent, as if");
    observer.step(|| {
        Step::new("d-as-if", "The would-be private exponent")
            .value(d.value())
            .equation(Equation::congruent(Expr::product(&e, &d), 1, &lambda))
    });
    let modulus = &n.integer;
    let through = |m: u32| {
        let c = BigInt::from(m).modpow(&e.integer, modulus);
        (c.modpow(&d.integer, modulus), c)
    };
    let (mut tried, mut lost, mut first) = (0, 0, None);
    for m in (2..=MESSAGES + 1).take_while(|m| BigInt::from(*m) < *modulus) {
        let (back, c) = through(m);
        tried += 1;
        if back != BigInt::from(m) {
            lost += 1;
            first.get_or_insert((BigInt::from(m), c, back));
        }
    }
    observer.step(|| {
        let step = Step::new("lost", "Does every message come back?").verdict(Verdict::Failed);
        let Some((m, c, back)) = &first else {
            return step.says(format!(
                "By luck all {tried} messages that were tried come back: here e·d′ − 1 happens to be a multiple of the true λ(n). Nobody should rely on it."
            ));
        };
        let m = NamedInteger::secret("m", m.clone()).meaning("message");
        let c = NamedInteger::public("c", c.clone()).meaning("ciphertext");
        let back = NamedInteger::secret("m′", back.clone()).meaning("what comes back");
        step.says(format!(
            "No: of the {tried} messages from 2 up, {lost} come back as something else. The first of them is {}.",
            m.integer
        ))
        .value(m.value())
        .value(c.value())
        .value(back.value())
        .equation(Equation::equal(&c, Expr::power_mod(&m, &e, &n)))
        .equation(Equation::equal(&back, Expr::power_mod(&c, &d, &n)))
        .equation(Equation::new(&back, Relation::NotEqual, &m))
    });
    Ok(Lost {
        tried,
        lost,
        first: first.map(|(m, _, back)| (m, back)),
    })
}

/// Opens a key with n = p²: the root of n gives p, and p gives a private
/// exponent, where e has one. The root, and the exponent.
///
/// # Errors
/// When the exponent is even, below 3 or too large.
pub fn square(
    p: &BigInt,
    e: &BigInt,
    observer: &mut impl Observer,
) -> Result<(BigInt, Option<BigInt>), Error> {
    let e = small_exponent(e)?;
    let n = NamedInteger::public("n", p * p).meaning("modulus");
    let root = square_root(&n, observer);
    let r = NamedInteger::public("r", root.clone()).meaning("square root of n");
    observer.step(|| {
        Step::new("root-of-n", "The root is the prime")
            .says("n is in the public key, so everybody can do this: p was no secret at all.")
            .value(r.value())
            .equation(Equation::equal(&n, Expr::power(&r, 2)))
            .verdict(Verdict::Failed)
    });
    let phi = NamedInteger::public("φ", p * (p - 1_u8)).meaning("φ(n) for n = p²");
    let Ok(d) = inverse(&e, &phi, "euclid-square", observer) else {
        return Ok((root, None));
    };
    let d = NamedInteger::public("d", d).meaning("private exponent, found from n and e alone");
    observer.step(|| {
        Step::new("d-from-n", "And with it the private exponent")
            .says("For n = p², φ(n) is p·(p − 1). An eavesdropper computes d as the owner would, and decrypts.")
            .value(phi.value())
            .value(d.value())
            .equation(Equation::equal(
                &phi,
                Expr::product(&r, Expr::difference(&r, 1)),
            ))
            .equation(Equation::congruent(Expr::product(&e, &d), 1, &phi))
            .equation(Equation::equal(
                Expr::power_mod(Expr::power_mod(2, &e, &n), &d, &n),
                2,
            ))
            .verdict(Verdict::Failed)
    });
    Ok((root, Some(d.integer)))
}

/// Two messages with the same ciphertext.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collision {
    /// One message.
    pub one: BigInt,
    /// The other.
    pub other: BigInt,
    /// What both encrypt to.
    pub ciphertext: BigInt,
}

/// Finds two messages with the same ciphertext where e shares a factor with
/// p − 1 or q − 1: a number other than 1 whose e-th power is 1 leads from one
/// to the other. Both p and q are different odd primes.
///
/// # Errors
/// When e shares no factor.
pub fn collision(
    p: &BigInt,
    q: &BigInt,
    e: &BigInt,
    observer: &mut impl Observer,
) -> Result<Collision, Error> {
    let e = small_exponent(e)?;
    let shared = |prime: &BigInt| (prime - 1_u8).gcd(&e.integer);
    let (r, s, symbol) = if shared(p).is_one() {
        (q, p, "q")
    } else {
        (p, q, "p")
    };
    let g = shared(r);
    if g.is_one() {
        return Err(Error::Inconsistent {
            rule: "e shares a factor with λ(n)",
        });
    }
    let exponent = (r - 1_u8) / &g;
    let base = (2_u32..1000)
        .map(BigInt::from)
        .find(|base| base < r && !base.modpow(&exponent, r).is_one())
        .ok_or(Error::Fault)?;
    let modulo_r = base.modpow(&exponent, r);
    // ≡ that modulo r, ≡ 1 modulo the other prime.
    let inverse = s.extended_gcd(r).x.mod_floor(r);
    let omega = BigInt::one() + s * (((&modulo_r - 1_u8) * inverse).mod_floor(r));
    let n = NamedInteger::public("n", p * q).meaning("modulus");
    let omega = NamedInteger::secret("ω", omega.mod_floor(&n.integer))
        .meaning("a number whose e-th power is 1");
    observer.step(|| {
        let (r, s) = (
            NamedInteger::secret(symbol, r.clone()),
            NamedInteger::secret(if symbol == "p" { "q" } else { "p" }, s.clone()),
        );
        let g = NamedInteger::secret("g", g.clone());
        Step::new("root-of-one", "A number whose e-th power is 1")
            .says(format!("e shares the factor g with {symbol} − 1. So raise any number that {symbol} does not divide to the power ({symbol} − 1) / g: the e-th power of that is 1 modulo {symbol}, by Fermat’s little theorem. ω is such a power modulo {symbol}, and 1 modulo the other prime."))
            .value(g.value())
            .value(omega.value())
            .equation(Equation::equal(
                &g,
                Expr::gcd(&e, Expr::difference(&r, 1)),
            ))
            .equation(Equation::congruent(
                &omega,
                Expr::power_mod(
                    NamedInteger::secret("b", base.clone()),
                    Expr::quotient(Expr::difference(&r, 1), &g),
                    &r,
                ),
                &r,
            ))
            .equation(Equation::congruent(&omega, 1, &s))
            .equation(Equation::new(&omega, Relation::NotEqual, 1))
            .equation(Equation::equal(Expr::power_mod(&omega, &e, &n), 1))
    });
    let one = NamedInteger::secret("m_1", 2).meaning("message");
    let other = NamedInteger::secret("m_2", (&omega.integer * 2_u8).mod_floor(&n.integer))
        .meaning("another message");
    let c =
        NamedInteger::public("c", one.integer.modpow(&e.integer, &n.integer)).meaning("ciphertext");
    observer.step(|| {
        Step::new("same-ciphertext", "Two messages, one ciphertext")
            .says("Whoever gets c cannot know which of the two was meant: no private key can undo this power.")
            .value(one.value())
            .value(other.value())
            .value(c.value())
            .equation(Equation::new(&one, Relation::NotEqual, &other))
            .equation(Equation::equal(
                &other,
                Expr::remainder(Expr::product(&one, &omega), &n),
            ))
            .equation(Equation::equal(&c, Expr::power_mod(&one, &e, &n)))
            .equation(Equation::equal(&c, Expr::power_mod(&other, &e, &n)))
            .verdict(Verdict::Failed)
    });
    Ok(Collision {
        one: one.integer,
        other: other.integer,
        ciphertext: c.integer,
    })
}

fn small_exponent(e: &BigInt) -> Result<NamedInteger, Error> {
    let below = BigInt::one() << super::exponent::EXPONENT_BITS;
    if *e < BigInt::from(3) || e.is_even() || *e >= below {
        return Err(Error::Exponent {
            found: e.clone(),
            below,
        });
    }
    Ok(NamedInteger::public("e", e.clone()).meaning("public exponent"))
}

fn inverse(
    e: &NamedInteger,
    modulus: &NamedInteger,
    id: &'static str,
    observer: &mut impl Observer,
) -> Result<BigInt, Error> {
    let reduced = e.integer.mod_floor(&modulus.integer);
    if reduced.is_zero() {
        return Err(shared(e, modulus, e.integer.clone()));
    }
    euclid::inverse(id, e, modulus, observer).map_err(|gcd| shared(e, modulus, gcd))
}

fn shared(e: &NamedInteger, modulus: &NamedInteger, gcd: BigInt) -> Error {
    Error::NotCoprime(Box::new(NotCoprime {
        e: e.integer.clone(),
        lambda: modulus.integer.clone(),
        gcd,
        would_do: super::exponent::smallest_exponent(&modulus.integer),
    }))
}
