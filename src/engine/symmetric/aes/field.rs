//! The field GF(2⁸): bytes as polynomials over GF(2), modulo
//! x⁸ + x⁴ + x³ + x + 1 (FIPS 197 §4).

/// The polynomial that products are reduced by.
pub const MODULUS: u16 = 0x11b;

/// What the affine map adds (FIPS 197 §5.1.1, equation 5.2).
pub const CONSTANT: u8 = 0x63;

/// A product as it is done by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// The two factors.
    pub factors: [u8; 2],
    /// For each bit of the second factor, from the lowest: the first factor
    /// shifted by its place, where the bit is set.
    pub rows: [Option<u16>; 8],
    /// The rows together: a polynomial of at most 15 bits.
    pub sum: u16,
    /// The modulus, shifted, as often as it is taken off.
    pub taken: Vec<u16>,
    /// What is left.
    pub result: u8,
}

impl Product {
    /// The product of two bytes.
    #[must_use]
    pub fn of(a: u8, b: u8) -> Self {
        let rows: [Option<u16>; 8] =
            std::array::from_fn(|place| (b >> place & 1 == 1).then_some(u16::from(a) << place));
        let sum = rows.iter().flatten().fold(0, |sum, row| sum ^ row);
        let mut left = sum;
        let mut taken = Vec::new();
        for place in (8..15).rev() {
            if left >> place & 1 == 1 {
                let shifted = MODULUS << (place - 8);
                left ^= shifted;
                taken.push(shifted);
            }
        }
        let [_, result] = left.to_be_bytes();
        Self {
            factors: [a, b],
            rows,
            sum,
            taken,
            result,
        }
    }
}

/// `a • b`, without the way there.
#[must_use]
pub fn product(a: u8, b: u8) -> u8 {
    let (mut product, mut a, mut b) = (0, a, b);
    while b > 0 {
        if b & 1 == 1 {
            product ^= a;
        }
        a = double(a);
        b >>= 1;
    }
    product
}

/// `a • x`: XTIMES (FIPS 197 §4.2).
#[must_use]
pub fn double(a: u8) -> u8 {
    let carry = if a >> 7 == 1 { 0x1b } else { 0 };
    (a << 1) ^ carry
}

/// The inverse of a byte, `a²⁵⁴`; of 0 it is 0 (FIPS 197 §4.4).
#[must_use]
pub fn inverse(a: u8) -> u8 {
    // 254 is 11111110.
    (0..7).fold(1, |power, _| {
        let more = product(power, a);
        product(more, more)
    })
}

/// The affine map behind the inverse: each bit is the sum of five and of one of
/// [`CONSTANT`] (FIPS 197 §5.1.1).
#[must_use]
pub fn affine(b: u8) -> u8 {
    let turned = (0..5).map(|by| b.rotate_left(by));
    turned.fold(CONSTANT, |sum, turned| sum ^ turned)
}

/// What undoes the affine map.
#[must_use]
pub fn affine_inverse(b: u8) -> u8 {
    [1, 3, 6]
        .iter()
        .fold(0x05, |sum, by| sum ^ b.rotate_left(*by))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::trace::{Expr, Value};

    /// FIPS 197 §4.2 and 4.4.
    #[test]
    fn the_examples_of_the_standard() {
        let way = Product::of(0x57, 0x83);
        assert_eq!((way.result, way.sum), (0xc1, 0x2b79));
        assert_eq!(way.rows.iter().flatten().count(), 3);
        assert_eq!(way.taken, [0x11b << 5, 0x11b << 3]);
        assert_eq!((double(0x57), double(0xae)), (0xae, 0x47));
        assert_eq!(product(0x57, 0x13), 0xfe);
        assert_eq!(affine(0), 0x63);
    }

    #[test]
    fn each_way_to_multiply_gives_the_same() {
        let byte = |byte: u8| Value::public_bytes("x", [byte]);
        for (a, b) in (0..=255).zip((0..=255).cycle().skip(91).step_by(7)) {
            let judged = Expr::byte_product(byte(a), byte(b)).evaluate();
            let judged = judged.expect("bytes").bytes().expect("a byte");
            assert_eq!(judged, [product(a, b)], "{a} • {b}");
            assert_eq!(Product::of(a, b).result, product(a, b), "{a} • {b}");
        }
    }

    #[test]
    fn inverses_and_the_affine_map_are_undone() {
        assert_eq!(inverse(0), 0);
        for byte in 0..=255 {
            assert_eq!(product(byte, inverse(byte)), u8::from(byte != 0), "{byte}");
            assert_eq!(affine_inverse(affine(byte)), byte);
        }
    }
}
