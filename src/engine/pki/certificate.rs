//! The profiles of certificates that are made here: a root that signs itself,
//! a server (RFC 5280 §4), and the short ways that people know.

use super::error;
use super::host::{self, Host};
use super::key::{PrivateKey, PublicKey, encode};
use super::kind::KeyKind;
use super::layout;
use super::name;
use super::read::Certificate;
use super::request::text;
use super::serial;
use super::validity::{self, Period};
use crate::engine::diagnosis::Diagnosis;
use crate::engine::picture::Der;
use crate::engine::trace::{Observer, Step, Value};
use const_oid::db::rfc5280::ID_KP_SERVER_AUTH;
use der::asn1::{BitString, Ia5String, OctetString};
use spki::SubjectPublicKeyInfoRef;
use std::cell::LazyCell;
use x509_cert::TbsCertificate;
use x509_cert::builder::profile::BuilderProfile;
use x509_cert::builder::{Builder, CertificateBuilder};
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, KeyUsages,
    SubjectAltName, SubjectKeyIdentifier, name::GeneralName,
};
use x509_cert::ext::{Extension, ToExtension};
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;

/// What a certificate is for, which decides its extensions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Profile {
    /// A CA that signs its own certificate.
    Root {
        /// Who it is; subject and issuer.
        subject: Name,
        /// How many CAs may stand between it and a server; `None` for any
        /// number.
        path_length: Option<u8>,
    },
    /// A CA between a root and servers.
    Between {
        /// Who it is.
        subject: Name,
        /// The subject of the issuer's certificate.
        issuer: Name,
        /// The subjectKeyIdentifier of the issuer's certificate.
        authority: Vec<u8>,
    },
    /// A server.
    Server {
        /// Who it is.
        subject: Name,
        /// The names that it goes by.
        hosts: Vec<Host>,
        /// The subject of the issuer's certificate.
        issuer: Name,
        /// The subjectKeyIdentifier of the issuer's certificate.
        authority: Vec<u8>,
        /// The kind of its key, which decides its keyUsage.
        key: KeyKind,
    },
    /// What Werkzeug makes for `ssl_context="adhoc"`: signed with its own key,
    /// by nobody.
    Adhoc {
        /// Who it is; subject and issuer.
        subject: Name,
    },
    /// What `openssl req -x509` makes: signed with its own key, and a CA.
    Alone {
        /// Who it is; subject and issuer.
        subject: Name,
        /// The names of its subjectAltName; none for none.
        hosts: Vec<Host>,
    },
}

impl BuilderProfile for Profile {
    fn get_issuer(&self, subject: &Name) -> Name {
        match self {
            Self::Root { .. } | Self::Adhoc { .. } | Self::Alone { .. } => subject.clone(),
            Self::Between { issuer, .. } | Self::Server { issuer, .. } => issuer.clone(),
        }
    }

    fn get_subject(&self) -> Name {
        match self {
            Self::Root { subject, .. }
            | Self::Between { subject, .. }
            | Self::Server { subject, .. }
            | Self::Adhoc { subject }
            | Self::Alone { subject, .. } => subject.clone(),
        }
    }

