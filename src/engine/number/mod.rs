//! Integers with their steps: Euclid's algorithm, modular powers, primality
//! and the search for primes.

pub mod euclid;
pub mod factor;
pub mod kernel;
pub mod lucas;
pub mod miller_rabin;
mod named_integer;
pub mod power;
pub mod prime;
pub mod search;
pub mod sieve;

#[cfg(test)]
mod tests;

pub use named_integer::NamedInteger;
