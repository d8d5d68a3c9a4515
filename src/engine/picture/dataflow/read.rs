//! Reading the equations of a computation: which value is made from which.

use super::super::machine::beginning;
use super::super::made;
use super::{Node, size};
use crate::engine::knowers::Knowers;
use crate::engine::text::Text;
use crate::engine::trace::path::Stop;
use crate::engine::trace::{
    Enclosure, Equation, Expr, Layout, OPENING, Operator, Relation, Step, Value,
};

/// How many bytes of a value are drawn.
const DRAWN: usize = 24;

/// The values as far as they are read.
pub(super) struct Reading<'a> {
    steps: &'a [Stop],
    known: Vec<Derivation<'a>>,
}

/// A value, or a comparison of two.
struct Derivation<'a> {
    value: Option<&'a Value>,
    work: Text,
    step: usize,
    from: Vec<usize>,
}

impl<'a> Reading<'a> {
    /// Reads steps in their order.
    pub(super) fn of(steps: &'a [Stop]) -> Self {
        let mut reading = Self {
            steps,
            known: Vec::new(),
        };
        for (number, Stop { step, path, .. }) in steps.iter().enumerate() {
            // The opening shows what the steps after it make.
            if step.id == OPENING {
                continue;
            }
            let later = steps.get(number + 1..).unwrap_or_default();
            let is_inside = |later: &&Stop| later.path.starts_with(path);
            let inside: Vec<&Stop> = later.iter().take_while(is_inside).collect();
            for equation in &step.equations {
                // What the steps inside make again they make step by step.
                let again = inside.iter().flat_map(|stop| &stop.step.equations);
                if !again.into_iter().any(|inner| same_result(inner, equation)) {
                    reading.equation(number, step, equation);
                }
            }
            reading.table(number, step);
        }
        reading.enclosures();
        for known in &mut reading.known {
            // What is given was there when it was first shown.
            let shows = |step: &Step| {
                let value = known.value;
                value.is_some_and(|value| step.values.iter().any(|shown| is(shown, value)))
            };
            if known.from.is_empty()
                && let Some(first) = steps
                    .iter()
                    .position(|stop| stop.step.id != OPENING && shows(&stop.step))
            {
                known.step = known.step.min(first);
            }
        }
        reading
    }

    /// The nodes that lead to a result, to a check or to what an outermost step
    /// makes, each after those that it is made from.
    pub(super) fn nodes(&self, results: &[Value]) -> Vec<Node> {
        let is_outer = |known: &Derivation| {
            let step = self.steps.get(known.step);
            step.is_some_and(|stop| stop.path.len() == 1)
        };
        let is_result = |known: &Derivation| {
            let value = known.value;
            is_outer(known)
                || value.is_none_or(|value| results.iter().any(|result| is(result, value)))
        };
        let last = self.known.iter().rposition(|known| !known.from.is_empty());
        let mut kept: Vec<usize> = Vec::new();
        let mut next: Vec<usize> = (0..self.known.len())
            .filter(|at| self.known.get(*at).is_some_and(is_result) || last == Some(*at))
            .collect();
        while let Some(at) = next.pop() {
            if !kept.contains(&at) {
                kept.push(at);
                next.extend(self.known.get(at).iter().flat_map(|known| &known.from));
            }
        }
        // A result that is made from nothing and makes nothing says nothing.
        let from = |at: &usize| {
            self.known
                .get(*at)
                .map(|known| &*known.from)
                .unwrap_or_default()
        };
        let used: Vec<usize> = kept.iter().flat_map(from).copied().collect();
        kept.retain(|at| !from(at).is_empty() || used.contains(at));
        kept.sort_unstable();
        self.in_order(kept)
    }

    fn in_order(&self, mut left: Vec<usize>) -> Vec<Node> {
        let mut order: Vec<usize> = Vec::new();
        let mut nodes: Vec<Node> = Vec::new();
        while !left.is_empty() {
            let ready = |at: &usize| {
                let known = self.known.get(*at);
                known.is_some_and(|known| known.from.iter().all(|from| order.contains(from)))
            };
            // Nothing is made from itself; if it were, it would not be drawn.
            let Some(place) = left.iter().position(ready) else {
                break;
            };
            let at = left.remove(place);
            if let Some(known) = self.known.get(at) {
                let number = |from: &usize| order.iter().position(|known| known == from);
                let from: Vec<usize> = known.from.iter().filter_map(number).collect();
                nodes.push(self.node(known, from, &nodes));
                order.push(at);
            }
        }
        nodes
    }

