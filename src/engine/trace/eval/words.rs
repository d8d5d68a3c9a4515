//! Bits side by side, and words of 32 of them.

use super::bytes::exact;
use super::{Answer, Arguments, EvalError, Evaluation};

pub(in crate::engine::trace) fn xor(of: &mut Arguments) -> Answer {
    bitwise(of, |a, b| a ^ b)
}

pub(in crate::engine::trace) fn and(of: &mut Arguments) -> Answer {
    bitwise(of, |a, b| a & b)
}

pub(in crate::engine::trace) fn not(of: &mut Arguments) -> Answer {
    let bytes = of.bytes()?;
    Ok(Evaluation::Bytes(bytes.iter().map(|byte| !byte).collect()))
}

pub(in crate::engine::trace) fn sum(of: &mut Arguments) -> Answer {
    let mut all = word(of)?;
    while of.left() > 0 {
        all = all.wrapping_add(word(of)?);
    }
    answer(all)
}

pub(in crate::engine::trace) fn rotate_right(of: &mut Arguments) -> Answer {
    answer(word(of)?.rotate_right(bits(of)?))
}

pub(in crate::engine::trace) fn shift_right(of: &mut Arguments) -> Answer {
    answer(word(of)? >> bits(of)?)
}

/// The product of two bytes (FIPS 197 §4.2): of each bit of the one, the other
/// doubled as often as its place says, and reduced where a bit falls out.
pub(in crate::engine::trace) fn byte_product(of: &mut Arguments) -> Answer {
    let [mut a, b] = [byte(of)?, byte(of)?];
    let mut product = 0;
    for place in 0..8 {
        product ^= a * (b >> place & 1);
        a = (a << 1) ^ (0x1b * (a >> 7));
    }
    Ok(Evaluation::Bytes(vec![product]))
}

/// Two byte strings of one length, bit by bit.
fn bitwise(of: &mut Arguments, with: impl Fn(u8, u8) -> u8) -> Answer {
    let (a, b) = (of.bytes()?, of.bytes()?);
    exact(&b, a.len())?;
    let both = a.iter().zip(&b);
    Ok(Evaluation::Bytes(both.map(|(a, b)| with(*a, *b)).collect()))
}

fn answer(word: u32) -> Answer {
    Ok(Evaluation::Bytes(word.to_be_bytes().to_vec()))
}

fn word(of: &mut Arguments) -> Result<u32, EvalError> {
    let bytes = of.bytes()?;
    match <[u8; 4]>::try_from(bytes.as_slice()) {
        Ok(word) => Ok(u32::from_be_bytes(word)),
        Err(_) => Err(EvalError::Length {
            expected: 4,
            found: bytes.len(),
        }),
    }
}

fn byte(of: &mut Arguments) -> Result<u8, EvalError> {
    match of.bytes()?.as_slice() {
        [byte] => Ok(*byte),
        other => Err(EvalError::Length {
            expected: 1,
            found: other.len(),
        }),
    }
}

/// A number of bits by which a word is moved.
fn bits(of: &mut Arguments) -> Result<u32, EvalError> {
    let bits = of.size()?;
    match u32::try_from(bits) {
        Ok(bits @ 0..32) => Ok(bits),
        _ => Err(EvalError::OutOfRange { found: bits.into() }),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use crate::engine::trace::{Expr, Value};

    fn bytes<const N: usize>(bytes: [u8; N]) -> Value {
        Value::public_bytes("x", bytes)
    }

    fn worth(expr: &Expr) -> Vec<u8> {
        expr.evaluate().unwrap().bytes().unwrap()
    }

    /// The first word of the message schedule of SHA-256 that is computed, of the
    /// message "abc" (FIPS 180-4 §6.2.2; its sums of σ are over four words).
    #[test]
    fn a_word_of_a_message_schedule() {
        let w: [u32; 16] = {
            let mut w = [0; 16];
            (w[0], w[15]) = (0x6162_6380, 0x18);
            w
        };
        let word = |at: usize| bytes(w[at].to_be_bytes());
        let turned = |of: &Value, [a, b, shift]: [i64; 3]| {
            let [a, b] = [a, b].map(|bits| Expr::rotate_right(of, bits));
            Expr::xor(Expr::xor(a, b), Expr::shift_right(of, shift))
        };
        let sum = Expr::word_sum(
            Expr::word_sum(turned(&word(14), [17, 19, 10]), word(9)),
            Expr::word_sum(turned(&word(1), [7, 18, 3]), word(0)),
        );
        assert_eq!(worth(&sum), 0x6162_6380_u32.to_be_bytes());
        // W₁₇ takes σ₁ of W₁₅.
        let sum = Expr::word_sum(
            Expr::word_sum(turned(&word(15), [17, 19, 10]), word(10)),
            Expr::word_sum(turned(&word(2), [7, 18, 3]), word(1)),
        );
        assert_eq!(worth(&sum), 0x000f_0000_u32.to_be_bytes());
    }

    #[test]
    fn words_wrap_and_bits_choose() {
        let [a, b] = [bytes([0xff; 4]), bytes([0, 0, 0, 2])];
        assert_eq!(worth(&Expr::word_sum(&a, &b)), [0, 0, 0, 1]);
        assert_eq!(worth(&Expr::and(&a, &b)), [0, 0, 0, 2]);
        assert_eq!(worth(&Expr::not(&b)), [0xff, 0xff, 0xff, 0xfd]);
        assert_eq!(worth(&Expr::shift_right(&a, 31)), [0, 0, 0, 1]);
        assert!(Expr::shift_right(&a, 32).evaluate().is_err());
        assert!(Expr::word_sum(&a, bytes([1; 3])).evaluate().is_err());
        assert!(Expr::and(&a, bytes([1; 3])).evaluate().is_err());
    }

    /// FIPS 197 §4.2 and 4.2.1.
    #[test]
    fn bytes_are_multiplied_as_polynomials() {
        let times = |a: u8, b: u8| worth(&Expr::byte_product(bytes([a]), bytes([b])))[0];
        assert_eq!(times(0x57, 0x83), 0xc1);
        assert_eq!(times(0x57, 0x13), 0xfe);
        // Every byte but zero has an inverse, and just one.
        for a in 1..=255 {
            let inverses = (1..=255).filter(|b| times(a, *b) == 1).count();
            assert_eq!(inverses, 1, "{a}");
        }
    }
}
