//! Bytes as hexadecimal digits, for people to type and to read.

use std::fmt::Write as _;

/// What is wrong with hexadecimal text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HexError {
    /// A character that is no hexadecimal digit.
    Digit {
        /// Its position in bytes of the text.
        at: usize,
        /// The character.
        found: char,
    },
    /// The last byte has only one digit.
    Odd {
        /// How many digits there are.
        digits: usize,
    },
}

impl std::fmt::Display for HexError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Digit { found, .. } => write!(f, "{found:?}, which is no hexadecimal digit"),
            Self::Odd { digits } => write!(f, "{digits} digits, an odd number"),
        }
    }
}

/// Bytes in lower case, two digits each.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Reads hexadecimal digits in either case; spaces and colons between them
/// are passed over.
///
/// # Errors
/// The first character that is no digit, or an odd number of digits.
pub fn decode(text: &str) -> Result<Vec<u8>, HexError> {
    let mut digits = Vec::new();
    for (at, found) in text.char_indices() {
        if found == ':' || found.is_whitespace() {
            continue;
        }
        let digit = found
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
            .ok_or(HexError::Digit { at, found })?;
        digits.push(digit);
    }
    let (pairs, rest) = digits.as_chunks::<2>();
    if rest.is_empty() {
        Ok(pairs.iter().map(|[high, low]| high << 4 | low).collect())
    } else {
        Err(HexError::Odd {
            digits: digits.len(),
        })
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
        assert_eq!(decode("0x"), Err(HexError::Digit { at: 1, found: 'x' }));
        assert_eq!(decode("é"), Err(HexError::Digit { at: 0, found: 'é' }));
        assert_eq!(decode("abc"), Err(HexError::Odd { digits: 3 }));
    }
}
