//! The words of the field, each in a sentence or two: `#/words`.

use super::lead;
use crate::draw::Ink;
use crate::engine::source::Source;
use crate::ui::dry;
use crate::units::Page;
use yew::prelude::*;

/// A word, what it means, and where that is written down.
type Word = (&'static str, &'static str, Source);

/// In the order in which one meets them.
static WORDS: [Word; 22] = [
    (
        "Block",
        "The bytes that are worked on at once: 16 in AES, 64 in SHA-256; in RSA those that become one number.",
        Source::new("FIPS 197", "2.1"),
    ),
    (
        "Nonce, IV",
        "A nonce is a number that is used only once with a key. The initialization vector (IV) of CBC is one, and it must be unpredictable.",
        Source::new("SP 800-38A", "C"),
    ),
    (
        "MAC, HMAC, tag",
        "A message authentication code (MAC) shows every change of a message, and whoever can check it can make it. HMAC makes one from a hash; its value is also called a tag.",
        Source::new("RFC 2104", "1"),
    ),
    (
        "Witness",
        "A base that shows by Miller–Rabin’s test that a number is not prime, without showing a factor of it.",
        Source::new("FIPS 186-5", "B.3"),
    ),
    (
        "λ(n)",
        "Carmichael’s function: how long the powers modulo n take to come round. For n = p · q it is the least common multiple of p − 1 and q − 1, and d is the inverse of e modulo λ(n).",
        Source::new("RFC 8017", "3.1"),
    ),
    (
        "CRT",
        "Chinese remainder theorem: the remainders modulo p and modulo q tell a number below n = p · q. So the private power can be computed with numbers half as long.",
        Source::new("RFC 8017", "5.1.2"),
    ),
    (
        "Blinding",
        "Multiplying a number by the power of e of a random one before the private power, and dividing the random one out afterwards: the time that it takes then no longer depends on a number that an attacker chose.",
        Source::new("Kocher 1996", ""),
    ),
    (
        "OS2IP, I2OSP",
        "Bytes to a number and back, the first byte being the most significant.",
        Source::new("RFC 8017", "4"),
    ),
    (
        "PKCS#1",
        "The standard of RSA: its keys, and its ways to encrypt and to sign. “v1.5” is the padding of 1993; OAEP and PSS came later.",
        Source::new("RFC 8017", ""),
    ),
    (
        "ASN.1",
        "The language in which the structure of certificates, requests and keys is written down.",
        Source::new("X.680", ""),
    ),
    (
        "DER",
        "The rules that give each value of ASN.1 exactly one encoding: a tag, a length and a content.",
        Source::new("X.690", "10"),
    ),
    (
        "OID",
        "Object identifier: a name made of numbers, such as 1.2.840.113549.1.1.11 for RSA signatures with SHA-256.",
        Source::new("X.690", "8.19"),
    ),
    (
        "PEM",
        "DER as text: base64 between a line BEGIN and a line END.",
        Source::new("RFC 7468", "2"),
    ),
    (
        "PKCS#8",
        "The usual format of a private key: which algorithm it is for, and the key.",
        Source::new("RFC 5958", "2"),
    ),
    (
        "SPKI",
        "SubjectPublicKeyInfo: the usual format of a public key, in certificates and alone: which algorithm it is for, and the key.",
        Source::new("RFC 5280", "4.1.2.7"),
    ),
    (
        "CA",
        "Certification authority: whoever signs certificates.",
        Source::new("RFC 5280", "3.2"),
    ),
    (
        "Root",
        "A CA’s certificate that clients trust because it is on their list. It is signed with its own key.",
        Source::new("RFC 5280", "3.2"),
    ),
    (
        "CSR",
        "Certificate signing request: a name and a public key, signed with the private key that belongs to it.",
        Source::new("RFC 2986", "3"),
    ),
    (
        "TBSCertificate",
        "“To be signed”: the part of a certificate that its signature covers.",
        Source::new("RFC 5280", "4.1.1.1"),
    ),
    (
        "SAN",
        "subjectAltName: the hosts that a certificate is for.",
        Source::new("RFC 5280", "4.2.1.6"),
    ),
    (
        "Revocation",
        "A CA withdraws a certificate before its end, by a list (CRL), by answers to questions (OCSP), or by lists that the makers of browsers send. Padlock looks at none.",
        Source::new("RFC 5280", "3.3"),
    ),
    (
        "Certificate Transparency",
        "Public logs of what public CAs issue. Most browsers want the signed promise of logs (SCT) to list a certificate; Padlock does not look.",
        Source::new("RFC 6962", "1"),
    ),
];

/// The words as a list.
pub(super) fn words() -> Html {
    let mut ink = Ink::default();
    ink.put(format_args!(
        "<section class=\"promises\" aria-label=\"Words\"><ul>"
    ));
    for (word, means, source) in &WORDS {
        ink.put(format_args!("<li><strong>{word}</strong>: {means} "));
        match source.url() {
            Some(url) => ink.put(format_args!(
                "<a class=\"source\" href=\"{url}\" rel=\"noreferrer\" target=\"_blank\">{source}</a>"
            )),
            None => ink.put(format_args!("<span class=\"source\">{source}</span>")),
        }
        ink.put(format_args!("</li>"));
    }
    ink.put(format_args!("</ul></section>"));
    html! { <>{ lead(Page::Words, html! {}) }{ dry(ink) }</> }
}
