//! The small marks that are used everywhere.

mod copy;
mod desk_panel;
mod disclosure;
mod dissection;
mod drawn;
mod equation;
mod figure;
mod file_button;
mod formula;
mod gist;
pub(super) mod light;
pub(super) mod line;
mod mark;
mod place;
mod rows;
mod search;
pub(super) mod sign;
mod source;
mod step;
mod takeaway;
mod value;
mod view;

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests;

pub(super) use copy::{Copy, text};
pub(super) use desk_panel::DeskPanel;
pub(super) use disclosure::{Disclosure, counted};
pub(super) use dissection::Dissected;
pub(super) use equation::{equation, table};
pub(super) use figure::{dataflow, pictures, shared};
pub(super) use file_button::{chosen_file, file_button};
pub(super) use gist::{Gist, gist};
pub(super) use line::{prose, put_prose};
pub(super) use mark::{mark, named};
pub(super) use place::Place;
pub(super) use rows::{use_row_cache, use_shown};
pub(super) use search::Search;
pub(super) use source::source;
pub(super) use step::{steps, words as step_words};
pub(super) use takeaway::{Files, WholeFile, all_files};
pub(super) use value::Value;
