//! The words of the field, each in a sentence or two. `#/words` lists them,
//! and where a text uses one, it opens there.

use crate::draw::Ink;
use crate::engine::source::Source;
use crate::ui::widgets::put_source;

/// A word of the field.
struct Word {
    /// How the list calls it.
    name: &'static str,
    /// How texts write it. One that begins with a small letter may begin with
    /// a capital too, and each may be in the plural.
    terms: &'static [&'static str],
    /// What it means.
    means: &'static str,
    /// Where that is written down.
    source: Source,
}

/// In the order in which one meets them.
static WORDS: [Word; 29] = [
    Word {
        name: "Block",
        terms: &["block"],
        means: "The bytes that are worked on at once: 16 in AES, 64 in SHA-256; in RSA those that become one number.",
        source: Source::new("FIPS 197", "2.1"),
    },
    Word {
        name: "Nonce, IV",
        terms: &["nonce", "IV", "initialization vector"],
        means: "A nonce is a number that is used only once with a key. The initialization vector (IV) of CBC is one, and it must be unpredictable.",
        source: Source::new("SP 800-38A", "C"),
    },
    Word {
        name: "MAC, HMAC",
        terms: &["MAC", "HMAC", "message authentication code"],
        means: "A message authentication code (MAC) shows every change of a message, and whoever can check it can make it. HMAC makes one from a hash.",
        source: Source::new("RFC 2104", "1"),
    },
    Word {
        name: "Tag",
        terms: &["tag"],
        means: "Of a message: the value of its MAC. In DER: the first byte of a value, which says of which type it is.",
        source: Source::new("X.690", "8.1.2"),
    },
    Word {
        name: "Hash",
        terms: &["hash", "digest"],
        means: "A short value of a fixed length, made of any bytes. Of a good one, such as SHA-256 with its 32 bytes, nobody knows how to find two inputs with the same value.",
        source: Source::new("FIPS 180-4", "1"),
    },
    Word {
        name: "Witness",
        terms: &["witness"],
        means: "A base that shows by Miller–Rabin’s test that a number is not prime, without showing a factor of it.",
        source: Source::new("FIPS 186-5", "B.3"),
    },
    Word {
        name: "λ(n)",
        terms: &["λ(n)"],
        means: "Carmichael’s function: how long the powers modulo n take to come round. For n = p · q it is the least common multiple of p − 1 and q − 1, and d is the inverse of e modulo λ(n).",
        source: Source::new("RFC 8017", "3.1"),
    },
    Word {
        name: "CRT",
        terms: &["CRT", "Chinese remainder theorem"],
        means: "Chinese remainder theorem: the remainders modulo p and modulo q tell a number below n = p · q. So the private power can be computed with numbers half as long.",
        source: Source::new("RFC 8017", "5.1.2"),
    },
    Word {
        name: "Blinding",
        terms: &["blinding"],
        means: "Multiplying a number by the power of e of a random one before the private power, and dividing the random one out afterwards: the time that it takes then no longer depends on a number that an attacker chose.",
        source: Source::new("Kocher 1996", ""),
    },
    Word {
        name: "OS2IP, I2OSP",
        terms: &["OS2IP", "I2OSP"],
        means: "Bytes to a number and back, the first byte being the most significant.",
        source: Source::new("RFC 8017", "4"),
    },
    Word {
        name: "PKCS#1",
        terms: &["PKCS#1"],
        means: "The standard of RSA: its keys, and its ways to encrypt and to sign. “v1.5” is the padding of 1993; OAEP and PSS came later.",
        source: Source::new("RFC 8017", ""),
    },
    Word {
        name: "OAEP, PSS",
        terms: &["OAEP", "PSS"],
        means: "The paddings of RSA of today: OAEP for messages, PSS for signatures. Both mix in random bytes, so that the same message looks different each time.",
        source: Source::new("RFC 8017", "7.1"),
    },
    Word {
        name: "ASN.1",
        terms: &["ASN.1"],
        means: "The language in which the structure of certificates, requests and keys is written down.",
        source: Source::new("X.680", ""),
    },
    Word {
        name: "DER",
        terms: &["DER"],
        means: "The rules that give each value of ASN.1 exactly one encoding: a tag, a length and a content.",
        source: Source::new("X.690", "10"),
    },
    Word {
        name: "OID",
        terms: &["OID", "object identifier"],
        means: "Object identifier: a name made of numbers, such as 1.2.840.113549.1.1.11 for RSA signatures with SHA-256.",
        source: Source::new("X.690", "8.19"),
    },
    Word {
        name: "PEM",
        terms: &["PEM"],
        means: "DER as text: base64 between a line BEGIN and a line END.",
        source: Source::new("RFC 7468", "2"),
    },
    Word {
        name: "PKCS#8",
        terms: &["PKCS#8"],
        means: "The usual format of a private key: which algorithm it is for, and the key.",
        source: Source::new("RFC 5958", "2"),
    },
    Word {
        name: "SPKI",
        terms: &["SPKI", "SubjectPublicKeyInfo"],
        means: "SubjectPublicKeyInfo: the usual format of a public key, in certificates and alone: which algorithm it is for, and the key.",
        source: Source::new("RFC 5280", "4.1.2.7"),
    },
    Word {
        name: "CA",
        terms: &["CA", "certification authority", "certificate authority"],
        means: "Certification authority: whoever signs certificates.",
        source: Source::new("RFC 5280", "3.2"),
    },
    Word {
        name: "Root",
        terms: &["root"],
        means: "A CA’s certificate that clients trust because it is on their list. It is signed with its own key.",
        source: Source::new("RFC 5280", "3.2"),
    },
    Word {
        name: "CSR",
        terms: &["CSR", "signing request"],
        means: "Certificate signing request: a name and a public key, signed with the private key that belongs to it.",
        source: Source::new("RFC 2986", "3"),
    },
    Word {
        name: "TBSCertificate",
        terms: &["TBSCertificate"],
        means: "“To be signed”: the part of a certificate that its signature covers.",
        source: Source::new("RFC 5280", "4.1.1.1"),
    },
    Word {
        name: "SAN",
        terms: &["SAN", "subjectAltName"],
        means: "subjectAltName: the hosts that a certificate is for.",
        source: Source::new("RFC 5280", "4.2.1.6"),
    },
    Word {
        name: "Key usage",
        terms: &["key usage", "keyUsage", "extKeyUsage"],
        means: "What the key of a certificate is for, such as signing certificates (keyUsage) or serving websites (extKeyUsage).",
        source: Source::new("RFC 5280", "4.2.1.3"),
    },
    Word {
        name: "Path length",
        terms: &["path length", "basicConstraints"],
        means: "How many CAs may stand below a CA before the last certificate. The extension basicConstraints says it, and who is a CA at all.",
        source: Source::new("RFC 5280", "4.2.1.9"),
    },
    Word {
        name: "Key identifier",
        terms: &[
            "key identifier",
            "subjectKeyIdentifier",
            "authorityKeyIdentifier",
        ],
        means: "A short name of a key, mostly a hash of it. A certificate says its own and that of the key that signed it, so that its issuer is found.",
        source: Source::new("RFC 5280", "4.2.1.1"),
    },
    Word {
        name: "PBKDF2, scrypt",
        terms: &["PBKDF2", "scrypt"],
        means: "Functions that make a key of a passphrase, slowly on purpose: whoever tries passphrases has to wait as well.",
        source: Source::new("RFC 8018", "5.2"),
    },
    Word {
        name: "Revocation",
        terms: &["revocation", "revoked"],
        means: "A CA withdraws a certificate before its end, by a list (CRL), by answers to questions (OCSP), or by lists that the makers of browsers send. Padlock looks at none.",
        source: Source::new("RFC 5280", "3.3"),
    },
    Word {
        name: "Certificate Transparency",
        terms: &["Certificate Transparency", "SCT"],
        means: "Public logs of what public CAs issue. Most browsers want the signed promise of logs (SCT) to list a certificate; Padlock does not look.",
        source: Source::new("RFC 6962", "1"),
    },
];

