//! Private keys of elliptic curves: how they are drawn, read and written. Their
//! arithmetic is that of the crates `p256`, `p384` and `ed25519-dalek`.

use super::super::algorithm::{curve_name, in_words};
use super::super::error;
use super::super::judge::Point;
use super::super::kind::KeyKind;
use crate::engine::asn1::refused;
use crate::engine::diagnosis::Diagnosis;
use const_oid::ObjectIdentifier;
use const_oid::db::{rfc5912, rfc8410};
use der::asn1::{AnyRef, BitStringRef, OctetStringRef};
use der::{Decode, Encode, Sequence};
use ed25519_dalek::Signer as _;
use pkcs8::PrivateKeyInfoRef;
use rand::CryptoRng;
use spki::{AlgorithmIdentifierOwned, AlgorithmIdentifierRef};
use zeroize::Zeroizing;

/// A private key of an elliptic curve.
pub(super) enum Secret {
    /// d of P-256.
    P256(p256::ecdsa::SigningKey),
    /// d of P-384.
    P384(p384::ecdsa::SigningKey),
    /// The seed of Ed25519.
    Ed25519(ed25519_dalek::SigningKey),
}

/// ```text
/// ECPrivateKey ::= SEQUENCE {
///     version        INTEGER { ecPrivkeyVer1(1) },
///     privateKey     OCTET STRING,
///     parameters [0] ECParameters OPTIONAL,
///     publicKey  [1] BIT STRING OPTIONAL }
/// ```
///
/// RFC 5915 §3, SEC 1 §C.4.
#[derive(Sequence)]
struct EcPrivateKey<'a> {
    version: u8,
    private_key: &'a OctetStringRef,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    parameters: Option<AnyRef<'a>>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    public_key: Option<BitStringRef<'a>>,
}

/// How often a key is drawn at most: each draw is above the order of its curve
/// once in four thousand million.
const DRAWS: usize = 16;

/// How long the seed of Ed25519 and its public key are, in bytes (RFC 8032
/// §5.1.5).
const ED25519: usize = 32;

impl Secret {
    /// Draws a key: d from 1 to n − 1, and what is outside is drawn anew (FIPS
    /// 186-5 §A.2.2); for Ed25519 32 random bytes (RFC 8032 §5.1.5). `None` for
    /// RSA, whose keys are searched for.
    pub(super) fn draw(kind: KeyKind, random: &mut impl CryptoRng) -> Option<Self> {
        let size = scalar_size(kind)?;
        let mut bytes = Zeroizing::new(vec![0; size]);
        for _ in 0..DRAWS {
            random.fill_bytes(&mut bytes);
            if let Some(key) = Self::from_bytes(kind, &bytes) {
                return Some(key);
            }
        }
        None
    }

    /// From d in big-endian bytes, or from a seed. `None` where d is 0, or no
    /// less than the order of its curve, or the length is another.
    fn from_bytes(kind: KeyKind, bytes: &[u8]) -> Option<Self> {
        match kind {
            KeyKind::Rsa => None,
            KeyKind::P256 => p256::ecdsa::SigningKey::from_slice(bytes)
                .ok()
                .map(Self::P256),
            KeyKind::P384 => p384::ecdsa::SigningKey::from_slice(bytes)
                .ok()
                .map(Self::P384),
            KeyKind::Ed25519 => {
                let seed = Zeroizing::new(<[u8; ED25519]>::try_from(bytes).ok()?);
                Some(Self::Ed25519(ed25519_dalek::SigningKey::from_bytes(&seed)))
            }
        }
    }

