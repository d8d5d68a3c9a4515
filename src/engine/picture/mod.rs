//! How a step looks: a folder for each picture.
//!
//! A [`Picture`](super::trace::Picture) is plain data, made from the values of what
//! it shows: whatever it has (a length, a byte, a bit, a place) is a value of the
//! step or follows from one, so that a picture can be tested like an equation. In
//! its folder are the data with what it says in words, its markup (`draw.rs`), its
//! style sheet and its markup as it was last looked at (`golden.html`). Which step
//! has which is the table of [`catalog`](self::of). What stands beside the folders
//! is shared by several.
//!
//! A [`Drawing`](super::trace::Drawing) is a string, a tenth of the code of as many
//! components, and the browser reads it faster. What moves with a hand is drawn by
//! the page; the picture of a whole step is drawn once, where the step is made
//! ([`draw_all`]), so that the page need not have its code.

mod affine;
mod area;
mod avalanche;
mod bar;
mod bits;
mod board;
mod bricks;
mod carryless;
mod catalog;
mod chain;
mod chaining;
mod clock;
mod combs;
mod cover;
mod cycle;
mod dataflow;
mod dependence;
mod der;
mod diffusion;
pub mod encoding;
mod era;
mod exchange;
mod expansion;
mod field;
mod fill;
mod grid;
mod halves;
mod hops;
mod lanes;
mod lengths;
mod machine;
mod magnitude;
mod measure;
mod mixing;
mod modulus;
mod orbit;
mod pair;
mod path;
mod permutation;
mod pins;
mod plane;
mod reading;
mod regroup;
mod ring;
mod rounds;
mod scale;
mod scatter;
mod seal;
mod shades;
mod squares;
mod statement;
mod substitution;
mod timeline;
mod token;
mod tone;
mod track;
mod tree;
mod trial;

pub use affine::Affine;
pub use area::Area;
pub use avalanche::Avalanche;
pub use bar::{Bar, Part};
pub use board::{Board, Card, Column, Form, Line, Pass, Towards};
pub use bricks::{Brick, Bricks, Row};
pub use carryless::Carryless;
pub use catalog::{draw_all, known_by, of, of_equation, of_step};
pub use chain::{Chain, Link};
pub use chaining::{ChainedBlock, Chaining, Direction};
pub use clock::Clock;
pub use combs::{Comb, Combs};
pub use cover::{covered, unjudged};
pub use cycle::Cycle;
pub use dataflow::{Dataflow, Node, WIDE as NODE_WIDE, dataflow};
pub use dependence::Dependence;
pub use der::{By, Bytes, Der, Entry, OpenLine};
pub use diffusion::Diffusion;
pub use encoding::{Encoding, Strip, Way, When, Work};
pub use era::Era;
pub use exchange::{Exchange, Fate, Turn, VisibleValue};
pub use expansion::Expansion;
pub use field::{Field, Kind, sieve};
pub use fill::Fill;
pub use grid::Grid;
pub use halves::Halves;
pub use hops::Hops;
pub use lanes::{Lane, Lanes};
pub use lengths::{Length, Lengths};
pub use machine::Machine;
pub use mixing::Mixing;
pub use modulus::Modulus;
pub use orbit::Orbit;
pub use pair::{Pair, Sheet, Stands};
pub use path::{End, Path, Round};
pub use permutation::{LINES, Permutation};
pub use pins::Pin;
pub use plane::{Edge, Plane};
pub use reading::{Reading, SizedNumber};
pub use regroup::Regroup;
pub use ring::{Mark, Ring};
pub use rounds::{Operation, Rounds};
pub use scale::Scale;
pub use scatter::Scatter;
pub use seal::{Content, Seal, Side};
pub use squares::{Cut, Rest, Squares};
pub use substitution::Substitution;
pub use timeline::Timeline;
pub use token::{FIELDS, Token};
pub use tone::{Tone, mark, tone};
pub use track::{Number, Stop, Track};
pub use tree::{Branch, SecretTree, Stage, Twig};
pub use trial::Trial;

use fill::pressed;
use measure::{across, percent, turn};

use super::text::Text;
use super::trace::{Data, Equation, Expr, Operator, Relation, Value};

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
