//! What is done to the state: sixteen bytes, column by column (FIPS 197 §3.4).

use super::Block;
use super::field::product;
use super::sbox::{Table, replaced};

/// A column, or a row of the matrix that columns are multiplied by.
pub type Column = [u8; 4];

/// The first row of the matrix of MixColumns; each row below is turned by one to
/// the right (FIPS 197 §5.1.3).
pub const MIX: Column = [2, 3, 1, 1];

/// The same of InvMixColumns (FIPS 197 §5.3.3).
pub const UNMIX: Column = [0x0e, 0x0b, 0x0d, 0x09];

/// SubBytes, or its inverse with the other table: each byte is replaced by itself.
#[must_use]
pub fn sub_bytes(table: &Table, state: &Block) -> Block {
    state.map(|byte| replaced(table, byte))
}

/// ShiftRows: row r goes r places to the left (FIPS 197 §5.1.2).
#[must_use]
pub fn shift_rows(state: &Block) -> Block {
    from_columns(|row, column| at(state, row, column + row))
}

/// InvShiftRows: row r goes r places to the right (FIPS 197 §5.3.1).
#[must_use]
pub fn unshift_rows(state: &Block) -> Block {
    from_columns(|row, column| at(state, row, column + 4 - row))
}

/// MixColumns, or its inverse with the other matrix: each column times the matrix.
#[must_use]
pub fn mix_columns(matrix: &Column, state: &Block) -> Block {
    let mut mixed = *state;
    let (columns, _) = mixed.as_chunks_mut::<4>();
    for column in columns {
        *column = mix(matrix, column);
    }
    mixed
}

/// One column times the matrix.
#[must_use]
pub fn mix(matrix: &Column, column: &Column) -> Column {
    std::array::from_fn(|row| {
        let terms = column.iter().enumerate();
        let terms = terms.map(|(place, byte)| product(*byte, factor(matrix, row, place)));
        terms.fold(0, |sum, term| sum ^ term)
    })
}

/// What the matrix has in a row, at a place.
#[must_use]
pub fn factor(matrix: &Column, row: usize, place: usize) -> u8 {
    let [a, b, c, d] = *matrix;
    match (4 + place - row) % 4 {
        0 => a,
        1 => b,
        2 => c,
        _ => d,
    }
}

fn from_columns(byte: impl Fn(usize, usize) -> u8) -> Block {
    std::array::from_fn(|index| byte(index % 4, index / 4))
}

/// The byte in a row and a column, which begin again behind the last.
fn at(state: &Block, row: usize, column: usize) -> u8 {
    let index = 4 * (column % 4) + row;
    state.get(index).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_go_left_and_back() {
        let state: Block = std::array::from_fn(|at| u8::try_from(at).unwrap_or(0));
        let shifted = shift_rows(&state);
        assert_eq!(shifted[..4], [0, 5, 10, 15], "the first column");
        assert_eq!(unshift_rows(&shifted), state);
    }

    /// A column of FIPS 197, appendix B.
    #[test]
    fn a_column_is_mixed_and_back() {
        let mixed = mix(&MIX, &[0xd4, 0xbf, 0x5d, 0x30]);
        assert_eq!(mixed, [0x04, 0x66, 0x81, 0xe5]);
        assert_eq!(mix(&UNMIX, &mixed), [0xd4, 0xbf, 0x5d, 0x30]);
        assert_eq!([0, 1, 3].map(|row| factor(&MIX, row, 0)), [2, 1, 3]);
    }
}
