//! Why the d-th power undoes the e-th power (RFC 8017 §3.2): exponents count
//! modulo λ(n), and e·d is one more than a multiple of it.

use super::range::ask_range;
use super::{Error, PrivateKey};
use crate::engine::number::NamedInteger;
use crate::engine::picture::Permutation;
use crate::engine::trace::{Equation, Expr, Observer, Relation, Step};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Zero};

/// Takes a number there and back, and says why it comes home. Gives what it is
/// in between, `m^e mod n`.
///
/// # Errors
/// When the number is not below n, a factor of n is shown not to be prime, or
/// the number does not come back.
pub fn there_and_back(
    key: &PrivateKey,
    number: &BigInt,
    observer: &mut impl Observer,
) -> Result<BigInt, Error> {
    let PrivateKey { n, e, d, .. } = key;
    let m = NamedInteger::secret("m", number.clone()).meaning("your number");
    if number >= &n.integer {
        ask_range("m", &m, n, observer)?;
    }
    // Whether an imported key's p and q are prime was not asked before.
    let holds = [&key.p, &key.q].iter().all(|prime| {
        let rest = number.mod_floor(&prime.integer);
        let power = rest.modpow(&(&prime.integer - 1_u32), &prime.integer);
        rest.is_zero() || power.is_one()
    });
    if !holds {
        return Err(Error::Inconsistent {
            rule: "p and q are prime",
        });
    }
    let c = number.modpow(&e.integer, &n.integer);
    if c.modpow(&d.integer, &n.integer) != *number {
        return Err(Error::Fault);
    }
    let c = NamedInteger::public("c", c).meaning("what m becomes");
    observer.step(|| {
        let told = Step::new("all", "e there, d back")
            .value(c.value())
            .equation(Equation::equal(&c, Expr::power_mod(&m, e, n)))
            .equation(Equation::equal(&m, Expr::power_mod(&c, d, n)))
            .source("RFC 8017", "5.1");
        match Permutation::of(&told.equations) {
            Some(all) if all.is_in_lines() => told
                .says("Follow any number down: the e-th power sends no two of them to the same place, and the d-th power sends each back to where it came from.")
                .picture(all.filling("number")),
            Some(all) => told
                .says("A dot for each number: right of where it starts, and as high as its e-th power. No two share a row, so the d-th power can send each back.")
                .picture(all),
            None => told.says("There are more numbers below n than anybody could draw. Yours goes to c and comes back, and so does every other; the reason follows below."),
        }
    });
    exponents(key, &m, observer);
    let [in_p, in_q] = [(&key.p, "p"), (&key.q, "q")].map(|(prime, name)| {
        let rest = NamedInteger::secret(format!("m_{name}"), number.mod_floor(&prime.integer));
        modulo(key, prime, &m, &rest, observer);
        rest
    });
    observer.step(|| {
        Step::new("together", "Only one number fits both")
            .says("The number that comes back leaves the same remainder as m modulo p, and the same modulo q. Below n there is exactly one such number (the Chinese remainder theorem): m itself.")
            .equation(Equation::congruent(&m, &in_p, &key.p))
            .equation(Equation::congruent(&m, &in_q, &key.q))
            .source("RFC 8017", "3.2")
    });
    Ok(c.integer)
}

/// Two powers are one, and its exponent counts modulo λ(n).
fn exponents(key: &PrivateKey, m: &NamedInteger, observer: &mut impl Observer) {
    let PrivateKey { n, e, d, .. } = key;
    let length = (&key.p.integer - 1_u32).lcm(&(&key.q.integer - 1_u32));
    let rounds = NamedInteger::secret("k", (&e.integer * &d.integer - 1_u32) / &length)
        .meaning("whole rounds");
    let length = NamedInteger::secret("λ", length)
        .meaning("λ(n), the least common multiple of p − 1 and q − 1");
    observer.step(|| {
        Step::new("exponents", "Two powers are one")
            .says("A power of a power multiplies the exponents, so there and back is raising to the power e·d. d was made so that this product is one more than a multiple of λ(n).")
            .value(rounds.value())
            .equation(Equation::equal(
                Expr::product(e, d),
                Expr::sum(Expr::product(&rounds, &length), 1),
            ))
    });
    observer.step(|| {
        Step::new("cycle", "Exponents go round")
            .says("Multiply by m again and again: after λ(n) steps the powers begin anew, for every m. So only the place on this ring counts. Multiplying by the e-th power goes e places on at once, and d such jumps end at the exponent 1: at m itself.")
            .value(length.value())
            .equation(Equation::equal(
                Expr::power_mod(m, Expr::sum(&length, 1), n),
                m,
            ))
            .equation(Equation::congruent(Expr::product(e, d), 1, &length))
    });
}

/// Why the ring has that length: Fermat's little theorem for one of the primes.
fn modulo(
    key: &PrivateKey,
    prime: &NamedInteger,
    m: &NamedInteger,
    rest: &NamedInteger,
    observer: &mut impl Observer,
) {
    let before = Expr::difference(prime, 1);
    let exponent = Expr::product(&key.e, &key.d);
    observer.step(|| {
        let p = &prime.symbol;
        let step = Step::new(format!("modulo-{p}"), format!("Why it is so: modulo {p}"))
            .value(rest.value())
            .equation(Equation::equal(rest, Expr::remainder(m, prime)));
        let step = if rest.integer.is_zero() {
            step.says(format!(
                "{p} divides m: the remainder is 0, and all its powers are 0, too."
            ))
        } else {
            step.says(format!(
                "A number that {p} does not divide comes to 1 after {p} − 1 multiplications (Fermat's little theorem, 1640). e·d is one more than a multiple of {p} − 1, so raising to the power e·d changes nothing."
            ))
            .equation(Equation::equal(
                Expr::power_mod(rest, before.clone(), prime),
                1,
            ))
        };
        step.equation(Equation::new(before, Relation::Divides, Expr::difference(exponent.clone(), 1)))
            .equation(Equation::equal(
                Expr::power_mod(rest, exponent, prime),
                rest,
            ))
    });
}
