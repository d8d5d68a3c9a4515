//! The exhibits of the pages: one file for each, with its form, its defaults,
//! its words and its run.
//!
//! A unit says everything about itself in its [`About`]; forms, navigation,
//! search, share links and the tests that walk the pages derive from the list
//! of them, [`ALL`]. Its `run` is called in the worker, through [`run`].

pub mod certificate;
pub mod cipher;
pub mod desk;
mod form;
pub mod handshake;
mod opening;
pub mod rsa;
pub mod service;
mod wings;
pub mod words;

pub use form::about::{
    About, Break, Choice, Control, Draws, Example, Fits, Input, Showing, Size, Start,
};
pub use form::context::{Context, Outcome};
pub use form::inputs::{File, Inputs, Material, Randomness, Values};
pub use form::output::{Agreement, Comparison, Output, Recipe, Row, Tool, file};
pub use form::page::Page;
pub use form::refusal::Refusal;
pub use wings::{ALL, Wing, certificate, cipher, rsa, run, tls};

use form::check;
use form::choices::choices;

/// The unit that reads files onto the desk.
pub const IMPORT: &About = &desk::import::ABOUT;
/// The unit that writes a key under a passphrase.
pub const EXPORT: &About = &desk::export::ABOUT;
/// The unit that makes all that a server needs at once.
pub const MAKE_IT: &About = &certificate::make_it::ABOUT;
/// The unit that makes a root.
pub const CA_ROOT: &About = &certificate::ca_root::ABOUT;
/// The unit that makes an RSA key.
pub const RSA_KEY: &About = &rsa::keygen::ABOUT;
/// The unit that makes a request.
pub const REQUEST: &About = &certificate::csr::ABOUT;
/// The unit that signs a request.
pub const ISSUE: &About = &certificate::issue::ABOUT;
/// The unit that connects with TLS.
pub const HTTPS: &About = &handshake::https::ABOUT;

/// The units whose exhibits a page shows, in order.
pub fn on(page: Page) -> impl Iterator<Item = &'static About> {
    ALL.iter().copied().filter(move |about| about.page == page)
}

/// The unit with this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static About> {
    ALL.iter().copied().find(|about| about.id == id)
}
