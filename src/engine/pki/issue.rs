//! What a request asks for against what it is granted, and the certificate
//! that comes of it.
//!
//! A request is only a wish: the CA decides about every field, and copies
//! nothing that would give the subject power over others.

use super::certificate::{self, IssuedCertificate, Particulars, Profile};
use super::error;
use super::extensions::{BasicConstraints, MalformedExtension, Names};
use super::host::{self, Host};
use super::key::{PrivateKey, check_pair};
use super::kind::KeyKind;
use super::name;
use super::path;
use super::read::{Certificate, Request};
use super::request::text;
use super::serial;
use super::validity::{self, Period};
use crate::engine::diagnosis::Diagnosis;
use crate::engine::trace::{Observer, Step};
use const_oid::db::rfc4519::COMMON_NAME;
use const_oid::db::rfc5280::{
    ID_CE_BASIC_CONSTRAINTS, ID_CE_EXT_KEY_USAGE, ID_CE_KEY_USAGE, ID_CE_SUBJECT_ALT_NAME,
};
use der::asn1::SetOfVec;
use der::{Decode, Encode};
use rand::CryptoRng;
use std::net::IpAddr;
use x509_cert::ext::pkix::{ExtendedKeyUsage, KeyUsage, SubjectKeyIdentifier};
use x509_cert::name::{Name, RdnSequence, RelativeDistinguishedName};

/// What the CA is willing to grant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Which parts of the subject.
    pub subject: SubjectPolicy,
    /// Which names.
    pub names: NamePolicy,
    /// The period that is wanted.
    pub period: Period,
    /// The most days that a certificate may live.
    pub most_days: u64,
}

/// Which parts of the subject are taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectPolicy {
    /// All of it.
    Whole,
    /// The common name only, as CAs do that have checked nothing else.
    CommonName,
}

/// Which of the names are granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NamePolicy {
    /// All that can be read.
    All,
    /// DNS names, no addresses.
    Dns,
    /// Only those that stand in this list too.
    Listed(Vec<Host>),
}

/// What was decided about one point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The point.
    pub name: &'static str,
    /// What was asked for.
    pub requested: String,
    /// What is granted.
    pub granted: String,
    /// Why.
    pub note: String,
}

/// All that was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Point by point.
    pub rows: Vec<Grant>,
    /// The subject that is granted.
    pub subject: Name,
    /// The names that are granted; empty when the request must be refused.
    pub hosts: Vec<Host>,
    /// The period that is granted.
    pub period: Period,
}

/// Decides about each point of a request.
///
/// # Errors
/// When an extension of the request is malformed, the wanted period lies
/// outside the issuer's, or the key of the request cannot be used.
pub fn decide(
    request: &Request,
    issuer: &Certificate,
    policy: &Policy,
) -> Result<Decision, Diagnosis> {
    let malformed = |malformed: MalformedExtension| malformed.diagnosis("the request");
    let asked = request.extensions();
    asked.check().map_err(malformed)?;
    let names = asked.names().map_err(malformed)?;
    let constraints = asked.one::<BasicConstraints>().map_err(malformed)?;
    let usage = asked.one::<KeyUsage>().map_err(malformed)?;
    let purpose = asked.one::<ExtendedKeyUsage>().map_err(malformed)?;

    let key = request.public_key()?;
    let mut rows = Vec::new();
    let subject = decide_subject(request, policy.subject, &mut rows)?;
    let hosts = decide_names(names, request, issuer, &policy.names, &mut rows);
    rows.push(Grant {
        name: "basicConstraints",
        requested: match constraints {
            Some(constraints) if constraints.ca => "CA:TRUE".into(),
            Some(_) => "CA:FALSE".into(),
            None => "not mentioned".into(),
        },
        granted: "CA:FALSE".into(),
        note: if constraints.is_some_and(|asked| asked.ca) {
            "Refused. Whoever holds a CA certificate can vouch for any name in the world, so \
             this flag is never copied from a request."
                .into()
        } else {
            "Always set by the CA, never copied.".into()
        },
    });
    rows.push(Grant {
        name: "keyUsage",
        requested: mentioned(usage.is_some()),
        granted: key.kind().usage().into(),
        note: match key.kind() {
            KeyKind::Rsa => "What a TLS server does with an RSA key.".into(),
            kind => format!(
                "A TLS server signs with a key of {}, and nothing else.",
                kind.name()
            ),
        },
    });
    rows.push(Grant {
        name: "extKeyUsage",
        requested: mentioned(purpose.is_some()),
        granted: "serverAuth".into(),
        note: "This CA signs for servers only.".into(),
    });
    rows.push(Grant {
        name: "public key",
        requested: key.describe(),
        granted: key.describe(),
        note: "Taken as it is: the request has proved that its maker had the private half.".into(),
    });
    let period = decide_period(issuer, policy, &mut rows)?;
    decide_others(request, &mut rows);
    Ok(Decision {
        rows,
        subject,
        hosts,
        period,
    })
}

fn mentioned(there: bool) -> String {
    if there { "asked for" } else { "not mentioned" }.into()
}

