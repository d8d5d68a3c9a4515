//! The kinds behind the cases, varied: what carries a text changes it in many
//! ways, and each leaves it readable.

use super::{PRIVATE, PUBLIC, answer, import};
use padlock::desk::Kind;
use padlock::engine::asn1::pem;
use std::path::PathBuf;

pub(crate) fn key(name: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/keys");
    std::fs::read_to_string(folder.join(format!("{name}.pem"))).unwrap()
}

pub(crate) fn utf16(text: &str, mark: bool, big: bool) -> Vec<u8> {
    let mark = mark.then_some('\u{feff}');
    let text: String = mark.into_iter().chain(text.chars()).collect();
    text.encode_utf16()
        .flat_map(|unit| {
            if big {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            }
        })
        .collect()
}

/// Each is read as what it was, and what was changed is said.
pub(crate) fn all_read(kinds: &[Kind], variations: Vec<(&str, Vec<u8>, &str)>) {
    for (what, bytes, says) in variations {
        let (found, good, words) = answer(&bytes, "");
        assert_eq!((&found[..], good), (kinds, true), "{what}: {words}");
        assert!(words.contains(says), "{what}: {words}");
    }
}

fn lines(text: &str, line: impl Fn(&str) -> String) -> Vec<u8> {
    text.lines().map(line).collect::<String>().into_bytes()
}

#[test]
fn text_in_every_encoding() {
    for (name, kinds) in [
        ("rsa-certificate", &[Kind::Certificate][..]),
        ("rsa-request", &[Kind::Request]),
        ("rsa-pkcs8", &[PRIVATE]),
        ("rsa-spki", &[PUBLIC]),
    ] {
        let text = key(name);
        let marked = format!("\u{feff}{text}");
        let mut variations = vec![
            ("mark", marked.clone().into_bytes(), "U+FEFF"),
            (
                "two marks",
                format!("\u{feff}{marked}").into_bytes(),
                "U+FEFF",
            ),
            ("old Mac", text.replace('\n', "\r").into_bytes(), ""),
            ("Windows", text.replace('\n', "\r\n").into_bytes(), ""),
            ("end of file", format!("{text}\x1a").into_bytes(), ""),
        ];
        for (mark, big, order) in [
            (true, false, "UTF-16 (little-endian)"),
            (false, false, "UTF-16 (little-endian)"),
            (true, true, "UTF-16 (big-endian)"),
            (false, true, "UTF-16 (big-endian)"),
        ] {
            variations.push(("UTF-16", utf16(&text, mark, big), order));
            let windows = text.replace('\n', "\r\n");
            variations.push(("UTF-16, Windows", utf16(&windows, mark, big), order));
        }
        all_read(kinds, variations);
    }
    let twice = format!(
        "\u{feff}{}\u{feff}{}",
        key("rsa-certificate"),
        key("rsa-pkcs8")
    );
    all_read(
        &[Kind::Certificate, PRIVATE],
        vec![("cat", twice.into_bytes(), "U+FEFF")],
    );
}

#[test]
fn dashes_of_every_number_and_kind() {
    let text = key("rsa-certificate");
    let with = |dashes: &str| text.replace("-----", dashes).into_bytes();
    all_read(
        &[Kind::Certificate],
        vec![
            ("one", with("-"), "five dashes"),
            ("three", with("---"), "3 dashes"),
            ("four", with("----"), "4 dashes"),
            ("six", with("------"), "6 dashes"),
            (
                "spaces",
                text.replace("-----BEGIN", "----- BEGIN").into_bytes(),
                "spaces between",
            ),
            (
                "spaces",
                text.replace("TE-----", "TE -----").into_bytes(),
                "spaces between",
            ),
            (
                "en",
                with("\u{2013}\u{2013}\u{2013}\u{2013}\u{2013}"),
                "U+2013 (en dash)",
            ),
            ("em", with("\u{2014}\u{2014}-"), "U+2014 (em dash)"),
            (
                "hyphens",
                with("\u{2010}\u{2010}\u{2010}\u{2010}\u{2010}"),
                "U+2010 (hyphen)",
            ),
            (
                "minus",
                with("\u{2212}\u{2212}\u{2212}\u{2212}\u{2212}"),
                "U+2212",
            ),
            (
                "end only",
                text.replace("-----END", "----END").into_bytes(),
                "The END line",
            ),
            (
                "one side",
                text.replace("TE-----", "TE----").into_bytes(),
                "5 dashes before and 4 behind",
            ),
        ],
    );
    let mut old = Vec::new();
    for byte in text.bytes() {
        old.push(if byte == b'-' { 0x96 } else { byte });
    }
    all_read(&[Kind::Certificate], vec![("Windows-1252", old, "U+2013")]);
}

