//! PKCS#1 v1.5: encryption (RFC 8017 §7.2) and signatures (§8.2), with
//! SHA-256.

use super::block::{bytes_value, count, to_bytes};
use super::outcome::differing;
use super::quick::Blinded;
use super::{DecryptionOutcome, Error, How, PrivateKey, PublicKey, VerificationOutcome, block};
use crate::engine::dissect::{Dissection, Field, Role};
use crate::engine::knowers::Knowers;
use crate::engine::number::NamedInteger;
use crate::engine::number::kernel::Powers;
use crate::engine::trace::{Equation, Expr, Observer, Relation, Step, Verdict};
use rand::CryptoRng;
use zeroize::Zeroizing;

/// `DigestInfo` in DER up to the hash itself, for SHA-256 (RFC 8017 §9.2,
/// note 1).
pub const DIGEST_INFO_SHA256: [u8; 19] = [
    0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05,
    0x00, 0x04, 0x20,
];

/// The least modulus for a signature, in bytes: three bytes of frame, eight
/// of padding, `DigestInfo` and the hash.
pub const SIGN_LEAST: usize = 62;

/// What encryption adds to the message, in bytes: three of frame and at least
/// eight of padding.
pub const ENCRYPT_ADDS: usize = 3 + PADDING;

/// The least bytes of padding of a message to encrypt.
const PADDING: usize = 8;

/// Signs a message (RSASSA-PKCS1-v1_5 with SHA-256).
///
/// # Errors
/// When the key is shorter than [`SIGN_LEAST`], or the computation goes wrong.
pub fn sign(
    key: &PrivateKey,
    message: &[u8],
    how: How,
    observer: &mut impl Observer,
) -> Result<Vec<u8>, Error> {
    let hash = block::hash(message, observer);
    let em = encode_signature("EM", &hash, key.size(), observer)?;
    block::sign_block(key, &em, how, observer)
}

/// Signs a message at full speed, with nothing told: blinded, and checked
/// before it is handed out.
///
/// # Errors
/// When the key is shorter than [`SIGN_LEAST`], or the computation goes wrong.
pub fn sign_quickly(
    blinded: &mut Blinded<'_>,
    message: &[u8],
    rng: &mut impl CryptoRng,
    powers: &mut Powers,
) -> Result<Vec<u8>, Error> {
    let size = blinded.key().size();
    let em = encode_signature("EM", &block::hash(message, &mut ()), size, &mut ())?;
    let s = blinded.private(&block::os2ip(&em), rng, powers)?;
    block::i2osp("the signature", &s, size)
}

/// Verifies a signature (RSASSA-PKCS1-v1_5 with SHA-256).
///
/// # Errors
/// When the key is shorter than [`SIGN_LEAST`]. A signature that does not fit
/// is [`Verdict::Failed`].
pub fn verify(
    key: &PublicKey,
    message: &[u8],
    signature: &[u8],
    observer: &mut impl Observer,
) -> Result<Verdict, Error> {
    check(key, message, signature, observer).map(|checked| checked.verdict)
}

/// Verifies a signature and says what was compared.
///
/// # Errors
/// When the key is shorter than [`SIGN_LEAST`].
pub fn check(
    key: &PublicKey,
    message: &[u8],
    signature: &[u8],
    observer: &mut impl Observer,
) -> Result<VerificationOutcome, Error> {
    match block::open_signature(key, signature, observer)? {
        Ok(m) => compare(key, message, &m, observer),
        Err(checked) => Ok(checked),
    }
}

