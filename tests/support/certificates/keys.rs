//! Keys and the signatures that they make. P-256 is at home here; openssl
//! makes the rest.

use super::super::built::{NULL, RSA, element, pem_of, sequence};
use super::super::judges;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{DerSignature, SigningKey};
use sha1::{Digest as _, Sha1};
use std::io::Write as _;
use std::process::{Command, Stdio};

/// ecPublicKey with prime256v1 (RFC 5480 §2.1.1).
pub(super) const P_256: [u8; 21] = [
    0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48,
    0xce, 0x3d, 0x03, 0x01, 0x07,
];

/// ecPublicKey with secp384r1.
pub(super) const P_384: [u8; 18] = [
    0x30, 0x10, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x05, 0x2b, 0x81, 0x04,
    0x00, 0x22,
];
/// ecPublicKey with secp521r1.
pub(super) const P_521: [u8; 18] = [
    0x30, 0x10, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x05, 0x2b, 0x81, 0x04,
    0x00, 0x23,
];

/// The signatures that certificates here have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Scheme {
    /// ecdsa-with-SHA256.
    Ecdsa,
    /// PKCS#1 v1.5 with this hash.
    Rsa(Hash),
    /// ecdsa-with-SHA256 with NULL as its parameters, which must be absent.
    EcdsaWithNull,
    /// PSS with this hash, one for the mask, and a salt of so many bytes.
    Pss(Hash, Hash, u8),
    /// PSS with SHA-256 and a salt of 32 bytes, written in another way.
    OddPss(Odd),
}

/// What is odd about how PSS is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Odd {
    /// The hashes lack NULL as their parameters.
    NoNull,
    /// The hash of the message lacks it.
    NoNullInOne,
    /// The trailer field stands there, which is left out where it is 1.
    Trailer,
    /// The salt is said to be of 300 bytes.
    LongSalt,
    /// The parameters are no SEQUENCE.
    Unreadable,
}

/// How the point of a key is written (SEC 1 §2.3.3).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Uncompressed,
    Compressed,
    Hybrid,
}

/// A hash function.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Hash {
    Sha1,
    Sha256,
}

impl Hash {
    fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "sha1",
            Self::Sha256 => "sha256",
        }
    }

    fn id(self) -> Vec<u8> {
        element(
            6,
            match self {
                Self::Sha1 => &[0x2b, 0x0e, 3, 2, 0x1a],
                Self::Sha256 => &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1],
            },
        )
    }

    fn algorithm(self) -> Vec<u8> {
        sequence(&[&self.id(), &NULL])
    }
}

/// ecdsa-with-SHA256 (RFC 5758 §3.2).
const ECDSA: [u8; 10] = [6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];

/// Those of PKCS #1 differ in their last number.
fn pkcs1(last: u8) -> Vec<u8> {
    [&RSA[..10], &[last]].concat()
}

/// id-RSASSA-PSS with its parameters (RFC 4055 §3.1).
fn pss(hash: &[u8], mask: &[u8], salt: &[u8], trailer: &[u8]) -> Vec<u8> {
    let fields = [
        element(0xa0, hash),
        element(0xa1, &sequence(&[&pkcs1(8), mask])),
        element(0xa2, &element(2, salt)),
        trailer.to_vec(),
    ];
    sequence(&[&pkcs1(10), &element(0x30, &fields.concat())])
}

impl Scheme {
    /// Its `AlgorithmIdentifier`.
    pub(super) fn algorithm(self) -> Vec<u8> {
        match self {
            Self::Ecdsa => sequence(&[&ECDSA]),
            Self::EcdsaWithNull => sequence(&[&ECDSA, &NULL]),
            Self::Rsa(Hash::Sha1) => sequence(&[&pkcs1(5), &NULL]),
            Self::Rsa(Hash::Sha256) => sequence(&[&pkcs1(11), &NULL]),
            Self::Pss(hash, mask, salt) => pss(&hash.algorithm(), &mask.algorithm(), &[salt], &[]),
            Self::OddPss(odd) => {
                let (with, without) = (Hash::Sha256.algorithm(), sequence(&[&Hash::Sha256.id()]));
                match odd {
                    Odd::NoNull => pss(&without, &without, &[32], &[]),
                    Odd::NoNullInOne => pss(&without, &with, &[32], &[]),
                    Odd::Trailer => pss(&with, &with, &[32], &element(0xa3, &[2, 1, 1])),
                    Odd::LongSalt => pss(&with, &with, &[1, 44], &[]),
                    Odd::Unreadable => sequence(&[&pkcs1(10), &NULL]),
                }
            }
        }
    }
}

/// A key, as what it can do wants it.
#[derive(Clone)]
pub(super) enum Key {
    /// On P-256, the same in each run.
    P256(Box<SigningKey>, Form),
    /// In PEM (PKCS #8).
    Openssl(String),
    /// A public half in DER that no other half belongs to.
    Public(Vec<u8>),
}