    /// Reads a PKCS#8 key of a curve.
    ///
    /// # Errors
    /// When its curve is not handled, its number is out of range, or its public
    /// half is that of another key.
    pub(super) fn from_pkcs8(info: &PrivateKeyInfoRef<'_>) -> Result<Self, Diagnosis> {
        let given = info.public_key.as_ref().map(|bits| bits.as_bytes());
        let key = match info.algorithm.oid {
            rfc5912::ID_EC_PUBLIC_KEY => {
                let curve = curve_of(info.algorithm.parameters)?;
                Self::from_sec1(info.private_key.as_bytes(), Some(curve))?
            }
            rfc8410::ID_ED_25519 if info.algorithm.parameters.is_some() => {
                return Err(wanted(
                    "an Ed25519 key whose algorithm has no parameters (RFC 8410 §3)",
                )
                .found("one whose algorithm has parameters"));
            }
            rfc8410::ID_ED_25519 => {
                let seed =
                    <&OctetStringRef>::from_der(info.private_key.as_bytes()).map_err(|error| {
                        refused(
                            "an Ed25519 key: an OCTET STRING in another (RFC 8410 §7)",
                            error,
                        )
                    })?;
                Self::from_bytes(KeyKind::Ed25519, seed.as_bytes()).ok_or_else(|| {
                    wanted("an Ed25519 key of 32 bytes")
                        .found(format!("one of {} bytes", seed.as_bytes().len()))
                })?
            }
            other => return Err(unhandled(&in_words(other))),
        };
        match given {
            None => Ok(key),
            Some(bits) => key.checked(bits),
        }
    }

    /// Reads an ECPrivateKey, whose curve may have been named before it.
    ///
    /// # Errors
    /// As [`from_pkcs8`](Self::from_pkcs8); and when no curve is named, or two are.
    pub(super) fn from_sec1(der: &[u8], before: Option<KeyKind>) -> Result<Self, Diagnosis> {
        let read = EcPrivateKey::from_der(der)
            .map_err(|error| refused("an ECPrivateKey in DER (RFC 5915 §3)", error))?;
        if read.version != 1 {
            return Err(wanted("an ECPrivateKey of version 1 (RFC 5915 §3)")
                .found(format!("version {}", read.version)));
        }
        let inside = match read.parameters {
            Some(parameters) => Some(curve_of(Some(parameters))?),
            None => None,
        };
        let kind = match (before, inside) {
            (Some(before), Some(inside)) if before != inside => {
                return Err(wanted(format!(
                    "one curve for the key, {} as in its algorithm",
                    before.name()
                ))
                .found(format!("{} in its ECPrivateKey", inside.name())));
            }
            (Some(kind), _) | (None, Some(kind)) => kind,
            (None, None) => {
                return Err(wanted("an EC private key that names its curve")
                    .found("none")
                    .help("Its PKCS#8 form names it: openssl pkcs8 -topk8 -nodes -in old.pem -out new.pem"));
            }
        };
        let number = read.private_key.as_bytes();
        let size = scalar_size(kind).unwrap_or_default();
        // Some programs leave out zeros in front.
        let missing = size.saturating_sub(number.len());
        let padded = Zeroizing::new([&vec![0; missing], number].concat());
        let key = Self::from_bytes(kind, &padded).ok_or_else(|| {
            let (expected, found) = match number.len() > size {
                true => (
                    format!("a key d of {size} bytes on {}", kind.name()),
                    format!("one of {} bytes", number.len()),
                ),
                false => (
                    format!(
                        "a key d from 1 to n − 1, where n is the order of {}",
                        kind.name()
                    ),
                    if number.iter().all(|byte| *byte == 0) {
                        "0".to_owned()
                    } else {
                        "a larger number".to_owned()
                    },
                ),
            };
            wanted(expected).found(found)
        })?;
        match read.public_key {
            None => Ok(key),
            Some(bits) => key.checked(bits.as_bytes()),
        }
    }

    /// The same key, once the public half beside it is its own.
    fn checked(self, given: Option<&[u8]>) -> Result<Self, Diagnosis> {
        let name = self.kind().name();
        let own = format!("the public half of this very {name} key");
        let given =
            given.ok_or_else(|| wanted(own.clone()).found("bits that do not fill bytes"))?;
        let given = match self.kind() {
            KeyKind::Ed25519 => given.to_vec(),
            kind => {
                let point = Point::of(kind.name(), given);
                point
                    .and_then(|point| uncompressed(kind, &point.sec1))
                    .map_err(|why| wanted(own.clone()).found(why))?
            }
        };
        if given != self.public_bits() {
            return Err(wanted(own).found("the public half of another")
                .help("The file was damaged or put together from two keys; signing with it could give the key away."));
        }
        Ok(self)
    }

