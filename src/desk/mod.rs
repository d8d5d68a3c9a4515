//! The things made so far: what each is, what it was made from, how it is
//! kept and read back.

mod armor;
mod bond;
mod bytes;
mod file;
mod pem;
mod state;
mod thing;

pub use bond::{
    common_name, has_names, is_ca, is_issued_by, is_namely_issued_by, key_bits, key_of,
};
pub use bytes::Bytes;
pub use file::{FileError, load, save};
pub use pem::{file_name, files, to_pem};
pub use state::{Action, Batch, Desk};
pub use thing::{Draft, KeyType, Kind, Origin, Thing, ThingId};
