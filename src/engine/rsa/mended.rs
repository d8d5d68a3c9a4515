//! Private keys whose values for decrypting by CRT are wrong: what p, q and d
//! say, they can be computed from.

use super::{Error, PrivateKey, PublicKey};
use crate::engine::number::kernel::{Power, Powers};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Zero};

impl PrivateKey {
    /// Puts a key together from n, e, d, p and q, and says which of d, d_p,
    /// d_q and q_inv had to be computed anew (RFC 8017 §3.2).
    pub(super) fn mended(
        public: PublicKey,
        [d, p, q, d_p, d_q, q_inv]: [BigInt; 6],
    ) -> Result<(Self, Vec<&'static str>), Error> {
        let one = BigInt::one();
        if p <= one || q <= one || p == q || &p * &q != public.n.integer {
            return Err(Error::Inconsistent { rule: "n = p · q" });
        }
        let (p_1, q_1): (BigInt, BigInt) = (&p - 1, &q - 1);
        let mut wrong = Vec::new();
        let mut right = |name, found: BigInt, computed: BigInt| {
            if found != computed {
                wrong.push(name);
            }
            computed
        };
        let smaller = match d {
            ref d if *d < public.n.integer => d.clone(),
            ref d => d.mod_floor(&p_1.lcm(&q_1)),
        };
        let d = right("d", d, smaller);
        let d_p = right("d_p", d_p, d.mod_floor(&p_1));
        let d_q = right("d_q", d_q, d.mod_floor(&q_1));
        // Where q has no inverse modulo p, they are no primes.
        let inverse = q.modinv(&p).unwrap_or_else(BigInt::zero);
        let q_inv = right("q_inv", q_inv, inverse);
        let key = Self::from_numbers(public, [d, p, q, d_p, d_q, q_inv])?;
        Ok((key, wrong))
    }

    /// Whether p and q may be primes: by Fermat's test to the base 2, which
    /// no composite passes but by rare chance. Numbers from elsewhere can fit
    /// together and still be no key.
    ///
    /// # Errors
    /// When one of them is not.
    pub fn tests_primes(&self, powers: &mut Powers) -> Result<(), Error> {
        let (p, q) = (&self.p.integer, &self.q.integer);
        let exponents: [BigInt; 2] = [p - 1, q - 1];
        let power = |exponent, modulus| Power {
            base: None,
            exponent,
            modulus,
        };
        let results = powers.both([power(&exponents[0], p), power(&exponents[1], q)]);
        for ((which, prime), result) in [("p", p), ("q", q)].into_iter().zip(results) {
            if !result.is_one() {
                return Err(Error::NotPrime {
                    which,
                    found: prime.clone(),
                    factor: None,
                });
            }
        }
        Ok(())
    }
}