    /// The node of a value, after those that it is made from.
    fn node(&self, known: &Derivation<'_>, from: Vec<usize>, nodes: &[Node]) -> Node {
        let mut roots = from.clone();
        for node in from.iter().filter_map(|from| nodes.get(*from)) {
            roots.extend(&node.roots);
        }
        roots.sort_unstable();
        roots.dedup();
        let (value, step) = (known.value, self.steps.get(known.step));
        Node {
            name: value.map_or_else(|| known.work.clone(), |value| value.symbol.clone()),
            work: known.work.clone(),
            size: value.map(size).unwrap_or_default(),
            bytes: value
                .map(|value| beginning(&value.data, DRAWN))
                .unwrap_or_default(),
            known_to: value.map_or(Knowers::EVERYBODY, |value| value.known_to),
            step: step.map(|stop| stop.names.clone()).unwrap_or_default(),
            at: (0, 0),
            from,
            passes: Vec::new(),
            roots,
        }
    }

    /// Adds what an equation says.
    fn equation(&mut self, number: usize, step: &'a Step, equation: &'a Equation) {
        if let Some((result, operator, arguments)) = made(equation) {
            let mut from = Vec::new();
            feeding(operator, arguments, &mut from);
            if from.is_empty() {
                return;
            }
            if is_given(step, result, &from) || self.is_told(result, operator, &from) {
                self.undone(number, result, operator, &from);
            } else {
                let from = self.all(number, &from);
                self.push(
                    number,
                    operator.traits().notation.work().into(),
                    Some(result),
                    from,
                );
            }
        } else if let (Expr::Value(one), Expr::Value(other)) = (&equation.left, &equation.right)
            && matches!(equation.relation, Relation::Equal | Relation::NotEqual)
            && [one, other].into_iter().any(|one| self.is_made(one))
        {
            let from = self.all(number, &[one, other]);
            self.push(number, equation.relation.sign().into(), None, from);
        }
    }

