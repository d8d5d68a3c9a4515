//! Keys (RFC 5280 §4.1, RFC 5958, RFC 8017 §A.1), encrypted keys (RFC 8018)
//! and `DigestInfo` (RFC 8017 §9.2).

use super::{INSIDE, Members, algorithm, integer_words};
use crate::engine::asn1::node::{Node, tag};
use crate::engine::asn1::primitive;
use crate::engine::asn1::read::Reader;

const RSA: &str = "1.2.840.113549.1.1.1";
const EC: &str = "1.2.840.10045.2.1";
const RSA_PSS: &str = "1.2.840.113549.1.1.10";
const PBES2: &str = "1.2.840.113549.1.5.13";
const PBKDF2: &str = "1.2.840.113549.1.5.12";
const SCRYPT: &str = "1.3.6.1.4.1.11591.4.11";

/// ```text
/// SubjectPublicKeyInfo ::= SEQUENCE {
///     algorithm        AlgorithmIdentifier,
///     subjectPublicKey BIT STRING }
/// ```
pub(super) fn public_key_info(node: &mut Node, reader: &mut Reader<'_>) -> Option<()> {
    node.label("SubjectPublicKeyInfo", "RFC 5280", "4.1.2.7");
    let mut members = Members::of(node, reader)?;
    let method = members.required("algorithm", tag::SEQUENCE, reader)?;
    let id = algorithm(method, "algorithm", reader);
    let words = method.meaning.clone();
    let key = members.required("subjectPublicKey", tag::BIT_STRING, reader)?;
    key.label("subjectPublicKey", "RFC 5280", "4.1.2.7");
    let mut words = words.into_owned();
    if matches!(id.as_deref(), Some(RSA | RSA_PSS)) {
        let opened = reader.open(key, INSIDE);
        match key.children.first_mut() {
            Some(inner) if opened => {
                rsa_public_key(inner, reader);
                if let Some(bits) = inner
                    .children
                    .first()
                    .and_then(|n| integer_words(n, reader))
                {
                    words = format!("an RSA key of {} bits", bits.bits());
                }
                key.says("holds an RSAPublicKey");
            }
            _ => reader.problem(
                key.content,
                "Expected an RSAPublicKey in the BIT STRING, found bytes that do not parse as one.",
            ),
        }
    } else if key.bytes(reader.whole).get(1) == Some(&4) {
        key.says("a point of the curve, uncompressed: the byte 4, x and y");
    }
    members.finish(reader)?;
    node.says(words);
    Some(())
}

/// ```text
/// RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }
/// ```
pub(super) fn rsa_public_key(node: &mut Node, reader: &mut Reader<'_>) -> Option<()> {
    node.label("RSAPublicKey", "RFC 8017", "A.1.1");
    let mut members = Members::of(node, reader)?;
    for (name, symbol) in [("modulus", "n"), ("publicExponent", "e")] {
        integer(&mut members, name, symbol, "A.1.1", reader)?;
    }
    members.finish(reader)
}

fn integer<'n>(
    members: &mut Members<'n>,
    name: &'static str,
    symbol: &'static str,
    section: &'static str,
    reader: &mut Reader<'_>,
) -> Option<&'n mut Node> {
    let node = members.required(name, tag::INTEGER, reader)?;
    let words = match node.meaning.strip_prefix("an integer of ") {
        Some(size) => format!("{symbol}, {size}"),
        None => format!("{symbol} = {}", node.meaning),
    };
    node.label(name, "RFC 8017", section).says(words);
    Some(node)
}

/// ```text
/// RSAPrivateKey ::= SEQUENCE {
///     version, modulus, publicExponent, privateExponent,
///     prime1, prime2, exponent1, exponent2, coefficient  INTEGER,
///     otherPrimeInfos OtherPrimeInfos OPTIONAL }
/// ```
pub(super) fn rsa_private_key(node: &mut Node, reader: &mut Reader<'_>) -> Option<()> {
    node.label("RSAPrivateKey", "RFC 8017", "A.1.2").secret = true;
    if !node.is(tag::SEQUENCE) {
        hide(node);
    }
    let mut members = Members::of(node, reader)?;
    let version = members.required("version", tag::INTEGER, reader)?;
    let words = match version.bytes(reader.whole) {
        [0] => "two primes",
        [1] => "more than two primes",
        _ => "a version that does not exist",
    };
    version.label("version", "RFC 8017", "A.1.2").says(words);
    for (name, symbol) in [("modulus", "n"), ("publicExponent", "e")] {
        if integer(&mut members, name, symbol, "A.1.2", reader).is_none() {
            hide(node);
            return None;
        }
    }
    for (name, symbol) in [
        ("privateExponent", "d"),
        ("prime1", "p"),
        ("prime2", "q"),
        ("exponent1", "d_p"),
        ("exponent2", "d_q"),
        ("coefficient", "q_inv"),
    ] {
        match integer(&mut members, name, symbol, "A.1.2", reader) {
            Some(node) => node.secret = true,
            None => {
                members.left.for_each(hide);
                return None;
            }
        }
    }
    if let Some(others) = members.optional(|node| node.is(tag::SEQUENCE)) {
        others.label("otherPrimeInfos", "RFC 8017", "A.1.2");
        hide(others);
    }
    members.finish(reader)
}

