//! Padlock takes the browser's padlock apart.
//!
//! # The map of the house
//! Floors from the ground up; each imports only from floors below it, and
//! `tests/tidy.rs` holds that.
//!
//! | floor | what lives there |
//! |---|---|
//! | [`engine`] | the algorithms, in pure Rust: no web, no clock, no randomness of their own |
//! | [`desk`] | the things made so far: what each is, what it was made from, how it is kept and read back |
//! | [`units`] | the exhibits: one file for each block of a page, with its form, its defaults, its words and its run |
//! | [`link`] | what page and worker say to each other, and the pool of workers |
//! | [`ui`] | the page: components that show traces and dissections and nothing that computes |
//!
//! Beside the house stands `kernel/`, the arithmetic of the prime hunt, which is
//! built several times for what browsers can do.
//!
//! Two types carry everything to the eye: a [`engine::trace::Trace`] says how a
//! number came to be, a [`engine::dissect::Dissection`] says what each byte is.

pub mod desk;
pub mod engine;
pub mod link;
pub mod ui;
pub mod units;
