//! Name constraints (RFC 5280 §4.2.1.10): which names may stand below a CA.

use super::super::extensions::Entry;
use super::super::host::Host;
use super::super::name;
use super::super::read::Certificate;
use super::super::shown::quoted;
use super::{Objection, Refusers, Rule};
use const_oid::db::rfc3280::EMAIL_ADDRESS;
use der::{Decode as _, Encode as _};
use std::net::IpAddr;
use x509_cert::ext::pkix::NameConstraints;
use x509_cert::ext::pkix::constraints::name::GeneralSubtree;
use x509_cert::name::Name;

/// More comparisons of a name with a constraint are not made: chains made to
/// keep a verifier busy ask for millions.
const MOST: usize = 1 << 18;

/// The numbers of the kinds of names (RFC 5280 §4.2.1.6).
const EMAIL: u32 = 1;
const DNS: u32 = 2;
const DIRECTORY: u32 = 4;
const URI: u32 = 6;
const ADDRESS: u32 = 7;

/// What the constraints of a path forbid. Those that a CA issues to itself on
/// the way are free of them.
pub(super) fn all(path: &[&Certificate]) -> Vec<Objection> {
    let mut found = Vec::new();
    for (place, ca) in path.iter().enumerate().skip(1) {
        let Ok(Some(constraints)) = ca.extensions().one::<NameConstraints>() else {
            // What is there and cannot be read is told with the extensions.
            continue;
        };
        let mut object = |place, rule, says| {
            found.push(Objection {
                place,
                rule,
                says,
                source: ("RFC 5280", "4.2.1.10"),
                follows: Refusers::NOBODY,
            });
        };
        let says_nothing =
            |subtrees: &Option<Vec<GeneralSubtree>>| subtrees.as_ref().is_none_or(Vec::is_empty);
        if says_nothing(&constraints.permitted_subtrees)
            && says_nothing(&constraints.excluded_subtrees)
        {
            object(
                place,
                Rule::Path,
                format!("The nameConstraints of {} are empty.", ca.subject()),
            );
            continue;
        }
        let (permitted, excluded) = match bounds(&constraints) {
            Ok(both) => both,
            Err(why) => {
                object(
                    place,
                    Rule::Path,
                    format!("The nameConstraints of {} {why}.", ca.subject()),
                );
                continue;
            }
        };
        for (below, one) in path.iter().enumerate().take(place) {
            if below > 0 && one.is_self_issued() {
                continue;
            }
            let Some(names) = names_of(one) else { continue };
            if names.len().saturating_mul(permitted.len() + excluded.len()) > MOST {
                object(
                    below,
                    Rule::Unjudged,
                    format!(
                        "{} names under {} constraints are too many to judge here.",
                        names.len(),
                        permitted.len() + excluded.len()
                    ),
                );
                continue;
            }
            for named in &names {
                if let Some(why) = refused(named, &permitted, &excluded) {
                    object(
                        below,
                        Rule::Path,
                        format!(
                            "{} does not let {} stand below it: {why}.",
                            ca.subject(),
                            named.says()
                        ),
                    );
                    break;
                }
            }
        }
    }
    found
}

/// Whether a CA's constraints let a name stand below it; `None` where it has
/// none, or none that can be read.
pub(super) fn allows(ca: &Certificate, host: &Host) -> Option<bool> {
    let constraints = ca.extensions().one::<NameConstraints>().ok()??;
    let (permitted, excluded) = bounds(&constraints).ok()?;
    let named = match host {
        Host::Dns(name) => CertificateName::Text(DNS, name.clone()),
        Host::Ip(IpAddr::V4(address)) => CertificateName::Address(address.octets().to_vec()),
        Host::Ip(IpAddr::V6(address)) => CertificateName::Address(address.octets().to_vec()),
    };
    Some(refused(&named, &permitted, &excluded).is_none())
}

/// The bounds of a CA's constraints on DNS names that begin with a dot, which
/// RFC 5280 does not have and clients read in two ways.
pub(super) fn dotted(ca: &Certificate) -> Vec<String> {
    let constraints = ca.extensions().one::<NameConstraints>().ok().flatten();
    let both = constraints.as_ref().and_then(|it| bounds(it).ok());
    let all = both
        .into_iter()
        .flat_map(|(permitted, excluded)| [permitted, excluded].concat());
    all.filter_map(|bound| match bound {
        Bound::Dns(name) if name.starts_with('.') => Some(quoted(&name)),
        _ => None,
    })
    .collect()
}

/// What is permitted and what is excluded.
///
/// # Errors
/// Which bound is none, and why, in words that follow "the nameConstraints".
fn bounds(constraints: &NameConstraints) -> Result<(Vec<Bound>, Vec<Bound>), String> {
    let read = |subtrees: &Option<Vec<GeneralSubtree>>| {
        let all = subtrees.iter().flatten();
        all.map(Bound::of).collect::<Result<Vec<_>, _>>()
    };
    Ok((
        read(&constraints.permitted_subtrees)?,
        read(&constraints.excluded_subtrees)?,
    ))
}

