//! Names of algorithms for sentences: never a bare number.

use const_oid::ObjectIdentifier;
use const_oid::db::DB;

/// The name of a signature algorithm, or its number.
#[must_use]
pub fn algorithm_name(oid: ObjectIdentifier) -> String {
    DB.by_oid(&oid)
        .map_or_else(|| oid.to_string(), str::to_owned)
}

/// What a key or a signature is made with, in words: its common name, else the
/// name that its standard gives, else its number and that nobody here knows it.
#[must_use]
pub fn in_words(oid: ObjectIdentifier) -> String {
    let dotted = oid.to_string();
    let common = COMMON.iter().find(|(number, _)| *number == dotted);
    match (common, DB.by_oid(&oid)) {
        (Some((_, name)), _) => (*name).to_owned(),
        (None, Some(name)) => name.to_owned(),
        (None, None) => format!("an algorithm that is not known here (number {dotted})"),
    }
}

/// What a curve is called, by the number that names it in a key.
#[must_use]
pub fn curve_name(oid: ObjectIdentifier) -> String {
    let dotted = oid.to_string();
    let known = CURVES.iter().find(|(number, _)| *number == dotted);
    match (known, DB.by_oid(&oid)) {
        (Some((_, name)), _) => (*name).to_owned(),
        (None, Some(name)) => name.to_owned(),
        (None, None) => format!("number {dotted}"),
    }
}

/// Curves that keys may name, by their numbers.
const CURVES: [(&str, &str); 10] = [
    ("1.2.840.10045.3.1.1", "P-192"),
    ("1.2.840.10045.3.1.7", "P-256"),
    ("1.3.132.0.10", "secp256k1"),
    ("1.3.132.0.33", "P-224"),
    ("1.3.132.0.34", "P-384"),
    ("1.3.132.0.35", "P-521"),
    ("1.3.36.3.3.2.8.1.1.7", "brainpoolP256r1"),
    ("1.3.36.3.3.2.8.1.1.11", "brainpoolP384r1"),
    ("1.3.36.3.3.2.8.1.1.13", "brainpoolP512r1"),
    ("1.2.156.10197.1.301", "SM2"),
];

/// Algorithms of keys and signatures that files from elsewhere may have.
const COMMON: [(&str, &str); 38] = [
    ("1.2.840.10040.4.1", "DSA"),
    ("1.2.840.10040.4.3", "DSA with SHA-1"),
    ("2.16.840.1.101.3.4.3.1", "DSA with SHA-224"),
    ("2.16.840.1.101.3.4.3.2", "DSA with SHA-256"),
    ("2.16.840.1.101.3.4.3.3", "DSA with SHA-384"),
    ("2.16.840.1.101.3.4.3.4", "DSA with SHA-512"),
    ("1.2.840.113549.1.3.1", "Diffie–Hellman"),
    ("1.2.840.10046.2.1", "Diffie–Hellman"),
    ("1.2.840.113549.1.1.1", "RSA"),
    ("1.2.840.113549.1.1.3", "RSA with MD4"),
    ("1.2.840.113549.1.1.7", "RSA for OAEP alone"),
    ("1.2.840.113549.1.1.14", "RSA with SHA-224"),
    ("1.2.840.113549.1.1.15", "RSA with SHA-512/224"),
    ("1.2.840.113549.1.1.16", "RSA with SHA-512/256"),
    ("2.16.840.1.101.3.4.3.13", "RSA with SHA3-224"),
    ("2.16.840.1.101.3.4.3.14", "RSA with SHA3-256"),
    ("2.16.840.1.101.3.4.3.15", "RSA with SHA3-384"),
    ("2.16.840.1.101.3.4.3.16", "RSA with SHA3-512"),
    ("1.2.840.10045.4.3.1", "ECDSA with SHA-224"),
    ("2.16.840.1.101.3.4.3.9", "ECDSA with SHA3-224"),
    ("2.16.840.1.101.3.4.3.10", "ECDSA with SHA3-256"),
    ("2.16.840.1.101.3.4.3.11", "ECDSA with SHA3-384"),
    ("2.16.840.1.101.3.4.3.12", "ECDSA with SHA3-512"),
    ("1.3.101.110", "X25519"),
    ("1.3.101.111", "X448"),
    ("1.3.101.112", "Ed25519"),
    ("1.3.101.113", "Ed448"),
    ("1.2.156.10197.1.501", "SM2 with SM3"),
    ("1.2.643.7.1.1.1.1", "GOST R 34.10-2012 of 256 bits"),
    ("1.2.643.7.1.1.1.2", "GOST R 34.10-2012 of 512 bits"),
    ("1.2.643.7.1.1.3.2", "GOST R 34.10-2012 of 256 bits"),
    ("1.2.643.7.1.1.3.3", "GOST R 34.10-2012 of 512 bits"),
    ("2.16.840.1.101.3.4.3.17", "ML-DSA-44"),
    ("2.16.840.1.101.3.4.3.18", "ML-DSA-65"),
    ("2.16.840.1.101.3.4.3.19", "ML-DSA-87"),
    ("2.16.840.1.101.3.4.4.1", "ML-KEM-512"),
    ("2.16.840.1.101.3.4.4.2", "ML-KEM-768"),
    ("2.16.840.1.101.3.4.4.3", "ML-KEM-1024"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_a_bare_number() {
        for (number, _) in COMMON.iter().chain(&CURVES) {
            let oid = ObjectIdentifier::new_unwrap(number);
            for name in [in_words(oid), curve_name(oid)] {
                assert!(name.contains(|c: char| c.is_ascii_alphabetic()), "{name}");
            }
        }
        let nobody = ObjectIdentifier::new_unwrap("1.2.3.4.5");
        assert_eq!(
            in_words(nobody),
            "an algorithm that is not known here (number 1.2.3.4.5)"
        );
        assert_eq!(curve_name(nobody), "number 1.2.3.4.5");
    }
}
