//! Signatures with PSS (RFC 8017 §8.1), with SHA-256 and MGF1 with SHA-256.

use super::block::{bytes_value, count, mgf1, to_bytes, xor};
use super::outcome::differing;
use super::{Error, How, PrivateKey, PublicKey, VerificationOutcome, block};
use crate::engine::dissect::{Dissection, Field, Role};
use crate::engine::knowers::Knowers;
use crate::engine::number::NamedInteger;
use crate::engine::picture::encoding::PSS_ENCODING;
use crate::engine::text::Text;
use crate::engine::trace::{Equation, Expr, Hash, Observer, Relation, Step, Value};
use rand::CryptoRng;
use sha2::{Digest, Sha256};

/// The length of a SHA-256 hash in bytes, `hLen`.
const HASH: usize = 32;

/// The usual length of the salt: that of the hash.
pub const SALT: usize = HASH;

/// The sizes of a PSS block.
#[derive(Clone, Copy)]
struct Sizes {
    /// Its length in bytes, `emLen`.
    em: usize,
    /// How many bits at its left are cleared.
    cleared: u32,
    /// The length of DB in bytes.
    db: usize,
    /// The length of the salt in bytes, `sLen`.
    salt: usize,
}

impl Sizes {
    fn new(key: &PublicKey, salt: usize) -> Result<Self, Error> {
        let bits = key.bits().saturating_sub(1);
        let em = usize::try_from(bits.div_ceil(8)).unwrap_or(usize::MAX);
        let expected = HASH.saturating_add(salt).saturating_add(2);
        if em < expected {
            // emBits is one less than the bits of the modulus, and at least
            // 8·hLen + 8·sLen + 9.
            return Err(Error::KeyTooFewBits {
                scheme: "a PSS signature with SHA-256",
                expected: u64::try_from(expected)
                    .unwrap_or(u64::MAX)
                    .saturating_mul(8)
                    .saturating_sub(6),
                found: key.bits(),
            });
        }
        Ok(Self {
            em,
            cleared: u32::try_from(bits.next_multiple_of(8) - bits).unwrap_or(0),
            db: em - HASH - 1,
            salt,
        })
    }

    /// Clears the leftmost bits of a DB or a mask.
    fn clear(self, bytes: &mut [u8]) {
        if let Some(first) = bytes.first_mut() {
            *first &= 0xff >> self.cleared;
        }
    }
}

/// Signs a message (RSASSA-PSS-SIGN) with a random salt of `salt` bytes.
///
/// # Errors
/// When the key has no room for hash and salt, or the computation goes wrong.
pub fn sign(
    key: &PrivateKey,
    message: &[u8],
    salt: usize,
    how: How,
    rng: &mut impl CryptoRng,
    observer: &mut impl Observer,
) -> Result<Vec<u8>, Error> {
    let sizes = Sizes::new(&key.public(), salt)?;
    let m_hash = block::hash(message, observer);
    let mut salt = vec![0; salt];
    rng.fill_bytes(&mut salt);
    let em = encode(&m_hash, &salt, sizes, observer);
    block::sign_block(key, &em, how, observer)
}

/// EMSA-PSS-ENCODE (§9.1.1).
fn encode(m_hash: &[u8], salt: &[u8], sizes: Sizes, observer: &mut impl Observer) -> Vec<u8> {
    let salt_value = bytes_value("salt", salt, Knowers::EVERYBODY).meaning("random");
    observer.step(|| {
        Step::new("salt", "A random salt")
            .says("A signer draws a new one for each signature, so that the same message never gives the same signature twice; here another message or another key gets another, and the same message keeps it until you draw anew. It is not secret: whoever verifies finds it in the block.")
            .value(salt_value.clone())
            .equation(Equation::equal(Expr::length(&salt_value), count(salt.len())))
            .shares(PSS_ENCODING)
            .source("RFC 8017", "9.1.1")
    });
    let h = seal(m_hash, salt, Some(PSS_ENCODING), observer);
    let padding = sizes.db - sizes.salt - 1;
    let db = [vec![0; padding].as_slice(), &[1], salt].concat();
    let db_value = bytes_value("DB", &db, Knowers::EVERYBODY).meaning("data block");
    observer.step(|| {
        Step::new("db", "The data block DB")
            .says(format!("{padding} zeros, a 1, then the salt."))
            .value(db_value.clone())
            .equation(Equation::equal(
                db_value.clone(),
                Expr::concat(vec![
                    Expr::repeat(0, count(padding)),
                    Expr::repeat(1, 1),
                    salt_value.clone().into(),
                ]),
            ))
            .bytes(Dissection::new(
                "DB",
                db.clone(),
                db_fields(padding, db.len(), "salt"),
            ))
            .shares(PSS_ENCODING)
            .source("RFC 8017", "9.1.1")
    });
    let masked_db = mask(
        ("mask-db", "Hide DB behind H"),
        "maskedDB",
        &h,
        &db_value,
        (sizes, Some(PSS_ENCODING)),
        observer,
    );
    let em = [masked_db.as_slice(), &h, &[0xbc]].concat();
    observer.step(|| {
        let whole = bytes_value("EM", &em, Knowers::EVERYBODY).meaning("encoded message");
        Step::new("em", "The block EM")
            .says("The masked data block, H, and the byte bc that ends it.")
            .value(whole.clone())
            .equation(Equation::equal(
                whole,
                Expr::concat(vec![
                    bytes_value("maskedDB", &masked_db, Knowers::EVERYBODY).into(),
                    bytes_value("H", &h, Knowers::EVERYBODY).into(),
                    Expr::repeat(0xbc, 1),
                ]),
            ))
            .bytes(em_block(&em, "mask-db", "h"))
            .shares(PSS_ENCODING)
            .source("RFC 8017", "9.1.1")
    });
    em
}

