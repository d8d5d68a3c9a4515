//! The text armour around DER (RFC 7468), read leniently: with text around
//! the blocks, as `openssl x509 -text` prints it, with any line ends and any
//! white space.

use crate::engine::diagnosis::Diagnosis;
use std::ops::Range;
use zeroize::{Zeroize, Zeroizing};

/// One block between `-----BEGIN X-----` and `-----END X-----`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PemBlock {
    /// What the BEGIN line says that it is, such as `CERTIFICATE`.
    pub label: String,
    /// The bytes inside.
    pub der: Zeroizing<Vec<u8>>,
    /// Where it stands in the input, both lines included.
    pub range: Range<usize>,
    /// Header lines of the old style (RFC 1421), such as
    /// `Proc-Type: 4,ENCRYPTED`.
    pub headers: Vec<String>,
}

/// Everything found in an input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PemBlocks {
    /// The blocks that could be read.
    pub blocks: Vec<PemBlock>,
    /// What is wrong with the others, and with the ends of these.
    pub errors: Vec<Diagnosis>,
}

const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";
const DASHES: &[u8] = b"-----";

/// How many blocks are read at most.
const BLOCKS: usize = 200;

/// Reads all blocks of an input.
#[must_use]
pub fn read(input: &[u8]) -> PemBlocks {
    let mut found = PemBlocks::default();
    let mut at = 0;
    while let Some(begin) = find(input, BEGIN, at) {
        if found.blocks.len() + found.errors.len() >= BLOCKS {
            found.errors.push(
                Diagnosis::expected(format!("at most {BLOCKS} blocks"))
                    .found("more")
                    .byte(begin),
            );
            break;
        }
        match block(input, begin, &mut found.errors) {
            Ok(block) => {
                at = block.range.end;
                found.blocks.push(block);
            }
            Err(error) => {
                found.errors.push(error);
                at = begin + BEGIN.len();
            }
        }
    }
    found
}

/// Reads base64 that stands alone, without an armour; white space is passed
/// over. `None` where the input is empty or is anything else.
#[must_use]
pub fn bare_base64(input: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let der = decode(input, 0..input.len(), "the input").ok()?;
    (!der.is_empty()).then_some(der)
}

fn block(input: &[u8], begin: usize, errors: &mut Vec<Diagnosis>) -> Result<PemBlock, Diagnosis> {
    let (label, body) = label(input, begin + BEGIN.len(), "BEGIN")?;
    let end = find(input, END, body);
    let next = find(input, BEGIN, body).unwrap_or(input.len());
    let Some(end) = end.filter(|end| *end < next) else {
        return Err(Diagnosis::expected(format!(
            "a line -----END {label}----- for the block that begins at byte {begin}"
        ))
        .found(if next == input.len() {
            "the end of the input"
        } else {
            "the beginning of another block"
        })
        .byte(next));
    };
    let (closing, after) = match self::label(input, end + END.len(), "END") {
        Ok(closing) => closing,
        // Cut off within its last line: the body is whole.
        Err(error) => {
            errors.push(error);
            (label.clone(), input.len().min(next))
        }
    };
    if closing != label {
        errors.push(
            Diagnosis::expected(format!("-----END {label}-----, as the block began"))
                .found(format!("-----END {closing}-----"))
                .byte(end),
        );
    }
    let (headers, body) = headers(input, body, end);
    let der = decode(input, body..end, &label)?;
    if der.is_empty() {
        return Err(Diagnosis::expected(format!("the base64 of {label}"))
            .found("an empty block")
            .byte(body));
    }
    Ok(PemBlock {
        label,
        der,
        range: begin..after,
        headers,
    })
}

