//! The words of the field, each in a sentence or two.

use crate::engine::ink::Ink;
use crate::engine::source::Source;

/// A word of the field.
pub(crate) struct Word {
    /// How the list calls it.
    pub(crate) name: &'static str,
    /// What it means.
    means: &'static str,
    /// Where that is written down.
    source: Source,
}

/// How texts write each of the [`WORDS`]. A term that begins with a small
/// letter may begin with a capital too, and each may be in the plural.
pub static TERMS: [&[&str]; 40] = [
    &["block"],
    &["nonce", "IV", "initialization vector"],
    &["MAC", "HMAC", "message authentication code"],
    &["tag"],
    &["hash", "digest"],
    &["XOR", "exclusive or"],
    &["modulo"],
    &["gcd", "greatest common divisor"],
    &["witness"],
    &["λ(n)"],
    &["CRT", "Chinese remainder theorem"],
    &["blinding"],
    &["OS2IP", "I2OSP"],
    &["PKCS#1"],
    &["OAEP", "PSS"],
    &["ASN.1"],
    &["DER"],
    &["OID", "object identifier"],
    &["PEM"],
    &["PKCS#8"],
    &["SPKI", "SubjectPublicKeyInfo"],
    &["CA", "certification authority", "certificate authority"],
    &["root"],
    &["CSR", "signing request"],
    &["TBSCertificate"],
    &["SAN", "subjectAltName"],
    &["key usage", "keyUsage", "extKeyUsage"],
    &["path length", "basicConstraints"],
    &[
        "key identifier",
        "subjectKeyIdentifier",
        "authorityKeyIdentifier",
    ],
    &["PBKDF2", "scrypt"],
    &["revocation", "revoked"],
    &["Certificate Transparency", "SCT"],
    &["handshake"],
    &["record"],
    &["suite"],
    &["key share"],
    &["HKDF"],
    &["alert"],
    &["ticket"],
    &["port"],
];