    fn build_extensions(
        &self,
        key: SubjectPublicKeyInfoRef<'_>,
        _issuer_key: SubjectPublicKeyInfoRef<'_>,
        tbs: &TbsCertificate,
    ) -> x509_cert::builder::Result<Vec<Extension>> {
        let subject = tbs.subject();
        let key = SubjectKeyIdentifier::try_from(key)?;
        let mut all = Vec::new();
        match self {
            Self::Root { path_length, .. } => {
                let constraints = BasicConstraints {
                    ca: true,
                    path_len_constraint: *path_length,
                };
                let usage = KeyUsage(KeyUsages::KeyCertSign | KeyUsages::CRLSign);
                all.push((true, &constraints).to_extension(subject, &all)?);
                all.push((true, &usage).to_extension(subject, &all)?);
                all.push((&key).to_extension(subject, &all)?);
            }
            Self::Server {
                hosts,
                authority,
                key: kind,
                ..
            } => {
                let constraints = BasicConstraints {
                    ca: false,
                    path_len_constraint: None,
                };
                let usage = KeyUsage(match kind {
                    KeyKind::Rsa => KeyUsages::DigitalSignature | KeyUsages::KeyEncipherment,
                    _ => KeyUsages::DigitalSignature.into(),
                });
                let purpose = ExtendedKeyUsage(vec![ID_KP_SERVER_AUTH]);
                let names = general_names(hosts)?;
                let authority = AuthorityKeyIdentifier {
                    key_identifier: Some(OctetString::new(authority.as_slice())?),
                    ..AuthorityKeyIdentifier::default()
                };
                all.push((true, &constraints).to_extension(subject, &all)?);
                all.push((true, &usage).to_extension(subject, &all)?);
                all.push((&purpose).to_extension(subject, &all)?);
                all.push((&SubjectAltName(names)).to_extension(subject, &all)?);
                all.push((&key).to_extension(subject, &all)?);
                all.push((&authority).to_extension(subject, &all)?);
            }
            Self::Between { authority, .. } => {
                let constraints = BasicConstraints {
                    ca: true,
                    path_len_constraint: Some(0),
                };
                let usage = KeyUsage(KeyUsages::KeyCertSign | KeyUsages::CRLSign);
                let authority = AuthorityKeyIdentifier {
                    key_identifier: Some(OctetString::new(authority.as_slice())?),
                    ..AuthorityKeyIdentifier::default()
                };
                all.push((true, &constraints).to_extension(subject, &all)?);
                all.push((true, &usage).to_extension(subject, &all)?);
                all.push((&key).to_extension(subject, &all)?);
                all.push((&authority).to_extension(subject, &all)?);
            }
            Self::Adhoc { .. } => {
                let purpose = ExtendedKeyUsage(vec![ID_KP_SERVER_AUTH]);
                let star = |name| Ok::<_, der::Error>(GeneralName::DnsName(Ia5String::new(name)?));
                let names = SubjectAltName(vec![star("*")?, star("*.*")?]);
                all.push((&purpose).to_extension(subject, &all)?);
                all.push((&names).to_extension(subject, &all)?);
            }
            Self::Alone { hosts, .. } => {
                let constraints = BasicConstraints {
                    ca: true,
                    path_len_constraint: None,
                };
                let authority = AuthorityKeyIdentifier {
                    key_identifier: Some(key.0.clone()),
                    ..AuthorityKeyIdentifier::default()
                };
                all.push((&key).to_extension(subject, &all)?);
                all.push((&authority).to_extension(subject, &all)?);
                all.push((true, &constraints).to_extension(subject, &all)?);
                if !hosts.is_empty() {
                    all.push((&SubjectAltName(general_names(hosts)?)).to_extension(subject, &all)?);
                }
            }
        }
        Ok(all)
    }
}

fn general_names(hosts: &[Host]) -> der::Result<Vec<GeneralName>> {
    let names = hosts.iter().map(Host::to_general_name);
    names
        .collect::<Result<_, _>>()
        .map_err(|_| der::ErrorKind::Failed.into())
}

impl Profile {
    /// The identifier of the issuer's key, where it is another one.
    fn authority(&self) -> Option<&[u8]> {
        match self {
            Self::Between { authority, .. } | Self::Server { authority, .. } => Some(authority),
            Self::Root { .. } | Self::Adhoc { .. } | Self::Alone { .. } => None,
        }
    }

    /// The identifiers of keys that stand in it, where that of its own is this.
    fn identifiers<'a>(&'a self, own: &'a [u8]) -> Vec<&'a [u8]> {
        match self {
            Self::Adhoc { .. } => Vec::new(),
            _ => self.authority().into_iter().chain([own]).collect(),
        }
    }