/// The label up to the dashes, and where its line ends.
fn label(input: &[u8], start: usize, line: &str) -> Result<(String, usize), Diagnosis> {
    let rest = input.get(start..).unwrap_or_default();
    let line_end = rest
        .iter()
        .position(|byte| matches!(byte, b'\n' | b'\r'))
        .unwrap_or(rest.len());
    let text = rest.get(..line_end).unwrap_or_default();
    match find(text, DASHES, 0) {
        Some(length) => {
            let label = text.get(..length).unwrap_or_default();
            let label = String::from_utf8_lossy(label).trim().to_owned();
            Ok((label, start + length + DASHES.len()))
        }
        None => Err(
            Diagnosis::expected(format!("five dashes at the end of the {line} line"))
                .found("the end of the line")
                .byte(start + line_end),
        ),
    }
}

/// Header lines such as `DEK-Info: …`, and where the base64 begins.
fn headers(input: &[u8], start: usize, end: usize) -> (Vec<String>, usize) {
    let mut headers = Vec::new();
    let mut at = start;
    while let Some(length) = input
        .get(at..end)
        .and_then(|rest| rest.iter().position(|byte| *byte == b'\n'))
    {
        let line = input.get(at..at + length).unwrap_or_default();
        let line = String::from_utf8_lossy(line).trim().to_owned();
        if line.contains(':') {
            headers.push(line);
        } else if !line.is_empty() {
            break;
        }
        at += length + 1;
    }
    (headers, at)
}

/// Base64 with any white space in it.
fn decode(input: &[u8], range: Range<usize>, what: &str) -> Result<Zeroizing<Vec<u8>>, Diagnosis> {
    let text = input.get(range.clone()).unwrap_or_default();
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len() / 4 * 3));
    let (mut group, mut count, mut padding) = (0_u32, 0_usize, 0_usize);
    for (at, byte) in (range.start..).zip(text) {
        let sextet = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' if padding < 2 && (count + padding) % 4 >= 2 => {
                padding += 1;
                continue;
            }
            _ if byte.is_ascii_whitespace() => continue,
            _ => {
                return Err(Diagnosis::expected(format!(
                    "only base64 (A to Z, a to z, 0 to 9, + and /) inside {what}"
                ))
                .found(character(input, at))
                .byte(at));
            }
        };
        if padding > 0 {
            return Err(
                Diagnosis::expected(format!("the end of the base64 of {what} after ="))
                    .found(character(input, at))
                    .byte(at),
            );
        }
        group = group << 6 | u32::from(sextet);
        count += 1;
        if count.is_multiple_of(4) {
            let [_, a, b, c] = group.to_be_bytes();
            bytes.extend([a, b, c]);
            group = 0;
        }
    }
    if !(count + padding).is_multiple_of(4) {
        return Err(Diagnosis::expected(format!(
            "base64 of {what} in whole groups of four characters"
        ))
        .found(format!(
            "{} characters: something is cut off or was lost on the way",
            count + padding
        ))
        .byte(range.end));
    }
    let rest = count % 4;
    let [_, a, b, _] = (group << (6 * ((4 - rest) % 4))).to_be_bytes();
    bytes.extend([a, b].iter().take(rest.saturating_sub(1)));
    group.zeroize();
    Ok(bytes)
}

/// The character that begins at a byte, or the byte where it is none.
fn character(input: &[u8], at: usize) -> String {
    let rest = input.get(at..).unwrap_or_default();
    let rest = rest.get(..rest.len().min(4)).unwrap_or_default();
    let whole = match std::str::from_utf8(rest) {
        Ok(text) => text,
        Err(error) => rest
            .get(..error.valid_up_to())
            .and_then(|valid| std::str::from_utf8(valid).ok())
            .unwrap_or_default(),
    };
    match whole.chars().next() {
        Some(character) if character.is_ascii_graphic() => format!("the character {character:?}"),
        Some(character) if !character.is_ascii() => {
            format!("the character U+{:04X}", u32::from(character))
        }
        _ => format!("the byte {:#04x}", rest.first().unwrap_or(&0)),
    }
}

