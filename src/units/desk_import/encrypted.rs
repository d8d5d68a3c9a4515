//! Private keys under a passphrase (RFC 5958 §3), opened or named.

use super::super::Diagnosis;
use super::item::{Item, broken};
use super::keys::private_key;
use crate::engine::asn1::{Structure, dissect_any, recognise};
use crate::engine::dissect::Dissection;
use crate::engine::pki::encrypted::affordable;
use der::asn1::{ObjectIdentifier, OctetStringRef};
use der::{Decode, Reader, SliceReader};
use pkcs5::EncryptionScheme;
use pkcs8::EncryptedPrivateKeyInfoRef;
use spki::AlgorithmIdentifierRef;

/// The longest salt that the `pkcs5` crate holds, in bytes.
const SALT: usize = 32;

/// Opens an encrypted key.
///
/// # Errors
/// When the passphrase is missing or wrong.
pub(super) fn encrypted(der: &[u8], passphrase: &str) -> Result<Item, Diagnosis> {
    let layout = dissect_any(der);
    let how = layout
        .find("EncryptedPrivateKeyInfo")
        .map_or_else(String::new, |field| field.meaning.to_string());
    let info = match EncryptedPrivateKeyInfoRef::from_der(der) {
        Ok(info) => info,
        Err(error) => {
            let unknown = matches!(error.kind(), der::ErrorKind::OidUnknown { .. });
            let salt = salt_length(&layout);
            return Ok(match scheme(der) {
                Some(oid) if oid != PBES2 => other_scheme(&oid, layout),
                Some(_) if unknown && layout.problems.is_empty() => {
                    unread(&format!("{how}, which is not read here"), "", layout)
                }
                Some(_) if salt > SALT => unread(
                    &format!(
                        "{how}, with a salt of {salt} bytes, of which at most {SALT} are read here"
                    ),
                    "",
                    layout,
                ),
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
    if !matches!(info.encryption_algorithm, EncryptionScheme::Pbes2(_)) {
        return Ok(other_scheme(&info.encryption_algorithm.oid(), layout));
    }
    // Before anything is computed.
    if let Err(error) = affordable(&info.encryption_algorithm) {
        let complaint = error.complaint();
        return Ok(refused(&format!(
            "Its parameters ask for more time or memory than a page should spend, or make no sense, so it is not opened: expected {}, found {}.",
            complaint.expected, complaint.found
        )));
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
            // One in 256 wrong passphrases leaves a padding that looks right.
            if recognise(plain.as_bytes()) != Structure::PrivateKeyInfo {
                return Err(wrong());
            }
            let mut item = private_key(plain.as_bytes());
            item.says = format!("{} It was encrypted with {how}.", item.says);
            item.bytes.insert(0, layout);
            item.encrypted = true;
            Ok(item)
        }
        Err(pkcs8::Error::EncryptedPrivateKey(pkcs5::Error::UnsupportedAlgorithm { oid })) => {
            Ok(unread(
                &format!("{how}, whose algorithm {oid} is not supported here"),
                "",
                layout,
            ))
        }
        Err(pkcs8::Error::EncryptedPrivateKey(pkcs5::Error::AlgorithmParametersInvalid {
            oid,
        })) => Ok(refused(&format!(
            "The parameters of {oid} make no sense, such as a length of the key that its cipher does not have."
        ))),
        Err(_) => Err(wrong()),
    }
}

fn salt_length(layout: &Dissection) -> usize {
    let salt = layout.find("salt");
    let content = salt.and_then(|salt| salt.inside.iter().find(|field| field.name == "content"));
    content.map_or(0, |content| {
        usize::try_from(content.end.saturating_sub(content.start)).unwrap_or(0)
    })
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
