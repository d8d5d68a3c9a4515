//! The key of a certificate's subject as it was found, and what browsers say of it.

use super::super::algorithm::{curve_name, in_words};
use super::super::kind::KeyKind;
use super::super::path::Refusers;
use super::point::{Form, Point};
use super::rsa::RsaKey;
use const_oid::ObjectIdentifier;
use const_oid::db::{rfc5912, rfc8410};
use der::asn1::Any;
use spki::SubjectPublicKeyInfoOwned;

/// A public key in a file from anywhere, as far as it can be judged and told apart:
/// its kind where there is a [`KeyKind`] for it, its size, and its faults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SubjectKey {
    /// RSA (RFC 3279 §2.3.1).
    Rsa(RsaSize),
    /// RSA for RSASSA-PSS alone (RFC 4055 §1.2).
    RsaPss(RsaSize),
    /// An elliptic curve by its common name, the point uncompressed.
    Curve(&'static str),
    /// The same with the point in another form.
    OddPoint(&'static str, Form),
    /// Ed25519 (RFC 8032).
    Ed25519,
    /// Something else, by its name.
    Other(String),
    /// One that cannot be read, and why not.
    Malformed(String),
}

/// How large the numbers of a public RSA key are, in bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RsaSize {
    /// Of the modulus.
    pub modulus: u64,
    /// Of the public exponent.
    pub exponent: u64,
}

/// The shortest RSA keys that browsers take, in bits.
const LEAST: u64 = 1024;

impl SubjectKey {
    /// The kind of the key in a SubjectPublicKeyInfo.
    #[must_use]
    pub fn of(spki: &SubjectPublicKeyInfoOwned) -> Self {
        let parameters = spki.algorithm.parameters.as_ref();
        match spki.algorithm.oid {
            // RFC 3279 §2.3.1 has NULL there.
            rfc5912::RSA_ENCRYPTION if parameters != Some(&Any::null()) => Self::Malformed(
                match parameters {
                    None => "an RSA key whose algorithm lacks its parameters, which must be NULL",
                    Some(_) => "an RSA key whose algorithm has parameters other than NULL",
                }
                .into(),
            ),
            rfc5912::RSA_ENCRYPTION => Self::rsa(spki, Self::Rsa),
            rfc5912::ID_RSASSA_PSS => Self::rsa(spki, Self::RsaPss),
            rfc5912::ID_EC_PUBLIC_KEY => {
                match parameters.and_then(|it| it.decode_as::<ObjectIdentifier>().ok()) {
                    Some(rfc5912::SECP_256_R_1) => Self::curve(spki, "P-256"),
                    Some(rfc5912::SECP_384_R_1) => Self::curve(spki, "P-384"),
                    Some(rfc5912::SECP_521_R_1) => Self::curve(spki, "P-521"),
                    Some(other) => Self::Other(format!("the curve {}", curve_name(other))),
                    None => Self::Other("a curve without a name".into()),
                }
            }
            rfc8410::ID_ED_25519 if parameters.is_some() => Self::Malformed(
                "an Ed25519 key whose algorithm has parameters, which must be absent".into(),
            ),
            rfc8410::ID_ED_25519 => Self::ed25519(spki),
            other => Self::Other(in_words(other)),
        }
    }

    fn rsa(spki: &SubjectPublicKeyInfoOwned, kind: fn(RsaSize) -> Self) -> Self {
        match RsaKey::of(spki) {
            Ok(key) => kind(key.size()),
            Err(why) => Self::Malformed(why),
        }
    }

    fn curve(spki: &SubjectPublicKeyInfoOwned, curve: &'static str) -> Self {
        let Some(bytes) = spki.subject_public_key.as_bytes() else {
            return Self::Malformed(format!("a key on {curve} whose bits do not fill bytes"));
        };
        match Point::of(curve, bytes).map(|point| point.form) {
            Ok(Form::Uncompressed) => Self::Curve(curve),
            Ok(form) => Self::OddPoint(curve, form),
            Err(why) => Self::Malformed(why),
        }
    }

    /// The 32 bytes of a point (RFC 8032 §5.1.5).
    fn ed25519(spki: &SubjectPublicKeyInfoOwned) -> Self {
        let bytes = spki.subject_public_key.raw_bytes();
        let Ok(point) = <&[u8; 32]>::try_from(bytes) else {
            let found = bytes.len();
            return Self::Malformed(format!(
                "an Ed25519 key of {found} bytes, where 32 are wanted"
            ));
        };
        match ed25519_dalek::VerifyingKey::from_bytes(point) {
            Err(_) => Self::Malformed("a key that is no point of Ed25519".into()),
            Ok(_) => Self::Ed25519,
        }
    }

