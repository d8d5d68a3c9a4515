//! What a part of a file is, and reading it as that.

use super::certificates::{certificate, request};
use super::elliptic;
use super::encrypted::encrypted;
use super::file::Part;
use super::foreign::{ForeignFormat, labelled};
use super::item::Item;
use super::keys::{private_key, public_key, rsa_private_key, rsa_public_key};
use crate::desk::Kind;
use crate::engine::asn1::{Structure, dissect_any, recognise};
use crate::engine::diagnosis::Diagnosis;
use crate::engine::symmetric::base64url;
use crate::engine::symmetric::fernet::{Key, Maker, dissect_key, dissect_token};
use crate::units::cipher::fernet_key::{PUBLISHED_KEY, public_text};

/// Reads one thing.
///
/// # Errors
/// Only for an encrypted private key whose passphrase is missing or wrong.
pub(super) fn read(part: &Part, passphrase: &str) -> Result<Item, Diagnosis> {
    let (label, der, headers) = match part {
        Part::Der {
            label,
            der,
            headers,
        } => (label, der, headers),
        Part::FernetKey(bytes) => return Ok(fernet_key(bytes)),
        Part::FernetToken(text) => return Ok(fernet_token(text)),
    };
    if headers.iter().any(|header| header.contains("ENCRYPTED")) {
        return Ok(old_encryption(headers));
    }
    let structure = recognise(der);
    // Two numbers may be parameters, or an RSA public key.
    let parameters = |label: &str| label.ends_with("PARAMETERS");
    if let Some(label) = label
        && (structure == Structure::Unknown || parameters(label))
        && let Some(ForeignFormat { what, help }) = labelled(label, der)
    {
        let says = format!("{what}. {help}");
        return Ok(Item::refused(what, says).with_bytes(dissect_any(der)));
    }
    Ok(match structure {
        Structure::Certificate => certificate(der),
        Structure::Request => request(der),
        Structure::PrivateKeyInfo => private_key(der),
        Structure::EncryptedPrivateKeyInfo => encrypted(der, passphrase)?,
        Structure::RsaPrivateKey => rsa_private_key(der),
        Structure::EcPrivateKey => elliptic::sec1(der),
        Structure::PublicKey => public_key(der),
        Structure::RsaPublicKey => rsa_public_key(der),
        structure => {
            let what = match (structure, label) {
                (Structure::Unknown, Some(label)) => format!("a PEM block named {label}"),
                (Structure::Unknown, None) => "a structure of ASN.1".to_owned(),
                (structure, _) => format!("something of the kind: {}", structure.name()),
            };
            let why = match structure {
                Structure::RevocationList => {
                    "a certificate revocation list, which the desk does not keep"
                }
                _ if starts_broken(der) => "broken or cut off, or nothing that the desk knows",
                _ => "nothing that the desk knows",
            };
            let says = match structure {
                Structure::RevocationList => format!("{why}."),
                _ => format!("{what}: it is {why}."),
            };
            let says = match dissect_any(der).problems.first() {
                Some(problem) => format!("{says} Byte {}: {}", problem.at, problem.says),
                None => says,
            };
            Item::refused(what, says).with_bytes(dissect_any(der))
        }
    })
}

/// The parts without names of curves, where there are keys of curves: openssl ecparam
/// writes one before each.
pub(super) fn without_curve_names(parts: &[Part]) -> Vec<&Part> {
    let is_key = |part: &Part| matches!(part, Part::Der { der, .. } if recognise(der) == Structure::EcPrivateKey);
    let is_name = |part: &Part| matches!(part, Part::Der { label, .. } if label.as_deref() == Some("EC PARAMETERS"));
    let has_key = parts.iter().any(is_key);
    let left = parts.iter().filter(|part| !(has_key && is_name(part)));
    left.collect()
}

/// Whether it is a key that a passphrase may open.
pub(super) fn is_encrypted(part: &Part) -> bool {
    matches!(part, Part::Der { der, .. } if recognise(der) == Structure::EncryptedPrivateKeyInfo)
}

