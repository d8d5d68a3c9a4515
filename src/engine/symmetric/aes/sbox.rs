//! The S-box, computed: the inverse in GF(2⁸), then an affine map (FIPS 197
//! §5.1.1).

use super::field;
use std::sync::LazyLock;

/// What each byte is replaced by.
pub type Table = [u8; 256];

static FORWARD: LazyLock<Table> =
    LazyLock::new(|| each(|byte| field::affine(field::inverse(byte))));

static INVERSE: LazyLock<Table> =
    LazyLock::new(|| each(|byte| field::inverse(field::affine_inverse(byte))));

fn each(replace: impl Fn(u8) -> u8) -> Table {
    std::array::from_fn(|index| u8::try_from(index).map_or(0, &replace))
}

/// All of the S-box.
#[must_use]
pub fn table() -> &'static Table {
    &FORWARD
}

/// All of its inverse.
#[must_use]
pub fn inverse_table() -> &'static Table {
    &INVERSE
}

/// What a byte is replaced by.
#[must_use]
pub fn replaced(table: &Table, byte: u8) -> u8 {
    table.get(usize::from(byte)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_byte_has_its_place_and_none_stays() {
        for byte in 0..=255 {
            let made = replaced(table(), byte);
            assert_eq!(replaced(inverse_table(), made), byte);
            assert!(made != byte && made != !byte, "{byte}");
        }
        // FIPS 197 §5.1.1, the example of figure 2.
        assert_eq!(replaced(table(), 0x53), 0xed);
    }
}
