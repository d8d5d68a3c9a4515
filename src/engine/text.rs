//! Words on the page.

use num_bigint::BigInt;

/// Words on the page: mostly written in the source, sometimes put together.
pub type Text = std::borrow::Cow<'static, str>;

/// A number as text, shortened in the middle where it is long.
#[must_use]
pub fn short(number: &BigInt) -> String {
    let digits = number.to_string();
    match (
        digits.get(..12),
        digits.get(digits.len().saturating_sub(12)..),
    ) {
        (Some(start), Some(end)) if digits.len() > 40 => {
            format!("{start}…{end} ({} bits)", number.bits())
        }
        _ => digits,
    }
}

/// So many of what takes an s where there is more than one.
#[must_use]
pub fn count(number: usize, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{ending}")
}

/// A number of bytes.
#[must_use]
pub fn plural(bytes: usize) -> String {
    count(bytes, "byte")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_byte_is_one() {
        assert_eq!([0, 1, 2].map(plural), ["0 bytes", "1 byte", "2 bytes"]);
        assert_eq!(count(1, "character"), "1 character");
    }
}
