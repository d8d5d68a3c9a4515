//! What an operation does to single bytes and columns, told on request: the
//! S-box of each byte, the products of each column.

use super::rounds::apply;
use super::state::{Column, MIX, UNMIX, factor};
use super::{Block, field, sbox};
use crate::engine::picture::{Affine, Carryless, Direction, Mixing, Operation, Substitution};
use crate::engine::trace::{Equation, Expr, Observer, Step, Value};

/// Tells the rows of an operation that has some.
pub(super) fn tell(
    way: Direction,
    operation: Operation,
    from: &Block,
    to: &Block,
    observer: &mut impl Observer,
) {
    match operation {
        Operation::SubBytes => observer.on_request(16, |observer| {
            for (place, (a, b)) in from.iter().zip(to).enumerate() {
                look_up(way, place, *a, *b, observer);
            }
        }),
        Operation::MixColumns => observer.on_request(4, |observer| {
            let columns = from.as_chunks::<4>().0.iter().zip(to.as_chunks::<4>().0);
            for (place, (from, to)) in columns.enumerate() {
                mix(way, place, from, to, observer);
            }
        }),
        Operation::ShiftRows | Operation::AddRoundKey => {}
    }
    debug_assert!(
        operation == Operation::AddRoundKey || apply(way, operation, from, &[0; 16]) == *to
    );
}

fn byte(symbol: impl Into<crate::engine::text::Text>, byte: u8) -> Value {
    Value::secret_bytes(symbol, [byte])
}

/// One byte through the S-box: its inverse, then the affine map; or back.
fn look_up(way: Direction, place: usize, a: u8, b: u8, observer: &mut impl Observer) {
    let (row, column) = (place % 4 + 1, place / 4 + 1);
    // The S-box inverts `plain` and maps that to `made`.
    let (plain, made, table) = match way {
        Direction::Cipher => (a, b, sbox::table()),
        Direction::Plain => (b, a, sbox::inverse_table()),
    };
    let inverse = field::inverse(plain);
    let (from, to, x) = (byte("a", a), byte("b", b), byte("x", inverse));
    observer.enter(|| {
        let makes = match way {
            Direction::Cipher => Expr::sub_bytes(&from),
            Direction::Plain => Expr::inv_sub_bytes(&from),
        };
        Step::new(
            format!("byte-{}", place + 1),
            format!("Row {row}, column {column}"),
        )
        .says("The first digit is the row of the S-box, the second its column.")
        .picture(Substitution {
            way,
            table,
            byte: a,
            through: [a, inverse, b],
        })
        .equation(Equation::equal(makes, &to))
        .value(from.clone())
        .value(to.clone())
        .source("FIPS 197", "5.1.1")
    });
    match way {
        Direction::Cipher => {
            observer.step(|| inverted(&from, &x, [plain, inverse]));
            observer.step(|| mapped(&x, &to, [inverse, made]));
        }
        Direction::Plain => {
            observer.step(|| mapped(&x, &from, [inverse, made]));
            observer.step(|| inverted(&to, &x, [plain, inverse]));
        }
    }
    observer.leave();
}

/// The inverse of a byte.
fn inverted(a: &Value, x: &Value, [byte, inverse]: [u8; 2]) -> Step {
    let step = Step::new("inverse", "The inverse in GF(2⁸)")
        .value(a.clone())
        .value(x.clone())
        .source("FIPS 197", "4.4");
    if inverse == 0 {
        return step
            .says("0 has no inverse; the S-box keeps it as 0.")
            .equation(Equation::equal(a, x));
    }
    let one = Value::public_bytes("1", [1]);
    step.says("The one byte whose product with it is 1.")
        .picture(by_hand(byte, inverse))
        .equation(Equation::equal(Expr::byte_product(a, x), one))
}

/// The affine map of a byte.
fn mapped(x: &Value, b: &Value, [from, to]: [u8; 2]) -> Step {
    Step::new("affine", "The affine map")
        .says("Each bit becomes the sum of five bits of the inverse and one of 63.")
        .picture(Affine {
            from,
            constant: field::CONSTANT,
            to,
        })
        .equation(Equation::equal(Expr::affine(x), b))
        .value(x.clone())
        .value(b.clone())
        .source("FIPS 197", "5.1.1")
}

/// A product, row by row.
fn by_hand(a: u8, b: u8) -> Carryless {
    let product = field::Product::of(a, b);
    let rows = (u8::BITS - b.leading_zeros()) as usize;
    Carryless {
        factors: product.factors,
        rows: product.rows.into_iter().take(rows).collect(),
        sum: product.sum,
        taken: product.taken,
        result: product.result,
    }
}

/// One column times the matrix.
fn mix(way: Direction, place: usize, from: &Column, to: &Column, observer: &mut impl Observer) {
    let first = match way {
        Direction::Cipher => MIX,
        Direction::Plain => UNMIX,
    };
    let matrix: [Column; 4] =
        std::array::from_fn(|row| std::array::from_fn(|place| factor(&first, row, place)));
    let named = |name: &str, bytes: &Column| {
        let bytes = (1..).zip(bytes);
        let values = bytes.map(|(row, one)| byte(format!("{name}_{row}"), *one));
        values.collect::<Vec<_>>()
    };
    let (a, b) = (named("a", from), named("b", to));
    observer.enter(|| {
        let times = |factors: &Column| {
            let mut terms = factors.iter().zip(from);
            std::array::from_fn(|_| {
                let term = terms.next();
                term.map_or(0, |(factor, byte)| field::product(*byte, *factor))
            })
        };
        let equations = matrix.iter().zip(&b).filter_map(|(factors, sum)| {
            let terms = factors.iter().zip(&a).map(|(factor, byte)| match factor {
                1 => Expr::from(byte),
                factor => Expr::byte_product(constant(*factor), byte),
            });
            Some(Equation::equal(terms.reduce(Expr::xor)?, sum))
        });
        let mut step = Step::new(
            format!("column-{}", place + 1),
            format!("Column {}", place + 1),
        )
        .says("Each row of the matrix times the column gives one byte.")
        .picture(Mixing {
            matrix,
            column: *from,
            products: matrix.each_ref().map(times),
            mixed: *to,
        })
        .source(
            "FIPS 197",
            match way {
                Direction::Cipher => "5.1.3",
                Direction::Plain => "5.3.3",
            },
        );
        step.equations = equations.collect();
        step.values = a.iter().chain(&b).cloned().collect();
        step
    });
    for (row, factors) in (1..).zip(&matrix) {
        for (place, (factor, (value, byte))) in (1..).zip(factors.iter().zip(a.iter().zip(from))) {
            if *factor != 1 {
                let id = format!("product-{row}-{place}");
                let title = format!("Row {row}, place {place}: times {factor:x}");
                observer.step(|| product(Step::new(id, title), value, *byte, *factor));
            }
        }
    }
    observer.leave();
}

/// A factor of the matrix.
fn constant(factor: u8) -> Value {
    Value::public_bytes(format!("{factor:x}"), [factor])
}

/// A product in GF(2⁸) that a column is mixed from.
fn product(step: Step, a: &Value, left: u8, factor: u8) -> Step {
    let p = byte("p", field::product(left, factor));
    step.says("Shifted once for each bit, added without carry, and what is too long taken off.")
        .picture(by_hand(left, factor))
        .equation(Equation::equal(Expr::byte_product(a, constant(factor)), &p))
        .value(a.clone())
        .value(p)
        .source("FIPS 197", "4.2")
}
