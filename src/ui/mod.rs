//! The page: components that show traces and dissections, and nothing that
//! computes.

pub mod format;
pub mod hunt;
pub mod shared;
pub mod state;
