//! How other tools make a key of each kind, and what they sign with it.

use crate::engine::pki::kind::KeyKind;

/// The openssl command that makes a key.
pub(in crate::units) fn openssl(kind: KeyKind, file: &str) -> String {
    let algorithm = match kind {
        KeyKind::Rsa => "RSA -pkeyopt rsa_keygen_bits:2048",
        KeyKind::P256 => "EC -pkeyopt ec_paramgen_curve:P-256",
        KeyKind::P384 => "EC -pkeyopt ec_paramgen_curve:P-384",
        KeyKind::Ed25519 => "ED25519",
    };
    format!("openssl genpkey -algorithm {algorithm} -out {file}\n")
}

/// The option of openssl for the hash under a signature, with a space before it;
/// none for Ed25519, which brings its own.
pub(in crate::units) fn openssl_hash(kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Rsa | KeyKind::P256 => " -sha256",
        KeyKind::P384 => " -sha384",
        KeyKind::Ed25519 => "",
    }
}

/// The Python expression that makes a key.
pub(in crate::units) fn python(kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Rsa => "rsa.generate_private_key(public_exponent=65537, key_size=2048)",
        KeyKind::P256 => "ec.generate_private_key(ec.SECP256R1())",
        KeyKind::P384 => "ec.generate_private_key(ec.SECP384R1())",
        KeyKind::Ed25519 => "ed25519.Ed25519PrivateKey.generate()",
    }
}

/// The module of that.
pub(in crate::units) fn python_module(kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Rsa => "rsa",
        KeyKind::P256 | KeyKind::P384 => "ec",
        KeyKind::Ed25519 => "ed25519",
    }
}

/// What its signature takes as the hash.
pub(in crate::units) fn python_hash(kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Rsa | KeyKind::P256 => "hashes.SHA256()",
        KeyKind::P384 => "hashes.SHA384()",
        KeyKind::Ed25519 => "None",
    }
}
