//! PKCS#7 padding to whole blocks (RFC 5652 §6.3).

use super::aes_block::BLOCK;
use crate::engine::dissect::{Dissection, Field, Role};
use crate::engine::trace::{Equation, Expr, Observer, Relation, Step, Value};

/// Why padding cannot be taken off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PaddingError {
    /// The length is not a whole number of blocks, or zero.
    Length {
        /// The length, in bytes.
        found: usize,
    },
    /// The last byte names an impossible number of padding bytes.
    Count {
        /// The last byte.
        found: u8,
    },
    /// A padding byte differs from the last one.
    Byte {
        /// Its position.
        at: usize,
        /// What the last byte says that it should be.
        expected: u8,
        /// What it is.
        found: u8,
    },
}

impl std::fmt::Display for PaddingError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Length { found } => write!(
                f,
                "the padded text has {found} bytes, which is not a whole number of blocks of {BLOCK}"
            ),
            Self::Count { found } => write!(
                f,
                "the last byte says {found}, but between 1 and {BLOCK} bytes of padding are possible"
            ),
            Self::Byte {
                at,
                expected,
                found,
            } => write!(
                f,
                "the last byte says {expected}, so byte {at} must be {expected:#04x} too, but it is {found:#04x}"
            ),
        }
    }
}

/// Fills a message up to whole blocks of 16 bytes: n bytes of the value n,
/// with n from 1 to 16.
pub fn pad(message: &[u8], observer: &mut impl Observer) -> Vec<u8> {
    let count = BLOCK - message.len() % BLOCK;
    let byte = u8::try_from(count).unwrap_or_default();
    let mut padded = Vec::with_capacity(message.len() + count);
    padded.extend_from_slice(message);
    padded.resize(message.len() + count, byte);
    observer.step(|| {
        let (m, p) = (
            Value::secret_bytes("M", message).meaning("the message"),
            Value::secret_bytes("P", &padded[..]).meaning("the padded message"),
        );
        let n = Value::public("n", count).meaning("how many bytes are missing");
        let length = Value::public("l", message.len()).meaning("the length of M in bytes");
        Step::new("pad", "Pad to whole blocks")
            .says(format!(
                "AES takes blocks of 16 bytes. {} missing, so the byte {byte:#04x} is appended {}. A message that already fills its blocks gets a whole block of padding, so that it can always be taken off without ambiguity.",
                if count == 1 { "One byte is".to_owned() } else { format!("{count} bytes are") },
                times(count)
            ))
            .equation(Equation::equal(
                Expr::difference(16, Expr::remainder(&length, 16)),
                &n,
            ))
            .equation(Equation::equal(
                Expr::concat(vec![(&m).into(), Expr::repeat(&n, &n)]),
                &p,
            ))
            .value(m)
            .value(n)
            .value(p)
            .bytes(dissect(&padded, message.len()))
            .source("RFC 5652", "6.3")
    });
    padded
}

/// Takes the padding off.
///
/// Tells where it fails, which is an oracle where the text was not
/// authenticated first: call it only behind a verified tag.
///
/// # Errors
/// When the bytes do not end in proper padding.
pub fn unpad<'a>(padded: &'a [u8], observer: &mut impl Observer) -> Result<&'a [u8], PaddingError> {
    let result = find_end(padded);
    observer.step(|| {
        let p = Value::secret_bytes("P", padded).meaning("the decrypted, padded message");
        let step = Step::new("unpad", "Take the padding off")
            .source("RFC 5652", "6.3")
            .passes_if(result.is_ok());
        match result {
            Ok(end) => {
                let m = Value::secret_bytes("M", padded.get(..end).unwrap_or_default())
                    .meaning("the message");
                let n = Value::public("n", padded.len() - end).meaning("the last byte of P");
                step.says(format!(
                    "The last byte says how many bytes of padding there are, {}, and each of them has this value.",
                    padded.len() - end
                ))
                .equation(Equation::equal(
                    Expr::os2ip(Expr::slice(
                        &p,
                        size(padded.len()) - 1,
                        size(padded.len()),
                    )),
                    &n,
                ))
                .equation(Equation::equal(
                    Expr::concat(vec![(&m).into(), Expr::repeat(&n, &n)]),
                    &p,
                ))
                .value(p)
                .value(n)
                .value(m)
                .bytes(dissect(padded, end))
            }
            Err(error) => {
                let step = step.says(format!("This is no PKCS#7 padding: {error}."));
                let last = Expr::os2ip(Expr::slice(
                    &p,
                    size(padded.len()).saturating_sub(1),
                    size(padded.len()),
                ));
                let step = match error {
                    PaddingError::Count { found: 0 } => step.equation(Equation::equal(last, 0)),
                    PaddingError::Count { .. } => {
                        step.equation(Equation::new(last, Relation::Greater, 16))
                    }
                    PaddingError::Byte { at, .. } => step.equation(Equation::new(
                        Expr::os2ip(Expr::slice(&p, size(at), size(at) + 1)),
                        Relation::NotEqual,
                        last,
                    )),
                    PaddingError::Length { .. } => step,
                };
                step.value(p)
            }
        }
    });
    result.map(|end| padded.get(..end).unwrap_or_default())
}