/// Compares the number in a signature with what the message makes (§8.2.2,
/// steps 2c to 4).
pub(super) fn compare(
    key: &PublicKey,
    message: &[u8],
    m: &NamedInteger,
    observer: &mut impl Observer,
) -> Result<VerificationOutcome, Error> {
    let k = key.size();
    let found = to_bytes(
        "block",
        "The block that the signature contains",
        m,
        ("EM", Knowers::EVERYBODY),
        k,
        observer,
    )?;
    let hash = block::hash(message, observer);
    let expected = encode_signature("EM′", &hash, k, observer)?;
    let differ = differing(&expected, &found);
    let why = if differ == 0 {
        "The block in the signature is exactly the block that the message makes.".to_owned()
    } else {
        format!(
            "The block in the signature is not the block that the message makes: {differ} of {k} bytes differ."
        )
    };
    observer.step(|| {
        let (left, right) = (
            bytes_value("EM", &found, Knowers::EVERYBODY).meaning("from the signature"),
            bytes_value("EM′", &expected, Knowers::EVERYBODY).meaning("from the message"),
        );
        let relation = if differ == 0 {
            Relation::Equal
        } else {
            Relation::NotEqual
        };
        Step::new("compare", "Are the two blocks the same?")
            .says(why.clone())
            .value(left.clone())
            .value(right.clone())
            .equation(Equation::new(left, relation, right))
            .bytes(signature_block("Block in the signature", &found, &hash))
            .passes_if(differ == 0)
            .source("RFC 8017", "8.2.2")
    });
    Ok(VerificationOutcome {
        verdict: (differ == 0).into(),
        why: why.into(),
        expected,
        found,
    })
}

/// Encrypts a message (RSAES-PKCS1-v1_5). Not for anything new: whoever can
/// ask whether a ciphertext is well formed can decrypt it (Bleichenbacher,
/// 1998).
///
/// # Errors
/// When the message does not leave room for eight bytes of padding.
pub fn encrypt(
    key: &PublicKey,
    message: &[u8],
    rng: &mut impl CryptoRng,
    observer: &mut impl Observer,
) -> Result<Vec<u8>, Error> {
    let k = key.size();
    let most = k.checked_sub(ENCRYPT_ADDS).ok_or(Error::KeyTooShort {
        scheme: "PKCS#1 v1.5 encryption",
        expected: ENCRYPT_ADDS,
        found: k,
    })?;
    let padding = PADDING + block::room(most, message, observer)?;
    let ps = nonzero_bytes(padding, rng);
    let em = Zeroizing::new([&[0, 2], ps.as_slice(), &[0], message].concat());
    let em_value = bytes_value("EM", &em, Knowers::OWNER);
    observer.step(|| {
        let (ps, m) = (
            bytes_value("PS", &ps, Knowers::OWNER).meaning("random bytes, none of them 0"),
            bytes_value("M", message, Knowers::OWNER).meaning("message"),
        );
        Step::new("em", "The padded block EM")
            .says(format!("The message is brought to the {k} bytes of the modulus: 0, 2, {padding} random bytes that are not 0, 0, then the message. A sender draws new random bytes for each encryption, which makes every ciphertext different; here another message or another key gets others, and the same message keeps them until you draw anew."))
            .value(ps.clone())
            .value(m.clone())
            .equation(Equation::equal(
                em_value.clone(),
                Expr::concat(vec![
                    Expr::repeat(0, 1),
                    Expr::repeat(2, 1),
                    ps.into(),
                    Expr::repeat(0, 1),
                    m.into(),
                ]),
            ))
            .bytes(encryption_block(&em, padding + 2))
            .source("RFC 8017", "7.2.1")
    });
    block::encrypt_block(key, &em, observer)
}

/// Decrypts (RSAES-PKCS1-v1_5).
///
/// Says which rule the block breaks. Whoever answers strangers must never do
/// that; the `rsa` crate gives a made-up message instead.
///
/// # Errors
/// When the computation itself fails. A block that is not well formed is an
/// outcome.
pub fn decrypt(
    key: &PrivateKey,
    ciphertext: &[u8],
    how: How,
    observer: &mut impl Observer,
) -> Result<DecryptionOutcome, Error> {
    Ok(
        match block::decrypt_block(key, ciphertext, how, observer)? {
            Ok(em) => unpad(&em, observer),
            Err(opened) => opened,
        },
    )
}

