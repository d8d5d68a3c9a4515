//! Pictures as markup: what widgets and workers draw with.
//!
//! A drawing is a string, a tenth of the code of as many components, and the
//! browser reads it faster. It knows no cryptography: it gets a [`Figure`] and
//! writes marks. What moves with a hand is drawn by the page; a [`Plate`] is
//! drawn once, by the worker that computed it ([`plates`]), so that the page
//! need not have its code.

mod area;
mod avalanche;
mod bar;
mod board;
mod bricks;
mod chain;
mod chaining;
mod clock;
mod combs;
mod cover;
mod cycle;
mod dataflow;
mod der;
mod diagram;
mod exchange;
mod field;
mod grid;
mod halves;
mod hops;
mod ink;
mod lanes;
mod lengths;
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
mod scale;
mod scatter;
mod seal;
mod shades;
mod squares;
mod timeline;
mod token;
mod tone;
mod track;
mod trial;

pub use cover::{covered, unjudged};
pub use dataflow::dataflow;
pub use diagram::diagram;
pub use field::sieve;
pub use ink::{Ink, plain};
pub use tone::{Tone, mark, tone};

use crate::engine::figure::{Drawing, Figure, Fill, Plate};
use crate::engine::trace::{Children, Layout};
use std::rc::Rc;

/// Where a [`Drawing`] has room for the mark of a hand.
const HAND: &str = "<!--hand-->";

/// A picture, with a hand at one of the places that it lays out: its kind, as
/// style sheets know it, and its markup.
#[must_use]
pub fn figure(figure: &Figure, row: Option<u32>) -> (&'static str, Ink) {
    match figure {
        Figure::Bar(one) | Figure::Cut(one) => ("bar", bar::bar(one)),
        Figure::Lanes(all) => ("lanes", lanes::lanes(all)),
        Figure::Track(one) => ("track", track::track(one, row)),
        Figure::Ring(one) => ("ring", ring::ring(one)),
        Figure::Scale(one) => ("scale", scale::scale(one)),
        Figure::Machine(one) => ("machine", lanes::machine(one)),
    }
}

/// Draws the plates of these steps and of those inside them.
pub fn plates(steps: &mut Children) {
    // Long tables have one picture for all rows, and no use for bricks of each.
    let is_table = steps.layout == Layout::Rows;
    let is_seen = |plate: &Plate| !(is_table && matches!(plate, Plate::Bricks(_)));
    for step in &mut steps.kept {
        let step = Rc::make_mut(step);
        let plate = Plate::of(step).filter(is_seen);
        step.drawing = plate.map(|plate| Rc::new(plate_of(&plate)));
        plates(&mut step.inside);
    }
}

/// A plate, drawn.
#[must_use]
pub fn plate_of(plate: &Plate) -> Drawing {
    let (kind, ink) = match plate {
        Plate::Field(one) => ("field", field::field(one)),
        Plate::Squares(one) => ("squares", squares::squares(one)),
        Plate::Permutation(one) => ("permutation", permutation::permutation(one)),
        Plate::Cycle(one) => ("cycle", cycle::cycle(one)),
        Plate::Grid(one) => ("grid", grid::grid(one)),
        Plate::Timeline(one) => ("timeline", timeline::timeline(one)),
        Plate::Regroup(one) => ("regroup", regroup::regroup(one)),
        Plate::Path(one) => ("path", path::path(one)),
        Plate::Area(one) => ("area", area::area(one)),
        Plate::Der(one) => ("der", der::der(one)),
        Plate::Chain(one) => ("chain", chain::chain(one)),
        Plate::Chaining(one) => ("chaining", chaining::chaining(one)),
        Plate::Modulus(one) => ("modulus", modulus::modulus(one)),
        Plate::Scatter(one) => ("scatter", scatter::scatter(one)),
        Plate::Lengths(one) => ("lengths", lengths::lengths(one)),
        Plate::Orbit(one) => ("orbit", orbit::orbit(one)),
        Plate::Seal(one) => ("seal", seal::seal(one)),
        Plate::Token(one) => ("token", token::token(one)),
        Plate::Halves(one) => ("halves", halves::halves(one)),
        Plate::Board(one) => ("board", board::board(one)),
        Plate::Pair(one) => ("pair", pair::pair(one)),
        Plate::Combs(one) => ("combs", combs::combs(one)),
        Plate::Hops(one) => ("hops", hops::hops(one)),
        Plate::Bricks(one) => ("bricks", bricks::bricks(one)),
        Plate::Avalanche(one) => ("avalanche", avalanche::avalanche(one)),
        Plate::Reading(one) => ("reading", reading::reading(one)),
        Plate::Trial(one) => ("trial", trial::trial(one)),
        Plate::Exchange(one) => ("turns", exchange::exchange(one)),
    };
    Drawing {
        kind: kind.into(),
        says: plate.says().into(),
        markup: ink.into_markup().into(),
        columns: match plate {
            Plate::Field(field) => field::columns(field),
            _ => 0,
        },
    }
}

/// The markup of a drawing, with a hand at one of its places.
#[must_use]
pub fn drawing(drawing: &Drawing, row: Option<u32>) -> String {
    let Some(row) = row else {
        return drawing.markup.to_string();
    };
    let here = format!("data-row=\"{row}\"");
    let markup = drawing.markup.replace(&here, &format!("{here} data-now"));
    let (Some(x), Some(y)) = (
        row.checked_rem(drawing.columns),
        row.checked_div(drawing.columns),
    ) else {
        return markup;
    };
    markup.replacen(
        HAND,
        &format!("<path class=\"cursor\" d=\"M{x} {y}h1v1h-1z\"/>"),
        1,
    )
}

/// The beginning of what can be pressed to fill an input, and its end; without
/// an input an element that says nothing.
fn pressed(fill: Option<&Fill>, class: &str, ink: &mut Ink) -> &'static str {
    match fill {
        Some(Fill { input, value, says }) => {
            ink.put(format_args!("<button type=\"button\" class=\"{class}\" data-fill=\"{input}\" data-value=\"{value}\" title=\"{says}\">"));
            "</button>"
        }
        None => {
            ink.put(format_args!("<div class=\"{class}\">"));
            "</div>"
        }
    }
}

/// A share of a length, in percent with one decimal.
fn percent(at: usize, of: usize) -> String {
    across(at * 1000 / of.max(1))
}

/// Thousandths as percent.
fn across(thousandths: usize) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

/// How far round a place of a ring is, in degrees with two decimals.
fn turn(at: usize, of: usize) -> String {
    let hundredths = at * 36_000 / of.max(1);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
