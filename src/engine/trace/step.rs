//! Steps and the trace that they make up.

use super::{Drawing, Equation, Picture, Value};
use crate::engine::dissect::Dissection;
use crate::engine::knowers::{Actor, Knowers};
use crate::engine::source::Source;
use crate::engine::text::Text;
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// The steps of one computation, in order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Trace {
    /// The outermost steps.
    pub steps: Children,
}

/// What a step found out, where it is a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// The check holds.
    Passed,
    /// The check does not hold.
    Failed,
}

impl From<bool> for Verdict {
    /// Passed where it holds.
    fn from(holds: bool) -> Self {
        if holds { Self::Passed } else { Self::Failed }
    }
}

/// How the steps inside a step are best shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Layout {
    /// One under the other, each with its words.
    #[default]
    Steps,
    /// As rows of a long table: each has one line, and opens for more.
    Rows,
}

/// A byte string, and values that were written into it.
#[derive(Clone, Debug, PartialEq)]
pub struct Enclosure {
    /// The byte string.
    pub whole: Value,
    /// The values whose bytes stand in it.
    pub parts: Vec<Value>,
}

/// One step: what it does, in words, in values, in equations and in bytes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// A name that stays the same from run to run, unique among its siblings
    /// where it is not empty: a part of the [path](super::path) by which bytes
    /// point at the step that made them.
    pub id: Text,
    /// Whose step it is, where several take part.
    pub actor: Option<Actor>,
    /// Whom it reaches, where it is a message: those on the wire, too. What it
    /// consists of is among the bytes.
    pub to: Option<Knowers>,
    /// What happens, in a few words. It names no secret: everybody reads it.
    pub title: Text,
    /// What to know about it, in a sentence or two; may be empty.
    pub says: Text,
    /// The values that it works with or makes.
    pub values: Vec<Value>,
    /// What is true of them.
    pub equations: Vec<Equation>,
    /// Byte strings laid out in their fields.
    #[serde(serialize_with = "super::travel::carried")]
    pub bytes: Vec<Rc<Dissection>>,
    /// What was written into byte strings; the map of the run is made of it
    /// before it travels.
    #[serde(skip)]
    pub encloses: Vec<Enclosure>,
    /// What it found out, where it is a test.
    pub verdict: Option<Verdict>,
    /// Where the rule is written down.
    pub source: Option<Source>,
    /// The name of the picture that it shares with the steps around it.
    pub shares: Option<Text>,
    /// The picture of the whole step, where the algorithm has a better one than
    /// its equations; it travels as it is drawn.
    #[serde(skip)]
    pub picture: Option<Rc<dyn Picture>>,
    /// The picture of the whole step, once it is drawn.
    pub drawing: Option<Rc<Drawing>>,
    /// The steps inside it.
    pub inside: Children,
}

/// The steps inside a step: some of them here, the rest counted and to be had
/// by running again with a [`Window`](super::Window).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Children {
    /// How to show them.
    pub layout: Layout,
    /// How many there are.
    pub total: u32,
    /// The index of the first one that is here.
    pub first: u32,
    /// Those that are here, one after the other.
    pub kept: Vec<Rc<Step>>,
}

/// The name of the step that a run begins with: its subject in one picture,
/// before anything is computed.
pub const OPENING: &str = "opening";

impl Step {
    /// A step with a name and a title.
    pub fn new(id: impl Into<Text>, title: impl Into<Text>) -> Self {
        Self {
            id: id.into(),
            title: title.into(),
            ..Self::default()
        }
    }

    /// A message from one actor to others, with its bytes.
    pub fn message(
        id: impl Into<Text>,
        title: impl Into<Text>,
        from: Actor,
        to: Knowers,
        bytes: Dissection,
    ) -> Self {
        Self {
            to: Some(to),
            ..Self::new(id, title).by(from).bytes(bytes)
        }
    }

    /// As the step of an actor.
    #[must_use]
    pub fn by(mut self, actor: Actor) -> Self {
        self.actor = Some(actor);
        self
    }

    /// With words.
    #[must_use]
    pub fn says(mut self, says: impl Into<Text>) -> Self {
        self.says = says.into();
        self
    }

    /// With one more value.
    #[must_use]
    pub fn value(mut self, value: Value) -> Self {
        self.values.push(value);
        self
    }

    /// With one more equation.
    #[must_use]
    pub fn equation(mut self, equation: Equation) -> Self {
        self.equations.push(equation);
        self
    }

    /// As part of a picture that it shares with the steps around it, by its name.
    #[must_use]
    pub fn shares(mut self, picture: &'static str) -> Self {
        self.shares = Some(picture.into());
        self
    }

    /// With a picture of its own.
    #[must_use]
    pub fn picture(mut self, picture: impl Picture) -> Self {
        self.picture = Some(Rc::new(picture));
        self
    }

    /// Changes its picture, where that is one of this kind.
    pub fn amend_picture<T: Picture + Clone>(&mut self, change: impl FnOnce(&mut T)) {
        let picture = self.picture.as_deref().and_then(<dyn Picture>::downcast);
        if let Some(mut picture) = picture.cloned() {
            change(&mut picture);
            self.picture = Some(Rc::new(picture));
        }
    }

    /// With one more byte string.
    #[must_use]
    pub fn bytes(mut self, bytes: Dissection) -> Self {
        self.bytes.push(Rc::new(bytes));
        self
    }

    /// With a byte string into which these values were written.
    #[must_use]
    pub fn encloses(mut self, whole: Value, parts: Vec<Value>) -> Self {
        self.encloses.push(Enclosure { whole, parts });
        self
    }

    /// With what it found out.
    #[must_use]
    pub fn verdict(mut self, verdict: Verdict) -> Self {
        self.verdict = Some(verdict);
        self
    }

    /// With what it found out: passed if the condition holds.
    #[must_use]
    pub fn passes_if(self, condition: bool) -> Self {
        self.verdict(condition.into())
    }

    /// With the place where its rule is written down.
    #[must_use]
    pub fn source(mut self, document: &'static str, section: &'static str) -> Self {
        self.source = Some(Source::new(document, section));
        self
    }

    /// With its inner steps shown as rows of a table.
    #[must_use]
    pub fn rows(mut self) -> Self {
        self.inside.layout = Layout::Rows;
        self
    }

    /// The values that it tells and those in its equations, as often as they
    /// stand there.
    pub fn mentioned(&self) -> impl Iterator<Item = &Value> {
        let in_equations = self.equations.iter().flat_map(Equation::values);
        self.values.iter().chain(in_equations)
    }

    /// Calls a function with this step and all steps inside it.
    pub fn visit<'a>(&'a self, see: &mut impl FnMut(&'a Step)) {
        see(self);
        for step in &self.inside.kept {
            step.visit(see);
        }
    }
}

impl Trace {
    /// All steps, from the outside in and in order.
    #[must_use]
    pub fn all(&self) -> Vec<&Step> {
        let mut all = Vec::new();
        for step in &self.steps.kept {
            step.visit(&mut |step| all.push(step));
        }
        all
    }

    /// The steps whose equations are not true, with the equation; empty for
    /// every trace that keeps its promise. An equation without a value counts
    /// as not true.
    #[must_use]
    pub fn lies(&self) -> Vec<(&Step, &Equation)> {
        let mut lies = Vec::new();
        for step in self.all() {
            for equation in &step.equations {
                if equation.check() != Ok(true) {
                    lies.push((step, equation));
                }
            }
        }
        lies
    }
}