/// ```text
/// ECPrivateKey ::= SEQUENCE {
///     version        INTEGER,
///     privateKey     OCTET STRING,
///     parameters [0] ECParameters OPTIONAL,
///     publicKey  [1] BIT STRING OPTIONAL }
/// ```
///
/// Named as far as to hide what is secret.
pub(super) fn ec_private_key(node: &mut Node, _: &mut Reader<'_>) -> Option<()> {
    node.label("ECPrivateKey", "RFC 5915", "3").secret = true;
    for (place, child) in node.children.iter_mut().enumerate() {
        let name = match place {
            0 => "version",
            _ if child.is_context(0) => "parameters",
            _ if child.is_context(1) => "publicKey",
            // Whatever else stands there may be secret.
            _ => {
                hide(child);
                "privateKey"
            }
        };
        child.label(name, "RFC 5915", "3").secret = name == "privateKey";
    }
    Some(())
}

/// Marks an element and everything in it as secret.
fn hide(node: &mut Node) {
    node.secret = true;
    for child in &mut node.children {
        hide(child);
    }
}

/// ```text
/// OneAsymmetricKey ::= SEQUENCE {
///     version             INTEGER,
///     privateKeyAlgorithm AlgorithmIdentifier,
///     privateKey          OCTET STRING,
///     attributes      [0] Attributes OPTIONAL,
///     publicKey       [1] BIT STRING OPTIONAL }
/// ```
pub(super) fn private_key_info(node: &mut Node, reader: &mut Reader<'_>) -> Option<()> {
    let result = private_key_members(node, reader);
    if result.is_none() {
        // Whatever it is, part of it may be secret.
        hide(node);
    }
    result
}

fn private_key_members(node: &mut Node, reader: &mut Reader<'_>) -> Option<()> {
    node.label("PrivateKeyInfo", "RFC 5958", "2").secret = true;
    let mut members = Members::of(node, reader)?;
    let version = members.required("version", tag::INTEGER, reader)?;
    let words = match version.bytes(reader.whole) {
        [0] => "v1: PrivateKeyInfo",
        [1] => "v2: with the public key",
        _ => "a version that does not exist",
    };
    version.label("version", "RFC 5958", "2").says(words);
    let method = members.required("privateKeyAlgorithm", tag::SEQUENCE, reader)?;
    let id = algorithm(method, "privateKeyAlgorithm", reader);
    let words = method.meaning.clone();
    let key = members.required("privateKey", tag::OCTET_STRING, reader)?;
    key.label("privateKey", "RFC 5958", "2").secret = true;
    let opened = reader.open(key, INSIDE);
    match (key.children.first_mut(), id.as_deref()) {
        (Some(inner), Some(RSA | RSA_PSS)) if opened => {
            rsa_private_key(inner, reader);
            key.says("holds an RSAPrivateKey");
        }
        (Some(inner), Some(EC)) if opened => {
            ec_private_key(inner, reader);
            key.says("holds an ECPrivateKey");
        }
        (Some(inner), _) if opened => hide(inner),
        (_, Some(RSA | RSA_PSS)) => reader.problem(
            key.content,
            "Expected an RSAPrivateKey in the OCTET STRING, found bytes that do not parse as one.",
        ),
        _ => {
            key.says("the private key");
        }
    }
    if let Some(attributes) = members.optional(|node| node.is_context(0)) {
        attributes.label("attributes", "RFC 5958", "2");
        hide(attributes);
    }
    if let Some(public) = members.optional(|node| node.is_context(1)) {
        public.label("publicKey", "RFC 5958", "2");
    }
    members.finish(reader)?;
    node.says(words);
    Some(())
}

/// ```text
/// EncryptedPrivateKeyInfo ::= SEQUENCE {
///     encryptionAlgorithm AlgorithmIdentifier,
///     encryptedData       OCTET STRING }
/// ```
pub(super) fn encrypted(node: &mut Node, reader: &mut Reader<'_>) -> Option<()> {
    node.label("EncryptedPrivateKeyInfo", "RFC 5958", "3");
    let mut members = Members::of(node, reader)?;
    let method = members.required("encryptionAlgorithm", tag::SEQUENCE, reader)?;
    let id = algorithm(method, "encryptionAlgorithm", reader);
    if id.as_deref() == Some(PBES2) {
        let words = method
            .children
            .get_mut(1)
            .and_then(|node| pbes2(node, reader));
        if let Some(words) = words {
            method.says(format!("PBES2 with {words}"));
        }
    }
    let words = method.meaning.clone();
    let data = members.required("encryptedData", tag::OCTET_STRING, reader)?;
    let length = data.bytes(reader.whole).len();
    data.label("encryptedData", "RFC 5958", "3").says(format!(
        "{length} bytes: the encrypted PrivateKeyInfo and its padding"
    ));
    members.finish(reader)?;
    node.says(words);
    Some(())
}

