//! Encryption with OAEP (RFC 8017 §7.1), with SHA-256 and MGF1 with SHA-256.

use super::block::{bytes_value, count, mask};
use super::{DecryptionOutcome, Error, How, PrivateKey, PublicKey, block};
use crate::engine::dissect::{Dissection, Field, Role};
use crate::engine::knowers::Knowers;
use crate::engine::picture::encoding::{OAEP_DECODING, OAEP_ENCODING};
use crate::engine::trace::{Equation, Expr, Hash, Observer, Relation, Step};
use rand::CryptoRng;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// The length of a SHA-256 hash in bytes, `hLen`.
const HASH: usize = 32;

/// What OAEP with SHA-256 adds to the message, in bytes.
pub const ADDS: usize = 2 * HASH + 2;

/// Encrypts a message of at most `k − 66` bytes.
///
/// # Errors
/// When the message is longer, or the key has no room for any.
pub fn encrypt(
    key: &PublicKey,
    message: &[u8],
    label: &[u8],
    rng: &mut impl CryptoRng,
    observer: &mut impl Observer,
) -> Result<Vec<u8>, Error> {
    let k = key.size();
    let most = k.checked_sub(ADDS).ok_or(Error::KeyTooShort {
        scheme: "OAEP with SHA-256",
        expected: ADDS,
        found: k,
    })?;
    let padding = block::room(most, message, observer)?;
    let mut seed = Zeroizing::new(vec![0; HASH]);
    rng.fill_bytes(&mut seed);
    let em = encode(message, label, &seed, padding, observer);
    block::encrypt_block(key, &em, observer)
}

/// EME-OAEP encoding (§7.1.1, step 2).
pub(super) fn encode(
    message: &[u8],
    label: &[u8],
    seed: &[u8],
    padding: usize,
    observer: &mut impl Observer,
) -> Zeroizing<Vec<u8>> {
    let l_hash = label_hash(label, observer);
    let db = Zeroizing::new([&l_hash, vec![0; padding].as_slice(), &[1], message].concat());
    let db_value = bytes_value("DB", &db, Knowers::OWNER).meaning("data block");
    observer.step(|| {
        let m = bytes_value("M", message, Knowers::OWNER).meaning("message");
        Step::new("db", "The data block DB")
            .says(format!(
                "The hash of the label, {padding} zeros, a 1, then the message."
            ))
            .value(m.clone())
            .value(db_value.clone())
            .equation(Equation::equal(
                db_value.clone(),
                Expr::concat(vec![
                    bytes_value("lHash", &l_hash, Knowers::EVERYBODY).into(),
                    Expr::repeat(0, count(padding)),
                    Expr::repeat(1, 1),
                    m.into(),
                ]),
            ))
            .bytes(Dissection::new("DB", db.to_vec(), db_fields(&db, 0)))
            .shares(OAEP_ENCODING)
            .source("RFC 8017", "7.1.1")
    });
    let seed_value = bytes_value("seed", seed, Knowers::OWNER).meaning("random");
    observer.step(|| {
        Step::new("seed", "A random seed")
            .says("32 random bytes. A sender draws new ones for each encryption, which makes every ciphertext different; here another message or another key gets others, and the same message keeps them until you draw anew.")
            .value(seed_value.clone())
            .equation(Equation::equal(Expr::length(&seed_value), count(HASH)))
            .shares(OAEP_ENCODING)
            .source("RFC 8017", "7.1.1")
    });
    let masked_db = mask(
        ("mask-db", "Hide DB behind the seed"),
        ("maskedDB", "dbMask"),
        &seed_value,
        &db_value,
        OAEP_ENCODING,
        observer,
    );
    let masked_db_value = bytes_value("maskedDB", &masked_db, Knowers::OWNER);
    let masked_seed = mask(
        ("mask-seed", "Hide the seed behind maskedDB"),
        ("maskedSeed", "seedMask"),
        &masked_db_value,
        &seed_value,
        OAEP_ENCODING,
        observer,
    );
    let em = Zeroizing::new([&[0], masked_seed.as_slice(), &masked_db].concat());
    observer.step(|| {
        let whole = bytes_value("EM", &em, Knowers::OWNER).meaning("encoded message");
        let masked_seed = bytes_value("maskedSeed", &masked_seed, Knowers::OWNER);
        Step::new("em", "The padded block EM")
            .says("A zero, which keeps the number below n, then the two masked parts. Without the whole block neither mask can be taken off.")
            .value(whole.clone())
            .equation(Equation::equal(
                whole,
                Expr::concat(vec![
                    Expr::repeat(0, 1),
                    masked_seed.into(),
                    masked_db_value.clone().into(),
                ]),
            ))
            .bytes(em_block(&em, "mask-seed", "mask-db"))
            .shares(OAEP_ENCODING)
            .source("RFC 8017", "7.1.1")
    });
    em
}

