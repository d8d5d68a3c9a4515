//! The one line, word by word: what each becomes.

use super::ShortWay;
use crate::engine::pki::layout;
use crate::engine::pki::read::Certificate;
use crate::units::{Comparison, Row};

/// What an option or a question becomes: its words, the field of this page that
/// is the same, the field of the certificate that holds it, and what it does.
type Word = (&'static str, &'static str, &'static str, &'static str);

const ADHOC: &[Word] = &[
    (
        "ssl_context=\"adhoc\"",
        "Make it for me, without a root",
        "",
        "Werkzeug makes both anew at each start (with the package cryptography), hands them to ssl in temporary files, and removes those when it ends.",
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
        "Meant for any host. A * stands for one label before a domain, so these match nothing.",
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
        "A new RSA key. Many recipes say rsa:4096: signing takes several times as long, and nothing of what is found below is cured.",
    ),
    (
        "-nodes",
        "Encrypt a private key: left out",
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
        "seven questions, or -subj",
        "Subject: C, ST, L, O, OU, CN, E-mail",
        "subject",
        "Country Name (C, 2.5.4.6), State or Province Name (ST, .8), Locality Name (L, .7), Organization Name (O, .10), Organizational Unit Name (OU, .11), Common Name (CN, .3), Email Address. Enter alone takes what stands in brackets: AU, Some-State, Internet Widgits Pty Ltd; a dot leaves it out. -subj answers all of them.",
    ),
    (
        "Common Name (e.g. server FQDN or YOUR name)",
        "Common name (CN)",
        "subject",
        "For lists and messages. Browsers do not look for the host here; curl with OpenSSL and Python still do where there is no subjectAltName.",
    ),
    (
        "not asked: CA:TRUE",
        "A certificate authority",
        "basicConstraints",
        "openssl's own settings make a CA of it: whoever trusts it trusts whatever its key signs, and Firefox takes no CA for a server.",
    ),
];

const MISSING: Word = (
    "missing: -addext",
    "Names",
    "",
    "Without subjectAltName no browser finds the host. -addext \"subjectAltName=DNS:localhost\" adds it.",
);

const ADDED: Word = (
    "-addext \"subjectAltName=…\"",
    "Names",
    "subjectAltName",
    "The names that clients look at.",
);

/// The table of a way, with the bytes of this certificate.
pub(super) fn table(way: ShortWay, certificate: &Certificate) -> Comparison {
    let whole = layout::certificate(certificate);
    let words: Vec<Word> = match way {
        ShortWay::Req => REQUEST.iter().copied().chain([MISSING]).collect(),
        ShortWay::Addext => REQUEST.iter().copied().chain([ADDED]).collect(),
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
        names: "".into(),
        title: "Word by word".into(),
        left: "On this page".into(),
        right: "In the certificate".into(),
        rows: words.into_iter().map(row).collect(),
    }
}

/// What clients say of it, before and after they were told to trust it, as it was
/// heard: curl 7.88 with OpenSSL 3.0, Chromium 156, Firefox 153.
pub(super) fn clients(way: ShortWay) -> Comparison {
    let (curl, chrome, firefox) = match way {
        ShortWay::Req => (
            "takes it: it looks at the common name, since there is no subjectAltName",
            "ERR_CERT_COMMON_NAME_INVALID",
            "MOZILLA_PKIX_ERROR_CA_CERT_USED_AS_END_ENTITY",
        ),
        ShortWay::Addext => (
            "takes it",
            "takes it",
            "MOZILLA_PKIX_ERROR_CA_CERT_USED_AS_END_ENTITY",
        ),
        _ => (
            "(60) SSL: no alternative certificate subject name matches target host name",
            "ERR_CERT_COMMON_NAME_INVALID",
            "SSL_ERROR_BAD_CERT_DOMAIN",
        ),
    };
    Comparison {
        names: "".into(),
        title: "What clients say for localhost".into(),
        left: "Before it is trusted".into(),
        right: "Once it is trusted".into(),
        rows: vec![
            row(
                "curl",
                "(60) SSL certificate problem: self-signed certificate",
                curl,
            ),
            row("Chrome", "ERR_CERT_AUTHORITY_INVALID", chrome),
            row("Firefox", "MOZILLA_PKIX_ERROR_SELF_SIGNED_CERT", firefox),
        ],
    }
}

/// What accepting the risk changes, and what not.
pub(super) fn accepting(way: ShortWay) -> Comparison {
    let again = match way {
        ShortWay::Req | ShortWay::Addext => {
            "a warning that means something: a new one is made when this one has ended, and for each other server, so one learns to click it away"
        }
        _ => {
            "a warning that means something: adhoc makes a new one at every start, so one learns to click it away"
        }
    };
    Comparison {
        names: "".into(),
        title: "“Proceed to localhost (unsafe)”, as Chrome calls it, or “(Risky)”, as Firefox does"
            .into(),
        left: "What you get".into(),
        right: "What you do not get".into(),
        rows: vec![
            row(
                "encryption",
                "an encrypted connection, as without the warning",
                "the certainty with whom: whoever is at the other end reads it",
            ),
            row(
                "who it is",
                "an exception for this certificate on this host: in Firefox for this port, in Chrome for all ports and about a week",
                "anybody’s word that it is the right one: somebody in between could have shown it the first time",
            ),
            row(
                "the mark",
                "the page, which Chrome goes on to mark as not secure",
                "a mark that tells your server from an attacker’s: both look the same",
            ),
            row("the next certificate", "a warning again", again),
            row(
                "curl --insecure",
                "one request without any check",
                "a difference between the server’s certificate and an attacker’s",
            ),
        ],
    }
}

/// A row without a note.
fn row(name: &'static str, left: &'static str, right: &'static str) -> Row {
    Row {
        name: name.into(),
        left: left.into(),
        right: right.into(),
        note: "".into(),
    }
}

/// What to notice; nothing where it is what the unit always says.
pub(super) fn notice(way: ShortWay) -> &'static str {
    match way {
        ShortWay::Addext => {
            "The signature holds, and the name stands where browsers look for it. What is missing is somebody who vouches for it."
        }
        _ => "",
    }
}
