//! The things made so far: what each is, what it was made from, how it is
//! kept and read back.

mod thing;

pub use thing::{Draft, KeyType, Kind, Origin, Thing, ThingId};
