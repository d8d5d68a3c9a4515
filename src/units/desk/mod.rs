//! What reads files onto the desk and writes them from it.

pub mod export;
pub mod import;
