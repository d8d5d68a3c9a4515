//! Keys, tokens and base64 say the same at every door, and what is nothing is
//! not called something.

use super::variations::{all_read, key, utf16};
use super::{PRIVATE, answer, import};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use padlock::desk::Kind;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// The key that the Fernet specification has published.
const FERNET: &str = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";

#[test]
fn fernet_and_base64_at_every_door() {
    let mut variations = vec![
        ("name", format!("FERNET_KEY={FERNET}\n").into_bytes(), ""),
        (
            "export",
            format!("export FERNET_KEY=\"{FERNET}\"").into_bytes(),
            "",
        ),
        ("YAML", format!("fernet_key: '{FERNET}'\n").into_bytes(), ""),
        ("Python", format!("KEY = b'{FERNET}'\n").into_bytes(), ""),
        ("typographic", format!("“{FERNET}”").into_bytes(), ""),
        (
            "no-break",
            format!("\u{a0}{FERNET}\u{a0}").into_bytes(),
            "U+00A0",
        ),
        (
            "invisible",
            FERNET.replace("RpI", "R\u{200b}pI").into_bytes(),
            "U+200B",
        ),
        (
            "no padding",
            FERNET.trim_end_matches('=').to_owned().into_bytes(),
            "= at its end is missing",
        ),
        (
            "hyphen",
            FERNET.replace('-', "\u{2011}").into_bytes(),
            "U+2011",
        ),
        ("escaped", format!("{FERNET}\\n").into_bytes(), "\\n"),
        (
            "secret",
            BASE64_STANDARD.encode(FERNET).into_bytes(),
            "Kubernetes",
        ),
        (
            "secret",
            BASE64_STANDARD.encode(format!("{FERNET}\n")).into_bytes(),
            "Kubernetes",
        ),
    ];
    for (mark, big) in [(true, false), (false, false), (true, true), (false, true)] {
        variations.push((
            "UTF-16",
            utf16(&format!("{FERNET}\r\n"), mark, big),
            "UTF-16",
        ));
    }
    all_read(&[Kind::FernetKey], variations);
    let token = "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==";
    let wrap = |width: usize, end: &str| {
        let lines: Vec<_> = token.as_bytes().chunks(width).collect();
        lines.join(end.as_bytes())
    };
    all_read(
        &[Kind::FernetToken],
        vec![
            ("wrapped", wrap(40, "\n"), ""),
            ("wrapped", wrap(76, "\r\n"), ""),
            (
                "quoted",
                format!("> {token}").replace("> ", "").into_bytes(),
                "",
            ),
            ("named", format!("TOKEN={token}").into_bytes(), ""),
        ],
    );
    for between in ["\n", ",", ", ", "\r\n\r\n"] {
        let two = [FERNET, FERNET].join(between).into_bytes();
        all_read(&[Kind::FernetKey; 2], vec![("two", two, "2 things")]);
        let both = [FERNET, token].join(between).into_bytes();
        all_read(
            &[Kind::FernetKey, Kind::FernetToken],
            vec![("both", both, "")],
        );
    }
    let output = import(&wrap(10, "\n  "), "").unwrap();
    assert_eq!(output.drafts[0].bytes[..], *token.as_bytes());
    let block = key("rsa-certificate");
    let block = block.split_once("-----BEGIN").unwrap().1;
    let body: String = block
        .lines()
        .skip(1)
        .filter(|line| !line.starts_with('-'))
        .collect();
    all_read(
        &[Kind::Certificate],
        vec![
            ("mark", format!("\u{feff}{body}").into_bytes(), "U+FEFF"),
            ("UTF-16", utf16(&body, true, false), "UTF-16"),
            ("named", format!("CERT=\"{body}\"").into_bytes(), ""),
            ("escaped", body.replace('M', "\\nM").into_bytes(), "\\n"),
        ],
    );
}

#[test]
fn text_in_base64() {
    let (certificate, private) = (key("rsa-certificate"), key("rsa-pkcs8"));
    let encode = |bytes: &[u8]| BASE64_STANDARD.encode(bytes);
    let wrapped = |text: &str| -> Vec<u8> {
        let encoded = encode(text.as_bytes());
        encoded
            .as_bytes()
            .chunks(76)
            .collect::<Vec<_>>()
            .join(&b'\n')
    };
    all_read(
        &[PRIVATE],
        vec![
            (
                "bare",
                encode(private.as_bytes()).into_bytes(),
                "Kubernetes",
            ),
            ("wrapped", wrapped(&private), "Kubernetes"),
            (
                "twice",
                encode(encode(private.as_bytes()).as_bytes()).into_bytes(),
                "Kubernetes",
            ),
            (
                "UTF-16",
                encode(&utf16(&private, true, false)).into_bytes(),
                "UTF-16",
            ),
            (
                "marked",
                encode(format!("\u{feff}{private}").as_bytes()).into_bytes(),
                "U+FEFF",
            ),
            (
                "named",
                format!("TLS_KEY={}", encode(private.as_bytes())).into_bytes(),
                "Kubernetes",
            ),
            (
                "quoted",
                format!("\"{}\"", encode(private.as_bytes())).into_bytes(),
                "Kubernetes",
            ),
        ],
    );
    let (crt, key) = (encode(certificate.as_bytes()), encode(private.as_bytes()));
    all_read(
        &[Kind::Certificate, PRIVATE],
        vec![
            (
                "YAML",
                format!(
                    "apiVersion: v1\nkind: Secret\ndata:\n  tls.crt: {crt}\n  tls.key: {key}\n"
                )
                .into_bytes(),
                "Kubernetes",
            ),
            (
                "JSON",
                format!("{{\"data\": {{\"tls.crt\": \"{crt}\", \"tls.key\": \"{key}\"}}}}")
                    .into_bytes(),
                "Kubernetes",
            ),
        ],
    );
}

