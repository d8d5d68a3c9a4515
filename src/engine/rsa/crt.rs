//! The private-key operation: by the Chinese remainder theorem, or as one
//! power.

use super::{Error, PrivateKey};
use crate::engine::knowers::Knowers;
use crate::engine::number::NamedInteger;
use crate::engine::number::power::{Purpose, power};
use crate::engine::trace::{Equation, Expr, Observer, Step};
use num_bigint::BigInt;
use num_integer::Integer;

/// What the operation works on and makes: `c` to `m` when decrypting, `m` to
/// `s` when signing.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The title of the step.
    pub title: &'static str,
    /// The symbol of the result.
    pub result: &'static str,
    /// The symbols of the result modulo p and modulo q.
    pub halves: [&'static str; 2],
    /// Who may know the result.
    pub known_to: Knowers,
}

/// How the private power is computed. The result is the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum How {
    /// Modulo p and modulo q, then put together: what most libraries do.
    #[default]
    Crt,
    /// One d-th power modulo n: about four times as much work.
    OnePower,
}

/// RSADP: a ciphertext representative to a message representative.
pub const DECRYPT: Operation = Operation {
    title: "Raise to the power d, modulo p and modulo q",
    result: "m",
    halves: ["m_1", "m_2"],
    known_to: Knowers::OWNER,
};

/// RSASP1: a message representative to a signature representative.
pub const SIGN: Operation = Operation {
    title: "Raise to the power d, modulo p and modulo q",
    result: "s",
    halves: ["s_1", "s_2"],
    known_to: Knowers::EVERYBODY,
};

/// `input` to the power d modulo n: computed modulo p and modulo q and put
/// together by Garner's step, or as one power. Then checked by raising the
/// result to the power e, since a fault in one half would give the key
/// away (Boneh, DeMillo and Lipton, 1997).
///
/// # Errors
/// When the input is not below n, or the check fails.
pub fn private(
    operation: &Operation,
    key: &PrivateKey,
    input: &NamedInteger,
    how: How,
    observer: &mut impl Observer,
) -> Result<BigInt, Error> {
    super::range::in_range("the number", &input.integer, &key.n)?;
    if how == How::OnePower {
        return one_power(operation, key, input, observer);
    }
    observer.enter(|| {
        Step::new("crt", operation.title)
            .says("Two powers with half as many bits, then one step that puts them together. Libraries such as the rsa crate blind the number first: they multiply it by the e-th power of a random number and divide that out of the result, so that the time no longer depends on a number that an attacker chose; the rsa crate also varies exponents and moduli. The steps here show it without.")
            .value(input.value())
            .source("RFC 8017", "5.1.2")
    });
    let result = halves(operation, key, input, observer);
    observer.leave();
    result
}

/// The power with all bits of d, modulo n.
fn one_power(
    operation: &Operation,
    key: &PrivateKey,
    input: &NamedInteger,
    observer: &mut impl Observer,
) -> Result<BigInt, Error> {
    let purpose = Purpose {
        id: "power-d",
        title: "Raise to the power d, modulo n",
        result: operation.result,
        known_to: operation.known_to,
    };
    let result = power(&purpose, input, &key.d, &key.n, observer)?;
    let result = NamedInteger::new(operation.result, result, operation.known_to);
    leads_back(key, input, result, observer)
}

fn halves(
    operation: &Operation,
    key: &PrivateKey,
    input: &NamedInteger,
    observer: &mut impl Observer,
) -> Result<BigInt, Error> {
    let (symbol, known_to) = (operation.result, operation.known_to);
    let [symbol_1, symbol_2] = operation.halves;
    let one = half(
        &Purpose {
            id: "power-p",
            title: "The power modulo p",
            result: symbol_1,
            known_to: Knowers::OWNER,
        },
        "reduce-p",
        input,
        (&key.d_p, &key.p),
        observer,
    )?;
    let two = half(
        &Purpose {
            id: "power-q",
            title: "The power modulo q",
            result: symbol_2,
            known_to: Knowers::OWNER,
        },
        "reduce-q",
        input,
        (&key.d_q, &key.q),
        observer,
    )?;
    let h = NamedInteger::secret(
        "h",
        ((&one.integer - &two.integer) * &key.q_inv.integer).mod_floor(&key.p.integer),
    );
    let result = NamedInteger::new(symbol, &two.integer + &key.q.integer * &h.integer, known_to);
    observer.step(|| {
        Step::new("garner", "Put the halves together: Garner's step")
            .says("h·q is what must be added to the half modulo q so that the sum also fits the half modulo p.")
            .value(h.value())
            .value(result.value())
            .equation(Equation::equal(
                &h,
                Expr::remainder(
                    Expr::product(Expr::difference(&one, &two), &key.q_inv),
                    &key.p,
                ),
            ))
            .equation(Equation::equal(
                &result,
                Expr::sum(&two, Expr::product(&key.q, &h)),
            ))
            .equation(Equation::congruent(&result, &one, &key.p))
            .equation(Equation::congruent(&result, &two, &key.q))
            .source("RFC 8017", "5.1.2")
    });
    leads_back(key, input, result, observer)
}

/// The result, if its e-th power is the input again.
fn leads_back(
    key: &PrivateKey,
    input: &NamedInteger,
    result: NamedInteger,
    observer: &mut impl Observer,
) -> Result<BigInt, Error> {
    let fits = result.integer.modpow(&key.e.integer, &key.n.integer) == input.integer;
    observer.step(|| {
        let step = Step::new("check", "Does it lead back?")
            .says("The e-th power of the result must be what we began with. Where the halves are computed apart and one goes wrong, the result would give p or q away, so it is checked before anybody sees it.")
            .passes_if(fits);
        if !fits {
            return step;
        }
        step.equation(Equation::equal(
            input,
            Expr::power_mod(&result, &key.e, &key.n),
        ))
        .equation(Equation::equal(
            &result,
            Expr::power_mod(input, &key.d, &key.n),
        ))
    });
    if fits {
        Ok(result.integer)
    } else {
        Err(Error::Fault)
    }
}

fn half(
    purpose: &Purpose,
    id: &'static str,
    input: &NamedInteger,
    (exponent, prime): (&NamedInteger, &NamedInteger),
    observer: &mut impl Observer,
) -> Result<NamedInteger, Error> {
    if prime.integer.sign() != num_bigint::Sign::Plus {
        return Err(Error::Inconsistent { rule: "n = p · q" });
    }
    let symbol = format!("{}_{}", input.symbol, prime.symbol);
    let reduced = NamedInteger::secret(symbol, input.integer.mod_floor(&prime.integer));
    observer.step(|| {
        Step::new(id, format!("{} modulo {}", input.symbol, prime.symbol))
            .value(reduced.value())
            .equation(Equation::equal(&reduced, Expr::remainder(input, prime)))
    });
    let result = power(purpose, &reduced, exponent, prime, observer)?;
    Ok(NamedInteger::secret(purpose.result, result))
}
