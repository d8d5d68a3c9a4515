//! Bytes and numbers (RFC 8017 §4), and the public-key operation.

use super::{
    DecryptionOutcome, Error, How, PrivateKey, PublicKey, VerificationOutcome, crt, range,
};
use crate::engine::dissect::{Dissection, Field};
use crate::engine::knowers::Knowers;
use crate::engine::number::NamedInteger;
use crate::engine::number::power::{Purpose, power};
use crate::engine::text::{Text, plural};
use crate::engine::trace::{Data, Equation, Expr, Hash, Observer, Relation, Step, Value};
use num_bigint::{BigInt, Sign};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// Bytes as a big-endian number (OS2IP).
pub(super) fn os2ip(bytes: &[u8]) -> BigInt {
    BigInt::from_bytes_be(Sign::Plus, bytes)
}

/// A number as big-endian bytes of a given length (I2OSP).
///
/// # Errors
/// When it does not fit.
pub(super) fn i2osp(what: &'static str, integer: &BigInt, length: usize) -> Result<Vec<u8>, Error> {
    let bytes = match integer.to_bytes_be() {
        (Sign::NoSign, _) => Vec::new(),
        (_, bytes) => bytes,
    };
    let zeros = length.checked_sub(bytes.len()).ok_or(Error::Length {
        what,
        expected: length,
        found: bytes.len(),
    })?;
    Ok([vec![0; zeros], bytes].concat())
}

/// Tells how bytes become a number, and gives it its name.
pub(super) fn to_number(
    id: &'static str,
    title: &'static str,
    bytes: &Value,
    integer: NamedInteger,
    observer: &mut impl Observer,
) -> NamedInteger {
    observer.step(|| {
        Step::new(id, title)
            .says(
                "The bytes are read as one big number, the first byte being the most significant.",
            )
            .value(integer.value())
            .equation(Equation::equal(&integer, Expr::os2ip(bytes)))
            .source("RFC 8017", "4.2")
    });
    integer
}

