//! The pages.

mod desk;
mod road;
mod speed;
mod units;

pub(crate) use desk::Desk;
pub(crate) use road::Road;
pub(crate) use speed::Speed;
pub(crate) use units::Units;
