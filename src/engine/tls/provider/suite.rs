//! The cipher suites of TLS 1.3 (RFC 8446 §B.4).

use super::hashing::{self, Derivation};
use super::record::Sealing;
use crate::engine::trace::Hash;
use rustls::crypto::CipherSuiteCommon;
use rustls::{CipherSuite, SupportedCipherSuite, Tls13CipherSuite};

/// A cipher suite: what seals records, and the hash of everything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Suite {
    /// TLS_AES_128_GCM_SHA256, which every TLS 1.3 has.
    Aes128Gcm,
    /// TLS_AES_256_GCM_SHA384.
    Aes256Gcm,
    /// TLS_CHACHA20_POLY1305_SHA256.
    ChaCha20Poly1305,
}

/// A suite as rustls wants it. The limits are how many records one key may seal
/// (RFC 8446 §5.5).
const fn suite(
    suite: CipherSuite,
    hash: &'static hashing::Digests,
    derivation: &'static Derivation,
    sealing: &'static Sealing,
    confidentiality_limit: u64,
) -> Tls13CipherSuite {
    Tls13CipherSuite {
        common: CipherSuiteCommon {
            suite,
            hash_provider: hash,
            confidentiality_limit,
        },
        hkdf_provider: derivation,
        aead_alg: sealing,
        quic: None,
    }
}

static AES_128_GCM: Tls13CipherSuite = suite(
    CipherSuite::TLS13_AES_128_GCM_SHA256,
    &hashing::Digests::Sha256,
    &Derivation::Sha256,
    &Sealing::Aes128Gcm,
    1 << 24,
);
static AES_256_GCM: Tls13CipherSuite = suite(
    CipherSuite::TLS13_AES_256_GCM_SHA384,
    &hashing::Digests::Sha384,
    &Derivation::Sha384,
    &Sealing::Aes256Gcm,
    1 << 24,
);
static CHACHA20_POLY1305: Tls13CipherSuite = suite(
    CipherSuite::TLS13_CHACHA20_POLY1305_SHA256,
    &hashing::Digests::Sha256,
    &Derivation::Sha256,
    &Sealing::ChaCha20Poly1305,
    u64::MAX,
);

impl Suite {
    /// The suites, in the order in which most clients offer them.
    pub const ALL: [Self; 3] = [Self::Aes128Gcm, Self::Aes256Gcm, Self::ChaCha20Poly1305];

    pub(super) fn supported(self) -> SupportedCipherSuite {
        SupportedCipherSuite::Tls13(match self {
            Self::Aes128Gcm => &AES_128_GCM,
            Self::Aes256Gcm => &AES_256_GCM,
            Self::ChaCha20Poly1305 => &CHACHA20_POLY1305,
        })
    }

    /// The suite with this number.
    #[must_use]
    pub fn numbered(number: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|suite| suite.number() == number)
    }

    /// Its number on the wire.
    #[must_use]
    pub fn number(self) -> u16 {
        self.supported().suite().into()
    }

    /// Its name in the standard.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Aes128Gcm => "TLS_AES_128_GCM_SHA256",
            Self::Aes256Gcm => "TLS_AES_256_GCM_SHA384",
            Self::ChaCha20Poly1305 => "TLS_CHACHA20_POLY1305_SHA256",
        }
    }

    /// Its cipher alone, such as `AES-256-GCM`.
    #[must_use]
    pub fn cipher_name(self) -> String {
        let name = self.name().trim_start_matches("TLS_");
        let (cipher, _) = name.rsplit_once('_').unwrap_or((name, ""));
        cipher.replace('_', "-")
    }

    /// Its hash.
    #[must_use]
    pub const fn hash(self) -> Hash {
        match self {
            Self::Aes256Gcm => Hash::Sha384,
            Self::Aes128Gcm | Self::ChaCha20Poly1305 => Hash::Sha256,
        }
    }

    /// How many bytes a key of it has.
    #[must_use]
    pub const fn key_length(self) -> usize {
        match self {
            Self::Aes128Gcm => 16,
            Self::Aes256Gcm | Self::ChaCha20Poly1305 => 32,
        }
    }
}
