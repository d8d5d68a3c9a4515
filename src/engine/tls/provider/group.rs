//! The groups of the key exchange, by crates `x25519-dalek`, `p256` and `ml-kem`.

mod hybrid;

use crate::engine::tls::recording::{What, draw, record};
use p256::elliptic_curve::sec1::ToSec1Point as _;
use rustls::crypto::{ActiveKeyExchange, SharedSecret, SupportedKxGroup};
use rustls::{Error, NamedGroup, PeerMisbehaved};
use zeroize::Zeroizing;

/// A group: how both ends come to one secret (RFC 8446 §4.2.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// Curve25519 (RFC 7748).
    X25519,
    /// NIST's curve of 256 bits.
    P256,
    /// X25519 beside ML-KEM-768, which browsers use today
    /// (draft-ietf-tls-ecdhe-mlkem).
    X25519MlKem768,
}

impl Group {
    /// The groups, in the order in which browsers prefer them.
    pub const ALL: [Self; 3] = [Self::X25519MlKem768, Self::X25519, Self::P256];

    pub(super) fn supported(self) -> &'static dyn SupportedKxGroup {
        match self {
            Self::X25519 => &X25519,
            Self::P256 => &P256,
            Self::X25519MlKem768 => &hybrid::X25519MlKem768,
        }
    }

    /// The group with this number.
    #[must_use]
    pub fn numbered(number: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.number() == number)
    }

    /// Its number on the wire.
    #[must_use]
    pub fn number(self) -> u16 {
        self.supported().name().into()
    }

    /// What it is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::X25519 => "X25519",
            Self::P256 => "P-256",
            Self::X25519MlKem768 => "X25519MLKEM768",
        }
    }
}

/// 32 bytes of the randomness of whose turn it is.
fn drawn<const N: usize>() -> Result<Zeroizing<[u8; N]>, Error> {
    let mut bytes = Zeroizing::new([0; N]);
    draw(&mut *bytes).ok_or(Error::FailedToGetRandomBytes)?;
    Ok(bytes)
}

/// A share that cannot be the other's (RFC 8446 §4.2.8.2, RFC 7748 §6.1).
fn refused() -> Error {
    PeerMisbehaved::InvalidKeyShare.into()
}

fn shared(group: NamedGroup, peer: &[u8], secret: &[u8]) -> SharedSecret {
    record(|| What::Shared {
        group: group.into(),
        peer: peer.to_vec(),
        secret: secret.to_vec().into(),
    });
    SharedSecret::from(secret)
}

#[derive(Debug)]
struct X25519;

/// A scalar and its point on Curve25519.
struct X25519Pair {
    private: x25519_dalek::StaticSecret,
    public: [u8; 32],
}

impl X25519Pair {
    fn draw() -> Result<Self, Error> {
        let private = x25519_dalek::StaticSecret::from(*drawn::<32>()?);
        let public = x25519_dalek::PublicKey::from(&private).to_bytes();
        Ok(Self { private, public })
    }

    /// The secret with another's point; refuses the points that lead to zero.
    fn secret(&self, peer: &[u8]) -> Result<[u8; 32], Error> {
        let peer = <[u8; 32]>::try_from(peer).map_err(|_| refused())?;
        let secret = self.private.diffie_hellman(&peer.into());
        match secret.was_contributory() {
            true => Ok(secret.to_bytes()),
            false => Err(refused()),
        }
    }
}

impl SupportedKxGroup for X25519 {
    fn start(&self) -> Result<Box<dyn ActiveKeyExchange>, Error> {
        let pair = X25519Pair::draw()?;
        record(|| What::Pair {
            group: NamedGroup::X25519.into(),
            private: pair.private.to_bytes().to_vec().into(),
            public: pair.public.to_vec(),
        });
        Ok(Box::new(pair))
    }

    fn name(&self) -> NamedGroup {
        NamedGroup::X25519
    }
}

impl ActiveKeyExchange for X25519Pair {
    fn complete(self: Box<Self>, peer: &[u8]) -> Result<SharedSecret, Error> {
        let secret = Zeroizing::new(self.secret(peer)?);
        Ok(shared(NamedGroup::X25519, peer, &*secret))
    }

    fn pub_key(&self) -> &[u8] {
        &self.public
    }

    fn group(&self) -> NamedGroup {
        NamedGroup::X25519
    }
}

#[derive(Debug)]
struct P256;

/// A scalar and its point on P-256, uncompressed (RFC 8446 §4.2.8.2).
struct P256Pair {
    private: p256::SecretKey,
    public: Vec<u8>,
}

impl SupportedKxGroup for P256 {
    fn start(&self) -> Result<Box<dyn ActiveKeyExchange>, Error> {
        // One draw in 2³² is no scalar.
        let private = loop {
            if let Ok(private) = p256::SecretKey::from_slice(&*drawn::<32>()?) {
                break private;
            }
        };
        let public = private.public_key().to_sec1_point(false);
        let pair = P256Pair {
            public: public.as_bytes().to_vec(),
            private,
        };
        record(|| What::Pair {
            group: NamedGroup::secp256r1.into(),
            private: pair.private.to_bytes().to_vec().into(),
            public: pair.public.clone(),
        });
        Ok(Box::new(pair))
    }

    fn name(&self) -> NamedGroup {
        NamedGroup::secp256r1
    }
}

impl ActiveKeyExchange for P256Pair {
    fn complete(self: Box<Self>, peer: &[u8]) -> Result<SharedSecret, Error> {
        // Points are uncompressed here (RFC 8446 §4.2.8.2).
        let key = match peer {
            [4, ..] => p256::PublicKey::from_sec1_bytes(peer).map_err(|_| refused())?,
            _ => return Err(refused()),
        };
        let secret = p256::ecdh::diffie_hellman(self.private.to_nonzero_scalar(), key.as_affine());
        Ok(shared(
            NamedGroup::secp256r1,
            peer,
            secret.raw_secret_bytes(),
        ))
    }

    fn pub_key(&self) -> &[u8] {
        &self.public
    }

    fn group(&self) -> NamedGroup {
        NamedGroup::secp256r1
    }
}

#[cfg(test)]
mod tests;
