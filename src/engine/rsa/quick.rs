//! The private-key operation at full speed and with nothing told: both halves
//! at once, by the fastest arithmetic there is.

use super::{Error, PrivateKey, range};
use crate::engine::number::kernel::{Power, Powers};
use crate::engine::number::prime::random_base;
use crypto_bigint::{BoxedUint, Odd};
use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use rand::CryptoRng;

/// `input^d mod n` for an input that whoever watches the clock may know: the
/// arithmetic takes the same steps for all inputs of a size, but the reductions
/// before and after it do not.
///
/// By the Chinese remainder theorem (RFC 8017 §5.1.2), checked by raising the
/// result to the power e.
///
/// # Errors
/// When the input is not below n, or the check fails.
pub fn private(key: &PrivateKey, input: &BigInt, powers: &mut Powers) -> Result<BigInt, Error> {
    range::in_range("the number", input, &key.n)?;
    let (p, q) = (&key.p.integer, &key.q.integer);
    let reduced = [p, q].map(|prime| input.mod_floor(prime));
    let power = |base, exponent, modulus| Power {
        base: Some(base),
        exponent,
        modulus,
    };
    let [one, two] = powers.both([
        power(&reduced[0], &key.d_p.integer, p),
        power(&reduced[1], &key.d_q.integer, q),
    ]);
    let h = ((one - &two) * &key.q_inv.integer).mod_floor(p);
    let result = two + q * h;
    if to_the_e(key, &result) == *input {
        Ok(result)
    } else {
        Err(Error::Fault)
    }
}

/// How often a factor that hides inputs is squared before another is drawn, as
/// in OpenSSL and BoringSSL.
const SQUARED: u32 = 32;

/// A key whose inputs are hidden behind a random factor first, so that the time
/// an operation takes tells nothing about input or key (Kocher, CRYPTO '96).
///
/// Each input has another factor. Drawing one takes an inverse and a power of e
/// modulo n, so most are the square of the one before, and its inverse the
/// square of that inverse; whoever has seen no factor knows none of its squares.
pub struct Blinded<'a> {
    key: &'a PrivateKey,
    hiding: Option<Hiding>,
}

/// What hides an input, and what uncovers the result.
struct Hiding {
    /// `r^e mod n`, for a random r.
    factor: BigInt,
    /// `r^−1 mod n`.
    inverse: BigInt,
    /// How often both may still be squared.
    left: u32,
}

impl<'a> Blinded<'a> {
    /// With this key; nothing is drawn yet.
    #[must_use]
    pub fn new(key: &'a PrivateKey) -> Self {
        Self { key, hiding: None }
    }

    /// The key.
    #[must_use]
    pub fn key(&self) -> &'a PrivateKey {
        self.key
    }

    /// `input^d mod n`, as [`private`] has it.
    ///
    /// # Errors
    /// When the input is not below n, or the check fails.
    pub fn private(
        &mut self,
        input: &BigInt,
        rng: &mut impl CryptoRng,
        powers: &mut Powers,
    ) -> Result<BigInt, Error> {
        range::in_range("the number", input, &self.key.n)?;
        let hiding = match self.hiding.take().and_then(|last| last.squared(self.key)) {
            Some(next) => next,
            None => Hiding::draw(self.key, rng),
        };
        let n = &self.key.n.integer;
        let hidden = input * &hiding.factor % n;
        let result = private(self.key, &hidden, powers)? * &hiding.inverse % n;
        // After a fault it is gone, and the next one is drawn.
        self.hiding = Some(hiding);
        Ok(result)
    }
}

impl Hiding {
    fn draw(key: &PrivateKey, rng: &mut impl CryptoRng) -> Self {
        let n = &key.n.integer;
        // All but about one in 2^(half the bits) have an inverse.
        let (random, inverse) = loop {
            let random = random_base(n, rng);
            if let Some(inverse) = inverse(&random, n) {
                break (random, inverse);
            }
        };
        Self {
            factor: to_the_e(key, &random),
            inverse,
            left: SQUARED,
        }
    }

    /// The next one, if this one is not too old.
    fn squared(self, key: &PrivateKey) -> Option<Self> {
        let square = |x: &BigInt| x * x % &key.n.integer;
        Some(Self {
            factor: square(&self.factor),
            inverse: square(&self.inverse),
            left: self.left.checked_sub(1)?,
        })
    }
}

/// The inverse of a number modulo n, by crate `crypto-bigint`, which takes the
/// same steps for all of them; `None` where there is none.
fn inverse(number: &BigInt, n: &BigInt) -> Option<BigInt> {
    let bits = u32::try_from(n.bits()).ok()?;
    let boxed = |number: &BigInt| BoxedUint::from_be_slice_truncated(&number.to_bytes_be().1, bits);
    let modulus = Odd::new(boxed(n)).into_option()?;
    let inverse = boxed(number).invert_odd_mod(&modulus).into_option()?;
    Some(BigInt::from_bytes_be(Sign::Plus, &inverse.to_be_bytes()))
}