#[test]
fn characters_that_cannot_be_seen() {
    let text = key("rsa-certificate");
    let mut variations = Vec::new();
    for (character, name) in [
        ("\u{a0}", "U+00A0"),
        ("\u{2009}", "U+2009"),
        ("\u{202f}", "U+202F"),
        ("\u{3000}", "U+3000"),
        ("\u{200b}", "U+200B"),
        ("\u{200d}", "U+200D"),
        ("\u{2060}", "U+2060"),
        ("\u{ad}", "U+00AD"),
        ("\u{200e}", "U+200E"),
        ("\u{feff}", "U+FEFF"),
    ] {
        let ends = text.replace('\n', &format!("{character}\n"));
        let begins = text.replace('\n', &format!("\n{character}"));
        let inside = text.replace("MII", &format!("M{character}II"));
        for changed in [ends, begins, inside] {
            variations.push((name, changed.into_bytes(), name));
        }
    }
    variations.push((
        "line separator",
        text.replace('\n', "\u{2028}").into_bytes(),
        "U+2028",
    ));
    let latin = text.replace('\n', "\u{1}\n").into_bytes();
    let latin = latin
        .iter()
        .map(|byte| if *byte == 1 { 0xa0 } else { *byte });
    variations.push(("Latin-1", latin.collect(), "U+00A0"));
    all_read(&[Kind::Certificate], variations);
    // What stands outside the blocks is nobody's concern.
    let (.., words) = answer(format!("# Straße – \u{a0}\n{text}").as_bytes(), "");
    assert!(!words.contains("U+"), "{words}");
    // What no one can read keeps its place, also after others moved.
    let wrong = text.replacen("MII", "\u{200b}M\u{20ac}II", 1);
    let at = wrong.find('\u{20ac}').unwrap();
    let diagnosis = import(wrong.as_bytes(), "").unwrap_err();
    assert_eq!(diagnosis.at, u32::try_from(at).ok(), "{diagnosis}");
    assert!(diagnosis.found.contains("U+20AC"), "{diagnosis}");
}

#[test]
fn lines_with_something_around_them() {
    let text = key("rsa-certificate");
    all_read(
        &[Kind::Certificate],
        vec![
            (
                "mail",
                lines(&text, |line| format!("> {line}\n")),
                "begin with \">\"",
            ),
            (
                "mail",
                lines(&text, |line| format!(">{line}\r\n")),
                "begin with \">\"",
            ),
            (
                "mail twice",
                lines(&text, |line| format!("> > {line}\n")),
                "begin with \">>\"",
            ),
            (
                "table",
                lines(&text, |line| format!("| {line}\n")),
                "begin with \"|\"",
            ),
            (
                "comment",
                lines(&text, |line| format!("# {line}\n")),
                "begin with \"#\"",
            ),
            (
                "comment",
                lines(&text, |line| format!("// {line}\n")),
                "begin with \"//\"",
            ),
            (
                "comment",
                lines(&text, |line| format!(" * {line}\n")),
                "begin with \"*\"",
            ),
            (
                "diff",
                lines(&text, |line| format!("+{line}\n")),
                "begin with \"+\"",
            ),
            ("spaces", lines(&text, |line| format!("    {line}\n")), ""),
            ("tab", lines(&text, |line| format!("\t{line}\n")), ""),
            (
                "YAML",
                [
                    &b"cert: |\n"[..],
                    &lines(&text, |line| format!("  {line}\n")),
                ]
                .concat(),
                "",
            ),
            (
                "C",
                lines(&text, |line| format!("  \"{line}\\n\"\n")),
                "quotation marks",
            ),
            (
                "Java",
                lines(&text, |line| format!("  \"{line}\\n\" +\n")),
                "quotation marks",
            ),
            (
                "list",
                lines(&text, |line| format!("  '{line}',\n")),
                "quotation marks",
            ),
            (
                "shell",
                lines(&text, |line| format!("{line}\\n\\\n")),
                "\\n",
            ),
        ],
    );
}

