//! Structures that are known by name.

mod certificate;
mod extensions;
mod keys;
mod name;

pub use extensions::USAGES;

use super::node::{Class, Node, tag, unparsed};
use super::primitive;
use super::read::Reader;
use crate::engine::dissect::{Dissection, Field};
use crate::engine::text::Text;
use std::iter::Peekable;
use std::slice::IterMut;

/// The structures that are recognised by their shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Structure {
    /// `Certificate` (RFC 5280 §4.1).
    Certificate,
    /// `CertificationRequest` (RFC 2986 §4.2).
    Request,
    /// `CertificateList` (RFC 5280 §5.1); only recognised.
    RevocationList,
    /// `PrivateKeyInfo` or `OneAsymmetricKey` (RFC 5958 §2).
    PrivateKeyInfo,
    /// `EncryptedPrivateKeyInfo` (RFC 5958 §3).
    EncryptedPrivateKeyInfo,
    /// `SubjectPublicKeyInfo` (RFC 5280 §4.1).
    PublicKey,
    /// `RSAPrivateKey` (RFC 8017 §A.1.2).
    RsaPrivateKey,
    /// `RSAPublicKey` (RFC 8017 §A.1.1).
    RsaPublicKey,
    /// `ECPrivateKey` (RFC 5915 §3); only recognised.
    EcPrivateKey,
    /// `DigestInfo` (RFC 8017 §9.2).
    DigestInfo,
    /// Something else.
    Unknown,
}

impl Structure {
    /// What it is, in words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::Request => "certificate request",
            Self::RevocationList => "certificate revocation list",
            Self::PrivateKeyInfo => "private key (PKCS#8)",
            Self::EncryptedPrivateKeyInfo => "encrypted private key (PKCS#8)",
            Self::PublicKey => "public key",
            Self::RsaPrivateKey => "RSA private key (PKCS#1)",
            Self::RsaPublicKey => "RSA public key (PKCS#1)",
            Self::EcPrivateKey => "EC private key (SEC 1)",
            Self::DigestInfo => "DigestInfo",
            Self::Unknown => "ASN.1",
        }
    }
}