/// H, the hash of M′: eight zeros, the hash of the message, the salt.
fn seal(
    m_hash: &[u8],
    salt: &[u8],
    picture: Option<&'static str>,
    observer: &mut impl Observer,
) -> Vec<u8> {
    let sealed = [&[0; 8], m_hash, salt].concat();
    let h = Sha256::digest(&sealed).to_vec();
    observer.step(|| {
        let whole = bytes_value("M′", &sealed, Knowers::EVERYBODY);
        let h = bytes_value("H", &h, Knowers::EVERYBODY).meaning("hash of M′");
        let mut fields = vec![
            Field::new(0..8, "zeros")
                .meaning("8 bytes")
                .role(Role::Padding),
            Field::new(8..8 + m_hash.len(), "mHash")
                .meaning("the hash of the message")
                .made_by("hash"),
        ];
        if !salt.is_empty() {
            fields.push(Field::new(8 + m_hash.len()..sealed.len(), "salt").meaning("the salt"));
        }
        let step = Step {
            shares: picture.map(Text::from),
            ..Step::new("h", "Hash the hash together with the salt")
        };
        step.value(whole.clone())
            .value(h.clone())
            .equation(Equation::equal(
                whole.clone(),
                Expr::concat(vec![
                    Expr::repeat(0, 8),
                    bytes_value("mHash", m_hash, Knowers::EVERYBODY).into(),
                    bytes_value("salt", salt, Knowers::EVERYBODY).into(),
                ]),
            ))
            .equation(Equation::equal(h, Expr::digest(Hash::Sha256, whole)))
            .bytes(Dissection::new("M′", sealed.clone(), fields))
            .source("RFC 8017", "9.1.1")
    });
    h
}