/// Whether a block is one of an encryption.
pub(super) fn encrypts(em: &[u8]) -> bool {
    open(em).1.is_some()
}

/// Whether a block begins as one of a signature does: 00 01 and at least
/// eight bytes ff.
pub(super) fn signs(em: &[u8]) -> bool {
    em.starts_with(&[0, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])
}

/// Takes the padding off a block (§7.2.2, step 3).
pub(super) fn unpad(em: &[u8], observer: &mut impl Observer) -> DecryptionOutcome {
    let (opened, separator) = open(em);
    observer.step(|| {
        let step = Step::new("unpad", "Take the padding off")
            .says(opened.why.clone())
            .passes_if(opened.message.is_some())
            .source("RFC 8017", "7.2.2");
        match (&opened.message, separator) {
            (Some(message), Some(separator)) => {
                let m = bytes_value("M", message, Knowers::OWNER).meaning("message");
                let whole = bytes_value("EM", em, Knowers::OWNER);
                step.equation(Equation::equal(
                    m.clone(),
                    Expr::slice(whole, count(separator + 1), count(em.len())),
                ))
                .value(m)
                .bytes(encryption_block(em, separator))
            }
            _ => step.bytes(block::unknown_block("Block", em)),
        }
    });
    opened
}

/// The message in a block, and where the 0 before it stands.
fn open(em: &[u8]) -> (DecryptionOutcome, Option<usize>) {
    let [first, second, rest @ ..] = em else {
        return (DecryptionOutcome::failed("The block is too short."), None);
    };
    if *first != 0 || *second != 2 {
        return (
            DecryptionOutcome::failed(format!(
                "The block must begin with the bytes 00 02; it begins with {first:02x} {second:02x}."
            )),
            None,
        );
    }
    match rest.iter().position(|byte| *byte == 0) {
        None => (
            DecryptionOutcome::failed(
                "No byte 00 ends the padding: there is no message in the block.",
            ),
            None,
        ),
        Some(length) if length < 8 => (
            DecryptionOutcome::failed(format!(
                "The padding must have at least 8 bytes; it ends after {length}."
            )),
            None,
        ),
        Some(length) => (
            DecryptionOutcome::message(rest.get(length + 1..).unwrap_or_default()),
            Some(length + 2),
        ),
    }
}

fn nonzero_bytes(count: usize, rng: &mut impl CryptoRng) -> Zeroizing<Vec<u8>> {
    let mut bytes = Zeroizing::new(vec![0; count]);
    rng.fill_bytes(&mut bytes);
    for byte in bytes.iter_mut() {
        while *byte == 0 {
            rng.fill_bytes(std::slice::from_mut(byte));
        }
    }
    bytes
}

/// How many bytes of padding a signature block of `k` bytes has.
pub(super) fn fits(k: usize) -> Result<usize, Error> {
    k.checked_sub(SIGN_LEAST - 8)
        .filter(|length| *length >= 8)
        .ok_or(Error::KeyTooShort {
            scheme: "a PKCS#1 v1.5 signature with SHA-256",
            expected: SIGN_LEAST,
            found: k,
        })
}

/// EMSA-PKCS1-v1_5 (RFC 8017 §9.2).
fn encode_signature(
    symbol: &'static str,
    hash: &[u8],
    k: usize,
    observer: &mut impl Observer,
) -> Result<Vec<u8>, Error> {
    let padding = fits(k)?;
    let em = [
        &[0, 1],
        vec![0xff; padding].as_slice(),
        &[0],
        &DIGEST_INFO_SHA256,
        hash,
    ]
    .concat();
    observer.step(|| {
        let whole = bytes_value(symbol, &em, Knowers::EVERYBODY).meaning("encoded message");
        let prefix = bytes_value("DigestInfo", &DIGEST_INFO_SHA256, Knowers::EVERYBODY)
            .meaning("says that a SHA-256 hash follows");
        let h = bytes_value("H", hash, Knowers::EVERYBODY);
        Step::new("em", format!("The block {symbol}"))
            .says(format!("The hash is brought to the {k} bytes of the modulus: 0, 1, {padding} bytes ff, 0, then DigestInfo, which names the hash function, with the hash. Nothing in it is random: the same message always gives the same signature."))
            .value(whole.clone())
            .equation(Equation::equal(
                whole,
                Expr::concat(vec![
                    Expr::repeat(0, 1),
                    Expr::repeat(1, 1),
                    Expr::repeat(0xff, count(padding)),
                    Expr::repeat(0, 1),
                    prefix.into(),
                    h.into(),
                ]),
            ))
            .bytes(signature_block("Block EM", &em, hash))
            .source("RFC 8017", "9.2")
    });
    Ok(em)
}

