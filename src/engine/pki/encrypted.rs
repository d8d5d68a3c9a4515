//! Private keys under a passphrase: PKCS#8 EncryptedPrivateKeyInfo with PBES2
//! (RFC 5958 §3, RFC 8018 §6.2).

use super::request::text;
use super::{error, pbkdf2};
use crate::engine::asn1::refused;
use crate::engine::diagnosis::Diagnosis;
use crate::engine::trace::{Observer, Step, Value};
use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockModeEncrypt as _, KeyIvInit as _};
use der::asn1::OctetStringRef;
use der::{Decode, Encode};
use pkcs5::EncryptionScheme;
use pkcs5::pbes2::Parameters;
use pkcs8::EncryptedPrivateKeyInfoRef;
use rand::CryptoRng;
use zeroize::Zeroizing;

/// How a key is derived from the passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kdf {
    /// PBKDF2 with HMAC-SHA256: so many rounds (RFC 8018 §5.2).
    Pbkdf2 {
        /// The iteration count.
        rounds: u32,
    },
    /// scrypt (RFC 7914): N is two to the power of this, r = 8.
    Scrypt {
        /// The logarithm of N, the cost in memory and time.
        log_n: u8,
        /// How many times it is done.
        p: u32,
    },
}

impl Kdf {
    /// 600,000 rounds, as OWASP's password storage cheat sheet advises.
    pub const PBKDF2: Self = Self::Pbkdf2 { rounds: 600_000 };

    /// N = 2^14, r = 8, p = 5: of the settings that the same sheet counts as
    /// equal, the largest that openssl reads within its memory limit of
    /// 32 MiB.
    pub const SCRYPT: Self = Self::Scrypt { log_n: 14, p: 5 };
}

/// An encrypted key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncryptedKey {
    /// EncryptedPrivateKeyInfo, as the `pkcs5` crate made it.
    pub der: Vec<u8>,
    /// Whether the rounds that were told lead to the same bytes; `None` for
    /// scrypt, which the crate computes alone.
    pub agrees: Option<bool>,
}

/// Encrypts a PKCS#8 key under a passphrase: salt and IV are drawn, a key is
/// derived, and AES-256-CBC does the rest.
///
/// # Errors
/// When the passphrase is empty, or the parameters of the derivation are out
/// of range.
pub fn encrypt(
    pkcs8: &[u8],
    passphrase: &[u8],
    kdf: Kdf,
    random: &mut impl CryptoRng,
    observer: &mut impl Observer,
) -> Result<EncryptedKey, Diagnosis> {
    if passphrase.is_empty() {
        return Err(Diagnosis::expected("a passphrase").found("nothing"));
    }
    let (mut salt, mut iv) = ([0; 16], [0; 16]);
    random.fill_bytes(&mut salt);
    random.fill_bytes(&mut iv);
    observer.step(|| {
        Step::new("salt", "Draw salt and IV")
            .says(
                "Public, and random unless they come from a word. The salt makes the same passphrase give another key each \
                 time, so that no table of keys can be made in advance.",
            )
            .value(Value::public_bytes("salt", salt))
            .value(Value::public_bytes("IV", iv))
            .source("RFC 8018", "4.1")
    });
    let parameters = match kdf {
        Kdf::Pbkdf2 { rounds } => Parameters::generate_pbkdf2_sha256_aes256cbc(rounds, &salt, iv),
        Kdf::Scrypt { log_n, p } => {
            let costs = pkcs5::scrypt::Params::new(log_n, 8, p).map_err(error::internal)?;
            Parameters::generate_scrypt_aes256cbc(costs, &salt, iv)
        }
    }
    .map_err(error::internal)?;
    let derived = match kdf {
        Kdf::Pbkdf2 { rounds } => Some(pbkdf2::derive(passphrase, &salt, rounds, observer)?),
        Kdf::Scrypt { log_n, p } => {
            observer.step(|| scrypt_step(log_n, p));
            None
        }
    };
    let data = parameters
        .encrypt(passphrase, pkcs8)
        .map_err(error::internal)?;
    observer.step(|| {
        Step::new("encrypt", "Encrypt the key")
            .says("The PKCS#8 bytes are padded to whole blocks of AES, 16 bytes each, and encrypted with AES-256-CBC.")
            .value(Value::secret_bytes("PrivateKeyInfo", pkcs8))
            .value(Value::public_bytes("encryptedData", data.as_slice()))
            .value(text("encryptionScheme", "aes256-CBC-PAD"))
            .source("RFC 8018", "6.2.1")
    });
    let agrees = match derived {
        Some(key) => Some(
            cbc::Encryptor::<aes::Aes256>::new_from_slices(key.as_slice(), &iv)
                .map_err(error::internal)?
                .encrypt_padded_vec::<Pkcs7>(pkcs8)
                == data,
        ),
        None => None,
    };
    let der = EncryptedPrivateKeyInfoRef {
        encryption_algorithm: parameters.into(),
        encrypted_data: OctetStringRef::new(&data).map_err(error::internal)?,
    }
    .to_der()
    .map_err(error::internal)?;
    Ok(EncryptedKey { der, agrees })
}