/// A bound of a subtree.
#[derive(Clone)]
enum Bound {
    Email(String),
    /// Begins with a dot where the name itself does not lie within, as
    /// openssl, Chromium and Firefox take it.
    Dns(String),
    Directory(Box<Name>),
    Uri(String),
    Address {
        network: Vec<u8>,
        mask: Vec<u8>,
    },
    Other(u32),
}

impl Bound {
    /// # Errors
    /// Why it bounds nothing that could be told.
    fn of(subtree: &GeneralSubtree) -> Result<Self, String> {
        let none = || "have a bound that cannot be read".to_owned();
        let der = subtree.base.to_der().map_err(|_| none())?;
        let entry = Entry::of(&der).ok_or_else(none)?;
        // Distances in a tree of names, which no profile uses.
        if subtree.minimum != 0 || subtree.maximum.is_some() {
            return Err(match subtree.maximum {
                None => format!(
                    "have a bound with a minimum of {}, which must be 0: Chromium, Firefox and openssl refuse it",
                    subtree.minimum
                ),
                Some(maximum) => format!(
                    "have a bound with a maximum of {maximum}, which must be absent: Chromium, Firefox and openssl refuse it"
                ),
            });
        }
        let text = || entry.text().map(|text| text.to_ascii_lowercase());
        Ok(match entry.kind {
            // An inbox is compared as it stands, a host without its case.
            EMAIL => Self::Email(entry.text().ok_or_else(none)?),
            DNS => Self::Dns(text().ok_or_else(none)?),
            DIRECTORY => {
                let name = Name::from_der(entry.value).map_err(|_| none())?;
                Self::Directory(Box::new(name))
            }
            URI => Self::Uri(text().ok_or_else(none)?),
            ADDRESS => {
                let length = entry.value.len();
                if !matches!(length, 8 | 32) {
                    return Err(format!(
                        "have a bound of addresses with {length} bytes: an address and its mask have 8, or 32 for IPv6"
                    ));
                }
                let (network, mask) = entry.value.split_at_checked(length / 2).ok_or_else(none)?;
                let bits: String = mask.iter().map(|byte| format!("{byte:08b}")).collect();
                if bits.contains("01") {
                    return Err(format!(
                        "have a bound of addresses whose mask, {}, has a gap: only the first bits may be 1",
                        address(mask)
                    ));
                }
                Self::Address {
                    network: network.to_vec(),
                    mask: mask.to_vec(),
                }
            }
            other => Self::Other(other),
        })
    }

    fn kind(&self) -> u32 {
        match self {
            Self::Email(_) => EMAIL,
            Self::Dns(_) => DNS,
            Self::Directory(_) => DIRECTORY,
            Self::Uri(_) => URI,
            Self::Address { .. } => ADDRESS,
            Self::Other(kind) => *kind,
        }
    }

    /// Whether a name lies within; `None` where the name is none of its kind.
    fn holds(&self, named: &CertificateName) -> Option<bool> {
        match (self, named) {
            (Self::Dns(bound), CertificateName::Text(_, name)) => Some(below(name, bound)),
            (Self::Email(bound), CertificateName::Text(_, name)) => {
                let (inbox, host) = name.split_once('@')?;
                if inbox.is_empty() || host.is_empty() || host.contains('@') {
                    return None;
                }
                let host = host.to_ascii_lowercase();
                Some(match bound.split_once('@') {
                    Some((own, at)) => own == inbox && at.eq_ignore_ascii_case(&host),
                    None => within(&host, &bound.to_ascii_lowercase()),
                })
            }
            (Self::Uri(bound), CertificateName::Text(_, name)) => {
                let (_, rest) = name.split_once("://")?;
                let host = rest.split(['/', '?', '#']).next()?;
                let host = host.rsplit('@').next()?.split(':').next()?;
                let is_a_host = host.contains(|c: char| c.is_ascii_alphabetic());
                is_a_host.then(|| within(&host.to_ascii_lowercase(), bound))
            }
            (Self::Address { network, mask }, CertificateName::Address(address)) => {
                if !matches!(address.len(), 4 | 16) {
                    return None;
                }
                let fits = |((own, mask), byte): ((&u8, &u8), &u8)| own & mask == byte & mask;
                Some(
                    address.len() == network.len()
                        && network.iter().zip(mask).zip(address).all(fits),
                )
            }
            (Self::Directory(bound), CertificateName::Directory(name)) => {
                let (bound, name) = (name::parts(bound), name::parts(name));
                Some(name.starts_with(&bound))
            }
            _ => None,
        }
    }
}

