//! How a computation tells its steps.
//!
//! An algorithm takes an [`Observer`]. With `()` the telling costs nothing;
//! with a [`Recorder`] it becomes a [`Trace`]: steps in order, each with its
//! values, its equations and the steps inside it. An [`Equation`] is an
//! expression tree, never a string, so that every equation shown can be
//! evaluated ([`Equation::check`]).

mod display;
mod equation;
mod eval;
mod expr;
mod observer;
mod operator;
pub mod path;
mod picture;
mod recorder;
mod step;
pub mod travel;
mod value;
mod view;

pub use equation::{Equation, Relation};
pub use eval::{EvalError, Evaluation};
pub use expr::{Expr, Hash};
pub use observer::{Fate, Observer, Report};
pub use operator::{Arity, Look, Notation, Operator, Traits};
pub use picture::{Drawing, HAND, Picture};
pub use recorder::{Recorder, Window};
pub use step::{Children, Enclosure, Layout, OPENING, Step, Trace, Verdict};
pub use value::{Content, Data, Ends, Value};
pub use view::HIDDEN;