    /// The extensions in words: name, content, and why it is there.
    #[must_use]
    pub fn extensions(&self) -> Vec<(&'static str, String, &'static str)> {
        match self {
            Self::Root { path_length, .. } => vec![
                (
                    "basicConstraints",
                    match path_length {
                        None => "critical, CA:TRUE".into(),
                        Some(length) => format!("critical, CA:TRUE, pathlen:{length}"),
                    },
                    "Makes it a CA: only a certificate with this may stand above another one. \
                     pathlen says how many further CAs may stand between it and a server.",
                ),
                (
                    "keyUsage",
                    "critical, keyCertSign, cRLSign".into(),
                    "Its key signs certificates and revocation lists, and nothing else.",
                ),
                (
                    "subjectKeyIdentifier",
                    "the identifier of its key".into(),
                    "The name by which the certificates below point at this key.",
                ),
            ],
            Self::Server {
                hosts, key: kind, ..
            } => vec![
                (
                    "basicConstraints",
                    "critical, CA:FALSE".into(),
                    "Not a CA. Without this check, every server could sign certificates for \
                     every other.",
                ),
                (
                    "keyUsage",
                    format!("critical, {}", kind.usage()),
                    match kind {
                        KeyKind::Rsa => {
                            "Its key signs in the handshake (all of TLS 1.3), or decrypts in the old RSA \
                             key exchange of TLS 1.2."
                        }
                        _ => {
                            "Its key signs in the handshake; a key of its kind can do nothing else."
                        }
                    },
                ),
                (
                    "extKeyUsage",
                    "serverAuth".into(),
                    "For a TLS server; not for signing code or mail.",
                ),
                (
                    "subjectAltName",
                    host::describe(hosts),
                    "The names that a browser compares with the address bar. The common name \
                     counts for nothing there.",
                ),
                (
                    "subjectKeyIdentifier",
                    "the identifier of its key".into(),
                    "The name of this key.",
                ),
                (
                    "authorityKeyIdentifier",
                    "the identifier of the issuer's key".into(),
                    "Points at the key that signed.",
                ),
            ],
            Self::Between { .. } => vec![
                (
                    "basicConstraints",
                    "critical, CA:TRUE, pathlen:0".into(),
                    "A CA, and none may stand below it: it signs servers only.",
                ),
                (
                    "keyUsage",
                    "critical, keyCertSign, cRLSign".into(),
                    "Its key signs certificates and revocation lists, and nothing else.",
                ),
                (
                    "subjectKeyIdentifier",
                    "the identifier of its key".into(),
                    "The name by which the certificates below point at this key.",
                ),
                (
                    "authorityKeyIdentifier",
                    "the identifier of the issuer's key".into(),
                    "Points at the key that signed.",
                ),
            ],
            Self::Adhoc { .. } => vec![
                ("extKeyUsage", "serverAuth".into(), "For a TLS server."),
                (
                    "subjectAltName",
                    "DNS:*, DNS:*.*".into(),
                    "Meant for any name. Clients accept * only as the leftmost label in front of a domain.",
                ),
            ],
            Self::Alone { hosts, .. } => {
                let mut all = vec![
                    (
                        "subjectKeyIdentifier",
                        "the identifier of its key".into(),
                        "The name of this key.",
                    ),
                    (
                        "authorityKeyIdentifier",
                        "the identifier of its own key".into(),
                        "Points at the key that signed: its own.",
                    ),
                    (
                        "basicConstraints",
                        "critical, CA:TRUE".into(),
                        "openssl makes a CA of it: whoever trusts it trusts whatever its key signs.",
                    ),
                ];
                if !hosts.is_empty() {
                    all.push((
                        "subjectAltName",
                        host::describe(hosts),
                        "The names that clients look at.",
                    ));
                }
                all
            }
        }
    }
}

/// What a certificate is made from, beside its profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Particulars<'a> {
    /// Its number.
    pub serial: SerialNumber,
    /// Its period.
    pub period: Period,
    /// The key that it certifies.
    pub key: &'a PublicKey,
}

/// A certificate that was made, and whether both ways to sign it agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedCertificate {
    /// The certificate.
    pub certificate: Certificate,
    /// Whether the steps that were told lead to the same signature.
    pub agrees: bool,
}

