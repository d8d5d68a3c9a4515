//! What page and worker say to each other, the pool of workers, and the
//! addresses that links are made of.

pub mod address;
mod kernel;
mod listen;
mod message;
mod pool;
mod serve;

pub use kernel::best as best_powers;
pub use message::{Answer, Ask, Reply, Request, Run};
pub use pool::{JobId, Pool};
pub use serve::{Skills, serve};
