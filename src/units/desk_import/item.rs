//! What one thing in an input is, and what the desk can do with it.

use super::super::Trouble;
use super::super::fernet_key::{PUBLISHED_KEY, public_text};
use super::file::Part;
use crate::desk::{KeyType, Kind};
use crate::engine::asn1::{
    Structure, dissect_any, dissect_certificate, dissect_private_key, dissect_public_key,
    dissect_request, recognise,
};
use crate::engine::dissect::Dissection;
use crate::engine::symmetric::base64url;
use crate::engine::symmetric::fernet::{Key, Maker, dissect_key, dissect_token};
use crate::engine::trace::Value;
use der::asn1::OctetStringRef;
use der::{Decode, Encode};
use num_bigint::BigUint;
use num_integer::Integer;
use num_traits::One;
use pkcs8::{EncryptedPrivateKeyInfoRef, PrivateKeyInfoRef, SecretDocument};
use pkcs5::EncryptionScheme;
use pkcs5::pbes2::Kdf;
use rsa::pkcs1::{RsaPrivateKeyRef as RsaPrivateKey, RsaPublicKeyRef as RsaPublicKey};
use spki::{SubjectPublicKeyInfoOwned, SubjectPublicKeyInfoRef};
use x509_cert::Certificate;
use x509_cert::name::Name;
use x509_cert::request::CertReq;
use zeroize::Zeroizing;

/// A thing as it was read.
#[derive(Debug, Default)]
pub(super) struct Item {
    /// What it is, in a few words.
    pub(super) title: String,
    /// The same as the end of a sentence.
    pub(super) says: String,
    /// Whether it can be used.
    pub(super) good: bool,
    /// What can be put on the desk: name, kind, bytes, and whether everybody
    /// knows it.
    pub(super) drafts: Vec<(String, Kind, Zeroizing<Vec<u8>>, bool)>,
    pub(super) bytes: Vec<Dissection>,
    pub(super) kind: Option<Kind>,
    /// What tells its public key from others.
    pub(super) public: Option<Vec<u8>>,
    /// The RSA modulus.
    pub(super) modulus: Option<Vec<u8>>,
    pub(super) common_name: Option<String>,
    /// Whether the crate finds the public key where our dissection does.
    pub(super) same_key: Option<bool>,
    pub(super) message: Option<Value>,
    pub(super) source: Option<(&'static str, &'static str)>,
}

impl Item {
    pub(super) fn is_private(&self) -> bool {
        matches!(self.kind, Some(Kind::PrivateKey(_)))
    }

    pub(super) fn is_signed(&self) -> bool {
        matches!(self.kind, Some(Kind::Certificate | Kind::Request))
    }

    fn refused(title: impl Into<String>, says: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            says: says.into(),
            ..Self::default()
        }
    }

    fn with_bytes(mut self, bytes: Dissection) -> Self {
        self.bytes.push(bytes);
        self
    }

    fn with_draft(mut self, name: impl Into<String>, kind: Kind, bytes: &[u8]) -> Self {
        self.good = true;
        self.kind = Some(kind);
        self.drafts
            .push((name.into(), kind, Zeroizing::new(bytes.to_vec()), false));
        self
    }

    fn with_rsa(mut self, key: &RsaPublicKey<'_>) -> Self {
        let (n, e) = (key.modulus.as_bytes(), key.public_exponent.as_bytes());
        self.public = Some([n, &[0], e].concat());
        self.modulus = Some(n.to_vec());
        self
    }
}