/// Makes a certificate and signs it.
///
/// # Errors
/// When the key cannot sign.
pub fn make(
    profile: &Profile,
    particulars: Particulars<'_>,
    issuer: &PrivateKey,
    observer: &mut impl Observer,
) -> Result<IssuedCertificate, Diagnosis> {
    let Particulars {
        serial: number,
        period,
        key,
    } = particulars;
    let identifier = key.identifier(observer)?;
    let validity = period.to_validity()?;
    let whole = |signature: &[u8]| -> Result<Certificate, Diagnosis> {
        let mut builder =
            CertificateBuilder::new(profile.clone(), number.clone(), validity, key.spki()?)
                .map_err(error::internal)?;
        builder.finalize(issuer).map_err(error::internal)?;
        let signature = BitString::from_bytes(signature).map_err(error::internal)?;
        let whole = builder
            .assemble(signature, issuer)
            .map_err(error::internal)?;
        Certificate::parse(&encode(&whole)?)
    };
    // Only a whole certificate can be taken apart: one with an empty
    // signature shows the bytes that are about to be signed.
    let unsigned = whole(&[])?;

    // The form, with one of its lines open; taken apart once, where it is told.
    let laid_out = LazyCell::new(|| layout::tbs_certificate(&unsigned));
    let form = |step: Step, line: &str| match Der::about(&laid_out, line) {
        Some(form) => step.picture(form),
        None => step,
    };

    observer.enter(|| {
        let subject = profile.get_subject();
        let step = Step::new("tbs", "Fill in the certificate")
            .says("TBSCertificate: everything that the signature will cover.")
            .value(text("serialNumber", serial::show(&number)))
            .value(text(
                "issuer",
                name::describe(&profile.get_issuer(&subject)),
            ))
            .value(text("notBefore", validity::show(period.from)))
            .value(text("notAfter", validity::show(period.to)))
            .value(text("subject", name::describe(&subject)))
            .value(Value::public_bytes("subjectPublicKeyInfo", key.spki_der()))
            .source("RFC 5280", "4.1.2");
        let mut parts = key.values();
        let identifiers = profile.identifiers(&identifier).into_iter();
        parts.extend(identifiers.map(|one| Value::public_bytes("keyIdentifier", one)));
        let whole = Value::public_bytes("M", unsigned.signed());
        form(step.encloses(whole, parts), "")
    });
    for (id, content, why) in profile.extensions() {
        observer.step(|| {
            let step = Step::new(id, id).says(why).value(text("content", content));
            let step = match (id, profile) {
                ("subjectKeyIdentifier", _) => {
                    step.value(Value::public_bytes("keyIdentifier", identifier))
                }
                ("authorityKeyIdentifier", profile) => match profile.authority() {
                    Some(authority) => step.value(Value::public_bytes("keyIdentifier", authority)),
                    None => step,
                },
                _ => step,
            };
            let step = match layout::extension(&unsigned, id) {
                Some(bytes) => step.bytes(bytes),
                None => step,
            };
            form(step, id).source("RFC 5280", extension_section(id))
        });
    }
    observer.leave();

    let signed = issuer.sign(
        &layout::tbs_certificate(&unsigned),
        ("RFC 5280", "4.1.1.3"),
        observer,
    )?;
    let certificate = whole(&signed.value)?;
    Ok(IssuedCertificate {
        agrees: signed.agrees && certificate.signed() == unsigned.signed(),
        certificate,
    })
}

/// The section of RFC 5280 that defines an extension.
fn extension_section(name: &str) -> &'static str {
    match name {
        "authorityKeyIdentifier" => "4.2.1.1",
        "subjectKeyIdentifier" => "4.2.1.2",
        "keyUsage" => "4.2.1.3",
        "subjectAltName" => "4.2.1.6",
        "basicConstraints" => "4.2.1.9",
        "extKeyUsage" => "4.2.1.12",
        _ => "4.2",
    }
}