/// A name of a certificate.
enum CertificateName {
    Text(u32, String),
    Address(Vec<u8>),
    Directory(Box<Name>),
    Other(u32),
}

impl CertificateName {
    fn kind(&self) -> u32 {
        match self {
            Self::Text(kind, _) | Self::Other(kind) => *kind,
            Self::Address(_) => ADDRESS,
            Self::Directory(_) => DIRECTORY,
        }
    }

    fn says(&self) -> String {
        match self {
            Self::Text(_, name) => quoted(name),
            Self::Address(bytes) => address(bytes),
            Self::Directory(name) => name::describe(name),
            Self::Other(_) => "a name of another kind".into(),
        }
    }
}

/// The bytes of an address, or of a mask, as people write them.
fn address(bytes: &[u8]) -> String {
    match (<[u8; 4]>::try_from(bytes), <[u8; 16]>::try_from(bytes)) {
        (Ok(v4), _) => std::net::Ipv4Addr::from(v4).to_string(),
        (_, Ok(v6)) => std::net::Ipv6Addr::from(v6).to_string(),
        _ => format!("an address of {} bytes", bytes.len()),
    }
}

/// All names of a certificate, its subject among them. `None` where they
/// cannot be read, which is told with the extensions.
fn names_of(one: &Certificate) -> Option<Vec<CertificateName>> {
    let entries = one.extensions().entries().ok()?;
    let mut names: Vec<CertificateName> = entries
        .iter()
        .map(|entry| match entry.kind {
            DNS | URI => entry
                .text()
                .map_or(CertificateName::Other(entry.kind), |text| {
                    CertificateName::Text(entry.kind, text.to_ascii_lowercase())
                }),
            EMAIL => entry.text().map_or(CertificateName::Other(EMAIL), |text| {
                CertificateName::Text(EMAIL, text)
            }),
            ADDRESS => CertificateName::Address(entry.value.to_vec()),
            DIRECTORY => Name::from_der(entry.value)
                .map_or(CertificateName::Other(DIRECTORY), |name| {
                    CertificateName::Directory(Box::new(name))
                }),
            other => CertificateName::Other(other),
        })
        .collect();
    let subject = one.subject_name();
    if !subject.is_empty() {
        names.push(CertificateName::Directory(Box::new(subject.clone())));
    }
    if entries.is_empty() {
        let mails = subject.iter().filter(|part| part.oid == EMAIL_ADDRESS);
        names.extend(mails.map(|part| CertificateName::Text(EMAIL, name::text_of(&part.value))));
    }
    Some(names)
}

/// Why a name may not stand below these bounds.
fn refused(
    named: &CertificateName,
    permitted: &[Bound],
    excluded: &[Bound],
) -> Option<&'static str> {
    let of_kind = |bound: &&Bound| bound.kind() == named.kind();
    let mut is_bound = false;
    for bound in excluded.iter().filter(of_kind) {
        is_bound = true;
        if matches!(bound, Bound::Other(_)) {
            return Some("a constraint on names of this kind is not understood here");
        }
        match bound.holds(named) {
            Some(true) => return Some("it is excluded"),
            Some(false) if covers(named, bound) => {
                return Some("its * stands for a name that is excluded, too");
            }
            _ => {}
        }
        if bound.holds(named).is_none() {
            return Some("it is malformed");
        }
    }
    let mut is_permitted = false;
    for bound in permitted.iter().filter(of_kind) {
        is_bound = true;
        match bound.holds(named) {
            None if matches!(bound, Bound::Other(_)) => {
                return Some("a constraint on names of this kind is not understood here");
            }
            None => return Some("it is malformed"),
            Some(holds) => is_permitted |= holds,
        }
    }
    let is_outside = permitted.iter().any(|bound| of_kind(&bound)) && !is_permitted;
    (is_bound && is_outside).then_some("it is not among those that are permitted")
}

/// Whether the `*` of a name may stand for the bound itself.
fn covers(named: &CertificateName, bound: &Bound) -> bool {
    match (named, bound) {
        (CertificateName::Text(DNS, name), Bound::Dns(bound)) => name
            .strip_prefix("*.")
            .zip(bound.split_once('.'))
            .is_some_and(|(own, (_, rest))| own == rest),
        _ => false,
    }
}

/// Whether a DNS name is a bound, or has more labels before it; below one that
/// begins with a dot, it must have more.
fn below(name: &str, bound: &str) -> bool {
    if bound.starts_with('.') {
        return name.len() > bound.len() && name.ends_with(bound);
    }
    bound.is_empty()
        || name == bound
        || name
            .strip_suffix(bound)
            .is_some_and(|rest| rest.ends_with('.'))
}

/// Whether a host is a bound, or lies inside the domain of one that begins
/// with a dot.
fn within(host: &str, bound: &str) -> bool {
    if bound.starts_with('.') {
        host.ends_with(bound)
    } else {
        host == bound
    }
}
