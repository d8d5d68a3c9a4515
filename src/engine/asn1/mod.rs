//! Any BER or DER, taken apart without ever failing, and the dates and text
//! armours that come with it.

pub mod time;
