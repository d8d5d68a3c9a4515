//! What becomes of toy keys: of those that do not fit, and of those that do.

use super::unmade;
use crate::engine::diagnosis::Diagnosis;
use crate::engine::number::factor;
use crate::engine::rsa::{Error, PublicKey, broken};
use crate::engine::text::short;
use crate::engine::trace::{Observer, Value};
use crate::units::{Output, Recipe, Tool};
use num_bigint::BigInt;

/// Whether there is something to see behind this error.
pub(super) fn leads_on(error: &Error) -> bool {
    match error {
        Error::NotPrime { found, .. } => found.bit(0) && *found > BigInt::from(2),
        Error::EqualPrimes { .. } | Error::NotCoprime(_) => true,
        _ => false,
    }
}

/// The consequences of p, q and an exponent that do not make a key.
pub(super) fn output(
    (p, q, e): (&BigInt, &BigInt, &BigInt),
    error: Error,
    observer: &mut impl Observer,
) -> Result<Output, Diagnosis> {
    let odd = |number: &BigInt| number.bit(0) && *number > BigInt::from(2);
    match error {
        Error::NotPrime { found, factor, .. } if odd(p) && odd(q) => {
            let lost = broken::composite(p, q, e, observer).map_err(|error| match error {
                Error::NotCoprime(why) => Diagnosis::expected(format!(
                    "an exponent that shares no factor with lcm(p − 1, q − 1) = {}",
                    short(&why.lambda)
                ))
                .of("toy-e")
                .found(format!("{}, which shares {}", why.e, why.gcd))
                .help(format!("{} would do.", why.would_do)),
                other => unmade("toy-e", other),
            })?;
            let named = match factor {
                Some(factor) => format!("{found} is {factor} · {}", &found / &factor),
                None => format!("{found} is not prime"),
            };
            let n = p * q;
            Ok(match lost.first {
                Some((m, back)) => Output {
                    headline: format!(
                        "No key: {named}. Computed as if it were prime, {} of {} messages do not come back: {m} comes back as {}.",
                        lost.lost,
                        lost.tried,
                        short(&back)
                    )
                    .into(),
                    results: vec![
                        Value::public("n", n).meaning("modulus"),
                        Value::secret("m", m).meaning("message"),
                        Value::secret("m′", back).meaning("what comes back"),
                    ],
                    recipes: vec![python(
                        "The same with plain Python",
                        format!(
                            "from math import lcm\n\np, q, e = {p}, {q}, {e}\nn = p * q\nd = pow(e, -1, lcm(p - 1, q - 1))\nprint([m for m in range(2, {}) if pow(pow(m, e, n), d, n) != m])\n",
                            lost.tried + 2
                        ),
                    )],
                    ..bad()
                },
                None => Output {
                    headline: format!(
                        "No key: {named}. By luck the first {} messages come back all the same, but n is easier to take apart, and nobody may rely on it.",
                        lost.tried
                    )
                    .into(),
                    results: vec![Value::public("n", n).meaning("modulus")],
                    ..bad()
                },
            })
        }
        Error::EqualPrimes { .. } => {
            let (root, d) =
                broken::square(p, e, observer).map_err(|error| unmade("toy-e", error))?;
            let n = p * p;
            let mut results = vec![
                Value::public("n", n.clone()).meaning("modulus"),
                Value::public("√n", root.clone()).meaning("the square root of n, which is p"),
            ];
            results.extend(d.map(|d| {
                Value::public("d", d).meaning("private exponent, found from n and e alone")
            }));
            Ok(Output {
                headline: format!(
                    "No key: n = {} is a square. Its root is {}, and that gives the private key to everybody.",
                    short(&n),
                    short(&root)
                )
                .into(),
                results,
                recipes: vec![python(
                    "The same with plain Python",
                    format!("from math import isqrt\n\nn, e = {n}, {e}\np = isqrt(n)\nassert p * p == n\nprint(p, pow(e, -1, p * (p - 1)))\n"),
                )],
                ..bad()
            })
        }
        Error::NotCoprime(why) => {
            let found =
                broken::collision(p, q, e, observer).map_err(|error| unmade("toy-e", error))?;
            Ok(Output {
                headline: format!(
                    "No key: e = {} and λ(n) = {} share the factor {}. The messages {} and {} have the same ciphertext, {}, so no private key can tell them apart.",
                    why.e,
                    short(&why.lambda),
                    why.gcd,
                    short(&found.one),
                    short(&found.other),
                    short(&found.ciphertext)
                )
                .into(),
                results: vec![
                    Value::secret("m_1", found.one.clone()).meaning("message"),
                    Value::secret("m_2", found.other.clone()).meaning("another message"),
                    Value::public("c", found.ciphertext).meaning("the ciphertext of both"),
                ],
                recipes: vec![python(
                    "The same with plain Python",
                    format!(
                        "n, e = {}, {e}\nprint(pow({}, e, n), pow({}, e, n))\n",
                        p * q,
                        found.one,
                        found.other
                    ),
                )],
                ..bad()
            })
        }
        other => Err(unmade("toy-e", other)),
    }
}

fn bad() -> Output {
    Output {
        good: Some(false),
        ..Output::default()
    }
}

fn python(title: &'static str, code: String) -> Recipe {
    Recipe {
        tool: Tool::Python,
        title: title.into(),
        code,
    }
}

/// Takes a toy key's n apart, and says how quickly that went.
pub(super) fn taken_apart(key: &PublicKey, output: &mut Output, observer: &mut impl Observer) {
    let says = if let Some(found) = factor::by_trial(&key.n, observer) {
        format!(
            "From n alone, {} {} · {}.",
            match found.steps {
                1 => "1 division finds".to_owned(),
                steps => format!("{steps} divisions find"),
            },
            found.one,
            found.other
        )
    } else if let Some(found) = factor::by_fermat(&key.n, observer) {
        output.good = Some(false);
        format!(
            "Its primes are so close together that Fermat’s method finds them from n alone in {}.",
            match found.steps {
                1 => "1 step".to_owned(),
                steps => format!("{steps} steps"),
            }
        )
    } else {
        format!(
            "Dividing by the first {} odd numbers does not find its primes, but n has only {} bits: the quadratic sieve in a computer algebra system takes it apart in seconds.",
            factor::DIVISIONS,
            key.bits()
        )
    };
    output.headline = format!("{} {says}", output.headline).into();
}
