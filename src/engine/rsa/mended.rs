//! Private keys whose values for decrypting by CRT are wrong: what p, q and d
//! say, they can be computed from.

use super::{Error, PrivateKey, PublicKey, primes};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::Zero;

impl PrivateKey {
    /// Puts a key together from n, e, d, p and q, and says which of d, d_p,
    /// d_q and q_inv had to be computed anew (RFC 8017 §3.2).
    pub(super) fn mended(
        public: PublicKey,
        [d, p, q, d_p, d_q, q_inv]: [BigInt; 6],
    ) -> Result<(Self, Vec<&'static str>), Error> {
        primes::fit(&public.n.integer, &p, &q)?;
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
        let inverse = q.modinv(&p).unwrap_or_else(BigInt::zero);
        let q_inv = right("q_inv", q_inv, inverse);
        let key = Self::from_numbers(public, [d, p, q, d_p, d_q, q_inv])?;
        Ok((key, wrong))
    }
}
