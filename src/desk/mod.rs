//! The things made so far: what each is, what it was made from, how it is
//! kept and read back.

mod armor;
mod bond;
mod bytes;
mod file;
mod pem;
mod state;
mod thing;
mod written;

pub use crate::engine::pki::kind::KeyKind;
pub use bond::{
    common_name, is_ca, is_issued_by, is_namely_issued_by, key_bits, key_of, names_a_host,
};
pub use bytes::Bytes;
pub use file::{FileError, load, save};
pub use pem::{file_name, files, to_der, to_pem};
pub use state::{Action, Batch, Desk};
pub use thing::{Draft, Kind, Origin, Thing, ThingId};
pub use written::{from_word, to_word};
