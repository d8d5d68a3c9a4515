//! One column of the state, times a matrix.

mod draw;

use crate::engine::ink::Ink;
use crate::engine::trace::Picture;

/// A column times the matrix of MixColumns or of its inverse (FIPS 197 §5.1.3 and
/// 5.3.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mixing {
    /// The matrix, row by row.
    pub matrix: [[u8; 4]; 4],
    /// The column.
    pub column: [u8; 4],
    /// The products that each row has.
    pub products: [[u8; 4]; 4],
    /// What becomes of the column.
    pub mixed: [u8; 4],
}

impl Picture for Mixing {
    fn kind(&self) -> &'static str {
        "mixing"
    }

    fn says(&self) -> String {
        let rows = self.matrix.iter().zip(&self.products).zip(self.mixed);
        let rows = rows.map(|((factors, products), sum)| {
            let terms = factors.iter().zip(self.column);
            let terms = terms.map(|(factor, byte)| format!("{factor:x}·{byte:02x}"));
            let products = products.map(|product| format!("{product:02x}"));
            format!(
                " {} is {}, which is {sum:02x}.",
                terms.collect::<Vec<_>>().join(" ⊕ "),
                products.join(" ⊕ ")
            )
        });
        format!(
            "The column times the matrix, row by row.{}",
            rows.collect::<String>()
        )
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::mixing(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first column of FIPS 197, appendix B.
    #[test]
    fn each_row_says_its_products_and_their_sum() {
        let all = Mixing {
            matrix: [[2, 3, 1, 1], [1, 2, 3, 1], [1, 1, 2, 3], [3, 1, 1, 2]],
            column: [0xd4, 0xbf, 0x5d, 0x30],
            products: [
                [0xb3, 0xda, 0x5d, 0x30],
                [0xd4, 0x65, 0xe7, 0x30],
                [0xd4, 0xbf, 0xba, 0x50],
                [0x67, 0xbf, 0x5d, 0x60],
            ],
            mixed: [0x04, 0x66, 0x81, 0xe5],
        };
        let first = "2·d4 ⊕ 3·bf ⊕ 1·5d ⊕ 1·30 is b3 ⊕ da ⊕ 5d ⊕ 30, which is 04.";
        assert!(all.says().contains(first), "{}", all.says());
        let drawn = all.draw(None).into_markup();
        assert_eq!(drawn.matches("<u>").count(), 4 + 16);
        assert!(drawn.contains("<b>e5</b>"));
    }
}
