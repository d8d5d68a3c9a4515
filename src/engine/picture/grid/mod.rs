//! The numbers below p·q, each by its remainders modulo p and modulo q: every
//! cell of a grid has one (the Chinese remainder theorem).

mod draw;

use super::permutation::small;
use crate::engine::ink::Ink;
use crate::engine::trace::{Equation, Expr, Picture, Relation, Value};

/// A grid with a column for each remainder modulo the larger of two numbers and
/// a row for each modulo the smaller, in which a number is found by its
/// remainders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    /// The number that is found.
    pub number: Value,
    /// The moduli: the number of columns, and that of rows.
    pub moduli: [Value; 2],
    /// The remainders: the column, and the row.
    pub remainders: [Value; 2],
    /// How many columns and rows there are.
    pub size: [u32; 2],
    /// The cell of the number.
    pub cell: [u32; 2],
}

/// Grids of up to so many cells are drawn.
const MOST: u32 = 1 << 13;

impl Grid {
    /// The picture of `x ≡ a (mod p)` and `x ≡ b (mod q)`, which stand among
    /// these equations; `None` where the grid has too many cells.
    pub(super) fn of(equations: &[Equation]) -> Option<Self> {
        let mut remainders = equations.iter().filter_map(remainder);
        let mut both = [remainders.next()?, remainders.next()?];
        // The page is wider than high.
        both.sort_by_key(|(_, _, modulus)| std::cmp::Reverse(small(modulus)));
        let [(number, column, p), (other, row, q)] = both;
        if number != other || p == q {
            return None;
        }
        let size = [small(p)?, small(q)?];
        let [columns, rows] = size;
        let cells = columns.checked_mul(rows).filter(|cells| *cells <= MOST)?;
        let cell = [small(column)?, small(row)?];
        let fits = cell[0] < columns && cell[1] < rows && small(number)? < cells;
        fits.then(|| Self {
            number: number.clone(),
            moduli: [p.clone(), q.clone()],
            remainders: [column.clone(), row.clone()],
            size,
            cell,
        })
    }

    /// The number in each cell, row by row.
    #[must_use]
    pub fn cells(&self) -> Vec<u32> {
        let [columns, rows] = self.size;
        let mut cells = vec![0; (columns * rows) as usize];
        for number in 0..columns * rows {
            let at = number % rows * columns + number % columns;
            if let Some(cell) = cells.get_mut(at as usize) {
                *cell = number;
            }
        }
        cells
    }
}

impl Picture for Grid {
    fn kind(&self) -> &'static str {
        "grid"
    }

    fn says(&self) -> String {
        let [columns, rows] = self.size;
        let [column, row] = self.cell;
        let [p, q] = &self.moduli;
        format!(
            "The {} numbers below {}·{}, each in the column of its remainder modulo {} = {columns} and the row of its remainder modulo {} = {rows}. {} stands in column {column}, row {row}, and no other number does.",
            columns * rows,
            p.symbol,
            q.symbol,
            p.symbol,
            q.symbol,
            self.number.symbol
        )
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::grid(self)
    }
}

/// The parts of `x ≡ a (mod p)`.
fn remainder(equation: &Equation) -> Option<(&Value, &Value, &Value)> {
    let (Expr::Value(number), Relation::Congruent(modulus), Expr::Value(remainder)) =
        (&equation.left, &equation.relation, &equation.right)
    else {
        return None;
    };
    let Expr::Value(modulus) = &**modulus else {
        return None;
    };
    Some((number, remainder, modulus))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn congruent(x: i64, [a, b]: [i64; 2], [p, q]: [i64; 2]) -> [Equation; 2] {
        let x = Value::public("x", x);
        let secret = |symbol: &'static str, number: i64| Value::secret(symbol, number);
        [
            Equation::congruent(&x, secret("a", a), secret("p", p)),
            Equation::congruent(&x, secret("b", b), secret("q", q)),
        ]
    }

    #[test]
    fn every_number_has_a_cell_of_its_own() {
        let grid = Grid::of(&congruent(42, [2, 9], [5, 11])).unwrap();
        let cells = grid.cells();
        assert_eq!((grid.size, grid.cell), ([11, 5], [9, 2]));
        assert_eq!(cells[2 * 11 + 9], 42);
        let mut all = cells;
        all.sort_unstable();
        assert_eq!(all, (0..55).collect::<Vec<_>>());
    }

    #[test]
    fn what_is_no_cell_has_no_grid() {
        assert_eq!(Grid::of(&congruent(42, [2, 9], [5, 5])), None);
        assert_eq!(Grid::of(&congruent(42, [2, 9], [5000, 11])), None);
        assert_eq!(Grid::of(&congruent(42, [7, 9], [5, 11])), None);
    }
}