fn decide_subject(
    request: &Request,
    policy: SubjectPolicy,
    rows: &mut Vec<Grant>,
) -> Result<Name, Diagnosis> {
    let asked = &request.inner().info.subject;
    let granted = match policy {
        SubjectPolicy::Whole => asked.clone(),
        SubjectPolicy::CommonName => {
            let mut sequence = RdnSequence::default();
            for part in asked.iter().filter(|part| part.oid == COMMON_NAME) {
                let set = SetOfVec::try_from(vec![part.clone()]).map_err(error::internal)?;
                sequence.push(RelativeDistinguishedName::from(set));
            }
            let der = sequence.to_der().map_err(error::internal)?;
            Name::from_der(&der).map_err(error::internal)?
        }
    };
    rows.push(Grant {
        name: "subject",
        requested: name::describe(asked),
        granted: name::describe(&granted),
        note: if granted == *asked {
            "Taken as it is. A CA vouches for what stands here, so a public one checks it or \
             leaves it out."
                .into()
        } else {
            "Only the common name is taken; nobody has checked the rest.".into()
        },
    });
    Ok(granted)
}

fn decide_names(
    names: Names,
    request: &Request,
    issuer: &Certificate,
    policy: &NamePolicy,
    rows: &mut Vec<Grant>,
) -> Vec<Host> {
    let mut granted = Vec::new();
    let asks_for_none = names.hosts.is_empty() && names.others.is_empty();
    for asked in names.hosts {
        let text = asked.to_string();
        let too_wide = text
            .strip_prefix("*.")
            .is_some_and(|rest| !rest.contains('.'));
        let refusal = match policy {
            _ if too_wide => Some("Refused: a * right below the top is matched by no client."),
            _ if Host::parse(&text).is_err() => {
                Some("Refused: the name of a host has no underscore.")
            }
            _ if path::allows(issuer, &asked) == Some(false) => {
                Some("Refused: the nameConstraints of the issuer do not let it stand below it.")
            }
            NamePolicy::All => None,
            NamePolicy::Dns if matches!(asked, Host::Ip(_)) => {
                Some("Refused: this CA grants DNS names only.")
            }
            NamePolicy::Dns => None,
            NamePolicy::Listed(list) if list.contains(&asked) => None,
            NamePolicy::Listed(_) => Some("Refused: not in the list of names that may be granted."),
        };
        rows.push(Grant {
            name: "subjectAltName",
            requested: asked.openssl(),
            granted: match refusal {
                None => asked.openssl(),
                Some(_) => "refused".into(),
            },
            note: refusal
                .unwrap_or("Granted. A public CA first checks that the sender controls it.")
                .into(),
        });
        if refusal.is_none() {
            granted.push(asked);
        }
    }
    for other in names.others {
        rows.push(Grant {
            name: "subjectAltName",
            requested: other.clone(),
            granted: "refused".into(),
            note: not_a_host(&other),
        });
    }
    if granted.is_empty() {
        let subject = &request.inner().info.subject;
        let mut common = subject.iter().filter(|part| part.oid == COMMON_NAME);
        let note = match common.next().map(|part| name::text_of(&part.value)) {
            Some(name) if asks_for_none && Host::parse(&name).is_ok() => format!(
                "No name is left. The common name {name} is none: clients look at subjectAltName only. Ask for it there: openssl req … -addext \"subjectAltName={}\"",
                Host::parse(&name).map_or(name.clone(), |host| host.openssl())
            ),
            _ => "No name is left. Clients would match such a certificate with no host.".into(),
        };
        rows.push(Grant {
            name: "subjectAltName",
            requested: host::describe(&[]),
            granted: host::describe(&[]),
            note,
        });
    }
    granted
}

/// Why an entry of a subjectAltName is no name that a server can be given.
fn not_a_host(entry: &str) -> String {
    match entry.strip_prefix("DNS:") {
        Some(name) if name.parse::<IpAddr>().is_ok() => {
            format!("Refused: an address is asked for as IP:{name}, not as a DNS name.")
        }
        Some(name) => match Host::parse(name) {
            Err(error) => {
                // Which byte of a name it is says little beside the name.
                let diagnosis = Diagnosis {
                    at: None,
                    ..error.diagnosis()
                };
                format!("Refused: {}.", diagnosis.clause())
            }
            Ok(_) => "Refused: not a well-formed DNS name.".into(),
        },
        None => "Refused: not a well-formed DNS name or IP address.".into(),
    }
}

