//! Private keys under a passphrase (RFC 5958 §3), opened or named.

use super::item::{Item, broken};
use super::keys::private_key;
use crate::engine::asn1::{Structure, dissect_any, recognise};
use crate::engine::diagnosis::Diagnosis;
use crate::engine::dissect::Dissection;
use crate::engine::pki::encrypted::affordable;
use der::asn1::{ObjectIdentifier, OctetStringRef};
use der::{Decode, Reader, SliceReader};
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
    let scheme = Scheme::of(der);
    let read = EncryptedPrivateKeyInfoRef::from_der(der);
    let (scheme, info) = match (scheme, read) {
        (Some(scheme), _) if scheme.oid != PBES2 => return Ok(other_scheme(&scheme, layout)),
        (Some(scheme), Ok(info)) => (scheme, info),
        (Some(scheme), Err(_)) if layout.problems.is_empty() => {
            let why = match salt_length(&layout) {
                salt if salt > SALT => {
                    format!(
                        "{how}, with a salt of {salt} bytes, of which at most {SALT} are read here"
                    )
                }
                _ => format!("{how}, which is not read here"),
            };
            return Ok(unread(&why, &scheme, layout));
        }
        (_, Err(error)) => return Ok(broken("an encrypted private key", &error, layout)),
        (None, Ok(_)) => {
            return Ok(broken(
                "an encrypted private key",
                &"it has no scheme",
                layout,
            ));
        }
    };
    let refused = |why: &str| {
        Item::refused(
            "an encrypted private key that is not opened",
            format!("an encrypted private key ({how}). {why}"),
        )
        .with_bytes(layout.clone())
    };
    // Before anything is computed.
    if let Err(error) = affordable(&info.encryption_algorithm) {
        return Ok(refused(&format!(
            "Its parameters ask for more time or memory than a page should spend, or make no sense, so it is not opened: {}.",
            error.clause()
        )));
    }
    if passphrase.is_empty() {
        return Err(
            Diagnosis::expected("the passphrase of the encrypted private key")
                .of("passphrase")
                .found("nothing")
                .help(format!("The key is protected by {how}.")),
        );
    }
    let wrong = || {
        Diagnosis::expected("the passphrase of the encrypted private key").of("passphrase")
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
                &scheme,
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

/// Ciphers inside PBES2 that openssl 3 has in its legacy provider only: RC2,
/// RC4, RC5, DES, Blowfish, CAST5, IDEA and SEED.
const LEGACY: [ObjectIdentifier; 8] = [
    ObjectIdentifier::new_unwrap("1.2.840.113549.3.2"),
    ObjectIdentifier::new_unwrap("1.2.840.113549.3.4"),
    ObjectIdentifier::new_unwrap("1.2.840.113549.3.9"),
    ObjectIdentifier::new_unwrap("1.3.14.3.2.7"),
    ObjectIdentifier::new_unwrap("1.3.6.1.4.1.3029.1.2"),
    ObjectIdentifier::new_unwrap("1.2.840.113533.7.66.10"),
    ObjectIdentifier::new_unwrap("1.3.6.1.4.1.188.7.1.1.2"),
    ObjectIdentifier::new_unwrap("1.2.410.200004.1.4"),
];

/// The scheme of a well-formed EncryptedPrivateKeyInfo, and inside PBES2 its
/// cipher.
struct Scheme {
    oid: ObjectIdentifier,
    cipher: Option<ObjectIdentifier>,
}

impl Scheme {
    fn of(der: &[u8]) -> Option<Self> {
        let mut reader = SliceReader::new(der).ok()?;
        let scheme = reader.sequence(|inner| {
            let scheme = AlgorithmIdentifierRef::decode(inner)?;
            <&OctetStringRef>::decode(inner)?;
            let cipher = scheme.parameters.and_then(|parameters| {
                let cipher = parameters.sequence(|inner| {
                    AlgorithmIdentifierRef::decode(inner)?;
                    AlgorithmIdentifierRef::decode(inner)
                });
                Some(cipher.ok()?.oid)
            });
            Ok::<_, der::Error>(Self {
                oid: scheme.oid,
                cipher,
            })
        });
        scheme.ok().filter(|_| reader.is_finished())
    }

    /// What openssl 3 needs to be told.
    fn provider(&self) -> &'static str {
        let known = OLD.iter().find(|(known, ..)| *known == self.oid);
        let old = known.is_some_and(|(.., present)| !present);
        if old || self.cipher.is_some_and(|cipher| LEGACY.contains(&cipher)) {
            " -provider legacy -provider default"
        } else {
            ""
        }
    }
}

/// An encrypted key that is well formed, in a scheme that is not read.
fn other_scheme(scheme: &Scheme, layout: Dissection) -> Item {
    let oid = scheme.oid;
    let known = OLD.iter().find(|(known, ..)| *known == oid);
    let named = match known {
        Some((oid, name, _)) => {
            format!("{name} ({oid}), a scheme older than PBES2, which is weak and not read here")
        }
        None => format!("the scheme {oid}, which is not read here"),
    };
    unread(&named, scheme, layout)
}

fn unread(named: &str, scheme: &Scheme, layout: Dissection) -> Item {
    let provider = scheme.provider();
    Item::refused(
        "an encrypted private key that is not opened",
        format!(
            "a private key encrypted with {named}. This turns it into the present form: openssl pkey{provider} -in old.pem -aes256 -out new.pem"
        ),
    )
    .with_bytes(layout)
}