    /// Adds what an operator is made from where its result is what is given.
    fn undone(
        &mut self,
        step: usize,
        result: &'a Value,
        operator: Operator,
        arguments: &[&'a Value],
    ) {
        let work = operator.traits().undone;
        if work.is_empty() {
            return;
        }
        if arguments.iter().all(|value| self.number(value).is_some()) {
            return;
        }
        let from = self.all(step, &[result]);
        for value in arguments {
            if self.number(value).is_none() {
                self.push(step, work.into(), Some(value), from.clone());
            }
        }
    }

    /// Adds the last value of a step that works in the rows of a table, where
    /// no equation says what it is made from.
    fn table(&mut self, number: usize, step: &'a Step) {
        let Some((result, given)) = step.values.split_last() else {
            return;
        };
        let is_table = step.inside.layout == Layout::Rows && step.inside.total > 0;
        if is_table && step.equations.is_empty() && self.number(result).is_none() {
            let given: Vec<&Value> = given.iter().collect();
            if given.iter().any(|value| self.number(value).is_some()) {
                let from = self.all(number, &given);
                self.push(number, "step by step".into(), Some(result), from);
            }
        }
    }

    /// Adds what was written into byte strings of which nothing else is told, as
    /// far as it is known. What stands in one of the parts is told there.
    fn enclosures(&mut self) {
        let steps = self.steps;
        for Enclosure { whole, parts } in steps.iter().flat_map(|stop| &stop.step.encloses) {
            let is_untold = |at: &usize| self.known.get(*at).is_some_and(|it| it.from.is_empty());
            let Some(at) = self.number(whole).filter(is_untold) else {
                continue;
            };
            let parts: Vec<usize> = parts.iter().filter_map(|part| self.number(part)).collect();
            let is_direct = |part: &usize| {
                let mut others = parts.iter().filter(|other| *other != part);
                !self.hangs(*part, at) && !others.any(|other| self.hangs(*other, *part))
            };
            let mut direct: Vec<usize> = parts.iter().copied().filter(is_direct).collect();
            direct.sort_unstable();
            direct.dedup();
            if let Some(known) = self.known.get_mut(at)
                && !direct.is_empty()
            {
                known.from = direct;
                known.work = "contains".into();
            }
        }
    }

    /// Whether a value hangs on another.
    fn hangs(&self, one: usize, on: usize) -> bool {
        let known = self.known.get(one);
        let mut from = known.iter().flat_map(|known| &known.from);
        one == on || from.any(|from| self.hangs(*from, on))
    }

    /// The number of a value: its own, or that of the last one that is called so
    /// and is equal, which is what a name stands for.
    fn number(&self, value: &Value) -> Option<usize> {
        let own = |known: &Derivation| known.value.is_some_and(|known| known.is(value));
        let named = |known: &Derivation| known.value.is_some_and(|known| is(known, value));
        let all = &self.known;
        all.iter()
            .position(own)
            .or_else(|| all.iter().rposition(named))
    }

    /// Whether what an equation makes was there before: as the same value, as
    /// something given, or made of the same in the same way. What is equal and
    /// comes from elsewhere is another one.
    fn is_told(&self, result: &Value, operator: Operator, from: &[&Value]) -> bool {
        let known = self.number(result).and_then(|at| self.known.get(at));
        let Some(known) = known else { return false };
        let numbers: Vec<Option<usize>> = from.iter().map(|value| self.number(value)).collect();
        let is_from = |at: &usize| numbers.contains(&Some(*at));
        known.value.is_some_and(|value| value.is(result))
            || known.from.is_empty()
            || known.work == operator.traits().notation.work()
                && known.from.iter().all(is_from)
                && numbers.iter().flatten().all(|at| known.from.contains(at))
    }

    fn is_made(&self, value: &Value) -> bool {
        let known = self.number(value).and_then(|at| self.known.get(at));
        known.is_some_and(|known| !known.from.is_empty())
    }

    /// The numbers of some values, of which new ones are given.
    fn all(&mut self, step: usize, values: &[&'a Value]) -> Vec<usize> {
        let mut all = Vec::new();
        for value in values {
            let number = match self.number(value) {
                Some(number) => number,
                None => self.push(step, Text::default(), Some(value), Vec::new()),
            };
            if !all.contains(&number) {
                all.push(number);
            }
        }
        all
    }

    fn push(
        &mut self,
        step: usize,
        work: Text,
        value: Option<&'a Value>,
        from: Vec<usize>,
    ) -> usize {
        self.known.push(Derivation {
            value,
            work,
            step,
            from,
        });
        self.known.len() - 1
    }
}

/// Whether two values are one: a symbol stands for the same thing.
fn is(one: &Value, other: &Value) -> bool {
    one.symbol == other.symbol && one.data == other.data
}

/// Whether two equations make the same value.
fn same_result(one: &Equation, other: &Equation) -> bool {
    let results = made(one).zip(made(other));
    results.is_some_and(|((one, ..), (other, ..))| is(one, other))
}

/// Whether a step begins with the result of an equation: it names it before
/// what the result is put together from.
fn is_given(step: &Step, result: &Value, from: &[&Value]) -> bool {
    let place = |value: &Value| step.values.iter().position(|shown| is(shown, value));
    let first = from.iter().filter_map(|value| place(value)).min();
    place(result)
        .zip(first)
        .is_some_and(|(result, first)| result < first)
}

/// The values that the result of an operator is made from: not the lengths and
/// places that only say how much of it.
fn feeding<'a>(operator: Operator, arguments: &'a [Expr], all: &mut Vec<&'a Value>) {
    for argument in arguments.iter().take(operator.traits().feeding) {
        match argument {
            Expr::Value(value) => all.push(value),
            Expr::Constant(_) => {}
            Expr::Apply(operator, inner) => feeding(*operator, inner, all),
        }
    }
}