/// The block of a signature in its fields; a block that does not have them is
/// one field.
fn signature_block(name: &'static str, em: &[u8], hash: &[u8]) -> Dissection {
    let start = em
        .len()
        .checked_sub(DIGEST_INFO_SHA256.len() + hash.len())
        .filter(|start| {
            *start > 3
                && em.get(start - 1) == Some(&0)
                && em
                    .get(*start..)
                    .is_some_and(|t| t.starts_with(&DIGEST_INFO_SHA256))
        });
    let Some(start) = start else {
        return Dissection::new(
            name,
            em.to_vec(),
            vec![
                Field::new(0..em.len(), "no structure")
                    .meaning("these bytes do not follow EMSA-PKCS1-v1_5 with SHA-256"),
            ],
        );
    };
    let ends = start + DIGEST_INFO_SHA256.len();
    let info = vec![
        Field::new(start..start + 2, "SEQUENCE")
            .meaning("49 bytes: DigestInfo")
            .role(Role::Frame),
        Field::new(start + 2..start + 17, "digestAlgorithm")
            .meaning("2.16.840.1.101.3.4.2.1, SHA-256; parameters NULL")
            .source("RFC 8017", "A.2.4"),
        Field::new(start + 17..ends, "OCTET STRING")
            .meaning("32 bytes")
            .role(Role::Frame),
        Field::new(ends..em.len(), "digest")
            .meaning("the hash of the message")
            .made_by("hash"),
    ];
    Dissection::new(
        name,
        em.to_vec(),
        vec![
            Field::new(0..1, "00")
                .meaning("keeps the number below n")
                .role(Role::Frame),
            Field::new(1..2, "01")
                .meaning("block type: signature")
                .role(Role::Frame),
            Field::new(2..start - 1, "PS")
                .meaning(format!("{} bytes ff", start - 3))
                .role(Role::Padding),
            Field::new(start - 1..start, "00")
                .meaning("ends the padding")
                .role(Role::Frame),
            Field::new(start..em.len(), "DigestInfo")
                .meaning("which hash function, and the hash")
                .source("RFC 8017", "9.2")
                .inside(info),
        ],
    )
}

/// The block of an encryption in its fields; `separator` is where the 0
/// before the message stands.
fn encryption_block(em: &[u8], separator: usize) -> Dissection {
    let mut fields = vec![
        Field::new(0..1, "00")
            .meaning("keeps the number below n")
            .role(Role::Frame),
        Field::new(1..2, "02")
            .meaning("block type: encryption")
            .role(Role::Frame),
        Field::new(2..separator, "PS")
            .meaning(format!(
                "{} random bytes, none of them 0",
                separator.saturating_sub(2)
            ))
            .role(Role::Padding)
            .secret(),
        Field::new(separator..separator + 1, "00")
            .meaning("ends the padding")
            .role(Role::Frame),
    ];
    if separator + 1 < em.len() {
        fields.push(
            Field::new(separator + 1..em.len(), "M")
                .meaning(block::readable(em.get(separator + 1..).unwrap_or_default()))
                .secret(),
        );
    }
    Dissection::new("Block EM", em.to_vec(), fields)
}
