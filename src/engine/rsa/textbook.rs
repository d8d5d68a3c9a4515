//! RSA on bare numbers (RFC 8017 §5): what the schemes are built on, and
//! never to be used by itself. The same message always gives the same
//! ciphertext, products of messages become products of ciphertexts, and a
//! small message under a small exponent never reaches the modulus.

use super::{Error, How, PrivateKey, PublicKey, block, crt};
use crate::engine::number::Named;
use crate::engine::trace::{Equation, Observer, Relation, Step};
use num_bigint::BigInt;

/// `c = m^e mod n` (RSAEP, §5.1.1).
///
/// # Errors
/// When the message is not below n.
pub fn encrypt(
    key: &PublicKey,
    message: &BigInt,
    observer: &mut impl Observer,
) -> Result<BigInt, Error> {
    let m = Named::secret("m", message.clone()).meaning("message");
    block::in_range("the message", message, &key.n)?;
    observer.step(|| {
        Step::new("range", "Is the message below n?")
            .says("Everything is computed modulo n, so only numbers below n can come back.")
            .equation(Equation::new(&m, Relation::Less, &key.n))
            .passes_if(true)
            .source("RFC 8017", "5.1.1")
    });
    let c = block::public(&block::ENCRYPT, key, &m, observer)?;
    // Below n without the modulus: an ordinary root undoes it.
    let bits = message
        .bits()
        .checked_mul(u64::try_from(&key.e.integer).unwrap_or(u64::MAX));
    // 0 and 1 stay what they are under any exponent.
    if message.bits() > 1
        && bits.is_some_and(|bits| bits < 4096)
        && m.integer.pow(exponent(key)) == c.integer
    {
        observer.step(|| {
            Step::new("no-reduction", "The modulus was never reached")
                .says("The power of the message is below n, so the remainder is the power itself. An ordinary root of the ciphertext is the message: no key is needed.")
                .equation(Equation::equal(&c, crate::engine::trace::Expr::power(&m, &key.e)))
                .verdict(crate::engine::trace::Verdict::Failed)
        });
    }
    Ok(c.integer)
}

fn exponent(key: &PublicKey) -> u32 {
    u32::try_from(&key.e.integer).unwrap_or(u32::MAX)
}

/// `m = c^d mod n` (RSADP, §5.1.2).
///
/// # Errors
/// When the ciphertext is not below n.
pub fn decrypt(
    key: &PrivateKey,
    ciphertext: &BigInt,
    how: How,
    observer: &mut impl Observer,
) -> Result<BigInt, Error> {
    block::in_range("the ciphertext", ciphertext, &key.n)?;
    let c = Named::public("c", ciphertext.clone()).meaning("ciphertext");
    crt::private(&crt::DECRYPT, key, &c, how, observer)
}
