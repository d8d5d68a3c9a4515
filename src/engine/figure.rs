//! How a step looks: plain data, made from the values of its equations.
//!
//! A picture is drawn from what ran. Whatever it shows (a length, a byte, a
//! bit, a place) is a value of the step or follows from one, so a picture can
//! be tested like an equation. Widgets that know no cryptography draw it.

mod bar;
mod lanes;
mod scene;
mod track;

pub use bar::{Bar, Part};
pub use lanes::{Lane, Lanes};
pub use scene::{Diagram, Scene, Strip, Way, When, Work};
pub use track::{Stop, Track};

use super::text::Text;
use super::trace::{Data, Equation, Expr, Operator, Relation, Step, Value};

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure {
    /// A byte string to scale, with the parts that it is put together from.
    Bar(Bar),
    /// A byte string to scale, of which one part is taken out.
    Cut(Bar),
    /// Byte strings under each other, of which the last is made from the
    /// others byte by byte.
    Lanes(Lanes),
    /// A power by square-and-multiply, along the bits of its exponent.
    Track(Track),
}

impl Figure {
    /// What the picture shows, in words.
    #[must_use]
    pub fn says(&self) -> String {
        match self {
            Self::Bar(bar) => bar.says(),
            Self::Cut(bar) => bar.says_cut(),
            Self::Lanes(lanes) => lanes.says(),
            Self::Track(track) => track.says(),
        }
    }
}

/// The pictures of a step, in the order of its equations.
#[must_use]
pub fn of(step: &Step) -> Vec<Figure> {
    let equations = step.equations.iter();
    equations
        .filter_map(|equation| of_equation(equation, step))
        .collect()
}

/// The picture of one equation of a step; `None` where there is none yet.
#[must_use]
pub fn of_equation(equation: &Equation, step: &Step) -> Option<Figure> {
    let (result, operator, arguments) = made(equation)?;
    match operator {
        Operator::Concat => Bar::of(result, arguments).map(Figure::Bar),
        Operator::Slice => Bar::cut(result, arguments).map(Figure::Cut),
        Operator::Xor => Lanes::of(result, arguments).map(Figure::Lanes),
        Operator::PowerMod => Track::of(result, arguments, &step.inside).map(Figure::Track),
        _ => None,
    }
}

/// A value and the operator that makes it, where an equation says so.
fn made(equation: &Equation) -> Option<(&Value, Operator, &[Expr])> {
    match (&equation.left, &equation.relation, &equation.right) {
        (Expr::Value(result), Relation::Equal, Expr::Apply(operator, arguments))
        | (Expr::Apply(operator, arguments), Relation::Equal, Expr::Value(result)) => {
            Some((result, *operator, arguments))
        }
        _ => None,
    }
}

/// The bytes of a value, where all of them are there.
fn bytes(value: &Value) -> Option<&[u8]> {
    match &value.data {
        Data::Bytes(bytes) => Some(bytes),
        _ => None,
    }
}

/// A number of bytes, in words.
fn count(bytes: usize) -> String {
    match bytes {
        1 => "1 byte".to_owned(),
        bytes => format!("{bytes} bytes"),
    }
}

/// What an argument is called: a value by its symbol, a repeated byte by its
/// digits, anything else as it is written.
fn name(argument: &Expr) -> Text {
    match argument {
        Expr::Value(value) => value.symbol.clone(),
        Expr::Apply(Operator::Repeat, arguments) => match arguments.first() {
            Some(Expr::Constant(byte)) => format!("{byte:02x}").into(),
            _ => argument.to_string().into(),
        },
        other => other.to_string().into(),
    }
}
