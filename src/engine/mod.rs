//! The algorithms, in pure Rust: no web, no clock, no randomness of their own.
//!
//! Whoever calls hands in randomness and time, and an
//! [`Observer`](trace::Observer) that is told each step as it happens. The
//! code that reports is the code that computes; there is no second version of
//! anything for the eye.

pub mod asn1;
pub mod bulk;
pub mod diagnosis;
pub mod dissect;
pub mod hex;
pub mod ink;
pub mod knowers;
pub mod number;
pub mod picture;
pub mod pki;
pub mod rsa;
pub mod small_primes;
pub mod source;
pub mod symmetric;
pub mod task;
pub mod text;
pub mod time;
pub mod tls;
pub mod trace;