    /// Its kind.
    pub(super) fn kind(&self) -> KeyKind {
        match self {
            Self::P256(_) => KeyKind::P256,
            Self::P384(_) => KeyKind::P384,
            Self::Ed25519(_) => KeyKind::Ed25519,
        }
    }

    /// The public half, as a SubjectPublicKeyInfo holds it: the point
    /// uncompressed (SEC 1 §2.3.3), or the 32 bytes of Ed25519.
    pub(super) fn public_bits(&self) -> Vec<u8> {
        match self {
            Self::P256(key) => key.verifying_key().to_sec1_point(false).as_bytes().to_vec(),
            Self::P384(key) => key.verifying_key().to_sec1_point(false).as_bytes().to_vec(),
            Self::Ed25519(key) => key.verifying_key().to_bytes().to_vec(),
        }
    }

    /// d in big-endian bytes, or the seed.
    pub(super) fn private_bytes(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(match self {
            Self::P256(key) => key.to_bytes().to_vec(),
            Self::P384(key) => key.to_bytes().to_vec(),
            Self::Ed25519(key) => key.to_bytes().to_vec(),
        })
    }

    /// Signs a message: ECDSA with the hash of the curve's length and k from the
    /// message (RFC 6979), as DER (RFC 3279 §2.2.3); or Ed25519.
    ///
    /// # Errors
    /// Only when the crate refuses.
    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Diagnosis> {
        match self {
            Self::P256(key) => {
                let signature: p256::ecdsa::DerSignature =
                    key.try_sign(message).map_err(error::internal)?;
                Ok(signature.as_bytes().to_vec())
            }
            Self::P384(key) => {
                let signature: p384::ecdsa::DerSignature =
                    key.try_sign(message).map_err(error::internal)?;
                Ok(signature.as_bytes().to_vec())
            }
            Self::Ed25519(key) => {
                let signature = key.try_sign(message).map_err(error::internal)?;
                Ok(signature.to_bytes().to_vec())
            }
        }
    }

    /// As PKCS#8: an ECPrivateKey with its public half, or a seed, to which the
    /// public half is added where that is asked for (RFC 5958 §2).
    ///
    /// # Errors
    /// Only when it cannot be encoded.
    pub(super) fn to_pkcs8(&self, half: Half) -> Result<Zeroizing<Vec<u8>>, Diagnosis> {
        let inner = match self.kind() {
            KeyKind::Ed25519 => {
                let seed = self.private_bytes();
                let seed = OctetStringRef::new(&seed).map_err(error::internal)?;
                Zeroizing::new(seed.to_der().map_err(error::internal)?)
            }
            _ => self.to_ec_private_key(None)?,
        };
        let public = self.public_bits();
        let curve = curve_oid(self.kind());
        let info = PrivateKeyInfoRef {
            algorithm: AlgorithmIdentifierRef {
                oid: key_oid(self.kind()),
                parameters: curve.as_ref().map(AnyRef::from),
            },
            private_key: OctetStringRef::new(&inner).map_err(error::internal)?,
            public_key: match (self.kind(), half) {
                (KeyKind::Ed25519, Half::Both) => {
                    Some(BitStringRef::from_bytes(&public).map_err(error::internal)?)
                }
                _ => None,
            },
        };
        info.to_der().map(Zeroizing::new).map_err(error::internal)
    }

    /// As an ECPrivateKey that names its curve, which openssl calls the
    /// traditional form; `None` for Ed25519, which has none.
    ///
    /// # Errors
    /// Only when it cannot be encoded.
    pub(super) fn to_sec1(&self) -> Option<Result<Zeroizing<Vec<u8>>, Diagnosis>> {
        let curve = curve_oid(self.kind())?;
        Some(self.to_ec_private_key(Some(AnyRef::from(&curve))))
    }

    fn to_ec_private_key(
        &self,
        parameters: Option<AnyRef<'_>>,
    ) -> Result<Zeroizing<Vec<u8>>, Diagnosis> {
        let (d, public) = (self.private_bytes(), self.public_bits());
        let key = EcPrivateKey {
            version: 1,
            private_key: OctetStringRef::new(&d).map_err(error::internal)?,
            parameters,
            public_key: Some(BitStringRef::from_bytes(&public).map_err(error::internal)?),
        };
        key.to_der().map(Zeroizing::new).map_err(error::internal)
    }
}