/// Reads one thing.
///
/// # Errors
/// Only for an encrypted private key whose passphrase is missing or wrong.
pub(super) fn read(part: &Part, passphrase: &str) -> Result<Item, Trouble> {
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
        return Ok(Item::refused(
            "a private key in openssl's old encryption",
            "a private key in openssl's old way of encryption, which derives its key with a single MD5 and is not read here. This turns it into the present form: openssl pkey -in old.pem -aes256 -out new.pem",
        ));
    }
    Ok(match recognise(der) {
        Structure::Certificate => certificate(der),
        Structure::Request => request(der),
        Structure::PrivateKeyInfo => private_key(der),
        Structure::EncryptedPrivateKeyInfo => encrypted(der, passphrase)?,
        Structure::RsaPrivateKey => rsa_private_key(der),
        Structure::PublicKey => public_key(der),
        Structure::RsaPublicKey => rsa_public_key(der),
        structure => {
            let what = match (structure, label) {
                (Structure::Unknown, Some(label)) => format!("a PEM block named {label}"),
                (Structure::Unknown, None) => "a structure of ASN.1".to_owned(),
                (structure, _) => format!("something of the kind: {}", structure.name()),
            };
            let why = match structure {
                Structure::EcPrivateKey => "an EC private key. Only RSA keys are handled for now; certificates of any kind of key are",
                Structure::RevocationList => "a certificate revocation list, which the desk does not keep",
                _ if starts_broken(der) => "broken or cut off, or nothing that the desk knows",
                _ => "nothing that the desk knows",
            };
            let says = match structure {
                Structure::EcPrivateKey | Structure::RevocationList => format!("{why}."),
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

fn certificate(der: &[u8]) -> Item {
    let layout = dissect_certificate(der);
    match Certificate::from_der(der) {
        Ok(certificate) => {
            let content = certificate.tbs_certificate();
            let spki = content.subject_public_key_info();
            let name = common_name(content.subject());
            let shown = layout
                .find("subject")
                .map_or_else(String::new, |field| field.meaning.to_string());
            named(
                Item {
                    title: format!("a certificate for {shown}"),
                    says: format!(
                        "a certificate for {shown}, valid from {}.",
                        layout
                            .find("validity")
                            .map_or("", |field| &*field.meaning)
                    ),
                    source: Some(("RFC 5280", "4.1")),
                    ..Item::default()
                },
                &layout,
                spki,
                name.clone(),
            )
            .with_draft(
                name.unwrap_or_else(|| "certificate".into()),
                Kind::Certificate,
                der,
            )
            .with_bytes(layout)
        }
        Err(error) => broken("a certificate", &error, layout),
    }
}

fn request(der: &[u8]) -> Item {
    let layout = dissect_request(der);
    match CertReq::from_der(der) {
        Ok(request) => {
            let name = common_name(&request.info.subject);
            let shown = layout
                .find("subject")
                .map_or_else(String::new, |field| field.meaning.to_string());
            named(
                Item {
                    title: format!("a certificate request for {shown}"),
                    says: format!("a certificate request for {shown}."),
                    source: Some(("RFC 2986", "4")),
                    ..Item::default()
                },
                &layout,
                &request.info.public_key,
                name.clone(),
            )
            .with_draft(
                name.map_or_else(|| "request".into(), |name| format!("request of {name}")),
                Kind::Request,
                der,
            )
            .with_bytes(layout)
        }
        Err(error) => broken("a certificate request", &error, layout),
    }
}

/// Adds what the public key inside tells.
fn named(
    mut item: Item,
    layout: &Dissection,
    spki: &SubjectPublicKeyInfoOwned,
    name: Option<String>,
) -> Item {
    let encoded = spki.to_der().unwrap_or_default();
    let field = layout
        .find("subjectPublicKeyInfo")
        .or_else(|| layout.find("subjectPKInfo"));
    item.same_key = Some(field.map(|field| layout.slice(field)) == Some(&encoded));
    item.common_name = name;
    let rsa = spki
        .subject_public_key
        .as_bytes()
        .and_then(|bytes| RsaPublicKey::try_from(bytes).ok());
    match rsa {
        Some(key) if spki.algorithm.oid == rsa::pkcs1::ALGORITHM_OID => item.with_rsa(&key),
        _ => {
            item.public = Some(encoded);
            item
        }
    }
}

fn common_name(name: &Name) -> Option<String> {
    name.common_name()
        .ok()
        .flatten()
        .map(|text| text.value().into_owned())
        .filter(|text| !text.trim().is_empty())
}

/// Something that its kind's parser refuses.
fn broken(what: &str, error: &dyn std::fmt::Display, layout: Dissection) -> Item {
    let why = match layout.problems.first() {
        Some(problem) => format!("Byte {}: {}", problem.at, problem.says),
        None => format!("The parser says: {error}."),
    };
    Item::refused(
        format!("{what} that is broken"),
        format!("{what}, but it is broken. {why}"),
    )
    .with_bytes(layout)
}

fn private_key(der: &[u8]) -> Item {
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
fn rsa_private_key(der: &[u8]) -> Item {
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
        && PrivateKeyInfoRef::from_der(pkcs8).map_or(true, |info| rsa::PrivateKey::try_from(info).is_err());
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

fn encrypted(der: &[u8], passphrase: &str) -> Result<Item, Trouble> {
    let layout = dissect_any(der);
    let info = match EncryptedPrivateKeyInfoRef::from_der(der) {
        Ok(info) => info,
        Err(error) => return Ok(broken("an encrypted private key", &error, layout)),
    };
    let how = layout
        .find("EncryptedPrivateKeyInfo")
        .map_or_else(String::new, |field| field.meaning.to_string());
    let refused = |why: &str| {
        Item::refused(
            "an encrypted private key that is not opened",
            format!("an encrypted private key ({how}). {why}"),
        )
        .with_bytes(layout.clone())
    };
    let EncryptionScheme::Pbes2(parameters) = &info.encryption_algorithm else {
        return Ok(refused("This kind of encryption is weak and not read here; openssl pkey -in old.pem -aes256 -out new.pem makes a better one."));
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
            Trouble::at("passphrase", "the passphrase of the encrypted private key")
                .found("nothing")
                .help(format!("The key is protected by {how}.")),
        );
    }
    let wrong = || {
        Trouble::at("passphrase", "the passphrase of the encrypted private key")
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
            Ok(item)
        }
        Err(pkcs8::Error::EncryptedPrivateKey(pkcs5::Error::UnsupportedAlgorithm { oid })) => Ok(
            refused(&format!("The algorithm {oid} is not supported here.")),
        ),
        Err(_) => Err(wrong()),
    }
}

fn public_key(der: &[u8]) -> Item {
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

fn rsa_public_key(der: &[u8]) -> Item {
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
