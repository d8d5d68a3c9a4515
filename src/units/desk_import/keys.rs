//! Private and public keys in an input.

use super::super::Diagnosis;
use super::item::{Item, broken};
use crate::desk::{KeyType, Kind};
use crate::engine::asn1::{
    Structure, dissect_any, dissect_private_key, dissect_public_key, recognise,
};
use crate::engine::dissect::Dissection;
use der::asn1::{ObjectIdentifier, OctetStringRef};
use der::{Decode, Encode, Reader, SliceReader};
use num_bigint::BigUint;
use num_integer::Integer;
use num_traits::One;
use pkcs5::EncryptionScheme;
use pkcs5::pbes2::Kdf;
use pkcs8::{EncryptedPrivateKeyInfoRef, PrivateKeyInfoRef, SecretDocument};
use rsa::pkcs1::{RsaPrivateKeyRef as RsaPrivateKey, RsaPublicKeyRef as RsaPublicKey};
use spki::{AlgorithmIdentifierRef, SubjectPublicKeyInfoRef};

pub(super) fn private_key(der: &[u8]) -> Item {
    let layout = dissect_private_key(der);
    let info = match PrivateKeyInfoRef::from_der(der) {
        Ok(info) => info,
        Err(error) => return broken("a private key", &error, layout),
    };
    if info.algorithm.oid != rsa::pkcs1::ALGORITHM_OID {
        let what = layout
            .find("privateKeyAlgorithm")
            .map_or_else(String::new, |field| field.meaning.to_string());
        return Item::refused(
            format!("a private key ({what})"),
            format!("a private key of the kind {what}. Only RSA keys are handled for now; certificates of any kind of key are."),
        )
        .with_bytes(layout);
    }
    match RsaPrivateKey::try_from(info.private_key.as_bytes()) {
        Ok(key) => rsa_key(&key, der, layout, "PKCS#8"),
        Err(error) => broken("an RSA private key", &error, layout),
    }
}

/// PKCS#1 becomes PKCS#8, which is what the desk keeps.
pub(super) fn rsa_private_key(der: &[u8]) -> Item {
    let layout = dissect_any(der);
    let key = match RsaPrivateKey::try_from(der) {
        Ok(key) => key,
        Err(error) => return broken("an RSA private key", &error, layout),
    };
    let wrapped = OctetStringRef::new(der)
        .map_err(pkcs8::Error::from)
        .and_then(|octets| {
            let info = PrivateKeyInfoRef::new(rsa::pkcs1::ALGORITHM_ID, octets);
            SecretDocument::try_from(info)
        });
    match wrapped {
        Ok(wrapped) => rsa_key(&key, wrapped.as_bytes(), layout, "PKCS#1"),
        Err(error) => broken("an RSA private key", &error, layout),
    }
}

fn rsa_key(key: &RsaPrivateKey<'_>, pkcs8: &[u8], layout: Dissection, form: &str) -> Item {
    let number = |bytes: &[u8]| BigUint::from_bytes_be(bytes);
    let n = number(key.modulus.as_bytes());
    let bits = n.bits();
    let (p, q) = (number(key.prime1.as_bytes()), number(key.prime2.as_bytes()));
    let product = number(key.public_exponent.as_bytes()) * number(key.private_exponent.as_bytes());
    let one = BigUint::one();
    let fits = p > one
        && q > one
        && &p * &q == n
        && [p, q].iter().all(|prime| {
            let order = prime - &one;
            (&product % &order) == (&one % &order)
        });
    // The crate has the last word where it takes keys of this size.
    let refused = (1024..=8192).contains(&bits)
        && PrivateKeyInfoRef::from_der(pkcs8)
            .map_or(true, |info| rsa::PrivateKey::try_from(info).is_err());
    if !fits || refused || n.is_even() {
        return Item::refused(
            "an RSA private key whose numbers do not fit together",
            format!("an RSA private key of {bits} bits, but its numbers do not fit together: p · q is not n, or e · d is not 1 modulo p − 1 and q − 1."),
        )
        .with_bytes(layout);
    }
    let public = RsaPublicKey {
        modulus: key.modulus,
        public_exponent: key.public_exponent,
    };
    Item {
        title: format!("an RSA private key of {bits} bits"),
        says: format!("an RSA private key of {bits} bits ({form})."),
        source: Some(("RFC 8017", "A.1.2")),
        ..Item::default()
    }
    .with_rsa(&public)
    .with_draft(
        format!("RSA key, {bits} bits"),
        Kind::PrivateKey(KeyType::Rsa),
        pkcs8,
    )
    .with_bytes(layout)
}