    /// Its kind, where it is one that works here.
    #[must_use]
    pub fn kind(&self) -> Option<KeyKind> {
        match self {
            Self::Rsa(_) => Some(KeyKind::Rsa),
            Self::Curve("P-256") | Self::OddPoint("P-256", _) => Some(KeyKind::P256),
            Self::Curve("P-384") | Self::OddPoint("P-384", _) => Some(KeyKind::P384),
            Self::Ed25519 => Some(KeyKind::Ed25519),
            _ => None,
        }
    }

    /// Why a browser does not take such a key, where one does not, as Chromium
    /// 156 and Firefox 153 were seen to do: of a CA, or of the certificate that
    /// is shown.
    #[must_use]
    pub fn objection(&self, is_of_ca: bool) -> Option<String> {
        match self {
            // Firefox counts bytes.
            Self::Rsa(RsaSize { modulus, .. }) if modulus.div_ceil(8) < LEAST / 8 => {
                Some(format!(
                    "Neither Chromium nor Firefox takes an RSA key of {modulus} bits; 1,024 are the least."
                ))
            }
            Self::Rsa(RsaSize { modulus, .. }) if *modulus < LEAST => Some(format!(
                "Chromium takes no RSA key of {modulus} bits, where 1,024 are the least; Firefox does."
            )),
            Self::OddPoint(curve, form) => {
                let is_refused = *form == Form::Hybrid || *curve == "P-521" && !is_of_ca;
                Some(if is_refused {
                    format!("Neither Chromium nor Firefox takes a key on {curve} whose point is {form}.")
                } else {
                    format!("Firefox takes no key whose point is {form}; Chromium does.")
                })
            }
            Self::RsaPss(_) => Some(
                "Neither Chromium nor Firefox takes a key that its algorithm, id-RSASSA-PSS, keeps for RSASSA-PSS."
                    .into(),
            ),
            Self::Ed25519 => {
                Some("Neither Chromium nor Firefox takes an Ed25519 key in a certificate.".into())
            }
            Self::Curve("P-521") if !is_of_ca => {
                Some("Chromium takes no key on P-521 of a server; Firefox does.".into())
            }
            Self::Other(what) => Some(format!("Browsers take no key of this kind: {what}.")),
            Self::Malformed(what) => Some(format!("Browsers cannot read the key: {what}.")),
            Self::Rsa(_) | Self::Curve(_) => None,
        }
    }

    /// What is odd about a key that does not refuse it, and who refuses it all
    /// the same: of a CA, or of the certificate that is shown.
    #[must_use]
    pub fn remark(&self, is_of_ca: bool) -> Option<(String, Refusers)> {
        let Self::Rsa(size) = self else {
            return None;
        };
        if self.objection(is_of_ca).is_some() {
            return None;
        }
        let RsaSize { modulus, exponent } = size;
        if *modulus < 2048 {
            let says = format!("an RSA key of {modulus} bits, where 2,048 are the least");
            let follows = match is_of_ca {
                true => Refusers::PYTHON,
                false => Refusers::NOBODY,
            };
            Some((
                says,
                follows.saying("Public CAs may not certify it; at its security level 2, which Debian’s TLS has, OpenSSL refuses it."),
            ))
        } else if modulus % 8 != 0 {
            let says = format!("an RSA key of {modulus} bits, which are no whole bytes");
            let follows = Refusers::NOBODY.saying("Public CAs may not certify it.");
            Some((says, follows))
        } else if *exponent > u64::from(crate::engine::rsa::EXPONENT_BITS) {
            let says = format!("an RSA key with a public exponent of {exponent} bits");
            Some((
                says,
                Refusers::CHROMIUM.saying(
                    "Nothing forbids it up to 256 bits (NIST SP 800-56B); a large one makes verifying slow.",
                ),
            ))
        } else {
            None
        }
    }

    /// Whether the key can do nothing but sign.
    #[must_use]
    pub fn only_signs(&self) -> bool {
        matches!(
            self,
            Self::RsaPss(_) | Self::Curve(_) | Self::OddPoint(..) | Self::Ed25519
        )
    }
}

impl std::fmt::Display for SubjectKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Rsa(size) => write!(f, "RSA, {} bits", size.modulus),
            Self::RsaPss(size) => write!(f, "RSA for PSS alone, {} bits", size.modulus),
            Self::Curve(name) => write!(f, "ECDSA, {name}"),
            Self::OddPoint(name, form) => write!(f, "ECDSA, {name}, the point {form}"),
            Self::Ed25519 => f.write_str("Ed25519"),
            Self::Other(what) | Self::Malformed(what) => f.write_str(what),
        }
    }
}