/// Whether a PKCS#8 key of Ed25519 holds its public half.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    /// The private one alone, version 1: what all programs read.
    Private,
    /// Both, version 2.
    Both,
}

/// The point of a key in the form that certificates have (RFC 5480 §2.2).
///
/// # Errors
/// When it is no point of its curve.
pub(super) fn uncompressed(kind: KeyKind, sec1: &[u8]) -> Result<Vec<u8>, String> {
    let point = match kind {
        KeyKind::P256 => p256::ecdsa::VerifyingKey::from_sec1_bytes(sec1)
            .ok()
            .map(|key| key.to_sec1_point(false).as_bytes().to_vec()),
        KeyKind::P384 => p384::ecdsa::VerifyingKey::from_sec1_bytes(sec1)
            .ok()
            .map(|key| key.to_sec1_point(false).as_bytes().to_vec()),
        KeyKind::Rsa | KeyKind::Ed25519 => None,
    };
    point.ok_or_else(|| format!("a key that is no point of {}", kind.name()))
}

/// Whether a public key of Ed25519 is a point of small order: then signatures hold
/// that nobody made.
pub(super) fn is_weak(bits: &[u8]) -> bool {
    let point = <&[u8; ED25519]>::try_from(bits).ok();
    let key = point.and_then(|point| ed25519_dalek::VerifyingKey::from_bytes(point).ok());
    key.is_none_or(|key| key.is_weak())
}

/// How long d or the seed is, in bytes.
fn scalar_size(kind: KeyKind) -> Option<usize> {
    match kind {
        KeyKind::Rsa => None,
        KeyKind::P256 => Some(32),
        KeyKind::P384 => Some(48),
        KeyKind::Ed25519 => Some(ED25519),
    }
}

/// What names a kind of key in its algorithm (RFC 3279 §2.3, RFC 8410 §3).
fn key_oid(kind: KeyKind) -> ObjectIdentifier {
    match kind {
        KeyKind::Rsa => rfc5912::RSA_ENCRYPTION,
        KeyKind::P256 | KeyKind::P384 => rfc5912::ID_EC_PUBLIC_KEY,
        KeyKind::Ed25519 => rfc8410::ID_ED_25519,
    }
}

/// What names its curve in the parameters (RFC 5480 §2.1.1.1).
fn curve_oid(kind: KeyKind) -> Option<ObjectIdentifier> {
    match kind {
        KeyKind::P256 => Some(rfc5912::SECP_256_R_1),
        KeyKind::P384 => Some(rfc5912::SECP_384_R_1),
        KeyKind::Rsa | KeyKind::Ed25519 => None,
    }
}

/// The algorithm in the SubjectPublicKeyInfo of a key of a curve.
pub(super) fn key_algorithm(kind: KeyKind) -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned {
        oid: key_oid(kind),
        parameters: curve_oid(kind).map(|oid| (&oid).into()),
    }
}

/// The kind of key that parameters name.
fn curve_of(parameters: Option<AnyRef<'_>>) -> Result<KeyKind, Diagnosis> {
    let named = parameters.map(|it| it.decode_as::<ObjectIdentifier>());
    match named {
        Some(Ok(rfc5912::SECP_256_R_1)) => Ok(KeyKind::P256),
        Some(Ok(rfc5912::SECP_384_R_1)) => Ok(KeyKind::P384),
        Some(Ok(other)) => Err(unhandled(&format!(
            "an elliptic curve, {}",
            curve_name(other)
        ))),
        Some(Err(_)) => Err(unhandled("a curve that is written out instead of named")
            .help("RFC 5480 §2.1.1 allows names only.")),
        None => Err(unhandled("an elliptic curve that is not named")),
    }
}

fn wanted(what: impl Into<crate::engine::text::Text>) -> Diagnosis {
    Diagnosis::expected(what)
}

/// What is said of a kind of key that nothing here signs with.
pub(super) fn unhandled(found: &str) -> Diagnosis {
    Diagnosis::expected("a key of RSA, P-256, P-384 or Ed25519").found(found.to_owned())
}
