//! RSA on bare numbers (RFC 8017 §5): what the schemes are built on, and
//! never to be used by itself. The same message always gives the same
//! ciphertext, products of messages become products of ciphertexts, and a
//! small message under a small exponent never reaches the modulus.

use super::block::{bytes_value, count, i2osp, os2ip};
use super::outcome::differing;
use super::{
    DecryptionOutcome, Error, How, PrivateKey, PublicKey, VerificationOutcome, block, crt,
};
use crate::engine::knowers::Knowers;
use crate::engine::number::NamedInteger;
use crate::engine::text::plural;
use crate::engine::trace::{Equation, Expr, Hash, Observer, Relation, Step, Verdict};
use num_bigint::BigInt;
use num_integer::Integer;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// The most blocks that a text is cut into.
pub const MOST_BLOCKS: usize = 1000;

/// The bits below which another message with the same number is looked for.
const COLLISION_BITS: u64 = 14;

/// `c = m^e mod n` (RSAEP, §5.1.1).
///
/// # Errors
/// When the message is not below n.
pub fn encrypt(
    key: &PublicKey,
    message: &BigInt,
    observer: &mut impl Observer,
) -> Result<BigInt, Error> {
    let m = NamedInteger::secret("m", message.clone()).meaning("message");
    super::range::ask_range("the message", &m, &key.n, observer)?;
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
                .says("The e-th power of the message is below n, so the remainder is the power itself. An ordinary root of the ciphertext is the message: no key is needed.")
                .equation(Equation::equal(&c, Expr::power(&m, &key.e)))
                .verdict(Verdict::Failed)
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
    let c = NamedInteger::public("c", ciphertext.clone()).meaning("ciphertext");
    if ciphertext >= &key.n.integer {
        super::range::ask_range("the ciphertext", &c, &key.n, observer)?;
    }
    crt::private(&crt::DECRYPT, key, &c, how, observer)
}

/// How many whole bytes always fit below n: 0 where n is below 256.
#[must_use]
pub fn block_length(n: &BigInt) -> usize {
    usize::try_from(n.bits().saturating_sub(1) / 8).unwrap_or(0)
}

/// Encrypts a text: as one number where that is below n, otherwise in blocks
/// of [`block_length`] bytes, each with a power of its own.
///
/// # Errors
/// When n has no room for a byte, or the text has more than [`MOST_BLOCKS`]
/// blocks.
pub fn encrypt_text(
    key: &PublicKey,
    text: &[u8],
    observer: &mut impl Observer,
) -> Result<Vec<BigInt>, Error> {
    let whole = os2ip(text);
    if whole < key.n.integer {
        let m = bytes_value("M", text, Knowers::OWNER).meaning("message");
        let number = NamedInteger::secret("m", whole).meaning("message");
        block::to_number(
            "number",
            "The message as a number",
            &m,
            number.clone(),
            observer,
        );
        return Ok(vec![encrypt(key, &number.integer, observer)?]);
    }
    let length = block_length(&key.n.integer);
    if length == 0 {
        // It is above n, and no letter of it would be below.
        let number = NamedInteger::secret("m", whole).meaning("message");
        let asked = super::range::ask_range("the message", &number, &key.n, observer);
        let n = key.n.integer.clone();
        return asked.map(|()| Vec::new()).map_err(|_| Error::NoRoom { n });
    }
    let blocks: Vec<&[u8]> = text.chunks(length).collect();
    if blocks.len() > MOST_BLOCKS {
        return Err(Error::MessageTooLong {
            most: MOST_BLOCKS * length,
            found: text.len(),
        });
    }
    observer.enter(|| {
        Step::new("blocks", "The message in blocks")
            .says(format!(
                "The message as one number is not below n. {} always fit, so it is cut into {} blocks, each a number with a power of its own.",
                plural(length),
                blocks.len()
            ))
            .equation(Equation::new(
                Expr::power(2, count(8 * length)),
                Relation::Less,
                &key.n,
            ))
    });
    let numbers = blocks
        .iter()
        .zip(1..)
        .map(|(part, number)| {
            let m = NamedInteger::secret(format!("m_{number}"), os2ip(part));
            observer.enter(|| {
                let part = bytes_value(format!("M_{number}"), part, Knowers::OWNER);
                Step::new(format!("block-{number}"), format!("Block {number}"))
                    .value(m.value())
                    .equation(Equation::equal(&m, Expr::os2ip(part)))
            });
            let c = block::public(&block::ENCRYPT, key, &m, observer);
            observer.leave();
            Ok(c?.integer)
        })
        .collect::<Result<Vec<_>, Error>>();
    observer.leave();
    let numbers = numbers?;
    if let Some((first, second)) = repeated(&numbers) {
        observer.step(|| {
            let named = |at: usize| {
                let c = numbers.get(at).cloned().unwrap_or_default();
                NamedInteger::public(format!("c_{}", at + 1), c)
            };
            Step::new("repeats", "Equal blocks, equal numbers")
                .says(format!(
                    "Blocks {} and {} of the message are equal, and so are their numbers: whoever listens sees what is repeated, and can try every block with the public key.",
                    first + 1,
                    second + 1
                ))
                .equation(Equation::equal(named(first), named(second)))
                .verdict(Verdict::Failed)
        });
    }
    Ok(numbers)
}

