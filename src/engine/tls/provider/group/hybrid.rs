//! X25519MLKEM768: a secret of which each half would have to be broken
//! (draft-ietf-tls-ecdhe-mlkem). ML-KEM-768 (FIPS 203) comes first.

use super::{X25519Pair, drawn, refused, shared};
use crate::engine::tls::recording::{What, record};
use ml_kem::kem::{Decapsulate as _, KeyExport as _, TryKeyInit as _};
use ml_kem::ml_kem_768::{DecapsulationKey, EncapsulationKey};
use rustls::crypto::{ActiveKeyExchange, CompletedKeyExchange, SharedSecret, SupportedKxGroup};
use rustls::{Error, NamedGroup, ProtocolVersion};
use zeroize::Zeroizing;

/// How many bytes an encapsulation key has (FIPS 203, table 3).
const KEY: usize = 1184;
/// How many bytes a ciphertext has.
const CIPHERTEXT: usize = 1088;

#[derive(Debug)]
pub(super) struct X25519MlKem768;

/// The client's half: a key that secrets are encapsulated for, and a scalar.
struct Pair {
    decapsulation: Box<DecapsulationKey>,
    curve: X25519Pair,
    public: Vec<u8>,
}

/// The ciphertext for who has this key, and the secret in it.
fn encapsulated(
    key: &[u8],
    drawn_for_it: &[u8; 32],
) -> Result<(Vec<u8>, Zeroizing<Vec<u8>>), Error> {
    let key = EncapsulationKey::new_from_slice(key).map_err(|_| refused())?;
    let (ciphertext, secret) = key.encapsulate_deterministic(&(*drawn_for_it).into());
    Ok((ciphertext.to_vec(), secret.to_vec().into()))
}

impl SupportedKxGroup for X25519MlKem768 {
    fn start(&self) -> Result<Box<dyn ActiveKeyExchange>, Error> {
        let seed = drawn::<64>()?;
        let curve = X25519Pair::draw()?;
        let decapsulation = Box::new(DecapsulationKey::from_seed((*seed).into()));
        let mut public = decapsulation.encapsulation_key().to_bytes().to_vec();
        public.extend_from_slice(&curve.public);
        record(|| What::Pair {
            group: self.name().into(),
            private: [seed.as_slice(), &curve.private.to_bytes()].concat().into(),
            public: public.clone(),
        });
        Ok(Box::new(Pair {
            decapsulation,
            curve,
            public,
        }))
    }

    fn start_and_complete(&self, peer: &[u8]) -> Result<CompletedKeyExchange, Error> {
        let (key, point) = peer.split_at_checked(KEY).ok_or_else(refused)?;
        let drawn_for_it = drawn::<32>()?;
        let (ciphertext, first) = encapsulated(key, &drawn_for_it)?;
        let curve = X25519Pair::draw()?;
        let second = Zeroizing::new(curve.secret(point)?);
        let public = [ciphertext.as_slice(), &curve.public].concat();
        record(|| What::Pair {
            group: self.name().into(),
            private: [drawn_for_it.as_slice(), &curve.private.to_bytes()]
                .concat()
                .into(),
            public: public.clone(),
        });
        let secret = Zeroizing::new([first.as_slice(), second.as_slice()].concat());
        Ok(CompletedKeyExchange {
            group: self.name(),
            pub_key: public,
            secret: shared(self.name(), peer, &secret),
        })
    }

    fn name(&self) -> NamedGroup {
        NamedGroup::X25519MLKEM768
    }

    fn usable_for_version(&self, version: ProtocolVersion) -> bool {
        version == ProtocolVersion::TLSv1_3
    }
}

impl ActiveKeyExchange for Pair {
    fn complete(self: Box<Self>, peer: &[u8]) -> Result<SharedSecret, Error> {
        let (ciphertext, point) = peer.split_at_checked(CIPHERTEXT).ok_or_else(refused)?;
        let first = self
            .decapsulation
            .decapsulate_slice(ciphertext)
            .map_err(|_| refused())?;
        let second = Zeroizing::new(self.curve.secret(point)?);
        let secret = Zeroizing::new([first.as_slice(), second.as_slice()].concat());
        Ok(shared(self.group(), peer, &secret))
    }

    /// Whoever has only X25519 takes this half, so that one hello serves both.
    fn hybrid_component(&self) -> Option<(NamedGroup, &[u8])> {
        Some((NamedGroup::X25519, &self.curve.public))
    }

    fn complete_hybrid_component(self: Box<Self>, peer: &[u8]) -> Result<SharedSecret, Error> {
        let secret = Zeroizing::new(self.curve.secret(peer)?);
        Ok(shared(NamedGroup::X25519, peer, &*secret))
    }

    fn pub_key(&self) -> &[u8] {
        &self.public
    }

    fn group(&self) -> NamedGroup {
        NamedGroup::X25519MLKEM768
    }
}

#[cfg(test)]
mod tests;
