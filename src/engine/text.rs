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

/// A number of bytes.
#[must_use]
pub fn plural(bytes: usize) -> String {
    match bytes {
        1 => "1 byte".into(),
        bytes => format!("{bytes} bytes"),
    }
}
