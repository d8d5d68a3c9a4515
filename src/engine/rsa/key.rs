//! RSA keys from two primes, and how they are generated.

use super::exponent::{largest_exponent, private_exponent, public_exponent};
use super::{Error, primes, quick};
use crate::engine::number::kernel::Powers;
use crate::engine::number::search::far_enough;
use crate::engine::number::{NamedInteger, euclid, prime};
use crate::engine::trace::{Equation, Expr, Observer, Relation, Step};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed};

/// The public half: anybody may have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    /// The modulus.
    pub n: NamedInteger,
    /// The public exponent.
    pub e: NamedInteger,
}

/// A private key of two primes with the values for decrypting by CRT
/// (RFC 8017 §3.2, the second representation).
///
/// Its integers cannot be wiped when dropped: their type gives no access to
/// its memory. What is kept is kept as DER bytes, which are wiped.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PrivateKey {
    /// The modulus, `p·q`.
    pub n: NamedInteger,
    /// The public exponent.
    pub e: NamedInteger,
    /// The private exponent: `e·d ≡ 1 (mod λ(n))`.
    pub d: NamedInteger,
    /// The first prime.
    pub p: NamedInteger,
    /// The second prime.
    pub q: NamedInteger,
    /// `d mod (p − 1)`.
    pub d_p: NamedInteger,
    /// `d mod (q − 1)`.
    pub d_q: NamedInteger,
    /// The inverse of q modulo p.
    pub q_inv: NamedInteger,
}

impl std::fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PrivateKey")
            .field("n", &self.n.integer)
            .field("e", &self.e.integer)
            .finish_non_exhaustive()
    }
}

/// Keys below this many bits are toys: rules that only make sense for real
/// sizes are explained and not enforced.
pub const TOY_BELOW: u64 = 512;

/// The largest modulus that is read, in bits. A longer one would only keep
/// the worker busy.
pub const LARGEST: usize = 16384;

impl PublicKey {
    /// A public key from its numbers.
    ///
    /// # Errors
    /// When the modulus is even, below 15 or above [`LARGEST`], or the
    /// exponent is even, below 3, not below the modulus or not below 2 to the
    /// power of [`EXPONENT_BITS`](super::EXPONENT_BITS).
    pub fn new(n: BigInt, e: BigInt) -> Result<Self, Error> {
        let bits = usize::try_from(n.bits()).unwrap_or(usize::MAX);
        if bits > LARGEST {
            return Err(Error::Size {
                least: 4,
                greatest: LARGEST,
                found: bits,
            });
        }
        if n < BigInt::from(15) || !n.bit(0) {
            return Err(Error::Inconsistent {
                rule: "n is a product of two odd primes",
            });
        }
        let below = n.clone().min(largest_exponent());
        if e < BigInt::from(3) || !e.bit(0) || e >= below {
            return Err(Error::Exponent { found: e, below });
        }
        Ok(Self {
            n: NamedInteger::public("n", n).meaning("modulus"),
            e: NamedInteger::public("e", e).meaning("public exponent"),
        })
    }

    /// The length of the modulus in bytes, `k` in RFC 8017.
    #[must_use]
    pub fn size(&self) -> usize {
        usize::try_from(self.bits().div_ceil(8)).unwrap_or(usize::MAX)
    }

    /// The length of the modulus in bits.
    #[must_use]
    pub fn bits(&self) -> u64 {
        self.n.integer.bits()
    }

    /// Whether it is too small for anything but looking at.
    #[must_use]
    pub fn is_toy(&self) -> bool {
        self.bits() < TOY_BELOW
    }
}

impl PrivateKey {
    /// Makes a key from two primes that anybody may have chosen, telling
    /// every step, the tests of primality among them.
    ///
    /// # Errors
    /// When a number is not an odd prime, both are the same, they are too
    /// close for a real-sized key, or the exponent does not fit them.
    pub fn from_primes(
        p: &BigInt,
        q: &BigInt,
        e: &BigInt,
        observer: &mut impl Observer,
    ) -> Result<Self, Error> {
        for (id, which, integer) in [("prime-p", "p", p), ("prime-q", "q", q)] {
            let finding =
                prime::examine(id, &NamedInteger::secret(which, integer.clone()), observer);
            let factor = match finding {
                prime::Finding::DividedBy(prime) => Some(prime.into()),
                _ if *integer == BigInt::from(2) => None,
                finding if finding.is_prime() => continue,
                _ => prime::factor(integer),
            };
            return Err(Error::NotPrime {
                which,
                found: integer.clone(),
                factor,
            });
        }
        let powers = &mut Powers::default();
        Self::assemble(p.clone(), q.clone(), e.clone(), powers, observer)
    }