fn decide_period(
    issuer: &Certificate,
    policy: &Policy,
    rows: &mut Vec<Grant>,
) -> Result<Period, Diagnosis> {
    let (wanted, own) = (policy.period, issuer.period());
    let limit = Period::days(wanted.from, policy.most_days).map_err(|error| error.diagnosis())?;
    if !own.contains(wanted.from) {
        return Err(Diagnosis::expected(format!(
            "a start within the life of the issuer, {} to {}",
            validity::show(own.from),
            validity::show(own.to)
        ))
        .found(validity::show(wanted.from))
        .help("Choose another start, or make a root that lives then."));
    }
    let (to, note) = if wanted.to <= limit.to && wanted.to <= own.to {
        (wanted.to, "As wanted.".to_owned())
    } else if own.to < limit.to {
        (
            own.to,
            "Cut to the end of the issuer: after that, nothing that it signed is valid any more."
                .to_owned(),
        )
    } else {
        (
            limit.to,
            format!("Cut to the {} days that this CA allows.", policy.most_days),
        )
    };
    let period = Period::new(wanted.from, to).map_err(|error| error.diagnosis())?;
    let show = |period: Period| {
        format!(
            "{} to {} ({})",
            validity::show(period.from),
            validity::show(period.to),
            validity::show_length(period.seconds())
        )
    };
    rows.push(Grant {
        name: "validity",
        requested: show(wanted),
        granted: show(period),
        note,
    });
    Ok(period)
}

fn decide_others(request: &Request, rows: &mut Vec<Grant>) {
    let decided = [
        ID_CE_BASIC_CONSTRAINTS,
        ID_CE_KEY_USAGE,
        ID_CE_EXT_KEY_USAGE,
        ID_CE_SUBJECT_ALT_NAME,
    ];
    for extension in request.extensions().iter() {
        if !decided.contains(&extension.extn_id) {
            rows.push(Grant {
                name: "extension",
                requested: extension.extn_id.to_string(),
                granted: "left out".into(),
                note: "This CA copies only what it knows.".into(),
            });
        }
    }
}

/// Checks that a certificate may stand above others and that a private key
/// belongs to it.
///
/// # Errors
/// When it is not a CA's certificate, one of its extensions is malformed, or
/// the key is another one: both key identifiers.
pub fn check_signer(
    issuer: &Certificate,
    key: &PrivateKey,
    observer: &mut impl Observer,
) -> Result<(), Diagnosis> {
    check_issuer(issuer)?;
    check_pair(key, &issuer.public_key()?, "the issuer's")?;
    observer.step(|| {
        Step::new("issuer", "Check the issuer")
            .says(
                "Its certificate is that of a CA, and the private key at hand is the one that \
                 belongs to it.",
            )
            .value(text("issuer", issuer.subject()))
            .passes_if(true)
            .source("RFC 5280", "4.2.1.9")
    });
    Ok(())
}

/// Signs what was decided. Whether the key is the issuer's is
/// [`check_signer`]'s business.
///
/// # Errors
/// When no name is granted, the issuer's subjectKeyIdentifier is malformed, or
/// the key cannot sign.
pub fn issue(
    decision: &Decision,
    request: &Request,
    issuer: &Certificate,
    key: &PrivateKey,
    random: &mut impl CryptoRng,
    observer: &mut impl Observer,
) -> Result<IssuedCertificate, Diagnosis> {
    if decision.hosts.is_empty() {
        return Err(Diagnosis::expected("at least one granted name")
            .found("none")
            .help("Ask for a name that this CA grants, or let it grant more."));
    }
    let authority = authority(issuer)?;
    let asked = request.public_key()?;
    let profile = Profile::Server {
        subject: decision.subject.clone(),
        hosts: decision.hosts.clone(),
        issuer: issuer.subject_name().clone(),
        authority,
        key: asked.kind(),
    };
    let serial = serial::draw(random, observer)?;
    let particulars = Particulars {
        serial,
        period: decision.period,
        key: &asked,
    };
    certificate::make(&profile, particulars, key, observer)
}

/// The identifier of the key of an issuer: the one that its certificate says,
/// else the usual one (RFC 5280 §4.2.1.1).
///
/// # Errors
/// When its subjectKeyIdentifier is malformed, or its key cannot be used here.
pub fn authority(issuer: &Certificate) -> Result<Vec<u8>, Diagnosis> {
    let identifier = issuer.extensions().one::<SubjectKeyIdentifier>();
    Ok(match identifier.map_err(of_issuer)? {
        Some(identifier) => identifier.0.into_bytes().into_vec(),
        None => issuer.public_key()?.identifier(&mut ())?.to_vec(),
    })
}

/// Checks that a certificate may stand above others, and that each of its
/// extensions can be read: what cannot be might forbid that it signs.
///
/// # Errors
/// When one is malformed, or it is not a CA's certificate.
pub fn check_issuer(issuer: &Certificate) -> Result<(), Diagnosis> {
    let extensions = issuer.extensions();
    extensions.check().map_err(of_issuer)?;
    let constraints = extensions.one::<BasicConstraints>().map_err(of_issuer)?;
    let usage = extensions.one::<KeyUsage>().map_err(of_issuer)?;
    let found = match (constraints, usage) {
        (Some(constraints), _) if !constraints.ca => "basicConstraints with CA:FALSE",
        (None, _) => "a certificate without basicConstraints",
        (_, Some(usage)) if !usage.key_cert_sign() => "a keyUsage without keyCertSign",
        _ => return Ok(()),
    };
    Err(Diagnosis::expected("the certificate of a CA as issuer")
        .found(found)
        .help("Everybody would reject what it signs. Choose a root."))
}

fn of_issuer(malformed: MalformedExtension) -> Diagnosis {
    malformed.diagnosis("the issuer's certificate")
}
