//! What Project Wycheproof asks of implementations (published test vectors of
//! known attacks and odd cases), through the code that computes what is shown
//! and judged here. What is not asked is named and counted.

mod aes_cbc;
mod ecdsa;
mod ed25519;
mod hkdf;
mod hmac;
mod judged;
mod oaep;
mod pkcs1_decrypt;
mod pkcs1_verify;
mod primality;
mod pss;
mod tally;