fn pbes2(node: &mut Node, reader: &mut Reader<'_>) -> Option<String> {
    node.label("PBES2-params", "RFC 8018", "A.4");
    let mut members = Members::of(node, reader)?;
    let function = members.required("keyDerivationFunc", tag::SEQUENCE, reader)?;
    let id = algorithm(function, "keyDerivationFunc", reader)?;
    let parameters = function.children.get_mut(1);
    let derived = match (&*id, parameters) {
        (PBKDF2, Some(parameters)) => pbkdf2(parameters, reader)?,
        (SCRYPT, Some(parameters)) => scrypt(parameters, reader)?,
        _ => "another key derivation".to_owned(),
    };
    function.says(derived.clone());
    let scheme = members.required("encryptionScheme", tag::SEQUENCE, reader)?;
    algorithm(scheme, "encryptionScheme", reader)?;
    let cipher = scheme.meaning.clone();
    if let Some(iv) = scheme
        .children
        .get_mut(1)
        .filter(|iv| iv.is(tag::OCTET_STRING))
    {
        iv.label("IV", "RFC 8018", "B.2.5");
    }
    members.finish(reader)?;
    Some(format!("{derived} and {cipher}"))
}

/// ```text
/// PBKDF2-params ::= SEQUENCE {
///     salt OCTET STRING, iterationCount INTEGER,
///     keyLength INTEGER OPTIONAL, prf AlgorithmIdentifier DEFAULT hmacWithSHA1 }
/// ```
fn pbkdf2(node: &mut Node, reader: &mut Reader<'_>) -> Option<String> {
    node.label("PBKDF2-params", "RFC 8018", "A.2");
    let mut members = Members::of(node, reader)?;
    members
        .required("salt", tag::OCTET_STRING, reader)?
        .label("salt", "RFC 8018", "A.2");
    let count = members.required("iterationCount", tag::INTEGER, reader)?;
    let rounds = count.meaning.clone();
    count
        .label("iterationCount", "RFC 8018", "A.2")
        .says(format!("{rounds} rounds"));
    if let Some(length) = members.optional(|node| node.is(tag::INTEGER)) {
        length.label("keyLength", "RFC 8018", "A.2");
    }
    let mut function = "hmacWithSHA1".to_owned();
    if let Some(prf) = members.optional(|node| node.is(tag::SEQUENCE)) {
        algorithm(prf, "prf", reader)?;
        function = prf.meaning.to_string();
    }
    members.finish(reader)?;
    let words = format!("PBKDF2, {rounds} rounds of {function}");
    node.says(words.clone());
    Some(words)
}

/// ```text
/// scrypt-params ::= SEQUENCE {
///     salt OCTET STRING, costParameter INTEGER, blockSize INTEGER,
///     parallelizationParameter INTEGER, keyLength INTEGER OPTIONAL }
/// ```
fn scrypt(node: &mut Node, reader: &mut Reader<'_>) -> Option<String> {
    node.label("scrypt-params", "RFC 7914", "7.1");
    let mut members = Members::of(node, reader)?;
    members
        .required("salt", tag::OCTET_STRING, reader)?
        .label("salt", "RFC 7914", "7.1");
    let mut words = "scrypt".to_owned();
    for (name, symbol) in [
        ("costParameter", "N"),
        ("blockSize", "r"),
        ("parallelizationParameter", "p"),
    ] {
        let number = members.required(name, tag::INTEGER, reader)?;
        let text = format!("{symbol} = {}", number.meaning);
        words = format!("{words}, {text}");
        number.label(name, "RFC 7914", "7.1").says(text);
    }
    if let Some(length) = members.optional(|node| node.is(tag::INTEGER)) {
        length.label("keyLength", "RFC 7914", "7.1");
    }
    members.finish(reader)?;
    node.says(words.clone());
    Some(words)
}

/// ```text
/// DigestInfo ::= SEQUENCE {
///     digestAlgorithm AlgorithmIdentifier, digest OCTET STRING }
/// ```
pub(super) fn digest_info(node: &mut Node, reader: &mut Reader<'_>) -> Option<()> {
    node.label("DigestInfo", "RFC 8017", "9.2");
    let mut members = Members::of(node, reader)?;
    let method = members.required("digestAlgorithm", tag::SEQUENCE, reader)?;
    algorithm(method, "digestAlgorithm", reader)?;
    let words = method.meaning.clone();
    let digest = members.required("digest", tag::OCTET_STRING, reader)?;
    let hash = primitive::bytes_words(digest.bytes(reader.whole));
    digest.label("digest", "RFC 8017", "9.2").says(hash);
    members.finish(reader)?;
    node.says(words);
    Some(())
}
