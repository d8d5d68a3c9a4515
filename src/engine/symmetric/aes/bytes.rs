//! What an operation does to single bytes and columns, told on request: the
//! S-box of each byte, the products of each column.

use super::rounds::apply;
use super::state::{Column, MIX, UNMIX, factor};
use super::{Block, field};
use crate::engine::picture::{Direction, Operation};
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
    let (from, to) = (byte("a", a), byte("b", b));
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
        .equation(Equation::equal(makes, &to))
        .value(from.clone())
        .value(to.clone())
        .source("FIPS 197", "5.1.1")
    });
    // The S-box inverts `plain` and maps that to `made`.
    let (plain, made, inverse) = match way {
        Direction::Cipher => (from, to, field::inverse(a)),
        Direction::Plain => (to, from, field::inverse(b)),
    };
    let x = byte("x", inverse);
    let invert = |observer: &mut _| inverted(&plain, &x, inverse, observer);
    let map = |observer: &mut _| mapped(&x, &made, observer);
    match way {
        Direction::Cipher => {
            invert(observer);
            map(observer);
        }
        Direction::Plain => {
            map(observer);
            invert(observer);
        }
    }
    observer.leave();
}

/// The inverse of a byte.
fn inverted(a: &Value, x: &Value, inverse: u8, observer: &mut impl Observer) {
    observer.step(|| {
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
            .equation(Equation::equal(Expr::byte_product(a, x), one))
    });
}

/// The affine map of a byte.
fn mapped(x: &Value, b: &Value, observer: &mut impl Observer) {
    observer.step(|| {
        Step::new("affine", "The affine map")
            .says("Each bit becomes the sum of five bits of the inverse and one of 63.")
            .equation(Equation::equal(Expr::affine(x), b))
            .value(x.clone())
            .value(b.clone())
            .source("FIPS 197", "5.1.1")
    });
}

/// One column times the matrix.
fn mix(way: Direction, place: usize, from: &Column, to: &Column, observer: &mut impl Observer) {
    let matrix = match way {
        Direction::Cipher => MIX,
        Direction::Plain => UNMIX,
    };
    let named = |name: &str, bytes: &Column| {
        let bytes = bytes.iter().enumerate();
        let values = bytes.map(|(row, one)| byte(format!("{name}_{}", row + 1), *one));
        values.collect::<Vec<_>>()
    };
    let constant = |factor: u8| Value::public_bytes(format!("{factor:x}"), [factor]);
    let (from, to) = (named("a", from), named("b", to));
    observer.enter(|| {
        let equations = to.iter().enumerate().map(|(row, sum)| {
            let terms =
                from.iter()
                    .enumerate()
                    .map(|(place, byte)| match factor(&matrix, row, place) {
                        1 => Expr::from(byte),
                        factor => Expr::byte_product(constant(factor), byte),
                    });
            let all = terms.reduce(Expr::xor);
            all.map(|all| Equation::equal(all, sum))
        });
        let mut step = Step::new(
            format!("column-{}", place + 1),
            format!("Column {}", place + 1),
        )
        .says("Each row of the matrix times the column gives one byte.")
        .source(
            "FIPS 197",
            match way {
                Direction::Cipher => "5.1.3",
                Direction::Plain => "5.3.3",
            },
        );
        step.equations = equations.flatten().collect();
        step.values = from.iter().chain(&to).cloned().collect();
        step
    });
    for row in 0..4 {
        for (place, byte_value) in from.iter().enumerate() {
            let factor = factor(&matrix, row, place);
            if factor == 1 {
                continue;
            }
            observer.step(|| product(row, place, factor, byte_value));
        }
    }
    observer.leave();
}

/// A product in GF(2⁸) that a column is mixed from.
fn product(row: usize, place: usize, factor: u8, a: &Value) -> Step {
    let f = Value::public_bytes(format!("{factor:x}"), [factor]);
    let bytes = match &a.data {
        crate::engine::trace::Data::Bytes(bytes) => bytes.first().copied().unwrap_or_default(),
        _ => 0,
    };
    let p = byte("p", field::product(bytes, factor));
    Step::new(
        format!("product-{}-{}", row + 1, place + 1),
        format!("Row {}, place {}: times {factor:x}", row + 1, place + 1),
    )
    .says("Shifted once for each bit, added without carry, and what is too long taken off.")
    .equation(Equation::equal(Expr::byte_product(a, f), &p))
    .value(a.clone())
    .value(p)
    .source("FIPS 197", "4.2")
}