#[test]
fn line_ends_written_as_something_else() {
    let text = key("rsa-pkcs8");
    let escaped = text.replace('\n', "\\n");
    let one_line = text.trim_end().replace('\n', " ");
    let url = text
        .replace('+', "%2B")
        .replace('/', "%2F")
        .replace('=', "%3D")
        .replace('\n', "%0A");
    all_read(
        &[PRIVATE],
        vec![
            ("bare", escaped.clone().into_bytes(), "\\n"),
            ("Windows", text.replace('\n', "\\r\\n").into_bytes(), "\\r"),
            ("twice", text.replace('\n', "\\\\n").into_bytes(), "\\\\n"),
            (
                ".env",
                format!("KEY=\"{escaped}\"\nPORT=443\n").into_bytes(),
                "\\n",
            ),
            (
                "shell",
                format!("export KEY='{escaped}'\n").into_bytes(),
                "\\n",
            ),
            (
                "JSON",
                format!(
                    "{{\"type\": \"service_account\", \"private_key\": \"{escaped}\", \"a\": 1}}"
                )
                .into_bytes(),
                "\\n",
            ),
            ("PHP", escaped.replace('/', "\\/").into_bytes(), "\\n"),
            (
                "JSON",
                escaped
                    .replace('+', "\\u002b")
                    .replace('=', "\\u003d")
                    .into_bytes(),
                "\\n",
            ),
            ("Python", format!("b'{escaped}'").into_bytes(), "\\n"),
            ("one line", one_line.into_bytes(), ""),
            ("address", url.replace(' ', "%20").into_bytes(), "%0A"),
            ("form", url.replace(' ', "+").into_bytes(), "%0A"),
            (
                "XML",
                text.replace('\n', "&#13;\n").into_bytes(),
                "web page",
            ),
            ("HTML", text.replace('\n', "<br>").into_bytes(), "web page"),
        ],
    );
}

#[test]
fn files_that_were_joined() {
    let (certificate, private) = (key("rsa-certificate"), key("rsa-pkcs8"));
    let joined = format!("{}{private}", certificate.trim_end());
    assert!(joined.contains("----------BEGIN"));
    let changed = joined.replace("MII", "M\u{200b}II");
    let der = |text: &str| pem::read(text.as_bytes()).blocks[0].der.to_vec();
    let (first, second) = (der(&certificate), der(&private));
    all_read(
        &[Kind::Certificate, PRIVATE],
        vec![
            ("no line end", joined.into_bytes(), ""),
            ("and more", changed.into_bytes(), "U+200B"),
            ("DER", [&first[..], &second].concat(), ""),
        ],
    );
    all_read(
        &[Kind::Certificate],
        vec![
            ("line end", [&first[..], b"\r\n"].concat(), "2 more"),
            ("filled up", [&first[..], &[0; 700]].concat(), "700 more"),
        ],
    );
}

#[test]
fn headings_are_no_blocks() {
    let text = key("rsa-certificate");
    let block = &text[text.find("-----BEGIN").unwrap()..];
    for heading in [
        "# ---- BEGIN MY CERTIFICATE ----",
        "----- BEGIN CA LIST -----",
        "=== BEGIN ===",
        "BEGIN of the list",
    ] {
        let ending = heading.replace("BEGIN", "END");
        let text = format!("{heading}\n{block}{ending}\n");
        all_read(
            &[Kind::Certificate],
            vec![("heading", text.clone().into_bytes(), "")],
        );
        let (.., words) = answer(text.as_bytes(), "");
        assert!(!words.contains("dashes"), "{words}");
    }
}

#[test]
fn text_from_mail() {
    for name in ["rsa-pkcs8", "rsa-spki", "rsa-public-pkcs1"] {
        let text = key(name).replace('=', "=3D");
        if text.contains('=') {
            let broken = text.replace("MII", "MI=\r\nI");
            let kinds = if name == "rsa-pkcs8" { PRIVATE } else { PUBLIC };
            let texts = [text, broken].map(String::into_bytes);
            all_read(
                &[kinds],
                texts.map(|text| ("mail", text, "quoted-printable")).into(),
            );
        }
    }
}