/// The most memory that a passphrase may cost, in bytes.
const MEMORY: u64 = 256 * 1024 * 1024;

/// The most rounds of PBKDF2 that a passphrase may cost.
const ROUNDS: u32 = 10_000_000;

pub(super) fn encrypted(der: &[u8], passphrase: &str) -> Result<Item, Diagnosis> {
    let layout = dissect_any(der);
    let how = layout
        .find("EncryptedPrivateKeyInfo")
        .map_or_else(String::new, |field| field.meaning.to_string());
    let info = match EncryptedPrivateKeyInfoRef::from_der(der) {
        Ok(info) => info,
        Err(error) => {
            let unknown = matches!(error.kind(), der::ErrorKind::OidUnknown { .. });
            return Ok(match scheme(der) {
                Some(oid) if oid != PBES2 => other_scheme(&oid, layout),
                Some(_) if unknown && layout.problems.is_empty() => {
                    unread(&format!("{how}, which is not read here"), "", layout)
                }
                _ => broken("an encrypted private key", &error, layout),
            });
        }
    };
    let refused = |why: &str| {
        Item::refused(
            "an encrypted private key that is not opened",
            format!("an encrypted private key ({how}). {why}"),
        )
        .with_bytes(layout.clone())
    };
    let EncryptionScheme::Pbes2(parameters) = &info.encryption_algorithm else {
        return Ok(other_scheme(&info.encryption_algorithm.oid(), layout));
    };
    let affordable = match &parameters.kdf {
        Kdf::Pbkdf2(kdf) => kdf.iteration_count <= ROUNDS,
        Kdf::Scrypt(kdf) => {
            let block = 128 * u64::from(kdf.block_size);
            kdf.cost_parameter.saturating_mul(block) <= MEMORY && kdf.parallelization <= 64
        }
        _ => true,
    };
    if !affordable {
        return Ok(refused(
            "Its parameters ask for more time or memory than a page should spend, so it is not opened.",
        ));
    }
    if passphrase.is_empty() {
        return Err(
            Diagnosis::at("passphrase", "the passphrase of the encrypted private key")
                .found("nothing")
                .help(format!("The key is protected by {how}.")),
        );
    }
    let wrong = || {
        Diagnosis::at("passphrase", "the passphrase of the encrypted private key")
            .found("another one: the key does not decrypt with it")
            .help("Capital letters, the keyboard's layout and spaces at the ends count. If the passphrase is right, the file is damaged.")
    };
    match info.decrypt(passphrase) {
        Ok(plain) => {
            let mut item = private_key(plain.as_bytes());
            // One in 256 wrong passphrases leaves a padding that looks right.
            if recognise(plain.as_bytes()) != Structure::PrivateKeyInfo {
                return Err(wrong());
            }
            item.says = format!("{} It was encrypted with {how}.", item.says);
            item.bytes.insert(0, layout);
            item.encrypted = true;
            Ok(item)
        }
        Err(pkcs8::Error::EncryptedPrivateKey(pkcs5::Error::UnsupportedAlgorithm { oid })) => Ok(
            refused(&format!("The algorithm {oid} is not supported here.")),
        ),
        Err(_) => Err(wrong()),
    }
}

/// PBES2 (RFC 8018 §6.2), the scheme of today.
const PBES2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.13");

/// The schemes before it (RFC 8018 §6.1, RFC 7292 appendix C): their names,
/// and whether openssl 3 reads them without its legacy provider.
const OLD: [(ObjectIdentifier, &str, bool); 12] = [
    (
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.1"),
        "pbeWithMD2AndDES-CBC",
        false,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.3"),
        "pbeWithMD5AndDES-CBC",
        false,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.4"),
        "pbeWithMD2AndRC2-CBC",
        false,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.6"),
        "pbeWithMD5AndRC2-CBC",
        false,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.10"),
        "pbeWithSHA1AndDES-CBC",
        false,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.11"),
        "pbeWithSHA1AndRC2-CBC",
        false,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.1"),
        "pbeWithSHAAnd128BitRC4",
        false,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.2"),
        "pbeWithSHAAnd40BitRC4",
        false,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.3"),
        "pbeWithSHAAnd3-KeyTripleDES-CBC",
        true,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.4"),
        "pbeWithSHAAnd2-KeyTripleDES-CBC",
        true,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.5"),
        "pbeWithSHAAnd128BitRC2-CBC",
        false,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.6"),
        "pbeWithSHAAnd40BitRC2-CBC",
        false,
    ),
];