fn scrypt_step(log_n: u8, p: u32) -> Step {
    Step::new("derive", "Derive a key from the passphrase")
        .says(
            "scrypt fills memory with values that depend on each other. That costs an \
             attacker's special hardware nearly as much as it costs you.",
        )
        .value(Value::public("N", 1_u64 << log_n.min(63)))
        .value(Value::public("r", 8))
        .value(Value::public("p", p))
        .value(Value::public("memory", (1_u64 << log_n.min(50)) * 128 * 8).meaning("128·N·r bytes"))
        .source("RFC 7914", "6")
}

/// Opens an encrypted PKCS#8 key. Returns the PKCS#8 key in DER.
///
/// # Errors
/// When it is none, uses an algorithm that is not known here, or the
/// passphrase is wrong. (A wrong passphrase shows in the padding; in one of
/// 256 cases only in the DER behind it, so both are looked at.)
pub fn decrypt(der: &[u8], passphrase: &[u8]) -> Result<Zeroizing<Vec<u8>>, Diagnosis> {
    let info = EncryptedPrivateKeyInfoRef::from_der(der)
        .map_err(|error| refused("an encrypted private key in DER (RFC 5958)", error))?;
    affordable(&info.encryption_algorithm)?;
    let wrong =
        Diagnosis::expected("the passphrase that this key was encrypted with").found("another one");
    let open = match info
        .encryption_algorithm
        .decrypt(passphrase, info.encrypted_data.as_bytes())
    {
        Ok(open) => Zeroizing::new(open),
        Err(pkcs5::Error::DecryptFailed) => return Err(wrong),
        Err(error) => {
            return Err(
                Diagnosis::expected("PBES2 with PBKDF2 or scrypt and AES").found(error.to_string())
            );
        }
    };
    match pkcs8::PrivateKeyInfoRef::from_der(&open) {
        Ok(_) => Ok(open),
        Err(_) => Err(wrong),
    }
}

/// The most rounds of PBKDF2 that are computed: some seconds.
const MOST_ROUNDS: u32 = 10_000_000;

/// The most memory of scrypt, in bytes: 256 MiB.
const MOST_MEMORY: u64 = 1 << 28;

/// The most work of scrypt, in bytes that are written: 64 times as much.
const MOST_WORK: u64 = 1 << 34;

/// Whether a key can be derived within reasonable time and memory. A file may
/// ask for more than anybody would use for a key, which would only hold up
/// the page, and for numbers that make no sense (RFC 8018 §A.2, RFC 7914 §2).
///
/// # Errors
/// What it asks for, and what at most is done.
pub fn affordable(scheme: &EncryptionScheme) -> Result<(), Diagnosis> {
    let refused =
        |expected: &'static str, found: String| Err(Diagnosis::expected(expected).found(found));
    match scheme.pbes2().map(|parameters| &parameters.kdf) {
        Some(pkcs5::pbes2::Kdf::Pbkdf2(kdf)) => match kdf.iteration_count {
            1..=MOST_ROUNDS => Ok(()),
            rounds => refused(
                "1 to 10,000,000 rounds of PBKDF2",
                format!("PBKDF2 with {rounds} rounds"),
            ),
        },
        Some(pkcs5::pbes2::Kdf::Scrypt(kdf)) => {
            let (n, r, p) = (
                kdf.cost_parameter,
                u64::from(kdf.block_size),
                u64::from(kdf.parallelization),
            );
            let found = format!("scrypt with N = {n}, r = {r} and p = {p}");
            if n < 2 || !n.is_power_of_two() || r == 0 || p == 0 {
                return refused(
                    "for scrypt a power of two as N, and r and p of at least 1",
                    found,
                );
            }
            let block = 128 * r;
            let memory = n.max(p).saturating_mul(block);
            let work = n.saturating_mul(block).saturating_mul(p);
            if memory > MOST_MEMORY || work > MOST_WORK {
                return refused(
                    "scrypt with at most 256 MiB of memory (128·N·r) and 64 times as much work (times p)",
                    found,
                );
            }
            Ok(())
        }
        _ => Ok(()),
    }
}
