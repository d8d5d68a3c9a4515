//! The exhibits: what holds of every one, what holds of one as a whole, and what is
//! kept of them.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::cast_possible_truncation,
    reason = "tests may fail loudly"
)]

/// Looks at a picture as what it is. Each kind of it has a line: of one that has
/// none it would not be known what holds.
macro_rules! by_kind {
    ($picture:expr, { $($kind:ident($name:ident) => $check:expr,)+ }) => {{
        let picture: &dyn padlock::engine::trace::Picture = $picture;
        $(if let Some($name) = picture.downcast::<$kind>() { $check } else)+ {
            panic!("nothing holds what {} shows", picture.kind());
        }
    }};
}

mod aes;
mod certificates;
mod command;
mod connection;
mod drawn;
mod every;
mod first_screen;
mod flows;
mod goldens;
mod refused;
mod rsa;
mod saved;
#[path = "../support/mod.rs"]
mod support;
mod wholes;
mod words;