/// Tells how a number becomes bytes.
pub(super) fn to_bytes(
    id: &'static str,
    title: &'static str,
    integer: &NamedInteger,
    (symbol, known_to): (&'static str, Knowers),
    length: usize,
    observer: &mut impl Observer,
) -> Result<Vec<u8>, Error> {
    let bytes = i2osp("the number", &integer.integer, length)?;
    observer.step(|| {
        let value = bytes_value(symbol, &bytes, known_to);
        Step::new(id, title)
            .says(format!("The number is written out as {length} bytes, with zeros in front where it is short."))
            .value(value.clone())
            .equation(Equation::equal(
                &value,
                Expr::i2osp(integer, count(length)),
            ))
            .source("RFC 8017", "4.1")
    });
    Ok(bytes)
}

/// How many bytes a block with room for this many has left beside a message.
///
/// # Errors
/// When the message is longer; that is told as a step.
pub(super) fn room(
    most: usize,
    message: &[u8],
    observer: &mut impl Observer,
) -> Result<usize, Error> {
    let left = most.checked_sub(message.len());
    left.ok_or_else(|| {
        observer.step(|| {
            let m = bytes_value("M", message, Knowers::OWNER).meaning("message");
            Step::new("fits", "Does the message fit?")
                .says("The message and its padding must fit in one block as long as n.")
                .value(m.clone())
                .equation(Equation::new(count(most), Relation::Less, Expr::length(m)))
                .passes_if(false)
                .source("RFC 8017", "7")
        });
        Error::MessageTooLong {
            most,
            found: message.len(),
        }
    })
}

/// The public-key operation, RSAEP and RSAVP1 (RFC 8017 §5.1.1, §5.2.2).
pub(super) fn public(
    purpose: &Purpose,
    key: &PublicKey,
    input: &NamedInteger,
    observer: &mut impl Observer,
) -> Result<NamedInteger, Error> {
    range::in_range("the number", &input.integer, &key.n)?;
    let result = power(purpose, input, &key.e, &key.n, observer)?;
    Ok(NamedInteger::new(purpose.result, result, purpose.known_to))
}

/// A padded block to a ciphertext: the end that all schemes of encryption
/// share.
pub(super) fn encrypt_block(
    key: &PublicKey,
    em: &[u8],
    observer: &mut impl Observer,
) -> Result<Vec<u8>, Error> {
    let m = to_number(
        "number",
        "The block as a number",
        &bytes_value("EM", em, Knowers::OWNER),
        NamedInteger::secret("m", os2ip(em)),
        observer,
    );
    let c = public(&ENCRYPT, key, &m, observer)?;
    to_bytes(
        "ciphertext",
        "The ciphertext",
        &c,
        ("C", Knowers::EVERYBODY),
        key.size(),
        observer,
    )
}

/// A block to a signature: the end that all signatures share.
pub(super) fn sign_block(
    key: &PrivateKey,
    em: &[u8],
    how: How,
    observer: &mut impl Observer,
) -> Result<Vec<u8>, Error> {
    let m = to_number(
        "number",
        "The block as a number",
        &bytes_value("EM", em, Knowers::EVERYBODY),
        NamedInteger::public("m", os2ip(em)),
        observer,
    );
    sign_number(key, &m, how, observer)
}

/// A number to a signature.
pub(super) fn sign_number(
    key: &PrivateKey,
    m: &NamedInteger,
    how: How,
    observer: &mut impl Observer,
) -> Result<Vec<u8>, Error> {
    let s = crt::private(&crt::SIGN, key, m, how, observer)?;
    to_bytes(
        "signature",
        "The signature",
        &NamedInteger::public("s", s).meaning("signature representative"),
        ("S", Knowers::EVERYBODY),
        key.size(),
        observer,
    )
}

/// The hash of a message, where every signature begins.
pub(super) fn hash(message: &[u8], observer: &mut impl Observer) -> Vec<u8> {
    let hash = Sha256::digest(message).to_vec();
    observer.step(|| {
        let h = bytes_value("H", &hash, Knowers::EVERYBODY).meaning("hash of the message");
        let m = bytes_value("M", message, Knowers::EVERYBODY).meaning("message");
        Step::new("hash", "Hash the message")
            .says(
                "SHA-256 makes 32 bytes of a message of any length. It is the hash that is signed.",
            )
            .value(h.clone())
            .equation(Equation::equal(h, Expr::digest(Hash::Sha256, m)))
            .source("FIPS 180-4", "6.2")
    });
    hash
}

/// A byte string as a step shows it.
pub(super) fn bytes_value(symbol: impl Into<Text>, bytes: &[u8], known_to: Knowers) -> Value {
    Value::new(
        symbol,
        crate::engine::trace::Data::Bytes(bytes.to_vec()),
        known_to,
    )
}

/// A length in a formula.
pub(super) fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

/// How encryption names its power.
pub(super) const ENCRYPT: Purpose = Purpose {
    id: "power",
    title: "Raise to the power e",
    result: "c",
    known_to: Knowers::EVERYBODY,
};

/// What a signature contains, by the public power: the beginning of every
/// verification. The inner result is the outcome for bytes that cannot be a
/// signature.
pub(super) fn open_signature(
    key: &PublicKey,
    signature: &[u8],
    observer: &mut impl Observer,
) -> Result<Result<NamedInteger, VerificationOutcome>, Error> {
    let s = match signature_number(key, signature, observer) {
        Ok(s) => s,
        Err(checked) => return Ok(Err(checked)),
    };
    let purpose = Purpose {
        id: "power",
        title: "Raise to the power e",
        result: "m",
        known_to: Knowers::EVERYBODY,
    };
    public(&purpose, key, &s, observer).map(Ok)
}

/// A signature as a number, where it can be one (RFC 8017 §8.1.2 and §8.2.2,
/// steps 1 and 2).
fn signature_number(
    key: &PublicKey,
    signature: &[u8],
    observer: &mut impl Observer,
) -> Result<NamedInteger, VerificationOutcome> {
    let k = key.size();
    let s = NamedInteger::public("s", os2ip(signature)).meaning("signature representative");
    let length_fits = signature.len() == k;
    let why = if !length_fits {
        format!(
            "A signature under this key has {}; this one has {}.",
            plural(k),
            signature.len()
        )
    } else if s.integer >= key.n.integer {
        "The signature as a number is not below n, so it was not made with this key, or it was changed since.".to_owned()
    } else {
        String::new()
    };
    observer.step(|| {
        let value = bytes_value("S", signature, Knowers::EVERYBODY).meaning("signature");
        let step = Step::new("os2ip", "The signature as a number")
            .value(s.value())
            .equation(Equation::equal(&s, Expr::os2ip(&value)))
            .equation(if length_fits {
                Equation::equal(Expr::length(&value), count(k))
            } else {
                Equation::new(Expr::length(&value), Relation::NotEqual, count(k))
            })
            .says(why.clone())
            .passes_if(why.is_empty())
            .source("RFC 8017", "8.2.2");
        if !length_fits {
            return step;
        }
        let relation = if s.integer < key.n.integer {
            Relation::Less
        } else {
            Relation::AtLeast
        };
        step.equation(Equation::new(&s, relation, &key.n))
    });
    if why.is_empty() {
        Ok(s)
    } else {
        Err(VerificationOutcome::failed(why))
    }
}

/// Ciphertext to block: the part that all schemes share. The inner
/// result is the outcome for a ciphertext that cannot be one.
pub(super) fn decrypt_block(
    key: &PrivateKey,
    ciphertext: &[u8],
    how: How,
    observer: &mut impl Observer,
) -> Result<Result<Zeroizing<Vec<u8>>, DecryptionOutcome>, Error> {
    let k = key.size();
    let c = NamedInteger::public("c", os2ip(ciphertext)).meaning("ciphertext representative");
    let why = if ciphertext.len() != k {
        format!(
            "A ciphertext under this key has {}; this one has {}.",
            plural(k),
            ciphertext.len()
        )
    } else if c.integer >= key.n.integer {
        "The ciphertext as a number is not below n, so it was not made with this key, or it was changed since.".to_owned()
    } else {
        String::new()
    };
    observer.step(|| {
        let value = bytes_value("C", ciphertext, Knowers::EVERYBODY).meaning("ciphertext");
        Step::new("os2ip", "The ciphertext as a number")
            .says(why.clone())
            .value(c.value())
            .equation(Equation::equal(&c, Expr::os2ip(&value)))
            .passes_if(why.is_empty())
            .source("RFC 8017", "4.2")
    });
    if !why.is_empty() {
        return Ok(Err(DecryptionOutcome::failed(why)));
    }
    let m = crt::private(&crt::DECRYPT, key, &c, how, observer)?;
    let m = NamedInteger::secret("m", m).meaning("message representative");
    to_bytes(
        "i2osp",
        "The block as bytes",
        &m,
        ("EM", Knowers::OWNER),
        k,
        observer,
    )
    .map(|em| Ok(Zeroizing::new(em)))
}

/// A block that does not have the structure that it should have.
pub(super) fn unknown_block(name: &'static str, em: &[u8]) -> Dissection {
    let fields = if em.is_empty() {
        Vec::new()
    } else {
        vec![
            Field::new(0..em.len(), "no structure")
                .meaning("these bytes do not follow the scheme")
                .secret(),
        ]
    };
    Dissection::new(name, em.to_vec(), fields)
}

/// Text where the bytes are text, and how many they are where not.
pub(super) fn readable(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.chars().any(char::is_control) => format!("“{text}”"),
        _ => plural(bytes.len()),
    }
}