/// What a part is where only certificates belong; nothing for a certificate, be
/// it broken, and for bytes of which nothing tells that they are something else.
pub(super) fn other_than_certificate(part: &Part) -> Option<String> {
    const ON_THE_DESK: &str = ", which belongs on the desk and not here";
    let (label, der, headers) = match part {
        Part::Der {
            label,
            der,
            headers,
        } => (label, der, headers),
        Part::FernetKey(_) => return Some(format!("a Fernet key{ON_THE_DESK}")),
        Part::FernetToken(_) => return Some("a Fernet token".to_owned()),
    };
    let (what, private) = match recognise(der) {
        _ if headers.iter().any(|header| header.contains("ENCRYPTED")) => {
            ("an encrypted private key".to_owned(), true)
        }
        Structure::Certificate => return None,
        Structure::Unknown => match label.as_deref() {
            None => return None,
            Some(label) if label.ends_with("CERTIFICATE") => return None,
            Some(label) => {
                let named = labelled(label, der).map(|named| named.what);
                let what = named.unwrap_or_else(|| format!("a PEM block named {label}"));
                (what, label.ends_with("PRIVATE KEY"))
            }
        },
        known => {
            let name = known.name();
            let article = if name.starts_with(['e', 'E', 'R']) {
                "an"
            } else {
                "a"
            };
            (format!("{article} {name}"), name.contains("private key"))
        }
    };
    let place = if private { ON_THE_DESK } else { "" };
    Some(format!("{what}{place}"))
}

/// Ciphers that openssl 3 has in its legacy provider only.
const LEGACY: [&str; 7] = ["DES-CBC", "RC2-", "RC4", "RC5-", "BF-", "CAST5-", "IDEA-"];

/// A key in openssl's own encryption, before PKCS#8 (RFC 1421 §4.6 has its
/// header lines).
fn old_encryption(headers: &[String]) -> Item {
    let cipher = headers.iter().find_map(|header| {
        let (_, value) = header.split_once("DEK-Info:")?;
        Some(value.split(',').next().unwrap_or_default().trim())
    });
    let cipher = cipher.unwrap_or_default();
    let legacy = LEGACY.iter().any(|legacy| cipher.starts_with(legacy)) || cipher == "SEED-CBC";
    let provider = if legacy {
        " -provider legacy -provider default"
    } else {
        ""
    };
    let named = if cipher.is_empty() {
        String::new()
    } else {
        format!(" with {cipher}")
    };
    Item::refused(
        "a private key in openssl's old encryption",
        format!(
            "a private key in openssl's old way of encryption{named}, which derives its key with a single MD5 and is not read here. This turns it into the present form: openssl pkey{provider} -in old.pem -aes256 -out new.pem"
        ),
    )
}

fn starts_broken(der: &[u8]) -> bool {
    !dissect_any(der).problems.is_empty()
}

fn fernet_key(bytes: &[u8]) -> Item {
    let Ok(key) = Key::from_bytes(bytes) else {
        return Item::refused("a Fernet key", "no Fernet key after all.");
    };
    let mut item = Item {
        title: "a Fernet key".into(),
        says: "a Fernet key: 32 bytes in base64url.".into(),
        source: Some(("Fernet", "Key Format")),
        ..Item::default()
    }
    .with_bytes(dissect_key(&key))
    .with_draft("Fernet key", Kind::FernetKey, bytes);
    if let Some(draft) = item.drafts.first_mut() {
        draft.3 = key.text() == PUBLISHED_KEY;
    }
    item
}

fn fernet_token(text: &str) -> Item {
    let bytes = base64url::decode(text).unwrap_or_default();
    Item {
        title: "a Fernet token".into(),
        says: "a Fernet token.".into(),
        message: Some(public_text("token", text.to_owned()).meaning("the Fernet token")),
        source: Some(("Fernet", "Token Format")),
        ..Item::default()
    }
    .with_bytes(dissect_token(&bytes, Maker::Others))
    .with_draft("Fernet token", Kind::FernetToken, text.as_bytes())
}