/// Puts the mask made from H on DB, or takes it off; the leftmost bits are
/// cleared so that the number stays below n.
fn mask(
    (id, title): (&'static str, &'static str),
    result: &'static str,
    h: &[u8],
    data: &Value,
    (sizes, picture): (Sizes, Option<&'static str>),
    observer: &mut impl Observer,
) -> Vec<u8> {
    let crate::engine::trace::Data::Bytes(bytes) = &data.data else {
        return Vec::new();
    };
    let full = mgf1(h, bytes.len());
    let mut cleared = full.clone();
    sizes.clear(&mut cleared);
    let masked = xor(bytes, &cleared);
    observer.step(|| {
        let length = count(bytes.len());
        let h = bytes_value("H", h, Knowers::EVERYBODY);
        let full = bytes_value("dbMask", &full, Knowers::EVERYBODY);
        let after = bytes_value("dbMask′", &cleared, Knowers::EVERYBODY);
        let masked = bytes_value(result, &masked, Knowers::EVERYBODY);
        let first = Expr::remainder(
            Expr::os2ip(Expr::slice(&full, 0, 1)),
            Expr::power(2, i64::from(8 - sizes.cleared)),
        );
        let step = Step {
            shares: picture.map(Text::from),
            ..Step::new(id, title)
        };
        step.says(format!(
                "MGF1 makes the mask from H. The leftmost bits of the mask are cleared ({} here), so that the number of the block stays below n (RFC 8017 clears them after the ⊕, which comes to the same).",
                sizes.cleared
            ))
            .value(full.clone())
            .value(masked.clone())
            .equation(Equation::equal(
                full.clone(),
                Expr::mgf1(Hash::Sha256, h, length),
            ))
            .equation(Equation::equal(
                after.clone(),
                Expr::concat(vec![
                    Expr::i2osp(first, 1),
                    Expr::slice(full, 1, length),
                ]),
            ))
            .equation(Equation::equal(masked, Expr::xor(data, after)))
            .source("RFC 8017", "9.1.1")
    });
    masked
}

/// Verifies a signature (RSASSA-PSS-VERIFY) whose salt has `salt` bytes, and
/// says what was compared.
///
/// # Errors
/// When the key has no room for hash and salt. A signature that does not fit
/// is an outcome.
pub fn check(
    key: &PublicKey,
    message: &[u8],
    signature: &[u8],
    salt: usize,
    observer: &mut impl Observer,
) -> Result<VerificationOutcome, Error> {
    fits(key, salt)?;
    match block::open_signature(key, signature, observer)? {
        Ok(m) => compare(key, message, &m, salt, observer),
        Err(checked) => Ok(checked),
    }
}

/// Whether a key has room for hash and salt.
///
/// # Errors
/// When it does not.
pub(super) fn fits(key: &PublicKey, salt: usize) -> Result<(), Error> {
    Sizes::new(key, salt).map(|_| ())
}

/// The length of the salt in a signature, where its number has the form of a
/// PSS block whatever the message is: bc at its end, and behind the mask zeros,
/// a 1 and the salt (RFC 8017 §9.1.2; any length is allowed).
pub(super) fn salt_length(key: &PublicKey, m: &NamedInteger) -> Option<usize> {
    let sizes = Sizes::new(key, 0).ok()?;
    let em = block::i2osp("the block", &m.integer, sizes.em).ok()?;
    let (masked, rest) = em.split_at_checked(sizes.db)?;
    let (h, [0xbc]) = rest.split_at_checked(HASH)? else {
        return None;
    };
    let mut top = masked.to_vec();
    sizes.clear(&mut top);
    let mut db = xor(masked, &mgf1(h, masked.len()));
    sizes.clear(&mut db);
    let one = db.iter().position(|byte| *byte != 0)?;
    let salt = db.get(one + 1..)?.len();
    (top == masked && db.get(one) == Some(&1)).then_some(salt)
}

/// Compares the number in a signature with what the message makes.
pub(super) fn compare(
    key: &PublicKey,
    message: &[u8],
    m: &NamedInteger,
    salt: usize,
    observer: &mut impl Observer,
) -> Result<VerificationOutcome, Error> {
    let sizes = Sizes::new(key, salt)?;
    let m_hash = block::hash(message, observer);
    if m.integer.bits() > 8 * u64::try_from(sizes.em).unwrap_or(u64::MAX) {
        return Ok(VerificationOutcome::failed(
            "The number in the signature is too large for a block of this key.",
        ));
    }
    let em = to_bytes(
        "block",
        "The block that the signature contains",
        m,
        ("EM", Knowers::EVERYBODY),
        sizes.em,
        observer,
    )?;
    Ok(consistent(&em, &m_hash, sizes, observer))
}

/// EMSA-PSS-VERIFY (§9.1.2).
fn consistent(
    em: &[u8],
    m_hash: &[u8],
    sizes: Sizes,
    observer: &mut impl Observer,
) -> VerificationOutcome {
    match begins(em, sizes, observer) {
        Ok((h, salt)) => same(&h, &seal(m_hash, &salt, None, observer), observer),
        Err(checked) => checked,
    }
}

/// Everything that can be checked without the message; H and the salt.
fn begins(
    em: &[u8],
    sizes: Sizes,
    observer: &mut impl Observer,
) -> Result<(Vec<u8>, Vec<u8>), VerificationOutcome> {
    let (masked_db, rest) = em.split_at_checked(sizes.db).unwrap_or((em, &[]));
    let (h, end) = rest.split_at_checked(HASH).unwrap_or((rest, &[]));
    let top = masked_db
        .first()
        .is_some_and(|first| first & !(0xff >> sizes.cleared) != 0);
    let why = match end {
        [0xbc] if top => "The leftmost bits of the block must be 0, and are not.".to_owned(),
        [0xbc] => String::new(),
        [other] => format!("The block must end with the byte bc; it ends with {other:02x}."),
        _ => "The block has the wrong length.".to_owned(),
    };
    observer.step(|| {
        let step = Step::new("ends", "Does the block begin and end as it must?")
            .says(why.clone())
            .passes_if(why.is_empty())
            .source("RFC 8017", "9.1.2");
        if why.is_empty() {
            step.bytes(em_block(em, "block", "block"))
        } else {
            step.bytes(Dissection::new(
                "Block in the signature",
                em.to_vec(),
                vec![
                    Field::new(0..em.len(), "no structure")
                        .meaning("these bytes do not follow EMSA-PSS"),
                ],
            ))
        }
    });
    if !why.is_empty() {
        return Err(VerificationOutcome::failed(why));
    }
    let db = mask(
        ("unmask-db", "Take the mask off DB"),
        "DB",
        h,
        &bytes_value("maskedDB", masked_db, Knowers::EVERYBODY),
        (sizes, None),
        observer,
    );
    let padding = sizes.db - sizes.salt - 1;
    let (start, salt) = db.split_at_checked(padding + 1).unwrap_or((&db, &[]));
    let well_formed = start
        .split_last()
        .is_some_and(|(one, zeros)| *one == 1 && zeros.iter().all(|byte| *byte == 0));
    let why = if well_formed {
        String::new()
    } else {
        format!(
            "DB must begin with {padding} zeros and a 1, and does not: the signature was made for something else, or its salt does not have {} bytes.",
            sizes.salt
        )
    };
    observer.step(|| {
        let fields = if well_formed {
            db_fields(padding, db.len(), "")
        } else {
            vec![Field::new(0..db.len(), "no structure").meaning("not zeros, 01 and a salt")]
        };
        Step::new("db", "Is DB well formed?")
            .says(why.clone())
            .bytes(Dissection::new("DB", db.clone(), fields))
            .passes_if(well_formed)
            .source("RFC 8017", "9.1.2")
    });
    if !well_formed {
        return Err(VerificationOutcome::failed(why));
    }
    Ok((h.to_vec(), salt.to_vec()))
}

fn same(found: &[u8], expected: &[u8], observer: &mut impl Observer) -> VerificationOutcome {
    let differ = differing(expected, found);
    let why = if differ == 0 {
        "H in the signature is exactly the H that the message and the salt make.".to_owned()
    } else {
        format!(
            "H in the signature is not the H that the message and the salt make: {differ} of {HASH} bytes differ."
        )
    };
    observer.step(|| {
        let (left, right) = (
            bytes_value("H", found, Knowers::EVERYBODY).meaning("from the signature"),
            bytes_value("H′", expected, Knowers::EVERYBODY)
                .meaning("from the message and the salt"),
        );
        let relation = if differ == 0 {
            Relation::Equal
        } else {
            Relation::NotEqual
        };
        Step::new("compare", "Are the two hashes the same?")
            .says(why.clone())
            .value(left.clone())
            .value(right.clone())
            .equation(Equation::new(left, relation, right))
            .passes_if(differ == 0)
            .source("RFC 8017", "9.1.2")
    });
    VerificationOutcome {
        verdict: (differ == 0).into(),
        why: why.into(),
        expected: expected.to_vec(),
        found: found.to_vec(),
    }
}

/// The fields of a well-formed DB, whose salt this step made; none where it was
/// found there.
fn db_fields(padding: usize, length: usize, salt_by: &'static str) -> Vec<Field> {
    let mut fields = Vec::new();
    if padding > 0 {
        fields.push(
            Field::new(0..padding, "PS")
                .meaning(format!("{padding} zeros"))
                .role(Role::Padding),
        );
    }
    fields.push(
        Field::new(padding..padding + 1, "01")
            .meaning("ends the padding")
            .role(Role::Frame),
    );
    if padding + 1 < length {
        fields.push(
            Field::new(padding + 1..length, "salt")
                .meaning(format!("{} random bytes", length - padding - 1))
                .made_by(salt_by),
        );
    }
    fields
}

fn em_block(em: &[u8], db_by: &'static str, h_by: &'static str) -> Dissection {
    let db = em.len().saturating_sub(HASH + 1);
    Dissection::new(
        "Block EM",
        em.to_vec(),
        vec![
            Field::new(0..db, "maskedDB")
                .meaning("DB ⊕ MGF1(H)")
                .made_by(db_by),
            Field::new(db..db + HASH, "H")
                .meaning("hash of M′")
                .made_by(h_by),
            Field::new(db + HASH..em.len(), "bc")
                .meaning("ends the block")
                .role(Role::Frame),
        ],
    )
}