/// Names the elements of a known structure; `None` where it stopped.
type Schema = fn(&mut Node, &mut Reader<'_>) -> Option<()>;

/// Any BER or DER by its tags and lengths; elements inside byte strings are
/// opened where they parse.
#[must_use]
pub fn dissect(der: &[u8]) -> Dissection {
    take_apart("ASN.1", der, |node, reader| {
        open_all(node, reader, 0);
        Some(())
    })
}

/// `Certificate` (RFC 5280 §4.1).
#[must_use]
pub fn dissect_certificate(der: &[u8]) -> Dissection {
    take_apart("Certificate", der, certificate::certificate)
}

/// `CertificationRequest` (RFC 2986 §4.2).
#[must_use]
pub fn dissect_request(der: &[u8]) -> Dissection {
    take_apart("CertificationRequest", der, certificate::request)
}

/// `PrivateKeyInfo` (RFC 5958 §2) with the `RSAPrivateKey` inside; what is
/// secret is marked.
#[must_use]
pub fn dissect_private_key(der: &[u8]) -> Dissection {
    take_apart("PrivateKeyInfo", der, keys::private_key_info)
}

/// `EncryptedPrivateKeyInfo` (RFC 5958 §3) with the parameters of PBES2.
#[must_use]
pub fn dissect_encrypted_private_key(der: &[u8]) -> Dissection {
    take_apart("EncryptedPrivateKeyInfo", der, keys::encrypted)
}

/// `SubjectPublicKeyInfo` (RFC 5280 §4.1) with the `RSAPublicKey` inside.
#[must_use]
pub fn dissect_public_key(der: &[u8]) -> Dissection {
    take_apart("SubjectPublicKeyInfo", der, keys::public_key_info)
}

/// `RSAPrivateKey` (RFC 8017 §A.1.2); what is secret is marked.
#[must_use]
pub fn dissect_rsa_private_key(der: &[u8]) -> Dissection {
    take_apart("RSAPrivateKey", der, keys::rsa_private_key)
}

/// `RSAPublicKey` (RFC 8017 §A.1.1).
#[must_use]
pub fn dissect_rsa_public_key(der: &[u8]) -> Dissection {
    take_apart("RSAPublicKey", der, keys::rsa_public_key)
}

/// `DigestInfo` (RFC 8017 §9.2).
#[must_use]
pub fn dissect_digest_info(der: &[u8]) -> Dissection {
    take_apart("DigestInfo", der, keys::digest_info)
}

/// Whatever the bytes look like.
#[must_use]
pub fn dissect_any(der: &[u8]) -> Dissection {
    match recognise(der) {
        Structure::Certificate => dissect_certificate(der),
        Structure::Request => dissect_request(der),
        Structure::PrivateKeyInfo => dissect_private_key(der),
        Structure::EncryptedPrivateKeyInfo => dissect_encrypted_private_key(der),
        Structure::PublicKey => dissect_public_key(der),
        Structure::RsaPrivateKey => dissect_rsa_private_key(der),
        Structure::RsaPublicKey => dissect_rsa_public_key(der),
        Structure::DigestInfo => dissect_digest_info(der),
        Structure::EcPrivateKey => take_apart("ECPrivateKey", der, keys::ec_private_key),
        Structure::RevocationList | Structure::Unknown => dissect(der),
    }
}

/// Tells by their shape what the bytes are.
#[must_use]
pub fn recognise(der: &[u8]) -> Structure {
    let (nodes, _) = Reader::new(der).list(0, der.len(), 0);
    let Some(node) = nodes.first().filter(|node| node.is(tag::SEQUENCE)) else {
        return Structure::Unknown;
    };
    let is_algorithm = |node: &Node| {
        node.is(tag::SEQUENCE) && node.children.first().is_some_and(|id| id.is(tag::OID))
    };
    match &node.children[..] {
        // What stands behind the signature makes it a broken one.
        [content, algorithm, signature, ..]
            if content.is(tag::SEQUENCE)
                && is_algorithm(algorithm)
                && signature.is(tag::BIT_STRING) =>
        {
            signed(content)
        }
        [version, algorithm, key, ..]
            if version.is(tag::INTEGER) && is_algorithm(algorithm) && key.is(tag::OCTET_STRING) =>
        {
            Structure::PrivateKeyInfo
        }
        [algorithm, data] if is_algorithm(algorithm) && data.is(tag::OCTET_STRING) => {
            let id = algorithm.children.first();
            let pkcs5 = id.is_some_and(|id| {
                super::oid::dotted(id.bytes(der)).is_some_and(|id| {
                    id.starts_with("1.2.840.113549.1.5.")
                        || id.starts_with("1.2.840.113549.1.12.1.")
                })
            });
            if pkcs5 {
                Structure::EncryptedPrivateKeyInfo
            } else {
                Structure::DigestInfo
            }
        }
        [algorithm, key] if is_algorithm(algorithm) && key.is(tag::BIT_STRING) => {
            Structure::PublicKey
        }
        [version, key, ..] if version.is(tag::INTEGER) && key.is(tag::OCTET_STRING) => {
            Structure::EcPrivateKey
        }
        [n, e] if n.is(tag::INTEGER) && e.is(tag::INTEGER) => Structure::RsaPublicKey,
        numbers if numbers.len() >= 9 && numbers.iter().take(9).all(|n| n.is(tag::INTEGER)) => {
            Structure::RsaPrivateKey
        }
        _ => Structure::Unknown,
    }
}

/// What is signed: a certificate has a validity, a request begins with
/// version and name, a revocation list has a bare time.
fn signed(content: &Node) -> Structure {
    let is_time = |node: &Node| node.is(tag::UTC_TIME) || node.is(tag::GENERALIZED_TIME);
    let validity = |node: &Node| node.children.len() == 2 && node.children.iter().all(is_time);
    if content.children.iter().any(validity) {
        Structure::Certificate
    } else if content.children.iter().any(is_time) {
        Structure::RevocationList
    } else if content
        .children
        .first()
        .is_some_and(|version| version.is(tag::INTEGER))
    {
        Structure::Request
    } else {
        Structure::Unknown
    }
}

/// Reads, names and lays out: the way of every dissection here.
fn take_apart(name: &'static str, der: &[u8], schema: Schema) -> Dissection {
    let mut reader = Reader::new(der);
    let (mut nodes, rest) = reader.list(0, der.len(), 0);
    match nodes.first_mut() {
        Some(first) => {
            let _ = schema(first, &mut reader);
        }
        None if der.is_empty() => reader.problem(0, format!("Expected {name}, found nothing.")),
        None => {}
    }
    if let Some(second) = nodes.get(1) {
        reader.problem(
            second.start,
            format!("Expected the end of {name}, found more bytes behind it."),
        );
    }
    let mut fields: Vec<Field> = nodes.into_iter().map(Node::into_field).collect();
    if let Some(rest) = rest {
        fields.push(unparsed(rest..der.len()));
    }
    let mut whole = Dissection::new(name, der.to_vec(), fields);
    whole.problems = reader.problems;
    whole
}

/// Opens byte strings that hold an element, all the way down.
fn open_all(node: &mut Node, reader: &mut Reader<'_>, depth: usize) {
    let string = node.is(tag::OCTET_STRING) || node.is(tag::BIT_STRING);
    if string && !node.tag.constructed && depth < DEEPEST {
        let prefix = usize::from(node.is(tag::BIT_STRING));
        let first = node.bytes(reader.whole).get(prefix).copied();
        // Only what begins like a structure: short strings parse by chance.
        if matches!(first, Some(0x30 | 0x31)) && reader.open(node, depth) {
            node.meaning = "holds an element of ASN.1".into();
        }
    }
    if depth < DEEPEST {
        for child in &mut node.children {
            open_all(child, reader, depth + 1);
        }
    }
}

/// How deep byte strings are opened.
const DEEPEST: usize = 40;

/// The depth from which a schema opens what stands inside a byte string.
const INSIDE: usize = 20;

/// The members of a structure, in their order.
struct Members<'n> {
    of: Text,
    end: usize,
    left: Peekable<IterMut<'n, Node>>,
}

