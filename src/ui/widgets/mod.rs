//! The parts that pages are made of.

mod agreement;
mod clock;
mod comparison;
mod copy;
mod demonstration;
mod desk_panel;
mod disclosure;
mod dissection;
mod drawn;
mod equation;
mod exhibit;
mod field;
mod figure;
mod form;
mod formula;
mod gist;
mod light;
mod line;
mod mark;
mod place;
mod question;
mod recipes;
mod results;
mod rows;
mod search;
mod share;
pub(crate) mod sign;
mod source;
mod stage;
mod step;
mod takeaway;
mod value;
mod view;

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests;

pub(crate) use copy::{Copy, text};
pub(crate) use desk_panel::DeskPanel;
pub(crate) use disclosure::Disclosure;
pub(crate) use exhibit::Exhibit;
pub(crate) use line::put_prose;
pub(crate) use search::Search;
pub(crate) use takeaway::Files;