#[test]
fn what_is_nothing_is_not_called_something() {
    for (text, found) in [
        ("apples\nand pears", "text that begins with \"apples\""),
        ("  \n\t", "nothing"),
        ("{\"a\": 1}", "text that begins with"),
        ("eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl", "JSON Web Token"),
        ("<!DOCTYPE html><title>404</title>", "HTML"),
        (
            "MIIDRzCCAi+gAwIBAgIFEjRWeJAwDQYJKoZIhvcNAQELBQAwJzERMA8",
            "not whole",
        ),
        ("MIID\n-----END CERTIFICATE-----\n", "no line -----BEGIN"),
        (
            "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpG",
            "begin like a Fernet token",
        ),
    ] {
        let diagnosis = import(text.as_bytes(), "").unwrap_err();
        assert!(diagnosis.found.contains(found), "{text}: {diagnosis}");
        for format in ["PKCS#12", "OpenSSH"] {
            assert!(!diagnosis.to_string().contains(format), "{diagnosis}");
        }
    }
}

#[test]
fn blocks_of_other_kinds_are_named() {
    let der = |bytes: &[u8]| BASE64_STANDARD.encode(bytes);
    for (label, body, says) in [
        ("DH PARAMETERS", der(&[48, 6, 2, 1, 23, 2, 1, 5]), "Diffie"),
        ("EC PARAMETERS", der(&[6, 3, 43, 6, 1]), "curve"),
        ("DSA PRIVATE KEY", der(&[48, 3, 2, 1, 0]), "DSA"),
        ("PGP PUBLIC KEY BLOCK", "AAAA\n=abcd".into(), "OpenPGP"),
        ("NOTHING", der(&[48, 3, 2, 1, 0]), "named NOTHING"),
    ] {
        let text = format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n");
        let (kinds, good, words) = answer(text.as_bytes(), "");
        assert!(kinds.is_empty() && !good, "{words}");
        assert!(words.contains(says), "{words}");
    }
}

/// What texts are made of that go through many hands, and what breaks them.
const PIECES: [&str; 30] = [
    "-----BEGIN ",
    "-----END ",
    "CERTIFICATE-----",
    "-----",
    "--",
    "\u{2014}",
    "\u{2013}",
    "\n",
    "\r\n",
    "\r",
    "\\n",
    "\\",
    "\\u00",
    "%0A",
    "%2B",
    "=3D",
    "=\n",
    "&#10;",
    "<br>",
    "> ",
    "\"",
    "'",
    "b'",
    "\u{feff}",
    "\u{a0}",
    "\u{200b}",
    "MIIB",
    "AAAA",
    "NAME=",
    "LS0tLS1CRUdJTi",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, rng_seed: RngSeed::Fixed(7), ..ProptestConfig::default() })]

    #[test]
    fn anything_is_answered_calmly(pieces in prop::collection::vec(0..PIECES.len(), 0..24), wide: bool) {
        let text: String = pieces.iter().map(|piece| PIECES[*piece]).collect();
        let bytes = if wide { utf16(&text, false, true) } else { text.into_bytes() };
        if let Err(diagnosis) = import(&bytes, "") {
            prop_assert!(diagnosis.at.is_none_or(|at| usize::try_from(at).unwrap() <= bytes.len()));
        }
    }
}

#[test]
fn much_of_anything_takes_no_time() {
    for piece in PIECES
        .into_iter()
        .chain([" ", "END ", "A", "-BEGIN A-", "-----BEGIN A-----"])
    {
        let start = std::time::Instant::now();
        let text = piece.repeat(256 * 1024 / piece.len());
        let _ = import(text.as_bytes(), "");
        let taken = start.elapsed();
        // Milliseconds; minutes if each piece led to a look at all others, so
        // that a busy machine does not fail it.
        assert!(taken.as_secs() < 120, "{piece:?}: {taken:?}");
    }
}