    /// Makes a key from two numbers that are known to be primes.
    pub(super) fn assemble(
        p: BigInt,
        q: BigInt,
        e: BigInt,
        powers: &mut Powers,
        observer: &mut impl Observer,
    ) -> Result<Self, Error> {
        let p = NamedInteger::secret("p", p).meaning("first prime");
        let q = NamedInteger::secret("q", q).meaning("second prime");
        distinct(&p, &q, observer)?;
        let n = NamedInteger::public("n", &p.integer * &q.integer).meaning("modulus");
        observer.step(|| {
            Step::new("n", "The modulus n")
                .says(format!(
                    "Multiplying is easy; finding p and q again from n is the problem on which RSA rests. n has {} bits.",
                    n.integer.bits()
                ))
                .value(n.value())
                .equation(Equation::equal(&n, Expr::product(&p, &q)))
                .source("RFC 8017", "3.1")
        });
        let lambda = lambda(&p, &q, observer);
        let e = public_exponent(e, &lambda, observer)?;
        let d = private_exponent(&e, &lambda, n.integer.bits(), observer)?;
        let (d_p, d_q, q_inv) = crt_values(&p, &q, &d, observer)?;
        let key = Self {
            n,
            e,
            d,
            p,
            q,
            d_p,
            d_q,
            q_inv,
        };
        key.works(powers, observer)?;
        Ok(key)
    }

    /// Whether what is encrypted with it comes back: whatever computed the
    /// numbers, a key that fails this is not handed out.
    fn works(&self, powers: &mut Powers, observer: &mut impl Observer) -> Result<(), Error> {
        // It raises what it computed to the power e and compares.
        quick::private(self, &BigInt::from(2), powers)?;
        observer.step(|| {
            let Self { n, e, d, .. } = self;
            Step::new("round-trip", "Does it work?")
                .says("Raise 2 to the power d and the result to the power e: the 2 is back.")
                .equation(Equation::equal(
                    Expr::power_mod(Expr::power_mod(2, d, n), e, n),
                    2,
                ))
                .passes_if(true)
                .source("SP 800-56B", "6.4.1.1")
        });
        Ok(())
    }

    /// Puts a key together from numbers that were read, and checks that p and q
    /// are prime and that all belong together (RFC 8017 §3.2).
    ///
    /// # Errors
    /// The first rule that does not hold.
    pub(super) fn from_numbers(
        public: PublicKey,
        [d, p, q, d_p, d_q, q_inv]: [BigInt; 6],
    ) -> Result<Self, Error> {
        let one = BigInt::one();
        primes::fit(&public.n.integer, &p, &q)?;
        let e = &public.e.integer;
        let (p_1, q_1): (BigInt, BigInt) = (&p - 1, &q - 1);
        let rules = [
            ("1 < d < n", d > one && d < public.n.integer),
            (
                "e · d ≡ 1 (mod λ(n))",
                (e * &d).mod_floor(&p_1.lcm(&q_1)).is_one(),
            ),
            ("d_p = d mod (p − 1)", d_p == d.mod_floor(&p_1)),
            ("d_q = d mod (q − 1)", d_q == d.mod_floor(&q_1)),
            (
                "q · q_inv ≡ 1 (mod p)",
                q_inv.is_positive() && q_inv < p && (&q * &q_inv).mod_floor(&p).is_one(),
            ),
        ];
        if let Some((rule, _)) = rules.into_iter().find(|(_, holds)| !holds) {
            return Err(Error::Inconsistent { rule });
        }
        Ok(Self {
            n: public.n,
            e: public.e,
            d: NamedInteger::secret("d", d).meaning("private exponent"),
            p: NamedInteger::secret("p", p).meaning("first prime"),
            q: NamedInteger::secret("q", q).meaning("second prime"),
            d_p: NamedInteger::secret("d_p", d_p).meaning("d mod (p − 1)"),
            d_q: NamedInteger::secret("d_q", d_q).meaning("d mod (q − 1)"),
            q_inv: NamedInteger::secret("q_inv", q_inv).meaning("inverse of q modulo p"),
        })
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey {
            n: self.n.clone(),
            e: self.e.clone(),
        }
    }

    /// The length of the modulus in bytes, `k` in RFC 8017.
    #[must_use]
    pub fn size(&self) -> usize {
        self.public().size()
    }

    /// Whether it is too small for anything but looking at.
    #[must_use]
    pub fn is_toy(&self) -> bool {
        self.n.integer.bits() < TOY_BELOW
    }
}

