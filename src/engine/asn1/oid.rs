//! Names of object identifiers.

use const_oid::ObjectIdentifier;
use const_oid::db::DB;
use std::fmt::Write as _;

/// Reads the content of an OBJECT IDENTIFIER into numbers with dots
/// (X.690 §8.19). `None` where it is malformed.
pub(super) fn dotted(content: &[u8]) -> Option<String> {
    if content.last()? & 0x80 != 0 {
        return None;
    }
    let mut text = String::new();
    let mut arc = 0_u128;
    let mut begins = true;
    for byte in content {
        if begins && *byte == 0x80 || arc >> 120 != 0 {
            return None;
        }
        arc = arc << 7 | u128::from(byte & 0x7f);
        begins = byte & 0x80 == 0;
        if begins {
            if text.is_empty() {
                // The first two numbers share one: 40 times the first plus the second.
                let first = (arc / 40).min(2);
                let _ = write!(text, "{first}.{}", arc - first * 40);
            } else {
                let _ = write!(text, ".{arc}");
            }
            arc = 0;
        }
    }
    Some(text)
}

/// The name of an object identifier by its content, where it has one.
pub(super) fn name(content: &[u8]) -> Option<&'static str> {
    let dotted = dotted(content)?;
    if let Some((_, name)) = FRIENDLY.iter().find(|(known, _)| *known == dotted) {
        return Some(name);
    }
    let oid = ObjectIdentifier::from_bytes(content).ok()?;
    DB.by_oid(&oid)
}

/// The short name of a distinguished name's attribute (RFC 4514 §3), where it
/// has one.
pub(super) fn attribute(dotted: &str) -> Option<&'static str> {
    ATTRIBUTES
        .iter()
        .find(|(known, _)| *known == dotted)
        .map(|(_, name)| *name)
}

const ATTRIBUTES: &[(&str, &str)] = &[
    ("2.5.4.3", "CN"),
    ("2.5.4.4", "SN"),
    ("2.5.4.5", "serialNumber"),
    ("2.5.4.6", "C"),
    ("2.5.4.7", "L"),
    ("2.5.4.8", "ST"),
    ("2.5.4.9", "street"),
    ("2.5.4.10", "O"),
    ("2.5.4.11", "OU"),
    ("2.5.4.12", "title"),
    ("2.5.4.42", "GN"),
    ("2.5.4.97", "organizationIdentifier"),
    ("0.9.2342.19200300.100.1.1", "UID"),
    ("0.9.2342.19200300.100.1.25", "DC"),
    ("1.2.840.113549.1.9.1", "emailAddress"),
];

/// The names that people know, where the registry's name is another.
const FRIENDLY: &[(&str, &str)] = &[
    ("2.5.4.3", "commonName (CN)"),
    ("2.5.4.6", "countryName (C)"),
    ("2.5.4.7", "localityName (L)"),
    ("2.5.4.8", "stateOrProvinceName (ST)"),
    ("2.5.4.10", "organizationName (O)"),
    ("2.5.4.11", "organizationalUnitName (OU)"),
    ("0.9.2342.19200300.100.1.25", "domainComponent (DC)"),
    ("1.2.840.113549.1.9.1", "emailAddress"),
    ("1.2.840.113549.1.9.14", "extensionRequest"),
    ("1.2.840.113549.1.9.7", "challengePassword"),
    ("1.2.840.113549.1.1.1", "rsaEncryption"),
    ("1.2.840.113549.1.1.5", "sha1WithRSAEncryption"),
    ("1.2.840.113549.1.1.7", "id-RSAES-OAEP"),
    ("1.2.840.113549.1.1.8", "id-mgf1"),
    ("1.2.840.113549.1.1.10", "id-RSASSA-PSS"),
    ("1.2.840.113549.1.1.11", "sha256WithRSAEncryption"),
    ("1.2.840.113549.1.1.12", "sha384WithRSAEncryption"),
    ("1.2.840.113549.1.1.13", "sha512WithRSAEncryption"),
    ("1.2.840.113549.1.5.12", "PBKDF2"),
    ("1.2.840.113549.1.5.13", "PBES2"),
    ("1.2.840.113549.2.7", "hmacWithSHA1"),
    ("1.2.840.113549.2.9", "hmacWithSHA256"),
    ("1.2.840.113549.2.11", "hmacWithSHA512"),
    ("1.2.840.113549.3.7", "des-EDE3-CBC"),
    ("1.3.6.1.4.1.11591.4.11", "scrypt"),
    ("2.16.840.1.101.3.4.1.2", "aes128-CBC"),
    ("2.16.840.1.101.3.4.1.42", "aes256-CBC"),
    ("1.3.14.3.2.26", "SHA-1"),
    ("2.16.840.1.101.3.4.2.1", "SHA-256"),
    ("2.16.840.1.101.3.4.2.2", "SHA-384"),
    ("2.16.840.1.101.3.4.2.3", "SHA-512"),
    ("1.2.840.10045.2.1", "id-ecPublicKey"),
    ("1.2.840.10045.3.1.7", "P-256 (secp256r1)"),
    ("1.3.132.0.34", "P-384 (secp384r1)"),
    ("1.3.132.0.35", "P-521 (secp521r1)"),
    ("1.2.840.10045.4.3.2", "ecdsa-with-SHA256"),
    ("1.2.840.10045.4.3.3", "ecdsa-with-SHA384"),
    ("1.2.840.10045.4.3.4", "ecdsa-with-SHA512"),
    ("1.3.101.110", "X25519"),
    ("1.3.101.112", "Ed25519"),
    ("1.3.101.113", "Ed448"),
    ("2.5.29.14", "subjectKeyIdentifier"),
    ("2.5.29.15", "keyUsage"),
    ("2.5.29.17", "subjectAltName"),
    ("2.5.29.18", "issuerAltName"),
    ("2.5.29.19", "basicConstraints"),
    ("2.5.29.30", "nameConstraints"),
    ("2.5.29.31", "cRLDistributionPoints"),
    ("2.5.29.32", "certificatePolicies"),
    ("2.5.29.35", "authorityKeyIdentifier"),
    ("2.5.29.37", "extKeyUsage"),
    ("2.5.29.37.0", "anyExtendedKeyUsage"),
    ("1.3.6.1.5.5.7.1.1", "authorityInfoAccess"),
    ("1.3.6.1.5.5.7.3.1", "serverAuth"),
    ("1.3.6.1.5.5.7.3.2", "clientAuth"),
    ("1.3.6.1.5.5.7.3.3", "codeSigning"),
    ("1.3.6.1.5.5.7.3.4", "emailProtection"),
    ("1.3.6.1.5.5.7.3.8", "timeStamping"),
    ("1.3.6.1.5.5.7.3.9", "OCSPSigning"),
    ("1.3.6.1.5.5.7.48.1", "OCSP"),
    ("1.3.6.1.5.5.7.48.2", "caIssuers"),
    ("1.3.6.1.4.1.11129.2.4.2", "signedCertificateTimestampList"),
];
