//! The exhibits: one file for each block of a page, with its form, its
//! defaults, its words and its run.
//!
//! A unit says everything about itself in its [`About`]; forms, navigation,
//! search, share links and the tests that walk the pages derive from the list
//! of them, [`ALL`]. Its `run` is called in the worker, through [`run`].

mod about;
pub mod ca_root;
mod certificate_form;
mod certificate_recipes;
pub mod check_certificate;
pub mod csr;
pub mod desk_export;
pub mod desk_import;
pub mod desk_lock;
pub mod fernet_decrypt;
pub mod fernet_encrypt;
pub mod fernet_key;
mod inputs;
pub mod issue;
pub mod make_it;
mod output;
pub mod rsa_decrypt;
pub mod rsa_encrypt;
pub mod rsa_keygen;
mod rsa_shared;
pub mod rsa_sign;
pub mod rsa_verify;
pub mod speed;
mod trouble;
mod whose;

pub use about::{About, Break, Choice, Control, Draws, Input, Page, Showing, Start};
pub use inputs::{Inputs, Material, Randomness, Values};
pub use output::{Agreement, Comparison, Output, Recipe, Row, Tool};
pub use trouble::{Cause, Trouble};

use crate::engine::trace::Recorder;

/// Lists the units once, for what they say and for what they do.
macro_rules! units {
    ($($module:ident),* $(,)?) => {
        /// All units, in the order in which their pages show them.
        pub static ALL: &[&About] = &[$(&$module::ABOUT),*];

        /// Runs a unit. Only the worker calls this, so that the page is built
        /// without the algorithms.
        ///
        /// # Errors
        /// What is wrong with the inputs, at which of them; or that there is
        /// no such unit.
        pub fn run(unit: &str, inputs: &Inputs, observer: &mut Recorder<'_>) -> Result<Output, Trouble> {
            $(if unit == $module::ABOUT.id {
                return $module::run(inputs, observer);
            })*
            Err(Trouble::bug(format!("there is no unit named {unit:?}")))
        }
    };
}

units! {
    make_it,
    fernet_encrypt,
    fernet_key,
    fernet_decrypt,
    rsa_keygen,
    rsa_encrypt,
    rsa_decrypt,
    rsa_sign,
    rsa_verify,
    ca_root,
    csr,
    issue,
    check_certificate,
    desk_import,
    desk_export,
    desk_lock,
    speed,
}

/// The units that a page shows as blocks, in order.
pub fn on(page: Page) -> impl Iterator<Item = &'static About> {
    ALL.iter()
        .copied()
        .filter(move |about| about.page == page && about.start != Start::Inside)
}

/// The unit with this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static About> {
    ALL.iter().copied().find(|about| about.id == id)
}