fn distinct(p: &NamedInteger, q: &NamedInteger, observer: &mut impl Observer) -> Result<(), Error> {
    let nlen = (&p.integer * &q.integer).bits();
    let distance = NamedInteger::secret("Δ", (&p.integer - &q.integer).abs()).meaning("distance");
    let equal = p.integer == q.integer;
    let real = nlen >= TOY_BELOW;
    let fits = !equal && (!real || far_enough(&p.integer, &q.integer, nlen));
    let least = nlen / 2;
    observer.step(|| {
        let step = Step::new("distance", "Are p and q far enough apart?")
            .value(distance.value())
            .equation(Equation::equal(
                &distance,
                Expr::absolute(Expr::difference(p, q)),
            ))
            .passes_if(fits)
            .source("FIPS 186-5", "A.1.3");
        if equal {
            return step
                .says("p and q are the same: then n is a square, and its square root gives the key away.")
                .equation(Equation::equal(p, q));
        }
        if !real {
            return step
                .says("They differ, which is enough for a toy. For real sizes the standard asks for |p − q| above 2 to the power of (half the bits of n, less 100): far away from where Fermat's method of factoring works, which is near the fourth root of n.")
                .equation(Equation::new(p, Relation::NotEqual, q));
        }
        let bound = Expr::power(2, i64::try_from(least.saturating_sub(100)).unwrap_or(0));
        let relation = if fits { Relation::Greater } else { Relation::AtMost };
        step.says("Were they close together, both would be close to the square root of n, and Fermat's method of factoring would find them.")
            .equation(Equation::new(&distance, relation, bound))
    });
    if equal {
        Err(Error::EqualPrimes {
            found: p.integer.clone(),
        })
    } else if !fits {
        Err(Error::PrimesTooClose {
            expected_bits: least.saturating_sub(100),
            found_bits: distance.integer.bits(),
        })
    } else {
        Ok(())
    }
}

/// λ(n), with φ(n) beside it.
fn lambda(p: &NamedInteger, q: &NamedInteger, observer: &mut impl Observer) -> NamedInteger {
    let (p_1, q_1): (BigInt, BigInt) = (&p.integer - 1, &q.integer - 1);
    let lambda = NamedInteger::secret("λ", p_1.lcm(&q_1)).meaning("λ(n), Carmichael's function");
    observer.step(|| {
        let phi = NamedInteger::secret("φ", &p_1 * &q_1).meaning("φ(n), Euler's function");
        let g = NamedInteger::secret("g", p_1.gcd(&q_1)).meaning("gcd(p − 1, q − 1)");
        let (p_1, q_1) = (Expr::difference(p, 1), Expr::difference(q, 1));
        Step::new("lambda", "λ(n), and why not φ(n)")
            .says("Exponents may be reduced modulo λ(n): it is the smallest exponent whose power leaves 1 of every base that shares no factor with n. φ(n) = (p − 1)·(q − 1) works too and stands in many books, but it is a multiple of λ(n) and so often gives a larger d than necessary. The standards use λ(n).")
            .value(lambda.value())
            .value(phi.value())
            .equation(Equation::equal(&lambda, Expr::lcm(p_1.clone(), q_1.clone())))
            .equation(Equation::equal(&phi, Expr::product(p_1.clone(), q_1.clone())))
            .equation(Equation::equal(&g, Expr::gcd(p_1, q_1)))
            .equation(Equation::equal(&phi, Expr::product(&lambda, &g)))
            .source("RFC 8017", "3.1")
    });
    lambda
}

fn crt_values(
    p: &NamedInteger,
    q: &NamedInteger,
    d: &NamedInteger,
    observer: &mut impl Observer,
) -> Result<(NamedInteger, NamedInteger, NamedInteger), Error> {
    let reduce = |symbol, meaning, prime: &NamedInteger| {
        NamedInteger::secret(symbol, d.integer.mod_floor(&(&prime.integer - 1))).meaning(meaning)
    };
    let d_p = reduce("d_p", "d mod (p − 1)", p);
    let d_q = reduce("d_q", "d mod (q − 1)", q);
    observer.step(|| {
        Step::new("d_p", "The CRT exponents, for decrypting faster")
            .says("Whoever knows p and q can compute modulo each of them instead of modulo n: the numbers are half as long, which makes it about four times faster.")
            .value(d_p.value())
            .value(d_q.value())
            .equation(Equation::equal(&d_p, Expr::remainder(d, Expr::difference(p, 1))))
            .equation(Equation::equal(&d_q, Expr::remainder(d, Expr::difference(q, 1))))
            .source("RFC 8017", "3.2")
    });
    let q_inv =
        euclid::inverse("euclid-q-inv", q, p, observer).map_err(|_| Error::EqualPrimes {
            found: p.integer.clone(),
        })?;
    let q_inv = NamedInteger::secret("q_inv", q_inv).meaning("inverse of q modulo p");
    observer.step(|| {
        Step::new("q_inv", "The CRT coefficient, which joins the halves")
            .says("Garner's step needs the inverse of q modulo p.")
            .value(q_inv.value())
            .equation(Equation::equal(&q_inv, Expr::inverse(q, p)))
            .equation(Equation::congruent(Expr::product(q, &q_inv), 1, p))
            .source("RFC 8017", "3.2")
    });
    Ok((d_p, d_q, q_inv))
}
