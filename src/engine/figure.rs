//! How a step looks: plain data, made from the values of its equations.
//!
//! A picture is drawn from what ran. Whatever it shows (a length, a byte, a
//! bit, a place) is a value of the step or follows from one, so a picture can
//! be tested like an equation. Widgets that know no cryptography draw it.

mod area;
mod avalanche;
mod bar;
mod board;
mod bricks;
mod chain;
mod chaining;
mod clock;
mod combs;
mod cycle;
mod dataflow;
mod der;
mod era;
mod exchange;
mod field;
mod fill;
mod grid;
mod halves;
mod hops;
mod lanes;
mod lengths;
mod machine;
mod magnitude;
mod modulus;
mod orbit;
mod pair;
mod path;
mod permutation;
mod pin;
mod plane;
mod plate;
mod reading;
mod regroup;
mod ring;
mod scale;
mod scatter;
mod scene;
mod seal;
mod squares;
mod statement;
mod timeline;
mod token;
mod track;
mod trial;

pub use area::Area;
pub use avalanche::Avalanche;
pub use bar::{Bar, Part};
pub use board::{Board, Card, Column, Form, Line, Pass, Towards};
pub use bricks::{Brick, Bricks, Row};
pub use chain::{Chain, Link};
pub use chaining::{Chained, Chaining, Direction};
pub use clock::Clock;
pub use combs::{Comb, Combs};
pub use cycle::Cycle;
pub use dataflow::{Dataflow, Node, WIDE as NODE_WIDE};
pub use der::{By, Bytes, Der, Entry, Opened};
pub use era::Era;
pub use exchange::{Exchange, Known, Turn};
pub use field::{Field, Kind};
pub use fill::Fill;
pub use grid::Grid;
pub use halves::Halves;
pub use hops::Hops;
pub use lanes::{Lane, Lanes};
pub use lengths::{Length, Lengths};
pub use machine::Machine;
pub use modulus::Modulus;
pub use orbit::Orbit;
pub use pair::{Pair, Sheet, Stands};
pub use path::{End, Path, Round};
pub use permutation::{LINES, Permutation};
pub use pin::Pin;
pub use plane::{Edge, Plane};
pub use plate::{Drawing, Plate};
pub use reading::{Measured, Reading};
pub use regroup::Regroup;
pub use ring::{Mark, Ring};
pub use scale::Scale;
pub use scatter::Scatter;
pub use scene::{Diagram, Scene, Strip, Way, When, Work};
pub use seal::{Content, Seal, Side};
pub use squares::{Cut, Rest, Squares};
pub use timeline::Timeline;
pub use token::{FIELDS, Token};
pub use track::{Number, Stop, Track};
pub use trial::Trial;

use super::text::Text;
use super::trace::{Data, Equation, Expr, Operator, Relation, Step, Value};

/// A picture of an equation.
#[derive(Clone, Debug, PartialEq)]
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
    /// Numbers modulo n, on a ring.
    Ring(Ring),
    /// Numbers as lengths beside each other.
    Scale(Scale),
    /// A function as a box between what goes in and what comes out.
    Machine(Machine),
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
            Self::Ring(ring) => ring.says(),
            Self::Scale(scale) => scale.says(),
            Self::Machine(machine) => machine.says(),
        }
    }
}

/// The pictures of a step: one for each of its equations, in their order. All
/// that it says together may have a [`Plate`].
#[must_use]
pub fn of(step: &Step) -> Vec<Figure> {
    if let Some(bar) = Bar::pieces(&step.equations) {
        return vec![Figure::Bar(bar)];
    }
    let equations = step.equations.iter();
    let figures = equations.filter_map(|equation| of_equation(equation, step));
    // What is only drawn by lot, or given, is said by no equation, and by none
    // inside.
    let is_alone = step.equations.is_empty() && step.inside.total == 0;
    let values = step.values.iter().filter(|_| is_alone);
    let bars = values.filter_map(|value| Bar::alone(value).map(Figure::Bar));
    figures.chain(bars).collect()
}

/// The picture of one equation of a step; `None` where it says nothing of a
/// value.
#[must_use]
pub fn of_equation(equation: &Equation, step: &Step) -> Option<Figure> {
    special(equation, step).or_else(|| general(equation))
}

/// The picture of an operator whose parts are all there.
fn special(equation: &Equation, step: &Step) -> Option<Figure> {
    let (result, operator, arguments) = made(equation)?;
    match operator {
        Operator::Concat => Bar::of(result, arguments).map(Figure::Bar),
        Operator::Slice => Bar::cut(result, arguments).map(Figure::Cut),
        Operator::Xor => Lanes::of(result, arguments).map(Figure::Lanes),
        Operator::PowerMod => Track::of(arguments, &step.inside).map(Figure::Track),
        _ => None,
    }
}

/// The picture of a statement by what it is about: remainders, bytes, or
/// numbers.
fn general(equation: &Equation) -> Option<Figure> {
    let Equation {
        left,
        relation,
        right,
    } = equation;
    match relation {
        Relation::Congruent(modulus) | Relation::NotCongruent(modulus) => {
            Ring::of(left, right, modulus).map(Figure::Ring)
        }
        Relation::Divides => Ring::of(right, &Expr::Constant(0), left).map(Figure::Ring),
        Relation::Equal | Relation::NotEqual => match (left, right) {
            (Expr::Value(one), Expr::Value(other)) => {
                Lanes::compared(one, other).map(Figure::Lanes)
            }
            (Expr::Apply(operator, arguments), result)
            | (result, Expr::Apply(operator, arguments)) => applied(result, *operator, arguments),
            _ => None,
        },
        _ => None,
    }
    .or_else(|| Scale::of(equation).map(Figure::Scale))
    .or_else(|| match (left, right) {
        // The length of something, beside a number.
        (Expr::Apply(operator, arguments), other) | (other, Expr::Apply(operator, arguments)) => {
            let machine = Machine::of(other, *operator, arguments)?;
            let gives = machine
                .gives
                .map(|gives| format!("{} {gives}", relation.sign()).into());
            Some(Figure::Machine(Machine { gives, ..machine }))
        }
        _ => None,
    })
}

/// The picture of `result = f(…)`.
fn applied(result: &Expr, operator: Operator, arguments: &[Expr]) -> Option<Figure> {
    match (operator, arguments) {
        (Operator::Remainder, [from, modulus]) => Ring::of(from, result, modulus).map(Figure::Ring),
        (Operator::Inverse, [from, modulus]) => Ring::of(from, result, modulus).map(Figure::Ring),
        (
            Operator::Sum
            | Operator::Difference
            | Operator::Product
            | Operator::Quotient
            | Operator::Power
            | Operator::PowerMod
            | Operator::Gcd
            | Operator::Lcm
            | Operator::Absolute
            | Operator::BitLength
            | Operator::Remainder
            | Operator::Inverse,
            _,
        ) => None,
        _ => Machine::of(result, operator, arguments).map(Figure::Machine),
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
#[must_use]
pub fn count(bytes: usize) -> String {
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
