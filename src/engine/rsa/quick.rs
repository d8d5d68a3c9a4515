//! The private-key operation at full speed and with nothing told: both halves
//! at once, by the fastest arithmetic there is.

use super::{Error, PrivateKey, range};
use crate::engine::number::kernel::{Power, Powers};
use crate::engine::number::prime::random_base;
use num_bigint::BigInt;
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
    if result.modpow(&key.e.integer, &key.n.integer) == *input {
        Ok(result)
    } else {
        Err(Error::Fault)
    }
}

/// The same for an input that is hidden behind a random factor first, so that
/// the time it takes tells nothing about input or key (Kocher, CRYPTO '96).
///
/// # Errors
/// When the input is not below n, or the check fails.
pub fn blinded(
    key: &PrivateKey,
    input: &BigInt,
    rng: &mut impl CryptoRng,
    powers: &mut Powers,
) -> Result<BigInt, Error> {
    range::in_range("the number", input, &key.n)?;
    let n = &key.n.integer;
    // All but about one in 2^(half the bits) have an inverse.
    let (factor, inverse) = loop {
        let factor = random_base(n, rng);
        if let Some(inverse) = factor.modinv(n) {
            break (factor, inverse);
        }
    };
    let hidden = input * factor.modpow(&key.e.integer, n) % n;
    Ok(private(key, &hidden, powers)? * inverse % n)
}

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
            for message in [&b""[..], b"hello"] {
                let quick =
                    pkcs1v15::sign_quickly(&key, message, &mut rng(seed), &mut powers).unwrap();
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
                assert_eq!(
                    blinded(&key, &input, &mut rng(seed), &mut powers).unwrap(),
                    expected
                );
            }
            let too_large = blinded(&key, n, &mut rng(seed), &mut powers);
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
        assert!(
            pkcs1v15::sign_quickly(&key, b"hello", &mut rng(1), &mut Powers::default()).is_err()
        );
    }
}