/// Where a word opens: the number of its panel.
pub type Place = usize;

/// Writes the words, each a panel that opens where a text uses it. The style
/// sheet lists them all where the page is that of the words.
pub fn put_words(ink: &mut Ink) {
    for (place, word) in WORDS.iter().enumerate() {
        let Word {
            name,
            means,
            source,
            ..
        } = word;
        ink.put(format_args!(
            "<li popover id=\"word-{place}\"><strong>{name}</strong>: {means} "
        ));
        put_source(source, ink);
        ink.put(format_args!("</li>"));
    }
}

/// Writes a term that opens its word. `term` is as the text has it.
pub fn put_term(term: &str, place: Place, ink: &mut Ink) {
    ink.put(format_args!(
        "<button type=\"button\" class=\"term\" popovertarget=\"word-{place}\">{term}</button>"
    ));
}

/// The term that a text begins with: how long it is, in bytes, and where it
/// opens. A term ends where a word ends.
#[must_use]
pub fn term(text: &str) -> Option<(usize, Place)> {
    WORDS.iter().enumerate().find_map(|(place, word)| {
        let mut lengths = word.terms.iter().filter_map(|term| begins(text, term));
        lengths.next().map(|length| (length, place))
    })
}

/// How much of a text a term at its beginning takes, with its plural.
fn begins(text: &str, term: &str) -> Option<usize> {
    let (start, rest) = text.split_at_checked(term.len())?;
    let is_it = start == term
        || term.starts_with(|c: char| c.is_ascii_lowercase())
            && start.eq_ignore_ascii_case(term)
            && start.get(1..) == term.get(1..);
    if !is_it {
        return None;
    }
    let ending = rest
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(rest.len());
    let (plural, after) = rest.split_at_checked(ending)?;
    let is_name = after
        .strip_prefix('.')
        .is_some_and(|after| after.starts_with(|c: char| c.is_ascii_alphanumeric()));
    (matches!(plural, "" | "s" | "es") && !is_name).then_some(term.len() + ending)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(&str, &str)> {
        let (length, place) = term(text)?;
        Some((text.get(..length)?, WORDS.get(place)?.name))
    }

    #[test]
    fn a_term_is_found_where_it_stands_alone() {
        assert_eq!(found("DER, then"), Some(("DER", "DER")));
        assert_eq!(found("witnesses of"), Some(("witnesses", "Witness")));
        assert_eq!(found("Roots"), Some(("Roots", "Root")));
        assert_eq!(found("CAs sign"), Some(("CAs", "CA")));
        assert_eq!(found("λ(n) is"), Some(("λ(n)", "λ(n)")));
        assert_eq!(found("PKCS#1 v1.5"), Some(("PKCS#1", "PKCS#1")));
        for other in [
            "",
            "rooted",
            "ca",
            "DERs2",
            "blocked",
            "Certificate",
            "tagging",
            "root.pem",
        ] {
            assert_eq!(found(other), None, "{other}");
        }
    }

    #[test]
    fn every_word_is_found_by_its_name() {
        for word in &WORDS {
            for name in word.name.split(", ") {
                assert!(
                    found(name).is_some_and(|(_, found)| found == word.name),
                    "{name}"
                );
            }
        }
    }
}
