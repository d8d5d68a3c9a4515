//! The cryptography that rustls asks for: by the crates of the field, with every
//! operation recorded.

mod group;
mod hashing;
mod record;
mod signature;
mod suite;

pub use group::Group;
pub use signature::HandshakeKey;
pub use suite::Suite;

use super::recording;
use rustls::crypto::{CryptoProvider, GetRandomFailed, KeyProvider, SecureRandom};
use rustls::pki_types::PrivateKeyDer;
use rustls::sign::SigningKey;
use std::sync::Arc;

/// A provider that offers these suites and groups, each in its order.
#[must_use]
pub fn provider(suites: &[Suite], groups: &[Group]) -> CryptoProvider {
    CryptoProvider {
        cipher_suites: suites.iter().map(|suite| suite.supported()).collect(),
        kx_groups: groups.iter().map(|group| group.supported()).collect(),
        signature_verification_algorithms: signature::SUPPORTED,
        secure_random: &Randomness,
        key_provider: &NoKeys,
    }
}

/// The randomness of the end whose turn it is.
#[derive(Debug)]
struct Randomness;

impl SecureRandom for Randomness {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), GetRandomFailed> {
        recording::draw(bytes).ok_or(GetRandomFailed)
    }
}

/// Keys come as [`HandshakeKey`], which has read them; rustls reads none.
#[derive(Debug)]
struct NoKeys;

impl KeyProvider for NoKeys {
    fn load_private_key(
        &self,
        _: PrivateKeyDer<'static>,
    ) -> Result<Arc<dyn SigningKey>, rustls::Error> {
        Err(rustls::Error::General("keys are handed in".into()))
    }
}