impl Key {
    /// A key on P-256 of this number.
    pub(super) fn p256(number: u8) -> Self {
        let key = SigningKey::from_slice(&[number; 32]).unwrap();
        Self::P256(Box::new(key), Form::Uncompressed)
    }

    /// The same with its point written in another way.
    pub(super) fn written(self, form: Form) -> Self {
        match self {
            Self::P256(key, _) => Self::P256(key, form),
            other => other,
        }
    }

    /// A public key on a curve of this `AlgorithmIdentifier`, whose BIT STRING has
    /// this content.
    pub(super) fn public(curve: &[u8], bits: &[u8]) -> Self {
        Self::Public(sequence(&[curve, &element(3, bits)]))
    }

    /// What `openssl genpkey` makes of these options.
    pub(super) fn openssl(options: &str) -> Self {
        let mut openssl = judges::openssl().expect("openssl makes the keys");
        openssl.arg("genpkey").args(options.split(' '));
        Self::Openssl(String::from_utf8(output(&mut openssl, b"")).unwrap())
    }

    /// The public half.
    pub(super) fn spki(&self) -> Vec<u8> {
        match self {
            Self::P256(..) => sequence(&[&P_256, &element(3, &[&[0], &self.point()[..]].concat())]),
            Self::Public(spki) => spki.clone(),
            Self::Openssl(pem) => {
                let mut openssl = judges::openssl().unwrap();
                openssl.args(["pkey", "-pubout", "-outform", "DER"]);
                output(&mut openssl, pem.as_bytes())
            }
        }
    }

    /// The private half, as a server reads it.
    pub(super) fn pem(&self) -> String {
        match self {
            Self::P256(key, _) => {
                // RFC 5915 §3, in RFC 5958 §2.
                let point = element(3, &[&[0], &self.point()[..]].concat());
                let secret = element(4, &key.to_bytes());
                let inner = sequence(&[&[2, 1, 1], &secret, &element(0xa1, &point)]);
                let der = sequence(&[&[2, 1, 0], &P_256, &element(4, &inner)]);
                pem_of("PRIVATE KEY", &der)
            }
            Self::Openssl(pem) => pem.clone(),
            Self::Public(_) => String::new(),
        }
    }

    /// The point.
    pub(super) fn point(&self) -> Vec<u8> {
        match self {
            Self::P256(key, form) => {
                let compressed = *form == Form::Compressed;
                let point = key.verifying_key().to_sec1_point(compressed);
                let mut point = point.as_bytes().to_vec();
                if *form == Form::Hybrid {
                    point[0] = 6 | point[64] & 1;
                }
                point
            }
            Self::Openssl(_) | Self::Public(_) => Vec::new(),
        }
    }

    /// Its identifier, as everybody makes it (RFC 5280 §4.2.1.2).
    pub(super) fn id(&self) -> Vec<u8> {
        Sha1::digest(self.spki()).to_vec()
    }

    pub(super) fn sign(&self, scheme: Scheme, message: &[u8]) -> Vec<u8> {
        let pem = match self {
            Self::P256(key, _) => {
                let signature: DerSignature = key.sign(message);
                return signature.as_bytes().to_vec();
            }
            Self::Openssl(pem) => pem,
            Self::Public(_) => panic!("a public key signs nothing"),
        };
        // openssl reads the key from a file only, and the message from its input.
        let file = super::super::pki::scratch("sign.pem");
        std::fs::write(&file, pem).unwrap();
        let mut openssl = judges::openssl().unwrap();
        openssl.arg("dgst").arg("-sign").arg(&file);
        let signature = match scheme {
            Scheme::Ecdsa | Scheme::EcdsaWithNull => output(openssl.arg("-sha256"), message),
            Scheme::Rsa(hash) => output(openssl.arg(format!("-{}", hash.name())), message),
            Scheme::OddPss(_) => {
                return self.sign(Scheme::Pss(Hash::Sha256, Hash::Sha256, 32), message);
            }
            Scheme::Pss(hash, mask, salt) => {
                openssl.arg(format!("-{}", hash.name()));
                for option in [
                    "rsa_padding_mode:pss".to_owned(),
                    format!("rsa_pss_saltlen:{salt}"),
                    format!("rsa_mgf1_md:{}", mask.name()),
                ] {
                    openssl.args(["-sigopt", &option]);
                }
                output(&mut openssl, message)
            }
        };
        std::fs::remove_file(file).unwrap();
        signature
    }
}

/// What a program says to an input.
fn output(program: &mut Command, input: &[u8]) -> Vec<u8> {
    let mut child = program
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{program:?}");
    output.stdout
}