/// The scheme of a well-formed EncryptedPrivateKeyInfo.
fn scheme(der: &[u8]) -> Option<ObjectIdentifier> {
    let mut reader = SliceReader::new(der).ok()?;
    let scheme = reader.sequence(|inner| {
        let scheme = AlgorithmIdentifierRef::decode(inner)?;
        <&OctetStringRef>::decode(inner)?;
        Ok::<_, der::Error>(scheme.oid)
    });
    scheme.ok().filter(|_| reader.is_finished())
}

/// An encrypted key that is well formed, in a scheme that is not read.
fn other_scheme(oid: &ObjectIdentifier, layout: Dissection) -> Item {
    let known = OLD.iter().find(|(known, ..)| known == oid);
    let named = match known {
        Some((oid, name, _)) => {
            format!("{name} ({oid}), a scheme older than PBES2, which is weak and not read here")
        }
        None => format!("the scheme {oid}, which is not read here"),
    };
    let legacy = match known {
        Some((.., false)) => " -provider legacy -provider default",
        _ => "",
    };
    unread(&named, legacy, layout)
}

fn unread(named: &str, legacy: &str, layout: Dissection) -> Item {
    Item::refused(
        "an encrypted private key that is not opened",
        format!(
            "a private key encrypted with {named}. This turns it into the present form: openssl pkey{legacy} -in old.pem -aes256 -out new.pem"
        ),
    )
    .with_bytes(layout)
}

pub(super) fn public_key(der: &[u8]) -> Item {
    let layout = dissect_public_key(der);
    let info = match SubjectPublicKeyInfoRef::from_der(der) {
        Ok(info) => info,
        Err(error) => return broken("a public key", &error, layout),
    };
    if info.algorithm.oid != rsa::pkcs1::ALGORITHM_OID {
        let what = layout
            .find("SubjectPublicKeyInfo")
            .map_or_else(String::new, |field| field.meaning.to_string());
        return Item::refused(
            format!("a public key ({what})"),
            format!("a public key of the kind {what}. Only RSA keys are handled for now; certificates of any kind of key are."),
        )
        .with_bytes(layout);
    }
    match RsaPublicKey::try_from(info.subject_public_key.raw_bytes()) {
        Ok(key) => rsa_public(&key, der, layout),
        Err(error) => broken("an RSA public key", &error, layout),
    }
}

pub(super) fn rsa_public_key(der: &[u8]) -> Item {
    let layout = dissect_any(der);
    let key = match RsaPublicKey::try_from(der) {
        Ok(key) => key,
        Err(error) => return broken("an RSA public key", &error, layout),
    };
    let wrapped = der::asn1::BitStringRef::from_bytes(der).and_then(|bits| {
        SubjectPublicKeyInfoRef {
            algorithm: rsa::pkcs1::ALGORITHM_ID,
            subject_public_key: bits,
        }
        .to_der()
    });
    match wrapped {
        Ok(spki) => rsa_public(&key, &spki, layout),
        Err(error) => broken("an RSA public key", &error, layout),
    }
}

fn rsa_public(key: &RsaPublicKey<'_>, spki: &[u8], layout: Dissection) -> Item {
    let bits = BigUint::from_bytes_be(key.modulus.as_bytes()).bits();
    Item {
        title: format!("an RSA public key of {bits} bits"),
        says: format!("an RSA public key of {bits} bits."),
        source: Some(("RFC 8017", "A.1.1")),
        ..Item::default()
    }
    .with_rsa(key)
    .with_draft(
        format!("RSA public key, {bits} bits"),
        Kind::PublicKey(KeyType::Rsa),
        spki,
    )
    .with_bytes(layout)
}
