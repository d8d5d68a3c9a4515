//! A span of time, and the clock beside it.

mod draw;

use super::era::Era;
use super::magnitude::worth;
use crate::engine::ink::Ink;
use crate::engine::text::Text;
use crate::engine::time::utc;
use crate::engine::trace::{Expr, Picture, Step};

/// A span of time from its beginning to its end, with the clock as a hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// What the ends are called, and when they are, in seconds since 1970.
    pub ends: [(Text, u64); 2],
    /// What the clock says, in seconds since 1970.
    pub now: u64,
}

/// The ends have their names beside them, which takes so many thousandths.
const MARGIN: u32 = 80;

/// What the clock is called.
const NOW: &str = "now";

impl Timeline {
    /// The picture of a step that holds the clock, `now`, against an end of a
    /// span, or against both: `notBefore ≤ now` and `now ≤ notAfter`, or
    /// `t + ttl ≥ now` with the span from t on. `None` for anything else.
    pub(super) fn of(step: &Step) -> Option<Self> {
        let mut ends = Vec::new();
        let mut now = None;
        for equation in &step.equations {
            let sides = [&equation.left, &equation.right];
            let is_now = |side: &&Expr| matches!(side, Expr::Value(value) if value.symbol == NOW);
            let clock = sides.into_iter().find(is_now)?;
            let end = sides.into_iter().find(|side| !is_now(side))?;
            now = u64::try_from(worth(clock)?).ok();
            if let (Expr::Apply(_, parts), true) = (end, step.equations.len() == 1) {
                let from = parts.first()?;
                ends.push((from, worth(from)?));
            }
            ends.push((end, worth(end)?));
        }
        let ends = ends.into_iter().map(|(end, at)| {
            let at = u64::try_from(at).ok()?;
            Some((Text::from(end.to_string()), at))
        });
        let ends: Vec<_> = ends.collect::<Option<_>>()?;
        let [from, to] = <[_; 2]>::try_from(ends).ok()?;
        (from.1 <= to.1).then_some(Self {
            ends: [from, to],
            now: now?,
        })
    }

    /// Whether the clock is within the span.
    #[must_use]
    pub fn holds(&self) -> bool {
        let [(_, from), (_, to)] = &self.ends;
        (*from..=*to).contains(&self.now)
    }

    /// Where a time is, in thousandths of the picture: the span and the clock
    /// are in it, with a margin.
    #[must_use]
    pub fn place(&self, at: u64) -> u32 {
        let [(_, from), (_, to)] = &self.ends;
        let era = Era::new(self.now.min(*from), self.now.max(*to));
        era.with_margin(MARGIN).place(at)
    }
}

impl Picture for Timeline {
    fn kind(&self) -> &'static str {
        "timeline"
    }

    fn says(&self) -> String {
        let [(first, from), (last, to)] = &self.ends;
        format!(
            "A time line: {first} is {}, {last} is {}. The clock says {}, which is {} of it.",
            utc(*from),
            utc(*to),
            utc(self.now),
            if self.holds() { "inside" } else { "outside" }
        )
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::timeline(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::trace::{Equation, Relation, Value};

    fn period(from: u64, now: u64, to: u64) -> Option<Timeline> {
        let now = Value::public("now", now);
        let step = Step::new("validity", "Valid now?")
            .equation(Equation::new(
                Value::public("notBefore", from),
                Relation::AtMost,
                &now,
            ))
            .equation(Equation::new(
                &now,
                Relation::AtMost,
                Value::public("notAfter", to),
            ));
        Timeline::of(&step)
    }

    #[test]
    fn the_clock_stands_where_it_is() {
        for (from, now, to, holds) in [
            (10, 20, 30, true),
            (10, 10, 30, true),
            (10, 5, 30, false),
            (10, 40, 30, false),
        ] {
            let line = period(from, now, to).unwrap();
            assert_eq!(line.holds(), holds);
            let places = [from, to].map(|at| line.place(at));
            assert_eq!((places[0]..=places[1]).contains(&line.place(now)), holds);
        }
        assert_eq!(period(30, 20, 10), None, "it ends before it begins");
    }

    #[test]
    fn a_time_to_live_is_a_span() {
        let sum = Expr::sum(Value::public("t", 100_u64), Value::public("ttl", 60_u64));
        let step = Step::new("age", "Not too old?").equation(Equation::new(
            sum,
            Relation::AtLeast,
            Value::public("now", 130_u64),
        ));
        let line = Timeline::of(&step).unwrap();
        assert_eq!([line.ends[0].1, line.ends[1].1, line.now], [100, 160, 130]);
        assert_eq!(line.ends[1].0, "t + ttl");
    }
}
