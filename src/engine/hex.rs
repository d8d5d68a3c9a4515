//! Bytes as hexadecimal digits, for people to type and to read.

use crate::engine::diagnosis::Diagnosis;
use std::fmt::Write as _;

/// Bytes in lower case, two digits each.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// The same with a space between two bytes.
#[must_use]
pub fn spaced(bytes: &[u8]) -> String {
    let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.join(" ")
}

/// Reads hexadecimal digits in either case; spaces and colons between them
/// are passed over.
///
/// # Errors
/// The first character that is no digit, or an odd number of digits.
pub fn decode(text: &str) -> Result<Vec<u8>, Diagnosis> {
    let wanted = || Diagnosis::expected("hexadecimal digits, two for each byte");
    let mut digits = Vec::new();
    for (at, found) in text.char_indices() {
        if found == ':' || found.is_whitespace() {
            continue;
        }
        let digit = found
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
            .ok_or_else(|| {
                wanted()
                    .found(format!("{found:?}, which is no hexadecimal digit"))
                    .byte(at)
            })?;
        digits.push(digit);
    }
    let (pairs, rest) = digits.as_chunks::<2>();
    if rest.is_empty() {
        Ok(pairs.iter().map(|[high, low]| high << 4 | low).collect())
    } else {
        Err(wanted().found(format!("{} digits, an odd number", digits.len())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes_and_names_what_is_wrong() {
        assert_eq!(
            decode(&encode(&[0, 1, 0xab, 0xff])),
            Ok(vec![0, 1, 0xab, 0xff])
        );
        assert_eq!(decode("00:AB ff"), Ok(vec![0, 0xab, 0xff]));
        for (text, found, at) in [
            ("0x", "'x', which is no hexadecimal digit", Some(1)),
            ("é", "'é', which is no hexadecimal digit", Some(0)),
            ("abc", "3 digits, an odd number", None),
        ] {
            let error = decode(text).unwrap_err();
            assert_eq!((&*error.found, error.at), (found, at));
        }
    }
}