/// Of a longer text, in bytes, the meaning of its field says the beginning: the
/// bytes stand beside it.
const LONG: usize = 400;

/// A padded message, laid out: the message and its padding.
#[must_use]
pub fn dissect(padded: &[u8], message: usize) -> Dissection {
    let message = message.min(padded.len());
    let count = padded.len() - message;
    let mut fields = Vec::new();
    if message > 0 {
        fields.push(
            Field::new(0..message, "message")
                .meaning(match padded.get(..message).map(std::str::from_utf8) {
                    Some(Ok(text)) if text.len() <= LONG => text.to_owned(),
                    Some(Ok(text)) => {
                        let head: String = text.chars().take(LONG / 4).collect();
                        format!("{head}… ({message} bytes of text)")
                    }
                    _ => format!("{message} bytes that are not UTF-8 text"),
                })
                .secret(),
        );
    }
    if count > 0 {
        fields.push(
            Field::new(message..padded.len(), "PKCS#7 padding")
                .meaning(format!("the byte {count:#04x}, {}", times(count)))
                .source("RFC 5652", "6.3")
                .role(Role::Padding)
                .secret(),
        );
    }
    Dissection::new("Padded message", padded.to_vec(), fields)
}

fn find_end(padded: &[u8]) -> Result<usize, PaddingError> {
    let length = padded.len();
    let Some(&last) = padded.last().filter(|_| length.is_multiple_of(BLOCK)) else {
        return Err(PaddingError::Length { found: length });
    };
    let count = usize::from(last);
    if count == 0 || count > BLOCK {
        return Err(PaddingError::Count { found: last });
    }
    let end = length - count;
    match padded
        .iter()
        .enumerate()
        .skip(end)
        .find(|(_, byte)| **byte != last)
    {
        None => Ok(end),
        Some((at, &found)) => Err(PaddingError::Byte {
            at,
            expected: last,
            found,
        }),
    }
}

fn times(count: usize) -> String {
    match count {
        1 => "once".to_owned(),
        _ => format!("{count} times"),
    }
}

/// A length as a constant of an expression.
pub(super) fn size(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::trace::Recorder;
    use proptest::prelude::*;

    #[test]
    fn every_length_goes_there_and_back() {
        for length in 0..50_u8 {
            let message: Vec<u8> = (0..length).collect();
            let mut recorder = Recorder::default();
            let padded = pad(&message, &mut recorder);
            assert_eq!(padded.len() % 16, 0);
            assert_eq!(unpad(&padded, &mut recorder), Ok(&message[..]));
            let trace = recorder.finish();
            assert!(trace.lies().is_empty(), "{:?}", trace.lies());
            assert_eq!(dissect(&padded, message.len()).check(), Ok(()));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: proptest::test_runner::RngSeed::Fixed(3), ..ProptestConfig::default() })]
        #[test]
        fn whatever_comes_is_told_truly(bytes in prop::collection::vec(0..20_u8, 0..40)) {
            let mut recorder = Recorder::default();
            let result = unpad(&bytes, &mut recorder).map(<[u8]>::to_vec);
            prop_assert!(recorder.finish().lies().is_empty());
            if let Ok(message) = result {
                prop_assert_eq!(pad(&message, &mut ()), bytes);
            }
        }
    }
}