impl<'n> Members<'n> {
    /// The members of a SEQUENCE; a problem and `None` for anything else.
    fn of(node: &'n mut Node, reader: &mut Reader<'_>) -> Option<Self> {
        if !node.is(tag::SEQUENCE) {
            reader.problem(
                node.start,
                format!("Expected a SEQUENCE as {}, found {}.", node.name, node.tag),
            );
            return None;
        }
        Some(Self::inside(node))
    }

    /// The members of an element of any tag.
    fn inside(node: &'n mut Node) -> Self {
        Self {
            of: node.name.clone(),
            end: node.content_end,
            left: node.children.iter_mut().peekable(),
        }
    }

    /// The next member, if it fits.
    fn optional(&mut self, fits: impl Fn(&Node) -> bool) -> Option<&'n mut Node> {
        self.left.next_if(|node| fits(node))
    }

    /// The next member, which must have this universal tag.
    fn required(
        &mut self,
        name: &'static str,
        number: u32,
        reader: &mut Reader<'_>,
    ) -> Option<&'n mut Node> {
        let wanted = super::node::Tag {
            class: Class::Universal,
            constructed: false,
            number,
        };
        match self.left.next_if(|node| node.is(number)) {
            Some(node) => Some(node),
            None => {
                let (at, found) = match self.left.peek() {
                    Some(node) => (node.start, node.tag.to_string()),
                    None => (self.end, "its end".to_owned()),
                };
                reader.problem(
                    at,
                    format!("Expected {name} ({wanted}) in {}, found {found}.", self.of),
                );
                None
            }
        }
    }

    /// The next member, whatever it is.
    fn any(&mut self, name: &'static str, reader: &mut Reader<'_>) -> Option<&'n mut Node> {
        let next = self.left.next();
        if next.is_none() {
            reader.problem(
                self.end,
                format!("Expected {name} in {}, found its end.", self.of),
            );
        }
        next
    }

    /// Notes what stands behind the last member.
    fn finish(mut self, reader: &mut Reader<'_>) -> Option<()> {
        if let Some(node) = self.left.next() {
            reader.problem(
                node.start,
                format!("Expected the end of {}, found {}.", self.of, node.tag),
            );
        }
        Some(())
    }
}

/// `AlgorithmIdentifier`: its name is what it means.
fn algorithm(node: &mut Node, name: &'static str, reader: &mut Reader<'_>) -> Option<String> {
    node.label(name, "RFC 5280", "4.1.1.2");
    let mut members = Members::of(node, reader)?;
    let id = members.required("algorithm", tag::OID, reader)?;
    id.label("algorithm", "RFC 5280", "4.1.1.2");
    let dotted = super::oid::dotted(id.bytes(reader.whole))?;
    let words =
        super::oid::name(id.bytes(reader.whole)).map_or_else(|| dotted.clone(), str::to_owned);
    let mut words = words;
    if let Some(parameters) = members.optional(|_| true) {
        parameters.label("parameters", "RFC 5280", "4.1.1.2");
        if parameters.is(tag::NULL) {
            parameters.says("none");
        }
        if parameters.is(tag::OID)
            && let Some(curve) = super::oid::name(parameters.bytes(reader.whole))
        {
            parameters.label("namedCurve", "RFC 5480", "2.1.1");
            words = format!("{words}, {curve}");
        }
    }
    members.finish(reader);
    node.says(words);
    Some(dotted)
}

/// A number in words where it is small, by its bits where it is not.
fn integer_words(node: &Node, reader: &Reader<'_>) -> Option<num_bigint::BigInt> {
    let bytes = node.bytes(reader.whole);
    (!bytes.is_empty()).then(|| num_bigint::BigInt::from_signed_bytes_be(bytes))
}

/// The text of a string element.
fn text_of(node: &Node, reader: &Reader<'_>) -> Option<String> {
    if node.tag.class != Class::Universal {
        return None;
    }
    primitive::text(node.tag.number, node.bytes(reader.whole))
}
