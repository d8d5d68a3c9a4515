//! The one line, word by word: what each becomes.

use super::super::{Comparison, Row};
use crate::engine::pki::layout;
use crate::engine::pki::read::Certificate;

/// What an option or a question becomes: its words, the field of this page that
/// is the same, the field of the certificate that holds it, and what it does.
type Word = (&'static str, &'static str, &'static str, &'static str);

const ADHOC: &[Word] = &[
    (
        "ssl_context=\"adhoc\"",
        "Make it for me, without a root",
        "",
        "Werkzeug makes a key and a certificate in memory at each start and keeps neither.",
    ),
    (
        "O=Dummy Certificate, CN=*",
        "Subject",
        "subject",
        "Subject and issuer are the same: it is signed with its own key.",
    ),
    (
        "DNS:*, DNS:*.*",
        "Names",
        "subjectAltName",
        "Meant for any host. A * stands for one label before a domain, so these stand for none.",
    ),
    (
        "365 days",
        "Valid for days",
        "validity",
        "A year, though it lives only as long as the server runs.",
    ),
    (
        "no CA",
        "A certificate authority",
        "",
        "There is no root that a client could be given once, and no key identifier to find one by.",
    ),
];

const REQUEST: &[Word] = &[
    (
        "req -x509",
        "Request, and sign it",
        "",
        "Makes a request and signs it at once with its own key; the request is not kept.",
    ),
    (
        "-newkey rsa:2048",
        "Key size",
        "subjectPublicKeyInfo",
        "A new RSA key; many recipes say rsa:4096, which is four to eight times slower and no help against anything below.",
    ),
    (
        "-nodes",
        "Lock a private key: no passphrase",
        "",
        "The key is written without a passphrase: PRIVATE KEY and not ENCRYPTED PRIVATE KEY. In openssl 3 it is spelled -noenc.",
    ),
    (
        "-out cert.pem",
        "Download",
        "",
        "The certificate. Without -out it goes to the screen.",
    ),
    (
        "-keyout key.pem",
        "Download",
        "",
        "The private key. Keep it where the server is, and nowhere else.",
    ),
    (
        "-days 365",
        "Valid for days",
        "validity",
        "notBefore and notAfter. Without it: 30 days.",
    ),
    (
        "Country Name (2 letter code)",
        "Country (C)",
        "",
        "countryName, 2.5.4.6. A dot leaves it out; -subj '/C=DE/…' answers without being asked.",
    ),
    (
        "State or Province Name",
        "State (ST)",
        "",
        "stateOrProvinceName, 2.5.4.8.",
    ),
    (
        "Locality Name",
        "Locality (L)",
        "",
        "localityName, 2.5.4.7.",
    ),
    (
        "Organization Name",
        "Organization (O)",
        "",
        "organizationName, 2.5.4.10. openssl offers Internet Widgits Pty Ltd.",
    ),
    (
        "Organizational Unit Name",
        "Unit (OU)",
        "",
        "organizationalUnitName, 2.5.4.11.",
    ),
    (
        "Common Name (e.g. server FQDN or YOUR name)",
        "Common name (CN)",
        "subject",
        "commonName, 2.5.4.3. For lists and messages: no client of today looks for the host here.",
    ),
    (
        "Email Address",
        "E-mail",
        "",
        "emailAddress, 1.2.840.113549.1.9.1.",
    ),
    (
        "not asked: CA:TRUE",
        "A certificate authority",
        "basicConstraints",
        "openssl's own settings make a CA of it: whoever trusts it trusts whatever its key signs.",
    ),
];

const MISSING: Word = (
    "missing: -addext",
    "Names",
    "",
    "Without subjectAltName no client finds the host. -addext \"subjectAltName=DNS:localhost\" adds it.",
);

const ADDED: Word = (
    "-addext \"subjectAltName=…\"",
    "Names",
    "subjectAltName",
    "The names that clients look at.",
);

/// The table of a way, with the bytes of this certificate.
pub(super) fn table(way: &str, certificate: &Certificate) -> Comparison {
    let whole = layout::certificate(certificate);
    let words: Vec<Word> = match way {
        "req" => REQUEST.iter().copied().chain([MISSING]).collect(),
        "addext" => REQUEST.iter().copied().chain([ADDED]).collect(),
        _ => ADHOC.to_vec(),
    };
    let row = |(words, field, place, says): Word| {
        let bytes = whole.find(place).filter(|_| !place.is_empty());
        Row {
            name: words.into(),
            left: field.into(),
            right: match bytes {
                Some(found) => format!("{place}, bytes {} to {}", found.start, found.end - 1),
                None => "–".into(),
            }
            .into(),
            note: says.into(),
        }
    };
    Comparison {
        title: "Word by word".into(),
        left: "Here".into(),
        right: "In the certificate".into(),
        rows: words.into_iter().map(row).collect(),
    }
}
