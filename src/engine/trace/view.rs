//! A trace as one of those who take part in it sees it.

use super::{Children, Data, Equation, Expr, Relation, Step, Trace, Value};
use crate::engine::knowers::Viewer;
use crate::engine::text::Text;
use std::rc::Rc;

/// What stands where a value cannot be known.
pub const HIDDEN: &str = "hidden";

impl Trace {
    /// The trace as this viewer sees it: see [`Step::seen_by`].
    #[must_use]
    pub fn seen_by(&self, viewer: Viewer) -> Self {
        Self {
            steps: children(&self.steps, viewer),
        }
    }
}

impl Step {
    /// The step as this viewer sees it. What happens is known to all; a value
    /// stays where the viewer may know it, and is [`Data::Withheld`] elsewhere.
    /// Words, byte strings and pictures that are made of more than that are left
    /// out, since they may tell it.
    #[must_use]
    pub fn seen_by(&self, viewer: Viewer) -> Self {
        if viewer == Viewer::Visitor {
            return self.clone();
        }
        let is_whole = self.mentioned().all(|value| viewer.sees(value.known_to));
        let bytes = self.bytes.iter();
        Self {
            id: self.id.clone(),
            actor: self.actor,
            to: self.to,
            title: self.title.clone(),
            says: match is_whole {
                true => self.says.clone(),
                false => Text::default(),
            },
            values: self.values.iter().map(|one| value(one, viewer)).collect(),
            equations: (self.equations.iter())
                .map(|one| equation(one, viewer))
                .collect(),
            bytes: bytes
                .filter(|one| one.is_seen_by(viewer))
                .cloned()
                .collect(),
            encloses: Vec::new(),
            verdict: self.verdict.filter(|_| is_whole),
            source: self.source.clone(),
            shares: self.shares.clone().filter(|_| is_whole),
            // An algorithm's own picture says not whose its marks are.
            picture: None,
            drawing: None,
            inside: children(&self.inside, viewer),
        }
    }
}

fn children(all: &Children, viewer: Viewer) -> Children {
    let kept = all.kept.iter();
    Children {
        kept: kept.map(|step| Rc::new(step.seen_by(viewer))).collect(),
        ..*all
    }
}

fn value(value: &Value, viewer: Viewer) -> Value {
    if viewer.sees(value.known_to) {
        return value.clone();
    }
    Value::new(value.symbol.clone(), Data::Withheld, value.known_to).meaning(value.meaning.clone())
}

fn expr(whole: &Expr, viewer: Viewer) -> Expr {
    match whole {
        Expr::Value(one) => Expr::Value(value(one, viewer)),
        Expr::Constant(constant) => Expr::Constant(*constant),
        Expr::Apply(operator, arguments) => {
            let arguments = arguments.iter().map(|one| expr(one, viewer));
            Expr::Apply(*operator, arguments.collect())
        }
    }
}

fn equation(equation: &Equation, viewer: Viewer) -> Equation {
    let relation = match &equation.relation {
        Relation::Congruent(modulus) => Relation::Congruent(Box::new(expr(modulus, viewer))),
        Relation::NotCongruent(modulus) => Relation::NotCongruent(Box::new(expr(modulus, viewer))),
        other => other.clone(),
    };
    Equation {
        left: expr(&equation.left, viewer),
        relation,
        right: expr(&equation.right, viewer),
    }
}