/// The first number that stands twice: where, and where again.
fn repeated(numbers: &[BigInt]) -> Option<(usize, usize)> {
    let mut seen = std::collections::HashMap::new();
    numbers
        .iter()
        .enumerate()
        .find_map(|(at, number)| seen.insert(number, at).map(|first| (first, at)))
}

/// The numbers in a ciphertext, each as long as the modulus.
///
/// # Errors
/// Why the bytes cannot be a ciphertext under this key.
pub fn numbers(key: &PublicKey, ciphertext: &[u8]) -> Result<Vec<BigInt>, DecryptionOutcome> {
    let k = key.size().max(1);
    if ciphertext.is_empty() || !ciphertext.len().is_multiple_of(k) {
        return Err(DecryptionOutcome::failed(format!(
            "A ciphertext under this key has {} for each number; this one has {}.",
            plural(k),
            ciphertext.len()
        )));
    }
    if ciphertext.len() / k > MOST_BLOCKS {
        return Err(DecryptionOutcome::failed(format!(
            "That is more than {MOST_BLOCKS} blocks."
        )));
    }
    let numbers: Vec<BigInt> = ciphertext.chunks(k).map(os2ip).collect();
    if numbers.iter().any(|number| *number >= key.n.integer) {
        return Err(DecryptionOutcome::failed(
            "The ciphertext as a number is not below n, so it was not made with this key, or it was changed since.",
        ));
    }
    Ok(numbers)
}

/// Decrypts the numbers of a ciphertext one by one.
///
/// # Errors
/// When one is not below n, or the computation goes wrong.
pub fn decrypt_numbers(
    key: &PrivateKey,
    numbers: &[BigInt],
    how: How,
    observer: &mut impl Observer,
) -> Result<Vec<BigInt>, Error> {
    if let [number] = numbers {
        return Ok(vec![decrypt(key, number, how, observer)?]);
    }
    observer.enter(|| {
        Step::new("blocks", "The ciphertext in blocks").says(format!(
            "Each {} of the ciphertext are a number of their own: {} powers.",
            plural(key.size()),
            numbers.len()
        ))
    });
    let opened = numbers
        .iter()
        .zip(1..)
        .map(|(c, number)| {
            let named = NamedInteger::public(format!("c_{number}"), c.clone());
            observer.enter(|| {
                let part = i2osp("the number", c, key.size()).unwrap_or_default();
                let part = bytes_value(format!("C_{number}"), &part, Knowers::EVERYBODY);
                Step::new(format!("block-{number}"), format!("Block {number}"))
                    .value(named.value())
                    .equation(Equation::equal(&named, Expr::os2ip(part)))
            });
            let m = decrypt(key, c, how, observer);
            observer.leave();
            m
        })
        .collect();
    observer.leave();
    opened
}

/// The ordinary cube root of a ciphertext, where there is one: a short
/// message under e = 3 never reached the modulus.
pub fn cube_root(ciphertext: &BigInt, observer: &mut impl Observer) -> Option<BigInt> {
    let root = ciphertext.cbrt();
    if *ciphertext <= BigInt::from(1) || root.pow(3) != *ciphertext {
        return None;
    }
    observer.step(|| {
        let r = NamedInteger::secret("r", root.clone()).meaning("cube root of the ciphertext");
        let c = NamedInteger::public("c", ciphertext.clone()).meaning("ciphertext");
        Step::new("cube-root", "The ciphertext is a cube")
            .says("A number of this size is a cube only if somebody made it one. Under e = 3 its ordinary cube root is the message, and no key is needed.")
            .value(r.value())
            .equation(Equation::equal(c, Expr::power(r, 3)))
            .verdict(Verdict::Failed)
    });
    Some(root)
}