/// Decrypts.
///
/// Says which rule the block breaks. Whoever answers strangers must say the
/// same in every case (Manger, 2001).
///
/// # Errors
/// When the key has no room for OAEP or the computation itself fails. A block
/// that is not well formed is an outcome.
pub fn decrypt(
    key: &PrivateKey,
    ciphertext: &[u8],
    label: &[u8],
    how: How,
    observer: &mut impl Observer,
) -> Result<DecryptionOutcome, Error> {
    let k = key.size();
    if k < ADDS {
        return Err(Error::KeyTooShort {
            scheme: "OAEP with SHA-256",
            expected: ADDS,
            found: k,
        });
    }
    Ok(
        match block::decrypt_block(key, ciphertext, how, observer)? {
            Ok(em) => unpad(&em, label, observer),
            Err(opened) => opened,
        },
    )
}

/// Takes the padding off a block (§7.1.2, step 3).
pub(super) fn unpad(em: &[u8], label: &[u8], observer: &mut impl Observer) -> DecryptionOutcome {
    let Some((first, (masked_seed, masked_db))) = em
        .split_first()
        .and_then(|(first, rest)| Some((*first, rest.split_at_checked(HASH)?)))
    else {
        return DecryptionOutcome::failed("The block is too short.");
    };
    let em_value = bytes_value("EM", em, Knowers::OWNER);
    let masked_seed = bytes_value("maskedSeed", masked_seed, Knowers::OWNER);
    let masked_db = bytes_value("maskedDB", masked_db, Knowers::OWNER);
    observer.step(|| {
        Step::new("em", "The block in its parts")
            .equation(Equation::equal(
                masked_seed.clone(),
                Expr::slice(&em_value, 1, count(1 + HASH)),
            ))
            .equation(Equation::equal(
                masked_db.clone(),
                Expr::slice(&em_value, count(1 + HASH), count(em.len())),
            ))
            .bytes(em_block(em, "i2osp", "i2osp"))
            .shares(OAEP_DECODING)
            .source("RFC 8017", "7.1.2")
    });
    let seed = mask(
        ("unmask-seed", "Take the mask off the seed"),
        ("seed", "seedMask"),
        &masked_db,
        &masked_seed,
        OAEP_DECODING,
        observer,
    );
    let seed = bytes_value("seed", &seed, Knowers::OWNER);
    let db = mask(
        ("unmask-db", "Take the mask off DB"),
        ("DB", "dbMask"),
        &seed,
        &masked_db,
        OAEP_DECODING,
        observer,
    );
    let l_hash = label_hash(label, observer);
    open(first, &db, &l_hash, observer)
}

