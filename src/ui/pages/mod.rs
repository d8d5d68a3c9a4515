//! The pages.

mod desk;
mod road;
mod units;

pub(crate) use desk::Desk;
pub(crate) use road::Road;
pub(crate) use units::Units;