/// The words, in the order in which one meets them. Only the workers have
/// them: what they mean is shown when it is asked for.
pub(crate) static WORDS: [Word; 40] = [
    Word {
        name: "Block",
        means: "The bytes that are worked on at once: 16 in AES, 64 in SHA-256; in RSA those that become one number.",
        source: Source::new("FIPS 197", "2.1"),
    },
    Word {
        name: "Nonce, IV",
        means: "A nonce is a number that is used only once with a key. The initialization vector (IV) of CBC is one, and it must be unpredictable.",
        source: Source::new("SP 800-38A", "C"),
    },
    Word {
        name: "MAC, HMAC",
        means: "A message authentication code (MAC) shows every change of a message, and whoever can check it can make it. HMAC makes one from a hash.",
        source: Source::new("RFC 2104", "1"),
    },
    Word {
        name: "Tag",
        means: "Of a message: the value of its MAC. In DER: the first byte of a value, which says of which type it is.",
        source: Source::new("X.690", "8.1.2"),
    },
    Word {
        name: "Hash",
        means: "A short value of a fixed length, computed from any bytes. For a good one, such as SHA-256 with its 32 bytes, nobody knows how to find two inputs with the same value.",
        source: Source::new("FIPS 180-4", "1"),
    },
    Word {
        name: "XOR",
        means: "Exclusive or, written ⊕: bit by bit, 1 where the two differ and 0 where they are the same. Doing it twice with the same bits undoes it.",
        source: Source::new("RFC 8017", "2"),
    },
    Word {
        name: "Modulo",
        means: "What remains after dividing: 64 modulo 55 is 9. One counts on as on a clock, which begins again after its last hour.",
        source: Source::new("RFC 8017", "2"),
    },
    Word {
        name: "gcd",
        means: "Greatest common divisor: the largest number that divides both. Where it is 1 the two share no factor, and one has an inverse modulo the other.",
        source: Source::new("RFC 8017", "2"),
    },
    Word {
        name: "Witness",
        means: "A base that shows by Miller–Rabin’s test that a number is not prime, mostly without showing a factor of it.",
        source: Source::new("FIPS 186-5", "B.3"),
    },
    Word {
        name: "λ(n)",
        means: "Carmichael’s function: how long the powers modulo n take to come round. For n = p · q it is the least common multiple of p − 1 and q − 1, and d is the inverse of e modulo λ(n).",
        source: Source::new("RFC 8017", "3.1"),
    },
    Word {
        name: "CRT",
        means: "Chinese remainder theorem: the remainders modulo p and modulo q tell a number below n = p · q. So the private power can be computed with numbers half as long.",
        source: Source::new("RFC 8017", "5.1.2"),
    },
    Word {
        name: "Blinding",
        means: "Multiplying a number by the e-th power of a random one before the private power, and dividing the random one out afterwards: the time that it takes then no longer depends on a number that an attacker chose.",
        source: Source::new("Kocher 1996", ""),
    },
    Word {
        name: "OS2IP, I2OSP",
        means: "Bytes to a number and back, the first byte being the most significant.",
        source: Source::new("RFC 8017", "4"),
    },
    Word {
        name: "PKCS#1",
        means: "The standard of RSA: its keys, and its ways to encrypt and to sign. “v1.5” is the padding of 1993; OAEP and PSS came later.",
        source: Source::new("RFC 8017", ""),
    },
    Word {
        name: "OAEP, PSS",
        means: "The paddings of RSA of today: OAEP for messages, PSS for signatures. Both mix in random bytes, so that the same message looks different each time.",
        source: Source::new("RFC 8017", "7.1"),
    },
    Word {
        name: "ASN.1",
        means: "The language in which the structure of certificates, requests and keys is written down.",
        source: Source::new("X.680", ""),
    },
    Word {
        name: "DER",
        means: "The rules that give each value of ASN.1 exactly one encoding: a tag, a length and a content.",
        source: Source::new("X.690", "10"),
    },
    Word {
        name: "OID",
        means: "Object identifier: a name made of numbers, such as 1.2.840.113549.1.1.11 for RSA signatures with SHA-256.",
        source: Source::new("X.690", "8.19"),
    },
    Word {
        name: "PEM",
        means: "DER as text: base64 between a line BEGIN and a line END.",
        source: Source::new("RFC 7468", "2"),
    },
    Word {
        name: "PKCS#8",
        means: "The usual format of a private key: which algorithm it is for, and the key.",
        source: Source::new("RFC 5958", "2"),
    },
    Word {
        name: "SPKI",
        means: "SubjectPublicKeyInfo: the usual format of a public key, in certificates and alone: which algorithm it is for, and the key.",
        source: Source::new("RFC 5280", "4.1.2.7"),
    },
    Word {
        name: "CA",
        means: "Certification authority: whoever signs certificates.",
        source: Source::new("RFC 5280", "3.2"),
    },
    Word {
        name: "Root",
        means: "A CA’s certificate that clients trust because it is on their list. It is signed with its own key.",
        source: Source::new("RFC 5280", "3.2"),
    },
    Word {
        name: "CSR",
        means: "Certificate signing request: a name and a public key, signed with the private key that belongs to it.",
        source: Source::new("RFC 2986", "3"),
    },
    Word {
        name: "TBSCertificate",
        means: "“To be signed”: the part of a certificate that its signature covers.",
        source: Source::new("RFC 5280", "4.1.1.1"),
    },
    Word {
        name: "SAN",
        means: "subjectAltName: the hosts that a certificate is for.",
        source: Source::new("RFC 5280", "4.2.1.6"),
    },
    Word {
        name: "Key usage",
        means: "What the key of a certificate is for, such as signing certificates (keyUsage) or serving websites (extKeyUsage).",
        source: Source::new("RFC 5280", "4.2.1.3"),
    },
    Word {
        name: "Path length",
        means: "How many CAs may stand below a CA before the last certificate. The extension basicConstraints says it, and who is a CA at all.",
        source: Source::new("RFC 5280", "4.2.1.9"),
    },
    Word {
        name: "Key identifier",
        means: "A short name of a key, mostly a hash of it. A certificate says its own and that of the key that signed it, so that its issuer is found.",
        source: Source::new("RFC 5280", "4.2.1.1"),
    },
    Word {
        name: "PBKDF2, scrypt",
        means: "Functions that turn a passphrase into a key, slowly on purpose: whoever tries passphrases has to wait as well.",
        source: Source::new("RFC 8018", "5.2"),
    },
    Word {
        name: "Revocation",
        means: "A CA withdraws a certificate before its end, by a list (CRL), by answers to questions (OCSP), or by lists that the makers of browsers send. Padlock looks at none.",
        source: Source::new("RFC 5280", "3.3"),
    },
    Word {
        name: "Certificate Transparency",
        means: "Public logs of what public CAs issue. Most browsers want the signed promise of logs (SCT) to list a certificate; Padlock does not look.",
        source: Source::new("RFC 6962", "1"),
    },
    Word {
        name: "Handshake",
        means: "The messages with which a client and a server agree on keys and the server shows who it is, before anything is asked.",
        source: Source::new("RFC 8446", "4"),
    },
    Word {
        name: "Record",
        means: "What TLS sends at once: a header of 5 bytes with type and length, and at most 16 KiB behind it, from the handshake’s middle on sealed.",
        source: Source::new("RFC 8446", "5.1"),
    },
    Word {
        name: "Suite",
        means: "In TLS 1.3: a cipher that seals records, and the hash that keys are made with. The server picks one of those that the client offers.",
        source: Source::new("RFC 8446", "B.4"),
    },
    Word {
        name: "Key share",
        means: "The public half of a key pair for one connection. With the other’s public half and one’s own private half both come to the same secret.",
        source: Source::new("RFC 8446", "4.2.8"),
    },
    Word {
        name: "HKDF",
        means: "Makes keys of a secret with HMAC: Extract makes one even key of it, Expand makes of that as many bytes as are needed, for one purpose each.",
        source: Source::new("RFC 5869", "2"),
    },
    Word {
        name: "Alert",
        means: "A message of two bytes by which an end says that it is done, or why it gives up.",
        source: Source::new("RFC 8446", "6"),
    },
    Word {
        name: "Ticket",
        means: "With it a client may come back without a certificate and a signature: it names a key that both had at the end of the last connection.",
        source: Source::new("RFC 8446", "4.6.1"),
    },
    Word {
        name: "Port",
        means: "A number by which a host tells its programs apart: 80 for HTTP, 443 for HTTPS; a client gets any that is free.",
        source: Source::new("RFC 9293", "3.1"),
    },
];

/// The words as markup, each a panel that opens by the number of its place:
/// `word-0` is the first.
#[must_use]
pub fn markup() -> String {
    let mut ink = Ink::default();
    for (place, word) in WORDS.iter().enumerate() {
        let Word {
            name,
            means,
            source,
        } = word;
        ink.put(format_args!(
            "<li popover id=\"word-{place}\"><strong>{name}</strong>: {means} "
        ));
        ink.source(source);
        ink.put(format_args!("</li>"));
    }
    ink.into_markup()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_a_panel_with_its_source() {
        let all = markup();
        assert_eq!(all.matches("<li popover").count(), WORDS.len());
        assert_eq!(all.matches("class=\"source\"").count(), WORDS.len());
        assert!(all.contains("<li popover id=\"word-0\"><strong>Block</strong>: "));
    }
}
