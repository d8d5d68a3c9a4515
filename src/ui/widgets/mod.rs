//! The parts that pages are made of.

mod agreement;
mod block;
mod clock;
mod comparison;
mod copy;
mod demonstration;
mod desk_panel;
mod disclosure;
mod dissection;
mod equation;
mod field;
mod form;
mod formula;
mod gist;
mod hunt;
mod line;
mod mark;
mod outcome;
mod place;
mod recipes;
mod rows;
mod share;
mod source;
mod step;
mod takeaway;
mod value;
mod view;

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests;

pub(crate) use block::Block;
pub(crate) use copy::{Copy, text};
pub(crate) use desk_panel::DeskPanel;
pub(crate) use disclosure::Disclosure;
pub(crate) use takeaway::Files;