/// MGF1 with SHA-256 (RFC 8017 §B.2.1): as many bytes as are wanted, made
/// from a seed.
pub(super) fn mgf1(seed: &[u8], length: usize) -> Vec<u8> {
    let blocks = (0_u32..).flat_map(|counter| {
        Sha256::new()
            .chain_update(seed)
            .chain_update(counter.to_be_bytes())
            .finalize()
    });
    blocks.take(length).collect()
}

/// `a ⊕ b`, as long as the shorter one.
pub(super) fn xor(a: &[u8], b: &[u8]) -> Vec<u8> {
    a.iter().zip(b).map(|(a, b)| a ^ b).collect()
}

/// `data ⊕ MGF1(seed)`, told as one step: puts a mask on or takes it off.
pub(super) fn mask(
    (id, title): (&'static str, &'static str),
    (result, mask): (&'static str, &'static str),
    seed: &Value,
    data: &Value,
    picture: &'static str,
    observer: &mut impl Observer,
) -> Zeroizing<Vec<u8>> {
    let (Data::Bytes(seed_bytes), Data::Bytes(data_bytes)) = (&seed.data, &data.data) else {
        return Zeroizing::default();
    };
    let mask_bytes = Zeroizing::new(mgf1(seed_bytes, data_bytes.len()));
    let masked = Zeroizing::new(xor(data_bytes, &mask_bytes));
    observer.step(|| {
        let mask = bytes_value(mask, &mask_bytes, data.known_to);
        let masked = bytes_value(result, &masked, data.known_to);
        Step::new(id, title)
            .says("MGF1 makes a mask of any length from a seed, by hashing the seed with a counter. Masking twice gives back what was masked.")
            .value(mask.clone())
            .value(masked.clone())
            .equation(Equation::equal(
                mask.clone(),
                Expr::mgf1(Hash::Sha256, seed, count(data_bytes.len())),
            ))
            .equation(Equation::equal(masked, Expr::xor(data, mask)))
            .shares(picture)
            .source("RFC 8017", "B.2.1")
    });
    masked
}
