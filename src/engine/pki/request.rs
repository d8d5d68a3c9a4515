//! Asking for a certificate: PKCS#10 (RFC 2986).

use super::algorithm::in_words;
use super::error;
use super::host::{self, Host};
use super::judge::{Judgement, judge};
use super::key::{PrivateKey, PublicKey, SignatureCheck, encode};
use super::layout;
use super::name::{self, Subject};
use super::read::Request;
use crate::engine::diagnosis::Diagnosis;
use crate::engine::knowers::Knowers;
use crate::engine::trace::{Data, Observer, Step, Value};
use der::asn1::BitString;
use spki::AlgorithmIdentifierOwned;
use x509_cert::attr::Attribute;
use x509_cert::ext::pkix::{BasicConstraints, SubjectAltName};
use x509_cert::ext::{Extension, ToExtension};
use x509_cert::request::{CertReq, CertReqInfo, ExtensionReq, Version};

/// What a request asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Who asks.
    pub subject: Subject,
    /// For which names; may be empty.
    pub hosts: Vec<Host>,
    /// What it wants to be.
    pub role: Role,
}

/// What a request wants its subject to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// It says nothing of it.
    #[default]
    Unsaid,
    /// A CA: basicConstraints with cA TRUE.
    Ca,
}

/// A request that was made, and whether both ways to sign it agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedRequest {
    /// The request.
    pub request: Request,
    /// Whether the steps that were told lead to the same signature.
    pub agrees: bool,
}

/// Makes a request and signs it with the key that it is about.
///
/// # Errors
/// When the key cannot sign.
pub fn make(
    wish: &Wish,
    key: &PrivateKey,
    observer: &mut impl Observer,
) -> Result<SignedRequest, Diagnosis> {
    let subject = wish.subject.to_name()?;
    let who = name::describe(&subject);
    let mut extensions: Vec<Extension> = Vec::new();
    if wish.role == Role::Ca {
        let constraints = BasicConstraints {
            ca: true,
            path_len_constraint: None,
        };
        extensions.push(
            (&constraints)
                .to_extension(&subject, &extensions)
                .map_err(error::internal)?,
        );
    }
    if !wish.hosts.is_empty() {
        let names = wish.hosts.iter().map(Host::to_general_name);
        let names = SubjectAltName(names.collect::<Result<_, _>>()?);
        extensions.push(
            (&names)
                .to_extension(&subject, &extensions)
                .map_err(error::internal)?,
        );
    }
    let mut attributes = x509_cert::attr::Attributes::default();
    if !extensions.is_empty() {
        let attribute = Attribute::try_from(ExtensionReq(extensions)).map_err(error::internal)?;
        attributes.insert(attribute).map_err(error::internal)?;
    }
    let info = CertReqInfo {
        version: Version::V1,
        subject,
        public_key: key.public().spki()?,
        attributes,
    };
    let mut whole = CertReq {
        info,
        algorithm: key.public().signs_with(),
        signature: BitString::from_bytes(&[]).map_err(error::internal)?,
    };
    let unsigned = Request::parse(&encode(&whole)?)?;
    observer.step(|| {
        Step::new("info", "Write down what is asked for")
            .says(
                "CertificationRequestInfo: the subject, the public key, and the extensions that \
                 one would like to have. The private key stays here.",
            )
            .value(text("subject", who))
            .value(text("subjectAltName", host::describe(&wish.hosts)))
            .value(Value::public_bytes(
                "subjectPublicKeyInfo",
                key.public().spki_der(),
            ))
            .encloses(
                Value::public_bytes("M", unsigned.signed()),
                key.public().values(),
            )
            .source("RFC 2986", "4.1")
    });
    let signed = key.sign(
        &layout::request_info(&unsigned),
        ("RFC 2986", "4.2"),
        observer,
    )?;
    whole.signature = BitString::from_bytes(&signed.value).map_err(error::internal)?;
    Ok(SignedRequest {
        request: Request::parse(&encode(&whole)?)?,
        agrees: signed.agrees,
    })
}

/// Checks the proof of possession: the signature of a request holds under the
/// public key inside it, so whoever made it had the private key.
///
/// # Errors
/// When the key cannot be used here, or the algorithm proves nothing: why, by name.
pub fn check_possession(
    request: &Request,
    observer: &mut impl Observer,
) -> Result<SignatureCheck, Diagnosis> {
    let key = request.public_key()?;
    let found = judge(
        &key.spki()?,
        request.algorithm(),
        request.signed(),
        request.signature(),
    );
    let holds = match found {
        Judgement::Holds => true,
        Judgement::Broken => false,
        Judgement::Unfit(why) => {
            return Err(unsigned(format!(
                "one whose signature is not allowed: {why}"
            )));
        }
        Judgement::Outdated(what) => return Err(unsigned(format!("one signed with {what}"))),
        Judgement::Unjudged(why) => {
            return Err(unsigned(format!(
                "one whose signature cannot be judged: {why}"
            )));
        }
    };
    observer.enter(|| {
        Step::new("possession", "Check the proof of possession")
            .says(
                "The request is signed with the very key that it is about. If the signature \
                 holds under the public key inside the request, then whoever made it had the \
                 private key. A copied request passes too, so who sends it is another question.",
            )
            .value(Value::public_bytes(
                "certificationRequestInfo",
                request.signed(),
            ))
            .value(Value::public_bytes("signature", request.signature()))
            .encloses(Value::public_bytes("M", request.signed()), key.values())
            .source("RFC 2986", "3")
    });
    // What can be told step by step is.
    let told = key.verify(
        request.algorithm(),
        request.signed(),
        request.signature(),
        observer,
    );
    let verified = match told {
        Ok(told) => SignatureCheck {
            holds,
            agrees: told.agrees && told.holds == holds,
            is_told: true,
        },
        Err(_) => {
            observer.step(|| by_a_library(&key, request.algorithm()).passes_if(holds));
            SignatureCheck {
                holds,
                agrees: true,
                is_told: false,
            }
        }
    };
    observer.amend(|step| *step = std::mem::take(step).passes_if(holds));
    observer.leave();
    Ok(verified)
}

/// The step of a signature whose steps are not told.
fn by_a_library(key: &PublicKey, algorithm: &AlgorithmIdentifierOwned) -> Step {
    Step::new("library", "Verify the signature")
        .says("A library verifies it: its steps are not shown yet.")
        .value(text("key", key.describe()))
        .value(text("signatureAlgorithm", in_words(algorithm.oid)))
        .source("RFC 2986", "4.2")
}

/// A request whose signature proves nothing.
fn unsigned(found: String) -> Diagnosis {
    Diagnosis::expected(
        "a request signed with RSA (PKCS#1 v1.5 or PSS) or ECDSA and SHA-256, SHA-384 or SHA-512, or with Ed25519",
    )
    .found(found)
    .help("Make the request anew, for example with openssl req -new -sha256.")
}

/// A public text.
pub(super) fn text(symbol: &'static str, text: impl Into<String>) -> Value {
    Value::new(symbol, Data::Text(text.into()), Knowers::EVERYBODY)
}