/// The bytes of a text that was encrypted in blocks; `None` where a number is
/// too large for a block.
#[must_use]
pub fn text(n: &BigInt, numbers: &[BigInt]) -> Option<Zeroizing<Vec<u8>>> {
    let length = block_length(n);
    let mut text = Zeroizing::new(Vec::new());
    let (last, before) = numbers.split_last()?;
    for number in before {
        text.extend(i2osp("the block", number, length).ok()?);
    }
    let shortest = usize::try_from(last.bits().div_ceil(8)).ok()?;
    let shortest = if before.is_empty() {
        shortest
    } else {
        shortest.max(1)
    };
    if !before.is_empty() && shortest > length {
        return None;
    }
    text.extend(i2osp("the block", last, shortest).ok()?);
    Some(text)
}

/// Signs the bare hash of a message: for the classroom only.
///
/// # Errors
/// When the computation goes wrong.
pub fn sign(
    key: &PrivateKey,
    message: &[u8],
    how: How,
    observer: &mut impl Observer,
) -> Result<Vec<u8>, Error> {
    let m = representative(&key.n, "m", message, observer);
    let signature = block::sign_number(key, &m, how, observer)?;
    if let Some((other, tries)) = collision(&key.n.integer, message, &m.integer) {
        observer.step(|| {
            let text = bytes_value("M′", other.as_bytes(), Knowers::EVERYBODY)
                .meaning("another message");
            Step::new("collision", "Another message with the same m")
                .says(format!(
                    "There are only {} values of m. After {tries} tries: “{other}” has the same one, so this signature is valid for it too.",
                    key.n.integer
                ))
                .value(text.clone())
                .equation(Equation::equal(
                    &m,
                    Expr::remainder(Expr::os2ip(Expr::digest(Hash::Sha256, text)), &key.n),
                ))
        });
    }
    Ok(signature)
}

/// Another message whose hash leaves the same remainder, and how many were
/// tried; for very small n only.
#[must_use]
pub fn collision(n: &BigInt, message: &[u8], m: &BigInt) -> Option<(String, u32)> {
    if n.bits() > COLLISION_BITS {
        return None;
    }
    (1..200_000_u32).find_map(|tries| {
        let other = format!("I owe you {tries} euros.");
        let hit = other.as_bytes() != message
            && os2ip(&Sha256::digest(other.as_bytes())).mod_floor(n) == *m;
        hit.then_some((other, tries))
    })
}

/// Compares the number in a signature with what the message makes.
pub(super) fn compare(
    key: &PublicKey,
    message: &[u8],
    m: &NamedInteger,
    observer: &mut impl Observer,
) -> Result<VerificationOutcome, Error> {
    let expected = representative(&key.n, "m′", message, observer);
    let same = expected.integer == m.integer;
    let why = if same {
        "The number in the signature is exactly the number that the message makes."
    } else {
        "The number in the signature is not the number that the message makes."
    };
    observer.step(|| {
        let relation = if same {
            Relation::Equal
        } else {
            Relation::NotEqual
        };
        Step::new("compare", "Are the two numbers the same?")
            .says(why)
            .value(m.value())
            .value(expected.value())
            .equation(Equation::new(m, relation, &expected))
            .passes_if(same)
            .source("RFC 8017", "5.2.2")
    });
    let k = key.size();
    let (expected, found) = (
        i2osp("the number", &expected.integer, k)?,
        i2osp("the number", &m.integer, k)?,
    );
    debug_assert_eq!(same, differing(&expected, &found) == 0);
    Ok(VerificationOutcome {
        verdict: same.into(),
        why: why.into(),
        expected,
        found,
    })
}

/// The hash of a message as a number below n.
fn representative(
    n: &NamedInteger,
    symbol: &'static str,
    message: &[u8],
    observer: &mut impl Observer,
) -> NamedInteger {
    let hash = block::hash(message, observer);
    let m = NamedInteger::public(symbol, os2ip(&hash).mod_floor(&n.integer));
    observer.step(|| {
        let h = bytes_value("H", &hash, Knowers::EVERYBODY);
        let says = if n.integer.bits() > 256 {
            "The hash is read as a number, and nothing is put around it. So whoever picks any s can compute the number that it signs, and the product of two signatures signs the product of their numbers: padding is there to prevent that."
        } else {
            "The hash is read as a number. It is longer than n, so only its remainder is used: many messages share one. This is for the classroom and protects nothing."
        };
        Step::new("reduce", "The hash as a number below n")
            .says(says)
            .value(m.value())
            .equation(Equation::equal(&m, Expr::remainder(Expr::os2ip(h), n)))
    });
    m
}
