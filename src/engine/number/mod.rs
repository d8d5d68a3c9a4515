//! Integers with their steps: Euclid's algorithm, modular powers, primality
//! and the search for primes.

pub mod euclid;
pub mod factor;
pub mod hunt;
mod named;
pub mod power;
pub mod prime;

#[cfg(test)]
mod tests;

pub use named::Named;
