//! Pictures of all that a step says together.

use super::{
    Area, Avalanche, Board, Bricks, Chain, Chaining, Combs, Cycle, Der, Exchange, Field, Grid,
    Halves, Hops, Lengths, Modulus, Orbit, Pair, Path, Permutation, Reading, Regroup, Scatter,
    Seal, Squares, Timeline, Token, Trial,
};
use crate::engine::text::Text;
use crate::engine::trace::Step;
use serde::{Deserialize, Serialize};

/// A picture of a whole step, better than those of its equations. It does not
/// change while it is looked at, so it is drawn where the step is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plate {
    /// A search, with a cell for every number that was looked at.
    Field(Field),
    /// Euclid's algorithm, as squares cut from a rectangle.
    Squares(Squares),
    /// All numbers below n, where a power sends them and where they come home.
    Permutation(Permutation),
    /// The powers of a number on a ring of exponents.
    Cycle(Cycle),
    /// All numbers below p·q by their remainders.
    Grid(Grid),
    /// A span of time, and the clock.
    Timeline(Timeline),
    /// Three bytes as four numbers of six bits.
    Regroup(Regroup),
    /// The rounds of Miller–Rabin, a lane for each base.
    Path(Path),
    /// A product as a rectangle.
    Area(Area),
    /// A structure in DER as a form.
    Der(Der),
    /// Certificates, each signed by the one above.
    Chain(Chain),
    /// Blocks, each mixed with what came out of the one before.
    Chaining(Chaining),
    /// A modulus as its owner has it, and as all others do.
    Modulus(Modulus),
    /// All numbers below n, and where a power sends them.
    Scatter(Scatter),
    /// Numbers by their lengths.
    Lengths(Lengths),
    /// Two powers that go round together.
    Orbit(Orbit),
    /// A signature from both sides.
    Seal(Seal),
    /// A token to scale.
    Token(Token),
    /// A key that is cut into two.
    Halves(Halves),
    /// Who has what, and what goes where.
    Board(Board),
    /// Two certificates, and what a check is about.
    Pair(Pair),
    /// Two combs, and where they meet.
    Combs(Combs),
    /// Long numbers by their lengths, factors end to end.
    Bricks(Bricks),
    /// Hops on a ring, until one lands on 1.
    Hops(Hops),
    /// A hash, and that of a message with one bit flipped.
    Avalanche(Avalanche),
    /// Bytes, and the number that they are read as.
    Reading(Reading),
    /// A number divided by small primes, in cells.
    Trial(Trial),
    /// The steps of several actors, and what they send.
    Exchange(Exchange),
}

/// A plate as it was drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawing {
    /// Its kind, as style sheets know it.
    pub kind: Text,
    /// What it shows, in words.
    pub says: Text,
    /// The markup. A mark of one row of the step's table bears its number, as
    /// `data-row`.
    pub markup: Text,
    /// How many cells of a square unit stand beside each other, where each row
    /// of the step's table is one; 0 where none is.
    pub columns: u32,
}

/// What knows a picture of its own in the equations of a step: at most one of them
/// fits any step.
type Recognizer = fn(&Step) -> Option<Plate>;

/// The recognizers with the pictures that they know.
const RECOGNIZERS: [(&str, Recognizer); 14] = [
    ("exchange", |step| Exchange::of(step).map(Plate::Exchange)),
    ("squares", |step| Squares::of(step).map(Plate::Squares)),
    ("permutation", |step| {
        Permutation::of(&step.equations).map(Plate::Permutation)
    }),
    ("cycle", |step| Cycle::of(step).map(Plate::Cycle)),
    ("grid", |step| Grid::of(&step.equations).map(Plate::Grid)),
    ("timeline", |step| Timeline::of(step).map(Plate::Timeline)),
    ("regroup", |step| Regroup::of(step).map(Plate::Regroup)),
    ("area", |step| Area::of(&step.equations).map(Plate::Area)),
    ("der", |step| Der::of(step).map(Plate::Der)),
    ("combs", |step| Combs::of(step).map(Plate::Combs)),
    ("hops", |step| Hops::of(step).map(Plate::Hops)),
    ("bricks", |step| Bricks::of(step).map(Plate::Bricks)),
    ("avalanche", |step| {
        Avalanche::of(step).map(Plate::Avalanche)
    }),
    ("reading", |step| Reading::of(step).map(Plate::Reading)),
];

impl Plate {
    /// The plate of a step: its own, or the one that its equations are known by;
    /// `None` where the pictures of its equations say it.
    #[must_use]
    pub fn of(step: &Step) -> Option<Self> {
        let known = || RECOGNIZERS.iter().find_map(|(_, of)| of(step));
        step.plate.as_deref().cloned().or_else(known)
    }

    /// The pictures that the equations of a step are known by, by their names.
    #[must_use]
    pub fn known_by(step: &Step) -> Vec<&'static str> {
        let all = RECOGNIZERS.iter();
        all.filter(|(_, of)| of(step).is_some())
            .map(|(name, _)| *name)
            .collect()
    }

    /// What the picture shows, in words.
    #[must_use]
    pub fn says(&self) -> String {
        match self {
            Self::Field(field) => field.says(),
            Self::Squares(squares) => squares.says(),
            Self::Permutation(permutation) => permutation.says(),
            Self::Cycle(cycle) => cycle.says(),
            Self::Grid(grid) => grid.says(),
            Self::Timeline(line) => line.says(),
            Self::Regroup(regroup) => regroup.says(),
            Self::Path(path) => path.says(),
            Self::Area(area) => area.says(),
            Self::Der(der) => der.says(),
            Self::Chain(chain) => chain.says(),
            Self::Chaining(chaining) => chaining.says(),
            Self::Modulus(modulus) => modulus.says(),
            Self::Scatter(scatter) => scatter.says(),
            Self::Lengths(lengths) => lengths.says(),
            Self::Orbit(orbit) => orbit.says(),
            Self::Seal(seal) => seal.says(),
            Self::Token(token) => token.says(),
            Self::Halves(halves) => halves.says(),
            Self::Board(board) => board.says(),
            Self::Pair(pair) => pair.says(),
            Self::Combs(combs) => combs.says(),
            Self::Hops(hops) => hops.says(),
            Self::Bricks(bricks) => bricks.says(),
            Self::Avalanche(avalanche) => avalanche.says(),
            Self::Reading(reading) => reading.says(),
            Self::Trial(trial) => trial.says(),
            Self::Exchange(exchange) => exchange.says(),
        }
    }
}
