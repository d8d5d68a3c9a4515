//! What one thing in an input is, and what the desk can do with it.

use super::super::Trouble;
use super::super::fernet_key::{PUBLISHED_KEY, public_text};
use super::file::Part;
use super::keys::{encrypted, private_key, public_key, rsa_private_key, rsa_public_key};
use crate::desk::Kind;
use crate::engine::asn1::{
    Structure, dissect_any, dissect_certificate, dissect_request, recognise,
};
use crate::engine::dissect::Dissection;
use crate::engine::symmetric::base64url;
use crate::engine::symmetric::fernet::{Key, Maker, dissect_key, dissect_token};
use crate::engine::trace::Value;
use der::{Decode, Encode};
use rsa::pkcs1::RsaPublicKeyRef as RsaPublicKey;
use spki::SubjectPublicKeyInfoOwned;
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
    /// Whether it was protected by a passphrase.
    pub(super) encrypted: bool,
    pub(super) source: Option<(&'static str, &'static str)>,
}

impl Item {
    pub(super) fn is_private(&self) -> bool {
        matches!(self.kind, Some(Kind::PrivateKey(_)))
    }

    pub(super) fn is_signed(&self) -> bool {
        matches!(self.kind, Some(Kind::Certificate | Kind::Request))
    }

    pub(super) fn refused(title: impl Into<String>, says: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            says: says.into(),
            ..Self::default()
        }
    }

    pub(super) fn with_bytes(mut self, bytes: Dissection) -> Self {
        self.bytes.push(bytes);
        self
    }

    pub(super) fn with_draft(mut self, name: impl Into<String>, kind: Kind, bytes: &[u8]) -> Self {
        self.good = true;
        self.kind = Some(kind);
        self.drafts
            .push((name.into(), kind, Zeroizing::new(bytes.to_vec()), false));
        self
    }

    pub(super) fn with_rsa(mut self, key: &RsaPublicKey<'_>) -> Self {
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
                Structure::EcPrivateKey => {
                    "an EC private key. Only RSA keys are handled for now; certificates of any kind of key are"
                }
                Structure::RevocationList => {
                    "a certificate revocation list, which the desk does not keep"
                }
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
                        layout.find("validity").map_or("", |field| &*field.meaning)
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
pub(super) fn broken(what: &str, error: &dyn std::fmt::Display, layout: Dissection) -> Item {
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
