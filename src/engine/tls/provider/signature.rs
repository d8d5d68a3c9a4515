//! Signatures: those of the handshake are made with a key of the desk, and all
//! are checked by [`judge`](crate::engine::pki::judge), which also judges the
//! certificates on their page.

use crate::engine::pki::judge::{Judgement, judge};
use crate::engine::pki::key::PrivateKey;
use crate::engine::pki::kind::KeyKind;
use crate::engine::tls::recording::{What, draw, record};
use der::{Decode as _, asn1::BitString};
use rustls::crypto::WebPkiSupportedAlgorithms;
use rustls::pki_types::{
    AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, SubjectPublicKeyInfoDer,
    alg_id,
};
use rustls::sign::{Signer, SigningKey};
use rustls::{Error, SignatureAlgorithm, SignatureScheme};
use spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};
use std::sync::Arc;

/// A kind of signature: of which keys, by which algorithm.
#[derive(Debug)]
struct Kind {
    key: AlgorithmIdentifier,
    signature: AlgorithmIdentifier,
}

const fn kind(key: AlgorithmIdentifier, signature: AlgorithmIdentifier) -> Kind {
    Kind { key, signature }
}

static RSA_SHA_256: Kind = kind(alg_id::RSA_ENCRYPTION, alg_id::RSA_PKCS1_SHA256);
static RSA_SHA_384: Kind = kind(alg_id::RSA_ENCRYPTION, alg_id::RSA_PKCS1_SHA384);
static RSA_SHA_512: Kind = kind(alg_id::RSA_ENCRYPTION, alg_id::RSA_PKCS1_SHA512);
static PSS_SHA_256: Kind = kind(alg_id::RSA_ENCRYPTION, alg_id::RSA_PSS_SHA256);
static PSS_SHA_384: Kind = kind(alg_id::RSA_ENCRYPTION, alg_id::RSA_PSS_SHA384);
static PSS_SHA_512: Kind = kind(alg_id::RSA_ENCRYPTION, alg_id::RSA_PSS_SHA512);
static P256_SHA_256: Kind = kind(alg_id::ECDSA_P256, alg_id::ECDSA_SHA256);
static P256_SHA_384: Kind = kind(alg_id::ECDSA_P256, alg_id::ECDSA_SHA384);
static P384_SHA_256: Kind = kind(alg_id::ECDSA_P384, alg_id::ECDSA_SHA256);
static P384_SHA_384: Kind = kind(alg_id::ECDSA_P384, alg_id::ECDSA_SHA384);
static ED25519: Kind = kind(alg_id::ED25519, alg_id::ED25519);

/// What is checked in certificates, and what is offered for the handshake in the
/// order of preference (RFC 8446 §4.2.3).
pub(super) const SUPPORTED: WebPkiSupportedAlgorithms = WebPkiSupportedAlgorithms {
    all: &[
        &RSA_SHA_256,
        &RSA_SHA_384,
        &RSA_SHA_512,
        &PSS_SHA_256,
        &PSS_SHA_384,
        &PSS_SHA_512,
        &P256_SHA_256,
        &P256_SHA_384,
        &P384_SHA_256,
        &P384_SHA_384,
        &ED25519,
    ],
    mapping: &[
        (SignatureScheme::ECDSA_NISTP256_SHA256, &[&P256_SHA_256]),
        (SignatureScheme::ECDSA_NISTP384_SHA384, &[&P384_SHA_384]),
        (SignatureScheme::ED25519, &[&ED25519]),
        (SignatureScheme::RSA_PSS_SHA256, &[&PSS_SHA_256]),
        (SignatureScheme::RSA_PSS_SHA384, &[&PSS_SHA_384]),
        (SignatureScheme::RSA_PSS_SHA512, &[&PSS_SHA_512]),
        (SignatureScheme::RSA_PKCS1_SHA256, &[&RSA_SHA_256]),
        (SignatureScheme::RSA_PKCS1_SHA384, &[&RSA_SHA_384]),
        (SignatureScheme::RSA_PKCS1_SHA512, &[&RSA_SHA_512]),
    ],
};

/// The algorithm in the form of the crates that read DER: rustls has it without
/// the bytes around it.
fn algorithm(id: AlgorithmIdentifier) -> Option<AlgorithmIdentifierOwned> {
    let content = id.as_ref();
    let length = u8::try_from(content.len())
        .ok()
        .filter(|length| *length < 128)?;
    let der = [&[0x30, length], content].concat();
    AlgorithmIdentifierOwned::from_der(&der).ok()
}

impl SignatureVerificationAlgorithm for Kind {
    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        let holds = || {
            let key = SubjectPublicKeyInfoOwned {
                algorithm: algorithm(self.key)?,
                subject_public_key: BitString::from_bytes(public_key).ok()?,
            };
            let found = judge(&key, &algorithm(self.signature)?, message, signature);
            Some(found == Judgement::Holds)
        };
        let holds = holds().unwrap_or(false);
        record(|| What::Verify {
            message: message.to_vec(),
            signature: signature.to_vec(),
            holds,
        });
        holds.then_some(()).ok_or(InvalidSignature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.key
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.signature
    }
}

/// A private key that signs handshakes.
#[derive(Clone)]
pub struct HandshakeKey(Arc<PrivateKey>);

impl std::fmt::Debug for HandshakeKey {
    /// Its kind, and nothing that is secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("HandshakeKey").field(&self.0.kind()).finish()
    }
}

impl HandshakeKey {
    /// As this key.
    #[must_use]
    pub fn new(key: PrivateKey) -> Self {
        Self(Arc::new(key))
    }

    /// The key itself.
    #[must_use]
    pub fn private(&self) -> &PrivateKey {
        &self.0
    }

    /// The scheme that it signs with.
    fn scheme(&self) -> SignatureScheme {
        match self.0.kind() {
            KeyKind::Rsa => SignatureScheme::RSA_PSS_SHA256,
            KeyKind::P256 => SignatureScheme::ECDSA_NISTP256_SHA256,
            KeyKind::P384 => SignatureScheme::ECDSA_NISTP384_SHA384,
            KeyKind::Ed25519 => SignatureScheme::ED25519,
        }
    }
}

impl SigningKey for HandshakeKey {
    fn choose_scheme(&self, offered: &[SignatureScheme]) -> Option<Box<dyn Signer>> {
        let fits = offered.contains(&self.scheme());
        fits.then(|| Box::new(self.clone()) as Box<dyn Signer>)
    }

    fn public_key(&self) -> Option<SubjectPublicKeyInfoDer<'_>> {
        Some(SubjectPublicKeyInfoDer::from(self.0.public().spki_der()))
    }

    fn algorithm(&self) -> SignatureAlgorithm {
        match self.0.kind() {
            KeyKind::Rsa => SignatureAlgorithm::RSA,
            KeyKind::P256 | KeyKind::P384 => SignatureAlgorithm::ECDSA,
            KeyKind::Ed25519 => SignatureAlgorithm::ED25519,
        }
    }
}

impl Signer for HandshakeKey {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        let mut seed = [0; 32];
        draw(&mut seed).ok_or(Error::FailedToGetRandomBytes)?;
        let signature = self
            .0
            .sign_handshake(message, seed)
            .map_err(|diagnosis| Error::General(diagnosis.to_string()))?;
        record(|| What::Sign {
            scheme: HandshakeKey::scheme(self).into(),
            message: message.to_vec(),
            signature: signature.clone(),
        });
        Ok(signature)
    }

    fn scheme(&self) -> SignatureScheme {
        HandshakeKey::scheme(self)
    }
}
