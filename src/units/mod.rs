//! The exhibits of the pages: one file for each, with its form, its defaults,
//! its words and its run.
//!
//! A unit says everything about itself in its [`About`]; forms, navigation,
//! search, share links and the tests that walk the pages derive from the list
//! of them, [`ALL`]. Its `run` is called in the worker, through [`run`].

mod about;
pub mod ca_root;
mod certificate_form;
mod certificate_recipes;
mod check;
pub mod check_certificate;
mod context;
pub mod csr;
pub mod desk_export;
pub mod desk_import;
pub mod fernet_decrypt;
pub mod fernet_encrypt;
pub mod fernet_key;
mod inputs;
pub mod intermediate;
pub mod issue;
mod issuing;
mod judges;
pub mod key_ec;
mod key_recipes;
pub mod make_it;
mod opening;
mod output;
mod quoted;
mod refusal;
mod rsa_crate;
pub mod rsa_decrypt;
pub mod rsa_encrypt;
mod rsa_form;
pub mod rsa_keygen;
pub mod rsa_sign;
pub mod rsa_verify;
pub mod rsa_why;
mod rsa_words;
pub mod service;
pub mod short_way;
mod trust_recipes;
mod trusted;
mod wings;
pub mod words;

pub use about::{
    About, Break, Choice, Control, Draws, Example, Fits, Input, Page, Showing, Size, Start,
};
pub use context::{Context, Outcome};
pub use inputs::{File, Inputs, Material, Randomness, Values};
pub use output::{Agreement, Comparison, Output, Recipe, Row, Tool};
pub use refusal::Refusal;
pub use wings::{ALL, Wing, certificate, cipher, rsa, run};

/// The units that a page shows as blocks, in order.
pub fn on(page: Page) -> impl Iterator<Item = &'static About> {
    ALL.iter().copied().filter(move |about| about.page == page)
}

/// The unit with this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static About> {
    ALL.iter().copied().find(|about| about.id == id)
}