/// `base^e mod n`. The exponent is public and mostly short, and for a short one
/// the tables of a general power take longer than the power.
fn to_the_e(key: &PrivateKey, base: &BigInt) -> BigInt {
    let (e, n) = (&key.e.integer, &key.n.integer);
    if e.bits() > SHORT {
        return base.modpow(e, n);
    }
    let mut power = base.clone();
    for bit in (0..e.bits().saturating_sub(1)).rev() {
        power = &power * &power % n;
        if e.bit(bit) {
            power = power * base % n;
        }
    }
    power
}

/// The bits of a short exponent.
const SHORT: u64 = 32;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use super::super::pkcs1v15;
    use super::super::tests::{made, rng};
    use super::*;
    use crate::engine::number::NamedInteger;

    #[test]
    fn quick_powers_are_the_told_ones() {
        let mut powers = Powers::default();
        // 2048, 3072 and 4096 bits run on the kernel, the others do not.
        for (bits, seed) in [(768, 30), (1024, 31), (2048, 32), (3072, 33), (2050, 34)] {
            let key = made(bits, seed, &mut ());
            let theirs = key.to_crate().unwrap();
            let mut blinded = Blinded::new(&key);
            let mut chance = rng(seed);
            for message in [&b""[..], b"hello"] {
                let quick = pkcs1v15::sign_quickly(&mut blinded, message, &mut chance, &mut powers)
                    .unwrap();
                assert_eq!(
                    quick,
                    theirs.pkcs1v15_sign::<sha2::Sha256>(message).unwrap()
                );
            }
            let n = &key.n.integer;
            let edges = [
                0.into(),
                1.into(),
                2.into(),
                key.p.integer.clone(),
                n - 1,
                n - &key.q.integer,
            ];
            for input in edges {
                let expected = input.modpow(&key.d.integer, n);
                assert_eq!(private(&key, &input, &mut powers).unwrap(), expected);
                let hidden = blinded.private(&input, &mut chance, &mut powers);
                assert_eq!(hidden.unwrap(), expected);
            }
            let too_large = blinded.private(n, &mut chance, &mut powers);
            assert!(matches!(too_large, Err(Error::OutOfRange { .. })));
        }
    }

    #[test]
    fn a_fault_in_one_half_is_not_handed_out() {
        let mut key = made(2048, 35, &mut ());
        key.d_p = NamedInteger::secret("d_p", &key.d_p.integer + 1);
        assert_eq!(
            private(&key, &3.into(), &mut Powers::default()),
            Err(Error::Fault)
        );
        let mut blinded = Blinded::new(&key);
        let signed =
            pkcs1v15::sign_quickly(&mut blinded, b"hello", &mut rng(1), &mut Powers::default());
        assert!(signed.is_err());
        assert!(blinded.hiding.is_none());
    }

    #[test]
    fn each_input_is_hidden_by_another_factor() {
        let key = made(768, 36, &mut ());
        let (n, e) = (&key.n.integer, &key.e.integer);
        let (mut blinded, mut chance) = (Blinded::new(&key), rng(2));
        let mut factors = std::collections::HashSet::new();
        let mut drawn = 0;
        for _ in 0..=2 * SQUARED + 2 {
            let result = blinded.private(&3.into(), &mut chance, &mut Powers::default());
            assert_eq!(result.unwrap().modpow(e, n), 3.into());
            let hiding = blinded.hiding.as_ref().unwrap();
            assert_eq!(&hiding.factor * hiding.inverse.modpow(e, n) % n, 1.into());
            assert!(factors.insert(hiding.factor.clone()));
            drawn += u32::from(hiding.left == SQUARED);
        }
        assert_eq!(drawn, 3);
    }

    #[test]
    fn inverses_are_those_of_num_bigint() {
        let n = made(768, 38, &mut ()).n.integer;
        let mut chance = rng(3);
        for _ in 0..20 {
            let number = random_base(&n, &mut chance);
            assert_eq!(inverse(&number, &n), number.modinv(&n));
        }
        for (number, n) in [(1, 15), (2, 15), (14, 15), (3, 15), (10, 15), (0, 15)] {
            let (number, n) = (BigInt::from(number), BigInt::from(n));
            assert_eq!(inverse(&number, &n), number.modinv(&n), "{number}");
        }
    }

    #[test]
    fn powers_of_e_are_powers() {
        let mut key = made(768, 37, &mut ());
        let n = key.n.integer.clone();
        for e in [
            1_u64,
            2,
            3,
            17,
            65_536,
            65_537,
            u64::from(u32::MAX),
            1 << 32,
            u64::MAX,
        ] {
            key.e = NamedInteger::public("e", e);
            for base in [BigInt::ZERO, 1.into(), 5.into(), &n - 1] {
                assert_eq!(to_the_e(&key, &base), base.modpow(&e.into(), &n), "{e}");
            }
        }
    }
}