/// Looks at the data block (§7.1.2, step 3g).
fn open(first: u8, db: &[u8], l_hash: &[u8], observer: &mut impl Observer) -> DecryptionOutcome {
    let (found_hash, rest) = db.split_at_checked(HASH).unwrap_or((db, &[]));
    let one = rest.iter().position(|byte| *byte != 0);
    let hash_fits = found_hash == l_hash;
    let separator = one.filter(|at| rest.get(*at) == Some(&1));
    let opened = match separator {
        _ if first != 0 => DecryptionOutcome::failed(format!(
            "The block must begin with the byte 00; it begins with {first:02x}."
        )),
        _ if !hash_fits => DecryptionOutcome::failed(
            "lHash in the block is not the hash of the label: the ciphertext was made with another hash (openssl and Java take SHA-1 unless told otherwise), another label, another key or another scheme, or it was changed.",
        ),
        None => DecryptionOutcome::failed(
            "No byte 01 stands after the zeros: there is no message in the block.",
        ),
        Some(at) => DecryptionOutcome::message(rest.get(at + 1..).unwrap_or_default()),
    };
    observer.step(|| {
        let (left, right) = (
            bytes_value("lHash′", found_hash, Knowers::OWNER).meaning("from the block"),
            bytes_value("lHash", l_hash, Knowers::EVERYBODY).meaning("from the label"),
        );
        let relation = if hash_fits {
            Relation::Equal
        } else {
            Relation::NotEqual
        };
        let step = Step::new("unpad", "Does the block hold together?")
            .says(opened.why.clone())
            .equation(Equation::new(left, relation, right))
            .passes_if(opened.message.is_some())
            .source("RFC 8017", "7.1.2");
        match &opened.message {
            None => step.bytes(block::unknown_block("DB", db)),
            Some(message) => {
                let m = bytes_value("M", message, Knowers::OWNER).meaning("message");
                let whole = bytes_value("DB", db, Knowers::OWNER);
                let start = count(db.len() - message.len());
                step.equation(Equation::equal(
                    m.clone(),
                    Expr::slice(whole, start, count(db.len())),
                ))
                .value(m)
                .bytes(Dissection::new("DB", db.to_vec(), db_fields(db, 0)))
            }
        }
    });
    opened
}

fn label_hash(label: &[u8], observer: &mut impl Observer) -> Vec<u8> {
    let hash = Sha256::digest(label).to_vec();
    observer.step(|| {
        let l_hash = bytes_value("lHash", &hash, Knowers::EVERYBODY);
        let l = bytes_value("L", label, Knowers::EVERYBODY).meaning("label");
        Step::new("lhash", "The hash of the label")
            .says(if label.is_empty() {
                "The label is empty, as nearly always: lHash is the same 32 bytes everywhere, and lets the receiver notice a wrong block."
            } else {
                "The label binds the ciphertext to its context."
            })
            .value(l_hash.clone())
            .equation(Equation::equal(l_hash, Expr::digest(Hash::Sha256, l)))
            .source("RFC 8017", "7.1.1")
    });
    hash
}

/// The fields of a well-formed DB that begins at `from`.
fn db_fields(db: &[u8], from: usize) -> Vec<Field> {
    let zeros = db
        .get(HASH..)
        .unwrap_or_default()
        .iter()
        .take_while(|byte| **byte == 0)
        .count();
    let one = HASH + zeros;
    let mut fields = vec![
        Field::new(from..from + HASH, "lHash")
            .meaning("hash of the label")
            .made_by("lhash"),
    ];
    if zeros > 0 {
        fields.push(
            Field::new(from + HASH..from + one, "PS")
                .meaning(format!("{zeros} zeros"))
                .role(Role::Padding),
        );
    }
    fields.push(
        Field::new(from + one..from + one + 1, "01")
            .meaning("ends the padding")
            .role(Role::Frame),
    );
    if one + 1 < db.len() {
        fields.push(
            Field::new(from + one + 1..from + db.len(), "M")
                .meaning(block::readable(db.get(one + 1..).unwrap_or_default()))
                .secret(),
        );
    }
    fields
}

fn em_block(em: &[u8], seed_by: &'static str, db_by: &'static str) -> Dissection {
    Dissection::new(
        "Block EM",
        em.to_vec(),
        vec![
            Field::new(0..1, "00")
                .meaning("keeps the number below n")
                .role(Role::Frame),
            Field::new(1..1 + HASH, "maskedSeed")
                .meaning("seed ⊕ MGF1(maskedDB)")
                .made_by(seed_by)
                .secret(),
            Field::new(1 + HASH..em.len(), "maskedDB")
                .meaning("DB ⊕ MGF1(seed)")
                .made_by(db_by)
                .secret(),
        ],
    )
}