fn find(input: &[u8], what: &[u8], from: usize) -> Option<usize> {
    input
        .get(from..)?
        .windows(what.len())
        .position(|window| window == what)
        .map(|at| from + at)
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        reason = "tests may fail loudly"
    )]
    use super::*;
    use base64::Engine as _;
    use base64::prelude::BASE64_STANDARD;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    #[test]
    fn finds_blocks_among_other_text() {
        let input = b"Certificate:\n    Data: x\r\n-----BEGIN A B-----\r\n AQ ID\r\nBA==\r\n-----END A B-----\r\nmore\n-----BEGIN C-----\nAAAA\n-----END C-----";
        let found = read(input);
        assert!(found.errors.is_empty(), "{:?}", found.errors);
        assert_eq!(found.blocks.len(), 2);
        assert_eq!(found.blocks[0].label, "A B");
        assert_eq!(&found.blocks[0].der[..], [1, 2, 3, 4]);
        assert_eq!(found.blocks[1].range.end, input.len());
        assert!(input[found.blocks[1].range.clone()].starts_with(b"-----BEGIN C"));
    }

    #[test]
    fn old_headers_are_kept_apart() {
        let found = read(b"-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        assert_eq!(found.blocks[0].headers.len(), 2);
        assert_eq!(&found.blocks[0].der[..], [0, 0, 0]);
    }

    #[test]
    fn says_what_is_wrong_and_where() {
        for (input, at, says) in [
            ("-----BEGIN A-----\nAAAA\n", 23, "-----END A-----"),
            ("-----BEGIN A\nAAAA\n-----END A-----", 12, "five dashes"),
            ("-----BEGIN A-----\nAA*A\n-----END A-----", 20, "'*'"),
            (
                "-----BEGIN A-----\nAA\u{a0}A\n-----END A-----",
                20,
                "U+00A0",
            ),
            ("-----BEGIN A-----\nAAA\n-----END A-----", 22, "cut off"),
            (
                "-----BEGIN A-----\nAA==AA==\n-----END A-----",
                22,
                "after =",
            ),
            ("-----BEGIN A-----\n-----END A-----", 18, "empty"),
            (
                "-----BEGIN A-----\nAAAA\n-----BEGIN B-----\nAAAA\n-----END B-----",
                23,
                "another block",
            ),
        ] {
            let found = read(input.as_bytes());
            let error = &found.errors[0];
            assert_eq!(error.at, Some(at), "{input} {error}");
            assert!(error.to_string().contains(says), "{error}");
        }
        let found = read(b"-----BEGIN A-----\nAAAA\n-----END B-----");
        assert_eq!((found.blocks.len(), found.errors[0].at), (1, Some(23)));
        let found = read(b"-----BEGIN A-----\nAAAA\n-----END A--");
        assert_eq!((found.blocks.len(), found.errors.len()), (1, 1));
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(4), ..ProptestConfig::default() })]

        #[test]
        fn reads_what_the_crate_writes(bytes in prop::collection::vec(any::<u8>(), 1..200)) {
            let text = BASE64_STANDARD.encode(&bytes);
            prop_assert_eq!(&bare_base64(text.as_bytes()).unwrap()[..], &bytes[..]);
            let pem = format!("-----BEGIN X-----\n{text}\n-----END X-----\n");
            prop_assert_eq!(&read(pem.as_bytes()).blocks[0].der[..], &bytes[..]);
        }

        #[test]
        fn mutated_armour_is_read_calmly(at in 0..60_usize, byte: u8, cut in 0..60_usize) {
            let mut pem = b"-----BEGIN A-----\nK: v\n\nAAECAwQFBgc=\n-----END A-----\nrest".to_vec();
            pem[at % 54] = byte;
            pem.truncate(60 - cut);
            let found = read(&pem);
            for block in &found.blocks {
                prop_assert!(block.range.end <= pem.len());
            }
            for error in &found.errors {
                prop_assert!(error.at.unwrap() as usize <= pem.len());
            }
            let _ = bare_base64(&pem);
        }
    }
}
